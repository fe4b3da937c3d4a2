"""Closures in sentences: each of the cases that there are, singular and plural, word for word."""

from dataclasses import replace

import numpy as np
import pytest

from mineralmap.analysis.closure_text import closure_sentence, closure_sentences, days, listed, spoken
from mineralmap.analysis.closures import compare
from mineralmap.model.scenario import Scenario
from tests.analysis.test_closures import AFTER, BEFORE, SHUT, by_hand
from tests.analysis.worlds import flows_of, tiny

GATE = "Detour of mine: LINESTRING (0 0, 1 1)"


def saying(before, after, *closed, **settings):
    asked = Scenario(mineral="cobalt", closed=frozenset(closed), **settings)
    return compare(tiny(), flows_of(replace(asked, closed=frozenset()), before), flows_of(asked, after))


def test_that_stranded_and_rerouted_tonnes_are_both_told_with_their_parts():
    assert closure_sentences(by_hand()) == (
        "Closing the Strait of Malacca and the Suez Canal strands 40 t Co (20.0 % of the selected flows), for which no "
        "way is left; 120 t Co (60.0 % of the selected flows) sail 500 nm (2.1 days at 10 kn) farther on average, at "
        "most 1,000 nm; no other gate takes 5 % of it.",
        "European Union: of what reaches it from outside, 66.7 % is stranded and 33.3 % comes another way, 4.2 days "
        "later on average.",
        "Nothing that reaches Japan from outside is touched.",
        "Nothing reaches the United States from outside in the selected flows.",
        "A closure leaves who ships to whom and by which ports as it was: what is stranded might land elsewhere, which "
        "is not tried.",
    )


def test_that_nothing_stranded_and_one_gate_that_takes_the_load_is_told():
    after = [{**BEFORE[0], "sea_nm": 8410, "gates": ("own:detour-of-mine",)}, *BEFORE[1:]]
    said = closure_sentence(saying(BEFORE, after, "malacca", own_gates=(GATE,)))
    assert said == (
        "Closing the Strait of Malacca strands nothing; 100 t Co (50.0 % of the selected flows) sail 410 nm (1.2 days "
        "at 14 kn) farther on average; Detour of mine takes +100 t Co a year."
    )


def test_that_what_is_stranded_alone_is_told():
    after = [BEFORE[0], AFTER[1], *BEFORE[2:]]
    assert closure_sentence(saying(BEFORE, after, "suez")) == (
        "Closing the Suez Canal strands 40 t Co (20.0 % of the selected flows), for which no way is left; nothing "
        "finds another way."
    )


def test_that_a_closure_that_nothing_passes_changes_nothing():
    still = BEFORE[3:]
    assert closure_sentences(saying(still, still, "suez")) == (
        "Closing the Suez Canal changes nothing: no selected flow passes it.",
    )
    assert closure_sentence(saying(still, still, "suez", "malacca")).endswith("no selected flow passes them.")


def test_that_without_closures_or_without_flows_one_sentence_says_so():
    assert closure_sentences(saying(BEFORE, BEFORE)) == ("Nothing is closed.",)
    assert closure_sentence(saying([], [], "suez")) == "There are no flows that closing the Suez Canal could touch."


def test_that_a_way_that_is_shorter_but_counted_dearer_is_not_called_farther():
    after = [{**BEFORE[0], "sea_nm": 7900, "gates": ()}, *BEFORE[1:]]
    said = closure_sentence(saying(BEFORE, after, "malacca"))
    assert "another way, 100 nm shorter on average but counted dearer under these settings" in said


def test_that_a_shorter_way_says_which_strait_counts_longer_for_all_and_for_each_partner():
    after = [{**BEFORE[0], "sea_nm": 7900, "gates": ("suez",)}, *BEFORE[1:]]
    before = [{**BEFORE[0], "gates": ("malacca",)}, *BEFORE[1:]]
    importer = BEFORE[0]["to_iso3"]
    said = closure_sentences(saying(before, after, "malacca", avoided=(("suez", 150.0),), partners={importer}))
    assert (
        "sail another way, 100 nm shorter on average: by the Suez Canal, which counts 150 nm longer as set here, and "
        "so is left out while the Strait of Malacca is open; the Suez Canal takes +100 t Co a year."
    ) in said[0]
    assert said[1].endswith(
        "comes another way, 0.3 days sooner on average by the Suez Canal, which counts 150 nm longer as set here."
    )


def test_that_what_goes_over_land_is_told_and_a_small_part_never_reads_as_nothing():
    small = {**BEFORE[1], "tonnes": 0.05}
    over_land = {**small, "sea_nm": np.nan, "gates": (), "mode": "land"}
    said = closure_sentence(saying([BEFORE[0], small], [BEFORE[0], over_land], "suez"))
    assert said == (
        "Closing the Suez Canal strands nothing; 0.05 t Co (less than 0.1 % of the selected flows) go over land "
        "instead."
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [("Suez Canal", "the Suez Canal"), ("Cape of Good Hope", "the Cape of Good Hope"), ("Bohai", "Bohai"),
     ("Great Belt (Storebaelt)", "the Great Belt"), ("Strait of Hormuz", "the Strait of Hormuz"), ("Pass", "Pass"),
     ("Northern Sea Route (Vilkitsky Strait and north of it)", "the Northern Sea Route")],
)  # fmt: skip
def test_that_a_strait_is_named_as_it_is_spoken(name, said):
    assert spoken(name) == said


def test_that_lists_and_days_read_as_english():
    assert (listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])) == ("a", "a and b", "a, b and c")
    assert (days(1.0), days(1.04), days(0.4), days(9.8)) == ("1.0 day", "1.0 day", "0.4 days", "9.8 days")
    assert SHUT.knots == 10


def test_that_a_gate_that_counts_longer_and_takes_more_says_how_much_and_never_that_it_is_avoided():
    after = [{**BEFORE[0], "sea_nm": 8410, "gates": ("suez", "own:detour-of-mine")}, *BEFORE[1:]]
    asked = saying(BEFORE, after, "malacca", own_gates=(GATE,), avoided=(("suez", 150.0),))
    said = closure_sentence(asked)
    assert said.endswith(
        "; Detour of mine takes +100 t Co a year and the Suez Canal +100 t Co (a way may pass several)."
    )
    assert "avoid" not in said
