"""What a hand does to the map in journeys, and where things lie on it."""

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests import qt

LEFT, MIDDLE, NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.NoButton
CTRL, SHIFT, PLAIN = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier,
)  # fmt: skip


def move(canvas, x, y, held=LEFT):
    """The mouse moves, with a button held or none."""
    qt.move(canvas, QPointF(x, y), held)


def wheel(canvas, at, steps):
    """The wheel turns over a px."""
    none = Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(at, canvas.mapToGlobal(at), QPoint(), QPoint(0, steps), NO_BUTTON, PLAIN, none, False)
    QApplication.sendEvent(canvas, event)


def drag(canvas, first, last, button=LEFT, keys=PLAIN):
    """Press, move and let go; the map does not glide on."""
    QTest.mousePress(canvas, button, keys, first)
    move(canvas, (first.x() + last.x()) / 2, (first.y() + last.y()) / 2, button)
    move(canvas, last.x(), last.y(), button)
    QTest.mouseRelease(canvas, button, keys, last)
    canvas.glide.stop()


def key(window, pressed, keys=PLAIN):
    """Press a key of the window, which a desktop brings to the front when a menu has gone."""
    window.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(window, pressed, keys)


def menu_at(window, at):
    """The menu that a right click at a px opens."""
    canvas = window.map_place.canvas
    QApplication.sendEvent(canvas, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, canvas.mapToGlobal(at)))
    return window.parts["navigation"].thing.menu


def entry(menu, words):
    """The entry of a menu that begins with these words."""
    return next(one for one in menu.actions() if one.text().replace("&", "").startswith(words))


def middle(canvas):
    """Longitude and latitude of the middle of the map."""
    return canvas.degrees(QPointF(canvas.width() / 2, canvas._map_height() / 2))


def place_of(window, facility):
    """Longitude and latitude of a facility."""
    row = window.session.dataset.facilities.loc[facility]
    return float(row["lon"]), float(row["lat"])


def drawn_at(window, facility):
    """The px of the map where a click means a facility: where it is drawn, when others stand in the same place."""
    canvas, near = window.map_place.canvas, window.map_place.canvas.px(*place_of(window, facility))
    steps = np.arange(-40, 41, 2)
    for dx, dy in sorted(((x, y) for x in steps for y in steps), key=lambda one: one[0] ** 2 + one[1] ** 2):
        at = QPoint(round(near.x()) + int(dx), round(near.y()) + int(dy))
        found = canvas.pick(QPointF(at))
        if found is not None and found.feature == facility:
            return at
    raise AssertionError(f"{facility} lies under no px")


def press_keys(field, text):
    """Type into a field, instead of what stood in it."""
    field.clear()
    QTest.keyClicks(field, text)
