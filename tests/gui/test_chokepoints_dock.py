"""The panel of chokepoints: a person closes and opens straits on the tiny world, and reads what that costs."""

import csv
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from mineralmap.gui import closure_page, flow_text, gate_edits, theme
from mineralmap.gui.dialogs import ask
from mineralmap.gui.words import GAP, tonnes, unbroken
from mineralmap.model.scenario import Leg, Measure, Scenario
from tests.gui.hand import press

ONE_WINDOW = True


def cell(dock, gate: str, title: str) -> str:
    model = dock.gates
    at = [column.title for column in model.columns].index(title)
    return str(model.data(model.index(model.row_of(gate), at)))


def test_that_the_panel_lists_the_gates_by_what_passes(dock):
    assert [dock.gates.row_id(row) for row in range(dock.gates.rowCount())] == ["malacca", "suez"]
    assert cell(dock, "malacca", "State") == "open"
    assert cell(dock, "malacca", "Share") == f"41{GAP}%"  # 0.406676 of the tonnes of tests/worlds/tiny
    assert "Nothing is closed by you." in dock.sentence.text()
    assert "modelled" in dock.sentence.text()


def test_that_space_closes_and_opens_the_gate_of_the_row(dock, window, calm, qtbot):
    session = window.session
    dock.view.setCurrentIndex(dock.gates.index(dock.gates.row_of("suez"), 1))
    qtbot.keyClick(dock.view, Qt.Key.Key_Space)
    assert session.scenario.closed == {"suez"}
    assert cell(dock, "suez", "State") == "closed"  # at once, before anything is worked out
    assert window.actions_["undo"].text() == "&Undo: Close Suez Canal"
    calm()
    assert cell(dock, "suez", "State") == "closed"
    assert dock.gates.row_id(dock.view.currentIndex().row()) == "suez"  # the hand stays where it was
    assert dock.sentence.text().startswith("Closing the Suez Canal strands nothing")
    assert dock.open_all.isEnabled()
    qtbot.keyClick(dock.view, Qt.Key.Key_Space)
    assert session.scenario.closed == frozenset()
    calm()
    assert "Nothing is closed by you." in dock.sentence.text()
    assert not dock.open_all.isEnabled()


def test_that_figures_of_another_closure_are_grey_until_their_own_are_there(dock, window, calm):
    def grey():
        return {column.title for at, column in enumerate(dock.gates.columns) if dock.gates.is_grey(at)}

    dock.toggle("suez")
    assert {"Share", "t Co"} & grey()
    assert not {"State", "Gate", "Ships a year"} & grey()  # these are of the question, or of none
    share = dock.gates.index(0, [column.title for column in dock.gates.columns].index("Share"))
    assert dock.gates.data(share, Qt.ItemDataRole.ForegroundRole) is not None
    assert dock.gates.data(share, Qt.ItemDataRole.ToolTipRole) == "Being worked out; this is as it was before."
    calm()
    assert not grey()
    assert window.status._words.text().startswith("Closing the Suez Canal")
    dock.toggle("suez")
    assert "Change" in grey()
    assert window.status._words.text() == ""
    window.actions_["undo"].trigger()  # to what the figures are of
    assert not grey()
    assert window.status._words.text().startswith("Closing the Suez Canal")
    calm()


def test_that_a_closure_says_who_takes_the_load_and_who_comes_later(dock, window, calm):
    dock.toggle("suez")
    calm()
    before, after = window.session.sailing.before, window.session.flows
    moved = after.table["sea_nm"].sub(before.table["sea_nm"]).gt(0.5)
    assert moved.any()
    assert not after.table["stranded"].any()
    text = dock.cost_words.text()
    share = before.table.loc[moved, "tonnes"].sum() / before.table["tonnes"].sum()
    assert closure_page.percent(float(share)) in text
    assert "No way left" in text
    assert "none" in text
    assert "Finland" in dock.hit_words.text()
    assert "Change" in [column.title for column in dock.gates.columns]
    assert cell(dock, "suez", "Change").startswith("−")


def test_that_the_table_stays_sorted_by_its_column_when_a_closure_adds_one(dock, calm):
    def sorted_by() -> str:
        at, _ = dock.gates.sorted_by
        assert dock.view.horizontalHeader().sortIndicatorSection() == at
        return dock.gates.columns[at].title if at >= 0 else ""

    titles = [column.title for column in dock.gates.columns]
    dock.view.sortByColumn(titles.index("Share"), Qt.SortOrder.AscendingOrder)
    dock.toggle("suez")
    calm()
    assert [column.title for column in dock.gates.columns] != titles
    assert sorted_by() == "Share"
    dock.view.sortByColumn([one.title for one in dock.gates.columns].index("Change"), Qt.SortOrder.AscendingOrder)
    dock.toggle("suez")
    calm()
    assert sorted_by() == ""
    assert dock.gates.row_id(0) == "malacca"


