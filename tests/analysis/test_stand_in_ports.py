"""The ports of places that are not known: told ones, those of a province, of a country, and what rests on them."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mineralmap.analysis.closure_text import closure_sentences
from mineralmap.analysis.closures import closure
from mineralmap.analysis.flow_table import guesses
from mineralmap.analysis.flows import compute_flows
from mineralmap.analysis.gates import gates
from mineralmap.analysis.land import open_border
from mineralmap.analysis.port_choice import chosen_ports
from mineralmap.analysis.ports import ports_of, ports_of_country
from mineralmap.analysis.ways import find_ways
from mineralmap.datasets import bundled
from mineralmap.model.scenario import Leg, Scenario, Stage


def places(**rows):
    """Places by id: (iso3, lon, lat, tonnes)."""
    made = pd.DataFrame.from_dict(rows, orient="index", columns=["iso3", "lon", "lat", "tonnes"])
    return made.assign(name=made.index)


def shared(iso3, known, whole_t):
    ports = ports_of(bundled.load(), known)
    found = ports_of_country(bundled.load(), iso3, ports, known["tonnes"], whole_t=whole_t)
    return {port.port_id: part for port, part in found}


def test_that_one_small_plant_does_not_set_the_port_of_a_country():
    """30,000 t by Longkou of 1.6 Mt: the rest goes by the ports of China's consumers, not by Longkou."""
    known = places(laixi=("CHN", 120.4, 37.6, 30_000.0))
    assert ports_of(bundled.load(), known)["port_id"].tolist() == ["CNLKU"]
    table = bundled.load().consumer_ports.query("region == 'CHN'").set_index("port_id")["weight"]
    assert shared("CHN", known, 1_600_000.0) == pytest.approx(table.to_dict())
    assert shared("CHN", known, 50_000.0) == {"CNLKU": 1.0}


def test_that_a_country_without_ports_of_consumers_uses_its_main_ports_of_the_largest_size():
    none = places(nowhere=("CAN", np.nan, np.nan, 1.0)).iloc[:0]
    assert shared("CAN", none, 10.0) == pytest.approx({"CAHAL": 1 / 3, "CAMTR": 1 / 3, "CAVAN": 1 / 3})
    assert shared("NGA", none, 10.0) == {"NGLOS": 1.0}


@pytest.mark.parametrize(
    ("facility", "leg", "port"),
    [("CHN-shanshan-anode-plants", "product", "CNNGB"),
     ("CHN-baotou-rare-earth-smelting-and-separation-northe", "", "CNTXG"),
     ("CAN-fort-saskatchewan-refinery-cobalt-refinery-co", "feed", "CAHAL"),
     ("CAN-fort-saskatchewan-refinery-cobalt-refinery-co", "product", "CAVAN"),
     ("IDN-obsidian-stainless-steel-morosi", "feed", "IDKDI"), ("IDN-sorowako-smelter", "feed", "IDUPG"),
     ("CAN-thompson-t-1-and-t-3", "feed", "CAMTR"), ("CAN-raglan", "feed", "CAQUE"),
     ("IDN-tataran-media-sarana-mine", "feed", "IDPUM"), ("CHN-hengxinrong-lithium-plant", "feed", "CNTXG")],
)  # fmt: skip
def test_that_a_facility_uses_the_port_that_is_told_for_it_or_that_of_its_province(facility, leg, port):
    row = bundled.load().facilities.loc[facility]
    one = places(**{facility: (row["host_iso3"], row["lon"], row["lat"], 1.0)})
    assert ports_of(bundled.load(), one, leg=leg)["port_id"].tolist() == [port]
    words = (f"{facility}=NLRTM: a whim",)
    mine = ports_of(bundled.load(), one, chosen_ports(bundled.load(), words), leg)
    assert mine["port_id"].tolist() == ["NLRTM"]


def test_that_a_place_without_coordinates_goes_over_land_as_the_known_tonnes_of_its_country_do():
    data = bundled.load()
    mines = places(
        chipwi=("MMR", 98.4, 26.1, 900.0), south=("MMR", 98.6, 12.4, 100.0), rest=("MMR", np.nan, np.nan, 5.0)
    )
    plant = places(baotou=("CHN", 109.87, 40.59, 1.0))
    mines, plant = (one.join(ports_of(data, one)) for one in (mines, plant))
    ways = find_ways(data, mines, plant, Scenario().land_weight, gates(data, Scenario()))
    assert ways.mode[0, 0] == ways.mode[2, 0]
    assert ways.land_km[2, 0] == ways.land_km[0, 0]
    few = find_ways(
        data, mines.assign(tonnes=[100.0, 900.0, 5.0]), plant, Scenario().land_weight, gates(data, Scenario())
    )
    assert few.land_km[2, 0] != few.land_km[0, 0]


def test_that_nothing_crosses_the_himalaya_over_land():
    assert not open_border("CHN", "IND")
    assert open_border("MMR", "CHN")
    table = compute_flows(bundled.load(), Scenario(mineral="nickel", leg=Leg.BOTH)).table
    assert (table.loc[(table["from_iso3"] == "CHN") & (table["to_iso3"] == "IND"), "mode"] == "sea").all()


def test_that_moa_goes_by_halifax_and_not_through_panama():
    table = compute_flows(bundled.load(), Scenario(mineral="nickel", stage=Stage.MINING)).table
    moa = table[(table["from_iso3"] == "CUB") & table["to_id"].str.startswith("CAN-fort-saskatchewan")]
    assert len(moa)
    assert (moa["to_port"] == "CAHAL").all()
    assert not any("panama" in passed for passed in moa["gates"])


def test_that_what_rests_on_guessed_ports_is_told():
    asked = Scenario(mineral="graphite", stage=Stage.REFINING, closed=frozenset({"bohai"}))
    flows = compute_flows(bundled.load(), replace(asked, closed=frozenset()))
    by_sea = flows.table[flows.table["mode"] == "sea"]
    part = by_sea.loc[guesses(by_sea), "tonnes"].sum() / by_sea["tonnes"].sum()
    assert any(note.startswith(f"{100 * part:.1f} % of the tonnes by sea") for note in flows.notes)
    told = flows.table.set_index("from_id")["from_guess"]
    assert told["CHN-btr-anode-plants"].any()
    assert not flows.table["to_guess"].any()
    found = closure(bundled.load(), asked)
    assert found.stranded_t < 0.1 * found.total_t
    touched = found.flows[found.flows["stranded"] | found.flows["overland"] | found.flows["rerouted"]]
    part = touched.loc[touched["port_guess"], "tonnes"].sum() / touched["tonnes"].sum()
    words = f"{100 * part:.1f} % of these tonnes go by a port that is guessed, since their place is not known."
    assert words in closure_sentences(found)
