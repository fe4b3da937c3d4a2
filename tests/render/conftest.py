"""The tiny world as a map, and an application to paint it with."""

from pathlib import Path

import pytest

from mineralmap.analysis.compute import compute
from mineralmap.analysis.flows import compute_flows
from mineralmap.datasets import bundled
from mineralmap.layers.compose import compose
from mineralmap.model.scenario import Basis, Scenario, Stage
from mineralmap.model.view import View
from mineralmap.render.application import ensure_application

TINY = Path(__file__).resolve().parent.parent / "worlds" / "tiny"


@pytest.fixture(scope="session", autouse=True)
def application():
    return ensure_application()


@pytest.fixture(scope="session")
def tiny_map():
    world = bundled.load_folder(TINY)
    scenario = Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.EQUITY)
    return compose(world, compute(world, scenario), compute_flows(world, scenario), View())
