"""Words on one line that end in "…" where the room does; the tip then tells all of them."""

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QLabel, QStyle, QStyleOptionComboBox, QStylePainter, QToolTip

from mineralmap.gui.words import unbroken


def cut(words: str, metrics: QFontMetrics, width: int) -> str:
    """Words as they fit into a width: all of them, else as many whole ones as there is room for, and "…"."""
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
    kept = shown.removesuffix("…")
    if shown == words or kept == shown:
        return shown
    if not words[len(kept) :].startswith(" "):
        kept = kept.rpartition(" ")[0] or kept
    return kept.rstrip(" ,;:.(–") + "…"


class Elided(QLabel):
    """A label of plain text."""

    def shown(self, width: int) -> str:
        """The words as they stand in so many px; no number without its unit."""
        return cut(unbroken(self.text()), self.fontMetrics(), width)

    def paintEvent(self, arg__1: QPaintEvent) -> None:
        margin = max(self.margin(), 8)
        room = QRect(self.rect()).adjusted(margin, 0, -margin, 0)
        shown = self.shown(room.width())
        self.setToolTip(self.text() if shown != unbroken(self.text()) else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)


class ElidedBox(QComboBox):
    """A box of choices that may be narrower than they are; its list is as wide as the longest."""

    @property
    def shown(self) -> str:
        """The words of the choice as they stand in the box."""
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, self._room())

    def paintEvent(self, e: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.shown  # type: ignore[attr-defined]
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def showPopup(self) -> None:
        """Open the list, with all words in full."""
        view = self.view()
        view.setMinimumWidth(max(self.width(), view.sizeHintForColumn(0) + 2 * view.frameWidth() + 24))
        super().showPopup()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            whole = self.currentText() if self.shown != self.currentText() else ""
            QToolTip.showText(event.globalPos(), "\n".join(filter(None, (whole, self.toolTip()))), self)
            return True
        return super().event(event)

    def _room(self) -> int:
        option, style = QStyleOptionComboBox(), self.style()
        self.initStyleOption(option)
        kind, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        return style.subControlRect(kind, option, part, self).width() - 2
