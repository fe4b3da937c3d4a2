"""Flows kept in a file and brought back: the same to the last bit, or not at all."""

from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest

from mineralmap.analysis import kept_flows
from mineralmap.analysis.flows import compute_flows
from mineralmap.analysis.movements import Flows
from mineralmap.datasets import bundled
from mineralmap.model.scenario import Leg, Scenario, Stage

ASKED = Scenario(mineral="cobalt", leg=Leg.BOTH)


@pytest.fixture(scope="module")
def flows() -> Flows:
    return compute_flows(bundled.load(), ASKED)


def test_that_flows_come_back_as_they_were(flows: Flows, tmp_path):
    kept_flows.save(flows, "cobalt", tmp_path / "a.npz")
    again = kept_flows.load("cobalt", tmp_path / "a.npz", ASKED)
    assert again is not None
    for name in (one.name for one in fields(Flows)):
        before, after = getattr(flows, name), getattr(again, name)
        if isinstance(before, pd.DataFrame):
            pd.testing.assert_frame_equal(after, before, check_exact=True)
        elif name != "lanes":
            assert after == before, name
    before, after = flows.lanes, again.lanes
    assert len(after.paths) == len(before.paths) > 100
    assert [len(lines) for lines in after.paths] == [len(lines) for lines in before.paths]
    for lines, same in zip(before.paths, after.paths, strict=True):
        assert all(np.array_equal(one, other) for one, other in zip(lines, same, strict=True))
    for name in ("start", "rows", "along", "to_port"):
        assert np.array_equal(getattr(after, name), getattr(before, name)), name
        assert getattr(after, name).dtype == getattr(before, name).dtype, name
    assert all(isinstance(gates, tuple) for gates in again.table["gates"])


def test_that_flows_without_a_row_come_back(tmp_path):
    nothing = compute_flows(bundled.load(), Scenario(mineral="cobalt", stage=Stage.MANUFACTURING, leg=Leg.STAGE))
    nothing = replace(nothing, table=nothing.table.iloc[:0], lanes=replace(nothing.lanes, paths=[]))
    kept_flows.save(nothing, "none", tmp_path / "a.npz")
    again = kept_flows.load("none", tmp_path / "a.npz", nothing.scenario)
    assert again is not None
    pd.testing.assert_frame_equal(again.table, nothing.table)
    assert again.lanes.paths == []


def test_that_another_name_and_a_damaged_file_give_nothing(flows: Flows, tmp_path):
    file = tmp_path / "a.npz"
    kept_flows.save(flows, "cobalt", file)
    assert kept_flows.load("nickel", file, ASKED) is None
    whole = file.read_bytes()
    for content in (b"", b"no zip", whole[: len(whole) // 2]):
        file.write_bytes(content)
        assert kept_flows.load("cobalt", file, ASKED) is None
    assert kept_flows.load("cobalt", tmp_path / "none.npz", ASKED) is None


def test_that_what_a_closure_leaves_is_not_kept(flows: Flows, tmp_path):
    broken = replace(flows, broken=pd.DataFrame({"flow_id": ["a>b"], "path": [[np.zeros((2, 2))]]}))
    with pytest.raises(TypeError):
        kept_flows.save(broken, "cobalt", tmp_path / "a.npz")
