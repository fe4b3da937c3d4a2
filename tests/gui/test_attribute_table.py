"""The attribute table: any layer, sorted, filtered, chosen, added up and written, and what befalls it."""

import csv
import json

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QGuiApplication

from mineralmap.analysis.feature_tables import TITLES
from mineralmap.datasets.attributes import AttributeTable, number, text
from mineralmap.gui.attribute import bar, kept
from mineralmap.gui.attribute.header import next_keys
from mineralmap.gui.attribute.popup import read_number
from mineralmap.gui.attribute.rows import Filter, Shown, SortKey, order
from mineralmap.gui.attribute.totals import total
from mineralmap.model.style import LayerStyle, with_style

ONE_WINDOW = True
NAN = float("nan")


@pytest.fixture
def works():
    """Six works of two minerals; the lithium ones are of two stages."""
    none = np.full((6, 1), np.nan)
    return AttributeTable(
        "works", "Works", np.array(["a", "b", "c", "d", "e", "e"], object),
        (
            text("name", "Name", ["Cee", "bee", "Ay", "", "Ee", "Ee"]),
            text("mineral", "Mineral", ["cobalt", "cobalt", "lithium", "lithium", "lithium", "cobalt"]),
            text("stage", "Stage", ["mining", "mining", "mining", "refining", "mining", "mining"]),
            text("unit", "Counts", ["t Co", "t Co", "t Li", "t Li", "t Li", "t Co"]),
            number("tonnes", "Tonnes", [10, NAN, 5, 7, 5, 0], adds=True, unit="t"),
            number("share", "Share", [0.5, 0.2, NAN, 0.1, 0.1, 0.1], form="percent", why_not="Shares do not add up."),
        ),
        none, none, alike=("mineral", "stage", "unit"),
    )  # fmt: skip


def ids(table, rows):
    return "".join(table.ids[rows])


def test_that_sorting_is_stable_by_several_columns_and_unknown_stands_last_either_way(works):
    assert ids(works, order(works, (SortKey("tonnes"),))) == "ecedab"  # 0, 5, 5, 7, 10, unknown
    assert ids(works, order(works, (SortKey("tonnes", True),))) == "adceeb"
    assert ids(works, order(works, (SortKey("name"),))) == "cbaeed"  # without case; "" last
    assert ids(works, order(works, (SortKey("name", True),))) == "eeabcd"
    assert ids(works, order(works, (SortKey("mineral"), SortKey("tonnes", True)))) == "aebdce"
    assert ids(works, order(works, (SortKey("no such"),))) == "abcdee"


def test_that_clicks_on_headings_sort_up_down_and_not_at_all_and_shift_adds():
    up, down = (SortKey("a"),), (SortKey("a", True),)
    assert next_keys((), "a", add=False) == up
    assert next_keys(up, "a", add=False) == down
    assert next_keys(down, "a", add=False) == ()
    assert next_keys(up, "b", add=False) == (SortKey("b"),)
    assert next_keys(up, "b", add=True) == (*up, SortKey("b"))
    assert next_keys((*up, SortKey("b")), "a", add=True) == (*down, SortKey("b"))
    assert next_keys((*down, SortKey("b")), "a", add=True) == (SortKey("b"),)


def test_that_filters_hold_words_ranges_and_blanks_together(works):
    shown = Shown(works)
    assert shown.mask() is None
    shown.filters = {"mineral": Filter(kept=frozenset(["cobalt"]))}
    assert ids(works, shown.rows()) == "abe"
    shown.filters["tonnes"] = Filter(low=1.0, blanks=False)
    assert ids(works, shown.rows()) == "a"
    assert ids(works, shown.mask(without="mineral")) == "acde"  # what the list of minerals is counted over
    shown.filters = {"name": Filter(blanks=False)}
    assert ids(works, shown.rows()) == "abcee"
    shown.filters, shown.sought = {}, "EE"
    assert ids(works, shown.rows()) == "abee"
    shown.limits["selected"] = np.array([True, False, True, False, False, False])
    assert ids(works, shown.rows()) == "a"


def test_that_only_like_tonnes_are_added_and_unknown_is_not_nothing(works):
    tonnes, share, name = works.named("tonnes"), works.named("share"), works.named("name")
    cobalt = total(works, tonnes, np.array([0, 1, 5]))
    assert (cobalt.value, cobalt.known, cobalt.unknown, cobalt.why) == (10.0, 2, 1, "")
    assert "several minerals: cobalt, lithium" in total(works, tonnes, np.arange(6)).why
    assert "several stages: mining, refining" in total(works, tonnes, np.array([2, 3])).why
    assert total(works, tonnes, np.array([2, 4])).value == 10.0
    nothing = total(works, tonnes, np.array([1]))
    assert np.isnan(nothing.value)
    assert (nothing.known, nothing.unknown) == (0, 1)
    assert total(works, share, np.array([0])).why == "Shares do not add up."
    assert total(works, name, np.array([0])).why == "Words do not add up."


