"""A bookmark as it is taken and gone back to: the extent in degrees, the layers, and the lens in words.

Degrees are for people and for other projections; in the projection that the lens has, the place is known to the metre.
"""

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Any

import numpy as np

from mineralmap.errors import MineralmapError
from mineralmap.model.project import Bookmark, Project
from mineralmap.model.scenario import Basis, Measure, Stage

if TYPE_CHECKING:
    from mineralmap.layers.projection import Projection

Extent = tuple[float, float, float, float]
WORLD: Extent = (-180.0, -90.0, 180.0, 90.0)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _within(low: float, high: float, kind: Callable[[str], Any]) -> Callable[[str], Any]:
    def read(words: str) -> Any:
        value = kind(words)
        if not low <= value <= high:
            raise ValueError
        return value

    return read


LENS: dict[str, Callable[[str], Any]] = {
    "basis": Basis, "measure": Measure, "partners": _set, "colour_by": str, "shade_by": str, "classes": str,
    "routes_by": str, "routes_show": str, "projection": str, "centre_lon": _within(-180, 180, float),
    "graticule": _within(0, 90, int),
}  # fmt: skip
"""What one looks through: how it is counted, for whom, and what colours mean."""
ASKED: dict[str, Callable[[str], Any]] = {"mineral": str, "stage": Stage, "year": int, "closed": _set}
"""What is asked, which a bookmark keeps if it is told to."""
READ = LENS | ASKED
METRES = "metres"
"""What of the lens is the extent in metres of the lens's own projection: in degrees one about a pole has no sides."""


def take(name: str, project: Project, projection: "Projection", extent: Extent | None, asked: bool) -> Bookmark:
    """What is looked at now; ``extent`` in projected metres, ``None`` for the world; with the question if ``asked``."""
    names = [*LENS, *(ASKED if asked else ())]
    lens = tuple((one, _written(_value(project, one))) for one in names)
    if extent is None:
        return Bookmark(name, WORLD, project.view.hidden, lens)
    metres = METRES, " ".join(f"{one:.3f}" for one in extent)
    return Bookmark(name, degrees_of(projection, extent), project.view.hidden, (*lens, metres))


def place_of(bookmark: Bookmark, projection: "Projection") -> Extent | None:
    """The extent of a bookmark in projected metres; ``None`` for what is not on the map."""
    read, metres = changes(bookmark), dict(bookmark.lens).get(METRES, "").split()
    if (read.get("projection"), read.get("centre_lon")) == (projection.name, projection.centre_lon) and len(
        metres
    ) == 4:
        try:
            x0, y0, x1, y1 = (float(one) for one in metres)
        except ValueError:
            return metres_of(projection, bookmark.extent)
        if x0 < x1 and y0 < y1 and np.isfinite((x0, y0, x1, y1)).all():
            return x0, y0, x1, y1
    return metres_of(projection, bookmark.extent)


def changes(bookmark: Bookmark) -> dict[str, Any]:
    """The fields of scenario and view as the bookmark has them; what is not understood is left as it is."""
    read: dict[str, Any] = {"hidden": bookmark.hidden}
    for name, words in bookmark.lens:
        if name in READ:
            try:
                read[name] = READ[name](words)
            except (ValueError, MineralmapError):
                continue
    return read


def summary(bookmark: Bookmark) -> str:
    """What a bookmark brings back, in one line."""
    lens = dict(bookmark.lens)
    asked = f"{lens['mineral']}, {lens.get('stage', '')}, " if "mineral" in lens else ""
    hidden = len(bookmark.hidden)
    layers = "all layers" if not hidden else f"{hidden} layer{'s' if hidden > 1 else ''} hidden"
    return f"{asked}by {lens.get('basis', 'the basis in use')}, {layers}"


def degrees_of(projection: "Projection", extent: Extent) -> Extent:
    """West, south, east and north of an extent in projected metres, along its middle lines; where these leave the
    world, the world's own edge."""
    x0, y0, x1, y1 = extent
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    lon, lat = projection.inverse(np.array([x0, x1, x, x]), np.array([y, y, y0, y1]))
    edge = projection.centre_lon % 360.0 - 180.0  # opposite the central meridian
    west = float(lon[0]) if np.isfinite(lon[0]) else edge
    east = float(lon[1]) if np.isfinite(lon[1]) else edge
    if west == east:
        west, east = -180.0, 180.0
    south = float(lat[2]) if np.isfinite(lat[2]) else -90.0
    north = float(lat[3]) if np.isfinite(lat[3]) else 90.0
    return west, min(south, north), east, max(south, north)


def metres_of(projection: "Projection", extent: Extent) -> Extent | None:
    """An extent of degrees in projected metres: the way back of ``degrees_of``; ``None`` for what is not on the map."""
    west, south, east, north = extent
    if east - west >= 359.9 or extent == WORLD:
        return projection.world()
    middle = (west + ((east - west) % 360.0) / 2 + 180.0) % 360.0 - 180.0
    _, y = projection.forward(np.array([middle, middle]), np.array([south, north]))
    x, _ = projection.forward(np.array([middle]), np.array([(south + north) / 2]))
    if not (np.isfinite(y).all() and np.isfinite(x).all()):
        return None
    _, lat = projection.inverse(x, np.array([(y[0] + y[1]) / 2]))
    height = float(lat[0]) if np.isfinite(lat[0]) else (south + north) / 2
    sides, _ = projection.forward(np.array([west, east]), np.array([height, height]))
    x0, x1 = float(sides[0]), float(sides[1])
    if x1 <= x0:  # an edge that lies on the map's own edge may come out on its other side
        x0, x1 = min(x0, float(projection.world()[0])), max(x1, float(projection.world()[2]))
    y0, y1 = sorted((float(y[0]), float(y[1])))
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def _value(project: Project, name: str) -> Any:
    return getattr(project.scenario if hasattr(project.scenario, name) else project.view, name)


def _written(value: Any) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    return " ".join(sorted(value)) if isinstance(value, frozenset) else str(value)
