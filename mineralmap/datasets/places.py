"""Does a point lie where its row says? Countries come from the shipped basemap, read when first asked."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely

from mineralmap.datasets import basemap_file

NEAR_KM = 25.0
"""Further than this outside its country a point is wrong: the coarse borders are off by up to 15 km at coasts."""
KM_PER_DEGREE = 111.195
EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True, eq=False)
class Borders:
    """Country polygons in degrees (n,), the ISO3 under which each is booked (n,), their names, and a tree over them."""

    polygons: np.ndarray
    iso3: np.ndarray
    names: np.ndarray
    tree: shapely.STRtree


@cache
def borders(layer: str = "countries_low") -> Borders | None:
    """A layer of the basemap's countries; ``None`` when it is not there, and then places cannot be checked."""
    file = basemap_file.shipped()
    if not file.is_file() or layer not in basemap_file.layer_names(file):
        return None
    polygons, table = basemap_file.read(layer, file, ("iso3", "iso3_report", "name"))
    own, booked = table["iso3"].to_numpy(object), table["iso3_report"].to_numpy(object)
    return Borders(
        polygons, np.where(own == "", booked, own), table["name"].to_numpy(object), shapely.STRtree(polygons)
    )


def misplaced(lon: np.ndarray, lat: np.ndarray, iso3: np.ndarray) -> dict[int, tuple[str, str]]:
    """Points that lie further than ``NEAR_KM`` outside their stated country.

    Parameters
    ----------
    lon, lat, iso3
        Degrees and codes, each shape (n,). Rows with a ``nan`` or a country without a polygon are not judged.

    Returns
    -------
    By position: what is wrong and what to do, naming the country the point lies in and whether swapping the two
    coordinates or turning a sign would bring it home.
    """
    known = borders()
    if known is None or not len(lon):
        return {}
    judged = np.isfinite(lon) & np.isfinite(lat) & np.isin(iso3, known.iso3) & (iso3 != "")
    where = np.flatnonzero(judged)
    spots = shapely.points(lon[where], lat[where])
    hit_spot, hit_country = known.tree.query(spots, predicate="intersects")
    inside = np.zeros(len(where), dtype=bool)
    inside[hit_spot[known.iso3[hit_country] == iso3[where][hit_spot]]] = True
    found: dict[int, tuple[str, str]] = {}
    for index in np.flatnonzero(~inside):
        place = int(where[index])
        x, y, stated = float(lon[place]), float(lat[place]), str(iso3[place])
        home = known.polygons[known.iso3 == stated]
        away = distance_km(home, x, y)
        if away <= NEAR_KM or _near_on_fine_map(stated, x, y):
            continue
        what = f"{y:g}, {x:g} lies {away:,.0f} km outside {stated}{_where(known, x, y)}."
        found[place] = (what, _remedy(home, x, y))
    return found


def _where(known: Borders, lon: float, lat: float) -> str:
    """ ", in Chile" or, off a coast, ", at Chile"; "" at sea."""
    spot = shapely.Point(lon, lat)
    within = known.tree.query(spot, predicate="intersects")
    if len(within):
        return f", in {known.names[within[0]]}"
    nearest = int(known.tree.nearest(spot))
    return f", at {known.names[nearest]}" if distance_km(known.polygons[[nearest]], lon, lat) <= NEAR_KM else ""


def _near_on_fine_map(iso3: str, lon: float, lat: float) -> bool:
    """Whether small islands and capes that the coarse borders leave out bring the point home."""
    known = borders("countries_fine") or borders("countries")
    return known is not None and distance_km(known.polygons[known.iso3 == iso3], lon, lat) <= NEAR_KM


def _remedy(home: np.ndarray, x: float, y: float) -> str:
    tries = {
        "Are latitude and longitude swapped?": (y, x),
        "Has the latitude lost its minus sign, or got one too many?": (x, -y),
        "Has the longitude lost its minus sign, or got one too many?": (-x, y),
        "Have both coordinates the wrong sign?": (-x, -y),
        "Are latitude and longitude swapped, and a sign wrong?": (-y, x),
    }
    for hint, (lon, lat) in tries.items():
        if abs(lat) <= 90 and distance_km(home, lon, lat) <= NEAR_KM:
            return hint
    return "Is the country right? Are the coordinates degrees of WGS 84?"


def distance_km(polygons: np.ndarray, lon: float, lat: float) -> float:
    """Distance from a point to the nearest of some polygons; exact enough (1 %) up to a few hundred kilometres."""
    scale = np.array([np.cos(np.radians(lat)) * KM_PER_DEGREE, KM_PER_DEGREE])

    def flat(xy: np.ndarray) -> np.ndarray:
        moved = xy - np.array([lon, lat])
        moved[:, 0] = np.where(np.abs(moved[:, 0]) > 180, moved[:, 0] - np.sign(moved[:, 0]) * 360, moved[:, 0])
        return moved * scale

    if shapely.intersects(polygons, shapely.Point(lon, lat)).any():
        return 0.0
    lines = shapely.transform(shapely.boundary(polygons), flat)
    return float(np.min(shapely.distance(lines, shapely.Point(0, 0))))


def great_circle_km(lon: np.ndarray, lat: np.ndarray, lon0: float, lat0: float) -> np.ndarray:
    """Distances (n,) from points to one point on a sphere; ``nan`` stays."""
    x, y, x0, y0 = np.radians(lon), np.radians(lat), np.radians(lon0), np.radians(lat0)
    half = np.sin((y - y0) / 2) ** 2 + np.cos(y) * np.cos(y0) * np.sin((x - x0) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
