"""What the card of a facility says of an owner: the stake and the nation, each as far as it is known."""

import pytest

from mineralmap.gui.words import GAP
from tests.gui.test_files import read_all

ONE_WINDOW = True

FILE = (
    "name,mineral,stage,lat,lon,country,capacity_t_per_year,owners\n"
    "Torni,cobalt,mining,66.5,25.7,FIN,40,Nobody Knows 60 %; CMOC 40 %\n"
    "Saana,cobalt,mining,69.0,20.9,FIN,30,Nobody Knows; CMOC\n"
)


@pytest.fixture
def card(window, settle, tmp_path, qtbot):
    """The card of a row of the user's file, as words."""
    path = tmp_path / "own.csv"
    path.write_text(FILE, "utf-8")
    window.files.add_data([path])
    read_all(window, qtbot, settle)

    def of(row, words):
        window.session.select(row)
        qtbot.waitUntil(lambda: words in window.details.words.text())
        return window.details.words.text().replace(GAP, " ")

    return of


def test_that_a_known_stake_of_an_unknown_nation_says_that_the_nation_is_undisclosed_only(card):
    words = card("own:own:2", "nation undisclosed")
    assert "60 %" in words
    assert "stake not published" not in words


def test_that_an_unknown_stake_of_an_unknown_nation_says_both(card):
    words = card("own:own:3", "nation undisclosed (stake not published)")
    assert words.count("(stake not published)") == 2  # CMOC's is not published either


def test_that_the_evidence_grades_the_stake_and_not_the_nation(card, window, settle):
    from mineralmap.analysis.explain_facility import _owners

    card("own:own:2", "nation undisclosed")
    rows = _owners(window.session.results, "own:own:2").set_index("id")
    assert rows.at["Nobody Knows", "measured"] == "published stake"


def test_that_the_card_of_a_company_lists_who_holds_it_and_leads_on_to_them(window, qtbot):
    details = window.details

    def words(company, of):
        details.show_company_of(company)
        qtbot.waitUntil(lambda: of in details.words.text())
        return details.words.text().replace(GAP, " ")

    said = words("windfield", "49")
    owners = said[said.index("<b>Owners") : said.index("<b>Has a part in")]
    first, second = owners.index("Tianqi Lithium Energy Australia"), owners.index("Albemarle")
    assert "51 %" in owners[first:second]
    assert "held by Tianqi Lithium 51 %, IGO 49 % · as of 2024" in owners[first:second]
    assert "49 %" in owners[second:]
    assert "A world small enough to sum by hand" in said  # its source
    details._follow("holder:tlea")
    qtbot.waitUntil(lambda: "<b>Tianqi Lithium Energy Australia</b>" in details.words.text())
    assert "tracing ends here" in words("glencore", "None is in the data")
