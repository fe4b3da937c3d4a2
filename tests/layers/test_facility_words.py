"""What a page tells of one facility: owners through the chain, figures as published, who says so."""

import pytest

from mineralmap.analysis.compute import compute
from mineralmap.layers.facility_words import details
from mineralmap.model.scenario import Scenario, Stage


@pytest.fixture(scope="module")
def told(world):
    answer = compute(world, Scenario(mineral="lithium", stage=Stage.MINING))
    return lambda facility: details(world, answer, facility)


def test_that_greenbushes_is_told_with_its_ultimate_owners(told, world):
    greenbushes = next(one for one in world.facilities.index if "greenbush" in one.casefold())
    owners = told(greenbushes).splitlines()[0]
    for words in ("Albemarle (USA) 49 %", "Tianqi", "(CHN) 26 %", "IGO", "(AUS) 25 %"):  # 49, 51 × 51, 51 × 49 of 100
        assert words in owners


def test_that_figures_and_sources_stand_below(told, world):
    greenbushes = next(one for one in world.facilities.index if "greenbush" in one.casefold())
    lines = told(greenbushes).splitlines()
    assert any("production" in line or "capacity" in line for line in lines[1:])
    assert lines[-1].startswith("Sources: ")


def test_that_an_undisclosed_owner_is_said_to_be_undisclosed(told, world):
    nameless = next(one for one in world.facilities.index if "nameless" in one.casefold())
    assert "Undisclosed 100 %" in told(nameless)


def test_that_an_unknown_id_says_nothing(told):
    assert told("no-such-facility") == ""
