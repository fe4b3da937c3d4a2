"""Own rows on the map: how exact their places are, and that they are shown where nothing lies over them."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication

from mineralmap.datasets import bundled
from mineralmap.gui import unseen
from mineralmap.gui.free_map import free
from mineralmap.gui.map_place import NEAREST_M
from mineralmap.layers.layer import Marks
from mineralmap.render import furniture
from tests.gui.test_files import read_all

ONE_WINDOW = True

FILE = (
    "name,mineral,stage,lat,lon,country,capacity_t_per_year,owners,Precision\n"
    "Torni,cobalt,mining,66.5,25.7,FIN,40,Umicore 100 %,\n"
    "Saana,cobalt,mining,69.0,20.9,FIN,30,Umicore 100 %,Town\n"
    "Kevo,cobalt,mining,69.7,27.0,FIN,20,Umicore 100 %,site\n"
    "Inari,cobalt,mining,68.9,27.0,FIN,10,Umicore 100 %,±100 m\n"
)


@pytest.fixture
def own(window, settle, tmp_path, qtbot):
    """The window with a file of four places: one that says nothing, a town, a site, a word that nobody knows."""
    path = tmp_path / "own.csv"
    path.write_text(FILE, "utf-8")
    window.files.add_data([path])
    read_all(window, qtbot, settle)
    return window


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (900, 620), (700, 600)])
@pytest.mark.parametrize(
    "rows", [("own:own:2",), ("own:own:2", "own:own:3", "own:own:4", "own:own:5"), ("COD-f1", "own:own:4")]
)
def test_that_what_is_gone_to_lies_below_no_message_and_no_tools(own, rows, width, height, qtbot):
    own.resize(width, height)
    QApplication.processEvents()
    own.notices.say("A message that stays", stay=True)
    place, canvas = own.map_place, own.map_place.canvas
    place.zoom_to_facilities(rows)
    table = own.session.dataset.facilities.loc[list(rows)]
    x, y = own.session.map.projection.forward(table["lon"].to_numpy(), table["lat"].to_numpy())
    view = canvas.view()
    for right, down in zip((x - view.left) / view.mpp, (view.top - y) / view.mpp, strict=True):
        assert 0 < right < canvas.width()
        assert 0 < down < canvas.map_height
        for widget in place.over:
            corner = canvas.mapFromGlobal(widget.mapToGlobal(QPoint(0, 0)))
            assert widget.isHidden() or not QRect(corner, widget.size()).contains(int(right), int(down))


def test_that_the_button_of_the_message_shows_own_places_beside_it(own):
    own.notices.button("Show on map").click()
    assert own.notices.isVisible()
    place, canvas = own.map_place, own.map_place.canvas
    room = free(canvas, canvas.map_height, place.over)
    assert room.top() > own.notices.height()
    x, y = own.session.map.projection.forward(np.array([25.7]), np.array([66.5]))
    view = canvas.view()
    assert room.contains(int((x[0] - view.left) / view.mpp), int((view.top - y[0]) / view.mpp))


def hollow(window):
    (layer,) = [one for one in window.session.map.layers if one.title == "own.csv"]
    marks = [one for one in layer.primitives if isinstance(one, Marks)]
    return {str(key): bool(is_so) for one in marks for key, is_so in zip(one.ids, one.hollow, strict=True)}


def test_that_an_own_place_is_hollow_only_where_the_file_says_town(own):
    assert hollow(own) == {"own:own:2": False, "own:own:3": True, "own:own:4": False, "own:own:5": False}


def test_that_the_card_of_an_own_place_says_what_the_file_states_of_it(own, settle, qtbot):
    told = {"own:own:2": "as given in your file, which does not state how exact it is",
            "own:own:3": "known only to the town", "own:own:4": "the point is the site"}  # fmt: skip
    for row, words in told.items():
        own.session.select(row)
        settle(own.session)
        qtbot.waitUntil(lambda words=words: words in own.details.words.text())


def test_that_a_word_for_it_that_nobody_knows_is_told_and_the_row_stays(own):
    (problem,) = [one for one in own.session.dataset.problems if one.column == "coord_precision"]
    assert (problem.row, problem.severity.name) == (5, "WARNING")
    assert "'±100 m' is not one of the choices." in problem.what
    assert "4 of 4 rows joined" in own.notices.text


def test_that_own_files_know_the_shipped_words_for_it():
    shipped, mine = (
        bundled.schema(name).at["coord_precision", "allowed"] for name in ("facilities", "user_facilities")
    )
    assert shipped == mine


CORNERS = (
    "name,mineral,stage,lat,lon,country,capacity_t_per_year,owners\n"
    "West,cobalt,mining,38.7,-8.5,PRT,40000,Umicore 100 %\n"
    "North,cobalt,mining,68.9,27.0,FIN,40000,Umicore 100 %\n"
    "East,cobalt,mining,39.5,42.0,TUR,40000,Umicore 100 %\n"
    "South,cobalt,mining,36.0,-5.5,ESP,40000,Umicore 100 %\n"
)


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1000, 900)])
@pytest.mark.parametrize("how", ["own", "layer", "drawn", "selection", "rows"])
def test_that_symbols_of_what_is_gone_to_keep_off_tools_scale_and_edges(
    window, settle, tmp_path, qtbot, how, width, height
):
    window.resize(width, height)
    (tmp_path / "corners.csv").write_text(CORNERS, "utf-8")
    window.files.add_data([tmp_path / "corners.csv"])
    read_all(window, qtbot, settle)
    aims, place, canvas = window.parts["navigation"].thing.aims, window.map_place, window.map_place.canvas
    table = window.session.dataset.facilities
    table = table.loc[table["dataset"] == "corners.csv"]
    x, y = window.session.map.projection.forward(table["lon"].to_numpy(), table["lat"].to_numpy())
    window.session.choose(frozenset(table.index))
    {
        "own": lambda: unseen.show_own(window, "corners.csv"),
        "layer": lambda: aims.to_layer("own_data:corners.csv"),
        "drawn": lambda: window.parts["layers"].thing.zoom_to(("own_data:corners.csv",)),
        "selection": aims.to_selection,
        "rows": lambda: window.parts["select"].thing._zoom((x.min(), y.min(), x.max(), y.max())),
    }[how]()
    assert len(x) == 4
    view, grounds = canvas.view(), [_scale_box(canvas)]
    grounds += [QRect(canvas.mapFromGlobal(one.mapToGlobal(QPoint(0, 0))), one.size()) for one in place.over
                if not one.isHidden()]  # fmt: skip
    for right, down in zip((x - view.left) / view.mpp, (view.top - y) / view.mpp, strict=True):
        symbol = QRect(int(right) - 10, int(down) - 10, 20, 20)
        assert QRect(0, 0, canvas.width(), int(canvas.map_height)).contains(symbol)
        assert not any(one.intersects(symbol) for one in grounds)
    assert max(np.ptp(x) / canvas.width(), np.ptp(y) / canvas.map_height) > 0.4 * view.mpp  # and no nearer to the world


def _scale_box(canvas):
    wide = int(furniture.SCALE_WORDS_PX)
    return QRect(canvas.width() - wide, int(canvas.map_height) - 26, wide, 26)


def test_that_a_layer_of_one_place_is_shown_with_a_country_round_it(window, settle, tmp_path, qtbot):
    (tmp_path / "one.csv").write_text("".join(FILE.splitlines(keepends=True)[:2]), "utf-8")
    window.files.add_data([tmp_path / "one.csv"])
    read_all(window, qtbot, settle)
    canvas = window.map_place.canvas
    for go in (
        window.parts["navigation"].thing.aims.to_layer,
        lambda one: window.parts["layers"].thing.zoom_to((one,)),
    ):
        window.map_place.zoom_full()
        go("own_data:one.csv")
        assert canvas.width() * canvas.view().mpp >= NEAREST_M
        assert canvas.pick(canvas.px(25.7, 66.5)).feature == "own:one:2"
