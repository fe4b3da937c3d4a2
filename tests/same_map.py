"""Do two maps say the same in every field? What is told on asking is left out."""

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np

from mineralmap.layers.layer import Map


def same_map(one: Map, other: Map) -> bool:
    return _same(replace(one, more=None), replace(other, more=None))


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    if is_dataclass(one):
        return type(one) is type(other) and all(
            _same(getattr(one, item.name), getattr(other, item.name)) for item in fields(one)
        )
    if isinstance(one, Sequence) and not isinstance(one, str):
        return len(one) == len(other) and all(_same(a, b) for a, b in zip(one, other, strict=True))
    return bool(one == other)
