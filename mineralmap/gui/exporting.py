"""Writing the map to a file or the clipboard: the same Map drawn anew, in the background, to be called off."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QMainWindow

from mineralmap.gui import outside
from mineralmap.gui.dialogs import ask
from mineralmap.gui.dialogs.export import Choice, ExportDialog
from mineralmap.gui.notices import Notices
from mineralmap.gui.session import Session
from mineralmap.gui.tasks import Cancel, Latest
from mineralmap.gui.words import not_written

if TYPE_CHECKING:
    from mineralmap.layers.layer import Map
    from mineralmap.render.exports import ExportOptions

    Maps = tuple[Map, Map, tuple[str, str]]
    """Two maps, and what each is of."""

CLIPBOARD = (1920, 1080)


class Exporting(QObject):
    """Exports of one window's map."""

    _progressed = Signal(float)

    def __init__(self, window: QMainWindow, session: Session, notices: Notices) -> None:
        super().__init__(window)
        self._window, self._session, self._notices = window, session, notices
        self._work = Latest(self)
        self._progressed.connect(notices.progress)

    def ask(self, extent: tuple[float, float, float, float], both: "Maps | None" = None) -> None:
        """Ask how and where to, then write what is looked at; ``both`` are the maps of a view that is split."""
        made = self._session.map
        if made is None:
            return
        from mineralmap.render.exports import exporters

        one = made.printed(extent)
        split, told = both is not None, (partial(_height, one, both), partial(_smallest, one, both))
        dialog = ExportDialog(self._window, list(exporters), one.title, one.subtitle, split, not one.whole, *told)
        dialog.accepted.connect(lambda: self._chosen(dialog.choice(), one, both))
        dialog.open()

    def _chosen(self, choice: Choice, made: "Map", both: "Maps | None") -> None:
        from mineralmap.render.exports import exporters

        exporter = exporters[choice.exporter]
        formats = f"{exporter.title} (*{exporter.suffix})"
        name = "".join(sign if sign.isalnum() else "-" for sign in (choice.title or made.title).lower()).strip("-")
        suggestion = f"{'-'.join(filter(None, name.split('-')))[:60] or 'map'}{exporter.suffix}"
        path = ask.save_path(self._window, "export", "Export map", formats, suggestion)
        if path is not None:
            self.write(choice, made, path, both)

    def write(self, choice: Choice, made: "Map", path: Path, both: "Maps | None" = None) -> None:
        """Write a map as chosen, or both; the message bar shows how far it is and offers to open it."""
        self._notices.work(f"Writing {path.name}…", self._work.cancel)
        work = partial(_write, choice, made, both, path, self._progressed.emit)
        self._work.run(work, partial(self._written, path), partial(self._failed, path))

    def copy(self, extent: tuple[float, float, float, float]) -> None:
        """Put a picture of what is looked at on the clipboard."""
        if self._session.map is not None:
            self._work.run(partial(_picture, self._session.map.printed(extent)), self._copied)

    def copy_both(self, both: "Maps") -> None:
        """Put a picture of two maps on the clipboard: as wide as the last export, as high as they need."""
        wide = int(str(QSettings().value("export/width", CLIPBOARD[0])))
        self._work.run(partial(_both, both, wide), partial(self._copied, what="Both maps are"))

    def _copied(self, image: QImage, what: str = "The map is") -> None:
        QGuiApplication.clipboard().setImage(image)
        self._notices.say(f"{what} on the clipboard, {image.width()} × {image.height()} pixels.")

    def _written(self, path: Path, _: object) -> None:
        actions = {
            "Open": lambda: outside.show(path),
            "Open folder": lambda: outside.show(path.parent),
        }
        self._notices.say(f"Exported {path.name}.", actions=actions, stay=True, going=True)

    def _failed(self, path: Path, error: Exception) -> None:
        self._notices.hide()
        self._notices.say(not_written(path, error), "error")


def _write(choice: Choice, made: "Map", both: "Maps | None", path: Path, tell: Any, cancel: Cancel) -> None:
    from mineralmap.render.exports import exporters

    def progress(fraction: float) -> None:
        cancel()
        tell(fraction)

    first, options = _asked(choice, made, both)
    exporters[choice.exporter].write(first, path, options, progress)
    tell(1.0)


def _asked(choice: Choice, made: "Map", both: "Maps | None") -> "tuple[Map, ExportOptions]":
    """What is written for a choice: a map, and how, a second with it."""
    if both is None or not choice.both:
        return made, _options(choice)
    first, second, names = both
    return first, replace(_options(choice), second=second, names=names)


def _options(choice: Choice) -> "ExportOptions":
    from mineralmap.render.exports import ExportOptions

    return ExportOptions(
        width_px=choice.width,
        height_px=0 if choice.follow else choice.height,
        width_mm=choice.width_mm,
        title=choice.title,
        subtitle=choice.subtitle,
        show_legend=choice.legend,
        outlines=choice.outlines,
    )


def _height(made: "Map", both: "Maps | None", choice: Choice) -> int:
    """The height that a choice needs, px."""
    first, options = _asked(choice, made, both)
    return options.fitted(first).height_px


def _smallest(made: "Map", both: "Maps | None", choice: Choice) -> float:
    """How large the smallest words of a choice are on paper, points."""
    first, options = _asked(choice, made, both)
    return options.smallest_pt(first)


def _picture(made: "Map", cancel: Cancel) -> QImage:
    from mineralmap.render.picture import picture

    return picture(made, *CLIPBOARD)


def _both(both: "Maps", wide: int, cancel: Cancel) -> QImage:
    from mineralmap.render.exports import ExportOptions
    from mineralmap.render.pair import pair

    first, second, names = both
    options = ExportOptions(width_px=wide, height_px=0, second=second, names=names).fitted(first)
    asked = options.both(first)
    assert asked is not None
    return pair(asked, options.width_px, options.height_px, options.layout_scale())
