"""What a map is made of: columns of marks, lines, areas and words in projected metres, with their legend and credits.

Nothing here knows a pixel of the screen or a line of Qt. Sizes are in points of a 96-dpi screen ("px"); a picture twice
as large multiplies them by its scale.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from mineralmap.layers.projection import Projection

ALWAYS = (0.0, float("inf"))
"""Drawn at every scale."""

Shape = Literal["circle", "diamond", "hexagon", "square", "dot", "cross", "bar", "barred", "arrow", "line", "area"]
"""Across a strait, a bar says how much passes, a barred one (crossed) that nothing does."""


COUNTED = "n: countries"
"""How the note of a key ends whose classes say how many countries of the world are in them."""
OF_WORLD = "figures of the world, not of this part of it"


@dataclass(frozen=True, slots=True)
class Paint:
    """How one class of things looks. Colours are #RRGGBB; ``None`` means not painted."""

    fill: str | None = None
    line: str | None = None
    width: float = 1.0
    dash: tuple[float, ...] = ()
    """Lengths in line widths, as Qt counts them; empty is solid."""
    hatch: Literal["", "dots", "lines", "sparse"] = ""
    """A pattern at device scale over the fill, so that a class is told without its colour: "sparse" are lines that
    stand further apart and fall the other way."""
    hatch_colour: str = ""
    opacity: float = 1.0
    """Of fill, hatch and line together, 0–1."""
    part: Literal["ring", "pie"] = "ring"
    """How a symbol shows the partner-owned part: round it, or as a slice of it."""
    circled: str = ""
    """A circle in this colour stands round a symbol and its partner ring: the user's own."""


@dataclass(frozen=True, eq=False)
class Areas:
    """Polygons. ``x, y`` (n,) metres; ``ring_start`` (rings + 1,) offsets into them; ``polygon_of_ring`` (rings,)
    ascending; ``feature_of_polygon`` (polygons,); per feature: ``paint`` (index into paints), ``ids``, ``tips``.
    ``detail`` is the span of metres per px at which they are drawn: two sets of one thing make two levels of detail."""

    x: np.ndarray
    y: np.ndarray
    ring_start: np.ndarray
    polygon_of_ring: np.ndarray
    feature_of_polygon: np.ndarray
    paint: np.ndarray
    paints: tuple[Paint, ...]
    ids: tuple[str, ...]
    tips: tuple[str, ...]
    detail: tuple[float, float] = ALWAYS


@dataclass(frozen=True, eq=False)
class Lines:
    """Polylines, the first drawn first. ``x, y`` (n,) metres; ``start`` (lines + 1,) offsets; per line: ``width`` px
    (overrides the paint's), ``paint``, ``ids``, ``tips`` (which may be made only when they are asked for); ``detail``
    as for areas. ``words`` are written where a line meets the edge of the map: the degrees of a graticule."""

    x: np.ndarray
    y: np.ndarray
    start: np.ndarray
    width: np.ndarray
    paint: np.ndarray
    paints: tuple[Paint, ...]
    ids: tuple[str, ...] = ()
    tips: Sequence[str] = ()
    detail: tuple[float, float] = ALWAYS
    words: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Marks:
    """Point symbols, drawn in the order given (largest first). All arrays (n,).

    ``x, y`` metres; ``diameter`` px; ``paint``; ``hollow`` bool (place known only to the town or coarser);
    ``ring`` fraction 0–1 of the partner ring, drawn outside the symbol from the top clockwise, in ``ring_colour``
    (index into ``ring_colours``); ``faded`` bool: recedes because it is not partner-owned; ``angle`` degrees
    counter-clockwise from east, for bars and arrows only (``None``: all upright); ``detail`` as for areas. ``tips`` may
    be made only when they are asked for.
    """

    shape: Shape
    x: np.ndarray
    y: np.ndarray
    diameter: np.ndarray
    paint: np.ndarray
    paints: tuple[Paint, ...]
    hollow: np.ndarray
    ring: np.ndarray
    ring_colour: np.ndarray
    ring_colours: tuple[str, ...]
    faded: np.ndarray
    ids: Sequence[str]
    tips: Sequence[str]
    angle: np.ndarray | None = None
    detail: tuple[float, float] = ALWAYS
    tonnes: np.ndarray | None = None
    """(n,) contained tonnes, nan where not known: what a cluster of thinned symbols adds up."""
    passing: bool = False
    """For the one who looks only: no picture has it, whose key does not tell it."""

    @property
    def circled(self) -> bool:
        """Do circles stand round them? Round all of a set, or none."""
        return any(paint.circled for paint in self.paints)


@dataclass(frozen=True, eq=False)
class Texts:
    """Labels; the renderer leaves out those that would overlap one of higher ``priority`` (larger first).

    ``x, y`` (n,) metres; ``size`` px; ``style`` one of "country", "land" (a country without a figure), "place", "town",
    "value", "warning"; ``offset`` (n, 2) px from the point to the middle of the words or, where x is not 0, to their
    near edge; ``closer`` (n,) metres per px: the words appear only when the map is at least this close (``inf``:
    always). ``ids`` are the areas that words name, wherever these are seen; empty where they name points.
    """

    x: np.ndarray
    y: np.ndarray
    words: tuple[str, ...]
    size: np.ndarray
    style: tuple[str, ...]
    priority: np.ndarray
    offset: np.ndarray
    closer: np.ndarray
    ids: tuple[str, ...] = ()


Primitive = Areas | Lines | Marks | Texts


