"""The largest suppliers show which part of a share is published and which presumed, as the panel *Answer* does."""

import csv
import io
from dataclasses import replace

import pytest
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from mineralmap.analysis.compute import compute
from mineralmap.datasets import bundled
from mineralmap.gui.bars import SupplierBars, rows
from mineralmap.gui.charts import bars, fills
from mineralmap.gui.charts import chart as said
from mineralmap.gui.charts.dock import work_out
from mineralmap.gui.charts.fills import Look
from mineralmap.gui.theme import DARK, LIGHT
from mineralmap.gui.words import percent_range
from mineralmap.model.scenario import Basis, Scenario, Stage


def never() -> None:
    """Nobody calls it off."""


@pytest.fixture(scope="module")
def results():
    return compute(bundled.load(), Scenario(mineral="cobalt", stage=Stage.REFINING, basis=Basis.EQUITY))


@pytest.fixture(scope="module")
def china(results):
    return next(bar for bar in rows(results, None) if bar.supplier == "CHN")


def first(results, by="country"):
    """The chart and its uppermost bar."""
    chart = work_out(results, "ranked", by, never)
    return chart, chart.marks[0]


def test_that_a_bar_says_what_of_it_is_presumed_as_the_answer_does(results, china):
    _, mark = first(results)
    assert mark.explain == "supplier:CHN"
    assert mark.presumed == pytest.approx(china.presumed)
    # Refined cobalt: 9.3 % of the world's is published as China's by equity, and up to 81.4 % may be.
    assert mark.value - mark.presumed == pytest.approx(china.low) == pytest.approx(0.093, abs=1e-3)
    assert mark.beside == percent_range(0.093, 0.814) == percent_range(china.low, china.high)
    assert "of it presumed" in mark.tip


def test_that_a_company_whose_stake_nobody_publishes_is_presumed_in_full(results):
    # Huayou alone is named as the owner of its refinery, without a percentage.
    _, mark = first(results, "company")
    assert mark.beside.startswith("0–")
    assert mark.presumed == pytest.approx(mark.value)
    bar = rows(results, None, by_company=True)[0]
    assert (bar.low, bar.presumed) == (0, pytest.approx(bar.share))


def test_that_the_table_has_bounds_and_the_presumed_part(results, china):
    row = next(csv.DictReader(io.StringIO(said.as_csv(first(results)[0]))))
    figures = [float(row[name]) for name in ("share", "share_low", "share_high", "presumed_share")]
    assert figures == pytest.approx([china.share, china.low, china.high, china.presumed])
    assert "presumed_share" in work_out(results, "shares", "", never).head


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_that_the_presumed_part_is_pale_and_the_key_says_so(qapp, results, colours):
    chart, mark = first(results)
    look = Look(colours, qapp.font())
    width = 560
    image = QImage(width, int(bars.height(chart, width, look)) + 2, QImage.Format.Format_RGB32)
    image.fill(QColor(colours.panel))
    painter = QPainter(image)
    place, _ = bars.paint(painter, chart, width, look)[0]
    painter.end()
    across = [image.pixelColor(x, round(place.center().y())).name().upper() for x in range(width)]
    strong, pale = across.count(look.colour("not")), across.count(look.pale("not"))
    assert pale / (strong + pale) == pytest.approx(mark.presumed / mark.value, abs=0.02)
    assert across.index(look.colour("not")) < across.index(look.pale("not"))


def test_that_bounds_stand_beside_the_figures_where_there_is_room(qapp, results):
    chart, _ = first(results)
    look = Look(LIGHT, qapp.font())
    wide, narrow = ({word: name for name, word in bars._key(chart, px, look)} for px in (900, 200))
    assert said.BOUNDS in wide[fills.WORDS]
    assert fills.WORDS not in narrow
    assert "presumed" in wide[fills.PRESUMED]
    assert "presumed" in narrow[fills.PRESUMED]


def test_that_who_is_withheld_is_not_among_so_many_more():
    asked = Scenario(mineral="lithium", stage=Stage.MINING, basis=Basis.LOCATION)
    chart, _ = first(compute(bundled.load(), asked))
    named = [name for name in chart.rows if not name.endswith("more")]
    withheld = [mark for mark in chart.marks if mark.words == "withheld"]
    rest = [mark for mark in chart.marks if "withheld by the source" in mark.tip]
    assert withheld or rest
    assert "United States" in named or rest


def test_that_the_key_of_a_gap_has_bounds_only_where_some_are_drawn(qapp, results):
    look = Look(LIGHT, qapp.font())
    by_control = compute(results.dataset, replace(results.scenario, basis=Basis.CONTROL))
    for answer in (results, by_control):
        chart = work_out(answer, "gap", "", never)
        drawn = any(mark.low < mark.high for mark in chart.marks)
        assert ("whisker" in {word for _, word in bars._key(chart, 560, look)}) == drawn
        assert drawn == (answer is results)


def test_that_the_key_of_the_answer_says_what_pale_means_where_something_is_presumed(qapp, results):
    shown = SupplierBars()
    shown.resize(330, 300)
    metrics = QFontMetricsF(shown.font())
    shown.show_results(results, None, "light")
    assert [words for words, *_ in shown._item.key(metrics)] == ["by equity", "presumed"]
    shown.show_results(compute(results.dataset, replace(results.scenario, basis=Basis.LOCATION)), None, "light")
    assert [words for words, *_ in shown._item.key(metrics)] == ["by location"]
    shown.show_results(results, None, "light")
    shown.resize(100, 300)
    assert [words for words, *_ in shown._item.key(metrics)] == ["by equity"]
