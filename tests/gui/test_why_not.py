"""A card says the one reason why its facility is not in the sum."""

import re
from dataclasses import replace

import numpy as np

from mineralmap.analysis.compute import compute
from mineralmap.gui.details_text import details
from mineralmap.gui.theme import colours
from mineralmap.model.scenario import Basis, Measure, Scenario, Stage

COBALT = Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.EQUITY)
CAPACITY = replace(COBALT, measure=Measure.CAPACITY)


def said(world, scenario, facility):
    card = details(world, compute(world, scenario), facility, [], colours("light"))
    return "".join(re.findall(r"Not in the sum[^.<]*", card))


def changed(world, table, row, **values):
    frame = getattr(world, table).copy()
    for column, value in values.items():
        frame.loc[row(frame), column] = value
    return replace(world, key=f"{world.key}-{table}-{sorted(values.items())}", **{table: frame})


def f1(outputs):
    return outputs["facility_id"] == "COD-f1"


def test_that_a_facility_that_does_not_run_is_not_said_to_lack_a_figure(tiny_world):
    lithium = replace(COBALT, mineral="lithium")  # Thacker is being built
    assert said(tiny_world, lithium, "USA-thacker") == "Not in the sum: it does not run"
    assert (
        said(tiny_world, replace(lithium, measure=Measure.CAPACITY), "USA-thacker") == "Not in the sum: it does not run"
    )


def test_that_a_facility_without_a_figure_is_not_said_to_stand_still(tiny_world):
    # Tonnes of ore may be printed: what is missing is a figure in contained cobalt.
    silent = changed(tiny_world, "outputs", f1, capacity_t=np.nan, production_t=np.nan)
    assert said(silent, COBALT, "COD-f1") == "Not in the sum: no figure in t Co is published"
    assert said(silent, CAPACITY, "COD-f1") == "Not in the sum: no capacity in t Co is published"


def test_that_a_facility_that_began_after_the_year_says_when(tiny_world):
    late = changed(tiny_world, "facilities", lambda frame: frame.index == "COD-f1", start_year=2025.0)
    assert said(late, COBALT, "COD-f1") == "Not in the sum: it began in 2025, after the year asked for"


def test_that_a_facility_in_the_sum_has_no_reason(tiny_world):
    assert said(tiny_world, COBALT, "COD-f1") == ""
