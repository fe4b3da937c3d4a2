"""Gates of the user's own from GeoJSON: names, lines of several parts, other reference systems, and what is no gate."""

import json

import pytest
import shapely

from mineralmap.datasets.gate_file import read_gates
from mineralmap.errors import UnreadableFile


def written(path, *features, epsg=None):
    made = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}
            for properties, kind, coordinates in features
        ],
    }
    if epsg:
        made["crs"] = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{epsg}"}}
    path.write_text(json.dumps(made), "utf-8")
    return path


def test_that_each_line_is_a_gate_with_its_name(tmp_path):
    file = written(
        tmp_path / "gates.geojson",
        ({"Name": "Red  Sea: north"}, "LineString", [[36, 18], [44, 19]]),
        ({"Name": None}, "LineString", [[0, 0], [1, 1]]),
    )
    assert read_gates(file)[0] == ("Red Sea north: LINESTRING (36 18, 44 19)", "Gate 2: LINESTRING (0 0, 1 1)")


def test_that_parts_that_join_are_one_gate_and_others_are_numbered(tmp_path):
    file = written(
        tmp_path / "gates.geojson",
        ({"name": "joined"}, "MultiLineString", [[[0, 0], [1, 0]], [[1, 0], [2, 0]]]),
        ({"name": "apart"}, "MultiLineString", [[[0, 5], [1, 5]], [[3, 5], [4, 5]]]),
        ({"name": "joined"}, "LineString", [[9, 9], [9, 8]]),
    )
    assert [words.partition(":")[0] for words in read_gates(file)[0]] == ["joined", "apart 1", "apart 2", "joined (2)"]


def test_that_a_line_cut_at_180_is_one_gate_again(tmp_path):
    file = written(
        tmp_path / "g.geojson",
        ({"name": "dateline"}, "MultiLineString", [[[178, 5], [180, 5]], [[-180, 5], [-178, 5]]]),
    )
    assert read_gates(file)[0] == ("dateline: LINESTRING (178 5, 180 5, 182 5)",)


def test_that_another_reference_system_comes_out_in_degrees(tmp_path):
    # One degree of longitude at the equator is 111,319.49 m in web Mercator.
    file = written(tmp_path / "g.json", ({"name": "a"}, "LineString", [[0, 0], [111319.490793, 0]]), epsg=3857)
    line = shapely.from_wkt(read_gates(file)[0][0].partition(":")[2])
    assert shapely.get_coordinates(line).round(6).tolist() == [[0, 0], [1, 0]]


@pytest.mark.parametrize(
    ("kind", "coordinates", "said"),
    [
        ("Point", [1, 2], "feature 1: a Point is no gate. A gate is a LineString"),
        ("Polygon", [[[0, 0], [1, 0], [1, 1], [0, 0]]], "a Polygon is no gate"),
        ("LineString", [[0, 0], [0, 0]], "two different points"),
        ("LineString", [[500000, 0], [600000, 0]], "does not lie on the globe. Name its reference system"),
    ],
)
def test_that_what_is_no_gate_is_refused_with_its_place(tmp_path, kind, coordinates, said):
    with pytest.raises(UnreadableFile) as error:
        read_gates(written(tmp_path / "g.geojson", ({}, kind, coordinates)))
    assert said in str(error.value)


def test_that_good_lines_are_kept_beside_features_that_are_no_gates(tmp_path):
    file = written(
        tmp_path / "g.geojson",
        ({"name": "a"}, "LineString", [[0, 0], [1, 1]]),
        ({"name": "b"}, "Point", [1, 2]),
        ({}, "LineString", [[200, 20], [5, 95]]),
        ({}, "LineString", [[5, 5], [6, 6]]),
    )
    gates, problems = read_gates(file)
    assert gates == ("a: LINESTRING (0 0, 1 1)", "Gate 4: LINESTRING (5 5, 6 6)")
    assert [problem.what for problem in problems] == [
        "feature 2 (b): a Point is no gate.", "feature 3: the line does not lie on the globe."
    ]  # fmt: skip


def test_that_a_broken_file_is_told_in_our_words_with_its_place(tmp_path):
    (tmp_path / "g.geojson").write_text('{"type": "FeatureCollection",\n bad', "utf-8")
    with pytest.raises(UnreadableFile) as error:
        read_gates(tmp_path / "g.geojson")
    said = "g.geojson cannot be read: it is no JSON from line 2, column 2 on. Is it damaged?"
    assert str(error.value) == said


@pytest.mark.parametrize("text", ["", "name,lat\nA,1\n", '{"type": "FeatureCollection", "features": []}', "{broken"])
def test_that_a_file_without_lines_is_refused(tmp_path, text):
    (tmp_path / "g.geojson").write_text(text, "utf-8")
    with pytest.raises(UnreadableFile):
        read_gates(tmp_path / "g.geojson")


def test_that_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UnreadableFile, match="cannot be read"):
        read_gates(tmp_path / "nowhere.geojson")
