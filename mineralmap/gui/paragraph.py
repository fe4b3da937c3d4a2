"""Words that wrap, and know their height without being laid out again."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QLabel

NARROW = 200
"""Px of width that a paragraph asks for, as long as it has none."""
RESTYLED = frozenset({QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.ContentsRectChange})


class Paragraph(QLabel):
    """A label that is asked for its height again and again, as layouts do, and sets its lines once for each width.

    A plain label lays its text out for every size that it is asked for, which for pages of rich text holds the window
    for a tenth of a second each time that an answer changes.
    """

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self._heights: dict[int, int] = {}
        self._set_in = self._dress()

    def _dress(self) -> tuple[object, ...]:
        """What of its looks decides where lines break; its colours do not."""
        return self.font().toString(), self.contentsMargins(), self.margin(), self.indent()

    def setText(self, text: str) -> None:
        if text != self.text():
            self._heights.clear()
            super().setText(text)

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def sizeHint(self) -> QSize:
        width = self.width() if self.testAttribute(Qt.WidgetAttribute.WA_Resized) else NARROW
        return QSize(NARROW, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in RESTYLED and self._dress() != self._set_in:
            self._set_in = self._dress()
            self._heights.clear()
