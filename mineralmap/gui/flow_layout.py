"""A row of controls that goes on below where it would be cut."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Lays its items out from the left, in the middle of each line, and begins another line when one is full.

    ``apart``: in a single line all but the first stand at its right end.
    """

    def __init__(self, parent: QWidget | None = None, across: int = 12, down: int = 4, apart: bool = False) -> None:
        super().__init__() if parent is None else super().__init__(parent)
        self._across, self._down, self._apart = across, down, apart
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}

    def invalidate(self) -> None:
        self._heights.clear()
        super().invalidate()

    def addItem(self, arg__1: QLayoutItem) -> None:
        self._items.append(arg__1)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]  # Qt asks beyond the end
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, arg__1: int) -> int:
        if arg__1 not in self._heights:
            self._heights[arg__1] = self._lay(QRect(0, 0, arg__1, 0), place=False)
        return self._heights[arg__1]

    def setGeometry(self, arg__1: QRect) -> None:
        super().setGeometry(arg__1)
        self._lay(arg__1, place=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        margins = self.contentsMargins()
        size = QSize(0, 0)
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _lay(self, rect: QRect, place: bool) -> int:
        """Place the items, or only say how high they would stand in a width."""
        margins = self.contentsMargins()
        room = rect.marginsRemoved(margins)
        lines: list[list[tuple[QLayoutItem, QSize]]] = [[]]
        x = 0
        for item in self._items:
            if item.isEmpty():  # hidden
                continue
            size = item.sizeHint()  # asked once: a style sheet takes a while to answer
            if lines[-1] and x + size.width() > room.width():
                lines.append([])
                x = 0
            lines[-1].append((item, size))
            x += size.width() + self._across
        y = room.y()
        for line in lines:
            high = max((size.height() for _, size in line), default=0)
            x = room.x()
            spare = room.width() - sum(size.width() for _, size in line) - self._across * (len(line) - 1)
            for number, (item, size) in enumerate(line) if place else ():
                if self._apart and number == 1 and len(lines) == 1:
                    x += spare
                top = y + (high - size.height()) // 2
                item.setGeometry(QRect(x, top, min(size.width(), room.width()), size.height()))
                x += size.width() + self._across
            y += high + self._down
        return y - self._down - rect.y() + margins.bottom()
