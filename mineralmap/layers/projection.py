"""A projection as a value: its name and middle, places to metres and back, and the scale it really has.

What a sheet cannot show is nowhere: its metres are ``nan``. The sheets are in ``layers.named_sheets`` and
``layers.coded_sheets``.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from mineralmap.layers import named_sheets
from mineralmap.layers.coded_sheets import coded
from mineralmap.layers.sheets import Sheet
from mineralmap.model.view import PROJECTIONS

BACK_M = 10.0
"""What comes back further than this from where it was asked lies outside the map."""


@lru_cache(maxsize=1)
def _ellipsoid() -> Any:
    import pyproj

    return pyproj.Geod(ellps="WGS84")


@lru_cache(maxsize=32)
def _sheet(name: str, centre_lon: float) -> Sheet:
    if name == "arctic":
        return named_sheets.arctic(centre_lon)
    if name in PROJECTIONS:
        return named_sheets.of_the_world(name, centre_lon)
    found = coded(name)
    return named_sheets.of_the_world("plate_carree", 0.0, found) if isinstance(found, str) else found


@dataclass(frozen=True, slots=True)
class Projection:
    """Degrees of longitude and latitude to metres and back. Arrays in, arrays out, any shape.

    ``name`` is one of PROJECTIONS or a code ("EPSG:3035"), which has a middle of its own and takes no other.
    """

    name: str = "equal_earth"
    centre_lon: float = 11.0

    @property
    def sheet(self) -> Sheet:
        """The sheet that it is drawn on; an InvalidArgument where there is none of that name."""
        return _sheet(self.name, float(self.centre_lon))

    @property
    def title(self) -> str:
        """Its name and middle, as a person says it: "Robinson, middle 11° E"."""
        return self.sheet.words

    @property
    def code(self) -> str:
        """Its code in the EPSG or ESRI registry; "" where it has none."""
        return self.sheet.code

    @property
    def parameters(self) -> str:
        """What makes it known to another program: its code, else the parameters for PROJ."""
        return self.sheet.code or self.sheet.parameters

    def relative(self, lon: np.ndarray) -> np.ndarray:
        """Longitude counted from the central meridian, -180 to 180 (exactly opposite it: -180)."""
        with np.errstate(invalid="ignore"):
            return (np.asarray(lon, float) - self.sheet.centre + 180.0) % 360.0 - 180.0

    def covers(self, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        """Does the map show these places?"""
        return np.isfinite(self.forward(lon, lat)[0])

    def forward(self, lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Metres of points; ``nan`` where the map has none."""
        sheet = self.sheet
        relative, lat = np.broadcast_arrays(self.relative(lon), np.asarray(lat, float))
        shown = sheet.within(relative, lat) & np.isfinite(relative)
        if shown.all():
            x, y = sheet.forward(relative, lat)
        else:
            x, y = np.full(shown.shape, np.nan), np.full(shown.shape, np.nan)
            x[shown], y[shown] = sheet.forward(relative[shown], lat[shown])
        on = sheet.in_window(x, y)
        return (x, y) if on.all() else (np.where(on, x, np.nan), np.where(on, y, np.nan))

    def forward_relative(self, relative: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Metres of points whose longitude is counted from the central meridian and has been cut at the map's edge."""
        return self.sheet.forward(np.asarray(relative, float), np.asarray(lat, float))

    def inverse(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Degrees of points; ``nan`` outside the map."""
        sheet = self.sheet
        x, y = np.asarray(x, float), np.asarray(y, float)
        lon, lat = sheet.inverse(x, y)
        with np.errstate(invalid="ignore"):
            inside = sheet.in_window(x, y) & np.isfinite(lon) & np.isfinite(lat)
            # A table's inverse may step over the edge by a metre.
            lat = np.clip(lat, sheet.south, sheet.north)
            lon = lon if sheet.pole else np.clip(lon, sheet.west, sheet.east)
            # Beyond the poles and the edges PROJ answers the nearest place, and on an edge now and then the other one.
            inside &= np.minimum(*(self._away(side * lon, lat, inside, x, y) for side in (1.0, -1.0))) < BACK_M
        lon = (np.where(inside, lon, np.nan) + sheet.centre + 180.0) % 360.0 - 180.0
        return lon, np.where(inside, lat, np.nan)

    def _away(self, lon: np.ndarray, lat: np.ndarray, some: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Metres from the places (relative longitude) to the points, where ``some`` is true."""
        back_x, back_y = self.sheet.forward(np.where(some, lon, 0.0), np.where(some, lat, self.sheet.north))
        return np.hypot(back_x - x, back_y - y)

    def ground_metres(self, x0: float, y0: float, x1: float, y1: float) -> float:
        """True distance over the ellipsoid between two points of the map; ``nan`` when one lies outside the world."""
        lon, lat = self.inverse(np.array([x0, x1]), np.array([y0, y1]))
        if not (np.isfinite(lon).all() and np.isfinite(lat).all()):
            return float("nan")
        return float(_ellipsoid().inv(lon[0], lat[0], lon[1], lat[1])[2])

    def world(self) -> tuple[float, float, float, float]:
        """The map of all that it shows: x0, y0, x1, y1 in metres."""
        return self.sheet.world
