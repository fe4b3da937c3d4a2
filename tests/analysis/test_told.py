"""The same numbers told as JSON and in words: exact keys, plain values, null for what is not known."""

import json
import re

import pytest

from mineralmap.analysis.as_json import gap_json, shares_json
from mineralmap.analysis.compute import compute
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.results import Band
from mineralmap.analysis.wording import banded, crossing, percent, tonnes
from mineralmap.model.scenario import Basis, Scenario, Stage
from tests.analysis.worlds import tiny

SHARES = (
    "mineral stage basis measure year unit suppliers total_t denominator_t denominator_source coverage unknown_share "
    "hhi_low hhi_high cr1 cr3 n_eff band scheme no_data status denominator cuts assumptions notes"
).split()
GAP = (
    "partners demand_t demand_basis demand_source located_t owned_t supply_t target coverage_gap_t single_supplier "
    "single_supplier_share single_supplier_of n1_gross n1_net n1_low horizon outlook horizon_demand_t "
    "horizon_supply_t horizon_pipeline_t horizon_gap_t"
).split()
SUPPLIER = ["supplier", "tonnes", "share", "share_low", "share_high", "presumed_share", "withheld"]


def ask(mineral="lithium", stage=Stage.MINING, basis=Basis.LOCATION, **more):
    return compute(tiny(), Scenario(mineral=mineral, stage=stage, basis=basis, **more))


def test_that_the_json_has_exactly_the_keys_that_were_promised():
    told = gap_json(ask())
    assert list(told) == SHARES + GAP
    assert list(shares_json(ask())) == SHARES
    assert all(list(row) == SUPPLIER for row in told["suppliers"])


def test_that_the_json_is_plain_and_knows_null_but_no_nan():
    for basis in Basis:
        text = json.dumps(gap_json(ask(basis=basis)), allow_nan=False)
        assert json.loads(text)["year"] == 2024


def test_that_a_withheld_supplier_has_null_tonnes_and_shares_add_up_to_one():
    rows = shares_json(ask())["suppliers"]
    (usa,) = (row for row in rows if row["withheld"])
    assert usa["supplier"] == "USA"
    assert usa["tonnes"] is None
    assert usa["share"] is None
    assert sum(row["share"] for row in rows if not row["withheld"]) == pytest.approx(1.0, abs=1e-9)


def test_that_no_answer_is_told_with_nulls():
    told = gap_json(ask(stage=Stage.RECYCLING))
    assert told["suppliers"] == []
    assert told["hhi_low"] is None
    assert told["single_supplier"] is None
    assert told["coverage_gap_t"] is None


@pytest.mark.parametrize("indicator", list(indicators), ids=lambda indicator: indicator.id)
def test_that_every_indicator_says_no_data_where_there_is_none(indicator):
    assert indicator.text(ask(stage=Stage.RECYCLING, partners=frozenset({"JPN"}))) == "no data"
    assert not re.search(r"\bnan\b", indicator.text(ask(basis=Basis.EQUITY)))


def test_that_indicators_tell_the_golden_numbers():
    found = ask("cobalt", basis=Basis.EQUITY)
    told = {indicator.id: indicator.text(found) for indicator in indicators}
    assert told["hhi"] == "2,699, highly concentrated by US DOJ/FTC 2023 (1,000 / 1,800)"
    assert told["cr1"] == "46.4 % (China)"
    assert told["cr3"] == "70.4 %"
    assert told["company_cr1"] == "32.0 % (CMOC)"  # 80 of 250 t
    assert told["n_eff"] == "3.7 at most"
    assert told["partner_share"] == "12.4 %"


def test_that_an_upper_bound_over_the_limit_is_said():
    assert {i.id: i for i in indicators}["single_supplier"].text(ask("lithium", Stage.REFINING, Basis.EQUITY)) == (
        "China 44.4 % of published world output 2024, may exceed 65 %"
    )
    assert crossing(0.60, 0.70, 0.65) == ", may exceed 65 %"
    assert crossing(0.66, 0.70, 0.65) == ""


def test_that_numbers_read_alike_everywhere():
    assert percent(0.42857) == "42.9 %"
    assert tonnes(1234.5, "t Ni") == "1,234 t Ni"
    assert tonnes(0.1234, "t Pt") == "0.123 t Pt"
    assert banded(Band(0.1, 0.2, 0.3)) == "20.0 % (10.0 % to 30.0 %)"
    assert banded(Band(0.2, 0.2, 0.2)) == "20.0 %"
    assert percent(float("nan")) == tonnes(float("nan"), "t") == "no data"
