"""Bad luck with the whole window on the shipped data; what one part can have of it stands in that part's own tests."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QObject, QPoint, QPointF, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox

from mineralmap.gui.session import ANSWERS_KEPT
from tests.journeys.conftest import PATIENCE_MS, rest
from tests.journeys.hand import CTRL, key
from tests.objects import objects

HEAD = "name,mineral,stage,lat,lon,country,capacity_t_per_year\n"
TENKE = "COD-tenke-fungurume-mine"


def pixels(window):
    """The map as it is painted now."""
    image = window.map_place.canvas.grab().toImage()
    return np.frombuffer(image.constBits(), np.uint8).copy()


def afresh(window):
    """The map painted again from nothing."""
    window.map_place.canvas._backing.forget()
    window.map_place.canvas._outdate()
    return pixels(window)


def add(window, settle, bot, folder, rows, name="own.csv"):
    """Let a file of these rows join the data; returns what is said of it."""
    (folder / name).write_text(HEAD + rows)
    window.notices.hide()
    window.files.add_data([folder / name])
    bot.waitUntil(lambda: window.notices.text not in ("", f"Reading {name}…"), timeout=PATIENCE_MS)
    settle(window)
    return window.notices.text


def layer_menu(window, name):
    """The entry of "Zoom to Layer" for a layer."""
    menu = window.actions_.menu("zoom_layer")
    menu.aboutToShow.emit()
    return next(one for one in menu.actions() if one.text() == name)


def test_that_a_window_comes_back_when_its_monitor_is_unplugged(window, qapp, qtbot):
    screen = qapp.primaryScreen()
    window.move(9_000, 7_000)
    assert not screen.availableGeometry().intersects(window.geometry())
    qapp.screenRemoved.emit(screen)
    qtbot.waitUntil(lambda: screen.availableGeometry().intersected(window.geometry()).width() >= 120, timeout=5_000)
    assert window.geometry().top() >= screen.availableGeometry().top()


@pytest.mark.parametrize("size", [(800, 600), (3840, 2160)])
def test_that_map_question_and_panels_fit_a_small_and_a_huge_window(window, qtbot, size):
    window.resize(*size)
    rest(window, qtbot)
    assert (window.width(), window.height()) == size
    canvas = window.map_place.canvas
    assert canvas.width() >= 200
    assert canvas._map_height() >= 150
    x0, _, x1, _ = window.session.map.projection.world()
    assert canvas.extent()[0] <= x0 < x1 <= canvas.extent()[2]
    for one in (*window.question.basis.buttons(), window.search, window.question.mineral, window.status.scale):
        assert one.isVisible()
        assert 0 <= one.mapTo(window, QPoint()).x() <= window.width() - one.width()
    assert (pixels(window) == afresh(window)).all()
    key(window, Qt.Key.Key_Tab, CTRL)
    qtbot.waitUntil(lambda: canvas.width() >= 0.95 * window.width(), timeout=PATIENCE_MS)
    key(window, Qt.Key.Key_Tab, CTRL)
    assert window.answer.isVisible()
    assert window.layers.isVisible() == (size[0] > 1_000)  # in the small window they give way to the map


def test_that_letters_twice_as_large_are_not_cut(window, qtbot, qapp):
    before, sheet = qapp.font(), qapp.styleSheet()
    larger = qapp.font()
    larger.setPointSizeF(2 * before.pointSizeF())
    try:
        qapp.setFont(larger)
        qapp.setStyleSheet(sheet)  # what is styled by sheet hears of the font by it
        window.resize(1920, 1080)
        QApplication.processEvents()
        for button in window.question.findChildren(QAbstractButton):
            if button.isVisible() and button.text():
                assert button.width() >= button.fontMetrics().horizontalAdvance(button.text()), button.text()
                assert button.height() >= button.fontMetrics().height(), button.text()
        for word in window.question.findChildren(QComboBox):
            if word.isVisible():
                assert word.height() >= word.fontMetrics().height()
                assert word.mapTo(window, word.rect().topRight()).x() <= window.width()
        assert window.map_place.canvas.width() >= 300
        assert window.map_place.canvas._map_height() >= 150
    finally:
        qapp.setFont(before)
        qapp.setStyleSheet(sheet)
        QApplication.processEvents()


def test_that_an_empty_file_is_told_and_a_layer_without_features_is_no_place(window, settle, qtbot, tmp_path):
    said = add(window, settle, qtbot, tmp_path, "")
    assert "own.csv" in said
    assert not (window.session.dataset.facilities["dataset"] == "own.csv").any()
    assert not layer_menu(window, "My data").isEnabled()
    before = window.map_place.canvas.extent()[0]
    window.layers.edits.show_only(("own_data",))
    settle(window)
    work = window.parts["layers"].thing
    assert not work.has_place(("own_data",))
    work.zoom_to(("own_data",))
    assert window.map_place.canvas.extent()[0] == before
    assert (pixels(window) == afresh(window)).all()


def test_that_one_point_and_many_in_one_place_are_gone_to_and_counted(window, settle, qtbot, tmp_path):
    canvas, work = window.map_place.canvas, window.parts["layers"].thing
    assert "1 of 1 row joined" in add(window, settle, qtbot, tmp_path, "Alone,cobalt,mining,66.5,25.7,FIN,40\n")
    work.zoom_to(("own_data:own.csv",))
    rest(window, qtbot)
    (alone,) = window.session.dataset.facilities.query("dataset == 'own.csv'").index
    assert np.isfinite(canvas.extent()).all()
    assert canvas.pick(canvas.px(25.7, 66.5)).feature == alone
    heap = "".join(f"Heap {i},cobalt,mining,66.0,26.0,FIN,40\n" for i in range(300))
    assert "300 of 300 rows joined" in add(window, settle, qtbot, tmp_path, heap, "heap.csv")
    work.zoom_to(("own_data:heap.csv",))
    rest(window, qtbot)
    assert np.isfinite(canvas.extent()).all()
    ids = set(window.session.dataset.facilities.query("dataset == 'heap.csv'").index)
    drawn = {
        found.feature
        for dx in range(-60, 61, 4)
        for dy in range(-60, 61, 4)
        if (found := canvas.pick(canvas.px(26.0, 66.0) + QPointF(dx, dy))) is not None
    }
    assert drawn & ids
    window.map_place.zoom_full()
    rest(window, qtbot)
    assert (pixels(window) == afresh(window)).all()


@pytest.mark.parametrize("projection", ["equal_earth", "mercator", "plate_carree", "arctic"])
def test_that_points_at_the_poles_and_at_180_degrees_harm_nothing(window, settle, qtbot, projection):
    session = window.session
    shipped, facilities = session.shipped, session.shipped.facilities.copy()
    moved = session.results.facilities.sort_values("weight_t", ascending=False).index[:6]
    facilities.loc[moved, "lat"] = [90.0, -90.0, 0.0, 0.0, 89.999, 10.0]
    facilities.loc[moved, "lon"] = [0.0, 0.0, 180.0, -180.0, -180.0, 179.999]
    try:
        session.open_data(replace(shipped, facilities=facilities, key=f"{shipped.key}-poles"))
        settle(window)
        window.actions_[f"projection_{projection}"].trigger()
        settle(window)
        for one in moved:
            window.go_to(str(one))
            rest(window, qtbot)
            canvas = window.map_place.canvas
            assert np.isfinite(canvas.extent()).all()
            canvas.pick(QPointF(canvas.width() / 2, canvas._map_height() / 2))
            canvas.grab()
        assert len(window.notices.text) < 500
    finally:
        session.open_data(shipped)
        settle(window)


def test_that_going_to_what_a_projection_cannot_show_leaves_the_map(window, settle, qtbot):
    canvas, session = window.map_place.canvas, window.session
    window.actions_["projection_arctic"].trigger()
    settle(window)
    rest(window, qtbot)
    before = canvas.place()
    window.go_to(TENKE)
    assert window.notices.text.startswith("That lies outside what Arctic")
    window.map_place.zoom_to_gate("malacca")
    session.choose([TENKE])
    window.actions_["zoom_selection"].trigger()
    window.table.attributes.zoom_to_chosen()
    rest(window, qtbot)
    assert canvas.place() == before
    canvas.grab()
    window.actions_["undo"].trigger()
    settle(window)


def test_that_300_toggles_end_in_the_right_picture_and_keep_nothing(window, settle, qtbot):
    session, tree = window.session, window.layers.tree
    partner = window.question.partner_toggle("JPN")
    asked, hidden = session.scenario, session.view.hidden
    lines = [tree.item(one) for one in ("mines", "lakes", "routes", "heading:Facilities")]

    def toggle(times):
        for number in range(times):
            if number % 2:
                line = lines[number // 2 % len(lines)]
                on = line.checkState(0) == Qt.CheckState.Checked
                line.setCheckState(0, Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
            else:
                partner.click()
            if number % 10 == 9:
                QApplication.processEvents()
        settle(window)
        rest(window, qtbot)
        kept = (one for one in objects() if isinstance(one, QObject) or type(one).__name__ in BIG)
        return Counter(type(one).__name__ for one in kept)

    session.edit("All shown", hidden=frozenset())
    first = pixels_of_question(window, settle, qtbot)
    before = toggle(144)
    after = toggle(160)
    # What caches hold differs by a few from moment to moment; what each tenth toggle left behind would be 16.
    grown = {name: number - before[name] for name, number in after.items() if number >= before[name] + 160 // 10}
    assert grown == {}
    assert len(session._answers) <= ANSWERS_KEPT
    assert (pixels(window) == afresh(window)).all()
    assert {one.id for one in session.map.layers if not one.visible} == set(session.view.hidden)
    session.edit("As it was", hidden=frozenset(), partners=asked.partners)
    assert (pixels_of_question(window, settle, qtbot) == first).all()
    session.edit("As it was", hidden=hidden)


BIG = ("Map", "Results", "Flows", "Layer", "Marks", "DataFrame", "Dataset")
"""What would weigh if it were kept."""


def pixels_of_question(window, settle, qtbot):
    """The map once all is worked out and it stands still."""
    settle(window)
    canvas = window.map_place.canvas
    canvas.set_key_shown(canvas._keyed.shown, canvas._keyed.low)  # the room of a higher key is given back
    rest(window, qtbot)
    return pixels(window)


def test_that_a_storm_of_sizes_and_panels_ends_in_the_right_window(window, qtbot):
    for number in range(60):
        window.resize(820 + 83 * (number % 13), 620 + 47 * (number % 11))
        if number % 7 == 0:
            window.actions_["fold_panels"].trigger()
        if number % 5 == 0:
            QApplication.processEvents()
    if not window.layers.isVisible():
        window.actions_["fold_panels"].trigger()
    window.resize(1280, 800)
    window.map_place.zoom_full()
    rest(window, qtbot)
    assert window.layers.isVisible()
    assert window.answer.isVisible()
    assert (window.width(), window.height()) == (1280, 800)
    assert (pixels(window) == afresh(window)).all()


def test_that_zooming_to_nothing_and_to_one_to_one_stays_a_map(window, qtbot):
    canvas, scale = window.map_place.canvas, window.status.scale
    x, y = (float(one[0]) for one in window.session.map.projection.forward(np.array([26.19]), np.array([-10.58])))
    canvas.zoom_to((x, y, x, y))
    rest(window, qtbot)
    closest = canvas.scale_denominator()
    assert canvas.place()[:2] == pytest.approx((x, y), abs=1.0)
    assert (pixels(window) == afresh(window)).all()
    canvas.zoom_to_box(canvas.rect().toRectF().adjusted(0, 0, -canvas.width(), 0))  # a box of no width
    assert canvas.scale_denominator() == closest
    scale.lineEdit().setFocus()
    scale.lineEdit().selectAll()
    qtbot.keyClicks(scale.lineEdit(), "1:1")
    qtbot.keyClick(scale.lineEdit(), Qt.Key.Key_Return)
    assert canvas.scale_denominator() == pytest.approx(closest, rel=0.01)
    for _ in range(60):
        canvas.zoom_out()
    rest(window, qtbot)
    x0, _, x1, _ = window.session.map.projection.world()
    assert canvas.extent()[0] < x0 < x1 < canvas.extent()[2]
    assert np.isfinite(canvas.extent()).all()
    assert (pixels(window) == afresh(window)).all()


def test_that_a_table_with_its_filter_open_outlives_its_file(window, settle, qtbot, tmp_path):
    assert "2 of 2 rows joined" in add(
        window, settle, qtbot, tmp_path, "A,cobalt,mining,66.5,25.7,FIN,40\nB,cobalt,mining,66.0,25.7,FIN,40\n"
    )
    window.table.show_attributes("own_data")
    pane = window.table.attributes
    qtbot.waitUntil(lambda: not pane.busy and pane.model.rowCount() == 2, timeout=PATIENCE_MS)
    window.session.choose([pane.model.row_id(0)])
    pane.view.head.ask_filter(0)
    window.layers.tree.setCurrentItem(window.layers.tree.item("own_data:own.csv"))
    window.actions_["remove_layer"].trigger()
    settle(window)
    qtbot.waitUntil(lambda: not pane.busy and pane.model.rowCount() == 0, timeout=PATIENCE_MS)
    assert "no data of your own" in pane.view.why_empty()
    pane.copy()
    pane.zoom_to_chosen()
    pane.grab()
    window.actions_["undo"].trigger()
    settle(window)
    qtbot.waitUntil(lambda: not pane.busy and pane.model.rowCount() == 2, timeout=PATIENCE_MS)
    window.table.hide()
    pane.show_layer("question")
