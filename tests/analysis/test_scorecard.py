"""The scorecard by hand on the tiny world: each cell's value, level, symbol, and what it opens."""

import math

import pytest

from mineralmap.analysis.compute import compute
from mineralmap.analysis.explain import explain
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.scorecard import CELLS, CHECKS, MAY, SYMBOLS, scorecard
from mineralmap.datasets import bundled
from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import Measure, Scenario, Stage
from tests.analysis.worlds import tiny, world


def card(**more):
    return scorecard(tiny(), Scenario(**more), ["lithium", "cobalt"])


def cell(made, mineral, stage, check):
    rows = made.cells
    found = rows[(rows["mineral"] == mineral) & (rows["stage"] == stage) & (rows["check"] == check)]
    return found.to_dict("records")[0]


@pytest.mark.parametrize(
    ("mineral", "stage", "check", "value", "level", "may"),
    [
        # Squares of percent, by equity; nothing is unknown in cobalt mining.
        ("cobalt", "mining", "hhi", 2698.56, "high", ""),
        # CHN 46.4 + COD 12 + CHE 12.
        ("cobalt", "mining", "cr3", 0.704, "watch", ""),
        ("cobalt", "mining", "single_supplier", 0.464, "good", ""),
        # The demand table has no world demand of cobalt.
        ("cobalt", "mining", "n1", math.nan, "no data", ""),
        # USA, JPN, EU: demand is known of the USA alone, 20; its part of Murrin 25 t.
        ("cobalt", "mining", "partner_coverage", 1.25, "good", ""),
        # CHL 60, USA 39.2, CHN 20.8 of 200; with the unknown 50 it may be 85 %.
        ("lithium", "mining", "cr3", (60 + 39.2 + 20.808) / 200, "watch", "high"),
        # CHL 30 % of 200; with the unknown 50 of 200 it would be 55 %.
        ("lithium", "mining", "single_supplier", 0.3, "good", ""),
        # (200 − CHL 60) ÷ 200, and 45 % were the unknown 50 theirs.
        ("lithium", "mining", "n1", 0.7, "high", ""),
        # Half of 180 less 10 … CHN 80 of 180, unknown 40: 44 to 67 %.
        ("lithium", "refining", "single_supplier", 80 / 180, "watch", "high"),
        # La Negra 40 t of the USA's demand of 30.
        ("lithium", "refining", "partner_coverage", 40 / 30, "good", ""),
        ("lithium", "refining", "days_of_cover", math.nan, "no data", ""),
    ],
)
def test_that_a_cell_has_its_value_and_its_level(mineral, stage, check, value, level, may):
    found = cell(card(), mineral, stage, check)
    assert found["value"] == pytest.approx(value, nan_ok=True)
    assert (found["level"], found["may"]) == (level, may)
    assert found["symbol"] == SYMBOLS[MAY if (level, may) == ("watch", "high") else level]
    assert found["text"]
    assert found["reason"] if level == "no data" else not found["reason"]


def test_that_what_is_unknown_never_looks_safe():
    for row in card().cells.to_dict("records"):
        assert not (row["level"] == "good" and row["may"])


def test_that_a_demand_nobody_publishes_leaves_the_partner_share_without_a_level():
    found = cell(card(partners={"JPN"}), "lithium", "refining", "partner_coverage")
    assert found["text"] == "no demand figure; partners have 4.2 % of supply"  # 7.5 of 180
    assert (found["level"], found["what"]) == ("no data", "partner_share")


def test_that_a_plant_that_made_enough_without_a_capacity_is_no_severe_gap():
    # Demand 100, target 10: the capacity known is 0, but a partner's mine without one made 50.
    made = world(
        plants={
            "A": {"host_iso3": "USA", "production_t": 50, "production_year": 2024},
            "B": {"host_iso3": "COD", "capacity_t": 60},
        },
        owners={"a": "USA", "b": "COD"},
        stakes=[("a", "A", 1), ("b", "B", 1)],
        national={"USA": 50, "COD": 60, "WLD": 110},
        demand=[{"region": "USA", "year": 2024, "quantity_t": 100, "kind": "apparent consumption"}],
    )
    found = cell(scorecard(made, Scenario(partners={"USA"}), ["cobalt"]), "cobalt", "mining", "partner_coverage")
    assert (found["value"], found["level"]) == (0, "watch")
    assert found["text"].startswith("at least 0.0 % of demand")
    assert found["text"].endswith("made 50 t more")
    for measure in Measure:
        answer = compute(made, Scenario(mineral="cobalt", stage=Stage.MINING, measure=measure, partners={"USA"}))
        told = indicators["coverage_gap"].text(answer)
        assert told.startswith("at most 10 t Co, 10.0 % of demand")
        assert "which made 50 t" in told


def test_that_a_question_without_an_answer_says_why_in_every_cell():
    made = scorecard(tiny(), Scenario(), ["cobalt"], ["recycling"])
    assert set(made.cells["level"]) == {"no data"}
    assert "No national table" in cell(made, "cobalt", "recycling", "hhi")["reason"]
    assert made.cells["value"].isna().all()


def test_that_every_cell_opens_what_stands_behind_it():
    made = card()
    assert list(made.cells.columns) == CELLS
    for row in made.cells.to_dict("records"):
        if row["what"]:
            found = explain(made.answers[row["mineral"], row["stage"]], row["what"])
            if not math.isnan(row["value"]) and row["check"] != "partner_coverage":
                assert found.value == pytest.approx(row["value"])


def test_that_the_legend_names_the_limits_of_every_check():
    legend = card().legend
    assert legend["check"].tolist() == [check.id for check in CHECKS]
    assert (legend[["good", "watch", "high", "limits_from"]] != "").all(axis=None)
    assert len(set(SYMBOLS.values())) == 5


def test_that_the_table_for_a_spreadsheet_says_what_each_row_is_of():
    table = card(basis="location").table().set_index(["mineral", "stage"])
    row = table.loc[("cobalt", "mining")]
    assert row["hhi"] == pytest.approx(4112)  # COD 56, IDN 24, AUS 20 percent
    assert (row["basis"], row["measure"], row["year"]) == ("location", "output", 2024)
    assert (row["denominator_t"], row["unit"]) == (250, "t Co")
    assert row["hhi_level"] == "high"


def test_that_by_default_the_five_minerals_stand_mined_and_refined():
    made = scorecard(bundled.load(), Scenario())
    assert list(made.answers) == [
        (mineral, stage)
        for mineral in ("lithium", "cobalt", "nickel", "rare_earths", "graphite")
        for stage in ("mining", "refining")
    ]
    assert len(made.cells) == 60
    assert next(iter(scorecard(tiny(), Scenario()).answers)) == ("lithium", "mining")


def test_that_an_unknown_mineral_is_refused():
    with pytest.raises(InvalidArgument, match="unobtainium"):
        scorecard(tiny(), Scenario(), ["unobtainium"])
