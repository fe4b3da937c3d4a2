"""The answer in words: lead, evidence, concentration, partners and gap as escaped rich text, from Results alone."""

from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from mineralmap.gui import what_if
from mineralmap.gui.links import figure
from mineralmap.gui.theme import Colours, level_colour
from mineralmap.gui.words import GAP, NO_DATA, NOBODY, STAGE_WORDS, count, percent, percent_range, plural, tonnes
from mineralmap.model.scenario import Basis, Measure

if TYPE_CHECKING:
    from mineralmap.analysis.horizon import Horizon
    from mineralmap.analysis.results import Band, Concentration, Gap, Results
    from mineralmap.datasets.dataset import Dataset

NOT_RANKED = ("OTHER", "UNKNOWN")
WHAT_IF = "what-if:"
"""The link to the panel of assumptions."""
HELD = {Basis.LOCATION: "located with", Basis.EQUITY: "owned by", Basis.CONTROL: "controlled by"}
CHANGES_SHOWN = 3
CLAUSE = 28
"""Characters of what an indicator reads that fit beside its title."""
LEFT_OUT_NOTE = "The partners' supply leaves out"
WITHHELD_NOTE = "Withheld by the source"
"""How the note begins that says whose output is not zero, but not told."""


def lead(results: "Results") -> tuple[str, str]:
    """The first line (who, how much) and the sentence below it, both plain text."""
    what = f"{STAGE_WORDS[results.scenario.stage]} {results.mineral_name}"
    if results.no_data:
        return "No answer", results.no_data
    top = _first(results)
    if top is None:
        return "No supplier named", f"Nobody is known to supply {what}."
    measure = results.scenario.measure
    counted = f"{measure.value} {results.year}" if measure == Measure.OUTPUT and results.year else measure.value
    sentence = f"of {what} by {results.scenario.basis.value}, {counted}"
    if top["share_low"] < top["share_high"] and percent(top["share_low"]) != percent(top["share_high"]):
        sentence += (
            f"; at least{GAP}{percent(float(top['share_low']))}, at most{GAP}{percent(float(top['share_high']))}"
        )
    return f"{top['name']} {percent(float(top['share']))}", sentence


def leader(results: "Results") -> str:
    """The supplier that the first line names; "" when it names none."""
    top = _first(results)
    return str(top["supplier"]) if top is not None and not results.no_data else ""


def _first(results: "Results") -> dict[str, Any] | None:
    """The largest supplier that is ranked; ``None`` where there is none."""
    names = ("supplier", "name", "share", "share_low", "share_high")
    for values in zip(*(results.suppliers[name].tolist() for name in names), strict=True):
        row: dict[str, Any] = dict(zip(names, values, strict=True))
        if row["supplier"] not in NOT_RANKED and row["share"] == row["share"]:
            return row
    return None


def standing(results: "Results", colours: Colours) -> str:
    """What the headline stands on: coverage and, by owner, unknown and presumed share; each a link to what made it."""
    said = [("coverage", located(results))]
    if results.scenario.basis is not Basis.LOCATION:
        unknown, presumed = percent(results.unknown_share), percent(results.presumed_share)
        said.append(("unknown_share", f"owner{GAP}unknown{GAP}{unknown}"))  # a figure alone on a line says nothing
        said.append(("presumed_share", f"presumed{GAP}{presumed}"))
    return " · ".join(figure(what, words, colours, colours.quiet) for what, words in said)


def changes(results: "Results", dataset: "Dataset", colours: Colours) -> str:
    """That this is not the world as it is: what falls away and is assumed, with a link to where; "" for nothing."""
    said = what_if.changes(dataset, results.scenario)
    if not said:
        return ""
    link = f"<a style='color:{colours.focus}; text-decoration:none' href='{WHAT_IF}'>What if</a>"
    mark = f"<span style='color:{colours.caution}'>◆</span>"
    return f"{mark} {link}: {escape(few(said))}"


def few(said: list[str]) -> str:
    """The first of several changes in one line, and how many more there are; "" for none."""
    more = f"; and {len(said) - CHANGES_SHOWN} more" if len(said) > CHANGES_SHOWN else ""
    return "; ".join(said[:CHANGES_SHOWN]) + more


