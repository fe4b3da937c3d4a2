"""What a form adds to a facility or a company: another figure, another owner."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from mineralmap.gui.correct import fields
from mineralmap.gui.correct.editors import box_of, form_on, typed
from mineralmap.gui.correct.told import Told

if TYPE_CHECKING:
    from mineralmap.datasets.dataset import Dataset


class New(QWidget):
    """A row that is added with the others: its editors, and what they say."""

    edits: list[QWidget]
    told: Sequence[Told] = ()

    def rows(self, target: str) -> Sequence[tuple[str, str, str, str, str]]:
        """(table, row, column, value, was) of what is added to the target."""
        raise NotImplementedError


class NewFigure(New):
    def __init__(self, host: QWidget, dataset: "Dataset", mineral: str) -> None:
        super().__init__(host)
        self._dataset = dataset
        minerals = dataset.minerals.sort_values("order")
        self.mineral = box_of(self, [(str(one), str(name)) for one, name in minerals["name"].items()], "Mineral")
        self.form_ = box_of(self, [("contained", "contained")], "Form", free=True)
        self.capacity, self.year = QLineEdit(self), QLineEdit(self)
        self.production, self.production_year = QLineEdit(self), QLineEdit(self)
        form = form_on(self)
        pairs = (("Mineral", self.mineral), ("Form", self.form_), ("Capacity, t a year", self.capacity),
                 ("Capacity is of", self.year), ("Output, t", self.production),
                 ("Output is of", self.production_year))  # fmt: skip
        told: list[Told] = []
        for words, edit in pairs:
            edit.setAccessibleName(words)
            label = QLabel(words, self)
            label.setMinimumWidth(120)
            form.addRow(label, edit)
            if edit in (self.capacity, self.production):
                column = "capacity" if edit is self.capacity else "production"
                told.append(Told(self, edit, column, "t"))
                form.addRow("", told[-1])
            elif edit in (self.year, self.production_year):
                told[-1].dated_by(edit)
        self.told = told
        self.edits = [edit for _, edit in pairs]
        self.mineral.setCurrentIndex(max(self.mineral.findData(mineral), 0))
        self.mineral.currentIndexChanged.connect(self._forms)
        self._forms()

    def _forms(self) -> None:
        from mineralmap.datasets.contained import known_forms

        self.form_.clear()
        for form in known_forms(str(self.mineral.currentData()), self._dataset.factors):
            self.form_.addItem(form, form)

    def rows(self, target: str) -> Sequence[tuple[str, str, str, str, str]]:
        cells = {"capacity": self.capacity, "capacity_year": self.year, "production": self.production,
                 "production_year": self.production_year}  # fmt: skip
        told = {
            name: typed("outputs", name, edit.text().strip()) for name, edit in cells.items() if edit.text().strip()
        }
        if not target or not told:
            return []
        row = f"{target}|{self.mineral.currentData()}|{self.form_.currentText().strip()}"
        return [("outputs", row, "", "", ""), *(("outputs", row, name, value, "") for name, value in told.items())]


class NewStake(New):
    def __init__(self, host: QWidget, dataset: "Dataset") -> None:
        super().__init__(host)
        self._dataset = dataset
        names = sorted((str(name), str(one)) for one, name in dataset.companies["name"].items())
        self.owner = box_of(self, [(one, name) for name, one in names], "Owner", free=True)
        self.owner.setCurrentIndex(-1)
        line = self.owner.lineEdit()
        if line is not None:
            line.setPlaceholderText("A company of the data, or the name of a new one")
        self.country = box_of(self, [("", "as in the data"), *fields.countries(dataset)], "Country of a new company")
        self.stake = QLineEdit(self)
        self.stake.setPlaceholderText("49 %, or empty when not published")
        form = form_on(self)
        pairs = (("Owner", self.owner), ("Its country, if new", self.country), ("Stake", self.stake))
        for words, edit in pairs:
            edit.setAccessibleName(words)
            label = QLabel(words, self)
            label.setMinimumWidth(120)
            form.addRow(label, edit)
        self.edits = [edit for _, edit in pairs]

    def rows(self, target: str) -> Sequence[tuple[str, str, str, str, str]]:
        name = " ".join(self.owner.currentText().split())
        if not target or not name:
            return []
        made: list[tuple[str, str, str, str, str]] = []
        at = self.owner.findText(name, Qt.MatchFlag.MatchFixedString)
        if at >= 0:
            owner = str(self.owner.itemData(at))
        else:
            owner = fields.new_id(name, self._dataset.companies.index)
            made += [("companies", owner, "", "", ""), ("companies", owner, "name", name, "")]
            if country := str(self.country.currentData() or ""):
                made.append(("companies", owner, "country_iso3", country, ""))
        row = f"{owner}>{target}"
        made.append(("stakes", row, "", "", ""))
        if self.stake.text().strip():
            made.append(("stakes", row, "stake", typed("stakes", "stake", self.stake.text().strip()), ""))
        return made
