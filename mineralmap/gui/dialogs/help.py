"""Pages of help: what the numbers mean, and who is to be thanked."""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from mineralmap import __version__
from mineralmap.gui.words import GLOSSARY

if TYPE_CHECKING:
    from mineralmap.datasets.dataset import Dataset


class HelpDialog(QDialog):
    """A page of rich text with a title; links open in the browser."""

    def __init__(self, parent: QWidget, title: str, page: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(640, 560)
        self.page = QTextBrowser()
        self.page.setOpenExternalLinks(True)
        self.page.setHtml(page)
        self.page.setAccessibleName(title)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 12)
        column.addWidget(self.page, 1)
        column.addWidget(close)


def credits_page(notes: Sequence[str]) -> str:
    """What must be said with a map."""
    return "<h3>Sources and credits of this map</h3>" + "".join(f"<p>{escape(note)}</p>" for note in notes)


def methods_page(wanted: str = "") -> str:
    """Every term in one sentence, then every indicator with its formula and where that comes from; of them those that
    hold the wanted words."""
    from mineralmap.analysis.indicators import indicators

    numbers = [
        f"<p><b>{escape(one.title)}</b> ({escape(one.unit)})<br><i>{escape(one.question)}</i><br>"
        f"{escape(_capital(one.formula))}<br>{escape(one.reference)}</p>"
        for one in indicators
    ]
    words = [
        f"<p><b>{escape(term)}</b><br>{escape(_capital(meaning.removeprefix(f'{term}: ')))}</p>"
        for term, meaning in GLOSSARY.items()
    ]
    asked = wanted.casefold().split()
    words, numbers = ([one for one in lot if all(word in one.casefold() for word in asked)] for lot in (words, numbers))
    page = f"<h4>Words</h4>{''.join(words)}" * bool(words) + f"<h4>Numbers</h4>{''.join(numbers)}" * bool(numbers)
    return f"<h3>What the numbers mean</h3>{page or f'<p>Nothing here speaks of “{escape(wanted)}”.</p>'}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def about_page(dataset: "Dataset | None") -> str:
    """Version, licences, and every attribution that the sources ask for."""
    words = (
        f"<h3>mineralmap {escape(__version__)}</h3><p>Who mines, refines, owns and ships critical minerals, "
        "and what is left to diversify.</p><p>Program: Apache License 2.0. Data: our own compilation of facts and "
        "figures, each with its source; the terms of the sources stand below.</p>"
        "<p>Qt for Python (LGPL 3), pyqtgraph (MIT), pandas, geopandas, shapely and numpy (BSD), pyproj (MIT), "
        "searoute (Apache 2.0), folium (MIT), Leaflet (BSD).</p>"
    )
    if dataset is None:
        return words
    credits = sorted({text for text in dataset.sources["attribution"] if text})
    rows = "".join(f"<p>{escape(text)}</p>" for text in credits)
    named = "".join(
        f"<p>{escape(', '.join(str(row[column]) for column in ('publisher', 'title', 'year') if row[column]))}<br>"
        f"<i>{escape(str(row['licence']))}</i></p>"
        for row in dataset.sources.to_dict("records")
    )
    return f"{words}<h4>Credits</h4>{rows}<h4>Sources</h4>{named}"
