"""The picture of a chart can leave the program: it says its sources, what they ask for, the version and the day."""

from datetime import date

import pytest
from PySide6.QtGui import QColor

from mineralmap import __version__
from mineralmap.analysis.compute import compute
from mineralmap.datasets import bundled
from mineralmap.gui.charts.dock import CHARTS, work_out
from mineralmap.gui.charts.fills import Look
from mineralmap.gui.charts.view import MARGIN, SHARP, credits_lines, picture, typeface
from mineralmap.gui.theme import DARK, LIGHT
from mineralmap.layers.compose import compose, credits
from mineralmap.model.scenario import Basis, Scenario, Stage
from mineralmap.model.view import View
from mineralmap.render.application import family


def never() -> None:
    """Nobody calls it off."""


@pytest.fixture(scope="module")
def results():
    return compute(bundled.load(), Scenario(mineral="cobalt", stage=Stage.REFINING, basis=Basis.EQUITY))


@pytest.mark.parametrize("which", CHARTS)
def test_that_every_chart_carries_sources_version_data_and_day(results, which):
    notes = work_out(results, which, "", never).notes
    assert notes[0].startswith("Sources: ")
    assert f"mineralmap {__version__}, data {results.dataset_key}" in notes[-1]


def test_that_a_chart_of_an_answer_credits_whom_its_map_credits(results):
    notes = work_out(results, "ranked", "country", never).notes
    assert notes == credits(results.dataset, results)
    on_map = compose(results.dataset, results, None, View()).notes
    assert [one for one in notes if one.startswith(("Sources: ", "Facilities and owners"))] == [
        one for one in on_map if one.startswith(("Sources: ", "Facilities and owners"))
    ]
    assert notes[-1] == on_map[-1]


def test_that_the_matrix_credits_the_tables_of_all_its_rows(results):
    chart = work_out(results, "matrix", "mineral", never)
    lithium = compute(results.dataset, Scenario(mineral="lithium", stage=Stage.REFINING, basis=Basis.EQUITY))
    assert set(lithium.sources) | set(results.sources) <= set(chart.sources)
    assert set(chart.minerals) >= {"lithium", "cobalt"}


def test_that_projects_credit_the_sources_of_projects(results):
    chart = work_out(results, "pipeline", "", never)
    drawn = frozenset().union(*(mark.ids for mark in chart.marks))
    cells = results.dataset.facilities.loc[sorted(drawn), "source_id"]
    assert set(chart.sources) == {one.strip() for cell in cells for one in cell.split(";")}


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_that_the_credits_stand_at_the_foot_of_the_picture_in_small_letters(qapp, results, colours):
    chart = work_out(results, "ranked", "country", never)
    look = Look(colours, qapp.font())
    image = picture(chart, look, 560)
    small = typeface(qapp.font(), 0.75)
    assert small.families() == [family()]
    lines = credits_lines(chart.notes, small, 560 - 2 * MARGIN)
    assert f"{date.today().day} {date.today():%B %Y}." in " ".join(lines)
    ground = QColor(colours.field).rgb()
    foot = range(image.height() - round((MARGIN + 12) * SHARP), image.height() - round(MARGIN * SHARP))
    assert any(image.pixel(x, y) != ground for y in foot for x in range(0, image.width(), 2))
    below = range(image.height() - round((MARGIN - 4) * SHARP), image.height())
    assert all(image.pixel(x, y) == ground for y in below for x in range(0, image.width(), 2))


def test_that_a_long_list_of_publishers_is_cut_short_and_the_licences_words_are_not(qapp, results):
    chart = work_out(results, "matrix", "mineral", never)
    lines = credits_lines(chart.notes, typeface(qapp.font(), 0.75), 400)
    words = " ".join(lines)
    assert "more, named in the program's credits." in words
    for note in chart.notes:
        if not note.startswith("Facilities and owners after"):
            assert note.rpartition(", ")[0] in words
