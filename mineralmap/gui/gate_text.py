"""A strait or canal as escaped rich text: what passes it, whose supply that is, the way round it, and what to do."""

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from mineralmap.gui import flow_text
from mineralmap.gui.answer_text import source_line
from mineralmap.gui.gate_rows import cargo_parts
from mineralmap.gui.theme import Colours
from mineralmap.gui.words import GAP, count, percent, tonnes, unbroken

if TYPE_CHECKING:
    from mineralmap.datasets.dataset import Dataset
    from mineralmap.gui.sea_work import GateFacts
    from mineralmap.model.scenario import Scenario

SUPPLIERS_TOLD, FLOWS_TOLD, TAKERS_TOLD = 6, 6, 5
AVOID_NM = 500
WAITING = "Being worked out…"


@lru_cache(maxsize=1)  # several signals of one edit ask for the same
def gate(dataset: "Dataset", scenario: "Scenario", facts: "GateFacts | None", gate_id: str, colours: Colours) -> str:
    """The gate with its state, its exposure, whose supply passes it and the way round; ``facts`` while known."""
    from mineralmap.analysis.gates import gates

    row: Any = gates(dataset, scenario).table.loc[gate_id]
    own, why = " of your own" if row["own"] else "", str(row["why"])
    words = {"closed": why if why.startswith("closed") else f"closed, {why}", "avoided": f"open, {why}"}
    state = words.get(str(row["state"]), "open")
    parts = [
        f"<p style='font-size:large; margin:0'><b>{escape(str(row['name']))}</b></p>",
        f"<p style='margin:4px 0 0 0'>Chokepoint{own} · {escape(state)}</p>",
        _links(gate_id, str(row["state"]), bool(row["own"]), colours),
    ]
    if facts is None:
        parts.append(_section("Modelled trade", WAITING, colours))
    elif facts.closed:
        parts += [_way_round(facts, bool(row["closed"]), colours), *_passing(dataset, facts, colours)]
    else:
        parts += [*_passing(dataset, facts, colours), _way_round(facts, bool(row["closed"]), colours)]
    if gate_id in dataset.chokepoints.index:
        said: Any = dataset.chokepoints.loc[gate_id]
        if said["ships_per_year"] == said["ships_per_year"]:
            ships = f"{count(said['ships_per_year'])} ships of all kinds a year (IMF PortWatch), with all goods"
            parts.append(_section("All ships", ships, colours))
        ids = [one.strip() for one in str(said["source_id"]).split(";") if one.strip()]
        parts.append(_section("Sources", "<br>".join(source_line(dataset, one, colours) for one in ids), colours))
    return "".join(parts)


def _links(gate_id: str, state: str, own: bool, colours: Colours) -> str:
    do = [("open", "Open it")] if state == "closed" else [("close", "Close it")]
    do += [("plain", "Count it as long as it is")] if state == "avoided" else []
    do += [("avoid", f"Count it {AVOID_NM}{GAP}nm longer")] if state == "open" else []
    do += [("rename", "Rename"), ("remove", "Remove")] if own else []
    do.append(("gates", "All chokepoints"))
    links = " · ".join(
        f"<a style='color:{colours.focus}; white-space:nowrap' href='{verb}:{escape(gate_id)}'>{words}</a>"
        for verb, words in do
    )
    return f"<p style='margin:8px 0'>{links}</p>"


@lru_cache(maxsize=1)
def _passing(dataset: "Dataset", facts: "GateFacts", colours: Colours) -> tuple[str, ...]:
    """What passes; a card is told anew with every signal of an edit, and the tables it lists are long."""
    from mineralmap.analysis.closure_text import listed, spoken

    row, unit = facts.row, facts.flows.unit
    others = escape(listed([*map(spoken, facts.others)]) if facts.others else "")
    state = " with it open" if facts.closed else ""
    if others:
        state += f"{' and' if facts.closed else ' with'} {others} closed"
    title = f"Modelled trade{state}, {unit} a year"
    free = facts.all_open
    whole = ""
    if others:
        share = _share(free, unit) if free is not None and free["tonnes"] > 0 else "none of it passes here"
        whole = f"<p style='margin:2px 0 0 0'>With all of them open: {share}.</p>"
    if row is None or not row["tonnes"] > 0:
        why = "None passes while it is closed." if row is not None and row["closed"] else "None of it passes here."
        return (_section(title, why + whole, colours),)
    said = _share(row, unit)
    if row["gross_t"] > 0:
        lacking = row["unweighed_t"]
        left = f" (and {tonnes(lacking, unit)} whose weight is not known)" if lacking > 0 else ""
        said += f"; {tonnes(row['gross_t'])} as loaded{escape(left)}"
    cargoes = cargo_parts(row)
    parts = [_section(title, said + whole, colours)]
    if facts.partners:
        inbound = [(name, "nothing comes" if part != part else percent(part)) for name, part in facts.partners]
        parts.append(_section("Of what reaches them from outside", _table(inbound), colours))
    behind = [(dataset.country_name(iso3), percent(part)) for iso3, part in row["suppliers"][:SUPPLIERS_TOLD]]
    rest = row["suppliers"][SUPPLIERS_TOLD:]
    behind += [(f"{len(rest)} more", percent(sum(part for _, part in rest)))] if rest else []
    parts.append(_section("Suppliers behind it, by origin", _table(behind), colours))
    if cargoes:
        parts.append(_section("Cargoes", _table([(name, percent(part)) for name, part in cargoes]), colours))
    through = flow_text.lines(dataset, facts.flows, facts.through, FLOWS_TOLD, colours)
    parts.append(_section("Largest flows", through, colours))
    return tuple(parts)


def _share(row: Any, unit: str) -> str:
    said = f"<b>{escape(percent(row['share']))}</b> of all modelled tonnes of the selected flows: "
    return said + escape(tonnes(row["tonnes"], unit))


@lru_cache(maxsize=1)
def _way_round(facts: "GateFacts", closed: bool, colours: Colours) -> str:
    """What closing it would do, or does: computed for these flows, never written by hand."""
    found = facts.round
    if found is None:
        return _section("Way round", "It is closed in these settings; open it to see who would pass.", colours)
    title = "Way round, computed" if not closed else "What its closure does, computed"
    said = f"<p style='margin:0'>{escape(unbroken(facts.sentence))}</p>"
    taking = found.gates[found.gates["change_t"] > 0.5].nlargest(TAKERS_TOLD, "change_t")
    rows = [(str(one["name"]), f"+{tonnes(one['change_t'])}") for one in taking.to_dict("records")]
    return _section(title, said + (_table(rows) if rows else ""), colours)


def _table(rows: list[tuple[str, str]]) -> str:
    lines = "".join(
        f"<tr><td style='padding:2px 0'>{escape(name)}</td>"
        f"<td align='right' style='padding:2px 0 2px 12px; white-space:nowrap'>{escape(value)}</td></tr>"
        for name, value in rows
    )
    return f"<table width='100%' cellspacing='0'>{lines}</table>"


def _section(title: str, body: str, colours: Colours) -> str:
    heading = f"<span style='color:{colours.quiet}'><b>{escape(title)}</b></span>"
    return f"<p style='margin:16px 0 2px 0'>{heading}</p><div>{body}</div>"
