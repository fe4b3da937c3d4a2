"""Where the map can be sent: to what is selected, a layer, a country, a chokepoint, a typed place, a scale."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from mineralmap.gui import regions
from mineralmap.gui.flow_text import LANE
from mineralmap.gui.map_place import CLOSE_M, MapPlace, around
from mineralmap.gui.session import Session

if TYPE_CHECKING:
    from mineralmap.render.pin import Pin

Extent = tuple[float, float, float, float]
AIR = 0.06
"""Part of its own size that is left free round what is zoomed to."""
PLACE_SCALE = 5e6
"""A typed place is looked at from at least so near: one to five million shows a province."""


class Aims:
    """Sends the map of one window."""

    def __init__(self, session: Session, place: MapPlace) -> None:
        self._session, self._place = session, place
        self.pin: Pin | None = None
        self._passing = False

    def to_selection(self) -> bool:
        """What is lit, else what is selected; ``False`` when neither has a place."""
        chosen = self._session.chosen or frozenset({self._session.view.selected} - {""})
        return self.to_features(chosen)

    def to_features(self, ids: Iterable[str]) -> bool:
        """Facilities, countries, gates and lanes, all of them in view; ``False`` when none has a place."""
        dataset, made, canvas = self._session.dataset, self._session.map, self._place.canvas
        wanted = list(ids)
        if dataset is None or made is None or canvas is None or not wanted:
            return False
        facilities = [one for one in wanted if one in dataset.facilities.index]
        if len(facilities) == len(wanted):
            self._place.zoom_to_facilities(facilities)
            return bool(dataset.facilities.loc[facilities, "lat"].notna().any())
        boxes = [box for one in wanted if (box := self._extent_of(one)) is not None]
        if not boxes:
            return False
        corners = np.array(boxes)
        self._show((*corners[:, :2].min(axis=0).tolist(), *corners[:, 2:].max(axis=0).tolist()))
        return True

    def to_layer(self, layer_id: str) -> bool:
        """All that is drawn of a layer; ``False`` when that is nothing."""
        from mineralmap.layers.whereabouts import layer_extent

        made = self._session.map
        box = layer_extent(made, layer_id) if made is not None else None
        if box is not None:
            self.to_drawn(box)
        return box is not None

    def to_drawn(self, box: Extent) -> None:
        """What is drawn in so many projected metres, no nearer than single facilities are shown."""
        x0, y0, x1, y1 = box
        if max(x1 - x0, y1 - y0) < CLOSE_M:
            self._place.show_extent(around(np.array([x0, x1]), np.array([y0, y1])), box)
        else:
            self._show(box)

    def to_country(self, iso3: str) -> bool:
        """The main part of a country; where the basemap has none, its facilities."""
        from mineralmap.layers.whereabouts import country_extent

        made, dataset = self._session.map, self._session.dataset
        if made is None or dataset is None:
            return False
        box = country_extent(made.projection, iso3)
        if box is None:
            table = dataset.facilities
            return self.to_features(map(str, table.index[table["host_iso3"] == iso3]))
        self._show(box)
        return True

    def to_region(self, region: str) -> bool:
        """A named region, or a province ("CHN:Jiangxi") with its facilities; ``False`` when the map shows none of
        it."""
        made, dataset = self._session.map, self._session.dataset
        if made is None or dataset is None:
            return False
        known = regions.regions().get(region)
        if known is None:
            iso3, _, name = region.partition(":")
            return self.to_features(regions.in_province(dataset, iso3, name))
        box = regions.metres(made.projection, known.box)
        if box is not None:
            self._show(box)
        return box is not None

    def to_place(self, lon: float, lat: float, words: str = "") -> bool:
        """Put a place into the middle, near enough to know it, and mark it."""
        made, canvas = self._session.map, self._place.canvas
        if made is None or canvas is None:
            return False
        x, y = made.projection.forward(np.array([lon]), np.array([lat]))
        if not (np.isfinite(x[0]) and np.isfinite(y[0])):
            return False
        canvas.show_place(float(x[0]), float(y[0]))
        scale = canvas.scale_denominator()
        if not scale <= PLACE_SCALE:
            canvas.show_scale(PLACE_SCALE)
        self._mark(lon, lat, words)
        return True

    def centre(self, lon: float, lat: float) -> None:
        """Put a place into the middle, as close as it is looked at."""
        made, canvas = self._session.map, self._place.canvas
        if made is not None and canvas is not None:
            x, y = made.projection.forward(np.array([lon]), np.array([lat]))
            canvas.show_place(float(x[0]), float(y[0]))

    def to_scale(self, denominator: float) -> None:
        """One to so much, in the middle."""
        if self._place.canvas is not None:
            self._place.canvas.show_scale(denominator)

    def unmark(self) -> None:
        """Take the mark of a typed place away."""
        if self.pin is not None:
            self.pin.take_away()

    def mark_unseen(self, lon: float, lat: float, words: str) -> None:
        """Mark the place of something that was gone to and is not drawn, until something else is selected or asked."""
        if self._place.canvas is not None:
            self._mark(lon, lat, words)
            self._passing = True

    def pass_by(self) -> None:
        """Take such a mark away; that of a typed place stays."""
        if self._passing:
            self.unmark()

    def _mark(self, lon: float, lat: float, words: str) -> None:
        from mineralmap.render.pin import Pin

        self._passing = False
        assert self._place.canvas is not None
        if self.pin is None or self.pin.parent() is not self._place.canvas:
            self.pin = Pin(self._place.canvas)
        ground = self._session.map.ground if self._session.map is not None else None
        if ground is not None:
            self.pin.show_at(lon, lat, words, ground.text, ground.halo)

    def _show(self, box: Extent) -> None:
        made, canvas = self._session.map, self._place.canvas
        if canvas is None or made is None:
            return
        x0, y0, x1, y1 = box
        world = made.projection.world()
        if x1 - x0 > 0.95 * (world[2] - world[0]):
            canvas.full()
            return
        air = AIR * max(x1 - x0, y1 - y0)
        self._place.show_extent((x0 - air, y0 - air, x1 + air, y1 + air), box)

    def _extent_of(self, feature: str) -> Extent | None:
        from mineralmap.analysis.gates import gates
        from mineralmap.layers.whereabouts import country_extent

        dataset, made = self._session.dataset, self._session.map
        assert dataset is not None
        assert made is not None
        if feature in dataset.countries.index:
            return country_extent(made.projection, feature)
        table = gates(dataset, self._session.scenario).table
        for known in (dataset.facilities, table, dataset.ports):
            if feature in known.index and not feature.startswith(LANE):
                x, y = made.projection.forward(*(known.loc[[feature], name].to_numpy(float) for name in ("lon", "lat")))
                return around(x, y) if np.isfinite(x[0]) and np.isfinite(y[0]) else None
        return None
