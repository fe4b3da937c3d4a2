"""Equal Earth and plate carrée, about any central meridian, with the scale they really have.

Equal Earth: Šavrič, Patterson and Jenny (2018), through PROJ (``+proj=eqearth``).
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyproj

PROJECTIONS: dict[str, str] = {"equal_earth": "Equal Earth", "plate_carree": "Plate carrée"}
_PROJ = {"equal_earth": "eqearth", "plate_carree": "eqc"}


@lru_cache(maxsize=16)
def _transformer(name: str, centre_lon: float) -> pyproj.Transformer:
    crs = pyproj.CRS.from_proj4(f"+proj={_PROJ[name]} +lon_0={centre_lon} +datum=WGS84 +units=m +no_defs")
    return pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)


@dataclass(frozen=True, slots=True)
class Projection:
    """A world projection: degrees of longitude and latitude to metres and back. Arrays in, arrays out, any shape."""

    name: str = "equal_earth"
    centre_lon: float = 11.0

    def forward(self, lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Metres of points; ``inf`` where the projection has none."""
        x, y = _transformer(self.name, self.centre_lon).transform(np.asarray(lon, float), np.asarray(lat, float))
        return np.asarray(x), np.asarray(y)

    def inverse(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Degrees of points; ``inf`` outside the map of the world."""
        lon, lat = _transformer(self.name, self.centre_lon).transform(
            np.asarray(x, float), np.asarray(y, float), direction="INVERSE"
        )
        return np.asarray(lon), np.asarray(lat)
