"""Every projection gives the published figures, gives back what it took, and draws no line across the map."""

import numpy as np
import pyproj
import pytest

from mineralmap.errors import InvalidArgument
from mineralmap.layers import basemap, coasts
from mineralmap.layers.named_sheets import _CODES
from mineralmap.layers.projection import Projection
from mineralmap.model.view import PROJECTIONS

CODES = ("EPSG:3035", "EPSG:3413", "EPSG:3031", "EPSG:3978", "EPSG:8859", "EPSG:3857", "EPSG:32633", "ESRI:54009")
EVERY = [(name, centre) for name in PROJECTIONS for centre in (11.0, 150.0, 0.0, -100.0, 180.0)]
EVERY += [(code, 11.0) for code in CODES]
WGS84_A = 6_378_137.0


def metres(name, lon, lat, centre=0.0):
    x, y = Projection(name, centre).forward(np.array([lon]), np.array([lat]))
    return float(x[0]), float(y[0])


@pytest.mark.parametrize(
    ("lon", "lat", "x", "y"),
    [(-180, 90, -10216474.79, 8392927.60), (180, 45, 14792474.75, 5466867.76), (180, 0, 17243959.06, 0.0),
     (-70, -31.2, -6241081.64, -3907019.16)],
)  # fmt: skip
def test_that_equal_earth_gives_the_figures_of_projs_own_tests(lon, lat, x, y):
    # PROJ, test/gie/builtins.gie: +proj=eqearth +ellps=WGS84. 180 itself is both edges: there the eastern one is meant.
    drawn = Projection("equal_earth", 0.0).forward_relative(np.array([float(lon)]), np.array([float(lat)]))
    assert [float(one[0]) for one in drawn] == pytest.approx([x, y], abs=0.02)


@pytest.mark.parametrize(
    ("name", "x", "y"),
    [("robinson", 189588.423282508, 107318.530350703), ("natural_earth", 194507.265257889, 112508.737358295),
     ("plate_carree", 223402.144255274, 111701.072127637)],
)  # fmt: skip
def test_that_round_projections_give_the_figures_of_projs_own_tests(name, x, y):
    # PROJ, test/gie/builtins.gie: 2° E, 1° N on a sphere of 6,400 km; ours has the radius of WGS 84.
    scale = WGS84_A / 6_400_000.0
    assert metres(name, 2.0, 1.0) == pytest.approx((x * scale, y * scale), abs=0.01)


def test_that_mercator_gives_the_figure_of_projs_own_tests():
    # PROJ, test/gie/builtins.gie: +proj=merc +ellps=GRS80, which is WGS 84 to a tenth of a millimetre.
    assert metres("mercator", 2.0, 1.0) == pytest.approx((222638.981586547, 110579.965218249), abs=0.01)


def test_that_epsg_3035_gives_the_example_of_the_registry():
    # IOGP Guidance Note 7-2, Lambert azimuthal equal area: 50° N, 5° E is E 3,962,799.45, N 2,999,718.85.
    assert metres("EPSG:3035", 5.0, 50.0) == pytest.approx((3962799.45, 2999718.85), abs=0.02)


def test_that_the_arctic_gives_snyders_example():
    # Snyder (1987), p. 333: 80° N, 5° E about 100° W is x 1,077,459.7, y 288,704.5 on the International ellipsoid,
    # which is larger than WGS 84 by four parts in 100,000.
    assert metres("arctic", 5.0, 80.0, centre=-100.0) == pytest.approx((1077459.7, 288704.5), rel=1e-4)


@pytest.mark.parametrize(("key", "code"), _CODES.items(), ids=str)
def test_that_a_code_is_told_only_where_the_registry_draws_the_same(key, code):
    name, centre = key
    lon, lat = np.meshgrid(np.linspace(-170.0, 170.0, 18) + centre, np.linspace(35.0, 80.0, 10))
    x, y = Projection(name, centre).forward(lon, lat)
    other = pyproj.Transformer.from_crs("EPSG:4326", code, always_xy=True)
    wanted_x, wanted_y = other.transform((lon + 180.0) % 360.0 - 180.0, lat)
    assert np.abs(x - wanted_x).max() < 1e-3
    assert np.abs(y - wanted_y).max() < 1e-3


