"""Colours as eyes see them that lack one kind of cone, or in grey; how far two colours are apart; both in numbers.

Deficiencies after Machado, Oliveira and Fernandes (2009), severity 1, on linear light. Differences are CIEDE2000
(Sharma, Wu and Dalal, 2005), where about 2 can just be told beside each other and 10 at a glance.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import combinations

import numpy as np

from mineralmap.layers.layer import Areas, Ground, Layer, LegendBlock, Lines, Map, Marks, Paint, Primitive, Texts

SIGHTS = {"": "None", "protan": "Protanopia", "deutan": "Deuteranopia", "tritan": "Tritanopia", "grey": "Grey"}
"""What ``seen_by`` knows, with its names; "" is the eye that sees all colours."""
_MACHADO = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "grey": ((0.2126729, 0.7151522, 0.0721750),) * 3,
}
_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE = np.array([0.95047, 1.0, 1.08883])
"""sRGB to CIE XYZ under D65."""


@lru_cache(maxsize=4096)
def seen(colour: str, sight: str) -> str:
    """A colour #RRGGBB as one of SIGHTS sees it.

    Examples
    --------
    >>> seen("#C8102E", "grey"), seen("#C8102E", "")
    ('#646464', '#C8102E')
    """
    if sight not in _MACHADO or not colour.startswith("#"):
        return colour
    light = np.clip(np.array(_MACHADO[sight]) @ _linear([colour])[0], 0.0, 1.0)
    coded = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(255 * float(part)):02X}" for part in coded)


def differences(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """CIEDE2000 between colours in CIELAB, shape (..., 3) each; the result has the shape (...)."""
    l1, a1, b1 = np.moveaxis(np.asarray(one, float), -1, 0)
    l2, a2, b2 = np.moveaxis(np.asarray(other, float), -1, 0)
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    grow = 1.5 - 0.5 * np.sqrt(mean**7 / (mean**7 + 25.0**7))
    a1, a2 = a1 * grow, a2 * grow
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360.0, np.degrees(np.arctan2(b2, a2)) % 360.0
    hued, apart = c1 * c2 > 0, h2 - h1
    wide = np.abs(apart) > 180.0 + 1e-9  # exactly half a turn is no more than half, whatever rounding makes of it
    turn = np.where(hued, np.where(wide, apart - np.copysign(360.0, apart), apart), 0.0)
    hue = np.where(hued, (h1 + turn / 2) % 360.0, h1 + h2)
    dl, dc, dh = l2 - l1, c2 - c1, 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2)
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    terms = ((-0.17, 1, 30.0), (0.24, 2, 0.0), (0.32, 3, -6.0), (-0.20, 4, 63.0))
    t = 1 + sum(weight * np.cos(np.radians(times * hue - shift)) for weight, times, shift in terms)
    sl = 1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2)
    sc, sh = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    around = 30.0 * np.exp(-(((hue - 275.0) / 25.0) ** 2))
    rt = -2 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7)) * np.sin(np.radians(2 * around))
    x, y, z = dl / sl, dc / sc, dh / sh
    return np.sqrt(x * x + y * y + z * z + rt * y * z)


def lab(colours: Iterable[str]) -> np.ndarray:
    """Colours #RRGGBB in CIELAB under D65, shape (n, 3)."""
    ratio = _linear(colours) @ _TO_XYZ.T / _WHITE
    f = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.column_stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])])


def difference(one: str, other: str, sight: str = "") -> float:
    """CIEDE2000 between two colours as one of SIGHTS sees them."""
    pair = lab([seen(one, sight), seen(other, sight)])
    return float(differences(pair[0], pair[1]))


def least_difference(colours: Iterable[str], sight: str = "") -> tuple[float, str, str]:
    """The smallest difference between any two of some colours, and the two; infinite where there are none."""
    named = list(colours)
    pairs = np.array(list(combinations(range(len(named)), 2)), int).reshape(-1, 2)
    if not len(pairs):
        return float("inf"), "", ""
    places = lab([seen(colour, sight) for colour in named])
    apart = differences(places[pairs[:, 0]], places[pairs[:, 1]])
    least = int(np.argmin(apart))
    return float(apart[least]), named[pairs[least, 0]], named[pairs[least, 1]]


def seen_by(drawn: Map, sight: str) -> Map:
    """The same map in the colours that one of SIGHTS sees; nothing else of it changes, and "" changes nothing.

    Arrays are shared with the map that it is made from, so that what has been worked out for them is found again.
    """
    if sight not in _MACHADO:
        return drawn
    return replace(
        drawn,
        layers=tuple(_layer(layer, sight) for layer in drawn.layers),
        ground=_ground(drawn.ground, sight),
        legend=tuple(_block(block, sight) for block in drawn.legend),
    )


def _layer(layer: Layer, sight: str) -> Layer:
    return replace(
        layer,
        primitives=tuple(_primitive(one, sight) for one in layer.primitives),
        legend=tuple(_block(block, sight) for block in layer.legend),
    )


def _primitive(one: Primitive, sight: str) -> Primitive:
    if isinstance(one, Texts):
        return one
    paints = tuple(_paint(paint, sight) for paint in one.paints)
    if isinstance(one, Marks):
        return replace(one, paints=paints, ring_colours=tuple(seen(colour, sight) for colour in one.ring_colours))
    return replace(one, paints=paints) if isinstance(one, Areas | Lines) else one


def _block(block: LegendBlock, sight: str) -> LegendBlock:
    entries = tuple(
        replace(entry, paint=_paint(entry.paint, sight), ring_colour=seen(entry.ring_colour, sight))
        for entry in block.entries
    )
    return replace(block, entries=entries)


@lru_cache(maxsize=1024)
def _paint(paint: Paint, sight: str) -> Paint:
    return replace(
        paint,
        fill=None if paint.fill is None else seen(paint.fill, sight),
        line=None if paint.line is None else seen(paint.line, sight),
        hatch_colour=seen(paint.hatch_colour, sight),
    )


def _ground(ground: Ground, sight: str) -> Ground:
    return Ground(**{name: seen(getattr(ground, name), sight) for name in Ground.__slots__})


def _linear(colours: Iterable[str]) -> np.ndarray:
    """Linear light (n, 3), 0–1, of colours #RRGGBB."""
    parts = np.array([[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in colours], float) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
