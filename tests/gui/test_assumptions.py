"""What if: each assumption is changed by a control, marked, named in undo, and put back."""

import math

import pytest
from PySide6.QtCore import Qt

from mineralmap.analysis.assumptions import ASSUMPTIONS
from mineralmap.model.scenario import Denominator, Stage

ONE_WINDOW = True


@pytest.fixture
def panel(window):
    window.assumptions.show()
    window.assumptions.raise_()
    return window.assumptions


def test_that_every_assumption_has_a_control_with_its_reason(panel):
    assert set(panel.numbers) == set(ASSUMPTIONS)
    for name, row in panel.numbers.items():
        one = ASSUMPTIONS[name]
        assert one.reason in row.toolTip()
        assert row.value == one.default or (math.isnan(row.value) and math.isnan(one.default))
        assert row.box.accessibleName() == one.label


def test_that_a_number_is_changed_marked_undone_and_put_back(panel, window, settle):
    row = panel.numbers["p_planned"]
    row.box.setValue(25.0)  # percent
    assert window.session.scenario.assumptions == (("p_planned", 0.25),)
    assert row.label.text().startswith("• ")
    assert "1 changed" in panel.summary.text()
    assert window.actions_["undo"].text() == "&Undo: Chance of a planned project 0.25"
    window.actions_["undo"].trigger()
    assert window.session.scenario.assumptions == ()
    assert row.value == pytest.approx(0.1)
    row.box.setValue(30.0)
    row.reset.click()
    assert window.session.scenario.assumptions == ()
    settle(window.session)


def test_that_the_default_is_no_change(panel, window):
    panel.numbers["ramp_years"].box.setValue(5.0)
    panel.numbers["ramp_years"].box.setValue(3.0)
    assert window.session.scenario.assumptions == ()
    assert not panel.reset_all.isVisible()


def test_that_what_is_not_set_says_so_and_can_be_unset(panel, window):
    row = panel.numbers["loss"]
    assert row.box.text() == "not set"
    row.box.setValue(40.0)
    assert window.session.scenario.assumptions == (("loss", 0.4),)
    row.box.setValue(row.box.minimum())
    assert window.session.scenario.assumptions == ()


def test_that_choices_of_method_are_edits_and_all_can_be_put_back_at_once(panel, window, settle):
    panel.whole.box.setCurrentIndex(panel.whole.box.findData(Denominator.LOCATED))
    panel.whole.box.activated.emit(panel.whole.box.currentIndex())
    panel.scheme.box.setCurrentIndex(panel.scheme.box.findData("own"))
    panel.scheme.box.activated.emit(panel.scheme.box.currentIndex())
    assert window.session.scenario.denominator is Denominator.LOCATED
    assert panel.numbers["band_high"].isVisible()
    panel.numbers["band_high"].box.setValue(3000)
    assert "3 changed" in panel.summary.text()
    panel.reset_all.click()
    assert window.session.scenario.denominator is Denominator.WORLD
    assert window.session.scenario.scheme == "doj2023"
    assert window.session.scenario.assumptions == ()
    window.actions_["undo"].trigger()
    assert window.session.scenario.assumptions == (("band_high", 3000.0),)
    settle(window.session)


def test_that_only_the_target_of_the_stage_is_offered_and_replaces_an_older_one(panel, window, settle):
    window.session.edit("a target of its own", target=0.5)
    assert panel.numbers["target_mining"].value == pytest.approx(0.5)
    assert panel.numbers["target_mining"].isVisible()
    assert not panel.numbers["target_refining"].isVisible()
    panel.numbers["target_mining"].box.setValue(20.0)
    assert window.session.scenario.target is None
    assert window.session.scenario.assumptions == (("target_mining", 0.2),)
    window.session.edit("what stands between mine and refinery", stage=Stage.INTERMEDIATE)
    assert panel.numbers["target_refining"].isVisible()  # every other stage is processing
    settle(window.session)


def test_that_a_country_falls_away_by_name_and_comes_back(panel, window, settle, qtbot):
    panel.cut_kind.box.setCurrentIndex(1)
    panel.cut_kind.box.activated.emit(1)
    panel.cut_who.setEditText("Indonesia")
    panel.cut_part.box.setValue(50)
    qtbot.mouseClick(panel.cut_add, Qt.MouseButton.LeftButton)
    assert window.session.scenario.cuts == ("host:IDN=0.5",)
    assert "In Indonesia: −50" in panel.cut_list.text()
    assert window.actions_["undo"].text() == "&Undo: Indonesia falls away"
    panel.cut_list.linkActivated.emit("cut|host:IDN=0.5")
    assert window.session.scenario.cuts == ()
    assert not panel.cut_list.isVisible()
    settle(window.session)


def test_that_a_name_nobody_knows_adds_nothing(panel, window, qtbot):
    panel.cut_who.setEditText("Atlantis")
    qtbot.mouseClick(panel.cut_add, Qt.MouseButton.LeftButton)
    assert window.session.scenario.cuts == ()


