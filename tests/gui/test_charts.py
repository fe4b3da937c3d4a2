"""Charts beside the map: their figures are the answer's, they say what they are of, and they light the map."""

import csv
import io
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication

from mineralmap.analysis.compute import compute
from mineralmap.datasets import bundled
from mineralmap.gui.charts import bars, cells, columns
from mineralmap.gui.charts import chart as said
from mineralmap.gui.charts.cells import fitting
from mineralmap.gui.charts.dock import CHARTS, work_out
from mineralmap.gui.charts.fills import Look
from mineralmap.gui.charts.view import PAINTERS
from mineralmap.gui.theme import DARK, LIGHT
from mineralmap.gui.words import GAP, tonnes_alike
from mineralmap.model.scenario import Basis, Scenario, Stage
from tests.qt import move

ONE_WINDOW = True


def never() -> None:
    """Nobody calls it off."""


@pytest.fixture
def results(tiny_world):
    return compute(tiny_world, Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.EQUITY))


@pytest.fixture
def charts(window, qtbot):
    """The panel of charts, in front."""
    dock = window.parts["charts"].thing
    dock.show()
    dock.raise_()

    def show(which, by=""):
        dock.show_chart(which, by)
        qtbot.waitUntil(lambda: not dock.busy and dock.chart is not None and dock.chart.id == which, timeout=10_000)
        window.grab()
        return dock

    return show


def table(chart):
    return list(csv.DictReader(io.StringIO(said.as_csv(chart))))


def test_that_the_three_bases_stand_side_by_side_with_the_shares_of_the_answers(tiny_world, results):
    chart = work_out(results, "shares", "", never)
    for basis in Basis:
        answer = compute(tiny_world, replace(results.scenario, basis=basis))
        rows = {row["supplier"]: float(row["share"]) for row in table(chart) if row["basis"] == basis.value}
        assert sum(rows.values()) == pytest.approx(1.0)
        for supplier, share in zip(answer.suppliers["supplier"], answer.suppliers["share"], strict=True):
            assert rows[supplier] == pytest.approx(share)
    by_name = {(chart.rows[mark.row], mark.series): mark for mark in chart.marks}
    first = results.suppliers.iloc[0]
    assert by_name[first["name"], 1].value == pytest.approx(first["share"])
    assert by_name[first["name"], 1].explain == f"supplier:{first['supplier']}"


@pytest.mark.parametrize("which", CHARTS)
def test_that_a_caption_says_basis_measure_stage_year_denominator_and_coverage(results, which):
    chart = work_out(results, which, "", never)
    if chart.empty:
        return
    words = f"{chart.title} {chart.caption}".lower()
    assert "equity" in words
    assert "cobalt" in words or "mineral" in words
    assert "mined" in words
    if which in ("shares", "ranked", "lorenz"):
        assert f"output {results.year}" in words
        assert "shares of" in words
        assert "located" in words


def test_that_unknown_and_other_stay_in_and_have_a_pattern_of_their_own(results):
    chart = work_out(results, "ranked", "country", never)
    kept = results.suppliers["supplier"].isin(["OTHER", "UNKNOWN"])
    assert sum(mark.value for mark in chart.marks) == pytest.approx(1.0)
    assert [mark.fill in ("other", "unknown") for mark in chart.marks].count(True) == kept.sum()


def test_that_the_lorenz_curve_ends_at_what_named_suppliers_hold_together(results):
    chart = work_out(results, "lorenz", "country", never)
    named = results.suppliers[~results.suppliers["supplier"].isin(["OTHER", "UNKNOWN"])]["share"]
    steps = [mark.value for mark in chart.marks if not mark.fill]
    assert steps[-1] == pytest.approx(named.sum())
    assert steps[0] == pytest.approx(named[named > 0].min())
    heights = [step - before for before, step in zip([0.0, *steps], steps, strict=False)]
    assert heights == sorted(heights)


def test_that_companies_are_ranked_with_their_facilities(results):
    chart = work_out(results, "ranked", "company", never)
    known = results.companies.set_index("supplier")
    for mark in chart.marks:
        if mark.explain.startswith("company:"):
            assert mark.value == pytest.approx(known.at[mark.explain.removeprefix("company:"), "share"])
            assert mark.ids <= set(results.facilities.index)


def test_that_a_row_of_the_matrix_is_the_partner_share_of_each_question_and_adds_up(tiny_world, results):
    chart = work_out(results, "matrix", "stage", never)
    partners = ("United States", "Japan", "European Union")
    ids = dict(zip(partners, ("USA", "JPN", "EU"), strict=True))
    rows = [row for row in table(chart) if row["mineral or stage"] == "Mined"]
    assert sum(float(row["share"]) for row in rows) == pytest.approx(1.0)
    for row in rows:
        if row["held by"] in ids:
            alone = compute(tiny_world, replace(results.scenario, partners=frozenset({ids[row["held by"]]})))
            assert float(row["share"]) == pytest.approx(alone.partner.share.point)


