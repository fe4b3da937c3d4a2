"""A strait or canal as escaped rich text: what of the modelled trade passes it, and the link that closes it."""

from html import escape
from typing import TYPE_CHECKING, Any

from mineralmap.gui.answer_text import source_line
from mineralmap.gui.theme import Colours
from mineralmap.gui.words import percent, tonnes

if TYPE_CHECKING:
    from mineralmap.analysis.movements import Flows
    from mineralmap.datasets.dataset import Dataset

SHOWN = 6


def gate(dataset: "Dataset", flows: "Flows | None", closed: frozenset[str], gate_id: str, colours: Colours) -> str:
    """The gate with its exposure, its largest flows and, unless always closed, a link to close or open it."""
    from mineralmap.analysis.gates import default_closed

    row: Any = dataset.chokepoints.loc[gate_id]
    shut = gate_id in closed
    parts = [
        f"<p style='font-size:large; margin:0'><b>{escape(str(row['name']))}</b></p>",
        f"<p style='margin:4px 0 0 0'>Chokepoint{', closed in this scenario' if shut else ''}</p>",
    ]
    if gate_id in default_closed(dataset):
        parts.append("<p style='margin:8px 0'>Closed to this trade in every scenario.</p>")
    else:
        verb, words = ("open", "Open it again") if shut else ("close", "Close it")
        what = "to the modelled trade" if shut else "and see the modelled trade find another way"
        parts.append(
            f"<p style='margin:8px 0'><a style='color:{colours.focus}' href='{verb}:{escape(gate_id)}'>{words}</a> "
            f"<span style='color:{colours.quiet}'>{what}</span></p>"
        )
    parts.append(_passing(flows, gate_id, shut, colours))
    ids = [one.strip() for one in str(row["source_id"]).split(";") if one.strip()]
    parts.append(_section("Sources", "<br>".join(source_line(dataset, one, colours) for one in ids), colours))
    return "".join(parts)


def _passing(flows: "Flows | None", gate_id: str, shut: bool, colours: Colours) -> str:
    if flows is None:
        return _section("Modelled trade", "Being worked out…", colours)
    title = f"Modelled trade, {flows.unit}"
    stranded = (
        f"<p style='margin:4px 0 0 0'>{escape(tonnes(flows.stranded_t, flows.unit))} find no way.</p>"
        if flows.stranded_t > 0
        else ""
    )
    if shut:
        return _section(title, f"None passes while it is closed.{stranded}", colours)
    found = flows.exposure.loc[flows.exposure["chokepoint_id"] == gate_id]
    if not len(found) or not float(found["tonnes"].iloc[0]) > 0:
        return _section(title, "None of it passes here.", colours)
    line = f"<b>{percent(float(found['share'].iloc[0]))}</b> of the modelled tonnes, " + escape(
        tonnes(float(found["tonnes"].iloc[0]), flows.unit)
    )
    through = flows.table[[gate_id in gates for gates in flows.table["gates"]]].nlargest(SHOWN, "tonnes")
    rows = "".join(
        f"<tr><td style='padding:2px 0'>{escape(str(one['from_name']))} → {escape(str(one['to_name']))}</td>"
        f"<td align='right' style='padding:2px 0 2px 12px; white-space:nowrap'>"
        f"{escape(tonnes(float(one['tonnes']), flows.unit))}</td></tr>"
        for one in through.to_dict("records")
    )
    table = f"<table width='100%' cellspacing='0' style='margin-top:4px'>{rows}</table>"
    return _section(title, line + table + stranded, colours)


def _section(title: str, body: str, colours: Colours) -> str:
    heading = f"<span style='color:{colours.quiet}'><b>{escape(title)}</b></span>"
    return f"<p style='margin:16px 0 2px 0'>{heading}</p><div>{body}</div>"
