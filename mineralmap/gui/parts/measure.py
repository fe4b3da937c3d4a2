"""Measure: distances and areas over the ellipsoid, drawn on the map along the geodesic, told while one draws."""

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from mineralmap.gui import theme
from mineralmap.gui.parts import Installed, parts
from mineralmap.gui.rows import Row

if TYPE_CHECKING:
    from mineralmap.render.drawing import Drawing

MARGIN_PX, WIDTH_PX, SHOWN = 12, 232, 5
HOW = "Click on the map. A double click or Enter ends it, Backspace takes a point back, Esc puts the tool away."


@parts.add
class Measure:
    """The two tools under View."""

    id, order = "measure", 45
    rows = (
        Row("measure_line", "View", "Measure &Distance", ("Ctrl+Shift+M",), "measure-line",
            "Along the shortest way over the ellipsoid, in km and nautical miles", checkable=True, group="tool",
            needs_data=True, line_before=True, after="zoom_selection"),
        Row("measure_area", "View", "Measure &Area", ("Ctrl+Shift+J",), "measure-area",
            "The area within geodesics, over the ellipsoid", checkable=True, group="tool", needs_data=True,
            after="zoom_selection"),
    )  # fmt: skip

    def make(self, window: Any) -> Installed:
        """Stand up in a window."""
        made = Measuring(window)
        handlers = {"measure_line": partial(made.start, "line"), "measure_area": partial(made.start, "area")}
        return Installed(handlers, canvas_made=made.take_canvas, thing=made)


class Measuring:
    """The measuring of one window."""

    def __init__(self, window: Any) -> None:
        self._window, self._session = window, window.session
        self._points = np.empty((0, 2))
        self.drawing: Drawing | None = None
        self.card: MeasureCard | None = None

    def take_canvas(self, canvas: Any) -> None:
        """The map is there to draw on."""
        from mineralmap.render.drawing import Drawing

        self.drawing = Drawing(canvas)
        self.drawing.said.connect(self._window.status.set_words)
        self.drawing.changed.connect(self._show)
        self.drawing.ended.connect(self._ended)
        self.card = MeasureCard(canvas)
        self.card.again.clicked.connect(self.drawing.begin_again)
        self.card.copy.clicked.connect(self.copy)
        self.card.close_.clicked.connect(self.drawing.cancel)
        self._session.map_changed.connect(
            lambda made: self.drawing is not None and self.drawing.show_projection(made.projection)
        )

    @property
    def is_area(self) -> bool:
        """Is an area measured, not a line?"""
        return self.drawing is not None and self.drawing.manner.shape == "area"

    def start(self, shape: str) -> None:
        """Take the tool."""
        from mineralmap.render.drawing import Manner

        made = self._session.map
        if self.drawing is None or self.card is None or made is None:
            return
        if self._window.actions_["scorecard"].isChecked():
            self._window.actions_["scorecard"].trigger()
        colours = theme.colours(self._session.view.theme)
        manner = Manner("area" if shape == "area" else "line", "geodesic", lasts=True, begin=HOW)
        self.card.title.setText("Area" if shape == "area" else "Distance")
        self.card.show()
        self.drawing.start(made.projection, colours.focus, colours.field, manner)

    def copy(self) -> None:
        """Put what was measured on the clipboard."""
        from mineralmap.gui.measured import tsv

        if len(self._points):
            QGuiApplication.clipboard().setText(tsv(self._points, self.is_area))

    def _show(self, points: np.ndarray) -> None:
        from mineralmap.gui.measured import area_words, line_words

        self._points = points
        if self.card is not None:
            self.card.tell(*(area_words if self.is_area else line_words)(points))

    def _ended(self) -> None:
        if self.card is not None:
            self.card.hide()
        actions = self._window.actions_
        if actions["measure_line"].isChecked() or actions["measure_area"].isChecked():  # else another tool was taken
            actions["tool_pan"].setChecked(True)


class MeasureCard(QFrame):
    """The running total over the map's upper right corner."""

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.setObjectName("mapCard")
        self.setFixedWidth(WIDTH_PX)
        self.setAccessibleName("Measured")
        self.title, self.whole, self.parts = QLabel("Distance"), QLabel(), QLabel()
        self.title.setObjectName("heading")
        self.whole.setObjectName("lead")
        self.whole.setWordWrap(True)
        self.parts.setObjectName("quiet")
        self.whole.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy, self.again, self.close_ = QPushButton("Copy"), QPushButton("New"), QPushButton("Close")
        self.copy.setToolTip("Copy points, stretches and the whole as a spreadsheet reads them")
        self.again.setToolTip("Begin another")
        self.close_.setToolTip("Put the tool away (Esc)")
        buttons = QHBoxLayout()
        for button in (self.copy, self.again, self.close_):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 8, 12, 10)
        rows.setSpacing(4)
        for widget in (self.title, self.whole, self.parts):
            rows.addWidget(widget)
        rows.addSpacing(4)
        rows.addLayout(buttons)
        self.hide()
        canvas.installEventFilter(self)

    def tell(self, whole: str, stretches: list[str]) -> None:
        """Show the whole, and the last few of its parts."""
        self.whole.setText(whole)
        left = len(stretches) - SHOWN
        self.parts.setText("\n".join([f"… {left} before"] * (left > 0) + stretches[-SHOWN:]))
        self.parts.setVisible(len(stretches) > 1 or (bool(stretches) and not stretches[0].startswith("1.")))
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        self.adjustSize()
        self.move(self._canvas.width() - self.width() - MARGIN_PX, MARGIN_PX)
        self.raise_()
