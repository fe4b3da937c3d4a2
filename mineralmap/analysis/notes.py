"""What must be said with the figures: table and vintage, caveats of the counting, assumptions touched."""

import numpy as np
import pandas as pd

from mineralmap.analysis.gaps import Demand
from mineralmap.analysis.located import Located
from mineralmap.analysis.national import National
from mineralmap.analysis.ownership import OwnershipTable
from mineralmap.analysis.results import Gap
from mineralmap.analysis.shares import Supply
from mineralmap.analysis.spread import Weights
from mineralmap.analysis.wording import percent, whole_percent
from mineralmap.datasets.correction_table import corrected
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Basis, Measure, Scenario

MOST_NAMED = 8


def source_name(dataset: Dataset, source_id: str) -> str:
    """Publisher and title of a source; its id where the table has none."""
    if source_id in dataset.sources.index:
        source = dataset.sources.loc[source_id]
        return f"{source['publisher']}, {source['title']}"
    return source_id


def notes(
    dataset: Dataset,
    scenario: Scenario,
    plants: Located,
    table: National | None,
    weights: Weights,
    supply: Supply,
    ownership: OwnershipTable,
    nameless_t: float = 0.0,
) -> list[str]:
    """Sentences about the shares, most weighty first. ``nameless_t`` are known of nations and not of companies."""
    said = [corrected(dataset, scenario.mineral)] if dataset.corrected else []
    if scenario.measure is Measure.OUTPUT and table is not None:
        said += _about_output(dataset, table, weights, ownership.nations)
        said.append(f"Owners and status are as of the newest source read, the output is of {table.year}.")
    else:
        dated = plants.capacity_year[plants.operating & ~np.isnan(plants.capacity_t) & ~np.isnan(plants.capacity_year)]
        years = f" Figures of {dated.min():.0f}–{dated.max():.0f}." if len(dated) else ""
        said.append(
            "Contained nameplate capacity of operating facilities as located: a share of what we have located, "
            f"not of the world.{years}"
        )
    if scenario.basis is not Basis.LOCATION and supply.denominator_t > 0:
        presumed = float(supply.presumed_t.sum()) / supply.denominator_t
        if presumed > 0:
            said.append(
                f"{percent(presumed)} of the total is presumed: no percentage is published, but there is one owner "
                "only, or all owners are of one nation."
            )
        if nameless_t > supply.denominator_t * 1e-9:
            said.append(
                f"{percent(nameless_t / supply.denominator_t)} of the total is presumed of a nation and of no one "
                "company: several of its companies hold it without a figure. By company it is unknown."
            )
    said += _about_facilities(plants, weights)
    said += assumptions(dataset, plants, weights)
    if weights.bridged and table is not None and table.by_plant:
        said += _bridges(dataset, plants, weights, table.counts)
    elif weights.bridged and table is not None:
        factor = dataset.factors.loc[table.bridge_id]
        said.append(
            f"Facility tonnes are turned into {table.counts} with {factor['name']} ({table.bridge_id} = "
            f"{factor['value']:g}, {factor['kind']}); the ratio is no utilisation."
        )
    said += _about_stakes(plants, ownership)
    mineral_note = str(dataset.minerals.at[scenario.mineral, "note"])
    return [one for one in (*said, mineral_note) if one]


def _about_output(dataset: Dataset, table: National, weights: Weights, nations: tuple[str, ...]) -> list[str]:
    said = [
        f"Published output of {table.year} ({table.counts}): {source_name(dataset, table.source_id)}."
        + (f" {_sentence(table.note)}" if table.note else "")
    ]
    if table.exceeds:
        said.append(
            f"The named countries add up to {table.denominator_t:,.0f} t, more than the published world total of "
            f"{table.published_total_t:,.0f} t; shares are of their sum."
        )
    elif np.isnan(table.published_total_t):
        said.append("The table prints no world total; shares are of the sum of the named countries.")
    if table.withheld:
        names = ", ".join(dataset.country_name(iso3) for iso3 in table.withheld)
        apart = float(weights.withheld_t.sum())
        widened = (
            f"What they publish themselves ({apart:,.0f} t) widens the bounds of every share."
            if apart > 0
            else "How much is not known: every share may be smaller than told."
        )
        said.append(f"Withheld by the source, and not zero: {names}. Facilities there are not counted. {widened}")
    if table.estimated:
        said.append(f"{len(table.estimated)} of {len(table.named)} country figures are marked as estimates.")
    if weights.no_owners:
        said.append(f"No answer by owner: {weights.no_owners}.")
    if weights.drawn_t > 0:
        said.append(
            f"Facilities in countries the table does not name are credited with {weights.drawn_t:,.0f} t of its rest."
        )
    for column, scale in sorted(weights.implied.items(), key=lambda pair: pair[1])[:MOST_NAMED]:
        where = dataset.country_name(nations[column]) if column >= 0 else "Countries the table does not name"
        what = "facility tonnes are scaled by" if weights.bridged else "implied utilisation"
        said.append(f"{where}: located facilities exceed the published output; {what} {whole_percent(scale)}.")
    remainder = float(weights.remainder_t.sum())
    if remainder > 0 and not weights.no_owners:
        part = remainder / weights.denominator_t
        said.append(f"Known country, no facility: {remainder:,.0f} t ({percent(part)}) of named countries' output.")
    return said


