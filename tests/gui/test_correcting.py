"""Correcting the data in the window: the form, what its values change, the list, undo, and what comes back."""

from dataclasses import replace

import pandas as pd
import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QLabel, QLineEdit

from mineralmap.analysis.compute import compute
from mineralmap.analysis.explain import explain
from mineralmap.analysis.feature_tables import table
from mineralmap.datasets import project_file
from mineralmap.datasets.corrections import row_ids
from mineralmap.gui.attribute import saving
from mineralmap.gui.attribute.model import AttributeModel
from mineralmap.gui.compare import compared
from mineralmap.gui.correct.dialog import CorrectDialog
from mineralmap.gui.correct.fields import of_facility
from mineralmap.gui.words import GAP
from mineralmap.model.project import Correction
from mineralmap.model.scenario import Measure, Scenario

ONE_WINDOW = True
F1 = "COD-f1|cobalt|cobalt content"
REPORT = "Annual report 2025, p. 12"
LESS = Correction("stakes", "cmoc>COD-f1", "stake", "0.5", "0.8", REPORT, "2026-11-28")
MORE = Correction("stakes", "gecamines>COD-f1", "stake", "0.5", "0.2", REPORT, "2026-11-28")
GONE = Correction("facilities", "ZZZ-gone", "name", "X", "Y", REPORT, "2026-11-28")


@pytest.fixture
def thing(window):
    return window.parts["corrections"].thing


@pytest.fixture
def form(window, thing, qtbot):
    """Opens the form of F1, and gives it with a way to wait until what was typed is judged."""

    def opened(table="facilities", row="COD-f1") -> CorrectDialog:
        thing.correct(table, row)
        judged(thing.form)
        return thing.form

    def judged(dialog):
        qtbot.waitUntil(lambda: not dialog.busy, timeout=20_000)

    opened.judged = judged
    return opened


def ok(dialog):
    return dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)


def put(dialog, column, text, row=""):
    edit = dialog.field(column, row)
    if isinstance(edit, QComboBox):
        edit.setCurrentIndex(edit.findData(text))
    else:
        edit.setText(text)


def share(session, iso3):
    return session.results.supplier_share(iso3)


def test_that_a_capacity_is_corrected_in_the_form_and_moves_the_shares(window, form, settle):
    session = window.session
    session.edit("Count capacity", measure=Measure.CAPACITY)
    settle(session)
    dialog = form()
    assert not ok(dialog).isEnabled()
    assert "Nothing is changed" in dialog.verdict.text()
    put(dialog, "capacity", "150", F1)
    form.judged(dialog)
    assert "A source is needed" in dialog.verdict.text()
    assert not ok(dialog).isEnabled()
    dialog.source.setText(REPORT)
    form.judged(dialog)
    ok(dialog).click()
    settle(session)
    (one,) = session.project.corrections
    assert (one.table, one.row, one.column, one.value, one.was, one.source) == (
        "outputs", F1, "capacity", "150", "100", REPORT,
    )  # fmt: skip
    assert share(session, "CHN") == pytest.approx(156 / 300)
    session.undo_stack.undo()
    settle(session)
    assert share(session, "CHN") == pytest.approx(116 / 250)


def test_that_undo_says_what_was_corrected(window, form, settle):
    dialog = form()
    put(dialog, "stake", "50 %", "cmoc>COD-f1")
    put(dialog, "stake", "50", "gecamines>COD-f1")
    dialog.source.setText(REPORT)
    form.judged(dialog)
    ok(dialog).click()
    settle(window.session)
    assert {one.value for one in window.session.project.corrections} == {"0.5"}
    assert share(window.session, "CHN") == pytest.approx(86 / 250)
    assert window.session.undo_stack.undoText() == "Correct F1 Kolwezi"
    assert window.session.dirty


def test_that_what_cannot_be_is_told_while_it_is_typed(form):
    dialog = form()
    dialog.source.setText(REPORT)
    for column, text, told in (("capacity", "much", "not a number"), ("lat", "52", "outside COD")):
        put(dialog, column, text, F1 if column == "capacity" else "")
        form.judged(dialog)
        assert told in dialog.verdict.text()
        assert not ok(dialog).isEnabled()
        put(dialog, column, "100" if column == "capacity" else "-10.6", F1 if column == "capacity" else "")
    form.judged(dialog)
    assert "Nothing is changed" in dialog.verdict.text()
    dialog.reject()


