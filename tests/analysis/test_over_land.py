"""Sea legs stay at sea: how much of each shipped flow's way lies over the countries of the basemap."""

import numpy as np
import pytest

from mineralmap.analysis.flows import compute_flows
from mineralmap.analysis.land import country_at, over_land_share
from mineralmap.analysis.sea_network import great_circle_km
from mineralmap.datasets import bundled
from mineralmap.model.scenario import Leg, Scenario

MOST = 0.02
RIVERS = {"CNNKG": 86, "DEHAM": 16, "NLRTM": 31, "USBTR": 235}
"""Ports up a river that the country shapes hold, and the km of it: Nanjing on the Yangtze, Hamburg on the Elbe,
Rotterdam on the New Waterway, Baton Rouge on the Mississippi. Flows from and to them are the exceptions to the rule."""
CANALS = {"suez": 156, "panama": 72, "bosporus": 16, "dardanelles": 16}
"""Canals and narrows inside the country shapes, and the km: a short route through one may pass the limit by that."""


def length_km(path):
    return sum(great_circle_km(line[:-1, 0], line[:-1, 1], line[1:, 0], line[1:, 1]).sum() for line in path)


def test_that_a_line_over_half_land_says_half():
    biscay, bavaria = np.array([[-10.0, 45.5], [-5.0, 45.5]]), np.array([[10.0, 50.0], [12.0, 50.0]])
    at_sea, on_land = over_land_share([[biscay], [bavaria]])
    assert at_sea == 0
    assert on_land == 1
    half = over_land_share([[np.array([[-2.0, 42.0], [-2.0, 44.9]])]])[0]
    assert half == pytest.approx((43.3 - 42.0) / 2.9, abs=0.03)  # the Basque coast at 43.3° N
    assert np.isnan(over_land_share([[]])[0])


def test_that_a_place_is_in_its_country_or_at_sea():
    assert country_at(13.4, 52.5) == "DEU"
    assert country_at(25.47, -10.72) == "COD"
    assert country_at(-30.0, 0.0) == ""


@pytest.mark.parametrize("mineral", ["lithium", "cobalt", "nickel", "rare_earths", "graphite"])
def test_that_no_sea_leg_of_a_shipped_flow_crosses_land_for_more_than_two_percent_but_the_listed(mineral):
    flows = compute_flows(bundled.load(), Scenario(mineral=mineral, leg=Leg.BOTH))
    lanes, table = flows.lanes, flows.table
    km = np.array([length_km(path) for path in lanes.paths])
    land = km * np.nan_to_num(over_land_share(lanes.paths))
    at_sea = ~lanes.to_port[lanes.lane]
    rows, lane = lanes.rows[at_sea], lanes.lane[at_sea]
    whole, over = (np.bincount(rows, values[lane], minlength=len(table)) for values in (km, land))
    assert (whole > 0).any()
    inland = RIVERS | CANALS
    allowed = np.array(
        [sum(inland.get(one, 0) for one in (row.from_port, row.to_port, *row.gates)) for row in table.itertuples()]
    )
    far = over > MOST * whole + allowed
    told = table.loc[far, ["from_port", "to_port", "gates"]].assign(part=over[far] / whole[far])
    assert not far.any(), told.to_string()
    few = over > MOST * whole
    assert few.sum() <= 0.06 * (whole > 0).sum()