def test_that_only_the_meridian_of_a_code_has_it():
    assert Projection("equal_earth", 0.0).code == "EPSG:8857"
    assert Projection("equal_earth", 11.0).code == ""
    assert "+lon_0=11" in Projection("equal_earth", 11.0).parameters
    assert Projection("equal_earth", 11.0).title == "Equal Earth, middle 11° E"


@pytest.mark.parametrize(("name", "centre"), EVERY)
def test_that_places_come_back_and_what_is_not_shown_is_nowhere(name, centre):
    projection = Projection(name, centre)
    lon, lat = np.meshgrid(np.linspace(-179.0, 179.0, 40), np.linspace(-89.0, 89.0, 31))
    x, y = projection.forward(lon, lat)
    shown = projection.covers(lon, lat)
    assert shown.any()
    assert np.isnan(x[~shown]).all()
    assert np.isnan(y[~shown]).all()
    back_lon, back_lat = projection.inverse(x[shown], y[shown])
    turn = np.abs((back_lon - lon[shown] + 180.0) % 360.0 - 180.0) * np.cos(np.radians(lat[shown]))
    assert turn.max() < 5e-5  # Robinson comes from a table: a few metres
    assert np.abs(back_lat - lat[shown]).max() < 5e-5
    nowhere = projection.forward(np.array([np.nan, np.inf]), np.array([0.0, 0.0]))
    assert np.isnan(nowhere).all()


def steps(x, y, start):
    length = np.hypot(np.diff(x), np.diff(y))
    length[start[1:-1] - 1] = 0.0
    return length


@pytest.mark.parametrize(("name", "centre"), EVERY)
def test_that_nothing_runs_across_the_map(name, centre):
    projection = Projection(name, centre)
    x0, y0, x1, y1 = projection.world()
    longest = 0.1 * max(x1 - x0, y1 - y0)
    for layer in ("countries_low", "countries", "lakes"):
        shapes = basemap.shapes(layer, projection)
        assert np.isfinite(shapes.x).all()
        assert np.isfinite(shapes.y).all()
        if len(shapes.x):
            length = steps(shapes.x, shapes.y, shapes.ring_start)
            # Where the paper ends in a straight line, so does what is on it.
            assert projection.sheet.window is not None or length.max() < longest, layer
    for x, y, start, _ in (basemap.graticule(projection, 30), basemap.graticule(projection, 10)):
        assert np.isfinite(x).all()
        assert steps(x, y, start).max(initial=0.0) < longest
    strokes = basemap.strokes("boundaries", projection)
    assert steps(strokes.x, strokes.y, strokes.start).max(initial=0.0) < longest
    x, y, start, _ = basemap.project_lines(lanes(), projection)
    assert np.isfinite(x).all()
    assert np.isfinite(y).all()
    # Beside the pole a lane turns by half the world: along the top of a map whose pole is as long as its equator.
    assert steps(x, y, start).max(initial=0.0) < (0.51 * (x1 - x0) if projection.sheet.straight else longest)
    sea_x, sea_y = basemap.globe(projection)
    assert np.isfinite(sea_x).all()
    assert np.isfinite(sea_y).all()


def lanes():
    """Lanes over every edge: great circles between ports, over the pole, round the world, and across 180° by hand."""
    geod = pyproj.Geod(ellps="WGS84")
    ends = [(140, 35, -122, 37), (5, 52, -150, 61), (-70, -33, 151, -34), (20, 70, -160, 70), (103, 1, -80, 9)]
    made = [np.array([end[:2], *geod.npts(*end, 120), end[2:]], float) for end in ends]
    lon = np.arange(-180.0, 181.0, 2.0)
    return [*made, np.column_stack([lon, np.full(len(lon), 40.0)]), np.array([[179.0, 60.0], [-179.0, 62.0]])]


