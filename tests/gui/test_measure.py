"""Measuring over the ellipsoid: against published figures, and with the hand on the map."""

import numpy as np
import pyproj
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QPixmap
from PySide6.QtWidgets import QWidget

from mineralmap.analysis.geodesic import area_m2, lengths_m
from mineralmap.gui import measured
from mineralmap.gui.parts.tool_strip import Strip
from mineralmap.render import drawn_path

ONE_WINDOW = True

GAP = measured.GAP


def test_that_new_york_to_singapore_is_as_published():
    """GeographicLib's manual page of GeodSolve: 40:38:23N 073:46:44W to 01:21:33N 103:59:22E is 15,347,628 m."""
    kennedy = -(73 + 46 / 60 + 44 / 3600), 40 + 38 / 60 + 23 / 3600
    changi = 103 + 59 / 60 + 22 / 3600, 1 + 21 / 60 + 33 / 3600
    way = np.array([kennedy, changi])
    assert lengths_m(way)[0] == pytest.approx(15_347_628, abs=0.5)
    whole, parts = measured.line_words(way)
    assert whole == f"15,348{GAP}km · 8,287{GAP}nm"  # 15,347.628 / 1.852 = 8,287.06
    assert len(parts) == 1


def test_that_the_square_of_the_grid_is_as_published():
    """GeographicLib's manual page of Planimeter: 18SWK is 10,007,388,597 m² with 400,139.53 m round it."""
    utm = pyproj.Transformer.from_crs("EPSG:32618", "EPSG:4326", always_xy=True)
    corners = [(500000, 4400000), (600000, 4400000), (600000, 4500000), (500000, 4500000)]
    points = np.column_stack(utm.transform(*np.array(corners, float).T))
    assert area_m2(points) == pytest.approx(10_007_388_597.19, abs=10)
    assert lengths_m(np.concatenate([points, points[:1]])).sum() == pytest.approx(400_139.533, abs=0.01)
    assert area_m2(points[::-1]) == pytest.approx(area_m2(points))  # whichever way round it is drawn


def test_that_an_octant_of_the_globe_is_an_eighth_and_crosses_the_date_line_unharmed():
    """The surface of an ellipsoid in closed form, from the two numbers that define WGS 84."""
    a, flattening = 6_378_137.0, 1 / 298.257223563
    e = np.sqrt(flattening * (2 - flattening))
    surface = 2 * np.pi * a**2 * (1 + (1 - e**2) / e * np.arctanh(e))
    for lon in (0.0, 135.0):
        octant = np.array([(lon, 0.0), (lon + 90.0, 0.0), (lon, 90.0)])
        assert area_m2(octant) == pytest.approx(surface / 8, rel=1e-6)
    assert area_m2(np.array([(0.0, 0.0), (1.0, 0.0)])) == 0.0


def test_that_a_mile_of_the_sea_is_a_minute_of_latitude():
    assert lengths_m(np.array([(0.0, 45.0), (0.0, 45.0 + 1 / 60)]))[0] == pytest.approx(1852, abs=1)
    assert measured.distance(1852.0) == f"1.85{GAP}km · 1.00{GAP}nm"
    assert measured.distance(500.0).startswith(f"500{GAP}m")
    assert measured.area(25_000.0) == f"0.03{GAP}km² · 2.50{GAP}ha"


def test_that_the_line_is_drawn_along_the_geodesic_and_breaks_at_the_edge():
    way = drawn_path.dense(np.array([(-73.8, 40.6), (0.0, 51.5)]), "geodesic")
    assert len(way) > 40
    assert way[:, 1].max() > 52.5  # the great circle goes north of both ends
    assert drawn_path.dense(way[:2], "sheet") is not None
    assert len(drawn_path.dense(np.array([(0.0, 0.0), (10.0, 0.0)]), "degrees")) == 11


@pytest.fixture
def tool(window, qtbot):
    """The tool that measures distances, in the hand."""
    window.resize(1280, 800)
    window.actions_["measure_line"].trigger()
    return window.parts["measure"].thing


def click(window, qtbot, x, y):
    qtbot.mouseClick(window.map_place.canvas, Qt.MouseButton.LeftButton, pos=QPoint(x, y))


def test_that_a_distance_is_told_while_it_is_drawn_ends_stays_and_is_copied(tool, window, qtbot):
    canvas = window.map_place.canvas
    window.session.select("COD-f1")
    click(window, qtbot, 300, 200)
    click(window, qtbot, 400, 220)
    click(window, qtbot, 420, 300)
    assert window.session.view.selected == "COD-f1"  # clicks set points and choose nothing
    assert tool.card.isVisible()
    assert len(tool.drawing.points) == 3
    expected = measured.line_words(tool.drawing.points)
    assert tool.card.whole.text() == expected[0]
    assert tool.card.parts.text().count("km") == 2
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert tool.drawing.active
    tool.copy()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 5
    total = float(lines[-1].split("\t")[2])
    assert total == pytest.approx(lengths_m(tool.drawing.points).sum() / 1000, abs=0.01)
    click(window, qtbot, 350, 250)  # begins another
    assert len(tool.drawing.points) == 1
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert not tool.drawing.active
    assert not tool.card.isVisible()
    assert window.actions_["tool_pan"].isChecked()


def test_that_an_area_is_told_and_one_tool_puts_the_other_away(tool, window, qtbot):
    window.actions_["measure_area"].trigger()
    for x, y in ((300, 200), (400, 200), (400, 280)):
        click(window, qtbot, x, y)
    assert f"{GAP}km²" in tool.card.whole.text()
    assert "Round it" in tool.card.parts.text()
    assert not window.map_place.canvas.grab().isNull()
    window.actions_["select_box"].trigger()
    assert not tool.drawing.active
    assert window.actions_["select_box"].isChecked()
    assert window.parts["select"].thing.drawing.active
    window.draw_gate()
    assert not window.parts["select"].thing.drawing.active
    assert window.own_gates.drawing.active
    window.own_gates.stop()


def test_that_the_strip_of_tools_is_as_wide_as_its_icons_once_these_are_there(qtbot):
    place = QWidget()
    qtbot.addWidget(place)
    place.resize(600, 400)
    action = QAction("Select by Rectangle", place)
    strip = Strip(place, [action])
    place.show()
    wide = strip.width()
    picture = QPixmap(16, 16)
    picture.fill(Qt.GlobalColor.black)
    action.setIcon(QIcon(picture))
    qtbot.waitUntil(lambda: strip.size() == strip.sizeHint())
    assert strip.width() < wide / 2
