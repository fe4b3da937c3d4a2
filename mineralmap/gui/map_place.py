"""The middle of the window: the map once it is drawn, until then what is going on."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLabel, QProgressBar, QStackedLayout, QVBoxLayout, QWidget

from mineralmap.gui.credits import Credits
from mineralmap.gui.flow_text import LANE
from mineralmap.gui.free_map import widened
from mineralmap.gui.letters import grown
from mineralmap.gui.notices import Notices
from mineralmap.gui.session import Session
from mineralmap.gui.two_maps import KEY_ROOM, TwoMaps

if TYPE_CHECKING:
    from mineralmap.layers.layer import Map
    from mineralmap.layers.snapshot import Snapshot
    from mineralmap.render.canvas import MapCanvas

Extent = tuple[float, float, float, float]
KEY_NEEDS, LOW_KEY_NEEDS, BESIDE_TABLES = (480, 480), (300, 150), 640
"""Pixels from which there is room for the key below the world, and for the little of it that is said nowhere else; with
less, the list of layers holds it alone. The little is asked of the map without its credits, which are higher in large
letters, and grows with them. Over a table the map wants more before it gives room to the whole key."""
LOW = 320
"""Px of height below which the map has a line of the credits' room."""
OWN_GATE = "own:"
"""As ``analysis.gates`` marks the user's gates, which waits until pandas is there."""
NEAREST_M, CLOSE_M = 2_500_000.0, 150_000.0
"""Width shown round one facility: near enough to know it, far enough to know where in the world it is; and the least
round several."""


