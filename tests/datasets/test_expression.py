"""Expressions over columns: what they select, what nobody knows, and where a mistake stands."""

import numpy as np
import pytest

from mineralmap.datasets.attributes import AttributeTable, flag, number, text
from mineralmap.datasets.expression import ExpressionError, select

NAN = float("nan")


@pytest.fixture
def table():
    """Five works: the third has no owner and the fourth no capacity that anybody knows."""
    none = np.full((5, 1), np.nan)
    return AttributeTable(
        "works", "Works", np.array(["a", "b", "c", "d", "e"], object),
        (
            text("name", "Name", ["La Negra", "Ganzhou", "Kokkola", "Xiangtan 100 %", "Big_Hill"]),
            text("owner", "Largest owner", ["USA", "CHN", "", "CHN", "AUS"], aliases=("owner_iso3",)),
            number("capacity_t_per_year", "Capacity", [20000, 15000, 12000, NAN, 500], aliases=("capacity",)),
            number("production_t", "Output", [15000, 15000, NAN, 900, 600]),
            number("partner_share", "Partner-owned", [1.0, 0.0, 0.4, 0.5, NAN], form="percent"),
            flag("counted", "Counted", [True, False, True, False, True]),
        ),
        none, none,
    )  # fmt: skip


def rows(expression, table):
    return "".join(table.ids[select(expression, table).rows])


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('capacity_t_per_year > 10000 and owner == "CHN"', "b"),
        ("capacity > 10_000", "abc"),
        ("1e4 < capacity", "abc"),
        ("capacity between 500 and 15000", "bce"),
        ("capacity = 500 or owner in ('usa', 'JPN')", "ae"),
        ("partner_share >= 50%", "ad"),
        ("partner_share >= 50 %", "ad"),
        ("[Partner-owned] <> 0", "acd"),
        ("`largest owner` == 'aus'", "e"),
        ('name contains "an"', "bd"),
        ('name ~ "LA"', "ac"),
        ('name !~ "la"', "bde"),
        ('name like "%an%"', "bd"),
        ('name like "la_negra"', "a"),
        ('name like "big"', ""),
        ('name starts with "ga"', "b"),
        ('name ends with "100 %"', "d"),
        ("counted", "ace"),
        ("not counted", "bd"),
        ("production_t > capacity", "e"),
        ("production_t == capacity", "b"),
        ("production_t not between 600 and 15000", ""),
        ("not (counted or capacity > 10000)", ""),
        ("counted and capacity > 10000 or owner == 'CHN' and not counted", "abcd"),
        ("-1 < partner_share && partner_share < 0.45 || owner == 'AUS'", "bce"),
    ],
)
def test_that_an_expression_selects(expression, expected, table):
    assert rows(expression, table) == expected


@pytest.mark.parametrize(
    ("expression", "expected", "unknown"),
    [
        ('owner == "CHN"', "bd", "c"),
        ('owner != "CHN"', "ae", "c"),
        ('not owner == "CHN"', "ae", "c"),
        ('owner not in ("CHN")', "ae", "c"),
        ('not name == "x" and owner == "CHN"', "bd", "c"),
        ("capacity > 0", "abce", "d"),
        ("not capacity > 0", "", "d"),
        ('capacity > 0 or owner == "CHN"', "abcde", ""),  # one of both is known to be so
        ('capacity > 0 and owner == "USA"', "a", "c"),  # of d it is known that it is not so
        ("owner is empty", "c", ""),
        ("owner is not empty", "abde", ""),
        ("partner_share is null", "e", ""),
        ("production_t > capacity", "e", "cd"),
    ],
)
def test_that_what_nobody_knows_is_neither_so_nor_not_so(expression, expected, unknown, table):
    answer = select(expression, table)
    assert "".join(table.ids[answer.rows]) == expected
    assert "".join(table.ids[answer.unknown]) == unknown


