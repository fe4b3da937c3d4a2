"""GeoJSON: points with their properties."""

from collections.abc import Sequence
from pathlib import Path

from mineralmap.datasets.features import read_features
from mineralmap.datasets.read import Raw, readers
from mineralmap.errors import UnreadableFile


@readers.add
class GeoJson:
    """A FeatureCollection (or one feature) in WGS 84 or in the reference system it names."""

    id = "geojson"
    title = "GeoJSON"
    suffixes: Sequence[str] = (".geojson", ".json")
    order = 30

    def read(self, path: Path) -> Raw:
        """See ``Reader``."""
        with path.open("rb") as file:
            start = file.read(200).removeprefix(b"\xef\xbb\xbf").lstrip()
        # GDAL would try other formats, some of which can point at other files or addresses
        if not start.startswith(b"{"):
            raise UnreadableFile(f"{path.name} is not GeoJSON.", "It should begin with a curly bracket.")
        return read_features(path, path.name)
