"""A person's whole errand with the shipped data: ask, toggle, look, add, save, export, and open it all again."""

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QImage

from mineralmap.gui.dialogs import ask
from mineralmap.gui.dialogs.export import ExportDialog
from mineralmap.gui.main_window import MainWindow
from mineralmap.model.scenario import Basis

OWN = (
    "name,mineral,stage,lat,lon,country,capacity_t_per_year,owners\n"
    "Own cobalt works,cobalt,refining,60.2,24.9,FIN,5000,Umicore 100 %\n"
    "Nowhere,cobalt,refining,95,24.9,FIN,10,Umicore\n"
)


@pytest.fixture
def desk(tmp_path, monkeypatch, qapp):
    """A folder to work in, settings of its own, and file dialogs that are answered with ``desk.answer``."""
    qapp.setOrganizationName("mineralmap-tests")
    qapp.setApplicationName("mineralmap-journey")
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    QSettings().setValue("welcomed", True)
    monkeypatch.setattr(ask, "unsaved", lambda parent, name: ask.Unsaved.DISCARD)

    class Desk:
        folder = tmp_path

        @staticmethod
        def answer(name):
            monkeypatch.setattr(ask, "open_path", lambda *_: tmp_path / name)
            monkeypatch.setattr(ask, "save_path", lambda *_: tmp_path / name)

    return Desk


def open_window(qtbot):
    window = MainWindow("light")
    qtbot.addWidget(window)
    window.show()
    window.begin()
    settle(window, qtbot)
    return window


def settle(window, qtbot):
    session = window.session
    qtbot.waitUntil(lambda: session.map is not None and not session.busy, timeout=60_000)
    qtbot.waitUntil(lambda: not session.busy and not any(one.busy for one in window.files._reading), timeout=60_000)


def choose(word, value):
    word.setCurrentIndex(word.findData(value))
    word.activated.emit(word.currentIndex())


def export(window, qtbot, kind):
    window.actions_["export"].trigger()
    dialog = window.findChildren(ExportDialog)[-1]
    dialog.format.setCurrentIndex(dialog.format.findData(kind))
    dialog.accept()
    qtbot.waitUntil(lambda: "Exported" in window.notices.text, timeout=60_000)


def test_that_a_whole_errand_ends_with_a_map_a_page_and_a_project(desk, qtbot):
    window = open_window(qtbot)
    session = window.session
    assert session.scenario.partners == {"USA", "JPN", "EU"}
    assert session.flows is not None

    choose(window.question.mineral, "cobalt")
    settle(window, qtbot)
    shares = {}
    for button in window.question.basis.buttons():
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        settle(window, qtbot)
        shares[session.scenario.basis] = session.results.suppliers.set_index("supplier")["share"]
        assert shares[session.scenario.basis].sum() == pytest.approx(1.0)
    assert not shares[Basis.LOCATION].equals(shares[Basis.EQUITY])

    with_all = session.results.partner.share.point
    for partner in ("USA", "JPN", "EU"):
        qtbot.mouseClick(window.question.partner_toggle(partner), Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert session.results.partner.share.point < with_all
    for _ in range(3):
        window.actions_["undo"].trigger()
    settle(window, qtbot)
    assert session.results.partner.share.point == pytest.approx(with_all)

    facility = str(session.results.facilities.sort_values("weight_t", ascending=False).index[0])
    window.map_place.feature_clicked.emit(facility)
    qtbot.waitUntil(lambda: "Owners" in window.details.words.text())
    assert "Sources" in window.details.words.text()

    (desk.folder / "own.csv").write_text(OWN)
    desk.answer("own.csv")
    window.actions_["add_data"].trigger()
    qtbot.waitUntil(lambda: "1 of 2 rows joined" in window.notices.text, timeout=30_000)
    settle(window, qtbot)
    assert (session.results.facilities.index.str.startswith("own:")).sum() == 1

    desk.answer("map.png")
    export(window, qtbot, "png")
    assert QImage(str(desk.folder / "map.png")).width() == 1920
    desk.answer("map.html")
    export(window, qtbot, "html")
    page = (desk.folder / "map.html").read_text("utf-8")
    assert "Own cobalt works" in page

    desk.answer("errand.mineralmap")
    window.actions_["save"].trigger()
    asked, total = session.scenario, session.results.total_t
    window.close()

    again = open_window(qtbot)
    desk.answer("errand.mineralmap")
    again.actions_["open"].trigger()
    qtbot.waitUntil(lambda: bool(again.session.project.datasets), timeout=30_000)
    settle(again, qtbot)
    assert again.session.scenario == asked
    assert again.session.results.total_t == pytest.approx(total)
    assert not again.session.dirty
