"""How somebody wants a layer drawn, put onto it: opacity, size, names, the scales that it is drawn at."""

from collections.abc import Sequence
from dataclasses import fields, replace

import numpy as np

from mineralmap.datasets.dataset import Dataset
from mineralmap.layers.layer import Layer, LegendBlock, LegendEntry, Lines, Marks, Primitive, Texts
from mineralmap.layers.palette import NOT_PARTNER
from mineralmap.model.style import LayerStyle, style_of
from mineralmap.model.view import View

PX_METRES = 0.0254 / 96
"""Width of a px of a 96-dpi screen."""
NAME_PX, NAME_AIR = 9.5, 4.0
NAMED_PRIORITY = 90.0
"""Names that somebody asked for give way to those that the map chose."""


class NamesOf:
    """Names of the facilities of a data set by id, looked up only when they are asked for."""

    def __init__(self, dataset: Dataset) -> None:
        self._table = dataset.facilities

    def of(self, ids: Sequence[str]) -> list[str]:
        """A name for each id, "" where there is none."""
        return [str(name) for name in self._table["name"].reindex(list(ids)).fillna("")]


def metres_per_px(denominator: float) -> float:
    """Metres per px at a scale of 1 to ``denominator``, true where the map's scale is."""
    return denominator * PX_METRES


def denominator(metres: float) -> float:
    """The scale, one to how much, at so many metres per px."""
    return metres / PX_METRES


def styled(layers: Sequence[Layer], view: View, names: NamesOf) -> tuple[Layer, ...]:
    """The layers as the view wants them."""
    if not view.styles:
        return tuple(layers)
    chosen = {layer.id: style_of(view.styles, layer.id) for layer in layers}
    made = [_with(layer, chosen[layer.id], names) for layer in layers]
    for before, after in zip(layers, made, strict=True):
        if chosen[before.id].names or chosen[before.id].size != 1.0:
            made = [_labels(layer, before, after, chosen[before.id]) for layer in made]
    return tuple(made)


def _with(layer: Layer, style: LayerStyle, names: NamesOf) -> Layer:
    if style == LayerStyle() or not layer.visible:
        return layer
    primitives = tuple(_parted(_sized(one, style.size), style.part) for one in layer.primitives)
    if style.names == "off":
        primitives = tuple(one for one in primitives if not isinstance(one, Texts))
    elif style.names == "on":
        primitives += tuple(words for words in (_names(one, names) for one in primitives) if words is not None)
    return replace(
        layer,
        primitives=primitives,
        legend=tuple(
            _thinned(_parted_key(_key(block, style.size), style.part), style.opacity) for block in layer.legend
        ),
        opacity=style.opacity,
        detail=(metres_per_px(style.closest), metres_per_px(style.farthest)),
    )


def _sized(part: Primitive, size: float) -> Primitive:
    if size == 1.0:
        return part
    if isinstance(part, Marks):
        return replace(part, diameter=part.diameter * size)
    if isinstance(part, Lines):
        return replace(part, width=part.width * size)
    return part


def _parted(part: Primitive, how: str) -> Primitive:
    """Symbols that show the partner-owned part as a slice: their body is nobody's colour then, for a slice of one
    group in the colour of that group would not be seen."""
    if how != "pie" or not isinstance(part, Marks):
        return part
    groups = {colour.upper() for colour in part.ring_colours}
    return replace(
        part,
        paints=tuple(
            replace(one, part="pie", fill=NOT_PARTNER if one.fill and one.fill.upper() in groups else one.fill)
            for one in part.paints
        ),
    )


def _parted_key(block: LegendBlock, how: str) -> LegendBlock:
    if how != "pie":
        return block
    entries = tuple(
        replace(one, paint=replace(one.paint, part="pie")) if one.ring > 0 else one for one in block.entries
    )
    return replace(block, entries=entries)


