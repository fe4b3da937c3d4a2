"""Measuring, two maps, undo and panels, correcting the data, charts and the first run, on the shipped data."""

import csv
import io

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QLabel

from mineralmap.analysis.compute import compute
from mineralmap.analysis.geodesic import lengths_m
from mineralmap.datasets import autosave, project_file
from mineralmap.gui import measured
from mineralmap.gui.main_window import MainWindow
from mineralmap.gui.parts.welcome import WELCOMED
from mineralmap.gui.samples import SAMPLES
from mineralmap.gui.words import percent
from mineralmap.model.project import Project
from mineralmap.model.scenario import Basis, Scenario
from tests.journeys.conftest import COBALT, PATIENCE_MS
from tests.journeys.hand import LEFT, key, middle, place_of, press_keys
from tests.qt import move

TENKE = "COD-tenke-fungurume-mine"
REPORT = "Annual report 2025, p. 12"


def clipboard():
    return QGuiApplication.clipboard().text()


@pytest.fixture
def another(opened, own_settings, settle, bot):
    """Opens a further window on the data that are open already, as the program would at its next start."""
    made = []

    def give(project=None):
        window = MainWindow("light")
        made.append(window)
        window.panels.restore()
        window.show()
        if project is not None:
            window.session.start(project)
        window.make_canvas()
        window.actions_.enable_data(True)
        window.session.open_data(opened.session.shipped)
        settle(window)
        return window

    yield give
    for window in made:
        window.close()
        window.deleteLater()


def test_that_distances_are_measured_and_typed_places_gone_to(window, settle, qtbot):
    canvas, tool = window.map_place.canvas, window.parts["measure"].thing
    ends = (-73.78, 40.64), (103.99, 1.36)  # New York, Singapore
    window.actions_["measure_line"].trigger()
    for lon, lat in ends:
        qtbot.mouseClick(canvas, LEFT, pos=canvas.px(lon, lat).toPoint())
    assert tool.card.whole.text() == measured.line_words(tool.drawing.points)[0]
    assert f"{measured.GAP}km" in tool.card.whole.text()
    assert f"{measured.GAP}nm" in tool.card.whole.text()
    assert lengths_m(tool.drawing.points).sum() == pytest.approx(15_350_000, rel=0.01)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    tool.copy()
    assert float(clipboard().splitlines()[-1].split("\t")[2]) == pytest.approx(15_350, rel=0.01)
    window.actions_["measure_area"].trigger()
    for lon, lat in ((10.0, 0.0), (20.0, 0.0), (20.0, 10.0)):
        qtbot.mouseClick(canvas, LEFT, pos=canvas.px(lon, lat).toPoint())
    assert f"{measured.GAP}km²" in tool.card.whole.text()
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert not tool.card.isVisible()
    assert window.actions_["tool_pan"].isChecked()
    field = window.status.place
    field.setFocus()
    press_keys(field, "10°34'53\"S 26°11'11\"E")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert middle(canvas) == pytest.approx(place_of(window, TENKE), abs=0.05)
    assert canvas.scale_denominator() <= 5.1e6


def test_that_two_maps_show_two_bases_or_before_and_after_at_one_place(window, settle, qtbot):
    session, thing = window.session, window.parts["split"].thing

    def both():
        settle(window)
        qtbot.waitUntil(lambda: not thing.second.busy and thing.second.map is not None, timeout=PATIENCE_MS)
        settle(window)

    window.map_place.zoom_to_facilities((TENKE,))
    window.actions_["split_side"].trigger()
    both()
    maps = window.map_place.maps
    assert (maps.head.words.text(), maps.second.isVisible()) == ("By equity", True)
    assert maps.other_head.choose.text().startswith("By location")
    first, second = (one.results.supplier_share("CHN") for one in (session, thing.second))
    assert first > 2 * second  # what Chinese companies own lies elsewhere
    assert percent(first) in maps.head.figures.whole
    assert percent(second) in maps.other_head.figures.whole
    assert maps.first.place() == pytest.approx(maps.second.place())
    maps.second.zoom_in()
    assert maps.first.place() == pytest.approx(maps.second.place())
    window.actions_["split_swipe"].trigger()
    both()
    assert maps.second.mask().boundingRect().left() == maps.width() // 2
    qtbot.keyClick(maps.handle, Qt.Key.Key_End)
    assert maps.swiped == 1.0
    session.edit("Close Malacca", closed=frozenset({"malacca"}))
    thing.differ("before the closure", ("routes_show", "before"))
    both()
    qtbot.waitUntil(lambda: maps.head.words.text() == "After closing the Malacca Strait", timeout=PATIENCE_MS)
    assert maps.head.figures.whole.endswith("on average")
    assert maps.other_head.choose.text().startswith("Before the closure")
    for _ in range(4):
        window.actions_["undo"].trigger()
    settle(window)
    assert session.view.split == ""
    assert not maps.second.isVisible()
    assert not session.undo_stack.canUndo()


