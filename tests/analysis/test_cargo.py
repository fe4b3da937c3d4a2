"""What flows are loaded as: the first rule that fits, forms in parts, and no invented weight."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mineralmap.analysis.cargo import cargo_of, with_cargo
from mineralmap.errors import InvalidArgument
from tests.analysis.worlds import table, tiny

RULES = [
    {"cargo_id": "brine", "mineral": "lithium", "leg": "feed", "order": 10, "match": "brine", "name": "brine chemicals"}
    | {"at_home": True, "contained": 0.188},
    {"cargo_id": "petalite", "mineral": "lithium", "leg": "feed", "order": 20, "hosts": "ZWE; NAM", "match": "petalite"}
    | {"name": "petalite concentrate", "contained": 0.018},
    {"cargo_id": "spodumene", "mineral": "lithium", "leg": "feed", "order": 90, "match": "^(spodumene|lithium)( |$)"}
    | {"name": "spodumene concentrate", "contained": 0.026},
    {"cargo_id": "carbonate", "mineral": "lithium", "leg": "product", "order": 10, "name": "lithium carbonate"}
    | {"contained": 0.188},
]


def a_world(rules=RULES, **tables):
    return replace(tiny(), key="cargoes", cargoes=table("cargoes", rules), **tables)


def cargoes(words, iso3, leg="feed", rules=RULES):
    return cargo_of(a_world(rules), "lithium", leg, pd.Series(iso3), pd.Series(words))


def test_that_the_first_rule_that_fits_country_and_form_counts():
    found = cargoes(
        ["spodumene concentrate", "petalite concentrate", "petalite", "brine li2co3"], ["AUS", "ZWE", "CAN", "CHL"]
    )
    assert found["cargo"].tolist() == ["spodumene", "petalite", "", "brine"]
    assert found["cargo_name"].tolist()[2] == "not told"
    assert found["contained"].tolist()[:2] == [0.026, 0.018]
    assert np.isnan(found["contained"].iloc[2])
    assert found["at_home"].tolist() == [False, False, False, True]


def test_that_rules_are_of_their_leg_and_mineral():
    assert cargoes(["brine"], ["CHL"], leg="product")["cargo"].tolist() == ["carbonate"]
    other = cargo_of(a_world(), "cobalt", "feed", pd.Series(["AUS"]), pd.Series(["brine"]))
    assert other["cargo"].tolist() == [""]


def test_that_a_pattern_that_is_none_is_told():
    with pytest.raises(InvalidArgument, match="is no pattern"):
        cargoes(["x"], ["AUS"], rules=[RULES[0] | {"match": "("}])


def test_that_a_place_without_a_form_takes_the_rule_without_a_pattern():
    rules = [*RULES, {"cargo_id": "any", "mineral": "lithium", "leg": "feed", "order": 99, "name": "concentrate"}]
    places = pd.DataFrame({"iso3": ["CHN"], "tonnes": [30.0]}, index=["rest:CHN"])
    found = with_cargo(a_world(rules), "lithium", "feed", places)
    assert found["cargo"].tolist() == ["any"]
    assert found["tonnes"].tolist() == [30.0]


def test_that_a_facility_of_two_forms_sends_two_cargoes_in_proportion_to_their_output():
    outputs = table(
        "outputs",
        [
            {"facility_id": "AUS-greenbushes", "mineral": "lithium", "form": "spodumene", "production_t": 60},
            {"facility_id": "AUS-greenbushes", "mineral": "lithium", "form": "Brine", "production_t": 20},
        ],
    )
    places = pd.DataFrame({"iso3": ["AUS"], "tonnes": [40.0]}, index=["AUS-greenbushes"])
    found = with_cargo(a_world(outputs=outputs), "lithium", "feed", places)
    assert found["cargo"].tolist() == ["brine", "spodumene"]
    assert found["tonnes"].tolist() == [10.0, 30.0]  # 40 × 20/80 and 40 × 60/80
    assert found.index.tolist() == ["AUS-greenbushes"] * 2


def test_that_two_forms_of_one_cargo_stay_one_row():
    outputs = table(
        "outputs",
        [
            {"facility_id": "AUS-greenbushes", "mineral": "lithium", "form": "spodumene", "capacity_t": 60},
            {"facility_id": "AUS-greenbushes", "mineral": "lithium", "form": "lithium ore"},
        ],
    )
    places = pd.DataFrame({"iso3": ["AUS"], "tonnes": [40.0]}, index=["AUS-greenbushes"])
    found = with_cargo(a_world(outputs=outputs), "lithium", "feed", places)
    assert (found["cargo"].tolist(), found["tonnes"].tolist()) == (["spodumene"], [40.0])
