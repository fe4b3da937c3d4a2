"""What stands behind a number: rows, factors, denominators, assumptions and sources, as one value to show and to cite.

``explain`` of ``analysis.explain`` makes it; window, command line and notebooks only show it.
"""

from dataclasses import dataclass

import pandas as pd

ROWS = ["kind", "id", "name", "host_iso3", "tonnes", "part", "contribution", "measured", "year", "confidence",
        "source_id", "stale", "note", "shared_with"]  # fmt: skip
FACTORS = ["factor_id", "name", "value", "low", "high", "kind", "tonnes", "source_id"]
SOURCES = ["source_id", "publisher", "title", "year", "address", "licence", "read_on"]
STALE_YEARS = 3
"""A figure older than this many years, against the year of the answer, is called stale."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """Everything behind one number.

    ``rows``: columns ``ROWS``. ``kind`` is facility, country (output that no facility explains, or a supplier), other,
    unknown, demand, benchmark, stake, company, figure (of one facility, as published), floor (what a number that is
    never negative leaves out), reliance, origin (of imports) or stock; ``tonnes`` of the answer's unit; ``part`` the
    fraction of them that counts; ``contribution`` what the row adds to the number in the number's own unit (nan where
    the number is no sum); ``measured`` what the tonnes rest on ("production 2024", "capacity 2019, scaled"); ``year``
    of the figure (nan where its source prints none); ``stale`` bool; ``shared_with`` the names of the other facilities
    that one published figure stands for, parted by "; ". ``factors``: columns ``FACTORS``, most
    tonnes first. ``sources``: columns ``SOURCES``, in the order they matter.
    """

    what: str
    """The id that was asked for: an indicator, "supplier:CHN", "facility:…", "company:…"."""
    title: str
    value: float
    unit: str
    text: str
    """The number in words, with its bounds."""
    question: str
    asked: str
    """Mineral, stage, basis, measure, year and partners in one line."""
    formula: str
    reference: str
    denominator_t: float
    denominator_source: str
    coverage: float
    rows: pd.DataFrame
    factors: pd.DataFrame
    assumptions: tuple[str, ...]
    sources: pd.DataFrame
    notes: tuple[str, ...]
    citation: str
    """One paragraph that can stand in a footnote: the number, what it is of, how it was made, by which sources."""
