"""The user's files that a project names and that cannot be read: looked for behind the window, mended by hand.

What holds the same under its name elsewhere is taken by itself and told; what only has the name is offered. Either is
a step of undo, and a project that is saved unmended keeps what it said.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from mineralmap.analysis.projects import read_reference
from mineralmap.errors import MineralmapError
from mineralmap.gui.dialogs import ask
from mineralmap.gui.files import formats
from mineralmap.gui.tasks import Cancel, Latest
from mineralmap.model.project import Correction, DatasetReference

if TYPE_CHECKING:
    from mineralmap.datasets.dataset import Dataset
    from mineralmap.datasets.moved import Found

NOT_THERE = "the file is not there any more."
NO_ROWS = "none of its rows can be read."


@dataclass(frozen=True, eq=False)
class Mended:
    """A lost file with the one that is read in its place."""

    lost: DatasetReference
    found: DatasetReference
    reading: Any


@dataclass(frozen=True, eq=False)
class Looked:
    """What a search came to: files to be taken, files to be offered, and why the others are not read."""

    mended: tuple[Mended, ...]
    offered: tuple[tuple[DatasetReference, Path], ...]
    why: dict[DatasetReference, str]


class Mending(QObject):
    """The broken files of one window's project."""

    changed = Signal()
    """What is known of the broken files is something else."""

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self._why: dict[DatasetReference, str] = {}
        self._work = Latest(self)
        self._session.path_changed.connect(self.look)
        self._session.project_changed.connect(self._forget)

    @property
    def busy(self) -> bool:
        """Is a file being looked for or read?"""
        return self._work.busy

    def broken(self) -> list[DatasetReference]:
        """The files that the project names and nobody has read."""
        return [one for one in self._session.project.datasets if one not in self._session.readings]

    def why(self, reference: DatasetReference) -> str:
        """What is wrong with a file that is not read."""
        return self._why.get(reference, NOT_THERE)

    def look(self, folder: Path | None = None) -> None:
        """Look for all broken files: where they were, beside the project and below, beside others, in the folders
        used last; or in one folder alone."""
        broken = self.broken()
        if not broken:
            return
        project = self._session.path.absolute().parent if self._session.path is not None else None
        if folder is None:
            others = [Path(one.path).parent for one in self._session.project.datasets]
            recent = [one.parent for one in self._window.files.recent()]
            folders = [*([project] if project else []), *others, ask.folder("data"), *recent]
        else:
            folders, project = [folder], None
        self._work.run(
            partial(
                _look,
                broken,
                folders,
                project,
                self._session.shipped,
                list(self._session.readings.values()),
                self._session.project.corrections,
            ),
            self._have_looked,
            self._failed,
        )

    def mend(self, reference: DatasetReference, path: Path | None = None) -> None:
        """Take another file for a broken one; asks for it when none is given."""
        name = Path(reference.path).name
        path = path or ask.open_path(self._window, "data", f"Where is {name}?", formats(reference.kind))
        if path is None:
            return
        session, readings = self._session, list(self._session.readings.values())
        self._work.run(
            partial(_take, reference, path, session.shipped, readings, session.project.corrections),
            partial(self._mended_by_hand, path),
            self._failed,
        )

    def _mended_by_hand(self, path: Path, mended: Mended) -> None:
        name = Path(mended.lost.path).name
        if _rows(mended.reading) == 0:
            self._window.notices.say(f"{path.name} is not taken for {name}: {NO_ROWS}", "warning")
            return
        self._take((mended,), f"Mend {name}")
        other = mended.lost.sha256 and mended.found.sha256 != mended.lost.sha256
        more = " It does not hold what it held when the project was saved: figures may differ." if other else ""
        self._window.notices.say(f"{name} is read from {path}.{more}", "warning" if other else "info", stay=bool(other))
        if self.broken():
            self.look(path.parent)

    def _have_looked(self, looked: Looked) -> None:
        self._why |= looked.why
        present = set(self.broken())
        mended = tuple(one for one in looked.mended if one.lost in present)
        if mended:
            names = [Path(one.lost.path).name for one in mended]
            self._take(mended, f"Find {names[0]}" + (f" and {len(names) - 1} more" if len(names) > 1 else ""))
            lines = [
                f"{Path(one.lost.path).name} was found at {one.found.path}." for one in mended if one.found != one.lost
            ]
            if lines:
                undo = {"Undo": self._session.undo_stack.undo}
                self._window.notices.say("\n".join(lines[:4]), "info", undo, going=True)
        offered = [one for one in looked.offered if one[0] in present]
        if offered:
            lost, path = offered[0]
            name = Path(lost.path).name
            self._window.notices.say(
                f"{name} is not where it was. At {path} is a file of that name which holds something else.",
                "warning",
                {"Use it": partial(self.mend, lost, path), "Another…": partial(self.mend, lost)},
            )
        self.changed.emit()

    def _take(self, mended: Sequence[Mended], words: str) -> None:
        """Read the found files in place of the lost ones, as one step of undo."""
        instead = {one.lost: one.found for one in mended}
        for one in mended:
            if one.found == one.lost:
                self._session.read_again(one.found, one.reading)
            else:
                self._session.readings[one.found] = one.reading
        datasets = tuple(dict.fromkeys(instead.get(one, one) for one in self._session.project.datasets))
        self._session.edit(words, datasets=datasets)
        self.changed.emit()

    def _forget(self, *_: object) -> None:
        if self._why:
            named = set(self._session.project.datasets)
            self._why = {one: why for one, why in self._why.items() if one in named}

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, MineralmapError | OSError):
            raise error
        self._window.notices.say(str(error), "error")


def _rows(reading: Any) -> int:
    return len(reading.table)


def _take(
    lost: DatasetReference,
    path: Path,
    shipped: "Dataset | None",
    readings: list[Any],
    corrections: tuple[Correction, ...],
    cancel: Cancel,
) -> Mended:
    """A file read in place of a lost one, with the columns matched as they were."""
    wanted = replace(lost, path=str(path.resolve()))
    reading = read_reference(wanted, shipped, readings, cancel, corrections)
    return Mended(lost, replace(wanted, sha256=reading.sha256), reading)


def _look(
    broken: Sequence[DatasetReference],
    folders: Sequence[Path],
    below: Path | None,
    shipped: "Dataset | None",
    readings: list[Any],
    corrections: tuple[Correction, ...],
    cancel: Cancel,
) -> Looked:
    from mineralmap.datasets import moved

    found = moved.find([(one.path, one.sha256) for one in broken], folders, below, cancel)
    mended: list[Mended] = []
    offered: list[tuple[DatasetReference, Path]] = []
    why: dict[DatasetReference, str] = {}
    for lost in sorted(broken, key=lambda one: one.kind):  # flows may name facilities of the user's
        cancel()
        why[lost] = NOT_THERE
        there: Found | None = found.get(lost.path)
        if there is not None and not there.same:
            offered.append((lost, there.path))
        where = there.path if there is not None and there.same else Path(lost.path)
        if not where.is_file():
            continue
        try:
            found_so_far = [*readings, *(other.reading for other in mended)]
            one = _take(lost, where, shipped, found_so_far, corrections, cancel)
        except (MineralmapError, OSError) as error:
            why[lost] = str(error)
            continue
        if _rows(one.reading):
            mended.append(one)
        else:
            why[lost] = NO_ROWS
    return Looked(tuple(mended), tuple(offered), why)