def test_that_a_stage_without_data_is_no_zero(results):
    chart = work_out(results, "matrix", "stage", never)
    blank = [mark for mark in chart.marks if mark.value != mark.value]
    assert blank
    assert {mark.words for mark in blank} == {"no data"}
    row = chart.rows[blank[0].row]
    assert {line["share"] for line in table(chart) if line["mineral or stage"] == row} == {""}


def test_that_the_gap_is_that_of_the_answer(results):
    chart = work_out(results, "gap", "", never)
    if chart.empty:
        assert "demand" in chart.empty
        return
    together = chart.marks[0]
    assert together.value == pytest.approx(results.gap.supply.point / results.gap.demand_t)
    assert together.target == results.gap.target
    assert float(table(chart)[0]["gap_t"]) == pytest.approx(results.gap.gap_t)


def test_that_the_pipeline_holds_the_capacity_of_all_projects():
    # Nickel refining as shipped: 42,600 + 123,333 + 13,000 + 10,000 + 500 t of projects with a capacity.
    results = compute(bundled.load(), Scenario(mineral="nickel", stage=Stage.REFINING, basis=Basis.EQUITY))
    chart = work_out(results, "pipeline", "", never)
    assert sum(mark.value for mark in chart.marks) == pytest.approx(189_433, abs=1)
    by_owner = {row["owner"] for row in table(chart)}
    assert by_owner == {"partners", "others", "owner unknown"}
    assert "no chance counted" in chart.caption
    assert "By equity" in chart.caption


def test_that_no_answer_says_why_and_what_to_do(tiny_world):
    for mineral in tiny_world.minerals.index:
        for stage in (Stage.RECYCLING, Stage.MANUFACTURING):
            results = compute(tiny_world, Scenario(mineral=str(mineral), stage=stage))
            for which in CHARTS:
                chart = work_out(results, which, "", never)
                assert chart.marks or "Ask for another" in chart.empty or "Set one in What if" in chart.empty


def test_that_no_partner_says_where_to_switch_one_on(tiny_world, results):
    alone = compute(tiny_world, replace(results.scenario, partners=frozenset()))
    for which in ("matrix", "gap"):
        assert "Switch one on" in work_out(alone, which, "", never).empty


def test_that_one_supplier_is_drawn(results):
    one = replace(results, suppliers=results.suppliers.iloc[:1].assign(share=1.0))
    chart = work_out(one, "lorenz", "country", never)
    assert len([mark for mark in chart.marks if not mark.fill]) == 1