class MapPlace(QWidget):
    """Gives the canvas its map and says what the mouse means."""

    feature_clicked = Signal(str)
    """Id of a facility, a country, a chokepoint or a lane; "" when nothing known was clicked."""
    feature_hovered = Signal(str)
    """Id of the feature under the pointer, on either map; "" for none."""
    pointer_moved = Signal(float, float)
    scale_changed = Signal(float)
    key_changed = Signal(bool)
    credits_asked = Signal()
    nowhere = Signal(str)
    """What was asked for cannot be shown in this projection: words for the message bar."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("mapPlace")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumSize(240, 208)  # the map itself and its credits
        self._session = session
        self.canvas: MapCanvas | None = None
        self.maps: Any = None
        """The ``TwoMaps`` that hold the canvas, and a second one while the view is split; there once the canvas is."""
        self._second: Map | None = None
        self._cover: QWidget | None = None
        self._fit_next = False
        self._key_wanted: bool | None = None
        self._key_form = (True, False)
        self._crowded = False
        self.kept: Snapshot | None = None
        """The map as it was last seen, while that is shown."""
        words = QLabel("Opening the data…")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setFixedWidth(160)
        bar.setAccessibleName("Opening the data")
        opening = QWidget()
        opening.setObjectName("opening")
        column = QVBoxLayout(opening)
        column.addStretch(1)
        column.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(bar, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        upper = QWidget()
        self._pages = QStackedLayout(upper)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(opening)
        self.credits = Credits()
        self.credits.asked.connect(self.credits_asked)
        self.upper = upper
        upper.installEventFilter(self)
        self.notices = Notices(upper)
        """Messages lie over the map, or what stands in its place."""
        self.over: list[QWidget] = [self.notices]
        """What hides a part of the map: nothing that is gone to is put below it."""
        self._column = both = QVBoxLayout(self)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(0)
        both.addWidget(upper, 1)
        both.addWidget(self.credits)
        self._keyed_drawn: list[bool] = []
        session.map_changed.connect(self._show)

    def make_canvas(self) -> None:
        """Make the map's widget; its module has been imported behind the window by now."""
        from mineralmap.render.canvas import MapCanvas

        canvas = self._made(MapCanvas(), "Map")
        canvas.view_changed.connect(self._say_scale)
        canvas.view_rested.connect(self._keep_key)
        canvas.laying.connect(self._choose_key)
        self.maps = TwoMaps(canvas)
        self.maps.head_changed.connect(self.notices.lie_below)
        self._pages.addWidget(self.maps)
        self.notices.come_after(canvas)
        self.setFocusProxy(canvas)
        self.canvas = canvas
        self._session.prepare = self._prepare
        self._lay_key()

    def _prepare(self, made: "Map", then: Callable[[], None]) -> bool:
        """Make ready for a map, unless it sets what is looked at."""
        return self.canvas is not None and not self._fit_next and self.canvas.prepare(made, then)

    def _made(self, canvas: "MapCanvas", name: str) -> "MapCanvas":
        """A canvas that answers to the mouse and lights what is chosen."""
        canvas.setAccessibleName(name)
        canvas.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        canvas.feature_clicked.connect(self._clicked)
        canvas.feature_hovered_id.connect(self.feature_hovered)
        canvas.pointer_moved.connect(self.pointer_moved)
        for keys, act in ((Qt.Key.Key_PageUp, canvas.zoom_in), (Qt.Key.Key_PageDown, canvas.zoom_out)):
            shortcut = QShortcut(QKeySequence(keys), canvas)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)
        self._session.chosen_changed.connect(canvas.set_chosen)
        canvas.set_chosen(self._session.chosen)
        return canvas

    def add_above(self, strip: QWidget) -> None:
        """Put a strip above the map: the map gives it room, nothing of it is hidden."""
        self._column.insertWidget(0, strip)

    def split(self, how: str) -> None:
        """Lay a second map beside the first ("side") or over it ("swipe"); "" for one map."""
        if self.canvas is None:
            return
        if how and self.maps.second is None:
            from mineralmap.render.canvas import MapCanvas

            second = self._made(MapCanvas(), "Second map")
            second.set_key_shown(False)
            self.maps.add_second(second)
        if not how:
            self._second = None
        self.maps.arrange(how)
        self._lay_key()

    def show_second(self, made: "Map") -> None:
        """Give the second map what it draws."""
        self._second = made
        self.maps.show_second(made)
        self._lay_key()

    def light(self, ids: frozenset[str]) -> None:
        """Make these facilities stand out while something that means them is pointed at; nothing is chosen by it."""
        for canvas in () if self.canvas is None else (self.canvas, self.maps.second):
            if canvas is not None:
                canvas.light(ids)

    @property
    def key_shown(self) -> bool:
        """Does the key lie on the map? As the user chose, else by the room there is."""
        if self._key_wanted is not None:
            return self._key_wanted
        wide, high = LOW_KEY_NEEDS
        return self.upper.width() >= wide and self.upper.height() >= high * grown(self)

    def crowd(self, on: bool) -> None:
        """Tables lie below the map, or no longer: mostly the map gets another size by that, and with it its key."""
        self._crowded = on
        QTimer.singleShot(0, self, self._lay_key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.credits.be_low(self.height() < LOW)
        super().resizeEvent(event)

    def show_key(self, on: bool) -> None:
        """Put the key on the map, or take it away, whatever the room."""
        self._key_wanted = on
        self._lay_key()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.upper and event.type() == QEvent.Type.Resize:
            self._lay_key()
        return super().eventFilter(watched, event)

    def _choose_key(self) -> None:
        """Which key there is room for, before one is laid that this size has no room for."""
        form = self._form()
        if self.canvas is not None and form != self._key_form:
            self._key_form = form
            self.canvas.choose_key(*form)

    def _lay_key(self) -> None:
        form = self._form()
        if self.canvas is not None and form != self._key_form:
            self._key_form = form
            self.canvas.set_key_shown(*form)
        if self._split:
            self._lay_common_key(self._low)
        self.key_changed.emit(self.key_shown)

    def _form(self) -> tuple[bool, bool]:
        """Whether the map has a key, and whether a low one."""
        return (False, False) if self._split else (self.key_shown, self._low)

    @property
    def _split(self) -> bool:
        return self.maps is not None and bool(self.maps.split)

    @property
    def _low(self) -> bool:
        needed = BESIDE_TABLES if self._crowded else KEY_NEEDS[1]
        return self._key_wanted is None and not (self.width() >= KEY_NEEDS[0] and self.height() >= needed)

    def _keep_key(self) -> None:
        """The legend of two maps says what is drawn at the scale where they come to rest."""
        made = self._session.map
        if self._split and made is not None and self.canvas is not None:
            metres = self.canvas.view().mpp * self.canvas.true
            drawn = [one.detail[0] <= metres < one.detail[1] for one in made.layers]
            if drawn != self._keyed_drawn:
                self._keyed_drawn = drawn
                self._lay_common_key(self._low)

    def _lay_common_key(self, low: bool) -> None:
        """One legend below both maps: what they share once, and of which map the rest is."""
        made = self._session.map
        if made is None or not self.key_shown:
            self.maps.show_key(None, "")
            return
        from mineralmap.render import key, key_place
        from mineralmap.render.application import grown as larger

        both = self.maps.seen(self.maps.joined(made, self._second))
        wide, room, more = self.maps.width(), self.maps.height() * KEY_ROOM, larger(self.font())
        laid = key.lay_low(both, wide, min(room, key_place.LOW), more) if low else key.lay_strip(both, wide, room, more)
        self.maps.show_key(laid, both.ground.around)

    def cover(self, page: QWidget | None) -> None:
        """Show a page in the place of the map; ``None`` brings the map back."""
        if page is not None and self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        self._cover = page
        self.credits.setVisible(page is None)
        if page is not None:
            self._pages.setCurrentWidget(page)
        elif self.canvas is not None:
            self._pages.setCurrentWidget(self.maps)

    def extent(self) -> Any:
        """The part of the world that a picture of the map shows: x0, y0, x1, y1 in projected metres, above the key but
        for the whole world; ``None`` before there is a map."""
        canvas, made = self.canvas, self._session.map
        if canvas is None or made is None:
            return None
        world = tuple(made.projection.world())
        return world if canvas.opened_whole or self._held(canvas.extent()) == world else self._held(canvas.uncovered())

    def seen(self) -> Any:
        """What is looked at, above the key. Paper round the world, where somebody has put it into view, is a part."""
        seen = None if self.canvas is None else tuple(self.canvas.uncovered())
        return self._held(seen) if self.canvas is not None and self.canvas.opened else seen

    def lasting(self) -> Any:
        """What a project keeps of the view, to be looked at again; ``None`` is the whole world as it opens."""
        if self.canvas is None:
            return self._session.view.extent
        return None if self.canvas.opened_whole else self.seen()

    def _held(self, seen: Any) -> Any:
        from mineralmap.layers import extents

        made = self._session.map
        return None if made is None else extents.held(seen, made.projection.world())

    def zoom_in(self) -> None:
        if self.canvas is not None:
            self.canvas.zoom_in()

    def zoom_out(self) -> None:
        if self.canvas is not None:
            self.canvas.zoom_out()

    def zoom_full(self) -> None:
        """The whole world."""
        if self.canvas is not None:
            self.canvas.full()

    def zoom_to_facilities(self, facilities: Sequence[str]) -> None:
        """Show all of these facilities, with room around them; those without a place are left out."""
        dataset, made = self._session.dataset, self._session.map
        if dataset is None or made is None or self.canvas is None:
            return
        table = dataset.facilities
        rows = table.loc[table.index.isin(list(facilities)) & table["lat"].notna()]
        if not len(rows):
            return
        self._zoom_round(rows["lon"].to_numpy(), rows["lat"].to_numpy())

    def zoom_to_gate(self, gate: str) -> None:
        """Show a chokepoint, the user's own too, with the sea around it."""
        dataset, made = self._session.dataset, self._session.map
        if dataset is None or made is None or self.canvas is None:
            return
        from mineralmap.analysis.gates import gates

        table = gates(dataset, self._session.scenario).table
        if gate in table.index:
            self._zoom_round(table.loc[[gate], "lon"].to_numpy(), table.loc[[gate], "lat"].to_numpy())

    def _zoom_round(self, lon: np.ndarray, lat: np.ndarray) -> None:
        """Show the places (n,) that the projection can show; say so where it can show none."""
        made = self._session.map
        if made is None or self.canvas is None:
            return
        x, y = made.projection.forward(lon, lat)
        shown = np.isfinite(x) & np.isfinite(y)
        if shown.any():
            x, y = x[shown], y[shown]
            self.show_extent(around(x, y), (x.min(), y.min(), x.max(), y.max()))
        else:
            self.nowhere.emit(f"That lies outside what {made.projection.sheet.title} shows. Choose another projection.")

    def show_extent(self, extent: Extent, things: Extent) -> None:
        """Show an extent in projected metres, and the things in it where nothing lies over the map."""
        if self.canvas is not None:
            over = (*self.over, self.notices.mark)
            self.canvas.zoom_to(widened(extent, things, self.canvas, self.canvas.map_height, over))

    def show_view(self) -> None:
        """The next map sets what is looked at, as the project says; until then, and later, the view is the user's."""
        self._fit_next = True

    def show_kept(self, kept: "Snapshot") -> None:
        """Show a map as it was last seen, until the answer is there again. Needs the canvas."""
        self.kept = kept
        self._put(kept.seen)

    def _show(self, made: "Map") -> None:
        kept, flows = self.kept, self._session.flows
        if kept is not None and flows is None and self._session.busy and _alike(kept.seen, made):
            return  # the same map without its routes, which would vanish for a moment
        self.kept = None
        self._put(made)

    def _put(self, made: "Map") -> None:
        if self.canvas is None:
            return
        fit, self._fit_next = self._fit_next, False
        if fit:
            self.canvas.full()
        self.canvas.set_map(made)
        if fit and self._session.view.extent is not None:
            self.canvas.zoom_to(made.extent)
        if self._cover is None and self._pages.currentWidget() is not self.maps:
            self._pages.setCurrentWidget(self.maps)
        if self.maps.split:
            self._lay_key()
        self.credits.say(made.notes)
        self.credits.setVisible(self._cover is None)
        self._say_scale()

    def _clicked(self, layer_id: str, feature_id: str) -> None:
        dataset = self._session.dataset
        if dataset is None:
            return
        tables = (dataset.facilities, dataset.countries, dataset.chokepoints)
        known = feature_id.startswith((OWN_GATE, LANE)) or any(feature_id in table.index for table in tables)
        self.feature_clicked.emit(feature_id if known else "")

    def _say_scale(self) -> None:
        if self.canvas is not None:
            self.scale_changed.emit(float(self.canvas.scale_denominator()))


def _alike(one: "Map", other: "Map") -> bool:
    return (one.title, one.theme, one.projection, one.extent) == (
        other.title, other.theme, other.projection, other.extent,
    )  # fmt: skip


def around(x: np.ndarray, y: np.ndarray) -> Extent:
    """An extent round points (n,) in projected metres: with a tenth of air round several, no nearer than a district's
    width; a country's width round one place."""
    least = CLOSE_M if max(np.ptp(x), np.ptp(y)) >= 1.0 else NEAREST_M
    middle_x, middle_y = (x.min() + x.max()) / 2, (y.min() + y.max()) / 2
    half_x = max(np.ptp(x) * 0.6, least / 2)
    half_y = max(np.ptp(y) * 0.6, least / 3)
    return float(middle_x - half_x), float(middle_y - half_y), float(middle_x + half_x), float(middle_y + half_y)
