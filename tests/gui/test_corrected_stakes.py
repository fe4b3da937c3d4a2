"""A facility's card after a stake of a company above it was corrected: the mark, the date, what was checked before."""

from dataclasses import replace

import pandas as pd
import pytest

from mineralmap.analysis.owner_lines import owners_of
from mineralmap.analysis.owner_tree import holders_of
from mineralmap.datasets import corrections
from mineralmap.datasets.correction_table import of_chain
from mineralmap.gui import details_text, theme
from mineralmap.gui.words import GAP
from mineralmap.model.project import Correction

COLOURS = theme.colours("light")
SITE = "AUS-greenbushes"
LESS = Correction("stakes", "tianqi>tlea", "stake", "0.4", "0.51", "Filing 7", "2026-11-28")
MORE = Correction("stakes", "igo>tlea", "stake", "0.6", "0.49", "Filing 7", "2026-11-28")


@pytest.fixture
def checked(tiny_world):
    """The tiny world, whose second source agrees with the owners of Greenbushes."""
    cells = {"facility_id": SITE, "what": "owner", "ours": "IGO 49", "second": "IGO 49", "verdict": "agrees"}
    row = dict.fromkeys(tiny_world.second_sources.columns, "") | cells
    return replace(tiny_world, second_sources=pd.DataFrame([row]))


def corrected(world, made):
    world, problems = corrections.apply(world, made)
    assert not problems
    return world


def card(world, facility=SITE):
    return details_text.details(world, None, facility, owners_of(world, facility), COLOURS)


def row_of(words, owner):
    """The row of an owner in a card's table of owners."""
    return next(row for row in words.split("<tr>") if owner in row)


def test_that_a_facilitys_card_marks_a_stake_corrected_three_companies_above_it(checked):
    words = card(corrected(checked, (LESS, MORE)))
    assert f"Tianqi Lithium: stake in Tianqi Lithium Energy Australia: <b>40{GAP}%</b>, was 51{GAP}%" in words
    tianqi = row_of(words, "Tianqi Lithium</a>")
    assert f"✎ as corrected by you: Tianqi Lithium 40{GAP}% (was 51{GAP}%)" in tianqi
    assert "as of" not in tianqi
    albemarle = row_of(words, "Albemarle</a>")
    assert "✎" not in albemarle
    assert "as of 2024" in albemarle


def test_that_a_date_corrected_with_its_stake_stands_beside_it(checked):
    dated = Correction("stakes", "tianqi>tlea", "as_of", "2026", "2024", "Filing 7", "2026-11-28")
    assert "· as of 2026" in row_of(card(corrected(checked, (LESS, MORE, dated))), "Tianqi Lithium</a>")


def test_that_a_companys_card_marks_the_stake_alike(checked):
    world = corrected(checked, (LESS, MORE))
    words = details_text.company(world, "tlea", (SITE,), COLOURS, holders_of(world, "tlea"))
    tianqi = row_of(words, "Tianqi Lithium</a>")
    assert f"✎ as corrected by you: 40{GAP}% (was 51{GAP}%)" in tianqi
    assert "as of" not in tianqi


def test_that_a_companys_card_marks_a_corrected_stake_of_a_holders_holder(checked):
    world = corrected(checked, (LESS, MORE))
    words = details_text.company(world, "windfield", (SITE,), COLOURS, holders_of(world, "windfield"))
    assert "held by ✎ IGO 60" in words


def test_that_a_stake_that_was_added_is_marked_as_added(checked):
    row = "igo>talison"
    added = [Correction("stakes", row, "", "added", "", "Filing 7", "2026-11-28")]
    added.append(replace(added[0], column="stake", value="0.1"))
    less = Correction("stakes", "windfield>talison", "stake", "0.9", "1", "Filing 7", "2026-11-28")
    words = card(corrected(checked, (less, *added)))
    assert f"✎ as corrected by you: IGO 10{GAP}% (added)" in words


def test_that_what_was_checked_is_said_to_be_from_before_a_correction_above_or_of_the_row(checked):
    said = "✎ Checked before your correction of "
    assert said not in card(checked)
    assert f"{said}the stake of Tianqi Lithium, the stake of IGO<" in card(corrected(checked, (LESS, MORE)))
    status = Correction("facilities", SITE, "status", "care", "operating", "Filing 7", "2026-11-28")
    assert f"{said}Status<" in card(corrected(checked, (status,)))


def test_that_a_stake_taken_out_above_is_told_and_one_elsewhere_is_not(checked):
    gone = Correction("stakes", "igo>tlea", "", "removed", "", "Filing 7", "2026-11-28")
    words = card(corrected(checked, (gone,)))
    assert "IGO: stake in Tianqi Lithium Energy Australia taken out" in words
    assert "✎ Checked before" in words
    assert of_chain(corrected(checked, (gone,)), "COD-f1") == []


def test_that_what_is_corrected_above_a_company_where_tracing_ends_is_not_of_the_facility(checked):
    ends = checked.companies.index[checked.companies["stops"].to_numpy(bool)]
    assert "tianqi" in ends
    above = Correction("stakes", "igo>tianqi", "", "added", "", "Filing 7", "2026-11-28")
    assert of_chain(replace(checked, corrected=(above,)), SITE) == []
    assert of_chain(replace(checked, corrected=(LESS,)), SITE) == [LESS]
