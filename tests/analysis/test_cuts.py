"""What falls away: by owner, host and facility, in any order, and what is said of it."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mineralmap.analysis.compute import available_stages, compute
from mineralmap.datasets import bundled
from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import Basis, Measure, Scenario, Stage
from tests.analysis.worlds import tiny, world

DATA = bundled.load()
HOLDING = {"country_iso3": "LUX", "stops": False, "kind": "holding"}
COBALT = Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.EQUITY)


def cut(*words, basis=Basis.EQUITY, dataset=None, **asked):
    known = {"mineral": "cobalt", "stage": Stage.MINING, **asked}
    return compute(dataset or tiny(), Scenario(basis=basis, cuts=words, **known))


def test_that_an_owners_cut_takes_its_equity_part():
    # Golden fixture of 250: CHN has 80 of F1, 36 of F3: 116 in all, none of F2 and F4. q′ = q · (1 − part).
    found = cut("owner:CHN")
    assert found.cut_t == pytest.approx(116)
    assert found.denominator_t == pytest.approx(134)
    assert found.facilities.loc["COD-f1", "weight_t"] == pytest.approx(20)
    assert found.facilities.loc["IDN-f3", "weight_t"] == pytest.approx(24)


def test_that_what_an_owners_cut_leaves_belongs_to_the_others_alone():
    # F1 20 and F2 10 stay with COD, F2 30 with CHE, F3 18 with IDN and 6 with JPN, F4 25 each with AUS and USA.
    kept = {"COD": 30, "CHE": 30, "AUS": 25, "USA": 25, "IDN": 18, "JPN": 6}
    assert cut("owner:CHN").shares["tonnes"].to_dict() == pytest.approx(kept)
    assert cut("owner:CHN").companies["tonnes"].sum() == pytest.approx(134)
    # Half of China's part: 58 t stay with it, and nobody else loses any.
    assert cut("owner:CHN=0.5").shares["tonnes"].to_dict() == pytest.approx({**kept, "CHN": 58})


def test_that_two_owners_cut_lose_both_their_parts():
    # CHN 116 and JPN 6 of 250: the parts of two owners of one facility add up, they do not multiply.
    assert cut("owner:CHN", "owner:JPN").cut_t == pytest.approx(122)


def test_that_an_owner_who_loses_all_no_longer_controls():
    # By control CHN has F1 and F3 (160); without it COD has the 20 left of F1, F3 is shared by IDN 18 and JPN 6.
    found = cut("owner:CHN", basis=Basis.CONTROL)
    assert found.shares["tonnes"].to_dict() == pytest.approx(
        {"CHE": 40, "AUS": 25, "USA": 25, "COD": 20, "IDN": 18, "JPN": 6}
    )
    # One that keeps half of its part goes on to control what is left of the facility: F1 60, F3 42.
    assert cut("owner:CHN=0.5", basis=Basis.CONTROL).shares["tonnes"]["CHN"] == pytest.approx(102)


def test_that_half_a_host_is_half_its_tonnes():
    found = cut("host:COD=0.5", basis=Basis.LOCATION)
    assert found.cut_t == pytest.approx(70)
    assert found.shares["tonnes"].to_dict() == pytest.approx({"COD": 70, "IDN": 60, "AUS": 50})


def test_that_a_facility_can_fall_away_alone():
    found = cut("facility:COD-f1")
    assert found.cut_t == pytest.approx(100)
    assert found.facilities.loc["COD-f1", "weight_from"].endswith(", cut")


def test_that_a_hosts_cut_takes_what_no_facility_explains_there_and_says_so():
    # Australia publishes 100, Greenbushes explains 80 of it.
    found = cut("host:AUS", mineral="lithium", basis=Basis.LOCATION)
    assert found.cut_t == pytest.approx(100)
    assert "AUS" not in set(found.suppliers["supplier"])
    assert any("20 t are output that no facility explains" in note for note in found.notes)


def test_that_an_owners_cut_says_what_it_cannot_reach():
    found = cut("owner:CHN", mineral="lithium")
    # Australia 20 and China 30 have no facility.
    assert any("cannot reach 50 t" in note for note in found.notes)


def test_that_a_companys_cut_takes_all_that_runs_through_it():
    made = world(
        plants={"F": {"host_iso3": "COD", "capacity_t": 100}},
        owners={"h": HOLDING, "top": "CHN", "j": "JPN"},
        stakes=[("h", "F", 0.6), ("j", "F", 0.4), ("top", "h", 0.5), ("j", "h", 0.5)],
    )
    by = {name: cut(f"owner:{name}", dataset=made, measure=Measure.CAPACITY).cut_t for name in ("h", "top", "j")}
    assert by == pytest.approx({"h": 60, "top": 30, "j": 70})
    # Without the holding nothing of its way stays, neither top's 30 nor j's 30; j keeps the 40 it holds itself.
    left = cut("owner:h", dataset=made, measure=Measure.CAPACITY)
    assert left.shares["tonnes"].to_dict() == pytest.approx({"JPN": 40})


def test_that_everything_cut_is_no_data():
    found = cut("host:COD", "host:IDN", "host:AUS")
    assert found.no_data == "All supply is cut away."
    assert np.isnan(found.concentration.hhi_low)


def test_that_rounding_leaves_nothing_of_all():
    plants = {f"F{n}": {"host_iso3": "COD", "capacity_t": 886002.5 if n == 0 else None} for n in range(4)}
    made = world(plants=plants, national={"WLD": 1.0})
    found = cut("facility:F0", dataset=made, basis=Basis.LOCATION)
    assert (found.no_data, found.cut_t) == ("All supply is cut away.", pytest.approx(1.0))


@pytest.mark.parametrize(
    "word", ["CHN", "owner", "owner:", "passage:suez", "owner:CHN=2", "owner:CHN=half", "host:XXX", "facility:F9"]
)
def test_that_a_word_that_is_no_cut_is_refused_with_a_hint(word):
    with pytest.raises(InvalidArgument) as refused:
        cut(word)
    assert refused.value.hint


WORDS = ["owner:CHN", "owner:EU=0.5", "host:COD=0.4", "host:IDN", "facility:AUS-f4=0.25", "owner:USA"]


@settings(max_examples=25, deadline=None)
@given(st.permutations(WORDS), st.sampled_from(list(Basis)))
def test_that_a_then_b_is_b_then_a_to_the_last_bit(words, basis):
    first, second = cut(*words[:3], basis=basis), cut(*words[2::-1], basis=basis)
    assert np.array_equal(first.facilities["weight_t"], second.facilities["weight_t"], equal_nan=True)
    assert first.suppliers.equals(second.suppliers)
    assert first.cut_t == second.cut_t


@pytest.mark.parametrize("measure", list(Measure))
def test_that_no_cut_and_a_cut_of_nothing_are_the_baseline_bit_for_bit(measure):
    for mineral in ("nickel", "lithium", "cobalt", "rare_earths"):
        for stage, basis in itertools.product(available_stages(DATA, mineral), Basis):
            asked = {"mineral": mineral, "stage": stage, "basis": basis, "measure": measure}
            plain = compute(DATA, Scenario(**asked))
            none = compute(DATA, Scenario(**asked, cuts=("owner:CHN=0", "host:IDN=0")))
            assert np.array_equal(plain.facilities["weight_t"], none.facilities["weight_t"], equal_nan=True)
            assert plain.suppliers.equals(none.suppliers)
            assert plain.companies.equals(none.companies)
            assert none.cut_t == plain.cut_t == 0.0


@pytest.mark.parametrize("basis", list(Basis))
def test_that_what_is_left_still_adds_up_on_the_shipped_data(basis):
    for mineral, stage in (("nickel", Stage.REFINING), ("cobalt", Stage.MINING), ("lithium", Stage.MINING)):
        plain = compute(DATA, Scenario(mineral=mineral, stage=stage, basis=basis))
        found = compute(DATA, Scenario(mineral=mineral, stage=stage, basis=basis, cuts=("owner:CHN", "host:AUS=0.5")))
        told = found.suppliers[~found.suppliers["withheld"]]
        assert told["share"].sum() == pytest.approx(1.0, abs=1e-9)
        assert found.companies["share"].sum() == pytest.approx(1.0, abs=1e-9)
        assert found.denominator_t + found.cut_t == pytest.approx(plain.denominator_t)
        assert found.coverage == plain.coverage
        if basis is not Basis.CONTROL:  # who loses control leaves the others with what is theirs
            assert found.gap.supply.point <= plain.gap.supply.point + 1e-9
