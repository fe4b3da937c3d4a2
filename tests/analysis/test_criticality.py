"""Criticality: every row is the closure it names, and pairs say what they cost beyond the two alone."""

import numpy as np
import pytest

from mineralmap.analysis.closures import closure
from mineralmap.analysis.criticality import criticality
from mineralmap.analysis.rerouted import fleet
from mineralmap.datasets import bundled
from mineralmap.errors import Cancelled
from mineralmap.model.scenario import Scenario, Stage

COBALT = Scenario(mineral="cobalt", stage=Stage.MINING, knots=10.0)


@pytest.fixture(scope="module")
def ranking():
    return criticality(bundled.load(), COBALT)


def row_of(ranking, *shut):
    return next(row for row in ranking.to_dict("records") if set(row["gates"]) == set(shut))


@pytest.mark.parametrize(
    "shut", [("taiwan",), ("bohai",), ("malacca",), ("dover", "cape_good_hope"), ("oresund", "dover")]
)
def test_that_a_row_is_what_the_closure_itself_comes_to(ranking, shut):
    row, found = row_of(ranking, *shut), closure(bundled.load(), Scenario(**_with(closed=frozenset(shut))))
    for name in ("stranded_t", "rerouted_t", "overland_t", "added_tonne_nm", "mean_detour_nm", "mean_delay_days"):
        assert row[name] == pytest.approx(getattr(found, name), nan_ok=True), name
    assert row["afloat_t"] == pytest.approx(found.afloat_t)
    assert row["stranded_share"] == pytest.approx(found.stranded_t / found.total_t)
    importers = found.importers.set_index("importer")
    assert row["stranded_EU"] == pytest.approx(importers.at["EU", "stranded_share"])
    assert np.isnan(row["stranded_USA"])
    farther = importers.at["JPN", "rerouted_t"] * np.nan_to_num(importers.at["JPN", "mean_detour_nm"])
    assert row["added_tonne_nm_JPN"] == pytest.approx(farther)


def _with(**changes):
    return {"mineral": "cobalt", "stage": Stage.MINING, "knots": 10.0, **changes}


def test_that_every_gate_with_tonnes_stands_alone_and_the_ten_largest_in_pairs(ranking):
    ships = fleet(bundled.load(), COBALT)
    passed = {
        gate for gate, flows in zip(ships.ids, ships.before.crosses.T, strict=True) if ships.tonnes[flows].sum() > 1
    }
    assert passed <= set(ships.passed())
    singles, pairs = ranking[~ranking["pair"].astype(bool)], ranking[ranking["pair"].astype(bool)]
    assert passed <= {gates[0] for gates in singles["gates"]}
    assert len(pairs) == 45
    largest = set(singles.nlargest(10, "tonnes")["gates"])
    assert {(gate,) for gates in pairs["gates"] for gate in gates} == largest


def test_that_the_hardest_closure_comes_first(ranking):
    order = list(zip(-ranking["stranded_t"], -ranking["counted_tonne_nm"], strict=True))
    assert order == sorted(order)


def test_that_a_pair_says_what_it_costs_beyond_both_alone(ranking):
    shut = ("dover", "cape_good_hope"), ("dover",), ("cape_good_hope",)
    both, dover, cape = (row_of(ranking, *gates) for gates in shut)
    assert both["extra_tonne_nm"] == pytest.approx(
        both["added_tonne_nm"] - dover["added_tonne_nm"] - cape["added_tonne_nm"]
    )
    assert both["extra_tonne_nm"] > 0
    assert row_of(ranking, "lombok", "makassar")["extra_tonne_nm"] < 0  # one way with two gates
    assert np.isnan(dover["extra_tonne_nm"])


def test_that_closing_in_turn_leaves_the_fleet_as_it_was():
    ships = fleet(bundled.load(), COBALT)
    nm, crosses = ships.before.nm.copy(), ships.before.crosses.copy()
    ships.closing(("malacca", "suez"), ships.closing(("malacca",)))
    again = ships.closing(())
    for found in (ships.before, again):
        assert np.array_equal(found.nm, nm, equal_nan=True)
        assert np.array_equal(found.crosses, crosses)


def test_that_it_can_be_called_off_and_says_how_far_it_is():
    def call_off():
        if told and told[-1] > 0.1:
            raise Cancelled

    told = []
    with pytest.raises(Cancelled):
        criticality(bundled.load(), COBALT, call_off, told.append)
    assert told == sorted(told)
    assert 0.1 < told[-1] < 0.2


def test_that_what_the_user_has_closed_does_not_change_the_ranking(ranking):
    closed = criticality(bundled.load(), Scenario(**_with(closed=frozenset({"malacca"}))))
    assert list(closed["gates"]) == list(ranking["gates"])


def test_that_without_flows_the_ranking_is_empty_and_has_its_columns():
    empty = criticality(bundled.load(), Scenario(mineral="manganese", stage=Stage.MINING))
    assert empty.empty
    assert {"gates", "stranded_t", "stranded_USA", "added_tonne_nm_EU", "extra_tonne_nm"} <= set(empty.columns)


def test_that_a_strait_whose_way_round_is_shorter_but_dearer_is_not_ranked_below_one_that_costs_nothing():
    ranking = criticality(bundled.load(), Scenario(mineral="cobalt", stage="mining"))
    malacca = ranking[ranking["name"] == "Malacca Strait"].iloc[0]
    assert malacca["added_tonne_nm"] < 0 < malacca["counted_tonne_nm"]
    assert (ranking["counted_tonne_nm"] > -1e-6 * ranking["counted_tonne_nm"].max()).all()
