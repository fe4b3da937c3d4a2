"""The tiny world, its answer to two questions, and their maps."""

from pathlib import Path

import pytest

from mineralmap.analysis.compute import compute
from mineralmap.datasets import bundled
from mineralmap.layers.compose import compose
from mineralmap.model.scenario import Basis, Scenario, Stage
from mineralmap.model.view import View

TINY = Path(__file__).resolve().parent.parent / "worlds" / "tiny"


@pytest.fixture(scope="session")
def world():
    return bundled.load_folder(TINY)


@pytest.fixture(scope="session")
def cobalt(world):
    """Golden fixture: F1 100, F2 40, F3 60, F4 50 of 250 t of mined cobalt."""
    return compute(world, Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.EQUITY))


@pytest.fixture(scope="session")
def lithium(world):
    """Lithium mining by location: the United States are withheld."""
    return compute(world, Scenario(mineral="lithium", stage=Stage.MINING, basis=Basis.LOCATION))


@pytest.fixture(scope="session")
def cobalt_map(world, cobalt):
    return compose(world, cobalt, None, View())


@pytest.fixture(scope="session")
def lithium_map(world, lithium):
    return compose(world, lithium, None, View())
