"""A number as one paragraph for a footnote: what it is, what it is of, by which sources, made with which data."""

import math

from mineralmap.analysis import backing
from mineralmap.analysis.evidence import Evidence
from mineralmap.analysis.notes import source_name
from mineralmap.analysis.results import Results
from mineralmap.analysis.wording import percent, tonnes
from mineralmap.model.scenario import Basis
from mineralmap.version import __version__


def paragraph(results: Results, evidence: Evidence, today: str = "") -> str:
    """The paragraph, in plain text.

    Parameters
    ----------
    results
        The answer that ``evidence`` explains a number of.
    today
        The date to be printed, as ``2026-11-28``; "" prints none, so that one question gives one text.
    """
    parts = [f"{evidence.title}: {evidence.text}.", f"{evidence.asked}."]
    if not math.isnan(evidence.denominator_t):
        of = f" ({evidence.denominator_source})" if evidence.denominator_source else ""
        parts.append(f"Of {tonnes(evidence.denominator_t, results.unit)}{of}.")
    owners = [("owner unknown", results.unknown_share), ("stake presumed", results.presumed_share)]
    by_owner = results.scenario.basis is not Basis.LOCATION  # by location owners play no part
    known = [
        f"{words} {percent(value)}"
        for words, value in [("located at facilities", evidence.coverage), *owners * by_owner]
        if not math.isnan(value) and not math.isnan(evidence.denominator_t)
    ]
    if known:
        parts.append(f"{', '.join(known)}.".capitalize())
    parts.append(_by_whom(results, evidence))
    dated = f", {today}" if today else ""
    parts.append(f"mineralmap {__version__}, data {results.dataset_key}{dated}.")
    return " ".join(parts)


def _by_whom(results: Results, evidence: Evidence) -> str:
    table = backing.table_of(results)
    demand = set(evidence.rows.loc[evidence.rows["kind"] == "demand", "source_id"])
    apart = {one for cell in demand for one in str(cell).split("; ")} | ({table.source_id} if table else set())
    named = [table.source_id] if table else []
    named += [one for one in evidence.sources["source_id"] if one in apart - set(named)]
    said = "; ".join(source_name(results.dataset, one) for one in named)
    rest = len(set(evidence.sources["source_id"]) - apart)
    of_rest = f"{rest} source{'' if rest == 1 else 's'} of facilities, owners and factors" if rest else ""
    return f"Sources: {'; '.join(filter(None, (said, of_rest))) or 'none'}."
