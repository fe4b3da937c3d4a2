"""The shipped tonnes: capacity × unit × factor, nothing gross counted as contained, plausible beside the nations."""

import numpy as np
import pandas as pd
import pytest

from mineralmap.analysis.located import located
from mineralmap.datasets import bundled
from mineralmap.datasets.coverage import country_table, coverage_table
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Stage
from mineralmap.model.units import CONTAINED_PER_TONNE, TONNES


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return bundled.load()


@pytest.mark.parametrize("figure", ["capacity", "production"])
def test_that_contained_tonnes_are_figure_times_unit_times_factor(shipped: Dataset, figure: str):
    outputs = shipped.outputs[shipped.outputs[f"{figure}_t"].notna()]
    tonnes = outputs[figure] * outputs["unit"].map(TONNES) * outputs["factor"]
    assert np.allclose(tonnes, outputs[f"{figure}_t"], rtol=1e-6)


def test_that_the_factor_of_a_row_is_the_named_one(shipped: Dataset):
    outputs = shipped.outputs[shipped.outputs["factor_id"] != ""]
    assert np.allclose(outputs["factor"], outputs["factor_id"].map(shipped.factors["value"]))
    assert (outputs["factor_id"].map(shipped.factors["mineral"]) == outputs["mineral"]).all()


def test_that_a_gross_form_without_a_factor_counts_nothing(shipped: Dataset):
    bare = shipped.outputs[shipped.outputs["factor_id"] == ""]
    assert bare["capacity_t"].isna().all()
    assert bare["production_t"].isna().all()
    gross = shipped.outputs[shipped.outputs["form_class"].isin(["ore", "concentrate", "product", "not stated"])]
    counted = gross[gross["capacity_t"].notna() | gross["production_t"].notna()]
    plain = {f"{mineral}_contained" for mineral in ("lithium", "rare_earths", "graphite")}
    assert not counted["factor_id"].isin(plain).any()


def test_that_every_figure_has_a_year_or_says_what_it_is(shipped: Dataset):
    made = shipped.outputs[shipped.outputs["production"].notna()]
    assert made["production_year"].notna().all()
    could = shipped.outputs[shipped.outputs["capacity"].notna()]
    assert (could["capacity_year"].notna() | (could["figure_basis"] != "")).all()


def test_that_no_figure_is_negative_and_years_are_years(shipped: Dataset):
    assert (shipped.outputs[["capacity", "production", "capacity_t", "production_t"]].min() >= 0).all()
    years = pd.concat([shipped.outputs["capacity_year"], shipped.outputs["production_year"]]).dropna()
    assert years.between(1990, 2027).all()


def test_that_factors_stand_between_their_bounds_and_chemistry_is_right(shipped: Dataset):
    bounded = shipped.factors[shipped.factors["low"].notna()]
    assert (bounded["low"] <= bounded["value"]).all()
    assert (bounded["value"] <= bounded["high"]).all()
    for factor, compound in {
        "li2co3": "Li2CO3",
        "lioh": "LiOH.H2O",
        "licl": "LiCl",
        "co3o4": "Co3O4",
        "coso4_7h2o": "CoSO4.7H2O",
        "niso4_6h2o": "NiSO4.6H2O",
    }.items():
        assert shipped.factors.at[factor, "value"] == pytest.approx(CONTAINED_PER_TONNE[compound], rel=1e-6)


def test_that_derived_rows_stand_in_another_stage_and_say_why(shipped: Dataset):
    derived = shipped.outputs[shipped.outputs["derived"]]
    assert len(derived) >= 25
    assert (derived["notes"] != "").all()
    assert derived["source_id"].str.contains("own-derivation").all()
    assert (derived["facility_id"].map(shipped.facilities["stage"]) == "mining").all()


def test_that_olaroz_is_counted_as_a_chemist_would(shipped: Dataset):
    # 42,500 t of carbonate equivalent / 5.3233 = 7,983.8 t Li, once refined and once mined
    rows = shipped.outputs[shipped.outputs["facility_id"].str.startswith("ARG-olaroz")].set_index("facility_id")
    assert rows.at["ARG-olaroz-refining", "capacity_t"] == pytest.approx(7983.8, abs=0.1)
    assert rows.at["ARG-olaroz-mining", "capacity_t"] == pytest.approx(7983.8, abs=0.1)


