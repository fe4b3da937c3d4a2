"""Two maps of the same place: the second differs by one thing, follows the first, and is saved and undone with it."""

import re
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QAction, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from mineralmap.analysis.compute import compute
from mineralmap.gui.dialogs import ask
from mineralmap.gui.dialogs.export import ExportDialog
from mineralmap.gui.map_head import LEAST_HIGH
from mineralmap.gui.split_words import differences, first_difference, headers, names_of
from mineralmap.gui.words import percent
from mineralmap.model.other import other_scenario, other_view
from mineralmap.model.scenario import Basis, Measure, Scenario, Stage
from mineralmap.model.view import View
from mineralmap.render.pair import Both, pair
from mineralmap.render.pick import Picked

ONE_WINDOW = True
COBALT = Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.EQUITY)
BY_PLACE = (("basis", "location"),)


def test_that_the_second_map_has_a_card_and_a_menu_of_its_own(split, window, qtbot):
    second = split("split_side").second
    here, there = (one.facilities["partner_share"] for one in (window.session.results, split.thing.second.results))
    some = next(one for one in here.index if here[one] != there[one])
    at = second.px(25.0, -10.5)  # in DR Congo
    card = window.parts["cards"].thing.second

    def told():
        if not card.words:  # a view that comes to rest late has put it away, as it should
            second.pointed.emit(Picked("mines", some, "F"), at)
        return f"Partner-hosted {percent(there[some])}" in card.words

    qtbot.waitUntil(told)
    assert card.parent() is second
    assert f"Partner-owned {percent(here[some])}" not in card.words
    second.menu_asked.emit(at)
    menu = window.parts["navigation"].thing.menu
    assert menu.parent() is second
    assert menu.findChild(QAction, "zoomCountryHere").text() == "&Zoom to DR Congo"
    menu.close()


def test_that_a_message_leaves_the_heads_of_both_maps_to_be_read(split, window):
    maps, bar = split("split_side"), window.notices
    bar.say("Writing two.png…", stay=True)
    assert not maps.head.isHidden()
    assert bar.y() > maps.head.geometry().bottom()
    window.map_place.split("")
    assert bar.y() == 12
    bar.clear()


def test_that_the_other_question_differs_by_what_is_said_and_no_more():
    assert other_scenario(COBALT, BY_PLACE) == replace(COBALT, basis=Basis.LOCATION)
    asked = other_scenario(COBALT, (("measure", "capacity"), ("partners", "JPN USA"), ("year", "2023")))
    assert (asked.measure, asked.partners, asked.year) == (Measure.CAPACITY, frozenset({"JPN", "USA"}), 2023)
    assert other_view(View(), (("routes_show", "before"),)).routes_show == "before"


def test_that_words_nobody_can_read_leave_the_question_as_it_is():
    odd = (("basis", "moon"), ("year", "soon"), ("nothing", "x"), ("routes_show", "never"))
    assert other_scenario(COBALT, odd) == COBALT
    assert other_view(View(), odd) == View()


def test_that_a_second_map_begins_with_the_other_basis_or_before_the_closure():
    assert first_difference(COBALT) == BY_PLACE
    assert first_difference(replace(COBALT, basis=Basis.LOCATION)) == (("basis", "equity"),)
    assert first_difference(replace(COBALT, closed=frozenset({"suez"}))) == (("routes_show", "before"),)


def test_that_the_heads_say_what_differs_with_the_figures_of_both(tiny_world):
    first = compute(tiny_world, COBALT)
    second = compute(tiny_world, replace(COBALT, basis=Basis.LOCATION))
    words = headers(COBALT, View(other=BY_PLACE), names_of(tiny_world), first, second)
    leader = first.suppliers.iloc[0]
    assert words[0] == "by equity"
    assert words[2] == "by location"
    assert f"{leader['name']} {percent(leader['share'])}" in words[1]
    assert f"{leader['name']} {percent(second.supplier_share(leader['supplier']))}" in words[3]


def test_that_what_can_differ_is_offered_and_the_same_is_not(tiny_world):
    offered = dict(differences(COBALT, View(), names_of(tiny_world), [2024, 2023], ["mining", "refining"]))
    assert [other for _, other in offered["Count by"]] == [("basis", "location"), ("basis", "control")]
    assert [words for words, _ in offered["Stage"]] == ["refined"]
    assert len(offered["Partners"]) == len(COBALT.partners)
    assert "Chokepoints" not in offered
    closed = dict(differences(replace(COBALT, closed=frozenset({"suez"})), View(), {}, [], []))
    assert ("before the closure", ("routes_show", "before")) in closed["Chokepoints"]