def plain_marks(
    shape: Shape,
    x: np.ndarray,
    y: np.ndarray,
    diameter: np.ndarray,
    paints: tuple[Paint, ...],
    paint: np.ndarray | None = None,
    ids: Sequence[str] = (),
    tips: Sequence[str] = (),
    angle: np.ndarray | None = None,
    detail: tuple[float, float] = ALWAYS,
) -> Marks:
    """Symbols that say nothing of owners or of how well their place is known; without ``ids`` none can be picked."""
    n = len(x)
    return Marks(
        shape=shape, x=x, y=y, diameter=diameter, paint=np.zeros(n, int) if paint is None else paint, paints=paints,
        hollow=np.zeros(n, bool), ring=np.zeros(n), ring_colour=np.zeros(n, int), ring_colours=(),
        faded=np.zeros(n, bool), ids=ids or ("",) * n, tips=tips or ("",) * n, angle=angle, detail=detail,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One line of the key: a swatch and its words. ``size`` is the diameter or the line width in px."""

    shape: Shape
    label: str
    paint: Paint
    size: float = 12.0
    ring: float = 0.0
    ring_colour: str = ""
    more: str = ""
    """Said below the label, or after it, more quietly: how many there are."""
    minor: bool = False
    """Left out where there is room for a single row of blocks."""


@dataclass(frozen=True, slots=True)
class LegendBlock:
    """The key of one thing that is on the map, with the note that must stand with it."""

    title: str
    entries: tuple[LegendEntry, ...]
    note: str = ""
    foremost: bool = False
    """Stays when there is room for a part of the key only."""
    nested: bool = False
    """Symbols of several sizes stand within each other, as where there is little room."""


@dataclass(frozen=True, eq=False)
class Layer:
    """One layer of the map: what to draw from the bottom up, what its key says, whom to credit."""

    id: str
    title: str
    primitives: tuple[Primitive, ...]
    legend: tuple[LegendBlock, ...] = ()
    credits: tuple[str, ...] = ()
    visible: bool = True
    pickable: bool = False
    group: str = ""
    """The heading that lists of layers put it under."""
    opacity: float = 1.0
    detail: tuple[float, float] = ALWAYS
    """Drawn at these metres per px, whatever its primitives say; as an exception set by the user."""
    broken: str = ""
    """Why there is nothing to draw, and what to do about it: the layer stays listed with a mark."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Colours of the map's ground and words in one theme."""

    sea: str
    land: str
    border: str
    text: str
    halo: str
    quiet: str
    accent: str
    paper: str
    """Around the globe on a page, and behind words."""
    around: str
    """Around the globe in a window, where bare paper would glare."""


@dataclass(frozen=True, eq=False)
class Map:
    """An ordered, projected map with everything a picture of it must say. The screen and every export draw this.

    ``layers`` from the bottom up. ``extent`` (x0, y0, x1, y1) projected metres.
    """

    layers: tuple[Layer, ...]
    projection: Projection
    extent: tuple[float, float, float, float]
    ground: Ground
    theme: str
    title: str
    subtitle: str
    """Basis, measure, stage, year, denominator, coverage: one line."""
    legend: tuple[LegendBlock, ...]
    notes: tuple[str, ...] = field(default=())
    """Sources, disclaimers, credits, data vintage: the quiet lines below the map."""
    more: Callable[[str], str] | None = None
    """What else there is to say of a facility, by its id: owners, figures, sources. Made only when it is asked for."""
    unit: str = "t"
    """What a tonne of its symbols counts: "t Co"."""
    others: "Callable[[], tuple[Map, ...]] | None" = None
    """Maps of the same question that it is compared with, as before and after a closure; made only when asked for."""

    def keyed_at(self, metres: float) -> "Map":
        """The map with no key of layers that are not drawn at so many metres of the ground per px."""
        away = {one.id for one in self.layers if not one.detail[0] <= metres < one.detail[1]}
        if not away:
            return self
        here, there = (
            {
                replace(block, foremost=False)
                for one in self.layers
                if one.visible and (one.id in away) == gone
                for block in one.legend
            }
            for gone in (False, True)
        )
        gone = there - here
        return replace(self, legend=tuple(one for one in self.legend if replace(one, foremost=False) not in gone))

    def printed(self, extent: tuple[float, float, float, float] | None = None) -> "Map":
        """The map as pictures and files have it, of another part of the world where one is given: without what is
        marked for a moment, and where not all of the world is seen with the words that its figures are the world's."""
        seen, world = extent or self.extent, self.projection.world()
        whole = seen[0] <= world[0] and seen[1] <= world[1] and seen[2] >= world[2] and seen[3] >= world[3]
        part = not (whole and self.projection.sheet.of_world)

        def said(block: LegendBlock) -> LegendBlock:
            return replace(block, note=f"{block.note} of the world") if block.note.endswith(COUNTED) else block

        def lasting(layer: Layer) -> Layer:
            kept = tuple(one for one in layer.primitives if not (isinstance(one, Marks) and one.passing))
            key = tuple(map(said, layer.legend)) if part else layer.legend
            same = len(kept) == len(layer.primitives) and key == layer.legend
            return layer if same else replace(layer, primitives=kept, legend=key)

        others, subtitle = self.others, self.subtitle
        if part and subtitle and OF_WORLD not in subtitle:
            subtitle = f"{subtitle} · {OF_WORLD}"
        return replace(
            self,
            extent=seen,
            layers=tuple(map(lasting, self.layers)),
            subtitle=subtitle,
            legend=tuple(map(said, self.legend)) if part else self.legend,
            others=None if others is None else lambda: tuple(one.printed(seen) for one in others()),
        )

    @property
    def whole(self) -> bool:
        """Is this the opening view of the world? It shows as much of the globe as fits, and gives up the Antarctic
        first. A sheet of a part of the world, or about a pole, has nothing to give up."""
        return self.projection.sheet.of_world and self.extent == self.projection.world()
