"""GIS files as life sends them: each loads or explains itself, none crashes."""

import json
import zipfile

import geopandas as gpd
import pytest
import shapely

from mineralmap.datasets import own
from mineralmap.errors import Severity, UnreadableFile

PROPERTIES = {"name": "Hill mine", "mineral": "lithium", "stage": "mining", "country": "AUS", "capacity": 150}


def whats(reading, severity=None):
    return " ".join(str(one) for one in reading.problems if severity in {None, one.severity})


def explains_itself(read, content, name):
    """Whether a file without one good row is refused by its name, or read with problems."""
    try:
        reading = read(content, name)
    except UnreadableFile as error:
        return name in str(error)
    return reading.good == 0 and bool(reading.problems)


def cell(reading, row, column):
    return reading.table.at[row, column]


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


def feature(geometry, **changed):
    return {"type": "Feature", "properties": {**PROPERTIES, **changed}, "geometry": geometry}


def test_that_geojson_loads_and_nulls_are_told(read):
    point = {"type": "Point", "coordinates": [118.0, -33.0]}
    reading = read(
        collection(
            feature(point), feature(None, name="Nowhere"), feature(point, name=None), feature(point, capacity=None)
        ),
        "own.geojson",
    )
    errors = {(one.row, one.column) for one in reading.problems if one.severity == "error"}
    assert errors == {(3, "lat"), (3, "lon"), (4, "name"), (5, "name")}
    assert reading.good == 1
    assert cell(reading, 2, "lon") == 118.0


def test_that_an_area_becomes_a_point_on_it_with_a_warning(read):
    ring = [[117.0, -34.0], [119.0, -34.0], [119.0, -32.0], [117.0, -32.0], [117.0, -34.0]]
    reading = read(collection(feature({"type": "Polygon", "coordinates": [ring]})), "own.geojson")
    assert reading.good == 1
    assert 117.0 < cell(reading, 2, "lon") < 119.0
    assert "not points" in whats(reading, Severity.WARNING)


def test_that_an_empty_collection_and_odd_json_explain_themselves(read):
    for content in (collection(), "{}", '{"type": "Feature"}', "[1, 2]", '{"a": 1}'):
        assert explains_itself(read, content, "own.geojson")


def frame(crs, x=118.0, y=-33.0):
    table = gpd.GeoDataFrame([PROPERTIES], geometry=[shapely.Point(x, y)], crs="EPSG:4326")
    return table.to_crs(crs) if crs else table.set_crs(None, allow_override=True)


def test_that_a_geopackage_in_web_mercator_comes_back_in_degrees(tmp_path, tiny_world):
    frame("EPSG:3857").to_file(tmp_path / "own.gpkg")
    reading = own.read(tmp_path / "own.gpkg", None, tiny_world)
    assert not reading.problems
    assert cell(reading, 2, "lat") == pytest.approx(-33.0, abs=1e-6)


def test_that_a_second_layer_is_told(tmp_path, tiny_world):
    for layer in ("first", "second"):
        frame("EPSG:4326").to_file(tmp_path / "own.gpkg", layer=layer)
    reading = own.read(tmp_path / "own.gpkg", None, tiny_world)
    assert "first, second" in whats(reading, Severity.WARNING)


def zipped(tmp_path, table, leave_out=()):
    table.to_file(tmp_path / "parts.shp")
    target = tmp_path / "own.zip"
    with zipfile.ZipFile(target, "w") as parts:
        for part in tmp_path.glob("parts.*"):
            if part.suffix not in leave_out:
                parts.write(part, f"a folder/{part.name}")
    return target


def test_that_a_zipped_shapefile_loads_and_is_reprojected(tmp_path, tiny_world):
    reading = own.read(zipped(tmp_path, frame("EPSG:3857")), None, tiny_world)
    assert reading.good == 1
    assert cell(reading, 2, "lon") == pytest.approx(118.0, abs=1e-6)


def test_that_a_shapefile_without_its_prj_is_taken_as_degrees_with_a_warning(tmp_path, tiny_world):
    reading = own.read(zipped(tmp_path, frame("EPSG:4326"), leave_out=(".prj",)), None, tiny_world)
    assert reading.good == 1
    assert "reference system" in whats(reading, Severity.WARNING)


def test_that_metres_without_a_reference_system_explain_themselves(tmp_path, tiny_world):
    with pytest.raises(UnreadableFile, match="no degrees"):
        own.read(zipped(tmp_path, frame("EPSG:3857"), leave_out=(".prj",)), None, tiny_world)


def test_that_a_zip_without_a_shapefile_or_without_its_table_explains_itself(tmp_path, tiny_world):
    with zipfile.ZipFile(tmp_path / "none.zip", "w") as parts:
        parts.writestr("readme.txt", "nothing here")
    with pytest.raises(UnreadableFile, match="holds no shapefile"):
        own.read(tmp_path / "none.zip", None, tiny_world)
    with pytest.raises(UnreadableFile, match=r"lacks its \.dbf"):
        own.read(zipped(tmp_path, frame("EPSG:4326"), leave_out=(".dbf",)), None, tiny_world)
    (tmp_path / "parts.dbf").unlink()
    with pytest.raises(UnreadableFile, match=r"parts\.shp came without"):
        own.read(tmp_path / "parts.shp", None, tiny_world)
