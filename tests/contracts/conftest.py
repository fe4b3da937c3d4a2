"""The tiny world with an answer and a map, for every reader, indicator, layer and exporter to keep its promise on."""

from pathlib import Path

import pytest

from mineralmap.analysis.compute import compute
from mineralmap.analysis.flows import compute_flows
from mineralmap.datasets import bundled
from mineralmap.layers.compose import compose
from mineralmap.model.scenario import Basis, Scenario, Stage
from mineralmap.model.view import View

TINY = Path(__file__).resolve().parent.parent / "worlds" / "tiny"


@pytest.fixture(scope="session")
def world():
    return bundled.load_folder(TINY)


@pytest.fixture(scope="session")
def answer(world):
    return compute(world, Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.EQUITY))


@pytest.fixture(scope="session")
def silence(world):
    """A question without an answer."""
    return compute(world, Scenario(mineral="cobalt", stage=Stage.RECYCLING, basis=Basis.EQUITY))


@pytest.fixture(scope="session")
def drawn(world, answer):
    return compose(world, answer, compute_flows(world, answer.scenario), View())
