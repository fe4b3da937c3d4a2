"""Export: which format, which size, which title; the settings are remembered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtGui import QResizeEvent
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

from mineralmap.gui import theme

SIZES: tuple[tuple[str, int, int, int], ...] = (
    ("Screen, full HD, 1920 × 1080", 1920, 1080, 0),
    ("Screen, 4K, 3840 × 2160", 3840, 2160, 0),
    ("Slide 16:9, 2560 × 1440", 2560, 1440, 0),
    ("Square, 1600 × 1600", 1600, 1600, 0),
    ("Journal, one column: 88 mm at 300 dpi, as high as needed", 1039, 0, 88),
    ("Journal, two columns: 180 mm at 300 dpi, as high as needed", 2126, 0, 180),
    ("Journal, two columns: 180 × 140 mm at 300 dpi, 2126 × 1654", 2126, 1654, 180),
    ("Report column: 160 × 124 mm at 300 dpi, 1890 × 1470", 1890, 1470, 160),
    ("Whole page, A4 landscape: 297 × 210 mm at 300 dpi, 3508 × 2480", 3508, 2480, 297),
)
"""Words, width and height in px, 0 for as high as the map needs, and the width on paper in mm, 0 for none."""
OWN_SIZE = "Own size"
DPI, MM_INCH = 300, 25.4
PAGES: tuple[tuple[str, int, int], ...] = (("A4", 210, 297), ("A4 landscape", 297, 210), ("A3 landscape", 420, 297))
"""Pages by their width, with their height, mm: a picture is for the first that is wide enough."""
JOURNAL_MM = 240
"""What most journals leave for a figure on a page as high as A4, mm."""
SCREEN = "for screens"


@dataclass(frozen=True, slots=True)
class Choice:
    """What the user asked for."""

    exporter: str
    width: int
    height: int
    title: str
    subtitle: str
    legend: bool
    width_mm: int = 0
    """The width on paper; 0 for screens."""
    outlines: bool = False
    """Letters of a drawing as outlines instead of text."""
    both: bool = False
    """Both maps of a view that is split, side by side."""
    follow: bool = False
    """As high as what is looked at needs, instead of ``height``."""


class Words(QLineEdit):
    """Words that the map would say by itself, to be changed; emptied there are none, and a button brings them back."""

    def __init__(self, words: str, without: str) -> None:
        super().__init__(words)
        self.setPlaceholderText(without)
        self.setCursorPosition(0)
        quiet = self.palette().placeholderText().color().name()
        self.back = self.addAction(theme.icon("undo", quiet), QLineEdit.ActionPosition.TrailingPosition)
        self.back.setToolTip("Back to the words of the map")
        self.back.setVisible(False)
        self.back.triggered.connect(lambda: self.setText(words))
        self.textChanged.connect(lambda text: self.back.setVisible(text != words))


class ExportDialog(QDialog):
    """Asks how to export; ``exporters`` are the entries of the registry, ``title`` what the map would say; ``split``:
    there are two maps; ``part``: a part of the world is looked at; ``needs``: the height that a choice needs, px;
    ``smallest``: how large its smallest words are on paper, points."""

    def __init__(
        self,
        parent: QWidget,
        exporters: Sequence[Any],
        title: str,
        subtitle: str,
        split: bool = False,
        part: bool = False,
        needs: Callable[[Choice], int] | None = None,
        smallest: Callable[[Choice], float] | None = None,
    ) -> None:
        super().__init__(parent)
        self._needs, self._smallest, self._height = needs, smallest, 1080
        """The height that was chosen: another is shown while the picture is as high as the map needs."""
        self.setWindowTitle("Export map")
        self._settings = QSettings()
        self.format = QComboBox()
        for exporter in exporters:
            self.format.addItem(f"{exporter.title} ({exporter.suffix})", exporter.id)
        self.format.setCurrentIndex(max(0, self.format.findData(self._settings.value("export/format", "png"))))
        self.size_choice = QComboBox()
        for words, *numbers in SIZES:
            self.size_choice.addItem(words, tuple(numbers))
        self.size_choice.addItem(OWN_SIZE, None)
        self.width_px, self.height_px = self._pixels("Width in pixels"), self._pixels("Height in pixels")
        self.width_mm = QSpinBox()
        self.width_mm.setRange(0, 1_200)
        self.width_mm.setSuffix(" mm")
        self.width_mm.setSpecialValueText(SCREEN)
        self.width_mm.setAccessibleName("Width on paper")
        self.width_mm.setToolTip("How wide the picture is on paper; words are then as large as paper needs them")
        self.follow = QCheckBox("As high as what is looked at needs")
        self.follow.setToolTip(
            "Else more of the map is drawn, above and below or at the sides, to fill the picture. "
            "Two maps on narrow paper stand one above the other"
        )
        self.follow.setChecked(part and self._settings.value("export/follow", True) in (True, "true"))
        self._by_size = not self.follow.isChecked() and self._settings.value("export/needed", False) in (True, "true")
        """Is the picture as high as needed since a size says so? Another size then brings back a height of its own."""
        if self._by_size:
            self.follow.setChecked(True)
        self.follow.toggled.connect(self._format_chosen)
        self._part = part
        self.dpi, self.high_mm, self.warning = QLabel(), QLabel(), QLabel()
        self.dpi.setObjectName("quiet")
        self.high_mm.setAccessibleName("Height on paper")
        self.warning.setWordWrap(True)
        self.title, self.subtitle = Words(title, "No title"), Words(subtitle, "No subtitle")
        self.subtitle.setToolTip(
            "Below the title, above the map. "
            "Says basis, measure, stage, year and coverage: whoever quotes the map needs it"
        )
        self.legend = QCheckBox("Legend on the map")
        self.legend.setChecked(self._settings.value("export/legend", True) in (True, "true"))
        self.outlines = QCheckBox("Words as outlines: alike on every computer, but not to be edited")
        self.outlines.setToolTip(
            "Else words are text in the typeface Inter, which is free (resources/fonts of the program); "
            "where it is not installed, Arial or the like stands in"
        )
        self.outlines.setChecked(self._settings.value("export/outlines", False) in (True, "true"))
        self.both = QCheckBox("Both maps, each with its own title, and one legend for both")
        self.both.setToolTip("Side by side; on paper too narrow for that, one above the other")
        self.both.setChecked(split)
        size = QHBoxLayout()
        size.setSpacing(8)
        size.addWidget(self.width_px)
        size.addWidget(QLabel("×"))
        size.addWidget(self.height_px)
        size.addWidget(QLabel("pixels"))
        size.addStretch(1)
        paper = QHBoxLayout()
        paper.setSpacing(8)
        paper.addWidget(self.width_mm)
        paper.addWidget(self.high_mm)
        paper.addWidget(self.dpi)
        paper.addStretch(1)
        self._form = form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.addRow("Format", self.format)
        form.addRow("Size", self.size_choice)
        form.addRow("", size)
        form.addRow("", self.follow)
        form.addRow("On paper", paper)
        form.addRow("", self.warning)
        form.addRow("Title", self.title)
        form.addRow("Subtitle", self.subtitle)
        form.addRow("", self.legend)
        form.addRow("", self.outlines)
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
        self.width_px.setValue(int(str(self._settings.value("export/width", 1920))))
        self._height = int(str(self._settings.value("export/height", 1080)))
        self.height_px.setValue(self._height)
        self.width_mm.setValue(int(str(self._settings.value("export/mm", 0))))
        self.width_px.valueChanged.connect(self._size_typed)
        self.height_px.valueChanged.connect(self._height_typed)
        self.width_mm.valueChanged.connect(self._paper_typed)
        self.legend.toggled.connect(self._size_typed)
        for words in (self.title, self.subtitle):
            words.editingFinished.connect(self._size_typed)
        self._pages = frozenset(exporter.id for exporter in exporters if exporter.suffix == ".html")
        self._drawings = frozenset(exporter.id for exporter in exporters if exporter.suffix == ".svg")
        self.format.currentIndexChanged.connect(self._format_chosen)
        self.both.toggled.connect(self._format_chosen)
        for words in (self.title, self.subtitle):
            words.textChanged.connect(self._size_typed)
        self._format_chosen()

    def choice(self) -> Choice:
        """What was asked for; remembered for the next time."""
        made = self._chosen()
        if self._part and not self._by_size:
            self._settings.setValue("export/follow", self.follow.isChecked())
        for name, value in (
            ("needed", self._by_size and self.follow.isChecked()),
            ("format", made.exporter),
            ("width", made.width),
            ("height", made.height),
            ("mm", made.width_mm),
            ("legend", made.legend),
            ("outlines", made.outlines),
        ):
            self._settings.setValue(f"export/{name}", value)
        return made

    def _chosen(self) -> Choice:
        return Choice(
            exporter=str(self.format.currentData()),
            width=self.width_px.value(),
            height=self._height,
            title=self.title.text().strip(),
            subtitle=self.subtitle.text().strip(),
            legend=self.legend.isChecked(),
            width_mm=self.width_mm.value(),
            outlines=self.outlines.isChecked(),
            both=self.both.isEnabled() and self.both.isChecked(),
            follow=self.follow.isEnabled() and self.follow.isChecked(),
        )

    def _pixels(self, name: str) -> QSpinBox:
        box = QSpinBox()
        box.setRange(320, 12_000)
        box.setSingleStep(10)
        box.setFixedWidth(88)
        box.setAccessibleName(name)
        box.setToolTip(name)
        return box

    def _format_chosen(self, *_: object) -> None:
        """A web page is as large as its window and of one map; of two maps each has its own title; a drawing can have
        its words as outlines."""
        self._form.setRowVisible(self.outlines, self.format.currentData() in self._drawings)
        sized = self.format.currentData() not in self._pages
        for widget in (self.size_choice, self.width_px, self.width_mm, self.follow):
            widget.setEnabled(sized)
        self.height_px.setEnabled(sized and not self.follow.isChecked())
        self.both.setEnabled(sized)
        for words in (self.title, self.subtitle):
            self._form.setRowVisible(words, not (sized and self.both.isChecked()))
        self._size_typed()

    def _size_chosen(self) -> None:
        size = self.size_choice.currentData()
        if size is None:
            return
        width, height, wide = size
        if self.follow.isChecked() == bool(height) and (not height or self._by_size):
            self._by_size = not height
            self.follow.blockSignals(True)
            self.follow.setChecked(not height)
            self.follow.blockSignals(False)
            self.height_px.setEnabled(bool(height))
        self._show_size(width, height or self._height, wide)

    def _height_typed(self, high: int) -> None:
        self._height = high
        self._size_typed()

    def _size_typed(self, *_: object) -> None:
        chosen = self._chosen()
        self._show(self.height_px, self._needs(chosen) if chosen.follow and self._needs is not None else self._height)
        needed, given = ((chosen.width, high, chosen.width_mm) for high in (0, chosen.height))
        known = [tuple(numbers) for _, *numbers in SIZES]
        wanted = needed if chosen.follow and needed in known else given
        self.size_choice.blockSignals(True)
        self.size_choice.setCurrentIndex(known.index(wanted) if wanted in known else len(known))
        self.size_choice.blockSignals(False)
        self._tell_paper(chosen)

    def _tell_paper(self, chosen: Choice) -> None:
        """How high it is on paper, how dense and how small its words, and whether a page takes it."""
        high = self.height_px.value() * chosen.width_mm / chosen.width
        on_paper = bool(chosen.width_mm) and chosen.exporter not in self._pages
        self.high_mm.setText(f"× {high:.0f} mm" if on_paper else "")
        self.dpi.setText(self._on_paper(chosen) if chosen.width_mm else "")
        self.warning.setText(too_high(chosen, high) if on_paper else "")
        self._form.setRowVisible(self.warning, bool(self.warning.text()))
        self._make_room()

    def resizeEvent(self, arg__1: QResizeEvent) -> None:
        super().resizeEvent(arg__1)
        self._make_room()

    def _make_room(self) -> None:
        """A dialog does not grow by itself for words that take one line more."""
        self.warning.setMinimumHeight(max(self.warning.heightForWidth(self.size_choice.width()), 0))

    def _on_paper(self, chosen: Choice) -> str:
        """What a width on paper means: who has two maps on a column, or a low picture, is told how small words get."""
        from mineralmap.render.exports import LEAST_PT

        dense = f"{chosen.width / chosen.width_mm * MM_INCH:.0f} dpi"
        if self._smallest is None:
            return dense
        said = self._smallest(chosen)
        return f"{dense}, words from {said:.1f} pt{'' if said > LEAST_PT - 0.05 else ': more height makes them larger'}"

    def _paper_typed(self, wide: int) -> None:
        """As many px as paper of that width needs, in the shape that there is."""
        if wide:
            width = min(max(round(wide / MM_INCH * DPI), self.width_px.minimum()), self.width_px.maximum())
            self._show_size(width, round(width * self._height / self.width_px.value()), wide)
        self._size_typed()

    def _show_size(self, width: int, height: int, wide: int) -> None:
        self._height = height
        for box, value in ((self.width_px, width), (self.width_mm, wide)):
            self._show(box, value)
        self._size_typed()

    @staticmethod
    def _show(box: QSpinBox, value: int) -> None:
        box.blockSignals(True)
        box.setValue(value)
        box.blockSignals(False)


def too_high(chosen: Choice, high_mm: float) -> str:
    """What to say of a picture that is higher than a page takes; "" of any other."""
    page = next((page for page in PAGES if chosen.width_mm <= page[1]), None)
    if page is None:
        return ""
    name, wide, high = page
    most = JOURNAL_MM if high > wide else high
    if round(high_mm) <= most:
        return ""
    mend = "Less height, or a wider picture, is what a page takes."
    if chosen.follow:
        ways = ["without the legend"] * chosen.legend + ["with one map at a time"] * chosen.both
        mend = f"It is lower {', or '.join(ways)}." if ways else "A wider picture is lower for its width."
    if round(high_mm) <= high:
        return f"High for a page: most journals leave about {most} mm for a figure. {mend}"
    return f"Higher than a page of {name} ({high} mm). {mend}"
