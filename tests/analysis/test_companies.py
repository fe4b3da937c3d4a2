"""The same tonnes by company: where tracing stops, who controls, who runs the site; and what no company may be told."""

import pytest

from mineralmap.analysis.compute import available_stages, compute
from mineralmap.analysis.results import OTHER, UNKNOWN
from mineralmap.datasets import bundled
from mineralmap.model.scenario import Basis, Measure, Scenario, Stage
from tests.analysis.worlds import tiny, world

DATA = bundled.load()
HOLDING = {"country_iso3": "LUX", "stops": False, "kind": "holding"}


def companies(dataset, basis, **asked):
    found = compute(dataset, Scenario(**{"mineral": "cobalt", "stage": Stage.MINING, "basis": basis, **asked}))
    return dict(zip(found.companies["supplier"], found.companies["tonnes"], strict=True)), found


def test_that_companies_share_the_golden_fixture_as_summed_by_hand():
    # F1 100 (80 and 20), F2 40 (75 and 25), F3 60 (60, 30, 10), F4 50 (half and half), of 250.
    owners, found = companies(tiny(), Basis.EQUITY)
    assert sum(owners.values()) == pytest.approx(250)
    by_nation = found.companies.groupby("nation")["share"].sum().to_dict()
    assert by_nation == pytest.approx(
        {"CHN": 0.464, "COD": 0.12, "CHE": 0.12, "AUS": 0.10, "USA": 0.10, "IDN": 0.072, "JPN": 0.024}
    )


def test_that_concentration_by_company_squares_the_companies_shares():
    made = world(
        plants={"A": {"host_iso3": "COD", "capacity_t": 60}, "B": {"host_iso3": "COD", "capacity_t": 40}},
        owners={"a": "CHN", "b": "CHN"},
        stakes=[("a", "A", 1.0), ("b", "B", 1.0)],
    )
    _, found = companies(made, Basis.EQUITY, measure=Measure.CAPACITY)
    assert found.concentration.hhi_low == pytest.approx(10000)
    assert found.company_concentration.hhi_low == pytest.approx(60**2 + 40**2)
    assert found.company_concentration.cr1 == pytest.approx(0.6)
    assert found.company_concentration.n_eff == pytest.approx(10000 / 5200)
    assert found.company_concentration.scheme == found.concentration.scheme


def test_that_what_is_presumed_among_several_of_one_nation_is_no_companys():
    made = world(
        plants={"F": {"host_iso3": "COD", "capacity_t": 100}},
        owners={"a": "CHN", "b": "CHN", "j": "JPN"},
        stakes=[("a", "F", None), ("b", "F", None), ("j", "F", 0.4)],
    )
    owners, found = companies(made, Basis.EQUITY, measure=Measure.CAPACITY)
    assert found.supplier_share("CHN") == pytest.approx(0.6)
    assert owners == pytest.approx({"j": 40, UNKNOWN: 60})
    assert any("60.0 % of the total is presumed of a nation" in note for note in found.notes)


def test_that_a_sole_owner_without_a_figure_is_presumed_of_the_company_too():
    made = world(plants={"F": {"host_iso3": "COD", "capacity_t": 10}}, owners={"a": "CHN"}, stakes=[("a", "F", None)])
    owners, found = companies(made, Basis.EQUITY, measure=Measure.CAPACITY)
    assert owners == {"a": 10}
    assert found.companies["share_low"].tolist() == [0.0]


def test_that_control_gives_all_to_the_company_at_the_top():
    made = world(
        plants={"F": {"host_iso3": "COD", "capacity_t": 100}},
        owners={"jv": HOLDING, "top": "CHN", "j": "JPN"},
        stakes=[("jv", "F", 0.7), ("j", "F", 0.3), ("top", "jv", 0.6), ("j", "jv", 0.4)],
    )
    assert companies(made, Basis.CONTROL, measure=Measure.CAPACITY)[0] == {"top": 100}
    assert companies(made, Basis.EQUITY, measure=Measure.CAPACITY)[0] == pytest.approx({"top": 42, "j": 58})


def test_that_location_counts_for_the_operator_as_the_source_names_it():
    made = world(
        plants={
            "A": {"host_iso3": "COD", "capacity_t": 50, "operator": "GLENCORE "},
            "B": {"host_iso3": "COD", "capacity_t": 30, "operator": "Small Mines"},
            "C": {"host_iso3": "COD", "capacity_t": 10, "operator": "small mines"},
            "D": {"host_iso3": "COD", "capacity_t": 10},
        },
        owners={"glen": {"name": "Glencore", "country_iso3": "CHE", "stops": True}},
    )
    owners, found = companies(made, Basis.LOCATION, measure=Measure.CAPACITY)
    assert owners == {"glen": 50, "Small Mines": 40, UNKNOWN: 10}
    assert found.companies["nation"].tolist() == ["CHE", "", ""]


@pytest.mark.parametrize("basis", list(Basis))
@pytest.mark.parametrize("measure", list(Measure))
def test_that_companies_add_up_to_one_on_all_shipped_data(basis, measure):
    for mineral in DATA.minerals.index:
        for stage in available_stages(DATA, mineral):
            found = compute(DATA, Scenario(mineral=mineral, stage=stage, basis=basis, measure=measure))
            if found.no_data:
                assert not len(found.companies)
                continue
            table = found.companies
            assert table["share"].sum() == pytest.approx(1.0, abs=1e-9)
            assert (table["share_low"] <= table["share"]).all()
            assert (table["share"] <= table["share_high"]).all()
            named = [supplier for supplier in table["supplier"] if supplier not in {OTHER, UNKNOWN}]
            assert table["supplier"].tolist()[: len(named)] == named
            assert len(set(named)) == len(named)


def test_that_companies_of_a_nation_never_have_more_than_the_nation():
    found = compute(DATA, Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.EQUITY))
    nations = found.shares["share"]
    for nation, share in found.companies.groupby("nation")["share"].sum().items():
        if nation:
            assert share <= nations[nation] + 1e-9
