"""Who probably ships to whom: known flows first, the rest by the gravity model on the open sea network.

Closures do not change the pattern, they lengthen or strand its flows (``flows``). Nothing here is a record of trade,
but the flows that are known.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mineralmap.analysis.assumptions import assumed
from mineralmap.analysis.fitting import fit
from mineralmap.analysis.known import Known
from mineralmap.analysis.market import Market, market
from mineralmap.analysis.movements import LEG_WORDS
from mineralmap.analysis.own_figures import own_figures
from mineralmap.analysis.ways import Ways
from mineralmap.analysis.wording import whole_percent
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Leg, Scenario

LEAST = 1e-9
"""Flows below this part of all tonnes are rounding, not trade."""
SANCTIONED = "RUS"
SANCTIONERS = frozenset({"EU", "USA", "GBR", "CAN", "JPN"})
NO_PORT, AT_HOME = "no way to a port stated", "only to places at home or over a land border"


@dataclass(frozen=True, eq=False)
class Trade:
    """The pattern of trade of one leg with nothing closed but what the settings close.

    ``origins`` (n) and ``ends`` (m) as in ``market.Market``; ``ways`` (n, m) on the open network. The flows are columns
    (k,), largest first: ``row`` of the origins, ``column`` of the ends, ``tonnes``, ``gross_t`` (nan: not known),
    ``known`` (bool), ``source``, ``source_year`` ("" where modelled), ``cargo`` (id; "" not told), ``cargo_name``.
    """

    leg: str
    year: int
    origins: pd.DataFrame
    ends: pd.DataFrame
    ways: Ways
    row: np.ndarray
    column: np.ndarray
    tonnes: np.ndarray
    gross_t: np.ndarray
    known: np.ndarray
    source: np.ndarray
    source_year: np.ndarray
    cargo: np.ndarray
    cargo_name: np.ndarray
    unit: str
    total_t: float
    """All that the national table counts at the origins."""
    residual: float
    decay: float
    unknown: pd.DataFrame
    """Places with tonnes whose way to a port is not known: id, name, iso3, leg, tonnes, why."""
    figures: pd.DataFrame
    """``own_figures`` of the places."""
    notes: tuple[str, ...]


def trade_pattern(dataset: Dataset, scenario: Scenario, leg: str, cancel: Callable[[], None]) -> Trade | str:
    """The pattern of one leg of the scenario's mineral, or one sentence why there is none."""
    made = market(dataset, scenario, leg, cancel)
    if isinstance(made, str):
        return made
    decay, why = decay_of(dataset, scenario, leg)
    way = LEG_WORDS[leg].capitalize()
    notes = [
        *made.notes,
        f"{way}: gravity model with β {decay:g} per 1,000 nm ({why}), κ {scenario.land_weight:g} nm per km of "
        + "land, "
        + (f"λ {scenario.affinity:g} for common owners." if leg == Leg.FEED else "no owners at the consumers."),
    ]
    if leg == Leg.FEED:
        notes.append(
            "Intermediate products are not a stage of their own here; the form told of a flow is the one in which it "
            "leaves its country, also where it stays at home."
        )
        brine = ", so works fed with brine may be sent spodumene" if scenario.mineral == "lithium" else ""
        notes.append(
            f"Any cargo may go to any plant that takes in the mineral: what it can work is not in the model{brine}."
        )
        if scenario.mineral == "graphite":
            notes.append(
                "All natural graphite is sent to makers of anode material, though most of it goes to other uses: the "
                "tonnes are those of the mines, the shares those of the makers."
            )
    tonnes, residual = fit(made, decay, scenario.affinity, cancel, notes)
    notes.append(_sanctions(dataset, made, tonnes))
    notes = [note for note in notes if note]
    return _trade(made, tonnes, residual, decay, notes)


def _sanctions(dataset: Dataset, made: Market, tonnes: np.ndarray) -> str:
    """What is modelled between Russia and those who have put sanctions on it; "" where it is nothing."""
    others = dataset.partner_members(SANCTIONERS)
    origin, end = made.origins["iso3"], made.ends["iso3"]
    out = tonnes[np.ix_(np.flatnonzero(origin == SANCTIONED), np.flatnonzero(end.isin(others)))].sum()
    back = tonnes[np.ix_(np.flatnonzero(origin.isin(others)), np.flatnonzero(end == SANCTIONED))].sum()
    if not out + back > LEAST * tonnes.sum():
        return ""
    return (
        "Of the sanctions on trade with Russia only bans that stand in our table of export measures count; what firms "
        f"avoid beyond them is not in the model, which sends {out:,.0f} {made.unit} from Russia to the European Union "
        f"and the G7 and {back:,.0f} from them to Russia."
    )


