"""GeoJSON: points with their properties."""

from collections.abc import Sequence
from pathlib import Path

from mineralmap.datasets.features import must_be_geojson, read_features
from mineralmap.datasets.read import Raw, readers


@readers.add
class GeoJson:
    """A FeatureCollection (or one feature) in WGS 84 or in the reference system it names."""

    id = "geojson"
    title = "GeoJSON"
    suffixes: Sequence[str] = (".geojson", ".json")
    order = 30

    def read(self, path: Path) -> Raw:
        """See ``Reader``."""
        must_be_geojson(path)
        return read_features(path, path.name)
