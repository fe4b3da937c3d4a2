"""The map says what the answer says: in its title, its shades, its symbols and its key."""

from dataclasses import replace

import numpy as np
import pytest

from mineralmap.analysis.compute import compute
from mineralmap.analysis.flows import compute_flows
from mineralmap.datasets import bundled
from mineralmap.datasets.corrections import apply
from mineralmap.layers.compose import compose
from mineralmap.layers.kinds.labels import said_beside
from mineralmap.layers.layer import Areas, Marks
from mineralmap.layers.palette import LIGHT
from mineralmap.model.project import Correction
from mineralmap.model.scenario import Basis, Scenario, Stage
from mineralmap.model.view import View


def layer_of(drawn, layer_id):
    return next(layer for layer in drawn.layers if layer.id == layer_id)


def paint_of(drawn, iso3):
    areas = next(part for part in layer_of(drawn, "countries").primitives if isinstance(part, Areas))
    return areas.paints[areas.paint[areas.ids.index(iso3)]]


def marks_of(drawn, layer_id):
    return [part for part in layer_of(drawn, layer_id).primitives if isinstance(part, Marks)]


def words_of_the_key(drawn):
    return [entry.label for block in drawn.legend for entry in block.entries]


def test_that_the_title_is_the_answer(cobalt_map):
    # By equity: CN 46.4 %, next COD and CHE 12 % each (worlds/tiny/README.md).
    assert cobalt_map.title.startswith("Who owns mined cobalt: China 46 %, ")
    assert "12 %" in cobalt_map.title


def test_that_the_user_may_say_it_otherwise(world, cobalt):
    assert compose(world, cobalt, None, View(title="Ours")).title == "Ours"


def test_that_the_line_below_names_basis_measure_year_denominator_and_coverage(cobalt_map):
    for words in ("by equity", "published output", "2024", "250 t Co", "located 100 %", "owner unknown 0 %"):
        assert words in cobalt_map.subtitle


def test_that_a_question_without_an_answer_says_so(world):
    silent = compute(world, Scenario(mineral="cobalt", stage=Stage.RECYCLING, basis=Basis.EQUITY))
    drawn = compose(world, silent, None, View())
    assert drawn.title.endswith("no data")
    assert drawn.subtitle == silent.no_data


def test_that_the_key_tells_what_is_counted_and_not_drawn_since_no_source_gives_its_place(world):
    places = world.facilities["lat"].mask(world.facilities.index == "COD-f1")
    lost = replace(world, facilities=world.facilities.assign(lat=places))
    asked = Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.EQUITY)
    drawn = compose(lost, compute(lost, asked), None, View())
    notes = [note for block in drawn.legend for note in block.note.split("; ")]
    assert "not drawn, place not known: 1 with 100 t Co" in notes  # F1 100 of 250 t of mined cobalt
    assert not any("COD-f1" in marks.ids for marks in marks_of(drawn, "mines"))


def test_that_a_larger_share_is_a_darker_country(cobalt_map):
    china, australia = (paint_of(cobalt_map, iso3).fill for iso3 in ("CHN", "AUS"))
    assert sum(bytes.fromhex(china[1:])) < sum(bytes.fromhex(australia[1:]))


def test_that_a_withheld_country_is_dotted_and_a_small_one_is_not(lithium_map):
    assert paint_of(lithium_map, "USA").hatch == "dots"
    assert paint_of(lithium_map, "CHL").hatch == ""
    assert "withheld by the source" in words_of_the_key(lithium_map)


def test_that_one_supplier_above_the_threshold_is_hatched(world):
    refined = compute(world, Scenario(mineral="lithium", stage=Stage.REFINING, basis=Basis.LOCATION))
    drawn = compose(world, refined, None, View())
    # CHN 120 of 180 is 66.7 %, above 65 %.
    assert paint_of(drawn, "CHN").hatch == "lines"
    assert "one supplier above 65 %" in words_of_the_key(drawn)


def test_that_a_supplier_who_may_exceed_the_threshold_is_hatched_more_lightly(world):
    refined = compute(world, Scenario(mineral="lithium", stage=Stage.REFINING, basis=Basis.EQUITY))
    # CHN 80 of 180 is 44.4 %, and 40 of unknown owner may be its own: 120 of 180 is 66.7 %.
    drawn = compose(world, refined, None, View())
    assert paint_of(drawn, "CHN").hatch == "sparse"
    assert paint_of(drawn, "CHN").fill == LIGHT.ramp[-1]
    assert "may exceed 65 %" in words_of_the_key(drawn)
    assert "one supplier above 65 %" not in words_of_the_key(drawn)


def test_that_a_supplier_that_stays_within_the_threshold_is_plain(cobalt_map):
    assert paint_of(cobalt_map, "CHN").hatch == ""
    assert "may exceed 65 %" not in words_of_the_key(cobalt_map)


def test_that_the_key_has_only_what_is_on_the_map(cobalt_map, lithium_map):
    assert "withheld by the source" not in words_of_the_key(cobalt_map)
    for drawn in (cobalt_map, lithium_map):
        assert "circled" not in " ".join(words_of_the_key(drawn))
        assert "chokepoint" not in " ".join(words_of_the_key(drawn))


