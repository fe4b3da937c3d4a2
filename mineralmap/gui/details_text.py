"""Everything known of one facility as escaped rich text: what it makes, who owns it, who says so, how sure we are."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from mineralmap.datasets import shared_figures
from mineralmap.gui import evidence_text
from mineralmap.gui.answer_text import source_line
from mineralmap.gui.correct import stakes
from mineralmap.gui.correct.amounts import digits
from mineralmap.gui.links import figure
from mineralmap.gui.row_words import KINDS, PRECISION, STATUS
from mineralmap.gui.theme import Colours
from mineralmap.gui.why_not import why_not
from mineralmap.gui.words import GAP, STAGE_WORDS, percent, place, tonnes
from mineralmap.model.scenario import HELD_BY_PARTNERS, Basis, Measure, Stage

if TYPE_CHECKING:
    from mineralmap.analysis.owner_tree import Holder
    from mineralmap.analysis.results import OwnerLine, Results
    from mineralmap.datasets.dataset import Dataset
    from mineralmap.model.project import Correction

HOLDER = "holder:"
"""How the address of a link to a company's card begins."""
YEAR = re.compile(r"\b(19|20)\d\d")


def details(
    dataset: "Dataset",
    results: "Results | None",
    facility_id: str,
    owners: "list[OwnerLine]",
    colours: Colours,
    more: Sequence[tuple[str, str]] = (),
) -> str:
    """The facility as rich text, what was corrected first; every word from the data is escaped, every figure has its
    year and published value.

    ``more``: sections of escaped rich text below its figures, each with its title.
    """
    from mineralmap.datasets.correction_table import of_chain

    row: Any = dataset.facilities.loc[facility_id]
    head = [f"<p style='font-size:large; margin:0'><b>{escape(_text(row['name']))}</b></p>"]
    if _text(row["name_local"]):
        head.append(_quiet(escape(_text(row["name_local"])), colours))
    where = ", ".join(filter(None, (_text(row["admin1"]), dataset.country_name(_text(row["host_iso3"])))))
    what = Stage(row["stage"]).value if _text(row["stage"]) in set(Stage) else _text(row["stage"])
    start = f", since {row['start_year']:.0f}" if row["start_year"] == row["start_year"] else ""
    start += f" (as of {_text(row['as_of'])})" if _text(row["as_of"]) else ""
    head.append(f"<p style='margin:4px 0 0 0'>{escape(what.capitalize())} · {escape(where)}</p>")
    status = STATUS.get(_text(row["status"]), _text(row["status"])).capitalize()
    head.append(f"<p style='margin:0'>{escape(status + start)}</p>")
    if _text(row["dataset"]):
        head.append(_quiet(f"From your file {escape(_text(row['dataset']))}", colours))
    parts = ["".join(head)]
    corrections = of_chain(dataset, facility_id)
    parts.append(_corrected(dataset, corrections, colours, facility_id))
    parts.append(_section("Owners", _owners(dataset, owners, colours), colours))
    parts.append(_section("In this answer", _counted(dataset, results, facility_id, colours), colours))
    parts.append(_section("Figures", _figures(dataset, facility_id, colours), colours))
    parts += [_section(title, body, colours) for title, body in more]
    for title, lines in (
        ("Published offtakes (not ownership)", evidence_text.offtakes(dataset, facility_id, colours)),
        ("Checked", evidence_text.checks(dataset, facility_id, colours, corrections)),
    ):
        if lines:
            parts.append(_section(title, lines, colours))
    parts.append(_section("Place", _where(row, colours), colours))
    if _text(row["operator"]):
        parts.append(_section("Operator", escape(_text(row["operator"])), colours))
    if _text(row["notes"]):
        parts.append(_section("Notes", escape(_text(row["notes"])), colours))
    detail = _text(row["source_detail"])
    behind = [*(source for line in owners for source in line.sources), *evidence_text.sources(dataset, facility_id)]
    figures = dataset.outputs.loc[dataset.outputs["facility_id"] == facility_id, "source_id"]
    named = dict.fromkeys([*_ids(row["source_id"]), *(one for cell in figures for one in _ids(cell)), *behind])
    sources = [source_line(dataset, source, colours) for source in named]
    parts.append(_section("Sources", "<br>".join([*sources, *([escape(detail)] if detail else [])]), colours))
    parts.append(_quiet(f"Confidence {escape(confidence(dataset, facility_id))} · id {escape(facility_id)}", colours))
    return "".join(parts)


