"""A user's facility file: read, matched and checked as the shipped data are, then joined to them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from mineralmap.datasets import beyond, bundled, check, conscience, contained, join_own, match, same
from mineralmap.datasets import read as reading
from mineralmap.datasets.check import Words
from mineralmap.datasets.dataset import Dataset
from mineralmap.datasets.match import Columns
from mineralmap.errors import MineralmapError, Problem, Severity, UnreadableFile
from mineralmap.model.units import TONNES

_IGNORED = {"fid", "id", "objectid", "ogcfid", "gid", "globalid", "shape", "no", "nr", "column1"}


@dataclass(frozen=True, eq=False)
class Reading:
    """What a user's file says after all checks.

    ``table``: the good rows, typed, in the columns of the schema ``user_facilities`` (mineral, stage, status and
    country are our ids), indexed by their row in a spreadsheet. ``rows`` counts the records of the file, ``good``
    those in the table. ``matching`` is what was used (our column → the file's), ``suggested`` what might be meant.
    """

    path: Path
    table: pd.DataFrame
    problems: tuple[Problem, ...]
    rows: int
    good: int
    columns: tuple[str, ...]
    """The file's own columns."""
    matching: dict[str, str]
    suggested: dict[str, str]
    sha256: str

    def as_json(self) -> dict[str, Any]:
        """Rows, good rows and problems as plain values."""
        problems = [problem.as_dict() for problem in self.problems]
        return {"rows": self.rows, "good": self.good, "problems": problems}


def read(path: Path, matching: dict[str, str] | None = None, dataset: Dataset | None = None) -> Reading:
    """Read and check a user's facility file. Never raises on bad rows: they are left out and told.

    Parameters
    ----------
    matching
        Our column → the file's column, as the user confirmed it; wins over what is found by names and synonyms.
    dataset
        What minerals, factors, companies and facilities are known; the shipped data when left out.

    Raises
    ------
    UnreadableFile
        When the file cannot be read at all.
    """
    path = Path(path)
    known = bundled.load() if dataset is None else dataset
    raw = reading.read(path)
    problems = list(raw.problems)
    text, columns = _matched(raw.table, matching, path.name, problems)
    _units_of_header(text, columns.matched, path.name, problems)
    _units_of_cells(text)
    words = Words(minerals=match.minerals_table(known.minerals))
    checked = check.check("user_facilities", text, path.name, words, raw.decimal_comma)
    table = checked.table
    table = table.assign(status=table["status"].replace("", "operating"))
    problems += checked.problems
    problems += _capacities(table, known, path.name)
    problems += join_own.owners_to_mend(table, known, path.name)
    bad = {problem.row for problem in problems if problem.severity is Severity.ERROR}
    table = table.loc[~table.index.isin(list(bad - {None}))]
    twins = list(same.pairs(table, known))
    problems += same.as_shipped(table, known, path.name, twins)
    problems += conscience.of_rows(table, known, path.name, twins)
    if not len(raw.table):
        problems.append(Problem(Severity.ERROR, path.name, None, None, "there is a header, but no row below it."))
    return Reading(
        path=path,
        table=table,
        problems=tuple(sorted(problems, key=lambda problem: problem.row or 0)),
        rows=len(raw.table),
        good=len(table),
        columns=tuple(str(name) for name in raw.table.columns),
        matching=columns.matched,
        suggested=columns.suggested,
        sha256=digest(path),
    )


def join(dataset: Dataset, readings: Sequence[Reading]) -> Dataset:
    """The data set with the good rows of users' files added, under a new key; nothing shipped is changed.

    See ``join_own`` for what becomes of a row. Facilities that are in the data set already are kept beside the user's
    (and both counted), each with a warning in ``problems``. Without readings the data set comes back as it is.
    """
    return join_own.join(dataset, [(one.path, one.sha256, one.table, one.problems) for one in readings])


def added(*files: Path | str, dataset: Dataset | None = None) -> Dataset:
    """The shipped data (or ``dataset``), joined by the good rows of files; what is wrong with them is in ``problems``.

    Raises
    ------
    UnreadableFile
        When a file cannot be understood at all.
    """
    known = bundled.load() if dataset is None else dataset
    return join(known, [read(Path(file), dataset=known) for file in files])


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes, hexadecimal."""
    try:
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror or error}.") from error


def _matched(
    table: pd.DataFrame, matching: Mapping[str, str] | None, file: str, problems: list[Problem]
) -> tuple[pd.DataFrame, Columns]:
    headers = [str(name) for name in table.columns]
    found = match.columns(headers)
    ours = set(bundled.schema("user_facilities").index)
    for our, theirs in (matching or {}).items():
        if our not in ours:
            raise MineralmapError(f"{our!r} is no column of the template.", f"Known are: {', '.join(sorted(ours))}.")
        if theirs not in headers:
            what = f"the matching names {theirs!r}, which the file does not have."
            problems.append(Problem(Severity.WARNING, file, 1, our, what, f"It has: {', '.join(headers)}."))
            continue
        for other in [name for name, used in found.matched.items() if used == theirs and name != our]:
            del found.matched[other]
        found.matched[our] = theirs
        found.suggested.pop(our, None)
    text = pd.DataFrame({our: table[theirs] for our, theirs in found.matched.items()}, index=table.index, dtype=str)
    for our, theirs in found.suggested.items():
        what = f"the column {theirs!r} looks like {our!r} and is not read."
        problems.append(
            Problem(Severity.WARNING, file, 1, theirs, what, f"Rename it to {our}, or match it when adding.")
        )
    told = {*found.matched.values(), *found.suggested.values()}
    unused = [
        name for name in headers if name not in told and match.key(name) not in _IGNORED and (table[name] != "").any()
    ]
    if unused:
        what = f"not read, since the template has no such columns: {', '.join(unused)}."
        problems.append(Problem(Severity.WARNING, file, 1, None, what))
    return text, found


def _units_of_header(text: pd.DataFrame, matched: Mapping[str, str], file: str, problems: list[Problem]) -> None:
    """A unit or form in the header of the capacity ("Capacity (kt LCE)") goes into the cells that name none."""
    header = matched.get("capacity_t_per_year", "")
    if header in {"", "capacity_t_per_year"}:
        return
    unit, form = "", ""
    for word in (
        header.replace("_", " ").replace("(", " ").replace(")", " ").replace("[", " ").replace("]", " ").split()
    ):
        bare = word.split("/")[0].strip(",.")
        short = bare.removesuffix("pa") if bare.lower() in {"ktpa", "mtpa", "tpa"} else bare
        unit = unit or (short if match.unit(short) not in {None, "t"} or short in {"MT", "mt"} else "")
        form = form or (bare if bare in {"LCE", "Li2CO3", "LiOH", "REO", "TREO"} else "")
    for column, value in (("unit", unit), ("form", form)):
        if not value:
            continue
        cells = text[column] if column in text else pd.Series("", text.index, dtype=str)
        text[column] = cells.mask(cells == "", value)
        what = f"{value} is taken as the {column} from the header, where a row does not say otherwise."
        problems.append(Problem(Severity.WARNING, file, 1, header, what))


def _units_of_cells(text: pd.DataFrame) -> None:
    """A unit behind the capacity ("15 kt") goes into the unit cell, where that is empty or the same."""
    if "capacity_t_per_year" not in text:
        return
    parts = text["capacity_t_per_year"].str.extract(r"^\s*([-+\d.,'\s]*\d)\s*([A-Za-z][A-Za-z/. ]*)$")
    unit = text["unit"] if "unit" in text else pd.Series("", text.index, dtype=str)
    words = parts[1].fillna("").astype(str).str.strip()
    named = words.where(words.map(match.unit).notna(), "")
    movable = (named != "") & ((unit == "") | (unit.map(match.unit) == named.map(match.unit)))
    text["capacity_t_per_year"] = text["capacity_t_per_year"].mask(movable, parts[0])
    text["unit"] = unit.mask(movable, named)


def _capacities(table: pd.DataFrame, known: Dataset, file: str) -> list[Problem]:
    """Units, forms and sizes of the capacities that cannot be, or are hard to believe."""
    problems: list[Problem] = []
    column = "capacity_t_per_year"
    told = (table[name] for name in ("mineral", "stage", "unit", "form", column))
    for row, mineral, stage, written, shape, amount in zip(table.index, *told, strict=True):
        number, mineral = int(row), str(mineral)
        unit, form = contained.unit_and_form(written, shape)
        if unit is None:
            what = f"{written!r} is no unit we know for certain."
            hint = f"Use {', '.join(TONNES)} (Mt for million tonnes, t for metric tons)."
            problems.append(Problem(Severity.ERROR, file, number, "unit", what, hint))
            continue
        factor = contained.factor(mineral, form, known.minerals, known.factors)
        if factor is None:
            what = f"{form[:40]!r} is no form of {mineral} that we can turn into contained tonnes."
            hint = f"Use one of: {', '.join(contained.known_forms(mineral, known.factors))}."
            problems.append(Problem(Severity.ERROR, file, number, "form", what, hint))
            continue
        kind = known.factors.at[factor.factor_id, "kind"] if factor.factor_id else "chemistry"
        if kind != "chemistry":
            what = f"{form!r} is counted with the factor {factor.value:g} ({factor.factor_id}, {kind})."
            hint = "Give contained tonnes if you know them."
            problems.append(Problem(Severity.WARNING, file, number, "form", what, hint))
        size = contained.tonnes(amount, unit) * factor.value
        if amount == 0:
            what, hint = "a capacity of 0 is counted as none.", "Leave it empty when it is not known."
            problems.append(Problem(Severity.WARNING, file, number, column, what, hint))
        elif what := beyond.words(known, mineral, str(stage), size):
            problems.append(Problem(Severity.WARNING, file, number, column, what, beyond.HINT))
    return problems
