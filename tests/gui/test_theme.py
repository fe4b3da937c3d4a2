"""Light and dark: what changes when one is chosen, and what need not."""

from collections import Counter

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QMainWindow, QVBoxLayout, QWidget

from mineralmap.gui import theme
from mineralmap.gui.actions import Actions, rows
from mineralmap.gui.dressing import dresser


@pytest.fixture
def app(qapp, qtbot):
    """The program in light; light again when the test is over."""
    theme.apply(qapp, "light")
    yield qapp
    theme.apply(qapp, "light")
    qtbot.waitUntil(lambda: not dresser(qapp).busy)


class Window(QMainWindow):
    """A window with a field that is seen, one that is not, and a word to choose."""

    def __init__(self) -> None:
        super().__init__()
        inner = QWidget()
        rows = QVBoxLayout(inner)
        self.seen, self.hidden, self.choice = QLineEdit(), QLineEdit(), QComboBox()
        for one in (self.seen, self.hidden, self.choice):
            rows.addWidget(one)
        self.setCentralWidget(inner)
        self.setProperty("theme", "light")


@pytest.fixture
def window(app, qtbot):
    made = Window()
    qtbot.addWidget(made)
    made.show()
    made.seen.clearFocus()
    made.hidden.hide()
    return made


def ground(widget: QWidget) -> str:
    """The colour that a field's ground is painted in."""
    return widget.grab().toImage().pixelColor(widget.width() // 2, widget.height() // 2).name().upper()


class Heard(QObject):
    """Counts the events of every widget."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: Counter[QEvent.Type] = Counter()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.counts[event.type()] += 1
        return False


def test_that_a_change_of_theme_lays_nothing_out_anew(app, window, qtbot):
    sheet, heard = app.styleSheet(), Heard()
    app.installEventFilter(heard)
    theme.apply(app, "dark")
    qtbot.waitUntil(lambda: not dresser(app).busy)
    app.removeEventFilter(heard)
    assert app.styleSheet() == sheet
    assert heard.counts[QEvent.Type.StyleChange] == 0
    assert heard.counts[QEvent.Type.PaletteChange] > 0


def test_that_what_is_seen_and_what_is_hidden_take_the_new_colours(app, window, qtbot):
    assert ground(window.seen) == theme.LIGHT.field
    theme.apply(app, "dark")
    qtbot.waitUntil(lambda: not dresser(app).busy)
    window.hidden.show()
    assert ground(window.seen) == ground(window.hidden) == theme.DARK.field


def test_that_nothing_is_painted_until_all_that_is_seen_has_its_colours(app, window, qtbot):
    theme.apply(app, "dark")
    assert dresser(app).busy
    assert not window.updatesEnabled()
    qtbot.waitUntil(window.updatesEnabled)
    assert ground(window.seen) == theme.DARK.field


def test_that_a_widget_that_goes_meanwhile_is_let_go(app, window, qtbot):
    gone = QLabel("A word", window)
    gone.show()
    theme.apply(app, "dark")
    gone.deleteLater()
    QApplication.sendPostedEvents(gone, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: not dresser(app).busy)
    assert window.updatesEnabled()


def test_that_a_theme_that_stands_already_dresses_nobody(app, window, qtbot):
    qtbot.waitUntil(lambda: not dresser(app).busy)
    theme.apply(app, "light")
    assert not dresser(app).busy


def test_that_the_little_arrow_of_a_choice_is_drawn_for_the_theme(app, window, qtbot):
    before = window.choice.grab().toImage()
    theme.apply(app, "dark")
    qtbot.waitUntil(lambda: not dresser(app).busy)
    after = window.choice.grab().toImage()
    right = range(before.width() - 22, before.width() - 6)
    middle = range(before.height() // 2 - 5, before.height() // 2 + 5)
    darkest = min(QColor(before.pixel(x, y)).lightness() for x in right for y in middle)
    lightest = max(QColor(after.pixel(x, y)).lightness() for x in right for y in middle)
    assert darkest < 140  # a grey arrow on white
    assert lightest > 140  # a light one on the dark field


def test_that_every_action_has_its_icon_in_the_colour_that_was_asked_for_last(app, qtbot):
    host = QMainWindow()
    qtbot.addWidget(host)
    made = Actions(host, {row.id: lambda: None for row in rows()})
    made.recolour("#0000FF")
    made.recolour("#FF0000")

    def red() -> None:
        for one in ("new", "open", "save"):
            image = made[one].icon().pixmap(24, 24).toImage()
            assert not image.isNull()  # icons are dressed in slices
            inked = [image.pixelColor(x, y) for x in range(24) for y in range(24) if image.pixelColor(x, y).alpha()]
            assert inked
            assert all(colour.red() > 0 and colour.blue() == 0 for colour in inked)

    qtbot.waitUntil(red)
