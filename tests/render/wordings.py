"""Words and lands that tests of labels place."""

import numpy as np

from mineralmap.layers.layer import Areas, Paint, Texts
from mineralmap.render import bits, labels

NOTHING = np.empty((0, 4))


def place(*words, **more):
    """The labels that fit, all tried at once."""
    return bits.at_once(labels.placing(*words, **more))


def place_all(scene, view, clear=None):
    """The labels that a scene has at a view."""
    return bits.at_once(scene.placing(view, clear))


def texts(x, y, words, priority=None, style="place", right=8.0, closer=np.inf, ids=()):
    n = len(words)
    return (
        Texts(
            x=np.zeros(n), y=np.zeros(n), words=tuple(words), size=np.full(n, 10.0), style=(style,) * n,
            priority=np.arange(n, 0, -1.0) if priority is None else np.array(priority, float),
            offset=np.tile([right, 0.0], (n, 1)), closer=np.full(n, closer), ids=ids,
        ),
        np.array(x, float), np.array(y, float),
    )  # fmt: skip


def box(label):
    across, high = labels.measure(label.words, label.size, label.style)
    return label.x - across / 2, label.y - high / 2, label.x + across / 2, label.y + high / 2


def overlap(one, other):
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def two_lands():
    """Two countries side by side, 0–300 and 300–600 m of 400 m, as a view of 1 m per px shows them."""
    x, y = np.array([0.0, 300, 300, 0, 0, 300, 600, 600, 300, 300]), np.array([0.0, 0, 400, 400, 0] * 2)
    return Areas(
        x=x, y=y, ring_start=np.array([0, 5, 10]), polygon_of_ring=np.arange(2), feature_of_polygon=np.arange(2),
        paint=np.zeros(2, int), paints=(Paint(fill="#ffffff"),), ids=("WST", "EST"), tips=("", ""),
    )  # fmt: skip
