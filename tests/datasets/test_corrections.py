"""Corrections on the tiny world: F1 Kolwezi 100 t of cobalt (CMOC 80 %, Gécamines 20 %) of 250 t in all."""

import pandas as pd
import pytest

from mineralmap.analysis.compute import compute
from mineralmap.datasets import beyond, bundled, correction_table
from mineralmap.datasets.corrections import apply, row_ids, text_of
from mineralmap.errors import Severity, UnreadableFile
from mineralmap.model.project import Correction
from mineralmap.model.scenario import Basis, Measure, Scenario, Stage

COBALT = Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.EQUITY)
CAPACITY = Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.EQUITY, measure=Measure.CAPACITY)
F1 = "COD-f1|cobalt|cobalt content"


def say(table, row, column, value, was="", source="Annual report 2025, p. 12", note=""):
    return Correction(table, row, column, value, was, source, "2026-11-28", note)


LESS_CMOC = (
    say("stakes", "cmoc>COD-f1", "stake", "0.5", "0.8"),
    say("stakes", "gecamines>COD-f1", "stake", "50 %", "0.2"),
)
NEW_MINE = (
    say("facilities", "ZMB-new", "", ""),
    say("facilities", "ZMB-new", "name", "New mine"),
    say("facilities", "ZMB-new", "stage", "mining"),
    say("facilities", "ZMB-new", "host_iso3", "IDN"),
    say("outputs", "ZMB-new|cobalt|contained", "", ""),
    say("outputs", "ZMB-new|cobalt|contained", "capacity", "50"),
    say("companies", "newco", "", ""),
    say("companies", "newco", "name", "Newco"),
    say("companies", "newco", "country_iso3", "JPN"),
    say("stakes", "newco>ZMB-new", "", ""),
    say("stakes", "newco>ZMB-new", "stake", "1"),
)


def shares(dataset, scenario=COBALT):
    answer = compute(dataset, scenario)
    return {iso3: answer.supplier_share(iso3) for iso3 in ("CHN", "COD", "USA", "JPN")}


def test_that_a_corrected_stake_moves_tonnes_to_the_other_owner(tiny_world):
    made, problems = apply(tiny_world, LESS_CMOC)
    assert problems == ()
    # CHN: half of F1's 100 and Huayou's 36; COD: the other 50 and 10 of F2; of 250
    assert shares(made)["CHN"] == pytest.approx(86 / 250)
    assert shares(made)["COD"] == pytest.approx(60 / 250)


def test_that_a_corrected_capacity_counts_as_contained_tonnes(tiny_world):
    made, problems = apply(tiny_world, [say("outputs", F1, "capacity", "150", "100")])
    assert problems == ()
    # 150 + 40 + 60 + 50 = 300; CHN 0.8 x 150 + 0.6 x 60
    assert shares(made, CAPACITY)["CHN"] == pytest.approx(156 / 300)


def test_that_a_compound_is_turned_by_its_own_factor(tiny_world):
    row = "CHN-ganfeng|lithium|lithium carbonate"
    made, _ = apply(tiny_world, [say("outputs", row, "capacity", "1000", "532.33")])
    output = made.outputs[made.outputs["facility_id"] == "CHN-ganfeng"]
    assert output["capacity_t"].item() == pytest.approx(187.853)


def test_that_a_company_of_another_country_takes_its_tonnes_there(tiny_world):
    made, problems = apply(tiny_world, [say("companies", "cmoc", "country_iso3", "USA", "CHN")])
    assert problems == ()
    assert shares(made)["CHN"] == pytest.approx(36 / 250)
    assert shares(made)["USA"] == pytest.approx(105 / 250)  # 80 of F1 and 25 of F4


def test_that_an_added_facility_counts_with_its_figure_and_its_owner(tiny_world):
    made, problems = apply(tiny_world, NEW_MINE)
    assert problems == ()
    # 250 and 50 more; JPN: 6 of F3 and all of the new one
    assert shares(made, CAPACITY)["JPN"] == pytest.approx(56 / 300)
    assert made.facilities.at["ZMB-new", "status"] == "operating"
    assert made.facilities.geometry.loc["ZMB-new"].is_empty
    assert made.facilities.crs == tiny_world.facilities.crs


