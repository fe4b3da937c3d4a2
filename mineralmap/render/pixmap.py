"""Pixmaps of a size in px, with so many device px to each."""

from PySide6 import QtCore, QtGui


def device_px(width: float, height: float, density: float) -> tuple[int, int]:
    """Device px of a size in px."""
    return max(round(width * density), 1), max(round(height * density), 1)


def unpainted(width: float, height: float, density: float) -> QtGui.QPixmap:
    """A pixmap to be painted all over: it is copied where one that may be transparent would be blended."""
    pixmap = QtGui.QPixmap(*device_px(width, height, density))
    pixmap.setDevicePixelRatio(density)
    return pixmap


def blank(width: float, height: float, density: float) -> QtGui.QPixmap:
    """A transparent pixmap of so many px, with so many device px each."""
    pixmap = QtGui.QPixmap(*device_px(width, height, density))
    pixmap.setDevicePixelRatio(density)
    pixmap.fill(QtCore.Qt.GlobalColor.transparent)
    return pixmap
