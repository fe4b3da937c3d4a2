"""The strip over the map at the first run: a question, its answer in one sentence, and two more to try."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from mineralmap.gui import theme
from mineralmap.gui.flow_layout import FlowLayout
from mineralmap.gui.letters import icon_size
from mineralmap.gui.samples import SAMPLES
from mineralmap.gui.words import unbroken

OWN = "Ask your own question"
HOW = "Change any word of the question above, or begin with one of these. Ctrl+Z takes anything back."
HOW_LOW = "Change any word of the question above, or choose one of Help ▸ Sample Views. Ctrl+Z takes anything back."

LOW = 420
"""Px of height of map and strip below which the strip leaves the map the room of its buttons."""


class WelcomeStrip(QFrame):
    """``asked`` is the id of a sample that is to be shown, ``dismissed`` that the strip is not wanted any more."""

    asked = Signal(str)
    dismissed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("welcome")
        self.setAccessibleName("Sample views")
        self.how = HOW
        """What to do where no sample is shown."""
        self.question, self.answer = QLabel(OWN), QLabel(HOW)
        self.question.setObjectName("lead")
        for label in (self.question, self.answer):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.close_it = QToolButton()
        self.close_it.setIconSize(icon_size(self.close_it, 16))
        self.close_it.setAccessibleName("Close sample views")
        self.close_it.setToolTip("Close; they are under Help ▸ Sample Views")
        self.close_it.clicked.connect(self.dismissed)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.question, 1)
        head.addWidget(self.close_it, 0, Qt.AlignmentFlag.AlignTop)
        self._buttons = QWidget()
        self._row = row = FlowLayout(self._buttons, across=8, down=6)
        row.setContentsMargins(0, 0, 0, 0)
        self.buttons: dict[str, QPushButton] = {}
        for sample in SAMPLES:
            button = QPushButton(sample.question)
            button.setObjectName("sample")
            button.setToolTip(f"{sample.question}\nShow this question with its view; Ctrl+Z brings yours back")
            button.setAccessibleName(sample.question)
            button.setMinimumWidth(60)
            button.clicked.connect(lambda _=False, one=sample.id: self.asked.emit(one))
            row.addWidget(button)
            self.buttons[sample.id] = button
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 8, 10)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.answer)
        column.addWidget(self._buttons)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def say(self, sample_id: str, question: str, answer: str) -> None:
        """Show a question with its answer; "" for none of the samples."""
        self.question.setText(question or OWN)
        self.answer.setText(unbroken(answer) if question else self.how)
        for one, button in self.buttons.items():
            button.setVisible(one != sample_id)  # that question stands above with its answer
        self._fit()

    def recolour(self, theme_name: str) -> None:
        """Draw the icon for the light or the dark theme."""
        self.close_it.setIcon(theme.icon("close", theme.colours(theme_name).quiet))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        place = self.parentWidget()
        if event.type() == QEvent.Type.ParentChange and place is not None:
            place.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        place = self.parentWidget()
        if event.type() == QEvent.Type.Resize and place is not None and watched is place:
            self._be_low(place.height() < LOW)
        return super().eventFilter(watched, event)

    def _be_low(self, low: bool) -> None:
        self._buttons.setVisible(not low)
        self.how = HOW_LOW if low else HOW
        if self.question.text() == OWN:
            self.answer.setText(self.how)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = max(self.width() - 24, 120)
        for button in self.buttons.values():
            words = button.accessibleName()
            spare = button.sizeHint().width() - button.fontMetrics().horizontalAdvance(button.text())
            button.setText(button.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room - spare - 4))
        self._row.invalidate()
        self._buttons.setFixedHeight(self._row.heightForWidth(room))
        self.updateGeometry()
