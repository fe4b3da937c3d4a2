"""One question, one answer: the tiny world as its README sums it, and what must hold of every answer."""

import itertools

import numpy as np
import pytest

from mineralmap.analysis.compute import available_stages, available_years, compute
from mineralmap.analysis.owner_lines import owners_of
from mineralmap.analysis.results import OTHER, UNKNOWN
from mineralmap.analysis.unknowns import unknown_table
from mineralmap.errors import Cancelled, InvalidArgument
from mineralmap.model.scenario import Basis, Measure, Scenario, Stage
from tests.analysis.worlds import tiny

QUESTIONS = [
    Scenario(mineral=mineral, stage=stage, basis=basis, measure=measure)
    for mineral, stage, basis, measure in itertools.product(["lithium", "cobalt"], Stage, Basis, Measure)
]


def tonnes(mineral, stage, basis):
    found = compute(tiny(), Scenario(mineral=mineral, stage=stage, basis=basis)).suppliers
    return {row.supplier: row.tonnes for row in found.itertuples() if not row.withheld}


def test_that_lithium_mining_comes_out_as_summed_by_hand():
    mining = Stage.MINING
    assert tonnes("lithium", mining, Basis.LOCATION) == {"AUS": 100, "CHL": 60, "CHN": 30, OTHER: 10}
    assert tonnes("lithium", mining, Basis.EQUITY) == pytest.approx(
        {"CHL": 60, "USA": 39.2, "CHN": 20.808, "AUS": 19.992, OTHER: 10, UNKNOWN: 50}
    )
    assert tonnes("lithium", mining, Basis.CONTROL) == pytest.approx({"CHN": 80, "CHL": 60, OTHER: 10, UNKNOWN: 50})


def test_that_lithium_refining_comes_out_as_summed_by_hand():
    assert tonnes("lithium", Stage.REFINING, Basis.EQUITY) == pytest.approx(
        {"CHN": 80, "USA": 40, "JPN": 7.5, "AUS": 2.5, OTHER: 10, UNKNOWN: 40}
    )
    found = compute(tiny(), Scenario(mineral="lithium", stage=Stage.REFINING))
    assert found.coverage == pytest.approx(170 / 180)
    assert found.presumed_share == pytest.approx(82.5 / 180)


@pytest.mark.parametrize("scenario", QUESTIONS, ids=lambda s: f"{s.mineral}-{s.stage}-{s.basis}-{s.measure}")
def test_that_every_answer_keeps_its_promises(scenario):
    found = compute(tiny(), scenario)
    if found.no_data:
        assert not len(found.suppliers)
        assert np.isnan([found.total_t, found.concentration.hhi_low, found.partner.share.point]).all()
        return
    known = found.suppliers[~found.suppliers["withheld"]]
    assert known["share"].sum() == pytest.approx(1.0, abs=1e-9)
    assert found.total_t == pytest.approx(found.denominator_t, abs=1e-9)
    assert (known["share_low"] <= known["share"] + 1e-12).all()
    assert (known["share"] <= known["share_high"] + 1e-12).all()
    share = found.partner.share
    assert 0 <= share.low <= share.point <= share.high <= 1
    rows = found.facilities
    assert (rows["partner_low"] <= rows["partner_share"] + 1e-12).all()
    assert (rows["partner_share"] <= rows["partner_high"] + 1e-12).all()
    parts = found.credits.groupby("facility_id")["share"].sum()
    assert parts.to_numpy() == pytest.approx(1.0, abs=1e-9)
    assert set(parts.index) == set(rows.index)


def test_that_groups_name_the_partner_with_the_largest_equity():
    rows = compute(tiny(), Scenario(mineral="lithium", stage=Stage.REFINING)).facilities
    assert rows["group"].to_dict() == {
        "CHN-ganfeng": "",
        "CHN-nameless": "UNKNOWN",
        "CHL-la-negra": "USA",
        "JPN-naraha": "JPN",
        "USA-kings": "USA",
    }
    off = compute(tiny(), Scenario(mineral="lithium", stage=Stage.REFINING, partners=frozenset())).facilities
    assert set(off["group"]) == {"", "UNKNOWN"}


def test_that_latest_is_the_newest_year_and_another_year_can_be_asked_for():
    assert available_years(tiny(), "lithium", Stage.MINING) == [2024, 2023]
    older = compute(tiny(), Scenario(mineral="lithium", stage=Stage.MINING, year=2023, basis=Basis.LOCATION))
    assert older.denominator_t == 150
    assert older.year == 2023
    assert compute(tiny(), Scenario(mineral="lithium", stage=Stage.MINING)).year == 2024
    assert available_stages(tiny(), "lithium") == [Stage.MINING, Stage.REFINING]


def test_that_a_word_nobody_knows_is_refused_in_one_sentence():
    with pytest.raises(InvalidArgument, match="unobtainium"):
        compute(tiny(), Scenario(mineral="unobtainium"))
    with pytest.raises(InvalidArgument, match="NARNIA"):
        compute(tiny(), Scenario(mineral="lithium", partners=frozenset({"NARNIA"})))


def test_that_work_ends_when_it_is_called_off():
    def off():
        raise Cancelled

    with pytest.raises(Cancelled):
        compute(tiny(), Scenario(mineral="lithium"), off)


def test_that_the_same_question_has_the_same_answer_to_the_last_bit():
    first, second = (compute(tiny(), Scenario(mineral="cobalt", stage=Stage.MINING)) for _ in range(2))
    assert first.suppliers.equals(second.suppliers)
    assert first.facilities.equals(second.facilities)


def test_that_owners_are_told_along_their_path_with_the_stakes():
    lines = owners_of(tiny(), "AUS-greenbushes")
    assert [(line.owner, line.owner_iso3, round(line.share, 6)) for line in lines] == [
        ("Albemarle", "USA", 0.49),
        ("Tianqi Lithium", "CHN", 0.2601),
        ("IGO", "AUS", 0.2499),
    ]
    assert lines[1].path == (
        "Talison Lithium 100 %",
        "Windfield Holdings 100 %",
        "Tianqi Lithium Energy Australia 51 %",
        "Tianqi Lithium 51 %",
    )


def test_that_owners_without_figures_are_named_and_the_rest_is_not_known():
    lines = owners_of(tiny(), "CHN-quzhou")
    assert [line.owner for line in lines] == ["Huayou Cobalt", "Glencore", "not known"]
    assert [line.grade for line in lines] == ["unknown"] * 3
    assert lines[2].share == 1.0
    (presumed,) = (line for line in owners_of(tiny(), "JPN-naraha") if line.grade == "presumed")
    assert (presumed.owner, presumed.share) == ("Allkem", 0.25)


def test_that_the_table_of_unknown_parts_has_every_stage():
    table = unknown_table(tiny()).set_index(["mineral", "stage"])
    assert table["unknown_share"].to_dict() == pytest.approx(
        {
            ("lithium", "mining"): 0.25,
            ("lithium", "refining"): 40 / 180,
            ("cobalt", "mining"): 0.0,
            ("cobalt", "refining"): 0.70,
        }
    )
