"""Places and scales as people type and copy them: "12.3 N 45.6 E", "-8.5, 120.2", with minutes; "1:2,000,000"."""

import math
import re

HOW = "Type a place as 12.3 N 45.6 E, as -8.5, 120.2 (latitude first) or with degrees, minutes and seconds."
HOW_LATITUDE = "A latitude goes to 90 only, and it comes first. If you meant the longitude {1}, type {0}, {1}."
HOW_SCALE = "Type a scale as 1:2,000,000 or 1:2 M."
_NUMBER = r"\d+(?:\.\d+)?"
_ANGLE = rf"([-+]?{_NUMBER})(?:\s+({_NUMBER}))?(?:\s+({_NUMBER}))?"
_LETTER_LAST = re.compile(rf"{_ANGLE}\s*([NSEW])[\s,;]*{_ANGLE}\s*([NSEW])")
_LETTER_FIRST = re.compile(rf"([NSEW])\s*{_ANGLE}[\s,;]*([NSEW])\s*{_ANGLE}")
_PLAIN = re.compile(rf"([-+]?{_NUMBER})(?:\s*[,;]\s*|\s+)([-+]?{_NUMBER})")
_PLAIN_ANGLES = re.compile(rf"{_ANGLE}\s*[,;]\s*{_ANGLE}")
_DECIMAL_COMMAS = re.compile(r"[-+]?\d+,\d+[^\d,.;]*[;\s]+[-+]?\d+,\d+[^\d,.;]*")
_MARKS = str.maketrans({"−": "-", "–": "-", **dict.fromkeys("°º˚′'’‘″\"”“:\u00a0\u202f", " ")})
_SCALE = re.compile(r"(?:1\s*[:/]\s*)?(\d+(?:\.\d+)?)\s*(k|m|mio|million|bn)?", re.IGNORECASE)


def place(text: str) -> tuple[float, float] | None:
    """Longitude and latitude of what somebody typed, ``None`` when it is no place.

    Two plain numbers are latitude and longitude, as maps on the web and GPS write them. Decimal commas are understood
    where they cannot be meant to part the two numbers.

    Examples
    --------
    >>> place("8°30'S 120°12'E")
    (120.2, -8.5)
    """
    words = text.translate(_MARKS).strip().upper()
    if _DECIMAL_COMMAS.fullmatch(words):
        words = words.replace(",", ".")
    if found := _LETTER_LAST.fullmatch(words):
        parts = found.groups()
        return _lettered(parts[3], parts[:3], parts[7], parts[4:7])
    if found := _LETTER_FIRST.fullmatch(words):
        parts = found.groups()
        return _lettered(parts[0], parts[1:4], parts[4], parts[5:8])
    if found := _PLAIN.fullmatch(words):
        return _pair(float(found[1]), float(found[2]))
    if found := _PLAIN_ANGLES.fullmatch(words):
        return _pair(_angle(found.groups()[:3]), _angle(found.groups()[3:]))
    return None


def metres(text: str) -> tuple[float, float] | None:
    """Metres of the map that somebody typed, right and up, as its menu copies them; ``None`` where they may be
    degrees."""
    found = _PLAIN.fullmatch(text.translate(_MARKS).strip())
    pair = (float(found[1]), float(found[2])) if found else (0.0, 0.0)
    return pair if max(map(abs, pair)) > 360 else None


def hint(text: str) -> str:
    """What to say of what is no place: why, where that can be told, else how a place is typed."""
    words = text.translate(_MARKS).strip()
    swapped = (found := _PLAIN.fullmatch(words)) and 90 < abs(float(found[1])) <= 360 and abs(float(found[2])) <= 90
    return HOW_LATITUDE.format(found[2], found[1]) if found and swapped else HOW


def scale(text: str) -> float | None:
    """The denominator of a scale that somebody typed, ``None`` when it is none."""
    words = text.strip().replace("\u00a0", " ")
    words = re.sub(r"(?<=\d)[,' ](?=\d{3}(?!\d))", "", words)
    words = re.sub(r"(?<=\d),(?=\d{1,2}(?!\d))", ".", words)  # what parts no thousands is a decimal comma
    found = _SCALE.fullmatch(words)
    if not found:
        return None
    factor = {"": 1.0, "k": 1e3, "bn": 1e9}.get((found[2] or "").lower(), 1e6)
    denominator = float(found[1]) * factor
    return denominator if 1 <= denominator < 1e12 else None


def decimal(lon: float, lat: float) -> str:
    """Latitude and longitude in decimal degrees, to a metre: "-8.50000, 120.20000"."""
    return f"{lat:.5f}, {lon:.5f}"


def sexagesimal(lon: float, lat: float) -> str:
    """Degrees, minutes and seconds, to three metres, as other programs read them: "8°30'00.0\"S 120°12'00.0\"E"."""
    return f"{_dms(lat, 'NS')} {_dms(lon, 'EW')}"


def _dms(value: float, letters: str) -> str:
    tenths = round(abs(value) * 36_000)
    degrees, rest = divmod(tenths, 36_000)
    minutes, tenths = divmod(rest, 600)
    return f"{degrees}°{minutes:02d}'{tenths / 10:04.1f}\"{letters[value < 0]}"


def _angle(parts: tuple[str | None, ...]) -> float:
    """Degrees of (degrees, minutes, seconds) as written; nan when they cannot be."""
    degrees, minutes, seconds = (float(one or 0) for one in parts)
    if minutes >= 60 or seconds >= 60:
        return math.nan
    sign = -1.0 if (parts[0] or "").startswith("-") else 1.0
    return sign * (abs(degrees) + minutes / 60 + seconds / 3600)


def _lettered(
    first: str, angle: tuple[str | None, ...], second: str, other: tuple[str | None, ...]
) -> tuple[float, float] | None:
    if (first in "NS") == (second in "NS"):
        return None
    values = {
        letter: _angle(parts) * (-1 if letter in "SW" else 1) for letter, parts in ((first, angle), (second, other))
    }
    lat, lon = (next(value for letter, value in values.items() if letter in pair) for pair in ("NS", "EW"))
    return _valid(lon, lat)


def _pair(first: float, second: float) -> tuple[float, float] | None:
    return _valid(second, first)


def _valid(lon: float, lat: float) -> tuple[float, float] | None:
    if not (abs(lat) <= 90 and abs(lon) <= 360):
        return None
    return (lon if abs(lon) <= 180 else (lon + 180.0) % 360.0 - 180.0), lat
