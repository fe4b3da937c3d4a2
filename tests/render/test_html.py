"""The web page: nothing is fetched, no word from data becomes markup, and a browser draws it with the network cut."""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import get_args, get_type_hints

import numpy as np
import pytest
from PySide6.QtQml import QJSEngine

from mineralmap import paths
from mineralmap.errors import MineralmapError
from mineralmap.layers.layer import Layer, LegendBlock, LegendEntry, Lines, Map, Marks, Paint
from mineralmap.layers.palette import LIGHT
from mineralmap.layers.projection import Projection
from mineralmap.render.columns import columns, encode
from mineralmap.render.exports import ExportOptions
from mineralmap.render.exports.html import page, refuse_external
from mineralmap.render.shapes import BAR_THICKNESS, CROSSING
from mineralmap.render.symbols import circle_radius

NASTY = "Mine <b>{{ 7*7 }} {% endraw %} </script><script>alert(1)</script>\nOwner: <img src=x onerror=alert(2)>"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@pytest.fixture
def small() -> Map:
    """Two mines and a route on an empty world; every word that comes from data is an attack."""
    projection = Projection()
    x, y = projection.forward(np.array([25.5, 120.0]), np.array([-10.6, -2.0]))
    paint = Paint(fill="#1B5FAA", line="#FFFFFF")
    marks = Marks(
        shape="circle", x=x, y=y, diameter=np.array([20.0, 8.0]), paint=np.array([0, 0]), paints=(paint,),
        hollow=np.array([False, True]), ring=np.array([0.5, 0.0]), ring_colour=np.array([0, 0]),
        ring_colours=("#C8102E",), faded=np.array([False, True]), ids=("a", "b"), tips=(NASTY, "Quiet mine"),
    )  # fmt: skip
    route = Lines(
        x=x, y=y, start=np.array([0, 2]), width=np.array([3.0]), paint=np.array([0]), paints=(Paint(line="#3F5F73"),)
    )
    route = replace(route, ids=("r",), tips=("Route, modelled",))
    key = LegendBlock("Key <i>", (LegendEntry("circle", "Mine <u>", paint),), "Note <s>")
    return Map(
        layers=(Layer("routes", "Routes", (route,)), Layer("mines", "Mines <em>", (marks,))),
        projection=projection, extent=projection.world(), ground=LIGHT.ground, theme="light",
        title="Who owns <i>it</i>?", subtitle="by equity {{ x }}", legend=(key,), notes=("Source <a>",),
    )  # fmt: skip


def test_that_the_page_refers_to_nothing_outside_itself(small):
    text = page(small, ExportOptions())
    refuse_external(text)
    assert not re.search(r"url\((?!data:|#|\"?data:)", text.split("<style>", 1)[1].split("</style>")[0])
    assert "sourceMappingURL" not in text
    assert text.index("Content-Security-Policy") < text.index("<script")


def test_that_a_page_that_would_fetch_is_refused():
    for link in ('<script src="https://x/y.js">', "<link rel=stylesheet href=//x/y.css>", '<img src="http://x/y.png">'):
        with pytest.raises(MineralmapError):
            refuse_external(f"<p>{link}</p>")
    refuse_external('<a href="https://www.openstreetmap.org/copyright">a link to follow is allowed</a>')


def test_that_no_word_from_data_becomes_markup(small):
    text = page(small, ExportOptions())
    for markup in ("Mine <b>", "<img src=x", "<script>alert", "<i>it</i>", "<u>", "<s>", "Source <a>", "<em>"):
        assert markup not in text
    assert "Mine \\u003cb>" in text
    assert "Who owns &lt;i&gt;it&lt;/i&gt;?" in text
    assert "{{ x }}" in text


def test_that_the_same_map_gives_the_same_page(small):
    assert page(small, ExportOptions()) == page(small, ExportOptions())


def test_that_the_key_can_be_left_out(small):
    assert 'id="key"' in page(small, ExportOptions())
    assert 'id="key"' not in page(small, ExportOptions(show_legend=False))


def test_that_lines_are_encoded_as_differences_on_the_grid():
    # Google's own example, in units of 1e-5 degrees: (38.5, -120.2), (40.7, -120.95), (43.252, -126.453).
    lat, lon = np.array([38.5, 40.7, 43.252]) * 1e5, np.array([-120.2, -120.95, -126.453]) * 1e5
    assert encode(lat, lon, 1.0) == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"


def test_that_points_in_one_cell_of_the_grid_are_told_once():
    x = np.array([0.0, 100.0, 120.0, 1000.0])
    assert encode(x, np.zeros(4), 500.0) == encode(np.array([0.0, 1000.0]), np.zeros(2), 500.0)


