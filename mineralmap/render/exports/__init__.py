"""One file per export format. An exporter adds itself to ``exporters``; the dialog and the command line follow."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from PySide6.QtGui import QPainter

from mineralmap.layers.layer import Map
from mineralmap.registry import Registry
from mineralmap.render import pair
from mineralmap.render.furniture import NOTE_PX
from mineralmap.render.picture import LEAST, height_for, letters_px, paint_picture, titled

LEAST_PT, CRAMPED_PT = 5.0, 4.0
"""Points (1/72 inch): words for paper are never smaller, as journals ask; two maps stand one above the other where they
would have to be made larger than that."""
MM_PX = 25.4 / 96
"""A px as documents count it, mm."""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What a file of the map shall be like."""

    width_px: int = 1920
    height_px: int = 1080
    """0: as high as ``fitted`` makes it."""
    scale: float = 0.0
    """How many px of the file one px of the layout takes; 0: so that words and symbols suit the size."""
    width_mm: float = 0.0
    """How wide the file is on paper; 0: as wide as it is laid out at 96 px an inch."""
    title: str | None = None
    """Instead of the map's own; ``None`` keeps it, "" is none: journals have it in the caption."""
    subtitle: str | None = None
    show_legend: bool = True
    outlines: bool = False
    """Letters of a drawing as outlines, which no program can edit and every one shows alike; else they are text."""
    second: Map | None = None
    """A map right of the first, each under its own title, with one key and one list of sources; not in web pages."""
    names: tuple[str, str] = ("", "")
    """What each of the two is of, for what only one of them has in the key."""
    stacked: bool = False
    """It stands below the first instead."""
    as_needed: bool = False
    """The height is what the map needs, which ``fitted`` says: a map with which others are compared, in pictures as
    wide, has their scale then without room for their keys."""

    def asked(self, drawn: Map) -> Map:
        """The map as the file shows it."""
        made = titled(drawn, self.title, self.subtitle)
        return replace(made, others=None) if self.as_needed else made

    def both(self, drawn: Map) -> "pair.Both | None":
        """Both maps, where there is a second; how they lie is what ``fitted`` says."""
        if self.second is None:
            return None
        return pair.Both(drawn, self.second, self.stacked, self.names, self.show_legend, self.least_px())

    def paint(self, painter: QPainter, drawn: Map, width: float, height: float) -> None:
        """Paint a map under the words that it is given, or two, each under its own, with a painter that clips."""
        both = self.both(drawn)
        if both is not None:
            pair.paint_pair(painter, both, width, height)
        else:
            paint_picture(painter, self.asked(drawn), width, height, self.show_legend, least=self.least_px())

    def layout_scale(self) -> float:
        """The scale, chosen by size when it is 0: 1 up to 1600 × 900, then in proportion, and never cramped. On paper
        of a width it is laid out as wide as that is, or as narrow as words, key and map allow: they are to be read."""
        if self.scale > 0:
            return self.scale
        if self.width_mm > 0:
            return self.width_px / max(LEAST[0], self.width_mm / MM_PX)
        return max(1.0, min(self.width_px / 1600, self.height_px / 900))

    def fitted(self, drawn: Map) -> "ExportOptions":
        """With the height that the map needs, where none is given (0): what it shows is drawn, and hardly more. Two
        stand one above the other on paper that is too narrow to read them side by side."""
        if self.height_px > 0:
            return self
        stacked = self.second is not None and self.width_mm > 0 and cramped(self.width_mm)
        scale = replace(self, height_px=self.width_px).layout_scale()
        made = replace(self, as_needed=True, stacked=stacked, scale=scale)
        both, wide = made.both(drawn), self.width_px / scale
        if both is not None:
            high = pair.height_for(both, wide)
        else:
            high = height_for(made.asked(drawn), wide, self.show_legend, made.least_px())
        return replace(made, height_px=round(high * scale))

    def smallest_pt(self, drawn: Map) -> float:
        """How large the smallest words are on paper, points: less than ``LEAST_PT`` where the height that was given
        would leave the map too little."""
        made = self.fitted(drawn)
        scale, both = made.layout_scale(), made.both(drawn)
        size = made.width_px / scale, made.height_px / scale
        if both is not None:
            said = pair.letters_px(both, *size)
        else:
            said = letters_px([made.asked(drawn)], *size, made.show_legend, made.least_px())
        return said * scale * made.mm_a_px() / 25.4 * 72

    def mm_a_px(self) -> float:
        """How wide a px of the file is on paper, mm."""
        return self.width_mm / self.width_px if self.width_mm > 0 else MM_PX / self.layout_scale()

    def least_px(self) -> float:
        """How large words must be to be read on paper, px of the layout; 0 for screens."""
        return LEAST_PT / 72 * 25.4 / (self.mm_a_px() * self.layout_scale()) if self.width_mm > 0 else 0.0


def cramped(width_mm: float) -> bool:
    """Is paper too narrow for two maps side by side?"""
    return _usual_pt(width_mm, 2) < CRAMPED_PT


def _usual_pt(width_mm: float, maps: int) -> float:
    """How large the words of the sources are where nobody makes them larger, points."""
    wide = width_mm / MM_PX
    layout = max(LEAST[0], wide)
    fit = min(1.0, layout / maps / LEAST[0])
    return NOTE_PX * fit * wide / layout * 72 / 96


class Exporter(Protocol):
    """What an export file promises."""

    id: str
    title: str
    suffix: str
    order: int

    def write(self, map: Map, path: Path, options: ExportOptions, progress: Callable[[float], None]) -> None:
        """Write the file in one step or not at all; ``progress`` hears fractions and may raise Cancelled."""
        ...


exporters: Registry[Exporter] = Registry("mineralmap.render.exports")
