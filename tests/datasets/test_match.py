"""Words of others for our words."""

import pytest

from mineralmap.datasets import match


@pytest.mark.parametrize(
    ("word", "iso3"),
    [("CHL", "CHL"), ("chile", "CHL"), ("Congo, Dem. Rep.", "COD"), ("DRC", "COD"), ("Congo (Kinshasa)", "COD"),
     ("Congo, Rep.", "COG"), ("Korea, Rep.", "KOR"), ("Korea, Republic of", "KOR"), ("North Korea", "PRK"),
     ("Türkiye", "TUR"), ("Turkey", "TUR"), ("UK", "GBR"), ("US", "USA"), ("U.S.", "USA"), ("Kosovo", "XKX"),
     ("Russian Federation", "RUS"), ("Deutschland", "DEU"), ("Allemagne", "DEU"), ("Alemania", "DEU"), ("日本", "JPN"),
     ("中国", "CHN"), ("Côte d'Ivoire", "CIV"), ("Cote d’Ivoire", "CIV"), ("Viet Nam", "VNM"), ("UAE", "ARE"),
     ("Hong Kong SAR", "HKG"), ("Taiwan, Province of China", "TWN"), ("New Caledonia", "NCL"), ("Namibia", "NAM")],
)  # fmt: skip
def test_that_a_country_is_known_by_its_names(word, iso3):
    assert match.country(word) == iso3


@pytest.mark.parametrize("word", ["Congo", "Korea", "Atlantis", "", "Chille", "Zz"])
def test_that_a_country_is_never_guessed(word):
    assert match.country(word) is None


def test_that_a_guess_at_a_country_is_only_a_hint():
    assert "CHL" in match.country_hint("Chille")
    assert "COD" in match.country_hint("Congo")
    assert "COG" in match.country_hint("Congo")


@pytest.mark.parametrize(
    ("header", "ours"),
    [("lat", "lat"), ("Latitude (°)", "lat"), ("Y", "lat"), ("Breitengrad", "lat"), ("緯度", "lat"), ("Länge", "lon"),
     ("longitude", "lon"), ("Rohstoff", "mineral"), ("Commodity", "mineral"), ("鉱種", "mineral"),
     ("Owner(s)", "owners"), ("actionnaires", "owners"), ("Kapazität (t/a)", "capacity_t_per_year"),
     ("国名", "country"),
     ("pays", "country"),
     ("Facility Name", "name"), ("CAPACITY_T_PER_YEAR", "capacity_t_per_year"), ("colour", None), ("", None)],
)  # fmt: skip
def test_that_headers_are_known_in_several_languages(header, ours):
    assert match.column(header) == ours


def test_that_our_own_name_wins_over_a_synonym():
    assert match.columns(["latitude", "lat"]).matched == {"lat": "lat"}


def test_that_a_misspelt_header_is_suggested_and_not_used():
    found = match.columns(["name", "minerall", "capacty_t_per_year"])
    assert found.matched == {"name": "name"}
    assert found.suggested == {"mineral": "minerall", "capacity_t_per_year": "capacty_t_per_year"}


def test_that_minerals_are_known_by_name_symbol_and_other_tongues(tiny_world):
    for word in ("lithium", "Li", "LITHIUM", "リチウム"):
        assert match.mineral(word, tiny_world.minerals) == "lithium"
    assert match.mineral("nickel", tiny_world.minerals) is None


def test_that_stages_are_known_and_a_smelter_says_too_little():
    assert [match.stage(word) for word in ("refinery", "Mine", "MHP", "Raffinerie", "採掘")] == [
        "refining", "mining", "intermediate", "refining", "mining",
    ]  # fmt: skip
    assert match.stage("smelter") is None


def test_that_a_million_tonnes_are_not_taken_for_metric_tons():
    assert match.unit("Mt") == "mt"
    assert match.unit("MT") is None
    assert match.unit("mt") is None
    assert match.unit("metric tons") == "t"
    assert match.unit("") == "t"
