"""What passes each strait: tonnes, whose supply, from whom.

Method: methods of this project, chokepoints; exposure of gate k = Σ tonnes of the flows that cross it ÷ Σ tonnes of
all selected flows. A route may cross several gates: exposures do not add up to 1. What a closure costs: ``closures``.
"""

from collections.abc import Callable, Collection

import numpy as np
import pandas as pd

from mineralmap.analysis.flows import compute_flows
from mineralmap.analysis.gates import gates
from mineralmap.analysis.movements import Flows, legs_of
from mineralmap.analysis.rerouted import fleet
from mineralmap.analysis.through import at_gates, crossings, in_order, inbound, name_of, summed
from mineralmap.analysis.trade import LEAST
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Scenario

INBOUND = "inbound_"
"""Prefix of the columns that give a gate's share of a partner's supply from outside: ``inbound_USA``."""
COLUMNS = (
    "chokepoint_id name lat lon tonnes gross_t unweighed_t share flows suppliers cargoes ships_per_year own closed "
    "state penalty_nm why"
).split()


def exposure(dataset: Dataset, flows: Flows | Scenario, also: Collection[str] = ()) -> pd.DataFrame:
    """One row per gate that tonnes pass, that is closed, or that the user has named or drawn; largest first.

    ``flows`` are these or the question that they answer; ``also`` gates to be told of in any case, such as those that
    tonnes passed before a closure.

    ``tonnes`` (contained); ``gross_t`` (as loaded, of the flows whose weight is known; nan where none is) and
    ``unweighed_t`` (contained tonnes of those whose weight is not); ``share`` of all tonnes of the selected legs,
    domestic, overland and stranded ones included; ``inbound_<partner>`` for each partner of the scenario: share of what
    reaches its countries from outside them, counted by location (nan where nothing does); ``flows`` how many;
    ``suppliers`` ((ISO3, part of the tonnes at this gate), …) and ``cargoes`` ((cargo, name, tonnes), …), largest
    first; ``ships_per_year`` of all kinds, nan where not published; ``own``, ``closed`` (bool); ``state`` "open",
    "avoided" or "closed"; ``penalty_nm`` and ``why``. ``attrs``: unit, basis and ``notes`` that must stand with it.
    """
    flows = compute_flows(dataset, flows) if isinstance(flows, Scenario) else flows
    partners = in_order(dataset, flows.scenario.partners)
    table, shut = flows.table, gates(dataset, flows.scenario).table
    if table.empty:
        return pd.DataFrame(columns=[*COLUMNS, *(INBOUND + one for one in partners)])
    row, gate = crossings(table["gates"], shut.index)
    tonnes, sums = table["tonnes"].to_numpy(float), at_gates(table, row, gate, len(shut))
    through = sums.tonnes
    made = pd.DataFrame(
        {
            "chokepoint_id": shut.index.to_numpy(object),
            "name": shut["name"].to_numpy(object),
            "lat": shut["lat"].to_numpy(float),
            "lon": shut["lon"].to_numpy(float),
            "tonnes": through,
            "gross_t": sums.gross_t,
            "unweighed_t": sums.unweighed_t,
            "share": sums.share,
            "flows": np.bincount(gate, minlength=len(shut)),
            "suppliers": _parts(table["from_iso3"], tonnes, row, gate, through),
            "cargoes": _cargoes(table, tonnes, row, gate, len(shut)),
            "ships_per_year": shut["ships_per_year"].to_numpy(float),
            "own": shut["own"].to_numpy(bool),
            "closed": shut["closed"].to_numpy(bool),
            "state": shut["state"].to_numpy(object),
            "penalty_nm": shut["penalty_nm"].to_numpy(float),
            "why": shut["why"].to_numpy(object),
        }
    )[COLUMNS]
    notes = ["A route may pass several gates: shares do not add up to 100 %."]
    for partner in partners:
        into = inbound(dataset, table, partner)
        whole = float(tonnes[into].sum())
        part = summed(np.where(into, tonnes, 0.0), row, gate, len(shut))
        made[INBOUND + partner] = part / whole if whole > 0 else np.nan
        if not whole > 0:
            notes.append(f"{name_of(dataset, partner)}: nothing reaches it from outside in the selected flows.")
    if len(legs_of(flows.scenario)) > 1:
        notes.append("Both legs: a tonne that goes to a refinery and on to a consumer is counted on each.")
    named = {*also, *flows.scenario.closed, *flows.scenario.opened, *(one for one, _ in flows.scenario.avoided)}
    kept = made[(through > LEAST * tonnes.sum()) | made["closed"] | made["own"] | made["chokepoint_id"].isin(named)]
    kept = kept.sort_values(["tonnes", "chokepoint_id"], ascending=[False, True], ignore_index=True)
    kept.attrs = {"unit": flows.unit, "basis": "location", "notes": tuple(notes)}
    return kept


