"""A map into paint: one Scene serves the window, the picture, SVG and PDF.

Everything is painted in px of a 96-dpi screen; a painter that is scaled makes a larger picture with larger symbols.
Files are painted in vectors, with every symbol; the window draws symbols from an atlas, where there are very many only
those that lie on top of others, and says so.
"""

import weakref
from collections.abc import Generator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from PySide6 import QtCore, QtGui

from mineralmap.layers.layer import Areas, Layer, Lines, Map, Marks, Primitive, Texts
from mineralmap.render import bits, degrees, labels, lettering, surfaces, symbols
from mineralmap.render.lands import Lands, lands
from mineralmap.render.newest import Newest
from mineralmap.render.paths import area_paths, line_paths
from mineralmap.render.points.atlas import Atlas, sketch
from mineralmap.render.points.badges import Badge, Heap, along, badges, paint_badges
from mineralmap.render.points.cloud import THIN_FROM, Shown, cloud, corners
from mineralmap.render.points.fans import CLOSE_MPP, Fan, fans_of
from mineralmap.render.points.heaps import Heaped, heaped
from mineralmap.render.room import Room, taken_by
from mineralmap.render.standing_off import WORLD_FROM_MPP
from mineralmap.render.viewport import LANE_PX, Viewport

OBSTACLE_PX, RING_PX, CIRCLE_PX, MOST_OBSTACLES = 7.0, 3.5, 3.5, 3_000
"""Symbols from this size on push labels away; where there are more than so many, the largest of them."""
SPRITES_AT_ONCE = 8
WORLD_MPP = 20_000.0
"""Metres per px of the whole world in a large window."""
MOVING_MOST, RESTING_MOST = 16_000, 50_000
"""Symbols drawn while the hand moves and when it rests, of all layers together: half a microsecond each."""


@dataclass(frozen=True, eq=False)
class Part:
    """One primitive with the layer that it is of."""

    layer: Layer
    primitive: Primitive

    def drawn_at(self, mpp: float, true: float) -> bool:
        """Is it drawn at so many metres per px? A layer goes by ``true`` metres of the ground, as scales are told."""
        closest, farthest = self.layer.detail
        if not closest <= mpp * true < farthest:
            return False
        return isinstance(self.primitive, Texts) or self.primitive.detail[0] <= mpp < self.primitive.detail[1]


def make_paths(drawn: Map, everything: bool = True) -> None:
    """Make and keep what a map is painted from, so that the first paint finds it; for the thread that composes it.

    Without ``everything`` only the paths of the whole world's view, not those for looking closer.
    """
    for primitive in (one for layer in drawn.layers if layer.visible for one in layer.primitives):
        if isinstance(primitive, Marks):
            sketch(
                primitive,
                cloud(primitive).looks,
                drawn.ground.paper,
                partial(symbols.paint_one, paper=drawn.ground.paper),
            )
        elif isinstance(primitive, Areas | Lines) and (everything or primitive.detail[1] > WORLD_MPP):
            if isinstance(primitive, Areas):
                area_paths(primitive)
            else:
                line_paths(primitive)
    fans_of(drawn, CLOSE_MPP / 1.5)