def test_that_goro_is_not_counted_by_the_weight_of_its_precipitate(shipped: Dataset):
    outputs = shipped.outputs[shipped.outputs["facility_id"] == "NCL-goro-complex-intermediate"]
    assert outputs.set_index("mineral")["capacity_t"].to_dict() == {"nickel": 40000, "cobalt": 4500}


def test_that_a_country_far_from_its_published_output_has_a_reason(shipped: Dataset):
    table = country_table(shipped)
    outside = table[~table["ratio"].between(0.5, 2)]
    assert outside[outside["reason"] == ""][["mineral", "stage", "iso3"]].to_numpy().tolist() == []


def test_that_the_facilities_stand_for_no_less_of_the_world_than_before(shipped: Dataset):
    ratio = coverage_table(shipped).set_index(["mineral", "stage"])["capacity_to_output"]
    least = {
        ("lithium", "mining"): 1.2,
        ("lithium", "refining"): 1.1,
        ("cobalt", "mining"): 1.0,
        ("cobalt", "refining"): 0.5,
        ("nickel", "mining"): 0.7,
        ("nickel", "refining"): 1.0,
        ("rare_earths", "mining"): 0.8,
        ("graphite", "mining"): 0.6,
    }
    assert {key: ratio[key] >= bound for key, bound in least.items()} == dict.fromkeys(least, True)


def test_that_a_combined_figure_names_facilities_of_the_same_mineral_and_stage(shipped: Dataset):
    outputs = shipped.outputs[shipped.outputs["combined_with"] != ""]
    stage = shipped.facilities["stage"]
    minerals = shipped.outputs.groupby("facility_id")["mineral"].agg(set)
    wrong = [
        (row["facility_id"], name)
        for _, row in outputs.iterrows()
        for name in row["combined_with"].split("; ")
        if name not in stage.index
        or name == row["facility_id"]
        or stage[name] != stage[row["facility_id"]]
        or row["mineral"] not in minerals[name]
    ]
    assert wrong == []
    assert len(outputs) >= 165


def test_that_mines_inside_a_combined_figure_are_known_as_such(shipped: Dataset):
    # KOV, KTO and Mashamba East share one figure of cobalt, which stands at KOV
    plants = located(shipped, "cobalt", Stage.MINING)
    inside = dict(zip(plants.ids, plants.in_combined, strict=True))
    names = ("COD-katanga-kov-mine", "COD-katanga-kto-mine", "COD-katanga-mashamba-east-mine")
    assert [bool(inside[name]) for name in names] == [False, True, True]
    assert located(shipped, "nickel", Stage.MINING).in_combined.sum() >= 30


def test_that_no_output_stands_as_a_capacity(shipped: Dataset):
    could = shipped.outputs[shipped.outputs["capacity"].notna()]
    told = could["figure_basis"].str.contains(r"^(?:annual )?output|made in", case=False, regex=True)
    assert could.loc[told, ["facility_id", "figure_basis"]].to_numpy().tolist() == []


def test_that_old_figures_are_of_low_confidence(shipped: Dataset):
    figures = shipped.outputs[~shipped.outputs["derived"]]
    newest = figures[["capacity_year", "production_year"]].max(axis=1)
    assert (figures.loc[newest <= 2018, "confidence"] == "low").all()


@pytest.mark.parametrize(
    ("facility", "status"),
    [
        ("KOR-onsan-nickel-refinery", "closed"),
        ("ZMB-chambishi-cobalt-plant", "care"),
        ("COD-mukondo-kakande-mountain-mine", "care"),
    ],
)
def test_that_plants_that_lie_still_are_not_counted(shipped: Dataset, facility: str, status: str):
    assert shipped.facilities.at[facility, "status"] == status


def test_that_a_stainless_mill_is_not_counted_as_pig_iron(shipped: Dataset):
    outputs = shipped.outputs.set_index("facility_id")
    assert np.isnan(outputs.at["CHN-guangqing-metal-technology-npi-smelter", "capacity_t"])
    assert outputs.at["CHN-guangdong-guangxin-suntec-npi-smelter", "capacity_t"] == 20000


def test_that_ambatovy_is_counted_by_what_it_can_make(shipped: Dataset):
    for facility in ("MDG-ambatovy-mine", "MDG-refinery-near-toamasina"):
        rows = shipped.outputs[shipped.outputs["facility_id"] == facility].set_index("mineral")["capacity_t"]
        assert rows[["nickel", "cobalt"]].tolist() == [40000, 4000]
