"""The port of a facility: told with its rule, changed for a reason, taken back, each one step of undo."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mineralmap.gui.dialogs.port import PORT_ID

ONE_WINDOW = True


@pytest.fixture
def kolwezi(window, qtbot, settle):
    """The window with the details of F1 Kolwezi, which goes by road to Dar es Salaam (tests/worlds/tiny)."""
    window.map_place.feature_clicked.emit("COD-f1")
    qtbot.waitUntil(lambda: "Goes by" in text(window))
    settle(window.session)
    return window


def text(window) -> str:
    return window.details.words.text().replace("\u00a0", " ")


@pytest.fixture
def ask(kolwezi, qtbot):
    """Ask for another port, as a click on the link does."""

    def open_dialog():
        kolwezi.ports.dialog = None
        kolwezi.details.words.linkActivated.emit("port:COD-f1")
        qtbot.waitUntil(lambda: kolwezi.ports.dialog is not None)
        return kolwezi.ports.dialog

    return open_dialog


def shown(dialog) -> list[str]:
    rows = (dialog.list.item(row) for row in range(dialog.list.count()))
    return [row.data(PORT_ID) for row in rows if not row.isHidden()]


def test_that_details_tell_the_port_its_rule_and_the_way_there(kolwezi):
    assert "<b>Dar es Salaam</b> (TZDAR)" in text(kolwezi)
    assert "Corridor from " in text(kolwezi)
    assert "straight line, schematic; 2,000 km by road published" in text(kolwezi)


def test_that_ports_are_offered_the_nearest_first_and_found_by_a_part_of_name_or_country(ask):
    dialog = ask()
    # from Kolwezi: Tanzania, Australia's west, Finland, Chile's coast, China (great circles, 1,500 to 10,400 km)
    assert shown(dialog)[0] == "TZDAR"
    assert set(shown(dialog)) == {"TZDAR", "AUBUY", "FIKOK", "CLANF", "CNSHA"}
    assert dialog.list.item(0).text().startswith("Dar es Salaam · Tanzania · TZDAR · 1,5")
    QTest.keyClicks(dialog.field, "chin sha")
    assert shown(dialog) == ["CNSHA"]
    assert dialog.port_id == "CNSHA"
    dialog.reject()


def test_that_a_choice_needs_a_port_and_a_reason(ask):
    dialog = ask()
    ok = dialog.buttons.button(dialog.buttons.StandardButton.Ok)
    assert not ok.isEnabled()
    assert "Mark a port" in dialog.missing.text()
    QTest.keyClick(dialog.field, Qt.Key.Key_Down)
    assert dialog.port_id
    assert dialog.missing.text() == "A reason is needed."
    QTest.keyClicks(dialog.reason, "   ")
    assert not ok.isEnabled()
    QTest.keyClicks(dialog.reason, "by rail")
    assert ok.isEnabled()
    dialog.reject()


def test_that_a_chosen_port_is_kept_with_its_reason_told_and_undone(kolwezi, ask, qtbot, settle):
    dialog = ask()
    QTest.keyClicks(dialog.field, "kokkola")
    QTest.keyClicks(dialog.reason, "a trial: by air")
    QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    session = kolwezi.session
    assert session.scenario.ports == ("COD-f1=FIKOK: a trial: by air",)
    assert kolwezi.actions_["undo"].text() == "&Undo: Port of F1 Kolwezi: Kokkola"
    qtbot.waitUntil(lambda: "<b>Kokkola</b>" in text(kolwezi))
    assert "Chosen by you: a trial: by air" in text(kolwezi)
    settle(session)
    used = session.flows.table.set_index("from_id")["from_port"]
    if "COD-f1" in used.index:
        assert set(used.loc[["COD-f1"]]) <= {"FIKOK", ""}
    kolwezi.details.words.linkActivated.emit("port-rule:COD-f1")
    assert session.scenario.ports == ()
    qtbot.waitUntil(lambda: "<b>Dar es Salaam</b>" in text(kolwezi))
    kolwezi.actions_["undo"].trigger()
    assert session.scenario.ports == ("COD-f1=FIKOK: a trial: by air",)
    settle(session)


def test_that_a_choice_can_be_for_the_whole_country_and_stands_once(kolwezi, ask, qtbot, settle):
    for port, words in (("shanghai", "first"), ("kokkola", "second")):
        dialog = ask()
        dialog.of["COD"].setChecked(True)
        QTest.keyClicks(dialog.field, port)
        QTest.keyClicks(dialog.reason, words)
        dialog.accept()
    assert kolwezi.session.scenario.ports == ("COD=FIKOK: second",)
    qtbot.waitUntil(lambda: "Go by the rule again for DR Congo" in text(kolwezi))
    settle(kolwezi.session)


def test_that_a_route_that_is_not_known_is_told_and_a_port_ends_that(window, tiny_world, settle, qtbot):
    countries = tiny_world.countries.copy()
    countries.loc["COD", "landlocked"] = True
    lost = replace(tiny_world, key="no way", countries=countries, corridors=tiny_world.corridors.iloc[:0])
    window.session.open_data(lost)
    window.chokepoints.show()
    settle(window.session)
    qtbot.waitUntil(lambda: window.chokepoints.unknown.rowCount() > 0, timeout=20_000)
    rows = [window.chokepoints.unknown.row_id(row) for row in range(window.chokepoints.unknown.rowCount())]
    assert "COD-f1" in rows
    window.chokepoints.unknown_view.activated.emit(window.chokepoints.unknown.index(rows.index("COD-f1"), 0))
    qtbot.waitUntil(lambda: window.ports.dialog is not None)
    QTest.keyClicks(window.ports.dialog.field, "TZDAR")
    QTest.keyClicks(window.ports.dialog.reason, "by road")
    window.ports.dialog.accept()
    assert window.session.scenario.ports == ("COD-f1=TZDAR: by road",)
    window.map_place.feature_clicked.emit("COD-f2")
    qtbot.waitUntil(lambda: "Route unknown: no port is known for it" in text(window))
    settle(window.session)
    qtbot.waitUntil(lambda: not window.chokepoints.busy, timeout=20_000)


def test_that_a_country_whose_places_are_not_known_can_have_a_port(window, settle, qtbot):
    window.chokepoints.port_asked.emit("COD")
    qtbot.waitUntil(lambda: window.ports.dialog is not None)
    dialog = window.ports.dialog
    assert list(dialog.of) == ["COD"]
    assert dialog.windowTitle() == "Port of DR Congo"
    dialog.reject()


def test_that_a_place_that_is_not_known_goes_as_its_country_does(window, settle, qtbot):
    window.map_place.feature_clicked.emit("CHN-quzhou")  # without coordinates
    qtbot.waitUntil(lambda: "Where it stands is not known" in text(window))
    assert "href='port:CHN-quzhou'" in text(window)
    settle(window.session)
    window.session.edit("a port", ports=("CHN-quzhou=CNSHA: a trial",))
    qtbot.waitUntil(lambda: "Chosen by you: a trial" in text(window))
    settle(window.session)
