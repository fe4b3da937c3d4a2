"""Both legs of the tiny world's trade: known flows first, totals that meet, measures that cut and redirect."""

import math
from dataclasses import replace

import pytest

from mineralmap.analysis.flows import compute_flows
from mineralmap.analysis.trade import trade_pattern
from mineralmap.model.scenario import Scenario
from tests.analysis.flow_worlds import consuming

COBALT = Scenario(mineral="cobalt", leg="both")
KOKKOLA = {"mineral": "cobalt", "leg": "feed", "from_id": "COD-f1", "to_id": "FIN-kokkola", "source_id": "told"}


def table_of(scenario=COBALT, **tables):
    return compute_flows(consuming(**tables), scenario).table


def sums(table, column):
    return table.groupby(column)["tonnes"].sum().to_dict()


def test_that_what_is_refined_goes_to_the_consumers_and_both_sums_hold():
    found = compute_flows(consuming(), replace(COBALT, leg="product"))
    table = found.table
    assert set(table["leg"]) == {"product"}
    assert sums(table, "from_id") == pytest.approx({"CHN-quzhou": 70, "FIN-kokkola": 15})
    assert sums(table, "importer") == pytest.approx({"USA": 17, "CHN": 42.5, "EU": 8.5, "ROW": 17})
    assert found.residual < 1e-6
    assert found.shipped_t == pytest.approx(85)
    assert found.slack_t == pytest.approx(15)  # of 100 t refined, 15 are at no place that we know


def test_that_a_consumer_in_the_country_of_the_plant_is_on_land():
    table = table_of(replace(COBALT, leg="product"))
    at_home = table[(table["from_iso3"] == "CHN") & (table["importer"] == "CHN")]
    assert at_home["mode"].tolist() == ["domestic"]
    assert at_home["gates"].tolist() == [()]
    assert (table.loc[table["importer"] == "USA", "mode"] == "sea").all()


def test_that_both_legs_stand_in_one_table_feed_first_each_largest_first():
    table = table_of()
    assert table["leg"].tolist() == sorted(table["leg"])
    for _, leg in table.groupby("leg"):
        assert leg["tonnes"].is_monotonic_decreasing
    assert table["flow_id"].is_unique
    assert sums(table[table["leg"] == "feed"], "to_id") == pytest.approx({"CHN-quzhou": 70, "FIN-kokkola": 15})


def test_that_a_known_flow_is_fixed_first_and_the_model_fills_what_is_left():
    table = table_of(known_flows=[KOKKOLA | {"tonnes": 9.0, "gross_t": 30.0, "year": 2023}])
    feed = table[table["leg"] == "feed"]
    known = feed[feed["known"]]
    assert known[["from_id", "to_id", "tonnes", "gross_t", "source_id"]].to_numpy().tolist() == [
        ["COD-f1", "FIN-kokkola", 9.0, 30.0, "told"]
    ]
    assert (feed.loc[~feed["known"], "source_id"] == "").all()
    assert sums(feed, "to_id") == pytest.approx({"CHN-quzhou": 70, "FIN-kokkola": 15})
    # the mines give 250 - 9, the plants take 85 - 9: the same part of what each mine has left
    modelled = sums(feed[~feed["known"]], "from_id")
    assert modelled == pytest.approx(
        {"COD-f1": 91 * 76 / 241, "COD-f2": 40 * 76 / 241, "IDN-f3": 60 * 76 / 241, "AUS-f4": 50 * 76 / 241}
    )
    both = feed[(feed["from_id"] == "COD-f1") & (feed["to_id"] == "FIN-kokkola")]
    assert len(both) == 2
    assert both["flow_id"].is_unique


def test_that_the_years_of_known_flows_are_said():
    flows = [KOKKOLA | {"tonnes": 9.0, "year": 2019}, KOKKOLA | {"from_id": "COD-f2", "tonnes": 1.0, "year": 2023}]
    notes = compute_flows(consuming(known_flows=flows), COBALT).notes
    assert "Known flows are fixed first, 10 t (figures of 2019 to 2023); the rest is modelled." in notes


def test_that_a_known_flow_beyond_the_output_is_capped_and_said():
    found = compute_flows(consuming(known_flows=[KOKKOLA | {"tonnes": 400.0, "gross_t": 800.0}]), COBALT)
    known = found.table[found.table["known"]]
    assert known["tonnes"].tolist() == [100.0]
    assert known["gross_t"].tolist() == [200.0]
    assert any("counts as 100 t" in note for note in found.notes)
    assert any("more than the own figure takes in" in note and "Kokkola" in note for note in found.notes)


def test_that_a_share_alone_is_of_the_output_of_its_origin():
    table = table_of(known_flows=[KOKKOLA | {"share": 0.05}])
    assert table.loc[table["known"], "tonnes"].tolist() == [5.0]


