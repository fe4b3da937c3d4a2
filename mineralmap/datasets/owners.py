"""The owners of a facility as people write them in one cell: ``CMOC 80 %; Gécamines [COD] 20 %``."""

import re
from dataclasses import dataclass

from mineralmap.datasets import match
from mineralmap.datasets.values import clean

UNDISCLOSED = frozenset(
    {"undisclosed", "unknown", "na", "notdisclosed", "unbekannt", "other", "others", "various", "non"}
)
_PERCENT = r"(\d{1,3}(?:[.,]\d+)?)"
_BEHIND = re.compile(rf"^(.*?)[\s:,=–-]*\(?\s*{_PERCENT}\s*(%|percent|per cent|pct|Prozent)?\s*\)?$")
_BEFORE = re.compile(rf"^{_PERCENT}\s*(%|percent|per cent|pct|Prozent)\s+(.+)$")
_NEGATIVE = re.compile(r"(?:^|\s)-\d+(?:[.,]\d+)?\s*(?:%|percent|per cent|pct|Prozent)")
_SEAT = re.compile(r"\s*\[([^\]]*)\]\s*")
_COMMAS_BETWEEN = re.compile(r"(?<=%)\s*,\s*|(?<=%\))\s*,\s*")

LEAST_BARE_SUM = 50.0
"""Numbers without a percent sign that sum to less than this may be parts of names ("Mine No. 2")."""


@dataclass(frozen=True, slots=True)
class Owner:
    """One owner: ``name`` as written ("" when undisclosed), ``iso3`` from the brackets ("" without), ``stake`` 0–1 or
    ``None`` where no percentage is given."""

    name: str
    iso3: str
    stake: float | None


def parse(text: str) -> tuple[list[Owner], str]:
    """The owners of a cell and what is wrong with it, "" when nothing is. An empty cell has no owners.

    Owners are separated by semicolons or line ends (by commas only straight after a percent sign). A number behind or
    a percentage in front is the stake; what stands in square brackets is the seat, a code or a name.
    """
    owners: list[Owner] = []
    signs, bare = False, 0.0
    doubt = ""
    for part in re.split(r"[;；\n]|" + _COMMAS_BETWEEN.pattern, text):
        word = clean(part)
        if not word:
            continue
        iso3 = ""
        seat = _SEAT.search(word)
        if seat:
            iso3 = match.country(seat[1]) or ""
            if not iso3:
                return [], f"{seat[1]!r} in brackets is no country. {match.country_hint(seat[1])}"
            word = f"{word[: seat.start()]} {word[seat.end() :]}".strip()
        if _NEGATIVE.search(word):
            return [], f"{clean(part)!r} has a stake below nothing, or a dash that looks like a minus."
        before, behind = _BEFORE.match(word), _BEHIND.match(word)
        percent: float | None = None
        if before:
            name, percent, signs = before[3].strip(), _number(before[1]), True
        elif behind and behind[1].strip():
            name, percent, signs = behind[1].strip(" ,:=("), _number(behind[2]), signs or bool(behind[3])
            if not behind[3]:
                bare += percent
                doubt = doubt or ("" if seat or behind[1].rstrip().endswith((":", "=", "(")) else clean(part))
        else:
            name = word
        if match.key(name).isdigit() or not match.key(name):
            return [], f"{clean(part)!r} names no owner."
        if "%" in name:
            return [], f"{clean(part)!r} is not understood."
        undisclosed = match.key(name) in UNDISCLOSED
        owners.append(Owner("" if undisclosed else name, iso3, None if percent is None else percent / 100))
    if doubt and bare < LEAST_BARE_SUM and not (signs is False and 0.95 <= bare <= 1.0):
        return [], f"{doubt!r}: is the number a stake or part of the name? Write a percent sign behind a stake."
    return owners, _wrong(owners, signs)


def _wrong(owners: list[Owner], signs: bool) -> str:
    stakes = [owner.stake for owner in owners if owner.stake is not None]
    total = sum(stakes)
    if any(stake > 1.0 for stake in stakes):
        return f"a stake of {max(stakes) * 100:g} % is more than the whole."
    if total > 1.005:
        return f"the stakes add up to {total * 100:g} %, more than the whole."
    if stakes and not signs and max(stakes) <= 0.01 and total >= 0.0095:
        return "the stakes look like fractions; write percentages (80 % rather than 0.8)."
    names = [match.key(owner.name) for owner in owners if owner.name]
    if len(set(names)) < len(names):
        return "an owner is named twice."
    return ""


def _number(text: str) -> float:
    return float(text.replace(",", "."))
