"""What of a view symbols do not change is kept: the map of another answer is the one that would be painted first."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QPixmap

from mineralmap.analysis.compute import compute
from mineralmap.analysis.flows import compute_flows
from mineralmap.layers.compose import compose
from mineralmap.model.scenario import Basis, Scenario, Stage
from mineralmap.model.view import View
from mineralmap.render import degrees, lands, room, scene
from mineralmap.render.canvas import MapCanvas
from mineralmap.render.newest import Newest
from mineralmap.render.points import badges

ASKED = Scenario(mineral="cobalt", stage=Stage.MINING, basis=Basis.EQUITY)


@pytest.fixture
def canvas(qtbot):
    made = MapCanvas()
    qtbot.addWidget(made)
    made.resize(900, 600)
    return made


def forget():
    for kept in (degrees._newest, lands._newest, scene._obstacles, badges._newest):
        kept.clear()
    for newest in (scene._small, scene._heaps, room._kept):
        newest._known = None


def test_that_each_map_is_painted_as_if_it_were_the_first(tiny_world, canvas):
    flows = compute_flows(tiny_world, ASKED)

    def drawn(view, **changes):
        return compose(tiny_world, compute(tiny_world, replace(ASKED, **changes)), flows, view, flows)

    graticule = View(hidden=View().hidden - {"graticule"})
    maps = [drawn(graticule, partners=frozenset(some)) for some in ({"USA"}, {"JPN"}, set())]
    maps += [drawn(View(theme="dark")), drawn(graticule, basis=Basis.LOCATION), drawn(View(projection="robinson"))]

    def pictures(first=False):
        for one in maps:
            for width in (900, 700):
                if first:
                    forget()
                canvas.resize(width, 600)
                canvas.set_map(one)
                picture = QPixmap(canvas.size())
                canvas.render(picture)
                yield picture.toImage()

    forget()
    kept = list(pictures())
    assert all(one == other for one, other in zip(kept, pictures(first=True), strict=True))
    assert kept[0] != kept[2]  # the rings of other partners


def test_that_what_follows_from_columns_is_kept_while_they_are_the_same_objects():
    x, y, made = [1.0], [2.0], []
    newest = Newest()

    def asked(view, *columns):
        return newest.of(view, columns, lambda: made.append(view) or len(made))

    assert [asked("world", x, y), asked("world", x, y)] == [1, 1]
    assert asked("world", x, [2.0]) == 2  # equal, and yet another
    assert asked("world", x) == 3
    assert asked("Europe", x) == 4
    assert asked("world", x, y) == 5  # only the newest is kept


def test_that_another_answer_looks_for_no_land_and_no_degrees_again(tiny_world, canvas, monkeypatch):
    made = []
    monkeypatch.setattr(lands, "Lands", lambda *asked, first=lands.Lands: made.append(asked) or first(*asked))
    monkeypatch.setattr(degrees, "_spots", lambda *asked, first=degrees._spots: made.append(asked) or first(*asked))
    view = View(hidden=View().hidden - {"graticule"})
    forget()
    canvas.set_key_shown(False)  # a key of another height moves the map
    for some in ({"USA"}, {"JPN"}):
        canvas.set_map(compose(tiny_world, compute(tiny_world, replace(ASKED, partners=frozenset(some))), None, view))
        canvas.grab()
    assert len(made) == 2