def _about_facilities(plants: Located, weights: Weights) -> list[str]:
    said: list[str] = []
    late = started_late(weights.origin)
    silent = int((plants.operating & np.isnan(weights.tonnes) & ~plants.in_combined & ~late).sum())
    if silent and not weights.no_owners:
        widened = " Where a country was scaled down, the bounds take each as a median one." if weights.implied else ""
        said.append(f"{silent} operating facilities count nothing: no figure, or their country's is withheld.{widened}")
    if late.any():
        said.append(f"{int(late.sum())} facilities started after the year and have no part in its output.")
    unsure = int((plants.status == "unknown").sum())
    if unsure:
        said.append(f"{unsure} facilities whose status is not known are left out.")
    return said


def started_late(origin: np.ndarray) -> np.ndarray:
    """Facilities whose weight is none because they started after the year; bool (n,)."""
    code, words = pd.factorize(origin)
    return np.array([str(word).startswith("started") for word in words], bool)[code] if len(words) else code > 0


def assumptions(dataset: Dataset, plants: Located, weights: Weights) -> list[str]:
    """One sentence for each assumed factor behind a figure that counts, with its id and value."""
    said: list[str] = []
    for factor, tonnes in _factors_behind(plants, weights):
        if factor in dataset.factors.index and dataset.factors.at[factor, "kind"] == "assumption":
            said.append(f"Assumption: {_factor_words(dataset, factor)} behind {tonnes:,.0f} t.")
    return said


def _bridges(dataset: Dataset, plants: Located, weights: Weights, counts: str) -> list[str]:
    """Each factor from a plant's published tonnes to what the table counts; a plant without one counts nothing."""
    used = [
        f"{_factor_words(dataset, factor)}, {dataset.factors.at[factor, 'kind']}, behind {tonnes:,.0f} t"
        for factor, tonnes in _factors_behind(plants, weights)
        if factor in dataset.factors.index
    ]
    return [
        f"Published tonnes are turned into {counts} plant by plant: {'; '.join(used)}. A plant without such a factor "
        "counts nothing, and the ratio is no utilisation."
    ]


def _factors_behind(plants: Located, weights: Weights) -> list[tuple[str, float]]:
    """Factors of the facilities that count and the tonnes they stand behind, most first."""
    return plants.factors.sums(weights.tonnes)


def _factor_words(dataset: Dataset, factor: str) -> str:
    row = dataset.factors.loc[factor]
    spread = f", {row['low']:g}–{row['high']:g}" if not np.isnan([row["low"], row["high"]]).any() else ""
    return f"{row['name']} ({factor} = {row['value']:g}{spread})"


def _about_stakes(plants: Located, ownership: OwnershipTable) -> list[str]:
    if not ownership.problems:
        return []
    here = set(plants.ids)
    found = [problem for problem in ownership.problems if not here.isdisjoint(problem.what.split())]
    return [f"{p.file}{f', row {p.row}' if p.row else ''}: {p.what}" for p in found]


def about_gap(gap: Gap, demand: Demand, world_known: bool) -> list[str]:
    """Sentences about the gap."""
    said = [
        f"Target: {gap.target_name}. Regulation (EU) 2024/1252 sets its benchmarks for capacity in the Union and all "
        "strategic raw materials together; their use here is our screening."
        if gap.target_name.startswith("CRMA")
        else f"Target of {100 * gap.target:g} % of demand, {gap.target_name}."
    ]
    if demand.withheld:
        said.append(f"Demand of {', '.join(demand.withheld)} is withheld by the source: no gap can be told with it.")
    elif demand.missing and demand.regions:
        said.append(
            f"No demand figure for {', '.join(demand.missing)}: demand, supply and gap are those of "
            f"{', '.join(demand.regions)} alone; the partners' share counts all of them."
        )
    elif demand.missing:
        said.append(f"No demand figure for {', '.join(demand.missing)}: no gap can be told.")
    if "proxy" in demand.basis:
        said.append("Demand is a proxy: it leaves out what is inside imported cells, magnets and steel.")
    if not world_known:
        said.append("N − 1 needs a world demand in the same unit, which no table has for this year.")
    return said


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