def test_that_a_mark_says_its_place(small):
    marks = columns(small)["layers"][1]["parts"][0]
    assert marks["place"] == ["10.60° S 25.50° E", "2.00° S 120.00° E"]


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
def test_that_a_browser_draws_the_page_without_a_word_of_complaint(small, tmp_path):
    file = tmp_path / "map.html"
    file.write_text(page(small, ExportOptions()), encoding="utf-8")
    done = subprocess.run(
        [
            str(CHROMIUM), *QUIET, f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=3000",
            "--enable-logging=stderr", "--dump-dom", file.as_uri(),
        ],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert 'data-drawn="yes"' in done.stdout
    assert "<canvas" in done.stdout
    complaints = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    assert complaints == []


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
@pytest.mark.parametrize(("width", "open_"), [(1280, False), (1920, True)])
def test_that_the_key_stands_open_only_where_there_is_room_beside_the_map(small, tmp_path, width, open_):
    file = tmp_path / "map.html"
    file.write_text(page(small, ExportOptions()), encoding="utf-8")
    done = subprocess.run(
        [
            str(CHROMIUM), *QUIET, f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=3000",
            f"--window-size={width},800", "--dump-dom", file.as_uri(),
        ],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    key = re.search(r"<details[^>]*>", done.stdout)
    assert key is not None
    assert (" open" in key.group(0)) is open_


def test_that_the_scripts_of_the_page_stay_in_their_own_files():
    text = (Path(__file__).resolve().parents[2] / "resources" / "web" / "page.js").read_text("utf-8")
    assert "innerHTML =" not in text
    assert "eval(" not in text


def test_that_the_page_draws_arrows_and_crossed_bars():
    script = (Path(__file__).resolve().parents[2] / "resources" / "web" / "page.js").read_text("utf-8")
    assert all(f'"{shape}"' in script for shape in ("arrow", "bar", "barred", "diamond", "hexagon", "square", "cross"))
    thick, crossing = re.search(r"BAR = ([\d.]+), CROSS = \[([\d., ]+)\]", script).groups()
    assert float(thick) == BAR_THICKNESS
    assert tuple(map(float, crossing.split(","))) == CROSSING


def test_that_the_page_draws_the_circle_of_the_users_own_as_pictures_do():
    script = (paths.resources() / "web" / "page.js").read_text("utf-8")
    functions = re.findall(r"^  function (?:ring|circle)Radius.*?(?:\}$|^  \}$)", script, re.DOTALL | re.MULTILINE)
    numbers = re.findall(r"^  const (?:RING_GAP|CIRCLE_GAP).*?;", script, re.MULTILINE)
    engine = QJSEngine()
    known = "\n".join((*numbers, *functions))
    for shape in ("circle", "diamond", "hexagon", "square"):
        for ring in (0.0, 0.3):
            told = engine.evaluate(f"{known}\ncircleRadius({shape!r}, 6, {ring})").toNumber()
            assert told == pytest.approx(circle_radius(shape, 12.0, ring))
    assert "stroke(ctx, paint.circled, CIRCLE_WIDTH)" in script


def test_that_the_page_knows_every_hatch_of_the_map():
    script = (Path(__file__).resolve().parents[2] / "resources" / "web" / "page.js").read_text("utf-8")
    sizes = re.search(r"const size = \{([^}]*)\}", script).group(1)
    kinds = set(get_args(get_type_hints(Paint)["hatch"])) - {""}
    assert {part.split(":")[0].strip() for part in sizes.split(",")} == kinds


def test_that_an_empty_title_is_none_and_the_page_keeps_its_name(small):
    text = page(small, ExportOptions(title="", subtitle=""))
    assert "<header>" not in text
    assert "<title>Who owns &lt;i&gt;it&lt;/i&gt;?</title>" in text
    assert "<h1>" not in page(small, ExportOptions(title=""))
    assert "<header><h1>Mine</h1></header>" in page(small, ExportOptions(title="Mine", subtitle=""))


def test_that_the_key_of_the_page_says_how_many_there_are_of_a_class(small):
    block = replace(small.legend[0], entries=(replace(small.legend[0].entries[0], label="5–10 %", more="n = 3"),))
    assert "</canvas>5–10\u00a0% (n = 3)</span>" in page(replace(small, legend=(block,)), ExportOptions())


def test_that_no_word_of_the_page_is_cut_off_at_its_sides():
    script = (paths.resources() / "web" / "page.js").read_text("utf-8")
    told = re.search(r"^function beside.*?^}", script, re.DOTALL | re.MULTILINE)
    assert told is not None
    engine = QJSEngine()

    def places(*given: float) -> list:
        return engine.evaluate(f"({told[0]})({','.join(map(str, given))})").toVariant()

    assert places(8, 0, 80, 12, 100, 390) == [[8, -6], [-88, -6], [-40, -20], [-40, 8]]
    assert places(8, 0, 80, 12, 340, 390) == [[-88, -6], [-40, -20], [-40, 8]]  # right of it there is no room
    assert places(8, 0, 80, 12, 370, 390) == [[-88, -6]]
    assert places(0, 0, 80, 12, 100, 390) == [[-40, -6], [-40, -18], [-40, 6]]
    assert places(0, 0, 80, 12, 370, 390)[0] == [-62, -6]  # a country's name is moved in
    assert places(0, 0, 80, 12, 10, 390)[0] == [-8, -6]


def test_that_a_countrys_name_on_the_page_makes_way_for_its_symbol():
    script = (paths.resources() / "web" / "page.js").read_text("utf-8")
    told = re.search(r"^function calmest.*?^}", script, re.DOTALL | re.MULTILINE)
    assert told is not None
    engine = QJSEngine()

    def best(symbols: str) -> list:
        places = "[[-40, -6], [-40, -18], [-40, 6]]"
        return engine.evaluate(f"({told[0]})({places}, 80, 12, 100, 100, {symbols})").toVariant()

    assert best("[]") == [-40, -6]
    assert best("[[100, 100, 5]]") == [-40, -18]  # its own symbol in the middle: a line higher
    assert best("[[100, 100, 5], [110, 88, 4]]") == [-40, 6]
    assert best("[[100, 200, 5], [160, 100, 9]]") == [-40, -6]  # these are not touched
    assert best("[[90, 82, 9], [100, 101, 4], [110, 118, 9]]") == [-40, -6]  # it hides least of the small one
