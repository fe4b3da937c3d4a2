"""Who stands where among flows: which flow crosses which gate, which is somebody's supply from outside, what weighs."""

from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

import numpy as np
import pandas as pd

from mineralmap.analysis.question import partner_groups
from mineralmap.datasets.dataset import Dataset

REST_OF_WORLD = "ROW"
"""The consuming region that is no country: its ports stand for many, so it is nobody's supply in particular."""


def crossings(gates: pd.Series, ids: Iterable[str]) -> tuple[np.ndarray, np.ndarray]:
    """Every crossing as a pair: (row, gate), both (k,), the row of the flow and the place of the gate among ``ids``.

    ``gates`` holds for each flow the tuple of gates on its way. A gate that is not asked for is left out.
    """
    passed = gates.to_numpy(object)
    row = np.repeat(np.arange(len(passed)), np.fromiter(map(len, passed), np.int64, len(passed)))
    gate = pd.Index(list(ids), dtype=object).get_indexer(pd.Index(list(chain.from_iterable(passed)), dtype=object))
    return row[gate >= 0], gate[gate >= 0]


def summed(values: np.ndarray, row: np.ndarray, group: np.ndarray, size: int) -> np.ndarray:
    """The sum (size,) over each group of the values of its rows; what is nan adds nothing."""
    return np.bincount(group, weights=np.nan_to_num(np.asarray(values, dtype=float)[row]), minlength=size)


class AtGates(NamedTuple):
    """What flows carry through each gate (g,): ``tonnes`` contained, ``gross_t`` as loaded (of the flows whose weight
    is known; nan where tonnes pass and none is), ``unweighed_t`` contained tonnes of the others, ``share`` of all."""

    tonnes: np.ndarray
    gross_t: np.ndarray
    unweighed_t: np.ndarray
    share: np.ndarray


def at_gates(table: pd.DataFrame, row: np.ndarray, gate: np.ndarray, size: int) -> AtGates:
    """The sums at ``size`` gates of flows (tonnes, gross_t) by their crossings; shares are nan without tonnes."""
    tonnes, gross = table["tonnes"].to_numpy(float), table["gross_t"].to_numpy(float)
    through, total = summed(tonnes, row, gate, size), float(tonnes.sum())
    weighed = summed(~np.isnan(gross), row, gate, size)
    lacking = summed(np.where(np.isnan(gross), tonnes, 0.0), row, gate, size)
    known = np.where((weighed > 0) | (lacking == 0), summed(gross, row, gate, size), np.nan)
    return AtGates(through, known, lacking, through / total if total > 0 else np.full(size, np.nan))


def weight(gross: np.ndarray, tonnes: np.ndarray) -> tuple[float, float]:
    """Gross tonnes of the flows whose weight is known (nan when tonnes move and none is), and the contained tonnes
    of the others."""
    known = ~np.isnan(gross)
    lacking = float(tonnes[~known].sum())
    return (float(gross[known].sum()) if known.any() or not lacking else float("nan")), lacking


def inbound(dataset: Dataset, table: pd.DataFrame, partner: str) -> np.ndarray:
    """True (flows,) for what reaches the countries of a partner (a group, or a country's code) from outside them.

    By place: who owns the refinery does not matter. What goes to the rest of the world as a whole is left out.
    """
    members = list(dataset.partner_members(frozenset({partner})))
    there, here = table["to_iso3"].isin(members), table["from_iso3"].isin(members)
    return (there & ~here & (table["importer"] != REST_OF_WORLD)).to_numpy(bool)


def in_order(dataset: Dataset, partners: frozenset[str]) -> list[str]:
    """Partner groups as their table lists them, then countries by their codes."""
    groups = [name for name in partner_groups(dataset) if name in partners]
    return [*groups, *sorted(partners - set(groups))]


def name_of(dataset: Dataset, party: str) -> str:
    """The name of a partner group, a country or the rest of the world."""
    if party == REST_OF_WORLD:
        return "Rest of the world"
    groups = dataset.partners.loc[dataset.partners["partner_id"] == party, "name"]
    return str(groups.iloc[0]) if len(groups) else dataset.country_name(party)
