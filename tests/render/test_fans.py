"""Facilities in one place stand side by side when one is close."""

from dataclasses import replace

import numpy as np
import pytest

from mineralmap.render.points.fans import fans
from mineralmap.render.scene import Scene
from mineralmap.render.symbols import circle_radius
from tests.render.dots import map_of, marks_at, view_of


def test_that_facilities_in_one_place_stand_side_by_side():
    one, other = marks_at([0.0, 0.0, 9e5], [0.0, 0.0, 0.0]), marks_at([10.0], [10.0])
    other = replace(other, ids=("Q0",))
    found = fans([one, other], 150.0)
    (x, y), (x2, y2) = found[one].moves(10.0), found[other].moves(10.0)
    x, y = np.append(x, x2 + 1.0), np.append(y, y2 - 1.0)  # the other's place is 10 m, a px, off
    assert found[one].at.tolist() == [0, 1]
    apart = np.hypot(x[:, None] - x, y[:, None] - y)[np.triu_indices(3, 1)]
    assert (apart >= 12.0).all()  # 10 px each and a line round it


def test_that_a_halo_goes_with_its_symbol():
    both, halo = marks_at([0.0, 0.0], [0.0, 0.0]), marks_at([0.0], [0.0], diameter=22.0, ids=("P1",))
    found = fans([both, halo], 150.0)
    assert (found[halo].right[0], found[halo].down[0]) == (found[both].right[1], found[both].down[1])
    assert fans([marks_at([0.0], [0.0]), halo_of_p0()], 150.0) == {}


def test_that_a_port_stays_where_its_lane_ends_and_takes_no_plant_its_room():
    plants = marks_at([0.0, 0.0], [0.0, 0.0], diameter=20.0)
    port = replace(marks_at([0.0], [0.0], diameter=4.0, ids=("P1",)), shape="dot")
    found = fans([plants, port], 150.0)
    assert port not in found
    assert np.hypot(np.ptp(found[plants].right), np.ptp(found[plants].down)) >= 20.0


@pytest.mark.parametrize("shape", ["cross", "circle", "diamond"])
def test_that_the_circle_round_one_s_own_has_room_of_its_own(tiny_map, shape):
    """In a fan, under names and within the ring of what is chosen; a closed plant's cross bears no partner ring."""
    plain = replace(marks_at([0.0, 0.0], [0.0, 0.0], diameter=8.0), shape=shape)
    own = replace(plain, paints=tuple(replace(one, circled="#000000") for one in plain.paints))
    radius = circle_radius(shape, 8.0, 0.0)
    apart = [
        np.hypot(np.ptp(one.right), np.ptp(one.down)) for one in (fans([own], 150.0)[own], fans([plain], 150.0)[plain])
    ]
    assert apart[0] > max(apart[1], 2 * radius)
    scene = Scene(map_of(tiny_map, own))
    (x0, _, x1, _), *_ = scene._boxes(own, view_of(scene.map)).tolist()
    assert (x1 - x0) / 2 >= radius - 1.0  # names have air besides


def halo_of_p0():
    return marks_at([0.0], [0.0], diameter=22.0, ids=("P0",))


def test_that_places_fan_out_only_when_one_is_close(tiny_map):
    marks = marks_at([0.0, 0.0], [0.0, 0.0])
    scene = Scene(map_of(tiny_map, marks))
    far, near = scene.shown(marks, view_of(scene.map)), scene.shown(marks, view_of(scene.map, mpp=500.0))
    assert np.ptp(far.x) == np.ptp(far.y) == 0
    assert np.hypot(np.ptp(near.x), np.ptp(near.y)) >= 12
