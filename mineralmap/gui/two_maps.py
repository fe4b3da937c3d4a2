"""One map, or two of the same place: side by side, or one over the other with a handle between them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget

from mineralmap.gui import theme
from mineralmap.gui.map_head import Head

if TYPE_CHECKING:
    from mineralmap.layers.layer import Map
    from mineralmap.render.key import Key

HANDLE, STEP = 28, 0.02
BESIDE = 560
"""Px of width from which there is room for two maps side by side; with less the second lies below the first, unless
the world is much smaller so."""
WORLD, LARGER = 2.0, 1.25
"""About how much wider than high the world is, and by how much larger it must be where heads have half the width."""
KEY_ROOM = 0.35
"""Part of the height that the legend below both maps may take."""


class TwoMaps(QWidget):
    """Holds the canvas of the map and, while split, a second one that shows the same place. ``second_made`` carries
    that one, once it is there; ``head_changed`` how high what the maps are of stands above them."""

    second_made = Signal(object)
    head_changed = Signal(int)

    def __init__(self, first: Any) -> None:
        super().__init__()
        self.first: Any = first
        self.second: Any = None
        self.split = ""
        self.swapped = False
        """Does the second map stand left of the first?"""
        self._following = False
        self._at = 0.5
        self._size = QSize()
        first.setParent(self)
        self.seen: Callable[[Map], Map] = lambda made: made
        """How a map looks to the eye that looks at it."""
        self.head, self.other_head = Head("First map"), Head("Second map", choosing=True)
        self.handle, self.strip = Handle(), KeyStrip()
        self.handle.moved.connect(self._swipe)
        self.veil = Veil()
        for widget in (self.head, self.other_head, self.veil, self.handle, self.strip):
            widget.setParent(self)
            widget.hide()
        for head in (self.head, self.other_head):
            head.outgrown.connect(self._lay)
        self._head = 0
        first.view_changed.connect(lambda: self._follow(self.second, self.first))

    def add_second(self, canvas: Any) -> None:
        """Take the second canvas; whichever is moved takes the other with it."""
        self.second = canvas
        canvas.setParent(self)
        canvas.hide()
        canvas.view_changed.connect(self._second_moved)
        self.veil.raise_()
        self.handle.raise_()
        self.second_made.emit(canvas)

    def face(self, swapped: bool) -> None:
        """Which map stands left: what was before what is."""
        if swapped != self.swapped:
            self.swapped = swapped
            self._lay()

    def wait(self, on: bool) -> None:
        """Dim the second map while it is not yet what its head says."""
        self.veil.setVisible(on and bool(self.split))

    def arrange(self, split: str) -> None:
        """ "side", "swipe" or "" for one map."""
        self.split = split if self.second is not None else ""
        on = bool(self.split)
        for widget in (self.head, self.other_head):
            widget.setVisible(on)
        self.handle.setVisible(self.split == "swipe")
        if self.second is not None:
            self.second.setVisible(on)
        if not on:
            self.strip.hide()
            self.veil.hide()
        self._lay()

    def prepare_second(self, made: "Map", then: Callable[[], None]) -> bool:
        """Get ready for the map of the second canvas, as ``MapCanvas.prepare``."""
        return self.second is not None and bool(self.second.prepare(made, then))

    def show_second(self, made: "Map") -> None:
        """Give the second canvas its map, at the place that the first shows."""
        if self.second is not None:
            self.second.set_map(self.seen(made))
            self._follow(self.second, self.first)

    def show_key(self, key: "Key | None", ground: str) -> None:
        """The legend of both maps below them; ``None`` for none."""
        self.strip.show_key(key, ground)
        self.strip.setVisible(bool(self.split) and key is not None)
        self._lay()

    def joined(self, made: "Map", second: "Map | None") -> "Map":
        """The first map with the key of both, of what is drawn where they have come to rest."""
        from mineralmap.layers.joined_key import joined

        metres = self.first.view().mpp * self.first.true
        first = made.keyed_at(metres)
        if second is None:
            return first
        names = self.head.said, self.other_head.said
        return replace(first, legend=joined(first.legend, second.keyed_at(metres).legend, names))

    @property
    def swiped(self) -> float:
        """Where the handle stands, a fraction of the width."""
        return self._at

    def sizeHint(self) -> QSize:
        return QSize(900, 560)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay()

    def _swipe(self, at: float) -> None:
        self._at = min(max(at, 0.0), 1.0)
        self._lay()

    def _lay(self) -> None:
        """Both maps are of one size to the px: half a px aside, a name that has hardly room finds it in one of them and
        not in the other."""
        wide, high = self.width(), self.height()
        if not self.split or self.second is None:
            self.first.setGeometry(0, 0, wide, high)
            self._tell_head(0)
            return
        half = wide // 2
        heads = (self.other_head, self.head) if self.swapped else (self.head, self.other_head)
        maps = (self.second, self.first) if self.swapped else (self.first, self.second)
        head = _fold(heads, half - 1)
        below = min(self.strip.needed, int(high * KEY_ROOM)) if not self.strip.isHidden() else 0
        if high - below - head < self.first.minimumHeight():
            below = 0  # the maps would lie over it
        self.strip.setGeometry(0, high - below, wide, below)
        room = high - below
        beside = self.split == "swipe" or self._beside(room, head)
        if self.split == "swipe":
            heads[0].setGeometry(0, 0, half, head)
            heads[1].setGeometry(half, 0, wide - half, head)
            place = QRect(0, head, wide, room - head)
            self.first.setGeometry(place)
            self.second.setGeometry(place)
            at = round(self._at * wide)
            seen = QRegion(0, 0, max(at, 1), place.height())
            if not self.swapped:
                seen = QRegion(at, 0, max(wide - at, 1), place.height())
            self.second.setMask(seen)
            self.veil.setMask(seen)
            self.handle.place(at, place)
        elif beside:
            half = (wide - 1) // 2
            for at, one, other in zip((0, wide - half), heads, maps, strict=True):
                one.setGeometry(at, 0, half, head)
                other.setGeometry(at, head, half, room - head)
        else:
            each = room // 2
            head = _fold(heads, wide)
            for at, one, other in zip((0, room - each), heads, maps, strict=True):
                one.setGeometry(0, at, wide, head)
                other.setGeometry(0, at + head, wide, each - head)
        self._tell_head(head)
        if self.split != "swipe":
            self.second.clearMask()
            self.veil.clearMask()
        self.veil.setGeometry(self.second.geometry())
        self._follow(self.second, self.first)

    def _beside(self, room: int, head: int) -> bool:
        """Is there room for it, or is the world much larger in two maps side by side than in one below the other?"""
        wide = self.width()
        below = min(wide, WORLD * (room / 2 - head))
        return wide >= BESIDE or min(wide / 2, WORLD * (room - head)) >= LARGER * below

    def _tell_head(self, head: int) -> None:
        if head != self._head:
            self._head = head
            self.head_changed.emit(head)

    def _second_moved(self) -> None:
        """Take the first map along, unless the second was only given another size."""
        assert self.second is not None
        if self.second.size() != self._size:
            self._size = self.second.size()
            self._follow(self.second, self.first)
        else:
            self._follow(self.first, self.second)

    def _follow(self, one: Any, other: Any) -> None:
        if self._following or not self.split or one is None or self.second is None:
            return
        self._following = True
        try:
            one.follow(other)
        finally:
            self._following = False


def _fold(heads: Sequence[Head], width: int) -> int:
    """Give both heads as many lines as either needs in a width; px of height that they then take."""
    two = not all(one.one_line(width) for one in heads)
    return max(one.fold(two) for one in heads)


class Veil(QWidget):
    """Dims what lies below it; the mouse goes through."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName("The second map is being worked out")

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(128, 128, 128, 56))


