"""The table of gates: what passes each, whose supply that is, in columns with a tip for every cell."""

from typing import TYPE_CHECKING, Any

import numpy as np

from mineralmap.gui.tables import Column
from mineralmap.gui.words import GAP, count, percent, plural, tonnes

if TYPE_CHECKING:
    import pandas as pd

    from mineralmap.analysis.closures import Closure
    from mineralmap.datasets.dataset import Dataset

STATE, GATE, CHANGE, GROSS, SHARE, SHIPS = "State", "Gate", "Change", "Gross t", "Share", "Ships a year"
SUPPLIERS_TOLD = 6
ALL_SHIPS = (
    "Ships of all kinds with all goods: yearly averages since 2019, estimated from AIS (IMF PortWatch).\n"
    "As observed, not modelled: no closure, mineral or partner changes them."
)


def gate_rows(dataset: "Dataset", exposure: "pd.DataFrame", closure: "Closure") -> tuple[np.ndarray, list[Column]]:
    """Ids and columns of the gates, by the tonnes before or after the closure, whichever are more.

    So a gate stays where it is while it is closed and opened. Gross tonnes and ships have no column where none is
    known.
    """
    ids = exposure["chokepoint_id"].to_numpy(object)
    before = closure.gates.set_index("chokepoint_id")["before_t"].reindex(ids).fillna(0.0).to_numpy(float)
    now = exposure["tonnes"].to_numpy(float)
    order = np.argsort(-np.maximum(before, now), kind="stable")
    rows, ids = exposure.iloc[order], ids[order]
    before, now, unit = before[order], now[order], closure.unit
    behind = [behind_words(dataset, row, unit) for row in rows.to_dict("records")]
    columns = [
        Column(STATE, state_words(rows), tip="Click, or press Space, to close, open or avoid", tips=list(rows["why"])),
        Column(GATE, rows["name"].to_numpy(object), tips=behind),
        Column(
            unit or "t", now, tonnes, "Contained tonnes a year of the modelled flows that pass",
            [f"{count(value)} {unit} a year, modelled" for value in now],
        ),
    ]  # fmt: skip
    if closure.closed:
        change = now - before
        columns.append(
            Column(CHANGE, change, signed, f"Against the same with {', '.join(closure.names)} open, {unit}",
                   [f"{count(was)} {unit} before, {count(value)} now" for was, value in zip(before, now, strict=True)])
        )  # fmt: skip
    gross = rows["gross_t"].to_numpy(float)
    if (gross > 0).any():
        columns.append(Column(GROSS, gross, tonnes, "Tonnes as loaded, of the cargoes whose weight is known",
                              [_weight(row, unit) for row in rows.to_dict("records")]))  # fmt: skip
    whole = "Part of all modelled tonnes of the selected flows, domestic, overland and stranded ones included.\n"
    columns.append(Column(SHARE, rows["share"].to_numpy(float), percent, whole + ADD_UP, behind))
    columns += [_inbound(dataset, rows, name) for name in rows.columns if name.startswith("inbound_")]
    ships = rows["ships_per_year"].to_numpy(float)
    if not np.isnan(ships).all():
        columns.append(Column(SHIPS, ships, count, ALL_SHIPS))
    return ids, columns


ADD_UP = "A route may pass several gates: shares do not add up to 100 %."


def state_words(rows: "pd.DataFrame") -> np.ndarray:
    """What the cell of a gate's state says: "open", "closed", "+500 nm"."""
    words = [
        state_word("closed" if state == "closed" else "open", miles)
        for state, miles in zip(rows["state"], rows["penalty_nm"], strict=True)
    ]
    return np.array(words, dtype=object)


def state_word(state: str, miles: float) -> str:
    """ "open", "closed", or how much longer an open gate is counted: "+500 nm"."""
    return f"+{miles:,.0f}{GAP}nm" if state == "open" and miles > 0 else state


def is_barred(state: str, why: str) -> bool:
    """Is a gate closed by nobody's choice, but to the class of ships?"""
    return state.startswith("closed") and bool(why) and not why.startswith("closed")


def behind_words(dataset: "Dataset", row: Any, unit: str) -> str:
    """Who and what is behind a gate, line by line; suppliers by the country that they ship from."""
    if not row["tonnes"] > 0:
        return f"{row['name']}: nothing of the selected flows passes."
    lines = [f"Behind {row['name']}, by country of origin (modelled):"]
    told = row["suppliers"][:SUPPLIERS_TOLD]
    lines += [f"  {dataset.country_name(iso3)} {percent(part)}" for iso3, part in told]
    rest = row["suppliers"][SUPPLIERS_TOLD:]
    if rest:
        lines.append(f"  {plural(len(rest), 'other')} {percent(sum(part for _, part in rest))}")
    parts = cargo_parts(row)
    if parts:
        lines.append("As " + ", ".join(f"{name} {percent(part)}" for name, part in parts))
    lines.append(f"{plural(int(row['flows']), 'flow')}, {count(row['tonnes'])} {unit} a year")
    return "\n".join(lines)


def cargo_parts(row: Any) -> list[tuple[str, float]]:
    """The cargoes that pass a gate by name, with their parts of its tonnes, largest first; without what is not told."""
    parts: dict[str, float] = {}
    for _, name, value in row["cargoes"]:
        if name != "not told":
            parts[name] = parts.get(name, 0.0) + value / row["tonnes"]
    return sorted(parts.items(), key=lambda one: -one[1])


def signed(value: float) -> str:
    """A change in tonnes with its sign; nothing where nothing changes."""
    if not abs(value) >= 0.5:
        return ""
    return f"{'+' if value > 0 else '−'}{tonnes(abs(value))}"


def _weight(row: Any, unit: str) -> str:
    lacking = row["unweighed_t"]
    left = f"; the weight of {count(lacking)} {unit} is not known" if lacking > 0 else ""
    return "The weight of these cargoes is not known" if row["gross_t"] != row["gross_t"] else (
        f"{count(row['gross_t'])} t as loaded{left}"
    )  # fmt: skip


def _inbound(dataset: "Dataset", rows: "pd.DataFrame", name: str) -> Column:
    from mineralmap.analysis.through import name_of

    code = name.removeprefix("inbound_")
    who = name_of(dataset, code).split(",")[0]
    tip = f"Part of what reaches {who} from outside that passes here, by where the refinery or the buyer stands.\n"
    values = rows[name].to_numpy(float)
    cells = [
        f"{percent(value)} of what reaches {who} from outside passes {gate}"
        if value == value
        else f"Nothing reaches {who} from outside in the selected flows"
        for value, gate in zip(values, rows["name"], strict=True)
    ]
    return Column(f"to {code}", values, _dash, tip + ADD_UP, cells)


def _dash(value: float) -> str:
    return "–" if value != value else percent(value)
