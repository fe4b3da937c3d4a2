"""What can be found by its name: facilities, companies, countries, ports, straits and minerals in one index of columns.

The names of all stand in one row of bytes, folded; a word is looked for in all of them at once by numpy, so that
100,000 facilities are searched between two presses of a key. What is few (actions, layers) is matched by ``fuzzy``.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from mineralmap.gui import regions
from mineralmap.gui.words import plural

if TYPE_CHECKING:
    from mineralmap.datasets.dataset import Dataset

SHOWN = 12
KINDS = ("place", "mineral", "country", "region", "strait", "action", "sample", "wish", "layer", "bookmark", "company",
         "port", "facility")  # fmt: skip
"""Kinds in the order in which equally good finds are listed."""
BY_NAME = (*(kind for kind in KINDS if kind not in ("company", "port", "facility")), "facility", "company", "port")
"""The same where the name itself, or its beginning, was typed: a mine before the company of its name."""
EXACT, STARTS, WORD, WITHIN, ALSO, NEARLY = range(6)
"""How well a name fits: it is what was typed, begins with it, a word of it does, it holds it, what is said of it does,
it is spelt nearly so or the letters typed come in this order."""
LONG = 5
"""Letters from which a word may be misspelt: in a shorter one too little is left to know it by."""
LIKE = 0.7
"""Part of its letters that a misspelt word must have right: two of seven may be wrong, missing, too many or swapped."""
UNFINISHED = 0.95
"""How much the beginning of a word counts against the whole of it: what is misspelt may not be typed to its end yet."""
_BY_NAME = np.array([BY_NAME.index(kind) for kind in KINDS], np.int8)
_END, _ALSO = "\n", "\x1f"
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Found:
    """Something that can be found and gone to. ``kind`` is one of KINDS; ``note`` says more of it: where it is, which
    menu it stands in; ``keys`` what does it from the keyboard."""

    kind: str
    id: str
    name: str
    note: str = ""
    keys: str = ""
    enabled: bool = True
    place: tuple[float, float] | None = None
    """Longitude and latitude, of what is no more than a place."""

    @property
    def words(self) -> str:
        """Name and note on one line."""
        return f"{self.name} · {self.note}" if self.note else self.name


@dataclass(frozen=True, slots=True)
class Ranked:
    """A find and how well it fits, the smaller the better."""

    fit: int
    found: Found
    far: float = 0.0
    """How far the name is from what was typed, from 0 to 1, where it fits nearly."""

    @property
    def order(self) -> tuple[int, float, int, int]:
        """Better fits first, of those that fit nearly the nearest, then kinds in their order, then short names."""
        kinds = BY_NAME if self.fit <= STARTS else KINDS
        return self.fit, self.far, kinds.index(self.found.kind), len(self.found.name)


def fold(text: str) -> str:
    """Lower case without accents: "Gécamines" is found as "gecamines"."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


folded = lru_cache(maxsize=2048)(fold)
"""The same for the few names that are asked for with every key: actions, layers, gates."""


@dataclass
class Rows:
    """Columns of what can be found, one entry each; ``also`` are other words it is found by."""

    kinds: list[int] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    also: list[str] = field(default_factory=list)

    def add(self, kind: str, ids: Iterable[object], names: Iterable[object], notes: Iterable[str],
            called: Iterable[object], also: Iterable[object]) -> None:  # fmt: skip
        """Put entries of one kind at the end. ``called`` are the names in every language."""
        before = len(self.ids)
        for kept, more in ((self.ids, ids), (self.names, names), (self.notes, notes), (self.called, called),
                           (self.also, also)):  # fmt: skip
            kept.extend(map(str, more))
        self.kinds.extend([KINDS.index(kind)] * (len(self.ids) - before))