def country(dataset: "Dataset", results: "Results", bases: "dict[Basis, Results]", iso3: str, colours: Colours) -> str:
    """A country as rich text: its share under each basis, and its facilities of the question, the largest first."""
    what = f"{STAGE_WORDS[results.scenario.stage]} {results.mineral_name}"
    parts = [f"<p style='font-size:large; margin:0'><b>{escape(dataset.country_name(iso3))}</b></p>"]
    if results.no_data:
        return parts[0] + _section(f"Share of {what}", escape(results.no_data), colours)
    rows = ""
    for basis in Basis:
        answer = results if basis == results.scenario.basis else bases.get(basis)
        if answer is not None and not answer.no_data:
            found = answer.suppliers.loc[answer.suppliers["supplier"] == iso3]
            withheld = len(found) > 0 and bool(found["withheld"].iloc[0])
            share = "withheld" if withheld else percent(answer.supplier_share(iso3))
            linked = basis == results.scenario.basis and len(found) and not withheld
            share = figure(f"supplier:{iso3}" if linked else "", share, colours)
            rows += f"<tr><td style='padding:2px 0'>by {basis.value}</td><td align='right'>{share}</td></tr>"
    parts.append(_section(f"Share of {what}", f"<table width='100%' cellspacing='0'>{rows}</table>", colours))
    table = results.facilities
    here = dataset.facilities.loc[table.index, "host_iso3"] == iso3
    lines = ""
    for facility_id, row in table[here].sort_values("weight_t", ascending=False).iterrows():
        name = escape(_text(dataset.facilities.at[facility_id, "name"]))
        counted = escape(tonnes(float(row["weight_t"]), results.unit))
        lines += (
            f"<tr><td style='padding:2px 0'><a style='color:{colours.focus}; text-decoration:none' "
            f"href='facility:{escape(str(facility_id))}'>{name}</a></td>"
            f"<td align='right' style='padding:2px 0 2px 12px; white-space:nowrap'>{counted}</td></tr>"
        )
    listed = f"<table width='100%' cellspacing='0'>{lines}</table>" if lines else "We have located none."
    parts.append(_section(f"Facilities here, {results.scenario.measure.value} counted", listed, colours))
    return "".join(parts)


