"""The grammar of expressions that select rows: text to a tree, by a tokenizer and a descending parser. Nothing is run.

any        = all { "or" all }
all        = one { "and" one }
one        = "not" one | "(" any ")" | comparison
comparison = operand ( compare operand | [ "not" ] "in" "(" value { "," value } ")"
           | [ "not" ] "between" operand "and" operand | "is" [ "not" ] "empty"
           | [ "not" ] ( "contains" | "like" | "starts with" | "ends with" | "~" ) text ) | flag
operand    = column | "[" any column title "]" | number [ "%" ] | text in quotes
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from mineralmap.errors import InvalidArgument

LONGEST, DEEPEST = 4000, 60
"""Characters, and brackets or "not" within each other."""
TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<text>"[^"]*"|'[^']*')
    | (?P<title>\[[^\]]*\]|`[^`]*`)
    | (?P<word>[^\W\d]\w*)
    | (?P<sign>==|!=|<>|<=|>=|!~|&&|\|\||[-=<>~!(),%])
    )""",
    re.VERBOSE,
)
COMPARE = {"==": "==", "=": "==", "!=": "!=", "<>": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
SEEK = ("contains", "like", "starts", "ends", "~", "!~")
WORDS = frozenset(("and", "or", "not", "in", "between", "is", "empty", "null", "contains", "like", "starts", "ends"))
SAME = {"&&": "and", "||": "or", "!": "not", "ilike": "like", "null": "empty"}


class ExpressionError(InvalidArgument):
    """An expression that cannot be read or does not fit the columns; ``start`` to ``end`` is the place in it."""

    def __init__(self, what: str, hint: str = "", start: int = 0, end: int = 0) -> None:
        super().__init__(what, hint)
        self.start, self.end = start, max(end, start + 1)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of an expression and where it stands; ``kind``: number, text, title, word, sign or end."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """The word as the grammar knows it; "" for what is no word of the grammar."""
        if self.kind not in ("word", "sign"):
            return ""
        small = self.text.casefold()
        return SAME.get(small, small)


@dataclass(frozen=True, slots=True)
class Operand:
    """A column (``column`` its name), a number or a text; ``start`` to ``end`` its place."""

    start: int
    end: int
    column: str = ""
    value: float | str = ""


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison: ``how`` is a sign of ``COMPARE``, in, between, empty, contains, like, starts, ends or flag."""

    left: Operand
    how: str
    right: tuple[Operand, ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """What is not so."""

    inner: "Node"


@dataclass(frozen=True, slots=True)
class Both:
    """Several, all of which ("and") or one of which ("or") must be so."""

    how: str
    parts: tuple["Node", ...]


Node = Test | Not | Both


def tokens(text: str) -> list[Token]:
    """The words of an expression, an "end" last."""
    if len(text) > LONGEST:
        raise ExpressionError(f"An expression has {LONGEST:,} characters at most.", "", LONGEST, len(text))
    found: list[Token] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = TOKEN.match(text, at)
        if match is None:
            at += len(text[at:]) - len(text[at:].lstrip())
            hint = "The quotation mark is not closed." if text[at] in "\"'" else ""
            hint = "The bracket [ is not closed." if text[at] in "[`" else hint
            raise ExpressionError(f"{text[at]!r} has no meaning here.", hint, at, at + 1)
        kind = str(match.lastgroup)
        found.append(Token(kind, match.group(kind), match.start(kind), match.end(kind)))
        at = match.end()
    return [*found, Token("end", "", end, end)]


def parse(text: str) -> Node:
    """The tree of an expression; an ``ExpressionError`` says where it cannot be read."""
    return _Parser(tokens(text)).whole()


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self._tokens, self._at, self._depth = found, 0, 0

    @property
    def _now(self) -> Token:
        return self._tokens[self._at]

    def _next(self) -> Token:
        token = self._now
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def _take(self, *keys: str) -> bool:
        if self._now.key in keys:
            self._next()
            return True
        return False

    def whole(self) -> Node:
        if self._now.kind == "end":
            raise ExpressionError("Nothing is asked yet.", "Begin with a column, such as capacity_t_per_year > 10000.")
        made = self._any()
        if self._now.kind != "end":
            before = self._tokens[self._at - 1]
            if self._now.key == "," and before.kind == "number":
                raise self._wrong("A comma does not belong into a number.", "Write 10000 or 10_000.")
            raise self._wrong(f"Unexpected {self._now.text!r}.", 'Conditions are joined by "and" or "or".')
        return made

    def _wrong(self, what: str, hint: str = "", token: Token | None = None) -> ExpressionError:
        token = token or self._now
        return ExpressionError(what, hint, token.start, token.end)

    def _any(self) -> Node:
        return self._joined("or", self._all)

    def _all(self) -> Node:
        return self._joined("and", self._one)

    def _joined(self, word: str, part: Callable[[], Node]) -> Node:
        parts = [part()]
        while self._take(word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else Both(word, tuple(parts))

    def _one(self) -> Node:
        opening = self._now
        if opening.key not in ("not", "("):
            return self._test()
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._wrong(f"More than {DEEPEST} brackets within each other.")
        self._next()
        made: Node
        if opening.key == "not":
            made = Not(self._one())
        else:
            made = self._any()
            if not self._take(")"):
                raise self._wrong("The bracket ( is not closed.", "", opening)
        self._depth -= 1
        return made

    def _test(self) -> Node:
        left = self._operand()
        sign = COMPARE.get(self._now.key)
        if sign:
            self._next()
            return Test(left, sign, (self._operand(),))
        denied = self._take("not")
        made = self._worded(left)
        if made is None:
            if denied:
                raise self._wrong('After "not" stands in, between, contains, like, starts with or ends with.')
            if not left.column:
                raise self._wrong("A comparison is missing here.", 'Such as status == "operating".')
            return Test(left, "flag")
        return Not(made) if denied else made

    def _worded(self, left: Operand) -> Node | None:
        word = self._now
        if word.key == "in":
            self._next()
            return Test(left, "in", self._list())
        if word.key == "between":
            self._next()
            low = self._operand()
            if not self._take("and"):
                raise self._wrong("Between needs two bounds: between 10 and 20.")
            return Test(left, "between", (low, self._operand()))
        if word.key == "is":
            self._next()
            denied = self._take("not")
            if not self._take("empty"):
                raise self._wrong('"is" is followed by "empty" or "not empty".', "Equal is written ==.")
            return Not(Test(left, "empty")) if denied else Test(left, "empty")
        if word.key in SEEK:
            self._next()
            if word.key in ("starts", "ends") and not self._take("with"):
                raise self._wrong(f'"{word.key}" is followed by "with".')
            sought = self._operand()
            if sought.column or not isinstance(sought.value, str):
                raise ExpressionError("A text in quotes is wanted here.", "", sought.start, sought.end)
            test = Test(left, {"~": "contains", "!~": "contains"}.get(word.key, word.key), (sought,))
            return Not(test) if word.key == "!~" else test
        return None

    def _list(self) -> tuple[Operand, ...]:
        opening = self._now
        if not self._take("("):
            raise self._wrong("A list in brackets is wanted here.", 'Such as in ("CHN", "RUS").')
        found = [self._operand()]
        while self._take(","):
            found.append(self._operand())
        if not self._take(")"):
            raise self._wrong("The list is not closed.", "Values are parted by commas.", opening)
        return tuple(found)

    def _operand(self) -> Operand:
        minus = self._now.key == "-"
        token = self._next()
        start = token.start
        if minus:
            token = self._next()
            if token.kind != "number":
                raise self._wrong("A number is wanted after the minus.", "", token)
        if token.kind == "number":
            value = float(token.text.replace("_", "")) * (-1.0 if minus else 1.0)
            if self._now.key == "%":
                return Operand(start, self._next().end, value=value / 100.0)
            return Operand(start, token.end, value=value)
        if token.kind == "text":
            return Operand(start, token.end, value=token.text[1:-1])
        if token.kind == "title" or (token.kind == "word" and token.key not in WORDS):
            name = token.text.strip("[]`").strip() if token.kind == "title" else token.text
            return Operand(start, token.end, column=name)
        if token.kind == "end":
            raise self._wrong("The expression ends too early.", "A column or a value is missing.", token)
        raise self._wrong(f"A column or a value is wanted here, not {token.text!r}.", "", token)