class Index:
    """Everything that can be found in a data set."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        texts = [f"{_line(called)}{_ALSO}{_line(also)}" for called, also in zip(rows.called, rows.also, strict=True)]
        blob = (_END.join(texts) + _END).encode()
        self._bytes = np.frombuffer(blob, np.uint8)
        ends = np.flatnonzero(self._bytes == ord(_END))
        self._start = np.concatenate([[0], ends[:-1] + 1]) if len(texts) else np.empty(0, int)
        self._also = np.flatnonzero(self._bytes == ord(_ALSO))
        self._kind = np.array(rows.kinds, dtype=np.int8)
        self._length = np.array([len(name) for name in rows.names], dtype=np.int32)

    def __len__(self) -> int:
        return len(self._rows.ids)

    @property
    def size(self) -> int:
        """Bytes that a search has to look through."""
        return len(self._bytes)

    def matches(self, text: str, limit: int = SHOWN, kinds: Sequence[str] = ()) -> list[Ranked]:
        """The best finds for what was typed: all of its words must fit; else what is spelt nearly so."""
        words = fold(text).split()
        if not words or not len(self):
            return []
        wanted = np.isin(self._kind, [KINDS.index(kind) for kind in kinds]) if kinds else np.ones(len(self), bool)
        fit = np.zeros(len(self), np.int8)
        for place, word in enumerate(words):
            fit = np.maximum(fit, self._fit(word.encode(), first=place == 0))
        if len(words) > 1:
            fit[self._fit(" ".join(words).encode(), first=True) == STARTS] = STARTS
        fit[~wanted] = NEARLY + 1
        rows = np.flatnonzero(fit <= ALSO)
        if not len(rows):
            return self._nearly(words, wanted, limit)
        exact = rows[(fit[rows] == STARTS) & (self._length[rows] == len(text.strip()))]
        fit[exact] = EXACT
        return self._best(rows, fit, limit)

    def _fit(self, word: bytes, first: bool) -> np.ndarray:
        """How well one word fits each entry. A single letter fits names that begin with it: all others hold it too."""
        fit = np.full(len(self), NEARLY + 1, np.int8)
        if len(word) == 1:
            fit[self._bytes[self._start] == word[0]] = STARTS if first else WORD
            return fit
        at = self._positions(word)
        rows = np.searchsorted(self._start, at, side="right") - 1
        said = np.full(len(at), WITHIN, np.int8)
        said[self._bytes[np.maximum(at - 1, 0)] <= ord("/")] = WORD  # a blank, a bracket, a hyphen before it
        said[at == self._start[rows]] = STARTS if first else WORD
        said[at > self._also[rows]] = ALSO
        begins = np.flatnonzero(np.diff(rows, prepend=-1))
        if len(begins):
            fit[rows[begins]] = np.minimum.reduceat(said, begins)
        return fit

    def _positions(self, word: bytes) -> np.ndarray:
        """Where a word stands in the bytes, anywhere."""
        last = len(self._bytes) - len(word) + 1
        if last <= 0:
            return np.empty(0, int)
        at = np.flatnonzero(self._bytes[:last] == word[0])
        for further, letter in enumerate(word[1:], 1):
            at = at[self._bytes[at + further] == letter]
        return at

    @cached_property
    def _words(self) -> tuple[list[str], np.ndarray, np.ndarray]:
        """Every word of all names once; then, for each place where one stands, which word it is and in which row."""
        number: dict[str, int] = {}
        which, rows = array("q"), array("q")
        for row, called in enumerate(self._rows.called):
            for word in _WORD.findall(fold(called)):
                which.append(number.setdefault(word, len(number)))
                rows.append(row)
        return list(number), np.frombuffer(which, np.int64), np.frombuffer(rows, np.int64)

    def _nearly(self, words: list[str], wanted: np.ndarray, limit: int) -> list[Ranked]:
        """Entries with a word like each long one that was typed, and that fit the short ones; the most alike first."""
        long = [word for word in words if len(word) >= LONG]
        if not long:
            return []
        like = np.zeros(len(self))
        fits = wanted.copy()
        for word in words:
            if len(word) < LONG:
                fits &= self._fit(word.encode(), first=False) <= ALSO
                continue
            one = self._likeness(word)
            fits &= one >= LIKE
            like += one / len(long)
        rows = np.flatnonzero(fits)
        far = np.round(1.0 - like, 3)
        best = rows[np.lexsort((self._length[rows], self._kind[rows], far[rows]))][:limit]
        return [Ranked(NEARLY, self._found(row), float(far[row])) for row in best.tolist()]

    def _likeness(self, typed: str) -> np.ndarray:
        """How like the most alike word of each entry's name is, from 0 to 1."""
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import cdist

        words, which, rows = self._words
        like = np.zeros(len(words))
        for seen, weight in ((words, 1.0), ([word[: len(typed)] for word in words], UNFINISHED)):
            like = np.maximum(like, weight * cdist([typed], seen, scorer=OSA.normalized_similarity, workers=1)[0])
        made = np.zeros(len(self))
        np.maximum.at(made, rows, like[which])
        return made

    def _best(self, rows: np.ndarray, fit: np.ndarray, limit: int) -> list[Ranked]:
        kinds = self._kind[rows]
        kinds = np.where(fit[rows] <= STARTS, _BY_NAME[kinds], kinds)
        order = np.lexsort((self._length[rows], kinds, fit[rows]))[:limit]
        return [Ranked(int(fit[row]), self._found(row)) for row in rows[order].tolist()]

    def _found(self, row: int) -> Found:
        rows = self._rows
        return Found(KINDS[rows.kinds[row]], rows.ids[row], rows.names[row], rows.notes[row])


