"""Evidence in words: how a number is made, of what, from which figures and by whom, as escaped rich text."""

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from mineralmap.gui.theme import Colours
from mineralmap.gui.words import NO_DATA, NOBODY, percent, tonnes

if TYPE_CHECKING:
    from mineralmap.analysis.evidence import Evidence

FACTORS_SHOWN, SOURCES_SHOWN = 12, 20
"""Lines that are laid out at once; more would hold the window, and few read on."""
SAID = ("publisher", "title", "year")
"""What a source is called by."""
HEADLINE = 80
"""Characters of a headline; with more, what follows the first semicolon stands below it."""


def headline(evidence: "Evidence") -> tuple[str, str]:
    """The number, and what is said after it where that is too long for a headline; the two together are all of it."""
    text = evidence.text
    if text.startswith(NO_DATA):
        reason = text.removeprefix(NO_DATA).lstrip(":,; ")
        return "No data", reason[:1].upper() + reason[1:]
    if len(text) <= HEADLINE or "; " not in text:
        return text, ""
    first, _, rest = text.partition("; ")
    return first, rest[:1].upper() + rest[1:]


def plain(words: str, colours: Colours, quiet: bool = False) -> str:
    """One paragraph; "" for none."""
    if not words:
        return ""
    said = escape(words[:1].upper() + words[1:])
    return _quiet(said, colours) if quiet else f"<p style='margin:0'>{said}</p>"


def whole(evidence: "Evidence", unit: str, colours: Colours) -> str:
    """What the number is a part of, who says how much that is, and how much of it can be located."""
    if evidence.denominator_t != evidence.denominator_t:
        return _quiet("The whole is not known.", colours)
    said = f"<p style='margin:0'>{escape(tonnes(evidence.denominator_t, unit))}</p>"
    said += _quiet(escape(evidence.denominator_source), colours)
    if evidence.coverage == evidence.coverage:
        said += _quiet(escape(f"Located at facilities: {percent(evidence.coverage)}"), colours)
    return said


def factors(evidence: "Evidence", unit: str, colours: Colours) -> str:
    """The factors that turn published into contained tonnes, those that touch most tonnes first."""
    table = evidence.factors
    rows = ""
    for line in table.head(FACTORS_SHOWN).to_dict("records"):
        value = f"× {_number(float(line['value']))}"
        if line["low"] == line["low"] and line["low"] < line["high"]:
            value += f" ({_number(float(line['low']))}–{_number(float(line['high']))})"
        below = " · ".join(filter(None, (_text(line["kind"]), _text(line["factor_id"]))))
        touched = f"<br><span style='color:{colours.quiet}'>{escape(tonnes(float(line['tonnes']), unit))}</span>"
        rows += (
            f"<tr><td style='padding:2px 0'>{escape(_text(line['name']))}<br><span style='color:{colours.quiet}'>"
            f"{escape(below)}</span></td><td align='right' style='padding:2px 0 2px 12px; white-space:nowrap'>"
            f"{escape(value)}{touched if line['tonnes'] == line['tonnes'] else ''}</td></tr>"
        )
    more = len(table) - FACTORS_SHOWN
    rest = _quiet(f"and {more} more, each on fewer tonnes", colours) if more > 0 else ""
    return f"<table width='100%' cellspacing='0'>{rows}</table>{rest}" if rows else ""


def lines(said: tuple[str, ...]) -> str:
    """Sentences, one under the other."""
    return "".join(f"<p style='margin:0 0 4px 0'>{escape(one)}</p>" for one in said)


def sources(evidence: "Evidence", colours: Colours) -> str:
    """Who says so: publisher, title and year, the address to click, the licence and when it was read."""
    parts = [source(line, colours) for line in evidence.sources.head(SOURCES_SHOWN).to_dict("records")]
    more = len(evidence.sources) - SOURCES_SHOWN
    rest = _quiet(f"and {more} more behind single rows; the saved table has them all", colours) if more > 0 else ""
    return "".join(parts) + rest


def source(line: Mapping[Any, Any], colours: Colours) -> str:
    """One source: publisher, title and year, below them the address to click, the licence and when it was read."""
    words = ", ".join(_text(line.get(name)) for name in SAID if _text(line.get(name)) not in NOBODY)
    address = _text(line.get("address"))
    link = escape(address)
    if address.startswith(("https://", "http://")):
        shown = escape(address.split("/")[2])
        link = f"<a style='color:{colours.focus}; text-decoration:none' href='{escape(address)}'>{shown}</a>"
    read = f"read {_text(line.get('read_on'))}" if _text(line.get("read_on")) else ""
    below = " · ".join(filter(None, (link, escape(_text(line.get("licence"))), escape(read))))
    return (
        f"<p style='margin:0 0 8px 0'>{escape(words or _text(line['source_id']))}"
        f"<br><span style='color:{colours.quiet}'>{below}</span></p>"
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.4g}"


def _text(value: object) -> str:
    if value is None or value != value:
        return ""
    return f"{value:.0f}" if isinstance(value, float) else str(value)


def _quiet(words: str, colours: Colours) -> str:
    return f"<p style='margin:4px 0 0 0; color:{colours.quiet}'>{words}</p>"