def test_that_symbols_are_area_true_to_tonnes(cobalt_map):
    mines = marks_of(cobalt_map, "mines")[-1]
    largest = mines.diameter.max()
    # F1 100, F3 60, F4 50, F2 40.
    assert sorted((mines.diameter / largest) ** 2) == pytest.approx([0.4, 0.5, 0.6, 1.0])
    assert (np.diff(mines.diameter) <= 0).all()


def test_that_the_partner_ring_is_the_partner_owned_part(cobalt_map, cobalt):
    mines = marks_of(cobalt_map, "mines")[-1]
    for facility, ring in zip(mines.ids, mines.ring, strict=True):
        assert ring == pytest.approx(cobalt.facilities.at[facility, "partner_share"])
    # F4: AU 50, US 50; F3: JP 10.
    assert sorted(mines.ring) == pytest.approx([0.0, 0.0, 0.1, 0.5])


def test_that_a_tenth_does_not_give_a_facility_the_colour_of_its_owner(world, cobalt_map, cobalt):
    mines = marks_of(cobalt_map, "mines")[-1]
    fills = {facility: mines.paints[paint].fill for facility, paint in zip(mines.ids, mines.paint, strict=True)}
    tenth = next(name for name in mines.ids if cobalt.facilities.at[name, "partner_share"] == pytest.approx(0.1))
    half = next(name for name in mines.ids if cobalt.facilities.at[name, "partner_share"] == pytest.approx(0.5))
    assert fills[tenth] == "#8A949C"
    assert fills[half] == world.partners.set_index("partner_id").at["USA", "colour"]


def test_that_a_hidden_layer_is_listed_but_says_nothing(world, cobalt):
    drawn = compose(world, cobalt, None, View(hidden=frozenset({"mines"})))
    mines = layer_of(drawn, "mines")
    assert not mines.visible
    assert not mines.primitives
    assert not any("Mines" in block.title for block in drawn.legend)


def test_that_the_order_of_the_view_is_the_order_of_the_map(world, cobalt):
    drawn = compose(world, cobalt, None, View(layers=("mines", "refineries", "routes")))
    ids = [layer.id for layer in drawn.layers]
    assert ids.index("routes") < ids.index("refineries") < ids.index("mines")


def test_that_routes_say_that_they_are_modelled_and_only_when_drawn(world, cobalt, cobalt_map):
    flows = compute_flows(world, cobalt.scenario)
    assert not any("modelled" in note for note in cobalt_map.notes)
    if len(flows.table):
        assert any("modelled" in note for note in compose(world, cobalt, flows, View()).notes)


def test_that_boundaries_carry_their_disclaimer(cobalt_map):
    assert "Boundaries are not authoritative; dashed lines are disputed." in cobalt_map.notes


def test_that_dark_is_another_ground_and_nothing_else(world, cobalt, cobalt_map):
    dark = compose(world, cobalt, None, View(theme="dark"))
    assert dark.ground.sea != cobalt_map.ground.sea
    assert dark.title == cobalt_map.title
    assert words_of_the_key(dark) == words_of_the_key(cobalt_map)


def test_that_the_selected_facility_has_a_halo_in_no_colour_of_a_partner(world, cobalt):
    facility = cobalt.facilities.index[0]
    drawn = compose(world, cobalt, None, View(selected=facility))
    halo = marks_of(drawn, "mines")[-1]
    assert halo.ids == (facility,)
    assert halo.paints[0].line == drawn.ground.text  # the accent is as red as Japan


def test_that_no_picture_has_the_halo_whose_key_does_not_tell_it(world, cobalt, cobalt_map):
    # Hollow, it would read as a mine whose place is known to the town only.
    printed = compose(world, cobalt, None, View(selected=cobalt.facilities.index[0])).printed()
    assert len(marks_of(printed, "mines")) == len(marks_of(cobalt_map, "mines"))
    assert not any(one.passing for one in marks_of(printed, "mines"))


def test_that_a_picture_of_a_part_says_that_its_figures_are_the_worlds(cobalt_map):
    x0, y0, x1, y1 = cobalt_map.projection.world()
    whole, round_it = cobalt_map.printed(), cobalt_map.printed((x0 - 1.0, y0 - 1.0, x1 + 1.0, y1 + 1.0))
    for one in (whole, round_it):
        assert one.subtitle == cobalt_map.subtitle
        assert one.legend[0].note.endswith("; n: countries")
    part = cobalt_map.printed((0.0, 0.0, x1, y1))
    for one in (part, part.printed()):  # once
        assert one.subtitle == f"{cobalt_map.subtitle} · figures of the world, not of this part of it"
        assert one.legend[0].note.endswith("; n: countries of the world")
    assert [(one.title, one.entries) for one in part.legend] == [(one.title, one.entries) for one in whole.legend]
    assert {block.note for layer in part.layers for block in layer.legend} >= {part.legend[0].note}


