"""Which languages can be written here: the map's own typeface has Latin and Cyrillic, the system's fonts the rest."""

from functools import lru_cache

from PySide6 import QtGui

from mineralmap.render.application import font

SAMPLES = {"ru": "Россия", "zh": "中国澳大利亚", "ja": "日本オーストラリア", "ar": "الصين"}
"""Words that need the letters of a language; those that are not here are written in Latin."""
ARABIC = range(0x0600, 0x0780)


@lru_cache(maxsize=16)
def can_write(language: str) -> bool:
    """Does some font of this machine have the letters of the language?"""
    measure = QtGui.QFontMetricsF(font(12.0))
    return all(measure.inFontUcs4(ord(letter)) for letter in SAMPLES.get(language, ""))


def written(language: str) -> str:
    """The language itself, or English where its letters would come out as boxes."""
    return language if can_write(language) else "en"


def joined(text: str) -> bool:
    """Are the letters of these words joined, so that no space may come between them?"""
    return any(ord(letter) in ARABIC for letter in text)
