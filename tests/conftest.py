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

LONGEST = ("journeys", "gui", "tests", "contracts")
"""Folders whose files take longest, of which several have few tests."""
WORLDS = Path(__file__).parent / "worlds"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long come first, so that no process is left alone with one at the end."""
    items.sort(
        key=lambda item: LONGEST.index(item.path.parent.name) if item.path.parent.name in LONGEST else len(LONGEST)
    )


def pytest_collection_finish() -> None:
    """What is there before the first test stays; and the trade of a question is worked out once for all who ask it."""
    from mineralmap.analysis import flows

    flows.TRADES_KEPT = 30
    gc.collect()
    gc.freeze()


def pytest_runtest_teardown() -> None:
    """Once a window has had a worker, nobody else collects cycles: see gui/collector.py."""
    if not gc.isenabled():
        gc.collect(2 if gc.get_count()[2] > 60 else 1)


@pytest.fixture(scope="session")
def tiny_world() -> "Dataset":
    """A world small enough to sum by hand: see worlds/tiny/README.md. Read-only, like every data set."""
    from mineralmap.datasets import bundled

    return bundled.load_folder(WORLDS / "tiny")
