"""A paragraph is laid out once for each width, and anew when its words or its face change."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QLabel, QToolTip

from mineralmap.gui.paragraph import Paragraph
from mineralmap.gui.terms import explain_links

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


def test_that_the_words_before_a_figure_say_what_it_is_too(qtbot):
    made = Paragraph()
    made.setWordWrap(True)
    made.setTextFormat(Qt.TextFormat.RichText)
    qtbot.addWidget(made)
    row = "<tr><td>{}</td><td align='right'><a href='explain:{}'>47 %</a></td></tr>"
    rows = [("Three largest", "cr3"), ("Without the largest (N − 1)", "n1")]
    made.setText(f"<table width='100%'>{''.join(row.format(*one) for one in rows)}</table><p>No table</p>")
    explain_links(made)
    made.resize(300, made.heightForWidth(300))
    beside = [made.link_beside(QPoint(20, y)) for y in range(4, made.height(), 4)]
    assert list(dict.fromkeys(beside)) == ["explain:cr3", "explain:n1", ""]
    at = QPoint(20, 4 + 4 * beside.index("explain:n1"))
    made.show()
    QApplication.sendEvent(made, QHelpEvent(QEvent.Type.ToolTip, at, made.mapToGlobal(at)))
    assert QToolTip.text().startswith("N − 1, N − 2: How much of the world's demand is met")
    QToolTip.hideText()
