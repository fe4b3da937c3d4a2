"""What a closure costs: the same flows routed again without the closed gates, flow by flow and gate by gate.

Method: methods of this project, chokepoints; detour = d' - d, delay = detour / (24 · knots). Flows without a way left
are stranded: their new length is nan, never 0.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from mineralmap.analysis.flows import compute_flows
from mineralmap.analysis.movements import Flows
from mineralmap.analysis.sea_network import NM_KM
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Detours:
    """A closure against the open network.

    ``flows``: one row per flow, indexed by flow_id, largest first: from_name, to_name, tonnes, before_nm, after_nm,
    detour_nm, detour_km, delay_days, stranded (bool), rerouted (bool), mode (after). Lengths are of the sea part; a
    flow not by sea before and after has nan. A detour is below 0 where the way round is shorter but counted dearer
    (``penalty_nm``: large ships avoid the Sunda Strait while Malacca is open).

    ``gates``: one row per gate that carries tonnes before or after: chokepoint_id, name, before_t, after_t, change_t,
    closed.
    """

    closed: frozenset[str]
    before: Flows
    after: Flows
    flows: pd.DataFrame
    gates: pd.DataFrame
    stranded_t: float
    rerouted_t: float
    """Tonnes that still arrive by sea, on another way than before."""
    added_tonne_nm: float
    mean_detour_nm: float
    """Weighted by tonnes, over the rerouted tonnes; nan when none is rerouted."""
    mean_delay_days: float
    afloat_t: float
    """More tonnes at sea at any time: Σ tonnes · delay / 365."""
    knots: float


def exposure_table(flows: Flows) -> pd.DataFrame:
    """Gates by the tonnes that pass them: chokepoint_id, name, tonnes, share (of all modelled tonnes), state in words.

    Each route counts once at each of its gates, so the shares do not add up to 1.
    """
    table = flows.exposure[["chokepoint_id", "name", "tonnes", "share"]].copy()
    table["state"] = np.where(flows.exposure["closed"].to_numpy(bool), "closed", "open")
    return table


def detours(
    dataset: Dataset, scenario: Scenario, knots: float | None = None, cancel: Callable[[], None] | None = None
) -> Detours:
    """Compare the scenario's closures with the same flows on the open network.

    Parameters
    ----------
    knots
        Speed over ground, more than 0, for the delay; that of the scenario when not given.
    """
    knots = scenario.knots if knots is None else knots
    before = compute_flows(dataset, replace(scenario, closed=frozenset()), cancel)
    after = compute_flows(dataset, scenario, cancel)
    old, new = before.table.set_index("flow_id"), after.table.set_index("flow_id")
    new = new.reindex(old.index)
    flows = old[["from_name", "to_name", "tonnes"]].copy()
    flows["before_nm"], flows["after_nm"] = old["sea_nm"].astype(float), new["sea_nm"].astype(float)
    flows["detour_nm"] = flows["after_nm"] - flows["before_nm"]
    flows["detour_km"] = flows["detour_nm"] * NM_KM
    flows["delay_days"] = flows["detour_nm"] / (24 * knots)
    flows["stranded"] = new["stranded"].astype(bool) if len(new) else False
    flows["rerouted"] = ((old["gates"] != new["gates"]) | (flows["detour_nm"].abs() > 0.5)) & flows["after_nm"].notna()
    flows["mode"] = new["mode"]
    moved = flows[flows["rerouted"] & flows["detour_nm"].notna()]
    weight = float(moved["tonnes"].sum())
    added = float((moved["tonnes"] * moved["detour_nm"]).sum())
    mean = added / weight if weight > 0 else float("nan")
    return Detours(
        closed=scenario.closed,
        before=before,
        after=after,
        flows=flows,
        gates=_gates(before, after),
        stranded_t=after.stranded_t,
        rerouted_t=weight,
        added_tonne_nm=added,
        mean_detour_nm=mean,
        mean_delay_days=mean / (24 * knots),
        afloat_t=float((moved["tonnes"] * moved["delay_days"]).sum()) / 365,
        knots=knots,
    )


def _gates(before: Flows, after: Flows) -> pd.DataFrame:
    """Which gates lose and which take the load, largest change first."""
    one = before.exposure.set_index("chokepoint_id")
    two = after.exposure.set_index("chokepoint_id")
    ids = one.index.union(two.index)
    table = pd.DataFrame({"name": two["name"].reindex(ids).fillna(one["name"].reindex(ids))}, index=ids)
    table["before_t"] = one["tonnes"].reindex(ids).fillna(0.0).astype(float)
    table["after_t"] = two["tonnes"].reindex(ids).fillna(0.0).astype(float)
    table["change_t"] = table["after_t"] - table["before_t"]
    shut = set(two.index[two["closed"].astype(bool)])
    table["closed"] = [gate in shut for gate in ids]
    table = table.rename_axis("chokepoint_id").reset_index()
    size = table["change_t"].abs()
    return table.iloc[np.lexsort((table["chokepoint_id"].to_numpy(str), -size.to_numpy()))].reset_index(drop=True)
