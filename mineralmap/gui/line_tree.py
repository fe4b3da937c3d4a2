"""The tree that shows the lines of the list of layers, brought up to date in place.

What is selected, open and in focus stays so from map to map; a line is touched only where it has changed.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QDragMoveEvent,
    QDropEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyleOptionViewItem,
    QToolTip,
    QTreeWidget,
    QTreeWidgetItem,
)

from mineralmap.gui import theme
from mineralmap.gui.layer_lines import Line, walk
from mineralmap.gui.swatches import SIZE, swatch

KEY = Qt.ItemDataRole.UserRole
TICKS = {"on": Qt.CheckState.Checked, "off": Qt.CheckState.Unchecked, "some": Qt.CheckState.PartiallyChecked}
_FLAGS = {
    "heading": Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled,
    "layer": Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled,
    "file": Qt.ItemFlag.ItemIsSelectable,
    "entry": Qt.ItemFlag.NoItemFlags,
}


class LineTree(QTreeWidget):
    """Lines that are ticked, dragged among each other, opened by a double click and asked by the right button.

    Signals name lines by their keys: ``ticked`` one line and its new state, ``moved`` lines with the line that they
    are dropped at and whether below it, ``opened`` by a double click or Enter.
    """

    ticked = Signal(tuple, bool)
    moved = Signal(tuple, str, bool)
    stepped = Signal(str, int)
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._items: dict[str, QTreeWidgetItem] = {}
        self._shown: dict[str, Line] = {}
        self._lines: tuple[Line, ...] = ()
        self._colours = theme.colours("light")
        self.more_tip: Callable[[str], str] = lambda key: ""
        """What a tip says beyond its line; asked for when it is shown."""
        self.why_empty: Callable[[], str] = str
        """What stands in the place of lines where there are none."""
        self.setHeaderHidden(True)
        self.setAccessibleName("Layers, top of the list drawn on top")
        self.setIconSize(QSize(SIZE))
        self.setIndentation(14)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDropIndicatorShown(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setExpandsOnDoubleClick(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setUniformRowHeights(True)
        self.itemChanged.connect(self._changed)

    def show_lines(self, lines: Sequence[Line], theme_name: str) -> None:
        """Bring the tree up to date; nothing happens where nothing has changed."""
        recoloured = theme_name != self._colours.name
        if not recoloured and tuple(lines) == self._lines:
            return
        before, self._lines = self._lines, tuple(lines)
        self._colours = theme.colours(theme_name)
        if recoloured:
            self._shown = {}
        current, chosen = self.key(self.currentItem()), set(self.selected())
        open_ = {key: item.isExpanded() for key, item in self._items.items()}
        self.blockSignals(True)
        wanted = {line.key for line in walk(lines)}
        moved = self._sync(self.invisibleRootItem(), lines)
        for line in reversed(list(walk(before))):  # what is below goes first: a line takes its children with it
            if line.key not in wanted:
                item = self._items.pop(line.key)
                self._shown.pop(line.key, None)
                (item.parent() or self.invisibleRootItem()).removeChild(item)
        if moved:
            # A line that is put elsewhere is shut by the tree, with all that stands below it.
            for key, item in self._items.items():
                if key in open_:
                    item.setExpanded(open_[key])
            self._select(chosen, current)
        self.blockSignals(False)
        # Qt would lay lines that came or went out in a turn of its own, and paint the list twice.
        self.executeDelayedItemsLayout()

    def lines(self) -> list[QTreeWidgetItem]:
        """The layers from the top, whatever heading they stand under."""
        return [self._items[line.key] for line in walk(self._lines) if line.kind == "layer"]

    def shown(self) -> tuple[Line, ...]:
        """What the tree shows."""
        return self._lines

    def item(self, key: str) -> QTreeWidgetItem:
        """The line with a key."""
        return self._items[key]

    def line(self, key: str) -> Line | None:
        """What a line says."""
        return self._shown.get(key)

    def key(self, item: QTreeWidgetItem | None) -> str:
        """The key of a line; "" of none."""
        return "" if item is None else str(item.data(0, KEY))

    def selected(self) -> tuple[str, ...]:
        """The keys of the selected lines, from the top."""
        chosen = {self.key(item) for item in self.selectedItems()}
        return tuple(line.key for line in walk(self._lines) if line.key in chosen)

    def current(self) -> str:
        """The key of the line in focus; "" without one."""
        return self.key(self.currentItem())

    def _sync(self, parent: QTreeWidgetItem, lines: Sequence[Line]) -> bool:
        """Let these lines stand under a parent, in this order; true when a line was put elsewhere."""
        moved = False
        for place, line in enumerate(lines):
            item = self._items.get(line.key)
            if item is None or parent.child(place) is not item:
                new = item is None
                if item is None:
                    item = QTreeWidgetItem()
                    item.setData(0, KEY, line.key)
                    self._items[line.key] = item
                else:
                    before = item.parent() or self.invisibleRootItem()
                    before.removeChild(item)
                parent.insertChild(place, item)
                moved = True
                moved |= self._sync(item, line.children)
                self._write(item, line)
                if new:
                    item.setExpanded(line.unfolded)
                continue
            moved |= self._sync(item, line.children)
            self._write(item, line)
        return moved

    def _write(self, item: QTreeWidgetItem, line: Line) -> None:
        before = self._shown.get(line.key)
        if before == line:
            return
        self._shown[line.key] = line
        if before is None or (before.text, before.kind, bool(before.tick)) != (line.text, line.kind, bool(line.tick)):
            item.setText(0, line.text)
            flags = _FLAGS[line.kind] | Qt.ItemFlag.ItemIsEnabled
            item.setFlags(flags | Qt.ItemFlag.ItemIsUserCheckable if line.tick else flags)
        if before is None or before.tick != line.tick:
            item.setData(0, Qt.ItemDataRole.CheckStateRole, TICKS[line.tick] if line.tick else None)
        if before is None or (before.entry, before.mark) != (line.entry, line.mark):
            if line.entry is not None:
                item.setIcon(0, swatch(line.entry, self._colours.line))
            elif line.mark == "broken":
                item.setIcon(0, theme.icon("warning", self._colours.accent))
        if before is None or (before.quiet, before.kind, before.mark) != (line.quiet, line.kind, line.mark):
            faint = line.quiet or line.kind == "heading"
            item.setForeground(0, QBrush(QColor(self._colours.quiet)) if faint else QBrush())
            font = self.font()
            font.setItalic(line.quiet or line.mark == "broken")
            item.setFont(0, font)

    def _select(self, keys: set[str], current: str) -> None:
        for key in keys & self._items.keys():
            self._items[key].setSelected(True)
        if current in self._items:
            self.selectionModel().setCurrentIndex(
                self.indexFromItem(self._items[current]), self.selectionModel().SelectionFlag.NoUpdate
            )

    def _changed(self, item: QTreeWidgetItem, column: int) -> None:
        key = self.key(item)
        line = self._shown.get(key)
        if line is None or not line.tick:
            return
        state = item.checkState(0)
        if state == TICKS[line.tick]:
            return
        # What stands in the box is what the session says; it is asked, and brings the tree up to date.
        self.blockSignals(True)
        item.setCheckState(0, TICKS[line.tick])
        self.blockSignals(False)
        self.ticked.emit((key,), line.tick != "on")

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            key = self.key(self.itemAt(event.pos()))
            line = self._shown.get(key)
            words = "\n".join(part for part in (line.tip if line else "", self.more_tip(key)) if part)
            QToolTip.showText(event.globalPos(), plain(words), self)
            return True
        return super().viewportEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._lines:
            painter = QPainter(self.viewport())
            painter.setPen(QColor(self._colours.quiet))
            room = self.viewport().rect().adjusted(16, 8, -16, -8)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap), self.why_empty())
            painter.end()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._in_box(at):
            # A fast second click on a box is a second click, and opens nothing.
            self.mousePressEvent(event)
            return
        super().mouseDoubleClickEvent(event)
        key = self.key(self.itemAt(at))
        if key and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(key)

    def _in_box(self, at: QPoint) -> bool:
        index = self.indexAt(at)
        line = self._shown.get(str(index.data(KEY))) if index.isValid() else None
        return line is not None and bool(line.tick) and self.box(index).contains(at)

    def box(self, index: QModelIndex) -> QRect:
        """Where the box of a line is drawn, with a little air, px of the viewport."""
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = self.visualRect(index)
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
        found = self.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, self)
        return found.adjusted(-3, -3, 3, 3)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and step:
            if self.current():
                self.stepped.emit(self.current(), step)
        elif event.key() == Qt.Key.Key_Space:
            self._tick_selected()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current():
            self.opened.emit(self.current())
        else:
            super().keyPressEvent(event)

    def _tick_selected(self) -> None:
        """All selected lines become what the one in focus becomes."""
        some = [key for key in self.selected() if self._shown[key].tick]
        first = self.current() if self.current() in some else (some[0] if some else "")
        if first:
            self.ticked.emit(tuple(some), self._shown[first].tick != "on")

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)
        if event.source() is self and not self._aim(event.position().toPoint())[0]:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        target, below = self._aim(event.position().toPoint())
        keys = self.selected()
        # The tree does not move its lines itself: the session is asked for another order, which can be undone.
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if target and event.source() is self:
            self.moved.emit(keys, target, below)

    def _aim(self, at: QPoint) -> tuple[str, bool]:
        """The line that something is dropped at, and whether it goes below it; "" where it cannot be dropped."""
        item = self.itemAt(at)
        if item is None:
            lines = self.lines()
            return (self.key(lines[-1]), True) if lines else ("", False)
        rect = self.visualItemRect(item)
        below = at.y() > rect.center().y()
        while (line := self._shown.get(self.key(item))) is not None and line.kind not in ("layer", "heading"):
            item, below = item.parent(), True
            if item is None:
                return "", False
        return self.key(item), below


def plain(words: str) -> str:
    """Words as a tip, which Qt would else take for HTML where data begin with a tag."""
    if not words:
        return ""
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")
    return f"<span>{escaped}</span>"
