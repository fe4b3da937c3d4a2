"""Sheets of the EPSG and ESRI registries, by their code: the area that each is made for, and a little around it.

A code says for which part of the globe it is meant (its area of use). That, with a margin, is the paper; of the globe
only what the two functions of the projection give back again is drawn on it.
"""

import os
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from mineralmap.errors import InvalidArgument
from mineralmap.layers.sheets import Columns, Sheet, Window, round_box, world_box

AUTHORITIES = ("EPSG", "ESRI")
HINT = (
    "Write a code of a projected system, such as EPSG:3035 (Europe) or EPSG:3413 (Arctic); "
    "View ▸ Projection ▸ Other finds one by its name."
)
MARGIN, POLAR_MARGIN_DEG = 0.06, 5.0
"""Of the width of the paper, on each side; about a pole in degrees."""
ROUND_TRIP_M = 100.0
"""What does not come back to within this lies where the projection folds over."""
TORN_M = 3e6
"""Neighbours, two and a half degrees apart, that lie further from each other on the paper are torn from each other."""
LONGEST_AREA = 110
JUST_INSIDE = 1e-9
"""Degrees that the two edges of a map of the world keep from each other."""
_FORM = re.compile(r"\s*([A-Za-z]+)\s*:\s*(\w+)\s*")


@dataclass(frozen=True, slots=True)
class Listed:
    """A projection of a registry: its code and title, where it is for, the words it is found by, and is it outdated?"""

    code: str
    title: str
    area: str
    sought: str
    old: bool


@lru_cache(maxsize=1)
def registry() -> list[Listed]:
    """Every projected system of the registries, EPSG first. Reading them takes half a second."""
    from pyproj.database import query_crs_info
    from pyproj.enums import PJType

    found = []
    for authority in AUTHORITIES:
        for one in query_crs_info(authority, PJType.PROJECTED_CRS, allow_deprecated=True):
            area = (one.area_of_use.name or "") if one.area_of_use is not None else ""
            code = f"{one.auth_name}:{one.code}"
            sought = f"{one.code} {one.name} {area}".casefold().replace("_", " ")
            found.append(Listed(code, one.name, area_words(area), sought, one.deprecated))
    return found


def normal(code: str) -> str:
    """A code as the registries write it: "epsg:3035" and "3035" are "EPSG:3035"; other words as they are."""
    found = _FORM.fullmatch(code)
    if found:
        return f"{found[1].upper()}:{found[2]}"
    return f"EPSG:{code.strip()}" if code.strip().isdigit() else code.strip()


def coded(code: str) -> Sheet | str:
    """The sheet of a code; its words, where its degrees are to be drawn as they are.

    Raises
    ------
    InvalidArgument
        When there is no such code, or it is no map of the Earth in two dimensions.
    """
    import pyproj
    from pyproj.exceptions import CRSError

    code = normal(code)
    if not code.startswith(tuple(f"{one}:" for one in AUTHORITIES)):
        raise InvalidArgument(f"There is no projection called {code!r}.", HINT)
    try:
        crs = pyproj.CRS.from_user_input(code)
    except CRSError:
        raise InvalidArgument(f"There is no coordinate system {code}.", HINT) from None
    words = f"{crs.name} ({code})"
    if crs.is_geographic and len(crs.axis_info) == 2:
        return f"{words}, degrees as squares"
    if not crs.is_projected or len(crs.axis_info) != 2 or crs.area_of_use is None:
        raise InvalidArgument(f"{words} is no map of the Earth in two dimensions.", HINT)
    try:
        made = _sheet(code, words, crs)
    except (ValueError, CRSError):
        made = None
    if made is None:
        raise InvalidArgument(f"{words} cannot be drawn as one sheet: it is endless or torn.", HINT)
    return made


