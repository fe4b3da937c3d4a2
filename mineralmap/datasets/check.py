"""The checks that shipped tables and users' files alike go through: text cells in, typed rows and problems out."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from mineralmap.datasets import bundled, match, owners, places, values
from mineralmap.datasets.values import Fault
from mineralmap.errors import Problem, Severity

LATEST_YEAR, EARLIEST_YEAR = 2100, 1500
SAME_PLACE_KM = 2.0


@dataclass(frozen=True, eq=False)
class Words:
    """What cells may name: ids by table, and the words that mean a mineral (``match.key`` → id)."""

    ids: Mapping[str, Collection[str]] = field(default_factory=dict)
    minerals: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Checked:
    """``table``: the good rows, typed (text str, numbers float, flags bool), indexed by their row in a spreadsheet."""

    table: pd.DataFrame
    problems: tuple[Problem, ...]


def check(name: str, text: pd.DataFrame, file: str, words: Words, decimal_comma: bool = False) -> Checked:
    """Check a table of text cells against a schema table.

    Parameters
    ----------
    name
        The schema: "user_facilities" or a table of ``data/``.
    text
        Text cells in the schema's columns, indexed by their row in a spreadsheet. Columns that are not required may
        be missing; they are empty then.
    words
        What references and minerals may be. A table whose ids are not given is not looked up.
    """
    rules = bundled.schema(name)
    problems: list[Problem] = []
    bad = np.zeros(len(text), dtype=bool)
    typed: dict[str, pd.Series] = {}
    position = pd.Series(np.arange(len(text)), index=text.index)
    for column, rule in rules.iterrows():
        column = str(column)
        cells = text[column].map(str.strip) if column in text else pd.Series("", text.index, dtype=str)
        if rule["required"] == "yes" and column not in text:
            problems.append(_missing_column(file, column, str(rule["description"])))
            bad[:] = True
        series, faults = _converted(str(rule["type"]), cells, rule, words, decimal_comma)
        if rule["required"] == "yes" and column in text:
            faults += _missing_cells(cells, series, faults, str(rule["description"]))
        typed[column] = series
        for fault in faults:
            problems.append(_problem(fault, file, column))
            bad[position[fault.row]] |= not fault.soft
    table = pd.DataFrame(typed, index=text.index)
    # a row that stays out anyway is nobody's double
    for judged in (lambda: _places(table, rules.index), lambda: _repeated(name, table.loc[~bad])):
        for column, fault in judged():
            problems.append(_problem(fault, file, column))
            bad[position[fault.row]] |= not fault.soft
    return Checked(table.loc[~bad], tuple(sorted(problems, key=lambda problem: problem.row or 0)))


def typed(name: str, column: str, cells: pd.Series, words: Words) -> tuple[pd.Series, list[Fault]]:
    """Text cells of one column of a table, typed by its schema, and what is wrong with them; faulty cells are empty."""
    rule: Any = bundled.schema(name).loc[column]
    bare = cells.map(str.strip)
    series, faults = _converted(str(rule["type"]), bare, rule, words, decimal_comma=False)
    if rule["required"] == "yes":
        faults += _missing_cells(bare, series, faults, str(rule["description"]))
    return series, faults


def words_of(folder: Path) -> Words:
    """What the tables of a folder laid out like ``data/`` may name of each other."""
    ids = {table: set(bundled.table_text(folder, table)[bundled.schema(table).index[0]]) for table in bundled.INDEXED}
    return Words(ids)


def check_table(name: str, folder: Path, words: Words | None = None) -> tuple[Problem, ...]:
    """Everything wrong with one table of a folder, found by the same checks that users' files go through; a table that
    is not there is empty, with which nothing is wrong. ``words``: those of the folder, where they have been read."""
    if not (folder / f"{name}.csv").is_file():
        return ()
    text = bundled.table_text(folder, name)
    text.index = pd.RangeIndex(2, len(text) + 2)
    problems = check(name, text, f"{name}.csv", words or words_of(folder)).problems
    unknown = [str(column) for column in text.columns if column not in bundled.schema(name).index]
    return (
        *(Problem(Severity.ERROR, f"{name}.csv", 1, column, "the schema has no such column.") for column in unknown),
        *problems,
    )


def _problem(fault: Fault, file: str, column: str) -> Problem:
    severity = Severity.WARNING if fault.soft else Severity.ERROR
    return Problem(severity, file, fault.row, column or None, fault.what, fault.hint)


def _missing_column(file: str, column: str, description: str) -> Problem:
    return Problem(Severity.ERROR, file, 1, column, "this column is required and not there.", f"{description}.")


def _missing_cells(cells: pd.Series, series: pd.Series, faults: list[Fault], description: str) -> list[Fault]:
    faulty = {fault.row for fault in faults}
    empty = (cells == "") | (series.isna() if series.dtype == float else (series == ""))
    return [
        Fault(int(row), "this is required and empty.", f"{description}.")
        for row in cells.index[empty]
        if row not in faulty
    ]


Converter = Callable[[pd.Series, pd.Series, Words], tuple[pd.Series, list[Fault]]]


def _converted(
    kind: str, cells: pd.Series, rule: pd.Series, words: Words, decimal_comma: bool
) -> tuple[pd.Series, list[Fault]]:
    if kind in {"lat", "lon"}:
        found, faults = values.coordinates(cells, kind)
        return pd.Series(found, cells.index), faults
    if kind in {"number", "integer", "year", "fraction"}:
        return _numbers(kind, cells, decimal_comma, rule["required"] == "yes")
    if kind.startswith("ref:"):
        return _reference(cells, kind.removeprefix("ref:"), words)
    return _CONVERTERS[kind](cells, rule, words)


def _numbers(kind: str, cells: pd.Series, decimal_comma: bool, required: bool) -> tuple[pd.Series, list[Fault]]:
    if kind == "year":
        cells = cells.str.replace(r"^(\d{4})-\d{2}(-\d{2})?(T.*)?$", r"\1", regex=True)
    if kind == "fraction":
        percent = cells.str.fullmatch(r"[\d.,\s]+%")
        found, faults = values.numbers(cells.mask(percent, cells.str.rstrip("% ")), decimal_comma)
        found = np.where(percent, found / 100, found)
    else:
        found, faults = values.numbers(cells, decimal_comma)
    wrong: list[tuple[np.ndarray, str, str]] = [
        (found < 0, "is less than nothing.", f"Leave {'the row out' if required else 'it empty'} when it is not known.")
    ]
    if kind == "fraction":
        wrong.append((found > 1, "is more than the whole (1.0).", "Fractions lie between 0 and 1."))
    if kind in {"integer", "year"}:
        wrong.append((np.isfinite(found) & (found != np.round(found)), "is no whole number.", ""))
    if kind == "year":
        late = (found < EARLIEST_YEAR) | (found > LATEST_YEAR)
        wrong.append((late & (found >= 0), "is no year.", f"Years lie between {EARLIEST_YEAR} and {LATEST_YEAR}."))
    for where, what, hint in wrong:
        for place in map(int, np.flatnonzero(where)):
            faults.append(Fault(int(cells.index[place]), f"{found[place]:g} {what}", hint))
        found = np.where(where, np.nan, found)
    return pd.Series(found, cells.index), faults


def _mapped(cells: pd.Series, meaning: Callable[[str], str | None], fault: Callable[[str], tuple[str, str]]):
    """Map each distinct cell; what has no meaning is a fault with its words. Empty cells stay empty."""
    faults: list[Fault] = []
    known = {word: (meaning(word) if word else "") for word in cells.unique()}
    for row, word in cells.items():
        if known[word] is None:
            faults.append(Fault(int(row), *fault(word)))  # type: ignore[call-overload]
    return cells.map({word: ours or "" for word, ours in known.items()}).astype(str), faults


def _reference(cells: pd.Series, table: str, words: Words) -> tuple[pd.Series, list[Fault]]:
    known = words.ids.get(table)
    if table == "minerals" and words.minerals:
        ids = ", ".join(dict.fromkeys(words.minerals.values()))

        def hint(word: str) -> tuple[str, str]:
            near = match.guess(word, words.minerals)
            return f"{word[:40]!r} is no mineral we know.", f"Did you mean {near}?" if near else f"Known are: {ids}."

        return _mapped(cells, lambda word: words.minerals.get(match.key(word)), hint)
    if known is None:
        return cells, []
    return _mapped(
        cells,
        lambda word: word if word in known else None,
        lambda word: (f"{word!r} is no id of {table}.", f"Add it to {table}.csv or mend the id."),
    )


def _plain(cells: pd.Series, rule: pd.Series, words: Words) -> tuple[pd.Series, list[Fault]]:
    return cells, []


def _identity(cells: pd.Series, rule: pd.Series, words: Words) -> tuple[pd.Series, list[Fault]]:
    again = cells.duplicated() & (cells != "")
    return cells, [Fault(int(row), f"the id {cells[row]!r} is given twice.") for row in cells.index[again]]


def _code(cells: pd.Series, rule: pd.Series, words: Words) -> tuple[pd.Series, list[Fault]]:
    known = words.ids.get("countries") or match.country_names()
    return _mapped(
        cells,
        lambda word: word if word in known else None,
        lambda word: (f"{word!r} is no ISO 3166-1 alpha-3 code.", ""),
    )


def _country(cells: pd.Series, rule: pd.Series, words: Words) -> tuple[pd.Series, list[Fault]]:
    return _mapped(
        cells, match.country, lambda word: (f"{word[:40]!r} is no country we know.", match.country_hint(word))
    )


def _choice(cells: pd.Series, rule: pd.Series, words: Words) -> tuple[pd.Series, list[Fault]]:
    allowed = str(rule["allowed"]).split("|")
    synonyms = {"stage": match.stage, "status": match.status, "coord_precision": match.precision}.get(
        str(rule.name), lambda word: None
    )

    def meaning(word: str) -> str | None:
        if word in allowed:
            return word
        exact = {match.key(choice): choice for choice in allowed}.get(match.key(word))
        return exact or (found if (found := synonyms(word)) in allowed else None)

    found, faults = _mapped(
        cells, meaning, lambda word: (f"{word[:40]!r} is not one of the choices.", f"Use {', '.join(allowed)}.")
    )
    # how exact a point is changes no number: a word for it that nobody knows is no reason to leave the row out
    soft = str(rule.name) == "coord_precision" and rule["required"] == "no"
    return found, [replace(fault, soft=soft) for fault in faults]


def _flag(cells: pd.Series, rule: pd.Series, words: Words) -> tuple[pd.Series, list[Fault]]:
    wrong = ~cells.isin(["yes", "no", ""])
    faults = [Fault(int(row), f"{cells[row]!r} is neither yes nor no.") for row in cells.index[wrong]]
    return cells == "yes", faults


def _sources(cells: pd.Series, rule: pd.Series, words: Words) -> tuple[pd.Series, list[Fault]]:
    known = words.ids.get("sources")

    def meaning(cell: str) -> str | None:
        return cell if known is None or all(part.strip() in known for part in cell.split(";")) else None

    return _mapped(cells, meaning, lambda cell: (f"{cell!r} names a source that sources.csv does not have.", ""))


def _owners(cells: pd.Series, rule: pd.Series, words: Words) -> tuple[pd.Series, list[Fault]]:
    faults: list[Fault] = []
    for row, cell in cells.items():
        named, wrong = owners.parse(cell)
        hint = "Write owners as: CMOC 80 %; Gécamines [COD] 20 %"
        if wrong:
            faults.append(Fault(int(row), wrong, hint))  # type: ignore[call-overload]
        elif (total := sum(owner.stake or 0 for owner in named)) > 1:
            what = f"the stakes add up to {total * 100:g} % and are scaled to the whole."
            faults.append(Fault(int(row), what, hint, soft=True))  # type: ignore[call-overload]
    return cells, faults


def _wkt(cells: pd.Series, rule: pd.Series, words: Words) -> tuple[pd.Series, list[Fault]]:
    shapes = shapely.from_wkt(cells.to_numpy(object), on_invalid="ignore")
    where = np.array([shape is None for shape in shapes], dtype=bool) & (cells != "").to_numpy()
    return cells, [Fault(int(row), "this is no geometry in WKT.") for row in cells.index[where]]


_CONVERTERS: dict[str, Converter] = {
    "text": _plain,
    "id": _identity,
    "iso3": _code,
    "iso3?": _code,
    "country": _country,
    "choice": _choice,
    "flag": _flag,
    "sources": _sources,
    "owners": _owners,
    "wkt": _wkt,
}


def _places(table: pd.DataFrame, columns: Collection[str]) -> list[tuple[str, Fault]]:
    country = "country" if "country" in columns else "host_iso3"
    if not {"lat", "lon", country} <= set(columns):
        return []
    found = places.misplaced(
        table["lon"].to_numpy(float), table["lat"].to_numpy(float), table[country].to_numpy(object)
    )
    return [("lat", Fault(int(table.index[place]), what, hint)) for place, (what, hint) in found.items()]


def _repeated(name: str, table: pd.DataFrame) -> list[tuple[str, Fault]]:
    """Rows of a user's file that stand for one facility: an error for the later one when name and place agree."""
    if name != "user_facilities":
        return []
    found: list[tuple[str, Fault]] = []
    for _, group in table[table["name"] != ""].groupby(["mineral", "stage"], sort=False):
        keys = group["name"].map(match.key).to_numpy(object)
        lon, lat = group["lon"].to_numpy(float), group["lat"].to_numpy(float)
        tree = shapely.STRtree(bundled.points(lon, lat))
        for place in map(int, np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))):
            spread = SAME_PLACE_KM / places.KM_PER_DEGREE
            wide = spread / max(np.cos(np.radians(lat[place])), 0.01)
            near = tree.query(
                shapely.box(lon[place] - wide, lat[place] - spread, lon[place] + wide, lat[place] + spread)
            )
            earlier = near[near < place]
            if not len(earlier):
                continue
            row, other = int(group.index[place]), int(group.index[int(earlier.min())])
            same = bool((keys[earlier] == keys[place]).any())
            what = f"this repeats row {other}: same mineral and stage" + (
                ", name and place." if same else " at one place."
            )
            hint = "Leave one of them out, or it is counted twice." if same else "Is it counted twice?"
            found.append(("name", Fault(row, what, hint, soft=not same)))
    return found
