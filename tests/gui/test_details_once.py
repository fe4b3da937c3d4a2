"""The card of a country is told once for each answer, with all that the answer brings."""

from mineralmap.gui import details_text
from mineralmap.model.scenario import Basis, Measure

ONE_WINDOW = True


def test_that_a_country_is_told_once_for_an_answer_that_is_kept_and_says_all_bases(window, settle, monkeypatch):
    session = window.session
    session.select("COD")
    for basis in (Basis.LOCATION, Basis.EQUITY):
        session.edit("basis", basis=basis)
        settle(session)
    told, tell = [], details_text.country
    monkeypatch.setattr(details_text, "country", lambda *asked: told.append(asked[1].scenario.basis) or tell(*asked))
    session.edit("basis", basis=Basis.LOCATION)  # has been answered, as have its other bases and flows
    settle(session)
    assert told == [Basis.LOCATION]
    assert all(f"by {basis.value}" in window.details.words.text() for basis in Basis)


def test_that_what_comes_later_is_told_as_it_comes(window, settle, monkeypatch):
    session = window.session
    session.select("COD")
    told, tell = [], details_text.country
    monkeypatch.setattr(details_text, "country", lambda *asked: told.append(len(asked[2])) or tell(*asked))
    session.edit("measure", measure=Measure.CAPACITY)
    settle(session)
    assert told
    assert told[-1] == len(Basis)
