"""What stands below the field of an amount once it is changed: what is read from what is typed, and what it was."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from mineralmap.gui.correct.amounts import Shipped, doubt, written
from mineralmap.gui.correct.editors import text_of, typed


class Told(QLabel):
    """What an amount was, and what is read from what is typed, with the year that it will be of."""

    def __init__(self, host: QWidget, edit: QLineEdit, column: str, unit: str, shipped: Shipped | None = None) -> None:
        super().__init__(host)
        self._edit, self._column, self._unit, self._shipped = edit, column, unit, shipped
        before = shipped.year if shipped is not None else ""
        self._year: Callable[[], str] = lambda: before
        self.setObjectName("quiet")
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        edit.textChanged.connect(self.tell)
        self.tell()

    def dated_by(self, edit: QWidget) -> None:
        """The field that says the year of the amount."""
        self._year = lambda: text_of(edit)
        if isinstance(edit, QLineEdit):
            edit.textChanged.connect(self.tell)
        self.tell()

    @property
    def doubt(self) -> str:
        """Why what is typed is not taken; "" where it is."""
        return doubt(text_of(self._edit))

    def tell(self, *_: object) -> None:
        """Say it anew."""
        text, shipped = text_of(self._edit), self._shipped or Shipped()
        value = typed("outputs", self._column, text)
        said = []
        if text and value != shipped.value:
            said.append(self.doubt or self._read(value))
        if self._shipped is not None and (value, self._year()) != (shipped.value, shipped.year):
            said.append(shipped.words(self._column, self._unit))
        self.setText("\n".join(filter(None, said)))
        self.setVisible(bool(self.text()))

    def _read(self, value: str) -> str:
        amount = written(value, self._column, self._unit)
        if not amount:
            return ""
        year, shipped = self._year(), self._shipped or Shipped()
        if not year:
            dated = "no year told: write it below"
        elif shipped.value and year == shipped.year:
            dated = f"of {year} as what it was: write the year below if yours is of another"
        else:
            dated = f"of {year}"
        return f"= {amount}, {dated}."
