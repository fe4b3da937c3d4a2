"""A share is said alike wherever it stands, and what is not nothing is never printed as 0."""

import math

import pytest

from mineralmap.analysis import wording
from mineralmap.gui import words
from mineralmap.gui.attribute import said
from mineralmap.gui.evidence_rows import adds
from mineralmap.layers.symbology import percent_text

TOLD = (
    (0.0002, "<0.1 %", "<0.1 %", "<1 %"), (0.0004999, "<0.1 %", "<0.1 %", "<1 %"), (0.0005, "0.1 %", "0.1 %", "<1 %"),
    (0.005, "0.5 %", "0.5 %", "<1 %"), (0.0051, "0.5 %", "0.5 %", "1 %"), (-0.0, "0 %", "0.0 %", "0 %"),
    (0.0996, "10 %", "10.0 %", "10 %"), (0.994, "99 %", "99.4 %", "99 %"), (0.0, "0 %", "0.0 %", "0 %"),
)  # fmt: skip
"""A fraction, and how it is said beside others, in a text that tells one decimal, and in a sentence."""


@pytest.mark.parametrize(("share", "beside", "exact", "in_a_sentence"), TOLD)
def test_that_a_share_is_said_alike_in_table_map_evidence_and_text(share, beside, exact, in_a_sentence):
    with_gap = beside.replace(" ", words.GAP)
    assert words.percent(share) == adds("fraction of the total")(share) == with_gap
    assert percent_text(share) == said.figure(share, "percent") == beside
    assert wording.percent(share) == exact
    assert wording.whole_percent(share) == in_a_sentence


def test_that_what_is_not_known_is_no_share():
    for tell in (words.percent, percent_text, wording.percent, wording.whole_percent):
        assert tell(math.nan) == "no data"
    assert said.figure(math.nan, "percent") == ""
