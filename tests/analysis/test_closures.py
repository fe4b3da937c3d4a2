"""Closures: summed by hand over a few flows, then what goes round and what is stranded on the shipped data."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mineralmap.analysis.closures import bypass, closure, compare
from mineralmap.analysis.flows import compute_flows
from mineralmap.datasets import bundled, own
from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import Leg, Scenario, Stage
from tests.analysis.worlds import flows_of, tiny

COBALT = Scenario(mineral="cobalt", stage=Stage.MINING)
BEFORE = [
    {"from_iso3": "COD", "to_iso3": "CHN", "tonnes": 100, "gross_t": 300, "sea_nm": 8000, "gates": ("malacca",)},
    {"from_iso3": "COD", "to_iso3": "FIN", "tonnes": 40, "sea_nm": 9000, "gates": ("suez",)},
    {"from_iso3": "AUS", "to_iso3": "FIN", "tonnes": 20, "gross_t": 50, "sea_nm": 11000, "gates": ("malacca", "suez")},
    {"from_iso3": "IDN", "to_iso3": "JPN", "tonnes": 30, "gross_t": 60, "sea_nm": 2000},
    {"from_iso3": "CHN", "to_iso3": "CHN", "tonnes": 10, "mode": "domestic"},
]
SHUT = replace(COBALT, closed=frozenset({"suez", "malacca"}), knots=10.0)
AFTER = [
    {**BEFORE[0], "sea_nm": 8400, "gates": ()},
    {**BEFORE[1], "sea_nm": np.nan, "gates": (), "stranded": True},
    {**BEFORE[2], "sea_nm": 12000, "gates": ()},
    *BEFORE[3:],
]
"""Of 200 t, 40 are stranded, 100 sail 400 nm farther and 20 sail 1,000 nm: 60,000 tonne-miles, 500 nm a tonne."""


def by_hand(after=AFTER, scenario=SHUT):
    settings = replace(scenario, closed=frozenset())
    return compare(tiny(), flows_of(settings, BEFORE), flows_of(scenario, after))


def closing(*gates, mineral="cobalt", **settings):
    return closure(bundled.load(), Scenario(mineral=mineral, stage=Stage.MINING, closed=frozenset(gates), **settings))


def test_that_stranded_and_rerouted_tonnes_miles_and_days_are_as_summed_by_hand():
    found = by_hand()
    assert (found.total_t, found.stranded_t, found.rerouted_t, found.overland_t) == (200, 40, 120, 0)
    assert found.added_tonne_nm == 60_000
    assert (found.mean_detour_nm, found.max_detour_nm) == (500, 1000)
    assert found.mean_delay_days == pytest.approx(500 / 240)
    assert found.max_delay_days == pytest.approx(1000 / 240)
    assert found.afloat_t == pytest.approx(60_000 / 240 / 365)


def test_that_gross_tonnes_are_told_where_weights_are_known():
    found = by_hand()
    assert (found.rerouted_gross_t, found.rerouted_unweighed_t) == (350, 0)
    assert found.added_gross_tonne_nm == 300 * 400 + 50 * 1000
    assert np.isnan(found.stranded_gross_t)
    assert found.stranded_unweighed_t == 40


def test_that_a_stranded_flow_has_no_new_length_and_no_detour():
    flows = by_hand().flows.set_index("flow_id")
    assert flows["stranded"].tolist() == [False, True, False, False, False]
    assert flows["rerouted"].tolist() == [True, False, True, False, False]
    assert np.isnan(flows.at["f2", "after_nm"])
    assert np.isnan(flows.at["f2", "detour_nm"])
    assert flows.at["f3", "gates_before"] == ("malacca", "suez")
    assert flows.at["f3", "gates_after"] == ()


def test_that_importers_have_the_part_of_their_own_supply_from_outside():
    importers = by_hand().importers.set_index("importer")
    assert list(importers.index[importers["partner"]]) == ["USA", "JPN", "EU"]
    assert importers.at["EU", "moved_t"] == 60
    assert importers.at["EU", "stranded_share"] == pytest.approx(40 / 60)
    assert importers.at["EU", "rerouted_share"] == pytest.approx(20 / 60)
    assert importers.at["EU", "mean_delay_days"] == pytest.approx(1000 / 240)
    assert importers.at["FIN", "stranded_t"] == 40
    assert importers.at["CHN", "moved_t"] == importers.at["CHN", "rerouted_t"] == 100
    assert importers.at["JPN", "stranded_share"] == 0
    assert np.isnan(importers.at["JPN", "mean_delay_days"])
    assert importers.at["USA", "moved_t"] == 0
    assert np.isnan(importers.at["USA", "stranded_share"])
    assert importers.index.is_unique


def test_that_suppliers_have_the_part_of_what_they_send_abroad():
    suppliers = by_hand().suppliers.set_index("supplier")
    assert list(suppliers.index) == ["COD", "AUS", "IDN"]
    assert suppliers.loc["COD", ["moved_t", "stranded_t", "rerouted_t"]].tolist() == [140, 40, 100]
    assert suppliers.at["COD", "mean_detour_nm"] == 400


def test_that_gates_say_what_they_lose_and_take():
    gates = by_hand().gates.set_index("chokepoint_id")
    assert gates.at["malacca", "change_t"] == -120
    assert gates.at["suez", "before_share"] == pytest.approx(0.3)
    assert gates["after_t"].tolist() == [0, 0]
    assert gates["closed"].all()


def test_that_a_flow_that_goes_over_land_instead_is_neither_stranded_nor_rerouted():
    land = {**BEFORE[1], "sea_nm": np.nan, "gates": (), "mode": "land"}
    found = by_hand([AFTER[0], land, *AFTER[2:]])
    assert (found.stranded_t, found.rerouted_t, found.overland_t) == (0, 120, 40)
    assert found.importers.set_index("importer").at["EU", "overland_t"] == 40


def test_that_flows_in_another_order_are_compared_with_themselves():
    settings = replace(SHUT, closed=frozenset())
    before, after = flows_of(settings, BEFORE), flows_of(SHUT, AFTER)
    turned = replace(after, table=after.table.iloc[::-1])
    pd.testing.assert_frame_equal(compare(tiny(), before, turned).flows, compare(tiny(), before, after).flows)


def test_that_what_had_no_way_before_is_not_laid_to_the_closure():
    lost = {**BEFORE[1], "sea_nm": np.nan, "gates": (), "stranded": True}
    rows = [BEFORE[0], lost]
    found = compare(tiny(), flows_of(COBALT, rows), flows_of(replace(COBALT, closed=frozenset({"suez"})), rows))
    assert found.stranded_t == 0
    assert not found.touched


def test_that_closing_nothing_changes_nothing():
    nothing = closing()
    assert nothing.stranded_t == nothing.rerouted_t == nothing.added_tonne_nm == 0
    assert np.isnan(nothing.mean_detour_nm)
    assert (nothing.gates["change_t"] == 0).all()
    assert not nothing.touched


@pytest.mark.parametrize("mineral", ["lithium", "cobalt", "nickel"])
@pytest.mark.parametrize("gate", ["suez", "bab_el_mandeb", "malacca", "panama"])
def test_that_a_strait_with_another_way_strands_nothing(gate, mineral):
    found = closing(gate, mineral=mineral)
    assert found.stranded_t == 0
    assert found.rerouted_t > 0


def test_that_the_danish_straits_strand_what_comes_by_sea_to_kokkola():
    danish = closing("oresund", "great_belt")
    table = danish.after.table
    assert danish.stranded_t > 0
    assert danish.stranded_t == pytest.approx(table.loc[table["stranded"], "tonnes"].sum())
    assert danish.flows.loc[danish.flows["stranded"], "after_nm"].isna().all()
    assert danish.after.shipped_t == pytest.approx(danish.before.shipped_t - danish.stranded_t)


def test_that_either_danish_strait_alone_leaves_a_way():
    assert closing("oresund").stranded_t == closing("great_belt").stranded_t == 0


def test_that_closures_combine():
    malacca, both = closing("malacca"), closing("malacca", "sunda")
    gates = both.gates.set_index("chokepoint_id")
    assert gates.at["malacca", "after_t"] == gates.at["sunda", "after_t"] == 0
    assert gates.at["lombok", "change_t"] > 0.9 * gates.loc[["malacca", "sunda"], "before_t"].sum()
    assert malacca.gates.set_index("chokepoint_id").at["sunda", "change_t"] > 0.9 * malacca.rerouted_t
    assert both.stranded_t == malacca.stranded_t == 0
    assert both.mean_detour_nm > malacca.mean_detour_nm + 100


def test_that_closing_suez_alone_sends_some_trade_by_panama_and_some_by_the_cape():
    gates = closing("suez", mineral="nickel").gates.set_index("chokepoint_id")
    assert gates.at["panama", "change_t"] > 0
    assert gates.at["cape_good_hope", "change_t"] > 0


def test_that_a_detour_is_new_less_old_and_a_delay_goes_by_the_chosen_speed():
    suez = closing("suez", knots=10.0)
    moved = suez.flows[suez.flows["rerouted"]]
    assert (moved["detour_nm"] == moved["after_nm"] - moved["before_nm"]).all()
    assert moved["delay_days"].to_numpy() == pytest.approx(moved["detour_nm"].to_numpy() / 240)
    assert suez.afloat_t == pytest.approx((moved["tonnes"] * moved["delay_days"]).sum() / 365)
    assert suez.mean_detour_nm == pytest.approx(suez.added_tonne_nm / suez.rerouted_t)


def test_that_tonnes_stay_the_same_flow_by_flow_and_the_slack_too():
    suez = closing("suez", "bab_el_mandeb")
    before, after = (made.table.set_index("flow_id")["tonnes"] for made in (suez.before, suez.after))
    pd.testing.assert_series_equal(before, after)
    assert suez.before.slack_t == suez.after.slack_t


def test_that_opening_again_restores_every_figure_bit_for_bit():
    before = compute_flows(bundled.load(), COBALT)
    closing("malacca", "suez", "cape_good_hope")
    after = compute_flows(bundled.load(), replace(COBALT, closed=frozenset()))
    pd.testing.assert_frame_equal(before.table, after.table, check_exact=True)
    pd.testing.assert_frame_equal(before.exposure, after.exposure, check_exact=True)
    assert len(before.lanes.paths) == len(after.lanes.paths)
    assert all(
        np.array_equal(a, b)
        for one, two in zip(before.lanes.paths, after.lanes.paths, strict=True)
        for a, b in zip(one, two, strict=True)
    )


def test_that_a_bypass_is_what_closing_this_gate_alone_does_beside_what_is_closed():
    dataset = bundled.load()
    alone = bypass(dataset, COBALT, "malacca")
    assert alone.closed == ("malacca",)
    assert alone.rerouted_t == pytest.approx(closing("malacca").rerouted_t)
    beside = bypass(dataset, replace(COBALT, closed=frozenset({"sunda"})), "malacca")
    assert beside.closed == ("malacca",)
    assert beside.gates.set_index("chokepoint_id").at["lombok", "change_t"] > 0.9 * beside.rerouted_t
    again = bypass(dataset, replace(COBALT, closed=frozenset({"sunda", "malacca"})), "malacca")
    pd.testing.assert_frame_equal(again.flows, beside.flows)


def test_that_the_bypass_of_an_unknown_gate_is_refused():
    with pytest.raises(InvalidArgument, match="There is no chokepoint 'malaca'"):
        bypass(bundled.load(), COBALT, "malaca")


def test_that_a_line_of_ones_own_across_malacca_closes_it():
    line = "Line of mine: LINESTRING (101.2 1.65, 102.35 2.6)"
    dataset = bundled.load()
    mine = closure(dataset, replace(COBALT, own_gates=(line,), closed=frozenset({"own:line-of-mine"})))
    theirs = closing("malacca")
    assert mine.names == ("Line of mine",)
    assert mine.rerouted_t == pytest.approx(theirs.rerouted_t)
    assert mine.added_tonne_nm == pytest.approx(theirs.added_tonne_nm)


def test_that_a_mineral_without_flows_has_an_empty_comparison():
    empty = closing("malacca", mineral="manganese")
    assert empty.flows.empty
    assert empty.gates.empty
    assert empty.stranded_t == empty.total_t == 0
    assert not empty.touched


WORKS = {"Jubail": ("SAU", 27.01, 49.66), "Constanta": ("ROU", 44.17, 28.65), "Berdyansk": ("UKR", 46.75, 36.79),
         "Gdansk": ("POL", 54.38, 18.66)}  # fmt: skip


@pytest.fixture(scope="module")
def behind_straits(tmp_path_factory):
    """The shipped data with four lithium works of a user's own, each behind straits without another way."""
    file = tmp_path_factory.mktemp("own") / "works.csv"
    lines = [f"{name},lithium,refining,operating,{iso3},{lat},{lon},5000" for name, (iso3, lat, lon) in WORKS.items()]
    file.write_text("\n".join(["name,mineral,stage,status,country,lat,lon,capacity_t_per_year", *lines]), "utf-8")
    return own.added(file)


