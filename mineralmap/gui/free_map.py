"""The part of the map that nothing lies over: what is gone to is put there, and not below a message or the tools."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from mineralmap.gui.letters import grown

Extent = tuple[float, float, float, float]
AIR_PX = 12
"""Between what lies over the map and what is shown: half a symbol."""
EDGE_PX = 28
"""Between what is shown and the edges of the map, or of its free part: a large symbol is whole, and no name is cut."""
FOOT_PX = 8
"""Between the scale and the map's lower edge and side."""


def free(canvas: QWidget, height: float, over: Iterable[QWidget]) -> QRect:
    """The largest part of the map's px that goes from side to side or from top to bottom beside what lies over it.

    ``height`` is that of the map, above its key. What lies in the middle of it takes away the smaller half.
    """
    return _beside(QRect(0, 0, canvas.width(), int(height)), [_covered(canvas, widget) for widget in over])


def widened(extent: Extent, things: Extent, canvas: QWidget, height: float, over: Iterable[QWidget]) -> Extent:
    """The extent that is to be shown for another to lie in the free part of the map.

    ``things`` are what stands in it: what would lie over none of them takes no room away. The scale, and the note of
    what is not drawn, lie over the map too.
    """
    whole = room = QRect(0, 0, max(canvas.width(), 1), max(int(height), 1))
    covered = [*(_covered(canvas, widget) for widget in over), *_foot(canvas, whole)]
    taken: list[QRect] = []
    while True:
        mpp = _mpp(extent, things, room)
        stand = _stand(extent, things, room, mpp)
        hit = [one for one in covered if one not in taken and one.intersects(stand)]
        if not hit:
            break
        taken += hit  # what is shown smaller for one may come to lie below another
        room = _beside(whole, taken)
    left = (extent[0] + extent[2]) / 2 - (room.left() + room.width() / 2) * mpp
    top = (extent[1] + extent[3]) / 2 + (room.top() + room.height() / 2) * mpp
    return left, top - whole.height() * mpp, left + whole.width() * mpp, top


def _mpp(extent: Extent, things: Extent, room: QRect) -> float:
    """Metres per px with which an extent fits into the room, and what stands in it keeps off the room's edges."""
    wide, high = (max(size - 2 * EDGE_PX, size / 2) for size in (room.width(), room.height()))
    return max(
        (extent[2] - extent[0]) / room.width(),
        (extent[3] - extent[1]) / room.height(),
        (things[2] - things[0]) / wide,
        (things[3] - things[1]) / high,
    )


def _stand(extent: Extent, things: Extent, room: QRect, mpp: float) -> QRect:
    """The px that things take with the extent in the middle of the room."""
    across = room.left() + room.width() / 2 - (extent[0] + extent[2]) / 2 / mpp
    down = room.top() + room.height() / 2 + (extent[1] + extent[3]) / 2 / mpp
    left, top = int(across + things[0] / mpp), int(down - things[3] / mpp)
    return QRect(left, top, int((things[2] - things[0]) / mpp) + 1, int((things[3] - things[1]) / mpp) + 1)


def _beside(room: QRect, covered: Sequence[QRect]) -> QRect:
    whole = room
    for one in covered:
        one = one & whole
        if (one & room).isEmpty():
            continue
        left = (
            QRect(QPoint(room.left(), one.bottom() + 1), room.bottomRight()),
            QRect(room.topLeft(), QPoint(room.right(), one.top() - 1)),
            QRect(QPoint(one.right() + 1, room.top()), room.bottomRight()),
            QRect(room.topLeft(), QPoint(one.left() - 1, room.bottom())),
        )
        room = max((one for one in left if one.isValid()), key=lambda one: one.width() * one.height(), default=room)
    return room


def _covered(canvas: QWidget, widget: QWidget) -> QRect:
    """The px of the map that a widget lies over, with some air; none where it is hidden."""
    if widget.isHidden():
        return QRect()
    corner = canvas.mapFromGlobal(widget.mapToGlobal(QPoint(0, 0)))
    return QRect(corner, widget.size()).adjusted(-AIR_PX, -AIR_PX, AIR_PX, AIR_PX)


def _foot(canvas: QWidget, whole: QRect) -> list[QRect]:
    """What is painted in the lower corners: the scale on the right, on the left how much is not drawn."""
    from mineralmap.render.furniture import SCALE_HIGH_PX, SCALE_LINE_PX, SCALE_WORDS_PX

    wide = int(SCALE_WORDS_PX * grown(canvas)) + FOOT_PX + AIR_PX
    high = int(SCALE_HIGH_PX + SCALE_LINE_PX * grown(canvas)) + FOOT_PX + AIR_PX
    scale = QRect(whole.right() - wide, whole.bottom() - high, wide + 1, high + 1)
    note = QRect(0, whole.bottom() - high, whole.width(), high + 1)
    return [note if getattr(canvas, "thinned", "") else scale]
