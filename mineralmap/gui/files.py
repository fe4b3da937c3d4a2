"""Project files, the user's own data and exports: every errand that reads or writes a file, none of it in the way."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QMainWindow

from mineralmap.analysis import projects
from mineralmap.errors import MineralmapError, Problem
from mineralmap.gui import one_company, problem_words, unseen
from mineralmap.gui.dialogs import ask
from mineralmap.gui.dialogs.matching import MatchingDialog
from mineralmap.gui.dialogs.problems import ProblemsDialog
from mineralmap.gui.notices import Notices
from mineralmap.gui.session import Session
from mineralmap.gui.tasks import Cancel, Latest
from mineralmap.gui.words import not_written, plural
from mineralmap.model.project import DatasetReference, Project
from mineralmap.model.view import View

if TYPE_CHECKING:
    from mineralmap.datasets.known_flows import FlowReading
    from mineralmap.datasets.own import Reading

    Read = dict[DatasetReference, Reading | FlowReading]

SUFFIX = ".mineralmap"
"""As ``datasets.project_file`` has it, which waits until pandas is there."""
PROJECTS = f"mineralmap projects (*{SUFFIX} *.json)"
JOINED, OPENED = "joined", "opened"
"""What messages are about, to be taken back."""
RECENT = 10
PREVIEW_ROWS = 5


class Files(QObject):
    """The errands of one window. ``extent`` gives the part of the map that is looked at, to be saved with it."""

    recent_changed = Signal()
    opened = Signal()
    own_asked = Signal(str, bool)
    """Show the facilities of one of the user's files, by its name; ``False`` where the view may have them already."""
    mend_asked = Signal()
    """Mend the first of the user's files that the project names and that cannot be read."""
    other_found = Signal(str, str)
    """A file that was given as data and is something else: "flows" or "gates", and its path."""

    def __init__(
        self,
        window: QMainWindow,
        session: Session,
        notices: Notices,
        extent: Callable[[], Any],
        fresh: Callable[[], View],
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._notices = window, session, notices
        self._extent, self._fresh = extent, fresh
        self._opening, self._saving = Latest(self), Latest(self)
        self._reading: list[Latest] = []
        self.problems_shown: ProblemsDialog | None = None
        self.matching_shown: MatchingDialog | None = None
        self._joined: dict[str, DatasetReference] = {}
        """The files that the message bar or its mark tells of, by what these messages are about."""
        self._unread = False
        """Does the message bar tell of files that cannot be read?"""
        self._opened_path: Path | None = None
        session.project_changed.connect(self._follow)
        session.path_changed.connect(self._follow_path)

    @property
    def name(self) -> str:
        """What the project is called."""
        return self._session.path.stem if self._session.path else "Untitled project"

    def recent(self) -> list[Path]:
        """Projects opened or saved last, the newest first, those that are gone left out."""
        stored = QSettings().value("recent", [])
        names = [stored] if isinstance(stored, str) else list(stored or [])  # type: ignore[call-overload]
        return [Path(name) for name in names if Path(name).is_file()]

    def may_lose_changes(self) -> bool:
        """Ask before unsaved changes are lost; true when it is all right to go on."""
        if not self._session.dirty:
            return True
        answer = ask.unsaved(self._window, self.name)
        if answer is ask.Unsaved.SAVE:
            return self.save()
        return answer is ask.Unsaved.DISCARD

    def new(self) -> None:
        """Begin again."""
        if self.may_lose_changes():
            self._session.start(Project(view=self._fresh()))
            self.opened.emit()

    def open(self, path: Path | None = None) -> None:
        """Open a project; asks for the file when none is given."""
        if not self.may_lose_changes():
            return
        path = path or ask.open_path(self._window, "project", "Open project", PROJECTS)
        if path is not None:
            work = partial(projects.load_project, path, self._session.shipped)
            self._opening.run(work, partial(self._opened, path), self._told)

    def save(self) -> bool:
        """Save where the project was saved before; true when it stands in the file."""
        return self._write(self._session.path) if self._session.path else self.save_as()

    def save_as(self) -> bool:
        """Save under a name that is asked for."""
        path = ask.save_path(self._window, "project", "Save project", PROJECTS, f"{self.name}{SUFFIX}")
        return path is not None and self._write(path)

    def add_data(self, paths: Sequence[Path] = ()) -> None:
        """Read facility files in the background; asks for them when none are given."""
        if not paths:
            chosen = ask.open_path(self._window, "data", "Add data", _formats())
            paths = [chosen] if chosen else []
        for path in paths:
            self._read(path, None)

    def take(self, paths: Sequence[Path]) -> None:
        """Take files whose kind nobody has said: the first project is opened, facilities are read, the others given
        to whom they concern."""
        projects = [path for path in paths if _is_project(path)]
        if projects:
            self.open(projects[0])
        for path in paths:
            if path in projects:
                continue
            reader = Latest(self)
            self._reading.append(reader)
            reader.run(partial(_kind, path), partial(self._sort, path), self._told)

    def _sort(self, path: Path, kind: str) -> None:
        if kind == "facilities":
            self._read(path, None)
        else:
            self.other_found.emit(kind, str(path))

    def remove_data(self, reference: DatasetReference) -> None:
        """Take one of the user's files out again."""
        self._session.remove_reading(reference)

    def save_template(self, kind: str = "facilities") -> None:
        """Write a table that users fill, as a spreadsheet or CSV; ``kind`` as of ``datasets.template``."""
        from mineralmap.datasets import template

        target = ask.save_path(
            self._window, "data", "Save template", "Excel (*.xlsx);;CSV (*.csv)", f"mineralmap-{kind}.xlsx"
        )
        if target is None:
            return
        shipped = template.file_of(kind, target.suffix.lower())
        if not shipped.is_file():
            self._notices.say(f"There is a template as .xlsx and .csv, not as {target.suffix}.", "warning")
            return
        from mineralmap.datasets.files import write_atomically

        try:
            write_atomically(target, shipped.read_bytes())
        except (MineralmapError, OSError) as error:
            self._notices.say(not_written(target, error), "error")
            return
        self._notices.say(f"Template saved as {target.name}.")

    def _write(self, path: Path) -> bool:
        from mineralmap.datasets import project_file

        saved = replace(self._session.project, view=replace(self._session.view, extent=self._extent()))
        try:
            project_file.save(saved, path)
        except (MineralmapError, OSError) as error:
            self._notices.say(not_written(path, error), "error")
            return False
        self._session.mark_saved(path, saved)
        self._remember(path)
        self._notices.say(f"Saved {path.name}.")
        return True

    def _opened(self, path: Path, loaded: "tuple[Project, tuple[Problem, ...], Read]") -> None:
        project, problems, readings = loaded
        # Light or dark is the window's, as its user likes it, and not the project's.
        project = replace(project, view=replace(project.view, theme=self._fresh().theme))
        self._opened_path = path
        self._session.start(project, path, readings)
        self._remember(path)
        self.opened.emit()
        if problems:
            actions: dict[str, Callable[[], object]] = {
                "Show problems": partial(self.show_problems, path.name, problems)
            }
            if any(one not in readings for one in project.datasets):
                actions["Mend…"] = self.mend_asked.emit
            alone = problems[0].what if len(problems) == 1 else ""
            words = f", but {alone}" if alone else f": {problem_words.counted(problems)}."
            words = f"{path.name} is open{words}"
            brief = _brief(path, problems)
            self._notices.say(words, "warning", actions, stay=True, about=OPENED, shrinks=True, brief=brief)
            self._unread = any(one not in readings for one in project.datasets)

    def _read(self, path: Path, matching: dict[str, str] | None) -> None:
        reader = Latest(self)
        self._reading.append(reader)
        self._notices.say(f"Reading {path.name}…", stay=True)
        reader.run(partial(_own_with_preview, path, matching), partial(self._have_read, path, matching), self._told)

    def _have_read(
        self, path: Path, matching: dict[str, str] | None, answer: "tuple[Reading, list[list[str]]]"
    ) -> None:
        reading, preview = answer
        if preview and matching is None:
            self._notices.hide()
            self.matching_shown = MatchingDialog(
                self._window,
                path.name,
                reading.columns,
                _columns_wanted(),
                {**reading.suggested, **reading.matching},
                preview,
            )
            dialog = self.matching_shown
            dialog.accepted.connect(lambda: self._read(path, dialog.matching()))
            dialog.open()
            return
        reference = None
        if reading.good:
            reference = DatasetReference(str(path.resolve()), reading.sha256, tuple(sorted((matching or {}).items())))
            self._session.add_reading(reference, reading)
        actions: dict[str, Callable[[], object]] = {}
        if reading.good:
            actions["Show on map"] = partial(self.own_asked.emit, path.name, True)
        others, asks = unseen.of_joined(self._session, reading.table, partial(self.own_asked.emit, path.name, False))
        actions |= asks
        text = (
            f"{path.name}: {reading.good:,} of {plural(reading.rows, 'row')} joined the {'data' if others else 'map'}"
        )
        if not reading.problems:
            about = self._about(path, reference)
            self._notices.say(f"{text}. {others}".strip(), actions=actions, stay=True, going=True, about=about)
            return
        actions["Show problems"] = partial(self.show_problems, path.name, reading.problems)
        words = f"{text}, {problem_words.counted(reading.problems)}. {others}".strip()
        self.say_joined(path, words, reading.problems, actions, reference)

    def say_joined(
        self,
        path: Path,
        words: str,
        problems: Sequence[Problem],
        actions: dict[str, Callable[[], object]],
        reference: DatasetReference | None,
    ) -> None:
        """Tell of the problems of one of the user's files, as long as it is there."""
        about, kind = self._about(path, reference), problem_words.kind(problems)
        self._notices.say(words, kind, actions, stay=True, about=about, shrinks=True, brief=_brief(path, problems))

    def _about(self, path: Path, reference: DatasetReference | None) -> str:
        """What the message that tells of a file is about, which is over with the file."""
        about = f"{JOINED} {path.resolve()}"
        self._joined.pop(about, None)
        if reference is not None:
            self._joined[about] = reference
        return about

    def _follow(self, project: Project) -> None:
        """What is told of a file that was taken out again, undone or mended, is over."""
        for about in [about for about, one in self._joined.items() if one not in project.datasets]:
            del self._joined[about]
            self._notices.take_back(about)
        if self._unread and all(one in self._session.readings for one in project.datasets):
            self._unread = False
            self._notices.take_back(OPENED)

    def _follow_path(self) -> None:
        """What is told of a project is over when another is begun."""
        if self._session.path != self._opened_path:
            self._notices.take_back(OPENED)

    def show_problems(self, name: str, problems: Sequence[Problem]) -> None:
        """List what is wrong with a file."""
        problems = one_company.as_they_stand(self._session, problems)
        offers = one_company.offers(self._session, problems)
        self.problems_shown = ProblemsDialog(self._window, f"Problems in {name}", problems, offers)
        self.problems_shown.show()

    def _told(self, error: Exception) -> None:
        if isinstance(error, MineralmapError):
            self._notices.say(str(error), "error")
        elif isinstance(error, OSError):
            self._notices.say(f"{error.filename}: {error.strerror}.", "error")
        else:
            raise error

    def _remember(self, path: Path) -> None:
        names = [str(path.resolve()), *(str(old) for old in self.recent() if old != path.resolve())]
        QSettings().setValue("recent", names[:RECENT])
        self.recent_changed.emit()


def _is_project(path: Path) -> bool:
    if path.suffix.lower() == SUFFIX:
        return True
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return path.suffix.lower() == ".json" and "mineralmap_project" in file.read(200)
    except OSError:
        return False


def _brief(path: Path, problems: Sequence[Problem]) -> str:
    return f"{path.name}: {problem_words.counted(problems)}"


def _kind(path: Path, cancel: Cancel) -> str:
    from mineralmap.datasets import incoming

    return incoming.kind_of(path)


def _own_with_preview(path: Path, matching: dict[str, str] | None, cancel: Cancel) -> "tuple[Reading, list[list[str]]]":
    """The file as read, with its first rows as text where a required column was not found."""
    from mineralmap.datasets import read

    reading = projects.own_file(path, matching, cancel)
    required = {ours for ours, (needed, _) in _columns_wanted().items() if needed}
    if required <= set(reading.matching) or not reading.columns:
        return reading, []
    cancel()
    return reading, read.read(path).table.head(PREVIEW_ROWS).astype(str).to_numpy().tolist() or [[""]]


def _columns_wanted() -> dict[str, tuple[bool, str]]:
    from mineralmap.datasets.bundled import schema

    table = schema("user_facilities")
    return {
        str(column): (row["required"] == "yes", f"{row['description']}, such as {row['example']}")
        for column, row in table.iterrows()
    }


def formats(kind: str) -> str:
    """The file filter of the open dialog for files of a kind, as references have it."""
    return "Tables of flows (*.csv *.tsv *.txt *.xlsx *.xlsm *.xls *.ods)" if kind == "flows" else _formats()


def _formats() -> str:
    """The file filter of the open dialog: all that can be read together, then each format by name."""
    from mineralmap.datasets.read import readers

    every = " ".join(dict.fromkeys(f"*{suffix}" for reader in readers for suffix in reader.suffixes))
    single = [f"{reader.title} ({' '.join(f'*{suffix}' for suffix in reader.suffixes)})" for reader in readers]
    return ";;".join([f"Facility files ({every})", *single])
