"""Equal Earth and plate carrée, about any central meridian, with the scale they really have.

Equal Earth: Šavrič, Patterson and Jenny (2018), through PROJ (``+proj=eqearth``).
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyproj

PROJECTIONS: dict[str, str] = {"equal_earth": "Equal Earth", "plate_carree": "Plate carrée"}
_PROJ = {"equal_earth": "eqearth", "plate_carree": "eqc"}
_ELLIPSOID = pyproj.Geod(ellps="WGS84")


@lru_cache(maxsize=16)
def _transformer(name: str) -> pyproj.Transformer:
    # The centre is subtracted by hand and PROJ told not to wrap (+over), so that ±180° stay the two edges they are.
    crs = pyproj.CRS.from_proj4(f"+proj={_PROJ[name]} +lon_0=0 +over +datum=WGS84 +units=m +no_defs")
    return pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)


@dataclass(frozen=True, slots=True)
class Projection:
    """A world projection: degrees of longitude and latitude to metres and back. Arrays in, arrays out, any shape."""

    name: str = "equal_earth"
    centre_lon: float = 11.0

    def relative(self, lon: np.ndarray) -> np.ndarray:
        """Longitude counted from the central meridian, -180 to 180 (exactly opposite it: -180)."""
        return (np.asarray(lon, float) - self.centre_lon + 180.0) % 360.0 - 180.0

    def forward(self, lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Metres of points; ``inf`` where the projection has none."""
        return self.forward_relative(self.relative(lon), lat)

    def forward_relative(self, relative: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Metres of points whose longitude is counted from the central meridian and has been cut at the map's edge."""
        x, y = _transformer(self.name).transform(np.asarray(relative, float), np.asarray(lat, float))
        return np.asarray(x), np.asarray(y)

    def inverse(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Degrees of points; ``nan`` outside the map of the world."""
        lon, lat = _transformer(self.name).transform(
            np.asarray(x, float), np.asarray(y, float), direction="INVERSE", errcheck=False
        )
        lon, lat = np.asarray(lon), np.asarray(lat)
        outside = ~(np.abs(lon) <= 180.0 + 1e-9) | ~(np.abs(lat) <= 90.0 + 1e-9)
        outside |= ~(np.abs(np.asarray(y, float)) <= self.world()[3] + 1.0)  # beyond the poles PROJ answers the pole
        lon = (np.where(outside, np.nan, lon) + self.centre_lon + 180.0) % 360.0 - 180.0
        return lon, np.where(outside, np.nan, lat)

    def ground_metres(self, x0: float, y0: float, x1: float, y1: float) -> float:
        """True distance over the ellipsoid between two points of the map; ``nan`` when one lies outside the world."""
        lon, lat = self.inverse(np.array([x0, x1]), np.array([y0, y1]))
        if not (np.isfinite(lon).all() and np.isfinite(lat).all()):
            return float("nan")
        return float(_ELLIPSOID.inv(lon[0], lat[0], lon[1], lat[1])[2])

    def world(self) -> tuple[float, float, float, float]:
        """The map of the whole world: x0, y0, x1, y1 in metres."""
        x, _ = self.forward_relative(np.array([-180.0, 180.0]), np.zeros(2))
        _, y = self.forward_relative(np.zeros(2), np.array([-90.0, 90.0]))
        return float(x[0]), float(y[0]), float(x[1]), float(y[1])
