"""What a chart says of its figures is true of them: measure, whole and coverage are those of what is drawn."""

import csv
import io
import json
from dataclasses import replace

import pytest

from mineralmap.analysis.compute import compute
from mineralmap.datasets import bundled
from mineralmap.gui.charts import chart as said
from mineralmap.gui.charts.dock import work_out
from mineralmap.gui.words import GAP, percent
from mineralmap.model.scenario import Basis, Denominator, Measure, Scenario, Stage
from tests.test_cli import ask

COBALT = Scenario(mineral="cobalt", stage=Stage.REFINING, basis=Basis.EQUITY)
COUNTED = ("shares", "ranked", "lorenz")


def never() -> None:
    """Nobody calls it off."""


def made(scenario, which, by="country"):
    """The chart of a question to the shipped data, and its answer."""
    results = compute(bundled.load(), scenario)
    return work_out(results, which, by, never), results


def table(chart):
    return list(csv.DictReader(io.StringIO(said.as_csv(chart))))


@pytest.mark.parametrize("measure", Measure)
def test_that_the_gap_says_the_coverage_of_what_it_counts_as_the_command_line_does(capsys, measure):
    # Refined cobalt: 85,899 t of located capacity and 156,661 t of located output in a world output of 250,150 t.
    chart, _ = made(replace(COBALT, measure=measure), "gap")
    told = json.loads(ask(capsys, *"gap --mineral cobalt --stage refining --basis equity --json".split())[1])
    assert told["coverage"] == pytest.approx(85_899 / 250_150, abs=1e-5)
    assert "operating capacity that they own" in chart.caption
    assert f"located capacity is {percent(told['coverage'])} of world output" in chart.caption
    together = table(chart)[0]
    assert float(together["coverage"]) == pytest.approx(told["coverage"])
    assert float(together["supply_t"]) == pytest.approx(told["supply_t"])
    assert float(together["gap_t"]) == pytest.approx(told["coverage_gap_t"])


def test_that_the_facilities_behind_a_gap_are_those_whose_capacity_counts():
    chart, results = made(COBALT, "gap")
    counting = compute(results.dataset, replace(COBALT, measure=Measure.CAPACITY)).facilities
    mine = counting.index[(counting["partner_share"] > 0) & counting["counted"].astype(bool)]
    assert chart.marks[0].ids == frozenset(mine)


@pytest.mark.parametrize("which", COUNTED)
@pytest.mark.parametrize("measure", Measure)
def test_that_shares_say_what_they_are_of_and_how_much_of_it_is_located(which, measure):
    chart, results = made(replace(COBALT, measure=measure), which)
    if measure is Measure.OUTPUT:
        assert f"shares of 250{GAP}kt{GAP}Co, the published world output · located 63{GAP}%" in chart.caption
    else:
        assert f"shares of 85.9{GAP}kt{GAP}Co, all that is located · located capacity is 34{GAP}%" in chart.caption
    assert [float(one) for one in {row["coverage"] for row in table(chart)}] == pytest.approx([results.coverage])


def test_that_a_sum_of_named_countries_is_no_world_total():
    # USGS prints no world total of mined lithium with the United States in it.
    for asked in (
        Scenario(mineral="lithium", stage=Stage.MINING),
        replace(COBALT, denominator=Denominator.NAMED),
    ):
        chart, _ = made(asked, "ranked")
        assert "the sum of the named countries" in chart.caption
        assert "world output" not in chart.caption
    chart, _ = made(replace(COBALT, denominator=Denominator.LOCATED), "ranked")
    assert "what is located of the output" in chart.caption


def test_that_coverage_that_is_not_known_is_said():
    # No table tells the world's output of intermediates.
    asked = Scenario(mineral="cobalt", stage=Stage.INTERMEDIATE, measure=Measure.CAPACITY)
    assert "located capacity only" in made(asked, "ranked")[0].caption


def test_that_the_matrix_says_the_whole_of_its_rows_and_the_span_of_what_is_located():
    chart, results = made(COBALT, "matrix", "mineral")
    coverage = {row["mineral"]: float(row["coverage"]) for row in table(chart)}
    assert "shares of the published world output, row by row" in chart.caption
    assert "by capacity" not in chart.caption
    least = min(coverage, key=lambda one: coverage[one])
    assert f"located {percent(coverage[least])} ({results.dataset.minerals.at[least, 'name']})" in chart.caption
    assert f"to {percent(max(coverage.values()))}" in chart.caption
    by_capacity, _ = made(replace(COBALT, measure=Measure.CAPACITY), "matrix", "mineral")
    assert "shares of all that is located, row by row" in by_capacity.caption
    assert "world total" not in by_capacity.caption
    mined, _ = made(replace(COBALT, stage=Stage.MINING), "matrix", "mineral")
    assert "of lithium, rare earths, graphite: the sum of the named countries" in mined.caption


def test_that_a_withheld_output_is_no_zero_in_the_matrix():
    chart, _ = made(Scenario(mineral="lithium", stage=Stage.MINING, basis=Basis.LOCATION), "matrix", "mineral")
    lithium, united_states = chart.rows.index("Lithium"), [one.name for one in chart.series].index("US")
    cell = next(mark for mark in chart.marks if (mark.row, mark.series) == (lithium, united_states))
    assert (cell.value != cell.value, cell.words) == (True, "withheld")


def test_that_the_matrix_is_of_the_latest_year_in_every_row_also_where_another_is_asked():
    early = replace(COBALT, year=2023)
    results = replace(compute(bundled.load(), COBALT), scenario=early, year=2023)
    assert "output 2023" not in work_out(results, "matrix", "mineral", never).caption


def test_that_projects_of_who_is_cut_are_not_of_unknown_owner():
    asked = Scenario(mineral="nickel", stage=Stage.REFINING, basis=Basis.EQUITY)
    whole, _ = made(asked, "pipeline")
    cut, _ = made(replace(asked, cuts=("owner:CHN",)), "pipeline")
    assert [mark.value for mark in cut.marks] == [mark.value for mark in whole.marks]
    assert "what 1 cut takes is in it" in cut.caption
    assert "without what 1 cut takes" in made(replace(asked, cuts=("owner:CHN",)), "gap")[0].caption


def test_that_a_company_by_location_is_who_runs_the_site():
    for which in ("ranked", "lorenz"):
        chart, _ = made(replace(COBALT, basis=Basis.LOCATION), which, "company")
        assert "By location (who runs the site)" in chart.caption