def located(results: "Results") -> str:
    """How much is located, in words: of the output, or (capacity may exceed it) compared with it."""
    if results.scenario.measure == Measure.OUTPUT:
        return f"Located {percent(results.coverage)}"
    if results.coverage != results.coverage:
        return "Located capacity only"
    return f"Located capacity is {percent(results.coverage)} of world output"


def concentration(results: "Results", colours: Colours) -> str:
    """HHI with its band, CR1 and CR3."""
    return _concentration(results.concentration, "hhi", "cr1", "cr3", "n_eff", colours)


def company_concentration(results: "Results", colours: Colours) -> str:
    """The same of companies instead of nations."""
    return _concentration(results.company_concentration, "company_hhi", "company_cr1", "company_cr3", "", colours)


def _concentration(figures: "Concentration", hhi_id: str, cr1: str, cr3: str, n_eff: str, colours: Colours) -> str:
    low, high = count(figures.hhi_low), count(figures.hhi_high)
    hhi = low if low == high else f"{low}–{high}"
    most = "" if low == high else f"at most{GAP}"  # 10,000 ÷ the lower bound
    severe = colours.accent if "highly" in figures.band and not figures.band.startswith("may") else colours.text
    return (
        f"<p style='margin:0'><b>{figure(hhi_id, f'HHI {hhi}', colours)}</b> &nbsp;"
        f"<span style='color:{severe}'>{escape(figures.band)}</span></p>"
        f"<p style='margin:4px 0 0 0'>Largest {figure(cr1, percent(figures.cr1), colours)} · largest three "
        f"{figure(cr3, percent(figures.cr3), colours)} · as if {most}{figure(n_eff, _number(figures.n_eff), colours)} "
        "equal suppliers</p>"
        f"<p style='margin:4px 0 0 0; color:{colours.quiet}'>{escape(figures.scheme)}</p>"
    )


def partners(results: "Results", names: list[str], colours: Colours) -> str:
    """The partner share and the 2×2 table located in / owned by."""
    if not names:
        return f"<span style='color:{colours.quiet}'>Switch on a partner above to see what it owns.</span>"
    summary, unit = results.partner, results.unit
    cell = "<td align='right' style='padding:2px 0 2px 12px'>{}</td>"
    # Four times "magnet REE" would break "At home" in two.
    said, counted = (unit, "") if len(unit) <= len("t LCE") else ("t", unit.removeprefix("t "))

    def row(title: str, own: float, foreign: float) -> str:
        figures = cell.format(escape(tonnes(own, said))) + cell.format(escape(tonnes(foreign, said)))
        return f"<tr><td style='padding:2px 0'>{title}</td>{figures}</tr>"

    head = "".join(cell.format(f"<span style='color:{colours.quiet}'>{word}</span>") for word in ("theirs", "others’"))
    return (
        f"<p style='margin:0'><b>{figure('partner_share', percent(summary.share.point), colours)}</b>"
        f"{_between(summary.share)} "
        f"{HELD[results.scenario.basis]} {escape(_listed(names))}</p>"
        f"<table width='100%' cellspacing='0' style='margin-top:4px'>"
        f"<tr><td style='padding:2px 0; color:{colours.quiet}'>{escape(counted)}</td>{head}</tr>"
        + row("At home", summary.home_own_t, summary.home_foreign_t)
        + row("Abroad", summary.abroad_own_t, summary.neither_t)
        + "</table>"
        f"<p style='margin:4px 0 0 0; color:{colours.quiet}'>Within reach at most "
        f"{escape(tonnes(summary.accessible_t, unit))}; owning does not guarantee delivery. Of the "
        f"{escape(tonnes(summary.neither_t, unit))} abroad that are others’, "
        f"{escape(tonnes(min(summary.unknown_t, summary.neither_t), unit))} have no known owner.</p>"
        + "".join(
            f"<p style='margin:4px 0 0 0; color:{colours.quiet}'>{escape(note)}</p>"
            for note in results.notes
            if note.startswith(WITHHELD_NOTE)
        )
    )


