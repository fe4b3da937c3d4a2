"""What the answer says of unknown owners: nothing by location, and by owner how far they lower N − 1."""

from dataclasses import replace

import pandas as pd
import pytest

from mineralmap.analysis.compute import compute
from mineralmap.gui import answer_text, bars
from mineralmap.gui.theme import LIGHT
from mineralmap.model.scenario import Basis, Scenario, Stage

ASKED = Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.EQUITY, partners=frozenset({"USA", "JPN"}))


def test_that_no_owner_is_told_to_be_unknown_by_location(tiny_world):
    owned, placed = compute(tiny_world, ASKED), compute(tiny_world, replace(ASKED, basis=Basis.LOCATION))
    assert "unknown" in answer_text.standing(owned, LIGHT)
    assert "presumed" in answer_text.standing(owned, LIGHT)
    assert "unknown" not in answer_text.standing(placed, LIGHT)
    assert "presumed" not in answer_text.standing(placed, LIGHT)
    last = owned.suppliers.iloc[-1:].assign(supplier="UNKNOWN", name="Owner unknown")
    owned = replace(owned, suppliers=pd.concat([owned.suppliers, last]))
    assert "UNKNOWN" in [one.supplier for one in bars.rows(owned, placed)]
    assert "UNKNOWN" not in [one.supplier for one in bars.rows(placed, owned)]


@pytest.mark.parametrize(("low", "said"), [(0.25, "(at least 25\N{NO-BREAK SPACE}% if all"), (0.59, None)])
def test_that_what_is_left_without_the_largest_has_its_lower_bound(tiny_world, low, said):
    results = compute(tiny_world, ASKED)
    results = replace(results, gap=replace(results.gap, n1_gross=0.59, n1_low=low))
    words = answer_text.gap(results, tiny_world, ["United States", "Japan"], LIGHT)
    assert "Without the largest supplier" in words
    assert said in words if said else "if all of unknown" not in words
