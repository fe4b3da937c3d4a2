"""A picture is the map: of the asked size, in its colours, larger when asked, and never an empty sheet."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6 import QtCore, QtGui
from PySide6.QtSvg import QSvgRenderer

from mineralmap.layers.brief import told
from mineralmap.layers.layer import ALWAYS, Layer, LegendBlock, LegendEntry, Lines, Paint, Texts, plain_marks
from mineralmap.layers.projection import Projection
from mineralmap.layers.typeset import GAP
from mineralmap.render import application, furniture, hatch, key, symbols
from mineralmap.render.exports import ExportOptions, exporters
from mineralmap.render.picture import _free, height_for, picture
from mineralmap.render.scene import Scene, Viewport
from tests.render.wordings import place_all


def pixels(image):
    """Red, green and blue of every px, shape (height, width, 3)."""
    plain = image.convertToFormat(QtGui.QImage.Format.Format_RGB32)
    raw = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine() // 4, 4)
    return raw[:, : plain.width(), 2::-1].astype(int)


def near(image, colour, within=24):
    """Where the picture has (about) a colour, bool (height, width)."""
    wanted = np.array(list(bytes.fromhex(colour[1:])))
    return (np.abs(pixels(image) - wanted) <= within).all(axis=2)


def coloured_share(image):
    """Part of the px that are strongly coloured: the symbols of partner groups."""
    rgb = pixels(image)
    return float((np.ptp(rgb, axis=2) > 90).mean())


@pytest.mark.parametrize("size", [(640, 360), (1000, 700), (1280, 800)])
def test_that_a_picture_has_the_size_that_was_asked_for(tiny_map, size):
    image = picture(tiny_map, *size)
    assert (image.width(), image.height()) == size


def test_that_no_figure_of_the_subtitle_is_parted_from_its_words(tiny_map):
    parts = ["Counted by equity", "owner unknown 11 %", "partners (USA, JPN, EU) own 5.4 %"]
    drawn = replace(tiny_map, subtitle=" · ".join(parts))
    for width in range(300, 1200, 50):
        lines = furniture.layout(drawn, float(width), 700.0).subtitle
        assert " · ".join(lines).replace(GAP, " ") == drawn.subtitle
        assert all(part.replace(GAP, " ") in parts for line in lines for part in line.split(" · "))
    narrow = furniture.layout(drawn, 180.0, 700.0).subtitle
    assert " ".join(narrow).split() == " ".join(parts).split()


def test_that_a_picture_is_not_empty(tiny_map):
    image = picture(tiny_map, 1000, 700)
    assert len(np.unique(pixels(image).reshape(-1, 3), axis=0)) > 100
    assert near(image, tiny_map.ground.sea, 2).mean() > 0.2
    assert near(image, tiny_map.ground.land, 2).mean() > 0.03


def test_that_the_corner_is_paper_and_the_middle_of_the_atlantic_is_sea(tiny_map):
    image = picture(tiny_map, 1000, 700)
    assert image.pixelColor(2, 2).name().upper() == tiny_map.ground.paper
    frame = furniture.layout(tiny_map, 1000, 700).frame
    view = Viewport.of(tiny_map, frame.width(), frame.height())
    x, y = view.px(*tiny_map.projection.forward(np.array([-37.0]), np.array([22.0])))
    at = image.pixelColor(round(float(x[0])), round(float(y[0]) + frame.top()))
    assert at.name().upper() == tiny_map.ground.sea


def test_that_a_picture_twice_as_large_shows_the_same_share_of_colour(tiny_map):
    plain = coloured_share(picture(tiny_map, 640, 360))
    assert plain > 0
    assert coloured_share(picture(tiny_map, 640, 360, scale=2)) == pytest.approx(plain, rel=0.15)


def test_that_hiding_what_is_drawn_changes_the_picture(tiny_map):
    layers = tuple(replace(layer, visible=layer.id != "mines") for layer in tiny_map.layers)
    assert coloured_share(picture(replace(tiny_map, layers=layers, legend=()), 640, 360)) < coloured_share(
        picture(replace(tiny_map, legend=()), 640, 360)
    )


def test_that_a_map_without_a_key_has_none(tiny_map):
    assert key.lay(replace(tiny_map, legend=()), 300.0).width == 0


@pytest.mark.parametrize("width", [860.0, 1240.0, 1900.0])
def test_that_the_whole_key_stands_below_a_picture(tiny_map, width):
    laid = key.lay_strip(tiny_map, width)
    assert laid.width <= width
    assert laid.height < 220
    entries = [entry for column in laid.columns for block in column for entry in block.block.entries]
    assert len(entries) == sum(len(block.entries) for block in tiny_map.legend)
    assert not laid.shortened


def test_that_the_key_lies_on_no_symbol_and_no_name(tiny_map):
    at_atacama = replace(tiny_map.layers[-1].primitives[0], **_one_word(tiny_map, -69.0, -23.0))
    labelled = replace(tiny_map.layers[-1], primitives=(at_atacama,))
    drawn = replace(tiny_map, layers=(*tiny_map.layers[:-1], labelled))
    for size in ((1000, 700), (1280, 800), (1920, 1080), (1600, 1600)):
        layers = tuple(replace(layer, visible=layer.id == "sea") for layer in drawn.layers)
        bare = picture(replace(drawn, layers=layers), *size)
        frame = furniture.layout(drawn, *size).frame
        view = Viewport.of(drawn, frame.width(), frame.height())
        beside = key.lay(drawn, frame.height() * 0.6)
        if not _free(Scene(drawn), beside, view, furniture.MARGIN - 4.0, 10.0):
            strip = key.lay_strip(drawn, size[0] - 32.0)
            view = Viewport.of(drawn, frame.width(), frame.height() - strip.height)
        x, y = (float(v[0]) for v in view.px(at_atacama.x, at_atacama.y))
        assert bare.pixelColor(round(x), round(y + frame.top())).name().upper() == drawn.ground.sea


def _one_word(tiny_map, lon, lat):
    x, y = tiny_map.projection.forward(np.array([lon]), np.array([lat]))
    return {
        "x": x, "y": y, "words": ("Atacama",), "size": np.array([10.0]), "style": ("place",),
        "priority": np.ones(1), "offset": np.array([[6.0, 0.0]]), "closer": np.array([np.inf]),
    }  # fmt: skip


def test_that_an_area_without_hatch_is_told_from_one_with_it(tiny_map):
    entry = LegendEntry("area", "x", Paint(fill="#FFFFFF", hatch="lines", hatch_colour="#000000"))
    drawn = replace(tiny_map, legend=(LegendBlock("", (entry,)),))
    plain = replace(entry, paint=replace(entry.paint, hatch=""))
    without = replace(tiny_map, legend=(LegendBlock("", (plain,)),))
    assert picture(drawn, 640, 360) != picture(without, 640, 360)


def test_that_no_label_covers_another_or_the_key(tiny_map):
    view = Viewport.of(tiny_map, 900, 450)
    clear = np.array([[0.0, 250.0, 250.0, 450.0]])
    placed = place_all(Scene(tiny_map), view, clear)
    boxes = [label.path.boundingRect().translated(label.x, label.y) for label in placed]
    assert boxes
    for i, box in enumerate(boxes):
        assert not box.intersects(QtCore.QRectF(0, 250, 250, 200))
        assert not any(box.intersects(other) for other in boxes[i + 1 :])


def test_that_a_symbol_that_waits_for_a_closer_look_pushes_no_label_away(tiny_map):
    view = Viewport.of(tiny_map, 1280, 800)
    names = [one for layer in tiny_map.layers for one in layer.primitives if isinstance(one, Texts)]
    x, y = (np.concatenate([getattr(one, axis) for one in names]) for axis in ("x", "y"))
    big = np.full(len(x), 400.0)

    def shown(detail):
        marks = plain_marks("circle", x, y, big, (Paint(),), detail=detail)
        layers = (*tiny_map.layers, Layer("more", "More", (marks,)))
        return len(place_all(Scene(replace(tiny_map, layers=layers)), view))

    usual = len(place_all(Scene(tiny_map), view))
    assert shown((0.0, view.mpp / 2)) == usual
    assert shown(ALWAYS) < usual


def test_that_the_scale_is_withheld_for_the_world_and_true_close_by(tiny_map):
    assert furniture.scale_words(tiny_map, Viewport.of(tiny_map, 900, 450)) == (0.0, "Equal Earth; scale varies")
    x, y = (float(v[0]) for v in tiny_map.projection.forward(np.array([25.0]), np.array([-10.0])))
    close = Viewport.around((x - 1e5, y - 5e4, x + 1e5, y + 5e4), 900, 450)
    length, words = furniture.scale_words(tiny_map, close)
    middle = y
    metres = tiny_map.projection.ground_metres(x, middle, x + length * close.mpp, middle)
    assert words == "20 km"
    assert metres == pytest.approx(20_000, rel=0.02)


def test_that_every_shape_has_the_area_of_its_circle():
    for shape in ("circle", "diamond", "square", "hexagon"):
        points = symbols.shape_path(shape, 20.0).toFillPolygon()
        xy = np.array([[points.at(i).x(), points.at(i).y()] for i in range(points.size())])
        twice = np.sum(xy[:-1, 0] * xy[1:, 1] - xy[1:, 0] * xy[:-1, 1])
        assert abs(twice) / 2 == pytest.approx(np.pi * 100, rel=0.03)  # the circle is flattened here


@pytest.mark.parametrize("kind", ["lines", "sparse"])
def test_that_hatch_lines_stay_within_what_they_fill(kind):
    image = QtGui.QImage(80, 80, QtGui.QImage.Format.Format_RGB32)
    image.fill(QtGui.QColor("#FFFFFF"))
    painter = QtGui.QPainter(image)
    x, y = np.array([20.0, 60.0, 60.0, 20.0, 20.0]), np.array([20.0, 20.0, 60.0, 60.0, 20.0])
    hatch.paint_hatch(painter, kind, "#000000", x, y, np.array([0, 5]), (80.0, 80.0))
    painter.end()
    dark = np.array([[image.pixelColor(i, j).lightness() < 250 for i in range(80)] for j in range(80)])
    assert dark[22:58, 22:58].any()
    assert not dark[:18].any()
    assert not dark[:, :18].any()
    assert not dark[62:].any()
    assert not dark[:, 62:].any()


def test_that_a_lighter_hatch_has_half_the_lines():
    def ink(kind):
        image = QtGui.QImage(80, 80, QtGui.QImage.Format.Format_RGB32)
        image.fill(QtGui.QColor("#FFFFFF"))
        painter = QtGui.QPainter(image)
        x, y = np.array([0.0, 80.0, 80.0, 0.0, 0.0]), np.array([0.0, 0.0, 80.0, 80.0, 0.0])
        hatch.paint_hatch(painter, kind, "#000000", x, y, np.array([0, 5]), (80.0, 80.0))
        painter.end()
        return sum(255 - image.pixelColor(i, j).lightness() for i in range(80) for j in range(80))

    assert 0.35 < ink("sparse") / ink("lines") < 0.65


def test_that_a_hatch_stays_inside_and_leaves_holes_open():
    # A square of 10 with a hole of 4: at y = 5 it is in from 0 to 3 and from 7 to 10.
    x = np.array([0.0, 10, 10, 0, 0, 3, 7, 7, 3, 3])
    y = np.array([0.0, 0, 10, 10, 0, 3, 3, 7, 7, 3])
    lines = hatch.scan(x, y, np.array([0, 5, 10]), 5.0, 1.0, 9.0)
    assert lines.tolist() == [[5.0, 0.0, 3.0], [5.0, 7.0, 10.0]]


def test_that_words_can_be_written_on_a_machine_without_fonts():
    assert application.family() == "Inter"
    assert QtGui.QFontMetricsF(application.font(12)).horizontalAdvance("nickel 58 %") > 20
    narrow, wide = (QtGui.QFontMetricsF(application.font(40)).horizontalAdvance(text) for text in ("111", "888"))
    assert narrow == pytest.approx(wide)


def test_that_a_png_carries_its_resolution(tiny_map, tmp_path):
    out = tmp_path / "map.png"
    exporters["png"].write(tiny_map, out, ExportOptions(width_px=3200, height_px=1800), lambda _: None)
    image = QtGui.QImage(str(out))
    assert (image.width(), image.height()) == (3200, 1800)
    assert image.dotsPerMeterX() == pytest.approx(2 * 96 / 0.0254, abs=2)  # laid out for 1600 × 900


def test_that_an_export_called_off_leaves_what_was_there(tiny_map, tmp_path):
    out = tmp_path / "map.png"
    out.write_bytes(b"before")

    def called_off(fraction):
        if fraction > 0.5:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        exporters["png"].write(tiny_map, out, ExportOptions(width_px=320, height_px=200), called_off)
    assert out.read_bytes() == b"before"
    assert [file.name for file in tmp_path.iterdir()] == ["map.png"]


def test_that_words_in_an_svg_are_outlines_where_that_is_asked_for(tiny_map, tmp_path):
    out = tmp_path / "map.svg"
    exporters["svg"].write(tiny_map, out, ExportOptions(width_px=640, height_px=400, outlines=True), lambda _: None)
    assert "<text" not in out.read_text("utf-8")


def test_that_words_in_an_svg_are_text_that_stands_where_its_outlines_would(tiny_map, tmp_path):
    """Whole words in one text each, two where there is a halo; and where the typeface is there, the same picture."""
    drawn = replace(tiny_map, title='Who "owns" <nickel> & cobalt')
    images = []
    for outlines in (False, True):
        out = tmp_path / "map.svg"
        options = ExportOptions(width_px=1280, height_px=800, outlines=outlines)
        exporters["svg"].write(drawn, out, options, lambda _: None)
        if not outlines:
            root = ElementTree.parse(out).getroot()
            texts = ["".join(one.itertext()) for one in root.iter("{http://www.w3.org/2000/svg}text")]
            assert drawn.title in texts
            named = next(words for words in texts if texts.count(words) == 2)
            assert named.isupper() or named.endswith("%")
            assert not [words for words in texts if "mineralmap-words" in words]
        image = QtGui.QImage(1280, 800, QtGui.QImage.Format.Format_RGB32)
        image.fill(QtGui.QColor("#FFFFFF"))
        painter = QtGui.QPainter(image)
        QSvgRenderer(str(out)).render(painter)
        painter.end()
        images.append(pixels(image.scaledToWidth(160, QtCore.Qt.TransformationMode.SmoothTransformation)).astype(int))
    text, outlined = images
    assert np.abs(text - outlined).max() < 90
    assert (np.abs(text - outlined) > 40).mean() < 0.01


def test_that_words_in_an_svg_are_as_dense_whatever_was_filled_before_them(tiny_map, tmp_path):
    exporters["svg"].write(tiny_map, tmp_path / "map.svg", ExportOptions(width_px=1200, height_px=800), lambda _: None)
    texts = re.findall(r"<text class=[^>]*>", (tmp_path / "map.svg").read_text("utf-8"))
    assert texts
    assert all('fill="none"' in one or 'fill-opacity="1"' in one for one in texts)


def test_that_lanes_are_as_wide_on_a_dense_screen(tiny_map):
    x, y = tiny_map.projection.forward(np.array([-60.0, 60.0]), np.array([0.0, 0.0]))
    lane = Lines(x, y, np.array([0, 2]), np.array([6.0]), np.zeros(1, int), (Paint(line="#CC0000"),), ("lane:0",))
    scene = Scene(replace(tiny_map, layers=(Layer("routes", "Routes", (lane,), pickable=True),)))
    view = Viewport.around(tiny_map.projection.world(), 300.0, 200.0)
    for density in (1, 2):
        image = QtGui.QImage(300 * density, 200 * density, QtGui.QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(density)
        image.fill(QtGui.QColor("#FFFFFF"))
        painter = QtGui.QPainter(image)
        scene.paint_ground(painter, view)
        painter.end()
        assert near(image, "#CC0000")[:, 150 * density].sum() == pytest.approx(6 * density, abs=1)


def test_that_lines_of_a_drawing_are_as_wide_as_its_px_say(tiny_map, tmp_path):
    """Most programs that open a drawing know no line that keeps its width: coasts and lanes would not be there."""
    out = tmp_path / "map.svg"
    exporters["svg"].write(tiny_map, out, ExportOptions(width_px=640, height_px=400), lambda _: None)
    text = out.read_text("utf-8")
    assert "non-scaling-stroke" not in text
    widths = [float(one) for one in re.findall(r'stroke-width="([0-9.e+-]+)"', text)]
    assert max(widths) < 40


def test_that_a_picture_names_every_publisher_where_it_has_room(tiny_map):
    names = [f"Publisher {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVW"]
    drawn = replace(tiny_map, notes=("Sources: a table.", told(names), "The end."))
    large = " ".join(furniture.layout(drawn, 1600, 900).notes)
    assert "; ".join(names) in large
    small = " ".join(furniture.layout(drawn, 900, 250).notes)
    assert "Publisher D; Publisher E and 18 more, named in the program’s credits. The end." in small
    few = replace(drawn, notes=(told(names[:5]), "A long note. " * 60))
    assert "Publisher D; Publisher E. A long" in " ".join(furniture.layout(few, 900, 400).notes)


def test_that_the_opening_view_cuts_no_lane_that_matters(tiny_map):
    def drawn(lat, width):
        x, y = tiny_map.projection.forward(np.array([-50.0, 60.0]), np.array([lat, lat]))
        lane = Lines(x, y, np.array([0, 2]), np.array([width]), np.zeros(1, int), (Paint(line="#000000"),), ("lane:0",))
        return replace(tiny_map, layers=(Layer("routes", "Routes", (lane,), pickable=True),)), float(y[0])

    for width, seen in ((3.0, True), (0.6, False)):
        one, south = drawn(-62.0, width)
        assert (Viewport.of(one, 1000.0, 400.0).extent()[1] < south) is seen


@pytest.mark.parametrize("name", ["equal_earth", "robinson", "natural_earth", "mercator", "plate_carree", "ESRI:54009"])
@pytest.mark.parametrize("size", [(1920, 1080), (1200, 800), (900, 1200), (2400, 700)])
def test_that_a_picture_of_the_world_shows_south_america_whole(tiny_map, name, size):
    projection = Projection(name)
    drawn = replace(tiny_map, layers=(), projection=projection, extent=projection.world())
    bare = replace(drawn, legend=())
    laid = furniture.layout(drawn, *size)
    strip = key.lay_strip(drawn, size[0] - 32.0)
    for one, high in ((drawn, laid.frame.height() - strip.height), (bare, laid.frame.height())):
        view = Viewport.of(one, laid.frame.width(), high)
        _, horn = view.px(*projection.forward(np.array([-67.3]), np.array([-55.98])))
        assert 0 < horn[0] < high


def test_that_the_key_covers_no_lane_that_matters(tiny_map):
    x, y = tiny_map.projection.forward(np.array([-160.0, -150.0]), np.array([-20.0, -20.0]))
    lane = Lines(x, y, np.array([0, 2]), np.array([3.0]), np.zeros(1, int), (Paint(line="#000000"),), ("lane:0",))
    bare = replace(tiny_map, layers=())
    crossed = replace(bare, layers=(Layer("routes", "Routes", (lane,), pickable=True),))
    view = Viewport.of(bare, 1000.0, 500.0)
    px, py = (float(v[0]) for v in view.px(x, y))
    assert not Scene(bare).within(view, px - 9, py - 9, px + 9, py + 9)
    assert Scene(crossed).within(view, px - 9, py - 9, px + 9, py + 9)


def test_that_maps_that_are_compared_have_one_scale_in_their_own_pictures(tiny_map):
    """As before and after a closure: a higher key or a longer line below the title makes neither map smaller."""
    more = LegendBlock("More", tuple(LegendEntry("area", str(n), Paint(fill="#FFFFFF")) for n in range(60)))
    other = replace(tiny_map, subtitle=tiny_map.subtitle + " more words" * 30, legend=(*tiny_map.legend, more))
    one, two = replace(tiny_map, others=lambda: (other,)), replace(other, others=lambda: (tiny_map,))
    left, right = (pixels(picture(drawn, 1100, 900)) for drawn in (one, two))
    top, low = (round(edge) for edge in (furniture.layout(other, 1100, 900).frame.top() + 1, 900 * 0.45))
    assert (left[top:low] == right[top:low]).all()
    assert (pixels(picture(tiny_map, 1100, 900))[top:low] != left[top:low]).any()
    assert height_for(one, 1100) == pytest.approx(height_for(two, 1100))
