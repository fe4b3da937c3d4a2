"""How a map is moved: closer and farther, to an extent, a place, a scale or the whole world. No hand and no paint here.

A view is a ``Viewport``. The widget that paints takes it over by ``_take`` and says how it opens.
"""

import math
from dataclasses import replace

import numpy as np
from PySide6 import QtCore, QtGui, QtWidgets

from mineralmap.layers.layer import Map
from mineralmap.render import furniture
from mineralmap.render.scene import Viewport

REST_MS = 120
ZOOM_STEP = 1.6
CLOSEST_MPP, FARTHEST = 15.0, 1.6
"""Closest metres per px, and how many times the globe's width may be seen."""
INCH_M, DOTS = 0.0254, 96.0
SCALE_STEPS = 6
"""A projection's scale changes with the place; so many corrections bring the wanted one to within a thousandth."""


class Moving(QtWidgets.QWidget):
    """A widget with a view of a map. Positions in signals are degrees, extents projected metres."""

    view_changed = QtCore.Signal()
    view_rested = QtCore.Signal()
    """The view has come to rest: nothing moved it for a moment."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._map: Map | None = None
        self._view = Viewport(-1.8e7, 9e6, 3e4, 1200.0, 600.0)
        self._moved_by_hand = False
        self._whole = False  # the whole world was asked for, whatever the map would open with
        self._moving = False
        self._rest = QtCore.QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._rest_due)

    def _opening(self) -> Viewport:
        """The view that the map opens with."""
        raise NotImplementedError

    def _take(self, view: Viewport) -> None:
        """Show this view."""
        raise NotImplementedError

    def _repaint(self) -> None:
        """Paint again with what is kept."""
        raise NotImplementedError

    def _laid_out(self) -> None:
        """The widget has another size: lay out anew and forget what was painted."""
        raise NotImplementedError

    def _map_height(self) -> float:
        """Px of height that the map has."""
        raise NotImplementedError

    def zoom_in(self) -> None:
        """Closer, about the middle."""
        self._zoom(ZOOM_STEP, self._middle())

    def zoom_out(self) -> None:
        """Farther, about the middle."""
        self._zoom(1 / ZOOM_STEP, self._middle())

    def full(self) -> None:
        """The whole world, as the map opens."""
        if self._map is None:
            return
        self._moved_by_hand, self._whole = False, True
        self._take(self._opening())
        self._changed()

    def zoom_to(self, extent: tuple[float, float, float, float]) -> None:
        """Show a whole extent (x0, y0, x1, y1 in projected metres), not closer than the closest."""
        if not np.isfinite(extent).all():
            return  # what the projection cannot show is nowhere
        if self._map is not None and extent == self._map.projection.world():
            self.full()
            return
        view = self._fitted(Viewport.around(extent, self.width(), self._map_height()))
        middle = self._middle()
        self._moved_by_hand = True
        self._take(self._within(view, middle.x(), middle.y()))
        self._changed()

    def zoom_to_box(self, box: QtCore.QRectF) -> None:
        """Show what lies in a box of px."""
        if self._map is None or box.width() <= 0 or box.height() <= 0:
            return
        x0, y1 = self._view.metres(box.left(), box.top())
        x1, y0 = self._view.metres(box.right(), box.bottom())
        self.zoom_to((x0, y0, x1, y1))

    def view(self) -> Viewport:
        """What part of the map lies on which px."""
        return self._view

    @property
    def opened(self) -> bool:
        """Is this the view that the map opens with, whatever the widget's size?"""
        return not self._moved_by_hand

    @property
    def opened_whole(self) -> bool:
        """Is this the whole world as it opens, whatever of it the widget has room for?"""
        made = self._map
        return self.opened and made is not None and (self._whole or made.extent == made.projection.world())

    def place(self) -> tuple[float, float, float]:
        """What lies in the middle of the map, in projected metres, and metres per px."""
        return *self.metres(self._middle()), self._view.mpp

    def show_place(self, x: float, y: float, mpp: float | None = None) -> None:
        """Put a point (projected metres) into the middle of the map; as close as it is unless told."""
        if self._map is None or not (math.isfinite(x) and math.isfinite(y)):
            return
        across, down = self.width() / 2, self._map_height() / 2
        mpp = self._view.mpp if mpp is None else mpp
        view = Viewport(x - across * mpp, y + down * mpp, mpp, float(self.width()), float(self.height()))
        self._moved_by_hand = True
        self._take(self._within(view, across, down))
        self._changed()

    def follow(self, other: "Moving") -> None:
        """Show the place that another map shows, even where that opens with more sea than a hand could move to."""
        x, y, mpp = other.place()
        across, down = self.width() / 2, self._map_height() / 2
        self._moved_by_hand = True
        self._take(Viewport(x - across * mpp, y + down * mpp, mpp, float(self.width()), float(self.height())))
        self._changed()

    def show_scale(self, denominator: float) -> None:
        """One to so much in the middle, as nearly as the closest and the farthest view allow."""
        if self._map is None or not (math.isfinite(denominator) and denominator > 0):
            return
        middle = self._middle()
        if not math.isfinite(self.scale_denominator()):  # the middle is outside the world: go by the map's own metres
            self._zoom(self._view.mpp / (denominator * INCH_M / DOTS), middle)
            return
        for _ in range(SCALE_STEPS):
            now = self.scale_denominator()
            if not math.isfinite(now) or abs(now / denominator - 1) < 1e-4:
                return
            self._zoom(now / denominator, middle)

    def extent(self) -> tuple[float, float, float, float]:
        """What lies on the whole widget, under its key too: x0, y0, x1, y1 in projected metres."""
        return self._view.extent()

    def uncovered(self) -> tuple[float, float, float, float]:
        """What is seen above the key, which lies over the map's lower edge: ``zoom_to`` brings the same back."""
        return replace(self._view, height=self._map_height()).extent()

    def scale_denominator(self) -> float:
        """One to how much the middle of the map is; nan outside the world."""
        if self._map is None:
            return math.nan
        return furniture.scale_denominator(self._map, replace(self._view, height=self._map_height()))

    def degrees(self, at: QtCore.QPointF) -> tuple[float, float]:
        """Longitude and latitude of a px; nan outside the world."""
        if self._map is None:
            return math.nan, math.nan
        x, y = self._view.metres(at.x(), at.y())
        lon, lat = self._map.projection.inverse(np.array([x]), np.array([y]))
        return float(lon[0]), float(lat[0])

    def metres(self, at: QtCore.QPointF) -> tuple[float, float]:
        """Projected metres of a px."""
        return self._view.metres(at.x(), at.y())

    def px(self, lon: float, lat: float) -> QtCore.QPointF:
        """The px of a place in degrees; not finite where the projection has none."""
        if self._map is None:
            return QtCore.QPointF(math.nan, math.nan)
        x, y = self._map.projection.forward(np.array([lon]), np.array([lat]))
        across, down = self._view.px(x, y)
        return QtCore.QPointF(float(across[0]), float(down[0]))

    def _middle(self) -> QtCore.QPointF:
        """The px in the middle of the map, above the key."""
        return QtCore.QPointF(self.width() / 2, self._map_height() / 2)

    def _fitted(self, view: Viewport) -> Viewport:
        """A view made for the map's height, over the whole widget."""
        return replace(view, height=float(self.height()))

    def _changed(self) -> None:
        """The view is another: paint quickly now, exactly when it rests."""
        self._moving = True
        self._rest.start(REST_MS)
        self._repaint()
        self.view_changed.emit()

    def _rest_due(self) -> None:
        """Nothing has moved it for a moment."""
        self._come_to_rest()

    def _come_to_rest(self) -> None:
        self._moving = False
        self._repaint()
        self.view_rested.emit()

    def _within(self, view: Viewport, x: float, y: float, drawn: Map | None = None) -> Viewport:
        """The view no closer and no farther than makes sense, about a px; its middle stays on the globe's sheet."""
        drawn = drawn or self._map
        assert drawn is not None
        x0, y0, x1, y1 = drawn.projection.world()
        mpp = min(max(view.mpp, CLOSEST_MPP), FARTHEST * (x1 - x0) / max(self.width(), 1))
        left, top = view.metres(x, y)
        left, top = left - x * mpp, top + y * mpp
        middle_x = min(max(left + mpp * view.width / 2, x0), x1)
        middle_y = min(max(top - mpp * view.height / 2, y0), y1)
        return Viewport(middle_x - mpp * view.width / 2, middle_y + mpp * view.height / 2, mpp, view.width, view.height)

    def _zoom(self, factor: float, about: QtCore.QPointF) -> None:
        if self._map is None:
            return
        x, y = self._view.metres(about.x(), about.y())
        x0, _, x1, _ = self._map.projection.world()
        mpp = min(max(self._view.mpp / factor, CLOSEST_MPP), FARTHEST * (x1 - x0) / max(self.width(), 1))
        view = Viewport(x - about.x() * mpp, y + about.y() * mpp, mpp, self._view.width, self._view.height)
        self._moved_by_hand = True
        self._take(self._within(view, about.x(), about.y()))
        self._changed()

    def _pan(self, right: float, down: float) -> None:
        """Move what is seen by px."""
        view = self._view
        moved = Viewport(view.left + right * view.mpp, view.top - down * view.mpp, view.mpp, view.width, view.height)
        self._moved_by_hand = True
        self._take(self._within(moved, view.width / 2, view.height / 2) if self._map else moved)
        self._changed()

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._map is None:
            return
        old, below = self._view, self.height() - self._map_height()
        self._laid_out()
        if self._moved_by_hand:
            x, y = old.metres(old.width / 2, max(old.height - below, 0.0) / 2)
            width, height = float(self.width()), float(self.height())
            middle = self._map_height() / 2
            self._take(Viewport(x - old.mpp * width / 2, y + old.mpp * middle, old.mpp, width, height))
        else:
            self._take(self._opening())
        self.view_changed.emit()