def test_that_typed_numbers_are_read_as_people_write_them():
    assert read_number("12,000", "number", 0) == 12_000
    assert read_number("40 %", "percent", 0) == pytest.approx(0.4)
    assert read_number(" ", "number", -1) == -1
    with pytest.raises(ValueError, match="could not convert"):
        read_number("a", "number", 0)


def test_that_the_list_of_layers_is_that_of_the_tables():
    assert dict(bar.LAYERS) == TITLES


def row_ids(pane):
    return [pane.model.row_id(row) for row in range(pane.model.rowCount())]


def show(pane, qtbot, layer):
    pane.show_layer(layer)
    qtbot.waitUntil(lambda: pane.table.id == layer and not pane.busy, timeout=30_000)


@pytest.mark.parametrize("layer", TITLES)
def test_that_every_layer_has_a_table_that_can_be_sorted_summed_and_painted(pane, qtbot, layer):
    show(pane, qtbot, layer)
    for section in range(pane.model.columnCount()):
        pane.model.sort(section, Qt.SortOrder.DescendingOrder)
        pane.totals.of(pane.model.column(section).id)
        assert pane.model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert pane.model.rowCount() or pane.table.why_empty
    assert not pane.grab().isNull()


def test_that_a_click_chooses_a_row_and_shows_its_card_and_modifiers_add(pane, window, qtbot):
    rows = row_ids(pane)
    pressed(pane, qtbot, 0)
    assert window.session.chosen == {rows[0]}
    assert window.session.view.selected == rows[0]
    pressed(pane, qtbot, 2, Qt.KeyboardModifier.ShiftModifier)
    assert window.session.chosen == set(rows[:3])
    pressed(pane, qtbot, 1, Qt.KeyboardModifier.ControlModifier)
    assert window.session.chosen == {rows[0], rows[2]}
    pane.invert()
    assert window.session.chosen == {rows[1], rows[3]}
    qtbot.keyClick(pane.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert window.session.chosen == set(rows)
    qtbot.keyClick(pane.view, Qt.Key.Key_Escape)
    assert window.session.chosen == set()


def pressed(pane, qtbot, row, modifier=Qt.KeyboardModifier.NoModifier):
    at = pane.view.visualRect(pane.model.index(row, 0)).center()
    qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, modifier, at)