def company(
    dataset: "Dataset",
    company_id: str,
    facilities: Sequence[str],
    colours: Colours,
    holders: "Sequence[Holder] | None" = None,
) -> str:
    """A company as rich text: its nation, who holds it (``None`` while that is looked up), and every facility it has a
    part in, directly or through others."""
    from mineralmap.datasets.correction_table import of_facility as of_row

    row: Any = dataset.companies.loc[company_id]
    parts = [f"<p style='font-size:large; margin:0'><b>{escape(_text(row['name']))}</b></p>"]
    if _text(row["name_local"]):
        parts.append(_quiet(escape(_text(row["name_local"])), colours))
    nation = dataset.country_name(_text(row["country_iso3"])) if _text(row["country_iso3"]) else "nation undisclosed"
    kind = KINDS.get(_text(row["kind"]), "")
    parts.append(f"<p style='margin:4px 0 0 0'>Company · {escape(' · '.join(filter(None, (nation, kind))))}</p>")
    mine = of_row(dataset.corrected, company_id) if dataset.corrected else []
    parts.append(_corrected(dataset, mine, colours, company_id))
    parts.append(_section("Owners", _holders(dataset, company_id, holders, colours), colours))
    lines = ""
    known = dataset.facilities.loc[list(facilities)]
    minerals = dataset.outputs.drop_duplicates(["facility_id", "mineral"]).groupby("facility_id")["mineral"].agg(list)
    for facility_id, one in known.sort_values(["stage", "name"]).iterrows():
        named = [str(dataset.minerals.at[code, "name"]) for code in minerals.get(facility_id, [])]
        what = " · ".join(
            filter(None, (", ".join(named), _text(one["stage"]), dataset.country_name(_text(one["host_iso3"]))))
        )
        lines += (
            f"<p style='margin:0 0 4px 0'><a style='color:{colours.focus}; text-decoration:none' "
            f"href='facility:{escape(str(facility_id))}'>{escape(_text(one['name']))}</a><br>"
            f"<span style='color:{colours.quiet}'>{escape(what)}</span></p>"
        )
    parts.append(_section("Has a part in, directly or through others", lines, colours))
    said = [*(one for holder in holders or () for one in holder.sources), *_ids(row["source_id"])]
    sources = [source_line(dataset, source, colours) for source in dict.fromkeys(said)]
    parts.append(_section("Sources", "<br>".join(sources), colours) if sources else "")
    credited = figure(f"company:{company_id}", "What it is credited with in this answer", colours)
    parts.append(f"<p style='margin:12px 0 4px 0'>{credited}</p>")
    parts.append(_quiet("Each facility tells the stakes and the chain of companies.", colours))
    return "".join(parts)


def _holders(dataset: "Dataset", company_id: str, holders: "Sequence[Holder] | None", colours: Colours) -> str:
    """Who holds a company, each with a link to its card, the stake, and who stands above it."""
    if holders is None:
        return "Being looked up…"
    if not any(one.id for one in holders):
        ends = bool(dataset.companies.at[company_id, "stops"])
        return "None is in the data: tracing ends here." if ends else "Nobody in the data is said to own it."
    rows = ""
    for one in holders:
        link = f"<a style='color:{colours.focus}; text-decoration:none' href='{HOLDER}{escape(one.id)}'>"
        name = f"{link}{escape(one.name)}</a>" if one.id in dataset.companies.index else escape(one.name.capitalize())
        chip = _chip(one.iso3, colours) if one.iso3 else ""
        state = ", state-owned" if one.state_owned else ""
        grade = " (presumed)" if one.grade == "presumed" else ""
        grade = " (stake not published)" if one.id and one.stake != one.stake and not one.note else grade
        above = ", ".join(
            f"{stakes.pen(dataset, up.id, one.id)}{up.name} {percent(up.stake)}"
            for up in one.holders
            if up.id and up.stake == up.stake
        )
        since = stakes.since(dataset, (company_id, one.id), one.as_of)
        below = " · ".join(filter(None, (f"held by {above}" if above else "", since, one.note)))
        share = escape(percent(one.stake)) if one.stake == one.stake else "?"
        rows += (
            f"<tr><td style='padding:2px 0'>{name} {chip}<span style='color:{colours.quiet}'>{escape(state + grade)}"
            + (f"<br>{escape(below)}" if below else "")
            + f"</span></td><td align='right' style='padding:2px 0 2px 12px; white-space:nowrap'>{share}</td></tr>"
        )
    return f"<table width='100%' cellspacing='0'>{rows}</table>"


def _corrected(dataset: "Dataset", corrections: "list[Correction]", colours: Colours, here: str) -> str:
    """What the user has corrected, on the card of ``here``: the value, what it was, when, after whom; "" for none."""
    if not corrections:
        return ""
    from mineralmap.gui.correct import said as in_words

    lines = []
    for one in corrections:
        name = in_words.label(dataset, one) + stakes.elsewhere(dataset, one, here)
        if one.column:
            now, was = map(escape, in_words.values(dataset, one))
            said = f"{escape(name)}: <b>{now}</b>, was {was}"
        else:
            said = escape(f"{name or one.table} {'taken out' if one.value == 'removed' else 'added'}")
        behind = "; ".join(filter(None, (f"corrected by you on {one.on}, source: {one.source}", one.note)))
        lines.append(
            f"<p style='margin:0 0 4px 0'>✎ {said}<br><span style='color:{colours.quiet}'>{escape(behind)}</span></p>"
        )
    every = f"<a style='color:{colours.focus}; text-decoration:none' href='corrections:'>All corrections</a>"
    return _section("Corrected by you", "".join(lines) + every, colours)