def ranges(
    dataset: Dataset, scenario: Scenario, cancel: Callable[[], None] | None = None, slack: float = 0.1
) -> pd.DataFrame:
    """Exposure where ships may as well take another passage that is little longer: a range for each gate.

    ``high_t`` counts the tonnes that pass a gate on their own way or on some way that passes it once and is longer by
    no more than ``slack`` (a fraction of true length, whatever the settings count longer); ``low_t`` those that pass it
    and have no such way without it. Exact: ``detours``. Indexed by chokepoint_id: low_t, high_t, low_share, high_share
    (of all tonnes of the selected legs); gates that none may pass are left out.
    """
    columns = ["low_t", "high_t", "low_share", "high_share"]
    ships = fleet(dataset, scenario, cancel)
    if ships is None:
        return pd.DataFrame(columns=columns, index=pd.Index([], name="chokepoint_id", dtype=object), dtype=float)
    must, may = ships.choices(slack, cancel or (lambda: None))
    low, high = (np.einsum("k,kg->g", ships.tonnes, passed.astype(float)) for passed in (must, may))
    total = float(ships.flows.table["tonnes"].sum())
    made = pd.DataFrame(
        np.column_stack([low, high, low / total, high / total]),
        columns=columns, index=pd.Index(ships.ids, name="chokepoint_id", dtype=object),
    )  # fmt: skip
    return made[high > LEAST * total]


def state_words(state: str, penalty_nm: float) -> str:
    """The state of a gate as a table says it: "open", "open, counted 150 nm longer", "closed"."""
    return f"open, counted {penalty_nm:,.0f} nm longer" if state == "avoided" else state


def _parts(
    origin: pd.Series, tonnes: np.ndarray, row: np.ndarray, gate: np.ndarray, through: np.ndarray
) -> list[tuple[tuple[str, float], ...]]:
    """For each gate its suppliers with their parts of what passes it, largest first."""
    codes, names = pd.factorize(origin, sort=True)
    sums = summed(tonnes, row, gate * len(names) + codes[row], len(through) * len(names)).reshape(len(through), -1)
    order = np.argsort(-sums, axis=1, kind="stable")
    return [
        tuple((str(names[i]), float(sums[g, i] / through[g])) for i in order[g] if sums[g, i] > LEAST * through[g])
        for g in range(len(through))
    ]


def _cargoes(
    table: pd.DataFrame, tonnes: np.ndarray, row: np.ndarray, gate: np.ndarray, size: int
) -> list[tuple[tuple[str, str, float], ...]]:
    """For each gate the cargoes that pass it (id, name, contained tonnes), largest first."""
    codes, ids = pd.factorize(table["cargo"], sort=True)
    names = table["cargo_name"].groupby(codes).first()
    sums = summed(tonnes, row, gate * len(ids) + codes[row], size * len(ids)).reshape(size, -1)
    order = np.argsort(-sums, axis=1, kind="stable")
    return [
        tuple((str(ids[i]), str(names.loc[i]) or "not told", float(sums[g, i])) for i in order[g] if sums[g, i] > 0)
        for g in range(size)
    ]
