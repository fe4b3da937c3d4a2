"""Export measures: which leg their words speak of, which cut by default, and what can be switched in."""

from dataclasses import replace

import pytest

from mineralmap.analysis.measures import in_leg, measures
from mineralmap.datasets import bundled
from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import Scenario

DATA = bundled.load()


def found(mineral, year=2024, **changes):
    return {one.control_id: one for one in measures(DATA, Scenario(mineral=mineral, **changes), year)}


def test_that_a_ban_on_ore_in_force_cuts_all_of_it_by_default_and_leaves_what_is_made_of_it():
    ban = found("nickel")["id-ni-ore-2020"]
    assert (ban.part, ban.ore_only, ban.targets, ban.legs) == (1.0, True, None, {"feed"})
    assert found("nickel", 2019)["id-ni-ore-2020"].part == 0


def test_that_a_ban_on_concentrate_binds_everything_from_its_year_on():
    assert found("lithium", 2026)["zw-li-2026"].part == 1
    assert not found("lithium", 2026)["zw-li-2026"].ore_only
    assert found("lithium", 2025)["zw-li-2026"].part == 0
    assert found("lithium", 2024)["zw-li-2022"].part == 0  # superseded


def test_that_licences_quotas_and_what_is_suspended_cut_nothing_by_default():
    for mineral in ("cobalt", "graphite", "rare_earths", "gallium", "antimony", "tungsten"):
        cut = [one.control_id for one in found(mineral, 2026).values() if one.part > 0]
        assert not set(cut) - {"gb-ru-metals-2023", "eu-ru-ores-2025"}


def test_that_a_measure_can_be_switched_in_whatever_the_year():
    switched = found("cobalt", 2023, assumptions=(("control:cd-co-2025-quota", 0.5),))["cd-co-2025-quota"]
    assert (switched.part, switched.by_user, switched.exporters) == (0.5, True, {"COD"})
    assert switched.legs == {"feed", "product"}
    asked = Scenario(mineral="cobalt", assumptions=(("control:cd-co-2025-quota", 0.5),))
    assert [one.control_id for one in in_leg(DATA, asked, 2022, "feed")] == ["cd-co-2025-quota"]
    assert in_leg(DATA, replace(asked, assumptions=()), 2022, "feed") == []


def test_that_a_buyer_s_ban_on_imports_cuts_the_flow_to_it_while_it_is_in_force():
    ban = found("nickel")["us-ru-ni-2024"]
    assert (ban.part, ban.exporters, ban.targets, ban.legs) == (1.0, {"RUS"}, {"USA"}, {"product"})
    assert found("nickel", 2023)["us-ru-ni-2024"].part == 0
    british = found("nickel", 2023)["gb-ru-metals-2023"]
    assert (british.part, british.targets, british.legs, british.ore_only) == (1.0, {"GBR"}, {"feed", "product"}, False)


def test_that_the_union_sends_no_ore_to_russia_from_2025_on():
    assert found("nickel", 2024)["eu-ru-ores-2025"].part == 0
    ban = found("nickel", 2025)["eu-ru-ores-2025"]
    assert (ban.part, ban.targets, ban.legs, ban.ore_only) == (1.0, {"RUS"}, {"feed"}, False)
    assert "FIN" in ban.exporters


def test_that_words_of_magnets_and_anodes_bind_products_and_words_of_ore_feed():
    assert found("rare_earths")["cn-ree-apr2025"].legs == {"product"}
    assert found("graphite")["cn-battery-oct2025"].legs == {"product"}
    assert found("graphite")["cn-graphite-2023"].legs == {"feed", "product"}
    assert found("cobalt")["na-2023"].legs == {"feed"}


def test_that_targets_are_the_countries_named():
    assert found("antimony")["cn-us-ban-2024"].targets == {"USA"}
    assert found("rare_earths")["cn-jp-2026"].targets == {"JPN"}


def test_that_what_bears_on_no_goods_is_no_measure_and_cannot_be_set():
    assert not {"cn-ree-tech-2023", "cn-ree-report-2023", "wto-ds431"} & set(found("rare_earths"))
    with pytest.raises(InvalidArgument, match="bears on no flow of goods"):
        found("rare_earths", assumptions=(("control:cn-ree-tech-2023", 1.0),))
