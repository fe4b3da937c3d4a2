"""Two maps in one picture, side by side or one above the other, each under its own title; one key and one list of
sources below both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from PySide6 import QtCore, QtGui

from mineralmap.layers import joined_key, joined_notes
from mineralmap.layers.layer import LegendBlock, Map
from mineralmap.render import furniture, key, picture
from mineralmap.render.application import ensure_application
from mineralmap.render.viewport import Viewport

LEAST_MAP_PX = 40.0
PLACES = (("the left map", "the right map"), ("the upper map", "the lower map"))
"""What maps are called that nobody gives names, beside each other and one above the other."""


@dataclass(frozen=True)
class Both:
    """Two maps that stand in one picture, from left to right or from the top down."""

    first: Map
    second: Map
    stacked: bool = False
    names: tuple[str, str] = ("", "")
    """What each is of, for what only one of them has in the key and the sources of both."""
    legend: bool = True
    least: float = 0.0
    """No words are smaller, px, where that leaves the maps their room."""

    @property
    def across(self) -> int:
        """How many maps stand beside each other."""
        return 1 if self.stacked else 2

    @property
    def down(self) -> int:
        """How many maps stand one above the other."""
        return 2 if self.stacked else 1

    @property
    def bare(self) -> list[Map]:
        """The maps with a title and nothing below them; where both have one title, as before and after a closure, it
        says which they are."""
        alike = self.first.title == self.second.title and bool(self.first.title) and all(self.names)
        return [
            replace(one, title=f"{one.title} – {name}" if alike else one.title, legend=(), notes=(), others=None)
            for one, name in zip((self.first, self.second), self.names, strict=True)
        ]

    @property
    def one_scale(self) -> bool:
        """Is the scale told once, beside the key of both?"""
        return self.legend and self.first.projection == self.second.projection

    def joined(self, metres: float | None = None) -> Map:
        """A map with the key of both, of what is drawn at so many metres of the ground per px, and their sources."""
        maps = [one if metres is None else one.keyed_at(metres) for one in (self.first, self.second)]
        names = self.names if all(self.names) else PLACES[self.stacked]
        return replace(
            self.first,
            title="",
            subtitle="",
            legend=joined_key.joined(maps[0].legend, maps[1].legend, names),
            notes=joined_notes.joined(maps[0].notes, maps[1].notes, names),
            others=None,
        )


@dataclass(frozen=True, eq=False)
class Part:
    """A piece of a picture: where it lies, px, and what paints it with its upper left corner at 0, 0; ``factor``: how
    much smaller than it is laid out, which ``paint`` leaves to whoever calls it."""

    box: QtCore.QRectF
    factor: float
    paint: Callable[[QtGui.QPainter], None]
    of: Map


@dataclass(frozen=True, eq=False)
class _Foot:
    """What stands below both maps, as it is laid out."""

    drawn: Map
    laid: furniture.Layout
    strip: key.Key | None
    height: float

    @property
    def strip_high(self) -> float:
        return self.strip.height if self.strip is not None else 0.0


def pair(both: Both, width: int, height: int, scale: float = 1.0) -> QtGui.QImage:
    """The picture, ``width`` × ``height`` px, of which one px of the layout takes ``scale``."""
    ensure_application()
    image = QtGui.QImage(max(width, 2), max(height, 1), QtGui.QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QtGui.QColor(both.first.ground.paper))
    painter = QtGui.QPainter(image)
    try:
        painter.scale(scale, scale)
        paint_pair(painter, both, width / scale, height / scale)
    finally:
        painter.end()
    return image


def paint_pair(painter: QtGui.QPainter, both: Both, width: float, height: float) -> None:
    """Paint both with a painter that clips: an image or a page."""
    painter.fillRect(QtCore.QRectF(0, 0, width, height), QtGui.QColor(both.first.ground.paper))
    made = parts(both, width, height)
    for part in made:
        painter.save()
        painter.setClipRect(part.box)
        painter.translate(part.box.topLeft())
        painter.scale(part.factor, part.factor)
        part.paint(painter)
        painter.restore()
    painter.setPen(QtGui.QPen(QtGui.QColor(both.first.ground.border), 1))
    painter.drawLine(between(both, made))


def between(both: Both, made: Sequence[Part]) -> QtCore.QLineF:
    """The line between the maps of a picture, px."""
    box = made[1].box
    return QtCore.QLineF(box.topLeft(), box.topRight() if both.stacked else box.bottomLeft())


def parts(both: Both, width: float, height: float) -> list[Part]:
    """The two maps and what stands below them, in a picture of a size."""
    fit = picture.fitting(width / both.across, height / both.down)
    size = width / fit, height / fit
    least = _letters(both, *size, both.least / fit)
    foot = _foot(both, *size, least)
    wide, high = size[0] / both.across, _each(both, size[1], foot)
    made = []
    for at, (one, other) in enumerate((both.bare, both.bare[::-1])):
        left, top = (0.0, at * high) if both.stacked else (at * wide, 0.0)
        paint = partial(
            picture.paint_laid, drawn=one, width=wide, height=high, legend=both.legend, other=other, least=least,
            scaled=not both.one_scale,
        )  # fmt: skip
        made.append(Part(QtCore.QRectF(left * fit, top * fit, wide * fit, high * fit), fit, paint, one))
    top = both.down * high
    below = QtCore.QRectF(0.0, top * fit, width, height - top * fit)
    made.append(Part(below, fit, partial(_paint_foot, both=both, foot=foot, size=size, least=least), foot.drawn))
    return made


def height_for(both: Both, width: float) -> float:
    """How high a picture ``width`` px wide must be to show what the maps show and hardly more, px."""
    ensure_application()
    fit = min(1.0, width / both.across / picture.LEAST[0])
    wide, least = width / fit / both.across, both.least / fit
    x0, y0, x1, y1 = both.first.extent
    around = wide - min(furniture.layout(one, wide, wide, least).frame.height() for one in both.bare)
    needed = both.down * (around + wide * (y1 - y0) / (x1 - x0))
    # Of how high it is depends how many sources are named: what key and sources add to that is left out.
    foot = _foot(both, width / fit, needed, least, needed / both.down)
    return max(needed + foot.height, both.down * picture.LEAST[1]) * fit


def letters_px(both: Both, width: float, height: float) -> float:
    """How large the smallest words of a picture of both are, px."""
    ensure_application()
    fit = picture.fitting(width / both.across, height / both.down)
    return max(_letters(both, width / fit, height / fit, both.least / fit), picture.USUAL_PX) * fit


def _letters(both: Both, width: float, height: float, least: float) -> float:
    """How large all words must be, px: as paper asks for, less where a height that was given leaves the maps little."""
    wide = width / both.across

    def fits(px: float) -> bool:
        high = _each(both, height, _foot(both, width, height, px))
        frames = [furniture.layout(one, wide, high, px).frame.height() for one in both.bare]
        return min(frames) >= picture.least_map(both.first, wide, height / both.down)

    return picture.largest_letters(least, fits)


def _each(both: Both, height: float, foot: _Foot) -> float:
    """How high the part of each map is, px."""
    return max(height - foot.height, LEAST_MAP_PX) / both.down


def _foot(both: Both, width: float, height: float, least: float, high: float | None = None) -> _Foot:
    """What stands below both maps of a picture of a size: the key of what is drawn there, and their sources. ``high``:
    px that each map has, which else is what the foot leaves."""
    drawn = both.joined()
    laid = furniture.layout(drawn, width, height, least)
    words = height - laid.frame.bottom()
    if not both.legend:
        return _Foot(drawn, laid, None, words)
    foot = _Foot(drawn, laid, strip := _strip(drawn.legend, both, width, least), strip.height + words)
    keyed = both.joined(_metres(both, width, _each(both, height, foot) if high is None else high, least))
    strip = _strip(keyed.legend, both, width, least)
    return _Foot(keyed, laid, strip, strip.height + words)


@lru_cache(maxsize=4)
def _strip(legend: tuple[LegendBlock, ...], both: Both, width: float, least: float) -> key.Key:
    """A key of both, as wide as the picture; laid out once for all that asks for its height."""
    return picture.strips_of([replace(both.first, legend=legend)], width, least)[0]


def _metres(both: Both, width: float, high: float, least: float) -> float:
    """Metres of the ground per px of maps that are so high."""
    view = _view(both, width, high, least)
    return view.mpp * furniture.truth(both.first, view)


def _view(both: Both, width: float, high: float, least: float) -> Viewport:
    """What both maps show that are so high."""
    wide, bare = width / both.across, both.bare
    frames = [furniture.layout(one, wide, high, least).frame for one in bare]
    return picture.view_of(bare[0], bare[1], frames[0].intersected(frames[1]))


def _paint_foot(painter: QtGui.QPainter, both: Both, foot: _Foot, size: tuple[float, float], least: float) -> None:
    """Key, scale and sources, from the top of where they stand."""
    width, height = size
    painter.setRenderHints(QtGui.QPainter.RenderHint.Antialiasing | QtGui.QPainter.RenderHint.TextAntialiasing)
    painter.fillRect(QtCore.QRectF(0, 0, width, foot.height), QtGui.QColor(foot.drawn.ground.paper))
    if foot.strip is not None:
        foot.strip.paint(painter, furniture.MARGIN - key.PAD * foot.strip.factor, foot.strip.height)
    if both.one_scale:
        view = _view(both, width, _each(both, height, foot), least)
        right, low = width - furniture.MARGIN, foot.strip_high - 6.0
        furniture.paint_scale(painter, both.first, view, right, low, grown=picture.scale_grown(least))
    frame = QtCore.QRectF(0.0, 0.0, width, foot.strip_high)
    furniture.paint_words(painter, foot.drawn, replace(foot.laid, frame=frame))
