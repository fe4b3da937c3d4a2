"""Where the panels stand: placed round the map, folded away and brought back, and found as they were left."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget, QWidget

from mineralmap.gui import on_screen
from mineralmap.gui.letters import grown
from mineralmap.gui.narrow import Narrow

if TYPE_CHECKING:
    from mineralmap.gui.docks.panel import Panel

STATE_VERSION = 3
MOST = (0.21, 0.34)
"""Parts of the window's width that the panels at the left and at the right begin with at most, however large letters
are: the map has the rest."""


class Arrangement:
    """The panels of one window: ``question`` over its width, the others as tabs at the left, at the right and below.

    One panel of each side is there from the start, the rest joins them by ``add``.
    """

    def __init__(self, window: QMainWindow, question: QWidget, left: "Panel", right: "Panel") -> None:
        self._window = window
        self._left: list[Panel] = [left]
        self._right: list[Panel] = [right]
        self._below: list[Panel] = []
        self._folded: list[QWidget] = []
        self._front: list[QDockWidget] = [left, right]
        self._laid_out = self._lifted = False
        self._restored: QByteArray | None = None
        self._watch = on_screen.Watch(window)
        self.narrow = Narrow(window)
        for dock in (left, right):
            self.narrow.watch(dock)
        self._strip = _Strip("questionDock", question)
        window.setDockNestingEnabled(True)
        window.setAnimated(False)  # panels that slide are of no width that anybody wanted
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        window.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, self._strip)
        window.setCorner(Qt.Corner.TopLeftCorner, Qt.DockWidgetArea.TopDockWidgetArea)
        window.setCorner(Qt.Corner.TopRightCorner, Qt.DockWidgetArea.TopDockWidgetArea)
        window.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        window.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, left)
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, right)

    @property
    def docks(self) -> "tuple[Panel, ...]":
        """All panels: left, right, below."""
        return (*self._left, *self._right, *self._below)

    def add(self, left: "Sequence[Panel]", right: "Sequence[Panel]", below: "Sequence[Panel]") -> None:
        """Put further panels behind the first of each side; those below are hidden until they are asked for."""
        window = self._window
        self.narrow.unfold()  # what joins a side that has given way gives way with it
        for side, more in ((self._left, left), (self._right, right), (self._below, below)):
            side += more
            if side is self._below and side:
                window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, side[0])
            for dock in more:
                self.narrow.watch(dock)
            for before, after in pairwise(side):
                if after in more:
                    window.tabifyDockWidget(before, after)
        self._left[0].raise_()
        self._right[0].raise_()
        for dock in below:
            dock.hide()
            dock.visibilityChanged.connect(self._lift)
        if self._restored is not None:
            window.restoreState(self._restored, STATE_VERSION)
        self.narrow.fit()

    def restore(self) -> None:
        """Size, place and panels as they were left, as far as they fit on the screen that is there now."""
        settings = QSettings()
        geometry, state = settings.value("geometry"), settings.value("panels")
        if isinstance(geometry, QByteArray):
            self._window.restoreGeometry(geometry)
            on_screen.bring_back(self._window)  # the screen it was left on may be gone
        else:
            room = QGuiApplication.primaryScreen().availableGeometry()
            self._window.resize(min(1680, int(room.width() * 0.9)), min(1050, int(room.height() * 0.9)))
        self._watch.look_soon()  # with all its panels it may have come out larger than the screen
        if isinstance(state, QByteArray):
            self._restored = state
            self._laid_out = self._lifted = self._window.restoreState(state, STATE_VERSION)

    def keep(self) -> None:
        """Remember size, place and panels for the next time, none of them folded away."""
        self.unfold()
        self.narrow.unfold()
        settings = QSettings()
        settings.setValue("geometry", self._window.saveGeometry())
        settings.setValue("panels", self._window.saveState(STATE_VERSION))

    def lay_out(self) -> None:
        """Give the panels their widths, the first time the window is shown."""
        if self._laid_out:
            return
        self._laid_out = True
        width = self._window.width()
        left, right = max(216, min(320, width // 7)), max(336, min(520, int(width * 0.24)))
        more = grown(self._window)
        self.narrow.want(
            max(left, min(int(left * more), int(width * MOST[0]))),
            max(right, min(int(right * more), int(width * MOST[1]))),
        )

    def _lift(self, seen: bool) -> None:
        """Give what lies below its height, the first time that any of it is seen; and never all of a low window's."""
        if seen and not self._lifted and self._window.isVisible():
            self._lifted = True
            below = [dock for dock in self._below if not dock.isHidden()]
            high = max(240, min(420, int(self._window.height() * 0.43)))
            self._window.resizeDocks(below[:1], [high], Qt.Orientation.Vertical)
        if seen:
            QTimer.singleShot(0, self.narrow, self.narrow.fit_below)  # once it has the height that it takes by itself

    def fold_or_unfold(self) -> None:
        """The map and the question alone, or everything back."""
        if self._folded:
            self.unfold()
        else:
            self._fold()

    def map_only(self) -> None:
        """The map alone in the window, or everything back."""
        if self._folded:
            self.unfold()
        else:
            self._fold((self._strip, self._window.statusBar()))

    def full_screen(self, on: bool) -> None:
        """The map alone on the whole screen; afterwards the window is as large as it was."""
        state = self._window.windowState()
        if on:
            self._fold((self._strip, self._window.menuBar(), self._window.statusBar()))
            self._window.setWindowState(state | Qt.WindowState.WindowFullScreen)
        else:
            self._window.setWindowState(state & ~Qt.WindowState.WindowFullScreen)
            self.unfold()

    def unfold(self) -> None:
        """Bring back what was folded away, with the panel in front that was."""
        for widget in self._folded:
            widget.show()
        if self._folded:
            for dock in self._front:
                dock.raise_()
        self._folded = []
        self.narrow.paused = False
        self.narrow.fit_soon()

    def _fold(self, others: Sequence[QWidget] = ()) -> None:
        self.narrow.paused = True
        docks = [dock for dock in self._window.findChildren(QDockWidget) if dock is not self._strip]
        sides = (*self._left, *self._right)
        shown = [dock for dock in sides if not dock.isHidden() and not dock.visibleRegion().isEmpty()]
        if shown:
            self._front = [*shown]
        self._folded += [widget for widget in (*docks, *others) if not widget.isHidden()]
        for widget in self._folded:
            widget.hide()


class _Strip(QDockWidget):
    """The question, held at the top over the whole width; it cannot be moved or closed."""

    def __init__(self, name: str, inner: QWidget) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        self.setTitleBarWidget(QWidget())
        self.setWidget(inner)
