"""Words of a map are broken between values only, and have one kind of apostrophe."""

from mineralmap.layers.typeset import GAP, typeset


def test_that_no_line_breaks_inside_a_value():
    kept = (
        "presumed 39_%, of 250_kt_Co, β_0.88, κ_4, λ_1, CC_BY_4.0, 106_nm, <_0.1_%, 2.3_Mt_Ni, p._12, 29_November 2026"
    )
    assert typeset(kept.replace("_", " ")) == kept.replace("_", GAP)


def test_that_apostrophes_are_curved_and_other_words_stay():
    assert typeset("the program's credits of 2024, by 3 tonnes") == "the program’s credits of 2024, by 3 tonnes"