class Scene:
    """A map ready to be painted, again and again, at any view.

    ``atlas`` holds the symbols of earlier maps in the same window, kept by what they look like.
    """

    def __init__(self, drawn: Map, atlas: Atlas | None = None) -> None:
        self.map = drawn
        parts = [Part(layer, one) for layer in drawn.layers if layer.visible for one in layer.primitives]
        self._words = [part for part in parts if isinstance(part.primitive, Texts)]
        others = [part for part in parts if not isinstance(part.primitive, Texts)]
        first = next((i for i, part in enumerate(others) if isinstance(part.primitive, Marks)), len(others))
        self._ground, self._top = others[:first], others[first:]
        self._atlas = Atlas() if atlas is None else atlas
        self._one = partial(symbols.paint_one, paper=drawn.ground.paper)
        self.world = drawn.projection.world()
        self.true = 1.0
        """Metres of the ground in a metre of the map, in the middle of what is looked at."""
        self.grown = 1.0
        """By how much words are larger than usual: a window's as much as its other letters, those of files not."""
        self.least = 0.0
        """Px that words are at least large, whole: those of files for paper."""
        self.total = sum(len(part.primitive.x) for part in self._top if isinstance(part.primitive, Marks))

    @property
    def parts(self) -> list[Part]:
        """Everything but words, from the bottom up."""
        return [*self._ground, *self._top]

    @property
    def ground(self) -> list[Part]:
        """What lies below the first symbols."""
        return self._ground

    def sight(self, view: Viewport) -> list[Part]:
        """What is drawn at a view's scale from the bottom up, all words last."""
        return [one for one in (*self.parts, *self._words) if one.drawn_at(view.mpp, self.true)]

    def paint(self, painter: QtGui.QPainter, view: Viewport, keep_clear: np.ndarray | None = None) -> list[Badge]:
        """The whole map in vectors: for pictures and files. ``keep_clear`` boxes (n, 4) px take no labels. Returns the
        counts that stand on it."""
        self.paint_ground(painter, view)
        self.paint_top(painter, view)
        return self.paint_labels(painter, view, keep_clear)

    def paint_ground(self, painter: QtGui.QPainter, view: Viewport) -> None:
        """Areas and lines below the first symbols: what a window keeps as one pixmap while it moves."""
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        for part in self._ground:
            self._paint(painter, view, part)

    def paint_top(
        self, painter: QtGui.QPainter, view: Viewport, density: float | None = None, moving: bool = False
    ) -> None:
        """Symbols and what lies over them; from the atlas, for so many device px per px, when ``density`` is given."""
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        if density is not None:
            self._atlas.use(density, self.map.ground.paper)
        for part in self._top:
            self._paint(painter, view, part, density, moving)

    def paint_labels(
        self, painter: QtGui.QPainter, view: Viewport, keep_clear: np.ndarray | None = None
    ) -> list[Badge]:
        """Words, as many as fit; returns the counts among them."""
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        placed = bits.at_once(self.placing(view, keep_clear))
        lettering.paint_labels(painter, placed, self.map.ground)
        # A file has every symbol: what it counts are those that stand in one place.
        heaps = [] if self.total > THIN_FROM else self.heaps(view).heaps
        taken = labels.boxes(placed) if keep_clear is None else np.vstack([keep_clear, labels.boxes(placed)])
        counted = self.counts(heaps, view, (view.width, view.height), taken)
        paint_badges(painter, counted, self.map.ground)
        return counted

    def placing(self, view: Viewport, keep_clear: np.ndarray | None = None) -> labels.Placing:
        """The labels that this view has room for."""
        taken = [np.empty((0, 4)) if keep_clear is None else keep_clear]
        taken += [self._obstacles(marks, view) for marks, _ in self.marks_at(view) if marks.shape != "arrow"]
        points = [
            (part.primitive, *self._said_at(part.primitive, view))
            for part in self._words
            if isinstance(part.primitive, Texts) and part.drawn_at(view.mpp, self.true)
        ]
        size = view.width, view.height
        lands, globe, edges = self.lands(view), self._globe(view), self._degrees(view, taken[0])
        shown = [(marks, self.shown(marks, view)) for marks, _ in self.marks_at(view) if marks.shape != "arrow"]
        crowded = sum(len(found.at) for _, found in shown) > MOST_OBSTACLES
        places = [one for marks, _ in shown for one in (marks.shape, *self._place(marks, view))]
        small = None
        if lands is not None and not crowded:
            small = _small.of((view, self.total), places, partial(corners, shown))
        wet = _wet.of(size, lanes := self._lanes(view), lambda: taken_by(lanes, size))
        yield
        placed = yield from labels.placing(
            points, size, view.mpp, np.vstack(taken), lands, edges, small, self.grown, wet, self.least, globe
        )
        return [replace(one, crowded=True) for one in placed] if crowded else placed

    def lands(self, view: Viewport) -> Lands | None:
        """Where the view shows what the words are about that name areas; ``None`` where there are none."""
        named = next((part.primitive.ids for part in self._words if part.primitive.ids), ())
        for part in self._ground if named else ():
            one = part.primitive
            if isinstance(one, Areas) and part.drawn_at(view.mpp, self.true) and not set(named).isdisjoint(one.ids):
                return lands(one, view)
        return None

    def _globe(self, view: Viewport) -> Lands | None:
        """Where a view of much of the world shows the globe; ``None`` close up and where the sea is not drawn."""
        if view.mpp <= WORLD_FROM_MPP:
            return None
        sea = (part.primitive for part in self._ground if part.layer.id == "sea")
        return next((lands(one, view) for one in sea if isinstance(one, Areas)), None)

    def _degrees(self, view: Viewport, clear: np.ndarray) -> list[tuple[str, list[degrees.Spot]]]:
        """The degrees of the graticule, with where they may stand: above what lies all across the foot of the view."""
        across = clear[(clear[:, 0] <= 0) & (clear[:, 2] >= view.width)]
        bottom = float(across[:, 1].min(initial=view.height))
        found = []
        for part in self._ground:
            one = part.primitive
            if isinstance(one, Lines) and one.words and part.drawn_at(view.mpp, self.true):
                found += degrees.spots(one, view, bottom, self.map.projection)
        return found

    def within(self, view: Viewport, left: float, top: float, right: float, bottom: float) -> bool:
        """Does any symbol, lane that matters or place of a name lie in a rectangle of px?"""
        for part in (*self._ground, *self._top, *self._words):
            one = part.primitive
            ground = isinstance(one, Areas) or (isinstance(one, Lines) and not one.ids)
            if ground or not part.drawn_at(view.mpp, self.true):
                continue
            x, y = view.px(one.x, one.y)
            if isinstance(one, Lines):
                x = np.where(np.repeat(one.width, np.diff(one.start)) >= LANE_PX, x, np.inf)
            if ((x >= left) & (x <= right) & (y >= top) & (y <= bottom)).any():
                return True
        return False

    def marks_at(self, view: Viewport) -> list[tuple[Marks, Layer]]:
        """The symbols that are drawn at a view's scale with their layers, from the bottom up."""
        found = [(part.primitive, part.layer) for part in self._top if part.drawn_at(view.mpp, self.true)]
        return [(one, layer) for one, layer in found if isinstance(one, Marks)]

    def shown(self, marks: Marks, view: Viewport, moving: bool = False) -> Shown:
        """Which symbols of a set a view shows and where, those of one place side by side when it is close."""
        return self.fanned(marks, cloud(marks).shown(view, self._most(marks, moving), filled=moving), view)

    def fanned(self, marks: Marks, found: Shown, view: Viewport) -> Shown:
        """The same symbols, those of one place side by side when the view is close."""
        fan = self._fan(marks, view)
        if fan is None or not len(found.at):
            return found
        among, dx, dy = fan.offsets(found.at, view.mpp)
        x, y = found.x.copy(), found.y.copy()
        x[among] += dx
        y[among] += dy
        return Shown(found.at, x, y, found.level)

    def heaps(self, view: Viewport) -> Heaped:
        """The symbols of a view that others lie under or stand in one place with, and how much it shows of all."""
        sets = self.marks_at(view)
        places = [one for marks, layer in sets for one in (layer.title, *self._place(marks, view))]
        shown = ((marks, layer.title, self.shown(marks, view)) for marks, layer in sets)
        return _heaps.of((view, self.total), places, lambda: heaped(shown, (view.width, view.height), view.mpp))

    def counts(self, heaps: list[Heap], view: Viewport, size: tuple[float, float], taken: np.ndarray) -> list[Badge]:
        """The counts of heaps that there is room for, off boxes that are taken and where it can be off the rest."""
        others = None
        if heaps and self.total <= THIN_FROM:
            others = np.vstack(
                [*(self._obstacles(marks, view) for marks, _ in self.marks_at(view)), *self._lanes(view)]
            )
        return badges(heaps, size, taken, self.map.unit, others, self.least, self.grown)

    def _lanes(self, view: Viewport) -> list[np.ndarray]:
        """Boxes (n, 4) px along the lanes that matter, by set."""
        lines = [part.primitive for part in self._ground if part.drawn_at(view.mpp, self.true)]
        return [along(one, view) for one in lines if isinstance(one, Lines) and one.ids]

    def _said_at(self, words: Texts, view: Viewport) -> tuple[np.ndarray, np.ndarray]:
        """Px of the points of words: where the symbol that they name has moved, there.

        Words know no id: at a place of several symbols they come in the symbols' order, as far off as theirs is wide.
        """
        x, y = view.px(words.x, words.y)
        if view.mpp >= CLOSE_MPP or not len(x):
            return x, y
        there: dict[tuple[float, float], list[tuple[float, float, float]]] = {}
        for marks, _ in self.marks_at(view):
            fan = self._fan(marks, view)
            if fan is not None:
                columns = (marks.x[fan.at], marks.y[fan.at], marks.diameter[fan.at], *fan.moves(view.mpp))
                for at_x, at_y, wide, right, down in zip(*(column.tolist() for column in columns), strict=True):
                    there.setdefault((at_x, at_y), []).append((wide, right, down))
        inside = np.flatnonzero((x > 0) & (x < view.width) & (y > 0) & (y < view.height)) if there else []
        for i in list(inside):
            waiting = there.get((float(words.x[i]), float(words.y[i])))
            beside = abs(float(words.offset[i, 0]))
            fits = [one for one in waiting or () if abs(one[0] / 2 + 4.0 - beside) < 0.5]
            if waiting and fits:
                waiting.remove(fits[0])
                x[i] += fits[0][1]
                y[i] += fits[0][2]
        return x, y

    def _place(self, marks: Marks, view: Viewport) -> tuple[object, ...]:
        """All that decides where in a view the symbols of a set stand."""
        return marks.x, marks.y, marks.diameter, marks.tonnes, self._fan(marks, view)

    def _most(self, one: Primitive, moving: bool) -> int:
        """How many of a set of symbols there is time for."""
        most = MOVING_MOST if moving else RESTING_MOST
        return max(int(most * len(one.x) / max(self.total, most)), 1)

    def _obstacles(self, marks: Marks, view: Viewport) -> np.ndarray:
        """Boxes (n, 4) px of the symbols that no label may cover; kept while these and the view stay."""
        asked = view, self._most(marks, moving=False), self._fan(marks, view)
        known = _obstacles.get(marks)
        if known is None or known[0] != asked:
            known = _obstacles[marks] = (asked, self._boxes(marks, view))
        return known[1]

    def _boxes(self, marks: Marks, view: Viewport) -> np.ndarray:
        found = self.shown(marks, view)
        bar = marks.shape in ("bar", "barred")
        diameter = np.asarray(marks.diameter)[found.at]
        large = np.flatnonzero((diameter >= OBSTACLE_PX) | bar)
        if marks.ring_colours and len(found.at) <= MOST_OBSTACLES:
            large = np.flatnonzero((diameter >= OBSTACLE_PX) | bar | (marks.ring[found.at] > 0))
        if len(large) > MOST_OBSTACLES:
            large = large[np.argpartition(-diameter[large], MOST_OBSTACLES)[:MOST_OBSTACLES]]
        x, y, r = found.x[large], found.y[large], diameter[large] / (3 if bar else 2)
        r = r + CIRCLE_PX * marks.circled
        if marks.ring_colours:
            r = r + np.where(marks.ring[found.at[large]] > 0, RING_PX, 0.0)
        return np.column_stack([x - r, y - r, x + r, y + r])

    def _paint(
        self, painter: QtGui.QPainter, view: Viewport, part: Part, density: float | None = None, moving: bool = False
    ) -> None:
        if not part.drawn_at(view.mpp, self.true) or part.layer.opacity <= 0:
            return
        opacity = painter.opacity()
        painter.setOpacity(opacity * min(part.layer.opacity, 1.0))
        one = part.primitive
        if isinstance(one, Areas):
            surfaces.paint_areas(painter, view, one)
        elif isinstance(one, Lines):
            surfaces.paint_lines(painter, view, one)
        elif isinstance(one, Marks):
            self._leaders(painter, view, one)
            if density is None:
                self._paint_every(painter, view, one)
            else:
                self._paint_sprites(painter, self.shown(one, view, moving), one)
        painter.setOpacity(opacity)

    def _paint_every(self, painter: QtGui.QPainter, view: Viewport, marks: Marks) -> None:
        """Every symbol in vectors."""
        x, y = view.px(marks.x, marks.y)
        fan = self._fan(marks, view)
        if fan is not None:
            right, down = fan.moves(view.mpp)
            x[fan.at] += right
            y[fan.at] += down
        near = 40.0
        seen = np.flatnonzero((x > -near) & (x < view.width + near) & (y > -near) & (y < view.height + near)).tolist()
        base = painter.transform()
        for i in seen:
            painter.setTransform(QtGui.QTransform.fromTranslate(float(x[i]), float(y[i])) * base)
            self._one(painter, marks, i, 0.0 if marks.angle is None else -float(marks.angle[i]))
        painter.setTransform(base)

    def sprites(self, view: Viewport, density: float) -> Generator[None, None, None]:
        """Paint the sprites that a view wants and the atlas has not, a few at a time; ``paint_top`` finds them."""
        self._atlas.use(density, self.map.ground.paper)
        for marks, _ in self.marks_at(view):
            looks = cloud(marks).looks
            of = looks.of[self.shown(marks, view).at]
            missing = np.unique(of[self._atlas.known(marks, looks)[of] < 0])
            for first in range(0, len(missing), SPRITES_AT_ONCE):
                self._atlas.fetch(marks, looks, missing[first : first + SPRITES_AT_ONCE], self._one)
                yield

    def _paint_sprites(self, painter: QtGui.QPainter, shown: Shown, marks: Marks) -> None:
        looks = cloud(marks).looks
        of = looks.of[shown.at]
        slots = self._atlas.known(marks, looks)[of]
        if len(slots) and slots.min() < 0:
            slots = self._atlas.fetch(marks, looks, np.unique(of), self._one)[of]
        self._atlas.draw(painter, shown.x, shown.y, slots, painter.opacity())

    def _leaders(self, painter: QtGui.QPainter, view: Viewport, marks: Marks) -> None:
        """From a place to each of the symbols that stand round it."""
        fan = self._fan(marks, view)
        if fan is None:
            return
        x, y = view.px(marks.x[fan.at], marks.y[fan.at])
        right, down = fan.moves(view.mpp)
        seen = np.flatnonzero((x > 0) & (x < view.width) & (y > 0) & (y < view.height)).tolist()
        painter.setPen(QtGui.QPen(QtGui.QColor(self.map.ground.quiet), 1.0))
        painter.drawLines([QtCore.QLineF(x[i], y[i], x[i] + float(right[i]), y[i] + float(down[i])) for i in seen])

    def _fan(self, marks: Marks, view: Viewport) -> Fan | None:
        """How symbols of a set move apart at a view; ``None`` where none does."""
        return fans_of(self.map, view.mpp).get(marks) if view.mpp < CLOSE_MPP else None


_small: Newest[np.ndarray] = Newest()
_wet: Newest[Room] = Newest()
_heaps: Newest[Heaped] = Newest()
_obstacles: "weakref.WeakKeyDictionary[Marks, tuple[tuple[Viewport, int, Fan | None], np.ndarray]]" = (
    weakref.WeakKeyDictionary()
)
