"""What every test stands on: no display, no settings of the person who runs them, and a world small enough to sum."""

import gc
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp(prefix="mineralmap-tests-")
"""Unsaved work of tests is nobody's."""

if TYPE_CHECKING:
    from mineralmap.datasets.dataset import Dataset

WORLDS = Path(__file__).parent / "worlds"


def pytest_runtest_teardown():
    """Once a window has had a worker, nobody else collects cycles: see gui/collector.py."""
    if not gc.isenabled():
        gc.collect(1)


@pytest.fixture(scope="session")
def tiny_world() -> "Dataset":
    """A world small enough to sum by hand: see worlds/tiny/README.md. Read-only, like every data set."""
    from mineralmap.datasets import bundled

    return bundled.load_folder(WORLDS / "tiny")
