"""Why does a number say that? Rows, factors, assumptions, denominator and sources behind any figure of an answer.

``what`` is the id of an indicator, ``supplier:CHN``, ``company:glencore`` or ``facility:COD-mutanda``.
"""

import difflib
import math
from dataclasses import replace

import numpy as np
import pandas as pd

from mineralmap.analysis import backing, made_of
from mineralmap.analysis.assumptions import changed
from mineralmap.analysis.citation import paragraph
from mineralmap.analysis.evidence import Evidence
from mineralmap.analysis.explain_facility import facility_rows, facility_text
from mineralmap.analysis.indicators import Indicator, indicators
from mineralmap.analysis.own_notes import own_first
from mineralmap.analysis.question import names_of
from mineralmap.analysis.results import OTHER, UNKNOWN, Band, Results
from mineralmap.analysis.wording import banded, tonnes
from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import LATEST, Basis, Measure

FAMILIES = ("supplier", "company", "facility")
NEAREST = 5
NOBODY, REST = "What belongs to nobody named?", "tonnes without a named supplier ÷ denominator"
"""Question and formula of OTHER and UNKNOWN."""


def explain(results: Results, what: str, today: str = "") -> Evidence:
    """Everything behind one number.

    Parameters
    ----------
    results
        The answer that the number belongs to.
    what
        Id of an indicator (``hhi``), of a supplier, company or facility with its family before it.
    today
        Date to be printed in the citation, as ``2026-11-28``; "" for none.

    Returns
    -------
    Evidence; without an answer the value is nan, the text says "no data", and there are no rows.

    Raises
    ------
    InvalidArgument
        For a name that the data set does not know; the hint has the nearest ones.
    """
    family, colon, name = what.partition(":")
    if colon and family == "supplier":
        return _supplier(results, name, today)
    if colon and family == "company":
        return _company(results, name, today)
    if colon and family == "facility":
        return _facility(results, name, today)
    if what in indicators:
        return _indicator(results, indicators[what], today)
    raise _unknown(what, [*indicators.ids(), *(f"{one}:…" for one in FAMILIES)])


def cite(results: Results, what: str, today: str = "") -> str:
    """One paragraph for a footnote: the number, what it is of, its sources, program and data; see ``explain``."""
    return explain(results, what, today).citation


def asked(results: Results) -> str:
    """The question in one line: mineral, stage, basis, measure, year, partners, and what is not as usual."""
    scenario = results.scenario
    counts = f"output {results.year}" if scenario.measure is Measure.OUTPUT else "capacity as located"
    said = [f"{results.mineral_name.capitalize()}, {scenario.stage.value}, by {scenario.basis.value}, {counts}"]
    if scenario.partners:
        said.append(f"partners {', '.join(sorted(scenario.partners))}")
    if scenario.cuts:
        said.append(f"without {', '.join(scenario.cuts)}")
    if scenario.horizon != LATEST:
        said.append(f"demand and projects of {scenario.horizon}, {scenario.outlook}")
    return "; ".join(said)


def _indicator(results: Results, indicator: Indicator, today: str) -> Evidence:
    whole = getattr(indicator, "whole", made_of.of_results)(results)
    assumes = getattr(indicator, "assumes", None)
    return _evidence(
        results,
        whole,
        today,
        what=indicator.id,
        title=indicator.title,
        value=float(indicator.value(results)),
        unit=indicator.unit,
        text=indicator.text(results),
        question=indicator.question,
        formula=indicator.formula,
        reference=indicator.reference,
        rows=indicator.rows(results),
        assumes=assumes(results) if assumes else (),
    )


def _supplier(results: Results, name: str, today: str) -> Evidence:
    names = names_of(results.dataset)
    if name not in names:
        raise _unknown(f"supplier:{name}", [f"supplier:{one}" for one in [*results.suppliers["supplier"], *names]])
    rest = name in (OTHER, UNKNOWN)
    row = results.suppliers[results.suppliers["supplier"] == name]
    share = results.supplier_share(name)
    text = "no data: the output is withheld by the source" if len(row) and row["withheld"].iloc[0] else "no data"
    if not math.isnan(share):
        text = _share_text(results, row, share)
    return _evidence(
        results,
        made_of.of_results(results),
        today,
        what=f"supplier:{name}",
        title=names[name] if rest else f"Share of {names[name]}",
        value=share,
        unit="fraction",
        text=text,
        question=NOBODY if rest else f"What does {names[name]} supply?",
        formula=REST if rest else f"Σ tonnes × part of {names[name]} ÷ denominator",
        reference=_basis_words(results),
        rows=made_of.nothing() if math.isnan(share) else made_of.of_supplier(results, name),
    )


