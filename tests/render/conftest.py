"""The tiny world as a map, and an application to paint it with."""

from pathlib import Path

import numpy as np
import pytest
from PySide6 import QtGui

from mineralmap.analysis.compute import compute
from mineralmap.analysis.flows import compute_flows
from mineralmap.datasets import bundled
from mineralmap.layers.compose import compose
from mineralmap.model.scenario import Basis, Scenario, Stage
from mineralmap.model.view import View
from mineralmap.render.application import ensure_application
from mineralmap.render.canvas import MapCanvas

TINY = Path(__file__).resolve().parent.parent / "worlds" / "tiny"


@pytest.fixture(scope="session", autouse=True)
def application():
    return ensure_application()


@pytest.fixture(scope="session")
def tiny_map():
    world = bundled.load_folder(TINY)
    scenario = Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.EQUITY)
    return compose(world, compute(world, scenario), compute_flows(world, scenario), View())


@pytest.fixture
def canvas(tiny_map):
    """The tiny world on a small canvas that is shown and painted."""
    made = MapCanvas()
    made.resize(700, 500)
    made.show()
    made.set_map(tiny_map)
    made.grab()
    yield made
    made.close()
    made.deleteLater()


def pixels(canvas):
    """What a canvas looks like: colours (height, width, 3)."""
    image = canvas.grab().toImage().convertToFormat(QtGui.QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[..., :3].astype(int)
