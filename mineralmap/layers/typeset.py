"""Words of a map as they are set: a figure stays with its unit, a sign with its value, and apostrophes are curved."""

import re

GAP = "\u00a0"
"""Where a line never breaks."""
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_KEPT = re.compile(
    r"(?<=\d) (?=(?:t|kt|Mt|nm|km|kn|mm|days?)\b|%)"
    r"|(?<=\d[ \u00a0]t) (?=[A-Z])|(?<=\d[ \u00a0][kM]t) (?=[A-Z])"  # kt Co
    r"|(?<=[βκλ]) (?=\d)|(?<=<) (?=\d)|(?<=\bp\.) (?=\d)|(?<=\bdoi) (?=\d)"
    r"|(?<=\bCC) (?=BY)|(?<=\bCC[ \u00a0]BY) (?=\d)"
    rf"|(?<=\d) (?=(?:{_MONTHS})\b)"
)


def typeset(words: str) -> str:
    """The words with no break inside a value, and with one kind of apostrophe."""
    return _KEPT.sub(GAP, words).replace("'", "’")