def test_that_a_known_flow_to_a_region_is_spread_over_its_ports():
    flow = {
        "mineral": "cobalt",
        "leg": "product",
        "from_id": "FIN-kokkola",
        "to_id": "USA",
        "tonnes": 8,
        "source_id": "x",
    }
    table = table_of(known_flows=[flow])
    known = table[table["known"]]
    assert sums(known, "to_id") == pytest.approx({"use:USA:USA@USNYC": 6, "use:USA:USA@USHOU": 2})
    assert sums(table[table["leg"] == "product"], "importer")["USA"] == pytest.approx(17)


def test_that_a_known_flow_without_a_place_here_is_named_and_not_used():
    found = compute_flows(consuming(known_flows=[KOKKOLA | {"to_id": "nowhere", "tonnes": 5}]), COBALT)
    assert not found.table["known"].any()
    assert any("F1 Kolwezi to nowhere" in note for note in found.notes)


def test_that_the_gross_weight_is_the_contained_over_the_grade_and_unknown_where_no_grade_is():
    rules = [
        {"cargo_id": "hydroxide", "mineral": "cobalt", "leg": "feed", "order": 1, "hosts": "COD", "name": "hydroxide"}
        | {"contained": 0.25},
        {"cargo_id": "mhp", "mineral": "cobalt", "leg": "feed", "order": 2, "hosts": "IDN", "name": "MHP"},
    ]
    feed = table_of(replace(COBALT, leg="feed"), cargoes=rules)
    congo = feed[feed["from_iso3"] == "COD"]
    assert (congo["cargo"] == "hydroxide").all()
    assert congo["gross_t"].to_numpy() == pytest.approx(congo["tonnes"].to_numpy() * 4)
    assert feed.loc[feed["from_iso3"] != "COD", "gross_t"].isna().all()
    assert set(feed.loc[feed["from_iso3"] == "AUS", "cargo_name"]) == {"not told"}


def test_that_a_cargo_that_stays_at_home_reaches_no_other_country():
    rules = [
        {"cargo_id": "brine", "mineral": "lithium", "leg": "feed", "order": 1, "hosts": "CHL", "name": "brine"}
        | {"at_home": True}
    ]
    feed = table_of(Scenario(mineral="lithium", leg="feed"), cargoes=rules)
    brine = feed[feed["from_iso3"] == "CHL"]
    assert set(brine["to_iso3"]) == {"CHL"}
    assert brine["tonnes"].sum() == pytest.approx(40, rel=1e-3)  # La Negra takes 40 of Chile's 60


def control(measure, targets="all destinations", iso3="COD", control_id="cut"):
    return {"control_id": control_id, "iso3": iso3, "mineral": "cobalt", "measure": measure, "targets": targets} | {
        "effective": "2024-01-01", "status": "in force",
    }  # fmt: skip


def test_that_half_a_quota_halves_what_leaves_and_the_rest_finds_no_buyer_or_another():
    half = replace(COBALT, leg="feed", assumptions=(("control:cut", 0.5),))
    usual, cut = (
        table_of(asked, export_controls=[control("export quota")]) for asked in (replace(COBALT, leg="feed"), half)
    )
    assert sums(cut, "from_iso3")["COD"] == pytest.approx(sums(usual, "from_iso3")["COD"] / 2)
    for (pair, before), (same, after) in zip(
        usual[usual["from_iso3"] == "COD"].set_index("flow_id")["tonnes"].sort_index().items(),
        cut[cut["from_iso3"] == "COD"].set_index("flow_id")["tonnes"].sort_index().items(),
        strict=True,
    ):
        assert pair == same
        assert after == pytest.approx(before / 2)


def test_that_a_ban_to_one_target_sends_the_flow_elsewhere():
    ban = [control("export ban", targets="CHN")]
    asked = replace(COBALT, leg="feed", assumptions=(("control:cut", 1.0),))
    found = compute_flows(consuming(export_controls=ban), asked)
    congo = found.table[found.table["from_iso3"] == "COD"]
    assert set(congo["to_iso3"]) == {"FIN"}
    assert any("export ban (cut), set by you: 100 %" in note for note in found.notes)


def test_that_a_documented_flow_survives_a_measure_in_force_but_not_one_the_user_sets():
    flows = [KOKKOLA | {"tonnes": 8.0}]
    ban = [control("suspension of exports of ore and concentrate")]
    in_force = table_of(replace(COBALT, leg="feed"), known_flows=flows, export_controls=ban)
    assert sums(in_force[in_force["from_iso3"] == "COD"], "known") == {True: 8.0}
    asked = replace(COBALT, leg="feed", assumptions=(("control:cut", 0.25),))
    own = table_of(asked, known_flows=flows, export_controls=ban)
    assert own.loc[own["known"], "tonnes"].tolist() == [6.0]