@pytest.mark.parametrize("choice", ["owner", "supplier", "mineral", "status", "precision"])
def test_that_every_way_to_colour_has_a_key(world, cobalt, choice):
    drawn = compose(world, cobalt, None, View(colour_by=choice))
    mines = marks_of(drawn, "mines")[-1]
    shown = {mines.paints[i].fill for i in mines.paint}
    assert shown <= {entry.paint.fill for block in drawn.legend for entry in block.entries}


def test_that_whoever_gave_a_point_is_credited_below_the_map():
    """GeoNames (CC BY 4.0) gives the places of Chinese lithium plants, and asks to be named wherever they are drawn."""
    shipped = bundled.load()
    drawn = compose(shipped, compute(shipped, Scenario(mineral="lithium", stage=Stage.REFINING)), None, View())
    assert any("GeoNames" in note for note in drawn.notes)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Gunbuster Nickel Industry smelter", "Gunbuster Nickel Industry smelter"),
        ("Megah Surya Pertiwi ferronickel smelter (Obi)", "Megah Surya Pertiwi\nferronickel smelter"),
        ("Huaneng Metal Industry matte plant (IMIP)", "Huaneng Metal Industry matte plant"),
        ("Other nickel pig iron plants of Weda Bay (IWIP)", "Other nickel pig iron\nplants of Weda Bay"),
        ("Nkana Mine (South Ore Body shaft-underground), southwest of Kitwe", "Nkana Mine, southwest of Kitwe"),
        ("(a name that is nothing but one long bracket)", "(a name that is nothing\nbut one long bracket)"),
        ("Donaudampfschifffahrtselektrizitätenhauptbetriebswerk", "Donaudampfschifffahrtselektrizität …"),
    ],
)
def test_that_a_facility_is_named_in_full_or_in_two_lines(name, said):
    assert said_beside(name) == said


def test_that_a_country_without_a_figure_where_a_plant_stands_is_named_before_larger_ones(lithium_map):
    """The mine in the United States has a place, and its country's output is withheld."""
    _, _, others, _ = next(one for one in lithium_map.layers if one.id == "labels").primitives
    assert [iso3 for iso3, rank in zip(others.ids, others.priority, strict=True) if rank > 0] == ["USA"]
    assert others.ids.index("RUS") < others.ids.index("USA")  # the largest first


def test_that_who_has_much_is_named_before_the_loud_straits_and_after_those_that_are_shut(cobalt_map):
    countries = next(one for one in cobalt_map.layers if one.id == "labels").primitives[0]
    shares = (countries.priority % 100).round(6)
    assert ((countries.priority > 1600) == (shares >= 0.1)).all()
    assert 1600 < countries.priority.max() < 2000
    assert countries.priority.min() < 1500


def test_that_a_map_names_the_corrections_of_its_mineral_only(world):
    less = Correction("stakes", "cmoc>COD-f1", "stake", "0.5", "0.8", "Survey", "2026-11-29", "")
    made, _ = apply(world, [less])
    told = {
        mineral: " ".join(compose(made, compute(made, Scenario(mineral=mineral)), None, View()).notes)
        for mineral in ("cobalt", "lithium")
    }
    assert "1 value corrected by the user, after Survey." in told["cobalt"]
    assert "corrected" not in told["lithium"]


@pytest.mark.parametrize(
    ("basis", "held"),
    [(Basis.LOCATION, "partner-hosted"), (Basis.EQUITY, "partner-owned"), (Basis.CONTROL, "partner-controlled")],
)
def test_that_what_partners_have_is_named_by_its_basis(world, basis, held):
    """F4 stands in Australia, half of the United States (worlds/tiny/README.md)."""
    asked = Scenario(mineral="cobalt", stage=Stage.MINING, basis=basis, partners=frozenset({"USA", "AUS"}))
    drawn = compose(world, compute(world, asked), None, View())
    words = {entry.label for layer in drawn.layers for block in layer.legend for entry in block.entries}
    assert "partners’ part" in words
    tips = [tip for layer in drawn.layers for part in layer.primitives for tip in getattr(part, "tips", ())]
    assert any(f"; {held} " in tip for tip in tips)
    others = {"partner-hosted", "partner-owned", "partner-controlled"} - {held}
    assert not any(other in tip for tip in tips for other in others)


def test_that_the_users_own_facilities_are_named_before_larger_ones(world):
    """F1 is the largest mine of cobalt, F2 the smallest (worlds/tiny/README.md)."""
    table = world.facilities.copy()
    table["dataset"] = np.where(table.index == "COD-f2", "mine.csv", "")
    own = replace(world, key="own", facilities=table)
    asked = Scenario(mineral="cobalt", stage=Stage.MINING)

    def order(dataset):
        drawn = compose(dataset, compute(dataset, asked), None, View())
        names = next(
            part for layer in drawn.layers if layer.id == "labels" for part in layer.primitives if "place" in part.style
        )
        return [names.words[i] for i in np.argsort(-names.priority)]

    mine = next(words for words in order(own) if words.startswith("F2"))
    assert order(world)[0].startswith("F1")
    assert order(own) == [mine, *(words for words in order(world) if words != mine)]
