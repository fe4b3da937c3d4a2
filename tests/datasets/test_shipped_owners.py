"""The shipped owners: stakes that add up, seats that are told, chains that lead to the top."""

import pytest

from mineralmap.datasets import bundled
from mineralmap.datasets.dataset import Dataset


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return bundled.load()


def test_that_published_stakes_never_exceed_the_whole(shipped: Dataset):
    total = shipped.stakes.groupby("owned_id")["stake"].sum()
    assert total[total > 1.005].to_dict() == {}
    assert shipped.stakes["stake"].dropna().between(0, 1).all()


def test_that_an_owner_is_named_once_for_one_thing(shipped: Dataset):
    twice = shipped.stakes.duplicated(["owner_id", "owned_id"])
    assert shipped.stakes.loc[twice, ["owner_id", "owned_id"]].to_numpy().tolist() == []


def test_that_every_owner_has_a_country_or_is_undisclosed(shipped: Dataset):
    bare = shipped.companies[(shipped.companies["country_iso3"] == "") & (shipped.companies["kind"] != "undisclosed")]
    assert bare.index.tolist() == []
    assert set(shipped.companies["country_iso3"]) - {""} <= set(shipped.countries.index)


def test_that_no_company_owns_itself_round_a_corner(shipped: Dataset):
    links = shipped.stakes[shipped.stakes["owned_id"].isin(shipped.companies.index)]
    above = links.groupby("owned_id")["owner_id"].agg(set).to_dict()
    for company in above:
        seen, todo = set(), set(above[company])
        while todo:
            one = todo.pop()
            assert one != company
            if one not in seen:
                seen.add(one)
                todo |= above.get(one, set())


def test_that_others_and_the_public_are_no_companies(shipped: Dataset):
    names = set(shipped.companies["name"].str.lower())
    assert not names & {"others", "other", "public", "common shares", "private interests"}


def test_that_greenbushes_is_reached_through_talison_windfield_and_tlea(shipped: Dataset):
    stake = shipped.stakes.set_index(["owner_id", "owned_id"])["stake"]
    assert stake["talison-lithium", "AUS-greenbushes"] == 1
    assert stake["windfield-holdings", "talison-lithium"] == 1
    assert stake["tlea", "windfield-holdings"] == 0.51
    assert stake["albemarle", "windfield-holdings"] == 0.49
    assert stake["tianqi-lithium", "tlea"] == 0.51
    assert stake["igo", "tlea"] == 0.49
    assert shipped.stakes["owned_id"].tolist().count("AUS-greenbushes") == 1
    assert stake["tianqi-lithium", "tlea"] * stake["tlea", "windfield-holdings"] == pytest.approx(0.2601)


def test_that_weda_bay_is_reached_through_strand_minerals(shipped: Dataset):
    stake = shipped.stakes.set_index(["owner_id", "owned_id"])["stake"]
    above = stake["strand-minerals", "pt-weda-bay-nickel"]
    assert above * stake["tsingshan", "strand-minerals"] == pytest.approx(0.513)
    assert above * stake["eramet", "strand-minerals"] == pytest.approx(0.387)


def test_that_a_holding_domicile_is_no_nation(shipped: Dataset):
    companies = shipped.companies
    assert companies.at["eurasian-resources-group", "seat_only"]
    assert companies.at["la-compagnie-financiere-de-prony", "seat_only"]
    assert companies.at["corex-holding", "seat_only"]


def test_that_the_holders_of_a_listed_group_do_not_stand_for_its_mine(shipped: Dataset):
    owners = shipped.stakes.groupby("owned_id")["owner_id"].agg(list)
    assert owners["CHN-bayan-obo"] == ["china-northern-rare-earth"]
    assert owners["IDN-pomalaa-ferronickel-plant-refining"] == ["antam"]
    assert owners["IDN-sorowako-smelter"] == ["vale-indonesia"]
