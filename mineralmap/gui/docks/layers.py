"""The layers: ticked, ordered by dragging, filtered, each with its own legend and its style."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QToolButton,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mineralmap.gui import layer_lines, theme
from mineralmap.gui.docks.panel import Panel
from mineralmap.gui.elided import ElidedBox
from mineralmap.gui.layer_edits import LayerEdits
from mineralmap.gui.layer_lines import OwnFile
from mineralmap.gui.layer_sight import LayerSight
from mineralmap.gui.letters import grown, icon_size
from mineralmap.gui.line_tree import LineTree
from mineralmap.gui.session import Session
from mineralmap.gui.style_panel import StylePanel
from mineralmap.layers import order
from mineralmap.model.project import DatasetReference, Project
from mineralmap.model.view import COLOUR_BY

if TYPE_CHECKING:
    from mineralmap.layers.layer import Layer, Map

UNREAD = "it is not there, or cannot be read."


class LayersDock(Panel):
    """Shows the layers of the session's map, top of the list drawn on top."""

    menu_asked = Signal(str, QPoint)
    """The line that was asked, and where on the screen."""
    add_asked = Signal()
    mend_asked = Signal(str)
    panel_asked = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__("layersDock", "Layers")
        self._session, self._project = session, session.project
        self.edits = LayerEdits(session)
        self.why_broken: Callable[[DatasetReference], str] = lambda reference: UNREAD
        self._open_before: set[str] | None = None
        self.sight = LayerSight(session)
        self.sight.changed.connect(self.refresh)
        self.tree = LineTree()
        self.tree.more_tip = self._sources_tip
        self.tree.why_empty = self._why_empty
        self.tree.ticked.connect(self._tick)
        self.tree.moved.connect(self._drop)
        self.tree.stepped.connect(self._step)
        self.tree.opened.connect(self.open)
        self.tree.currentItemChanged.connect(lambda *_: self._show_style())
        self.tree.customContextMenuRequested.connect(self._ask_menu)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter layers and legend")
        self.filter.setAccessibleName("Filter layers and legend")
        self.filter.setToolTip("Only layers and legend entries that hold these words (Ctrl+F)")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._filter)
        self.in_view = QToolButton()
        self.in_view.setCheckable(True)
        self.in_view.setIconSize(icon_size(self.in_view, 16))
        self.in_view.setAccessibleName("Legend of what is in view")
        self.in_view.setToolTip("Only legend entries of what the map shows now")
        self.in_view.toggled.connect(self.sight.want_content)
        self.style_button = QToolButton()
        self.style_button.setCheckable(True)
        self.style_button.setIconSize(icon_size(self.style_button, 16))
        self.style_button.setAccessibleName("Style of the layer")
        self.style_button.setToolTip("Opacity, size, names, scales and colours of the layer (double click)")
        self.style_button.toggled.connect(self._open_style)
        self.colour_by = ElidedBox()
        self.colour_by.setAccessibleName("Colour by")
        self.colour_by.setToolTip("Colour means one thing at a time; shape says what a thing is, area how much.")
        self.colour_by.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.colour_by.setMinimumContentsLength(8)
        self.colour_by.activated.connect(self._colour)
        self.style_panel = StylePanel(session, self.edits)
        self.style_panel.closed.connect(lambda: self.style_button.setChecked(False))
        self.sight.scale_changed.connect(self.style_panel.say_scale)
        self.style_panel.panel_asked.connect(self.panel_asked)
        self._lay_out()
        session.map_changed.connect(self._show)
        session.view_changed.connect(self._follow_view)
        session.project_changed.connect(self._follow)
        session.theme_changed.connect(self._recolour)
        self._recolour()

    def _lay_out(self) -> None:
        title = QLabel("Layers")
        title.setObjectName("dockTitle")
        head = QHBoxLayout()
        head.setContentsMargins(0, 2, 8, 0)
        head.setSpacing(2)
        head.addWidget(title, 1)
        head.addWidget(self.in_view)
        head.addWidget(self.style_button)
        field = QHBoxLayout()
        field.setContentsMargins(12, 2, 12, 6)
        field.addWidget(self.filter)
        self._lower = QWidget()
        large = grown(self) > 1.3  # else one of the two would be cut
        lower = QBoxLayout(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight, self._lower)
        lower.setContentsMargins(16, 4, 12, 8)
        lower.setSpacing(8)
        lower.addWidget(QLabel("Colour by"))
        lower.addWidget(self.colour_by, 1)
        self._page = QScrollArea()
        self._page.setWidgetResizable(True)
        self._page.setFrameShape(QScrollArea.Shape.NoFrame)
        self._page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page.setWidget(self.style_panel)
        self._page.hide()
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.tree)
        self._split.addWidget(self._page)
        self._split.setStretchFactor(0, 1)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(field)
        column.addWidget(self._split, 1)
        column.addWidget(self._lower)
        self.setWidget(inner)

    def layer_item(self, layer_id: str) -> QTreeWidgetItem:
        """The line of one layer."""
        return self.tree.item(layer_id)

    def layer(self, layer_id: str) -> "Layer | None":
        """A layer of the map as it is drawn now."""
        made = self._session.map
        return next((one for one in made.layers if one.id == layer_id), None) if made is not None else None

    def chosen_layers(self, key: str = "") -> tuple[str, ...]:
        """The layers that an action is meant for: those selected, or the asked line alone where it is not selected."""
        keys = self.tree.selected()
        keys = keys if not key or key in keys else (key,)
        found = (one for name in keys if (line := self.tree.line(name)) for one in layer_lines.layers_in(line))
        return tuple(dict.fromkeys(found))

    def styles(self) -> tuple[tuple[str, str, str], ...]:
        """What differs from the way the program draws layers by itself."""
        return self._session.view.styles

    def own_files(self) -> list[OwnFile]:
        """The user's files, and what is wrong with those that are not read."""
        return [
            OwnFile(
                one.path, Path(one.path).name, one.kind, "" if one in self._session.readings else self.why_broken(one)
            )
            for one in self._session.project.datasets
        ]

    def open(self, key: str) -> None:
        """What a double click does: the style of a layer, where a lost file is, data where there are none."""
        line = self.tree.line(key)
        if line is None:
            return
        if line.mark == "broken":
            self.mend_asked.emit(key)
        elif key == order.OWN:
            self.add_asked.emit()
        elif line.kind == "heading":
            item = self.tree.item(key)
            item.setExpanded(not item.isExpanded())
        else:
            self.show_style(key.partition("/")[0])

    def show_style(self, layer_id: str) -> None:
        """Open the style of a layer."""
        if self.tree.line(layer_id) is not None and self.tree.current() != layer_id:
            self.tree.setCurrentItem(self.tree.item(layer_id))
        self.style_button.setChecked(True)

    def focus_filter(self) -> None:
        """Put the hand into the filter."""
        self.show()
        self.raise_()
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def _follow(self, project: Project) -> None:
        """Another question changes the list with its map."""
        before, self._project = self._project, project
        if before.scenario == project.scenario or replace(before, scenario=project.scenario) != project:
            self.refresh()

    def refresh(self) -> None:
        """Bring every line up to date with the map, the view and the user's files."""
        made = self._session.map
        if made is None:
            return
        by_id = {layer.id: layer for layer in made.layers}
        lines = layer_lines.lines_of(
            [by_id[name] for name in self.edits.ids()],
            self._session.view.hidden,
            self.own_files(),
            self.sight.away(made),
            self.sight.speaks if self.in_view.isChecked() else None,
        )
        words = self.filter.text().strip()
        shown = layer_lines.filtered(lines, words)
        self.tree.show_lines(shown, made.theme)
        if not shown:
            self.tree.viewport().update()  # the words in their place name the filter
        if words:
            self.tree.expandAll()

    def _show(self, made: "Map") -> None:
        self._fill_colours()
        self.refresh()
        self._show_style()
        if self.in_view.isChecked():
            self.sight.look()

    def _filter(self, words: str) -> None:
        if words and self._open_before is None:
            self._open_before = {key for key in self._keys() if self.tree.item(key).isExpanded()}
        self.refresh()
        if not words and self._open_before is not None:
            for key in self._keys():
                self.tree.item(key).setExpanded(key in self._open_before)
            self._open_before = None

    def _why_empty(self) -> str:
        words = self.filter.text().strip()
        return (
            f"No layer and no entry of the legend holds “{words}”. Empty the filter to see them all." if words else ""
        )

    def _keys(self) -> list[str]:
        return [line.key for line in layer_lines.walk(self.tree.shown()) if line.children]

    def _tick(self, keys: tuple[str, ...], on: bool) -> None:
        lines = [line for key in keys if (line := self.tree.line(key)) is not None]
        layers = tuple(dict.fromkeys(one for line in lines for one in layer_lines.layers_in(line)))
        name = lines[0].text.lower() if len(lines) == 1 and lines[0].kind == "heading" else ""
        self.edits.show(layers, on, name)

    def _drop(self, keys: tuple[str, ...], target: str, below: bool) -> None:
        lines = [line for key in keys if (line := self.tree.line(key)) is not None]
        layers = [one for line in lines for one in layer_lines.layers_in(line)]
        aim = self.tree.line(target)
        if aim is not None and aim.kind == "heading":
            inner = layer_lines.layers_in(aim)
            target, below = (inner[0] if inner else order.OWN), False
        self.edits.arrange(layer_lines.moved(self.edits.ids(), layers, target, below))

    def _step(self, key: str, step: int) -> None:
        """One place up or down: a layer past the next layer, a heading with all below it past the next run."""
        line = self.tree.line(key)
        if line is None or line.kind not in ("layer", "heading"):
            return
        ids = [self.tree.key(item) for item in self.tree.lines()]
        inner = layer_lines.layers_in(line)
        if not inner:
            return
        at = ids.index(inner[0]) - 1 if step < 0 else ids.index(inner[-1]) + 1
        if not 0 <= at < len(ids):
            return
        target = ids[at]
        if line.kind == "heading":  # past all of what it meets
            for one in self.tree.shown():
                run = layer_lines.layers_in(one)
                if target in run:
                    target = run[0] if step < 0 else run[-1]
        self.edits.arrange(layer_lines.moved(self.edits.ids(), inner, target, step > 0))

    def _ask_menu(self, at: QPoint) -> None:
        item = self.tree.itemAt(at)
        viewport = self.tree.viewport()
        if viewport is not None:
            self.menu_asked.emit(self.tree.key(item).partition("/")[0], viewport.mapToGlobal(at))

    def _open_style(self, on: bool) -> None:
        self._page.setVisible(on)
        self._lower.setVisible(not on)
        if on:
            self._show_style()
            self.sight.look()
            room = self._split.height()
            wanted = min(self.style_panel.sizeHint().height() + 4, int(room * 0.6))
            self._split.setSizes([room - wanted, wanted])

    def _show_style(self) -> None:
        if self._page.isVisibleTo(self):
            self.style_panel.show_layer(self.layer(self.tree.current().partition("/")[0]))

    def _sources_tip(self, key: str) -> str:
        """What a layer's tip says of how to use it and of its sources."""
        line = self.tree.line(key)
        if line is None or line.kind != "layer" or key == order.OWN:
            return ""
        told = self.sources(key)
        lines = [*told[:4], f"and {len(told) - 4} more, see Sources in its menu"] if len(told) > 5 else told
        use = "Drag, or press Alt+Up and Alt+Down, to reorder; double click for its style"
        return "\n".join([use, *(["Sources:", *lines] if lines else [])])

    def sources(self, layer_id: str) -> tuple[str, ...]:
        """Whom to credit for a layer."""
        dataset, results, layer = self._session.dataset, self._session.results, self.layer(layer_id)
        if dataset is None or results is None or layer is None:
            return ()
        from mineralmap.layers.layer_sources import sources

        return sources(dataset, results, layer)

    def _fill_colours(self) -> None:
        if self.colour_by.count() == 0:
            for key, words in COLOUR_BY.items():
                self.colour_by.addItem(words, key)
            self._follow_view()

    def _colour(self, index: int) -> None:
        words = self.colour_by.itemText(index)
        self._session.edit(f"Colour by {words.lower()}", colour_by=self.colour_by.itemData(index))

    def _follow_view(self, *_: object) -> None:
        index = self.colour_by.findData(self._session.view.colour_by)
        if index >= 0:
            self.colour_by.setCurrentIndex(index)

    def _recolour(self, *_: object) -> None:
        colours = theme.colours(self._session.view.theme)
        self.in_view.setIcon(theme.icon("in-view", colours.text))
        self.style_button.setIcon(theme.icon("style", colours.text))
