"""Net import reliance and import sources as shipped: sources told, fractions, forms that add up to the whole."""

import pytest

from mineralmap.datasets import bundled
from mineralmap.datasets.dataset import Dataset


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return bundled.load()


@pytest.mark.parametrize("table", ["reliance", "import_sources"])
def test_that_every_row_names_a_known_source_and_mineral(shipped: Dataset, table: str):
    frame = getattr(shipped, table)
    assert len(frame)
    assert set(frame["source_id"]) <= set(shipped.sources.index)
    assert set(frame["mineral"]) <= set(shipped.minerals.index)


def test_that_the_imports_of_every_form_add_up_to_all_but_rounding(shipped: Dataset):
    sums = shipped.import_sources.groupby(["mineral", "form"])["share"].sum()
    assert ((sums - 1.0).abs() <= 0.0201).all(), sums[(sums - 1.0).abs() > 0.0201]


def test_that_one_form_stands_for_a_stage_of_a_mineral(shipped: Dataset):
    told = shipped.import_sources[shipped.import_sources["stage"] != ""]
    assert (told.groupby(["mineral", "stage"])["form"].nunique() == 1).all()


def test_that_one_figure_stands_for_a_region_mineral_stage_and_year(shipped: Dataset):
    assert not shipped.reliance.duplicated(["region", "mineral", "stage", "year"]).any()


def test_that_a_row_has_a_figure_or_says_net_exporter(shipped: Dataset):
    table = shipped.reliance
    assert (table["value"].notna() | (table["bound"] == "E")).all()
    assert (table["value"].dropna() <= 1).all()


def test_that_published_figures_are_ours(shipped: Dataset):
    # USGS Mineral Commodity Summaries 2026, salient statistics.
    table = shipped.reliance.set_index(["mineral", "stage", "year"])
    assert table.at[("cobalt", "any", 2024), "value"] == 0.74
    assert table.at[("nickel", "any", 2024), "value"] == 0.43
    assert tuple(table.loc[("lithium", "any", 2024), ["value", "bound"]]) == (0.5, ">")
    assert table.at[("graphite", "mining", 2024), "value"] == 1.0
    assert table.at[("rare_earths", "refining", 2024), "value"] == 0.53
