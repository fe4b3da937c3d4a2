"""The ground of a window as one pixmap, larger than the view: a hand that moves the map finds no empty edge.

While the map moves the pixmap is shifted or stretched (nearest: smooth costs five times as much), and what comes into
view beyond its edge is painted then and there. At rest it is exact.
"""

import math
from dataclasses import dataclass

import numpy as np
from PySide6 import QtCore, QtGui

from mineralmap.layers.layer import Lines, Marks, Texts
from mineralmap.render.pixmap import device_px, unpainted
from mineralmap.render.scene import Part, Scene
from mineralmap.render.viewport import Viewport

MARGIN = 0.15
"""Of the view's size, on every side."""
STRETCHED = 2.0
"""How much the ground of the whole world may be stretched, while the map moves, before a view is painted by itself."""
ALIGNED = 0.02
"""Part of a device px by which a pixmap may be off and still be exact."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A pixmap and what part of the map it shows: its view is as large as the pixmap, in px."""

    pixmap: QtGui.QPixmap
    view: Viewport
    density: float


@dataclass(frozen=True, slots=True)
class Painted:
    """The ground of a scene for a view, painted by whichever thread: an image of ``larger``, view and margin."""

    scene: Scene
    view: Viewport
    larger: Viewport
    density: float
    image: QtGui.QImage


