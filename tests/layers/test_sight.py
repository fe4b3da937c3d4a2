"""Colours are measured as published, seen by every eye, and told apart by each where they mean something."""

import csv
from dataclasses import fields, is_dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from mineralmap.layers import colouring, palette, sight
from mineralmap.layers.layer import Map, Marks
from mineralmap.layers.palette import DARK, LIGHT

EYES = ("", "protan", "deutan", "tritan")
DATA = Path(__file__).resolve().parents[2] / "data"
SHARMA = """
50.0000 2.6772 -79.7751 50.0000 0.0000 -82.7485 2.0425
50.0000 3.1571 -77.2803 50.0000 0.0000 -82.7485 2.8615
50.0000 2.8361 -74.0200 50.0000 0.0000 -82.7485 3.4412
50.0000 -1.3802 -84.2814 50.0000 0.0000 -82.7485 1.0000
50.0000 -1.1848 -84.8006 50.0000 0.0000 -82.7485 1.0000
50.0000 -0.9009 -85.5211 50.0000 0.0000 -82.7485 1.0000
50.0000 0.0000 0.0000 50.0000 -1.0000 2.0000 2.3669
50.0000 -1.0000 2.0000 50.0000 0.0000 0.0000 2.3669
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0009 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0010 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0011 7.2195
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0012 7.2195
50.0000 -0.0010 2.4900 50.0000 0.0009 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0010 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0011 -2.4900 4.7461
50.0000 2.5000 0.0000 50.0000 0.0000 -2.5000 4.3065
50.0000 2.5000 0.0000 73.0000 25.0000 -18.0000 27.1492
50.0000 2.5000 0.0000 61.0000 -5.0000 29.0000 22.8977
50.0000 2.5000 0.0000 56.0000 -27.0000 -3.0000 31.9030
50.0000 2.5000 0.0000 58.0000 24.0000 15.0000 19.4535
50.0000 2.5000 0.0000 50.0000 3.1736 0.5854 1.0000
50.0000 2.5000 0.0000 50.0000 3.2972 0.0000 1.0000
50.0000 2.5000 0.0000 50.0000 1.8634 0.5757 1.0000
50.0000 2.5000 0.0000 50.0000 3.2592 0.3350 1.0000
60.2574 -34.0099 36.2677 60.4626 -34.1751 39.4387 1.2644
63.0109 -31.0961 -5.8663 62.8187 -29.7946 -4.0864 1.2630
61.2901 3.7196 -5.3901 61.4292 2.2480 -4.9620 1.8731
35.0831 -44.1164 3.7933 35.0232 -40.0716 1.5901 1.8645
22.7233 20.0904 -46.6940 23.0331 14.9730 -42.5619 2.0373
36.4612 47.8580 18.3852 36.2715 50.5065 21.2231 1.4146
90.8027 -2.0831 1.4410 91.1528 -1.6435 0.0447 1.4441
90.9257 -0.5406 -0.9208 88.6381 -0.8985 -0.7239 1.5381
6.7747 -0.2908 -2.4247 5.8714 -0.0985 -2.2286 0.6377
2.0776 0.0795 -1.1350 0.9033 -0.0636 -0.5514 0.9082
"""
"""Sharma, Wu and Dalal (2005), table 1: two colours in CIELAB and their difference."""


def minerals(column):
    with (DATA / "minerals.csv").open(encoding="utf-8") as lines:
        return [row[column] for row in csv.DictReader(lines)][:6]


def neighbours(colours, eye):
    return min(sight.difference(one, other, eye) for one, other in pairwise(colours))


