"""Features of a GIS file as text cells with longitude and latitude columns, for the readers of such files."""

import json
import math
import warnings
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from mineralmap.datasets.read import Raw
from mineralmap.errors import Problem, Severity, UnreadableFile


def read_features(source: str | Path, file: str, layer: str | None = None) -> Raw:
    """Read one layer with GDAL. The first feature is row 2; ``lat`` and ``lon`` come from the geometry (WGS 84).

    Lines and areas become a point that lies on them, with a warning. Where a feature has no geometry, ``lat`` and
    ``lon`` columns of its own are kept. Without a reference system the coordinates are taken as degrees if they can
    be degrees, with a warning.

    Raises
    ------
    UnreadableFile
        When GDAL cannot read it.
    """
    frame, problems = open_features(source, file, layer)
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    table = pd.DataFrame(
        {str(name): _texts(frame[name]) for name in frame.columns if name != "geometry"}, index=frame.index, dtype=str
    )
    if isinstance(frame, gpd.GeoDataFrame):
        lon, lat = _places(frame, file, problems)
        for name, values in (("lon", lon), ("lat", lat)):
            own = table[name] if name in table else pd.Series("", table.index, dtype=str)
            text = [
                repr(float(value)) if math.isfinite(value) else kept for value, kept in zip(values, own, strict=True)
            ]
            table[name] = pd.Series(text, table.index, dtype=str)
    return Raw(table, tuple(problems))


def open_features(
    source: str | Path, file: str, layer: str | None = None
) -> tuple[gpd.GeoDataFrame | pd.DataFrame, list[Problem]]:
    """One layer as GDAL reads it, and what GDAL had to say.

    Raises
    ------
    UnreadableFile
        When GDAL cannot read it.
    """
    import pyogrio  # 30 MB of libraries, for those who have such files

    problems: list[Problem] = []
    try:
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            frame = pyogrio.read_dataframe(source, layer=layer)
    except UnreadableFile:
        raise
    except Exception as error:  # GDAL and its drivers raise what they like on broken files
        raise UnreadableFile(f"{file} cannot be read{_where_json_breaks(source)}.", "Is it damaged?") from error
    for message in dict.fromkeys(str(warning.message) for warning in told):
        problems.append(Problem(Severity.WARNING, file, None, None, f"while reading: {message}"))
    return frame, problems


def _where_json_breaks(source: str | Path) -> str:
    """Where a file of JSON is broken, in words that follow "cannot be read"; "" of other files."""
    path = Path(source)
    if path.suffix.lower() not in (".geojson", ".json"):
        return ""
    try:
        json.loads(path.read_bytes())
    except json.JSONDecodeError as error:
        return f": it is no JSON from line {error.lineno}, column {error.colno} on"
    except (OSError, UnicodeDecodeError, RecursionError):
        return ""
    return ": it is JSON, but no GeoJSON"


def must_be_geojson(path: Path) -> None:
    """Look at the first bytes: GDAL would try other formats, some of which can point at other files or addresses.

    Raises
    ------
    UnreadableFile
        When the file does not begin with a curly bracket, or cannot be opened.
    """
    try:
        with path.open("rb") as file:
            start = file.read(200).removeprefix(b"\xef\xbb\xbf").lstrip()
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be read: {error.strerror or error}.") from error
    if not start.startswith(b"{"):
        raise UnreadableFile(f"{path.name} is not GeoJSON.", "It should begin with a curly bracket.")


def _places(frame: gpd.GeoDataFrame, file: str, problems: list[Problem]) -> tuple[np.ndarray, np.ndarray]:
    geometry = np.array(shapely.force_2d(frame.geometry.to_numpy()), dtype=object)
    other = ~np.isin(shapely.get_type_id(geometry), (-1, 0)) & ~shapely.is_empty(geometry)
    if other.any():
        geometry[other] = shapely.point_on_surface(geometry[other])
        rows = frame.index[other]
        what = f"{len(rows)} features (first: row {rows[0]}) are not points; a point on each of them is used."
        problems.append(Problem(Severity.WARNING, file, None, None, what, "Is it the place of the facility?"))
    x, y = shapely.get_x(geometry), shapely.get_y(geometry)
    if frame.crs is None:
        if len(x) and (np.nanmax(np.abs(x), initial=0) > 180 or np.nanmax(np.abs(y), initial=0) > 90):
            raise UnreadableFile(
                f"{file} does not say its coordinate reference system, and its coordinates are no degrees.",
                "Save it with its reference system (a shapefile keeps it in the .prj file).",
            )
        what = "the file does not say its coordinate reference system; its coordinates are taken as degrees (WGS 84)."
        problems.append(Problem(Severity.WARNING, file, None, None, what, "Save it with its reference system."))
        return x, y
    if frame.crs.to_epsg() == 4326 or not len(x):
        return x, y
    placed = gpd.GeoSeries(gpd.points_from_xy(x, y), crs=frame.crs).to_crs("EPSG:4326")
    lon, lat = placed.x.to_numpy(), placed.y.to_numpy()
    lon, lat = np.where(np.isfinite(lon), lon, np.nan), np.where(np.isfinite(lat), lat, np.nan)
    return np.round(lon, 7), np.round(lat, 7)


def _texts(column: pd.Series) -> list[str]:
    return [_text(value) for value in column]


def _text(value: object) -> str:
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, (float, np.floating)):
        number = float(value)
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    if isinstance(value, (list, np.ndarray)):
        return "; ".join(_text(part) for part in value)
    return str(value).strip()
