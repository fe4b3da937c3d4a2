"""Straits on the map: how much passes each, which are closed, and by whom."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely

from mineralmap.analysis.compute import compute
from mineralmap.analysis.flows import compute_flows
from mineralmap.analysis.movements import Lanes
from mineralmap.layers.compose import compose
from mineralmap.layers.crossings import crossings
from mineralmap.layers.kinds import chokepoints
from mineralmap.layers.layer import Lines, Marks, Texts
from mineralmap.layers.symbology import bar_lengths
from mineralmap.model.scenario import Scenario, Stage
from mineralmap.model.view import View

OWN = "My line: LINESTRING (70 -5, 70 5)"


@pytest.fixture(scope="module")
def gates(world):
    """Two gates that no source closes by default."""
    return [gate for gate in world.chokepoints.index if not world.chokepoints.at[gate, "default_closed"]][:2]


def made(world, scenario, shares, before=None, **view):
    results = compute(world, scenario)
    flows = compute_flows(world, scenario)
    then = None if before is None else replace(flows, exposure=exposure(world, before))
    drawn = compose(world, results, replace(flows, exposure=exposure(world, shares)), View(**view), then)
    return next(one for one in drawn.layers if one.id == "chokepoints")


def exposure(world, shares):
    rows = [
        {"chokepoint_id": gate, "name": gate, "lat": 0.0, "lon": 0.0, "tonnes": share * 1000, "gross_t": np.nan,
         "share": share, "closed": False}
        for gate, share in shares.items()
    ]  # fmt: skip
    columns = ["chokepoint_id", "name", "lat", "lon", "tonnes", "gross_t", "share", "closed"]
    return pd.DataFrame(rows, columns=columns)


def marks_of(layer):
    return {name: (part, i) for part in layer.primitives if isinstance(part, Marks) for i, name in enumerate(part.ids)}


def words_of(layer):
    return next(part for part in layer.primitives if isinstance(part, Texts)).words


def question(**more):
    return Scenario(mineral="cobalt", stage=Stage.MINING, **more)


def test_that_a_bar_is_as_long_as_the_share_and_named_with_it(world, gates):
    layer = made(world, question(), {gates[0]: 0.4})
    bars, i = marks_of(layer)[gates[0]]
    assert bars.shape == "bar"
    assert bars.diameter[i] == bar_lengths(np.array([0.4]))[0] == pytest.approx(16.0)  # 8 + 0.4 of 20 px
    assert f"{world.chokepoints.at[gates[0], 'name']} 40 %" in words_of(layer)


def test_that_a_closed_gate_is_crossed_and_says_so_in_words(world, gates):
    layer = made(world, question(closed={gates[0]}), {gates[1]: 0.4})
    crossed, i = marks_of(layer)[gates[0]]
    assert crossed.shape == "barred"
    assert "assumed closed" in crossed.tips[i]
    assert f"{world.chokepoints.at[gates[0], 'name']}: assumed closed" in words_of(layer)
    assert marks_of(layer)[gates[1]][0].shape == "bar"


def test_that_an_avoided_gate_is_hollow_and_says_by_how_much(world, gates):
    layer = made(world, question(avoided=((gates[0], 500.0),)), {gates[0]: 0.1})
    bars, i = marks_of(layer)[gates[0]]
    assert bars.paints[bars.paint[i]].fill != bars.paints[0].fill
    assert "counted 500 nm longer" in bars.tips[i]
    assert any(words.endswith(", second choice") for words in words_of(layer))


def test_that_a_gate_that_carries_most_is_never_called_avoided(world, gates):
    layer = made(world, question(closed={gates[1]}, avoided=((gates[0], 150.0),)), {gates[0]: 0.9}, before={})
    said = [
        *words_of(layer),
        *marks_of(layer)[gates[0]][0].tips,
        *(e.label for block in layer.legend for e in block.entries),
    ]
    assert any("second choice" in words for words in said)
    assert not any("avoid" in words for words in said)


def test_that_a_change_is_told_from_before_to_now(world, gates):
    layer = made(world, question(closed={gates[1]}), {gates[0]: 0.5}, before={gates[0]: 0.1, gates[1]: 0.4})
    assert f"{world.chokepoints.at[gates[0], 'name']} 10 % → 50 %" in words_of(layer)
    assert "before the closure 10 %" in marks_of(layer)[gates[0]][0].tips[marks_of(layer)[gates[0]][1]]


def test_that_what_changes_is_named_before_what_only_is_large(world, gates, monkeypatch):
    monkeypatch.setattr(chokepoints, "NAMED", 1)
    layer = made(world, question(), {gates[0]: 0.02, gates[1]: 0.04}, before={gates[0]: 0.01, gates[1]: 0.04})
    texts = next(part for part in layer.primitives if isinstance(part, Texts))
    named = [words for words, mpp in zip(texts.words, texts.closer, strict=True) if mpp == np.inf]
    assert named == [f"{world.chokepoints.at[gates[0], 'name']} 1.0 % → 2.0 %"]


def test_that_what_takes_most_of_a_closure_has_its_label_first(world, gates):
    shares, before = {gates[0]: 0.06, gates[1]: 0.12}, {gates[0]: 0.01, gates[1]: 0.12}
    texts = next(one for one in made(world, question(), shares, before=before).primitives if isinstance(one, Texts))
    first = max(zip(texts.priority, texts.words, strict=True))
    assert first[1] == f"{world.chokepoints.at[gates[0], 'name']} 1.0 % → 6.0 %"


def test_that_a_gate_that_next_to_nothing_passes_waits_until_one_looks_closer(world, gates):
    layer = made(world, question(), {gates[0]: 0.4, gates[1]: 0.001})
    assert marks_of(layer)[gates[0]][0].detail == (0.0, float("inf"))
    assert marks_of(layer)[gates[1]][0].detail[1] < 10_000


def test_that_a_gate_of_ones_own_lies_as_it_was_drawn(world):
    layer = made(world, question(own_gates=(OWN,)), {"own:my-line": 0.2})
    line = next(part for part in layer.primitives if isinstance(part, Lines))
    assert line.ids == ("own:my-line",)
    assert "My line 20 %" in words_of(layer)
    assert "added line" in [entry.label for entry in layer.legend[0].entries]


def test_that_the_key_tells_only_the_states_on_the_map(world, gates):
    labels = [entry.label for entry in made(world, question(), {gates[0]: 0.4}).legend[0].entries]
    assert labels[:2] == ["10 %", "50 %"]
    assert "assumed closed" not in labels


def test_that_a_bar_stands_where_most_of_the_ships_pass(world):
    flows = compute_flows(world, question())
    table = pd.DataFrame({"tonnes": [10.0, 90.0]})
    paths = [[np.array([[68.0, 2.0], [72.0, 2.0]])], [np.array([[68.0, -4.0], [72.0, -2.0]])]]
    lanes = Lanes(paths, np.array([0, 1, 2]), np.array([0, 1]), np.ones(2, bool), np.zeros(2, bool))
    across = shapely.LineString([(70.0, -5.0), (70.0, 5.0)])
    elsewhere = shapely.LineString([(10.0, -5.0), (10.0, 5.0)])
    found = crossings(replace(flows, table=table, lanes=lanes), np.array([across, elsewhere]))
    assert found[0].tolist() == pytest.approx([70.0, -3.0])
    assert np.isnan(found[1]).all()


def test_that_no_word_of_a_published_map_speaks_to_its_reader(world, gates):
    layer = made(world, question(own_gates=(OWN,), closed=frozenset({gates[0]})), {"own:my-line": 0.2})
    labels = [entry.label for block in layer.legend for entry in block.entries]
    assert "assumed closed" in labels
    tips = [tip for part in layer.primitives if not isinstance(part, Texts) for tip in part.tips]
    assert not any("you" in words.split() or "your" in words.split() for words in [*labels, *words_of(layer), *tips])


def test_that_without_flows_what_is_assumed_closed_stands_with_how_the_answer_is_counted(world, gates):
    results = compute(world, question(closed=frozenset({gates[0]})))
    name = world.chokepoints.at[gates[0], "name"]
    assert compose(world, results, None, View()).subtitle.endswith(f" · {name} assumed closed")
