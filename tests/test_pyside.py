"""A fault of PySide6 6.12.0 on Python 3.11: each call that returns nothing takes one reference from None."""

import sys

from PySide6.QtGui import QImage, QPainter


def test_that_drawing_does_not_use_up_none():
    image = QImage(9, 9, QImage.Format.Format_ARGB32)  # has to outlive the painter
    painter = QPainter(image)
    before = sys.getrefcount(None)
    for _ in range(100):
        painter.translate(0, 0)
    painter.end()
    assert sys.getrefcount(None) > before - 50
