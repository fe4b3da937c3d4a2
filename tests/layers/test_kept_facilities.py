"""What of the facilities partners do not change is kept: a map made after another says the same as one made first."""

import hashlib
from dataclasses import fields, replace

import numpy as np
import pytest

from mineralmap.analysis.compute import compute
from mineralmap.datasets.corrections import apply
from mineralmap.layers import facility_table, kept
from mineralmap.layers.compose import compose
from mineralmap.layers.layer import Marks
from mineralmap.model.project import Correction
from mineralmap.model.scenario import Basis, Measure, Scenario, Stage
from mineralmap.model.view import COLOUR_BY, View

ASKED = Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.EQUITY)
ONE, OTHER = "COD-f1", "COD-f2"
PARTNERS = (
    frozenset({"JPN", "USA"}), frozenset({"USA"}), frozenset(), frozenset({"CHN"}), frozenset({"JPN"}), ASKED.partners,
)  # fmt: skip


@pytest.fixture
def forget():
    """Lets nothing of earlier maps be found."""

    def forgotten():
        facility_table._made.clear()
        kept._kept.clear()
        kept._layers.clear()

    return forgotten


def in_full(column):
    """A column as values; numbers by all their bits, since a basemap has half a million of them."""
    if isinstance(column, np.ndarray) and not column.dtype.hasobject:
        return column.dtype.str, column.shape, hashlib.sha256(np.ascontiguousarray(column)).hexdigest()
    return list(column) if hasattr(column, "__len__") else column


def told(drawn):
    """All that a map says, as values."""
    said = [drawn.title, drawn.subtitle, drawn.legend, drawn.notes]
    for layer in drawn.layers:
        said.append((layer.id, layer.title, layer.legend))
        for part in layer.primitives:
            said.append([(one.name, in_full(getattr(part, one.name))) for one in fields(part)])
    return repr(said)


def drawn(world, scenario, view):
    return compose(world, compute(world, scenario), None, view)


def drawn_first(world, asked, forget):
    """What each map says when none was made before it; nothing is kept afterwards."""
    first = []
    for one in asked:
        forget()
        first.append(told(drawn(world, *one)))
    forget()
    return first


@pytest.mark.parametrize("colour_by", COLOUR_BY)
def test_that_other_partners_draw_what_they_would_have_drawn_first(world, forget, colour_by):
    asked = [(replace(ASKED, partners=some), View(colour_by=colour_by)) for some in PARTNERS]
    first = drawn_first(world, asked, forget)
    assert [told(drawn(world, *one)) for one in asked] == first
    assert len(set(first)) == len(first)  # each set of partners is seen


def test_that_what_else_is_asked_or_looked_at_draws_what_it_would_have_drawn_first(world, forget):
    seen = replace(View(), selected=ONE)
    asked = [
        (ASKED, View()), (replace(ASKED, basis=Basis.CONTROL), View()), (ASKED, View(theme="dark")), (ASKED, seen),
        (replace(ASKED, measure=Measure.CAPACITY), View()), (replace(ASKED, stage=Stage.REFINING), View()),
        (ASKED, View(projection="EPSG:3035")), (replace(ASKED, cuts=("owner:USA",)), View()), (ASKED, View()),
        (replace(ASKED, assumptions=(("single_limit", 0.3),)), View()), (ASKED, View(colour_by="status", theme="dark")),
    ]  # fmt: skip
    first = drawn_first(world, asked, forget)
    assert [told(drawn(world, *one)) for one in asked] == first


def test_that_a_file_of_ones_own_and_a_correction_are_not_drawn_as_they_were_before(world, forget):
    table = world.facilities.copy()
    table["dataset"] = np.where(table.index == OTHER, "mine.csv", "")
    own = replace(world, key="own", facilities=table)
    moved = Correction("facilities", ONE, "name", "Corrected Mine", str(table.at[ONE, "name"]), "test", "2026-01-01")
    corrected = apply(world, (moved,))[0]
    assert corrected.facilities.at[ONE, "name"] == "Corrected Mine"
    sets = [(data, replace(ASKED, partners=some)) for some in PARTNERS[:2] for data in (world, own, corrected)]
    first = []
    for data, scenario in sets:
        forget()
        first.append(told(drawn(data, scenario, View())))
    forget()
    assert [told(drawn(data, scenario, View())) for data, scenario in sets] == first
    assert "Corrected Mine" in first[2]
    assert "circled: mine.csv" in first[1]
    assert "mine.csv" not in first[3]


def test_that_places_sizes_and_ids_of_the_symbols_are_the_same_objects_for_other_partners(world, forget):
    forget()
    one, other = (
        next(part for layer in drawn(world, replace(ASKED, partners=some), View()).layers if layer.id == "mines"
             for part in layer.primitives if isinstance(part, Marks) and part.tonnes is not None)
        for some in (frozenset({"USA"}), frozenset({"JPN"}))
    )  # fmt: skip
    assert all(getattr(one, name) is getattr(other, name) for name in ("x", "y", "diameter", "hollow", "ids", "tonnes"))
    # The United States own 10 % of 250 t, Japan 2.4 % (golden fixture).
    assert float((one.ring * one.tonnes).sum()) == pytest.approx(25.0)
    assert float((other.ring * other.tonnes).sum()) == pytest.approx(6.0)