def _thinned(block: LegendBlock, opacity: float) -> LegendBlock:
    """The key as thinly painted as its layer."""
    if opacity == 1.0:
        return block
    entries = tuple(
        replace(one, paint=replace(one.paint, opacity=one.paint.opacity * opacity)) for one in block.entries
    )
    return replace(block, entries=entries)


def _key(block: LegendBlock, size: float) -> LegendBlock:
    """The key with sizes as they are on the map: those of the entries that say what a size means. A symbol that only
    shows a colour or a state stays as large as its words allow."""
    if size == 1.0:
        return block
    telling = {
        (one.shape, "" if one.shape == "line" else one.paint)
        for one in block.entries
        if any(_tells_size(one, other) for other in block.entries)
    }
    entries = tuple(
        replace(one, size=one.size * size) if (one.shape, "" if one.shape == "line" else one.paint) in telling else one
        for one in block.entries
    )
    return replace(block, entries=entries)


def _tells_size(one: LegendEntry, other: LegendEntry) -> bool:
    """Do two entries differ by their size, so that it means something?"""
    if one.shape in ("area", "cross") or one.shape != other.shape or one.size == other.size:
        return False
    return not (one.paint.dash or other.paint.dash) if one.shape == "line" else one.paint == other.paint


def _names(part: Primitive, names: NamesOf) -> Texts | None:
    """A name beside each symbol, the largest first; ``None`` of what has no names."""
    if not isinstance(part, Marks) or part.shape in ("arrow", "bar", "barred"):
        return None
    words = names.of(part.ids)
    some = np.flatnonzero([bool(word) for word in words])
    if not len(some):
        return None
    size = part.diameter[some]
    return Texts(
        x=part.x[some],
        y=part.y[some],
        words=tuple(words[i] for i in some.tolist()),
        size=np.full(len(some), NAME_PX),
        style=("place",) * len(some),
        priority=NAMED_PRIORITY * size / max(float(size.max()), 1e-9),
        offset=np.column_stack([size / 2 + NAME_AIR, np.zeros(len(some))]),
        closer=np.full(len(some), np.inf),
    )


def _labels(layer: Layer, before: Layer, after: Layer, style: LayerStyle) -> Layer:
    """Words of another layer at the symbols of this one: taken away where it is to bear none or its own, and moved to
    the edge of what has grown."""
    if layer is after or not any(isinstance(one, Texts) for one in layer.primitives):
        return layer
    marks = [one for one in before.primitives if isinstance(one, Marks)]
    if not marks:
        return layer
    places = np.concatenate([one.x + 1j * one.y for one in marks])
    diameter = np.concatenate([one.diameter for one in marks])
    primitives = tuple(
        _moved(one, places, diameter, style) if isinstance(one, Texts) else one for one in layer.primitives
    )
    return replace(layer, primitives=primitives)


def _moved(words: Texts, places: np.ndarray, diameter: np.ndarray, style: LayerStyle) -> Texts:
    here = words.x + 1j * words.y
    order = np.argsort(places, kind="stable")
    found = order[np.minimum(np.searchsorted(places[order], here), len(places) - 1)]
    beside = (places[found] == here) & (np.array(words.style, dtype=object) == "place")
    if style.names:
        return _some(words, np.flatnonzero(~beside))
    offset = words.offset.copy()
    offset[beside, 0] += diameter[found][beside] / 2 * (style.size - 1.0)
    return replace(words, offset=offset)


def _some(words: Texts, kept: np.ndarray) -> Texts:
    """Some of the labels, with all that is said of each."""
    n, columns = len(words.x), {}
    for one in fields(words):
        value = getattr(words, one.name)
        if isinstance(value, np.ndarray) and len(value) == n:
            columns[one.name] = value[kept]
        elif isinstance(value, tuple) and len(value) == n:
            columns[one.name] = tuple(value[i] for i in kept.tolist())
    return replace(words, **columns)
