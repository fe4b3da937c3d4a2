"""Countries are shaded by what the map says that they are, and what is not known is never nothing."""

import numpy as np
import pytest

from mineralmap.analysis.compute import compute
from mineralmap.analysis.flows import compute_flows
from mineralmap.layers.compose import compose
from mineralmap.layers.layer import Areas
from mineralmap.layers.shading import _MAKERS, SHADE_BY
from mineralmap.model.scenario import Basis, Scenario, Stage
from mineralmap.model.view import CLASSES, View


def countries(drawn):
    layer = next(one for one in drawn.layers if one.id == "countries")
    return layer, next(part for part in layer.primitives if isinstance(part, Areas))


def tip(drawn, iso3):
    _, areas = countries(drawn)
    return areas.tips[areas.ids.index(iso3)]


def test_that_every_choice_has_a_maker():
    assert list(SHADE_BY) == list(_MAKERS)
    assert View().shade_by in SHADE_BY


@pytest.mark.parametrize("choice", SHADE_BY)
@pytest.mark.parametrize("flows", [True, False])
def test_that_every_choice_has_a_key_and_a_title_of_its_own(world, cobalt, choice, flows):
    moved = compute_flows(world, cobalt.scenario) if flows else None
    drawn = compose(world, cobalt, moved, View(shade_by=choice))
    layer, areas = countries(drawn)
    painted = {areas.paints[number] for number in areas.paint.tolist()}
    told = {entry.paint for block in layer.legend for entry in block.entries}
    assert {(one.fill, one.hatch) for one in painted} <= {(one.fill, one.hatch) for one in told}
    answer = compose(world, cobalt, moved, View()).title
    assert (drawn.title == answer) is (choice == "share")


def test_that_a_hidden_shading_does_not_name_the_map(world, cobalt):
    drawn = compose(world, cobalt, None, View(shade_by="partner", hidden=frozenset({"countries"})))
    assert drawn.title == compose(world, cobalt, None, View()).title


def test_that_the_partner_owned_part_is_of_what_is_made_there(world, cobalt):
    # F4, 50 t in Australia: half Australian, half of the United States (worlds/tiny/README.md).
    drawn = compose(world, cobalt, None, View(shade_by="partner"))
    assert tip(drawn, "AUS").startswith("Australia\nPartner-owned part of mined cobalt where it is made: 50 %")


def test_that_another_basis_gives_its_own_shares(world, cobalt):
    by_location = compute(world, Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.LOCATION))
    drawn = compose(world, cobalt, None, View(shade_by="by_location"))
    for iso3, share in by_location.shares["share"].items():
        if iso3 in ("OTHER", "UNKNOWN") or not share > 0:
            continue
        assert f"Share of mined cobalt, by location: {100 * share:.0f} %" in tip(drawn, iso3)


def test_that_names_of_countries_say_what_they_are_shaded_by(world, cobalt):
    drawn = compose(world, cobalt, None, View(shade_by="partner"))
    words = [said for layer in drawn.layers if layer.id == "labels" for part in layer.primitives for said in part.words]
    assert "Australia\n50 %" in words
    by_share = compose(world, cobalt, None, View())
    said = [one for layer in by_share.layers if layer.id == "labels" for part in layer.primitives for one in part.words]
    assert "China\n46 %" in said


def test_that_points_of_the_hhi_are_squares_of_percents(world, cobalt):
    drawn = compose(world, cobalt, None, View(shade_by="hhi"))
    china = 100 * cobalt.supplier_share("CHN")
    assert f"{china**2:,.0f} points" in tip(drawn, "CHN")


@pytest.mark.parametrize("how", CLASSES)
def test_that_every_way_to_class_tells_how_many_countries(world, cobalt, how):
    layer, _ = countries(compose(world, cobalt, None, View(classes=how)))
    counted = [entry.more for entry in layer.legend[0].entries]
    suppliers = cobalt.suppliers[~cobalt.suppliers["supplier"].isin(["OTHER", "UNKNOWN"])]
    assert sum(int(words.removeprefix("n = ")) for words in counted) == int((suppliers["share"] > 0).sum())
    assert 1 <= len(counted) <= 5


def test_that_a_class_between_others_is_in_the_key_though_it_is_empty(world, cobalt):
    layer, _ = countries(compose(world, cobalt, None, View()))
    assert [(entry.label, entry.more) for entry in layer.legend[0].entries][2:] == [
        ("10–20 %", "n = 4"), ("20–40 %", "n = 0"), ("≥ 40 %", "n = 1"),
    ]  # fmt: skip


def test_that_classes_of_the_values_tell_their_real_ranges(world, cobalt):
    layer, _ = countries(compose(world, cobalt, None, View(classes="jenks")))
    # By equity the largest is China with 46.4 %, alone.
    assert layer.legend[0].entries[-1].label == "46 %"
    fixed, _ = countries(compose(world, cobalt, None, View()))
    assert fixed.legend[0].entries[-1].label == "≥ 40 %"


def test_that_without_routes_nothing_is_said_of_what_moves(world, cobalt):
    layer, areas = countries(compose(world, cobalt, None, View(shade_by="gate")))
    assert [entry.label for block in layer.legend for entry in block.entries] == [
        "not known before the routes are modelled"
    ]
    assert len(np.unique(areas.paint)) == 1