def confidence(dataset: "Dataset", facility_id: str) -> str:
    """The grade of a facility's row; what the user corrected has none of the sources'."""
    from mineralmap.datasets.correction_table import AS_CORRECTED, marks

    if dataset.corrected and marks(dataset.corrected, [facility_id])[0]:
        return AS_CORRECTED
    return _text(dataset.facilities.at[facility_id, "confidence"])


def kind_of_figure(row: Mapping[Any, Any], what: str) -> str:
    """What kind of figure the source prints; "" for an output of a year that is not among those it names, which are
    then those of the capacity."""
    basis, year = _text(row["figure_basis"]), row["production_year"]
    if what != "production" or year != year or row["capacity"] != row["capacity"]:
        return basis
    return "" if YEAR.search(basis) and f"{year:.0f}" not in basis else basis


def _chip(code: str, colours: Colours) -> str:
    """A country's code as a small flag of its own."""
    style = f"background-color:{colours.chosen}; color:{colours.chosen_text}"
    return f"<span style='{style}'>&nbsp;{escape(code)}&nbsp;</span>"


def _owners(dataset: "Dataset", owners: "list[OwnerLine]", colours: Colours) -> str:
    if not owners:
        return "No owner is known."
    rows = ""
    ids = {str(name): str(one) for one, name in dataset.companies["name"].items()}
    for line in owners:
        known = ids.get(line.owner, "")
        name = figure(f"company:{known}" if known else "", line.owner, colours)
        chip = _chip(line.owner_iso3, colours) if line.owner_iso3 else ""
        nation = "" if chip else "nation undisclosed" if line.path else ""
        state = ", state-owned" if line.state_owned else ""
        grade = {"presumed": " (presumed)", "unknown": " (stake not published)" if line.path else ""}.get(
            line.grade, ""
        )
        share = escape(percent(line.share)) if line.share == line.share else "?"
        path = " ← ".join(reversed(line.path)).replace(" %", f"{GAP}%") if len(line.path) > 1 else ""
        below = " · ".join(filter(None, (path, stakes.since(dataset, line.chain, line.as_of))))
        rows += (
            f"<tr><td style='padding:2px 0'>{name} {chip}<span style='color:{colours.quiet}'>"
            f"{escape(nation + state + grade)}</span>"
            + (f"<br><span style='color:{colours.quiet}'>{escape(below)}</span>" if below else "")
            + f"</td><td align='right' style='padding:2px 0 2px 12px; white-space:nowrap'>{share}</td></tr>"
        )
    return f"<table width='100%' cellspacing='0'>{rows}</table>"


def _counted(dataset: "Dataset", results: "Results | None", facility_id: str, colours: Colours) -> str:
    if results is None or facility_id not in results.facilities.index:
        return f"Not part of the question as it stands. {_asks(dataset, facility_id, colours)}"
    row: Any = results.facilities.loc[facility_id]
    if not bool(row["counted"]):
        capacity = results.scenario.measure is Measure.CAPACITY
        return escape(f"Not in the sum: {why_not(str(row['weight_from']), results.unit, capacity)}.")
    group = (
        f"; {percent(float(row['partner_share']))} {HELD_BY_PARTNERS[results.scenario.basis]}"
        if row["partner_share"] == row["partner_share"]
        else ""
    )
    what = f"{STAGE_WORDS[results.scenario.stage]} {results.mineral_name}"
    counted = figure(f"facility:{facility_id}", tonnes(float(row["weight_t"]), results.unit), colours)
    said = f"of {what} ({row['weight_from']}){group}"
    return f"{counted} {escape(said)}"


