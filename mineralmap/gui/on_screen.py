"""Keeps a window where it can be reached: on a screen that is there, no larger than it, its upper edge in sight."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QRect, QTimer
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QMainWindow

GRIP_PX, SEEN_PX = 32, 120
"""Height of the edge by which a window is pulled, and how much of its width must be in sight."""


def placed(frame: QRect, screens: Sequence[QRect]) -> QRect:
    """Where a window lies that lay at ``frame``, on these screens (their free parts, the main one first): as it was
    when it can be reached there, else on the main screen; never larger than its screen."""
    grip = QRect(frame.left(), frame.top(), frame.width(), GRIP_PX)
    for screen in screens:
        seen = grip.intersected(screen)
        if seen.height() >= GRIP_PX // 2 and seen.width() >= min(SEEN_PX, frame.width()):
            size = frame.size().boundedTo(screen.size())
            return (
                QRect(frame.topLeft(), size) if size == frame.size() else _inside(QRect(frame.topLeft(), size), screen)
            )
    if not screens:
        return frame
    return _inside(QRect(frame.topLeft(), frame.size().boundedTo(screens[0].size())), screens[0])


def bring_back(window: QMainWindow) -> None:
    """Put the window where it can be reached, if it cannot be."""
    if window.isMaximized() or window.isFullScreen():
        return
    first = QGuiApplication.primaryScreen()
    screens = [first, *(one for one in QGuiApplication.screens() if one is not first)]
    wanted = placed(window.geometry(), [one.availableGeometry() for one in screens if one is not None])
    if wanted != window.geometry():
        window.setGeometry(wanted)


class Watch(QObject):
    """Brings a window back when a screen is taken away."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenRemoved.connect(self._removed)  # a method of this object: it goes with the window

    def _removed(self, screen: QScreen) -> None:
        self.look_soon()

    def look_soon(self) -> None:
        """Bring it back once what is under way (its first showing, a change of screens) is done."""
        QTimer.singleShot(0, self, lambda: bring_back(self._window))


def _inside(frame: QRect, screen: QRect) -> QRect:
    """Moved as little as brings all of it onto the screen."""
    moved = QRect(frame)
    moved.moveLeft(max(screen.left(), min(frame.left(), screen.right() + 1 - frame.width())))
    moved.moveTop(max(screen.top(), min(frame.top(), screen.bottom() + 1 - frame.height())))
    return moved
