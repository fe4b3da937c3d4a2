"""Light and dark: the window's colours, its palette and style sheet, and icons drawn in the colour of its words."""

from dataclasses import asdict, dataclass
from functools import lru_cache
from string import Template
from typing import Any, cast

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from mineralmap import paths


@dataclass(frozen=True, slots=True)
class Colours:
    """The window's colours in one theme, #RRGGBB."""

    name: str
    panel: str
    """Ground of panels and bars."""
    field: str
    """Ground of fields, lists and menus."""
    line: str
    text: str
    quiet: str
    hover: str
    chosen: str
    """Ground of what is switched on."""
    chosen_text: str
    focus: str
    accent: str
    """What is dangerous; used for nothing else."""
    caution: str
    """What is near a limit, or may be over it."""
    bar: str
    """Bars of the chosen basis."""
    bar_presumed: str
    bar_other: str
    """Bars of the basis that stands beside."""
    unknown: str
    map_ground: str


LIGHT = Colours(
    name="light", panel="#F7F8F9", field="#FFFFFF", line="#DCE1E5", text="#1E2830", quiet="#5B6770", hover="#ECEFF2",
    chosen="#E3EBF3", chosen_text="#12395F", focus="#1B5FAA", accent="#B3261E", caution="#A86400", bar="#35597D",
    bar_presumed="#93ABC3", bar_other="#C3CAD0", unknown="#D9DDE0", map_ground="#EAF0F3",
)  # fmt: skip
DARK = Colours(
    name="dark", panel="#1A2127", field="#222B33", line="#36424D", text="#E6EBEF", quiet="#9DAAB5", hover="#2A353E",
    chosen="#2C4257", chosen_text="#D6E8FA", focus="#6FA8E0", accent="#F2867D", caution="#E0B04A", bar="#7FA9D3",
    bar_presumed="#4F6E8E", bar_other="#56636E", unknown="#46525C", map_ground="#11181E",
)  # fmt: skip


def colours(theme: str) -> Colours:
    """The colours of "light" or "dark"."""
    return DARK if theme == "dark" else LIGHT


def level_colour(level: str, colours: Colours) -> str:
    """The colour of a check's level; a symbol always says the same."""
    known = {"fine": colours.focus, "near": colours.caution, "may": colours.caution, "over": colours.accent}
    return known.get(level, colours.quiet)


def system_theme() -> str:
    """What the desktop asks for: "dark", or "light" when it does not say."""
    hints = QGuiApplication.styleHints()
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"


def apply(app: QApplication, theme: str) -> None:
    """Give the whole program the palette, the style sheet and the figures of one theme."""
    chosen = colours(theme)
    if not app.styleSheet():
        app.setStyle("Fusion")
    palette = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, chosen.panel),
        (role.WindowText, chosen.text),
        (role.Base, chosen.field),
        (role.AlternateBase, chosen.panel),
        (role.Text, chosen.text),
        (role.Button, chosen.panel),
        (role.ButtonText, chosen.text),
        (role.ToolTipBase, chosen.field),
        (role.ToolTipText, chosen.text),
        (role.PlaceholderText, chosen.quiet),
        (role.Highlight, chosen.chosen),
        (role.HighlightedText, chosen.chosen_text),
        (role.Link, chosen.focus),
        (role.LinkVisited, chosen.focus),
    ):
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(chosen.quiet))
    app.setPalette(palette)
    app.setFont(tabular(app.font()))
    sheet = (paths.resources() / "theme.qss").read_text(encoding="utf-8")
    icons = (paths.resources() / "icons").as_posix()
    made = Template(sheet).substitute(asdict(chosen), icons=icons, theme=chosen.name)
    if made != app.styleSheet():  # else Qt would polish every widget of every window anew
        app.setStyleSheet(made)


def tabular(font: QFont) -> QFont:
    """The font with figures of one width, where the font has them, so that columns of numbers line up."""
    made = QFont(font)
    made.setFeature(cast(Any, QFont.Tag("tnum")), 1)
    return made


@lru_cache(maxsize=256)
def icon(name: str, colour: str) -> QIcon:
    """One of the program's line icons, drawn in a colour, sharp at 1×, 2× and 3×; an empty icon for ""."""
    made = QIcon()
    if not name:
        return made
    svg = (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    for size in (16, 20, 24, 32, 48, 64):
        pixmap = QPixmap(QSize(size, size))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        made.addPixmap(pixmap)
    return made


def app_icon() -> QIcon:
    """The program's own icon."""
    return QIcon(str(paths.resources() / "icons" / "mineralmap.svg"))


@lru_cache(maxsize=64)
def dot(colour: str, filled: bool, outline: str) -> QIcon:
    """A disc that says which colour a group has: filled when it is switched on, a ring when it is not."""
    made = QIcon()
    for size in (12, 24, 36):
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QColor(outline)
        painter.setPen(pen)
        if filled:
            painter.setBrush(QColor(colour))
        inset = size / 12
        painter.drawEllipse(QRectF(inset, inset, size - 2 * inset, size - 2 * inset))
        painter.end()
        made.addPixmap(pixmap)
    return made