def gap(results: "Results", dataset: "Dataset", names: list[str], colours: Colours) -> str:
    """The diversification gap with the kind of its demand, the single-supplier test and N-1."""
    figures = results.gap
    unit = figures.unit
    lines = []
    missing = partner_names(dataset, frozenset(figures.demand_missing))
    if not names:
        lines.append(f"<span style='color:{colours.quiet}'>Switch on a partner above: the gap is theirs.</span>")
    elif figures.demand_t != figures.demand_t and missing:
        lines.append(f"<b>No gap can be told</b>: no demand is published for {escape(_listed(missing))}.")
    elif figures.demand_t != figures.demand_t:
        lines.append("<b>No data</b>: demand is not known, so there is no gap to state.")
    elif figures.gap_t > 0:
        plants = figures.gap_t / figures.median_facility_t if figures.median_facility_t > 0 else float("nan")
        size = f", about {plants:.1f} median facilities" if plants == plants else ""
        lines.append(
            f"<b>{figure('coverage_gap', f'{tonnes(figures.gap_t, unit)} short', colours, colours.accent)}</b> of "
            f"{escape(percent(figures.target))} of demand ({escape(percent(figures.gap_share))} of demand{size})"
        )
    else:
        met = figure("coverage_gap", "Target met", colours)
        lines.append(f"<b>{met}</b>: {escape(percent(figures.target))} of demand")
    told, left = figures.demand_t == figures.demand_t, len(names) - len(missing)
    if missing and told:
        lines.append(
            f"Of the {len(names)} partners {left} {'have' if left > 1 else 'has'} a demand figure: gap, supply and "
            f"demand here leave out {escape(_listed(missing))}; the share above counts all {len(names)}."
        )
    supply = f"{tonnes(figures.supply.point, unit)}{_between_tonnes(figures.supply, unit)}"
    how = f"{figures.supply_measure}, by {figures.supply_basis}"
    if missing and told:
        how += f", of {_listed([name for name in names if name not in missing])}"
    if names:
        lines.append(f"Supply {escape(supply)} <span style='color:{colours.quiet}'>{escape(how)}</span>")
        left_out = [note for note in results.notes if note.startswith(LEFT_OUT_NOTE)]
        lines += [f"<span style='color:{colours.quiet}'>{escape(note)}</span>" for note in left_out]
    if figures.demand_basis and told:
        kind = escape(f"{figures.demand_basis}; {figures.demand_year}").replace("proxy", "<b>proxy</b>")
        lines.append(
            f"Demand {escape(tonnes(figures.demand_t, unit))} <span style='color:{colours.quiet}'>{kind}</span>"
        )
    if figures.single_supplier:
        over = figures.single_supplier_share > figures.single_limit
        colour = colours.accent if over else colours.focus
        lines.append(
            f"Largest supplier outside: {escape(figures.single_supplier_name)} "
            f"{figure('single_supplier', percent(figures.single_supplier_share), colours, colour)} "
            f"of {escape(figures.single_whole)} ({escape(_against_limit(figures))})"
        )
    if figures.n1_gross == figures.n1_gross:
        net = f", {percent(figures.n1_net)} of demand outside it" if figures.n1_net == figures.n1_net else ""
        gross = figure("n1", percent(figures.n1_gross), colours)
        from mineralmap.analysis.wording import at_least

        low = at_least(figures, percent)
        low = f" ({low.removeprefix(', ')})" if low else ""
        lines.append(f"Without the largest supplier, supply is {gross} of world demand{escape(low + net)}")
    if names:
        lines.append(f"<span style='color:{colours.quiet}'>{escape(figures.target_name)}</span>")
    return "".join(f"<p style='margin:0 0 4px 0'>{line}</p>" for line in lines)


def _against_limit(figures: "Gap") -> str:
    limit = percent(figures.single_limit)
    if figures.single_supplier_share > figures.single_limit:
        return f"above the limit of {limit}"
    if figures.single_supplier_high > figures.single_limit:
        return f"may exceed the limit of {limit}: at most {percent(figures.single_supplier_high)}"
    return f"within the limit of {limit}"