class Handle(QWidget):
    """The line between two maps of a swipe: dragged, or moved by the arrow keys."""

    moved = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Divider between the two maps")
        self.setToolTip("Drag, or press Left and Right, to see more of one map")
        self._across = QRect()
        self._at = 0.5
        self._colours = theme.LIGHT

    def place(self, at: int, across: QRect) -> None:
        """Stand at a px of the maps' place."""
        self._across = across
        self._at = at / max(across.width(), 1)
        self.setGeometry(at - HANDLE // 2, across.top(), HANDLE, across.height())
        self.setMask(QRegion(HANDLE // 2 - 3, 0, 6, self.height()) | QRegion(self._grip()))
        self.setAccessibleDescription(f"{round(100 * self._at)} % of the width is the first map")

    def recolour(self, theme_name: str) -> None:
        """Draw for the light or the dark theme."""
        self._colours = theme.colours(theme_name)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._move(self.mapToParent(event.position().toPoint()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        to = {
            keys.Key_Left: self._at - STEP, keys.Key_Right: self._at + STEP, keys.Key_Home: 0.0, keys.Key_End: 1.0,
        }.get(keys(event.key()))  # fmt: skip
        if to is None:
            super().keyPressEvent(event)
        else:
            self.moved.emit(to)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = HANDLE / 2
        strong = QColor(self._colours.focus if self.hasFocus() else self._colours.text)
        painter.setPen(QPen(QColor(self._colours.field), 4))
        painter.drawLine(QPointF(middle, 0), QPointF(middle, self.height()))
        painter.setPen(QPen(strong, 1.6))
        painter.drawLine(QPointF(middle, 0), QPointF(middle, self.height()))
        painter.setBrush(QColor(self._colours.field))
        painter.drawEllipse(self._grip().adjusted(2, 2, -2, -2))
        y = self._grip().center().y() + 0.5
        for side in (-1, 1):
            painter.drawLine(QPointF(middle + side * 6, y), QPointF(middle + side * 2.5, y - 3.5))
            painter.drawLine(QPointF(middle + side * 6, y), QPointF(middle + side * 2.5, y + 3.5))

    def _grip(self) -> QRect:
        return QRect(0, self.height() // 2 - HANDLE // 2, HANDLE, HANDLE)

    def _move(self, at: QPoint) -> None:
        self.moved.emit((at.x() - self._across.left()) / max(self._across.width(), 1))


class KeyStrip(QWidget):
    """The legend below two maps."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Legend")
        self._key: Key | None = None
        self._ground = "#FFFFFF"

    @property
    def needed(self) -> int:
        """Px of height that the legend takes."""
        return int(self._key.height) + 1 if self._key is not None else 0

    def show_key(self, key: "Key | None", ground: str) -> None:
        """Show a legend on a ground."""
        self._key, self._ground = key, ground
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._key is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(self._ground))
        self._key.paint(painter, 0.0, float(self._key.height), boxed=False)