def test_that_a_facility_is_taken_out_with_its_figures_and_stakes(tiny_world):
    made, problems = apply(tiny_world, [say("facilities", "COD-f2", "", "removed")])
    assert problems == ()
    assert not (made.outputs["facility_id"] == "COD-f2").any()
    assert not (made.stakes["owned_id"] == "COD-f2").any()
    assert shares(made, CAPACITY)["CHN"] == pytest.approx(116 / 210)


def test_that_the_shipped_tables_stay_as_they_are(tiny_world):
    before = {name: getattr(tiny_world, name).copy() for name in ("facilities", "outputs", "stakes", "companies")}
    apply(tiny_world, (*LESS_CMOC, *NEW_MINE, say("facilities", "COD-f1", "lat", "-10.7", "-10.6")))
    for name, table in before.items():
        pd.testing.assert_frame_equal(pd.DataFrame(getattr(tiny_world, name)), pd.DataFrame(table))


def test_that_the_key_follows_from_data_and_corrections_alone(tiny_world):
    first, _ = apply(tiny_world, LESS_CMOC)
    again, _ = apply(bundled.load_folder(bundled.paths.data().parent / "tests" / "worlds" / "tiny"), LESS_CMOC)
    other, _ = apply(tiny_world, LESS_CMOC[:1])
    assert first.key == again.key
    assert len({tiny_world.key, first.key, other.key}) == 3
    assert apply(tiny_world, ())[0] is tiny_world


def test_that_a_row_that_is_gone_is_told_and_the_others_stand(tiny_world):
    made, problems = apply(tiny_world, [say("facilities", "ZZZ-gone", "name", "X"), *LESS_CMOC])
    assert [(one.row, one.severity) for one in problems] == [(2, Severity.ERROR)]
    assert "no longer in the data" in problems[0].what
    assert made.corrected == LESS_CMOC
    assert problems[0] in made.problems


def test_that_a_value_that_has_changed_meanwhile_is_told_and_stands(tiny_world):
    made, problems = apply(tiny_world, [say("outputs", F1, "capacity", "150", "90")])
    assert [one.severity for one in problems] == [Severity.WARNING]
    assert "100" in problems[0].what
    assert text_of(made, "outputs", F1, "capacity") == "150"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (say("outputs", F1, "capacity", "much"), "not a number"),
        (say("outputs", F1, "capacity", "-5"), "less than nothing"),
        (say("outputs", F1, "capacity_t", "5"), "no column"),
        (say("stakes", "cmoc>COD-f1", "stake", "1.4", "0.8"), "more than the whole"),
        (say("facilities", "COD-f1", "status", "sleeping", "operating"), "not one of the choices"),
        (say("facilities", "COD-f1", "host_iso3", "XXX", "COD"), "alpha-3"),
        (say("facilities", "COD-f1", "name", "", "F1 Kolwezi"), "required"),
        (say("facilities", "COD-f1", "lat", "52", "-10.6"), "outside COD"),
        (say("stakes", "nobody>COD-f1", "", ""), "no company"),
        (say("outputs", "COD-f1|cobalt|moonshine", "", ""), "no form"),
        (say("facilities", "XXX-bare", "", ""), "needs name"),
        (say("outputs", F1, "capacity", "150", "100", source=" "), "needs a source"),
        (say("ports", "x", "name", "y"), "no table"),
    ],
)
def test_that_what_cannot_be_is_told_and_changes_nothing(tiny_world, wrong, told):
    made, problems = apply(tiny_world, [wrong])
    assert told in str(problems[0])
    assert (made.corrected, made.key) == ((), tiny_world.key)
    assert shares(made) == shares(tiny_world)


