"""What sails along a lane, and from or to a facility, as escaped rich text; every flow says modelled or published."""

from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from mineralmap.gui.theme import Colours
from mineralmap.gui.words import GAP, percent, plural, tonnes
from mineralmap.model.scenario import Measure

if TYPE_CHECKING:
    import pandas as pd

    from mineralmap.analysis.movements import Flows
    from mineralmap.analysis.results import Results
    from mineralmap.datasets.dataset import Dataset

LANE = "lane:"
"""How the id of a lane begins; its number among the lanes of the flows follows."""
FIGURE = "padding:2px 0 2px 12px; white-space:nowrap"
OF_LANE, OF_FACILITY, GATES_TOLD, STRAITS_TOLD = 12, 5, 3, 6


def lane(dataset: "Dataset", flows: "Flows", lane_id: str, colours: Colours) -> str:
    """A lane with all that sails there, the largest flows first; "" when the flows have no such lane."""
    on = on_lane(flows, lane_id)
    if not len(on):
        return ""
    rows = flows.table.iloc[on]
    total, whole = float(rows["tonnes"].sum()), float(flows.table["tonnes"].sum())
    title = "A leg to a port" if flows.lanes.to_port[int(lane_id.removeprefix(LANE))] else "A lane at sea"
    said = f"{escape(tonnes(total, flows.unit))} a year, {escape(percent(total / whole))} of the selected flows; "
    said += escape(f"{plural(len(rows), 'flow')}, {how(rows)}")
    gross = float(rows["gross_t"].sum()) if rows["gross_t"].notna().all() else float("nan")
    if gross == gross and gross > 0:
        said += f"; {tonnes(gross)} as loaded"
    head = f"<p style='font-size:large; margin:0'><b>{title}</b></p><p style='margin:4px 0 0 0'>{said}</p>"
    straits = _straits(dataset, flows, rows)
    passing = _section("Straits that they pass", straits, colours) if straits else ""
    return head + passing + _section("Largest flows", lines(dataset, flows, rows, OF_LANE, colours), colours)


def on_lane(flows: "Flows", lane_id: str) -> np.ndarray:
    """The flows that sail along a lane, by position in their table, the largest first; none when there is no such
    lane."""
    word, lanes = lane_id.removeprefix(LANE), flows.lanes
    number = int(word) if lane_id.startswith(LANE) and word.isdecimal() else -1
    known = 0 <= number < len(lanes.paths)
    return lanes.rows[lanes.start[number] : lanes.start[number + 1]] if known else np.empty(0, np.int64)


def lanes_of(flows: "Flows", rows: np.ndarray) -> "frozenset[str]":
    """The lanes that some flows, by their positions, sail along."""
    return frozenset(f"{LANE}{one}" for one in np.unique(flows.lanes.lane[np.isin(flows.lanes.rows, rows)]).tolist())


def of_facility(
    dataset: "Dataset", flows: "Flows | None", facility_id: str, colours: Colours, results: "Results | None" = None
) -> list[tuple[str, str]]:
    """Sections on what leaves and what reaches a facility, with why that is another figure than its own in the answer
    ``results``; none where nothing does in this question."""
    if flows is None:
        return []
    made = []
    for column, title in (("from_id", "Goes from here"), ("to_id", "Comes here")):
        rows = flows.table[flows.table[column].to_numpy(object) == facility_id]
        if len(rows):
            total = tonnes(float(rows["tonnes"].sum()), flows.unit)
            told = lines(dataset, flows, rows, OF_FACILITY, colours, column)
            why = why_other(flows, facility_id, column.removesuffix("_id"), total, results)
            head = f"<p style='margin:0; color:{colours.quiet}'>{escape(why)}</p>" if why else ""
            made.append((f"{title}, {total} a year ({how(rows)})", head + told))
    return made


def why_other(flows: "Flows", place_id: str, side: str, total: str, results: "Results | None") -> str:
    """Why what leaves a place ("from") or reaches it ("to"), ``total`` in words, is another figure than its own, and
    that another one than in the answer; "" where all read alike."""
    found = flows.figures[(flows.figures["id"] == place_id) & (flows.figures["side"] == side)]
    if not len(found):
        return ""
    own = tonnes(float(found["tonnes"].iloc[0]), flows.unit)
    leg, why = str(found["leg"].iloc[0]), str(found["why"].iloc[0])
    said, whose = [], "Its own figure is"
    if results is not None and place_id in results.facilities.index:
        counted = tonnes(float(results.facilities["weight_t"].get(place_id, float("nan"))), results.unit)
        if results.unit != flows.unit:
            ours, theirs = (unit.removeprefix("t ") for unit in (flows.unit, results.unit))
            said.append(f"Flows are counted in {ours}, the answer in {theirs}.")
            whose = "By its share it is"
        elif counted != own and results.scenario.measure is Measure.CAPACITY:
            said.append("Flows are of output, not of capacity.")
    if why and own != total:
        said.append(f"{whose} {own}: {_WHY[why].format(**_ENDS[leg])}.")
    return " ".join(said)


_ENDS = {
    "feed": {"givers": "mines", "giver": "mine", "takers": "refineries", "taker": "refinery"},
    "product": {"givers": "refineries", "giver": "refinery", "takers": "consumers", "taker": "consumer"},
}
_WHY = {
    "surplus": "{takers} take in less than located {givers} give, so each {giver} keeps a part as stock or losses",
    "stays": "what never leaves its country finds no more room in plants there",
    "tied": "beyond its known flows no plant takes in more, so the rest counts as stock",
    "cut": "an export measure of yours cuts a part",
    "short": "located {givers} give less than {takers} take in, so each {taker} draws a part from stock, scrap or "
    "{givers} not located",
    "beyond": "known flows bring more",
    "no_more": "no more finds its way here",
}


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


def _straits(dataset: "Dataset", flows: "Flows", rows: "pd.DataFrame") -> str:
    """The gates that most of these tonnes pass anywhere on their way, with the part of the tonnes that does."""
    from mineralmap.analysis.gates import gates

    names = gates(dataset, flows.scenario).table["name"]
    passed: Counter[str] = Counter()
    for through, moved in zip(rows["gates"], rows["tonnes"], strict=True):
        passed.update(dict.fromkeys(through, float(moved)))
    total = float(rows["tonnes"].sum())
    most = passed.most_common(STRAITS_TOLD)
    return escape(", ".join(f"{names.get(gate, gate)} {percent(moved / total)}" for gate, moved in most))


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
