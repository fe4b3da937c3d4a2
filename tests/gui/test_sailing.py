"""What sails behind the window: closures ask for no new shares, and come back from memory when they are undone."""

import pytest

from mineralmap.gui.asked import ashore, routed
from mineralmap.model.scenario import Leg, Scenario, Stage, without_closures

SUEZ = frozenset({"suez"})


def test_that_closing_a_gate_asks_for_no_new_shares(session, settle):
    answers, heard, maps = session.results, [], []
    session.results_changed.connect(heard.append)
    session.bases_changed.connect(heard.append)
    session.map_changed.connect(maps.append)
    session.edit("Close Suez Canal", closed=SUEZ)
    assert session.results.suppliers is answers.suppliers
    assert session.results.scenario.closed == SUEZ
    settle(session)
    assert heard == []
    assert len(maps) == 1  # drawn once, with the new routes
    exposure = session.flows.exposure.set_index("chokepoint_id")
    assert bool(exposure.at["suez", "closed"])
    assert exposure.at["suez", "tonnes"] == 0


def test_that_the_flows_before_a_closure_are_kept_beside_those_after_it(session, settle):
    open_ = session.flows
    assert session.sailing.before is open_
    session.edit("Close Suez Canal", closed=SUEZ)
    settle(session)
    assert session.sailing.before is open_
    assert session.flows is not open_
    session.undo_stack.undo()
    assert session.flows is session.sailing.before is open_  # at once, from memory
    settle(session)
    assert session.map is not None


def test_that_what_sails_stays_on_the_map_until_the_new_is_known(session, settle):
    told = []
    session.flows_changed.connect(told.append)
    session.edit("Close Suez Canal", closed=SUEZ)
    settle(session)
    assert [flows is None for flows in told] == [False]
    session.edit("Ask for lithium", mineral="lithium")
    settle(session)
    assert [flows is None for flows in told] == [False, True, False]
    assert session.flows.scenario.mineral == "lithium"


def test_that_a_gate_that_is_not_known_is_told_and_nothing_sails(session, settle):
    told = []
    session.problem.connect(told.append)
    session.edit("Close a gate", closed=frozenset({"nowhere"}))
    settle(session)
    assert told
    assert all("There is no chokepoint 'nowhere'." in str(error) for error in told)
    assert session.flows is None
    session.undo_stack.undo()
    settle(session)
    assert session.flows is not None


def test_that_flows_are_asked_for_by_what_decides_them():
    plain = Scenario(stage=Stage.MINING)
    for same in (
        Scenario(stage=Stage.INTERMEDIATE),
        Scenario(stage=Stage.REFINING, leg=Leg.FEED),
        Scenario(stage=Stage.MINING, knots=12.0, partners=frozenset({"JPN"})),
        Scenario(stage=Stage.MINING, assumptions=(("demand:USA", 1.0),)),  # nobody buys ore in this model
    ):
        assert routed(same) == routed(plain)
    for other in (
        Scenario(stage=Stage.REFINING),
        Scenario(stage=Stage.MINING, leg=Leg.BOTH),
        Scenario(stage=Stage.MINING, closed=SUEZ),
        Scenario(stage=Stage.MINING, opened=SUEZ),
        Scenario(stage=Stage.MINING, avoided=(("suez", 500.0),)),
        Scenario(stage=Stage.MINING, vessel="capesize"),
        Scenario(stage=Stage.MINING, ports=("COD=TZDAR: rail",)),
        Scenario(stage=Stage.MINING, decay=0.5),
        Scenario(stage=Stage.MINING, assumptions=(("control:x", 1.0),)),
    ):
        assert routed(other) != routed(plain)
    refined = Scenario(stage=Stage.REFINING)
    assert routed(Scenario(stage=Stage.REFINING, assumptions=(("demand:USA", 1.0),))) != routed(refined)
    assert without_closures(Scenario(closed=SUEZ, opened=SUEZ)) == Scenario(opened=SUEZ)


@pytest.mark.parametrize(
    "asked",
    [
        Scenario(closed=SUEZ, opened=SUEZ, avoided=(("suez", 5.0),), vessel="capesize", knots=10.0, decay=1.0),
        Scenario(leg=Leg.BOTH, own_gates=("X: LINESTRING (0 0, 1 1)",), ports=("COD=TZDAR: rail",)),
        Scenario(assumptions=(("control:x", 1.0), ("decay_product", 2.0))),
    ],
)
def test_that_shares_do_not_depend_on_the_sea(asked):
    assert ashore(asked) == Scenario()
