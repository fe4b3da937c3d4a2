"""The table of facilities says where an output is not the figure that is counted: its year, and both sources."""

from dataclasses import replace

import numpy as np
import pytest

from mineralmap.analysis import feature_tables
from mineralmap.analysis.compute import compute
from mineralmap.analysis.two_figures import UNDATED
from mineralmap.model.scenario import Basis, Scenario, Stage
from tests.analysis.worlds import tiny

ASKED = Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.EQUITY)  # of 2024


def changed(world, facility, **columns):
    """The world with other figures of one facility."""
    outputs = world.outputs.copy()
    for name, value in columns.items():
        outputs.loc[outputs["facility_id"] == facility, name] = value
    return replace(world, key=f"{facility} {columns}", outputs=outputs)


def told(world):
    """What marks the output of each facility, and what is told of it."""
    table = feature_tables.table(compute(world, ASKED), None, "mines")
    output, counted = table.named("production_t"), table.named("counted_t")
    assert output is not None
    assert counted is not None
    assert counted.marks is None  # "Counted from" has its year
    assert (counted.asides == output.asides).all()
    marks = dict(zip(table.ids.tolist(), output.marks.tolist(), strict=True))
    return marks, dict(zip(table.ids.tolist(), output.asides.tolist(), strict=True))


def test_that_an_output_that_is_counted_is_said_once():
    marks, asides = told(tiny())
    assert set(marks.values()) == {""}
    assert set(asides.values()) == {""}


def test_that_an_output_of_another_year_than_what_is_counted_says_its_year_and_both_sources():
    marks, asides = told(changed(tiny(), "COD-f2", production_year=2019.0))
    assert {facility: mark for facility, mark in marks.items() if mark} == {"COD-f2": "2019"}
    lines = asides["COD-f2"].splitlines()
    assert lines[1:3] == ["Output: 2019", "Counted: capacity 2023"]
    assert lines[3].startswith("Sources of both: ")


def test_that_what_is_counted_names_its_own_source():
    world = changed(tiny(), "COD-f2", production=np.nan, production_t=np.nan, production_year=np.nan)
    row = tiny().outputs[tiny().outputs["facility_id"] == "COD-f2"]
    old = row.assign(
        capacity=np.nan, capacity_t=np.nan, capacity_year=np.nan, production_year=2019.0, source_id="other"
    )
    outputs = type(row)({name: [*world.outputs[name], *old[name]] for name in row.columns}).astype(
        tiny().outputs.dtypes.to_dict()
    )
    _, asides = told(replace(tiny(), key="two rows", outputs=outputs))
    lines = asides["COD-f2"].splitlines()
    assert lines[1] == "Output: 2019; other"
    assert lines[2].startswith("Counted: capacity 2023; ")
    assert "other" not in lines[2]


def test_that_an_output_without_a_year_is_not_taken_for_the_year_asked_for():
    marks, asides = told(changed(tiny(), "COD-f2", production_year=np.nan))
    assert marks["COD-f2"] == UNDATED
    assert "Output: year not stated" in asides["COD-f2"]


@pytest.mark.parametrize("kept", [2023.0, 2022.0])
def test_that_an_older_output_that_is_counted_itself_is_one_figure(kept):
    world = changed(tiny(), "COD-f2", production_year=kept, capacity=np.nan, capacity_t=np.nan)
    assert told(world)[0]["COD-f2"] == ""