def _sheet(code: str, words: str, crs: Any) -> Sheet | None:
    west, south, east, north = crs.area_of_use.bounds
    span = (east - west) % 360.0 or 360.0
    whole = span >= 359.0
    centre = _origin(crs) if whole else _wrapped(west + span / 2)
    forward, inverse = _functions(crs, centre)
    south, north = max(south, -90.0), min(north, 90.0)
    common: dict[str, Any] = {
        "title": crs.name, "words": words, "code": code, "parameters": "", "centre": centre, "movable": False,
        "forward": forward, "inverse": inverse, "about": f"Made for: {area_words(crs.area_of_use.name)}",
    }  # fmt: skip
    pole = _pole(forward, south, north) if whole else 0
    if pole:
        south, north = _about_pole(pole, south, north)
        box = round_box(forward, south if pole > 0 else north)
        made = Sheet(**common, west=-180.0, east=180.0, south=south, north=north, pole=pole, world=box)
    elif whole:
        made = None
        for half in (180.0, 90.0):  # about a point on the equator half of the globe is one sheet, the whole is not
            tried = Sheet(**common, west=-half, east=half, south=south, north=north, pole=0, world=(0, 0, 0, 0))
            if _of_one_piece(tried):
                made = Sheet(**_replaced(tried, world=world_box(forward, tried.edge())))
                break
    else:
        made = _part(common, span / 2, south, north)
    if made is None:
        return None
    x, y = forward(*made.edge())
    sound = np.isfinite(x).all() and np.isfinite(y).all() and np.isfinite(made.world).all()
    return made if sound and made.world[2] > made.world[0] and made.world[3] > made.world[1] else None


def area_words(area: str) -> str:
    """The words of a registry for an area of use, without its lists of countries and provinces."""
    said = area.split(". ")[0].split(" - ")[0].rstrip(".")
    return said if len(said) <= LONGEST_AREA else said[:LONGEST_AREA].rsplit(" ", 1)[0] + " …"


def _of_one_piece(sheet: Sheet) -> bool:
    """Is all of it finite, without a gap, and enclosed by its outline?"""
    lon, lat = np.meshgrid(np.linspace(sheet.west, sheet.east, 145), np.linspace(sheet.south, sheet.north, 73))
    x, y = (one.reshape(lon.shape) for one in sheet.forward(lon.ravel(), lat.ravel()))
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        return False
    if max(np.hypot(np.diff(x, axis=axis), np.diff(y, axis=axis)).max() for axis in (0, 1)) > TORN_M:
        return False
    edge_x, edge_y = sheet.forward(*sheet.edge())
    enclosed = abs(np.dot(edge_x, np.roll(edge_y, -1)) - np.dot(edge_y, np.roll(edge_x, -1))) / 2
    return bool(enclosed > 0.4 * np.ptp(x) * np.ptp(y))


def _part(common: dict[str, Any], half: float, south: float, north: float) -> Sheet:
    """A sheet of a part of the globe: the paper is the rectangle round it, filled as far as the projection goes."""
    forward, inverse = common["forward"], common["inverse"]
    made = Sheet(**common, west=-half, east=half, south=south, north=north, pole=0, world=(0, 0, 0, 0))
    x0, y0, x1, y1 = world_box(forward, made.edge())
    air = MARGIN * max(x1 - x0, y1 - y0)
    window = (x0 - air, y0 - air, x1 + air, y1 + air)
    for wider in (_reaching(forward, inverse, window, half, south, north), (1.25 * half, south, north)):
        reach, low, high = wider
        tried = Sheet(
            **_replaced(made, west=-reach, east=reach, south=low, north=high, world=(x0, y0, x1, y1), window=window)
        )
        if _sound(tried):
            return tried
    return Sheet(**_replaced(made, world=(x0, y0, x1, y1), window=window))


def _reaching(
    forward: Any, inverse: Any, window: Window, half: float, south: float, north: float
) -> tuple[float, float, float]:
    """How far east and west, south and north the globe must be shown to fill the paper."""
    x0, y0, x1, y1 = window
    x, y = (one.ravel() for one in np.meshgrid(np.linspace(x0, x1, 41), np.linspace(y0, y1, 41)))
    relative, lat = inverse(x, y)
    with np.errstate(invalid="ignore"):
        back_x, back_y = forward(relative, lat)
        good = np.hypot(back_x - x, back_y - y) < ROUND_TRIP_M
    if not good.any():
        return half, south, north
    reach = max(half, float(np.abs(relative[good]).max()))
    low, high = min(south, float(lat[good].min())), max(north, float(lat[good].max()))
    return min(reach + 1.0, 180.0), max(low - 1.0, -90.0), min(high + 1.0, 90.0)


def _sound(sheet: Sheet) -> bool:
    """Is all of it finite, and does what falls on the paper come back to where it was?"""
    relative, lat = (
        one.ravel()
        for one in np.meshgrid(np.linspace(sheet.west, sheet.east, 73), np.linspace(sheet.south, sheet.north, 73))
    )
    with np.errstate(invalid="ignore"):
        x, y = sheet.forward(relative, lat)
        if not (np.isfinite(x).all() and np.isfinite(y).all()):
            return False
        on = sheet.in_window(x, y)
        back_lon, back_lat = sheet.inverse(x[on], y[on])
        turn = np.abs((back_lon - relative[on] + 180.0) % 360.0 - 180.0) * np.cos(np.radians(lat[on]))
        return bool(((turn < 1e-2) & (np.abs(back_lat - lat[on]) < 1e-2)).all())


