"""Only what differs in partners from the last answer is made in the turn of the click."""

from dataclasses import replace

from mineralmap.gui.quick import Quick
from mineralmap.model.scenario import Scenario


def test_that_a_question_come_back_to_is_not_quick(tiny_world):
    quick, asked, other = Quick(), Scenario(mineral="cobalt"), Scenario(mineral="nickel")
    quick.note(tiny_world.key, asked)
    assert quick.is_quick(tiny_world, replace(asked, partners=frozenset({"JPN"})))
    assert not quick.is_quick(tiny_world, other)
    assert not quick.is_quick(tiny_world, asked)
