"""The strip of tools in the map's upper left corner: what the left button does."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from mineralmap.gui.letters import icon_size
from mineralmap.gui.parts import Installed, parts

TOOLS = ("tool_pan", "select_box", "select_polygon", "", "measure_line", "measure_area")
"""Actions of the menus, by their ids; "" is a line."""
MARGIN_PX = 10


@parts.add
class ToolStrip:
    """Stands on the map, and has no rows of its own."""

    id, order, rows = "tool_strip", 46, ()

    def make(self, window: Any) -> Installed:
        """Stand up in a window."""

        def made(canvas: QWidget) -> None:
            strip = Strip(canvas, [window.actions_[one] if one else None for one in TOOLS])
            window.map_place.canvas.keep_off(strip)
            window.map_place.over.append(strip)
            window.map_place.key_changed.connect(lambda _: strip.fit_soon())

        return Installed(canvas_made=made)


class Strip(QFrame):
    """Buttons of actions, one below the other."""

    def __init__(self, canvas: QWidget, actions: list[QAction | None]) -> None:
        super().__init__(canvas)
        self.setObjectName("mapCard")
        self.setAccessibleName("Tools of the map")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, 2)
        column.setSpacing(1)
        for action in actions:
            if action is None:
                line = QFrame()
                line.setObjectName("rule")
                column.addWidget(line)
                continue
            button = QToolButton()
            button.setDefaultAction(action)
            button.setIconSize(icon_size(button, 16))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            keys = action.shortcut().toString()
            button.setToolTip(f"{action.text().replace('&', '')}{f' ({keys})' if keys else ''}\n{action.toolTip()}")
            button.setAccessibleName(action.text().replace("&", ""))
            column.addWidget(button)
        self.adjustSize()
        self.move(MARGIN_PX, MARGIN_PX)
        self.show()
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.fit_soon()
        return False

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.adjustSize()  # a button has words until its icon is drawn, which is after the window is seen
        return done

    def fit_soon(self) -> None:
        """Stand on the map once its size is settled, or step back where it is lower; the menus have the tools too."""
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        canvas = self.parentWidget()
        assert canvas is not None
        high: Any = getattr(canvas, "map_height", canvas.height())
        self.setVisible(high >= self.sizeHint().height() + 2 * MARGIN_PX)
