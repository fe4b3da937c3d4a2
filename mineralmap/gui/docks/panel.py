"""A dock without a title bar and a scrolled column of headed sections; what the panels are built of."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget


class Panel(QDockWidget):
    """A dock that can be hidden, and moved by its tab where it shares its place; it carries no title bar."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__(title)
        self.setObjectName(name)
        self.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetClosable | QDockWidget.DockWidgetFeature.DockWidgetMovable
        )
        self.setTitleBarWidget(QWidget())


class Column(QScrollArea):
    """A scrolled column that is as wide as its dock and never scrolls sideways."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        self.rows = QVBoxLayout(inner)
        self.rows.setContentsMargins(16, 12, 12, 16)
        self.rows.setSpacing(4)
        self.setWidget(inner)

    def add_heading(self, text: str, tip: str = "") -> QLabel:
        """A quiet heading above a section."""
        heading = QLabel(text)
        heading.setObjectName("heading")
        heading.setContentsMargins(0, 12, 0, 0)
        heading.setToolTip(tip)
        self.rows.addWidget(heading)
        return heading

    def add_words(self, name: str = "", rich: bool = False) -> QLabel:
        """A paragraph that wraps and can be selected; plain text unless the caller escapes what it shows."""
        label = QLabel()
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.RichText if rich else Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.rows.addWidget(label)
        return label