def test_that_the_menu_of_a_gate_avoids_it_by_miles(dock, window, calm):
    menu = dock.gate_menu("suez")
    words = [action.text() for action in menu.actions() if action.text()]
    assert words[:2] == ["Open", "Closed"]
    next(action for action in menu.actions() if "500" in action.text()).trigger()
    assert window.session.scenario.avoided == (("suez", 500.0),)
    assert window.session.undo_stack.undoText() == "Avoid Suez Canal by 500 nm"
    calm()
    assert cell(dock, "suez", "State") == f"+500{GAP}nm"
    menu = dock.gate_menu("suez")
    next(action for action in menu.actions() if action.text() == "Open").trigger()
    assert window.session.scenario.avoided == ()


def test_that_other_miles_are_asked_for(dock, window, monkeypatch):
    monkeypatch.setattr(ask, "number", lambda *_: 80.0)
    next(action for action in dock.gate_menu("malacca").actions() if "other miles" in action.text()).trigger()
    assert window.session.scenario.avoided == (("malacca", 80.0),)


def test_that_open_all_is_one_step_that_undo_takes_back(dock, window, calm):
    dock.toggle("suez")
    dock.toggle("malacca")
    calm()
    dock.open_all.click()
    assert window.session.scenario.closed == frozenset()
    window.session.undo_stack.undo()
    assert window.session.scenario.closed == {"suez", "malacca"}


def test_that_a_click_on_a_row_selects_the_gate_and_enter_goes_there(dock, window, calm, qtbot):
    before = window.map_place.extent()
    dock.view.setCurrentIndex(dock.gates.index(dock.gates.row_of("malacca"), 1))
    assert window.session.view.selected == "malacca"
    qtbot.keyClick(dock.view, Qt.Key.Key_Return)
    assert window.map_place.extent() != before
    calm()
    qtbot.waitUntil(lambda: "Way round, computed" in window.details.words.text())
    text = window.details.words.text().replace(GAP, " ")
    assert "Strait of Malacca" in text
    assert "41 %" in text
    assert "DR Congo" in text  # the largest supplier behind it
    assert "through Sunda" not in text  # the words of the table are not the program's


def test_that_the_card_closes_a_gate_and_tells_what_that_does(dock, window, calm, qtbot):
    window._go_to_gate("malacca")
    window.details._follow("close:malacca")
    assert window.session.scenario.closed == {"malacca"}
    assert "closed by you" in window.details.words.text()
    calm()
    qtbot.waitUntil(lambda: "What its closure does, computed" in window.details.words.text())
    window.details._follow("open:malacca")
    assert window.session.scenario.closed == frozenset()
    window.details._follow("avoid:malacca")
    assert window.session.scenario.avoided == (("malacca", 500.0),)
    calm()


def test_that_a_lane_tells_the_flows_that_share_it(dock, window, calm):
    window.map_place.feature_clicked.emit("lane:0")
    text = window.details.words.text()
    flows = window.session.flows
    rows = flows.table.iloc[flows.lanes.rows[: flows.lanes.start[1]]]
    assert str(rows.iloc[0]["from_name"]) in text
    assert "modelled" in text
    dock.toggle("suez")
    calm()
    assert "Click a mine" in window.details.words.text()  # the lane was of other flows
    for none in ("lane:99999", "lane:", "lane:of an edited project"):
        window.map_place.feature_clicked.emit(none)
        assert "Click a mine" in window.details.words.text()
    window.map_place.feature_clicked.emit("lane:0")
    assert "Largest flows" in window.details.words.text()
    window.session.edit("Show routes: before", routes_show="before")
    assert "Click a mine" in window.details.words.text()  # before the closure other lanes have these numbers
    assert window.session.view.routes_show == "before"
    calm()


def test_that_a_facility_tells_what_goes_from_there_and_comes_there(dock, window, calm, qtbot):
    window.map_place.feature_clicked.emit("COD-f1")
    qtbot.waitUntil(lambda: "Goes from here" in window.details.words.text())
    text = window.details.words.text().replace(GAP, " ")
    assert "Quzhou refinery" in text
    assert "by Strait of Malacca" in text
    assert "Comes here" not in text
    assert "Goes from here, 34 t Co a year" in text  # 100 of 250 t mined, of which the plants take 85
    assert (
        "Its own figure is 100 t Co: refineries take in less than located mines give, so each mine keeps a part as "
        "stock or losses." in text
    )
    window.map_place.feature_clicked.emit("FIN-kokkola")
    qtbot.waitUntil(lambda: "Comes here" in window.details.words.text())
    assert "Its own figure" not in window.details.words.text()  # it takes in what it makes


