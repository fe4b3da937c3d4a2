"""What a flow is loaded as: the cargo of every place that sends, and the gross tonnes that a contained tonne weighs.

Rules and grades are those of ``cargoes.csv``: of the rules of a mineral and leg the first that fits a place's country
and the form that it makes counts. A place without a rule sends a cargo that is not told, of unknown weight.
"""

import re
from functools import cache

import numpy as np
import pandas as pd

from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import InvalidArgument

NOT_TOLD = "not told"
COLUMNS = ["cargo", "cargo_name", "contained", "at_home"]


def with_cargo(dataset: Dataset, mineral: str, leg: str, places: pd.DataFrame) -> pd.DataFrame:
    """The places with cargo, cargo_name, contained (t/t, nan where not known) and at_home (bool: never leaves home).

    A facility whose products are of several cargoes becomes one row for each, in the order of the rules, with its
    tonnes in proportion to the published output of each (else capacity, else in equal parts).

    Parameters
    ----------
    places
        Indexed by id, with iso3 and tonnes; ids that are no facility have no form.
    """
    made = _products(dataset, mineral, places)
    found = cargo_of(dataset, mineral, leg, made["iso3"], made["words"])
    made = made.join(found)
    parts = made.groupby(["at", "cargo", "cargo_name", "order"], sort=True, as_index=False).agg(
        part=("part", "sum"), contained=("contained", "first"), at_home=("at_home", "first")
    )
    parts = parts.sort_values(["at", "order", "cargo"], kind="stable")
    out = places.iloc[parts["at"].to_numpy()].copy()
    out["tonnes"] = out["tonnes"].to_numpy() * parts["part"].to_numpy()
    for column in COLUMNS:
        out[column] = parts[column].to_numpy()
    return out


def cargo_of(dataset: Dataset, mineral: str, leg: str, iso3: pd.Series, words: pd.Series) -> pd.DataFrame:
    """The cargo of products: cargo ("" where no rule fits), cargo_name, contained, at_home, order.

    Parameters
    ----------
    iso3, words
        Country of origin and the form with its class, in small letters; one index.

    Raises
    ------
    InvalidArgument
        When a rule's pattern is no regular expression.
    """
    table = dataset.cargoes
    rules = table[(table["mineral"] == mineral) & (table["leg"] == leg)].sort_values("order", kind="stable")
    chosen = np.full(len(words), -1)
    code, spelt = pd.factorize(words)
    for at, (hosts, pattern) in enumerate(zip(rules["hosts"], rules["match"], strict=True)):
        fits = chosen < 0
        if hosts:
            fits &= iso3.isin([host.strip() for host in str(hosts).split(";")]).to_numpy()
        if pattern:
            fits &= np.array([_pattern(str(pattern)).search(str(one)) is not None for one in spelt], bool)[code]
        chosen[fits] = at
    found = rules.reset_index()[["cargo_id", "name", "contained", "at_home"]].reindex(chosen)
    return pd.DataFrame(
        {
            "cargo": found["cargo_id"].fillna("").to_numpy(object),
            "cargo_name": found["name"].fillna(NOT_TOLD).to_numpy(object),
            "contained": found["contained"].to_numpy(float),
            "at_home": found["at_home"].eq(True).to_numpy(bool),
            "order": np.where(chosen < 0, len(rules), chosen),
        },
        index=words.index,
    )


@cache
def _pattern(words: str) -> re.Pattern[str]:
    try:
        return re.compile(words)
    except re.error as error:
        raise InvalidArgument(f"cargoes.csv: {words!r} is no pattern ({error}).") from None


def _products(dataset: Dataset, mineral: str, places: pd.DataFrame) -> pd.DataFrame:
    """One row per product of a place: at (row of places), iso3, words, part (of the place's tonnes)."""
    outputs = dataset.outputs[dataset.outputs["mineral"] == mineral]
    at = places.index.get_indexer(pd.Index(outputs["facility_id"]))
    outputs, at = outputs[at >= 0], at[at >= 0]
    words = (outputs["form"] + " " + outputs["form_class"]).str.lower()
    made = pd.DataFrame({"at": at, "words": words.to_numpy(object)})
    for column in ("production_t", "capacity_t"):
        made[column] = outputs[column].to_numpy(float)
    told = made[["production_t", "capacity_t"]].notna().groupby(made["at"]).transform("all")
    size = np.select(
        [told["production_t"].to_numpy(bool), told["capacity_t"].to_numpy(bool)],
        [made["production_t"], made["capacity_t"]],
        1.0,
    )
    total = pd.Series(size).groupby(made["at"]).transform("sum").to_numpy()
    count = made.groupby("at")["at"].transform("size").to_numpy()
    made["part"] = np.where(total > 0, size / np.where(total > 0, total, 1.0), 1.0 / count)
    silent = np.setdiff1d(np.arange(len(places)), at)
    rest = pd.DataFrame({"at": silent, "words": "", "part": 1.0})
    made = pd.concat([made[["at", "words", "part"]], rest], ignore_index=True)
    made["iso3"] = places["iso3"].to_numpy(object)[made["at"].to_numpy()]
    return made
