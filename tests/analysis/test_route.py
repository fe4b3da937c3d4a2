"""One route between two places: words for places, closures, forced passages, and what is said when there is no way."""

import re

import numpy as np
import pytest

from mineralmap.analysis.passage import through_gate
from mineralmap.analysis.route import compare, route
from mineralmap.analysis.sea_network import great_circle_km, sea_network
from mineralmap.analysis.sea_places import find_place
from mineralmap.datasets import bundled
from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import Scenario

ARCTIC = frozenset({"northern_sea_route", "northwest_passage"})


def sail(start, end, via=None, **settings):
    return route(bundled.load(), Scenario(**settings), start, end, via)


def test_that_hamburg_to_singapore_is_as_much_longer_by_the_cape_as_published():
    # Published: 8,377 nm by Suez, 11,864 by the Cape: 3,487 nm and, at 18 knots, 193.7 hours more. Our Hamburg lies at
    # the quay up the Elbe, so only the difference is compared.
    by_suez = sail("DEHAM", "SGSIN", "suez", knots=18)
    by_cape = sail("DEHAM", "SGSIN", "cape_good_hope", knots=18)
    assert by_cape.nm - by_suez.nm == pytest.approx(3487, rel=0.02)
    assert 24 * (by_cape.days - by_suez.days) == pytest.approx(193.7, rel=0.02)
    assert re.fullmatch(r"By Suez Canal it is 3,\d{3} nm \(8\.\d days\) shorter than by Cape of Good Hope\.",
                        compare(by_suez, by_cape))  # fmt: skip


def test_that_gates_stand_in_the_order_in_which_they_are_passed():
    out, home = sail("NLRTM", "SGSIN"), sail("SGSIN", "NLRTM")
    assert out.gates == ("dover", "gibraltar", "suez", "bab_el_mandeb", "malacca")
    assert home.gates == out.gates[::-1]
    assert home.nm == pytest.approx(out.nm)
    assert out.gate_names[2] == "Suez Canal"


def test_that_a_stranded_pair_has_no_miles_no_days_no_line_and_says_so():
    lost = sail("SAJUB", "JPYOK", closed={"hormuz"})
    assert lost.stranded
    assert all(np.isnan(value) for value in (lost.nm, lost.km, lost.days))
    assert (lost.gates, lost.geometry) == ((), [])
    assert any("No way by sea is left with Strait of Hormuz closed; open it is 6," in note for note in lost.notes)


def test_that_with_all_gates_closed_a_way_is_either_without_gates_or_none():
    every = frozenset(map(str, bundled.load().chokepoints.index))
    assert sail("NLRTM", "SGSIN", closed=every).stranded
    near = sail("CLANF", "CLVAP", closed=every)
    assert not near.stranded
    assert near.gates == ()


def test_that_a_closure_says_what_it_costs():
    calm, shut = sail("TZDAR", "CNSHA"), sail("TZDAR", "CNSHA", closed={"malacca", "sunda"})
    more = shut.nm - calm.nm
    assert any(f"it is {more:,.0f} nm ({more / (24 * 14):.1f} days) longer than open" in note for note in shut.notes)
    untouched = sail("CLANF", "CLVAP", closed={"malacca"})
    assert "Closing Malacca Strait does not touch this route." in untouched.notes


def test_that_the_same_place_at_both_ends_is_no_route_and_says_so():
    nowhere = sail("CNNGB", "cn ngb")
    assert (nowhere.nm, nowhere.gates, nowhere.stranded, nowhere.geometry) == (0.0, (), False, [])
    assert "no sea route between them" in nowhere.notes[0]


def test_that_another_speed_changes_days_and_nothing_else():
    slow, fast = sail("AOLOB", "CNNGB", knots=7), sail("AOLOB", "CNNGB")
    assert slow.days == pytest.approx(2 * fast.days)
    assert slow.nm == fast.nm
    assert fast.km == pytest.approx(fast.nm * 1.852)


def test_that_the_arctic_is_closed_until_it_is_opened():
    assert not set(sail("CNSHA", "NLRTM").gates) & ARCTIC
    assert "northern_sea_route" in sail("CNSHA", "NLRTM", opened={"northern_sea_route"}).gates
    with pytest.raises(InvalidArgument, match="Add --open northern_sea_route"):
        sail("CNSHA", "NLRTM", "northern_sea_route")


def test_that_a_forced_passage_on_the_shortest_way_is_the_shortest_way():
    free, forced = sail("NLRTM", "SGSIN"), sail("NLRTM", "SGSIN", "suez")
    assert forced.nm == pytest.approx(free.nm)
    assert forced.gates == free.gates
    line = np.concatenate(forced.geometry)
    km = great_circle_km(line[:-1, 0], line[:-1, 1], line[1:, 0], line[1:, 1]).sum()
    assert km == pytest.approx(forced.km, rel=0.01)


def test_that_a_passage_into_a_closed_sea_cannot_be_forced_on_those_outside():
    outside = sail("SGSIN", "CNSHA", "hormuz")
    assert outside.stranded
    assert any("There is no way by sea that passes Strait of Hormuz once" in note for note in outside.notes)
    assert "nothing can be compared" in compare(outside, sail("SGSIN", "CNSHA", "taiwan"))