def _asks(dataset: "Dataset", facility_id: str, colours: Colours) -> str:
    """Links to the questions that the facility is part of: its stage, each of its minerals."""
    stage = _text(dataset.facilities.at[facility_id, "stage"])
    made = dataset.outputs.loc[dataset.outputs["facility_id"] == facility_id, "mineral"].drop_duplicates()
    if stage not in set(Stage):
        return ""
    return " ".join(
        f"<a style='color:{colours.focus}' href='ask:{escape(str(mineral))}:{stage}'>"
        f"Ask for {STAGE_WORDS[Stage(stage)]} {escape(str(dataset.minerals.at[mineral, 'name']))}</a>"
        for mineral in made
        if mineral in dataset.minerals.index
    )


def _figures(dataset: "Dataset", facility_id: str, colours: Colours) -> str:
    lines = []
    corrected = {
        (one.row.partition("#")[0], one.column): one.was for one in dataset.corrected if one.table == "outputs"
    }
    for row in dataset.outputs[dataset.outputs["facility_id"] == facility_id].to_dict("records"):
        unit = str(dataset.minerals.at[row["mineral"], "unit"]) if row["mineral"] in dataset.minerals.index else "t"
        for what, title in (("capacity", "Capacity"), ("production", "Output")):
            published, contained, year = row[what], row[f"{what}_t"], row[f"{what}_year"]
            if published != published and contained != contained:
                continue
            when = f" ({year:.0f})" if year == year else " (year not stated)"
            words = f"<b>{escape(tonnes(contained, unit))}</b>" if contained == contained else "not derived"
            source = (
                f"published: {published:,.10g} {row['unit']} {row['form']}" if published == published else "derived"
            )
            factor = f" × {row['factor']:.5g}" if row["factor"] == row["factor"] and row["factor"] != 1 else ""
            marks = " · derived from another row of the site" if row["derived"] else ""
            said = kind_of_figure(row, what)
            basis = f" · {said}" if said else ""
            was = corrected.get((f"{facility_id}|{row['mineral']}|{row['form']}", what))
            if was is not None:
                # Nobody published it, and its basis is that of the figure that stood here.
                before = f"{digits(was)}{GAP}{row['unit']}" if digits(was) else was or "not known"
                source = f"✎ as corrected by you: {source.removeprefix('published: ')} (was {before})"
                basis = ""
            lines.append(
                f"{title}{when} {words}<br><span style='color:{colours.quiet}'>"
                f"{escape(source + factor + basis + marks)}</span>"
            )
        if several := shared_figures.of_row(dataset, row):
            lines.append(_quiet(escape(several), colours))
    return "<br>".join(lines) or "No figure is published."


def _where(row: Any, colours: Colours) -> str:
    point = place(float(row["lon"]), float(row["lat"])) or "No place is known"
    precision = PRECISION.get(_text(row["coord_precision"]), _text(row["coord_precision"]))
    if row["dataset"] and _text(row["coord_precision"]) == "unknown":
        precision = "as given in your file, which does not state how exact it is"
    return f"{point}<br><span style='color:{colours.quiet}'>{escape(precision)}</span>"


def _section(title: str, body: str, colours: Colours) -> str:
    heading = f"<span style='color:{colours.quiet}'><b>{escape(title)}</b></span>"
    return f"<p style='margin:16px 0 2px 0'>{heading}</p><div>{body}</div>"


def _quiet(words: str, colours: Colours) -> str:
    return f"<p style='margin:4px 0 0 0; color:{colours.quiet}'>{words}</p>"


def _text(value: object) -> str:
    return "" if value is None or value != value else str(value)


def _ids(value: object) -> list[str]:
    return [part.strip() for part in _text(value).split(";") if part.strip()]
