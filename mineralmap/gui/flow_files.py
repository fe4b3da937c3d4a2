"""Tables of known flows in the window: read behind it, joined to the data as one step of undo, problems told."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from mineralmap.errors import MineralmapError
from mineralmap.gui import problem_words
from mineralmap.gui.dialogs import ask
from mineralmap.gui.files import Files
from mineralmap.gui.notices import Notices
from mineralmap.gui.session import Session
from mineralmap.gui.tasks import Cancel, Latest
from mineralmap.gui.words import plural
from mineralmap.model.project import DatasetReference

if TYPE_CHECKING:
    from mineralmap.datasets.dataset import Dataset
    from mineralmap.datasets.known_flows import FlowReading

TABLES = "Tables of flows (*.csv *.tsv *.txt *.xlsx *.xlsm *.xls *.ods)"


class FlowFiles(QObject):
    """The errands of one window that concern flows which the user knows."""

    def __init__(self, window: QMainWindow, session: Session, notices: Notices, files: Files) -> None:
        super().__init__(window)
        self._window, self._session, self._notices, self._files = window, session, notices, files
        self.reading: list[Latest] = []

    def add(self, paths: Sequence[Path] = ()) -> None:
        """Read tables of flows in the background; asks for one when none are given."""
        dataset = self._session.dataset
        if dataset is None:
            return
        if not paths:
            chosen = ask.open_path(self._window, "data", "Add known flows", TABLES)
            paths = [chosen] if chosen else []
        for path in paths:
            reader = Latest(self)
            self.reading.append(reader)
            self._notices.say(f"Reading {path.name}…", stay=True)
            reader.run(partial(_read, path, dataset), self._have_read, self._failed)

    def save_template(self) -> None:
        """Write the table of flows that users fill, as a spreadsheet or CSV."""
        self._files.save_template("flows")

    def _have_read(self, reading: "FlowReading") -> None:
        good, name = len(reading.table), reading.path.name
        reference = None
        if good:
            reference = DatasetReference(str(reading.path.resolve()), reading.sha256, kind="flows")
            self._session.add_reading(reference, reading)
        text = f"{name}: {good:,} of {plural(reading.rows, 'known flow')} fixed before anything is modelled"
        if not reading.problems:
            self._notices.say(f"{text}.")
            return
        show: dict[str, Callable[[], object]] = {
            "Show problems": partial(self._files.show_problems, name, reading.problems)
        }
        words = f"{text}, {problem_words.counted(reading.problems)}."
        self._files.say_joined(reading.path, words, reading.problems, show, reference)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, MineralmapError):
            raise error
        self._notices.say(str(error), "error")


def _read(path: Path, dataset: "Dataset", cancel: Cancel) -> "FlowReading":
    from mineralmap.datasets.known_flows import reading_of

    return reading_of(path, dataset)
