"""What hands do at the map and beside it, on the shipped data: one journey for each paragraph of the request."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest

from mineralmap.gui import coordinates
from mineralmap.gui.attribute.rows import SortKey
from mineralmap.gui.dialogs import ask
from mineralmap.gui.layer_lines import walk
from mineralmap.gui.layer_menu import menu_of
from tests.journeys import hand
from tests.journeys.conftest import PATIENCE_MS, rest
from tests.journeys.hand import LEFT, SHIFT, drag, drawn_at, entry, key, menu_at, middle, move, place_of, press_keys

TENKE = "COD-tenke-fungurume-mine"
ROWS = (
    "name,mineral,stage,lat,lon,country,capacity_t_per_year\n"
    "Torni,cobalt,mining,66.5,25.7,FIN,40\nKoski,cobalt,mining,62.5,25.7,FIN,10\n"
)


def clipboard():
    return QGuiApplication.clipboard().text()


def test_that_the_map_is_moved_by_mouse_and_keys_and_found_again(window, settle, qtbot):
    canvas, aims = window.map_place.canvas, window.parts["navigation"].thing.aims
    at = canvas.px(*place_of(window, TENKE))
    held = canvas.metres(at)
    hand.wheel(canvas, at, 480)
    assert canvas.metres(at) == pytest.approx(held)
    first, held = at.toPoint(), canvas.metres(QPointF(at.toPoint()))
    for button in (LEFT, hand.MIDDLE):
        last = first + QPoint(60, -30)
        drag(canvas, first, last, button)
        assert canvas.metres(QPointF(last)) == pytest.approx(held)
        first = last
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    move(canvas, first.x(), first.y(), hand.NO_BUTTON)
    move(canvas, first.x() - 90, first.y() + 20, hand.NO_BUTTON)
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert canvas.metres(QPointF(first + QPoint(-90, 20))) == pytest.approx(held)
    rest(window, qtbot)
    scale = canvas.scale_denominator()
    at = canvas.px(*place_of(window, TENKE)).toPoint()
    drag(canvas, at - QPoint(60, 40), at + QPoint(60, 40), keys=SHIFT)
    assert canvas.scale_denominator() < scale / 3
    rest(window, qtbot)
    boxed, scale = canvas.place(), canvas.scale_denominator()
    QTest.mouseDClick(canvas, LEFT, pos=QPoint(canvas.width() // 2, canvas.height() // 2))
    assert canvas.scale_denominator() == pytest.approx(scale / 2, rel=0.02)
    rest(window, qtbot)
    closest = canvas.place()
    window.actions_["view_back"].trigger()
    assert canvas.place() == pytest.approx(boxed)
    rest(window, qtbot)
    key(window, Qt.Key.Key_BracketRight, hand.CTRL)
    assert canvas.place() == pytest.approx(closest)

    at = drawn_at(window, TENKE)
    menu = menu_at(window, at)
    lon, lat = canvas.degrees(QPointF(at))
    written = {one.text().partition(":")[0]: one for one in entry(menu, "Copy Coordinates").menu().actions()}
    assert set(written) == {"Map", "WGS 84", "DMS"}
    written["DMS"].trigger()
    assert coordinates.place(clipboard()) == pytest.approx((lon, lat), abs=1e-4)
    written["Map"].trigger()
    assert [float(one) for one in clipboard().split(",")] == pytest.approx(canvas.metres(QPointF(at)), abs=1)
    here = {one.data(): one.text() for one in entry(menu, "What Is Here").menu().actions()}
    assert "Tenke Fungurume Mine" in here[TENKE]
    entry(menu, "Centre Here").trigger()
    assert middle(canvas) == pytest.approx((lon, lat), abs=0.1)
    menu.close()

    window.session.select(TENKE)
    window.actions_["zoom_full"].trigger()
    x0, _, x1, _ = window.session.map.projection.world()
    assert canvas.extent()[0] <= x0 < x1 <= canvas.extent()[2]
    key(window, Qt.Key.Key_J, hand.CTRL)
    assert middle(canvas) == pytest.approx(place_of(window, TENKE), abs=0.5)
    layers = window.actions_.menu("zoom_layer")
    layers.aboutToShow.emit()
    entry(layers, "Mines").trigger()
    assert canvas.extent()[2] - canvas.extent()[0] > 0.5 * (x1 - x0)
    palette = window.parts["palette"].thing.palette
    for action, typed, place in (("zoom_country", "indones", (118, -2)), ("zoom_gate", "malacca", (102, 2))):
        window.actions_[action].trigger()
        palette = window.parts["palette"].thing.palette
        press_keys(palette.field, typed)
        QTest.keyClick(palette.field, Qt.Key.Key_Return)
        assert middle(canvas) == pytest.approx(place, abs=6)
    settle(window)

    aims.to_place(*place_of(window, TENKE))
    window.session.edit("Hide routes", hidden=frozenset({"routes"}))
    settle(window)
    rest(window, qtbot)
    key(window, Qt.Key.Key_B, hand.CTRL)
    dialog = window.parts["bookmarks"].thing.adding
    press_keys(dialog.name, "Tenke, no routes")
    dialog.accept()
    window.actions_["zoom_full"].trigger()
    window.session.edit("elsewhere", hidden=frozenset(), mineral="lithium")
    settle(window)
    menu = window.actions_.menu("bookmark_list")
    menu.aboutToShow.emit()
    entry(menu, "Tenke, no routes").trigger()
    settle(window)
    assert (window.session.scenario.mineral, window.session.view.hidden) == ("cobalt", {"routes"})
    assert middle(canvas) == pytest.approx(place_of(window, TENKE), abs=0.4)


def test_that_keys_are_listed_under_f1_and_changed(window, qtbot):
    key(window, Qt.Key.Key_F1)
    shown = window.help_window.shown()
    assert {("Zoom to a box", "Shift and drag"), ("Zoom to Selection", "Ctrl+J"), ("Zoom Full", "Ctrl+Shift+F")} <= set(
        shown
    )
    window.help_window.close()
    window.actions_["change_keys"].trigger()
    dialog = window.parts["keys"].thing.dialog
    dialog.tree.setCurrentItem(dialog.item("zoom_full"))
    dialog.field.setKeySequence(QKeySequence("Ctrl+Alt+F9"))
    assert dialog.words.text().endswith("is free.")
    QTest.mouseClick(dialog.set_button, LEFT)
    window.map_place.canvas.zoom_in()
    narrow = window.map_place.canvas.extent()
    key(window, Qt.Key.Key_F9, hand.CTRL | Qt.KeyboardModifier.AltModifier)
    assert window.map_place.canvas.extent()[0] < narrow[0]
    QTest.mouseClick(dialog.reset_all_button, LEFT)
    assert "Ctrl+Shift+F" in [one.toString() for one in window.actions_["zoom_full"].shortcuts()]
    dialog.close()


def test_that_layers_are_ticked_ordered_styled_and_a_lost_file_is_mended(window, settle, qtbot, tmp_path, monkeypatch):
    dock, session, work = window.layers, window.session, window.parts["layers"].thing
    tree, canvas = dock.tree, window.map_place.canvas

    def layer(name):
        return next(one for one in session.map.layers if one.id == name)

    tree.item("heading:Facilities").setCheckState(0, Qt.CheckState.Unchecked)
    settle(window)
    assert not layer("mines").visible
    assert window.actions_["undo"].text() == "&Undo: Hide facilities"
    under = canvas.pick(canvas.px(*place_of(window, TENKE)))
    assert under is None or under.layer != "mines"
    window.actions_["undo"].trigger()
    settle(window)
    assert layer("mines").visible
    tree.setCurrentItem(tree.item("mines"))
    before = dock.edits.ids()
    qtbot.keyClick(tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    settle(window)
    assert dock.edits.ids() != before
    assert [one.id for one in reversed(session.map.layers)] == list(session.view.layers)
    assert tree.item("mines").childCount() > 0  # the legend stands inside
    press_keys(dock.filter, "mines")
    assert "labels" not in [line.key for line in tree.shown()]
    dock.filter.clear()
    window.actions_["legend_in_view"].trigger()
    canvas.zoom_to((-9.0e6, -5.2e6, -8.9e6, -5.1e6))  # the South Pacific
    qtbot.waitUntil(lambda: tree.item("mines").childCount() == 0, timeout=PATIENCE_MS)
    window.map_place.zoom_full()
    qtbot.waitUntil(lambda: tree.item("mines").childCount() > 0, timeout=PATIENCE_MS)
    window.actions_["legend_in_view"].trigger()

    menu = menu_of(dock, work, "mines", lambda name: None)
    entry(menu, "Style").trigger()
    panel = dock.style_panel
    panel.opacity.slider.setValue(40)
    qtbot.waitUntil(lambda: dock.edits.style("mines").opacity == 0.4, timeout=PATIENCE_MS)
    settle(window)
    assert layer("mines").opacity == 0.4
    assert session.undo_stack.undoText() == "Opacity of Mines"
    panel._set("farthest", 1e6)
    settle(window)
    dock.sight.look()
    assert "to 1:1 M" in tree.line("mines").tip
    canvas.zoom_to((2e6, -1e6, 2.1e6, -0.95e6))
    qtbot.waitUntil(lambda: not tree.line("mines").quiet, timeout=PATIENCE_MS)
    dock.style_button.setChecked(False)
    assert any("USGS" in one or "Geological Survey" in one for one in dock.sources("mines"))

    file = tmp_path / "mine.csv"
    file.write_text(ROWS)
    window.files.add_data([file])
    settle(window)
    qtbot.waitUntil(lambda: "2 of 2 rows joined" in window.notices.text, timeout=PATIENCE_MS)
    saved = tmp_path / "own.mineralmap"
    window.files._write(saved)
    file.unlink()
    monkeypatch.setattr(ask, "open_path", lambda *_: saved)
    with qtbot.waitSignal(window.files.opened, timeout=PATIENCE_MS):
        window.actions_["open"].trigger()
    qtbot.waitUntil(lambda: not work.mending.busy, timeout=PATIENCE_MS)
    settle(window)
    (lost,) = [one for one in walk(tree.shown()) if one.mark == "broken"]
    assert lost.text == "mine.csv"
    file.with_name("moved.csv").write_text(ROWS)
    monkeypatch.setattr(ask, "open_path", lambda *_: file.with_name("moved.csv"))
    entry(menu_of(dock, work, lost.key, lambda name: None), "Mend").trigger()
    qtbot.waitUntil(lambda: "mine.csv is read from" in window.notices.text, timeout=PATIENCE_MS)
    settle(window)
    assert (session.dataset.facilities["dataset"] == "moved.csv").sum() == 2


def test_that_a_card_tells_what_is_nearest_and_pinned_ones_stand_side_by_side(window, settle, qtbot):
    canvas = window.map_place.canvas
    hover = window.parts["cards"].thing.hover
    window.go_to(TENKE)
    canvas.grab()
    at = drawn_at(window, TENKE)
    move(canvas, at.x(), at.y(), hand.NO_BUTTON)
    qtbot.waitUntil(lambda: "Tenke Fungurume Mine" in hover.words, timeout=PATIENCE_MS)
    assert "Mined cobalt" in hover.words
    assert "counted" in hover.words
    session = window.session
    session.select("")
    QTest.mouseClick(canvas, LEFT, pos=at)
    assert session.view.selected == TENKE
    card = window.details.words
    qtbot.waitUntil(lambda: "Owners" in card.text(), timeout=PATIENCE_MS)
    words = card.text().replace("\u00a0", " ")
    for told in ("Tenke Fungurume Mine", "Capacity", "55,000", "2024", "CMOC", "80", "Sources", "href="):
        assert told in words, told
    assert "onfidence" in words
    window.details.pin_button.click()
    session.select("COD-kisanfu-kfm")
    qtbot.waitUntil(lambda: "Kisanfu" in card.text(), timeout=PATIENCE_MS)
    window.details.pin_button.click()
    assert "2 facilities are pinned" in window.notices.text
    window.notices.button("Compare").click()
    dialog = window.parts["compare"].thing.dialog
    qtbot.waitUntil(lambda: dialog.compared is not None and not dialog.busy, timeout=PATIENCE_MS)
    rows = dict(dialog.compared.rows)
    assert rows["Capacity"][0].replace("\u00a0", " ").startswith("55 kt Co (2024")
    assert rows["Country"] == ("DR Congo", "DR Congo")
    for _ in range(2):
        window.parts["compare"].thing.toggle(window.parts["compare"].thing.pinned[0])
    dialog.close()


@pytest.fixture
def pane(window, settle, qtbot):
    """The attribute table with the mines of the question."""
    window.table.show_attributes()
    made = window.table.attributes
    made.show_layer("question")
    qtbot.waitUntil(lambda: not made.busy and made.table.id == "question" and len(made.table) > 0, timeout=PATIENCE_MS)
    yield made
    made.clear_filters()
    window.table.hide()


def test_that_the_table_sorts_filters_adds_and_follows_the_map(window, pane, settle, qtbot, tmp_path):
    session, model = window.session, pane.model

    def ids():
        return [model.row_id(row) for row in range(model.rowCount())]

    weights = session.results.facilities["weight_t"]
    model.sort_by((SortKey("counted_t", True),))
    assert weights[ids()[0]] == weights.max()
    country = [column.id for column in pane.table.attributes].index("country")
    pane.view.head.ask_filter(country)
    press_keys(pane.popup.values.search, "indones")
    qtbot.keyClick(pane.popup.values.search, Qt.Key.Key_Return)
    pane.popup.close()
    assert ids()
    assert all(one.startswith("IDN-") for one in ids())
    assert pane.totals.of("counted_t").value == pytest.approx(weights[ids()].sum())
    assert "do not add up" in pane.totals.explained("partner_share")
    qtbot.mouseClick(pane.view.viewport(), LEFT, pos=pane.view.visualRect(model.index(0, 0)).center())
    assert session.chosen == {ids()[0]}
    assert window.map_place.canvas.chosen == {ids()[0]}
    pane.copy()
    of, rows = clipboard().split("\n\n")
    assert "Question: " in of
    assert len(rows.splitlines()) == 2
    pane.clear.click()
    window.map_place.zoom_to_facilities((TENKE,))
    canvas = window.map_place.canvas
    canvas.feature_clicked.emit("mines", TENKE)
    assert session.chosen == {TENKE}
    pane.selected_only.click()
    assert ids() == [TENKE]
    pane.selected_only.click()
    pane.visible_only.click()
    qtbot.waitUntil(lambda: TENKE in ids() and not any(one.startswith("IDN-") for one in ids()), timeout=PATIENCE_MS)
    path = tmp_path / "rows.csv"
    pane.save(path)
    qtbot.waitUntil(lambda: path.is_file() and not pane.busy, timeout=PATIENCE_MS)
    assert "Tenke Fungurume Mine" in path.read_text("utf-8-sig")
    pane.choose_columns()
    pane.chooser.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    pane.chooser.close()
    assert pane.view.head.isSectionHidden(1)
    pane._reset_columns()
    pane.clear_filters()
    for layer in ("countries", "companies", "ports"):
        pane.show_layer(layer)
        qtbot.waitUntil(lambda layer=layer: pane.table.id == layer and not pane.busy, timeout=PATIENCE_MS)
        assert len(pane.table) > 100


def test_that_things_are_selected_by_expression_shape_country_and_found_by_the_palette(window, pane, settle, qtbot):
    session, canvas = window.session, window.map_place.canvas
    facilities = session.results.facilities
    window.actions_["select_expression"].trigger()
    dialog = window.parts["select"].thing.expression
    qtbot.waitUntil(lambda: dialog.columns.topLevelItemCount() > 0 and not dialog.busy, timeout=PATIENCE_MS)
    dialog.field.setPlainText('capacity_t_per_year > 10000 and owner == "CHN"')
    qtbot.waitUntil(lambda: not dialog.busy and "match" in dialog.said.text(), timeout=PATIENCE_MS)
    dialog.choose("replace")
    assert TENKE in session.chosen
    assert (facilities.loc[list(session.chosen), "capacity_t"] > 10_000).all()
    assert f"{len(session.chosen)} of " in dialog.said.text()
    dialog.field.setPlainText("__import__('os')")
    qtbot.waitUntil(lambda: not dialog.busy, timeout=PATIENCE_MS)
    assert not dialog.modes["replace"].isEnabled()
    dialog.close()
    window.actions_["select_country"].trigger()
    values = window.parts["select"].thing.values[True]
    qtbot.waitUntil(lambda: values.column.count() > 0, timeout=PATIENCE_MS)
    session.select("COD")
    values.choose("replace")
    assert session.chosen
    assert all(one.startswith("COD-") for one in session.chosen)
    values.close()

    window.map_place.zoom_to_facilities((TENKE,))
    at = drawn_at(window, TENKE)
    window.actions_["select_box"].trigger()
    drag(canvas, at - QPoint(30, 30), at + QPoint(30, 30))
    assert TENKE in session.chosen
    window.actions_["select_none"].trigger()
    assert session.chosen == frozenset()
    window.actions_["select_polygon"].trigger()
    for step in (QPoint(-40, -35), QPoint(40, -35), QPoint(0, 45)):
        qtbot.mouseClick(canvas, LEFT, pos=at + step)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert TENKE in session.chosen
    window.actions_["tool_pan"].setChecked(True)

    qtbot.waitUntil(lambda: window.search.finder.index is not None, timeout=PATIENCE_MS)
    for typed, kind, wanted in (
        ("tenke fungurume", "facility", TENKE), ("indones", "country", "IDN"), ("malacca", "strait", "malacca"),
        ("glencore", "company", None), ("rotterdam", "port", None), ("12.3 N 45.6 E", "place", None),
        ("zoom full", "action", "zoom_full"),
    ):  # fmt: skip
        key(window, Qt.Key.Key_K, hand.CTRL)
        palette = window.parts["palette"].thing.palette
        press_keys(palette.field, typed)
        qtbot.waitUntil(
            lambda kind=kind, palette=palette: kind in [one.kind for one in palette.finds()], timeout=PATIENCE_MS
        )
        assert wanted is None or wanted in [one.id for one in palette.finds()], typed
        QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    key(window, Qt.Key.Key_K, hand.CTRL)
    press_keys(palette.field, "lithium")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    settle(window)
    assert session.scenario.mineral == "lithium"
    assert window.actions_["undo"].text() == "&Undo: Ask for lithium"
