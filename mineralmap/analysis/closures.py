"""What a closure costs: the same flows routed again without the closed gates, flow by flow, gate by gate, for whom.

Method: methods of this project, chokepoints; detour = d' - d, delay = detour / (24 · knots), tonnes afloat =
tonnes · delay / 365. Flows without a way left are stranded: their new length is nan, never 0. Who ships to whom stays.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from mineralmap.analysis.flow_table import guesses
from mineralmap.analysis.flows import compute_flows
from mineralmap.analysis.gates import gates
from mineralmap.analysis.movements import Flows
from mineralmap.analysis.through import (
    REST_OF_WORLD,
    crossings,
    in_order,
    inbound,
    name_of,
    summed,
    weight,
)
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Scenario, without_closures

SAME_NM = 0.5
"""Two ways through the same gates whose lengths differ by less are one way."""
FLOWS = (
    "flow_id leg cargo_name from_name to_name from_iso3 to_iso3 importer tonnes gross_t known before_nm after_nm "
    "detour_nm delay_days stranded rerouted overland mode gates_before gates_after port_guess"
).split()
TOTALS = (
    "total_t stranded_t stranded_gross_t stranded_unweighed_t rerouted_t rerouted_gross_t rerouted_unweighed_t "
    "overland_t added_tonne_nm added_gross_tonne_nm mean_detour_nm max_detour_nm mean_delay_days max_delay_days "
    "afloat_t afloat_gross_t"
).split()
"""The figures of a closure as a whole."""
GATES = "chokepoint_id name before_t after_t change_t before_share after_share closed".split()
PARTY = "moved_t stranded_t stranded_share rerouted_t rerouted_share overland_t mean_detour_nm mean_delay_days".split()


@dataclass(frozen=True, eq=False)
class Closure:
    """Flows with some gates closed against the same flows with these gates open.

    ``flows``: one row per flow, largest first: flow_id, leg, cargo_name, from_name, to_name, from_iso3, to_iso3,
    importer, tonnes (contained), gross_t, known, before_nm and after_nm (at sea; nan when not by sea or stranded),
    detour_nm, delay_days, stranded, rerouted, overland (by sea before, over land after), mode (before), gates_before,
    gates_after, port_guess (bool: one of its ports is taken for want of a place). A detour is below 0 where the way
    round is shorter but was counted dearer (an avoided strait).

    ``gates``: one row per gate that carries tonnes before or after or is closed, largest change first: chokepoint_id,
    name, before_t, after_t, change_t, before_share, after_share (of ``total_t``), closed (after).

    ``importers``: one row per chosen partner, then per other country that imports (and ``ROW``): importer, name,
    partner (bool), moved_t (before, from outside), stranded_t, stranded_share, rerouted_t, rerouted_share, overland_t,
    mean_detour_nm, mean_delay_days (of its rerouted tonnes; nan when there are none); shares are of moved_t, nan where
    nothing moves. ``suppliers``: the same for what each country sends abroad: supplier, name, moved_t, ….
    """

    closed: tuple[str, ...]
    """What is shut after and was not before."""
    names: tuple[str, ...]
    before: Flows
    after: Flows
    flows: pd.DataFrame
    gates: pd.DataFrame
    importers: pd.DataFrame
    suppliers: pd.DataFrame
    unit: str
    knots: float
    total_t: float
    """All contained tonnes of the selected flows: domestic, overland and stranded ones included."""
    stranded_t: float
    stranded_gross_t: float
    """As loaded, of the flows whose weight is known; nan where none is."""
    stranded_unweighed_t: float
    """Contained tonnes of the stranded flows whose weight is not known."""
    rerouted_t: float
    """Contained tonnes that still arrive by sea, on another way than before."""
    rerouted_gross_t: float
    rerouted_unweighed_t: float
    overland_t: float
    added_tonne_nm: float
    """Contained tonnes · detour, over the rerouted flows."""
    added_gross_tonne_nm: float
    mean_detour_nm: float
    """Weighted by contained tonnes, over the rerouted flows; nan when none is rerouted."""
    max_detour_nm: float
    mean_delay_days: float
    max_delay_days: float
    afloat_t: float
    """More contained tonnes at sea at any time."""
    afloat_gross_t: float
    dearer: dict[str, tuple[tuple[str, str, float], ...]] = field(default_factory=dict)
    """Why a way round may be shorter: the gates (id, name, miles) that count longer and that rerouted tonnes pass on a
    way shorter than before, most tonnes first; of all flows under "", of what reaches a chosen partner under its id."""

    @property
    def touched(self) -> bool:
        """Does the closure change anything at all?"""
        return self.stranded_t > 0 or self.rerouted_t > 0 or self.overland_t > 0


def closure(dataset: Dataset, scenario: Scenario, cancel: Callable[[], None] | None = None) -> Closure:
    """The scenario's closures against the same settings with nothing closed by the user.

    Raises
    ------
    InvalidArgument
        For a gate that is not known.
    """
    before = compute_flows(dataset, without_closures(scenario), cancel)
    after = compute_flows(dataset, scenario, cancel) if scenario.closed else before
    return compare(dataset, before, after)


def bypass(dataset: Dataset, scenario: Scenario, gate: str, cancel: Callable[[], None] | None = None) -> Closure:
    """The way round one gate: it is closed beside what the scenario closes, and compared with it open.

    Raises
    ------
    InvalidArgument
        For a gate that is not known.
    """
    shut = replace(scenario, closed=scenario.closed | {gate})
    gates(dataset, shut)
    before = compute_flows(dataset, replace(scenario, closed=scenario.closed - {gate}), cancel)
    return compare(dataset, before, compute_flows(dataset, shut, cancel))


def compare(dataset: Dataset, before: Flows, after: Flows) -> Closure:
    """Two answers of one question that differ by what is closed, flow by flow."""
    knots = after.scenario.knots
    closed = tuple(sorted(after.scenario.closed - before.scenario.closed))
    known = gates(dataset, after.scenario).table["name"]
    flows = _flows(before, after, knots)
    tonnes, gross = flows["tonnes"].to_numpy(float), flows["gross_t"].to_numpy(float)
    lost, moved = flows["stranded"].to_numpy(bool), flows["rerouted"].to_numpy(bool)
    detour, delay = flows["detour_nm"].to_numpy(float)[moved], flows["delay_days"].to_numpy(float)[moved]
    stranded_gross, stranded_unweighed = weight(gross[lost], tonnes[lost])
    rerouted_gross, rerouted_unweighed = weight(gross[moved], tonnes[moved])
    rerouted, added = float(tonnes[moved].sum()), float((tonnes[moved] * detour).sum())
    mean = added / rerouted if rerouted > 0 else np.nan
    heavy = np.nan if np.isnan(rerouted_gross) else float(np.nansum(gross[moved] * detour))
    return Closure(
        closed=closed,
        names=tuple(str(known[gate]) for gate in closed),
        before=before,
        after=after,
        flows=flows,
        gates=_gates(dataset, before, after, flows),
        importers=_importers(dataset, flows, before.scenario.partners),
        suppliers=_suppliers(dataset, flows),
        unit=before.unit,
        knots=knots,
        total_t=float(tonnes.sum()),
        stranded_t=float(tonnes[lost].sum()),
        stranded_gross_t=stranded_gross,
        stranded_unweighed_t=stranded_unweighed,
        rerouted_t=rerouted,
        rerouted_gross_t=rerouted_gross,
        rerouted_unweighed_t=rerouted_unweighed,
        overland_t=float(tonnes[flows["overland"].to_numpy(bool)].sum()),
        added_tonne_nm=added,
        added_gross_tonne_nm=heavy,
        mean_detour_nm=mean,
        max_detour_nm=float(detour.max()) if len(detour) else np.nan,
        mean_delay_days=mean / (24 * knots),
        max_delay_days=float(delay.max()) if len(delay) else np.nan,
        afloat_t=added / (24 * knots) / 365,
        afloat_gross_t=heavy / (24 * knots) / 365,
        dearer=_dearer(dataset, after, flows),
    )


def _flows(before: Flows, after: Flows, knots: float) -> pd.DataFrame:
    old = before.table.reset_index(drop=True)
    same = len(old) == len(after.table) and (old["flow_id"].to_numpy() == after.table["flow_id"].to_numpy()).all()
    new = after.table if same else after.table.set_index("flow_id").reindex(old["flow_id"])
    new = new.reset_index(drop=True)
    was, now = old["mode"].to_numpy(object), new["mode"].to_numpy(object)
    lost = new["stranded"].to_numpy(bool) & ~old["stranded"].to_numpy(bool)
    made = old.copy()
    made["before_nm"], made["after_nm"] = old["sea_nm"].astype(float), new["sea_nm"].astype(float)
    made["detour_nm"] = made["after_nm"] - made["before_nm"]
    made["delay_days"] = made["detour_nm"] / (24 * knots)
    other = (old["gates"] != new["gates"]).to_numpy(bool) | (made["detour_nm"].abs() > SAME_NM).to_numpy()
    made["stranded"], made["rerouted"] = lost, made["detour_nm"].notna().to_numpy() & other
    made["overland"] = (was == "sea") & (now == "land") & ~lost
    made["gates_before"], made["gates_after"] = old["gates"], new["gates"]
    made["port_guess"] = guesses(old)
    return made[FLOWS]


def _dearer(dataset: Dataset, after: Flows, flows: pd.DataFrame) -> dict[str, tuple[tuple[str, str, float], ...]]:
    """``Closure.dearer``."""
    found = gates(dataset, after.scenario)
    sooner = flows[flows["rerouted"].to_numpy(bool) & (flows["detour_nm"].to_numpy(float) < -SAME_NM)]
    if sooner.empty or not found.penalties:
        return {}
    chosen = in_order(dataset, after.scenario.partners)
    parts = {"": sooner} | {one: sooner[inbound(dataset, sooner, one)] for one in chosen}
    told = {}
    for party, rows in parts.items():
        tonnes = rows["tonnes"].to_numpy(float)
        was, now = (
            summed(tonnes, *crossings(rows[column], found.table.index), len(found.table))
            for column in ("gates_before", "gates_after")
        )
        more = pd.Series(now - was, found.table.index).loc[list(found.penalties)]
        more = more[more > 0].sort_values(ascending=False, kind="stable")
        told[party] = tuple(
            (str(gate), str(found.table.at[gate, "name"]), found.penalties[str(gate)]) for gate in more.index
        )
    return told


def _gates(dataset: Dataset, before: Flows, after: Flows, flows: pd.DataFrame) -> pd.DataFrame:
    """Tonnes that pass each gate before and after, largest change first."""
    table = gates(dataset, after.scenario).table
    tonnes, size = flows["tonnes"].to_numpy(float), len(table)
    total = tonnes.sum()
    sums = [summed(tonnes, *crossings(flows[column], table.index), size) for column in ("gates_before", "gates_after")]
    made = pd.DataFrame(
        {
            "chokepoint_id": table.index.to_numpy(object),
            "name": table["name"].to_numpy(object),
            "before_t": sums[0],
            "after_t": sums[1],
            "change_t": sums[1] - sums[0],
            "before_share": sums[0] / total if total > 0 else np.nan,
            "after_share": sums[1] / total if total > 0 else np.nan,
            "closed": table["closed"].to_numpy(bool),
        }
    )[GATES]
    made = made[(sums[0] + sums[1] > 0) | made["closed"]] if len(flows) else made[:0]
    order = np.lexsort((made["chokepoint_id"].to_numpy(str), -made["change_t"].abs().to_numpy()))
    return made.iloc[order].reset_index(drop=True)


def _importers(dataset: Dataset, flows: pd.DataFrame, partners: frozenset[str]) -> pd.DataFrame:
    chosen = in_order(dataset, partners)
    masks = [np.flatnonzero(inbound(dataset, flows, partner)) for partner in chosen]
    group = np.repeat(np.arange(len(chosen)), [len(mask) for mask in masks])
    row = np.concatenate([*masks, np.empty(0, np.int64)]).astype(np.int64)
    first = _parties(flows, row, group, chosen)
    to = flows["to_iso3"].where(flows["importer"] != REST_OF_WORLD, REST_OF_WORLD)
    abroad = np.flatnonzero((flows["from_iso3"] != flows["to_iso3"]).to_numpy())
    codes, names = pd.factorize(to, sort=True)
    second = _hardest_first(_parties(flows, abroad, codes[abroad], list(names)))
    second = second[~second.index.isin(chosen)]
    made = pd.concat([part for part in (first, second) if len(part)]) if len(first) or len(second) else first
    made.insert(0, "importer", made.index.to_numpy(object))
    made.insert(1, "name", [name_of(dataset, str(one)) for one in made["importer"]])
    made.insert(2, "partner", np.arange(len(made)) < len(chosen))
    return made.reset_index(drop=True)


def _suppliers(dataset: Dataset, flows: pd.DataFrame) -> pd.DataFrame:
    abroad = np.flatnonzero((flows["from_iso3"] != flows["to_iso3"]).to_numpy())
    codes, names = pd.factorize(flows["from_iso3"], sort=True)
    made = _hardest_first(_parties(flows, abroad, codes[abroad], list(names)))
    made.insert(0, "supplier", made.index.to_numpy(object))
    made.insert(1, "name", [dataset.country_name(str(one)) for one in made["supplier"]])
    return made.reset_index(drop=True)


def _parties(flows: pd.DataFrame, row: np.ndarray, group: np.ndarray, names: list[str]) -> pd.DataFrame:
    """Sums over the flows (row) of each party (group), indexed by its name; shares of what moved before."""
    size, tonnes = len(names), flows["tonnes"].to_numpy(float)

    def of(column: str, values: np.ndarray) -> np.ndarray:
        return summed(np.where(flows[column].to_numpy(bool), values, 0.0), row, group, size)

    moved = summed(tonnes, row, group, size)
    stranded, rerouted = of("stranded", tonnes), of("rerouted", tonnes)
    with np.errstate(invalid="ignore", divide="ignore"):
        return pd.DataFrame(
            {
                "moved_t": moved,
                "stranded_t": stranded,
                "stranded_share": stranded / moved,
                "rerouted_t": rerouted,
                "rerouted_share": rerouted / moved,
                "overland_t": of("overland", tonnes),
                "mean_detour_nm": of("rerouted", tonnes * flows["detour_nm"].to_numpy(float)) / rerouted,
                "mean_delay_days": of("rerouted", tonnes * flows["delay_days"].to_numpy(float)) / rerouted,
            },
            index=pd.Index(names, dtype=object),
        )[PARTY]


def _hardest_first(parties: pd.DataFrame) -> pd.DataFrame:
    """Those that anything moves to or from, by stranded, then rerouted, then moved tonnes."""
    parties = parties[parties["moved_t"] > 0]
    by = [-parties[column].to_numpy() for column in ("moved_t", "rerouted_t", "stranded_t")]
    return parties.iloc[np.lexsort(by)]
