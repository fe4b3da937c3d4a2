"""The sources below two maps: what both rest on is named once, and what only one says is told of which."""

from mineralmap.layers.brief import told
from mineralmap.layers.joined_notes import joined

NAMES = ("mined", "refined")
LAST = "mineralmap 0.1.0, data 8807eb96e2e06724, 30 November 2026."


def test_that_notes_of_two_maps_of_one_answer_are_said_once():
    notes = ("Sources: IEA; USGS.", told(["A", "B"]), "Made with Natural Earth.", "ICMM, CC BY 4.0; GeoNames.", LAST)
    assert joined(notes, notes, NAMES) == notes


def test_that_lists_are_joined_and_what_is_of_one_map_only_says_of_which_in_the_place_that_it_has():
    first = ("Sources: IEA; USGS.", told(["A", "B"]), "Routes by β 0.3.", "Made with Natural Earth.", LAST)
    second = ("Sources: IEA; Comtrade.", told(["B", "C"]), "Routes by β 0.9.", "Made with Natural Earth.", LAST)
    assert joined(first, second, NAMES) == (
        "Sources: IEA; USGS; Comtrade.",
        told(["A", "B", "C"]),
        "Mined: Routes by β 0.3.",
        "Refined: Routes by β 0.9.",
        "Made with Natural Earth.",
        LAST,
    )


def test_that_what_licences_ask_for_is_not_repeated_where_the_tables_of_the_other_map_name_it():
    """The tables of mined cobalt are those of the USGS, which for refined cobalt is one of many."""
    first = ("Sources: IEA.", "USGS, Summaries 2026; ICMM, CC BY 4.0.", LAST)
    second = ("Sources: USGS, Summaries 2026.", "ICMM, CC BY 4.0; GeoNames.", LAST)
    made = joined(first, second, NAMES)
    assert made == ("Sources: IEA; USGS, Summaries 2026.", "ICMM, CC BY 4.0; GeoNames.", LAST)
    assert joined(second, first, NAMES)[1] == "ICMM, CC BY 4.0; GeoNames."


def test_that_a_sentence_with_a_semicolon_is_no_list():
    one, other = "One; a thing.", "Two; another."
    assert joined((one, LAST), (other, LAST), NAMES) == (f"Mined: {one}", f"Refined: {other}", LAST)