def test_that_stakes_of_more_than_the_whole_are_told_and_change_nothing(tiny_world):
    """CMOC has 80 % and Gécamines 20 % of F1: 95 % and 20 % are no ownership, 95 % and 5 % are."""
    alone = (say("stakes", "cmoc>COD-f1", "stake", "95 %", "0.8"),)
    made, problems = apply(tiny_world, alone)
    assert [one.severity for one in problems] == [Severity.ERROR]
    assert "add up to 115 %, more than the whole" in problems[0].what
    assert shares(made) == shares(tiny_world)
    added = (say("stakes", "glencore>COD-f1", "", ""), say("stakes", "glencore>COD-f1", "stake", "0.1"))
    made, problems = apply(tiny_world, added)
    assert "add up to 110 %" in problems[0].what
    assert shares(made)["CHN"] == shares(tiny_world)["CHN"]
    both = (*alone, say("stakes", "gecamines>COD-f1", "stake", "0.05", "0.2"))
    made, problems = apply(tiny_world, both)
    assert problems == ()
    # F1's 95 of 100 t, and Huayou's 36 of F2 and F3, of 250 in all.
    assert shares(made)["CHN"] == pytest.approx(131 / 250)


def test_that_a_point_moves_and_is_drawn_there(tiny_world):
    made, problems = apply(tiny_world, [say("facilities", "COD-f1", "lat", "-10.7", "-10.6")])
    assert problems == ()
    assert made.facilities.geometry.loc["COD-f1"].y == -10.7


def test_that_the_users_source_is_a_row_with_its_address(tiny_world):
    source = "Ministry of Mines, https://mines.example/2025.pdf"
    made, _ = apply(tiny_world, [say("outputs", F1, "production", "90", "100", source=source)])
    row = made.sources.iloc[-1]
    assert (row["title"], row["address"]) == ("Ministry of Mines", "https://mines.example/2025.pdf")
    assert made.sources.index[-1] in compute(made, COBALT).sources


def test_that_outputs_of_one_name_are_told_apart(tiny_world):
    twice = pd.concat([tiny_world.outputs, tiny_world.outputs.tail(1)], ignore_index=True)
    name = "CHN-quzhou|cobalt|cobalt chemicals"
    assert list(row_ids("outputs", twice))[-2:] == [name, f"{name}#2"]


def test_that_a_newer_correction_keeps_what_the_data_said():
    first, second = say("outputs", F1, "capacity", "150", "100"), say("outputs", F1, "capacity", "160", "150")
    (one,) = correction_table.merged((first,), (second,))
    assert (one.value, one.was) == ("160", "100")
    assert correction_table.merged((first,), (say("outputs", F1, "capacity", "100", "150"),)) == ()


def test_that_an_added_row_goes_with_all_that_was_said_of_it():
    gone = correction_table.merged(NEW_MINE, [say("facilities", "ZMB-new", "", "removed")])
    assert {one.table for one in gone} == {"companies"}
    assert correction_table.without(NEW_MINE, NEW_MINE[:1]) == gone


def test_that_corrections_are_written_and_read_back(tmp_path):
    all_of_them = (*LESS_CMOC, *NEW_MINE, say("facilities", "COD-f1", "lat", "-10.7", "-10.6", note="=1+1, or so"))
    file = tmp_path / "corrections.csv"
    file.write_text(correction_table.csv_text(all_of_them), "utf-8")
    assert "'=1+1" in file.read_text("utf-8")
    assert correction_table.read_csv(file) == (all_of_them, ())
    file.write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(UnreadableFile):
        correction_table.read_csv(file)


def test_that_what_is_corrected_is_counted_in_words_and_marked(tiny_world):
    assert correction_table.sentence(LESS_CMOC) == ("2 values corrected by the user, after Annual report 2025, p. 12.")
    assert correction_table.sentence(NEW_MINE) == "4 rows added by the user, after Annual report 2025, p. 12."
    assert correction_table.sentence(()) == ""
    assert correction_table.marks(LESS_CMOC, ["COD-f1", "COD-f2"]) == ["stake", ""]


