"""How much of the shipped answers nobody knows: never more than the bars the data are held to."""

import pytest

from mineralmap.analysis.compute import compute
from mineralmap.datasets import bundled
from mineralmap.model.scenario import Basis, Measure, Scenario, Stage


@pytest.mark.parametrize(
    ("mineral", "stage", "at_most"),
    [
        ("cobalt", "mining", 0.11),
        ("cobalt", "refining", 0.345),
        ("nickel", "mining", 0.285),
        ("nickel", "refining", 0.12),
        ("lithium", "mining", 0.125),
        ("lithium", "refining", 0.125),
        ("rare_earths", "mining", 0.08),
        ("rare_earths", "refining", 0.04),
        ("graphite", "mining", 0.56),
        ("graphite", "refining", 0.18),
    ],
)
def test_that_no_more_of_the_output_has_an_unknown_owner_than_before(mineral: str, stage: str, at_most: float):
    asked = Scenario(mineral=mineral, stage=Stage(stage), basis=Basis.EQUITY, measure=Measure.OUTPUT, year=2024)
    assert compute(bundled.load(), asked).unknown_share <= at_most