def test_that_the_card_says_where_flows_and_answer_count_other_things(window):
    session = window.session
    flows, results = session.flows, session.results
    twice = results.facilities.assign(weight_t=2 * results.facilities["weight_t"])
    capacity = replace(results, scenario=replace(results.scenario, measure=Measure.CAPACITY), facilities=twice)
    said = flow_text.why_other(flows, "COD-f1", "from", tonnes(34, flows.unit), capacity)
    assert said.startswith("Flows are of output, not of capacity. Its own figure is")
    other = flow_text.why_other(flows, "COD-f1", "from", tonnes(34, flows.unit), replace(results, unit="t CoO"))
    assert other.startswith("Flows are counted in Co, the answer in CoO. By its share it is")
    assert flow_text.why_other(flows, "nobody", "from", "", results) == ""


def test_that_the_leg_the_speed_and_the_drawing_are_edits(dock, window, calm, qtbot):
    session, controls = window.session, dock.controls
    press(controls.leg, "both").click()
    assert session.scenario.leg is Leg.BOTH
    assert session.undo_stack.undoText() == "Flows both"
    controls.knots.setValue(10.0)
    assert session.scenario.knots == 10.0
    press(controls.show_, "change").click()
    assert session.view.routes_show == "change"
    index = controls.colour.findData("importer")
    controls.colour.setCurrentIndex(index)
    controls.colour.activated.emit(index)
    assert session.view.routes_by == "importer"
    for _ in range(4):
        session.undo_stack.undo()
    assert session.scenario.leg is Leg.STAGE
    assert press(controls.leg, "stage").isChecked()
    assert press(controls.show_, "now").isChecked()
    calm()


def test_that_a_slower_ship_is_later_without_new_flows(dock, window, calm):
    dock.toggle("suez")
    calm()
    flows, fast = window.session.flows, dock.straits.closure.mean_delay_days
    dock.controls.knots.setValue(7.0)
    calm()
    assert window.session.flows is flows
    assert dock.straits.closure.mean_delay_days == pytest.approx(2 * fast)  # half of 14 knots


def test_that_a_change_that_moves_no_flow_leaves_each_state_with_its_reason(dock, window, calm):
    dock.toggle("suez")
    calm()
    window.session.edit("Count by equity", basis="equity")
    calm()
    assert next(action.text() for action in dock.gate_menu("suez").actions()) == "closed by you"
    window.session.edit("Close both", closed=frozenset({"suez", "malacca"}))
    menu = dock.gate_menu("malacca")  # at once, before anything is worked out
    assert next(action for action in menu.actions() if action.text() == "Closed").isChecked()
    calm()


def test_that_columns_can_be_hidden_and_stay_hidden(dock, window, calm):
    def shown() -> list[str]:
        titles = [column.title for column in dock.gates.columns]
        return [title for at, title in enumerate(titles) if not dock.view.isColumnHidden(at)]

    assert "Ships a year" in shown()
    menu = dock.view.columns_menu()
    assert "State" not in [action.text() for action in menu.actions()]
    next(action for action in menu.actions() if action.text() == "Ships a year").trigger()
    assert "Ships a year" not in shown()
    dock.toggle("suez")
    calm()
    assert "Ships a year" not in shown()


def test_that_every_cell_of_a_gate_has_a_tip_that_says_what_it_is_of(dock):
    model = dock.gates
    row = model.row_of("malacca")
    tips = {
        column.title: str(model.data(model.index(row, at), Qt.ItemDataRole.ToolTipRole))
        for at, column in enumerate(model.columns)
    }
    assert "DR Congo" in tips["Gate"]
    assert "from outside" in tips["to EU"]
    heads = [model.headerData(at, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) for at in range(2, len(tips))]
    assert all(heads)
    assert "do not add up to 100 %" in heads[1]


def test_that_the_head_of_the_ships_says_that_they_are_all_ships_and_of_which_years(dock, calm):
    dock.toggle("suez")
    calm()
    at = [column.title for column in dock.gates.columns].index("Ships a year")
    tip = str(dock.gates.headerData(at, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole))
    for words in ("of all kinds", "IMF PortWatch", "averages since 2019", "no closure"):
        assert words in tip


def test_that_a_gate_that_a_class_of_ships_cannot_pass_says_so_when_it_is_to_be_opened(dock, window, monkeypatch):
    said = []
    dock.said.connect(lambda words, wrong: said.append(words))
    monkeypatch.setattr(dock, "_word", lambda gate: "closed")
    monkeypatch.setattr(dock, "_why", lambda gate: "too shallow for capesize (17.7 m)")
    dock.toggle("suez")
    assert said == ["Suez Canal is too shallow for capesize (17.7 m)."]
    assert window.session.undo_stack.count() == 0


