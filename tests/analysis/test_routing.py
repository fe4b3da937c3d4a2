"""Sea routes against published distances, and gates that hold when closed."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mineralmap.analysis.lines import cut_at_antimeridian
from mineralmap.analysis.routing import sea_routes
from mineralmap.analysis.sea_network import great_circle_km, sea_network
from mineralmap.datasets import bundled

GOLDEN = Path(__file__).parents[1] / "golden"
ARCTIC = frozenset({"northern_sea_route", "northwest_passage"})
REFERENCE = pd.read_csv(GOLDEN / "reference_distances.csv", keep_default_na=False)
PAIRS = pd.read_csv(GOLDEN / "gate_pairs.csv", keep_default_na=False)


@pytest.fixture(scope="module")
def network():
    return sea_network(bundled.load().chokepoints)


def between(network, pair, closed=(), penalties=None):
    ports = bundled.load().ports
    start, end = (ports.loc[[code], ["lon", "lat"]].to_numpy() for code in pair.split("-"))
    return sea_routes(network, start, end, set(closed), penalties)


@pytest.mark.parametrize(
    "row", list(REFERENCE.itertuples()), ids=lambda row: f"{row.from_port}-{row.to_port} {row.closed}"
)
def test_that_a_published_distance_is_met_within_its_tolerance(network, row):
    route = between(network, f"{row.from_port}-{row.to_port}", ARCTIC | set(row.closed.split()))
    assert route.nm[0, 0] == pytest.approx(row.nm, rel=row.tolerance_pct / 100)


def test_that_published_distances_are_met_within_two_and_a_half_percent_in_the_median(network):
    errors = [
        abs(between(network, f"{r.from_port}-{r.to_port}", ARCTIC | set(r.closed.split())).nm[0, 0] / r.nm - 1)
        for r in REFERENCE.itertuples()
    ]
    assert np.median(errors) <= 0.025


@pytest.mark.parametrize("row", list(PAIRS.itertuples()), ids=lambda row: row.gate)
def test_that_a_gate_is_passed_by_those_who_must_and_by_nobody_when_closed(network, row):
    closed = set(row.closed.split()) | (ARCTIC if row.arctic == "closed" else frozenset())
    assert row.gate in between(network, row.crosses, closed).gates(0, 0)
    assert row.gate not in between(network, row.not_crosses, closed).gates(0, 0)
    for pair in (row.crosses, row.not_crosses):
        assert row.gate not in between(network, pair, closed | {row.gate}).gates(0, 0)


def test_that_every_gate_but_the_kiel_canal_has_an_edge_and_no_edge_two_gates(network):
    tagged = {network.gates[number] for number in network.gate_of}
    assert set(network.gates) - tagged == {"kiel_canal"}
    assert len(np.unique(network.gate_edge)) == len(network.gate_edge)


def test_that_closing_malacca_lengthens_dar_es_salaam_to_shanghai_by_sunda_and_both_by_much_more(network):
    open_way = between(network, "TZDAR-CNSHA", ARCTIC)
    by_sunda = between(network, "TZDAR-CNSHA", ARCTIC | {"malacca"})
    by_neither = between(network, "TZDAR-CNSHA", ARCTIC | {"malacca", "sunda"})
    assert "malacca" in open_way.gates(0, 0)
    assert "sunda" in by_sunda.gates(0, 0)
    assert by_sunda.nm[0, 0] - open_way.nm[0, 0] == pytest.approx(116, abs=3)
    assert by_neither.nm[0, 0] - open_way.nm[0, 0] == pytest.approx(696, abs=8)


@pytest.mark.parametrize(
    ("pair", "closed"),
    [
        ("SAJUB-CNSHA", {"hormuz"}),
        ("ROCND-GRPIR", {"bosporus"}),
        ("UAMPW-RUNVS", {"kerch"}),
        ("CNTXG-KRPUS", {"bohai"}),
        ("PLGDN-NOKRS", {"oresund", "great_belt"}),
    ],
)
def test_that_a_closure_without_another_way_strands_and_gives_no_length_and_no_line(network, pair, closed):
    route = between(network, pair, ARCTIC | closed)
    assert np.isnan(route.nm[0, 0])
    assert route.gates(0, 0) == ()
    assert route.line(0, 0).shape == (0, 2)


@pytest.mark.parametrize("gate", ["suez", "bab_el_mandeb", "malacca", "panama"])
def test_that_a_closure_with_another_way_re_routes(network, gate):
    pair = {"panama": "USNYC-CLANF"}.get(gate, "NLRTM-SGSIN")
    before, after = between(network, pair, ARCTIC), between(network, pair, ARCTIC | {gate})
    assert after.nm[0, 0] > before.nm[0, 0] + 100


def test_that_opening_again_gives_the_same_route_bit_for_bit(network):
    before = between(network, "NLRTM-SGSIN", ARCTIC)
    between(network, "NLRTM-SGSIN", ARCTIC | {"suez", "malacca"})
    again = between(network, "NLRTM-SGSIN", ARCTIC)
    assert before.nm[0, 0] == again.nm[0, 0]
    assert np.array_equal(before.line(0, 0), again.line(0, 0))


def test_that_a_penalty_turns_the_route_away_and_leaves_the_length_true(network):
    by_suez = between(network, "NLRTM-SGSIN", ARCTIC)
    by_cape = between(network, "NLRTM-SGSIN", ARCTIC, {"suez": 4000.0})
    closed = between(network, "NLRTM-SGSIN", ARCTIC | {"suez"})
    assert "suez" in by_suez.gates(0, 0)
    assert "cape_good_hope" in by_cape.gates(0, 0)
    assert by_cape.nm[0, 0] == pytest.approx(closed.nm[0, 0])


def test_that_the_drawn_line_is_as_long_as_the_route_says_and_runs_from_port_to_port(network):
    ports = bundled.load().ports
    route = between(network, "CLVAP-CNSHA", ARCTIC)
    line = route.line(0, 0)
    km = great_circle_km(line[:-1, 0], line[:-1, 1], line[1:, 0], line[1:, 1]).sum()
    assert km / 1.852 == pytest.approx(route.nm[0, 0], rel=1e-6)
    assert line[0] == pytest.approx(ports.loc["CLVAP", ["lon", "lat"]].to_numpy(float))
    assert np.mod(line[-1, 0], 360) == pytest.approx(ports.at["CNSHA", "lon"])


def test_that_a_route_over_the_pacific_is_cut_at_180_and_nowhere_jumps(network):
    pieces = cut_at_antimeridian(between(network, "CNSHA-USLAX", ARCTIC).line(0, 0))
    assert len(pieces) == 2
    assert pieces[0][-1, 0] == 180
    assert pieces[1][0, 0] == -180
    assert pieces[0][-1, 1] == pieces[1][0, 1]
    for piece in pieces:
        assert np.abs(piece[:, 0]).max() <= 180
        assert np.abs(np.diff(piece[:, 0])).max() <= 2.0001


def test_that_cutting_keeps_a_line_on_one_side_whole_and_splits_one_that_goes_and_comes_back():
    straight = cut_at_antimeridian(np.array([[0.0, 0.0], [1.0, 1.0]]))
    assert len(straight) == 1
    assert straight[0].tolist() == [[0.0, 0.0], [1.0, 1.0]]
    there_and_back = cut_at_antimeridian(np.array([[179.0, 0.0], [181.0, 1.0], [179.0, 2.0]]))
    assert [piece.tolist() for piece in there_and_back] == [
        [[179.0, 0.0], [180.0, 0.5]],
        [[-180.0, 0.5], [-179.0, 1.0], [-180.0, 1.5]],
        [[180.0, 1.5], [179.0, 2.0]],
    ]
    assert cut_at_antimeridian(np.empty((0, 2))) == []


def test_that_many_pairs_at_once_give_what_each_gives_alone(network):
    ports = bundled.load().ports
    codes = ["TZDAR", "CLANF", "AUPHE"], ["CNSHA", "NLRTM"]
    places = [ports.loc[list(some), ["lon", "lat"]].to_numpy() for some in codes]
    together = sea_routes(network, *places, ARCTIC)
    for i, start in enumerate(codes[0]):
        for j, end in enumerate(codes[1]):
            alone = between(network, f"{start}-{end}", ARCTIC)
            assert together.nm[i, j] == pytest.approx(alone.nm[0, 0])
            assert together.gates(i, j) == alone.gates(0, 0)


def many(network, origins, destinations, closed, base=None):
    ports = bundled.load().ports[["lon", "lat"]].to_numpy()
    return sea_routes(network, ports[origins], ports[destinations], closed, {"sunda": 150.0}, base)


@pytest.mark.parametrize("sides", [(slice(0, None, 19), slice(5, None, 40)), (slice(5, None, 40), slice(0, None, 19))])
def test_that_closing_more_gates_gives_what_a_whole_search_gives_bit_for_bit(network, sides):
    base = many(network, *sides, ARCTIC)
    for gates in [*((gate,) for gate in network.gates), ("malacca", "sunda"), ("suez", "panama", "cape_good_hope")]:
        again, fresh = base.without(gates), many(network, *sides, ARCTIC | set(gates))
        assert np.array_equal(again.nm, fresh.nm, equal_nan=True)
        assert np.array_equal(again.crosses, fresh.crosses)
        for i, j in ((0, 0), (3, 2), (7, 7)):
            assert np.array_equal(again.line(i, j), fresh.line(i, j))
            assert again.gates(i, j) == fresh.gates(i, j)


def test_that_closing_one_after_another_gives_what_closing_both_gives_and_leaves_the_first_as_it_was(network):
    sides = slice(0, None, 19), slice(5, None, 40)
    base = many(network, *sides, ARCTIC)
    before = base.nm.copy(), base.crosses.copy(), base.line(3, 2)
    both = base.without(["malacca"]).without(["sunda"])
    assert np.array_equal(both.nm, base.without(["sunda", "malacca"]).nm, equal_nan=True)
    assert np.array_equal(base.nm, before[0], equal_nan=True)
    assert np.array_equal(base.crosses, before[1])
    assert np.array_equal(base.line(3, 2), before[2])


def test_that_routes_of_other_points_or_penalties_are_no_base_and_do_no_harm(network):
    sides = slice(0, None, 19), slice(5, None, 40)
    other = many(network, slice(1, None, 19), sides[1], ARCTIC)
    found = many(network, *sides, ARCTIC | {"suez"}, other)
    assert np.array_equal(found.nm, many(network, *sides, ARCTIC | {"suez"}).nm, equal_nan=True)
    wider = many(network, *sides, ARCTIC | {"suez", "malacca"})
    assert np.array_equal(many(network, *sides, ARCTIC, wider).nm, many(network, *sides, ARCTIC).nm, equal_nan=True)


def test_that_the_edges_of_a_route_run_from_its_start_to_its_end(network):
    route = between(network, "NLRTM-SGSIN", ARCTIC)
    pair, edge, forward, step = route.edges([0], [0])
    order = np.argsort(step)
    start, end = (np.where(forward, *sides)[order] for sides in (
        (network.start[edge], network.end[edge]), (network.end[edge], network.start[edge]),
    ))  # fmt: skip
    assert (start[1:] == end[:-1]).all()
    assert (start[0], end[-1]) == (route.origins[2][0], route.destinations[2][0])
    assert (pair == 0).all()


def test_that_a_point_beside_the_antimeridian_finds_the_node_across_it(network):
    node, away = network.nearest(np.array([-179.99]), np.array([-16.8]))
    assert away[0] * 1.852 < 15
    assert great_circle_km(-179.99, -16.8, network.lon[node[0]], network.lat[node[0]]) < 15


def test_that_the_shared_network_cannot_be_changed(network):
    with pytest.raises(ValueError, match="read-only"):
        network.nm[0] = 0.0
