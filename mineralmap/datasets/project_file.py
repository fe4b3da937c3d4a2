"""Project files: a project as JSON that a person can read, and back, whatever the file has been through."""

import json
import math
import os
from collections.abc import Callable, Collection
from dataclasses import fields, replace
from enum import Enum
from pathlib import Path, PurePosixPath
from typing import Any

from mineralmap import __version__
from mineralmap.datasets.files import write_atomically
from mineralmap.datasets.own import digest
from mineralmap.errors import MineralmapError, Problem, Severity, UnreadableFile
from mineralmap.model.project import Bookmark, Correction, DatasetReference, Project
from mineralmap.model.scenario import KNOTS, Basis, Denominator, Measure, Scenario, Stage
from mineralmap.model.view import CLASSES, LANGUAGES, ROUTES_BY, ROUTES_SHOW, SPLITS, View

SUFFIX = ".mineralmap"
VERSION = 1
"""Raised when a file of an older program would be misread, not when a field is added."""
KINDS = ("", "flows")
MOST_BYTES = 20_000_000


def save(project: Project, path: Path) -> None:
    """Write a project, in one step. Files of the user's own are named relative to it where they can be.

    Raises
    ------
    MineralmapError
        When it cannot be written.
    """
    path = Path(path)
    content = {
        "mineralmap_project": VERSION,
        "written_by": __version__,
        "question": _plain_fields(project.scenario),
        "view": _plain_fields(project.view),
        "datasets": [
            {"path": _relative(one.path, path), "sha256": one.sha256, "matching": dict(one.matching)}
            | ({"kind": one.kind} if one.kind else {})
            for one in project.datasets
        ],
    }
    content |= {
        name: rows
        for name, rows in (
            ("bookmarks", [_plain_fields(one) for one in project.bookmarks]),
            ("corrections", [_plain_fields(one) for one in project.corrections]),
        )
        if rows
    }
    write_atomically(path, json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def load(path: Path) -> tuple[Project, tuple[Problem, ...]]:
    """Read a project. What it holds and we do not know, or cannot be, is told and left at its default.

    The paths of the user's own files come back absolute. A file that is missing or has changed stays in the project
    and is told; the caller decides what to do about it.

    Raises
    ------
    UnreadableFile
        When it is no project file.
    """
    path = Path(path)
    content = _content(path)
    notes = _Notes(path.name)
    version = content.pop("mineralmap_project")
    if version > VERSION:
        notes.add(None, f"it was written by a newer program (format {version}); what is new in it is left out.")
    content.pop("written_by", None)
    scenario = _read_fields(Scenario(), content.pop("question", {}), "question", _SCENARIO, notes)
    view = _read_fields(View(), content.pop("view", {}), "view", _VIEW, notes)
    datasets = _datasets(content.pop("datasets", []), path, notes)
    bookmarks = _rows(content.pop("bookmarks", []), "bookmarks", Bookmark("", (0.0, 0.0, 0.0, 0.0)), _BOOKMARK, notes)
    corrections = _rows(content.pop("corrections", []), "corrections", Correction(*[""] * 7), {}, notes)
    for name in content:
        notes.add(name, "this is not known here and left out.")
    return Project(scenario, view, datasets, bookmarks, corrections), tuple(notes.problems)


class _Notes:
    """Collects what is odd about the file; ``column`` names the field."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def add(self, name: str | None, what: str, hint: str = "") -> None:
        self.problems.append(Problem(Severity.WARNING, self.file, None, name, what, hint))


def _content(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableFile(f"{path.name} is no project file.", "It is far too large for one.")
        content = json.loads(path.read_text("utf-8-sig"), parse_constant=_no_constant)
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror or error}.") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"{path.name} is no project file: it is not JSON.", "Is it damaged?") from error
    version = content.get("mineralmap_project") if isinstance(content, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise UnreadableFile(
            f"{path.name} is no project file of this program.", "It lacks the mark mineralmap_project."
        )
    return content


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


def _plain_fields(value: Scenario | View | Bookmark | Correction) -> dict[str, Any]:
    return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(value)
    return list(value) if isinstance(value, tuple) else value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError
    return value


def _texts(value: Any) -> list[str]:
    if not isinstance(value, list):
        raise ValueError
    return [_text(one) for one in value]


def _one_of(known: Collection[str]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if not isinstance(value, str) or value not in known:
            raise ValueError
        return value

    return read


def _number(low: float, high: float) -> Callable[[Any], float]:
    def read(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
            raise ValueError
        return float(value)

    return read


def _year(value: Any) -> int:
    number = _number(0, 2200)(value)
    if not number.is_integer():
        raise ValueError
    return int(number)


def _extent(value: Any) -> tuple[float, float, float, float]:
    if not isinstance(value, list) or len(value) != 4:
        raise ValueError
    x0, y0, x1, y1 = (_number(-1e9, 1e9)(one) for one in value)
    if not (x0 < x1 and y0 < y1):
        raise ValueError
    return x0, y0, x1, y1


def _or_none(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else read(value)


def _degrees(value: Any) -> tuple[float, float, float, float]:
    if not isinstance(value, list) or len(value) != 4:
        raise ValueError
    west, south, east, north = (_number(-180, 180)(one) for one in value)
    if not -90 <= south <= north <= 90:
        raise ValueError
    return west, south, east, north


def _words_of(length: int) -> Callable[[Any], tuple[tuple[str, ...], ...]]:
    """How to read rows of so many words each."""

    def read(value: Any) -> tuple[tuple[str, ...], ...]:
        if not isinstance(value, list) or any(not isinstance(one, list) or len(one) != length for one in value):
            raise ValueError
        return tuple(tuple(_texts(one)) for one in value)

    return read


def _pairs(value: Any) -> tuple[tuple[str, float], ...]:
    if not isinstance(value, list) or any(not isinstance(one, list) or len(one) != 2 for one in value):
        raise ValueError
    return tuple((_text(name), _number(-1e15, 1e15)(number)) for name, number in value)


_SCENARIO: dict[str, Callable[[Any], Any]] = {
    "mineral": _text, "stage": Stage, "basis": Basis, "measure": Measure, "year": _year,
    "partners": lambda value: frozenset(_texts(value)), "closed": lambda value: frozenset(_texts(value)),
    "denominator": Denominator, "horizon": _year, "assumptions": _pairs,
    "target": _or_none(_number(0, 10)), "decay": _number(0, 1e6), "land_weight": _number(0, 1e6),
    "affinity": _number(0, 1e6), "avoided": _pairs, "knots": _number(*KNOTS),
}  # fmt: skip
_VIEW: dict[str, Callable[[Any], Any]] = {
    "projection": _text, "centre_lon": _number(-180, 180), "layers": lambda value: tuple(_texts(value)),
    "hidden": lambda value: frozenset(_texts(value)), "extent": _or_none(_extent), "colour_by": _text, "theme": _text,
    "title": _text, "selected": _text, "routes_by": _one_of(ROUTES_BY), "routes_show": _one_of(ROUTES_SHOW),
    "styles": _words_of(3), "classes": _one_of(CLASSES), "language": _one_of(LANGUAGES), "split": _one_of(SPLITS),
    "graticule": lambda value: int(_number(0, 90)(value)), "other": _words_of(2),
}  # fmt: skip
_BOOKMARK: dict[str, Callable[[Any], Any]] = {
    "extent": _degrees, "hidden": lambda value: frozenset(_texts(value)), "lens": _words_of(2),
}  # fmt: skip


def _by_default(default: Any) -> Callable[[Any], Any]:
    """How to read a field that has no rule of its own: as the type of its default."""
    if isinstance(default, bool):
        return lambda value: value if isinstance(value, bool) else _refuse()
    if isinstance(default, Enum):
        return type(default)
    if isinstance(default, (int, float)):
        return (
            _number(-math.inf, math.inf)
            if isinstance(default, float)
            else lambda value: int(_number(-1e15, 1e15)(value))
        )
    if isinstance(default, (frozenset, tuple)):
        return lambda value: type(default)(_texts(value))
    return _text


def _refuse() -> Any:
    raise ValueError


def _read_fields(default: Any, found: Any, part: str, rules: dict[str, Callable[[Any], Any]], notes: _Notes) -> Any:
    if not isinstance(found, dict):
        notes.add(part, "this is not understood; the defaults are used.")
        return default
    names = {one.name for one in fields(default)}
    read: dict[str, Any] = {}
    for name, value in found.items():
        if name not in names:
            notes.add(f"{part}.{name}", "this is not known here and left out.")
            continue
        try:
            read[name] = rules.get(name, _by_default(getattr(default, name)))(value)
        except (ValueError, TypeError, OverflowError):
            kept = _plain(getattr(default, name))
            notes.add(f"{part}.{name}", f"{json.dumps(value)[:60]} cannot be; {json.dumps(kept)} is used.")
    return replace(default, **read)


def _rows(found: Any, part: str, default: Any, rules: dict[str, Callable[[Any], Any]], notes: _Notes) -> Any:
    if not isinstance(found, list):
        notes.add(part, "this is not understood and left out.")
        return ()
    return tuple(_read_fields(default, one, f"{part}[{place}]", rules, notes) for place, one in enumerate(found))


def _datasets(found: Any, project: Path, notes: _Notes) -> tuple[DatasetReference, ...]:
    if not isinstance(found, list):
        notes.add("datasets", "this is not understood and left out.")
        return ()
    made: list[DatasetReference] = []
    for place, one in enumerate(found):
        try:
            matching = tuple((_text(ours), _text(theirs)) for ours, theirs in one.get("matching", {}).items())
            reference = DatasetReference(
                str(_absolute(_text(one["path"]), project)),
                _text(one.get("sha256", "")),
                matching,
                _kind(one.get("kind", "")),
            )
        except (ValueError, TypeError, KeyError, AttributeError):
            notes.add(f"datasets[{place}]", "this is not understood and left out.")
            continue
        made.append(reference)
        _compare(reference, notes)
    return tuple(made)


def _kind(value: Any) -> str:
    return value if value in KINDS else _refuse()


def _compare(reference: DatasetReference, notes: _Notes) -> None:
    file = Path(reference.path)
    try:
        if not file.is_file():
            notes.add(
                "datasets",
                f"{reference.path} is not there; its rows are missing.",
                "Put it back or add it again.",
            )
        elif reference.sha256 and digest(file) != reference.sha256:
            notes.add("datasets", f"{file.name} has changed since the project was saved.", "Figures may differ.")
    except (OSError, ValueError, MineralmapError):
        notes.add("datasets", f"{reference.path} cannot be read; its rows are missing.")


def _relative(name: str, project: Path) -> str:
    """With forward slashes; absolute where it lies on another drive."""
    try:
        return PurePosixPath(*Path(os.path.relpath(Path(name).absolute(), project.absolute().parent)).parts).as_posix()
    except ValueError:
        return Path(name).absolute().as_posix()


def _absolute(name: str, project: Path) -> Path:
    if "\0" in name:
        raise ValueError
    return Path(os.path.normpath(project.absolute().parent / name))
