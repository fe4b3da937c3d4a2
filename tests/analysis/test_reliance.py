"""Net import reliance and the largest origin of consumption, by hand and as published."""

import math
from dataclasses import replace

import pytest

from mineralmap.analysis.compute import compute
from mineralmap.analysis.explain import explain
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.reliance import largest_origin, net_import_reliance, reliance_of
from mineralmap.datasets import bundled
from mineralmap.model.scenario import Scenario, Stage
from tests.analysis.worlds import table, world


def ask(reliance=1.0, origins=(("COD", 0.65),), bound="", partners=("USA",)):
    made = world(national={"COD": 60, "WLD": 100}, stage="refining")
    printed = {"mineral": "cobalt", "region": "USA", "stage": "any", "year": 2024, "value": reliance, "bound": bound}
    rows = [
        {"mineral": "cobalt", "stage": "refining", "importer": "USA", "form": "Metal", "exporter_iso3": i, "share": s}
        for i, s in origins
    ]
    made = replace(
        made, reliance=table("reliance", [{**printed, "published": "x"}]), import_sources=table("import_sources", rows)
    )
    return compute(made, Scenario(mineral="cobalt", stage=Stage.REFINING, partners=frozenset(partners)))


def shipped(mineral, stage, partners=("USA", "JPN", "EU")):
    return compute(bundled.load(), Scenario(mineral=mineral, stage=stage, partners=frozenset(partners)))


def test_that_reliance_is_net_imports_over_consumption():
    # United States 2024, cobalt: imports 10,800 t, exports 4,880 t, consumption 7,960 t; USGS prints 74 %.
    assert round(net_import_reliance(10800, 4880, 0, 7960), 2) == 0.74
    assert net_import_reliance(10, 30, 0, 40) == pytest.approx(-0.5)
    assert net_import_reliance(10, 5, 3, 40) == pytest.approx(0.2)
    assert math.isnan(net_import_reliance(10, 5, 0, 0))


def test_that_sixty_five_percent_of_consumption_passes_and_a_little_more_does_not():
    assert not largest_origin(ask(1.0, [("COD", 0.65)])).over
    assert largest_origin(ask(1.0, [("COD", 0.651)])).over
    assert "above 65 %" in indicators["single_origin"].text(ask(1.0, [("COD", 0.651)]))


def test_that_import_share_is_taken_of_what_is_imported_net():
    found = largest_origin(ask(0.5, [("COD", 0.8), ("NOR", 0.2)]))
    assert found.share.point == pytest.approx(0.40)
    assert not found.over


def test_that_partners_and_others_together_are_no_single_origin():
    found = largest_origin(ask(1.0, [("FIN", 0.7), ("COD", 0.2), ("OTH", 0.1)], partners=("USA", "EU")))
    assert found.iso3 == "COD"
    assert largest_origin(ask(partners=("JPN",))) is None


def test_that_a_printed_lower_bound_may_exceed_the_limit():
    found = largest_origin(ask(0.5, [("COD", 0.7)], bound=">"))
    assert (found.share.low, found.share.point, found.share.high) == pytest.approx((0.35, 0.35, 0.7))
    assert found.may
    assert "may exceed 65 %" in indicators["single_origin"].text(ask(0.5, [("COD", 0.7)], bound=">"))


def test_that_a_net_exporter_is_shown_as_one():
    assert "a net exporter" in indicators["net_import_reliance"].text(ask(-0.2))
    assert indicators["net_import_reliance"].value(ask(-0.2)) == -0.2
    answer = ask(math.nan, bound="E")
    assert "net exporter" in indicators["net_import_reliance"].text(answer)
    assert math.isnan(largest_origin(answer).share.point)


def test_that_shipped_reliance_is_what_is_printed():
    assert reliance_of(shipped("cobalt", Stage.REFINING)).published == "74"
    assert reliance_of(shipped("lithium", Stage.REFINING)).published == ">50"
    assert reliance_of(shipped("rare_earths", Stage.MINING)).bound == "E"
    assert reliance_of(shipped("graphite", Stage.REFINING)) is None  # natural graphite only


def test_that_the_two_checks_of_sixty_five_percent_are_told_apart():
    answer = shipped("rare_earths", Stage.REFINING)
    # China refines most of the world's magnet rare earths, yet 71 % of imports × 53 % reliance is 37.6 % of US use.
    assert indicators["single_origin"].value(answer) == pytest.approx(0.71 * 0.53)
    assert indicators["single_supplier"].value(answer) > 0.65
    assert "of USA consumption" in indicators["single_origin"].text(answer)


def test_that_without_the_united_states_there_is_no_data():
    answer = shipped("cobalt", Stage.REFINING, ("JPN",))
    assert math.isnan(indicators["net_import_reliance"].value(answer))
    assert indicators["net_import_reliance"].text(answer).startswith("no data")
    assert indicators["single_origin"].text(answer).startswith("no data")


@pytest.mark.parametrize("name", ["net_import_reliance", "single_origin"])
def test_that_rows_add_up_to_the_value(name):
    answer = shipped("cobalt", Stage.REFINING)
    assert indicators[name].rows(answer)["contribution"].sum() == pytest.approx(indicators[name].value(answer))


@pytest.mark.parametrize("name", ["net_import_reliance", "single_origin"])
def test_that_the_evidence_cites_who_prints_it_and_no_other_table(name):
    made = explain(shipped("cobalt", Stage.REFINING), name)
    assert made.sources["source_id"].tolist()[:1] == ["usgs-mcs2026"]
    assert "iea-cmde-2025" not in set(made.sources["source_id"])
    assert made.rows["year"].tolist() == [2024]
