"""Light and dark: the window's colours, its palette and style sheet, and icons drawn in the colour of its words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import lru_cache
from string import Template
from typing import Any, cast

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QMainWindow

from mineralmap import paths
from mineralmap.gui.dressing import dresser
from mineralmap.gui.letters import LINE_PX, MOST_ICONS


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


ROLES: dict[str, QPalette.ColorRole] = {
    "panel": QPalette.ColorRole.Window,
    "field": QPalette.ColorRole.Base,
    "line": QPalette.ColorRole.Mid,
    "text": QPalette.ColorRole.WindowText,
    "quiet": QPalette.ColorRole.PlaceholderText,
    "hover": QPalette.ColorRole.Midlight,
    "chosen": QPalette.ColorRole.Highlight,
    "chosen_text": QPalette.ColorRole.HighlightedText,
    "focus": QPalette.ColorRole.Link,
    "accent": QPalette.ColorRole.BrightText,
    "caution": QPalette.ColorRole.LinkVisited,
    "map_ground": QPalette.ColorRole.Shadow,
}
"""Where the palette holds the colours that the style sheet names: the sheet is the same in both themes, for a sheet
that changes is worked out anew for every widget, once for each of its ancestors."""
ALSO: dict[str, tuple[QPalette.ColorRole, ...]] = {
    "panel": (QPalette.ColorRole.AlternateBase, QPalette.ColorRole.Button),
    "field": (QPalette.ColorRole.ToolTipBase,),
    "text": (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.ToolTipText),
}
"""Roles that Qt asks for besides."""


def apply(app: QApplication, theme: str) -> None:
    """Give the whole program the palette, the style sheet and the figures of one theme."""
    for window in app.topLevelWidgets():
        if isinstance(window, QMainWindow):
            window.setProperty("theme", theme)  # the sheet's few pictures go by it
    first = not app.styleSheet()
    if first:
        app.setStyle("Fusion")
        app.setFont(tabular(app.font()))
    made = _palette(colours(theme))
    other = made != app.palette()
    if other:
        app.setPalette(made)
    if first:
        app.setStyleSheet(_sheet())
    elif other:
        dresser(app).dress()


def _sheet() -> str:
    named = {ours: f"palette({re.sub('(?<!^)(?=[A-Z])', '-', role.name).lower()})" for ours, role in ROLES.items()}
    sheet = (paths.resources() / "theme.qss").read_text(encoding="utf-8")
    more = min(max(QFontMetrics(QApplication.font()).lineSpacing() / LINE_PX, 1.0), MOST_ICONS)
    marks = {f"px{pixels}": round(pixels * more) for pixels in (12, 14)}
    return Template(sheet).substitute(named, **marks, icons=(paths.resources() / "icons").as_posix())


def _palette(chosen: Colours) -> QPalette:
    palette = QPalette()
    for ours, role in ROLES.items():
        for which in (role, *ALSO.get(ours, ())):
            palette.setColor(which, QColor(getattr(chosen, ours)))
    for which in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(chosen.quiet))
    return palette


def tabular(font: QFont) -> QFont:
    """The font with figures of one width, where the font has them, so that columns of numbers line up."""
    made = QFont(font)
    made.setFeature(cast(Any, QFont.Tag("tnum")), 1)
    return made


def message_icon(kind: str, theme: str) -> QIcon:
    """The icon of a message that is "info", a "warning" or an "error"."""
    known = colours(theme)
    tints = {"info": known.focus, "warning": known.caution}
    return icon("info" if kind == "info" else "warning", tints.get(kind, known.accent))


@lru_cache(maxsize=256)
def icon(name: str, colour: str) -> QIcon:
    """One of the program's line icons, drawn in a colour, sharp at 1×, 2× and 3×; an empty icon for ""."""
    made = QIcon()
    if not name:
        return made
    _drawn.append((name, colour))
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


_drawn: list[tuple[str, str]] = []


def other_icons(theme: str) -> Iterator[None]:
    """Draw the icons that there are in the other theme's colours, one at a time, so that a change finds them."""
    now, other = colours(theme), colours("light" if theme == "dark" else "dark")
    turned = {getattr(now, one.name): getattr(other, one.name) for one in reversed(fields(Colours))}
    for name, colour in tuple(_drawn):
        if colour in turned:
            icon(name, turned[colour])
            yield


def app_icon() -> QIcon:
    """The program's own icon."""
    return QIcon(str(paths.resources() / "icons" / "mineralmap.svg"))


@lru_cache(maxsize=64)
def dot(colour: str, outline: str) -> QIcon:
    """A disc that says which colour a group has: filled when its button is switched on, a ring when it is not."""
    made = QIcon()
    for state in (QIcon.State.On, QIcon.State.Off):
        for size in (12, 24, 36):
            pixmap = QPixmap(size, size)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = QColor(outline)
            painter.setPen(pen)
            if state is QIcon.State.On:
                painter.setBrush(QColor(colour))
            inset = size / 12
            painter.drawEllipse(QRectF(inset, inset, size - 2 * inset, size - 2 * inset))
            painter.end()
            made.addPixmap(pixmap, QIcon.Mode.Normal, state)
    return made
