"""Known flows of plants that make intermediate products are told for the mines behind them."""

from dataclasses import replace

import pandas as pd
import pytest

from mineralmap.analysis.flows import compute_flows
from mineralmap.model.scenario import Scenario
from tests.analysis.flow_worlds import consuming
from tests.analysis.worlds import table, tiny

FEED = Scenario(mineral="cobalt", leg="feed")
RULES = [
    {"cargo_id": "mhp", "mineral": "cobalt", "leg": "feed", "order": 1, "match": "hydroxide", "name": "MHP"}
    | {"contained": 0.05},
    {"cargo_id": "ore", "mineral": "cobalt", "leg": "feed", "order": 2, "name": "ore", "contained": 0.001},
]


def a_world(plant, flows, made=12.0):
    """The tiny world with a leaching plant on Sulawesi: ``plant`` overrides its columns."""
    dataset = consuming(cargoes=RULES, known_flows=flows)
    row = (
        tiny()
        .facilities.loc[["IDN-f3"]]
        .assign(**{"stage": "intermediate", "name": "Leaching plant", "site_id": "IDN-f3", **plant})
    )
    row.index = pd.Index(["IDN-hpal"], name="facility_id")
    output = table(
        "outputs",
        [{"facility_id": "IDN-hpal", "mineral": "cobalt", "form": "mixed hydroxide", "production_t": made}],
    )
    return replace(
        dataset,
        key=f"{dataset.key} {plant} {made}",
        facilities=pd.concat([dataset.facilities, row]),
        outputs=pd.concat([dataset.outputs, output], ignore_index=True),
    )


def flow(from_id, to_id, **columns):
    return {"mineral": "cobalt", "leg": "feed", "from_id": from_id, "to_id": to_id, "source_id": "told", **columns}


def known(dataset):
    found = compute_flows(dataset, FEED).table
    return found[found["known"]]


def test_that_the_mine_at_the_site_sends_what_the_plant_makes_loaded_as_its_product():
    (row,) = known(a_world({}, [flow("IDN-hpal", "FIN-kokkola", share=0.5)])).to_dict("records")
    assert (row["from_id"], row["to_id"], row["tonnes"]) == ("IDN-f3", "FIN-kokkola", 6.0)  # half of 12
    assert (row["cargo"], row["gross_t"]) == ("mhp", pytest.approx(120))
    assert row["flow_id"] == "IDN-f3>FIN-kokkola:mhp (known)"


def test_that_without_a_mine_at_the_site_the_nearest_within_10_km_is_taken():
    near = {"site_id": "elsewhere", "lat": -2.9, "lon": 122.15}  # 9 km south of F3
    assert known(a_world(near, [flow("IDN-hpal", "FIN-kokkola", share=1.0)]))["tonnes"].tolist() == [12.0]
    far = {"site_id": "elsewhere", "lat": -3.3, "lon": 122.15}  # 53 km, nobody in common
    dataset = a_world(far, [flow("IDN-hpal", "FIN-kokkola", share=1.0)])
    assert known(dataset).empty
    assert any("Leaching plant to Kokkola refinery" in note for note in compute_flows(dataset, FEED).notes)


def test_that_a_flow_to_an_intermediate_plant_goes_on_to_where_its_own_goes():
    flows = [flow("AUS-f4", "IDN-hpal", share=0.2), flow("IDN-hpal", "FIN-kokkola", share=1.0, source_id="other")]
    rows = known(a_world({}, flows)).set_index("from_id")
    assert rows.at["AUS-f4", "to_id"] == "FIN-kokkola"
    assert rows.at["AUS-f4", "tonnes"] == pytest.approx(10)  # a fifth of 50
    assert rows.at["AUS-f4", "source_id"] == "told; other"


def test_that_what_a_plant_on_the_way_makes_of_it_is_what_arrives_unless_a_row_names_the_cargo():
    flows = [flow("AUS-f4", "IDN-hpal", share=0.2), flow("IDN-hpal", "FIN-kokkola", share=1.0)]
    row = known(a_world({}, flows)).set_index("from_id").loc["AUS-f4"]
    assert (row["cargo"], row["gross_t"]) == ("mhp", pytest.approx(200))  # 10 t at a twentieth, not ore
    named = [flow("AUS-f4", "FIN-kokkola", share=0.2, cargo_id="mhp")]
    row = known(a_world({}, named)).set_index("from_id").loc["AUS-f4"]
    assert (row["cargo"], row["gross_t"]) == ("mhp", pytest.approx(200))


def test_that_nothing_is_modelled_on_top_of_what_is_known_as_all_that_a_mine_sends_to_a_country():
    dataset = a_world({}, [flow("AUS-f4", "CHN", tonnes=5.0)])
    found = compute_flows(dataset, FEED).table
    to_china = found[(found["from_id"] == "AUS-f4") & (found["to_iso3"] == "CHN")]
    assert to_china["known"].all()
    assert to_china["tonnes"].sum() == pytest.approx(5)
    to_a_plant = a_world({}, [flow("AUS-f4", "CHN-quzhou", tonnes=5.0)])
    assert not known(to_a_plant).empty
    found = compute_flows(to_a_plant, FEED).table
    assert len(found[(found["from_id"] == "AUS-f4") & (found["to_iso3"] == "CHN")]) == 2


def test_that_a_known_flow_to_a_country_is_spread_over_its_refineries():
    rows = known(a_world({}, [flow("AUS-f4", "CHN", share=1.0)]))
    assert set(rows["to_iso3"]) == {"CHN"}
    assert rows["tonnes"].sum() == pytest.approx(50)
