"""The form that corrects a facility or a company, or adds one: every value with what it was, and who says so."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mineralmap.errors import Problem, Severity
from mineralmap.gui.correct import fields
from mineralmap.gui.correct.added import New, NewFigure, NewStake
from mineralmap.gui.correct.amounts import AMOUNTS
from mineralmap.gui.correct.editors import editor, form_on, heard, text_of, typed
from mineralmap.gui.correct.fields import Field, Group
from mineralmap.gui.correct.told import Told
from mineralmap.gui.elided import cut
from mineralmap.gui.letters import grown
from mineralmap.gui.tasks import Cancel, Latest
from mineralmap.gui.words import plural
from mineralmap.model.project import Correction

if TYPE_CHECKING:
    from mineralmap.datasets.dataset import Dataset

JUDGE_MS = 250
JUDGING = "…"
"""Stands for the verdict while what was typed is judged."""
VERDICT_PX = 36
REMOVED = "removed"
"""As ``datasets.corrections`` has it, which waits until pandas is there."""
LABEL_PX, OWNER_PX = 120, 320
FIRST = "Record what is changed here first, or take it back"
"""Why the form of an owner is not opened: what was typed would be lost."""
TALLER = 1.25
"""How much higher the form is made at most for larger letters: it scrolls, and screens are low."""
TOLD = 4
"""Problems that are shown at once."""


class CorrectDialog(QDialog):
    """``table`` and ``row`` say what is corrected; "" as row adds one, with the values of ``start`` by column.
    ``mineral`` is what another figure is likely to be of. It is empty until it is made, by ``pieces`` or ``finish``.
    ``company_asked`` is the id of an owner whose own form is to be opened in the place of this one."""

    company_asked = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        dataset: "Dataset",
        table: str,
        row: str,
        start: dict[str, str] | None = None,
        mineral: str = "",
    ) -> None:
        super().__init__(parent)
        self._dataset, self._table, self._row = dataset, table, row
        self._mineral = mineral
        self._judging = Latest(self)
        self._edits: list[tuple[Field, QWidget]] = []
        self._labels: list[QLabel] = []
        self._removed: set[tuple[str, str]] = set()
        self._told: list[Told] = []
        self._more: list[New] = []
        self._onward: list[QPushButton] = []
        self._whole = self._good = self._wanted = False
        self.problems: tuple[Problem, ...] = ()
        name = str(getattr(dataset, table).at[row, "name"]) if row else ""
        what = "company" if table == "companies" else "facility"
        self.setWindowTitle(f"Correct {name}" if row else f"Add a {what}")
        self.resize(round(560 * grown(self)), round(680 * min(grown(self), TALLER)))
        self._timer = QTimer(self, singleShot=True, interval=JUDGE_MS)
        self._timer.timeout.connect(self._judge)
        self._left = self._made(start or {})

    def pieces(self) -> Iterator[None]:
        """Make the form, with a pause after each piece: all of it at once would hold the hand."""
        return self._left

    def finish(self) -> None:
        """Make what is not made yet."""
        for _ in self._left:
            pass

    def _made(self, start: dict[str, str]) -> Iterator[None]:
        row = self._row
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Each widget is made where it stays: one that changes its parent is styled anew, with all that it holds.
        self._inner = QWidget()
        scroll.setWidget(self._inner)
        self._rows = QVBoxLayout(self._inner)
        self._rows.setContentsMargins(0, 0, 12, 0)
        self._rows.setSpacing(4)
        yield from self._fill(start)
        told = QLabel(
            "Your values lie over the shipped data, in this project only, and are marked wherever they count."
            if row
            else "What you add lies beside the shipped data, in this project only, and is marked as yours.",
            self,
        )
        told.setWordWrap(True)
        told.setObjectName("quiet")
        self.source = QLineEdit(self)
        self.source.setAccessibleName("Source")
        self.source.setPlaceholderText("Who says so: title, page, address (needed)")
        self.note = QLineEdit(self)
        self.note.setAccessibleName("Note")
        self.note.setPlaceholderText("Anything a reader should know (may be left out)")
        for field in (self.source, self.note):
            field.textChanged.connect(self._changed)
        form = form_on()
        for words, field in (("Source •", self.source), ("Note", self.note)):
            label = QLabel(words, self)
            label.setMinimumWidth(round(LABEL_PX * grown(self)))
            form.addRow(label, field)
        self.verdict = QLabel(self)
        self.verdict.setObjectName("quiet")
        self.verdict.setTextFormat(Qt.TextFormat.PlainText)
        self.verdict.setWordWrap(True)
        self.verdict.setMinimumHeight(VERDICT_PX)
        self.verdict.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(12)
        column.addWidget(told)
        column.addWidget(scroll, 1)
        column.addLayout(form)
        column.addWidget(self.verdict)
        column.addWidget(self.buttons)
        self._whole = True
        self._changed()
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(False)  # nothing is changed yet

    def accept(self) -> None:
        """Close with what is typed; what is not judged yet is judged first, and the press counts if all is well."""
        if self.busy:
            self._wanted = True
            self._timer.stop()
            self._judge()
        elif self._good:
            super().accept()

    def done(self, arg__1: int) -> None:
        self._wanted = False
        super().done(arg__1)

    @property
    def busy(self) -> bool:
        """Is what was typed still being judged?"""
        return self._timer.isActive() or self._judging.busy

    def field(self, column: str, row: str = "") -> QWidget:
        """The editor of a column, of a certain row where several have it."""
        return next(edit for one, edit in self._edits if one.column == column and (not row or one.row == row))

    def corrections(self) -> list[Correction]:
        """What was changed, in the order of the tables: companies that are new, the row, its figures, its stakes."""
        said = partial(Correction, source=" ".join(self.source.text().split()), on=date.today().isoformat(),
                       note=self.note.text().strip())  # fmt: skip
        made: list[Correction] = []
        target = self._row or self._new_row()
        if not self._row and target:
            made.append(said(self._table, target, "", "", ""))
        for field, edit in self._edits:
            value = self._value(field, edit)
            if (field.table, field.row) not in self._removed and value != field.value and (self._row or target):
                made.append(said(field.table, field.row or target, field.column, value, field.value))
        made += [said(table, row, "", REMOVED, "") for table, row in sorted(self._removed)]
        for new in self._more:
            made += [said(*one) for one in new.rows(target)]
        order = ("companies", "facilities", "outputs", "stakes")
        return sorted(made, key=lambda one: order.index(one.table))

    @property
    def target(self) -> str:
        """The id of the row that is corrected or added."""
        return self._row or self._new_row()

    def _new_row(self) -> str:
        name = self._value_of("name")
        if not name:
            return ""
        taken = getattr(self._dataset, self._table).index
        return fields.new_id(name, taken, self._value_of("host_iso3") if self._table == "facilities" else "")

    def _value_of(self, column: str) -> str:
        for field, edit in self._edits:
            if field.column == column and field.table == self._table:
                return self._value(field, edit)
        return ""

    def _fill(self, start: dict[str, str]) -> Iterator[None]:
        dataset = self._dataset
        groups: Iterable[Group]
        if self._row:
            groups = (fields.of_company if self._table == "companies" else fields.of_facility)(dataset, self._row)
        else:
            groups = [Group("", self._table, "", fields.blank(dataset, self._table))]
            start = {"status": "operating", "coord_precision": "site", "kind": "unchecked", "state_owned": "no",
                     "stops": "yes", "seat_only": "no", **start}  # fmt: skip
        heading = ""
        for group in groups:
            title = {"outputs": "Figures, as published", "stakes": "Owners"}.get(group.table, "")
            if title and title != heading:
                self._heading(title)
            heading = title
            yield
            yield from self._add_group(group, start)
        for company, name in fields.owned_owners(dataset, self._row) if self._row else ():
            yield
            self._lead_on(company, name)
        if self._table == "facilities":
            self._add_button("Add a Figure…", lambda: self._add_new(NewFigure(self._inner, dataset, self._mineral)))
        self._add_button("Add an Owner…", lambda: self._add_new(NewStake(self._inner, dataset)))
        self._rows.addStretch(1)

    def _heading(self, words: str) -> None:
        label = QLabel(words, self._inner)
        label.setObjectName("heading")
        label.setContentsMargins(0, 12, 0, 0)
        self._rows.addWidget(label)

    def _lead_on(self, company: str, name: str) -> None:
        shown = cut(name, self.fontMetrics(), round(OWNER_PX * grown(self))).removesuffix("…").replace("&", "&&")
        button = self._add_button(f"Correct the Owners of {shown}…", lambda: self._ask_company(company))
        button.setAccessibleName(f"Correct the owners of {name}")
        self._onward.append(button)
        self._say_onward(free=True)

    def _ask_company(self, company: str) -> None:
        if not self.corrections():  # a key may not have been judged yet
            self.company_asked.emit(company)

    def _say_onward(self, free: bool) -> None:
        tip = "Opens the form of this company in the place of this one" if free else FIRST
        for button in self._onward:
            button.setEnabled(free)
            button.setToolTip(f"{button.accessibleName()}\n{tip}")

    def _add_button(self, words: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(words, self._inner)
        button.setAutoDefault(False)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda _: act())
        self._rows.addWidget(button)
        return button

    def _add_group(self, group: Group, start: dict[str, str]) -> Iterator[None]:
        box = QWidget(self._inner)
        form = form_on(box)
        if group.title:
            head = QHBoxLayout()
            title = QLabel(group.title, box)
            title.setTextFormat(Qt.TextFormat.PlainText)
            title.setWordWrap(True)
            head.addWidget(title, 1)
            if group.removable:
                button = QPushButton("Take Out", box)
                button.setCheckable(True)
                button.setAutoDefault(False)
                button.setToolTip("This row is wrong: it counts no more")
                button.setAccessibleName(f"Take out {group.title}")
                button.toggled.connect(partial(self._take_out, group, form))
                head.addWidget(button)
            form.addRow(head)
        for field in group.fields:
            edit = editor(box, field, start.get(field.column, field.value) if not self._row else field.value)
            heard(edit, self._changed)
            needed = not self._row and field.column in ("name", "stage", "host_iso3")
            label = QLabel(field.label + (" •" if needed else ""), box)
            label.setToolTip(field.tip)
            label.setMinimumWidth(round(LABEL_PX * grown(self)))
            form.addRow(label, edit)
            self._edits.append((field, edit))
            self._labels.append(label)
            if group.table == "outputs" and field.column in AMOUNTS and isinstance(edit, QLineEdit):
                self._told.append(Told(box, edit, field.column, group.unit, fields.shipped(group, field.column)))
                form.addRow("", self._told[-1])
            elif group.table == "outputs" and field.column.removesuffix("_year") in AMOUNTS:
                self._told[-1].dated_by(edit)
            yield
        self._rows.addWidget(box)

    def _take_out(self, group: Group, form: QFormLayout, on: bool) -> None:
        for at in range(1, form.rowCount()):
            for role in (QFormLayout.ItemRole.LabelRole, QFormLayout.ItemRole.FieldRole):
                item = form.itemAt(at, role)
                widget = item.widget() if item is not None else None
                if widget is not None:
                    widget.setEnabled(not on)
        (self._removed.add if on else self._removed.discard)((group.table, group.row))
        self._changed()

    def _add_new(self, new: "New") -> None:
        self._more.append(new)
        self._rows.insertWidget(self._rows.count() - 1, new)
        for edit in new.edits:
            heard(edit, self._changed)
        new.edits[0].setFocus()
        self._changed()

    def _value(self, field: Field, edit: QWidget) -> str:
        """What stands in an editor, as a correction writes it; what cannot be understood stays as it was typed."""
        text = text_of(edit)
        if text in (_bare(field.shown), _bare(field.value)):
            return field.value
        return typed(field.table, field.column, text)

    def _all_told(self) -> list[Told]:
        return [*self._told, *(told for new in self._more for told in new.told)]

    def _changed(self, *_: object) -> None:
        if self._whole:
            # Whoever presses OK right after the last key means it: a button that waited for the verdict lost the press.
            self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(True)
            self._wanted = False
            # The last verdict is of what stood there before the key; its room stays, so that nothing jumps.
            self.verdict.setMinimumHeight(max(VERDICT_PX, self.verdict.height()))
            self.verdict.setText(JUDGING)
            self._timer.start()

    def _judge(self) -> None:
        for (field, edit), label in zip(self._edits, self._labels, strict=True):
            changed = self._value(field, edit) != field.value
            font = label.font()
            font.setBold(changed and bool(self._row))
            label.setFont(font)
            was = f"It was {field.shown or 'not known'}. " if changed and self._row else ""
            edit.setToolTip(f"{was}{field.tip}")
        made = self.corrections()
        self._say_onward(free=not made)
        # A missing source is told once, and not for each value.
        made = [replace(one, source=one.source or "not said yet") for one in made]
        self._judging.run(partial(_judged, self._dataset, made), partial(self._say, len(made)))

    def _say(self, count: int, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        wrong = [one for one in problems if one.severity is Severity.ERROR]
        lines = [_told(one) for one in problems[:TOLD]]
        doubts = [told.doubt for told in self._all_told() if told.isEnabled() and told.doubt]
        if not self._row and not self._value_of("name"):
            lines.insert(0, "A name is needed.")
        elif not count:
            lines.insert(0, "Nothing is changed yet.")
        elif not self.source.text().strip():
            lines.append(f"{plural(count, 'value')} changed. A source is needed.")
        elif not wrong and not doubts:
            lines.append(f"{plural(count, 'value')} changed.")
        self.verdict.setMinimumHeight(VERDICT_PX)
        self.verdict.setText("\n".join(dict.fromkeys([*doubts, *lines])))
        self._good = bool(count and not wrong and not doubts and self.source.text().strip())
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(self._good)
        wanted, self._wanted = self._wanted, False
        if wanted and self._good:
            super().accept()


def _judged(dataset: "Dataset", made: list[Correction], cancel: Cancel) -> tuple[Problem, ...]:
    from mineralmap.datasets.corrections import apply

    cancel()
    return apply(dataset, made)[1]


def _told(problem: Problem) -> str:
    """A problem with the label of its field."""
    label = fields.LABELS.get((problem.column or "").partition(".")[2], "")
    what = problem.what.partition(": ")[2] or problem.what
    return " ".join(filter(None, (f"{label}: {what}" if label else what, problem.hint)))


def _bare(text: str) -> str:
    """As an editor gives it back: with plain single spaces."""
    return " ".join(text.split())
