"""The map in the window: it paints what the hand moves, and never keeps the hand waiting.

While it moves, the ground is a pixmap larger than the view with symbols above it, the uppermost of them when there are
very many; when it rests, everything is painted exactly and kept, so that a halo or a tip costs no more than a copy.
"""

from collections.abc import Callable, Collection
from dataclasses import replace

from PySide6 import QtCore, QtGui, QtWidgets

from mineralmap.layers.layer import Map
from mineralmap.render import pick
from mineralmap.render.application import grown
from mineralmap.render.backing import Backing, same_ground
from mineralmap.render.carry import carried
from mineralmap.render.halos import CHOSEN, LIT, Halos
from mineralmap.render.key_place import KeyPlace
from mineralmap.render.making import Making
from mineralmap.render.navigation import Navigable
from mineralmap.render.pixmap import blank
from mineralmap.render.points.atlas import Atlas
from mineralmap.render.scene import Scene, Viewport
from mineralmap.render.still import Still, told

SOON_MS = 20
"""After the window has another size, so that several changes in a row are painted once."""


_Event = QtCore.QEvent.Type
_STANDS_ELSEWHERE = (_Event.Show, _Event.Hide, _Event.Move, _Event.Resize)


class MapCanvas(Navigable):
    """Shows a Map. ``feature_hovered_id`` is the id under the pointer, "" for none; ``thinned_changed`` the words that
    say how many symbols are drawn, "" when all are; ``laying``: the key is about to be laid into another size."""

    laying = QtCore.Signal()
    feature_hovered_id = QtCore.Signal(str)
    thinned_changed = QtCore.Signal(str)

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._atlas = Atlas()
        self._backing = Backing()
        self._chosen, self._lit = Halos(CHOSEN), Halos(LIT)
        self._still: Still | None = None
        """What was made last, where it shows this map: its words move with the hand."""
        self._coming: Still | None = None
        """Of a map that is not set yet."""
        self._making = Making(self)
        self._rings: tuple[QtGui.QPixmap, Viewport] | None = None
        self._strip: QtGui.QPixmap | None = None
        self._thinned = ""
        self._scale_of: Viewport | None = None
        self._found: pick.Picked | None = None
        self._keyed = KeyPlace()
        self._keyed.grown = grown(self.font())
        self._standing: list[QtWidgets.QWidget] = []
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(240, 112)
        self.setAccessibleName("Map")
        self.feature_hovered.connect(self._say_hovered)

    def set_map(self, drawn: Map) -> None:
        """Show a map. The view stays where somebody has moved it, in another projection too."""
        before, coming = self._scene, self._coming
        self._coming = None
        self._making.drop()
        self._lay_key(drawn)
        view, self._moved_by_hand, self._whole = self._next_view(drawn, self._keyed.high)
        self._map, self._scene = drawn, self._scene_of(drawn)
        if coming is not None and coming.scene.map is drawn:
            self._scene, self._backing = coming.scene, coming.backing
        elif before is None or not same_ground(before, self._scene):
            self._backing.forget()
        if view != self._view:
            self._take(view)
        self._outdate()
        self._tell_true()
        self._chosen.forget()
        self._lit.forget()
        if coming is not None and self._shows(coming):
            self._adopt(coming)
        if self._moving and not self._rest.isActive():
            self._rest.start(SOON_MS)

    def prepare(self, drawn: Map, then: Callable[[], None]) -> bool:
        """Make what a map will be painted from, and say when that is done: until then the old one stays, and setting
        the new one holds nothing up. False where nobody looks or nothing looks other. A newer map takes its place."""
        self._making.drop(newer=True)
        if not self.isVisible():
            return False
        laid, high = self._keyed.laid(drawn, self.width(), self.height())
        view, *_ = self._next_view(drawn, high)
        scene, density = self._scene_of(drawn), self.devicePixelRatioF()
        same = self._scene is not None and same_ground(self._scene, scene)
        scene.true = told(scene, view, self.height() - high)
        if laid is self._keyed.key and view == self._view and self._still is not None and self._shows(self._still):
            self._coming = self._still.of(scene)
            if self._coming is not None:
                return False
        strip = self._strip if laid is self._keyed.key else None
        backing = self._backing if same else Backing()
        coming = Still(scene, view, density, backing, laid, high, strip, self._stand())

        def done(made: Still | None) -> None:
            self._coming = made
            then()

        self._making.make(coming, done, awaited=True)
        return True

    def set_chosen(self, ids: Collection[str]) -> None:
        """Put a halo about these features, as long as they are chosen. The map is not composed anew."""
        if self._chosen.set(ids):
            self._rings = None
            if self._scene is not None:
                self._chosen.seek(self._scene)
            self.update()

    def light(self, ids: Collection[str]) -> None:
        """Put a wider, paler halo about these features for as long as something is pointed at; none takes it away."""
        if self._lit.set(ids):
            self.update()

    @property
    def chosen(self) -> frozenset[str]:
        """The features that have a halo."""
        return self._chosen.ids

    @property
    def lit(self) -> frozenset[str]:
        """The features that are lit for a moment."""
        return self._lit.ids

    @property
    def true(self) -> float:
        """Metres of the ground in a metre of the map in the middle, as layers with limits are told."""
        return self._scene.true if self._scene is not None else 1.0

    def keep_off(self, widget: QtWidgets.QWidget) -> None:
        """Words give way to a widget that stands on the map: what it hid nobody could read."""
        self._standing.append(widget)
        widget.installEventFilter(self)
        self._outdate()

    def changeEvent(self, event: QtCore.QEvent) -> None:
        """Words on the map are as large as the window's letters make them."""
        super().changeEvent(event)
        if event.type() == _Event.FontChange and self._keyed.grown != grown(self.font()):
            self._keyed.grown = grown(self.font())
            if self._scene is not None:
                self._scene.grown = self._keyed.grown
            self._making.drop()
            self.set_key_shown(self._keyed.shown, self._keyed.low)

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        if watched in self._standing and event.type() in _STANDS_ELSEWHERE:
            self._outdate()
        return super().eventFilter(watched, event)

    @property
    def thinned(self) -> str:
        """How many symbols are drawn of how many; "" when all are."""
        return self._thinned

    @property
    def map_height(self) -> float:
        """Px of height that the key leaves to the map."""
        return self._map_height()

    def set_key_shown(self, shown: bool, low: bool = False) -> None:
        """Show or fold away the key; ``low``: its foremost blocks in a low strip."""
        self._keyed.show(shown, low)
        self._lay_key()
        if self._map is not None and not self._moved_by_hand:
            self._take(self._opening())
        self._outdate()
        self._soon()
        self.view_changed.emit()  # the map's height is another, and so its middle and its scale

    def choose_key(self, shown: bool, low: bool) -> None:
        """The same for the key that is laid next; for ``laying``."""
        self._keyed.show(shown, low)

    def sizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(900, 560)

    def pick(self, at: QtCore.QPointF) -> pick.Picked | None:
        """What lies under a px: the nearest symbol within reach, else a route, else the country."""
        here = at.y() < self._map_height()  # below it lies the key
        found = pick.under_scene(self._scene, self._view, at.x(), at.y()) if self._scene is not None and here else None
        self._found = found
        return found

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter = QtGui.QPainter(self)
        try:
            painter.setRenderHints(QtGui.QPainter.RenderHint.Antialiasing | QtGui.QPainter.RenderHint.TextAntialiasing)
            self.paint_map(painter)
        finally:
            painter.end()

    def leaveEvent(self, event: QtCore.QEvent) -> None:
        self._found = None
        super().leaveEvent(event)

    def paint_map(self, painter: QtGui.QPainter) -> None:
        """Paint everything in px."""
        if self._scene is None or self._map is None:
            painter.fillRect(self.rect(), self.palette().window())
            return
        density = self.devicePixelRatioF()
        if self._moving:
            self._paint_moving(painter, density)
        else:
            if self._still is None or not self._shows(self._still):
                made = self._to_make()
                for _ in made.steps():
                    pass
                self._adopt(made)
            assert self._still is not None
            painter.drawPixmap(0, 0, self._still.pixmap)
        painter.save()
        painter.setClipRect(QtCore.QRectF(0, 0, self.width(), self._map_height()))
        self._paint_chosen(painter, density)
        self._lit.paint(painter, self._scene, self._view, density)
        painter.restore()

    def _to_make(self) -> Still:
        """The map at rest as it is to be now."""
        assert self._scene is not None
        density = self.devicePixelRatioF()
        key_, high, strip = self._keyed.key, self._keyed.high, self._strip
        return Still(self._scene, self._view, density, self._backing, key_, high, strip, self._stand())

    def _stand(self) -> list[list[float]]:
        """Boxes of what stands on the map, px."""
        shown = [one for one in self._standing if one.isVisible()]
        there = [(one.size(), self.mapFromGlobal(one.mapToGlobal(QtCore.QPoint()))) for one in shown]
        return [[at.x(), at.y(), at.x() + size.width(), at.y() + size.height()] for size, at in there]

    def _shows(self, still: Still) -> bool:
        """Is this what is to be seen at rest?"""
        now = (self._scene, self._keyed.key, self._view, self._keyed.high, self.devicePixelRatioF())
        same = still.scene is now[0] and still.key is now[1]
        return same and (still.view, still.high, still.density) == now[2:] and still.standing == self._stand()

    def _adopt(self, made: Still) -> None:
        """Take over what was made."""
        self._still, self._strip, self._scale_of = made, made.strip, made.view
        self._say_thinned(made.thinned)

    def _paint_chosen(self, painter: QtGui.QPainter, density: float) -> None:
        """The halos of what is chosen, kept as a pixmap while nothing moves."""
        assert self._scene is not None
        if self._moving or not self._chosen.ids:
            self._chosen.paint(painter, self._scene, self._view, density)
            return
        if self._rings is None or self._rings[1] != self._view or self._rings[0].devicePixelRatio() != density:
            pixmap = blank(self.width(), self.height(), density)
            inner = QtGui.QPainter(pixmap)
            try:
                self._chosen.paint(inner, self._scene, self._view, density, self._still.words if self._still else ())
            finally:
                inner.end()
            self._rings = (pixmap, self._view)
        painter.drawPixmap(0, 0, self._rings[0])

    def _paint_moving(self, painter: QtGui.QPainter, density: float) -> None:
        assert self._scene is not None
        assert self._map is not None
        self._backing.make(self._scene, self._view, density, moving=True)
        if not self._backing.fills(self._view):
            painter.fillRect(self.rect(), QtGui.QColor(self._map.ground.around))
        self._backing.draw(painter, self._view)
        self._scene.paint_top(painter, self._view, density, moving=True)
        last = self._still
        if last is not None and last.view.mpp == self._view.mpp:
            then = last.view
            dx, dy = (then.left - self._view.left) / self._view.mpp, (self._view.top - then.top) / self._view.mpp
            painter.drawPixmap(QtCore.QPointF(dx, dy), last.over)
        frame = self._to_make()
        frame.thinned = self._thinned
        # The scale's words are worked out by the projection: while the map slides, those of where it began will do.
        if self._scale_of is None or self._scale_of.mpp != self._view.mpp:
            self._scale_of = self._view
        frame.furnish(painter, self._scale_of)
        self._strip = frame.strip

    def _scene_of(self, drawn: Map) -> Scene:
        made = Scene(drawn, self._atlas)
        made.grown = self._keyed.grown
        return made

    def _lay_key(self, drawn: Map | None = None) -> None:
        """The key is a strip below the map: over the map it would hide what somebody looks for."""
        if self._keyed.lay(drawn or self._map, self.width(), self.height()):
            self._strip = None

    def _map_height(self) -> float:
        """Px of height that the key leaves to the map."""
        return self.height() - self._keyed.high

    def _opening(self) -> Viewport:
        assert self._map is not None
        return self._opened(self._map, self._whole, self._keyed.high)

    def _opened(self, drawn: Map, whole: bool, high: float) -> Viewport:
        """How a map opens above a key of a height."""
        opening = replace(drawn, extent=drawn.projection.world()) if whole else drawn
        return self._fitted(Viewport.of(opening, self.width(), self.height() - high))

    def _next_view(self, drawn: Map, high: float) -> tuple[Viewport, bool, bool]:
        """Where another map is looked at, over a key of a height; was it moved there, and is the whole world wanted?"""
        view, moved, whole, before = self._view, self._moved_by_hand, self._whole, self._map
        if before is None or before.projection != drawn.projection:
            kept = carried(view, before.projection, drawn.projection) if before and moved else None
            moved, whole = kept is not None, False
            if kept is not None:
                view = self._within(kept, kept.width / 2, kept.height / 2, drawn)
        return view if moved else self._opened(drawn, whole, high), moved, whole

    def _take(self, view: Viewport) -> None:
        self._view = view
        self._tell_true()
        self.update()

    def _tell_true(self) -> None:
        """Layers with limits go by the scale that is told, which changes with the place: some come or go."""
        if self._scene is None or self._map is None:
            return
        true = told(self._scene, self._view, self._map_height())
        before, self._scene.true = self._scene.true, true
        spans = [layer.detail for layer in self._map.layers]
        now, then = ([low <= self._view.mpp * one < high for low, high in spans] for one in (true, before))
        if now != then:
            self._backing.forget()
            self._still = self._rings = None
        if self._keyed.seen_at(self._map, self._view.mpp * true):
            self._lay_key()
            self._view = self._view if self._moved_by_hand else self._opening()
            self._outdate()

    def _repaint(self) -> None:
        self.update()

    def _laid_out(self) -> None:
        self.laying.emit()
        self._keyed.give_back()
        self._lay_key()
        self.update()
        self._soon()

    def _soon(self) -> None:
        """Paint quickly now, with the ground that there is, and exactly when the other is painted."""
        if self._backing.view is not None and self.isVisible():
            self._moving = True
            self._rest.start(SOON_MS)

    def _changed(self) -> None:
        if self._making.still is not None and self._making.still.scene is self._scene:
            self._making.drop()
        super()._changed()

    def _rest_due(self) -> None:
        """Make the map at rest between events; it goes on looking as it does while it moves until that is there."""
        if self._scene is None or not self.isVisible() or (self._still is not None and self._shows(self._still)):
            self._come_to_rest()
        elif self._making.still is not None and self._making.still.scene is not self._scene:
            self._rest.start(SOON_MS)  # another map is on its way, and comes first
        else:
            self._making.make(self._to_make(), self._rested)

    def _rested(self, made: Still | None) -> None:
        if made is not None and self._shows(made):
            self._adopt(made)
        self._come_to_rest()

    def _come_to_rest(self) -> None:
        if self._scene is not None:
            self._backing.make(self._scene, self._view, self.devicePixelRatioF(), moving=False)
        super()._come_to_rest()

    def _outdate(self) -> None:
        """What lies over the ground is to be painted anew."""
        self._still = self._rings = self._scale_of = None
        self.update()

    def _say_thinned(self, words: str) -> None:
        if words != self._thinned:
            self._thinned = words
            self.setAccessibleDescription(words)
            self.thinned_changed.emit(words)

    def _say_hovered(self, tip: str) -> None:
        self.feature_hovered_id.emit(self._found.feature if self._found is not None else "")
