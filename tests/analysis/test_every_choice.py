"""Every choice of a scenario and every assumption changes a figure somewhere: none is there for show."""

from dataclasses import fields, replace
from functools import lru_cache

import pytest

from mineralmap.analysis.assumptions import ASSUMPTIONS, FAMILIES
from mineralmap.analysis.closures import closure
from mineralmap.analysis.compute import compute
from mineralmap.analysis.flows import compute_flows
from mineralmap.analysis.indicators import indicators
from mineralmap.datasets import bundled
from mineralmap.model.scenario import AT_SEA, Scenario

DATA = bundled.load()
OWN = {"demand:USA": 1e6}
ASKED = Scenario(mineral="lithium", partners=frozenset({"USA"}), horizon=2035, assumptions=tuple(OWN.items()))
"""A demand of one's own that no project meets: the table's is withheld, and without a gap nothing can close it."""
YEARS = Scenario(mineral="copper", year=2024)
"""A question that two years answer."""
OTHERWISE = {
    "mineral": "cobalt", "stage": "mining", "basis": "control", "measure": "capacity", "year": 2023,
    "partners": {"JPN"}, "closed": {"malacca"}, "target": 0.9, "decay": 1.0, "land_weight": 8.0, "affinity": 3.0,
    "denominator": "located", "scheme": "doj2010", "screened": {"USA"}, "cuts": ("host:CHN=0.5",), "horizon": 2030,
    "outlook": "NZE", "assumptions": (("demand:USA", 2e6),), "leg": "feed", "opened": {"northern_sea_route"},
    "avoided": (("malacca", 3000.0),), "vessel": "vloc", "knots": 10.0, "ports": ("AUS=AUMEL",),
    "own_gates": ("Across Lombok: LINESTRING (114.5 -8.5, 117 -8.5)",),
}  # fmt: skip
FLOWS = {*AT_SEA} - {"knots"}
"""Choices that only routes depend on."""
SAILED = Scenario(mineral="nickel", leg="both")
AT_SEA_KEYS = {"decay_product": 2.0, "control:id-ni-ore-2020": 0.0, "demand:JPN": 3e5}
SPECIAL = {"band_high": 4000.0, "band_moderate": 900.0, "ramp_years": 8.0, "new_supply_months": 24.0}
UNHEARD = {"import_reliance"}
"""Without the EU's sourcing in the tables it weighs nothing, and the answer says so ("of world supply alone")."""
WHERE = {
    "p_construction": {"mineral": "rare_earths", "basis": "location"},
    "target_mining": {"stage": "mining"},
    "target_recycling": {"mineral": "rare_earths", "stage": "recycling"},
}
"""Questions that an assumption has a say in, where refined lithium by equity is none."""

GOVERNED = {f"wgi:{iso3}": 5.0 for iso3 in DATA.countries.index}
OF_ONES_OWN = {"demand": "demand:USA", "factor": "factor:li2co3", "wgi": "wgi:CHN", "trade": "trade:CHN",
               "stock": "stock:USA"}  # fmt: skip


@lru_cache(maxsize=2)
def sailed(asked):
    """Every flow of a question."""
    return compute_flows(DATA, asked).table.to_json()


@lru_cache(maxsize=8)
def figures(asked):
    """Every indicator in words, and the shares."""
    found = compute(DATA, asked)
    return [*(one.text(found) for one in indicators), found.suppliers.to_json()]


def test_that_every_choice_is_tried():
    assert set(OTHERWISE) == {one.name for one in fields(Scenario)}


@pytest.mark.parametrize("name", sorted(set(OTHERWISE) - set(AT_SEA)))
def test_that_a_choice_changes_a_figure(name):
    asked = YEARS if name == "year" else ASKED
    changed = replace(asked, **{name: OTHERWISE[name]})
    assert figures(changed) != figures(asked)
    if name not in ("mineral", "stage"):
        assert compute(DATA, changed).no_data == compute(DATA, asked).no_data == ""


@pytest.mark.parametrize("name", sorted(FLOWS))
def test_that_a_choice_of_routes_changes_the_flows(name):
    assert sailed(replace(SAILED, **{name: OTHERWISE[name]})) != sailed(SAILED)


def test_that_the_speed_changes_the_delay_of_a_closure():
    shut = replace(SAILED, mineral="cobalt", closed={"malacca", "sunda"})
    usual, slower = closure(DATA, shut), closure(DATA, replace(shut, knots=10.0))
    assert slower.mean_delay_days == pytest.approx(usual.mean_delay_days * 1.4)  # 14 kn by default


@pytest.mark.parametrize("key", sorted(AT_SEA_KEYS))
def test_that_an_assumption_of_flows_changes_the_flows(key):
    assert sailed(replace(SAILED, assumptions=((key, AT_SEA_KEYS[key]),))) != sailed(SAILED)


@pytest.mark.parametrize("name", sorted({*ASSUMPTIONS} - UNHEARD - {*AT_SEA_KEYS}))
def test_that_an_assumption_changes_a_figure(name):
    told = {**OWN, **GOVERNED, "stock:USA": 60.0, "new_supply": 0.1}
    asked = replace(ASKED, scheme="own", assumptions=tuple(told.items()), **WHERE.get(name, {}))
    changed = replace(asked, assumptions=tuple((told | {name: SPECIAL.get(name, 0.3)}).items()))
    assert figures(changed) != figures(asked)


@pytest.mark.parametrize("family", sorted({*FAMILIES} - {key.partition(":")[0] for key in AT_SEA_KEYS} | {"demand"}))
def test_that_a_figure_of_ones_own_changes_a_figure(family):
    key = OF_ONES_OWN[family]
    told = {**OWN, **GOVERNED}
    asked = replace(ASKED, assumptions=tuple(told.items()))
    changed = replace(asked, assumptions=tuple((told | {key: 2.5}).items()))
    assert figures(changed) != figures(asked)
