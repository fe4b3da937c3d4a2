"""The user's own facilities look as all others do, in a circle that the key tells."""

from dataclasses import replace

import numpy as np
import pytest

from mineralmap.analysis.compute import compute
from mineralmap.layers.compose import compose
from mineralmap.layers.layer import Marks, Texts
from mineralmap.layers.palette import palette
from mineralmap.model.scenario import Basis, Scenario, Stage
from mineralmap.model.view import View

ASKED = Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.EQUITY)


@pytest.fixture(scope="module")
def own_world(world):
    """The tiny world, as if two of its facilities had come with a file."""
    table = world.facilities.copy()
    table["dataset"] = np.where(table.index.isin(["COD-f1", "COD-f2"]), "mine.csv", "")
    return replace(world, key="two own", facilities=table)


def marks_of(drawn):
    return {
        facility: (part, at) for layer in drawn.layers for part in layer.primitives if isinstance(part, Marks)
        for at, facility in enumerate(part.ids) if facility
    }  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_that_own_facilities_keep_their_look_in_a_circle_in_the_colour_of_words(own_world, world, theme):
    view = View(theme=theme)
    shipped, own = (marks_of(compose(one, compute(one, ASKED), None, view)) for one in (world, own_world))
    for facility, (part, at) in shipped.items():
        now, place = own[facility]
        paint = now.paints[int(now.paint[place])]
        mine = facility in ("COD-f1", "COD-f2")
        assert paint == replace(part.paints[int(part.paint[at])], circled=palette(theme).ground.text if mine else "")
        assert now.circled is mine
        assert now.ring[place] == part.ring[at]


def test_that_the_key_tells_the_circle_below_what_colours_say(own_world):
    drawn = compose(own_world, compute(own_world, ASKED), None, View())
    titles = [block.title for block in drawn.legend]
    (entry,) = drawn.legend[titles.index("My data")].entries
    assert (entry.label, entry.paint.circled) == ("circled: mine.csv", drawn.ground.text)
    assert titles.index("My data") > titles.index("Largest owner")


def test_that_names_of_own_facilities_keep_off_the_circle(own_world, world):
    def offsets(data):
        layers = compose(data, compute(data, ASKED), None, View()).layers
        words = [part for layer in layers if layer.id == "labels" for part in layer.primitives]
        (named,) = [part for part in words if isinstance(part, Texts) and "place" in part.style]
        return dict(zip(named.words, named.offset[:, 0].tolist(), strict=True))

    before, now = offsets(world), offsets(own_world)
    moved = {name for name in now if now[name] > before[name]}
    assert len(moved) == 2
    assert all(now[name] == before[name] for name in now.keys() - moved)


def test_that_what_is_closed_of_ones_own_is_a_cross_in_a_circle(own_world):
    table = own_world.facilities.copy()
    table.loc["COD-f2", "status"] = "closed"
    data = replace(own_world, key="closed own", facilities=table)
    drawn = compose(data, compute(data, ASKED), None, View())
    marks, _ = marks_of(drawn)["COD-f2"]
    assert (marks.shape, marks.circled) == ("cross", True)
    (block,) = [block for block in drawn.legend if block.title == "My data"]
    assert [(entry.shape, entry.label) for entry in block.entries][1:] == [("cross", "closed")]
