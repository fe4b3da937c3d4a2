"""An owner of the user's file that is told to be another company than a known one: a button makes them one."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QMenu

from mineralmap.analysis import projects
from mineralmap.analysis.compute import compute
from mineralmap.datasets import own
from mineralmap.model.scenario import Basis, Measure
from tests.gui.test_files import read_all

ONE_WINDOW = True
HEAD = "name,mineral,stage,lat,lon,country,capacity_t_per_year,owners\n"
ROWS = "Torni,cobalt,mining,66.5,25.7,FIN,40,{0} 60 %; Umicore 40 %\nSaana,cobalt,mining,69.0,20.9,FIN,30,{0} 100 %\n"


@pytest.fixture
def add(window, settle, tmp_path, qtbot, monkeypatch, tiny_world):
    """Adds a file with these rows, read against the world of the window."""
    monkeypatch.setattr(projects, "own_file", lambda path, matching, _: own.read(path, matching, tiny_world))

    def added(rows):
        path = tmp_path / "own.csv"
        path.write_text(HEAD + rows, "utf-8")
        window.files.add_data([path])
        read_all(window, qtbot, settle)

    return added


def shares(session, basis):
    found = compute(session.dataset, replace(session.scenario, basis=basis, measure=Measure.CAPACITY))
    of = found.companies.set_index("supplier")["share"]
    return of.to_dict() | {("of", row.supplier): row.share for row in found.suppliers.itertuples()}


def test_that_a_button_makes_two_companies_one_as_if_the_file_had_named_the_known_one(window, add, settle):
    session = window.session
    add(ROWS.format("Toyota Tsusho [JPN]"))
    meant = {basis: shares(session, basis) for basis in (Basis.EQUITY, Basis.CONTROL)}
    session.undo_stack.undo()
    settle(session)
    add(ROWS.format("Toyota [JPN]"))
    assert shares(session, Basis.EQUITY) != meant[Basis.EQUITY]
    window.notices.button("Show problems").click()
    dialog = window.files.problems_shown
    assert dialog.act.isEnabled()
    assert dialog.act.text() == "Count as Toyota Tsusho"
    dialog.act.click()
    assert not dialog.act.isEnabled()
    settle(session)
    assert session.undo_stack.undoText() == "Count Toyota as Toyota Tsusho"
    for basis, of in meant.items():
        assert shares(session, basis) == pytest.approx(of)
    assert all(one.source == "Own judgement: Toyota is Toyota Tsusho" for one in session.project.corrections)
    dialog.close()
    window.files.show_problems("own.csv", list(session.readings.values())[-1].problems)
    told = window.files.problems_shown
    assert not told.act.isVisible()
    hints = [str(told.model.data(told.model.index(row, 4))) for row in range(told.model.rowCount())]
    assert "Counts as Toyota Tsusho by now: see Data, Corrections." in hints
    told.close()
    session.undo_stack.undo()
    settle(session)
    assert not session.project.corrections
    assert "own:JPN:toyota" in shares(session, Basis.EQUITY)


def test_that_of_several_companies_that_may_be_meant_a_menu_asks_which(window, add, settle):
    from mineralmap.errors import Problem, Severity

    session = window.session
    add(ROWS.format("Somebody [AUS]"))
    brought = "own:AUS:somebody"
    same = ((brought, "tlea"), (brought, "igo"), (brought, "no company of these data"))
    problems = (
        Problem(Severity.WARNING, "own.csv", 2, "name", "something else"),
        Problem(Severity.WARNING, "own.csv", 3, "owners", "may be any", "", same),
    )
    window.files.show_problems("own.csv", problems)
    dialog = window.files.problems_shown
    assert dialog.act.text() == "Count as One Company…"
    dialog.view.setCurrentIndex(dialog.model.index(0, 0))
    assert not dialog.act.isEnabled()  # nothing is offered about this one
    dialog.view.setCurrentIndex(dialog.model.index(1, 0))
    dialog.act.click()
    (menu,) = dialog.findChildren(QMenu)
    assert [one.text() for one in menu.actions()] == ["Count as Tianqi Lithium Energy Australia", "Count as IGO"]
    menu.actions()[1].trigger()
    menu.close()
    settle(session)
    assert [one.row for one in session.project.corrections] == [f"igo>{brought}"] * 2
    dialog.close()