def test_that_a_passage_that_no_lane_crosses_cannot_be_forced_and_closing_it_says_so():
    with pytest.raises(InvalidArgument, match="No sea lane of the network crosses kiel_canal"):
        sail("DEHAM", "PLGDN", "kiel_canal")
    closed = sail("DEHAM", "PLGDN", closed={"kiel_canal"})
    assert "No sea lane of the network crosses Kiel Canal: closing it changes nothing." in closed.notes


def test_that_a_class_of_ships_that_is_too_deep_goes_round_or_is_stranded_and_the_reason_is_told():
    free, deep = sail("CNSHA", "USNYC"), sail("CNSHA", "USNYC", vessel="capesize")
    assert "panama" in free.gates
    assert "panama" not in deep.gates
    assert any("Panama Canal too shallow for Capesize" in note for note in deep.notes)
    assert sail("NLRTM", "FIKOK", vessel="capesize").stranded
    assert not any("Kiel" in note and "No sea lane" in note for note in deep.notes)


def test_that_penalties_choose_a_forced_way_and_leave_its_length_true():
    ports, network = bundled.load().ports, sea_network(bundled.load().chokepoints)
    ends = [ports.loc[[code], ["lon", "lat"]].to_numpy(float) for code in ("NLRTM", "CNSHA")]
    free = through_gate(network, *ends, "suez", ARCTIC, {})
    dear = through_gate(network, *ends, "suez", ARCTIC, {"malacca": 5000.0})
    assert "malacca" in free[1]
    assert "malacca" not in dear[1]
    assert free[0] < dear[0] < free[0] + 5000


def test_that_ways_within_a_tenth_are_told_with_their_straits():
    found = sail("AOLOB", "CNNGB")
    others = [gates for gates, _ in found.near]
    assert all(found.nm < nm <= 1.1 * found.nm for _, nm in found.near)
    assert any("malacca" in gates for gates in others)
    assert any(note.startswith("At most 10 % longer than this way") for note in found.notes)
    assert not any(note.startswith("Shorter") for note in found.notes)
    assert "Counted longer than they are when the way is chosen (assumption): Sunda Strait 150 nm." in found.notes


@pytest.mark.parametrize(
    ("words", "port"),
    [("aolob", "AOLOB"), ("AO LOB", "AOLOB"), ("Lobito", "AOLOB"), ("AUS-greenbushes", "AUBUY"),
     ("greenbushes", "AUBUY"), ("CHN", "CNSHA"), ("chile", None), ("-20.1,-68.9", "CLIQQ"), ("COD", "ZADUR")],
)  # fmt: skip
def test_that_a_place_is_found_by_code_name_country_or_point(words, port):
    found = find_place(bundled.load(), words)
    assert found.port.port_id in bundled.load().ports.index
    assert port is None or found.port.port_id == port


def test_that_a_point_at_sea_or_on_the_coast_is_its_own_place():
    at_sea = find_place(bundled.load(), "0,-30")
    assert (at_sea.port.port_lon, at_sea.port.port_lat, at_sea.port.land_km) == (-30, 0, 0)
    on_coast = find_place(bundled.load(), "0.47,127.95")
    assert (on_coast.port.port_lon, on_coast.port.port_lat) == (127.95, 0.47)


@pytest.mark.parametrize(
    ("words", "said"),
    [("AOLOX", "There is no place 'AOLOX'. Near: AOLOB (Lobito)"), ("Rotterdamm", "Near: NLRTM (Rotterdam)"),
     ("47.9,106.9", "from the sea to a port is known. Choose one: --port MNG=CODE"), ("MNG", "Choose one: --port MNG="),
     ("42,50.5", "lies in the Caspian Sea, which no seagoing ship leaves"),
     ("95,10", "95,10 is not on the globe. Write latitude before longitude"), ("xqzzt", "A place is a UN/LOCODE")],
)  # fmt: skip
def test_that_a_place_that_is_not_found_says_what_is_near_or_what_to_do(words, said):
    with pytest.raises(InvalidArgument) as error:
        find_place(bundled.load(), words)
    assert said in str(error.value)


def test_that_a_place_far_from_the_lanes_has_a_straight_leg_and_says_how_much_of_it_is_land():
    dudinka, tocopilla = sail("RUDUD", "NOKRS"), sail("CLTOQ", "CNSHA")
    told = "lies {} nm from the nearest sea lane of the network: that leg is a straight line"
    assert f"Dudinka {told.format(172)}, 84 % of it over land." in dudinka.notes
    assert f"Tocopilla {told.format(113)}." in tocopilla.notes


def test_that_a_chosen_port_opens_a_landlocked_country_and_is_said():
    found = find_place(bundled.load(), "MNG", ("MNG=CNTXG: by rail over Erenhot",))
    assert found.port.port_id == "CNTXG"
    assert found.port.rule == "chosen by you: by rail over Erenhot (a port of China)"


def test_that_a_corridors_published_length_is_told_beside_the_route_and_not_counted():
    by_road = sail("COD", "CNSHA")
    assert any("published length by road 2,900 km; not counted in sea miles" in note for note in by_road.notes)
    assert by_road.nm == sail("ZADUR", "CNSHA").nm
