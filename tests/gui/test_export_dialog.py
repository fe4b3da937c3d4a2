"""The export dialog: sizes by what they are for, what a width on paper asks for, and words of one's own."""

from dataclasses import replace

import pytest

from mineralmap.gui.dialogs.export import DPI, MM_INCH, SIZES, Choice, ExportDialog, too_high
from mineralmap.gui.exporting import _options
from mineralmap.render.exports import LEAST_PT, exporters


def test_that_the_pixels_of_an_export_can_be_read_and_typed(window, qtbot):
    dialog = ExportDialog(window, [], "title", "subtitle")
    qtbot.addWidget(dialog)
    dialog.show()
    for box in (dialog.width_px, dialog.height_px):
        field = box.lineEdit()
        assert field.width() > field.fontMetrics().horizontalAdvance("12000")


def test_that_a_web_page_has_no_size_to_choose(window, qtbot):
    dialog = ExportDialog(window, list(exporters), "title", "subtitle")
    qtbot.addWidget(dialog)
    dialog.format.setCurrentIndex(dialog.format.findData("html"))
    assert not dialog.width_px.isEnabled()
    dialog.format.setCurrentIndex(dialog.format.findData("png"))
    assert dialog.width_px.isEnabled()


def test_that_only_a_drawing_offers_its_words_as_outlines_and_the_choice_is_kept(window, qtbot):
    dialog = ExportDialog(window, list(exporters), "title", "subtitle")
    qtbot.addWidget(dialog)
    dialog.format.setCurrentIndex(dialog.format.findData("png"))
    assert dialog.outlines.isHidden()
    dialog.format.setCurrentIndex(dialog.format.findData("svg"))
    assert not dialog.outlines.isHidden()
    assert not dialog.choice().outlines
    dialog.outlines.setChecked(True)
    assert dialog.choice().outlines
    again = ExportDialog(window, list(exporters), "title", "subtitle")
    qtbot.addWidget(again)
    assert (again.format.currentData(), again.outlines.isChecked()) == ("svg", True)
    again.outlines.setChecked(False)
    assert not again.choice().outlines


def test_that_a_width_on_paper_gives_the_pixels_it_needs(window, qtbot):
    """180 mm at 300 dpi are 2,126 px; the shape stays."""
    asked = []
    dialog = ExportDialog(
        window, [], "title", "subtitle", smallest=lambda one: asked.append(one) or (5.0, 2.6)[one.width_mm == 90]
    )
    qtbot.addWidget(dialog)
    assert (dialog.choice().width_mm, dialog.dpi.text()) == (0, "")
    dialog.width_px.setValue(1600)
    dialog.height_px.setValue(1000)
    dialog.width_mm.setValue(180)
    assert (dialog.width_px.value(), dialog.height_px.value(), dialog.dpi.text()) == (
        2126, 1329, "300 dpi, words from 5.0 pt",
    )  # fmt: skip
    assert dialog.high_mm.text() == "× 113 mm"  # 180 mm × 1000 / 1600
    dialog.width_px.setValue(1063)
    assert dialog.high_mm.text() == "× 225 mm"  # half as wide in px, as wide on paper
    assert dialog.dpi.text().startswith("150 dpi")
    assert (asked[-1].width, asked[-1].height, asked[-1].width_mm) == (1063, 1329, 180)
    dialog.width_mm.setValue(90)
    assert dialog.dpi.text() == "300 dpi, words from 2.6 pt: more height makes them larger"
    dialog.size_choice.setCurrentIndex(next(i for i in range(9) if "Report" in dialog.size_choice.itemText(i)))
    chosen = dialog.choice()
    assert (chosen.width, chosen.height, chosen.width_mm) == (1890, 1470, 160)
    dialog.size_choice.setCurrentIndex(0)
    assert dialog.choice().width_mm == 0
    assert (dialog.high_mm.text(), dialog.dpi.text()) == ("", "")


def test_that_a_column_of_a_journal_is_as_high_as_the_map_needs_and_its_words_are_told(window, qtbot):
    """88 mm at 300 dpi are 1,039 px; the words of the dialog are those of the file that is written."""
    window.actions_["export"].trigger()
    dialog = window.findChildren(ExportDialog)[-1]
    qtbot.addWidget(dialog)

    def choose(begins):
        dialog.size_choice.setCurrentIndex(next(i for i, one in enumerate(SIZES) if one[0].startswith(begins)))

    choose("Screen, full HD")
    choose("Journal, one column")
    chosen = dialog.choice()
    assert (chosen.width, chosen.width_mm, chosen.follow) == (1039, 88, True)
    assert dialog.size_choice.currentText().startswith("Journal, one column")
    assert dialog.follow.isChecked()
    assert not dialog.height_px.isEnabled()
    assert dialog.height_px.value() == _options(chosen).fitted(window.session.map).height_px
    assert dialog.dpi.text() == f"300 dpi, words from {LEAST_PT:.1f} pt"
    again = ExportDialog(window, [], "title", "subtitle")
    qtbot.addWidget(again)
    assert again.size_choice.currentText().startswith("Journal, one column")
    assert again.choice().follow
    choose("Slide")
    assert (dialog.height_px.value(), dialog.height_px.isEnabled(), dialog.follow.isChecked()) == (1440, True, False)
    assert not dialog.choice().follow
    choose("Journal, two columns: 180 mm")
    dialog.follow.setChecked(False)
    assert (dialog.size_choice.currentText(), dialog.height_px.value()) == ("Own size", 1440)
    dialog.choice()
    dialog.reject()


