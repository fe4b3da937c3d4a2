"""Beside every shipped fact stands when it was read, how sure it is, and for the large ones a second source."""

import re

import pytest

from mineralmap.datasets import bundled
from mineralmap.datasets.dataset import Dataset

FIVE = {"lithium", "cobalt", "nickel", "rare_earths", "graphite"}


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return bundled.load()


def test_that_every_source_that_was_read_says_on_which_day(shipped: Dataset):
    said = shipped.sources["read_on"]
    unread = set(said.index[said == ""])
    assert unread <= {"general-knowledge", "own-assumption", "own-derivation", "own-gates"}
    assert [day for day in said if day and not re.fullmatch(r"2026-\d\d-\d\d", day)] == []


def test_that_every_stake_and_every_figure_has_a_grade(shipped: Dataset):
    assert set(shipped.stakes["confidence"]) <= {"high", "medium", "low"}
    assert set(shipped.outputs["confidence"]) <= {"high", "medium", "low"}


def test_that_a_stake_of_general_knowledge_alone_is_of_low_confidence(shipped: Dataset):
    alone = shipped.stakes["source_id"] == "general-knowledge"
    assert set(shipped.stakes.loc[alone, "confidence"]) <= {"low"}


@pytest.mark.parametrize("table", ["offtakes", "utilisation", "second_sources"])
def test_that_evidence_names_facilities_minerals_and_sources_of_ours(shipped: Dataset, table: str):
    frame = getattr(shipped, table)
    sources = "second_source_id" if table == "second_sources" else "source_id"
    made = set(zip(shipped.outputs["facility_id"], shipped.outputs["mineral"], strict=True))
    assert set(zip(frame["facility_id"], frame["mineral"], strict=True)) <= made
    assert {one for cell in frame[sources] for one in cell.split("; ")} <= set(shipped.sources.index)


def test_that_buyers_are_companies_and_shares_are_parts(shipped: Dataset):
    assert set(shipped.offtakes["buyer_id"]) <= set(shipped.companies.index)
    assert shipped.offtakes["share"].dropna().between(0, 1).all()
    assert shipped.utilisation["utilisation"].between(0, 1.5).all()


def test_that_a_hundred_facilities_were_compared_with_a_second_source(shipped: Dataset):
    checked = shipped.second_sources[shipped.second_sources["mineral"].isin(FIVE)]
    assert checked["facility_id"].nunique() >= 100


def test_that_the_second_source_is_another_than_the_first(shipped: Dataset):
    first = shipped.outputs.set_index(["facility_id", "mineral"])["source_id"]
    figures = shipped.second_sources[shipped.second_sources["what"] != "owner"]
    same = []
    for row in figures.itertuples():
        cells = first.loc[[(row.facility_id, row.mineral)]]
        if all(row.second_source_id == cell for cell in cells) and row.verdict == "agrees":
            same.append(row.facility_id)
    assert same == []


def test_that_at_least_sixty_facilities_are_traced_over_two_edges(shipped: Dataset):
    facilities = set(shipped.facilities.index)
    held = set(shipped.stakes.loc[~shipped.stakes["owned_id"].isin(facilities), "owned_id"])
    direct = shipped.stakes[shipped.stakes["owned_id"].isin(facilities)]
    assert direct.loc[direct["owner_id"].isin(held), "owned_id"].nunique() >= 60


def test_that_sixty_random_rows_were_read_again_in_the_last_sample(shipped: Dataset):
    last = shipped.rereadings[shipped.rereadings["round"] == shipped.rereadings["round"].max()]
    assert len(last) == 60
    assert set(last["verdict"]) <= {"right", "wrong", "not readable"}


def test_that_tonnes_in_sentences_of_ours_have_separators(shipped: Dataset):
    long = re.compile(r"(?<![\w.,])\d{4,}(?:\.\d+)? t\b")
    said = [*shipped.national_tables["note"], *shipped.demand["note"]]
    assert [long.findall(one) for one in said if long.search(one)] == []
    assert any("1,330 t" in one for one in said)