def test_that_while_it_is_judged_the_form_does_not_say_what_was_true_before(form):
    dialog = form()
    form.judged(dialog)
    dialog.source.setText(REPORT)
    form.judged(dialog)
    assert dialog.verdict.text() == "Nothing is changed yet."
    put(dialog, "capacity", "90", F1)
    assert dialog.verdict.text() == "…"
    assert ok(dialog).isEnabled()
    form.judged(dialog)
    assert dialog.verdict.text() == "1 value changed."
    put(dialog, "capacity", "100", F1)
    assert dialog.verdict.text() == "…"
    form.judged(dialog)
    assert dialog.verdict.text() == "Nothing is changed yet."
    dialog.reject()


def test_that_the_card_says_what_was_and_who_says_so(window, settle, qtbot):
    session = window.session
    session.edit("Correct", corrections=(LESS, MORE))
    settle(session)
    session.select("COD-f1")
    qtbot.waitUntil(lambda: "Corrected by you" in window.details.words.text(), timeout=10_000)
    words = window.details.words.text()
    assert f"CMOC: stake: <b>50{GAP}%</b>, was 80{GAP}%" in words
    assert f"corrected by you on 2026-11-28, source: {REPORT}" in words
    assert f"2 values corrected by the user, after {REPORT}." in " ".join(session.map.notes)


def test_that_the_evidence_names_the_users_source_and_the_card_marks_the_figure(window, settle, qtbot):
    session = window.session
    one = Correction("outputs", F1, "production", "90", "100", f"{REPORT} https://mines.example/r.pdf", "2026-11-28")
    session.edit("Correct", corrections=(one,))
    settle(session)
    sources = explain(session.results, "facility:COD-f1", "2026-11-28").sources
    assert ("named by the user", "https://mines.example/r.pdf") in set(
        zip(sources["publisher"], sources["address"], strict=True)
    )
    session.select("COD-f1")
    qtbot.waitUntil(lambda: "✎ as corrected by you" in window.details.words.text(), timeout=10_000)
    assert "href='https://mines.example/r.pdf'" in window.details.words.text()


def test_that_a_corrected_figure_is_not_called_published_nor_sure_and_is_marked_in_the_table(window, settle, qtbot):
    session = window.session
    session.edit("Correct", corrections=(Correction("outputs", F1, "production", "9000", "100", REPORT, "2026-11-28"),))
    settle(session)
    session.select("COD-f1")
    qtbot.waitUntil(lambda: "✎ as corrected by you" in window.details.words.text(), timeout=10_000)
    words = window.details.words.text()
    assert "✎ as corrected by you: 9,000 t cobalt content (was 100\u00a0t)" in words
    assert f"<b>9,000{GAP}t cobalt content (2024)</b>, was 100<br>" in words
    assert "published: 9,000" not in words
    assert "Confidence as you corrected it" in words
    made = table(session.results, None, "question")
    model = AttributeModel()
    model.fill(made, frozenset())
    rows = {model.row_id(at): at for at in range(model.rowCount())}
    assert model.data(model.index(rows["COD-f1"], 0)).startswith("✎ F1")
    assert "corrected by you: production" in model.data(model.index(rows["COD-f1"], 3), Qt.ItemDataRole.ToolTipRole)
    assert model.data(model.index(rows["COD-f2"], 0)).startswith("F2")
    written = saving.frame(saving.Wanted(made, model.rows, made.attributes, session.results))
    assert written.loc[written["Id"] == "COD-f1", ["Corrected", "Confidence"]].values.tolist() == [
        ["production", "as you corrected it"]
    ]
    assert set(written.loc[written["Id"] != "COD-f1", "Corrected"]) == {""}


def test_that_nothing_corrected_needs_no_column(tiny_world):
    assert table(compute(tiny_world, Scenario(mineral="cobalt")), None, "question").named("corrected") is None


def test_that_an_output_has_the_year_it_is_of_and_a_figure_of_several_says_so(tiny_world):
    outputs = tiny_world.outputs.copy()
    first = (outputs["facility_id"] == "COD-f1") & (outputs["mineral"] == "cobalt")
    outputs.loc[first, ["figure_basis", "combined_with"]] = ["USGS GIS data year 2023", "COD-f2"]
    second = (outputs["facility_id"] == "COD-f2") & (outputs["mineral"] == "cobalt")
    outputs.loc[second, ["capacity", "production", "capacity_t", "production_t"]] = float("nan")
    outputs.loc[second, "combined_with"] = "COD-f1"
    made = compared(replace(tiny_world, outputs=outputs), None, ["COD-f1", "COD-f2"], lambda: None)
    told = {title: [one.replace(GAP, " ") for one in cells] for title, cells in made.rows}
    assert told["Capacity"][0] == "100 t Co (2023, USGS GIS data year 2023) for 2 facilities together: with F2 Mutanda"
    assert told["Output"][0] == "100 t Co (2024) for 2 facilities together: with F2 Mutanda"
    assert told["Output"][1] == "in the figure of F1 Kolwezi"