def test_that_everything_is_undone_in_words_and_panels_stay_as_they_were_left(window, another, settle, qtbot):
    session, undo, redo = window.session, window.actions_["undo"], window.actions_["redo"]
    start = session.project
    first = session.results.suppliers["share"].tolist()
    qtbot.mouseClick(next(one for one in window.question.basis.buttons() if one.text() == "location"), LEFT)
    settle(window)
    window.layers.tree.item("lakes").setCheckState(0, Qt.CheckState.Unchecked)
    box = window.layers.colour_by
    box.setCurrentIndex(1)
    box.activated.emit(1)
    window.actions_["projection_robinson"].trigger()
    settle(window)
    texts = [session.undo_stack.text(step) for step in range(session.undo_stack.count())]
    assert texts == ["Count by location", "Hide lakes", f"Colour by {box.itemText(1).lower()}", "Map in Robinson"]
    done = session.project
    for text in reversed(texts):
        assert undo.toolTip() == f"Undo: {text}"
        undo.trigger()
        assert redo.toolTip() == f"Redo: {text}"
    settle(window)
    assert (session.scenario, session.view.hidden) == (start.scenario, start.view.hidden)
    assert session.results.suppliers["share"].tolist() == first
    for _ in texts:
        redo.trigger()
    assert session.scenario == done.scenario
    assert session.view.projection == "robinson"
    settle(window)

    key(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    assert window.answer.isHidden()
    key(window, Qt.Key.Key_F11)
    assert not window.isFullScreen()
    assert window.answer.isVisible()
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, window.details)
    window.layers.hide()
    window.table.show()
    window.resize(1200, 760)
    window.panels.keep()
    later = another()
    assert later.dockWidgetArea(later.details) == Qt.DockWidgetArea.LeftDockWidgetArea
    assert later.layers.isHidden()
    assert later.table.isVisible()
    window.table.hide()
    window.layers.show()
    QSettings().remove("panels")


def test_that_a_figure_is_corrected_with_a_source_kept_unsaved_and_given_back(window, settle, qtbot, tmp_path):
    session, thing, keeper = window.session, window.parts["corrections"].thing, window.parts["autosave"].thing
    shipped, before = session.shipped, session.results.supplier_share("CHN")
    qtbot.waitUntil(lambda: not keeper.busy, timeout=PATIENCE_MS)
    session.select(TENKE)
    window.actions_["correct"].trigger()
    form = thing.form
    stake = f"tenke-fungurume-mining>{TENKE}"
    form.field("stake", stake).setText("50 %")
    accept = form.buttons.button(QDialogButtonBox.StandardButton.Ok)
    qtbot.waitUntil(lambda: not form.busy, timeout=PATIENCE_MS)
    assert "A source is needed" in form.verdict.text()
    assert not accept.isEnabled()
    form.source.setText(REPORT)
    qtbot.waitUntil(lambda: not form.busy and accept.isEnabled(), timeout=PATIENCE_MS)
    accept.click()
    settle(window)
    (one,) = session.project.corrections
    assert (one.table, one.row, one.value, one.was, one.source) == ("stakes", stake, "0.5", "1", REPORT)
    assert session.results.supplier_share("CHN") < before
    assert session.shipped is shipped
    assert session.undo_stack.undoText() == "Correct Tenke Fungurume Mine"
    qtbot.waitUntil(lambda: "Corrected by you" in window.details.words.text(), timeout=PATIENCE_MS)
    assert REPORT in window.details.words.text()
    assert any("1 value corrected by the user" in note for note in session.map.notes)

    qtbot.waitUntil(lambda: not keeper.busy, timeout=PATIENCE_MS)
    (kept,) = autosave.folder().glob("[0-9]*.mineralmap")
    assert project_file.load(kept)[0].corrections == (one,)
    thing.export(tmp_path / "mine.csv")
    assert REPORT in (tmp_path / "mine.csv").read_text("utf-8-sig")
    window.actions_["undo"].trigger()
    settle(window)
    assert session.project.corrections == ()
    assert session.results.supplier_share("CHN") == pytest.approx(before)
    thing.take(tmp_path / "mine.csv")
    qtbot.waitUntil(lambda: session.project.corrections == (one,), timeout=PATIENCE_MS)
    settle(window)
    assert session.results.supplier_share("CHN") < before