def area_of(shapes, feature):
    """Square metres of one feature; holes have the other sign only if wound so, hence the largest ring alone counts."""
    found = 0.0
    for polygon in np.flatnonzero(shapes.feature_of_polygon == feature):
        ring = int(np.searchsorted(shapes.polygon_of_ring, polygon))
        some = slice(shapes.ring_start[ring], shapes.ring_start[ring + 1])
        x, y = shapes.x[some], shapes.y[some]
        found += abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2
    return found


@pytest.mark.parametrize("name", ["equal_earth", "EPSG:8859", "arctic"])
@pytest.mark.parametrize("iso3", ["RUS", "USA", "FJI"])
def test_that_a_country_over_the_date_line_keeps_its_area(name, iso3):
    table = coasts.table("countries_low")
    feature = int(np.flatnonzero(table["iso3"] == iso3)[0])
    projection = Projection(name, -100.0)
    if name == "arctic" and iso3 != "RUS":
        pytest.skip("partly or wholly south of 30° N")
    area = area_of(basemap.shapes("countries_low", projection), feature)
    assert area == pytest.approx(
        area_of(basemap.shapes("countries_low", Projection("equal_earth", 11.0)), feature), rel=2e-3
    )


def test_that_antarctica_is_closed_round_the_pole():
    shapes = basemap.shapes("countries", Projection("EPSG:3031"))
    feature = int(np.flatnonzero(shapes.table["iso3"] == "ATA")[0])
    largest = max(
        (steps(shapes.x[a:z], shapes.y[a:z], np.array([0, z - a])).max(), z - a)
        for a, z in zip(shapes.ring_start[:-1], shapes.ring_start[1:], strict=True)
    )
    assert largest[0] < 500_000.0
    assert np.hypot(shapes.x, shapes.y).min() > 1_000_000 * 0.2  # no point at the pole, no seam to it
    # 12.295 million km² without ice shelves (Fretwell et al. 2013, Bedmap2); true at 71° S.
    assert area_of(shapes, feature) == pytest.approx(1.2295e13, rel=0.03)


@pytest.mark.parametrize(
    "code", ["EPSG:999999", "EPSG:4979", "EPSG:5703", "ESRI:54052", "sinusoidal", "IAU_2015:49910"]
)
def test_that_what_cannot_be_drawn_is_told_with_what_to_do(code):
    with pytest.raises(InvalidArgument, match="View ▸ Projection"):
        _ = Projection(code).sheet


def test_that_degrees_of_a_code_are_drawn_as_squares():
    assert Projection("EPSG:4326").title == "WGS 84 (EPSG:4326), degrees as squares"
    assert metres("EPSG:4326", 90.0, 0.0) == pytest.approx((WGS84_A * np.pi / 2, 0.0))


def test_that_feet_and_southern_axes_are_drawn_in_metres_with_north_above():
    # New York, Long Island is in US survey feet: a degree of latitude is about 111 km all the same.
    south, north = metres("EPSG:2263", -73.0, 40.5)[1], metres("EPSG:2263", -73.0, 41.0)[1]
    assert north - south == pytest.approx(55_500, rel=0.01)
    assert metres("EPSG:2053", 29.5, -25.0)[0] > metres("EPSG:2053", 28.5, -25.0)[0]
    assert metres("EPSG:2053", 29.0, -24.0)[1] > metres("EPSG:2053", 29.0, -26.0)[1]


def test_that_what_ships_in_columns_is_what_the_geopackage_holds():
    from mineralmap import paths

    packed, read = coasts.parts("countries_low"), coasts.from_file("countries_low", paths.data() / "basemap.gpkg")
    assert len(packed.lon) == len(read.lon)
    assert np.abs(packed.lon - read.lon).max() < 1e-7
    assert np.abs(packed.lat - read.lat).max() < 1e-7
    assert packed.table["unit_id"].tolist() == read.table["unit_id"].tolist()
    assert (paths.data() / "basemap.npz").stat().st_size < 3_000_000
