"""Shapefiles: zipped as they are sent, or the .shp beside its parts."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

from mineralmap.datasets.features import read_features
from mineralmap.datasets.read import Raw, readers
from mineralmap.errors import Problem, Severity, UnreadableFile


@readers.add
class Shapefile:
    """The first .shp of a zip file, or a .shp; reprojected when the .prj is there."""

    id = "shapefile"
    title = "Shapefile"
    suffixes: Sequence[str] = (".zip", ".shp")
    order = 50

    def read(self, path: Path) -> Raw:
        """See ``Reader``; several shapefiles in one zip are told, the first is read."""
        if path.suffix.lower() == ".shp":
            with path.open("rb") as file:
                if file.read(4) != b"\x00\x00\x27\x0a":
                    raise UnreadableFile(f"{path.name} is not a shapefile.", "Was it renamed?")
            if not path.with_suffix(".dbf").exists() and not path.with_suffix(".DBF").exists():
                raise UnreadableFile(
                    f"{path.name} came without its .dbf file.", "Zip all parts of the shapefile and open the zip file."
                )
            return read_features(path, path.name)
        try:
            with zipfile.ZipFile(path) as parts:
                names = parts.namelist()
        except zipfile.BadZipFile as error:
            raise UnreadableFile(f"{path.name} is not a zip file.", "Is it damaged?") from error
        shapes = sorted(name for name in names if name.lower().endswith(".shp") and not name.startswith("__MACOSX/"))
        if not shapes:
            raise UnreadableFile(f"{path.name} holds no shapefile (.shp).", "Unpack it and open the file inside.")
        stem = shapes[0][:-4].lower()
        if f"{stem}.dbf" not in {name.lower() for name in names}:
            raise UnreadableFile(f"{path.name}: {shapes[0]} lacks its .dbf.", "Zip all parts of the shapefile.")
        raw = read_features(f"/vsizip/{{{path.resolve().as_posix()}}}/{shapes[0]}", path.name)
        if len(shapes) == 1:
            return raw
        what = f"there are {len(shapes)} shapefiles in it; {shapes[0]!r} is read."
        warning = Problem(Severity.WARNING, path.name, None, None, what, "Zip the one you want alone.")
        return Raw(raw.table, (*raw.problems, warning))