def test_that_a_picture_higher_than_a_page_takes_is_told_in_words_with_its_height(window, qtbot):
    """300 dpi: 1 mm is 11.81 px; a page of A4 is 297 mm high, 210 mm on its side."""
    dialog = ExportDialog(window, list(exporters), "title", "subtitle", split=True, needs=lambda _: 4039)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.size_choice.setCurrentIndex(next(i for i, one in enumerate(SIZES) if one[0].startswith("Journal, one")))
    assert dialog.high_mm.text() == "× 342 mm"  # 4039 / 1039 of 88 mm
    assert dialog.warning.text().startswith("Higher than a page of A4 (297 mm).")
    assert "one map at a time" in dialog.warning.text()
    assert not dialog.warning.isHidden()
    qtbot.waitUntil(lambda: dialog.warning.height() >= dialog.warning.heightForWidth(dialog.warning.width()))
    dialog.both.setChecked(False)
    assert "one map at a time" not in dialog.warning.text()
    dialog.format.setCurrentIndex(dialog.format.findData("html"))
    assert (dialog.high_mm.text(), dialog.warning.isHidden()) == ("", True)  # as large as its window
    dialog.format.setCurrentIndex(dialog.format.findData("png"))
    assert not dialog.warning.isHidden()
    dialog.size_choice.setCurrentIndex(0)
    assert (dialog.warning.text(), dialog.warning.isHidden()) == ("", True)


@pytest.mark.parametrize(
    ("wide", "high", "begins"),
    [
        (88, 240, ""),
        (88, 241, "High for a page: most journals leave about 240 mm"),
        (180, 297, "High for a page"),
        (180, 298, "Higher than a page of A4 (297 mm)"),
        (297, 210, ""),
        (297, 211, "Higher than a page of A4 landscape (210 mm)"),
        (420, 298, "Higher than a page of A3 landscape (297 mm)"),
        (900, 1200, ""),
    ],
)
def test_that_a_page_is_the_one_that_is_wide_enough(wide, high, begins):
    said = too_high(Choice("png", 1000, 1000, "", "", True, width_mm=wide), float(high))
    assert said.startswith(begins)
    assert bool(said) is bool(begins)


def test_that_nobody_is_told_to_leave_out_a_legend_that_is_not_there():
    asked = Choice("png", 1000, 1000, "", "", True, width_mm=88, both=True, follow=True)
    assert "without the legend, or with one map at a time." in too_high(asked, 400.0)
    bare = replace(asked, legend=False)
    assert too_high(bare, 400.0).endswith("It is lower with one map at a time.")
    assert "legend" not in too_high(replace(bare, both=False), 400.0)


def test_that_the_words_below_the_title_are_named_so(window, qtbot):
    """They stand above the map: a "line below" was looked for under it."""
    dialog = ExportDialog(window, [], "title", "subtitle")
    qtbot.addWidget(dialog)
    label = dialog._form.labelForField(dialog.subtitle)
    assert label.text() == "Subtitle"
    assert dialog.subtitle.toolTip().startswith("Below the title, above the map.")
    assert dialog.subtitle.placeholderText() == "No subtitle"


def test_that_every_size_for_paper_says_its_px_and_its_dpi(window):
    for words, width, height, wide in SIZES:
        if wide:
            assert f"{wide} " in words
            assert width == pytest.approx(wide / MM_INCH * DPI, abs=1), words
            assert f"{DPI} dpi" in words
        assert f"{width} × {height}" in words or not height, words


def test_that_an_emptied_title_is_none_and_the_words_of_the_map_come_back(window, qtbot):
    dialog = ExportDialog(window, [], "title", "subtitle")
    qtbot.addWidget(dialog)
    assert not dialog.title.back.isVisible()
    dialog.title.clear()
    dialog.subtitle.setText("  ")
    made = dialog.choice()
    assert (made.title, made.subtitle) == ("", "")
    assert dialog.title.placeholderText() == "No title"
    assert dialog.title.back.isVisible()
    for field in (dialog.title, dialog.subtitle):
        field.back.trigger()
    made = dialog.choice()
    assert (made.title, made.subtitle) == ("title", "subtitle")
    assert not dialog.title.back.isVisible()