def test_that_an_own_figure_is_added_within_its_bounds(panel, window, settle, qtbot):
    index = panel.family.box.findData("stock")
    panel.family.box.setCurrentIndex(index)
    panel.family.box.activated.emit(index)
    panel.figure_of.setEditText("Japan")
    panel.figure.box.setValue(60)
    qtbot.mouseClick(panel.figure_add, Qt.MouseButton.LeftButton)
    assert window.session.scenario.assumptions == (("stock:JPN", 60.0),)
    assert "Stock held (Japan): 60 days of consumption" in panel.own_list.text()
    panel.own_list.linkActivated.emit("figure|stock:JPN")
    assert window.session.scenario.assumptions == ()
    index = panel.family.box.findData("wgi")
    panel.family.box.setCurrentIndex(index)
    panel.family.box.activated.emit(index)
    panel.figure_of.setEditText("China")
    panel.figure.box.setValue(60)
    qtbot.mouseClick(panel.figure_add, Qt.MouseButton.LeftButton)
    assert window.session.scenario.assumptions == ()
    assert "outside 0 to 10" in window.notices.text
    settle(window.session)


def test_that_owners_are_screened_for_by_choice(panel, window, settle, qtbot):
    panel.screen_who.setEditText("CMOC")
    known = panel.screen_who.chosen
    qtbot.mouseClick(panel.screen_add, Qt.MouseButton.LeftButton)
    assert known in window.session.scenario.screened
    panel.screened_list.linkActivated.emit(f"screen|{known}")
    assert window.session.scenario.screened == {"CHN", "RUS", "IRN", "PRK"}
    settle(window.session)


def test_that_the_answer_says_what_is_changed_and_leads_to_where(panel, window, settle):
    assert not window.answer.changed.isVisible()
    window.layers.raise_()
    window.session.edit("cut", cuts=("host:IDN=0.5",), assumptions=(("ramp_years", 5.0),))
    settle(window.session)
    words = window.answer.changed.text().replace("\u00a0", " ")
    assert "In Indonesia: −50 %" in words
    assert "Years from start to full capacity 5" in words
    assert any("Changed by the user" in note for note in window.session.results.notes)
    window.answer.changed.linkActivated.emit("what-if:")
    assert not panel.visibleRegion().isEmpty()


def test_that_a_cut_changes_the_shares(window, settle):
    window.session.edit("cut", cuts=("owner:CHN",))
    settle(window.session)
    # F1 keeps 20 of 100 t and F3 24 of 60, none of it Chinese: COD has 20 + 10 of 134 t.
    assert window.session.results.supplier_share("CHN") == 0.0
    assert window.session.results.supplier_share("COD") == pytest.approx(30 / 134)
    assert "Owned by China" in window.answer.changed.text()


def test_that_the_scheme_names_the_band(window, settle):
    window.session.edit("bands", scheme="own", assumptions=(("band_high", 5000.0),))
    settle(window.session)
    assert "own" in window.answer.concentration.text()
    assert "moderately concentrated" in window.answer.concentration.text()


def test_that_changes_are_told_in_words_people_use(tiny_world):
    from mineralmap.gui import what_if
    from mineralmap.model.scenario import Scenario

    assert what_if.changes(tiny_world, Scenario()) == []
    said = what_if.changes(
        tiny_world,
        Scenario(
            denominator=Denominator.LOCATED, scheme="doj2010", target=0.004, horizon=2030, screened=frozenset({"RUS"}),
            cuts=("facility:COD-f1=0.25",), assumptions=(("stock:JPN", 60.0),),
        ),
    )  # fmt: skip
    assert said == [
        "F1 Kolwezi: −25\u00a0%",
        "shares are of located facilities",
        "bands US DOJ/FTC 2010",
        "demand and projects of 2030",
        "target 0.4\u00a0% of demand",
        "other owners screened for",
        "Stock held (Japan) 60",
    ]


def test_that_changes_are_saved_with_the_project_and_shown_when_it_is_opened(panel, window, settle, qtbot, tmp_path):
    panel.numbers["ramp_years"].box.setValue(6.0)
    window.session.edit("cut", cuts=("host:IDN=0.5",), scheme="doj2010")
    settle(window.session)
    file = tmp_path / "what-if.mineralmap"
    assert window.files._write(file)
    window.session.edit("all back", cuts=(), scheme="doj2023", assumptions=())
    with qtbot.waitSignal(window.files.opened, timeout=10_000):
        window.files.open(file)
    settle(window.session)
    assert panel.numbers["ramp_years"].value == pytest.approx(6.0)
    assert panel.numbers["ramp_years"].label.text().startswith("• ")
    assert "In Indonesia" in panel.cut_list.text()
    assert panel.scheme.box.currentData() == "doj2010"


def test_that_the_help_lists_every_indicator_with_formula_and_reference():
    from html import escape

    from mineralmap.analysis.indicators import indicators
    from mineralmap.gui.dialogs import help as pages

    page = pages.methods_page()
    for one in indicators:
        assert escape(one.title) in page
        assert escape(one.formula[1:]) in page
        assert escape(one.reference) in page


def test_that_a_name_that_is_not_known_is_told_and_a_part_of_only_one_is_enough(panel, window, qtbot):
    names = [panel.cut_who.itemText(i) for i in range(panel.cut_who.count())]
    for typed in ("Atlantis", ""):
        panel.cut_who.setEditText(typed)
        with qtbot.waitSignal(panel.said):
            panel.cut_add.click()
    assert window.session.scenario.cuts == ()
    only = next(name for name in names if sum(name.casefold()[:-1] in one.casefold() for one in names) == 1)
    panel.cut_who.setEditText(only[:-1])
    panel.cut_add.click()
    assert len(window.session.scenario.cuts) == 1
