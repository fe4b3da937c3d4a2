"""What sails along a lane, and from or to a facility, as escaped rich text; every flow says modelled or published."""

from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from mineralmap.gui.theme import Colours
from mineralmap.gui.words import GAP, percent, plural, tonnes

if TYPE_CHECKING:
    import pandas as pd

    from mineralmap.analysis.movements import Flows
    from mineralmap.datasets.dataset import Dataset

LANE = "lane:"
"""How the id of a lane begins; its number among the lanes of the flows follows."""
FIGURE = "padding:2px 0 2px 12px; white-space:nowrap"
OF_LANE, OF_FACILITY, GATES_TOLD = 12, 5, 3


def lane(dataset: "Dataset", flows: "Flows", lane_id: str, colours: Colours) -> str:
    """A lane with all that sails there, the largest flows first; "" when the flows have no such lane."""
    word, lanes = lane_id.removeprefix(LANE), flows.lanes
    number = int(word) if word.isdecimal() else -1
    if not 0 <= number < len(lanes.paths):
        return ""
    rows = flows.table.iloc[lanes.rows[lanes.start[number] : lanes.start[number + 1]]]
    total, whole = float(rows["tonnes"].sum()), float(flows.table["tonnes"].sum())
    title = "A leg to a port" if lanes.to_port[number] else "A lane at sea"
    said = f"{escape(tonnes(total, flows.unit))} a year, {percent(total / whole)} of the selected flows; "
    said += escape(f"{plural(len(rows), 'flow')}, {how(rows)}")
    gross = float(rows["gross_t"].sum()) if rows["gross_t"].notna().all() else float("nan")
    if gross == gross and gross > 0:
        said += f"; {tonnes(gross)} as loaded"
    head = f"<p style='font-size:large; margin:0'><b>{title}</b></p><p style='margin:4px 0 0 0'>{said}</p>"
    return head + _section("Largest flows", lines(dataset, flows, rows, OF_LANE, colours), colours)


def of_facility(dataset: "Dataset", flows: "Flows | None", facility_id: str, colours: Colours) -> list[tuple[str, str]]:
    """Sections on what leaves and what reaches a facility; none where nothing does in this question."""
    if flows is None:
        return []
    made = []
    for column, title in (("from_id", "Goes from here"), ("to_id", "Comes here")):
        rows = flows.table[flows.table[column].to_numpy(object) == facility_id]
        if len(rows):
            total = tonnes(float(rows["tonnes"].sum()), flows.unit)
            told = lines(dataset, flows, rows, OF_FACILITY, colours, column)
            made.append((f"{title}, {total} a year ({how(rows)})", told))
    return made


def how(rows: "pd.DataFrame") -> str:
    """Are flows modelled or published?"""
    from mineralmap.layers import route_words

    return route_words.how(rows["known"].to_numpy(bool))


def lines(dataset: "Dataset", flows: "Flows", rows: "pd.DataFrame", most: int, colours: Colours, end: str = "") -> str:
    """The largest flows, each with tonnes, cargo, length and gates; ``end`` is the column of the end that is known."""
    from mineralmap.analysis.gates import gates

    names = gates(dataset, flows.scenario).table["name"]
    shown = rows.nlargest(most, "tonnes").to_dict("records")
    body = "".join(
        f"<tr><td style='padding:2px 0'>{_ends(dataset, row, end, colours)}<br>"
        f"<span style='color:{colours.quiet}'>{escape(_way(dataset, row, names))}</span></td>"
        f"<td align='right' style='{FIGURE}'>{escape(tonnes(row['tonnes']))}</td></tr>"
        for row in shown
    )
    rest = len(rows) - len(shown)
    more = f"<p style='margin:2px 0 0 0; color:{colours.quiet}'>and {rest:,} smaller</p>" if rest > 0 else ""
    return f"<table width='100%' cellspacing='0'>{body}</table>{more}"


def _ends(dataset: "Dataset", row: Any, end: str, colours: Colours) -> str:
    start, goal = (
        _place(dataset, str(row[f"{side}_id"]), str(row[f"{side}_name"]), colours) for side in ("from", "to")
    )
    if end == "from_id":
        return f"to {goal}"
    return f"from {start}" if end == "to_id" else f"{start} → {goal}"


def _place(dataset: "Dataset", place_id: str, name: str, colours: Colours) -> str:
    if place_id not in dataset.facilities.index:
        return escape(name)
    link = f"<a style='color:{colours.focus}; text-decoration:none' href='facility:{escape(place_id)}'>"
    return f"{link}{escape(name)}</a>"


def _way(dataset: "Dataset", row: Any, names: "pd.Series") -> str:
    from mineralmap.layers.route_words import publisher

    parts = [str(row["cargo_name"])] if row["cargo_name"] and row["cargo_name"] != "not told" else []
    if row["stranded"]:
        parts.append("no way left")
    elif np.isfinite(row["sea_nm"]):
        parts.append(f"{row['sea_nm']:,.0f}{GAP}nm")
    else:
        parts.append("within the country" if row["mode"] == "domestic" else "over land")
    passed = [str(names.get(gate, gate)) for gate in row["gates"]]
    if passed:
        more = f" and {len(passed) - GATES_TOLD} more" if len(passed) > GATES_TOLD else ""
        parts.append(f"by {', '.join(passed[:GATES_TOLD])}{more}")
    parts.append(f"published: {publisher(dataset, str(row['source_id']))}" if row["known"] else "modelled")
    return " · ".join(parts)


def _section(title: str, body: str, colours: Colours) -> str:
    heading = f"<span style='color:{colours.quiet}'><b>{escape(title)}</b></span>"
    return f"<p style='margin:16px 0 2px 0'>{heading}</p><div>{body}</div>"
