"""Every action of the window in one table; menus and the list of shortcuts are made from it."""

from collections.abc import Mapping
from time import perf_counter
from typing import cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from mineralmap.gui import theme
from mineralmap.gui.dressing import SLICE_S
from mineralmap.gui.parts import parts
from mineralmap.gui.rows import Row, merged

ACTIONS: tuple[Row, ...] = (
    Row("new", "Project", "&New", ("Ctrl+N",), "new", "Begin again with the question the program opens with"),
    Row("open", "Project", "&Open…", ("Ctrl+O",), "open", "Open a project file"),
    Row("recent", "Project", "Open &Recent"),
    Row("save", "Project", "&Save", ("Ctrl+S",), "save", "Save the question, the view and your own data sets"),
    Row("save_as", "Project", "Save &As…", ("Ctrl+Shift+S",), "", "Save under another name"),
    Row("export", "Project", "&Export Map…", ("Ctrl+E", "Ctrl+P"), "export",
        "The map as a picture or a web page, with legend, scale and sources", needs_data=True, line_before=True),
    Row("quit", "Project", "&Quit", ("Ctrl+Q",), "quit", "", line_before=True),
    Row("undo", "Edit", "&Undo", ("Ctrl+Z",), "undo"),
    Row("redo", "Edit", "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
    Row("search", "Edit", "&Find…", ("/",), "search", "Find a facility, company, country, port, strait or place",
        line_before=True),
    Row("copy_picture", "Edit", "&Copy Map as Picture", ("Ctrl+Shift+C",), "copy",
        "Put the map on the clipboard as it would be exported", needs_data=True),
    Row("zoom_in", "View", "Zoom &In", ("Ctrl++", "Ctrl+="), "zoom-in", needs_data=True),
    Row("zoom_out", "View", "Zoom &Out", ("Ctrl+-",), "zoom-out", needs_data=True),
    Row("zoom_full", "View", "Zoom &Full", ("Ctrl+Shift+F",), "zoom-full", "The whole world", needs_data=True),
    Row("zoom_selection", "View", "Zoom to &Selection", ("Ctrl+J",), "", "What is highlighted, else what is selected",
        needs_data=True),
    Row("pacific", "View", "&Pacific in the Middle", (), "pacific", "Put the map's edge in the Atlantic",
        checkable=True, line_before=True),
    Row("key", "View", "&Legend on the Map", ("Ctrl+Shift+L",), "", "The list of layers holds it too", checkable=True),
    Row("scorecard", "View", "&Scorecard", ("Ctrl+6",), "scorecard",
        "All minerals and stages against every check, in the place of the map", checkable=True, needs_data=True,
        line_before=True),
    Row("back", "View", "Back to the Figure Before", ("Alt+Left",), "back", "Among the figures that were explained"),
    Row("forward", "View", "Forward Again", ("Alt+Right",), "forward", "Among the figures that were explained"),
    Row("panels", "View", "Panels", line_before=True),
    Row("fold_panels", "View", "Hide or Show Pane&ls", ("Ctrl+Tab",), "", "Fold all panels away, or bring them back"),
    Row("map_only", "View", "&Map Only", ("Ctrl+Shift+Tab",), "",
        "The map alone in the window, without question and status bar; the same again brings them back"),
    Row("full_screen", "View", "F&ull Screen", ("F11",), "full-screen", "Leave the map alone", checkable=True),
    Row("theme_system", "View", "Theme as the S&ystem", (), "", "", checkable=True, group="theme", line_before=True),
    Row("theme_light", "View", "Li&ght Theme", (), "", "", checkable=True, group="theme"),
    Row("theme_dark", "View", "&Dark Theme", (), "", "", checkable=True, group="theme"),
    Row("add_data", "Data", "Add &Data…", ("Ctrl+L", "Ctrl+Shift+V", "Ctrl+Shift+T"), "add-data",
        "Put your own facilities on the map and into every figure", needs_data=True),
    Row("template", "Data", "Save a &Template for Your Data…", (), "", "A spreadsheet with the columns to fill"),
    Row("remove_data", "Data", "&Remove Own Data", (), "remove",
        "Take one of your own files out again: facilities or known flows"),
    Row("add_flows", "Data", "Add &Known Flows…", (), "",
        "A table of who ships how much to whom: fixed before anything is modelled", needs_data=True, line_before=True),
    Row("flows_template", "Data", "Save a Template for Kno&wn Flows…", (), "", "A table with the columns to fill"),
    Row("draw_gate", "Data", "Draw a &Gate…", ("Ctrl+G",), "",
        "Click a line over the sea: it can be closed as a strait can", needs_data=True, line_before=True),
    Row("add_gates", "Data", "Add Gates from a &File…", (), "", "Lines of a GeoJSON file, each a gate of your own",
        needs_data=True),
    Row("export_gates", "Data", "&Export Gates…", (), "", "The gates of your own as GeoJSON", needs_data=True),
    Row("shortcuts", "Help", "&Help and Keyboard Shortcuts", ("F1", "Ctrl+?"), "keyboard",
        "Every key, and what the mouse does"),
    Row("methods", "Help", "&What the Numbers Mean", (), "help", "Every term and every formula"),
    Row("about", "Help", "&About mineralmap", (), "info", "Version, licences, sources and credits", line_before=True),
)  # fmt: skip

TOOL = "tool"
"""The group of what the left button does."""
MENUS = ("Project", "Edit", "View", "Layer", "Select", "Data", "Settings", "Help")
PANELS = {"layersDock": "Ctrl+1", "answerDock": "Ctrl+2", "detailsDock": "Ctrl+3", "missingDock": "Ctrl+4",
          "evidenceDock": "Ctrl+5", "assumptionsDock": "Ctrl+7", "tableDock": "F6",
          "chokepointsDock": "Ctrl+9"}  # fmt: skip


def menus(window: QMainWindow) -> dict[str, QMenu]:
    """The menus of the bar by their names, made on the first call."""
    bar = window.menuBar()
    made = {str(action.property("menu")): cast(QMenu, action.menu()) for action in bar.actions()}
    for name in MENUS:
        if name not in made:
            made[name] = bar.addMenu(f"&{name}")
            bar.actions()[-1].setProperty("menu", name)
    return made


def rows() -> tuple[Row, ...]:
    """Every action of the window and of its parts, in the order of the menus."""
    return merged(ACTIONS, [row for part in parts for row in part.rows])


class Actions:
    """The actions of one window by id. Each calls the handler of its id: ``handlers`` maps ids to callables."""

    def __init__(self, window: QMainWindow, handlers: Mapping[str, object]) -> None:
        self._window = window
        self._made: dict[str, QAction] = {}
        self._colour = ""
        self._pale: list[Row] = []
        """Those whose icon has the colour from before."""
        self._menus: dict[str, QMenu] = {}
        groups: dict[str, QActionGroup] = {}
        self.rows = rows()
        tops, used = menus(window), {row.menu for row in self.rows}
        for name, menu in tops.items():
            menu.menuAction().setVisible(name in used)
        inner: dict[tuple[str, str], QMenu] = {}
        for row in self.rows:
            top = tops[row.menu]
            if row.submenu:
                at = (row.menu, row.submenu)
                top = inner[at] = inner.get(at) or top.addMenu(row.submenu)
            if row.line_before:
                top.addSeparator()
            handler = handlers.get(row.id)
            if handler is None:
                self._menus[row.id] = top.addMenu(row.text)
                continue
            action = QAction(row.text, window)
            action.setObjectName(row.id)
            action.setShortcuts([QKeySequence(keys) for keys in row.shortcuts])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setToolTip(row.tip)
            action.setStatusTip(row.tip)
            action.setCheckable(row.checkable)
            if row.group:
                groups.setdefault(row.group, QActionGroup(window)).addAction(action)
            if callable(handler):
                action.triggered.connect(handler)
            top.addAction(action)
            window.addAction(action)  # so that its keys work while the menu bar is hidden
            self._made[row.id] = action
        self.enable_data(False)

    def __getitem__(self, action_id: str) -> QAction:
        return self._made[action_id]

    def get(self, action_id: str) -> QAction | None:
        """The action of an id that a part may have brought; ``None`` when none has."""
        return self._made.get(action_id)

    def menu(self, row_id: str) -> QMenu:
        """The submenu of a row without a handler."""
        return self._menus[row_id]

    def enable_data(self, on: bool) -> None:
        """Switch on what needs the data."""
        for row in self.rows:
            if row.needs_data:
                self._made[row.id].setEnabled(on)

    def recolour(self, colour: str) -> None:
        """Draw the icons in another colour: the tools' at once, since they stand on the map, whose words keep off them;
        of the others what is not drawn within a moment between the next events."""
        rows = [row for row in self.rows if row.icon and row.id in self._made]
        self._pale = sorted(rows, key=lambda row: row.group != TOOL)
        self._colour = colour
        self._recolour_some()

    def _recolour_some(self) -> None:
        until = perf_counter() + SLICE_S
        while self._pale and (perf_counter() < until or self._pale[0].group == TOOL):
            row = self._pale.pop(0)
            self._made[row.id].setIcon(theme.icon(row.icon, self._colour))
        if self._pale:
            QTimer.singleShot(0, self._window, self._recolour_some)
