"""The answer's bars by company, its checks and the years ahead."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt

from mineralmap.analysis.compute import compute
from mineralmap.datasets import bundled
from mineralmap.gui import answer_text
from mineralmap.gui.bars import HEADER, ROW, SupplierBars
from mineralmap.gui.theme import LIGHT
from mineralmap.model.scenario import Basis, Scenario, Stage

ONE_WINDOW = True


def test_that_bars_can_be_by_company_and_open_the_company(window, qtbot):
    answer = window.answer
    assert answer.by.isVisible()
    qtbot.mouseClick(answer.by.group.buttons()[1], Qt.MouseButton.LeftButton)
    bars = answer.bars.bars()
    assert bars[0].name == "CMOC"
    assert round(bars[0].share, 3) == 0.32  # 80 of 250 t at Kolwezi, see worlds/tiny
    assert abs(sum(bar.share for bar in bars) - 1) < 1e-9
    for what in ("company_hhi", "company_cr1", "company_cr3"):
        assert f"explain:{what}" in answer.concentration.text()
    qtbot.mouseClick(answer.bars, Qt.MouseButton.LeftButton, pos=QPoint(30, int(HEADER + ROW / 2)))
    qtbot.waitUntil(lambda: window.evidence.what.startswith("company:"))
    qtbot.mouseClick(answer.by.group.buttons()[0], Qt.MouseButton.LeftButton)
    assert answer.bars.bars()[0].supplier == "CHN"


@pytest.fixture
def shipped_bars(qtbot):
    """Draws the bars of a shipped mineral; gives what the last row sums: suppliers with a share, those of the basis
    beside alone, the row, its tip."""

    def drawn(mineral, stage, basis):
        asked = Scenario(mineral=mineral, stage=stage, basis=basis)
        beside = Basis.EQUITY if basis is Basis.LOCATION else Basis.LOCATION
        answer, other = (compute(bundled.load(), replace(asked, basis=one)) for one in (basis, beside))
        chart = SupplierBars()
        qtbot.addWidget(chart)
        chart.show_results(answer, other, "light")
        bars = chart.bars()
        named = {bar.supplier for bar in bars} | {"OTHER", "UNKNOWN"}
        table = answer.suppliers
        every = set(table["supplier"])
        told, beyond = set(table.loc[~table["withheld"], "supplier"]) - named, set(other.suppliers["supplier"]) - named
        at = next(place for place, bar in enumerate(bars) if not bar.supplier)
        return told, beyond - every, bars[at], chart._item.tip(at)

    return drawn


@pytest.mark.parametrize(
    ("mineral", "stage", "basis"),
    [("cobalt", Stage.REFINING, Basis.CONTROL), ("nickel", Stage.REFINING, Basis.EQUITY),
     ("lithium", Stage.MINING, Basis.LOCATION)],
)  # fmt: skip
def test_that_the_bars_count_as_more_only_suppliers_with_a_share_on_the_basis(shipped_bars, mineral, stage, basis):
    told, alone, rest, tip = shipped_bars(mineral, stage, basis)
    assert rest.name == f"{len(told)} more"
    assert rest.only_beside == len(alone) > 0
    assert f", with {len(alone)} that have no known share by {basis.value}" in tip
    assert ("1 withheld by the source" in tip) is (mineral == "lithium")  # of the United States


def test_that_no_bounds_are_told_of_several_suppliers_who_could_own_the_same_unknown_part(shipped_bars):
    assert "all unknown" not in shipped_bars("cobalt", Stage.REFINING, Basis.CONTROL)[-1]


@pytest.mark.parametrize(
    ("basis", "words"),
    [(Basis.LOCATION, "located with"), (Basis.EQUITY, "owned by"), (Basis.CONTROL, "controlled by")],
)
def test_that_the_partners_share_is_told_in_the_word_of_its_basis(tiny_world, basis, words):
    asked = Scenario(mineral="cobalt", stage=Stage.MINING, basis=basis, partners=frozenset({"JPN"}))
    said = answer_text.partners(compute(tiny_world, asked), ["Japan"], LIGHT)
    assert f"{words} Japan</p>" in said


def test_that_what_a_mineral_is_counted_in_is_told_once_above_the_four_figures_where_it_is_long(tiny_world):
    asked = Scenario(mineral="cobalt", stage=Stage.MINING, partners=frozenset({"JPN"}))
    results = compute(tiny_world, asked)
    usual = answer_text.partners(results, ["Japan"], LIGHT)
    long = answer_text.partners(replace(results, unit="t magnet REE"), ["Japan"], LIGHT)
    assert usual.split("</table>")[0].count("Co<") == 4
    assert long.split("</table>")[0].count("magnet REE") == 1


def test_that_every_indicator_stands_among_the_checks(window, qtbot):
    from mineralmap.analysis.indicators import indicators

    qtbot.waitUntil(lambda: not window.answer.busy)
    words = window.answer.checks.text()
    for one in indicators:
        assert f"explain:{one.id}" in words


def test_that_a_check_is_cut_at_a_clause_and_says_no_data_in_two_words():
    words = answer_text.checks(
        [("a", "A", "no data: nobody tells", "none"), ("b", "B", "3,108 to 4,486, high by DOJ", "over")], _light()
    )
    assert ">no data</a>" in words
    assert ">3,108 to 4,486, high by DOJ</a>" in words
    long = answer_text.checks([("c", "C", "China 54.7 % of published world output 2024 (65 %)", "may")], _light())
    assert ">China 54.7\u00a0%</a>" in long
    assert "▲" in words
    assert "△" in long  # the level is a symbol, not a colour alone


def test_that_the_years_ahead_are_drawn_told_and_asked_for(window, qtbot, settle):
    window.session.edit("refined cobalt", mineral="lithium")
    settle(window.session)
    qtbot.waitUntil(lambda: not window.answer.busy)
    chart = window.answer.chart
    assert chart is not None
    assert chart.isVisible()
    assert "2040" in chart.accessibleDescription()
    assert "explain:horizon_gap" in window.answer.ahead.text()
    assert "2024" in window.answer.ahead.text()
    middle = QPoint(chart.width() // 2, 60)
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=middle)
    settle(window.session)
    assert window.session.scenario.horizon == 2032  # half way from 2024 to 2040
    qtbot.waitUntil(lambda: "2032" in window.answer.ahead.text())
    assert window.actions_["undo"].text() == "&Undo: Demand and projects of 2032"


def _light():
    from mineralmap.gui import theme

    return theme.LIGHT


def test_that_what_an_answer_rests_on_is_of_the_newest_question(window, qtbot, settle):
    for partners in (frozenset({"USA"}), frozenset({"EU"}), frozenset({"JPN"})):
        window.session.edit("partners", partners=partners)
        settle(window.session)
        qtbot.waitUntil(lambda: not window.answer.busy)
        results = window.session.results
        said = answer_text.evidence(results, results.dataset, _light())
        assert window.answer.evidence.text() == said
        assert results.scenario.partners == partners


def test_that_bars_are_not_made_again_for_other_partners_and_are_for_another_basis(window, settle, monkeypatch):
    made = []
    bars = window.answer.bars
    shown = bars.show_results
    monkeypatch.setattr(bars, "show_results", lambda *asked: made.append(asked) or shown(*asked))
    window.session.edit("partners", partners=frozenset({"JPN"}))
    settle(window.session)
    made.clear()  # the answer of the start may have come from its file
    window.session.edit("partners", partners=frozenset({"USA"}))
    settle(window.session)
    assert not made
    window.session.edit("control", basis=Basis.CONTROL)
    settle(window.session)
    assert made
