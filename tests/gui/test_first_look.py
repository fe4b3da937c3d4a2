"""The opening question kept for the next start: taken where it is of the same data, program and question only."""

from dataclasses import replace

import pandas as pd
import pytest

from mineralmap.datasets import bundled
from mineralmap.gui import background, first_look
from mineralmap.gui.session import Session
from mineralmap.model.project import Project
from mineralmap.model.scenario import Scenario


@pytest.fixture
def kept(qapp, settle, monkeypatch, tmp_path):
    """The shipped data and the opening question's flows, kept; nothing may be modelled from here on."""
    monkeypatch.setattr(first_look, "_file", lambda which: tmp_path / which)
    dataset, session = bundled.load(), Session()
    session.open_data(dataset)
    settle(session)
    assert session.map is not None
    assert session.flows is not None
    first_look.keep(session.project, dataset, session.map, session.flows)
    session.calm()

    def sail(*_: object) -> None:
        raise AssertionError("flows are modelled that are known")

    monkeypatch.setattr(background, "sail", sail)
    return dataset, session.flows, session.map


def test_that_a_start_takes_the_kept_flows_and_models_none(kept, settle):
    dataset, flows, _ = kept
    session, maps = Session(), []
    session.map_changed.connect(maps.append)
    session.open_data(dataset, first_look.recall_flows(session.project, dataset))
    settle(session)
    assert session.flows is not None
    pd.testing.assert_frame_equal(session.flows.table, flows.table, check_exact=True)
    pd.testing.assert_frame_equal(session.flows.exposure, flows.exposure, check_exact=True)
    assert session.flows.notes == flows.notes
    assert len(maps) == 1  # with the routes at once
    assert any(layer.id == "routes" and layer.primitives for layer in maps[0].layers)
    session.calm()


def test_that_kept_flows_of_other_data_question_or_program_are_not_taken(kept, monkeypatch):
    dataset = kept[0]
    assert first_look.recall_flows(Project(), dataset) is not None
    assert first_look.recall_flows(Project(), replace(dataset, key="another")) is None
    assert first_look.recall_flows(Project(scenario=Scenario(mineral="cobalt")), dataset) is None
    monkeypatch.setattr(first_look, "_program_and_data", lambda: "another")
    assert first_look.recall_flows(Project(), dataset) is None
    assert first_look.recall(Project()) is None


def test_that_only_the_opening_question_is_kept(kept, monkeypatch, tmp_path):
    dataset, flows, drawn = kept
    monkeypatch.setattr(first_look, "_file", lambda which: tmp_path / "other" / which)
    first_look.keep(Project(scenario=Scenario(mineral="cobalt")), dataset, drawn, flows)
    assert not (tmp_path / "other").exists()
