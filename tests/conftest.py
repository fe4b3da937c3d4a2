"""What every test may ask for."""

from pathlib import Path

import pytest

from mineralmap.datasets import bundled
from mineralmap.datasets.dataset import Dataset

WORLDS = Path(__file__).parent / "worlds"


@pytest.fixture(scope="session")
def tiny_world() -> Dataset:
    """A world small enough to sum by hand: see worlds/tiny/README.md. Read-only, like every data set."""
    return bundled.load_folder(WORLDS / "tiny")
