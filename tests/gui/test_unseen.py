"""What is gone to and not drawn: the window says why, and offers the question that draws it."""

import pytest

from mineralmap.gui import unseen
from mineralmap.layers import order
from mineralmap.layers.layer import Marks
from mineralmap.model.project import Correction
from mineralmap.model.scenario import Stage

ONE_WINDOW = True
HEAD = "name,mineral,stage,lat,lon,country,capacity_t_per_year,owners\n"
COBALT = "Torni,cobalt,mining,66.5,25.7,FIN,40,Umicore 100 %\n"
LITHIUM = "Sauna,lithium,refining,63.5,23.7,FIN,10,Umicore 100 %\n"


@pytest.fixture
def add(window, settle, tmp_path, qtbot):
    """Adds a file of these rows, and waits until all of it has joined."""

    def added(*rows: str):
        path = tmp_path / "own.csv"
        path.write_text(HEAD + "".join(rows))
        window.files.add_data([path])
        qtbot.waitUntil(lambda: not any(reader.busy for reader in window.files._reading), timeout=20_000)
        settle(window.session)

    return added


def test_that_what_is_gone_to_of_another_mineral_says_so_and_its_button_asks_for_it(window, settle):
    window.go_to("CHN-ganfeng")
    assert window.notices.text == "Ganfeng refinery is of lithium; the map shows cobalt."
    window.notices.button("Ask for refined lithium").click()
    settle(window.session)
    assert (window.session.scenario.mineral, window.session.scenario.stage) == ("lithium", Stage.REFINING)
    assert window.notices.text == ""
    window.go_to("CHN-ganfeng")
    assert window.notices.text == ""  # it is drawn


def test_that_the_words_go_when_something_else_is_shown(window):
    window.go_to("CHN-ganfeng")
    window.go_to("COD-f1")
    assert window.notices.text == ""


def test_that_what_has_no_place_says_that(window):
    window.go_to("CHN-quzhou")
    assert window.notices.text == "Quzhou refinery has no place in the data, so no map shows it."


def test_that_what_was_added_without_a_figure_says_so_and_its_button_opens_the_form(window, settle):
    cells = {"": "", "name": "New pit", "stage": "mining", "host_iso3": "COD", "lat": "-10.7", "lon": "26.3"}
    made = [Correction("facilities", "COD-new", name, value, "", "A report", "2026-11-28")
            for name, value in cells.items()]  # fmt: skip
    window.session.edit("Add New pit", corrections=tuple(made))
    settle(window.session)
    window.go_to("COD-new")
    assert window.notices.text == "New pit has no figure of any mineral, so no map shows it."
    window.notices.button("Add Figures…").click()
    assert window.parts["corrections"].thing.form.target == "COD-new"


def test_that_joined_rows_of_other_minerals_are_told_with_the_question_that_shows_them(window, add, settle):
    add(COBALT, LITHIUM)
    assert window.notices.text == "own.csv: 2 of 2 rows joined the data. 1 is of lithium; the map shows cobalt."
    window.notices.button("Ask for refined lithium").click()
    assert window.session.scenario.mineral == "lithium"
    settle(window.session)


def test_that_showing_a_file_of_which_nothing_is_drawn_says_why(window, add):
    add(LITHIUM, LITHIUM.replace("Sauna", "Savu").replace("63.5", "64.5"))
    assert "2 are of lithium" in window.notices.text
    window.notices.button("Show on map").click()
    assert window.notices.text == "These 2 facilities are of lithium; the map shows cobalt."


def test_that_a_file_with_a_row_of_the_map_is_shown_without_a_word(window, add):
    add(COBALT, LITHIUM)
    before = window.notices.text
    unseen.show_own(window, "own.csv")
    assert window.notices.text == before


def test_that_only_the_rows_of_a_file_that_are_drawn_are_zoomed_to(window, add, monkeypatch):
    shown = []
    add(COBALT, LITHIUM)
    monkeypatch.setattr(window.map_place, "zoom_to_facilities", lambda ids: shown.append(set(ids)))
    names = window.session.dataset.facilities["name"]

    def of(*wanted):
        return set(names.index[names.isin(wanted)])

    unseen.show_own(window, "own.csv")
    assert shown.pop() == of("Torni")
    window.session.edit("Ask for nickel", mineral="nickel")
    unseen.show_own(window, "own.csv")
    assert shown.pop() == of("Torni", "Sauna")  # none of it is drawn


