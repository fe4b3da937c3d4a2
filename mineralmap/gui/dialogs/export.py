"""Export: which format, which size, which title; the settings are remembered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

SIZES: tuple[tuple[str, int, int], ...] = (
    ("Full HD, 1920 × 1080", 1920, 1080),
    ("Slide 16:9, 2560 × 1440", 2560, 1440),
    ("4K, 3840 × 2160", 3840, 2160),
    ("A4 landscape at 300 dpi, 3508 × 2480", 3508, 2480),
    ("Report column 160 mm at 300 dpi, 1890 × 1181", 1890, 1181),
    ("Square, 1600 × 1600", 1600, 1600),
)
OWN_SIZE = "Own size"


@dataclass(frozen=True, slots=True)
class Choice:
    """What the user asked for."""

    exporter: str
    width: int
    height: int
    title: str
    subtitle: str
    legend: bool
    both: bool = False
    """Both maps of a view that is split, side by side."""


class ExportDialog(QDialog):
    """Asks how to export; ``exporters`` are the entries of the registry, ``title`` what the map would say; ``split``:
    there are two maps."""

    def __init__(
        self, parent: QWidget, exporters: Sequence[Any], title: str, subtitle: str, split: bool = False
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export map")
        self._settings = QSettings()
        self.format = QComboBox()
        for exporter in exporters:
            self.format.addItem(f"{exporter.title} ({exporter.suffix})", exporter.id)
        self.format.setCurrentIndex(max(0, self.format.findData(self._settings.value("export/format", "png"))))
        self.size_choice = QComboBox()
        for words, width, height in SIZES:
            self.size_choice.addItem(words, (width, height))
        self.size_choice.addItem(OWN_SIZE, None)
        self.width_px, self.height_px = self._pixels("Width in pixels"), self._pixels("Height in pixels")
        self.title = QLineEdit(title)
        self.subtitle = QLineEdit(subtitle)
        self.subtitle.setToolTip("Says basis, measure, stage, year and coverage: whoever quotes the map needs it")
        self.subtitle.setCursorPosition(0)
        self.title.setCursorPosition(0)
        self.legend = QCheckBox("Legend on the map")
        self.legend.setChecked(self._settings.value("export/legend", True) in (True, "true"))
        self.both = QCheckBox("Both maps, side by side, each with its own title")
        self.both.setChecked(split)
        size = QHBoxLayout()
        size.setSpacing(8)
        size.addWidget(self.width_px)
        size.addWidget(QLabel("×"))
        size.addWidget(self.height_px)
        size.addWidget(QLabel("pixels"))
        size.addStretch(1)
        self._form = form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.addRow("Format", self.format)
        form.addRow("Size", self.size_choice)
        form.addRow("", size)
        form.addRow("Title", self.title)
        form.addRow("Line below", self.subtitle)
        form.addRow("", self.legend)
        if split:
            form.addRow("", self.both)
        note = QLabel("Sources, date, basis and data vintage always stand below the map.")
        note.setObjectName("quiet")
        note.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        export = buttons.addButton("Export…", QDialogButtonBox.ButtonRole.AcceptRole)
        export.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 12)
        column.setSpacing(16)
        column.addLayout(form)
        column.addWidget(note)
        column.addWidget(buttons)
        self.setMinimumWidth(560)
        self.size_choice.currentIndexChanged.connect(self._size_chosen)
        self.width_px.valueChanged.connect(self._size_typed)
        self.height_px.valueChanged.connect(self._size_typed)
        self.width_px.setValue(int(str(self._settings.value("export/width", 1920))))
        self.height_px.setValue(int(str(self._settings.value("export/height", 1080))))
        self._size_typed()
        self._pages = frozenset(exporter.id for exporter in exporters if exporter.suffix == ".html")
        self.format.currentIndexChanged.connect(self._format_chosen)
        self.both.toggled.connect(self._format_chosen)
        self._format_chosen()

    def choice(self) -> Choice:
        """What was asked for; remembered for the next time."""
        made = Choice(
            exporter=str(self.format.currentData()),
            width=self.width_px.value(),
            height=self.height_px.value(),
            title=self.title.text().strip(),
            subtitle=self.subtitle.text().strip(),
            legend=self.legend.isChecked(),
            both=self.both.isEnabled() and self.both.isChecked(),
        )
        for name, value in (
            ("format", made.exporter),
            ("width", made.width),
            ("height", made.height),
            ("legend", made.legend),
        ):
            self._settings.setValue(f"export/{name}", value)
        return made

    def _pixels(self, name: str) -> QSpinBox:
        box = QSpinBox()
        box.setRange(320, 12_000)
        box.setSingleStep(10)
        box.setFixedWidth(88)
        box.setAccessibleName(name)
        box.setToolTip(name)
        return box

    def _format_chosen(self, *_: object) -> None:
        """A web page is as large as its window and of one map; of two maps each has its own title."""
        sized = self.format.currentData() not in self._pages
        for widget in (self.size_choice, self.width_px, self.height_px):
            widget.setEnabled(sized)
        self.both.setEnabled(sized)
        for words in (self.title, self.subtitle):
            self._form.setRowVisible(words, not (sized and self.both.isChecked()))

    def _size_chosen(self) -> None:
        size = self.size_choice.currentData()
        if size is not None:
            for box, value in zip((self.width_px, self.height_px), size, strict=True):
                box.blockSignals(True)
                box.setValue(value)
                box.blockSignals(False)

    def _size_typed(self) -> None:
        wanted = (self.width_px.value(), self.height_px.value())
        known = [(width, height) for _, width, height in SIZES]
        self.size_choice.blockSignals(True)
        self.size_choice.setCurrentIndex(known.index(wanted) if wanted in known else len(known))
        self.size_choice.blockSignals(False)