def painted(scene: Scene, view: Viewport, density: float) -> Painted:
    """Paint the ground of a view. Not for the window's thread alone: it takes no pixmap and no words."""
    larger = _larger(view, density)
    wide, high = device_px(larger.width, larger.height, density)
    image = QtGui.QImage(wide, high, QtGui.QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(density)
    _fill(image, scene, larger)
    return Painted(scene, view, larger, density, image)


class Backing:
    """Keeps the ground of one scene."""

    def __init__(self) -> None:
        self._kept: _Kept | None = None
        self._world: _Kept | None = None
        """The last that showed the whole world: a view that goes back there need not be painted."""

    @property
    def view(self) -> Viewport | None:
        """What the pixmap shows, margins and all."""
        return None if self._kept is None else self._kept.view

    def forget(self) -> None:
        """The ground is another."""
        self._kept = self._world = None

    def take(self, made: Painted) -> None:
        """Keep what was painted elsewhere."""
        self._keep(_Kept(QtGui.QPixmap.fromImage(made.image), made.larger, made.density), made.scene)

    def _keep(self, kept: _Kept, scene: Scene) -> None:
        self._kept = kept
        left, low, right, high = kept.view.extent()
        west, south, east, north = scene.world
        if left <= west and low <= south and right >= east and high >= north:
            self._world = kept

    def exact(self, scene: Scene, view: Viewport, density: float) -> bool:
        """Is the ground of a view there as it is at rest?"""
        kept = self._kept
        if kept is None or kept.density != density or kept.view.mpp != view.mpp:
            return False
        return _aligned(kept, view) and _covers(kept.view, view, scene)

    def make(self, scene: Scene, view: Viewport, density: float, moving: bool) -> None:
        """See to it that the ground of a view is there: exactly, or while it moves without gaps."""
        kept = self._kept
        if kept is None or kept.density != density:
            self._paint_whole(scene, view, density)
        elif kept.view.mpp == view.mpp:
            if not moving and not _aligned(kept, view):
                self._paint_whole(scene, view, density)
            elif not _covers(kept.view, view, scene):
                self._scroll(scene, view)
        elif not moving or not _covers(kept.view, view, scene):
            world = self._world
            if moving and world is not None and world.density == density and world.view.mpp <= STRETCHED * view.mpp:
                self._kept = world
            else:
                self._paint_whole(scene, view, density)

    def fills(self, view: Viewport) -> bool:
        """Is there a px of what is kept for every px of a view?"""
        if self._kept is None:
            return False
        x0, y0, x1, y1 = view.extent()
        left, low, right, high = self._kept.view.extent()
        return x0 >= left and x1 <= right and y0 >= low and y1 <= high

    def draw(self, painter: QtGui.QPainter, view: Viewport) -> None:
        """Paint what is kept into a view."""
        if self._kept is None:
            return
        pixmap, then = self._kept.pixmap, self._kept.view
        factor = then.mpp / view.mpp
        corner = QtCore.QPointF((then.left - view.left) / view.mpp, (view.top - then.top) / view.mpp)
        if factor == 1.0:
            painter.drawPixmap(corner, pixmap)
            return
        # Only what is seen: a part of a pixmap that is stretched much would be a very large one.
        density = self._kept.density
        left, top = max(-corner.x() / factor, 0.0), max(-corner.y() / factor, 0.0)
        right = min((view.width - corner.x()) / factor, then.width)
        bottom = min((view.height - corner.y()) / factor, then.height)
        if right <= left or bottom <= top:
            return
        part = QtCore.QRectF(left * density, top * density, (right - left) * density, (bottom - top) * density)
        target = QtCore.QRectF(
            corner.x() + left * factor, corner.y() + top * factor, (right - left) * factor, (bottom - top) * factor
        )
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawPixmap(target, pixmap, part)

    def _paint_whole(self, scene: Scene, view: Viewport, density: float) -> None:
        larger = _larger(view, density)
        pixmap = unpainted(larger.width, larger.height, density)
        _fill(pixmap, scene, larger)
        self._keep(_Kept(pixmap, larger, density), scene)

    def _scroll(self, scene: Scene, view: Viewport) -> None:
        """Keep what can be kept and paint the rest, by whole device px: the view has the margin on every side again."""
        assert self._kept is not None
        old, density = self._kept.view, self._kept.density
        across = round(((view.left - old.left) / old.mpp - (old.width - view.width) / 2) * density)
        down = round(((old.top - view.top) / old.mpp - (old.height - view.height) / 2) * density)
        wide, high = self._kept.pixmap.width(), self._kept.pixmap.height()
        if abs(across) >= wide or abs(down) >= high:
            self._paint_whole(scene, view, density)
            return
        moved = Viewport(
            old.left + across / density * old.mpp, old.top - down / density * old.mpp, old.mpp, old.width, old.height
        )
        pixmap = self._kept.pixmap
        if self._kept is self._world:
            self._world = None
        self._kept = None  # else the pixmap would be copied before it is changed
        pixmap.scroll(-across, -down, pixmap.rect())
        strips = []
        if across:
            left = max(wide - across, 0) if across > 0 else 0
            strips.append(QtCore.QRect(left, 0, min(abs(across), wide), high))
        if down:
            top = max(high - down, 0) if down > 0 else 0
            strips.append(QtCore.QRect(0, top, wide, min(abs(down), high)))
        for strip in strips:
            _paint_strip(scene, pixmap, moved, strip, density)
        self._kept = _Kept(pixmap, moved, density)


def _larger(view: Viewport, density: float) -> Viewport:
    """A view with its margins, of whole device px."""
    across, down = (math.ceil(size * MARGIN * density) / density for size in (view.width, view.height))
    return Viewport(
        view.left - across * view.mpp, view.top + down * view.mpp, view.mpp,
        view.width + 2 * across, view.height + 2 * down,
    )  # fmt: skip


def _fill(device: QtGui.QPixmap | QtGui.QImage, scene: Scene, view: Viewport) -> None:
    """Paint the ground of a view over all of a device."""
    # Without a transparent px it is copied, not blended.
    device.fill(QtGui.QColor(scene.map.ground.around))
    painter = QtGui.QPainter(device)
    try:
        scene.paint_ground(painter, view)
    finally:
        painter.end()


def _paint_strip(scene: Scene, pixmap: QtGui.QPixmap, view: Viewport, strip: QtCore.QRect, density: float) -> None:
    """Paint a part of the ground, given in device px, into a pixmap that shows a view."""
    left, top = strip.left() / density, strip.top() / density
    part = Viewport(
        view.left + left * view.mpp, view.top - top * view.mpp, view.mpp,
        strip.width() / density, strip.height() / density,
    )  # fmt: skip
    painter = QtGui.QPainter(pixmap)
    try:
        painter.setClipRect(QtCore.QRectF(left, top, part.width, part.height))
        painter.fillRect(QtCore.QRectF(left, top, part.width, part.height), QtGui.QColor(scene.map.ground.around))
        painter.translate(left, top)
        scene.paint_ground(painter, part)
    finally:
        painter.end()


def same_ground(one: Scene, other: Scene) -> bool:
    """Do two scenes have one ground?"""
    same = (one.map.projection, one.map.ground) == (other.map.projection, other.map.ground)
    return same and alike(one.ground, other.ground)


def alike(one: list[Part], other: list[Part]) -> bool:
    """Do two grounds look the same? Another answer often changes symbols only: then the pixmap serves on."""
    return len(one) == len(other) and all(_alike(a, b) for a, b in zip(one, other, strict=True))


def _alike(a: Part, b: Part) -> bool:
    if (a.layer.opacity, a.layer.detail) != (b.layer.opacity, b.layer.detail):
        return False
    one, other = a.primitive, b.primitive
    names = ("x", "y", "paint") + (("width", "start") if isinstance(one, Lines) else ("ring_start",))
    if type(one) is not type(other) or isinstance(one, Marks | Texts) or isinstance(other, Marks | Texts):
        return False
    if one.paints != other.paints or one.detail != other.detail:
        return False
    return all(_same(getattr(one, name), getattr(other, name)) for name in names)


def _same(one: np.ndarray, other: np.ndarray) -> bool:
    return one is other or (len(one) == len(other) and np.array_equal(one, other))


def _aligned(kept: _Kept, view: Viewport) -> bool:
    """Does the pixmap lie on whole device px of the view?"""
    x = (kept.view.left - view.left) / view.mpp * kept.density
    y = (view.top - kept.view.top) / view.mpp * kept.density
    return abs(x - round(x)) < ALIGNED and abs(y - round(y)) < ALIGNED


def _covers(kept: Viewport, view: Viewport, scene: Scene) -> bool:
    """Does the pixmap show all of the world that the view does?"""
    x0, y0, x1, y1 = view.extent()
    left, low, right, high = kept.extent()
    west, south, east, north = scene.world
    half = kept.mpp / 2
    return (
        max(x0, west) >= left - half and min(x1, east) <= right + half
        and max(y0, south) >= low - half and min(y1, north) <= high + half
    )  # fmt: skip
