"""The facilities of one mineral and stage as plain columns, made once, so that a toggle is arithmetic only."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from mineralmap.analysis.national import National
from mineralmap.analysis.ownership import ownership_table
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Stage

PIPELINE = ("construction", "planned")


@dataclass(frozen=True, eq=False)
class Located:
    """Facilities of a mineral and stage, closed ones left out; every array has shape (n,).

    Tonnes are contained, nan where no figure is published. A facility stands in its host country even where no
    source gives its point.
    """

    mineral: str
    stage: Stage
    ids: np.ndarray
    names: np.ndarray
    row: np.ndarray
    """Row in the ownership table."""
    host: np.ndarray
    """Column of the host country in the ownership table's nations; −1 where it has none."""
    host_iso3: np.ndarray
    status: np.ndarray
    start_year: np.ndarray
    operating: np.ndarray
    """Operating, in a known country: what may count; bool."""
    capacity_t: np.ndarray
    capacity_year: np.ndarray
    production_t: np.ndarray
    """Output of the latest year published."""
    production_year: np.ndarray
    by_year: dict[int, np.ndarray]
    """Output by year, where every figure of the facility has one for that year or none has a capacity instead."""
    used: dict[int, np.ndarray]
    """Published use of the capacity by year, as a fraction; nan where none is published."""
    in_combined: np.ndarray
    """Its figure is part of a combined figure that stands at another facility."""
    factors: "Words"
    """Ids of the factors behind the figures of each facility."""
    sources: "Words"
    """Ids of the sources of its figures."""


@dataclass(frozen=True, eq=False)
class Words:
    """Which words belong to which facility, as columns: ``facility`` and ``word`` (pairs,), each pair once."""

    facility: np.ndarray
    word: np.ndarray
    words: np.ndarray
    """The words in their order, (words,) of text."""

    def __getitem__(self, facility: int) -> tuple[str, ...]:
        """The words of one facility, in their order."""
        return tuple(self.words[self.word[self.facility == facility]])

    def sums(self, each: np.ndarray) -> list[tuple[str, float]]:
        """Each word with the sum of ``each`` (facilities,) over its facilities; words of none that counts left out.

        A facility counts that is not nan. Most first, then in the order of the words.
        """
        counts = ~np.isnan(each[self.facility])
        word, values = self.word[counts], each[self.facility[counts]]
        total = np.bincount(word, values, minlength=len(self.words))
        found = np.flatnonzero(np.bincount(word, minlength=len(self.words)))
        order = found[np.argsort(-total[found], kind="stable")]
        return [(str(self.words[at]), float(total[at])) for at in order]


def counted_as(dataset: Dataset, plants: Located, table: National | None) -> Located:
    """The same facilities in the tonnes of a national table whose bridge factors the facilities bring."""
    if table is None or not table.by_plant:
        return plants
    return located(dataset, plants.mineral, plants.stage, bridged=True)


