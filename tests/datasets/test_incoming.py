"""What a dropped file holds is told from its header or its shapes."""

import json

import pytest

from mineralmap.datasets import incoming, template
from mineralmap.errors import UnreadableFile


def shapes(*kinds):
    places = {"LineString": [[0, 0], [1, 1]], "MultiLineString": [[[0, 0], [1, 1]]], "Point": [0, 0]}
    features = [
        {"type": "Feature", "properties": {}, "geometry": {"type": kind, "coordinates": places[kind]}} for kind in kinds
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("a.csv", "from,to,tonnes,year\na,b,1,2024\n", "flows"),
        ("a.csv", "Origin;Destination;Quantity t;Year\na;b;1;2024\n", "flows"),
        ("a.csv", "name,mineral,lat,lon\na,cobalt,1,2\n", "facilities"),
        ("a.csv", "name,from,to,tonnes,lat,lon\na,b,c,1,2,3\n", "facilities"),
        ("a.csv", "from,to\na,b\n", "facilities"),
        ("a.geojson", shapes("LineString"), "gates"),
        ("a.json", shapes("LineString", "MultiLineString"), "gates"),
        ("a.geojson", shapes("Point"), "facilities"),
        ("a.geojson", shapes("Point", "LineString"), "facilities"),
        ("a.geojson", shapes("Point", "LineString", "LineString"), "gates"),
    ],
)
def test_that_the_kind_of_a_file_is_told_from_what_it_holds(tmp_path, name, text, kind):
    file = tmp_path / name
    file.write_text(text, "utf-8")
    assert incoming.kind_of(file) == kind


@pytest.mark.parametrize("kind", ["facilities", "flows"])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_that_our_templates_are_what_they_are(kind, suffix):
    assert incoming.kind_of(template.file_of(kind, suffix)) == kind


@pytest.mark.parametrize("text", ["{", '<OGRVRTDataSource><OGRVRTLayer name="a"/></OGRVRTDataSource>'])
def test_that_a_file_that_cannot_be_read_is_told(tmp_path, text):
    file = tmp_path / "a.geojson"
    file.write_text(text, "utf-8")
    with pytest.raises(UnreadableFile):
        incoming.kind_of(file)


def test_that_no_other_format_of_gdal_is_opened_under_the_name_of_geojson(tmp_path):
    points_elsewhere = tmp_path / "a.json"
    (tmp_path / "b.csv").write_text("WKT\n", "utf-8")
    points_elsewhere.write_text(
        f'<OGRVRTDataSource><OGRVRTLayer name="b"><SrcDataSource>{tmp_path / "b.csv"}</SrcDataSource></OGRVRTLayer>'
        "</OGRVRTDataSource>",
        "utf-8",
    )
    with pytest.raises(UnreadableFile, match="is not GeoJSON"):
        incoming.kind_of(points_elsewhere)
