"""What a file of the user's own holds, told from its header or its shapes: facilities, known flows or gates."""

from pathlib import Path

import geopandas as gpd

from mineralmap.datasets import match
from mineralmap.datasets import read as reading
from mineralmap.datasets.features import must_be_geojson, open_features
from mineralmap.datasets.known_flows import columns_of

FACILITIES, FLOWS, GATES = "facilities", "flows", "gates"
LINES = {"LineString", "MultiLineString"}
NAMES = {match.key(word) for word in ("name", "facility", "lat", "latitude", "owners")}


def kind_of(path: Path) -> str:
    """FACILITIES, FLOWS or GATES; what looks like none of them is taken for facilities, whose reader says what is
    wrong with it.

    Raises
    ------
    UnreadableFile
        When the file cannot be read at all.
    """
    path = Path(path)
    if path.suffix.lower() in (".geojson", ".json"):
        must_be_geojson(path)
        frame, _ = open_features(path, path.name)
        if not isinstance(frame, gpd.GeoDataFrame):
            return FACILITIES
        lines = frame.geometry.geom_type.dropna().isin(LINES)
        return GATES if lines.sum() > len(lines) / 2 else FACILITIES
    headers = [str(name) for name in reading.read(path).table.columns]
    ends = {"from", "to", "tonnes"} <= set(columns_of(headers))
    return FLOWS if ends and not NAMES & {match.key(name) for name in headers} else FACILITIES