@pytest.mark.parametrize(
    ("shut", "cut_off"),
    [
        (("hormuz",), {"Jubail"}),
        (("bosporus",), {"Constanta", "Berdyansk"}),
        (("dardanelles",), {"Constanta", "Berdyansk"}),
        (("kerch",), {"Berdyansk"}),
        (("oresund",), set()),
        (("great_belt",), set()),
        (("oresund", "great_belt"), {"Gdansk"}),
        (("hormuz", "kerch"), {"Jubail", "Berdyansk"}),
    ],
)
def test_that_straits_without_another_way_strand_all_that_lies_behind_them(behind_straits, shut, cut_off):
    found = closure(behind_straits, Scenario(mineral="lithium", stage=Stage.MINING, closed=frozenset(shut)))
    flows = found.flows[found.flows["to_name"].isin(WORKS)]
    arrived = flows.groupby("to_name")["tonnes"].sum()
    lost = flows[flows["stranded"]].groupby("to_name")["tonnes"].sum()
    assert set(arrived.index) == set(WORKS)
    assert set(lost.index) == cut_off
    pd.testing.assert_series_equal(lost, arrived[lost.index])
    assert found.stranded_t == pytest.approx(lost.sum())


def test_that_closing_hormuz_strands_what_refineries_send_to_the_gulf_and_nobodys_supply():
    asked = Scenario(mineral="nickel", leg=Leg.PRODUCT, closed=frozenset({"hormuz"}))
    found = closure(bundled.load(), asked)
    lost = found.flows[found.flows["stranded"]]
    assert found.stranded_t > 0
    assert found.rerouted_t == 0
    assert set(lost["to_iso3"]) == {"SAU"}
    assert set(lost["importer"]) == {"ROW"}
    importers = found.importers.set_index("importer")
    assert importers.at["ROW", "stranded_t"] == pytest.approx(found.stranded_t)
    assert (importers.loc[importers["partner"].astype(bool), "stranded_t"] == 0).all()


@pytest.mark.parametrize("mineral", ["lithium", "cobalt", "nickel", "rare_earths", "graphite"])
def test_that_both_legs_together_are_the_sum_of_each(mineral):
    both, feed, product = (
        closure(bundled.load(), Scenario(mineral=mineral, leg=leg, closed=frozenset({"suez", "panama"})))
        for leg in (Leg.BOTH, Leg.FEED, Leg.PRODUCT)
    )
    for name in ("total_t", "stranded_t", "rerouted_t", "overland_t", "added_tonne_nm", "afloat_t"):
        assert getattr(both, name) == pytest.approx(getattr(feed, name) + getattr(product, name)), name
    assert both.rerouted_gross_t == pytest.approx(np.nansum([feed.rerouted_gross_t, product.rerouted_gross_t]))
