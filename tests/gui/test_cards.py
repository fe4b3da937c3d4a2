"""Cards: the small one beside the pointer, the whole one in the panel of details, several side by side."""

from dataclasses import replace

import pandas as pd
import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt

from mineralmap.gui.hover import Facts, beside
from mineralmap.model.scenario import Basis
from mineralmap.render.pick import Picked
from tests.qt import move

ONE_WINDOW = True


@pytest.fixture
def hover(window):
    return window.parts["cards"].thing.hover


def point(window, hover, qtbot, feature, tip="", layer="mines"):
    window.map_place.canvas.pointed.emit(Picked(layer, feature, tip), QPointF(100, 100))
    qtbot.waitUntil(lambda: bool(hover.words), timeout=2000)
    return hover.words


def test_that_the_small_card_says_who_makes_how_much_and_who_owns_it(window, hover, qtbot):
    words = point(window, hover, qtbot, "COD-f1")
    for told in ("F1 Kolwezi", "Mined Cobalt", "100", "counted, production 2024", "CMOC (CHN) 80", "and 1 more"):
        assert told.casefold() in words.casefold().replace("\u00a0", " "), told


def test_that_the_small_card_takes_no_mouse_and_goes_when_the_map_moves(window, hover, qtbot):
    point(window, hover, qtbot, "COD-f1")
    assert hover.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    window.map_place.zoom_in()
    assert hover.words == ""


def test_that_the_next_card_comes_at_once_and_the_last_one_goes(window, hover, qtbot):
    point(window, hover, qtbot, "COD-f1")
    window.map_place.canvas.pointed.emit(Picked("mines", "COD-f2", ""), QPointF(120, 100))
    assert "F2 Mutanda" in hover.words
    window.map_place.canvas.pointed.emit(None, QPointF(300, 100))
    assert hover.words  # still there: no flicker between two symbols
    qtbot.waitUntil(lambda: hover.words == "", timeout=2000)


def test_that_under_a_pointer_that_stands_still_the_card_comes_back_when_the_map_is_another(
    window, hover, settle, qtbot
):
    canvas, session = window.map_place.canvas, window.session
    window.map_place.show_key(False)  # by location it has another height, and the map would move below the pointer
    settle(session)
    place = session.dataset.facilities.loc["COD-f1"]
    at = canvas.px(place["lon"], place["lat"])
    move(canvas, at)
    qtbot.waitUntil(lambda: "Partner-owned" in hover.words, timeout=2000)
    session.edit("Count by location", basis=Basis.LOCATION)
    settle(session)
    qtbot.waitUntil(lambda: "Partner-hosted" in hover.words, timeout=2000)
    move(canvas, QPointF(5, 5))
    session.edit("Count by equity", basis=Basis.EQUITY)
    settle(session)
    assert hover.words == ""
    window.map_place.show_key(True)


def test_that_words_from_data_are_never_markup(window, hover, qtbot):
    words = point(window, hover, qtbot, "lane:1", "Mine <b>&\nx", layer="routes")
    assert "Mine &lt;b&gt;&amp;" in words
    facilities = window.session.dataset.facilities.copy()
    facilities.loc["COD-f1", "name"] = "<img src=x>"
    window.session.dataset = replace(window.session.dataset, facilities=facilities)
    assert "<img" not in Facts(window.session).words("COD-f1", "")


def test_that_the_card_lies_beside_the_pointer_and_inside_the_map():
    room, card = QSize(800, 600), QSize(300, 120)
    for at in (QPoint(10, 10), QPoint(790, 10), QPoint(790, 590), QPoint(10, 590), QPoint(400, 300)):
        corner = beside(at, card, room)
        assert 0 <= corner.x() <= room.width() - card.width()
        assert 0 <= corner.y() <= room.height() - card.height()
        assert not (corner.x() <= at.x() <= corner.x() + 300 and corner.y() <= at.y() <= corner.y() + 120)


def test_that_identify_shows_the_card_of_what_is_nearest_to_the_middle(window, settle):
    window.map_place.zoom_to_facilities(("IDN-f3",))
    window.actions_["identify"].trigger()
    assert window.session.view.selected == "IDN-f3"


def test_that_what_a_second_source_says_is_read_as_the_house_writes_figures(tiny_world):
    from mineralmap.gui import evidence_text, theme

    cells = (
        "COD-f1",
        "cobalt",
        "capacity",
        "55000",
        "37000.5",
        "t Co",
        "2024",
        "tiny",
        "differs, kept",
        "read in 2024",
    )
    row = dict.fromkeys(tiny_world.second_sources.columns, "") | dict(
        zip(
            (
                "facility_id",
                "mineral",
                "what",
                "ours",
                "second",
                "unit",
                "year",
                "second_source_id",
                "verdict",
                "notes",
            ),
            cells,
            strict=True,
        )
    )
    owner = row | {"what": "owner", "ours": "CMOC 80, G\u00e9camines 20", "second": "2019 list: CMOC 8000"}
    told = evidence_text.checks(
        replace(tiny_world, second_sources=pd.DataFrame([row, owner])), "COD-f1", theme.colours("light")
    )
    assert "capacity 55,000, second source 37,000.5 t Co (2024)" in told
    assert "2019 list: CMOC 8000" in told  # words stay as they are written


def test_that_the_card_of_a_plant_in_anothers_figure_says_whose_and_of_how_many(tiny_world):
    from mineralmap.datasets.shared_figures import of_row

    outputs = tiny_world.outputs.copy()
    empty = outputs["facility_id"].isin(["COD-f2", "IDN-f3"])
    outputs.loc[empty, ["capacity", "production", "capacity_t", "production_t"]] = float("nan")
    outputs.loc[empty, "combined_with"] = "COD-f1"
    outputs.loc[outputs["facility_id"] == "COD-f1", "combined_with"] = "COD-f2; IDN-f3"
    world = replace(tiny_world, outputs=outputs)
    said = {row["facility_id"]: of_row(world, row) for row in outputs.to_dict("records")}
    assert said["COD-f1"] == "one figure for 3 facilities, with F2 Mutanda, F3 Morowali"
    assert said["COD-f2"] == "in the figure of F1 Kolwezi, one for 3 facilities"
    assert said["AUS-f4"] == ""
