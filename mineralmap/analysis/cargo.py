"""What a flow is loaded as: the cargo of every place that sends, and the gross tonnes that a contained tonne weighs.

Rules and grades are those of ``cargoes.csv``: of the rules of a mineral and leg the first that fits a place's country
and the form that it makes counts. A place without a rule sends a cargo that is not told, of unknown weight.
"""

import re

import numpy as np
import pandas as pd

from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import InvalidArgument

NOT_TOLD = "not told"
STAYS = "stays at home"
"""Words in the note of a cargo that leaves its country in no ship: brine is pumped."""
COLUMNS = ["cargo", "cargo_name", "contained", "stays"]


def with_cargo(dataset: Dataset, mineral: str, leg: str, places: pd.DataFrame) -> pd.DataFrame:
    """The places with cargo, cargo_name, contained (t/t, nan where not known) and stays (bool: never leaves home).

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
        part=("part", "sum"), contained=("contained", "first"), stays=("stays", "first")
    )
    parts = parts.sort_values(["at", "order", "cargo"], kind="stable")
    out = places.iloc[parts["at"].to_numpy()].copy()
    out["tonnes"] = out["tonnes"].to_numpy() * parts["part"].to_numpy()
    for column in COLUMNS:
        out[column] = parts[column].to_numpy()
    return out


def cargo_of(dataset: Dataset, mineral: str, leg: str, iso3: pd.Series, words: pd.Series) -> pd.DataFrame:
    """The cargo of products: cargo ("" where no rule fits), cargo_name, contained, stays, order.

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
    for at, (hosts, pattern) in enumerate(zip(rules["hosts"], rules["match"], strict=True)):
        fits = chosen < 0
        if hosts:
            fits &= iso3.isin([host.strip() for host in str(hosts).split(";")]).to_numpy()
        if pattern:
            try:
                fits &= words.str.contains(re.compile(pattern)).to_numpy(bool)
            except re.error as error:
                raise InvalidArgument(f"cargoes.csv: {pattern!r} is no pattern ({error}).") from None
        chosen[fits] = at
    none = chosen < 0
    at = np.where(none, 0, chosen)
    if rules.empty:
        names, ids, contained, stays = (
            np.full(len(words), NOT_TOLD, object),
            np.full(len(words), "", object),
            np.nan,
            False,
        )
        return pd.DataFrame(
            {"cargo": ids, "cargo_name": names, "contained": contained, "stays": stays, "order": 0}, index=words.index
        )
    return pd.DataFrame(
        {
            "cargo": np.where(none, "", rules["cargo_id"].to_numpy(object)[at]),
            "cargo_name": np.where(none, NOT_TOLD, rules["name"].to_numpy(object)[at]),
            "contained": np.where(none, np.nan, rules["contained"].to_numpy(float)[at]),
            "stays": ~none & rules["note"].str.contains(STAYS, regex=False).to_numpy(bool)[at],
            "order": np.where(none, len(rules), at),
        },
        index=words.index,
    )


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
