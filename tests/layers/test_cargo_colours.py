"""What is shipped has a colour of its own in every picture of its mineral, whoever ships how much."""

from dataclasses import replace

import pandas as pd
import pytest

from mineralmap.analysis.compute import compute
from mineralmap.analysis.flows import compute_flows
from mineralmap.datasets import bundled
from mineralmap.layers.compose import compose
from mineralmap.layers.palette import DARK, LIGHT, contrast, mixed
from mineralmap.layers.route_classes import UNTOLD
from mineralmap.layers.sight import difference
from mineralmap.model.scenario import Leg, Scenario
from mineralmap.model.view import View

FIVE = ("lithium", "cobalt", "nickel", "rare_earths", "graphite")
REST = {"other forms", "form not told", "other forms or form not told"}


def shown(world, results, flows, **view):
    """The forms of the key with their colours, in its order."""
    drawn = compose(world, results, flows, View(**view))
    blocks = [block for block in drawn.legend if block.title == "What is shipped"]
    return {entry.label: str(entry.paint.line) for block in blocks for entry in block.entries}


@pytest.fixture(scope="module")
def shipped():
    return bundled.load()


@pytest.fixture(scope="module")
def asked(shipped):
    """Results, flows and the tonnes at sea of each form, by mineral and leg."""
    made = {}
    for mineral in FIVE:
        for leg in (Leg.FEED, Leg.PRODUCT, Leg.BOTH):
            scenario = Scenario(mineral=mineral, leg=leg)
            flows = compute_flows(shipped, scenario)
            sails = flows.table["sea_nm"].notna() | flows.table["stranded"].astype(bool)
            forms = flows.table[sails & ~flows.table["cargo_name"].isin(UNTOLD)].groupby("cargo_name")["tonnes"].sum()
            made[mineral, leg] = compute(shipped, scenario), flows, forms.sort_values(ascending=False)
    return made


def numbers(world, mineral):
    """The number of the colour of each name of a mineral."""
    table = world.cargoes[world.cargoes["mineral"] == mineral]
    return table.groupby("name")["colour"].unique()


def test_that_each_form_of_a_mineral_has_one_number_and_no_other_form_has_it(shipped):
    for mineral in shipped.cargoes["mineral"].unique():
        found = numbers(shipped, mineral)
        assert (found.map(len) == 1).all(), mineral
        alone = found.map(lambda one: one[0])
        assert alone.is_unique, mineral
        assert ((alone >= 1) & (alone % 1 == 0)).all(), mineral


@pytest.mark.parametrize("mineral", FIVE)
def test_that_every_leg_shows_as_many_forms_as_there_are_colours_and_those_of_most_tonnes(asked, shipped, mineral):
    for leg in (Leg.FEED, Leg.PRODUCT):
        results, flows, forms = asked[mineral, leg]
        found = shown(shipped, results, flows)
        own = {name: colour for name, colour in found.items() if name not in REST}
        assert set(own) == set(forms.index[: len(LIGHT.forms)])
        assert len(set(found.values())) == len(found)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("mineral", FIVE)
def test_that_no_form_has_another_colour_in_a_picture_of_another_leg(asked, shipped, mineral, theme):
    """Of both legs the largest forms that have colours are those of most tonnes in either."""
    seen = {}
    for leg in (Leg.FEED, Leg.PRODUCT, Leg.BOTH):
        results, flows, forms = asked[mineral, leg]
        found = shown(shipped, results, flows, theme=theme)
        assert len(set(found.values())) == len(found)
        for name, colour in found.items():
            assert seen.setdefault(name, colour) == colour or name in REST
        assert set(forms.index[:3]) <= set(found)


@pytest.mark.parametrize("mineral", FIVE)
def test_that_the_widest_lanes_are_told_at_a_glance(asked, shipped, mineral):
    """Green or violet on light paper: neither pale nor, as for cobalt once, nearly black."""
    for leg in (Leg.FEED, Leg.PRODUCT, Leg.BOTH):
        results, flows, forms = asked[mineral, leg]
        colour = shown(shipped, results, flows)[forms.index[0]]
        assert 3.5 < contrast(colour, LIGHT.ground.sea) < 5


@pytest.mark.parametrize("colours", [LIGHT, DARK])
@pytest.mark.parametrize("sight", ["", "protan", "deutan", "tritan"])
def test_that_nickel_pig_iron_is_no_other_form_even_where_its_lanes_are_pale(shipped, colours, sight):
    """To eyes without the middle waves a green lane at half its strength has the grey of the others: 4.0, 4.6."""
    pig_iron = colours.forms[(int(numbers(shipped, "nickel")["nickel pig iron"][0]) - 1) % len(colours.forms)]
    pale = mixed(pig_iron, colours.ground.sea, 0.5)
    assert difference(pig_iron, colours.form_other, sight) > 19
    assert difference(pale, colours.form_other, sight) > 13


def test_that_a_form_keeps_its_colour_whoever_ships_more(asked, shipped):
    """As after a file of one's own, or in another year."""
    results, flows, forms = asked["nickel", Leg.PRODUCT]
    turned = flows.table.assign(tonnes=flows.table["tonnes"].max() + 1 - flows.table["tonnes"])
    first, then = shown(shipped, results, flows), shown(shipped, results, replace(flows, table=turned))
    assert list(first) != list(then)  # the form of most tonnes is named first
    assert first == then
    few = flows.table[flows.table["cargo_name"].isin(forms.index[3:])].index
    less = flows.table.assign(stranded=False, sea_nm=flows.table["sea_nm"].where(flows.table.index.isin(few)))
    some = shown(shipped, results, replace(flows, table=less))
    assert 0 < len(set(some) - REST) < len(set(first) - REST)
    assert all(first.get(name, colour) == colour for name, colour in some.items())


def test_that_forms_of_no_table_have_the_colours_that_are_left_by_their_names(asked, shipped):
    results, flows, forms = asked["graphite", Leg.PRODUCT]
    taken = [shown(shipped, results, flows)[name] for name in forms.index]
    free = [colour for colour in LIGHT.forms if colour not in taken]
    assert len(free) == 3
    rows = flows.table[flows.table["sea_nm"].notna()].iloc[:4]
    own = ["form b", "form a", "form d", "form c"]
    table = flows.table.copy()
    table.loc[rows.index, "cargo_name"] = own
    found = shown(shipped, results, replace(flows, table=table))
    assert [found[name] for name in sorted(own)[:3]] == free
    assert "form d" not in found
    assert found["other forms"] == LIGHT.form_other
    assert all(found[name] == colour for name, colour in zip(forms.index, taken, strict=True) if name in found)


def test_that_what_no_source_tells_the_form_of_is_grey_and_said(asked, shipped):
    results, flows, _ = asked["graphite", Leg.PRODUCT]
    table = flows.table.copy()
    first = table.index[table["sea_nm"].notna()][0]
    table.loc[first, "cargo_name"] = "not told"
    found = shown(shipped, results, replace(flows, table=pd.DataFrame(table)))
    assert found["form not told"] == LIGHT.form_other
    assert "other forms" not in found
