"""What decides what sails, in the panel What if: each changed by a control, marked, named in undo, and put back."""

from dataclasses import replace

import pandas as pd
import pytest
from PySide6.QtCore import Qt

from mineralmap.gui import what_if
from mineralmap.gui.flow_settings import FIELDS

ONE_WINDOW = True
MEASURES = [
    {
        "control_id": "cod-ban", "iso3": "COD", "mineral": "cobalt", "measure": "ban on export of cobalt ore",
        "announced": "2020-01-01", "effective": "2020-02-01", "ended": "", "targets": "all destinations",
        "status": "in force", "source_id": "tiny", "note": "a test",
    },
    {
        "control_id": "idn-quota", "iso3": "IDN", "mineral": "cobalt; nickel", "measure": "export quota",
        "announced": "2021-01-01", "effective": "2021-02-01", "ended": "2022-03-01", "targets": "JPN",
        "status": "ended", "source_id": "tiny", "note": "",
    },
]  # fmt: skip


@pytest.fixture
def panel(window, tiny_world, settle):
    """The panel on the tiny world with two export measures on cobalt, of which one is in force."""
    controls = pd.DataFrame(MEASURES)[list(tiny_world.export_controls.columns)].astype("str")
    window.session.open_data(replace(tiny_world, key="with measures", export_controls=controls))
    window.assumptions.show()
    window.assumptions.raise_()
    settle(window.session)
    return window.assumptions


@pytest.mark.parametrize(("name", "value"), [("decay", 0.5), ("land_weight", 6.0), ("affinity", 0.2)])
def test_that_a_number_of_the_model_is_changed_marked_undone_and_put_back(panel, window, settle, name, value):
    row = panel.flows.fields[name]
    default = what_if.FLOW_DEFAULTS[name]
    assert row.value == pytest.approx(default)
    answer = window.session.results
    row.box.setValue(value)
    assert getattr(window.session.scenario, name) == pytest.approx(value)
    assert row.label.text().startswith("• ")
    assert "1 changed" in panel.summary.text()
    window.actions_["undo"].trigger()
    assert getattr(window.session.scenario, name) == default
    row.box.setValue(value)
    row.reset.click()
    assert getattr(window.session.scenario, name) == default
    assert window.session.results.suppliers is answer.suppliers  # no share is asked again
    settle(window.session)


def test_that_every_number_tells_what_it_does_and_its_default():
    for name, label, *_, tip in FIELDS:
        assert f"Assumption: {what_if.FLOW_DEFAULTS[name]:g}" in tip
        assert label.split(",")[0] in "βκλ"


def test_that_the_decay_of_products_says_what_counts_while_it_is_not_set(panel, window, settle):
    row = panel.numbers["decay_product"]
    assert row.box.text().startswith("0.3 (")  # nothing to fit it to in the tiny world
    row.box.setValue(0.7)
    assert window.session.scenario.assumptions == (("decay_product", 0.7),)
    assert row.label.text().startswith("• ")
    row.reset.click()
    assert window.session.scenario.assumptions == ()
    settle(window.session)


def test_that_measures_are_switched_marked_and_put_back(panel, window, settle, qtbot):
    ban, quota = panel.flows.measures["cod-ban"], panel.flows.measures["idn-quota"]
    assert list(panel.flows.measures) == ["cod-ban", "idn-quota"]  # what is in force first
    assert ban.box.isChecked()
    assert not quota.box.isChecked()
    assert ban.label.text() == "DR Congo: ban on export of cobalt ore"
    assert "Source: tiny" in ban.toolTip()
    assert "a test" in ban.toolTip()
    quota.box.click()
    assert window.session.scenario.assumptions == (("control:idn-quota", 1.0),)
    assert quota.label.text().startswith("• ")
    assert "by your choice" in quota.box.text()
    assert "export quota" in window.actions_["undo"].text()
    ban.box.click()
    assert dict(window.session.scenario.assumptions) == {"control:idn-quota": 1.0, "control:cod-ban": 0.0}
    assert "2 changed" in panel.summary.text()
    ban.box.click()  # as by default: no change
    quota.reset.click()
    assert window.session.scenario.assumptions == ()
    assert ban.box.isChecked()
    settle(window.session)


def test_that_a_measure_that_cuts_a_part_says_so(panel, window, settle):
    window.session.edit("half", assumptions=(("control:cod-ban", 0.5),))
    row = panel.flows.measures["cod-ban"]
    assert row.box.isChecked()
    assert row.box.text().replace("\u00a0", " ") == "cuts 50 % of it, by your choice"
    window.session.edit("nickel", mineral="nickel")
    assert list(panel.flows.measures) == ["idn-quota"]
    assert "ban on export of cobalt ore" in panel.own_list.text()  # still to be taken back
    panel.own_list.linkActivated.emit("figure|control:cod-ban")
    assert window.session.scenario.assumptions == ()
    settle(window.session)


def test_that_chosen_ports_and_own_gates_are_listed_and_taken_out(panel, window, settle):
    word, gate = "COD-f1=CNSHA: by <b>air</b>", "Here: LINESTRING (40 -10, 60 -20)"
    window.session.edit("both", ports=(word,), own_gates=(gate,), closed=frozenset({"own:here"}))
    assert "F1 Kolwezi by Shanghai: by &lt;b&gt;air" in panel.flows.ports.text()
    assert "Here" in panel.flows.gates.text()
    panel.flows.ports.linkActivated.emit(f"port|{word}")
    assert window.session.scenario.ports == ()
    assert window.actions_["undo"].text() == "&Undo: Port of F1 Kolwezi by the rule"
    panel.flows.gates.linkActivated.emit(f"gate|{gate}")
    assert (window.session.scenario.own_gates, window.session.scenario.closed) == ((), frozenset())
    assert "None drawn" in panel.flows.gates.text()
    settle(window.session)


def test_that_all_is_put_back_at_once_and_gates_stay(panel, window, settle, qtbot):
    gate = "Here: LINESTRING (40 -10, 60 -20)"
    window.session.edit(
        "much", decay=0.5, ports=("COD=CNSHA: a trial",), own_gates=(gate,), assumptions=(("control:cod-ban", 0.0),)
    )
    assert "3 changed" in panel.summary.text()
    qtbot.mouseClick(panel.reset_all, Qt.MouseButton.LeftButton)
    scenario = window.session.scenario
    assert (scenario.decay, scenario.ports, scenario.assumptions) == (0.3, (), ())
    assert scenario.own_gates == (gate,)
    settle(window.session)


def test_that_what_only_sails_is_no_change_of_the_answer(tiny_world, window):
    scenario = replace(window.session.scenario, decay=0.5, assumptions=(("decay_product", 0.7),))
    assert what_if.changes(tiny_world, scenario) == []
    said = what_if.flow_changes(tiny_world, scenario)
    assert said == ["β 0.5", "Distance decay β from refinery to consumer 0.7"]
