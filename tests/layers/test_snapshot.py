"""A map kept in a file and brought back."""

import numpy as np
import pytest

from mineralmap.analysis.compute import compute
from mineralmap.analysis.flows import compute_flows
from mineralmap.datasets import bundled, columns_file
from mineralmap.layers import snapshot
from mineralmap.layers.compose import compose
from mineralmap.layers.layer import Texts
from mineralmap.model.scenario import Scenario, Stage
from mineralmap.model.view import View
from tests.same_map import same_map


@pytest.fixture(scope="module")
def drawn():
    world = bundled.load()
    asked = Scenario(mineral="cobalt", stage=Stage.MINING)
    return compose(world, compute(world, asked), compute_flows(world, asked), View())


def test_that_a_map_comes_back_as_it_was(drawn, tmp_path):
    snapshot.save(drawn, "cobalt", tmp_path / "a.columns")
    kept = snapshot.load("cobalt", tmp_path / "a.columns")
    assert kept is not None
    again = kept.seen
    assert (again.title, again.subtitle, again.legend, again.notes) == (
        drawn.title, drawn.subtitle, drawn.legend, drawn.notes,
    )  # fmt: skip
    assert (again.projection, again.extent, again.ground) == (drawn.projection, drawn.extent, drawn.ground)
    for before, after in zip(drawn.layers, again.layers, strict=True):
        farthest = [
            one.closer.max(initial=0.0) if isinstance(one, Texts) else one.detail[1] for one in before.primitives
        ]
        world = [one for one, far in zip(before.primitives, farthest, strict=True) if far > snapshot.WORLD_MPP]
        assert [type(one) for one in after.primitives] == [type(one) for one in world]
        for one, other in zip(world, after.primitives, strict=True):
            assert np.array_equal(one.x, other.x)
            if not isinstance(one, Texts):
                assert (one.paints, one.ids, tuple(one.tips)) == (other.paints, other.ids, other.tips)


def test_that_the_rest_of_a_map_comes_when_it_is_asked_for(drawn, tmp_path):
    snapshot.save(drawn, "cobalt", tmp_path / "a.columns")
    kept = snapshot.load("cobalt", tmp_path / "a.columns")
    assert kept is not None
    whole = kept.whole()
    assert whole is not None
    assert same_map(whole, drawn)
    every = {id(one) for layer in whole.layers for one in layer.primitives}
    assert {id(one) for layer in kept.seen.layers for one in layer.primitives} <= every


def test_that_a_rest_that_is_damaged_is_no_map(drawn, tmp_path):
    snapshot.save(drawn, "cobalt", tmp_path / "a.columns")
    head, arrays = columns_file.unpacked((tmp_path / "a.columns").read_bytes())
    (tmp_path / "a.columns").write_bytes(columns_file.packed(head, arrays | {"rest": arrays["rest"][:100]}))
    kept = snapshot.load("cobalt", tmp_path / "a.columns")
    assert kept is not None
    assert kept.whole() is None


def test_that_another_question_gets_no_map(drawn, tmp_path):
    snapshot.save(drawn, "cobalt", tmp_path / "a.columns")
    assert snapshot.load("nickel", tmp_path / "a.columns") is None


@pytest.mark.parametrize("content", [b"", b"no columns", columns_file.START + b"\0" * 40])
def test_that_a_damaged_file_is_no_map(content, tmp_path):
    (tmp_path / "a.columns").write_bytes(content)
    assert snapshot.load("cobalt", tmp_path / "a.columns") is None


def test_that_a_missing_file_is_no_map(tmp_path):
    assert snapshot.load("cobalt", tmp_path / "none.npz") is None
