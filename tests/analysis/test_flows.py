"""Modelled flows on the shipped data: sums, slack, modes, lines to draw, and what is said with them."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mineralmap.analysis.compute import compute
from mineralmap.analysis.flows import compute_flows
from mineralmap.analysis.measures import in_leg
from mineralmap.analysis.trade import trade_pattern
from mineralmap.datasets import bundled
from mineralmap.errors import Cancelled
from mineralmap.model.scenario import Basis, Leg, Measure, Scenario, Stage

MINERALS = ["lithium", "cobalt", "nickel", "rare_earths"]


@pytest.fixture(scope="module")
def dataset():
    return bundled.load()


@pytest.fixture(scope="module", params=MINERALS)
def flows(request, dataset):
    return compute_flows(dataset, Scenario(mineral=request.param, leg=Leg.FEED))


def test_that_no_mine_sends_more_than_its_output_and_all_tonnes_are_accounted_for(flows, dataset):
    asked = Scenario(mineral=flows.scenario.mineral, stage=Stage.MINING, measure=Measure.OUTPUT, basis=Basis.LOCATION)
    mined = compute(dataset, asked)
    sent = flows.table.groupby("from_id")["tonnes"].sum()
    known = sent[~sent.index.str.startswith("rest:")]
    assert (known <= mined.facilities.loc[known.index, "weight_t"] * (1 + 1e-6)).all()
    by_country = flows.table.groupby("from_iso3")["tonnes"].sum()
    published = mined.suppliers.set_index("supplier")["tonnes"].reindex(by_country.index)
    assert (by_country <= published * (1 + 1e-6)).all()
    assert flows.shipped_t + flows.stranded_t + flows.slack_t == pytest.approx(mined.denominator_t, rel=1e-6)
    assert flows.table["tonnes"].sum() == pytest.approx(flows.shipped_t + flows.stranded_t)
    assert (flows.table["tonnes"] > 0).all()
    assert flows.residual < 1e-6


def test_that_what_arrives_is_the_refined_output_in_proportion(flows, dataset):
    asked = Scenario(mineral=flows.scenario.mineral, stage=Stage.REFINING, measure=Measure.OUTPUT, basis=Basis.LOCATION)
    refined = compute(dataset, asked).suppliers.set_index("supplier")["tonnes"]
    known = set(flows.table.loc[flows.table["known"], "to_iso3"])
    # plants that cargoes which stay at home fill first are not short where others are
    stays = flows.table["cargo"].map(dataset.cargoes["at_home"]).eq(True)
    known |= set(flows.table.loc[stays, "to_iso3"])
    if flows.scenario.mineral == "rare_earths":
        assert known >= {"CHN", "MYS"}
        return
    arrived = flows.table[~flows.table["to_iso3"].isin(known)].groupby("to_iso3")["tonnes"].sum()
    ratio = arrived / refined.reindex(arrived.index)
    reached = ratio[arrived > flows.table["tonnes"].sum() * 0.01]
    # what must stay at home and finds no plant there is lacking elsewhere, the same part of every refinery
    assert reached.max() <= reached.median() * (1 + 0.02)


def test_that_modes_agree_with_countries_ports_and_gates(flows):
    table = flows.table
    at_home = table["from_iso3"] == table["to_iso3"]
    assert (table.loc[at_home, "mode"] == "domestic").all()
    assert (table.loc[~at_home, "mode"] != "domestic").all()
    sea = table["mode"] == "sea"
    assert (table.loc[sea, "sea_nm"] > 0).all()
    assert table.loc[~sea, "sea_nm"].isna().all()
    assert ((table["from_port"] != "") == sea).all()
    assert not table.loc[~sea, "gates"].map(len).any()
    assert not table["stranded"].any()


def test_that_an_exposure_is_the_tonnes_of_the_flows_that_pass_over_all_tonnes(flows):
    exposure = flows.exposure.set_index("chokepoint_id")
    total = flows.table["tonnes"].sum()
    for gate in exposure.index[:5]:
        passing = flows.table.loc[flows.table["gates"].map(lambda gates, gate=gate: gate in gates), "tonnes"].sum()
        assert exposure.at[gate, "tonnes"] == pytest.approx(passing)
        assert exposure.at[gate, "share"] == pytest.approx(passing / total)
    assert set(exposure.index[exposure["closed"]]) == {"northern_sea_route", "northwest_passage"}
    assert (exposure.loc[exposure["closed"], "tonnes"] == 0).all()


def test_that_drawn_lines_stay_on_the_map_and_never_jump(flows):
    assert len(flows.lanes.paths) > 0
    for pieces in flows.lanes.paths:
        for piece in pieces:
            assert piece.shape[1] == 2
            assert np.abs(piece[:, 0]).max() <= 180
            assert np.abs(np.diff(piece[:, 0])).max() <= 2.0001


def test_that_lanes_carry_rows_of_the_table_that_sail(flows):
    carried = flows.table.iloc[flows.lanes.rows]
    assert carried["sea_nm"].notna().all()


def test_that_legs_have_places_and_say_that_they_are_schematic(flows):
    assert flows.legs[["lon0", "lat0", "lon1", "lat1", "tonnes"]].notna().all(axis=None)
    assert flows.legs["name"].str.contains("schematic").all()


def test_that_every_answer_says_that_it_is_modelled_and_with_which_settings(flows):
    said = " ".join(flows.notes)
    for word in ("modelled, not recorded", "β 0.3", "κ 4", "λ 1", "do not add up to 100 %"):
        assert word in said


def test_that_the_same_question_has_the_same_answer(dataset):
    question = Scenario(mineral="cobalt", leg="feed", decay=0.31)
    first = compute_flows(dataset, question)
    compute_flows(dataset, replace(question, decay=0.4))
    second = compute_flows(dataset, replace(question, basis=Basis.CONTROL, partners=frozenset({"JPN"})))
    pd.testing.assert_frame_equal(first.table, second.table)


def test_that_rare_earths_say_that_mines_and_refineries_count_different_things(dataset):
    assert any(
        "REO" in n and "magnet" in n for n in compute_flows(dataset, Scenario(mineral="rare_earths", leg="feed")).notes
    )


def test_that_oxides_at_the_mines_are_not_held_against_magnet_metals_at_the_refineries(dataset):
    mined = compute(dataset, Scenario(mineral="rare_earths", stage=Stage.MINING, basis=Basis.LOCATION))
    found = compute_flows(dataset, Scenario(mineral="rare_earths", leg="feed"))
    assert (
        found.shipped_t + found.stranded_t > 0.97 * mined.denominator_t
    )  # but for what Mountain Pass keeps; of all 383,000 t REO, not of 78,000 t metal
    assert not any("kept as stock" in note for note in found.notes)


def test_that_a_mineral_without_refined_output_has_no_flows_and_says_why(dataset):
    empty = compute_flows(dataset, Scenario(mineral="manganese", leg="feed"))
    assert empty.table.empty
    assert not empty.lanes.paths
    assert empty.exposure.empty
    assert np.isnan(empty.slack_t)
    assert empty.notes[0].startswith("No flows")


def test_that_without_ports_nothing_goes_by_sea_and_the_slack_takes_it_and_names_it(dataset):
    portless = replace(dataset, key="without ports", ports=dataset.ports[:0], corridors=dataset.corridors[:0])
    whole, cut = (compute_flows(made, Scenario(mineral="cobalt", leg="feed")) for made in (dataset, portless))
    assert cut.shipped_t < whole.shipped_t
    assert cut.shipped_t + cut.slack_t == pytest.approx(whole.shipped_t + whole.slack_t)
    assert any(note.startswith("Route unknown, so not shipped") for note in cut.notes)
    assert cut.residual < 1e-6


def test_that_without_gates_flows_are_routed_and_no_chokepoint_is_exposed(dataset):
    gateless = replace(dataset, key="without gates", chokepoints=dataset.chokepoints[:0])
    flows = compute_flows(gateless, Scenario(mineral="cobalt", leg="feed"))
    assert len(flows.lanes.paths) > 0
    assert flows.exposure.empty


def test_that_congolese_cobalt_leaves_by_its_corridor_and_no_congolese_flow_by_matadi(dataset):
    table = compute_flows(dataset, Scenario(mineral="cobalt", leg="feed")).table
    congo = table[(table["from_iso3"] == "COD") & (table["mode"] == "sea")]
    default = dataset.corridors.query("host_iso3 == 'COD' and default")["port_id"].item()
    assert set(congo["from_port"]) == {default}


def test_that_indonesia_fills_its_own_refineries_first_while_it_bans_ore_exports(dataset):
    nickel = Scenario(mineral="nickel")
    assert [(one.control_id, one.ore_only) for one in in_leg(dataset, nickel, 2024, "feed")] == [
        ("id-ni-ore-2020", True),
        ("gb-ru-metals-2023", False),
    ]
    assert in_leg(dataset, nickel, 2019, "feed") == []
    assert {one.control_id for one in in_leg(dataset, nickel, 2024, "product")} == {
        "us-ru-ni-2024", "gb-ru-metals-2023",
    }  # fmt: skip
    table = compute_flows(dataset, Scenario(mineral="nickel", leg="feed")).table
    at_home = table[(table["from_iso3"] == "IDN") & (table["to_iso3"] == "IDN")]["tonnes"].sum()
    into_indonesia = table[table["to_iso3"] == "IDN"]["tonnes"].sum()
    assert at_home == pytest.approx(into_indonesia, rel=1e-3)


def test_that_a_stronger_decay_shortens_the_way_of_the_mean_tonne(dataset):
    def mean_nm(decay):
        sea = compute_flows(dataset, Scenario(mineral="lithium", leg="feed", decay=decay)).table.query("mode == 'sea'")
        return np.average(sea["sea_nm"], weights=sea["tonnes"])

    assert mean_nm(2.0) < mean_nm(0.3) < mean_nm(0.0)


def test_that_it_can_be_called_off(dataset):
    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        compute_flows(dataset, Scenario(mineral="cobalt", leg="feed"), stop)


MINERALS_IN_FULL = ["lithium", "cobalt", "nickel", "rare_earths", "graphite"]


@pytest.mark.parametrize("leg", ["feed", "product"])
@pytest.mark.parametrize("mineral", MINERALS_IN_FULL)
def test_that_every_matrix_of_flows_meets_its_sums_and_holds_nothing_below_zero(dataset, mineral, leg):
    found = trade_pattern(dataset, Scenario(mineral=mineral), leg, lambda: None)
    sent = np.bincount(found.row, found.tonnes, minlength=len(found.origins))
    given = found.origins["tonnes"].to_numpy()
    assert found.residual < 1e-6
    assert (found.tonnes > 0).all()
    assert (sent <= given * (1 + 1e-6)).all()
    received = np.bincount(found.column, found.tonnes, minlength=len(found.ends))
    assert received.sum() == pytest.approx(sent.sum())
    if leg == "product":  # consumers take in all that is refined
        assert sent == pytest.approx(given, abs=1e-6 * given.sum())
        assert received == pytest.approx(found.ends["tonnes"].to_numpy(), abs=1e-6 * given.sum())


@pytest.mark.parametrize("mineral", MINERALS_IN_FULL)
def test_that_every_flow_has_a_cargo_and_weighs_at_least_what_it_holds(dataset, mineral):
    table = compute_flows(dataset, Scenario(mineral=mineral, leg="both")).table
    assert (table["cargo"] != "").all()
    weighed = table[table["gross_t"].notna()]
    assert (weighed["gross_t"] >= weighed["tonnes"] * (1 - 1e-9)).all()
    assert weighed["tonnes"].sum() > 0.8 * table["tonnes"].sum()
    assert table["flow_id"].is_unique
    assert (table["known"] == (table["source_id"] != "")).all()
    assert set(";".join(table["source_id"].unique()).replace(" ", "").split(";")) <= {"", *dataset.sources.index}


def test_that_documented_flows_are_there_as_documented(dataset):
    nickel = compute_flows(dataset, Scenario(mineral="nickel", leg="feed")).table
    known = nickel[nickel["known"]].set_index(["from_iso3", "to_iso3"])
    assert known.loc[[("RUS", "FIN")], "tonnes"].sum() == pytest.approx(58_939)  # own feed at Harjavalta, 2019
    assert (known.loc[[("CUB", "CAN")], "cargo_name"] == "mixed sulfide").all()
    earths = compute_flows(dataset, Scenario(mineral="rare_earths", leg="feed")).table
    earths = earths[earths["known"]]
    assert earths.loc[earths["from_id"] == "USA-mountain-pass", "tonnes"].sum() == pytest.approx(32_703)  # MP, 2024
    assert set(earths.loc[earths["from_id"] == "AUS-mount-weld", "to_iso3"]) == {"MYS"}


def test_that_brine_stays_at_home_and_rare_earths_are_in_oxides_on_both_legs(dataset):
    lithium = compute_flows(dataset, Scenario(mineral="lithium", leg="feed")).table
    brine = lithium[lithium["cargo_name"] == "brine chemicals"]
    assert (brine["from_iso3"] == brine["to_iso3"]).all()
    assert len(brine) > 0
    earths = compute_flows(dataset, Scenario(mineral="rare_earths", leg="both"))
    assert sum(note.startswith("On the map the lines count t REO, the symbols") for note in earths.notes) == 1
    assert earths.unit == "t REO"
    assert any("their shares of it stand for their shares of all that is mined" in note for note in earths.notes)


def test_that_a_mineral_without_consumers_has_no_leg_to_them_and_says_why(dataset):
    copper = compute_flows(dataset, Scenario(mineral="copper", leg="both"))
    assert set(copper.table["leg"]) == {"feed"}
    assert "No flows: nothing tells who consumes refined copper." in copper.notes


def test_that_all_brine_is_taken_by_the_plants_beside_it_up_to_what_they_take(dataset):
    # mines of Chile 48,900 t, plants 49,274; mines of Argentina 13,800 t, plants 13,177
    table = compute_flows(dataset, Scenario(mineral="lithium", leg="feed")).table
    into = table[table["cargo"].str.startswith("li-brine")].groupby("to_iso3")["tonnes"].sum()
    assert into["CHL"] == pytest.approx(48_900, rel=1e-6)
    assert into["ARG"] == pytest.approx(13_177, rel=1e-6)


def test_that_no_stranger_takes_the_place_of_cobalt_that_stays_at_home(dataset):
    table = compute_flows(dataset, Scenario(mineral="cobalt", leg="feed")).table
    own = table[table["from_iso3"] == table["to_iso3"]].groupby("to_iso3")["tonnes"].sum()
    assert own[["MDG", "MAR", "ZAF"]].to_numpy() == pytest.approx([3_100, 2_500, 500], rel=1e-6)  # all that is mined
    assert table.loc[table["to_iso3"] == "MAR", "from_iso3"].unique().tolist() == ["MAR"]


def test_that_the_matte_of_raglan_counts_with_the_weight_of_matte(dataset):
    table = compute_flows(dataset, Scenario(mineral="nickel", leg="feed")).table
    row = table[(table["from_id"] == "CAN-raglan") & table["known"]].iloc[0]
    assert (row["to_id"], row["cargo"]) == ("NOR-nikkelverk-kristiansand", "ni-matte-cu")
    assert row["gross_t"] == pytest.approx(row["tonnes"] / 0.5)  # half of copper-nickel matte is nickel


def test_that_no_russian_nickel_goes_to_those_who_ban_it_and_the_rest_is_told(dataset):
    found = compute_flows(dataset, Scenario(mineral="nickel", leg="both"))
    russian = found.table[found.table["from_iso3"] == "RUS"]
    assert not russian["to_iso3"].isin(["USA", "GBR"]).any()
    assert any("sanctions on trade with Russia" in note for note in found.notes)


def test_that_what_is_known_as_all_sold_to_china_is_not_topped_up(dataset):
    table = compute_flows(dataset, Scenario(mineral="rare_earths", leg="feed")).table
    sold = table[(table["from_id"] == "USA-mountain-pass") & (table["to_iso3"] == "CHN")]
    assert sold["known"].all()
    assert sold["tonnes"].sum() == pytest.approx(32_703)


def test_that_arcadia_ships_what_it_is_weighed_as(dataset):
    table = compute_flows(dataset, Scenario(mineral="lithium", leg="feed")).table
    rows = table[(table["from_id"] == "ZWE-arcadia") & table["known"]]
    assert set(rows["cargo"]) == {"li-mixed-zimbabwe"}
    contained = dataset.cargoes.at["li-mixed-zimbabwe", "contained"]
    assert (rows["tonnes"] / rows["gross_t"]).to_numpy() == pytest.approx(contained, rel=1e-4)


def test_that_the_notes_say_that_any_cargo_may_go_to_any_plant(dataset):
    for mineral, words in (
        ("lithium", "fed with brine may be sent spodumene"),
        ("graphite", "most of it goes to other"),
    ):
        notes = compute_flows(dataset, Scenario(mineral=mineral, leg="feed")).notes
        assert any(words in note for note in notes)


def test_that_a_way_of_which_one_leg_is_known_tells_that_leg(dataset):
    table = compute_flows(dataset, Scenario(mineral="cobalt", leg="feed")).table
    rows = table[
        (table["from_id"] == "COD-mutanda-mine") & table["to_id"].str.startswith("rest:") & table["sea_nm"].notna()
    ]
    assert len(rows)
    assert (rows["land_km"] > 1000).all()