def test_that_side_by_side_shows_the_other_basis_at_the_same_place(split, window):
    maps = split("split_side")
    assert window.session.view.split == "side"
    assert split.thing.second.results.scenario.basis is Basis.LOCATION
    assert maps.second.isVisible()
    assert maps.head.words.text() == "By equity"
    assert maps.other_head.choose.text().startswith("By location")


def test_that_whichever_map_is_moved_takes_the_other_with_it(split, qtbot):
    maps = split("split_swipe")
    for moved, other in ((maps.first, maps.second), (maps.second, maps.first)):
        moved.zoom_in()
        assert other.extent() == pytest.approx(moved.extent())
        qtbot.keyClick(moved, Qt.Key.Key_Right)
        assert other.extent() == pytest.approx(moved.extent())


@pytest.mark.parametrize("size", [(1280, 800), (1680, 1050)])
def test_that_both_maps_open_at_the_same_place(split, window, qtbot, size):
    window.resize(*size)
    maps = split("split_side")
    qtbot.wait(50)
    assert maps.first.place() == pytest.approx(maps.second.place())


def test_that_the_heads_of_two_maps_beside_an_open_table_say_their_figures_in_full(split, window, calm, qtbot):
    window.resize(1280, 800)
    maps = split("split_side")
    window.table.show()
    calm()
    for head in (maps.head, maps.other_head):
        head.say("By location", "China 31 % · Indonesia 43 % · partners 6.0 %")
    heads = (maps.head, maps.other_head)
    qtbot.waitUntil(lambda: all(one.figures.text() == one.figures.whole for one in heads))
    assert maps.head.height() == maps.other_head.height() == maps.first.y()
    for head in heads:
        head.say("By location", "China 31 %")
    qtbot.waitUntil(lambda: maps.first.y() == LEAST_HIGH)
    maps.head.say("Refined by location, before the straits were closed " * 3, "China 31 %")
    assert maps.head.words.text().endswith("…")
    assert maps.head.words.geometry().right() < maps.head.width()
    window.table.hide()


def test_that_two_maps_lie_so_that_the_world_is_largest(split, window, calm, qtbot):
    """Of 400 × 600 px one below the other; of 400 × 200, with heads of 34, side by side: 200 px wide against 132."""
    maps = split("split_side")
    maps.strip.hide()
    before = maps.size()
    for high, beside in ((600, False), (200, True)):
        maps.resize(400, high)
        assert (maps.first.y() == maps.second.y()) is beside
        assert (maps.first.x() != maps.second.x()) is beside
    maps.resize(before)


@pytest.mark.parametrize("size", [(901, 600), (902, 601), (400, 600), (401, 601)])
def test_that_both_maps_are_of_one_size_and_show_the_same_to_the_px(split, size):
    maps = split("split_side")
    before = maps.size()
    maps.resize(*size)
    assert maps.first.size() == maps.second.size()
    assert maps.first.view() == maps.second.view()
    between = maps.second.pos() - maps.first.pos()
    if size[0] > 500:
        assert between == QPoint(size[0] - maps.first.width(), 0)
        assert 1 <= between.x() - maps.first.width() <= 2
    else:
        assert 0 <= between.y() - maps.first.height() - maps.head.height() <= 1
    maps.resize(before)


