"""Gates of the user's own from a GeoJSON file of lines, as the words that a scenario keeps."""

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from mineralmap.datasets.features import must_be_geojson, open_features
from mineralmap.errors import Problem, Severity, UnreadableFile

NAMES = ("name", "title", "label", "id")
MOST_GATES = 200
MOST_POINTS = 1000


def read_gates(path: Path) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Every good line of a GeoJSON file as "Name: LINESTRING (lon lat, lon lat)", in the order of the file, and what is
    wrong with the other features.

    The name is that of a property name, title, label or id in any case; a line without one is "Gate 1" by its place in
    the file. A MultiLineString whose parts do not join is several gates, "Name 1" and so on; equal names are numbered
    alike. Coordinates come out in degrees (WGS 84), whatever reference system the file names.

    Raises
    ------
    UnreadableFile
        When it is no GeoJSON, or none of its features is a gate.
    """
    must_be_geojson(path)
    frame, _ = open_features(path, path.name)
    if not isinstance(frame, gpd.GeoDataFrame) or frame.empty:
        raise UnreadableFile(f"{path.name} holds no line.", "Draw each gate as a LineString across the water.")
    if frame.crs is not None and frame.crs.to_epsg() != 4326:
        frame = frame.to_crs("EPSG:4326")
    named = next((column for key in NAMES for column in frame.columns if str(column).casefold() == key), None)
    gates: list[tuple[str, shapely.LineString]] = []
    problems: list[Problem] = []
    for number, shape in enumerate(frame.geometry, start=1):
        given = frame[named].iloc[number - 1] if named is not None else None
        # a colon ends the name in the words of a gate
        name = " ".join(str(given).replace(":", " ").split()) if given is not None and given == given else ""
        try:
            parts = _lines(shape)
        except UnreadableFile as error:
            what = f"feature {number}{f' ({name})' if name else ''}: {error.what}"
            problems.append(Problem(Severity.ERROR, path.name, None, None, what, error.hint))
            continue
        name = name or f"Gate {number}"
        gates += [(f"{name} {part}" if len(parts) > 1 else name, line) for part, line in enumerate(parts, start=1)]
    if not gates:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise UnreadableFile(f"{path.name} holds no gate: {problems[0].what}{more}", problems[0].hint)
    if len(gates) > MOST_GATES:
        raise UnreadableFile(f"{path.name} holds {len(gates)} lines.", f"Choose {MOST_GATES} gates or fewer.")
    words = tuple(
        f"{name}: {shapely.to_wkt(line, rounding_precision=6, trim=True)}" for name, line in _told_apart(gates)
    )
    return words, tuple(problems)


def _lines(shape: Any) -> list[shapely.LineString]:
    """The lines of a feature; what is no gate is an UnreadableFile that does not name its place."""
    if shape is None or shape.is_empty:
        raise UnreadableFile("there is no line.", "Draw it, or take the feature out.")
    shape = shapely.force_2d(shape)
    if isinstance(shape, shapely.MultiLineString):
        shape = shapely.line_merge(_over_180(shape))
    parts = shapely.get_parts([shape])
    points = shapely.get_coordinates(parts)
    if not all(isinstance(part, shapely.LineString) for part in parts):
        raise UnreadableFile(f"a {shape.geom_type} is no gate.", "A gate is a LineString across the water.")
    if not np.isfinite(points).all() or (np.abs(points) > (540, 90)).any():
        raise UnreadableFile("the line does not lie on the globe.", "Name its reference system in the file.")
    if not 2 <= len(points) <= MOST_POINTS or any(part.length == 0 for part in parts):
        raise UnreadableFile(f"a gate has two different points, and at most {MOST_POINTS}.")
    return [shapely.LineString(part.coords) for part in parts]


def _over_180(shape: shapely.MultiLineString) -> shapely.MultiLineString:
    """A line that the standard has cut at 180° put together again, its western longitudes running on past 180°."""
    west, _, east, _ = shapely.bounds(shape)
    if not (west == -180 and east == 180):
        return shape
    parts = [shapely.transform(part, lambda xy: xy + np.array([360.0, 0.0])) if part.bounds[0] == -180 else part
             for part in shape.geoms]  # fmt: skip
    return shapely.MultiLineString(parts)


def _told_apart(gates: list[tuple[str, shapely.LineString]]) -> list[tuple[str, shapely.LineString]]:
    taken: set[str] = set()
    told = []
    for name, line in gates:
        one, number = name, 1
        while one.casefold() in taken:
            number += 1
            one = f"{name} ({number})"
        taken.add(one.casefold())
        told.append((one, line))
    return told
