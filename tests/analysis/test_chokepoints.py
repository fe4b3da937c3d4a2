"""Closures: what goes round, what is stranded, and that the open network stays as it was."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mineralmap.analysis.chokepoints import detours, exposure_table
from mineralmap.analysis.flows import compute_flows
from mineralmap.datasets import bundled
from mineralmap.model.scenario import Scenario

COBALT = Scenario(mineral="cobalt")


def closing(*gates, mineral="cobalt", knots=14.0):
    return detours(bundled.load(), Scenario(mineral=mineral, closed=frozenset(gates)), knots)


def test_that_closing_nothing_changes_nothing():
    nothing = closing()
    assert nothing.stranded_t == nothing.rerouted_t == nothing.added_tonne_nm == 0
    assert np.isnan(nothing.mean_detour_nm)
    assert (nothing.gates["change_t"] == 0).all()


def test_that_malacca_and_sunda_together_send_their_cobalt_through_lombok():
    both = closing("malacca", "sunda")
    gates = both.gates.set_index("chokepoint_id")
    assert gates.at["malacca", "after_t"] == gates.at["sunda", "after_t"] == 0
    assert gates.at["lombok", "change_t"] > 0.9 * gates.loc[["malacca", "sunda"], "before_t"].sum()
    assert both.stranded_t == 0
    assert both.mean_detour_nm > 100


def test_that_a_detour_is_new_less_old_in_miles_days_and_tonnes_afloat():
    suez = closing("suez", knots=10.0)
    moved = suez.flows[suez.flows["rerouted"]]
    assert (moved["detour_nm"] == moved["after_nm"] - moved["before_nm"]).all()
    assert moved["detour_km"].to_numpy() == pytest.approx(moved["detour_nm"].to_numpy() * 1.852)
    assert moved["delay_days"].to_numpy() == pytest.approx(moved["detour_nm"].to_numpy() / 240)
    assert suez.afloat_t == pytest.approx((moved["tonnes"] * moved["delay_days"]).sum() / 365)
    assert suez.mean_detour_nm == pytest.approx(suez.added_tonne_nm / suez.rerouted_t)


def test_that_the_danish_straits_strand_what_comes_by_sea_to_kokkola():
    danish = closing("oresund", "great_belt")
    kokkola = danish.flows[danish.flows["stranded"]]
    assert danish.stranded_t > 0
    assert danish.stranded_t == pytest.approx(kokkola["tonnes"].sum())
    assert kokkola["after_nm"].isna().all()
    assert set(danish.after.table.loc[danish.after.table["stranded"], "to_iso3"]) <= {"FIN", "POL", "EST", "SWE", "RUS"}
    assert danish.after.shipped_t == pytest.approx(danish.before.shipped_t - danish.stranded_t)


def test_that_tonnes_stay_the_same_flow_by_flow_and_the_slack_too():
    suez = closing("suez", "bab_el_mandeb")
    before, after = (made.table.set_index("flow_id")["tonnes"] for made in (suez.before, suez.after))
    pd.testing.assert_series_equal(before, after)
    assert suez.before.slack_t == suez.after.slack_t


def test_that_opening_again_restores_every_figure():
    before = compute_flows(bundled.load(), COBALT)
    closing("malacca", "suez", "cape_good_hope")
    after = compute_flows(bundled.load(), replace(COBALT, closed=frozenset()))
    pd.testing.assert_frame_equal(before.table, after.table)
    pd.testing.assert_frame_equal(before.exposure, after.exposure)
    assert all(
        np.array_equal(a, b)
        for one, two in zip(before.paths, after.paths, strict=True)
        for a, b in zip(one, two, strict=True)
    )


def test_that_the_exposure_table_says_in_words_what_is_closed():
    table = exposure_table(closing("malacca").after).set_index("chokepoint_id")
    assert table.at["malacca", "state"] == "closed"
    assert table.at["taiwan", "state"] == "open"
    assert table.at["malacca", "tonnes"] == 0


def test_that_a_closure_is_named_in_the_notes():
    assert any("Closed: Malacca Strait" in note for note in closing("malacca").after.notes)


def test_that_a_mineral_without_flows_has_an_empty_comparison():
    empty = closing("malacca", mineral="manganese")
    assert empty.flows.empty
    assert empty.gates.empty
    assert empty.stranded_t == 0