def test_that_only_corrections_of_what_is_shown_of_a_mineral_are_told(tiny_world):
    windfield = say("stakes", "albemarle>windfield", "stake", "0.39", "0.49")  # of Talison, which has Greenbushes
    tlea = say("companies", "tlea", "country_iso3", "CHN", "AUS")  # holds Windfield
    kokkola = say("facilities", "FIN-kokkola", "status", "planned", "operating")
    figure = say("outputs", F1, "capacity", "150", "100")
    gone = say("companies", "igo", "", "removed")
    made, problems = apply(tiny_world, [windfield, tlea, kokkola, figure, *LESS_CMOC, gone])
    assert problems == ()
    assert set(correction_table.of_mineral(made, "lithium")) == {windfield, tlea, gone}
    assert set(correction_table.of_mineral(made, "cobalt")) == {kokkola, figure, *LESS_CMOC, gone}  # who held of what?
    assert correction_table.of_mineral(made, "nickel") == [gone]
    made, problems = apply(tiny_world, NEW_MINE)
    assert correction_table.of_mineral(made, "cobalt") == list(made.corrected)
    assert correction_table.of_mineral(made, "lithium") == []


def test_that_a_facilitys_figure_of_another_mineral_is_no_correction_of_the_one_shown(tiny_world):
    both = [
        say("outputs", "COD-f1|lithium|contained", "", ""),
        say("outputs", "COD-f1|lithium|contained", "capacity", "9"),
        say("outputs", F1, "capacity", "150", "100"),
        say("facilities", "COD-f1", "lat", "-10.7", "-10.6"),
    ]
    made, _ = apply(tiny_world, both)
    assert {one.row for one in correction_table.of_mineral(made, "lithium")} == {"COD-f1|lithium|contained", "COD-f1"}
    assert {one.row for one in correction_table.of_mineral(made, "cobalt")} == {F1, "COD-f1"}


def test_that_the_sources_of_corrections_are_named_three_at_most_and_the_long_cut():
    told = [say("facilities", "COD-f1", "name", "X", source=one) for one in ("A.", "B  b", "x" * 130, "A.", "D", "E")]
    assert correction_table.sentence(told) == (
        f"6 values corrected by the user, after A; B b; {'x' * 119}…; and 2 more."
    )


def test_that_the_same_corrections_fit_the_shipped_data_quickly_enough_to_be_columnar():
    """Every facility at once: one pass for each column, whatever the number of rows."""
    data = bundled.load()
    many = [say("facilities", name, "notes", "seen") for name in data.facilities.index]
    made, problems = apply(data, many)
    assert len(made.corrected) == len(many)
    assert all(one.severity is Severity.WARNING for one in problems)


@pytest.mark.parametrize(("value", "told"), [("251", True), ("250", False), ("1e9", True)])
def test_that_more_than_the_world_makes_is_told_and_counts(tiny_world, value, told):
    # cobalt mining: 250 t in the world
    made, problems = apply(tiny_world, [say("outputs", F1, "capacity", value, "100")])
    assert made.outputs.loc[made.outputs["facility_id"] == "COD-f1", "capacity_t"].item() == float(value)
    assert [one.severity for one in problems] == [Severity.WARNING] * told
    assert all("is more than the whole world makes (250 t)" in one.what for one in problems)


def test_that_the_bound_is_of_the_stage_and_of_tables_that_count_the_same_as_facilities(tiny_world):
    shipped = bundled.load()
    assert beyond.world(tiny_world, "cobalt", "refining") == 100
    assert beyond.world(tiny_world, "cobalt", "recycling") == 250
    # refined rare earths are counted in magnet metals, facilities in oxides: all that is mined is the bound
    assert beyond.world(shipped, "rare_earths", "refining") == beyond.world(shipped, "rare_earths", "mining") > 300_000
    assert not beyond.words(shipped, "niobium", "mining", 1e12)


def test_that_no_shipped_facility_has_more_than_the_world_makes():
    shipped = bundled.load()
    stages = shipped.facilities["stage"]
    said = [
        (row["facility_id"], beyond.words(shipped, row["mineral"], stages[row["facility_id"]], row[column]))
        for row in shipped.outputs.to_dict("records")
        for column in ("capacity_t", "production_t")
    ]
    assert [one for one in said if one[1]] == []
