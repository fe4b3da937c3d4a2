"""Known flows of the user's own: added from the menu or dropped, joined and undone, kept with the project."""

import pytest
from PySide6.QtCore import Qt

from mineralmap.datasets import project_file
from mineralmap.gui.dialogs import ask

ONE_WINDOW = True

GOOD = "from,to,tonnes,year,source\nCOD-f1,FIN-kokkola,12.5,2024,annual report\n"
BAD = GOOD + "COD-f9,FIN-kokkola,1,2024,x\nCOD-f2,FIN-kokkola,-1,2024,x\n"


@pytest.fixture
def caught_up(window, qtbot, settle):
    """Wait until every file has been read and joined."""

    def wait():
        readers = (window.files._reading, window.flow_files.reading, window.own_gates._readers)
        qtbot.waitUntil(lambda: not any(one.busy for readers_of in readers for one in readers_of), timeout=20_000)
        qtbot.waitUntil(lambda: not any(one.busy for readers_of in readers for one in readers_of), timeout=20_000)
        settle(window.session)

    return wait


def user_rows(window):
    table = window.session.dataset.known_flows
    return table[table["source_id"] == "annual report"]


def test_that_a_table_joins_the_data_and_undo_takes_it_out(window, tmp_path, caught_up, monkeypatch):
    file = tmp_path / "mine.csv"
    file.write_text(GOOD)
    monkeypatch.setattr(ask, "open_path", lambda *_: file)
    window.actions_["add_flows"].trigger()
    caught_up()
    assert window.notices.text == "mine.csv: 1 of 1 known flow fixed before anything is modelled."
    assert user_rows(window)["tonnes"].tolist() == [12.5]
    assert window.isWindowModified()
    assert window.actions_["undo"].text() == "&Undo: Add mine.csv"
    window.actions_["undo"].trigger()
    caught_up()
    assert user_rows(window).empty


def test_that_flows_of_two_files_add_up_as_rows_of_one_do(window, tmp_path, caught_up):
    for name, text in (("a.csv", GOOD), ("b.csv", GOOD.replace("12.5", "2"))):
        (tmp_path / name).write_text(text)
        window.flow_files.add([tmp_path / name])
        caught_up()
    assert user_rows(window)["tonnes"].tolist() == [12.5, 2.0]


def test_that_bad_rows_are_listed_in_the_dialog_of_problems(window, tmp_path, caught_up, qtbot):
    file = tmp_path / "mine.csv"
    file.write_text(BAD)
    window.flow_files.add([file])
    caught_up()
    assert window.notices.text.startswith("mine.csv: 1 of 3 known flows fixed")
    qtbot.mouseClick(window.notices.button("Show problems"), Qt.MouseButton.LeftButton)
    lines = window.files.problems_shown.model.tsv(range(window.files.problems_shown.model.rowCount()))
    assert "\t3\tfrom\t" in lines
    assert "\t4\ttonnes\t" in lines


def test_that_dropped_files_go_where_they_belong(window, tmp_path, caught_up):
    flows, gates, plants = tmp_path / "flows.csv", tmp_path / "gates.geojson", tmp_path / "plants.csv"
    flows.write_text(GOOD)
    gates.write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "Here"}, '
        '"geometry": {"type": "LineString", "coordinates": [[40, -10], [60, -20]]}}]}'
    )
    plants.write_text(
        "name,mineral,stage,lat,lon,country,capacity_t_per_year,owners\n"
        "Torni,cobalt,mining,66.5,25.7,FIN,40,Umicore 100 %\n"
    )
    window.take_files([flows, gates, plants])
    caught_up()
    caught_up()
    assert {(one.kind, one.path.rpartition("/")[2]) for one in window.session.project.datasets} == {
        ("flows", "flows.csv"),
        ("", "plants.csv"),
    }
    assert window.session.scenario.own_gates == ("Here: LINESTRING (40 -10, 60 -20)",)
    assert (window.session.dataset.facilities["dataset"] == "plants.csv").sum() == 1
    assert len(user_rows(window)) == 1
    window.actions_.menu("remove_data").aboutToShow.emit()
    texts = [action.text() for action in window.actions_.menu("remove_data").actions()]
    assert sorted(texts) == ["flows.csv (known flows)", "plants.csv"]
    next(one for one in window.actions_.menu("remove_data").actions() if "flows" in one.text()).trigger()
    caught_up()
    assert user_rows(window).empty
    assert (window.session.dataset.facilities["dataset"] == "plants.csv").sum() == 1


def test_that_a_project_brings_its_known_flows_back(window, tmp_path, caught_up, qtbot):
    file = tmp_path / "mine.csv"
    file.write_text(GOOD)
    window.flow_files.add([file])
    caught_up()
    path = tmp_path / "one.mineralmap"
    assert window.files._write(path)
    loaded, problems = project_file.load(path)
    assert problems == ()
    assert [one.kind for one in loaded.datasets] == ["flows"]
    window.files.new()
    caught_up()
    assert user_rows(window).empty
    with qtbot.waitSignal(window.files.opened, timeout=10_000):
        window.files.open(path)
    caught_up()
    assert len(user_rows(window)) == 1
    file.unlink()
    window.files.open(path)
    qtbot.waitUntil(lambda: "is open, but " in window.notices.text)


def test_that_the_template_can_be_filled_and_read(window, tmp_path, caught_up, monkeypatch):
    file = tmp_path / "template.csv"
    monkeypatch.setattr(ask, "save_path", lambda *_: file)
    window.actions_["flows_template"].trigger()
    assert window.notices.text == "Template saved as template.csv."
    lines = file.read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("from,to,tonnes,year,source")
    file.write_text(lines[0] + "\nCOD-f1,FIN-kokkola,12.5,2024,annual report,,,,\n", "utf-8")
    window.flow_files.add([file])
    caught_up()
    assert len(user_rows(window)) == 1


def test_that_a_file_that_is_no_table_is_told(window, tmp_path, caught_up):
    window.flow_files.add([tmp_path / "none.csv"])
    caught_up()
    assert "none.csv" in window.notices.text
    assert window.session.project.datasets == ()