def test_that_the_product_leg_takes_the_fitted_decay_unless_the_user_says_another():
    row = {"mineral": "cobalt", "leg": "product", "decay": 0.7, "fit": 0.08, "importer": "USA", "years": "2021-24"}
    dataset = consuming(calibration=[row])
    fitted = trade_pattern(dataset, COBALT, "product", lambda: None)
    assert fitted.decay == 0.7
    assert any("fitted to the import sources of USA 2021-24" in note for note in fitted.notes)
    own = trade_pattern(dataset, replace(COBALT, assumptions=(("decay_product", 1.5),)), "product", lambda: None)
    assert own.decay == 1.5
    assert trade_pattern(dataset, COBALT, "feed", lambda: None).decay == 0.3


def test_that_places_without_a_way_to_a_port_are_listed_with_their_tonnes():
    dataset = consuming()
    landlocked = replace(dataset, key="no corridor", corridors=dataset.corridors[:0], ports=dataset.ports[:0])
    unknown = compute_flows(landlocked, replace(COBALT, leg="feed")).unknown
    assert {"COD-f1", "COD-f2"} <= set(unknown["id"])
    assert unknown.set_index("id").at["COD-f1", "tonnes"] == pytest.approx(100)
    assert unknown["why"].str.startswith("no way to a port").all()


def test_that_exposure_adds_both_legs_and_the_weights_that_are_known():
    found = compute_flows(consuming(), COBALT)
    gate = found.exposure.set_index("chokepoint_id").loc["malacca"]
    passing = found.table[found.table["gates"].map(lambda gates: "malacca" in gates)]
    assert gate["tonnes"] == pytest.approx(passing["tonnes"].sum())
    assert math.isnan(gate["gross_t"])
    assert gate["share"] == pytest.approx(passing["tonnes"].sum() / found.table["tonnes"].sum())


def test_that_a_plant_that_makes_nothing_of_what_is_mined_takes_no_ore():
    dataset = consuming()
    outputs = dataset.outputs.assign(
        form=dataset.outputs["form"].mask(dataset.outputs["facility_id"] == "FIN-kokkola", "cobalt from scrap")
    )
    found = compute_flows(replace(dataset, key="scrap", outputs=outputs), replace(COBALT, leg="feed"))
    assert set(found.table["to_iso3"]) == {"CHN"}
    assert any("Take in nothing that is mined" in note and "Kokkola" in note for note in found.notes)


def test_that_without_a_plant_that_takes_ore_there_are_no_flows_and_the_reason_is_told():
    dataset = consuming()
    outputs = dataset.outputs.assign(form="cobalt from scrap")
    found = compute_flows(replace(dataset, key="all scrap", outputs=outputs), replace(COBALT, leg="feed"))
    assert found.table.empty
    assert found.notes == ("No flows: no refinery takes in what is mined.",)


def test_that_what_shares_are_of_moves_no_flow():
    usual, located = (table_of(replace(COBALT, denominator=one)) for one in ("world", "located"))
    assert located["tonnes"].tolist() == usual["tonnes"].tolist()


def test_that_each_leg_says_the_decay_that_it_was_modelled_with():
    asked = replace(COBALT, decay=0.4, assumptions=(("decay_product", 1.5),))
    assert compute_flows(consuming(), asked).decays == (("feed", 0.4), ("product", 1.5))


def test_that_each_place_keeps_its_own_figure_and_why_another_one_moves():
    found = compute_flows(consuming(known_flows=[KOKKOLA | {"tonnes": 20.0}]), COBALT)
    of = found.figures.set_index(["side", "id"])
    given = of.loc["from"].query("leg == 'feed'")["tonnes"].to_dict()
    assert given == pytest.approx({"COD-f1": 100, "COD-f2": 40, "IDN-f3": 60, "AUS-f4": 50})
    assert set(of.loc["from"].query("leg == 'feed'")["why"]) == {"surplus"}  # 250 t mined, 85 taken in
    # 20 t are told to go to a plant of 15
    assert of.loc[("to", "FIN-kokkola"), ["tonnes", "why"]].tolist() == [pytest.approx(15), "beyond"]
    assert of.loc[("to", "CHN-quzhou"), "why"] == ""
    assert of.loc[("from", "CHN-quzhou"), ["leg", "tonnes", "why"]].tolist() == ["product", pytest.approx(70), ""]


def test_that_of_what_stays_at_home_the_rest_has_no_room_there():
    cargo = {"cargo_id": "at home", "mineral": "cobalt", "leg": "feed", "hosts": "IDN", "name": "ore", "at_home": True}
    found = compute_flows(consuming(cargoes=[cargo]), COBALT)
    why = found.figures.query("side == 'from' and leg == 'feed'").set_index("id")["why"]
    assert why["IDN-f3"] == "stays"  # no plant of Indonesia takes ore in
    assert why["COD-f1"] == "surplus"