@lru_cache(maxsize=64)
def located(dataset: Dataset, mineral: str, stage: Stage, bridged: bool = False) -> Located:
    """Gather a mineral's facilities of a stage; several products of one facility are added (contained tonnes).

    ``bridged`` counts what the national table counts instead: the published tonnes of every product that has a bridge
    factor, times that factor; a product without one has no tonnes then.
    """
    outputs = dataset.outputs[dataset.outputs["mineral"] == mineral]
    if bridged:
        outputs = _bridged(dataset, outputs)
    facilities = dataset.facilities
    here = facilities[
        (facilities["stage"] == stage.value)
        & (facilities["status"] != "closed")
        & facilities.index.isin(set(outputs["facility_id"]))
    ]
    outputs = outputs[outputs["facility_id"].isin(here.index)]
    at = here.index.get_indexer(pd.Index(outputs["facility_id"]))
    n = len(here)
    capacity, capacity_year = _summed(outputs, "capacity_t", at, n), np.full(n, np.nan)
    production, production_year = np.full(n, np.nan), np.full(n, np.nan)
    made_year = outputs["production_year"].to_numpy(float)
    years = sorted({int(year) for year in made_year[~np.isnan(made_year)]})
    has_capacity, has_production = outputs["capacity_t"].notna().to_numpy(), outputs["production_t"].notna().to_numpy()
    by_year: dict[int, np.ndarray] = {}
    for year in years:
        of_year = has_production & (made_year == year)
        by_year[year] = tonnes = _summed(outputs[of_year], "production_t", at[of_year], n)
        newest = ~np.isnan(tonnes)
        production[newest], production_year[newest] = tonnes[newest], year
        # One product's output must not stand for a plant whose other product is known by capacity only.
        partial = np.zeros(n, bool)
        partial[at[has_capacity & ~of_year]] = True
        by_year[year] = np.where(partial & ~np.isnan(capacity), np.nan, tonnes)
    with_year = has_capacity & outputs["capacity_year"].notna().to_numpy()
    np.fmax.at(capacity_year, at[with_year], outputs["capacity_year"].to_numpy(float)[with_year])
    figured = outputs[["capacity", "production", "capacity_t", "production_t"]].notna().any(axis=1)
    combined = {
        name.strip()
        for names in outputs.loc[figured, "combined_with"].unique()
        if names
        for name in names.replace(",", ";").split(";")
    }
    table = ownership_table(dataset)
    row = dataset.facilities.index.get_indexer(here.index)
    ids = here.index.to_numpy(object)
    return Located(
        mineral=mineral,
        stage=stage,
        ids=ids,
        names=here["name"].to_numpy(object),
        row=row,
        host=table.host[row],
        host_iso3=here["host_iso3"].to_numpy(object),
        status=here["status"].to_numpy(object),
        start_year=here["start_year"].to_numpy(float),
        operating=(here["status"] == "operating").to_numpy(bool) & (table.host[row] >= 0),
        capacity_t=capacity,
        capacity_year=capacity_year,
        production_t=production,
        production_year=production_year,
        by_year=by_year,
        used=_used(dataset.utilisation[dataset.utilisation["mineral"] == mineral], here.index),
        in_combined=here.index.isin(combined),
        factors=_words(at, outputs["factor_id"]),
        sources=_words(at, outputs["source_id"]),
    )


def _bridged(dataset: Dataset, outputs: pd.DataFrame) -> pd.DataFrame:
    """The output rows in tonnes of the national table, ``factor_id`` being the factor that was used."""
    factor = outputs["bridge_factor_id"].map(dataset.factors["value"]).to_numpy(float)
    return outputs.assign(
        capacity_t=outputs["capacity"].to_numpy(float) * factor,
        production_t=outputs["production"].to_numpy(float) * factor,
        factor_id=outputs["bridge_factor_id"],
    )


def _words(at: np.ndarray, cells: pd.Series) -> Words:
    """Words of cells that may hold several ("a; b"), by facility; the same cell is taken apart once."""
    code, spelt = pd.factorize(cells)
    apart = [sorted(set(str(cell).split("; ")) - {""}) for cell in spelt]
    words = sorted({word for cell in apart for word in cell})
    number = {word: place for place, word in enumerate(words)}
    most = max((len(cell) for cell in apart), default=0)
    table = np.full((len(apart), most), -1)
    for row, cell in enumerate(apart):
        table[row, : len(cell)] = [number[word] for word in cell]
    each = table[code]
    pairs = np.unique((at[:, None] * len(words) + each)[each >= 0])
    width = max(len(words), 1)
    return Words(pairs // width, pairs % width, np.array(words, object))


def _used(utilisation: pd.DataFrame, here: pd.Index) -> dict[int, np.ndarray]:
    """Published use of the capacity of the facilities ``here``, by year; nan where none is published."""
    found: dict[int, np.ndarray] = {}
    at = here.get_indexer(pd.Index(utilisation["facility_id"]))
    years, use = utilisation["year"].to_numpy(float), utilisation["utilisation"].to_numpy(float)
    for year in np.unique(years[at >= 0]):
        of_year = (at >= 0) & (years == year)
        found[int(year)] = np.full(len(here), np.nan)
        found[int(year)][at[of_year]] = use[of_year]
    return found


def _summed(outputs: pd.DataFrame, column: str, at: np.ndarray, n: int) -> np.ndarray:
    """Sum per facility, nan where no row has a figure; shape (n,)."""
    values = outputs[column].to_numpy(float)
    known = ~np.isnan(values)
    total = np.bincount(at[known], values[known], minlength=n).astype(float)
    total[np.bincount(at[known], minlength=n) == 0] = np.nan
    return total
