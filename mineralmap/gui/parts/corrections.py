"""Correcting the data: the form behind a card's button, facilities that are added, the list of all corrections."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from mineralmap.errors import MineralmapError
from mineralmap.gui import problem_words
from mineralmap.gui.dressing import between_events
from mineralmap.gui.parts import Installed, parts
from mineralmap.gui.rows import Row
from mineralmap.gui.tasks import Latest
from mineralmap.gui.words import plural

if TYPE_CHECKING:
    from mineralmap.gui.correct.dialog import CorrectDialog
    from mineralmap.gui.correct.listed import CorrectionsDialog
    from mineralmap.model.project import Correction

TABLES = "Tables (*.csv)"


@parts.add
class CorrectionsPart:
    """Edits of the data, laid over them and kept with the project."""

    id, order = "corrections", 30
    rows = (
        Row("correct", "Data", "&Correct What Is Shown…", ("Ctrl+Shift+E",), "",
            "Edit figures, owners and place of the facility or company in the card; a source is needed",
            needs_data=True, line_before=True),
        Row("add_facility", "Data", "Add a &Facility…", (), "plus", "One that the data lack, with a source",
            needs_data=True),
        Row("corrections", "Data", "C&orrections…", (), "", "All corrections of this project: go to them, revert them",
            needs_data=True),
        Row("export_corrections", "Data", "Export Corrections…", (), "",
            "Write all corrections as a table, to be sent to whoever keeps the data", needs_data=True),
        Row("import_corrections", "Data", "Import Corrections…", (), "", "Add the corrections of such a table",
            needs_data=True),
    )  # fmt: skip

    def make(self, window: Any) -> Installed:
        """Wait to be asked."""
        made = Corrections(window)
        done = {"correct": made.correct_shown, "add_facility": made.add_facility, "corrections": made.show,
                "export_corrections": lambda: made.export(), "import_corrections": lambda: made.take()}  # fmt: skip
        return Installed(handlers=done, ready=made.ready, thing=made)


class Corrections(QObject):
    """The corrections of one window; ``form`` and ``list`` are the dialogs that were opened last."""

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self._reading = Latest(self)
        self._form: CorrectDialog | None = None
        self.list: CorrectionsDialog | None = None
        self._told: frozenset[Correction] = frozenset()
        self._awaited = ""

    @property
    def form(self) -> "CorrectDialog | None":
        """Made whole, also where it is not shown yet."""
        if self._form is not None:
            self._form.finish()
        return self._form

    def ready(self) -> None:
        """The window is whole."""
        self._window.details.correct_asked.connect(self.correct)
        self._window.details.corrections_asked.connect(self.show)
        self._session.dataset_changed.connect(self._have_data)

    def correct_shown(self) -> None:
        """Open the form of the facility or company whose card is shown."""
        table, row = self._window.details.subject
        if row:
            self.correct(table, row)
        else:
            self._window.notices.say("Click a facility first, or find a company: its card says what can be corrected.")

    def correct(self, table: str, row: str) -> None:
        """Open the form of a facility or a company."""
        self._open(table, row, {})

    def add_facility(self, lon: object = None, lat: object = None) -> None:
        """Open the form of a facility that is added, at a place in degrees where one is given."""
        start = {}
        if isinstance(lon, float) and isinstance(lat, float):
            start = {"lon": f"{lon:.5f}", "lat": f"{lat:.5f}"}
        self._open("facilities", "", start | {"stage": str(self._session.scenario.stage)})

    def show(self) -> None:
        """Open the list of all corrections."""
        from mineralmap.gui.correct.listed import CorrectionsDialog

        if self.list is None:
            self.list = CorrectionsDialog(self._window, self._session)
            self.list.go_asked.connect(self._go)
            self.list.export_asked.connect(self.export)
            self.list.import_asked.connect(self.take)
        self.list.show()
        self.list.raise_()

    def export(self, path: Path | None = None) -> None:
        """Write all corrections as CSV; asks where when no path is given."""
        from mineralmap.datasets.correction_table import csv_text
        from mineralmap.datasets.files import write_atomically
        from mineralmap.gui.dialogs import ask

        made = self._session.project.corrections
        if not made:
            self._window.notices.say("Nothing is corrected, so there is nothing to export.")
            return
        path = path or ask.save_path(self._window, "data", "Export corrections", TABLES, "corrections.csv")
        if path is None:
            return
        try:
            write_atomically(path, csv_text(made))
        except MineralmapError as error:
            self._window.notices.say(str(error), "error")
            return
        self._window.notices.say(f"{plural(len(made), 'correction')} written to {path.name}.")

    def take(self, path: Path | None = None) -> None:
        """Add the corrections of a table; asks which when no path is given."""
        from mineralmap.gui.dialogs import ask

        path = path or ask.open_path(self._window, "data", "Import corrections", f"{TABLES};;All files (*)")
        if path is not None:
            self._reading.run(partial(_read, path), partial(self._taken, path), self._failed)

    def _open(self, table: str, row: str, start: dict[str, str]) -> None:
        from mineralmap.gui.correct.dialog import CorrectDialog

        dataset = self._session.dataset
        if dataset is None or (row and row not in getattr(dataset, table).index):
            return
        if self._form is not None:
            self._form.close()
        self._form = form = CorrectDialog(self._window, dataset, table, row, start, self._session.scenario.mineral)
        form.accepted.connect(partial(self._accept, form, bool(row)))
        form.company_asked.connect(partial(self.correct, "companies"))
        between_events(form, self._made_and_shown(form))

    def _made_and_shown(self, form: "CorrectDialog") -> Iterator[None]:
        for _ in form.pieces():
            if form is not self._form:
                return
            yield
        form.open()

    def _accept(self, form: "CorrectDialog", known: bool) -> None:
        from mineralmap.datasets.correction_table import merged

        made = form.corrections()
        target = form.target
        name = next((one.value for one in made if one.column == "name" and one.row == target), target)
        dataset = self._session.dataset
        if known and dataset is not None:
            table = dataset.facilities if target in dataset.facilities.index else dataset.companies
            name = str(table["name"].get(target, target))
        else:
            self._awaited = target
        words = f"Correct {name}" if known else f"Add {name}"
        self._session.edit(words, corrections=merged(self._session.project.corrections, made))

    def _have_data(self, dataset: Any) -> None:
        """Show what was added; tell what does not fit, once."""
        if self._awaited and self._awaited in dataset.facilities.index:
            self._window.go_to(self._awaited)
        self._awaited = ""
        keys = {(one.table, one.row, one.column) for one in dataset.corrected}
        unfit = frozenset(
            one for one in self._session.project.corrections if (one.table, one.row, one.column) not in keys
        )
        if unfit - self._told:
            what = plural(len(unfit), "correction")
            said = (
                f"{what} no longer {'fits' if len(unfit) == 1 else 'fit'} the data: kept with the project, not counted."
            )
            self._window.notices.say(said, "warning", {"Show Corrections": self.show}, going=True)
        self._told = unfit

    def _go(self, row: str) -> None:
        dataset = self._session.dataset
        if dataset is not None and row in dataset.facilities.index:
            self._window.go_to(row)
        elif dataset is not None and row in dataset.companies.index:
            self._window.details.show_company_of(row)
            self._window.details.show()
            self._window.details.raise_()
        else:
            self._window.notices.say(f"{row} is no longer in the data.")

    def _taken(self, path: Path, found: Any) -> None:
        from mineralmap.datasets.correction_table import merged

        made, problems = found
        if made:
            both = merged(self._session.project.corrections, made)
            self._session.edit(f"Import {plural(len(made), 'correction')} of {path.name}", corrections=both)
        text = f"{path.name}: {plural(len(made), 'correction')} added"
        if problems:
            show = partial(self._window.files.show_problems, path.name, problems)
            text += f", {problem_words.counted(problems)}"
            self._window.notices.say(f"{text}.", problem_words.kind(problems), {"Show Problems": show}, stay=True)
        else:
            self._window.notices.say(f"{text}.")

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, MineralmapError):
            raise error
        self._window.notices.say(str(error), "error")


def _read(path: Path, cancel: Any) -> Any:
    from mineralmap.datasets.correction_table import read_csv

    cancel()
    return read_csv(path)