def closers(results: "Results", colours: Colours, shown: int = 6) -> str:
    """What would close the gap: pipeline facilities, best first, each with the gap left after it."""
    from mineralmap.analysis.gaps import weighed

    table = results.gap.closers
    if not len(table):
        return f"<span style='color:{colours.quiet}'>No project in the data adds partner supply here.</span>"
    rows = ""
    for line in table.head(shown).to_dict("records"):
        start = line["start_year"]
        when = f", {start:.0f}" if start == start else ""
        rows += (
            f"<tr><td style='padding:2px 0'><a style='color:{colours.focus}; text-decoration:none' "
            f"href='facility:{escape(str(line['facility_id']))}'>{escape(str(line['name']))}</a> "
            f"<span style='color:{colours.quiet}'>{escape(str(line['host_iso3']))}, {escape(str(line['status']))}"
            f"{when}</span></td><td align='right' style='padding:2px 0 2px 12px; white-space:nowrap'>"
            f"+{escape(tonnes(float(line['added_t']), results.gap.unit))}</td></tr>"
        )
    more = len(table) - shown
    rest = f"and {more} more. " if more > 0 else ""
    how = escape(weighed(results.scenario))
    below = f"<p style='margin:4px 0 0 0; color:{colours.quiet}'>{rest}Weighed: {how}.</p>"
    return f"<table width='100%' cellspacing='0'>{rows}</table>{below}"


def ahead(found: "Horizon", colours: Colours) -> str:
    """The gap of the year asked about in one line, a link to what stands behind it; what is not counted, quietly."""
    year = found.of_year()
    if year["gap_t"] != year["gap_t"]:
        said = f"Gap of {found.year}: {figure('horizon_gap', NO_DATA, colours, colours.quiet)}"
    elif year["gap_t"] > 0:
        gap = figure("horizon_gap", f"{tonnes(float(year['gap_t']), found.unit)} short", colours, colours.accent)
        said = f"In {found.year} {gap} of a target of {escape(tonnes(float(year['target_t']), found.unit))}"
    else:
        met = figure("horizon_gap", "target met", colours)
        said = f"In {found.year} {met}: {escape(tonnes(float(year['target_t']), found.unit))}"
    dated = len(found.undated)
    rest = f"; {plural(dated, 'project')} without a start year not counted" if dated else ""
    return f"{said}, {escape(found.outlook.name)}<span style='color:{colours.quiet}'>{escape(rest)}</span>"


def checks(said: Sequence[tuple[str, str, str, str]], colours: Colours) -> str:
    """Every indicator in a line: title, what it reads up to the first clause, as a link to the whole, and its level."""
    rows = "".join(
        f"<tr><td style='padding:2px 0'>{escape(title)}</td><td align='right' style='padding:2px 0 2px 12px'>"
        f"{figure(one, _clause(text), colours, colours.quiet if text.startswith(NO_DATA) else '')}</td>"
        f"<td align='right' width='20' style='padding:2px 0'>{_mark(level, colours)}</td></tr>"
        for one, title, text, level in said
    )
    return f"<table width='100%' cellspacing='0'>{rows}</table>"


def _mark(level: str, colours: Colours) -> str:
    sign = {"fine": "●", "near": "◆", "may": "△", "over": "▲"}.get(level, "")
    return f"<span style='color:{level_colour(level, colours)}'>{sign}</span>" if sign else ""


def _clause(text: str) -> str:
    """The first clause of what an indicator reads; the whole stands in its evidence."""
    if text.startswith(NO_DATA):
        return NO_DATA
    short = text.split(";")[0].split(" (")[0].strip()
    for cut in (", ", " of ", " by "):
        if len(short) > CLAUSE:
            short = short.split(cut)[0]
    short = short if len(short) <= CLAUSE else f"{short[: CLAUSE - 1].rstrip()}…"
    return short.replace(" %", f"{GAP}%")


def evidence(results: "Results", dataset: "Dataset", colours: Colours) -> str:
    """What the answer rests on: the denominator, the notes, the sources with their addresses."""
    total = f"Shares are of {tonnes(results.denominator_t, results.unit)}: {results.denominator_source}"
    if results.denominator_t != results.denominator_t:
        return _offer(results, colours)  # what is noted then is of a gap that is not shown
    parts = [_offer(results, colours)] if results.no_data else [f"<p style='margin:0 0 4px 0'>{escape(total)}</p>"]
    parts += [f"<p style='margin:0 0 4px 0'>{escape(note)}</p>" for note in results.notes if note != results.no_data]
    shown = [source_line(dataset, source, colours) for source in results.sources[:8]]
    more = len(results.sources) - len(shown)
    if more > 0:
        shown.append(f"and {plural(more, 'more source')} for single facilities (click one to see them)")
    parts += [f"<p style='margin:0 0 4px 0; color:{colours.quiet}'>{line}</p>" for line in shown]
    return "".join(parts)


