"""One of a few words, side by side; in a box that opens where there is too little room for all of them."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from mineralmap.gui.elided import ElidedBox
from mineralmap.gui.fields import Segments

LEAST_LETTERS = 10
"""Letters of a choice that the box shows at least."""


class OneOf(Segments):
    """Segments whose words would end in dots are told apart by nobody: "to …" is to refineries, or to consumers."""

    def __init__(self, name: str, choices: Sequence[tuple[str, ...]], tips: Sequence[str] = ()) -> None:
        super().__init__(name, choices, tips)
        self.box = ElidedBox()
        self.box.setAccessibleName(name)
        self.box.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        for number, (value, words, *_) in enumerate(choices):
            self.box.addItem(words, value)
            self.box.setItemData(number, tips[number] if tips else "", Qt.ItemDataRole.ToolTipRole)
        self.box.activated.connect(self._picked)
        self.box.hide()
        row = self.layout()
        assert isinstance(row, QHBoxLayout)
        row.insertWidget(0, self.box)
        self.group.buttonToggled.connect(self._follow)

    def sizeHint(self) -> QSize:
        """Room for all words side by side, whichever is shown."""
        hints = [button.sizeHint() for button in self.group.buttons()]
        row = self.layout()
        margins = row.contentsMargins() if row is not None else self.contentsMargins()
        high = max(one.height() for one in (*hints, self.box.sizeHint()))
        wide = sum(one.width() for one in hints)
        return QSize(wide + margins.left() + margins.right(), high + margins.top() + margins.bottom())

    def minimumSizeHint(self) -> QSize:
        letters = self.fontMetrics().averageCharWidth() * LEAST_LETTERS
        return QSize(min(letters, self.sizeHint().width()), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < self.sizeHint().width()
        if narrow == self.box.isHidden():
            self.box.setVisible(narrow)
            for button in self.group.buttons():
                button.setVisible(not narrow)

    def event(self, event: QEvent) -> bool:
        """Words that were dressed since, or in other letters, need another room: who lays them out is told."""
        if event.type() in (QEvent.Type.Polish, QEvent.Type.StyleChange, QEvent.Type.FontChange):
            for one in (self.box, *self.group.buttons()):
                one.ensurePolished()
            self.updateGeometry()
        return super().event(event)

    def _follow(self, *_: object) -> None:
        self.box.setCurrentIndex(self.box.findData(self.value))

    def _picked(self, at: int) -> None:
        self.group.buttons()[at].click()
