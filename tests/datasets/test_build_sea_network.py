"""The sea lanes that ship: those of the package, node by node and edge by edge."""

import importlib

import numpy as np
import pytest

from mineralmap import paths

BUILD = paths.data() / "build"


def test_that_the_sea_lanes_that_ship_are_those_of_the_package(monkeypatch: pytest.MonkeyPatch, tmp_path):
    if not BUILD.is_dir():
        pytest.skip("the build script does not travel in the wheel")
    monkeypatch.syspath_prepend(str(BUILD))
    importlib.import_module("sea_network").build(tmp_path, tmp_path)
    made, shipped = tmp_path / "sea_network.npz", paths.data() / "sea_network.npz"
    with np.load(made) as ours, np.load(shipped) as there:
        assert len(ours["lon"]) > 5_000
        for name in ("lon", "lat", "start", "end"):
            assert np.array_equal(ours[name], there[name]), name
