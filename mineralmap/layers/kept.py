"""Layers of the newest maps, kept: hiding, ordering and styling layers makes none of them again."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from typing import Any

from mineralmap.layers.context import Context
from mineralmap.layers.kinds import Kind, Several
from mineralmap.layers.layer import Layer
from mineralmap.layers.seen import shown_only
from mineralmap.model.view import View

MAPS, MOST_FACILITIES = 3, 200_000
"""Two side by side and the one before; of those with very many facilities the newest alone."""


class Kept:
    """A context with the layers that were made from it."""

    def __init__(self, sources: tuple[object, ...], context: Context) -> None:
        self.sources, self.context = sources, context
        self._layers: dict[str, Layer] = {}

    def layer(self, kind: Kind, name: str) -> Layer:
        """One layer of a kind, made the first time that it is asked for."""
        found = self._layers.get(name)
        if found is None:
            found = kind.make_one(self.context, name) if isinstance(kind, Several) else kind.make(self.context)
            self._layers[name] = found = shown_only(found)
        return found


_kept: OrderedDict[tuple[Any, ...], Kept] = OrderedDict()
_lock = Lock()
"""Maps are made in several threads."""


def kept(sources: tuple[object, ...], view: View, make: Callable[[], Context], closest: float = 0.0) -> Kept:
    """What is kept of maps of these sources (told apart as objects) in a view, whatever it hides, orders and styles,
    to be looked at from ``closest`` metres per px on."""
    looked = replace(view, layers=(), hidden=frozenset(), styles=(), extent=None, title="", split="", other=())
    key = (*map(id, sources), looked, closest)
    with _lock:
        found = _kept.get(key)
    if found is None:
        found = Kept(sources, make())  # which holds the sources: no other object gets their ids
    with _lock:
        _kept[key] = found
        _kept.move_to_end(key)
        while len(_kept) > 1 and (len(_kept) > MAPS or _rows() > MOST_FACILITIES):
            _kept.popitem(last=False)
    return found


def _rows() -> int:
    return sum(len(one.context.facilities) for one in _kept.values())
