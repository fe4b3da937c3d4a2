"""Any projection by its code or name: a search over the registries, with the part of the world each is made for."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mineralmap.gui.tasks import Latest

if TYPE_CHECKING:
    from mineralmap.gui.tasks import Cancel
    from mineralmap.layers.coded_sheets import Listed

CODE = Qt.ItemDataRole.UserRole
MOST = 200
"""So many are listed; whoever looks for another writes more of its name."""


class ProjectionDialog(QDialog):
    """``chosen`` is the code that is lit, or else what was written."""

    def __init__(self, parent: QWidget, recent: Sequence[str]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Other projection")
        self.resize(560, 520)
        self._recent = list(recent)
        self._listed: list[Listed] = []
        self.field = QLineEdit()
        self.field.setPlaceholderText("Code or words: 3035, Europe equal area, UTM zone 33N")
        self.field.setAccessibleName("Find a projection")
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._sift)
        self.list = QListWidget()
        self.list.setAccessibleName("Projections")
        self.list.setUniformItemSizes(True)
        self.list.currentItemChanged.connect(lambda *_: self._tell())
        self.list.itemActivated.connect(lambda _: self.accept())
        self.about = QLabel("Reading the registries…")
        self.about.setObjectName("quiet")
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setWordWrap(True)
        self.about.setMinimumHeight(3 * self.fontMetrics().lineSpacing())
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText("Draw the map so")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 12)
        column.setSpacing(12)
        for widget in (self.field, self.list, self.about, self.buttons):
            column.addWidget(widget)
        self._reading = Latest(self)
        self._reading.run(_read, self._take)
        self._tell()

    @property
    def chosen(self) -> str:
        """The code."""
        item = self.list.currentItem()
        return str(item.data(CODE)) if item is not None else self.field.text().strip()

    @property
    def busy(self) -> bool:
        """Are the registries being read?"""
        return self._reading.busy

    def done(self, arg__1: int) -> None:
        self._reading.cancel()
        super().done(arg__1)

    def _take(self, listed: "list[Listed]") -> None:
        self._listed = listed
        self._sift(self.field.text())

    def _sift(self, text: str) -> None:
        words = text.casefold().replace("epsg:", "").replace("esri:", "").split()
        if words:
            found = [one for one in self._listed if all(word in one.sought for word in words)]
            found.sort(key=lambda one: (one.code.split(":")[1] != words[0], one.old, len(one.title)))
        else:
            known = {one.code: one for one in self._listed}
            found = [known[code] for code in (*self._recent, *_USUAL) if code in known]
            found = list(dict.fromkeys(found))
        self.list.clear()
        for one in found[:MOST]:
            item = QListWidgetItem(f"{one.code}   {one.title}")
            item.setData(CODE, one.code)
            item.setData(CODE + 1, one.area + ("\nNo longer recommended by its registry." if one.old else ""))
            self.list.addItem(item)
        if words and found:
            self.list.setCurrentRow(0)
        self._tell(len(found))

    def _tell(self, found: int = 1) -> None:
        item = self.list.currentItem()
        written = bool(self.field.text().strip())
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(item is not None or written)
        if item is not None:
            more = f"\n{found:,} found; the first {MOST} are listed." if found > MOST else ""
            self.about.setText(f"Made for: {item.data(CODE + 1)}{more}")
        elif self._listed:
            self.about.setText("Nothing is called so." if written else "Those chosen last, and some that many use.")


_USUAL = ("EPSG:3035", "EPSG:3413", "EPSG:3031", "EPSG:5070", "EPSG:3978", "EPSG:3112", "EPSG:8859", "ESRI:54009")


def _read(cancel: "Cancel") -> "list[Listed]":
    from mineralmap.layers.coded_sheets import registry

    return registry()
