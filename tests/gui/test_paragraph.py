"""A paragraph is laid out once for each width, and anew when its words or its face change."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel

from mineralmap.gui.paragraph import Paragraph

WORDS = "<p>Nickel that partners own, and what is missing of it to the target of the year.</p>" * 3


@pytest.fixture
def laid_out(qtbot, monkeypatch):
    """A paragraph, and the widths that Qt was asked to set its lines for."""
    asked, plain = [], QLabel.heightForWidth
    monkeypatch.setattr(QLabel, "heightForWidth", lambda label, width: asked.append(width) or plain(label, width))
    made = Paragraph()
    made.setWordWrap(True)
    made.setText(WORDS)
    qtbot.addWidget(made)
    asked.clear()
    return made, asked


def test_that_a_width_is_asked_for_once(laid_out):
    made, asked = laid_out
    heights = [made.heightForWidth(width) for width in (200, 300, 200, 300)]
    assert heights[:2] == heights[2:]
    assert heights[0] > heights[1]
    assert asked == [200, 300]


def test_that_other_words_are_set_anew_and_the_same_are_not(laid_out):
    made, asked = laid_out
    low = made.heightForWidth(300)
    made.setText(WORDS)
    assert made.heightForWidth(300) == low
    made.setText(WORDS * 2)
    assert made.heightForWidth(300) > low
    assert asked == [300, 300]


def test_that_a_larger_face_needs_more_room(laid_out):
    made, _ = laid_out
    low = made.heightForWidth(300)
    font = made.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    made.setFont(font)
    assert made.heightForWidth(300) > low


def test_that_rich_text_is_as_high_and_looks_as_qt_would_paint_it(qtbot):
    table = "<table width='100%'><tr><td>At home</td><td align='right'><b>114 kt</b></td></tr></table>"

    def made(kind):
        label = kind()
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setText(WORDS + table)
        qtbot.addWidget(label)
        label.resize(260, 20 + QLabel.heightForWidth(label, 260))
        return label

    ours, theirs = made(Paragraph), made(QLabel)
    assert ours.heightForWidth(260) == theirs.heightForWidth(260)
    painted = [one.grab().toImage().convertToFormat(QImage.Format.Format_RGB32) for one in (ours, theirs)]
    one, other = (np.frombuffer(image.constBits(), np.uint8) for image in painted)
    assert (one == other).all()
    assert one.min() < 128  # there are words


def test_that_rich_text_is_laid_out_once_until_it_is_painted(qtbot, monkeypatch):
    made = Paragraph()
    made.setWordWrap(True)
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setText(WORDS)
    qtbot.addWidget(made)
    made.resize(260, made.heightForWidth(260))
    page = made._page
    made.grab()
    assert made._page is page
    made.setText(WORDS * 2)
    assert made._page is None