def _offer(results: "Results", colours: Colours) -> str:
    """The nearest question that has an answer, as a link; "" where none is known."""
    if not results.no_data:
        return ""
    if results.scenario.measure == Measure.OUTPUT and "Counting capacity works" in results.no_data:
        link, words = "ask:capacity", "Count capacity instead"
    elif results.scenario.basis != Basis.LOCATION and results.no_data.startswith("No answer by owner"):
        link, words = "ask:location", "Count by location instead"
    elif results.no_data.startswith("No national table has"):
        link, words = "ask:latest", "Ask for the latest year instead"
    elif results.scenario.cuts and results.no_data.startswith("All supply is cut"):
        return f"<p><a style='color:{colours.focus}' href='{WHAT_IF}'>See what falls away</a></p>"
    else:
        return _stages(results, colours)
    return f"<p style='margin:0 0 8px 0'><a style='color:{colours.focus}' href='{link}'>{words}</a></p>"


def _stages(results: "Results", colours: Colours) -> str:
    """The stages of the mineral that have a national table, as links."""
    from mineralmap.analysis.compute import available_years

    mineral = results.scenario.mineral
    found = [stage for stage in STAGE_WORDS if available_years(results.dataset, mineral, stage)]
    said = [
        f"<a style='color:{colours.focus}' href='ask:stage:{stage.value}'>{STAGE_WORDS[stage]} "
        f"{escape(results.mineral_name)}</a>"
        for stage in found
        if stage is not results.scenario.stage
    ]
    return f"<p style='margin:0 0 8px 0'>There is an answer for {' and '.join(said)}.</p>" if said else ""


def source_line(dataset: "Dataset", source_id: str, colours: Colours) -> str:
    """A source as a line of rich text: publisher, title, year, with its address as a link."""
    found = _sources(dataset).get(source_id)
    if found is None:
        return escape(source_id)
    *named, address, read_on = map(str, found)
    words = ", ".join(one for one in named if one not in NOBODY) + (f"; read {read_on}" if read_on else "")
    if address.startswith(("https://", "http://")):
        return f"{escape(words)} <a style='color:{colours.focus}' href='{escape(address)}'>{escape(_site(address))}</a>"
    return escape(f"{words} {address}".strip())


@lru_cache(maxsize=1)
def _sources(dataset: "Dataset") -> dict[str, tuple[Any, ...]]:
    """Publisher, title, year, address and day of reading by id: a card names a dozen and is told anew at most edits."""
    known = dataset.sources
    columns = (known[name].tolist() for name in ("publisher", "title", "year", "address", "read_on"))
    return dict(zip(known.index.tolist(), zip(*columns, strict=True), strict=True))


def partner_names(dataset: "Dataset", partners: frozenset[str]) -> list[str]:
    """Names of the partner groups that are switched on, in the order of the toggles."""
    known = _groups(dataset)
    named = [name for partner_id, name in known.items() if partner_id in partners]
    return named + sorted(dataset.country_name(code) for code in partners if code not in known)


@lru_cache(maxsize=4)
def _groups(dataset: "Dataset") -> dict[str, str]:
    groups = dataset.partners.sort_values("order").drop_duplicates("partner_id")
    return dict(zip(groups["partner_id"].astype(str), groups["name"].astype(str), strict=True))


def _between(band: "Band") -> str:
    text = percent_range(band.low, band.high)
    return f" ({escape(text)})" if band.low < band.high and text != percent(band.point) and text != NO_DATA else ""


def _between_tonnes(band: "Band", unit: str) -> str:
    low, high = tonnes(band.low, unit), tonnes(band.high, unit)
    return f" ({low} to {high})" if low != high and NO_DATA not in (low, high) else ""


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _number(value: float) -> str:
    return NO_DATA if value != value else f"{value:.1f}"


def _site(address: str) -> str:
    return address.split("/")[2]