def test_that_the_handle_is_dragged_and_moved_by_keys(split, qtbot):
    maps = split("split_swipe")
    assert maps.second.mask().boundingRect().left() == maps.width() // 2
    qtbot.keyClick(maps.handle, Qt.Key.Key_Left)
    assert maps.swiped == pytest.approx(0.48, abs=0.005)
    before = maps.swiped
    middle = QPoint(maps.handle.width() // 2, maps.handle.height() // 2)
    qtbot.mousePress(maps.handle, Qt.MouseButton.LeftButton, pos=middle)
    maps.handle._move(maps.handle.mapToParent(middle) + QPoint(80, 0))
    assert maps.swiped == pytest.approx(before + 80 / maps.width(), abs=0.01)
    qtbot.keyClick(maps.handle, Qt.Key.Key_End)
    assert maps.swiped == 1.0


def test_that_splitting_is_undone_in_one_step_and_said_in_words(split, window, settle):
    maps = split("split_side")
    assert window.session.undo_stack.undoText() == "Two maps side by side"
    window.session.undo_stack.undo()
    settle(window.session)
    assert window.session.view.split == ""
    assert not maps.second.isVisible()
    assert window.actions_["split_one"].isChecked()


def test_that_the_second_map_is_given_another_difference(split, window):
    split("split_side")
    split.thing.differ("by control", ("basis", "control"))
    split.both()
    assert split.thing.second.results.scenario.basis is Basis.CONTROL
    assert window.session.scenario.basis is Basis.EQUITY
    assert window.session.undo_stack.undoText() == "Second map by control"


def test_that_the_second_map_does_several_things_otherwise_at_a_time(split, window, settle):
    maps = split("split_side")
    menu = maps.other_head.menu
    menu.aboutToShow.emit()
    (minerals,) = [one.menu() for one in menu.actions() if one.menu() is not None]
    next(one for one in minerals.actions() if one.text() == "Lithium").trigger()
    split.both()
    asked = split.thing.second.results.scenario
    assert (asked.mineral, asked.basis) == ("lithium", Basis.LOCATION)
    assert (window.session.scenario.mineral, window.session.scenario.basis) == ("cobalt", Basis.EQUITY)
    assert maps.head.words.text() == "By equity · cobalt"
    assert maps.other_head.choose.text().startswith("By location · lithium")
    assert window.session.undo_stack.undoText() == "Second map lithium"
    menu.aboutToShow.emit()
    place = next(one for one in menu.actions() if one.text() == "By location")
    assert place.isChecked()
    place.trigger()
    assert window.session.view.other == (("mineral", "lithium"),)
    split.thing.differ("lithium", ("mineral", "lithium"))  # the last difference stays
    assert window.session.view.other == (("mineral", "lithium"),)
    for _ in range(2):
        window.session.undo_stack.undo()
    settle(window.session)
    assert window.session.view.other == BY_PLACE


def test_that_the_legend_of_both_maps_is_never_cut(split, window, monkeypatch):
    window.resize(1440, 900)
    strip, made = split("split_side").strip, window.session.map
    blocks = [replace(block, title=f"{block.title} {number}") for number in range(9) for block in made.legend]
    for number in range(len(made.legend), len(blocks), 7):  # each takes a third of a second
        monkeypatch.setattr(window.session, "map", replace(made, legend=tuple(blocks[:number])))
        window.map_place._lay_common_key(low=False)
        assert not strip.isHidden()
        assert strip.height() >= strip.needed


def test_that_before_and_after_a_closure_share_one_question(split, window):
    window.session.edit("Close Suez", closed=frozenset({"suez"}))
    maps = split("split_side")
    assert maps.head.said == "after the closure"
    assert maps.other_head.choose.text().startswith("Before the closure")
    assert maps.second.x() < maps.first.x()
    assert maps.other_head.x() < maps.head.x()
    shown = [one.block for column in maps.strip._key.columns for one in column]
    titles = [block.title for block in shown if block.title]
    assert len(set(titles)) == len(titles)
    shut = next(entry for block in shown for entry in block.entries if entry.label == "assumed closed")
    assert shut.more == "after the closure"
    split.thing.differ("by location", BY_PLACE[0])
    split.thing.differ("before the closure", ("routes_show", "before"))  # no longer
    split.both()
    assert maps.first.x() < maps.second.x()


def test_that_who_asks_what_a_closure_does_is_shown_that_alone(split, window):
    """Beside what nobody has chosen the heads would tell of two countries' shares, and nothing of the closure."""
    split("split_side")
    window.session.edit("Close Suez", closed=frozenset({"suez"}))
    split.thing.differ("before the closure", ("routes_show", "before"))
    assert window.session.view.other == (("routes_show", "before"),)
    split.thing.differ("by location", BY_PLACE[0])
    assert window.session.view.other == (("routes_show", "before"), BY_PLACE[0])
    split.thing.differ("what the closure changes", ("routes_show", "change"))
    assert window.session.view.other == (BY_PLACE[0], ("routes_show", "change"))


def test_that_a_closure_offers_before_and_after_whatever_was_compared_earlier(split, window, settle):
    split("split_side")
    window.actions_["split_one"].trigger()
    settle(window.session)
    assert window.session.view.other == BY_PLACE
    window.session.edit("Close Suez", closed=frozenset({"suez"}))
    split("split_swipe")
    assert window.session.view.other == (("routes_show", "before"),)
    offered = differences(window.session.scenario, View(), {}, [], [])
    assert offered[0][0] == "Chokepoints"


def test_that_the_second_map_is_dimmed_until_it_is_what_its_head_says(split, window):
    maps = split("split_swipe")
    assert maps.veil.isHidden()
    window.session.edit("Count capacity", measure=Measure.CAPACITY)
    assert split.thing.second.stale
    assert not maps.veil.isHidden()
    assert maps.other_head.figures.whole == "working…"
    split.both()
    assert maps.veil.isHidden()
    assert maps.other_head.figures.whole != "working…"


def test_that_the_cross_and_the_key_bring_one_map_back(split, window, qtbot, settle):
    maps = split("split_side")
    qtbot.mouseClick(maps.other_head.close_it, Qt.MouseButton.LeftButton)
    settle(window.session)
    assert maps.split == ""
    split("split_side")
    window.actions_["split_side"].trigger()
    assert window.session.view.split == ""


def test_that_both_maps_are_copied_as_one_picture_as_wide_as_an_export(split, window, qapp, qtbot):
    split("split_side")
    heights = []
    for wide in (1920, 2400):
        QSettings().setValue("export/width", wide)
        qapp.clipboard().clear()  # another test may have left a picture as wide
        window.actions_["split_copy"].trigger()
        qtbot.waitUntil(lambda wide=wide: qapp.clipboard().image().width() == wide)
        heights.append(qapp.clipboard().image().height())
    QSettings().remove("export/width")
    assert heights[1] == pytest.approx(heights[0] * 2400 / 1920, rel=0.05)  # the same picture, larger
    assert heights[0] < 1920


def test_that_a_narrow_place_lays_the_second_map_below(split, window):
    maps = split("split_side")
    maps.resize(400, 600)
    assert maps.second.y() > maps.first.y()
    assert maps.second.width() == 400


def test_that_closing_while_the_second_map_is_worked_out_is_quiet(window):
    window.actions_["split_side"].trigger()
    window.close()


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_that_both_maps_are_exported_as_one_picture(split, window, qtbot, tmp_path, monkeypatch, kind):
    split("split_side")
    path = tmp_path / f"both.{kind}"
    monkeypatch.setattr(ask, "save_path", lambda *_: path)
    window.actions_["export"].trigger()
    dialog = window.findChildren(ExportDialog)[-1]
    assert dialog.both.isChecked()
    assert dialog.title.isHidden()  # each map has its own
    dialog.format.setCurrentIndex(dialog.format.findData("html"))
    assert not dialog.both.isEnabled()
    assert not dialog.title.isHidden()
    dialog.format.setCurrentIndex(dialog.format.findData(kind))
    dialog.width_px.setValue(1600)
    dialog.height_px.setValue(900)
    dialog.follow.setChecked(False)
    dialog.accept()
    qtbot.waitUntil(lambda: "Exported" in window.notices.text, timeout=30_000)
    first, second, names = split.thing.both()
    assert names == ("by equity", "by location")
    wanted = pair(Both(first, second, names=names), 1600, 900)
    if kind == "pdf":
        assert path.read_bytes().startswith(b"%PDF")
        return
    image = QImage(1600, 900, QImage.Format.Format_RGB32)
    if kind == "png":
        image = QImage(str(path))
    else:
        drawing = path.read_text("utf-8")
        names = re.findall(r'\bid="([^"]+)"', drawing)
        assert len(names) == len(set(names))
        painter = QPainter(image)
        QSvgRenderer(str(path)).render(painter)
        painter.end()
    assert (image.width(), image.height()) == (1600, 900)
    assert _unlike(image, wanted) < (0.01 if kind == "png" else 0.1)
    assert _unlike(wanted.copy(0, 0, 799, 600), wanted.copy(800, 0, 799, 600)) > 0.01  # by equity, by location


def _unlike(one, other):
    """Part of the pixels that are clearly another colour."""
    a, b = (_array(image) for image in (one, other))
    return float((np.abs(a - b).max(axis=2) > 60).mean())


def _array(image):
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    size = image.height(), image.width(), 4
    return np.frombuffer(image.constBits(), np.uint8).reshape(size)[..., :3].astype(int)