def in_view(window, lon, lat):
    canvas = window.map_place.canvas
    at = canvas.px(lon, lat)
    return 0 < at.x() < canvas.width() and 0 < at.y() < canvas.map_height


@pytest.mark.parametrize("shown_before", [True, False])
def test_that_asking_for_own_rows_shows_them_where_the_view_is_elsewhere(window, add, settle, shown_before):
    add("Kap,cobalt,mining,-30.5,20.7,ZAF,40,Umicore 100 %\n", LITHIUM)
    button = window.notices.button("Ask for refined lithium")
    if shown_before:
        window.notices.button("Show on map").click()
        assert in_view(window, 20.7, -30.5)
        assert not in_view(window, 23.7, 63.5)
    button.click()
    settle(window.session)
    assert in_view(window, 23.7, 63.5)
    assert window.map_place.canvas.opened != shown_before  # the whole world has them in view


def test_that_asking_for_what_a_message_told_of_goes_back_to_it(window, add, settle):
    add(LITHIUM)
    window.notices.button("Show on map").click()
    assert window.notices.text == "Sauna is of lithium; the map shows cobalt."
    window.map_place.show_extent((2e6, -2e6, 3e6, -1e6), (2e6, -2e6, 3e6, -1e6))
    assert not in_view(window, 23.7, 63.5)
    window.notices.button("Ask for refined lithium").click()
    settle(window.session)
    assert in_view(window, 23.7, 63.5)


def test_that_what_is_gone_to_and_not_drawn_is_marked_until_something_else_is_shown(window, settle):
    aims = window.parts["navigation"].thing.aims
    row = window.session.dataset.facilities.loc["CHN-ganfeng"]
    window.go_to("CHN-ganfeng")
    assert aims.pin.isVisible()
    assert aims.pin.place == (row["lon"], row["lat"])
    window.go_to("COD-f1")
    assert not aims.pin.isVisible()
    window.go_to("CHN-ganfeng")
    window.notices.button("Ask for refined lithium").click()
    settle(window.session)
    assert not aims.pin.isVisible()
    window.go_to("CHN-quzhou")  # it has no place
    assert not aims.pin.isVisible()
    aims.to_place(26.2, -10.6)
    window.go_to("CHN-ganfeng")
    assert aims.pin.place == (26.2, -10.6)  # it is drawn: the mark of the typed place stays


def test_that_a_row_of_a_hidden_layer_is_told_and_marked_and_its_button_shows_the_layer(window, add, settle):
    session, aims = window.session, window.parts["navigation"].thing.aims
    add(COBALT)
    names = session.dataset.facilities["name"]
    own = str(names.index[names == "Torni"][0])
    for facility, layer, title in ((own, "own_data:own.csv", "own.csv"), ("COD-f1", "mines", "Mines")):
        window.layers.edits.show([layer], False)
        settle(session)
        window.go_to(facility)
        row = session.dataset.facilities.loc[facility]
        assert window.notices.text == f"{row['name']} is in a layer that is hidden: {title}."
        assert aims.pin.isVisible()
        assert aims.pin.place == (row["lon"], row["lat"])
        window.notices.button(f"Show {title}").click()
        settle(session)
        assert not order.is_hidden(layer, session.view.hidden)
        assert not aims.pin.isVisible()
        assert window.notices.text == ""
        window.go_to(facility)
        assert window.notices.text == ""


def test_that_every_facility_is_drawn_by_the_layer_that_is_named_for_it(window):
    drawing = [layer for layer in window.session.map.layers if layer.group in ("Facilities", order.MY_DATA)]
    assert {layer.id for layer in drawing if layer.primitives} >= {"mines", "refineries"}
    for layer in drawing:
        of = {one for part in layer.primitives if isinstance(part, Marks) for one in part.ids}
        known = window.session.dataset.facilities
        for one in of & set(known.index):
            assert order.layer_of(known.at[one, "stage"], known.at[one, "dataset"]) == layer.id


def test_that_a_file_whose_layer_is_hidden_says_so_when_it_is_shown_on_the_map(window, add, settle):
    add(COBALT, COBALT.replace("Torni", "Tornio").replace("66.5", "65.8"))
    window.layers.edits.show(["own_data:own.csv"], False)
    settle(window.session)
    unseen.show_own(window, "own.csv")
    assert window.notices.text == "These 2 facilities are in a layer that is hidden: own.csv."
