"""The part of the map that nothing lies over: what is gone to is put there, and not below a message or the tools."""

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

Extent = tuple[float, float, float, float]
AIR_PX = 12
"""Between what lies over the map and what is shown: half a symbol."""


def free(canvas: QWidget, height: float, over: Iterable[QWidget]) -> QRect:
    """The largest part of the map's px that goes from side to side or from top to bottom beside what lies over it.

    ``height`` is that of the map, above its key. What lies in the middle of it takes away the smaller half.
    """
    room = whole = QRect(0, 0, canvas.width(), int(height))
    for widget in over:
        covered = _covered(canvas, widget) & whole
        if (covered & room).isEmpty():
            continue
        left = (
            QRect(QPoint(room.left(), covered.bottom() + 1), room.bottomRight()),
            QRect(room.topLeft(), QPoint(room.right(), covered.top() - 1)),
            QRect(QPoint(covered.right() + 1, room.top()), room.bottomRight()),
            QRect(room.topLeft(), QPoint(covered.left() - 1, room.bottom())),
        )
        room = max((one for one in left if one.isValid()), key=lambda one: one.width() * one.height(), default=room)
    return room


def widened(extent: Extent, things: Extent, canvas: QWidget, height: float, over: Iterable[QWidget]) -> Extent:
    """The extent that is to be shown for another to lie in the free part of the map.

    ``things`` are what stands in it: what would lie over none of them takes no room away.
    """
    x0, y0, x1, y1 = extent
    mpp = max((x1 - x0) / max(canvas.width(), 1), (y1 - y0) / max(height, 1))
    across, down = canvas.width() / 2 - (x0 + x1) / 2 / mpp, height / 2 + (y0 + y1) / 2 / mpp
    left, top = int(across + things[0] / mpp), int(down - things[3] / mpp)
    stand = QRect(left, top, int((things[2] - things[0]) / mpp) + 1, int((things[3] - things[1]) / mpp) + 1)
    room = free(canvas, height, [one for one in over if _covered(canvas, one).intersects(stand)])
    mpp = max((x1 - x0) / max(room.width(), 1), (y1 - y0) / max(room.height(), 1))
    right, below = canvas.width() - room.right() - 1, height - room.bottom() - 1
    return x0 - room.left() * mpp, y0 - below * mpp, x1 + right * mpp, y1 + room.top() * mpp


def _covered(canvas: QWidget, widget: QWidget) -> QRect:
    """The px of the map that a widget lies over, with some air; none where it is hidden."""
    if widget.isHidden():
        return QRect()
    corner = canvas.mapFromGlobal(widget.mapToGlobal(QPoint(0, 0)))
    return QRect(corner, widget.size()).adjusted(-AIR_PX, -AIR_PX, AIR_PX, AIR_PX)
