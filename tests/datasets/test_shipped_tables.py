"""The shipped facility tables hold together: ids, references, allowed values, a source for every row."""

import pytest

from mineralmap.datasets import bundled
from mineralmap.datasets.dataset import Dataset

MADE = ["minerals", "facilities", "outputs", "companies", "stakes", "factors", "corrections"]


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return bundled.load()


@pytest.mark.parametrize("table", ["minerals", "facilities", "companies", "factors", "sources"])
def test_that_no_id_stands_twice(shipped: Dataset, table: str):
    index = getattr(shipped, table).index
    assert index[index.duplicated()].tolist() == []


@pytest.mark.parametrize("table", ["facilities", "outputs", "companies", "stakes", "factors"])
def test_that_every_row_names_a_source_that_is_told(shipped: Dataset, table: str):
    known = set(shipped.sources.index)
    cells = getattr(shipped, table)["source_id"]
    assert (cells != "").all()
    assert sorted({one for cell in cells for one in cell.split("; ")} - known) == []


def test_that_every_point_and_every_correction_names_a_known_source(shipped: Dataset):
    known = set(shipped.sources.index) | {""}
    placed = shipped.facilities[shipped.facilities["lat"].notna()]
    assert (placed["coord_source"] != "").all()
    cells = [*placed["coord_source"], *shipped.corrections["source_id"]]
    assert sorted({one for cell in cells for one in cell.split("; ")} - known) == []


@pytest.mark.parametrize("table", MADE)
def test_that_choices_are_among_those_the_schema_allows(shipped: Dataset, table: str):
    frame = getattr(shipped, table)
    for column, row in bundled.schema(table).iterrows():
        if row["type"] == "choice" and column in frame:
            allowed = set(row["allowed"].split("|")) | ({""} if row["required"] != "yes" else set())
            assert sorted(set(frame[column]) - allowed) == [], f"{table}.{column}"


@pytest.mark.parametrize("table", MADE)
def test_that_nothing_required_is_empty(shipped: Dataset, table: str):
    frame = getattr(shipped, table)
    for column, row in bundled.schema(table).iterrows():
        if row["required"] == "yes" and column in frame:
            empty = frame[column].isna() | (frame[column] == "")
            assert not empty.any(), f"{table}.{column}: {frame.index[empty][:3].tolist()}"


def test_that_references_lead_somewhere(shipped: Dataset):
    facilities, companies = set(shipped.facilities.index), set(shipped.companies.index)
    assert set(shipped.outputs["facility_id"]) == facilities
    assert set(shipped.outputs["mineral"]) <= set(shipped.minerals.index)
    assert set(shipped.outputs["factor_id"]) - {""} <= set(shipped.factors.index)
    assert set(shipped.factors["mineral"]) <= set(shipped.minerals.index)
    assert set(shipped.stakes["owner_id"]) <= companies
    assert set(shipped.stakes["owned_id"]) <= facilities | companies
    assert not facilities & companies


def test_that_one_site_stands_in_one_stage_once(shipped: Dataset):
    assert not shipped.facilities.duplicated(["site_id", "stage"]).any()


def test_that_every_mineral_in_full_has_mines_and_refineries(shipped: Dataset):
    outputs = shipped.outputs.assign(stage=shipped.outputs["facility_id"].map(shipped.facilities["stage"]))
    for mineral in shipped.minerals.index[shipped.minerals["in_full"]]:
        stages = set(outputs.loc[outputs["mineral"] == mineral, "stage"])
        assert {"mining", "refining"} <= stages, mineral


def test_that_a_correction_says_why_and_names_a_row_that_exists(shipped: Dataset):
    made = shipped.corrections
    assert (made["reason"] != "").all()
    kept = made[(made["table"] == "facilities") & (made["kind"] == "whitelisted")]
    named = {one for cell in kept["row_id"] for one in cell.split("|")}
    assert sorted(named - set(shipped.facilities.index)) == []
