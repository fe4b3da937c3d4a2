"""Which languages can be written here: the map's own typeface has Latin and Cyrillic, the system's fonts the rest."""

from functools import lru_cache

from PySide6 import QtGui

from mineralmap.model.view import ENGLISH
from mineralmap.render.application import font

SAMPLES = {"ru": "Россия", "zh": "中国澳大利亚", "ja": "日本オーストラリア", "ar": "الصين"}
"""Words that need the letters of a language; those that are not here are written in Latin."""
FONTS = {"zh": "Noto Sans CJK", "ja": "Noto Sans CJK", "ar": "Noto Sans Arabic"}
CLOSE = (range(0x0600, 0x0780), range(0x3000, 0xA000), range(0xAC00, 0xD7B0), range(0xF900, 0xFB00))
"""Blocks of Unicode: Arabic; kana and Chinese characters, Hangul, characters for compatibility."""


@lru_cache(maxsize=16)
def can_write(language: str) -> bool:
    """Does some font of this machine have the letters of the language?"""
    measure = QtGui.QFontMetricsF(font(12.0))
    return all(measure.inFontUcs4(ord(letter)) for letter in SAMPLES.get(language, ""))


def written(language: str) -> str:
    """The language itself, or English where its letters would come out as boxes."""
    return language if can_write(language) else "en"


def missing(language: str) -> str:
    """What to say where the letters of a language are not there; "" where they are."""
    if can_write(language):
        return ""
    brings = f"A font such as {FONTS.get(language, 'Noto Sans')} brings them."
    return f"No font on this machine has the letters of {ENGLISH[language]}: names stay English here. {brings}"


def spaced(text: str) -> bool:
    """May a map put space between these letters? Arabic ones are joined, Chinese and Japanese ones fill a square."""
    return not any(ord(letter) in block for letter in text for block in CLOSE)