def test_that_keys_move_and_extend_the_choice(pane, window, qtbot):
    rows = row_ids(pane)
    pressed(pane, qtbot, 0)
    qtbot.keyClick(pane.view, Qt.Key.Key_Down)
    assert window.session.chosen == {rows[1]}
    qtbot.keyClick(pane.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert window.session.chosen == set(rows[1:3])
    qtbot.keyClick(pane.view, Qt.Key.Key_Space)
    assert window.session.chosen == {rows[1]}


def test_that_what_is_chosen_elsewhere_is_lit_and_alone_can_be_shown(pane, window):
    window.session.choose(["IDN-f3", "AUS-f4", "nowhere"])
    lit = [row for row in row_ids(pane) if pane.model.is_chosen(row_ids(pane).index(row))]
    assert set(lit) == {"IDN-f3", "AUS-f4"}
    pane.selected_only.click()
    assert set(row_ids(pane)) == {"IDN-f3", "AUS-f4"}
    window.session.choose(["AUS-f4"])
    assert row_ids(pane) == ["AUS-f4"]
    window.session.choose([])
    assert row_ids(pane) == []
    assert "Nothing of this layer is selected" in pane.view.why_empty()
    pane.clear.click()
    assert len(row_ids(pane)) == 4


def test_that_visible_only_follows_the_map_when_it_rests(pane, window, qtbot):
    window.map_place.zoom_to_facilities(("AUS-f4",))
    pane.visible_only.click()
    assert row_ids(pane) == ["AUS-f4"]
    window.map_place.zoom_to_facilities(("IDN-f3",))
    qtbot.waitUntil(lambda: row_ids(pane) == ["IDN-f3"], timeout=30_000)
    show(pane, qtbot, "countries")
    assert "IDN" in row_ids(pane)
    assert "COD" not in row_ids(pane)
    show(pane, qtbot, "companies")  # which are nowhere on the map
    assert not pane.visible_only.isEnabled()
    assert len(row_ids(pane)) == len(pane.table)


def test_that_visible_only_means_what_is_drawn_and_not_what_is_hidden_or_below_the_key(pane, window, qtbot, settle):
    canvas, session = window.map_place.canvas, window.session

    def seen(*wanted):
        qtbot.waitUntil(lambda: set(row_ids(pane)) == set(wanted), timeout=30_000)

    pane.visible_only.click()
    every = row_ids(pane)
    assert len(every) == 4
    session.edit("Hide mines", hidden=frozenset({"mines"}))
    seen()
    show(pane, qtbot, "countries")
    assert len(row_ids(pane)) > 4
    show(pane, qtbot, "mines")
    assert row_ids(pane) == []
    session.edit("Show mines", hidden=frozenset())
    seen(*every)
    session.edit("Close up only", styles=with_style((), "mines", LayerStyle(farthest=1e6)))
    seen()
    session.edit("Always", styles=())
    seen(*every)
    window.map_place.show_key(False)
    x, y = (float(one[0]) for one in session.map.projection.forward(*np.array([[121.89], [-28.77]])))  # AUS-f4
    mpp = 5_000.0
    canvas.show_place(x, y + 0.45 * canvas.height() * mpp, mpp)  # so that it lies a twentieth above the lower edge
    seen("AUS-f4")
    window.map_place.show_key(True)
    seen()


def test_that_a_filter_of_words_is_ticked_in_the_popup(pane, qtbot):
    country = [column.id for column in pane.table.attributes].index("country")
    pane.view.head.ask_filter(country)
    popup = pane.popup
    assert popup.values.model.rowCount() == 3  # Australia, DR Congo with two mines, Indonesia
    popup.values.search.setText("indo")
    assert popup.values.model.rowCount() == 1
    qtbot.keyClick(popup.values.search, Qt.Key.Key_Return)
    assert row_ids(pane) == ["IDN-f3"]
    assert pane.view.head.mark(country).width() > 0
    popup.close()
    pane.clear.click()
    assert len(row_ids(pane)) == 4


def test_that_a_filter_of_numbers_has_a_range_and_leaves_out_what_is_not_known(pane):
    counted = [column.id for column in pane.table.attributes].index("counted_t")
    pane.view.head.ask_filter(counted)
    popup = pane.popup
    assert (popup.low.placeholderText(), popup.high.placeholderText()) == ("40", "100")
    popup.low.setText("50")
    popup.blanks.setChecked(False)
    assert set(row_ids(pane)) == {"COD-f1", "IDN-f3", "AUS-f4"}
    popup.high.setText("x")
    assert "is no number" in popup.wrong.text()
    popup.clear.click()
    assert len(row_ids(pane)) == 4
    popup.close()


def test_that_a_column_can_be_hidden_is_remembered_and_comes_back(pane, qtbot):
    pane.choose_columns()
    assert pane.chooser.list.count() == pane.model.columnCount()
    pane.chooser.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    pane.view.head.resizeSection(0, 150)
    pane.chooser.close()
    kept.keep(pane.view)
    show(pane, qtbot, "ports")
    show(pane, qtbot, "question")
    assert pane.view.head.isSectionHidden(1)
    assert pane.view.head.sectionSize(0) == 150
    pane._reset_columns()
    assert not pane.view.head.isSectionHidden(1)
    assert QSettings().value("attributes/question") is None


def test_that_rows_are_copied_with_headings_in_the_order_shown(pane, window):
    pane.model.sort_by((SortKey("counted_t", True),))
    window.session.choose(["COD-f1", "IDN-f3"])
    pane.copy()
    above, rows = QGuiApplication.clipboard().text().split("\n\n")
    assert "Rows: 2 of 4 · Rows are: those selected" in above
    assert above.startswith("# Question: cobalt, mining, by equity, output")
    lines = [line.split("\t") for line in rows.splitlines()]
    assert lines[0][:4] == ["Facility", "Country", "Counted (t Co)", "Capacity (t Co a year)"]
    assert len(lines) == 3
    assert [line[2] for line in lines[1:]] == ["100", "60"]
    assert lines[2][lines[0].index("Operator")] == ""  # nobody knows it


def test_that_many_rows_are_copied_behind_the_window_and_can_be_called_off(pane, window, qtbot, monkeypatch):
    monkeypatch.setattr("mineralmap.gui.attribute.pane.FEW", 1)
    clipboard = QGuiApplication.clipboard()
    pane.copy()
    at_once = clipboard.text()
    qtbot.waitUntil(lambda: not pane.busy, timeout=30_000)
    whole = clipboard.text()
    assert "Rows: 4 of 4" in whole
    assert at_once != whole
    assert window.notices.text == "4 rows copied."
    clipboard.setText("before")
    pane.copy()
    assert window.notices.text == "Copying 4 rows…"
    window.notices.button("Cancel").click()
    qtbot.wait(50)
    assert not pane.busy
    assert clipboard.text() == "before"


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".geojson"])
def test_that_rows_are_written_with_what_they_are_of(pane, window, qtbot, tmp_path, suffix):
    window.session.choose(["COD-f1", "COD-f2"])
    path = tmp_path / f"rows{suffix}"
    pane.save(path)
    qtbot.waitUntil(lambda: not pane.busy, timeout=30_000)
    if suffix == ".geojson":
        made = json.loads(path.read_text("utf-8"))
        assert [one["id"] for one in made["features"]] == ["COD-f1", "COD-f2"]
        assert made["features"][1]["properties"]["counted_t"] == 40
        assert made["features"][0]["geometry"] == {"type": "Point", "coordinates": [26.2, -10.6]}
        assert any("equity" in line for line in made["about"])
    elif suffix == ".csv":
        rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
        assert len(rows) == 3
        about = (tmp_path / "rows-about.csv").read_text("utf-8-sig")
        assert "by equity" in about
        assert "2 of 4" in about
    else:
        import openpyxl

        book = openpyxl.load_workbook(path)
        assert book.sheetnames == ["table", "About"]
        assert book["table"].max_row == 3


