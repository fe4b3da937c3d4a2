"""Lanes: every stretch once, with all that sails there, on a network drawn by hand and on the shipped one."""

from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from mineralmap.analysis.flows import compute_flows
from mineralmap.analysis.lanes import broken, lanes
from mineralmap.analysis.lines import cut_lines
from mineralmap.analysis.routing import sea_routes
from mineralmap.analysis.sea_network import SeaNetwork, great_circle_km
from mineralmap.datasets import bundled
from mineralmap.model.scenario import Leg, Scenario

LON = np.array([0.0, 10.0, 20.0, 30.0, 30.0, 30.0])
LAT = np.array([0.0, 0.0, 0.0, 0.0, 10.0, -10.0])
"""A trunk of four nodes, and two branches at its end; a gate lies between the second and the third."""
EDGES = np.array([(0, 1), (1, 2), (2, 3), (3, 4), (3, 5)])
PORTS = {"west": (0, 0), "mid": (10, 0), "north": (30, 10), "south": (30, -10), "quay": (0, 1)}


def network():
    start, end = EDGES.T
    nm = great_circle_km(LON[start], LAT[start], LON[end], LAT[end]) / 1.852
    return SeaNetwork(LON, LAT, start, end, nm, ("gate",), np.array([1]), np.array([0]), np.array([0.5]))


def made(flows, sea=None):
    """Lanes of flows (from, to, tonnes) in the order given."""
    ends = [list(dict.fromkeys(flow[side] for flow in flows)) for side in (0, 1)]
    places = [np.array([PORTS[name] for name in names], dtype=float) for names in ends]
    routes = sea_routes(network(), *places)
    ways = SimpleNamespace(
        routes=routes, from_ports=pd.DataFrame({"port_id": ends[0]}), to_ports=pd.DataFrame({"port_id": ends[1]})
    )
    table = pd.DataFrame(flows, columns=["from_port", "to_port", "tonnes"])
    table["sea_nm"] = 1.0 if sea is None else sea
    return lanes([(ways, table)])


def told(found):
    """Each lane as its first and last corner, its rows and their tonnes."""
    return {
        (tuple(path[0][0]), tuple(path[-1][-1])): list(found.rows[found.start[i] : found.start[i + 1]])
        for i, path in enumerate(found.paths)
    }


def test_that_a_stretch_is_there_once_with_all_flows_that_share_it():
    found = made([("west", "north", 60.0), ("west", "south", 30.0), ("mid", "north", 10.0)])
    assert told(found) == {
        ((10, 0), (30, 0)): [0, 1, 2],
        ((0, 0), (10, 0)): [0, 1],
        ((30, 0), (30, 10)): [0, 2],
        ((30, 0), (30, -10)): [1],
    }
    assert found.tonnes(np.array([60.0, 30.0, 10.0])).tolist() == [100, 90, 70, 30]
    assert not found.to_port.any()
    assert found.along.all()


def test_that_a_lane_runs_as_its_largest_pair_sails_and_says_who_sails_against():
    found = made([("north", "west", 60.0), ("mid", "north", 10.0)])
    trunk = told(found).keys()
    assert ((30, 10), (10, 0)) in trunk
    shared = int(np.flatnonzero(np.diff(found.start) == 2)[0])
    assert found.rows[found.start[shared] : found.start[shared + 1]].tolist() == [0, 1]
    assert found.along[found.start[shared] : found.start[shared + 1]].tolist() == [True, False]


def test_that_the_leg_between_a_port_and_the_network_is_a_lane_of_its_own():
    found = made([("quay", "north", 5.0)])
    assert told(found) == {((0, 0), (30, 10)): [0], ((0, 1), (0, 0)): [0]}
    assert found.to_port.tolist() == [False, True] or found.to_port.tolist() == [True, False]
    leg = found.paths[int(np.flatnonzero(found.to_port)[0])]
    assert leg[0][0].tolist() == [0, 1]


def test_that_a_flow_that_does_not_sail_is_not_drawn_and_nothing_at_all_gives_no_lanes():
    found = made([("west", "north", 60.0), ("mid", "north", 10.0)], sea=[np.nan, 1.0])
    assert set(found.rows) == {1}
    assert made([("west", "north", 60.0)], sea=[np.nan]).paths == []


def test_that_a_stranded_flow_is_drawn_on_the_way_that_it_took():
    routes = sea_routes(network(), np.array([PORTS["west"]], float), np.array([PORTS["north"], PORTS["mid"]], float))
    lost = broken(routes, ["a", "b"], np.array([0, 0]), np.array([0, 1]))
    assert lost["flow_id"].tolist() == ["a", "b"]
    assert lost["path"][0][0][0].tolist() == [0, 0]
    assert lost["path"][0][0][-1].tolist() == [30, 10]
    assert broken(routes, [], np.empty(0, int), np.empty(0, int)).empty


def test_that_many_lines_are_cut_as_each_is_alone():
    one, two = np.array([[170.0, 0.0], [190.0, 10.0]]), np.array([[0.0, 0.0], [3.0, 0.0], [3.0, 0.0]])
    together = cut_lines(np.concatenate([one, two]), np.array([0, 2, 5]))
    assert [len(line) for line in together] == [2, 1]
    assert together[0][0][-1].tolist() == [180, 5]
    assert together[0][1][0].tolist() == [-180, 5]
    assert together[1][0].tolist() == [[0, 0], [1.5, 0], [3, 0]]
    assert cut_lines(np.empty((0, 2)), np.array([0, 0])) == [[]]


@pytest.mark.parametrize("mineral", ["lithium", "cobalt", "nickel", "rare_earths", "graphite"])
def test_that_the_lanes_of_each_flow_add_up_to_its_length_and_never_jump(mineral):
    flows = compute_flows(bundled.load(), Scenario(mineral=mineral, leg=Leg.FEED))
    km = [
        sum(great_circle_km(line[:-1, 0], line[:-1, 1], line[1:, 0], line[1:, 1]).sum() for line in path)
        for path in flows.lanes.paths
    ]
    nm = np.bincount(flows.lanes.rows, np.array(km)[flows.lanes.lane] / 1.852, minlength=len(flows.table))
    sea = flows.table["sea_nm"].to_numpy(float)
    sails = np.isfinite(sea)
    assert set(flows.lanes.rows) == set(np.flatnonzero(sails))
    # vertices stand on straight lines of longitude and latitude, a little longer than the great circle
    assert np.abs(nm[sails] - sea[sails]).max() <= 0.01 * sea[sails].max()
    for path in flows.lanes.paths:
        for line in path:
            assert np.abs(np.diff(line, axis=0)).max() <= 2.0001
            assert np.abs(line[:, 0]).max() <= 180


def test_that_each_edge_of_the_shipped_network_is_drawn_once():
    flows = compute_flows(bundled.load(), Scenario(mineral="cobalt", leg=Leg.FEED))
    corners = [
        tuple(sorted((tuple(a), tuple(b))))
        for path, leg in zip(flows.lanes.paths, flows.lanes.to_port, strict=True)
        for line in path
        for a, b in pairwise(line)
        if not leg
    ]
    assert len(corners) == len(set(corners))