def _functions(crs: Any, centre: float) -> tuple[Any, Any]:
    import pyproj

    between = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    metres = [float(axis.unit_conversion_factor) or 1.0 for axis in crs.axis_info]
    # Axes that count to the west and the south turn the map over; about a pole every axis does, and means nothing.
    beside = threading.current_thread() is not threading.main_thread()
    if beside:
        _places().submit(between.transform, 0.0, 0.0)

    def transform(x: np.ndarray, y: np.ndarray, direction: str = "FORWARD") -> Columns:
        """As the registry does. Each thread makes what it needs for a code by itself, which takes up to a sixth of a
        second: one that must not wait is served by another, which has been told before."""
        if beside and threading.current_thread() is threading.main_thread():
            return _places().submit(between.transform, x, y, direction=direction).result()
        return between.transform(x, y, direction=direction)

    turned = -1.0 if {axis.direction for axis in crs.axis_info} == {"west", "south"} else 1.0
    scale = turned * metres[0]

    def forward(relative: np.ndarray, lat: np.ndarray) -> Columns:
        relative = np.asarray(relative, float)
        on_edge = np.abs(np.abs(relative) - 180.0) < JUST_INSIDE
        inside = np.where(on_edge, np.sign(relative) * (180.0 - JUST_INSIDE), relative)
        x, y = transform(_wrapped(inside + centre), np.asarray(lat, float))
        return np.asarray(x) * scale, np.asarray(y) * scale

    def inverse(x: np.ndarray, y: np.ndarray) -> Columns:
        lon, lat = transform(np.asarray(x, float) / scale, np.asarray(y, float) / scale, direction="INVERSE")
        with np.errstate(invalid="ignore"):
            return _wrapped(np.asarray(lon) - centre), np.asarray(lat)

    return forward, inverse


@lru_cache(maxsize=1)
def _places() -> ThreadPoolExecutor:
    """The thread that serves the window's."""
    return ThreadPoolExecutor(1, thread_name_prefix="mineralmap-places", initializer=_anywhere)


def _anywhere() -> None:
    """Let this thread run wherever any of the program's may: it would keep for good the processors of whoever starts
    it, and while somebody works these are one, or all but one (``render/processors.py``)."""
    if not hasattr(os, "sched_setaffinity"):
        return
    found: set[int] = set()
    with suppress(OSError):
        for thread in os.listdir("/proc/self/task"):
            with suppress(OSError):  # one that has just ended
                found |= os.sched_getaffinity(int(thread))
        os.sched_setaffinity(0, found)


def _wrapped(lon: Any) -> Any:
    return (lon + 180.0) % 360.0 - 180.0


def _origin(crs: Any) -> float:
    """The meridian in the middle of a map of the whole world."""
    operation = crs.coordinate_operation
    for one in operation.params if operation is not None else ():
        if one.name.startswith("Longitude of"):
            return float(_wrapped(one.value))
    return 0.0


def _pole(forward: Any, south: float, north: float) -> int:
    """1 or -1 when the sheet lies about a pole: east and west meet, and the pole is one point in its middle."""
    if north < 89.0 and south > -89.0:
        return 0
    for pole, reached in ((1, north >= 89.0), (-1, south <= -89.0)):
        if not reached:
            continue
        x, y = forward(np.array([0.0, -180.0, -90.0, 0.0, 90.0, 180.0]), pole * np.array([90.0, *[60.0] * 5]))
        away = np.hypot(x[1:] - x[0], y[1:] - y[0])
        if np.isfinite(away).all() and np.ptp(away) < 1e-3 * away[0] and np.hypot(x[1] - x[5], y[1] - y[5]) < away[0]:
            return pole
    return 0


def _about_pole(pole: int, south: float, north: float) -> tuple[float, float]:
    """From the pole to a little beyond the area of use, and at most to the equator."""
    if pole > 0:
        return max(south - POLAR_MARGIN_DEG, 0.0), 90.0
    return -90.0, min(north + POLAR_MARGIN_DEG, 0.0)


def _replaced(sheet: Sheet, **changes: Any) -> dict[str, Any]:
    return {**{name: getattr(sheet, name) for name in Sheet.__dataclass_fields__}, **changes}
