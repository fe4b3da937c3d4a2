"""A share below a tenth of a percent begins with "<", which rich text would swallow with all that follows."""

import re
from dataclasses import replace

import pytest

from mineralmap.analysis.closures import closure
from mineralmap.analysis.compute import compute
from mineralmap.analysis.explain import explain
from mineralmap.gui import answer_text, closure_page, details_text, why_text
from mineralmap.gui.theme import LIGHT
from mineralmap.model.scenario import Basis, Scenario, Stage

ASKED = Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.EQUITY, partners=frozenset({"USA", "JPN"}))
BARE = re.compile(r"<[^a-z/!]")
"""What begins like a tag and is none."""


@pytest.fixture
def tiny_shares(monkeypatch):
    """Every share that is told is below a tenth of a percent, every range begins there."""
    for module in (answer_text, closure_page, details_text, why_text):
        for name, words in (("percent", "<0.1 %"), ("percent_range", "<0.1–12 %")):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, lambda *_, words=words: words)


def told_and_whole(html):
    assert "&lt;0.1" in html
    assert not BARE.search(html), html


def test_that_the_answer_tells_them(tiny_world, tiny_shares):
    results = compute(tiny_world, ASKED)
    names = ["United States", "Japan"]
    told_and_whole(answer_text.partners(results, names, LIGHT))
    told_and_whole(answer_text.gap(results, tiny_world, names, LIGHT))
    told_and_whole(answer_text.standing(results, LIGHT))


def test_that_a_closure_tells_them(tiny_world, tiny_shares):
    found = closure(tiny_world, replace(ASKED, leg="feed", closed=frozenset({"malacca"})))
    told_and_whole(closure_page.what_it_costs(found, (), LIGHT))
    told_and_whole(closure_page.who_is_hit(found, LIGHT))


def test_that_details_and_evidence_tell_them(tiny_world, tiny_shares):
    results = compute(tiny_world, ASKED)
    told_and_whole(details_text.country(tiny_world, results, {}, "COD", LIGHT))
    told_and_whole(why_text.whole(explain(results, "hhi"), "t Co", LIGHT))