@pytest.mark.parametrize("width", [304, 480])
@pytest.mark.parametrize("which", CHARTS)
def test_that_every_mark_has_a_place_within_the_panel(qapp, results, which, width):
    from PySide6.QtGui import QImage, QPainter

    chart = work_out(results, which, "", never)
    if not chart.marks:
        return
    for colours in (LIGHT, DARK):
        look = Look(colours, qapp.font())
        painter_of = PAINTERS[chart.form]
        image = QImage(width, int(painter_of.height(chart, width, look)) + 2, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        hits = painter_of.paint(painter, chart, width, look)
        painter.end()
        assert {at for _, at in hits} == set(range(len(chart.marks)))
        assert all(place.left() >= -1 and place.right() <= width + 1 for place, _ in hits)
        assert all(place.bottom() <= image.height() + 1 for place, _ in hits)


def test_that_another_chart_takes_the_old_one_away_at_once(charts):
    dock = charts("shares")
    dock.show_chart("ranked")
    assert dock.view.isHidden()
    assert dock.empty.text() == "working…"
    assert not dock.csv.isEnabled()
    charts("ranked")
    assert not dock.view.isHidden()
    assert dock.empty.isHidden()


def test_that_a_share_is_never_cut_in_its_cell(qapp):
    metrics = Look(LIGHT, qapp.font()).metrics
    words = f"<0.1{GAP}%"
    assert fitting(words, 200, metrics) == words
    assert fitting(words, metrics.horizontalAdvance("<0.1%"), metrics) == "<0.1%"
    assert fitting(words, metrics.horizontalAdvance("<0.1"), metrics) == "<0.1"


def test_that_hovering_a_bar_lights_its_facilities_and_chooses_none(charts, window, qtbot):
    dock = charts("ranked", "country")
    at = next(at for at, mark in enumerate(dock.chart.marks) if mark.ids)
    with qtbot.waitSignal(dock.pointed) as told:
        move(dock.view.viewport(), dock.view.centre_of(at))
    assert told.args[0] == dock.chart.marks[at].ids
    assert window.session.chosen == frozenset()


def test_that_a_click_chooses_the_facilities_behind_a_bar(charts, window, qtbot):
    dock = charts("shares")
    at = next(at for at, mark in enumerate(dock.chart.marks) if mark.ids)
    qtbot.mouseClick(dock.view.viewport(), Qt.MouseButton.LeftButton, pos=dock.view.centre_of(at).toPoint())
    assert window.session.chosen == dock.chart.marks[at].ids
    assert at in dock.view.lit
    window.session.choose(())
    assert not dock.view.lit


def test_that_a_facility_hovered_on_the_map_lights_its_bars(charts):
    dock = charts("ranked", "country")
    one = next(iter(next(mark.ids for mark in dock.chart.marks if mark.ids)))
    dock.light(frozenset({one}))
    assert dock.view.lit == {at for at, mark in enumerate(dock.chart.marks) if one in mark.ids}
    dock.light(frozenset())
    assert dock.view.lit == frozenset()


def test_that_arrows_walk_the_marks_and_enter_chooses(charts, window, qtbot):
    dock = charts("ranked", "country")
    dock.view.setFocus()
    qtbot.keyClick(dock.view, Qt.Key.Key_Down)
    qtbot.keyClick(dock.view, Qt.Key.Key_Return)
    assert window.session.chosen == dock.chart.marks[0].ids


def test_that_a_chart_is_copied_as_picture_and_as_csv(charts, qtbot):
    dock = charts("shares")
    qtbot.mouseClick(dock.csv, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().startswith("supplier,name,basis,share")
    qtbot.mouseClick(dock.picture, Qt.MouseButton.LeftButton)
    image = QGuiApplication.clipboard().image()
    assert image.width() >= 1100  # twice as fine as the screen
    assert image.pixelColor(QPoint(4, 4)).name().upper() == LIGHT.field


def test_that_a_chart_is_read_aloud(charts):
    dock = charts("shares")
    assert dock.view.accessibleName() == dock.chart.title
    assert dock.chart.rows[0] in dock.view.accessibleDescription()


def test_that_the_chart_follows_the_question(charts, window, settle, qtbot):
    dock = charts("ranked", "country")
    window.session.edit("Count by location", basis=Basis.LOCATION)
    settle(window.session)
    qtbot.waitUntil(lambda: dock.chart.caption.startswith("By location"), timeout=10_000)


def test_that_map_and_chart_light_each_other(charts, window, qtbot):
    dock, canvas = charts("ranked", "country"), window.map_place.canvas
    at = 0
    dock.view.setFocus()
    qtbot.keyClick(dock.view, Qt.Key.Key_Down)
    assert dock.chart.marks[at].ids
    assert canvas.lit == dock.chart.marks[at].ids
    one = next(iter(dock.chart.marks[at].ids))
    canvas.feature_hovered_id.emit(one)
    assert at in dock.view.lit
    canvas.feature_hovered_id.emit("")
    assert not dock.view.lit


def test_that_nothing_is_drawn_of_a_share_of_nothing(qapp, results):
    from PySide6.QtGui import QColor, QImage, QPainter

    nothing = said.Mark(0, 0, 0.0, "0 %", "nobody", fill="group:EU")
    little = said.Mark(1, 0, 1e-6, "<0.1 %", "hardly anybody", fill="not")
    most = said.Mark(2, 0, 1.0, "100 %", "all", fill="not")
    chart = said.Chart("ranked", "bars", "", "", ("a", "b", "c"), (said.Series("", "not"),), (nothing, little, most))
    look = Look(LIGHT, qapp.font())
    image = QImage(300, int(bars.height(chart, 300, look)) + 2, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.panel))
    painter = QPainter(image)
    hits = bars.paint(painter, chart, 300, look)
    painter.end()
    names, figures, _ = bars._columns(chart, 300, look)
    across = range(round(names) + 1, 300 - round(figures))

    def inked(row):
        y = round(hits[row][0].center().y())
        return sum(image.pixelColor(x, y).name().upper() != LIGHT.panel for x in across)

    assert (inked(0), inked(1) <= 1, inked(2) > 100) == (0, True, True)


def test_that_the_figures_of_an_axis_have_one_unit():
    steps = columns.ticks(17_000)
    assert tonnes_alike(steps, "t Co") == ["0", f"5{GAP}kt{GAP}Co", f"10{GAP}kt{GAP}Co", f"15{GAP}kt{GAP}Co"]
    assert tonnes_alike([0, 500_000, 1e6], "t Ni") == ["0", f"0.5{GAP}Mt{GAP}Ni", f"1{GAP}Mt{GAP}Ni"]
    assert tonnes_alike([0, 2_500, 5_000], "t") == ["0", f"2,500{GAP}t", f"5,000{GAP}t"]


def test_that_withheld_is_whole_in_a_narrow_cell(qapp):
    look = Look(LIGHT, qapp.font())
    wide = 43.0
    word = "withheld"
    assert QFontMetricsF(cells._sized(word, wide, look)).horizontalAdvance(word) <= wide
    assert cells._sized("US", wide, look) == look.font


def test_that_figures_of_a_chart_are_written_without_the_noise_of_sums():
    lines = ((0.1 + 0.2, 302_000.0, 1_234_567_890.4, 161_312.456789, float("nan"), "CHN", 2024),)
    made = said.Chart("", "bars", "", "", head=tuple("abcdefg"), lines=lines)
    assert said.as_csv(made).splitlines()[1] == "0.3,302000,1234567890,161312.4568,,CHN,2024"
