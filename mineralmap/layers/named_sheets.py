"""The projections that have a name here.

Those of the world are PROJ's: Equal Earth (Šavrič, Patterson and Jenny 2018), Robinson (1974, by PROJ's table), Natural
Earth (Patterson 2008, polynomial of Šavrič et al. 2011), Mercator on the ellipsoid and plate carrée (both as in Snyder
1987). The Arctic is Lambert's azimuthal equal-area projection about the pole (Snyder, p. 182).
"""

from functools import lru_cache
from typing import Any

import numpy as np

from mineralmap.layers.sheets import Columns, Sheet, round_box
from mineralmap.model.view import PROJECTIONS

ABOUT = {
    "equal_earth": "The whole world with every area true; shapes bend towards the edge.",
    "robinson": "The whole world, neither areas nor angles true; a compromise made for atlases.",
    "natural_earth": "The whole world, neither areas nor angles true; rounded corners, calm at the poles.",
    "mercator": "84° N to 80° S with every angle true; what is far from the equator is drawn far too large.",
    "plate_carree": "The whole world with degrees as squares; true along the equator and along meridians only.",
    "arctic": "From the North Pole to 30° N with every area true; the middle meridian points down.",
}
"""What each shows and keeps true."""
_PROJ = {
    "equal_earth": "eqearth",
    "robinson": "robin",
    "natural_earth": "natearth",
    "mercator": "merc",
    "plate_carree": "eqc",
}
_CODES = {
    ("equal_earth", 0.0): "EPSG:8857", ("equal_earth", -90.0): "EPSG:8858", ("equal_earth", 150.0): "EPSG:8859",
    ("robinson", 0.0): "ESRI:54030", ("natural_earth", 0.0): "ESRI:54077", ("mercator", 0.0): "EPSG:3395",
    ("mercator", 150.0): "EPSG:3832", ("plate_carree", 0.0): "ESRI:54001", ("arctic", 180.0): "EPSG:3571",
    ("arctic", -180.0): "EPSG:3571", ("arctic", -150.0): "EPSG:3572", ("arctic", -100.0): "EPSG:3573",
    ("arctic", -40.0): "EPSG:3574", ("arctic", 10.0): "EPSG:3575", ("arctic", 90.0): "EPSG:3576",
}  # fmt: skip
"""Projections about these meridians that have a code; about any other they have none."""
MERCATOR_SOUTH, MERCATOR_NORTH = -80.0, 84.0
"""As UTM has it: beyond, a Mercator map is not used."""
ARCTIC_SOUTH = 30.0


def meridian_words(lon: float) -> str:
    """A meridian as one writes it: "11° E"."""
    return f"{abs(lon):g}°" + ("" if lon == 0 or abs(lon) == 180 else " E" if lon > 0 else " W")


def parallel_words(lat: float) -> str:
    """A parallel as one writes it: "60° N"."""
    return f"{abs(lat):g}° {'N' if lat > 0 else 'S'}" if lat else "Equator"


@lru_cache(maxsize=8)
def _functions(proj: str) -> tuple[Any, Any]:
    """Forward and inverse of a projection of PROJ about Greenwich, which does not wrap: ±180° stay two edges."""
    import pyproj

    made = pyproj.Transformer.from_pipeline(
        f"+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step {proj} +over +ellps=WGS84"
    )

    def forward(relative: np.ndarray, lat: np.ndarray) -> Columns:
        x, y = made.transform(np.asarray(relative, float), np.asarray(lat, float))
        return np.asarray(x), np.asarray(y)

    def inverse(x: np.ndarray, y: np.ndarray) -> Columns:
        lon, lat = made.transform(np.asarray(x, float), np.asarray(y, float), direction="INVERSE")
        return np.asarray(lon), np.asarray(lat)

    return forward, inverse


def of_the_world(name: str, centre: float, called: str = "") -> Sheet:
    """The sheet of a projection of the world; ``called``: the words for a code whose degrees are drawn as they are."""
    forward, inverse = _functions(f"+proj={_PROJ[name]}")
    south, north = (MERCATOR_SOUTH, MERCATOR_NORTH) if name == "mercator" else (-90.0, 90.0)
    x, _ = forward(np.array([-180.0, 180.0]), np.zeros(2))
    _, y = forward(np.zeros(2), np.array([south, north]))
    middle = f"middle {meridian_words(centre)}"
    return Sheet(
        title=PROJECTIONS[name],
        words=called or f"{PROJECTIONS[name]}, {middle}",
        code=_CODES.get((name, centre), "") if not called else "",
        parameters=f"+proj={_PROJ[name]} +lon_0={centre:g} +datum=WGS84 +units=m",
        centre=centre,
        west=-180.0,
        east=180.0,
        south=south,
        north=north,
        pole=0,
        forward=forward,
        inverse=inverse,
        world=(float(x[0]), float(y[0]), float(x[1]), float(y[1])),
        about=ABOUT[name],
        straight=name == "plate_carree",
        movable=not called,
    )


def arctic(centre: float) -> Sheet:
    """The sheet about the North Pole, with a meridian pointing down."""
    forward, inverse = _functions("+proj=laea +lat_0=90")
    return Sheet(
        title=PROJECTIONS["arctic"],
        words=f"Arctic (Lambert azimuthal equal area), {meridian_words(centre)} down",
        code=_CODES.get(("arctic", centre), ""),
        parameters=f"+proj=laea +lat_0=90 +lon_0={centre:g} +datum=WGS84 +units=m",
        centre=centre,
        west=-180.0,
        east=180.0,
        south=ARCTIC_SOUTH,
        north=90.0,
        pole=1,
        forward=forward,
        inverse=inverse,
        world=round_box(forward, ARCTIC_SOUTH),
        about=ABOUT["arctic"],
    )