def test_that_rows_of_one_facility_are_numbered_in_the_form_as_among_all_rows(tiny_world):
    outputs = tiny_world.outputs
    again = pd.concat([outputs, outputs[outputs["facility_id"] == "COD-f1"]], ignore_index=True)
    groups = list(of_facility(replace(tiny_world, outputs=again), "COD-f1"))
    every = row_ids("outputs", again)
    assert [one.row for one in groups if one.table == "outputs"] == list(every[again["facility_id"] == "COD-f1"])
    assert f"{F1}#2" in every


def test_that_a_facility_is_added_with_a_figure_and_an_owner(window, thing, form, settle, qtbot):
    session = window.session
    session.edit("Count capacity", measure=Measure.CAPACITY)
    settle(session)
    thing.add_facility(26.3, -10.7)
    dialog = thing.form
    assert dialog.field("lon").text() == "26.30000"
    put(dialog, "name", "New pit")
    put(dialog, "host_iso3", "COD")
    dialog.source.setText(REPORT)
    buttons = {one.text(): one for one in dialog.findChildren(type(ok(dialog)))}
    buttons["Add a Figure…"].click()
    buttons["Add an Owner…"].click()
    figure, stake = dialog._more
    figure.mineral.setCurrentIndex(figure.mineral.findData("cobalt"))
    figure.capacity.setText("50")
    stake.owner.setCurrentText("Newco")
    stake.country.setCurrentIndex(stake.country.findData("JPN"))
    stake.stake.setText("100 %")
    form.judged(dialog)
    assert ok(dialog).isEnabled(), dialog.verdict.text()
    ok(dialog).click()
    settle(session)
    assert share(session, "JPN") == pytest.approx(56 / 300)  # 6 of F3, 50 of the new one
    assert session.view.selected == "COD-new-pit"


def test_that_an_owner_is_taken_out_and_a_company_is_corrected(window, form, settle):
    session = window.session
    dialog = form()
    next(one for one in dialog.findChildren(type(ok(dialog))) if "Gécamines" in one.accessibleName()).click()
    dialog.source.setText(REPORT)
    form.judged(dialog)
    ok(dialog).click()
    settle(session)
    assert not (session.dataset.stakes["owner_id"] + session.dataset.stakes["owned_id"] == "gecaminesCOD-f1").any()
    dialog = form("companies", "cmoc")
    put(dialog, "country_iso3", "USA")
    dialog.source.setText(REPORT)
    form.judged(dialog)
    ok(dialog).click()
    settle(session)
    assert share(session, "CHN") == pytest.approx(36 / 250)


def test_that_the_list_goes_there_reverts_and_tells_what_does_not_fit(window, thing, settle, qtbot):
    session = window.session
    session.edit("Correct", corrections=(LESS, GONE))
    settle(session)
    assert "1 correction no longer fits the data" in window.notices.text
    window.notices.button("Show Corrections").click()
    states = next(list(one.values) for one in thing.list.model.columns if one.title == "Does it fit?")
    assert states[0] == "yes"
    assert "no longer in the data" in states[1]
    thing.list.view.selectRow(0)
    thing.list.go()
    assert session.view.selected == "COD-f1"
    thing.list.revert()
    assert session.project.corrections == (GONE,)
    session.undo_stack.undo()
    assert session.project.corrections == (LESS, GONE)
    settle(session)
    thing.list.close()


def test_that_corrections_are_exported_imported_and_saved_with_the_project(window, thing, settle, tmp_path, qtbot):
    session = window.session
    session.edit("Correct", corrections=(LESS, MORE))
    settle(session)
    thing.export(tmp_path / "mine.csv")
    window.files._write(tmp_path / "own.mineralmap")
    assert project_file.load(tmp_path / "own.mineralmap")[0].corrections == (LESS, MORE)
    session.undo_stack.undo()
    thing.take(tmp_path / "mine.csv")
    qtbot.waitUntil(lambda: session.project.corrections == (LESS, MORE), timeout=10_000)
    settle(session)
    assert share(session, "COD") == pytest.approx(60 / 250)


