"""Evidence: from any figure to its formula, rows and sources; back and forth, cited, saved, kept up to date."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from mineralmap.errors import InvalidArgument
from mineralmap.gui import links
from mineralmap.gui.bars import HEADER, ROW
from mineralmap.gui.dialogs import ask
from mineralmap.gui.docks.evidence import ROW_PX
from mineralmap.gui.tables import BELOW
from mineralmap.model.scenario import Basis, Measure

ONE_WINDOW = True


@pytest.fixture
def explained(window, qtbot):
    """Wait until the panel explains this, and give the panel."""

    def wait(what: str):
        panel = window.evidence
        qtbot.waitUntil(lambda: not panel.busy and panel.evidence is not None and panel.evidence.what == what)
        return panel

    return wait


def links_of(label: QLabel) -> set[str]:
    import re

    return {links.asked(link) for link in re.findall(r"href='([^']+)'", label.text()) if links.asked(link)}


def test_that_a_click_on_the_index_opens_its_formula_rows_and_sources(window, explained, qtbot):
    window.answer.concentration.linkActivated.emit("explain:hhi")
    panel = explained("hhi")
    assert panel.isVisible()
    assert not panel.visibleRegion().isEmpty()
    assert "2,699" in panel.value.text()  # the golden fixture: 2698.56
    assert "obalt" in panel.asked.text()
    assert "equity" in panel.asked.text()
    assert "share²" in panel.formula.text()
    assert "250" in panel.whole.text()  # tonnes of the tiny world
    adds = panel.rows.tsv(range(panel.rows.rowCount())).splitlines()
    column = adds[0].split("\t").index("Adds")
    assert sum(float(line.split("\t")[column] or 0) for line in adds[1:]) == pytest.approx(2698.56)
    qtbot.waitUntil(lambda: bool(panel.sources.text()))


def test_that_every_figure_of_the_answer_is_a_link_to_something_known(window, explained):
    answer = window.answer
    asked = set()
    for label in (answer.standing, answer.concentration, answer.partners, answer.gap, answer.checks):
        asked |= links_of(label)
    assert {"hhi", "cr1", "cr3", "n_eff", "coverage", "unknown_share", "partner_share"} <= asked
    for what in sorted(asked):
        window.session.explain(what)
        assert explained(what).title.text()


def test_that_a_bar_opens_its_supplier_by_mouse_and_by_key(window, explained, qtbot):
    bars = window.answer.bars
    second = QPoint(40, int(HEADER + ROW * 1.5))
    qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=second)
    name = bars.bars()[1].supplier
    assert explained(f"supplier:{name}").what == f"supplier:{name}"
    window.answer.raise_()
    bars.setFocus()
    qtbot.keyClick(bars, Qt.Key.Key_Down)
    qtbot.keyClick(bars, Qt.Key.Key_Return)
    panel = explained("supplier:CHN")
    assert "46.4" in panel.value.text()
    assert "F1 Kolwezi" in panel.rows.tsv(range(panel.rows.rowCount()))


def test_that_the_first_line_opens_the_supplier_it_names(window, explained, qtbot):
    qtbot.mouseClick(window.answer.lead, Qt.MouseButton.LeftButton)
    assert explained("supplier:CHN")


def test_that_details_open_the_figure_of_a_facility_and_of_a_company(window, explained, qtbot, settle):
    window.map_place.feature_clicked.emit("COD-f1")
    qtbot.waitUntil(lambda: "CMOC" in window.details.words.text())
    assert "explain:facility:COD-f1" in window.details.words.text()
    window.details.words.linkActivated.emit("explain:facility:COD-f1")
    panel = explained("facility:COD-f1")
    assert "100" in panel.value.text()
    company = window.session.dataset.companies.index[window.session.dataset.companies["name"] == "CMOC"][0]
    assert f"explain:company:{company}" in window.details.words.text()
    window.details.words.linkActivated.emit(f"explain:company:{company}")
    assert "CMOC" in explained(f"company:{company}").title.text()
    settle(window.session)


def test_that_one_goes_back_and_forward_among_explained_figures(window, explained, qtbot):
    window.session.explain("hhi")
    explained("hhi")
    window.session.explain("supplier:CHN")
    explained("supplier:CHN")
    qtbot.mouseClick(window.evidence.back, Qt.MouseButton.LeftButton)
    panel = explained("hhi")
    assert not panel.back.isEnabled()
    window.actions_["forward"].trigger()
    assert not explained("supplier:CHN").forward.isEnabled()


def test_that_a_row_of_a_facility_marks_it_and_a_country_goes_on_to_its_share(window, explained, settle):
    window.session.explain("supplier:CHN")
    panel = explained("supplier:CHN")
    row = panel.rows.row_of("facility:COD-f1")
    assert row >= 0
    panel.table.selectRow(row)
    assert window.session.view.selected == "COD-f1"
    assert not panel.visibleRegion().isEmpty()
    before = window.map_place.extent()
    panel.table.activated.emit(panel.rows.index(row, 0))
    assert window.map_place.extent() != before
    window.session.explain("hhi")
    panel = explained("hhi")
    panel.table.activated.emit(panel.rows.index(panel.rows.row_of("country:AUS"), 0))
    assert explained("supplier:AUS")
    settle(window.session)


def test_that_the_evidence_follows_the_question(window, explained, settle, qtbot):
    window.session.explain("hhi")
    assert "2,699" in explained("hhi").value.text()
    window.session.edit("Count by location", basis=Basis.LOCATION)
    settle(window.session)
    qtbot.waitUntil(lambda: "4,112" in window.evidence.value.text())
    assert "location" in window.evidence.asked.text()


def test_that_a_citation_is_copied_with_value_question_and_sources(window, explained, qtbot):
    window.session.explain("hhi")
    panel = explained("hhi")
    qtbot.mouseClick(panel.cite, Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()
    for words in ("2,699", "by equity", "mineralmap"):
        assert words in text
    assert window.notices.text == "The citation is on the clipboard."


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_that_the_table_is_saved(window, explained, qtbot, tmp_path, monkeypatch, suffix):
    target = tmp_path / f"rows{suffix}"
    monkeypatch.setattr(ask, "save_path", lambda *_: target)
    window.session.explain("supplier:CHN")
    panel = explained("supplier:CHN")
    qtbot.mouseClick(panel.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.notices.text == f"Saved {target.name}.")
    assert target.stat().st_size > 0


def test_that_a_table_that_cannot_be_written_says_why(window, explained, qtbot, tmp_path):
    window.session.explain("supplier:CHN")
    explained("supplier:CHN").save_to(tmp_path / "no such folder" / "rows.csv")
    qtbot.waitUntil(lambda: "could not be written" in window.notices.text)


def test_that_what_nobody_knows_is_told_with_the_nearest_names(window, qtbot):
    window.session.explain("hii")
    qtbot.waitUntil(lambda: "hhi" in window.evidence.asked.text())
    assert not window.evidence.cite.isEnabled()


def test_that_a_question_without_an_answer_has_no_rows_and_says_so(window, explained, settle, qtbot):
    window.session.explain("hhi")
    explained("hhi")
    window.session.edit("recycled", stage="recycling")
    settle(window.session)
    qtbot.waitUntil(lambda: window.evidence.value.text() == "No data")
    assert not window.evidence.table.isVisible()


def test_that_the_panel_key_brings_the_panel_to_the_front_and_then_hides_it(window):
    action = window.evidence.front_action()
    action.trigger()
    assert not window.evidence.visibleRegion().isEmpty()
    action.trigger()
    assert window.evidence.isHidden()
    action.trigger()
    assert not window.evidence.visibleRegion().isEmpty()


def test_that_words_of_the_evidence_are_escaped(session):
    from dataclasses import replace

    import pandas as pd

    from mineralmap.analysis.explain import explain
    from mineralmap.gui import theme, why_text

    evidence = explain(session.results, "hhi")
    bad = "<img src=x onerror=1>"
    spiked = replace(
        evidence,
        formula=bad,
        denominator_source=bad,
        sources=pd.DataFrame([[bad] * 7], columns=evidence.sources.columns),
    )
    for words in (
        why_text.plain(spiked.formula, theme.LIGHT),
        why_text.whole(spiked, "t", theme.LIGHT),
        why_text.sources(spiked, theme.LIGHT),
        why_text.lines((bad,)),
    ):
        assert "<img" not in words
    with pytest.raises(InvalidArgument):
        explain(session.results, "nothing")


def test_that_a_row_of_the_tables_opens_its_evidence(window, explained, qtbot):
    window.table.show()
    qtbot.waitUntil(lambda: window.table.indicators.rowCount() > 0)
    suppliers = window.table.suppliers
    window.table.supplier_view.activated.emit(suppliers.index(suppliers.row_of("AUS"), 0))
    assert explained("supplier:AUS")
    numbers = window.table.indicators
    window.table.indicator_view.activated.emit(numbers.index(numbers.row_of("cr3"), 0))
    assert explained("cr3")


def test_that_every_bar_of_a_company_opens_also_by_location(window, explained, settle):
    window.session.edit("Count by location", basis=Basis.LOCATION)
    settle(window.session)
    window.answer.by.group.buttons()[1].click()
    for bar in window.answer.bars.bars():
        if bar.supplier:
            window.answer.bars.supplier_clicked.emit(bar.supplier)
            kind = "supplier" if bar.supplier in ("OTHER", "UNKNOWN") else "company"
            assert explained(f"{kind}:{bar.supplier}").title.text()


def test_that_a_long_answer_is_a_headline_and_what_follows(session):
    from dataclasses import replace

    from mineralmap.analysis.explain import explain
    from mineralmap.gui import why_text

    evidence = explain(session.results, "hhi")
    assert why_text.headline(evidence) == (evidence.text, "")
    missing = replace(evidence, text="no data: the indicator is missing of CHN")
    assert why_text.headline(missing) == ("No data", "The indicator is missing of CHN")
    long = replace(evidence, text="12 t, 3 % of demand (apparent consumption); " + "3 to 5 with the unknown part " * 3)
    assert why_text.headline(long)[0] == "12 t, 3 % of demand (apparent consumption)"


def test_that_a_long_name_behind_a_number_has_two_lines_at_1280_px(window, explained, settle, qtbot, tmp_path):
    name = "Tenke Fungurume refinery (Kolwezi)"
    path = tmp_path / "own.csv"
    columns = "name,mineral,stage,lat,lon,country,capacity_t_per_year,owners"
    path.write_text(f"{columns}\n{name},cobalt,mining,-10.6,26.2,COD,90,CMOC 100 %\n")
    window.session.edit("Count capacity", measure=Measure.CAPACITY)
    window.files.add_data([path])
    qtbot.waitUntil(lambda: not any(reader.busy for reader in window.files._reading), timeout=20_000)
    settle(window.session)
    window.resize(1280, 800)
    window.session.explain("supplier:CHN")
    explained("supplier:CHN")
    table = window.evidence.table
    row = window.evidence.rows.row_of("facility:own:own:2")
    room = table.visualRect(window.evidence.rows.index(row, 0)).adjusted(4, 0, -4, 0)
    wrap = Qt.TextFlag.TextWordWrap
    said = table.fontMetrics().boundingRect(0, 0, room.width(), 999, wrap, name)
    assert said.width() <= room.width()
    assert ROW_PX < said.height() <= room.height()
    window.session.explain("hhi")
    explained("hhi")  # short names of countries
    assert table.verticalHeader().defaultSectionSize() == ROW_PX


def test_that_the_panel_begins_its_notes_with_those_of_the_figure(window, explained, qtbot):
    window.session.explain("coverage_gap")
    panel = explained("coverage_gap")
    notes = panel.evidence.notes
    assert notes[0].startswith("Target")

    def begins() -> bool:
        text = panel.notes.text()
        return 0 <= text.find("Target") < text.find("Published output of 2024")

    qtbot.waitUntil(begins)  # the page is filled in turns, and the one before it told of targets too


def test_that_nothing_but_the_margin_stands_below_the_last_line(window, explained, qtbot):
    for what in ("supplier:CHN", "hhi", "supplier:CHN"):
        window.session.explain(what)
        panel = explained(what)
        qtbot.waitUntil(panel.citation.isVisible)
        column = panel._column
        column.settle()
        foot = column.rows.contentsMargins().bottom()
        end = panel.citation.geometry().bottom() + 1 + foot
        assert column.widget().height() == max(end, column.viewport().height())
        assert end > column.viewport().height()


def test_that_a_row_has_its_source_beside_it_in_short_in_full_and_copied(window, explained, qtbot):
    window.session.explain("supplier:CHN")
    panel = explained("supplier:CHN")
    at = panel.rows.row_of("facility:COD-f1")
    first = panel.rows.index(at, 0)
    assert first.data(BELOW) == "mineralmap tests, 2024"
    assert "A world small enough to sum by hand" in first.data(Qt.ItemDataRole.ToolTipRole)
    assert first.data(Qt.ItemDataRole.AccessibleTextRole) == "F1 Kolwezi, mineralmap tests, 2024"
    titles = [column.title for column in panel.rows.columns]
    assert panel.rows.index(at, titles.index("Source")).data() == "mineralmap tests, 2024"
    head, line = panel.rows.tsv([at]).splitlines()
    assert dict(zip(head.split("\t"), line.split("\t"), strict=True))["Source"] == "mineralmap tests, 2024"
    assert not panel.row_said.isVisible()
    panel.table.selectRow(at)
    assert "A world small enough to sum by hand" in panel.row_said.text()
    assert panel._headings[panel.row_said].text() == "F1 Kolwezi"
    window.session.explain("hhi")
    assert not explained("hhi").row_said.isVisible()


def test_that_a_figure_of_several_plants_says_so_beside_it_and_in_the_saved_table(session, tmp_path):
    from dataclasses import replace

    import pandas as pd

    from mineralmap.analysis.explain import explain
    from mineralmap.gui import background, evidence_rows, theme

    outputs = session.shipped.outputs.copy()
    outputs.loc[outputs["facility_id"] == "COD-f1", "combined_with"] = "COD-f2; IDN-f3"
    results = background.answer(replace(session.shipped, outputs=outputs), session.scenario, lambda: None)
    evidence = explain(results, "supplier:CHN")
    ids, columns = evidence_rows.row_columns(evidence, "t Co")
    at = list(ids).index("facility:COD-f1")
    tonnes, said = (next(one for one in columns if one.title == title) for title in ("t Co", "Stands for"))
    assert tonnes.below[at] == "for 3 plants"
    assert said.values[at] == "3 facilities, with F2 Mutanda, F3 Morowali"
    assert [one for number, one in enumerate(said.values) if number != at] == [""] * (len(ids) - 1)
    words = evidence_rows.in_words(evidence, at, theme.LIGHT)
    assert "one figure for 3 facilities, with F2 Mutanda, F3 Morowali" in words
    background.save_evidence(results, evidence, tmp_path / "rows.csv", lambda: None)
    row = pd.read_csv(tmp_path / "rows.csv").set_index("id").loc["COD-f1"]
    assert (row["source"], row["shared_with"]) == ("mineralmap tests, 2024", "F2 Mutanda; F3 Morowali")
