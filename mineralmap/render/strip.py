"""The key as a picture below the map, made of pictures of its blocks: a toggle changes the counts of one, and all the
others said again would take as long as the symbols of the map."""

from functools import lru_cache

from PySide6 import QtCore, QtGui

from mineralmap.layers.layer import Ground, LegendBlock
from mineralmap.render.key import PAD, Key
from mineralmap.render.key_block import paint_block
from mineralmap.render.pixmap import blank

AIR = 4.0
"""Px above and below a block that are its own: less than half of what is between two."""
_KEPT = 64


def painted(key: Key, size: tuple[float, float], density: float, around: str) -> QtGui.QPixmap:
    """A key on its ground, of so many px with so many device px each; in the middle where there is more room."""
    down = max(size[1] - key.height, 0.0) / 2
    made = blank(*size, density)
    made.fill(QtGui.QColor(around))
    painter = QtGui.QPainter(made)
    try:
        if key.shortened:
            painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
            key.paint(painter, 0.0, key.height + down, boxed=False)
            return made
        for block, box in key.places():
            there = box.adjusted(-PAD, -AIR, PAD, AIR)
            # Whole device px: between two px the words would be blurred.
            left, top = there.left() * key.factor, there.top() * key.factor + down
            at = [round(one * density) / density for one in (left, top)]
            picture = _picture(block, there.width(), there.height(), key.ground, key.factor, density, around)
            painter.drawPixmap(QtCore.QPointF(*at), picture)
    finally:
        painter.end()
    return made


@lru_cache(maxsize=_KEPT)
def _picture(
    block: LegendBlock, wide: float, high: float, ground: Ground, factor: float, density: float, around: str
) -> QtGui.QPixmap:
    """A block with the room round it; on the ground of the key, since Qt sets words bolder where there is none."""
    made = blank(wide * factor + 1.0, high * factor + 1.0, density)
    made.fill(QtGui.QColor(around))
    painter = QtGui.QPainter(made)
    try:
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.scale(factor, factor)
        paint_block(painter, block, ground, PAD, AIR)
    finally:
        painter.end()
    return made
