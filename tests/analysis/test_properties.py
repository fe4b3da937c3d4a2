"""What must hold of every answer on any data: conservation, bounds, concentration, and no matter of order."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mineralmap.analysis.compute import compute
from mineralmap.model.scenario import Basis, Denominator, Measure, Scenario, Stage
from tests.analysis.worlds import golden, tiny, world

HOSTS = ["COD", "IDN", "AUS", "USA"]
OWNERS = {
    "c": "CHN", "d": "CHN", "j": "JPN", "u": "USA",
    "h": {"country_iso3": "LUX", "stops": False, "kind": "holding"},
    "x": {"country_iso3": "", "stops": True, "kind": "undisclosed"},
}  # fmt: skip
TONNES = st.one_of(st.none(), st.floats(0.001, 1e6))


@st.composite
def small_worlds(draw):
    plants, stakes = {}, []
    for number in range(draw(st.integers(1, 6))):
        name = f"F{number}"
        plants[name] = {
            "host_iso3": draw(st.sampled_from(HOSTS)),
            "capacity_t": draw(TONNES),
            "status": draw(st.sampled_from(["operating", "operating", "construction", "planned", "unknown"])),
            "operator": draw(st.sampled_from(["", "c", "Some Operator"])),
        }
        if (made := draw(TONNES)) is not None:
            plants[name] |= {"production_t": made, "production_year": draw(st.sampled_from([2023, 2024]))}
    for entity in [*plants, "h"]:
        left = 1.0
        for owner in draw(st.lists(st.sampled_from(list(OWNERS)), max_size=3, unique=True)):
            if owner != entity:
                stake = draw(st.one_of(st.none(), st.floats(0.01, 1.0)))
                stakes.append((owner, entity, None if stake is None else min(stake, left)))
                left = max(0.0, left - (stakes[-1][2] or 0.0))
    national = {iso3: draw(TONNES) for iso3 in draw(st.lists(st.sampled_from(HOSTS), unique=True))}
    if draw(st.booleans()):
        national["WLD"] = draw(st.floats(1.0, 4e6))
    return plants, stakes, national


QUESTIONS = st.builds(
    Scenario,
    mineral=st.just("cobalt"),
    stage=st.just(Stage.MINING),
    basis=st.sampled_from(list(Basis)),
    measure=st.sampled_from(list(Measure)),
    denominator=st.sampled_from(list(Denominator)),
    cuts=st.sampled_from([(), ("owner:CHN=0.5",), ("host:USA", "owner:j"), ("facility:F0",)]),
)


@settings(max_examples=100, deadline=None)
@given(small_worlds(), QUESTIONS)
def test_that_every_answer_on_any_data_keeps_its_promises(made, asked):
    plants, stakes, national = made
    found = compute(world(plants=plants, owners=OWNERS, stakes=stakes, national=national), asked)
    if found.no_data:
        assert not len(found.suppliers)
        assert not len(found.companies)
        assert np.isnan([found.total_t, found.concentration.hhi_low, found.partner.share.point]).all()
        return
    known = found.suppliers[~found.suppliers["withheld"]]
    assert found.total_t == pytest.approx(found.denominator_t, rel=1e-9)
    for table in (known, found.companies):
        assert table["share"].sum() == pytest.approx(1.0, abs=1e-9)
        assert (table["share_low"] <= table["share"] + 1e-12).all()
        assert (table["share"] <= table["share_high"] + 1e-12).all()
        assert (table["tonnes"] >= 0).all()
    for one in (found.concentration, found.company_concentration):
        if not np.isnan(one.hhi_low):
            assert 0 < one.hhi_low <= one.hhi_high + 1e-6
            assert one.hhi_high <= 10000 + 1e-6
            assert one.n_eff >= 1 - 1e-9
            assert one.cr1 <= one.cr3 + 1e-12
    share = found.partner.share
    assert 0 <= share.low <= share.point <= share.high <= 1
    assert found.cut_t >= -1e-9


@settings(max_examples=40, deadline=None)
@given(small_worlds(), QUESTIONS, st.randoms(use_true_random=False))
def test_that_the_order_of_rows_changes_no_figure(made, asked, random):
    plants, stakes, national = made
    names = random.sample(list(plants), len(plants))
    one = compute(world(plants=plants, owners=OWNERS, stakes=stakes, national=national), asked)
    other = compute(
        world(
            plants={name: plants[name] for name in names},
            owners=OWNERS,
            stakes=random.sample(stakes, len(stakes)),
            national=national,
        ),
        asked,
    )
    assert one.no_data == other.no_data
    assert one.shares["tonnes"].to_dict() == pytest.approx(other.shares["tonnes"].to_dict(), rel=1e-9, nan_ok=True)
    weights = other.facilities["weight_t"].reindex(one.facilities.index)
    assert one.facilities["weight_t"].to_numpy() == pytest.approx(weights.to_numpy(), rel=1e-9, nan_ok=True)
    assert one.concentration.hhi_high == pytest.approx(other.concentration.hhi_high, rel=1e-9, nan_ok=True)


@pytest.mark.parametrize("basis", list(Basis))
def test_that_a_partner_switched_off_and_on_again_leaves_no_trace(basis):
    asked = Scenario(mineral="lithium", stage=Stage.MINING, basis=basis)
    first = compute(tiny(), asked)
    compute(tiny(), Scenario(mineral="lithium", stage=Stage.MINING, basis=basis, partners=frozenset({"JPN"})))
    again = compute(tiny(), asked)
    assert first.facilities.equals(again.facilities)
    assert first.partner == again.partner
    assert first.missing.equals(again.missing)


def test_that_an_answer_can_be_changed_without_changing_the_next():
    asked = Scenario(mineral="lithium", stage=Stage.MINING)
    first = compute(tiny(), asked)
    kept = first.suppliers.copy(), first.facilities.copy()
    first.suppliers["share"] = 0.0
    first.facilities["weight_t"] = 0.0
    again = compute(tiny(), asked)
    assert again.suppliers.equals(kept[0])
    assert again.facilities.equals(kept[1])


def test_that_a_single_facility_is_one_supplier_and_not_an_error():
    made = world(plants={"F": {"host_iso3": "COD", "capacity_t": 5}}, owners={"a": "CHN"}, stakes=[("a", "F", 1.0)])
    found = compute(made, Scenario(mineral="cobalt", stage=Stage.MINING, measure="capacity", basis="equity"))
    assert (found.concentration.hhi_low, found.concentration.n_eff, found.concentration.cr3) == (10000, 1, 1)
    assert found.company_concentration == found.concentration


def test_that_the_golden_concentration_is_the_published_arithmetic():
    # Σ s² of 46.4, 12, 12, 10, 10, 7.2 and 2.4 is 2698.56; 10000 ÷ that 3.71; the three largest 70.4 %.
    found = compute(tiny(), Scenario(mineral="cobalt", stage=Stage.MINING, basis="equity")).concentration
    assert found.hhi_low == pytest.approx(2698.56, abs=1e-9)
    assert round(found.n_eff, 2) == 3.71
    assert found.cr3 == pytest.approx(0.704)
    hhi = {row["basis"]: float(row["hhi"]) for row in golden("four_facilities")}
    assert hhi == {"location": 4112.0, "equity": 2698.56, "control": 4552.0}