@pytest.mark.parametrize(
    ("expression", "says", "place"),
    [
        ("capcity > 5", "Did you mean capacity?", "capcity"),
        ("ownr == 'CHN'", "Did you mean owner?", "ownr"),
        ("owner == CHN", 'A text stands in quotes: "CHN"', "CHN"),
        ("owner > 5", 'Write it in quotes: "5"', "5"),
        ("capacity == 'x'", "capacity_t_per_year is a number, that is text", "'x'"),
        ("capacity > 10,000", "Write 10000 or 10_000", ","),
        ("(capacity > 5", "not closed", "("),
        ("capacity > ", "ends too early", ""),
        ("capacity", "What shall capacity_t_per_year be?", "capacity"),
        ('name == "La', "quotation mark is not closed", '"'),
        ("owner in 'CHN'", "A list in brackets", "'CHN'"),
        ("capacity > 5 owner == 'x'", 'joined by "and" or "or"', "owner"),
        ("capacity contains '5'", "has no letters", "'5'"),
        ("owner is 'CHN'", "Equal is written ==", "'CHN'"),
        ('"owner" == "CHN"', "Columns stand without quotes", '"owner"'),
        ("", "Nothing is asked yet", ""),
        ("__import__('os')", "Unexpected", "("),
        ("capacity > 5; 1", "has no meaning here", ";"),
    ],
)
def test_that_a_mistake_is_told_with_its_place(expression, says, place, table):
    with pytest.raises(ExpressionError) as told:
        select(expression, table)
    assert says in str(told.value)
    assert expression[told.value.start : told.value.end].startswith(place)


def test_that_a_text_nobody_has_is_told_with_the_nearest(table):
    answer = select('owner == "CNH"', table)
    assert not answer.rows.any()
    assert answer.hints == ('No row has owner "CNH": did you mean "CHN"?',)


def test_that_of_many_values_some_are_given_as_examples_those_spelt_nearest_first():
    names = ["North", "North", "West", "West", "South", "East", "Lualaba", "Katanga"]
    none = np.full((8, 1), np.nan)
    made = AttributeTable("x", "X", np.array([*"abcdefgh"], object), (text("place", "Place", names),), none, none)
    (hint,) = select('place == "Kakadu"', made).hints
    assert (
        hint
        == 'No row has place "Kakadu": it has for example "Katanga", "North", "West", "East", "Lualaba" and 1 more.'
    )
    few = AttributeTable("x", "X", np.array(["a", "b"], object), (text("place", "Place", ["N", "W"]),), *[none[:2]] * 2)
    assert select('place == "Kakadu"', few).hints == ('No row has place "Kakadu": it has "N", "W".',)


def test_that_deep_or_endless_expressions_are_refused_and_wild_patterns_end(table):
    with pytest.raises(ExpressionError, match="within each other"):
        select("(" * 500 + "counted", table)
    with pytest.raises(ExpressionError, match="characters at most"):
        select("counted or " * 5000, table)
    many = AttributeTable(
        "m", "M", np.array(["a"], object), (text("t", "T", ["a" * 200 + "b"]),), *np.full((2, 1, 1), NAN)
    )
    assert not select(f't like "{"%a" * 100}c"', many).rows.any()


def test_that_an_empty_table_is_asked_without_harm():
    empty = AttributeTable(
        "e", "E", np.array([], object), (text("t", "T", []), number("v", "V", [])), *np.empty((2, 0, 1))
    )
    assert len(select("t == 'x' or v > 3 or t is empty", empty).rows) == 0


def test_that_the_order_of_text_is_without_case_and_codes_follow_it():
    column = text("t", "T", ["b", "A", None, "a ", "B"])
    assert list(column.words) == ["A", "a", "B", "b"]
    assert column.values.tolist() == [3, 0, -1, 1, 2]
    assert column.texts(np.array([2, 0])).tolist() == ["", "b"]
