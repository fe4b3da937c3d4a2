"""What is done with a layer beside drawing it: gone to, written to a file, asked for its sources and its table."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from mineralmap.errors import MineralmapError
from mineralmap.gui.dialogs import ask
from mineralmap.gui.dialogs import help as pages
from mineralmap.gui.docks.layers import LayersDock
from mineralmap.gui.tasks import Cancel, Latest
from mineralmap.gui.words import not_written, plural

if TYPE_CHECKING:
    from pathlib import Path

    from mineralmap.datasets.dataset import Dataset
    from mineralmap.layers.layer import Layer

FORMATS = "CSV (*.csv);;GeoJSON (*.geojson)"


class LayerWork(QObject):
    """The errands of one window that concern a layer."""

    def __init__(self, window: Any, dock: LayersDock) -> None:
        super().__init__(window)
        self._window, self._dock, self._session = window, dock, window.session
        self._writing = Latest(self)
        self.mending: Any = None
        """Looks for files that the project names and cannot read; set by who makes both."""

    def has_place(self, layers: Sequence[str]) -> bool:
        """Is there anything of these layers to go to?"""
        return any(layer is not None and layer.primitives for layer in map(self._dock.layer, layers))

    def zoom_to(self, layers: Sequence[str]) -> None:
        """Show all that some layers draw."""
        from mineralmap.layers.extents import extent_of

        made = self._session.map
        found = extent_of([layer for layer in made.layers if layer.id in layers]) if made is not None else None
        if found is not None:
            self._window.parts["navigation"].thing.aims.to_drawn(found)

    def open_table(self, layer: str, table: Any) -> None:
        """Open the attribute table for a layer."""
        self._dock.tree.setCurrentItem(self._dock.tree.item(layer))
        table.trigger()

    def can_export(self, layer: str) -> bool:
        """Does a layer show facilities, which can be written to a file?"""
        found = self._dock.layer(layer)
        return found is not None and found.group in ("Facilities", "My data") and bool(found.primitives)

    def export(self, layer: str) -> None:
        """Write the facilities that a layer shows to a file that is asked for."""
        found, dataset = self._dock.layer(layer), self._session.dataset
        if found is None or dataset is None:
            return
        path = ask.save_path(self._window, "export", f"Export {found.title}", FORMATS, f"{_file_name(found.title)}.csv")
        if path is None:
            return
        self._writing.run(
            partial(_write, path, dataset, found),
            lambda rows: self._window.notices.say(f"{plural(rows, 'facility', 'facilities')} written to {path.name}."),
            partial(self._failed, path),
        )

    def show_sources(self, layers: Sequence[str]) -> None:
        """List whom to credit for some layers."""
        lines = tuple(dict.fromkeys(line for layer in layers for line in self._dock.sources(layer)))
        page = pages.credits_page(lines or ("Nothing is drawn on this map that has a source.",))
        pages.HelpDialog(self._window, f"Sources of {self._called(layers)}", page).show()

    def _called(self, layers: Sequence[str]) -> str:
        return self._dock.edits.title(layers[0]) if len(layers) == 1 else f"{len(layers)} layers"

    def _failed(self, path: "Path", error: Exception) -> None:
        if not isinstance(error, MineralmapError | OSError):
            raise error
        self._window.notices.say(not_written(path, error), "error")


def _file_name(title: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in title.lower()).strip("-") or "layer"


def _write(path: "Path", dataset: "Dataset", layer: "Layer", cancel: Cancel) -> int:
    """Facilities of a layer as CSV or GeoJSON, as the data have them; returns how many."""
    from mineralmap.datasets.files import write_atomically
    from mineralmap.layers.layer import Marks

    ids = dict.fromkeys(one for part in layer.primitives if isinstance(part, Marks) for one in part.ids)
    rows = dataset.facilities.loc[dataset.facilities.index.isin(list(ids))]
    cancel()
    if path.suffix.lower() in (".geojson", ".json"):
        write_atomically(path, rows.reset_index().to_json())
    else:
        # utf-8-sig: else a spreadsheet takes accents for something else
        write_atomically(path, rows.drop(columns="geometry").to_csv().encode("utf-8-sig"))
    return len(rows)
