"""Ways hardly longer than the shortest: exact on a small network, and as an independent search found them."""

import numpy as np
import pandas as pd
import pytest

from mineralmap.analysis.detours import detours
from mineralmap.analysis.route import route
from mineralmap.analysis.sea_network import SeaNetwork
from mineralmap.datasets import bundled
from mineralmap.model.scenario import Scenario


def network(edges, gated):
    """Edges (start, end, nm) between nodes; ``gated``: gate by the number of an edge."""
    start, end, nm = (np.array(column) for column in zip(*edges, strict=True))
    size, names = int(max(start.max(), end.max())) + 1, sorted(set(gated.values()))
    return SeaNetwork(
        np.arange(size) * 0.1, np.zeros(size), start, end, nm.astype(float), tuple(names),
        np.array(list(gated)), np.array([names.index(gate) for gate in gated.values()]), np.full(len(gated), 0.5),
    )  # fmt: skip


TWO_WAYS = [(0, 1, 10), (1, 2, 10), (2, 5, 10), (0, 3, 10), (3, 4, 12), (4, 5, 10), (2, 6, 0.5)]
"""From 0 to 5 it is 30 by gate p (edge 1-2) and 32 by gate q (edge 3-4); gate r (edge 2-6) leads nowhere."""


def asked(limit, closed=()):
    sea = network(TWO_WAYS, {1: "p", 4: "q", 6: "r"})
    found = detours(
        sea, np.array([0]), np.array([5]), np.array([limit]), np.array([[True, False, False]]), closed, lambda: None
    )
    return found.may[0].tolist(), found.round[0].tolist()


def test_that_a_way_through_a_gate_counts_up_to_the_limit_and_a_dead_end_never():
    assert asked(33.0) == ([True, True, False], [True, False, False])
    assert asked(31.0) == ([True, False, False], [False, False, False])
    assert asked(33.0, closed=("q",)) == ([True, False, False], [False, False, False])


def test_that_lombok_is_within_a_tenth_of_the_way_from_vitoria_to_fuzhou():
    """Closing the straits of the shortest way in turn does not find it: 11,082 nm against 10,529 (+5.3 %)."""
    found = route(bundled.load(), Scenario(), "BRVIX", "CNFOC")
    ways = [nm for passed, nm in found.near if "lombok" in passed]
    assert min(ways) / found.nm == pytest.approx(1.0525, abs=5e-4)


def test_that_a_way_that_is_shorter_but_counted_dearer_is_told_apart():
    found = route(bundled.load(), Scenario(avoided=(("suez", 4000.0),)), "CNNGB", "NLRTM")
    suez = min(nm for passed, nm in found.near if "suez" in passed)
    assert suez < found.nm
    shorter = next(note for note in found.notes if note.startswith("Shorter than this way"))
    longer = [note for note in found.notes if note.startswith("At most 10 % longer")]
    assert f"{suez:,.0f} nm by" in shorter
    assert not any(f"{suez:,.0f} nm by" in note for note in longer)
    assert any("Suez Canal 4,000 nm" in note and "Sunda Strait 150 nm" in note for note in found.notes)


def test_that_durban_to_shanghai_is_shorter_by_sunda_which_counts_longer():
    found = route(bundled.load(), Scenario(), "ZADUR", "CNSHA")
    assert any(note.startswith("Shorter") and "7,028 nm by Sunda Strait" in note for note in found.notes)
    assert pd.Series([nm for _, nm in found.near]).is_monotonic_increasing
