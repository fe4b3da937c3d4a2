"""Which rows of a table are as an expression says: ``capacity_t_per_year > 10000 and owner == "CHN"``.

Three-valued, as in SQL: what is not known is neither so nor not so. A comparison with an unknown value is unknown,
``not`` of unknown is unknown, and only rows for which the whole is known to be true are selected. So
``owner != "CHN"`` and ``not owner == "CHN"`` both leave out the rows whose owner nobody knows; ``owner is empty`` finds
those. The case of letters does not matter. A percentage may be written 50 % or 0.5.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

import numpy as np

from mineralmap.datasets.attributes import Attribute, AttributeTable
from mineralmap.datasets.expression_parse import Both, ExpressionError, Node, Not, Operand, Test, parse

__all__ = ["Answer", "ExpressionError", "select"]

_COMPARED: dict[str, Callable[[np.ndarray, np.ndarray | float], np.ndarray]] = {
    "==": np.equal, "!=": np.not_equal, "<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal,
}  # fmt: skip
_WORD_COMPARED: dict[str, Callable[[str, str], bool]] = {
    "==": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}  # fmt: skip
MEANT, LIKE, LISTED = 0.6, 0.35, 3
"""How like a text one that is there must be to be offered as what was meant, or to be listed first among others, and
how many of these."""
MANY = 5_000
"""Among more words nothing alike is looked for: it takes too long."""


@dataclass(frozen=True, eq=False)
class Answer:
    """``rows`` (n,): known to be so. ``unknown`` (n,): nobody knows. ``hints``: texts that no row has, with the
    nearest that one has."""

    rows: np.ndarray
    unknown: np.ndarray
    hints: tuple[str, ...] = ()


def select(expression: str, table: AttributeTable) -> Answer:
    """The rows of a table for which an expression is true.

    Raises
    ------
    ExpressionError
        When it cannot be read, names a column that is not there (with the nearest that is), or compares text with a
        number; with its place.
    """
    asked = _Asked(table)
    yes, no = asked.node(parse(expression))
    return Answer(yes, ~(yes | no), tuple(dict.fromkeys(asked.hints)))


Truth = tuple[np.ndarray, np.ndarray]
"""Rows that are so, and rows that are not; in neither is what nobody knows."""


@dataclass
class _Asked:
    table: AttributeTable
    hints: list[str] = field(default_factory=list)

    def node(self, node: Node) -> Truth:
        if isinstance(node, Not):
            yes, no = self.node(node.inner)
            return no, yes
        if isinstance(node, Both):
            parts = [self.node(part) for part in node.parts]
            yes, no = ([part[side] for part in parts] for side in (0, 1))
            if node.how == "and":
                return np.logical_and.reduce(yes), np.logical_or.reduce(no)
            return np.logical_or.reduce(yes), np.logical_and.reduce(no)
        return self._test(node)

    def _test(self, test: Test) -> Truth:
        if not test.left.column and test.right and test.right[0].column and test.how in _COMPARED:
            turned = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(test.how, test.how)
            test = Test(test.right[0], turned, (test.left,))
        column = self._column(test.left)
        if test.how == "empty":
            return column.empty, ~column.empty
        if test.how == "flag":
            return self._flag(column, test.left)
        if test.how in ("contains", "like", "starts", "ends") and not column.is_text:
            at = test.right[0]
            raise ExpressionError(f"{column.id} is a number and has no letters.", "", at.start, at.end)
        kinds = [self._column(one) if one.column else None for one in test.right]
        for one, other in zip(test.right, kinds, strict=True):
            self._fits(column, one, other)
        if column.is_text:
            yes, known = self._of_text(column, test, kinds)
        else:
            yes, known = self._of_numbers(column, test, kinds)
        return yes & known, ~yes & known

    def _column(self, operand: Operand) -> Attribute:
        if not operand.column:
            raise ExpressionError(
                "A column is wanted at the left of a comparison.", "Columns stand without quotes.", operand.start,
                operand.end,
            )  # fmt: skip
        found = self.table.named(operand.column)
        if found is None:
            raise ExpressionError(
                f"There is no column {operand.column!r}.", self._nearest(operand.column), operand.start, operand.end
            )
        return found

    def _nearest(self, name: str) -> str:
        close = get_close_matches(name.casefold(), list(self.table.by_name), 1, 0.5)
        if close:
            found = close[0] if close[0].isidentifier() else self.table.by_name[close[0]].id
            return f"Did you mean {found}?"
        has = any(
            word.casefold() == name.casefold()
            for one in self.table.attributes
            if one.words is not None
            for word in one.words
        )
        return f'A text stands in quotes: "{name}".' if has else "The list beside has all columns."

    def _flag(self, column: Attribute, at: Operand) -> Truth:
        if column.words is None or not {*column.words} <= {"yes", "no"}:
            raise ExpressionError(
                f"What shall {column.id} be?", f'Such as {column.id} == {column.examples().split(", ")[0] or "…"}.',
                at.start, at.end,
            )  # fmt: skip
        yes = column.where(lambda word: word == "yes")
        return yes, ~yes & ~column.empty

    def _fits(self, column: Attribute, operand: Operand, other: Attribute | None) -> None:
        theirs = other.is_text if other is not None else isinstance(operand.value, str)
        if theirs == column.is_text:
            return
        name = other.id if other is not None else "that"
        kind, is_kind = ("text", "a number") if column.is_text else ("a number", "text")
        hint = f'Write it in quotes: "{operand.value:g}".' if isinstance(operand.value, float) else ""
        raise ExpressionError(f"{column.id} is {kind}, {name} is {is_kind}.", hint, operand.start, operand.end)

    def _of_numbers(self, column: Attribute, test: Test, others: Sequence[Attribute | None]) -> Truth:
        values, known = column.values, ~column.empty
        sides: list[np.ndarray | float] = []
        for operand, other in zip(test.right, others, strict=True):
            if other is None:
                assert isinstance(operand.value, float)
                sides.append(operand.value)
            else:
                sides.append(other.values)
                known = known & ~other.empty
        if test.how == "in":
            return np.logical_or.reduce([values == side for side in sides]), known
        if test.how == "between":
            return (values >= sides[0]) & (values <= sides[1]), known
        return _COMPARED[test.how](values, sides[0]), known

    def _of_text(self, column: Attribute, test: Test, others: Sequence[Attribute | None]) -> Truth:
        known = ~column.empty
        if any(other is not None for other in others):
            return self._two_texts(column, test, others)
        sought = [str(one.value).casefold() for one in test.right]
        if test.how in ("==", "!=", "in"):
            self._hint(column, [str(one.value) for one in test.right])
        match test.how:
            case "in":
                wanted = frozenset(sought)
                return column.where(lambda word: word.casefold() in wanted), known
            case "between":
                return column.where(lambda word: sought[0] <= word.casefold() <= sought[1]), known
            case "contains":
                return column.where(lambda word: sought[0] in word.casefold()), known
            case "starts":
                return column.where(lambda word: word.casefold().startswith(sought[0])), known
            case "ends":
                return column.where(lambda word: word.casefold().endswith(sought[0])), known
            case "like":
                return column.where(lambda word: _like(word.casefold(), sought[0])), known
        compare = _WORD_COMPARED[test.how]
        return column.where(lambda word: compare(word.casefold(), sought[0])), known

    def _two_texts(self, column: Attribute, test: Test, others: Sequence[Attribute | None]) -> Truth:
        other = others[0]
        if test.how not in ("==", "!=") or other is None:
            at = test.right[0]
            raise ExpressionError("Two columns of text can be compared by == and != only.", "", at.start, at.end)
        rows = np.arange(len(self.table))
        same = np.char.lower(column.texts(rows).astype(str)) == np.char.lower(other.texts(rows).astype(str))
        return (same if test.how == "==" else ~same), ~column.empty & ~other.empty

    def _hint(self, column: Attribute, sought: Sequence[str]) -> None:
        assert column.words is not None
        words = {str(word).casefold(): str(word) for word in column.words}
        for one in sought:
            if one.casefold() not in words:
                known = list(words) if len(words) < MANY else []
                close = get_close_matches(one.casefold(), known, 1, MEANT)
                if close:
                    near = f'did you mean "{words[close[0]]}"?'
                else:
                    like = get_close_matches(one.casefold(), known, LISTED, LIKE)
                    some = column.examples([words[word] for word in like])
                    near = f"it has {'for example ' * some.endswith(' more')}{some or 'no value'}."
                self.hints.append(f'No row has {column.id} "{one}": {near}')


def _like(word: str, pattern: str) -> bool:
    """Is a word as a pattern, where % or * stand for any letters and _ or ? for one? In time of the product of both."""
    at = star = marked = 0
    restart = -1
    while at < len(word):
        if star < len(pattern) and pattern[star] in "%*":
            restart, marked, star = star, at, star + 1
        elif star < len(pattern) and (pattern[star] in "_?" or pattern[star] == word[at]):
            star, at = star + 1, at + 1
        elif restart >= 0:
            marked += 1
            star, at = restart + 1, marked
        else:
            return False
    return all(one in "%*" for one in pattern[star:])
