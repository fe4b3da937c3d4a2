"""Which of an answer's notes speak of one figure: they stand before what is said of all."""

import re
from collections.abc import Iterable

from mineralmap.analysis.question import names_of
from mineralmap.analysis.results import OTHER, UNKNOWN, Results

_GAP = r"Target|No demand figure|Demand |The partners' supply|Supply to come"
_WITHOUT = r"N − 1|Published output|Withheld"
_PRESUMED = r".*\bpresumed\b"
_SPEAK_OF = {
    "coverage_gap": _GAP,
    "horizon_gap": _GAP,
    "n1": _WITHOUT,
    "n2": _WITHOUT,
    "coverage": r"Known country, no facility|.* implied utilisation|.*\boperating facilities count nothing",
    "presumed_share": _PRESUMED,
    "unknown_share": rf"{_PRESUMED}|.*\boperating facilities count nothing",
    "company_hhi": rf"{_PRESUMED} of a nation",
    "company_cr1": rf"{_PRESUMED} of a nation",
    "company_cr3": rf"{_PRESUMED} of a nation",
    f"supplier:{OTHER}": r".*[Cc]ountries the table does not name|Known country, no facility",
    f"supplier:{UNKNOWN}": rf"{_PRESUMED}|Withheld",
    f"company:{UNKNOWN}": rf"{_PRESUMED}|Withheld",
}
"""How the notes of a figure begin."""


def own_first(results: Results, what: str, notes: Iterable[str]) -> tuple[str, ...]:
    """The notes, those that speak of ``what`` (as ``explain`` takes it) before the others, each in their order."""
    said = re.compile(_SPEAK_OF.get(what) or _named(results, what) or r"(?!)")
    return tuple(sorted(notes, key=lambda note: said.match(note) is None))


def _named(results: Results, what: str) -> str:
    """A supplier, a company or a facility by name; of a facility also the country that it draws on."""
    data = results.dataset
    family, _, one = what.partition(":")
    names: list[str] = []
    if family == "supplier":
        names = [names_of(data).get(one, "")]
    elif family == "company" and one in data.companies.index:
        names = [str(data.companies.at[one, "name"])]
    elif family == "facility" and one in data.facilities.index:
        names = [
            str(data.facilities.at[one, "name"]),
            data.country_name(str(data.facilities.at[one, "host_iso3"])),
            one,
        ]
    known = "|".join(re.escape(name) for name in names if name)
    return rf".*(?<!\w)(?:{known})(?!\w)" if known else ""