def test_that_the_tables_are_written_with_what_they_are_of(dock, window, calm, qtbot, tmp_path):
    dock.toggle("suez")
    calm()
    said = []
    dock.said.connect(lambda words, wrong: said.append((words, wrong)))
    dock.save_to(tmp_path / "gates.csv")
    calm()
    assert said == [("Saved gates.csv.", False)]
    with (tmp_path / "gates.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["chokepoint_id"]: row for row in csv.DictReader(file)}
    assert rows["suez"]["state"] == "closed"
    assert rows["malacca"]["suppliers"] == "COD 1"  # all that passes comes from DR Congo
    names = {path.name for path in tmp_path.iterdir()}
    assert {"gates-closure.csv", "gates-flows.csv", "gates-importers.csv", "gates-about.csv"} <= names
    about = (tmp_path / "gates-about.csv").read_text("utf-8-sig")
    assert "Closing the Suez Canal" in about
    assert "odelled" in about
    dock.save_to(tmp_path / "nowhere" / "gates.csv")
    calm()
    assert said[-1][1]


def test_that_another_mineral_empties_the_panel_until_its_flows_are_known(dock, window, calm):
    window.session.edit("Ask for lithium", mineral="lithium")
    calm()
    assert "t Li" in dock.sentence.text().replace(GAP, " ")


def test_that_the_panel_is_reached_by_key_and_from_the_status_bar(window, calm, qtbot):
    assert not window.chokepoints.isVisible()
    qtbot.mouseClick(window.status.gates_button, Qt.MouseButton.LeftButton)
    calm()
    assert window.chokepoints.isVisible()
    assert window.status.gates_button.text() == "▾ Chokepoints"
    qtbot.mouseClick(window.status.gates_button, Qt.MouseButton.LeftButton)
    assert not window.chokepoints.isVisible()
    qtbot.mouseClick(window.status.table_button, Qt.MouseButton.LeftButton)
    assert window.table.isVisible()


@pytest.mark.parametrize("size", [(1280, 800), (1440, 900)])
@pytest.mark.parametrize("shade", ["light", "dark"])
def test_that_nothing_in_the_panel_is_cut(dock, window, calm, size, shade):
    window.resize(*size)
    window.actions_[f"theme_{shade}"].trigger()
    dock.toggle("suez")
    calm()
    for button in dock.findChildren(QAbstractButton):
        if button.isVisible() and button.text():
            assert button.width() >= button.fontMetrics().horizontalAdvance(button.text()) + 8, button.text()
            assert button.mapTo(dock, button.rect().bottomRight()).x() <= dock.width()
    assert dock.sentence.height() >= dock.sentence.heightForWidth(dock.sentence.width())
    assert not dock.view.horizontalScrollBar().isVisible()
    assert dock.view.viewport().height() >= 4 * 24  # four gates at least
    assert window.map_place.height() >= 240


def test_that_edits_of_a_gate_know_what_is_closed_by_default(dock, tiny_world):
    arctic = tiny_world.chokepoints.copy()
    arctic.loc["suez", ["default_closed", "penalty_nm"]] = [True, 0.0]
    arctic.loc["malacca", "penalty_nm"] = 150.0
    world = type(tiny_world)(**{**vars(tiny_world), "chokepoints": arctic})
    plain, opened = Scenario(), Scenario(opened=frozenset({"suez"}))
    assert gate_edits.reopen(world, plain, "suez", "Suez") == (
        "Open Suez", {"closed": frozenset(), "opened": frozenset({"suez"})},
    )  # fmt: skip
    assert gate_edits.close(world, opened, "suez", "Suez") == ("Close Suez again", {"opened": frozenset()})
    assert gate_edits.open_fully(world, plain, "malacca", "M")[1]["avoided"] == (("malacca", 0.0),)
    shut = Scenario(closed=frozenset({"malacca"}), avoided=(("malacca", 20.0),))
    assert "avoided" not in gate_edits.reopen(world, shut, "malacca", "M")[1]


def test_that_a_page_without_a_closure_says_what_to_do(dock):
    assert dock.straits is not None
    assert "Nothing is closed" in closure_page.what_it_costs(dock.straits.closure, (), theme.LIGHT)
    assert closure_page.who_is_hit(dock.straits.closure, theme.LIGHT) == ""


def test_that_numbers_stay_with_their_units():
    assert unbroken("45 kt (38 %) sail 410 nm, 1.2 days") == f"45{GAP}kt (38{GAP}%) sail 410{GAP}nm, 1.2{GAP}days"