def test_that_work_left_by_a_program_that_ended_is_offered_and_restored(window, settle, qtbot):
    slot = autosave.Slot(autosave.folder())
    slot.write(Project(scenario=COBALT, view=window.session.view), None, "Cobalt")
    slot._lock.close()  # its program is gone
    keeper = window.parts["autosave"].thing
    keeper._looked = False
    keeper._look()
    qtbot.waitUntil(lambda: "ended unexpectedly" in window.notices.text, timeout=PATIENCE_MS)
    window.session.edit("Ask for nickel", mineral="nickel")
    window.notices.button("Restore").click()
    qtbot.waitUntil(lambda: "is restored" in window.notices.text, timeout=PATIENCE_MS)
    settle(window)
    assert window.session.scenario == COBALT
    assert window.session.dirty


def test_that_charts_tell_the_answer_and_light_the_map(window, settle, qtbot):
    session, dock, canvas = window.session, window.parts["charts"].thing, window.map_place.canvas
    dock.show()
    dock.raise_()

    def show(which, by=""):
        dock.show_chart(which, by)
        qtbot.waitUntil(
            lambda: not dock.busy and dock.chart is not None and dock.chart.id == which, timeout=PATIENCE_MS
        )
        window.grab()
        return dock.chart

    chart = show("shares")
    qtbot.mouseClick(dock.csv, LEFT)
    rows = [one for one in csv.DictReader(io.StringIO(clipboard())) if one["supplier"] == "CHN"]
    asked = session.results.dataset
    for basis in Basis:
        (row,) = [one for one in rows if one["basis"] == basis.value]
        answer = compute(asked, Scenario("cobalt", "mining", basis))
        assert float(row["share"]) == pytest.approx(answer.supplier_share("CHN"))
    for which, by in (("lorenz", "country"), ("matrix", "mineral"), ("gap", ""), ("pipeline", "")):
        chart = show(which, by)
        assert chart.empty or (chart.marks and "quity" in chart.title + chart.caption)
    chart = show("ranked", "country")
    at = next(at for at, mark in enumerate(chart.marks) if len(mark.ids) > 3)
    ids = chart.marks[at].ids
    move(dock.view.viewport(), dock.view.centre_of(at))
    qtbot.waitUntil(lambda: canvas.lit == ids, timeout=PATIENCE_MS)
    qtbot.mouseClick(dock.view.viewport(), LEFT, pos=dock.view.centre_of(at).toPoint())
    assert session.chosen == ids
    session.choose(())
    canvas.feature_hovered_id.emit(TENKE)
    assert dock.view.lit == {i for i, mark in enumerate(chart.marks) if TENKE in mark.ids}
    canvas.feature_hovered_id.emit("")
    qtbot.mouseClick(dock.picture, LEFT)
    assert QGuiApplication.clipboard().image().width() >= 600
    dock.hide()


def test_that_the_first_run_asks_a_question_answers_it_and_explains_its_words(another, settle, qtbot):
    QSettings().remove(WELCOMED)
    window = another()
    session, strip = window.session, window.parts["welcome"].thing.strip
    assert strip.isVisible()
    assert strip.question.text() == "Who controls refined cobalt?"
    leader = session.results.suppliers.iloc[0]
    said = strip.answer.text().replace("\u00a0", " ")
    assert said.startswith(f"{leader['name']}: its companies control")
    assert not session.dirty
    for sample in SAMPLES[1:]:
        qtbot.mouseClick(strip.buttons[sample.id], LEFT)
        settle(window)
        assert session.scenario == sample.scenario
        assert strip.question.text() == sample.question
        qtbot.waitUntil(lambda: strip.answer.text().endswith("."), timeout=PATIENCE_MS)
    for sample in reversed(SAMPLES[1:]):
        assert window.actions_["undo"].toolTip() == f"Undo: Sample view: {sample.question}"
        window.actions_["undo"].trigger()
    settle(window)
    assert session.scenario == SAMPLES[0].scenario
    tips = " ".join(one.toolTip() for one in window.findChildren(QLabel))
    for term in ("Partner-owned", "Coverage", "HHI"):
        assert term in tips, term
    assert "equity" in window.question.basis.buttons()[1].toolTip().lower()
    window.table.show_attributes("own_data")
    table = window.table.attributes
    qtbot.waitUntil(lambda: not table.busy and table.table.id == "own_data", timeout=PATIENCE_MS)
    assert "no data of your own" in table.view.why_empty()
    qtbot.mouseClick(strip.close_it, LEFT)
    assert not strip.isVisible()
