"""The command palette: one field over the window for everything that can be found or done, by the keyboard alone."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from mineralmap.gui import theme
from mineralmap.gui.finder import Finder
from mineralmap.gui.finding import Found

LISTED, LEAST_ROWS = 30, 3
WIDTH, ROWS = 640, 12
LARGER = 1.2
"""How much larger the letters of the field are than those of the list."""
FOUND = Qt.ItemDataRole.UserRole
ASK = {
    (): "Facility, company, country, region, port, strait, mineral, coordinate, layer or action",
    ("country", "region"): "Zoom to a country or region",
    ("strait",): "Zoom to chokepoint",
}
NOTHING = "Nothing found. Try part of a name, a coordinate such as 12.3 N 45.6 E, or what you want to do."
HINT = (
    "Type part of a name, a place such as 12.3 N 45.6 E, or what you want to do, such as close malacca. "
    "Enter goes there or does it, Esc closes."
)


class Palette(QDialog):
    """Opens over a window. ``chosen`` carries a Found."""

    chosen = Signal(object)

    def __init__(self, window: QWidget, finder: Finder) -> None:
        super().__init__(window, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("palette")
        self.setAccessibleName("Command palette")
        self._window, self._finder = window, finder
        self._kinds: tuple[str, ...] = ()
        self._recent: list[Found] = []
        self.field = QLineEdit()
        self.field.setObjectName("paletteField")
        large = self.field.font()
        large.setPointSizeF(large.pointSizeF() * LARGER)
        self.field.setFont(large)
        self.field.textChanged.connect(self._look)
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName("What was found")
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self._lines = _Lines(self.list)
        self.list.setItemDelegate(self._lines)
        self.list.itemClicked.connect(lambda _: self._take())
        self.words = QLabel(HINT)
        self.words.setObjectName("quiet")
        self.words.setWordWrap(True)
        self.words.setContentsMargins(12, 4, 12, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 4)
        column.setSpacing(4)
        for part in (self.field, self.list, self.words):
            column.addWidget(part)

    def open_for(self, kinds: Sequence[str] = (), colours: theme.Colours = theme.LIGHT) -> None:
        """Show the empty field; ``kinds`` restrict what is looked for."""
        self._kinds = tuple(kinds)
        self._lines.colours = colours
        ask = ASK.get(self._kinds, ASK[()])
        self.field.setPlaceholderText(ask)
        self.field.setAccessibleName(ask)
        self.field.clear()
        self._look("")
        self._place()
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def finds(self) -> list[Found]:
        """What is listed, from the top."""
        return [self.list.item(row).data(FOUND) for row in range(self.list.count())]

    def _place(self) -> None:
        """In the middle of the window's width, near its top, and within it."""
        window = self._window
        wide = min(max(WIDTH, 34 * self.fontMetrics().averageCharWidth() * 2), window.width() - 24)
        row = self._lines.height()
        fixed = self.field.sizeHint().height() + self.words.heightForWidth(wide - 40) + 44
        rows = max(LEAST_ROWS, min(ROWS, (window.height() - fixed - 96) // row))
        self.setFixedSize(wide, fixed + rows * row)
        self.move(window.mapToGlobal(QPoint((window.width() - wide) // 2, min(72, window.height() // 10))))

    def _look(self, text: str) -> None:
        if text.strip():
            self._finder.look(text, self._show, LISTED, self._kinds)
        else:
            self._show([one for one in self._recent if not self._kinds or one.kind in self._kinds])

    def _show(self, found: list[Found]) -> None:
        self.list.clear()
        for one in found:
            item = QListWidgetItem(one.words)
            item.setData(FOUND, one)
            item.setToolTip(one.words)
            if not one.enabled:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled & ~Qt.ItemFlag.ItemIsSelectable)
            self.list.addItem(item)
        self.words.setText(NOTHING if self.field.text().strip() and not found else HINT)
        self._step(0, 1)

    def _step(self, start: int, by: int) -> None:
        """Choose the line ``start``, or the next that can be chosen in the direction of ``by``."""
        row = start
        while 0 <= row < self.list.count():
            if self.list.item(row).flags() & Qt.ItemFlag.ItemIsEnabled:
                self.list.setCurrentRow(row)
                return
            row += 1 if by > 0 else -1

    def _take(self) -> None:
        item = self.list.currentItem()
        found = item.data(FOUND) if item is not None else None
        if found is None or not found.enabled:
            return
        self.hide()
        if found.kind != "place":
            self._recent = [found, *(one for one in self._recent if one.id != found.id)][:ROWS]
        self.chosen.emit(found)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            keys, row, last = Qt.Key, self.list.currentRow(), self.list.count() - 1
            steps = {keys.Key_Down: 1, keys.Key_Up: -1, keys.Key_PageDown: ROWS, keys.Key_PageUp: -ROWS}
            pressed = keys(event.key())
            if pressed in steps:
                self._step(min(max(row + steps[pressed], 0), last), steps[pressed])
                return True
            if pressed in (keys.Key_Return, keys.Key_Enter):
                if not self.list.count() and self.field.text().strip():
                    self._show(self._finder.now(self.field.text(), LISTED, self._kinds))
                self._take()
                return True
        return super().eventFilter(watched, event)


class _Lines(QStyledItemDelegate):
    """A line of the list: the name, quietly what it is, and its keys at the right."""

    def __init__(self, parent: QListWidget) -> None:
        super().__init__(parent)
        self.colours = theme.LIGHT

    def height(self) -> int:
        """Px of a line."""
        parent = self.parent()
        assert isinstance(parent, QListWidget)
        return parent.fontMetrics().height() + 12

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, self.height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        found: Found = index.data(FOUND)
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        colours = self.colours
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(rect, QColor(colours.chosen))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(colours.hover))
        font: QFont = option.font  # type: ignore[attr-defined]
        painter.setFont(font)
        metrics, middle = painter.fontMetrics(), int(Qt.AlignmentFlag.AlignVCenter)
        room = rect.adjusted(12, 0, -12, 0)
        painter.setPen(QColor(colours.quiet))
        if found.keys:
            painter.drawText(room, middle | int(Qt.AlignmentFlag.AlignRight), found.keys)
            room.setRight(room.right() - metrics.horizontalAdvance(found.keys) - 16)
        name = metrics.elidedText(found.name, Qt.TextElideMode.ElideRight, room.width())
        taken = metrics.horizontalAdvance(name)
        painter.setPen(QColor((colours.chosen_text if chosen else colours.text) if found.enabled else colours.quiet))
        painter.drawText(room, middle, name)
        room.setLeft(room.left() + taken + 12)
        note = metrics.elidedText(_note(found), Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(QColor(colours.quiet))
        if room.width() > 24:
            painter.drawText(room, middle, note)
        painter.restore()


def _note(found: Found) -> str:
    return found.note if found.enabled else f"{found.note}, not now"
