"""Cells of text to numbers and coordinates, vectorised over what is plain and careful with the rest.

A cell that could mean two things is a fault, never a guess: a wrong number is worse than a row left out.
"""

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
import pandas as pd

EMPTY_WORDS = frozenset(
    {"", "n/a", "na", "n.a.", "nan", "null", "none", "-", "–", "—", "?", "...", "#n/a", "..", "nil"}
)
"""What people write where they know no figure: read as empty, never as 0."""

_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_COMMA_DECIMAL = re.compile(r"[+-]?\d*,\d+")
_COMMA_GROUPS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_POINT_GROUPS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?")
_GROUP_SPACE = re.compile(r"(?<=\d)[ '’_](?=\d{3}(?:\D|$))")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell; ``soft`` faults are warnings and the value is used."""

    row: int
    what: str
    hint: str = ""
    soft: bool = False


def clean(cell: str) -> str:
    """One form for what looks alike: full-width digits, odd minus signs and spaces."""
    text = unicodedata.normalize("NFKC", cell).replace("\u2212", "-").replace("\u2010", "-").replace("\u2011", "-")
    return " ".join(text.split())


def without_spaces(text: str) -> str:
    """A cleaned number without what sets off its thousands: spaces, apostrophes, underscores."""
    return _GROUP_SPACE.sub("", text)


def is_empty(cell: str) -> bool:
    """Whether a number cell says that there is no figure."""
    return clean(cell).casefold() in EMPTY_WORDS


def numbers(cells: pd.Series, decimal_comma: bool = False) -> tuple[np.ndarray, list[Fault]]:
    """Numbers of a column, shape (n,), ``nan`` where empty or faulty.

    Points are decimal; groups of thousands may be set off by spaces, apostrophes or, where a second group or a
    decimal point proves it, by commas. A single comma is decimal where its digits are not three ("12,5"). "1,500" is
    1.5 to some and 1500 to others: the other cells of the column decide, or it is a fault. The same goes for "1.500"
    in a column with decimal commas.

    Parameters
    ----------
    decimal_comma
        The file hints at decimal commas; then "1.500" is as doubtful as "1,500".
    """
    values = np.full(len(cells), np.nan)
    faults: list[Fault] = []
    doubtful: list[tuple[int, str]] = []
    points: list[tuple[int, str]] = []
    commas = groups = False
    for place, (row, cell) in enumerate(cells.items()):
        text = without_spaces(clean(str(cell)))
        if text.casefold() in EMPTY_WORDS:
            continue
        if _PLAIN.fullmatch(text):
            values[place] = float(text)
            if _POINT_GROUPS.fullmatch(text):
                points.append((place, text))
        elif _COMMA_GROUPS.fullmatch(text) and text.count(",") == 1 and "." not in text and not text.startswith("0"):
            doubtful.append((place, text))
        elif _COMMA_GROUPS.fullmatch(text) and not text.startswith("0"):
            values[place], groups = float(text.replace(",", "")), True
        elif _COMMA_DECIMAL.fullmatch(text):
            values[place], commas = float(text.replace(",", ".")), True
        elif _POINT_GROUPS.fullmatch(text):
            values[place], commas = float(text.replace(".", "").replace(",", ".")), "," in text or commas
        else:
            faults.append(
                Fault(_row(row), f"{str(cell)!r} is not a number.", "Write digits only, such as 1500 or 12.5.")
            )
            continue
        if np.isinf(values[place]):
            values[place] = np.nan
            faults.append(Fault(_row(row), f"{str(cell)[:40]!r} is larger than any number.", "Check the figure."))
    for place, text in doubtful:
        row = _row(cells.index[place])
        if commas == groups or (decimal_comma and not commas):
            faults.append(_doubt(row, text, float(text.replace(",", ".")), float(text.replace(",", ""))))
        else:
            values[place] = float(text.replace(",", "." if commas else ""))
    for place, text in points if commas or decimal_comma else []:
        values[place] = np.nan
        faults.append(_doubt(_row(cells.index[place]), text, float(text), float(text.replace(".", ""))))
    return values, faults


def _doubt(row: int, text: str, small: float, large: float) -> Fault:
    return Fault(row, f"{text!r} may mean {small:g} or {large:.0f}.", f"Write {small:g} or {large:.0f}.")


def _row(label: object) -> int:
    return int(label)  # type: ignore[call-overload]


_SIGNS = str.maketrans(dict.fromkeys("°º˚'′’‘\"″”“度分秒", " "))
_HEMISPHERES = {"北緯": "N", "南緯": "S", "東経": "E", "西経": "W", "北纬": "N", "南纬": "S", "东经": "E", "西经": "W"}
_DEGREES = re.compile(
    r"([+-]?)\s*(\d{1,3}(?:[.,]\d+)?)(?:[\s:d]+(\d{1,2}(?:[.,]\d+)?))?(?:[\s:m]+(\d{1,2}(?:[.,]\d+)?))?[s\s]*"
)


def coordinates(cells: pd.Series, axis: str) -> tuple[np.ndarray, list[Fault]]:
    """Degrees of a column, shape (n,), ``nan`` where empty or faulty; ``axis`` is "lat" or "lon".

    Decimal degrees with point or comma; degrees, minutes and seconds with or without their signs; a letter N, S, E or
    W in front or behind. What is left over after reading is a fault, as are minutes of 60 and a sign beside a letter.
    """
    values = np.full(len(cells), np.nan)
    faults: list[Fault] = []
    limit, name = (90.0, "latitude") if axis == "lat" else (180.0, "longitude")
    for place, (row, cell) in enumerate(cells.items()):
        text = clean(str(cell))
        if text.casefold() in EMPTY_WORDS:
            continue
        value = _degrees(text, axis)
        if isinstance(value, str):
            faults.append(
                Fault(_row(row), f"{str(cell)[:40]!r} is no {name}{value}.", "Write decimal degrees, such as -23.76.")
            )
        elif abs(value) > limit:
            hint = "Are latitude and longitude swapped?" if axis == "lat" and abs(value) <= 180 else "Are they metres?"
            faults.append(Fault(_row(row), f"{value:g} is no {name}: it lies beyond ±{limit:g}.", hint))
        else:
            values[place] = value
    return values, faults


def _degrees(text: str, axis: str) -> float | str:
    """Degrees, or why not."""
    for word, letter in _HEMISPHERES.items():
        text = text.replace(word, letter)
    # NFKC has made two primes of a double prime already; either way it is only a mark between figures
    text = text.translate(_SIGNS).strip()
    letter = ""
    for candidate in (text[:1].upper(), text[-1:].upper()):
        if candidate in {"N", "S", "E", "W"} and not (candidate == "S" and re.search(r"\d\s*s$", text) and "d" in text):
            letter = candidate
            text = text[1:] if text[:1].upper() == candidate else text[:-1]
            break
    if letter and letter not in ("NS" if axis == "lat" else "EW"):
        return f": {letter} belongs to the {'longitude' if axis == 'lat' else 'latitude'}"
    found = _DEGREES.fullmatch(text.strip())
    if found is None:
        return ""
    sign, *parts = found.groups()
    if sign and letter:
        return ": it has both a sign and a letter"
    degrees, minutes, seconds = (float(part.replace(",", ".")) if part else 0.0 for part in parts)
    if minutes >= 60 or seconds >= 60:
        return ": minutes and seconds end at 60"
    if (parts[1] and not degrees.is_integer()) or (parts[2] and not minutes.is_integer()):
        return ""
    value = degrees + minutes / 60 + seconds / 3600
    return -value if sign == "-" or letter in {"S", "W"} else value