def test_that_the_totals_are_of_what_is_selected(pane, window):
    whole = pane.totals.of("counted_t")
    window.session.choose(["COD-f1"])
    assert pane.totals.words() == "4 rows · Σ of 1 selected"
    assert 0 < pane.totals.of("counted_t").value < whole.value
    assert "do not add up" in pane.totals.explained("partner_share")


def test_that_a_table_survives_its_data_a_hidden_layer_and_one_row(pane, window, settle, qtbot):
    show(pane, qtbot, "own_data")
    assert "no data of your own" in pane.view.why_empty()
    pane.copy()
    pane.zoom_to_chosen()
    pane.invert()
    show(pane, qtbot, "mines")
    pane.view.head.ask_filter(0)
    window.session.choose(["COD-f1"])
    window.session.edit("Lithium", mineral="lithium")  # with an open popup, the rows go
    settle(window.session)
    qtbot.waitUntil(lambda: not pane.busy, timeout=30_000)
    pane.view.head.ask_filter(0)
    pane.popup.close()
    window.session.edit("Hide the mines", hidden=frozenset({"mines"}))
    settle(window.session)
    assert not pane.grab().isNull()


def test_that_a_hundred_thousand_rows_are_one_table(pane, qtbot):
    n = 100_000
    rng = np.random.default_rng(1)
    lon, lat = rng.uniform(-180, 180, (n, 1)), rng.uniform(-90, 90, (n, 1))
    tonnes = np.where(rng.random(n) < 0.1, np.nan, rng.random(n) * 1e5)
    table = AttributeTable(
        "many", "Many", np.array([f"f{i}" for i in range(n)], object),
        (text("name", "Name", [f"Works {i}" for i in range(n)]), number("tonnes", "Tonnes", tonnes, adds=True)),
        lon, lat,
    )  # fmt: skip
    pane._take(table)
    pane.model.sort_by((SortKey("tonnes", True),))
    assert pane.model.row_id(0) == f"f{int(np.nanargmax(tonnes))}"
    pane.view.choose_all()
    assert pane.totals.words() == "100,000 rows · Σ of 100,000 selected"
    pane.view.verticalScrollBar().setValue(pane.view.verticalScrollBar().maximum())
    assert pane.view.rowAt(5) > n - 100
    assert pane.model.data(pane.model.index(n - 1, 1)) == ""
    pane.model.seek("works 99999")
    assert pane.model.rowCount() == 1


def test_that_a_right_click_on_a_heading_and_a_row_offers_what_can_be_done(pane, monkeypatch):
    offered = []
    monkeypatch.setattr("mineralmap.gui.attribute.pane.open_menu", lambda _, acts, __: offered.append(acts))
    pane._open_head_menu(0, QPoint())
    pane._open_menu(pane.model.index(0, 1), QPoint())
    assert [one[0] for one in offered[0] if one][:3] == ["Filter…", "Sort ascending", "Sort descending"]
    only = next(one for one in offered[1] if one and one[0].startswith("Only Country"))
    only[1]()
    assert 0 < pane.model.rowCount() < 4


def test_that_all_and_all_but_one_feature_are_found_among_the_rows():
    ids = np.array(["a", "b", "b", "c"], object)
    made = AttributeTable("x", "X", ids, (), np.empty((4, 0)), np.empty((4, 0)))
    every = made.ids_of(np.arange(4))
    assert every == {"a", "b", "c"}
    assert made.rows_of(every).tolist() == [True] * 4
    assert made.rows_of(frozenset("abc")).tolist() == [True] * 4  # the same features in another set
    assert made.rows_of(frozenset({"a", "b", "nobody"})).tolist() == [True, True, True, False]
    assert made.rows_of(frozenset({"c"})).tolist() == [False, False, False, True]