def decay_of(dataset: Dataset, scenario: Scenario, leg: str) -> tuple[float, str]:
    """β of a leg, per thousand nautical miles, and where it comes from."""
    if leg == Leg.FEED:
        return scenario.decay, "assumption"
    own = assumed(scenario, "decay_product")
    if np.isfinite(own):
        return own, "yours"
    rows = dataset.calibration
    rows = rows[(rows["mineral"] == scenario.mineral) & (rows["leg"] == leg)]
    if rows.empty:
        return scenario.decay, "assumption: no import shares to fit it to"
    one = rows.iloc[0]
    poor = ", a poor fit" if "poor" in str(one["note"]) else ""
    return float(one["decay"]), (
        f"fitted to the import sources of {one['importer']} {one['years']}; the shares miss by "
        f"{whole_percent(one['fit'])}, root mean square{poor}"
    )


def _trade(made: Market, tonnes: np.ndarray, residual: float, decay: float, notes: list[str]) -> Trade:
    known: Known = made.known
    total = tonnes.sum() + known.tonnes.sum()
    i, j = np.nonzero(tonnes > LEAST * total)
    row, column = np.concatenate([known.row, i]), np.concatenate([known.column, j])
    amount = np.concatenate([known.tonnes, tonnes[i, j]])
    contained = np.concatenate([known.contained, made.origins["contained"].to_numpy(float)[i]])
    cargo, cargo_name = (
        np.concatenate([of_known, made.origins[column].to_numpy(object)[i]])
        for column, of_known in (("cargo", known.cargo), ("cargo_name", known.cargo_name))
    )
    told = np.concatenate([known.gross_t, np.full(len(i), np.nan)])
    is_known = np.arange(len(row)) < len(known.row)
    source, source_year = (
        np.concatenate([told_of, np.full(len(i), "", object)]).astype(object)
        for told_of in (known.source, known.source_year)
    )
    order = np.lexsort((is_known, column, row, -amount))
    return Trade(
        leg=made.leg,
        year=made.year,
        origins=made.origins,
        ends=made.ends,
        ways=made.ways,
        row=row[order],
        column=column[order],
        tonnes=amount[order],
        gross_t=np.where(np.isfinite(told), told, amount / contained)[order],
        known=is_known[order],
        source=source[order],
        source_year=source_year[order],
        cargo=cargo[order],
        cargo_name=cargo_name[order],
        unit=made.unit,
        total_t=made.total_t,
        residual=residual,
        decay=decay,
        unknown=_unknown(made, notes),
        figures=own_figures(made, tonnes),
        notes=tuple(notes),
    )


def _unknown(made: Market, notes: list[str]) -> pd.DataFrame:
    """Places with tonnes and no way to a port; those that reach nobody at all are named in a note."""
    parts = []
    reached = np.isfinite(made.cost)
    for places, at, tonnes, any_way in (
        (made.origins, made.ways.from_at, made.supply, reached.any(axis=1)),
        (made.ends, made.ways.to_at, made.demand, reached.any(axis=0)),
    ):
        rows = np.flatnonzero((at < 0) & (tonnes > 0))
        part = places.iloc[rows][["name", "iso3"]].assign(leg=made.leg, tonnes=tonnes[rows])
        part["why"] = np.where(np.asarray(any_way)[rows], f"{NO_PORT}; {AT_HOME}", NO_PORT)
        parts.append(part.rename_axis("id").reset_index())
    lost = ~reached.any(axis=1) & (made.supply > 0)
    if lost.any():
        names = ", ".join(sorted(set(made.origins["name"].to_numpy(object)[lost])))
        notes.append(f"Route unknown, so not shipped ({made.supply[lost].sum():,.0f} t): {names}.")
    table = pd.concat(parts, ignore_index=True)
    far = sorted(set(table.loc[table["why"].str.endswith(AT_HOME), "name"]))
    if far:
        notes.append(f"{NO_PORT.capitalize()}, so {AT_HOME}: {', '.join(far)}.")
    table = table.groupby(["id", "name", "iso3", "leg", "why"], as_index=False)["tonnes"].sum()
    order = ["id", "name", "iso3", "leg", "tonnes", "why"]
    return table.sort_values(["tonnes", "id"], ascending=[False, True], ignore_index=True)[order]
