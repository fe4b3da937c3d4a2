"""A question from a file keeps what the data set knows; each word that it does not know is told and taken out."""

from mineralmap.analysis.settled import settled
from mineralmap.datasets import bundled
from mineralmap.model.scenario import Scenario

DATA = bundled.load()
GATE = "Mine: LINESTRING (-5.6 36.2, -5.6 35.7)"


def test_that_a_question_that_can_be_answered_stays_as_it_is():
    asked = Scenario(
        closed={"malacca", "own:mine"}, opened={"northern_sea_route"}, avoided=(("suez", 500.0),), vessel="capesize",
        own_gates=(GATE,), ports=("COD=TZDAR: by road",),
    )  # fmt: skip
    assert settled(DATA, asked, "a.mineralmap") == (asked, ())


def test_that_words_that_are_not_known_are_told_one_by_one_and_the_others_stay():
    asked = Scenario(
        closed={"malacca", "nosuch"}, opened={"elsewhere"}, avoided=(("suez", 500.0), ("panama", -1.0)),
        vessel="rowing-boat", own_gates=(GATE, "no line", GATE), ports=("COD=TZDAR: by road", "COD=NOPORT: why"),
    )  # fmt: skip
    kept, problems = settled(DATA, asked, "a.mineralmap")
    assert kept == Scenario(
        closed={"malacca"}, avoided=(("suez", 500.0),), own_gates=(GATE,), ports=("COD=TZDAR: by road",)
    )
    assert [one.column for one in problems] == [
        "question.own_gates", "question.own_gates", "question.opened", "question.avoided", "question.closed",
        "question.ports", "question.vessel",
    ]  # fmt: skip
    assert all("left out" in one.what for one in problems)
