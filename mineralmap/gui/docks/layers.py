"""The layers: switched by a box, ordered by dragging, each with its own legend; and what colour means."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mineralmap.gui import theme
from mineralmap.gui.docks.panel import Panel
from mineralmap.gui.session import Session
from mineralmap.gui.swatches import SIZE, swatch

if TYPE_CHECKING:
    from mineralmap.layers.layer import Layer, Map

UNFOLDED = 3
"""Layers with at least so many legend entries lie open at first."""
LAYER_ID = Qt.ItemDataRole.UserRole


class LayersDock(Panel):
    """Shows the layers of the session's map, top of the list drawn on top."""

    def __init__(self, session: Session) -> None:
        super().__init__("layersDock", "Layers")
        self._session = session
        self.tree = _Tree()
        self.tree.moved.connect(self._reorder)
        self.tree.itemChanged.connect(self._switch)
        self.colour_by = QComboBox()
        self.colour_by.setAccessibleName("Colour by")
        self.colour_by.setToolTip("Colour means one thing at a time; shape says what a thing is, area how much.")
        self.colour_by.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.colour_by.setMinimumContentsLength(8)
        self.colour_by.activated.connect(self._colour)
        lower = QHBoxLayout()
        lower.setContentsMargins(16, 4, 12, 8)
        lower.setSpacing(8)
        lower.addWidget(QLabel("Colour by"))
        lower.addWidget(self.colour_by, 1)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        title = QLabel("Layers")
        title.setObjectName("dockTitle")
        column.addWidget(title)
        column.addWidget(self.tree, 1)
        column.addLayout(lower)
        self.setWidget(inner)
        session.map_changed.connect(self._show)
        session.view_changed.connect(self._follow_view)

    def layer_item(self, layer_id: str) -> QTreeWidgetItem:
        """The line of one layer."""
        return next(item for item in self.tree.lines() if item.data(0, LAYER_ID) == layer_id)

    def _show(self, made: "Map") -> None:
        self._fill_colours()
        self.tree.blockSignals(True)
        unfolded = {item.data(0, LAYER_ID): item.isExpanded() for item in self.tree.lines()}
        where = self.tree.verticalScrollBar().value()
        self.tree.clear()
        outline = theme.colours(made.theme).line
        for layer in reversed(made.layers):
            self.tree.addTopLevelItem(self._line(layer, outline))
        for item in self.tree.lines():
            item.setExpanded(unfolded.get(item.data(0, LAYER_ID), item.childCount() >= UNFOLDED))
        self.tree.verticalScrollBar().setValue(where)
        self.tree.blockSignals(False)

    def _fill_colours(self) -> None:
        if self.colour_by.count() == 0:
            from mineralmap.layers.colouring import COLOUR_BY

            for key, words in COLOUR_BY.items():
                self.colour_by.addItem(words, key)
            self._follow_view()

    def _line(self, layer: "Layer", outline: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([layer.title])
        item.setData(0, LAYER_ID, layer.id)
        item.setFlags(
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsUserCheckable
            | Qt.ItemFlag.ItemIsDragEnabled
        )
        shown = layer.id not in self._session.view.hidden
        item.setCheckState(0, Qt.CheckState.Checked if shown else Qt.CheckState.Unchecked)
        item.setToolTip(0, f"{layer.title}: tick to show, drag or press Alt+Up and Alt+Down to reorder")
        for block in layer.legend:
            for entry in block.entries:
                child = QTreeWidgetItem([entry.label])
                child.setIcon(0, swatch(entry, outline))
                child.setFlags(Qt.ItemFlag.ItemIsEnabled)
                child.setToolTip(0, block.note or block.title)
                item.addChild(child)
        return item

    def _switch(self, item: QTreeWidgetItem) -> None:
        layer_id = item.data(0, LAYER_ID)
        if not layer_id:
            return
        on = item.checkState(0) == Qt.CheckState.Checked
        hidden = self._session.view.hidden
        changed = hidden - {layer_id} if on else hidden | {layer_id}
        self._session.edit(f"{'Show' if on else 'Hide'} {item.text(0).lower()}", hidden=changed)

    def _reorder(self) -> None:
        order = tuple(item.data(0, LAYER_ID) for item in self.tree.lines())
        self._session.edit("Reorder layers", layers=order)

    def _colour(self, index: int) -> None:
        words = self.colour_by.itemText(index)
        self._session.edit(f"Colour by {words.lower()}", colour_by=self.colour_by.itemData(index))

    def _follow_view(self) -> None:
        index = self.colour_by.findData(self._session.view.colour_by)
        if index >= 0:
            self.colour_by.setCurrentIndex(index)


class _Tree(QTreeWidget):
    """Lines that are dragged among each other and never into each other."""

    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setHeaderHidden(True)
        self.setAccessibleName("Layers, top of the list drawn on top")
        self.setIconSize(QSize(SIZE))
        self.setIndentation(16)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setExpandsOnDoubleClick(False)

    def lines(self) -> list[QTreeWidgetItem]:
        """The layers from the top."""
        found = (self.topLevelItem(index) for index in range(self.topLevelItemCount()))
        return [item for item in found if item is not None]

    def dropEvent(self, event: QDropEvent) -> None:
        super().dropEvent(event)
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and step:
            self._move_current(step)
        else:
            super().keyPressEvent(event)

    def _move_current(self, step: int) -> None:
        item = self.currentItem()
        if item is None:
            return
        index = self.indexOfTopLevelItem(item)
        if index < 0 or not 0 <= index + step < self.topLevelItemCount():
            return
        self.blockSignals(True)
        unfolded = item.isExpanded()
        self.takeTopLevelItem(index)
        self.insertTopLevelItem(index + step, item)
        item.setExpanded(unfolded)
        self.setCurrentItem(item)
        self.blockSignals(False)
        self.moved.emit()