def index(dataset: "Dataset") -> Index:
    """Everything that can be found in a data set."""
    from mineralmap.layers.kinds.labels import names_elsewhere

    rows = Rows()
    facilities = dataset.facilities
    names = dict(zip(dataset.countries.index.astype(str), dataset.countries["name"].astype(str), strict=True))
    minerals = dataset.minerals
    called = minerals["name"].astype(str).tolist()
    rows.add("mineral", minerals.index, called, ["mineral: asks for it"] * len(called), called, minerals.index)
    host = [*dict.fromkeys([*names, *facilities["host_iso3"].astype(str).unique().tolist()])]
    called = [names.get(one, one) for one in host]
    others = names_elsewhere()
    elsewhere = [f"{name} {others.get(one, '')}".strip() for name, one in zip(called, host, strict=True)]
    rows.add("country", host, called, ["country"] * len(host), elsewhere, host)
    _add_regions(rows, dataset, names)
    gates = dataset.chokepoints["name"].astype(str).tolist()
    rows.add("strait", dataset.chokepoints.index, gates, ["chokepoint"] * len(gates), gates, dataset.chokepoints.index)
    companies = dataset.companies.loc[dataset.companies.index.isin(list(_holders(dataset)))]
    called, local = companies["name"].astype(str).tolist(), companies["name_local"].astype(str).tolist()
    home = companies["country_iso3"].astype(str).tolist()
    rows.add("company", companies.index, called, [f"company, {one}" if one else "company" for one in home],
             map(" ".join, zip(called, local, strict=True)), home)  # fmt: skip
    ports = dataset.ports
    called, at = ports["name"].astype(str).tolist(), ports["iso3"].astype(str).tolist()
    rows.add("port", ports.index, called, [f"port, {names.get(one, one)}" for one in at], called,
             map(" ".join, zip(ports.index.astype(str), at, strict=True)))  # fmt: skip
    called, local = facilities["name"].astype(str).tolist(), facilities["name_local"].astype(str).tolist()
    where = [names.get(one, one) for one in facilities["host_iso3"].astype(str).tolist()]
    notes = [f"{stage}, {one}" for stage, one in zip(facilities["stage"].astype(str).tolist(), where, strict=True)]
    also = (facilities[name].astype(str).tolist() for name in ("admin1", "operator"))
    rows.add("facility", facilities.index, called, notes, map(" ".join, zip(called, local, strict=True)),
             map(" ".join, zip(facilities.index.astype(str), where, *also, strict=True)))  # fmt: skip
    return Index(rows)