def _company(results: Results, name: str, today: str) -> Evidence:
    companies, found = results.dataset.companies, results.companies
    names = {**companies["name"].to_dict(), OTHER: "Other countries", UNKNOWN: "Company not known"}
    names |= dict(zip(found["supplier"], found["name"], strict=True))
    if name not in names:
        raise _unknown(f"company:{name}", [f"company:{one}" for one in names])
    called, rest = str(names[name]), name in (OTHER, UNKNOWN)
    row = found[found["supplier"] == name]
    share = float(row["share"].iloc[0]) if len(row) else (math.nan if results.no_data else 0.0)
    text = "no data"
    if not math.isnan(share):
        text = _share_text(results, row, share)
    return _evidence(
        results,
        made_of.of_results(results),
        today,
        what=f"company:{name}",
        title=called if rest else f"Share of {called}",
        value=share,
        unit="fraction",
        text=text,
        question=NOBODY if rest else f"What does {called} have?",
        formula=REST if rest else f"Σ tonnes × part of {called} ÷ denominator",
        reference=_basis_words(results),
        rows=made_of.nothing() if math.isnan(share) else made_of.of_company(results, name),
    )


def _share_text(results: Results, row: pd.DataFrame, share: float) -> str:
    """A share with its bounds and tonnes; 0 for one that is no row of the answer."""
    low, high, supplied = (
        float(row[name].iloc[0]) if len(row) else 0.0 for name in ("share_low", "share_high", "tonnes")
    )
    return f"{banded(Band(low, share, high))}, {tonnes(supplied, results.unit)}"


def _facility(results: Results, name: str, today: str) -> Evidence:
    facilities = results.dataset.facilities
    if name not in facilities.index:
        raise _unknown(f"facility:{name}", [f"facility:{one}" for one in facilities.index])
    weight = float(results.facilities["weight_t"].get(name, np.nan))
    called = str(facilities.at[name, "name"])
    return _evidence(
        results,
        made_of.of_results(results),
        today,
        what=f"facility:{name}",
        title=called,
        value=weight,
        unit=results.unit,
        text=facility_text(results, name),
        question=f"What does {called} count, and who owns it?",
        formula="published figure × factor to contained tonnes, as the measure weighs it; owners by equity",
        reference="A facility's own output of the year, else its contained capacity; a country's facilities are scaled "
        "down together where they exceed its published output.",
        rows=facility_rows(results, name),
        behind=pd.Series({name: weight if weight > 0 else 1.0}),
    )


def _evidence(
    results: Results,
    whole: made_of.Whole,
    today: str,
    *,
    what: str,
    title: str,
    value: float,
    unit: str,
    text: str,
    question: str,
    formula: str,
    reference: str,
    rows: pd.DataFrame,
    assumes: tuple[str, ...] = (),
    behind: pd.Series | None = None,
) -> Evidence:
    shown = backing.told(whole.answer, rows)
    if behind is None:
        behind = backing.tonnes_behind(whole.answer, shown)
    used = backing.factors(whole.answer, behind)
    assumed = [
        f"Assumption: {one['name']} ({one['factor_id']} = {one['value']:g}{_spread(one)}) behind "
        f"{tonnes(one['tonnes'], whole.answer.unit)}."
        for one in used[used["kind"] == "assumption"].to_dict("records")
    ]
    made = Evidence(
        what=what,
        title=title,
        value=value,
        unit=unit,
        text=text,
        question=question,
        asked=asked(whole.answer),
        formula=formula,
        reference=reference,
        denominator_t=whole.tonnes,
        denominator_source=whole.source,
        coverage=whole.coverage,
        rows=shown,
        factors=used,
        assumptions=(*assumes, *assumed, *changed(results.scenario)),
        sources=backing.sources(whole.answer, shown, behind, used),
        notes=_notes(results, what),
        citation="",
    )
    return replace(made, citation=paragraph(whole.answer, made, today))


def _notes(results: Results, what: str) -> tuple[str, ...]:
    """What must be said with the figure, its own notes first; assumptions are told apart. Why there is none comes
    before all."""
    said = [note for note in results.notes if not note.startswith(("Assumption:", "Changed by the user:"))]
    said = own_first(results, what, said)
    return (f"No data: {results.no_data}", *said) if results.no_data else said


def _spread(factor: dict) -> str:
    return "" if np.isnan([factor["low"], factor["high"]]).any() else f", {factor['low']:g}–{factor['high']:g}"


def _basis_words(results: Results) -> str:
    return {
        Basis.LOCATION: "By location all of a facility counts for the country it stands in.",
        Basis.EQUITY: "By equity a facility is split by stakes, multiplied along chains of companies; low counts "
        "published stakes, the figure adds presumed ones, high adds what is unknown.",
        Basis.CONTROL: "By control all of a facility counts for the one ultimate parent above more than 50 %; without "
        "one it is split by equity.",
    }[results.scenario.basis]


def _unknown(what: str, known: list[str]) -> InvalidArgument:
    near = difflib.get_close_matches(what, dict.fromkeys(known), NEAREST, 0.5) or known[: 3 * NEAREST]
    return InvalidArgument(f"There is nothing called {what!r} to explain.", f"Nearest are {', '.join(near)}.")