PARTNERS = list(palette.GROUP_COLOURS.values())
REST = [palette.NOT_PARTNER, palette.UNKNOWN_OWNER]
LEAST = {
    "owner groups": ([*PARTNERS, *REST], (20, 20, 20, 20)),
    "and four groups of one's own": ([*PARTNERS, *REST, *palette.OTHER_GROUPS], (15, 15, 15, 15)),
    "suppliers": ([*palette.SUPPLIERS, *REST], (18, 18, 18, 18)),
    "minerals, light": (minerals("colour_light"), (22, 12, 12, 11)),
    "minerals, dark": (minerals("colour_dark"), (22, 12, 12, 11)),
    "status": ([colour for _, colour in colouring._STATUS.values()], (16, 16, 16, 16)),
    "precision": ([colour for _, colour in colouring._PRECISION.values()], (20, 12, 12, 12)),
    "forms of cargo, light": ([*LIGHT.forms, LIGHT.form_other], (19, 19, 19, 19)),
    "forms of cargo, dark": ([*DARK.forms, DARK.form_other], (19, 19, 19, 19)),
    "loss and gain, light": ([LIGHT.loss, LIGHT.gain], (40, 40, 40, 40)),
    "loss and gain, dark": ([DARK.loss, DARK.gain], (40, 40, 40, 40)),
    "gates open, closed, shut as a rule, light": ([LIGHT.gate, LIGHT.ground.accent, LIGHT.ground.quiet], (19,) * 4),
    "gates open, closed, shut as a rule, dark": ([DARK.gate, DARK.ground.accent, DARK.ground.quiet], (18,) * 4),
}
"""Palettes with the least difference that they must keep, to the eyes of EYES."""
RAMPS = {"light": (LIGHT, (6.7, 5.8, 6.6, 7.2)), "dark": (DARK, (7.9, 7.0, 6.6, 7.6))}


@pytest.mark.parametrize("line", SHARMA.strip().splitlines())
def test_that_differences_are_measured_as_published(line):
    numbers = np.array(line.split(), float)
    assert sight.differences(numbers[:3], numbers[3:6]) == pytest.approx(numbers[6], abs=1e-4)
    assert sight.differences(numbers[3:6], numbers[:3]) == pytest.approx(numbers[6], abs=1e-4)


def test_that_white_stays_white_and_grey_stays_grey_for_every_eye():
    for eye in sight.SIGHTS:
        for colour in ("#FFFFFF", "#000000", "#808080"):
            assert sight.difference(colour, sight.seen(colour, eye)) < 1


def test_that_red_and_green_run_together_without_long_waves():
    # By Machado's matrix: pure red becomes (0.152286, 0.114503, -0.003882) of linear light.
    assert sight.seen("#FF0000", "protan") == "#6D5F00"
    assert sight.difference("#B00000", "#3A5F00", "protan") < sight.difference("#B00000", "#3A5F00") / 3


@pytest.mark.parametrize("name", LEAST)
def test_that_what_is_told_by_colour_is_told_by_every_eye(name, capsys):
    colours, least = LEAST[name]
    found = [sight.least_difference(colours, eye) for eye in EYES]
    with capsys.disabled():
        print(f"\n{name}: " + " / ".join(f"{one:.1f}" for one, _, _ in found), end="")
    for (apart, one, other), bound, eye in zip(found, least, EYES, strict=True):
        assert apart >= bound, f"{one} and {other} to {eye or 'all'}"


@pytest.mark.parametrize("theme", RAMPS)
def test_that_neighbours_of_the_ramp_are_told_apart_by_every_eye_and_in_grey(theme):
    colours, least = RAMPS[theme]
    steps = [colours.ground.land, *colours.ramp]
    for eye, bound in zip(EYES, least, strict=True):
        assert neighbours(steps, eye) >= bound
    light = sight.lab([sight.seen(one, "grey") for one in steps])[:, 0]
    assert (np.abs(np.diff(light)) > 6).all()


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_that_hatches_stand_out_on_every_class(colours):
    for fill in colours.ramp:
        assert all(sight.difference(colours.hatch, fill, eye) > 15 for eye in sight.SIGHTS)


def colours_of(thing):
    """Every colour in a map, wherever it is kept."""
    if isinstance(thing, str):
        return {thing} if thing.startswith("#") and len(thing) == 7 else set()
    if isinstance(thing, tuple):
        return set().union(*map(colours_of, thing)) if thing else set()
    if is_dataclass(thing):
        return set().union(*(colours_of(getattr(thing, one.name)) for one in fields(thing)))
    return set()


def test_that_a_preview_changes_every_colour_and_nothing_else(cobalt_map):
    grey = sight.seen_by(cobalt_map, "grey")
    assert isinstance(grey, Map)
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in colours_of(grey))
    assert grey.title == cobalt_map.title
    for before, after in zip(cobalt_map.layers, grey.layers, strict=True):
        for one, other in zip(before.primitives, after.primitives, strict=True):
            assert one.x is other.x
            if isinstance(one, Marks):
                assert one.ids is other.ids


def test_that_no_preview_is_the_map_itself(cobalt_map):
    assert sight.seen_by(cobalt_map, "") is cobalt_map
