"""Layers that outlast an answer: what a toggle changes is made anew, and nothing else."""

from dataclasses import replace

import pytest

from mineralmap.analysis.compute import compute
from mineralmap.analysis.flows import compute_flows
from mineralmap.layers.compose import compose
from mineralmap.model.scenario import Basis, Scenario, Stage
from mineralmap.model.view import View

ASKED = Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.EQUITY)


@pytest.fixture(scope="module")
def flows(world):
    return compute_flows(world, ASKED)


@pytest.fixture(scope="module")
def drawn(world, flows):
    def draw(view=None, **changes):
        made = compose(world, compute(world, replace(ASKED, **changes)), flows, view or View(), flows)
        return {layer.id: layer for layer in made.layers}

    return draw


def the_same(one, other):
    return {name for name, layer in one.items() if layer.primitives and layer.primitives == other[name].primitives}


def test_that_another_partner_makes_only_the_symbols_of_the_stage_anew(drawn):
    before, after = drawn(), drawn(partners=frozenset({"USA"}))
    assert {name for name, layer in before.items() if layer.primitives} - the_same(before, after) == {"mines"}


def test_that_the_rings_are_those_of_the_new_partners(drawn):
    # Of 250 t of mined cobalt the United States own 10 %, Japan 2.4 % (golden fixture): 25 t and 6 t.
    def held(partner):
        made = drawn(partners=frozenset({partner}))["mines"]
        return sum(
            float((one.ring * one.tonnes)[one.ring > 0].sum()) for one in made.primitives if one.tonnes is not None
        )

    assert held("USA") == pytest.approx(25.0)
    assert held("JPN") == pytest.approx(6.0)


def test_that_another_basis_shades_the_countries_anew_and_leaves_the_lanes(drawn):
    before, after = drawn(), drawn(basis=Basis.LOCATION)
    kept = the_same(before, after)
    assert {"sea", "routes"} <= kept
    assert not {"countries", "labels", "mines"} & kept


def test_that_another_language_names_the_countries_anew(drawn):
    before, after = drawn(), drawn(View(language="fr"))
    words = [layer["labels"].primitives[0].words for layer in (before, after)]
    assert words[0] != words[1]


def test_that_colours_by_importer_follow_the_partners(drawn):
    view = View(routes_by="importer")
    before, after = drawn(view), drawn(view, partners=frozenset({"JPN"}))
    assert "routes" not in the_same(before, after)
