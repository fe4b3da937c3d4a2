"""Which port a place uses: the rules, each on a place whose answer is known."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mineralmap.analysis.land import border_km, coast_km, touching
from mineralmap.analysis.port_choice import chosen_ports
from mineralmap.analysis.ports import ports_of, ports_of_country
from mineralmap.datasets import bundled
from mineralmap.errors import InvalidArgument


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


def chosen(words, iso3, lon=np.nan, lat=np.nan):
    places = pd.DataFrame(
        {"name": ["a mine"], "iso3": [iso3], "lon": [lon], "lat": [lat], "tonnes": [1.0]}, index=["x"]
    )
    return ports_of(bundled.load(), places, chosen_ports(bundled.load(), words)).loc["x"]


def test_that_a_corridor_brings_its_published_length_and_mode_and_no_other_place_has_any():
    kolwezi = port_of("COD", 25.47, -10.72)
    assert (kolwezi["corridor_id"], kolwezi["corridor_km"], kolwezi["corridor_mode"]) == (
        "kolwezi_durban_road", 2900, "road",
    )  # fmt: skip
    kokkola = port_of("FIN", 23.05, 63.86)
    assert kolwezi["rule"] == "corridor from Kolwezi (DRC) by road"
    assert kokkola["corridor_id"] == ""
    assert np.isnan(kokkola["corridor_km"])


def test_that_a_chosen_port_stands_before_every_rule_and_keeps_its_reason():
    lobito = chosen(("COD=AOLOB: by rail",), "COD", 25.47, -10.72)
    assert lobito["port_id"] == "AOLOB"
    assert lobito["rule"] == "chosen by you: by rail (a port of Angola)"
    assert (lobito["corridor_id"], lobito["corridor_km"]) == ("kolwezi_lobito_rail", 1739)
    nowhere = chosen(("COD=AOLOB",), "COD")
    assert (nowhere["port_id"], nowhere["rule"]) == ("AOLOB", "chosen by you (a port of Angola)")


def test_that_a_port_chosen_for_a_facility_stands_before_that_of_its_country():
    facility = "AUS-greenbushes"
    row = bundled.load().facilities.loc[facility]
    places = pd.DataFrame(
        {"name": ["g"], "iso3": ["AUS"], "lon": [row["lon"]], "lat": [row["lat"]], "tonnes": [1.0]}, index=[facility]
    )
    words = ("AUS=AUPHE", f"{facility}=AUFRE: the larger ships")
    found = ports_of(bundled.load(), places, chosen_ports(bundled.load(), words)).loc[facility]
    assert found["port_id"] == "AUFRE"


def test_that_a_chosen_port_very_far_away_or_far_up_a_river_is_said_to_be():
    assert "km away)" in chosen(("FIN=CNSHA",), "FIN", 23.05, 63.86)["rule"]
    assert "km from the sea)" in chosen(("CHN=CNNKG",), "CHN", 118.7, 32.1)["rule"]
    assert "km" not in chosen(("CHN=CNSHA",), "CHN", 118.7, 32.1)["rule"]


def test_that_all_shipped_places_at_once_get_what_each_gets_alone():
    facilities = bundled.load().facilities
    places = pd.DataFrame(
        {"name": facilities["name"], "iso3": facilities["host_iso3"], "lon": facilities["lon"],
         "lat": facilities["lat"], "tonnes": 1.0}
    ).dropna().iloc[::40]  # fmt: skip
    together = ports_of(bundled.load(), places)
    for place in places.index:
        alone = ports_of(bundled.load(), places.loc[[place]])
        pd.testing.assert_frame_equal(alone, together.loc[[place]])


def test_that_a_coastal_country_without_a_listed_port_uses_a_neighbours():
    data = bundled.load()
    without = replace(data, ports=data.ports[data.ports["iso3"] != "NAM"])
    places = pd.DataFrame({"name": ["a"], "iso3": ["NAM"], "lon": [17.9], "lat": [-26.7], "tonnes": [1.0]}, index=["x"])
    found = ports_of(without, places).loc["x"]
    assert data.ports.at[found["port_id"], "iso3"] in {"AGO", "ZAF"}
    assert found["rule"] == "nearest port of a neighbouring country, since its own has none listed"
    port, part = ports_of_country(without, "NAM", found.to_frame().T.iloc[:0], pd.Series(dtype=float))[0]
    assert data.ports.at[port.port_id, "iso3"] in {"AGO", "ZAF"}
    assert part == 1
    assert "of a neighbour" in port.rule


@pytest.mark.parametrize(
    ("words", "said"),
    [("COD", "chooses no port"), ("COD=", "chooses no port"), ("COD=TZDAX", "Near: TZDAR (Dar Es Salaam)"),
     ("COX=TZDAR", "There is no facility or country 'COX'"), ("AUS-greenbush=AUFRE", "Near: AUS-greenbushes")],
)  # fmt: skip
def test_that_a_choice_that_is_not_understood_names_the_nearest(words, said):
    with pytest.raises(InvalidArgument) as error:
        chosen_ports(bundled.load(), (words,))
    assert said in str(error.value)
