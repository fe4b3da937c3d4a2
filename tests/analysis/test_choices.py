"""Other denominators, bands and assumptions: what they change, and that they say so."""

import numpy as np
import pytest

from mineralmap.analysis.compute import compute
from mineralmap.datasets import bundled
from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import Basis, Denominator, Measure, Scenario, Stage
from tests.analysis.worlds import tiny, world

DATA = bundled.load()


def lithium(**asked):
    return compute(tiny(), Scenario(**{"mineral": "lithium", "stage": Stage.MINING, **asked}))


def test_that_shares_of_the_named_countries_leave_the_rest_of_the_world_out():
    # 200 = AUS 100 + CHL 60 + CHN 30 + other 10.
    found = lithium(denominator="named", basis=Basis.LOCATION)
    assert found.denominator_t == 190
    assert found.shares["share"].dropna().to_dict() == pytest.approx(
        {"AUS": 100 / 190, "CHL": 60 / 190, "CHN": 30 / 190}
    )
    assert "sum of the named countries" in found.denominator_source


def test_that_facilities_in_unnamed_countries_have_no_part_in_the_named_ones():
    # Naraha in Japan is credited with 10 of the table's other 20.
    found = compute(tiny(), Scenario(mineral="lithium", stage=Stage.REFINING, denominator=Denominator.NAMED))
    assert found.denominator_t == 160
    assert found.facilities.loc["JPN-naraha", "weight_from"] == "country not named in the table"


def test_that_shares_of_what_is_located_leave_out_what_no_facility_explains():
    found = lithium(denominator="located", basis=Basis.LOCATION)
    assert found.denominator_t == pytest.approx(140)
    assert found.shares["share"].dropna().to_dict() == pytest.approx({"AUS": 80 / 140, "CHL": 60 / 140})
    assert found.denominator_source.startswith("what located facilities explain")
    assert found.coverage == lithium().coverage == pytest.approx(0.70)


def test_that_capacity_is_always_of_what_is_located():
    one, other = (lithium(measure=Measure.CAPACITY, denominator=kind) for kind in ("world", "named"))
    assert one.suppliers.equals(other.suppliers)


@pytest.mark.parametrize("denominator", list(Denominator))
@pytest.mark.parametrize("basis", list(Basis))
def test_that_shares_add_up_and_keep_their_bounds_under_every_denominator(denominator, basis):
    for mineral, stage in (("nickel", Stage.REFINING), ("lithium", Stage.MINING), ("cobalt", Stage.REFINING)):
        found = compute(DATA, Scenario(mineral=mineral, stage=stage, basis=basis, denominator=denominator))
        known = found.suppliers[~found.suppliers["withheld"]]
        assert known["share"].sum() == pytest.approx(1.0, abs=1e-9)
        assert (known["share_low"] <= known["share"]).all()
        assert (known["share"] <= known["share_high"]).all()
        assert 0 <= found.partner.share.low <= found.partner.share.point <= found.partner.share.high <= 1


def test_that_a_withheld_output_that_its_plants_publish_widens_the_bounds():
    # 100 published; the plant in the withheld country publishes 25: AUS lies in [60/125, 60/100], USA in [0, 25/125].
    made = world(
        plants={"U": {"host_iso3": "USA", "production_t": 25, "production_year": 2024}},
        owners={"u": "USA"},
        stakes=[("u", "U", 1.0)],
        national={"AUS": 60, "CHL": 40, "USA": None, "WLD": 100},
    )
    found = compute(made, Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.LOCATION))
    row = found.shares.loc["AUS"]
    assert (row["share_low"], row["share"], row["share_high"]) == pytest.approx((60 / 125, 0.6, 0.6))
    share = found.partner.share
    assert (share.low, share.point, share.high) == pytest.approx((0, 0, 25 / 125))
    assert any("25 t) widens the bounds" in note for note in found.notes)


def test_that_a_withheld_output_of_unknown_size_is_said_to_be_so():
    made = world(plants={}, national={"AUS": 60, "USA": None, "WLD": 100})
    found = compute(made, Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.LOCATION))
    assert any("How much is not known" in note for note in found.notes)


def test_that_bands_are_named_and_can_be_changed():
    asked = {"mineral": "cobalt", "stage": Stage.MINING, "basis": Basis.EQUITY}
    # HHI 2698.56.
    told = {
        scheme: compute(tiny(), Scenario(**asked, scheme=scheme, assumptions=changed)).concentration
        for scheme, changed in (
            ("doj2023", ()),
            ("doj2010", ()),
            ("own", (("band_moderate", 2600.0), ("band_high", 2700.0))),
        )
    }
    assert told["doj2023"].band == told["doj2010"].band == "highly concentrated"
    assert told["doj2010"].scheme == "US DOJ/FTC 2010 (1,500 / 2,500)"
    assert told["own"].band == "moderately concentrated"
    assert told["own"].scheme == "own bands (2,600 / 2,700)"
    with pytest.raises(InvalidArgument, match="dow"):
        compute(tiny(), Scenario(**asked, scheme="dow"))
    with pytest.raises(InvalidArgument, match="above"):
        compute(tiny(), Scenario(**asked, scheme="own", assumptions=(("band_moderate", 2600.0), ("band_high", 100.0))))


