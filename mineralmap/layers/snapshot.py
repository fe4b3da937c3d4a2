"""A map as it was last seen, kept in one file: the next start shows it before anything heavy is there.

Arrays go into columns, all else into JSON; only classes named here come back, so a file can hold nothing but a map.
What the whole world's view draws comes first; the rest, for looking closer, when it is asked for. What is told on
asking (``Map.more``) is not kept.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from mineralmap.datasets import columns_file
from mineralmap.datasets.files import write_atomically
from mineralmap.errors import UnreadableFile
from mineralmap.layers.layer import (
    Areas,
    Ground,
    Layer,
    LegendBlock,
    LegendEntry,
    Lines,
    Map,
    Marks,
    Paint,
    Primitive,
    Texts,
)
from mineralmap.layers.projection import Projection

WORLD_MPP = 20_000.0
"""Metres per px of the whole world in a large window: what is drawn only closer up is left out."""
_CLASSES: dict[str, type[Any]] = {
    one.__name__: one
    for one in (Areas, Ground, Layer, LegendBlock, LegendEntry, Lines, Map, Marks, Paint, Projection, Texts)
}
_CLASS, _TUPLE, _ARRAY, _NUMBER = "class", "tuple", "array", "number"
_DAMAGED = (OSError, ValueError, KeyError, TypeError, IndexError, UnreadableFile)


class Snapshot:
    """A map that was kept under a name; ``seen`` is what the whole world's view draws of it."""

    def __init__(self, name: str, seen: Map, arrays: dict[str, np.ndarray]) -> None:
        self.name, self.seen = name, seen
        self._arrays = arrays

    def whole(self) -> Map | None:
        """All of it, in which what was seen is the same; ``None`` when it cannot be read."""
        layers = [list(layer.primitives) for layer in self.seen.layers]
        try:
            for layer, place, primitive in json.loads(self._arrays["rest"].tobytes()):
                layers[layer].insert(place, _in(primitive, self._arrays))
        except _DAMAGED:
            return None
        both = zip(self.seen.layers, layers, strict=True)
        return replace(self.seen, layers=tuple(replace(layer, primitives=tuple(every)) for layer, every in both))


def save(drawn: Map, name: str, path: Path) -> None:
    """Write a map under a name that says what it is of; ``load`` gives it back for the same name only."""
    arrays: list[np.ndarray] = []
    layers = tuple(replace(layer, primitives=tuple(filter(_seen, layer.primitives))) for layer in drawn.layers)
    head = {"name": name, "map": _out(replace(drawn, layers=layers, more=None), arrays)}
    rest = [
        (number, place, _out(one, arrays))
        for number, layer in enumerate(drawn.layers)
        for place, one in enumerate(layer.primitives)
        if not _seen(one)
    ]
    named = {f"a{number}": one for number, one in enumerate(arrays)}
    named["rest"] = np.frombuffer(json.dumps(rest).encode("utf-8"), np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, columns_file.packed(head, named))


def load(name: str, path: Path) -> Snapshot | None:
    """The map that was kept under this name; ``None`` when there is none, or none that can be read."""
    try:
        head, arrays = columns_file.unpacked(path.read_bytes())
        if head["name"] != name:
            return None
        made = _in(head["map"], arrays)
    except _DAMAGED:
        return None
    return Snapshot(name, made, arrays) if isinstance(made, Map) else None


def name_of(path: Path) -> str:
    """The name that the map in a file was kept under; "" when there is none."""
    try:
        return str(columns_file.unpacked(path.read_bytes())[0]["name"])
    except _DAMAGED:
        return ""


def _seen(one: Primitive) -> bool:
    """Is it drawn in the whole world's view?"""
    return bool((one.closer > WORLD_MPP).any() if isinstance(one, Texts) else one.detail[1] > WORLD_MPP)


def _out(value: Any, arrays: list[np.ndarray]) -> Any:
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, np.ndarray):
        known = next((number for number, one in enumerate(arrays) if one is value), len(arrays))
        if known == len(arrays):
            arrays.append(value)
        return {_ARRAY: known}
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, (int, float)):
        return value if math.isfinite(value) else {_NUMBER: str(value)}
    if is_dataclass(value):
        made = {one.name: _out(getattr(value, one.name), arrays) for one in fields(value)}
        return {_CLASS: type(value).__name__, "fields": made}
    if isinstance(value, Sequence):
        return {_TUPLE: [_out(one, arrays) for one in value]}
    raise TypeError(f"a snapshot cannot hold {type(value).__name__}")


def _in(value: Any, file: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if _ARRAY in value:
        return file[f"a{value[_ARRAY]}"]
    if _NUMBER in value:
        return float(value[_NUMBER])
    if _TUPLE in value:
        return tuple(_in(one, file) for one in value[_TUPLE])
    kind = _CLASSES[value[_CLASS]]
    known = {one.name for one in fields(kind)}
    if set(value["fields"]) != known:
        raise UnreadableFile("a snapshot of another version")
    return kind(**{name: _in(one, file) for name, one in value["fields"].items()})
