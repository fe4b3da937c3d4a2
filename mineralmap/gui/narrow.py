"""The panels round the map give way in a small window, and come back with their widths and height when it grows."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow
from shiboken6 import isValid

from mineralmap.gui.docks.panel import LEAST

MAP_PX = 400
"""Width that the map keeps: with less, the panels at its left are folded away, and then those at its right."""
MAP_HIGH, BELOW = 280, 0.45
"""Height under which the map is too low beside what lies below it, which then has this part of the height of both."""
SIDES = (Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea)
"""In the order in which they give way."""


def widths(window: int, wanted: tuple[int, int], kept: int = 1) -> tuple[int, int]:
    """What is left to both sides of a window so many px wide; 0 where nothing is shown, or no longer.

    First the right, then the left shrink to their least width, so that the map keeps ``MAP_PX``; then the left goes,
    and at last the right; or the right first, where the left (0) is to be kept.
    """
    left, right = wanted
    least = LEAST[0]
    if window < MAP_PX + least * (bool(left) + bool(right)):
        left, right = (left, 0) if kept == 0 and left else (0, right)
    if window < MAP_PX + least:
        left = right = 0
    over = max(0, left + right + MAP_PX - window)
    shrunk = min(over, max(0, right - least)) if right else 0
    return max(left - (over - shrunk), least) if left else 0, right - shrunk


class Narrow(QObject):
    """Watches one window. What somebody opens, closes or drags in a narrow window stays until its width asks otherwise
    again. ``away_changed`` tells ``away``."""

    away_changed = Signal(bool, bool)

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._wanted = [0, 0]
        """Widths of both sides as the user or the first arrangement left them."""
        self._given: tuple[int, int] | None = None
        """What both sides were given last; ``None`` before they were given anything."""
        self._away: list[list[QDockWidget]] = [[], []]
        self._front: list[QDockWidget | None] = [None, None]
        self._high = self._high_given = 0
        """Height of what lies below as the user or the first arrangement left it, and what it was given last."""
        self._kept = 1
        """The side that stays where there is room for one."""
        self.away = (False, False)
        """Are the left and the right folded away, and nothing of them shown?"""
        self._fitted = QSize()
        self._fitting = False
        self.paused = False
        """While panels are folded away by hand."""
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.fit)
        window.installEventFilter(self)

    def watch(self, dock: QDockWidget) -> None:
        """A panel whose width, when it is dragged, is wanted from then on."""
        dock.installEventFilter(self)

    def want(self, left: int, right: int) -> None:
        """The widths that both sides begin with."""
        self._wanted = [left, right]
        self._given = None
        self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            if watched is self._window:
                self._soon.start()
            elif isinstance(watched, QDockWidget) and not (self._fitting or self.paused):
                self._dragged(watched)
                if isinstance(event, QResizeEvent) and event.oldSize().height() != event.size().height():
                    self._dragged_below(watched)
        elif event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent) and not self._fitting:
            self._tell()
        return False

    def _tell(self) -> None:
        if not isValid(self._window):
            return  # panels are hidden last of all when it goes
        away = tuple(bool(self._away[side]) and not self._of(SIDES[side]) for side in (0, 1))
        if away != self.away:
            self.away = (away[0], away[1])
            self.away_changed.emit(*away)

    def bring(self, side: int) -> None:
        """Show a side (0: left) that has given way, in the place of the other where there is no room for both."""
        self._kept = side
        self._given = None
        self.fit()
        if self._away[side]:
            self._bring_back(side)  # there is room for neither, and it was asked for
            self._tell()

    def _dragged(self, dock: QDockWidget) -> None:
        """A width that no change of the window's size made is the user's own."""
        area = self._window.dockWidgetArea(dock)
        settled = self._window.size() == self._fitted and self._given == tuple(self._wanted)
        if settled and area in SIDES and not dock.isFloating() and self._seen(dock):
            side = SIDES.index(area)
            self._wanted[side] = dock.width()
            self._given = (self._wanted[0], self._wanted[1])

    def _dragged_below(self, dock: QDockWidget) -> None:
        """So is a height; a panel that comes to the front takes that of the one before it."""
        below = self._window.dockWidgetArea(dock) == Qt.DockWidgetArea.BottomDockWidgetArea
        settled = self._window.size() == self._fitted and dock.height() != self._high_given
        if below and settled and not dock.isFloating() and self._seen(dock):
            self._high = self._high_given = dock.height()

    def fit_soon(self) -> None:
        """Once the window has the size that it is about to take."""
        self._soon.start()

    def fit(self) -> None:
        """Give both sides what the window's width leaves them."""
        window = self._window
        if self.paused or not window.isVisible():
            return
        if self._fitted.isValid() and window.height() != self._fitted.height():
            self.fit_below(taller=window.height() > self._fitted.height())
        self._fitted = window.size()
        shown = [self._of(side) for side in SIDES]
        for side in (0, 1):
            if shown[side] and not self._wanted[side]:
                self._wanted[side] = shown[side][0].width()
        there = [bool(shown[side] or self._away[side]) for side in (0, 1)]
        left, right = (want if on else 0 for want, on in zip(self._wanted, there, strict=True))
        given = widths(window.width(), (left, right), self._kept)
        if given == self._given:
            return
        before, self._given = self._given or (left, right), given
        self._fitting = True
        for side in (0, 1):
            if shown[side] and before[side] and not given[side]:
                self._fold(side, shown[side])
            elif given[side] and self._away[side]:
                self._bring_back(side)
        layout = window.layout()
        if layout is not None:
            layout.activate()  # what was hidden or shown just now is still laid out as it was
        docks = [(of[0], width) for side, width in zip(SIDES, given, strict=True) if width and (of := self._of(side))]
        window.resizeDocks([one for one, _ in docks], [width for _, width in docks], Qt.Orientation.Horizontal)
        self._fitting = False
        self._tell()

    def fit_below(self, taller: bool = False) -> None:
        """Leave the map some height over what lies below it, which has its height again where there is room for both.
        In a window that has become ``taller`` it gives nothing away."""
        middle = self._window.centralWidget()
        below = [one for one in self._of(Qt.DockWidgetArea.BottomDockWidgetArea) if self._seen(one)]
        if middle is None or not below:
            return
        now = below[0].height()
        self._high = self._high or now
        both = middle.height() + now
        high = self._high if both - self._high >= MAP_HIGH else min(self._high, int(both * BELOW))
        if high < now and (taller or middle.height() >= MAP_HIGH or not getattr(below[0], "gives_way", True)):
            high = now
        if high != now:
            self._give_below(below[0], high)
        self._high_given = below[0].height()

    def _give_below(self, dock: QDockWidget, high: int) -> None:
        self._fitting = True
        layout, asked = self._window.layout(), high
        for _ in range(2):  # of what is asked for, tabs below the panels take their part
            self._window.resizeDocks([dock], [asked], Qt.Orientation.Vertical)
            if layout is not None:
                layout.activate()
            asked += high - dock.height()
            if asked == high:
                break
        self._fitting = False

    def unfold(self) -> None:
        """Bring everything back, whatever the width: before the arrangement is kept."""
        self._soon.stop()
        for side in (0, 1):
            self._bring_back(side)
        self._given = None
        self._tell()

    def _fold(self, side: int, docks: list[QDockWidget]) -> None:
        self._away[side] = docks
        self._front[side] = next((one for one in docks if self._seen(one)), None)
        for dock in docks:
            dock.hide()

    def _bring_back(self, side: int) -> None:
        docks, self._away[side] = self._away[side], []
        front = self._front[side]
        if front not in docks:
            for dock in docks:
                dock.show()
            return
        # Qt calls each of them seen until the last has come; a panel behind another is not to be filled for that.
        for dock in docks:
            dock.blockSignals(True)
            QDockWidget.setVisible(dock, True)
        front.raise_()
        for dock in docks:
            dock.blockSignals(False)
            dock.visibilityChanged.emit(dock is front)

    def _of(self, side: Qt.DockWidgetArea) -> list[QDockWidget]:
        """The panels of one side that are shown, in front or behind, or are about to be: Qt shows a new one later."""
        away = Qt.WidgetAttribute.WA_WState_ExplicitShowHide
        docks = self._window.findChildren(QDockWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return [
            one
            for one in docks
            if not (one.isHidden() and one.testAttribute(away))
            and not one.isFloating()
            and self._window.dockWidgetArea(one) == side
        ]

    @staticmethod
    def _seen(dock: QDockWidget) -> bool:
        return dock.isVisible() and not dock.visibleRegion().isEmpty()
