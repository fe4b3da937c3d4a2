"""Moving the map: views back and forward, to what is selected or a layer; typed places and scales; the map's menu."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPointF, QSettings, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QMenu

from mineralmap.gui import coordinates, theme
from mineralmap.gui.aims import Aims
from mineralmap.gui.parts import Installed, parts
from mineralmap.gui.rows import Row
from mineralmap.gui.view_history import ViewHistory

if TYPE_CHECKING:
    from mineralmap.layers.layer import Map
    from mineralmap.render.canvas import MapCanvas

NOWHERE = "Nothing selected has a place on this map."


@parts.add
class Navigation:
    """Rows of the View menu, the map's own menu, and what the status bar's fields do."""

    id, order = "navigation", 10
    rows = (
        Row("zoom_layer", "View", "Zoom to &Layer", after="zoom_selection"),
        Row("view_back", "View", "Last Vie&w", ("Ctrl+[",), "view-back",
            "What was looked at before (the back button of a mouse does it too)", needs_data=True, line_before=True,
            after="zoom_selection"),
        Row("view_next", "View", "Ne&xt View", ("Ctrl+]",), "view-next", "The view that was left by going back",
            needs_data=True, after="zoom_selection"),
        Row("refresh", "View", "&Refresh", ("F5",), "refresh", "Work out and draw the map again", needs_data=True,
            line_before=True, after="zoom_selection"),
        Row("less_motion", "Settings", "Less &Motion", (), "",
            "The map stops where the hand lets it go; it also does when the system asks for less motion",
            checkable=True),
    )  # fmt: skip

    def make(self, window: Any) -> Installed:
        hand = Hand(window)
        return Installed(
            handlers={
                "view_back": lambda: hand.go(-1),
                "view_next": lambda: hand.go(1),
                "refresh": hand.refresh,
                "less_motion": hand.less_motion,
            },
            ready=hand.ready,
            canvas_made=hand.take_canvas,
            thing=hand,
        )


class Hand(QObject):
    """What one window's map does under the hand."""

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self._window = window
        self.aims = Aims(window.session, window.map_place)
        self.history = ViewHistory()
        self.menu: QMenu | None = None
        self._extents = False

    def ready(self) -> None:
        window = self._window
        window.status.place_typed.connect(self._go_to_place)
        window.status.metres_typed.connect(self._go_to_metres)
        window.status.scale_typed.connect(self.aims.to_scale)
        window.status.extent_asked.connect(self._show_extents)
        window.status.left_field.connect(window.map_place.setFocus)
        window.files.opened.connect(self.aims.unmark)  # a mark is of the project it was made in
        for signal in (window.session.scenario_changed, window.session.selection_changed):
            signal.connect(lambda _: self.aims.pass_by())
        window.session.theme_changed.connect(self._recolour)
        window.session.map_changed.connect(lambda _: self._note())
        layers = window.actions_.menu("zoom_layer")
        layers.aboutToShow.connect(partial(self._list_layers, layers))
        less = QSettings().value("less_motion", False, type=bool)
        window.actions_["less_motion"].setChecked(bool(less))
        self._recolour()
        self._offer()

    def take_canvas(self, canvas: "MapCanvas") -> None:
        canvas.menu_asked.connect(lambda at: self._show_menu(canvas, self._window.session.map, at))
        self._window.map_place.maps.second_made.connect(self._take_second)
        canvas.history_asked.connect(self.go)
        canvas.view_rested.connect(self._note)
        canvas.view_changed.connect(self._say_extent)
        canvas.installEventFilter(self)
        canvas.glide.allowed = not self._window.actions_["less_motion"].isChecked()

    def _take_second(self, canvas: "MapCanvas") -> None:
        """The second map has the same menu, of what lies on it."""
        second = self._window.parts["split"].thing.second
        canvas.menu_asked.connect(lambda at: self._show_menu(canvas, second.map, at))
        canvas.history_asked.connect(self.go)
        canvas.installEventFilter(self)
        canvas.glide.allowed = self._window.map_place.canvas.glide.allowed

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The side buttons of a mouse are views back and forward, whatever tool is in use."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            steps = {Qt.MouseButton.BackButton: -1, Qt.MouseButton.ForwardButton: 1}
            if event.button() in steps:
                self.go(steps[event.button()])
                return True
        return False

    def go(self, step: int) -> None:
        """The view before (-1), or the one that was left by going back (1)."""
        canvas, made = self._window.map_place.canvas, self._window.session.map
        if canvas is not None and made is not None:
            self.history.note(made.projection, canvas)
            self.history.go(step, made.projection, canvas)
            self._offer()

    def refresh(self) -> None:
        """Work out and draw anew, whatever is kept."""
        self._window.session.refresh()

    def less_motion(self, on: bool) -> None:
        """Let the map stand still when it is let go, or glide on a little; remembered."""
        QSettings().setValue("less_motion", on)
        place = self._window.map_place
        for canvas in () if place.canvas is None else (place.canvas, place.maps.second):
            if canvas is not None:
                canvas.glide.allowed = not on

    def zoom_selection(self) -> None:
        """What is lit or selected."""
        if not self.aims.to_selection():
            self._window.status.tell(NOWHERE)

    def _go_to_place(self, lon: float, lat: float) -> None:
        if not self.aims.to_place(lon, lat, coordinates.decimal(lon, lat)):
            self._window.status.tell("This projection cannot show that place.")

    def _go_to_metres(self, x: float, y: float) -> None:
        import numpy as np

        made: Map | None = self._window.session.map
        if made is not None:
            lon, lat = made.projection.inverse(np.array([x]), np.array([y]))
            self._go_to_place(float(lon[0]), float(lat[0]))

    def _list_layers(self, menu: QMenu) -> None:
        menu.clear()
        made: Map | None = self._window.session.map
        for layer in reversed(made.layers) if made is not None else ():
            action = menu.addAction(layer.title.replace("&", "&&"), partial(self._to_layer, layer.id, layer.title))
            action.setEnabled(layer.visible and bool(layer.primitives))

    def _to_layer(self, layer_id: str, title: str) -> None:
        if not self.aims.to_layer(layer_id):
            self._window.status.tell(f"{title}: nothing of it is on the map.")

    def _show_menu(self, canvas: "MapCanvas", made: "Map | None", at: QPointF) -> None:
        from mineralmap.gui import map_menu

        if canvas.cursor().shape() == Qt.CursorShape.CrossCursor:
            return  # a tool is in use, which may want the button for itself
        if self.menu is not None:
            self.menu.deleteLater()
        self.menu = map_menu.build(self._window, self.aims, canvas, made, at)
        self.menu.popup(canvas.mapToGlobal(at.toPoint()))

    def _note(self) -> None:
        canvas, made = self._window.map_place.canvas, self._window.session.map
        if canvas is None or made is None:
            return
        self.history.note(made.projection, canvas)
        self._offer()
        self._say_extent()

    def _offer(self) -> None:
        there = self._window.map_place.canvas is not None
        self._window.actions_["view_back"].setEnabled(there and self.history.can_go_back)
        self._window.actions_["view_next"].setEnabled(there and self.history.can_go_forward)

    def _show_extents(self, on: bool) -> None:
        self._extents = on
        self._say_extent()

    def _say_extent(self) -> None:
        made = self._window.session.map
        if not self._extents or made is None:
            return
        from mineralmap.gui.bookmarking import degrees_of

        extent = self._window.map_place.seen()
        if extent is not None:
            self._window.status.set_extent(*degrees_of(made.projection, extent))

    def _recolour(self) -> None:
        self._window.status.recolour(theme.colours(self._window.session.view.theme).quiet)