PIPELINE = {
    "F": {"host_iso3": "USA", "capacity_t": 10},
    "N": {"host_iso3": "USA", "capacity_t": 40, "status": "construction"},
    "P": {"host_iso3": "USA", "capacity_t": 100, "status": "planned"},
}


def gap(**changed):
    made = world(
        plants=PIPELINE, demand=[{"region": "USA", "year": 2024, "quantity_t": 1000, "kind": "apparent consumption"}]
    )
    pairs = tuple((key.replace("__", ":"), value) for key, value in changed.items())
    asked = Scenario(
        mineral="cobalt", stage=Stage.MINING, basis=Basis.LOCATION, partners=frozenset({"USA"}), assumptions=pairs
    )
    return compute(made, asked)


def test_that_the_chance_of_projects_is_the_users():
    # 40 × 0.9 = 36, 100 × 0.1 = 10.
    assert gap().gap.closers["added_t"].tolist() == pytest.approx([36, 10])
    told = gap(p_construction=0.5, p_planned=0.4, use=0.5)
    assert told.gap.closers["added_t"].tolist() == pytest.approx([20, 10])
    assert told.gap.closers["facility_id"].tolist() == ["P", "N"]
    assert sum(note.startswith("Changed by the user: ") for note in told.notes) == 3


def test_that_targets_limits_and_demand_are_the_users():
    # Demand 1000 × target 10 % less 10 located: 90, nine facilities of 10.
    plain = gap().gap
    assert (plain.gap_t, plain.gap_in_facilities) == pytest.approx((90, 9))
    assert gap(target_mining=0.5).gap.gap_t == pytest.approx(490)
    assert gap(target_mining=0.5).gap.target_name == "chosen by the user"
    told = gap(demand__USA=200.0).gap
    assert (told.demand_t, told.demand_basis, told.gap_t) == pytest.approx((200, "assumption", 10))
    assert gap(single_limit=0.3).gap.single_limit == 0.3


def test_that_a_factor_of_the_users_changes_the_contained_tonnes():
    rows = {"capacity": 1000, "capacity_t": 50, "factor_id": "ore", "factor": 0.05}
    made = world(
        plants={"F": {"host_iso3": "USA", **rows}, "G": {"host_iso3": "CHL", "capacity_t": 50}},
        factors=[{"factor_id": "ore", "mineral": "cobalt", "name": "ore", "value": 0.05, "kind": "assumption"}],
    )
    asked = Scenario(
        mineral="cobalt", stage=Stage.MINING, basis="location", measure="capacity", assumptions=(("factor:ore", 0.15),)
    )
    found = compute(made, asked)
    assert found.shares["tonnes"].to_dict() == {"USA": 150, "CHL": 50}
    assert found.dataset_key == made.key
    assert found.dataset.key != made.key
    assert any("ore = 0.15" in note for note in found.notes)
    assert compute(found.dataset, asked).dataset is found.dataset
    with pytest.raises(InvalidArgument, match="nonsense"):
        compute(made, Scenario(mineral="cobalt", assumptions=(("factor:nonsense", 0.1),)))


def test_that_two_suppliers_can_be_taken_away():
    demand = [{"region": name, "year": 2024, "quantity_t": tonnes, "kind": "apparent consumption", "unit": "t"}
              for name, tonnes in (("WLD", 100), ("CHN", 40), ("COD", 10))]  # fmt: skip
    made = world(national={"COD": 60, "CHN": 30, "AUS": 20, "WLD": 110}, demand=demand)
    found = compute(made, Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.LOCATION)).gap
    assert (found.n1_gross, found.n1_net) == pytest.approx((50 / 100, 50 / 90))
    assert (found.n2_gross, found.n2_net) == pytest.approx((20 / 100, 20 / 50))


def test_that_one_supplier_alone_leaves_n_minus_2_without_data():
    made = world(national={"COD": 60, "WLD": 60})
    found = compute(made, Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.LOCATION))
    assert np.isnan([found.gap.n2_gross, found.gap.n2_net]).all()
    assert found.concentration.hhi_low == pytest.approx(10000)


def test_that_a_stage_without_anything_is_no_data_and_says_why():
    found = compute(world(), Scenario(mineral="cobalt", stage=Stage.RECYCLING))
    assert found.no_data
    assert np.isnan([found.concentration.hhi_low, found.gap.gap_t, found.partner.share.point]).all()
    assert not len(found.companies)
