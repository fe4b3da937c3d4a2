"""Which port a place uses: the rules, each on a place whose answer is known."""

import numpy as np
import pandas as pd
import pytest

from mineralmap.analysis.land import border_km, coast_km, touching
from mineralmap.analysis.ports import ports_of
from mineralmap.datasets import bundled


def port_of(iso3, lon, lat, name="a mine"):
    places = pd.DataFrame({"name": [name], "iso3": [iso3], "lon": [lon], "lat": [lat], "tonnes": [1.0]}, index=["x"])
    return ports_of(bundled.load(), places).loc["x"]


def test_that_a_plant_at_a_listed_port_uses_it():
    kokkola = port_of("FIN", 23.05, 63.86)
    assert kokkola["port_id"] == "FIKOK"
    assert kokkola["land_km"] < 5


def test_that_a_plant_by_the_sea_far_from_any_port_is_its_own_quay():
    weda = port_of("IDN", 127.95, 0.47, "Weda Bay")
    assert (weda["port_id"], weda["port_name"], weda["land_km"]) == ("x", "Weda Bay", 0.0)


def test_that_a_mine_on_the_copperbelt_takes_the_corridor_and_not_the_nearest_port_of_its_country():
    kolwezi = port_of("COD", 25.47, -10.72)
    default = bundled.load().corridors.query("host_iso3 == 'COD' and default")["port_id"].item()
    assert kolwezi["port_id"] == default != "CDMAT"
    assert "corridor" in kolwezi["rule"]


def test_that_an_argentine_corridor_does_not_bind_a_mine_in_patagonia():
    assert "corridor" in port_of("ARG", -66.7, -23.4)["rule"]
    assert "corridor" not in port_of("ARG", -68.5, -47.0)["rule"]


def test_that_a_landlocked_place_without_a_corridor_has_an_unknown_route():
    mongolia = port_of("MNG", 106.85, 43.0)
    assert mongolia["port_id"] == ""
    assert np.isnan(mongolia["land_km"])
    assert mongolia["rule"] == "route unknown"


def test_that_the_shore_of_the_caspian_is_no_coast():
    aktau, antofagasta, la_paz = coast_km(np.array([51.2, -70.4, -68.15]), np.array([43.65, -23.65, -16.5]))
    assert aktau > 300
    assert antofagasta < 10
    assert la_paz == pytest.approx(280, abs=60)


def test_that_borders_are_known_both_ways_and_only_where_they_are():
    assert touching("COD", "ZMB")
    assert touching("ZMB", "COD")
    assert not touching("COD", "CHN")
    away = border_km("COD", "ZMB", np.array([27.5, np.nan]), np.array([-11.7, np.nan]))  # Lubumbashi
    assert away[0] == pytest.approx(35, abs=20)
    assert np.isinf(away[1])
    assert np.isinf(border_km("COD", "CHN", np.array([27.5]), np.array([-11.7]))).all()
