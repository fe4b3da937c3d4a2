"""A symbol says by its area how much, by its ring or slice whose, by its edge how sure we are: measured in pixels."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6 import QtGui

from mineralmap.layers.layer import Paint
from mineralmap.layers.palette import unknown_paint
from mineralmap.render.symbols import CIRCLE_WIDTH, circle_radius, paint_symbol, reach

SIDE, SCALE = 48, 8
GREY, RED, PAPER, INK = "#8A949C", "#C8102E", "#FFFFFF", "#1E2830"


def painted(shape, diameter, paint, **more):
    """The colours (h, w, 3) of a symbol in the middle of a picture on a green ground."""
    image = QtGui.QImage(SIDE * SCALE, SIDE * SCALE, QtGui.QImage.Format.Format_RGB32)
    image.fill(QtGui.QColor("#00FF00"))
    painter = QtGui.QPainter(image)
    painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
    painter.scale(SCALE, SCALE)
    painter.translate(SIDE / 2, SIDE / 2)
    paint_symbol(painter, shape, diameter, paint, paper=PAPER, **more)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(SIDE * SCALE, SIDE * SCALE, 4)[..., 2::-1].astype(int)


def area(pixels, colour):
    """Px² (of the symbol's own px) in about this colour."""
    wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return float((np.abs(pixels - wanted).max(axis=-1) < 12).sum()) / SCALE**2


@pytest.mark.parametrize("shape", ["circle", "diamond", "hexagon", "square"])
@pytest.mark.parametrize("diameter", [8.0, 28.0])
def test_that_every_shape_of_one_diameter_has_one_area(shape, diameter):
    assert area(painted(shape, diameter, Paint(fill=GREY)), GREY) == pytest.approx(np.pi * diameter**2 / 4, rel=0.04)


@pytest.mark.parametrize("shape", ["circle", "diamond", "hexagon"])
def test_that_a_slice_is_the_partner_owned_part_of_the_symbol(shape):
    half = area(painted(shape, 24.0, Paint(fill=GREY, part="pie"), ring=0.5, ring_colour=RED), RED)
    whole = area(painted(shape, 24.0, Paint(fill=GREY, part="pie"), ring=1.0, ring_colour=RED), RED)
    assert half == pytest.approx(whole / 2, rel=0.06)


@pytest.mark.parametrize("part", [0.1, 0.37, 0.75])
def test_that_a_ring_is_as_long_as_the_part(part):
    some = area(painted("circle", 20.0, Paint(fill=GREY), ring=part, ring_colour=RED), RED)
    whole = area(painted("circle", 20.0, Paint(fill=GREY), ring=1.0, ring_colour=RED), RED)
    assert some / whole == pytest.approx(part, abs=0.015)


def test_that_a_ring_begins_at_the_top_and_runs_clockwise():
    pixels = painted("circle", 20.0, Paint(fill=GREY), ring=0.25, ring_colour=RED)
    half = SIDE * SCALE // 2
    quarters = [pixels[:half, half:], pixels[half:, half:], pixels[half:, :half], pixels[:half, :half]]
    found = [area(quarter, RED) for quarter in quarters]
    assert found[0] > 10
    assert max(found[1:]) < 1


def middle(pixels):
    return pixels[SIDE * SCALE // 2, SIDE * SCALE // 2].tolist()


def test_that_a_place_known_to_the_town_is_hollow_and_a_site_is_full():
    assert area(painted("circle", 20.0, Paint(fill=RED)), RED) > 250
    hollow = painted("circle", 20.0, Paint(fill=RED), hollow=True)
    assert 40 < area(hollow, RED) < 130
    assert min(middle(hollow)) > 180  # a veil of paper over the ground


def test_that_a_project_is_dashed_with_a_tint_and_hollow_without():
    paint = Paint(fill=None, line=RED, width=1.4, dash=(2.0, 1.6))
    project, town = painted("circle", 20.0, paint), painted("circle", 20.0, paint, hollow=True)
    assert 20 < area(project, RED) < area(painted("circle", 20.0, Paint(line=RED, width=1.4)), RED)
    red, _, blue = middle(project)
    assert red - blue > middle(town)[0] - middle(town)[2] + 15


def test_that_what_is_closed_is_crossed_and_has_a_halo():
    cross = painted("cross", 8.0, Paint(line=RED, width=1.4))
    assert area(cross, RED) > 15
    assert area(cross, PAPER) > 15


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_that_an_unknown_owner_is_hatched_for_the_eye(theme):
    paint = unknown_paint(theme)
    pixels = painted("diamond", 24.0, paint)
    centre = pixels[SIDE * SCALE // 2 - 40 : SIDE * SCALE // 2 + 40, SIDE * SCALE // 2 - 40 : SIDE * SCALE // 2 + 40]
    assert np.ptp(centre.sum(axis=-1)) > 180


def test_that_the_painter_is_left_as_it_was():
    image = QtGui.QImage(40, 40, QtGui.QImage.Format.Format_ARGB32_Premultiplied)
    painter = QtGui.QPainter(image)
    painter.setOpacity(0.5)
    paint_symbol(painter, "circle", 10.0, Paint(fill=GREY, opacity=0.5), faded=True)
    assert painter.opacity() == 0.5
    assert painter.transform() == QtGui.QTransform()
    painter.end()


@pytest.mark.parametrize("shape", ["circle", "diamond", "hexagon", "square"])
@pytest.mark.parametrize("part", [0.4, 1.0])
@pytest.mark.parametrize("paint", [Paint(fill=GREY, line=PAPER), Paint(line=GREY, width=1.4, dash=(2.0, 1.6))])
def test_that_the_circle_of_the_users_own_hides_no_partner_ring_and_is_hidden_by_none(shape, part, paint):
    plain = painted(shape, 12.0, paint, ring=part, ring_colour=RED)
    circled = painted(shape, 12.0, replace(paint, circled=INK), ring=part, ring_colour=RED)
    radius = circle_radius(shape, 12.0, part)
    away = np.hypot(*(np.indices(plain.shape[:2]) + 0.5 - SIDE * SCALE / 2)) / SCALE
    within = away < radius - CIRCLE_WIDTH / 2 - 0.7
    assert (circled[within] == plain[within]).all()
    assert area(circled, RED) == pytest.approx(area(plain, RED), rel=0.01)
    around = 2 * np.pi * radius * CIRCLE_WIDTH  # whatever the part
    assert area(circled, INK) == pytest.approx(around, rel=0.15)
    assert circle_radius(shape, 12.0, 0.0) < radius


@pytest.mark.parametrize("shape", ["circle", "diamond", "hexagon", "square"])
@pytest.mark.parametrize("ring", [0.0, 1.0])
def test_that_all_of_a_circle_lies_within_the_reach_of_its_symbol(shape, ring):
    for diameter in (4.0, 14.0):
        pixels = painted(shape, diameter, Paint(fill=GREY, circled=INK), ring=ring, ring_colour=RED)
        row, column = np.nonzero((pixels != [0, 255, 0]).any(axis=-1))
        farthest = np.abs(np.concatenate([row, column]) + 0.5 - SIDE * SCALE / 2).max() / SCALE
        assert farthest <= reach(shape, diameter, ring, circled=True)
        assert farthest > reach(shape, diameter, ring)  # who left the circle out would cut it off


def test_that_a_circle_is_seen_also_round_what_recedes():
    pixels = painted("circle", 8.0, Paint(fill=GREY, opacity=0.3, circled=INK))
    ring = pixels[SIDE * SCALE // 2, :, 1]
    assert ring.min() < 130  # of 255 the ground's green, which ink at 0.6 covers