def test_that_pinned_facilities_stand_side_by_side_with_their_differences(window, qtbot):
    compare = window.parts["compare"].thing
    for one in ("COD-f1", "COD-f2"):
        window.session.select(one)
        window.details.pin_button.click()
    window.actions_["compare"].trigger()
    qtbot.waitUntil(lambda: compare.dialog.compared is not None and not compare.dialog.busy, timeout=10_000)
    told = dict(compare.dialog.compared.rows)
    assert told["Country"][0] == told["Country"][1]
    assert told["Capacity"] == ("100\u00a0t\u00a0Co (2023, company report)", "40\u00a0t\u00a0Co (2023, company report)")
    row = [title for title, _ in compare.dialog.compared.rows].index("Capacity")
    assert compare.dialog.table.verticalHeaderItem(row).text().startswith("≠")
    assert compare.dialog.compared.tsv().startswith("\tF1 Kolwezi\tF2 Mutanda\n")
    compare.dialog.unpin()
    assert compare.pinned == ("COD-f1",)
    for one in window.session.dataset.facilities.index[:8]:
        compare.toggle(one) if one not in compare.pinned else None
    assert len(compare.pinned) == 6
    assert "pinned already" in window.notices.text
    compare.dialog.close()


def test_that_the_form_is_reached_by_the_keyboard_alone(form):
    dialog = form()
    named = [one.accessibleName() for one in dialog.findChildren(QLineEdit) if one.isVisibleTo(dialog)]
    assert {"Name", "Latitude", "Source", "Note"} <= set(named)
    dialog.reject()


def test_that_the_form_is_made_in_its_place_and_no_field_is_moved_into_it(window, thing, qapp):
    moved: list[str] = []

    class Heard(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.ParentChange and isinstance(watched, QComboBox | QLineEdit | QLabel):
                moved.append(watched.metaObject().className())
            return False

    heard = Heard()
    qapp.installEventFilter(heard)
    thing.correct("facilities", "COD-f1")
    form = thing.form
    qapp.removeEventFilter(heard)
    assert form.findChildren(QComboBox)
    assert moved == []  # else each would be styled twice


def test_that_a_picture_a_page_and_a_drawing_name_the_source_of_a_correction_escaped(window, settle, tmp_path):
    from mineralmap.render.exports import ExportOptions, exporters

    session = window.session
    session.edit("Correct", corrections=(replace(LESS, source="Report <b> & sons"), replace(MORE, source="Letter")))
    settle(session)
    said = "2 values corrected by the user, after Report <b> & sons; Letter."
    assert said in session.map.notes
    page = tmp_path / "map.html"
    next(one for one in exporters if one.suffix == ".html").write(session.map, page, ExportOptions(), lambda _: None)
    text = page.read_text("utf-8")
    assert "after Report &lt;b&gt; &amp; sons; Letter." in text
    assert "Report <b>" not in text


def test_that_a_corrected_amount_has_its_unit_and_both_years_on_the_card_and_in_the_list(window, thing, settle, qtbot):
    session = window.session
    made = (
        Correction("outputs", F1, "capacity", "9000", "15000", REPORT, "2026-11-28"),
        Correction("outputs", F1, "capacity_year", "2025", "2023", REPORT, "2026-11-28"),
        Correction("facilities", "COD-f1", "status", "care", "operating", REPORT, "2026-11-28"),
    )
    session.edit("Correct", corrections=made)
    settle(session)
    session.select("COD-f1")
    qtbot.waitUntil(lambda: "Corrected by you" in window.details.words.text(), timeout=10_000)
    words = window.details.words.text()
    now = f"9,000{GAP}t cobalt content a year (2025)"
    assert f"Cobalt: capacity: <b>{now}</b>, was 15,000 (2023)" in words
    assert "Status: <b>on care and maintenance</b>, was operating" in words
    thing.show()
    columns = {one.title: list(one.values) for one in thing.list.model.columns}
    assert columns["Value"] == [now, "2025", "on care and maintenance"]
    assert columns["Was"] == ["15,000 (2023)", "2023", "operating"]
    thing.list.close()


def test_that_a_form_is_shown_once_all_of_it_is_made_and_only_the_last_that_was_asked_for(window, thing, qtbot):
    thing.correct("facilities", "COD-f1")
    first = window.findChildren(CorrectDialog)[-1]
    thing.correct("companies", "cmoc")
    last = window.findChildren(CorrectDialog)[-1]
    assert not first.isVisible()
    assert not last.isVisible()
    qtbot.waitUntil(last.isVisible, timeout=20_000)
    assert last is thing.form
    assert last.windowTitle() == "Correct CMOC"
    assert not first.isVisible()
    last.close()
