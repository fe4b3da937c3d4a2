"""A sheet of paper that the globe is projected on: which part of it it shows, and the two functions of it."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

AIR = 0.012
"""Of the width of a round sheet, on each side."""
EDGE_DEG = 1e-6
Columns = tuple[np.ndarray, np.ndarray]
Window = tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class Sheet:
    """One projection with all its parameters.

    Longitudes are ``relative``: counted from ``centre``. The sheet shows ``west`` to ``east`` of it and ``south`` to
    ``north``; what of that falls outside ``window`` (x0, y0, x1, y1 in metres) it does not show either. ``pole`` is 1
    or -1 where it lies about a pole, all round and without an edge between east and west. ``forward`` and ``inverse``
    take and give columns; ``world`` is what a map of the whole sheet shows, in metres.
    """

    title: str
    words: str
    code: str
    parameters: str
    centre: float
    west: float
    east: float
    south: float
    north: float
    pole: int
    forward: Callable[[np.ndarray, np.ndarray], Columns]
    inverse: Callable[[np.ndarray, np.ndarray], Columns]
    world: Window
    window: Window | None = None
    about: str = ""
    straight: bool = False
    """Is what is straight in degrees straight on the sheet?"""
    movable: bool = field(default=True)
    """Can it lie about another meridian?"""

    @property
    def of_world(self) -> bool:
        """Does it show the world from pole to pole, or nearly so, and all round?"""
        return not self.pole and self.window is None and self.east - self.west >= 360.0

    def within(self, relative: np.ndarray, lat: np.ndarray) -> np.ndarray:
        """Are these places (relative longitude, latitude) in the part of the globe that the sheet is for?"""
        with np.errstate(invalid="ignore"):
            inside = (lat >= self.south - EDGE_DEG) & (lat <= self.north + EDGE_DEG)
            if not self.pole:
                inside &= (relative >= self.west - EDGE_DEG) & (relative <= self.east + EDGE_DEG)
        return inside

    def in_window(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Are these points (metres) on the paper?"""
        with np.errstate(invalid="ignore"):
            inside = np.isfinite(x) & np.isfinite(y)
            if self.window is not None:
                x0, y0, x1, y1 = self.window
                inside &= (x >= x0 - 1) & (x <= x1 + 1) & (y >= y0 - 1) & (y <= y1 + 1)
        return inside

    def edge(self, step: float = 1.0) -> Columns:
        """The outline of the part of the globe that it shows, in relative degrees, a point at least every step."""
        if self.pole:
            limit = self.south if self.pole > 0 else self.north
            lon = np.linspace(-180.0, 180.0, int(360 / step) + 1)
            return lon, np.full(len(lon), limit)
        lon = np.linspace(self.west, self.east, max(int(np.ceil((self.east - self.west) / step)), 1) + 1)
        lat = np.linspace(self.south, self.north, max(int(np.ceil((self.north - self.south) / step)), 1) + 1)
        return (
            np.concatenate([np.full(len(lat), self.west), lon, np.full(len(lat), self.east), lon[::-1]]),
            np.concatenate([lat, np.full(len(lon), self.north), lat[::-1], np.full(len(lon), self.south)]),
        )


def round_box(forward: Callable[[np.ndarray, np.ndarray], Columns], lat: float) -> Window:
    """What encloses a sheet about a pole that ends at a latitude, with a little air, in metres."""
    lon = np.linspace(-180.0, 180.0, 361)
    x0, y0, x1, y1 = world_box(forward, (lon, np.full(361, lat)))
    air = AIR * (x1 - x0)
    return x0 - air, y0 - air, x1 + air, y1 + air


def world_box(forward: Callable[[np.ndarray, np.ndarray], Columns], edge: Columns) -> Window:
    """What encloses a projected outline, in metres."""
    x, y = forward(*edge)
    x, y = x[np.isfinite(x)], y[np.isfinite(y)]
    return float(x.min()), float(y.min()), float(x.max()), float(y.max())
