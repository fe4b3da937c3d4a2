"""Projects, the user's own data and exports, from the menus to the files and back."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDropEvent, QImage

from mineralmap.datasets import project_file
from mineralmap.gui import files
from mineralmap.gui.dialogs import ask
from mineralmap.gui.dialogs.export import Choice, ExportDialog
from mineralmap.gui.dialogs.help import about_page, methods_page
from mineralmap.model.scenario import Basis, Measure
from mineralmap.render.exports import exporters

ONE_WINDOW = True

GOOD = (
    "name,mineral,stage,lat,lon,country,capacity_t_per_year,owners\n"
    "Torni,cobalt,mining,66.5,25.7,FIN,40,Umicore 100 %\n"
)
BAD = GOOD + "Nowhere,cobalt,mining,166.5,25.7,FIN,10,Umicore\nOdd,unobtainium,mining,1,2,FIN,10,Umicore\n"
OTHER_WORDS = "Werk;Rohstoff;Stufe;nord;ost;Land;Menge\nTorni;cobalt;mining;66.5;25.7;FIN;40\n"


@pytest.fixture
def answer_ask(monkeypatch):
    """Answer the file dialogs: ``answer_ask(path)``."""

    def give(path: Path | None) -> None:
        monkeypatch.setattr(ask, "open_path", lambda *_: path)
        monkeypatch.setattr(ask, "save_path", lambda *_: path)

    return give


def read_all(window, qtbot, settle):
    qtbot.waitUntil(lambda: not any(reader.busy for reader in window.files._reading), timeout=20_000)
    settle(window.session)


def test_that_a_project_comes_back_as_it_was_saved(window, settle, tmp_path, answer_ask, qtbot):
    window.session.edit("Count by control", basis=Basis.CONTROL)
    window.session.edit("Hide mines", hidden=frozenset({"mines"}))
    settle(window.session)
    window.map_place.zoom_to_facilities(("COD-f1",))
    extent = window.map_place.extent()
    assert window.isWindowModified()
    answer_ask(tmp_path / "one.mineralmap")
    window.actions_["save"].trigger()
    assert not window.isWindowModified()
    assert window.windowTitle().startswith("one")
    window.actions_["new"].trigger()
    settle(window.session)
    assert window.session.scenario.basis is Basis.EQUITY
    window.actions_["open"].trigger()
    qtbot.waitUntil(lambda: window.session.scenario.basis is Basis.CONTROL)
    settle(window.session)
    assert window.session.view.hidden == {"mines"}
    assert not window.isWindowModified()
    seen = window.map_place.extent()
    assert seen[0] <= extent[0] + 1
    assert seen[2] >= extent[2] - 1
    assert [path.name for path in window.files.recent()] == ["one.mineralmap"]


def test_that_the_suffix_is_the_one_of_project_files():
    assert files.SUFFIX == project_file.SUFFIX


def test_that_unsaved_changes_are_asked_about(window, monkeypatch, tmp_path, answer_ask):
    asked = []

    def say(answer):
        monkeypatch.setattr(ask, "unsaved", lambda parent, name: asked.append(name) or answer)

    window.session.edit("Count by control", basis=Basis.CONTROL)
    say(ask.Unsaved.CANCEL)
    event = QCloseEvent()
    window.closeEvent(event)
    assert not event.isAccepted()
    assert asked == ["Untitled project"]
    window.actions_["new"].trigger()
    assert window.session.scenario.basis is Basis.CONTROL
    say(ask.Unsaved.SAVE)
    answer_ask(tmp_path / "kept.mineralmap")
    window.actions_["new"].trigger()
    assert (tmp_path / "kept.mineralmap").is_file()
    assert window.session.scenario.basis is Basis.EQUITY


def test_that_a_file_that_is_no_project_is_told_in_the_bar(window, tmp_path, qtbot):
    path = tmp_path / "broken.mineralmap"
    path.write_text("not a project")
    window.files.open(path)
    qtbot.waitUntil(lambda: "no project file" in window.notices.text)


def test_that_own_rows_join_every_figure_and_undo_takes_them_out(window, settle, tmp_path, qtbot):
    path = tmp_path / "own.csv"
    path.write_text(GOOD)
    window.session.edit("Count capacity", measure=Measure.CAPACITY)
    settle(window.session)
    before = window.session.results.total_t
    window.files.add_data([path])
    read_all(window, qtbot, settle)
    assert "1 of 1 row joined" in window.notices.text
    assert window.session.results.total_t == pytest.approx(before + 40)
    assert window.isWindowModified()
    window.actions_["undo"].trigger()
    settle(window.session)
    assert window.session.results.total_t == pytest.approx(before)
    assert not window.notices.isVisible()  # it offered to show on the map what is there no more


def test_that_bad_rows_are_listed_with_row_reason_and_hint(window, settle, tmp_path, qtbot, qapp):
    path = tmp_path / "own.csv"
    path.write_text(BAD)
    window.files.add_data([path])
    read_all(window, qtbot, settle)
    assert window.notices.text.startswith("own.csv: 1 of 3 rows joined the map")
    qtbot.mouseClick(window.notices.button("Show problems"), Qt.MouseButton.LeftButton)
    dialog = window.files.problems_shown
    assert dialog.isVisible()
    lines = dialog.model.tsv(range(dialog.model.rowCount()))
    assert "\t3\tlat\t" in lines
    assert "\t4\tmineral\t" in lines
    dialog._copy()
    assert qapp.clipboard().text() == lines


def test_that_a_file_with_other_words_is_matched_by_hand(window, settle, tmp_path, qtbot):
    path = tmp_path / "own.csv"
    path.write_text(OTHER_WORDS)
    window.files.add_data([path])
    qtbot.waitUntil(lambda: window.files.matching_shown is not None)
    dialog = window.files.matching_shown
    pairs = {"name": "Werk", "mineral": "Rohstoff", "stage": "Stufe", "lat": "nord", "lon": "ost", "country": "Land"}
    for ours, theirs in {**pairs, "capacity_t_per_year": "Menge"}.items():
        box = dialog.boxes[ours]
        box.setCurrentIndex(box.findData(theirs))
    dialog.accept()
    qtbot.waitUntil(lambda: "1 of 1 row joined" in window.notices.text)
    settle(window.session)
    assert dict(window.session.project.datasets[0].matching)["name"] == "Werk"


def test_that_a_dropped_file_is_added(window, settle, tmp_path, qtbot):
    path = tmp_path / "dropped.csv"
    path.write_text(GOOD)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    window.dropEvent(event)
    read_all(window, qtbot, settle)
    assert (window.session.dataset.facilities["dataset"] == "dropped.csv").sum() == 1


def test_that_a_project_brings_its_own_data_back(window, settle, tmp_path, qtbot, answer_ask):
    path = tmp_path / "own.csv"
    path.write_text(GOOD)
    window.files.add_data([path])
    read_all(window, qtbot, settle)
    answer_ask(tmp_path / "with data.mineralmap")
    assert window.files.save()
    window.files.new()
    settle(window.session)
    assert not (window.session.dataset.facilities["dataset"] != "").any()
    window.files.open()
    qtbot.waitUntil(lambda: bool(window.session.project.datasets))
    settle(window.session)
    assert (window.session.dataset.facilities["dataset"] == "own.csv").sum() == 1
    path.unlink()
    window.files.open()
    qtbot.waitUntil(lambda: "own.csv is not there; its rows are missing" in window.notices.text)


def test_that_opening_the_open_project_again_reads_its_own_files_again(window, settle, tmp_path, qtbot, answer_ask):
    path = tmp_path / "own.csv"
    path.write_text(GOOD)
    window.files.add_data([path])
    read_all(window, qtbot, settle)
    answer_ask(tmp_path / "with data.mineralmap")
    assert window.files.save()

    def reopened() -> list[float]:
        with qtbot.waitSignal(window.files.opened, timeout=20_000):
            window.files.open()
        settle(window.session)
        table, outputs = window.session.dataset.facilities, window.session.dataset.outputs
        own = table.index[table["dataset"] == "own.csv"]
        return outputs.loc[outputs["facility_id"].isin(own), "capacity_t"].tolist()

    assert reopened() == [40.0]
    path.write_text(GOOD.replace("FIN,40", "FIN,70"))
    assert reopened() == [70.0]
    path.unlink()
    assert reopened() == []
    path.write_text(GOOD)
    assert reopened() == [40.0]


def test_that_a_file_that_cannot_be_read_is_told_in_the_bar(window, tmp_path, qtbot):
    path = tmp_path / "photo.xyz"
    path.write_bytes(b"\x00\x01")
    window.files.add_data([path])
    qtbot.waitUntil(lambda: "photo.xyz" in window.notices.text and "Reading" not in window.notices.text)


@pytest.mark.parametrize("kind", exporters.ids())
def test_that_the_map_is_exported_as_chosen(window, settle, tmp_path, qtbot, answer_ask, kind):
    path = tmp_path / f"map{exporters[kind].suffix}"
    answer_ask(path)
    window.actions_["export"].trigger()
    dialog = window.findChild(ExportDialog)
    dialog.format.setCurrentIndex(dialog.format.findData(kind))
    dialog.width_px.setValue(800)
    dialog.height_px.setValue(500)
    dialog.title.setText("Who mines cobalt")
    dialog.accept()
    qtbot.waitUntil(lambda: "Exported" in window.notices.text, timeout=30_000)
    assert path.stat().st_size > 1000
    if kind == "png":
        image = QImage(str(path))
        assert (image.width(), image.height()) == (800, 500)
    assert window.notices.button("Open")


def test_that_an_export_into_nowhere_is_told(window, tmp_path, qtbot):
    kind = exporters.ids()[0]
    choice = Choice(kind, 640, 400, "t", "s", True)
    window.exporting.write(choice, window.session.map, tmp_path / "no" / "such" / f"map{exporters[kind].suffix}")
    qtbot.waitUntil(lambda: "map" in window.notices.text and "Writing" not in window.notices.text, timeout=30_000)
    assert "Exported" not in window.notices.text


def test_that_an_export_can_be_called_off(window, tmp_path, qtbot):
    kind = exporters.ids()[0]
    path = tmp_path / f"map{exporters[kind].suffix}"
    window.exporting.write(Choice(kind, 4000, 2500, "t", "s", True), window.session.map, path)
    window.notices.button("Cancel").click()
    assert window.notices.text == ""
    qtbot.wait(500)
    assert "Exported" not in window.notices.text


def test_that_the_map_can_be_copied(window, qtbot, qapp):
    window.actions_["copy_picture"].trigger()
    qtbot.waitUntil(lambda: "clipboard" in window.notices.text, timeout=30_000)
    assert qapp.clipboard().image().width() == 1920


def test_that_help_lists_keys_terms_and_credits(tiny_world):
    assert "Herfindahl" in methods_page()
    assert "Apache License 2.0" in about_page(tiny_world)
    assert all(str(title) in about_page(tiny_world) for title in tiny_world.sources["title"])
