"""Which strait matters most: each gate that tonnes pass, and each pair of the ten that most pass, closed in turn.

Method: methods of this project, chokepoints; each row is a closure as ``closures.closure`` counts it, against the same
settings with nothing closed by the user. Modelled flows, not forecasts: who ships to whom stays as it is.
"""

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pandas as pd

from mineralmap.analysis.gates import gates
from mineralmap.analysis.rerouted import Closed, Fleet, fleet
from mineralmap.analysis.through import in_order, inbound
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Scenario, without_closures

TOP = 10
STRANDED, ADDED = "stranded_", "added_tonne_nm_"
"""Prefixes of the columns of each partner: ``stranded_USA``, ``added_tonne_nm_USA``."""
COLUMNS = (
    "gates name pair tonnes share stranded_t stranded_share rerouted_t overland_t added_tonne_nm counted_tonne_nm "
    "mean_detour_nm mean_delay_days afloat_t extra_stranded_t extra_tonne_nm"
).split()


def criticality(
    dataset: Dataset,
    scenario: Scenario,
    cancel: Callable[[], None] | None = None,
    progress: Callable[[float], None] | None = None,
) -> pd.DataFrame:
    """One row per closure, hardest first (stranded tonnes, then tonne-miles added as ways are chosen).

    ``gates`` (their ids), ``name``, ``pair`` (bool), ``tonnes`` that pass them and their ``share`` of all selected
    flows, ``stranded_t`` and ``stranded_share`` (of all selected flows), ``rerouted_t``, ``overland_t``,
    ``added_tonne_nm`` (true miles; below 0 where the way round is shorter but counted dearer), ``counted_tonne_nm``
    (with the miles that avoided gates count longer: what orders the rows, never below 0), ``mean_detour_nm`` and
    ``mean_delay_days`` (of the rerouted tonnes; nan when there are none), ``afloat_t``; for each partner of the
    scenario ``stranded_<partner>`` (share of what reaches it from outside; nan where nothing does) and
    ``added_tonne_nm_<partner>``; for a pair ``extra_stranded_t`` and ``extra_tonne_nm``, what it costs beyond the sum
    of both alone: above 0 where one is the way round the other, below 0 where both lie on the same ways (nan for a
    single gate). All tonnes contained. ``attrs``: unit, knots and notes.

    Parameters
    ----------
    cancel
        Called before each closure; it may raise.
    progress
        Told the part done, from 0 to 1.
    """
    stop, tell = cancel or (lambda: None), progress or (lambda part: None)
    partners = in_order(dataset, scenario.partners)
    columns = [*COLUMNS, *(prefix + one for one in partners for prefix in (STRANDED, ADDED))]
    ships = fleet(dataset, without_closures(scenario), cancel)
    if ships is None:
        return pd.DataFrame(columns=columns)
    names, everything = gates(dataset, ships.flows.scenario).table["name"], ships.flows.table
    total, tonnes = float(everything["tonnes"].sum()), everything["tonnes"].to_numpy(float)
    whole = {one: float(tonnes[inbound(dataset, everything, one)].sum()) for one in partners}
    reaches = {one: inbound(dataset, ships.table, one) for one in partners}
    singles = ships.passed()
    closures = [*((gate,) for gate in singles), *combinations(singles[:TOP], 2)]
    alone: dict[str, Closed] = {}
    rows, costs = [], {}
    for number, shut in enumerate(closures):
        stop()
        found = ships.closing(shut, alone.get(shut[0]))
        if len(shut) == 1 and shut[0] in singles[:TOP]:
            alone[shut[0]] = found
        touched = ships.through(shut)
        row = _row(ships, found, touched, scenario.knots, total)
        for one in partners:
            lost, farther = _costs(ships, found, touched & reaches[one])
            row |= {STRANDED + one: lost / whole[one] if whole[one] > 0 else np.nan, ADDED + one: farther}
        costs[shut] = np.array([row["stranded_t"], row["added_tonne_nm"]])
        extra = costs[shut] - costs[shut[:1]] - costs[shut[1:]] if len(shut) > 1 else np.full(2, np.nan)
        about = {"gates": shut, "name": " and ".join(str(names[gate]) for gate in shut), "pair": len(shut) > 1}
        rows.append({**about, **row, "extra_stranded_t": extra[0], "extra_tonne_nm": extra[1]})
        tell((number + 1) / len(closures))
    table = pd.DataFrame(rows, columns=columns).sort_values(
        ["stranded_t", "counted_tonne_nm", "name"], ascending=[False, False, True], ignore_index=True
    )
    table.attrs = {"unit": ships.flows.unit, "knots": scenario.knots, "notes": ships.flows.notes}
    return table


def _row(ships: Fleet, found: Closed, touched: np.ndarray, knots: float, total: float) -> dict[str, float]:
    stranded, added = _costs(ships, found, touched)
    passing = float(ships.tonnes[touched].sum())
    rerouted = float(ships.tonnes[touched & ~np.isnan(found.nm)].sum())
    mean = added / rerouted if rerouted > 0 else np.nan
    return {
        "tonnes": passing,
        "share": passing / total,
        "stranded_t": stranded,
        "stranded_share": stranded / total,
        "rerouted_t": rerouted,
        "overland_t": float(ships.tonnes[touched & found.overland].sum()),
        "added_tonne_nm": added,
        "counted_tonne_nm": ships.counted(found, touched),
        "mean_detour_nm": mean,
        "mean_delay_days": mean / (24 * knots),
        "afloat_t": added / (24 * knots) / 365,
    }


def _costs(ships: Fleet, found: Closed, which: np.ndarray) -> tuple[float, float]:
    """Stranded tonnes and tonne-miles added, of the flows that are meant."""
    moved = which & ~np.isnan(found.nm)
    farther = found.nm[moved] - ships.before.nm[moved]
    return float(ships.tonnes[which & found.stranded].sum()), float((ships.tonnes[moved] * farther).sum())
