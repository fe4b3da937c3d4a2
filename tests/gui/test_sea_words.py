"""Small words of the sea: figures with their wholes, no minus before a zero, notices that stay as long as needed."""

from dataclasses import replace

import pandas as pd

from mineralmap.gui import closure_page, sea_work
from mineralmap.gui import notices as messages
from mineralmap.gui.gate_rows import is_barred
from mineralmap.gui.words import GAP, minus, percent, tonnes
from tests.gui.hand import press

ONE_WINDOW = True


def test_that_a_zero_has_no_minus_and_other_figures_a_true_one():
    assert [minus(one) for one in ("-0", "-0.0", "-1.5", "2")] == ["0", "0.0", "−1.5", "2"]
    assert closure_page._miles(-0.3) == f"0{GAP}nm"
    assert closure_page.tonne_miles(-2.5e6, "t Co") == f"−2.5{GAP}M{GAP}t{GAP}Co·nm"


def test_that_importers_have_tonnes_and_say_what_their_shares_are_of(dock, calm):
    dock.toggle("suez")
    calm()
    found, text = dock.straits.closure, dock.hit_words.text()
    rows = found.importers[found.importers["rerouted_t"] > 0].to_dict("records")
    assert {row["importer"] for row in rows} >= {"EU", "FIN"}
    for row in rows:
        outside = "the group" if row["importer"] == "EU" else "the country"
        assert f"of {tonnes(row['moved_t'], found.unit)} from outside {outside}" in text
        assert f"{tonnes(row['rerouted_t'])}, {percent(row['rerouted_share'])}" in text


def test_that_with_nothing_closed_the_map_is_said_to_show_now(dock, window, calm):
    dock.toggle("suez")
    press(dock.controls.show_, "change").click()
    calm()
    assert press(dock.controls.show_, "change").isChecked()
    dock.open_all.click()
    assert press(dock.controls.show_, "now").isChecked()
    assert not dock.cost_words.isEnabled()  # of another question until its own are there
    calm()
    assert dock.cost_words.isEnabled()


def test_that_news_goes_by_itself_and_problems_stay(window):
    notices = window.notices
    notices.say("Saved.")
    assert notices._timer.isActive()
    short = notices._timer.interval()
    notices.say("Crosses 3 lanes.", actions={"Close it": lambda: None})
    assert notices._timer.isActive()
    assert notices._timer.interval() > short
    notices.say("Exported.", actions={"Open": lambda: None}, stay=True, going=True)
    assert notices._timer.isActive()
    for kind in ("warning", "error"):
        notices.say("Something is wrong.", kind, {"Show": lambda: None})
        assert not notices._timer.isActive()


def test_that_a_warning_without_buttons_goes_once_it_was_seen_and_a_failure_stays(window, monkeypatch):
    notices = window.notices
    monkeypatch.setattr(notices, "underMouse", lambda: False)
    notices.say("3 gates were left out.", "warning")
    assert notices._timer.interval() == messages.LONG_MS
    monkeypatch.setattr("PySide6.QtWidgets.QWidget.isActiveWindow", lambda _: False)
    notices._timer.timeout.emit()
    assert notices.text == "3 gates were left out."  # nobody was there to see it
    monkeypatch.setattr("PySide6.QtWidgets.QWidget.isActiveWindow", lambda _: True)
    notices._timer.timeout.emit()
    assert notices.text == ""
    notices.say("Nothing was written.", "error")
    assert not notices._timer.isActive()
    notices.say("Read it first.", "warning", stay=True)
    assert not notices._timer.isActive()
    notices.clear()


def test_that_news_under_the_pointer_waits_for_it_to_leave(window, monkeypatch):
    notices = window.notices
    notices.say("Saved.")
    monkeypatch.setattr(notices, "underMouse", lambda: True)
    notices._timer.timeout.emit()
    assert notices.text == "Saved."
    assert notices._timer.isActive()
    monkeypatch.setattr(notices, "underMouse", lambda: False)
    notices._timer.timeout.emit()
    assert notices.text == ""


def test_that_what_is_over_is_taken_back_and_nothing_else(window):
    compare = window.parts["compare"].thing
    compare.toggle("COD-f1")
    compare.toggle("COD-f2")
    assert window.notices.text == "2 facilities are pinned."
    window.notices.take_back("projection")
    assert window.notices.text
    compare.show()
    assert window.notices.text == ""
    window.notices.say("It could not be written.", "error")
    compare.show()
    assert window.notices.text == "It could not be written."
    compare.dialog.close()


def test_that_only_what_ships_cannot_pass_is_told_from_what_somebody_closed():
    assert is_barred("closed", "too shallow for capesize (17.7 m)")
    assert not is_barred("closed", "closed by you")
    assert not is_barred("closed", "closed unless you open it")
    assert not is_barred("closed", "")  # closed just now
    assert not is_barred("open", "counted 150 nm longer")


def test_that_a_dead_end_is_marked_in_the_ranking(tiny_world):
    numbers = {name: [0.0, 0.0] for name in ("rerouted_t", "overland_t", "added_tonne_nm", "mean_delay_days")}
    rows = {"name": ["Behind", "Round"], "stranded_t": [5.0, 5.0], "extra_tonne_nm": [0.0, 0.0]}
    table = pd.DataFrame(numbers | rows)
    table.loc[1, "rerouted_t"] = 1.0
    column = sea_work._ranked_columns(tiny_world, table, "t Co", 14.0)[0]
    assert column.values.tolist() == ["Behind · dead end", "Round"]
    assert "Other ports are not tried" in column.tips[0]
    assert column.tips[1] == ""


def test_that_tonnes_that_are_not_those_of_the_answer_say_so_first(dock, window, calm):
    made, results = dock.straits, window.session.results
    assert sea_work.counted_apart(made, results) == ""
    other = replace(results, unit="t magnet REE")
    assert sea_work.counted_apart(made, other) == "Counted in t Co, the answer in t magnet REE. "
    another = replace(other, scenario=replace(other.scenario, mineral="nickel"))
    assert sea_work.counted_apart(made, another) == ""  # the table is of the mineral before
    window.session.results_changed.emit(results)
    assert not dock.sentence.text().startswith("Counted")
