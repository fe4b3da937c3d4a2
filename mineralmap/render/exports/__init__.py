"""One file per export format. An exporter adds itself to ``exporters``; the dialog and the command line follow."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from mineralmap.layers.layer import Map
from mineralmap.registry import Registry
from mineralmap.render.furniture import NOTE_PX
from mineralmap.render.picture import LEAST, height_for, letters_px, titled

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
    """A map right of the first, each under its own title; not in web pages."""
    stacked: bool = False
    """It stands below the first instead."""
    as_needed: bool = False
    """The height is what the map needs, which ``fitted`` says: a map with which others are compared, in pictures as
    wide, has their scale then without room for their keys."""

    def asked(self, drawn: Map) -> Map:
        """The map as the file shows it."""
        made = titled(drawn, self.title, self.subtitle)
        return replace(made, others=None) if self.as_needed else made

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
        across = 1 if self.second is None or stacked else 2
        scale = replace(self, height_px=self.width_px).layout_scale()
        needed = replace(self, as_needed=True)
        maps = [needed.asked(drawn)] if self.second is None else [drawn, self.second]
        wide, least = self.width_px / scale / across, replace(self, scale=scale).least_px()
        high = max(height_for(one, wide, self.show_legend, least) for one in maps)
        return replace(needed, height_px=round(high * scale) * (1 + stacked), scale=scale, stacked=stacked)

    def smallest_pt(self, drawn: Map) -> float:
        """How large the smallest words are on paper, points: less than ``LEAST_PT`` where the height that was given
        would leave the map too little."""
        made = self.fitted(drawn)
        scale, across, down = made.layout_scale(), 1, 1
        maps = [made.asked(drawn)]
        if made.second is not None:
            maps, across, down = [drawn, made.second], 2 - made.stacked, 1 + made.stacked
        size = made.width_px / scale / across, made.height_px / scale / down
        said = letters_px(maps, *size, made.show_legend, made.least_px())
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
