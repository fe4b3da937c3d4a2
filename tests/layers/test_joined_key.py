"""The key below two maps: what both share is told once, and what differs says of which map it is."""

from dataclasses import replace

from mineralmap.layers.joined_key import joined
from mineralmap.layers.layer import LegendBlock, LegendEntry, Paint

NAMES = ("after the closure", "before the closure")
TEN, FIFTY = (LegendEntry("bar", f"{part} %", Paint(fill="#000000"), size) for part, size in ((10, 10.0), (50, 18.0)))
SHUT, DEFAULT = (LegendEntry("barred", words, Paint(fill="#B3261E")) for words in ("assumed closed", "closed"))
AFTER = LegendBlock("Chokepoints", (TEN, FIFTY, SHUT, DEFAULT), "thinnest: below 47 kt; n: countries")
BEFORE = LegendBlock("Chokepoints", (TEN, FIFTY, DEFAULT), "thinnest: below 45 kt; n: countries; before the closure")
SHARE = LegendBlock("Share", (LegendEntry("area", "< 5 %", Paint(fill="#DAE2E6"), more="n = 18"),), "of 3.5 Mt")


def test_that_a_block_of_both_maps_is_told_once_and_what_only_one_has_says_of_which_it_is():
    (block,) = joined((AFTER,), (BEFORE,), NAMES)
    assert block.entries == (TEN, FIFTY, replace(SHUT, more="after the closure"), DEFAULT)
    told = "thinnest: below 47 kt (after the closure); thinnest: below 45 kt (before the closure)"
    assert block.note == f"n: countries; {told}"
    (other,) = joined((BEFORE,), (AFTER,), NAMES[::-1])
    assert [one.label for one in other.entries] == ["10 %", "50 %", "assumed closed", "closed"]
    assert other.entries[2].more == "after the closure"


def test_that_what_both_maps_say_alike_bears_no_name():
    assert joined((SHARE, AFTER), (SHARE, AFTER), NAMES) == (SHARE, AFTER)


def test_that_blocks_whose_words_mean_something_else_stand_below_each_other_with_their_maps_names():
    fewer = replace(SHARE, entries=(replace(SHARE.entries[0], more="n = 17"),))
    titles = [one.title for one in joined((SHARE, AFTER), (fewer, AFTER), ("2024", "2023"))]
    assert titles == ["Share (2024)", "Share (2023)", "Chokepoints"]


def test_that_a_title_that_names_its_map_is_not_told_twice():
    here, there = (replace(SHARE, title=f"Share of nickel, by {basis}") for basis in ("equity", "location"))
    titles = [one.title for one in joined((here,), (there, AFTER), ("by equity", "by location"))]
    assert titles == ["Share of nickel, by equity", "Share of nickel, by location", "Chokepoints (by location)"]


def test_that_what_has_no_title_stays_below_what_it_is_of_and_names_its_map():
    hatched = LegendBlock("", (LegendEntry("area", "may exceed 65 %", Paint(hatch="lines")),))
    blocks = joined((SHARE, AFTER), (SHARE, hatched, AFTER), ("2024", "2023"))
    assert [one.title for one in blocks] == ["Share", "", "Chokepoints"]
    assert blocks[1].entries[0].more == "2023"


def test_that_sizes_of_which_few_are_shared_are_not_mixed():
    here, there = (
        LegendBlock("Flows", tuple(LegendEntry("line", words, Paint(line="#54778C")) for words in labels))
        for labels in (("500 kt Ni", "100 kt Ni", "inland"), ("20 kt Co", "5 kt Co", "inland"))
    )
    titles = [one.title for one in joined((here,), (there,), ("nickel", "cobalt"))]
    assert titles == ["Flows (nickel)", "Flows (cobalt)"]