def _add_regions(rows: Rows, dataset: "Dataset", countries: dict[str, str]) -> None:
    """Regions with a name, then provinces as the facilities name them; the id of a province is "CHN:Jiangxi"."""
    named = regions.regions().values()
    called = [one.name for one in named]
    rows.add("region", called, called, ["region"] * len(called),
             [f"{one.name} {one.also}".strip() for one in named], called)  # fmt: skip
    found = regions.provinces(dataset)
    called = [name for _, name in found]
    notes = [f"region, {countries.get(iso3, iso3)}: {plural(number, 'facility', 'facilities')}"
             for (iso3, _), number in found.items()]  # fmt: skip
    rows.add("region", map(":".join, found), called, notes, called, [countries.get(iso3, iso3) for iso3, _ in found])


def matches(found: Index, text: str, limit: int = SHOWN) -> list[Found]:
    """The best finds in an index, the best first."""
    return [one.found for one in found.matches(text, limit)]


def fuzzy(entries: Iterable[Found], text: str) -> list[Ranked]:
    """Of a few entries those that fit, by whole words or by letters that come in the order typed: "zmin" is Zoom In."""
    wanted = fold(text).split()
    made = []
    for one in entries if wanted else ():
        name = folded(one.name)
        fit = _fit_of(name, folded(one.note), wanted)
        if fit is not None:
            made.append(Ranked(fit, one))
            continue
        span = _in_order(name, wanted[0]) if len(wanted) == 1 and len(wanted[0]) > 1 else None
        if span is not None:
            made.append(Ranked(NEARLY, one, round(1.0 - len(wanted[0]) / span, 3)))
    return made


def _fit_of(name: str, note: str, wanted: list[str]) -> int | None:
    typed = " ".join(wanted)
    if name == typed:
        return EXACT
    if name.startswith(typed):
        return STARTS
    if all(word in name for word in wanted):
        return WORD if all(f" {word}" in f" {name}" for word in wanted) else WITHIN
    return ALSO if all(word in name or f" {word}" in f" {note}" for word in wanted) else None


def _in_order(name: str, letters: str) -> int | None:
    """Letters of the name from the first to the last of those typed, which come in this order, the first at the
    beginning of a word, none far from the one before; ``None`` where they do not."""
    for start in (i for i, letter in enumerate(name) if letter == letters[0] and (i == 0 or name[i - 1] == " ")):
        at = start
        for letter in letters[1:]:
            at = name.find(letter, at + 1)
            if at < 0:
                break
        else:
            return at - start + 1 if at - start < 4 * len(letters) else None
    return None


def destination(text: str) -> str:
    """What is looked for when somebody wants to go there: "go to malacca" and "malacca go to" are "malacca"."""
    words = text.split()
    said = [fold(word) for word in words]
    if len(words) > 2 and {"go", "to"} <= set(said):
        gone = {said.index("go"), said.index("to")}
        return " ".join(word for at, word in enumerate(words) if at not in gone)
    return text


def owned(dataset: "Dataset", company: str) -> tuple[str, ...]:
    """The facilities that a company has a part in, through those below it."""
    below: dict[str, list[str]] = {}
    for owner, one in zip(dataset.stakes["owner_id"].astype(str), dataset.stakes["owned_id"].astype(str), strict=True):
        below.setdefault(owner, []).append(one)
    return tuple(one for one in _reach(company, below) if one in dataset.facilities.index)


def _holders(dataset: "Dataset") -> set[str]:
    """The companies that have a part in a facility."""
    above: dict[str, list[str]] = {}
    for owner, one in zip(dataset.stakes["owner_id"].astype(str), dataset.stakes["owned_id"].astype(str), strict=True):
        above.setdefault(one, []).append(owner)
    known = set(map(str, dataset.facilities.index))
    found: set[str] = set()
    waiting = [one for one in above if one in known]
    while waiting:
        for owner in above.get(waiting.pop(), ()):
            if owner not in found:
                found.add(owner)
                waiting.append(owner)
    return found


def _reach(start: str, below: dict[str, list[str]]) -> list[str]:
    seen, waiting, found = {start}, [start], []
    while waiting:
        for one in below.get(waiting.pop(), ()):
            if one not in seen:
                seen.add(one)
                found.append(one)
                waiting.append(one)
    return found


def _line(text: str) -> str:
    """A text folded, on one line, without the marks that part names."""
    return fold(text if text.isprintable() else " ".join(text.replace(_ALSO, " ").split()))
