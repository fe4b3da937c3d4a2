"""GeoPackage: the first layer that has features."""

from collections.abc import Sequence
from pathlib import Path

from mineralmap.datasets.features import read_features
from mineralmap.datasets.read import Raw, readers
from mineralmap.errors import Problem, Severity, UnreadableFile


@readers.add
class GeoPackage:
    """A layer of points (tables without geometry are read too, if they have lat and lon columns)."""

    id = "gpkg"
    title = "GeoPackage"
    suffixes: Sequence[str] = (".gpkg",)
    order = 40

    def read(self, path: Path) -> Raw:
        """See ``Reader``; several layers with features are told, the first is read."""
        with path.open("rb") as file:
            if file.read(15) != b"SQLite format 3":
                raise UnreadableFile(f"{path.name} is not a GeoPackage.", "Was it renamed?")
        import pyogrio  # 30 MB of libraries, for those who have such files

        try:
            names = [str(name) for name, _ in pyogrio.list_layers(path)]
            filled = [
                name for name in names if pyogrio.read_info(path, layer=name, force_feature_count=True)["features"]
            ]
        except Exception as error:  # GDAL raises what it likes on broken files
            raise UnreadableFile(f"{path.name} cannot be read: {error}.", "Is it damaged?") from error
        if not filled:
            raise UnreadableFile(f"{path.name} holds no features.", "All its layers are empty.")
        raw = read_features(path, path.name, layer=filled[0])
        if len(filled) == 1:
            return raw
        what = f"there are {len(filled)} layers ({', '.join(filled)}); {filled[0]!r} is read."
        warning = Problem(
            Severity.WARNING, path.name, None, None, what, "Save the layer you want in a file of its own."
        )
        return Raw(raw.table, (*raw.problems, warning))
