"""Which of our words does a word mean? Exact after normalising, by synonyms, and only then a guess that is shown."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import pandas as pd

from mineralmap import paths
from mineralmap.datasets import aliases, basemap_file, bundled

GUESS_LIMIT = 85.0
"""Score (0–100, rapidfuzz WRatio) from which a guess is worth showing."""


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """Letters and digits only, lower case, without accents: what is compared instead of the words themselves."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss")).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign) or sign in "\u3099\u309a")
    return "".join(sign for sign in plain if sign.isalnum())


def _table(words: Mapping[str, str], separator: str = ",") -> dict[str, str]:
    made: dict[str, str] = {}
    for ours, theirs in words.items():
        for word in (ours, *theirs.split(separator)):
            made.setdefault(key(word), ours)
    return made


@dataclass(frozen=True, slots=True)
class Columns:
    """Our column → the file's column: ``matched`` for certain, ``suggested`` a guess to be confirmed."""

    matched: dict[str, str]
    suggested: dict[str, str]


@cache
def _columns() -> dict[str, str]:
    return {key(ours): ours for ours in bundled.schema("user_facilities").index} | _table(aliases.COLUMNS)


def column(header: str) -> str | None:
    """Our column that a header means; what stands in brackets is tried without. ``None`` when it is not known."""
    known = _columns()
    bare = header.split("(")[0].split("[")[0].split("（")[0]
    return known.get(key(header)) or known.get(key(bare)) if key(bare) else None


def columns(headers: Sequence[str]) -> Columns:
    """Match the headers of a file. A header that is exactly our name wins over synonyms, else the first does."""
    ours_all = list(bundled.schema("user_facilities").index)
    matched = {header: header for header in headers if header in ours_all}
    for header in headers:
        ours = column(header)
        if ours and ours not in matched and header not in matched.values():
            matched[ours] = header
    taken = set(matched.values())
    suggested: dict[str, str] = {}
    for header in headers:
        if header in taken or not key(header) or column(header):
            continue
        ours = guess(header, _columns())
        if ours and ours not in matched and ours not in suggested:
            suggested[ours] = header
    return Columns(matched, suggested)


def guess(word: str, known: Mapping[str, str]) -> str | None:
    """What ``known`` (key → ours) gives for its key most like the word; ``None`` below the limit. Only ever a guess."""
    from rapidfuzz import fuzz, process

    wanted = key(word)
    if len(wanted) < 3:
        return None
    found = process.extractOne(
        wanted, [name for name in known if len(name) > 2], scorer=fuzz.WRatio, score_cutoff=GUESS_LIMIT
    )
    return known[found[0]] if found else None


@cache
def _countries() -> dict[str, str]:
    """Key of every name of a country → ISO3; names that two countries share are left out."""
    names: dict[str, set[str]] = {}

    def add(iso3: str, spoken: Iterable[object]) -> None:
        for name in spoken:
            if isinstance(name, str) and key(name):
                names.setdefault(key(name), set()).add(iso3)

    table = bundled.table_text(paths.data(), "countries")
    for iso3, name in zip(table["iso3"], table["name"], strict=True):
        add(iso3, (name,))
    for _, row in basemap_names().iterrows():
        add(row["iso3"], (row[name] for name in row.index if name.startswith("name") or name == "iso2"))
    made = {name: next(iter(isos)) for name, isos in names.items() if len(isos) == 1}
    made |= {key(word): iso3 for iso3, words in aliases.COUNTRIES.items() for word in words.split(";")}
    for iso3 in {*made.values(), *aliases.COUNTRIES}:
        made[key(iso3)] = iso3
    for word in aliases.AMBIGUOUS_COUNTRIES:
        made.pop(key(word), None)
    return made


@cache
def basemap_names() -> pd.DataFrame:
    """ISO3, ISO2 and the names in nine languages of the basemap's countries; empty when there is no basemap."""
    file = basemap_file.shipped()
    if not file.is_file():
        return pd.DataFrame({"iso3": []})
    table = basemap_file.read("countries", file)[1]
    return table.loc[table["iso3"] != ""]


def country(text: str) -> str | None:
    """ISO 3166-1 alpha-3 of a code or name; ``None`` when it is not known or could be two countries."""
    return _countries().get(key(text))


def country_names() -> frozenset[str]:
    """All the ISO3 codes that are known."""
    return frozenset(_countries().values())


def country_hint(text: str) -> str:
    """What to do about a country that is not known, with a guess where one is near."""
    for word, which in aliases.AMBIGUOUS_COUNTRIES.items():
        if key(word) == key(text):
            return f"Write {which}."
    near = guess(text, _countries())
    return f"Did you mean {near}?" if near else "Use the ISO 3166-1 alpha-3 code (CHL) or the English name (Chile)."


@cache
def _words(kind: str) -> dict[str, str]:
    return _table(
        {"stage": aliases.STAGES, "status": aliases.STATUSES, "unit": aliases.UNITS, "precision": aliases.PRECISIONS}[
            kind
        ]
    )


def stage(text: str) -> str | None:
    """Our stage for a word; ``None`` when it is not known or says too little ("smelter")."""
    return _words("stage").get(key(text))


def status(text: str) -> str | None:
    """Our status for a word."""
    return _words("status").get(key(text))


def precision(text: str) -> str | None:
    """Our precision of a place for a word."""
    return _words("precision").get(key(text))


def unit(text: str) -> str | None:
    """The unit of ``model.units.TONNES`` for a word, "t" for nothing; ``None`` when unknown or ambiguous ("MT")."""
    word = text.strip()
    if not word:
        return "t"
    if word in {"Mt", "Mt/a", "Mtpa", "Mt/y", "Mt/yr"}:
        return "mt"
    return None if key(word) == "mt" else _words("unit").get(key(word))


def mineral(text: str, minerals: pd.DataFrame) -> str | None:
    """Our mineral id for an id, name, symbol or common word; only those the table (indexed by id) has."""
    return minerals_table(minerals).get(key(text))


def minerals_table(minerals: pd.DataFrame) -> dict[str, str]:
    """Key of every word for a mineral → its id."""
    known = {word: ours for word, ours in _table(aliases.MINERALS).items() if ours in minerals.index}
    for mineral_id, name, symbol in zip(minerals.index, minerals["name"], minerals["symbol"], strict=True):
        known |= {key(word): str(mineral_id) for word in (str(mineral_id), name, symbol) if key(word)}
    return known
