"""Layers of the newest maps, kept: hiding, ordering and styling layers makes none of them again, and another answer
only those that it changes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import replace
from threading import Lock
from typing import Any

from mineralmap.layers.context import Context
from mineralmap.layers.kinds import Kind, Lasting, lasting, several
from mineralmap.layers.layer import Layer
from mineralmap.layers.seen import shown_only
from mineralmap.model.view import View

MAPS, MOST_FACILITIES = 3, 200_000
"""Two side by side and the one before; of those with very many facilities the newest alone."""
LASTING, MOST_LASTING = 2, 20_000
"""So many of each layer that outlasts an answer, beside those of the maps that are kept; four took 5 MB more. With more
facilities the newest alone."""


class Kept:
    """A context with the layers that were made from it."""

    def __init__(self, sources: tuple[object, ...], context: Context) -> None:
        self.sources, self.context = sources, context
        self._view = replace(_looked(context.view), selected="")
        self._layers: dict[str, Layer] = {}

    def layer(self, kind: Kind, name: str) -> Layer:
        """One layer of a kind, made the first time that it is asked for."""
        found = self._layers.get(name)
        if found is None:
            lasts = lasting(kind)
            found = self._made(kind, name) if lasts is None else self._lasting(kind, lasts, name)
            self._layers[name] = found
        return found

    def _made(self, kind: Kind, name: str) -> Layer:
        many = several(kind)
        return shown_only(kind.make(self.context) if many is None else many.make_one(self.context, name))

    def _lasting(self, kind: Kind, lasts: Lasting, name: str) -> Layer:
        """The layer of an earlier map that was made from the same."""
        context = self.context
        key = (context.dataset, context.projection, context.closest, self._view, *lasts.rests_on(context, name))
        with _lock:
            known = _layers.setdefault(name, OrderedDict())
            if key in known:
                known.move_to_end(key)
                return known[key]
        made = self._made(kind, name)
        with _lock:
            known[key] = made
            while len(known) > (LASTING if len(context.facilities) <= MOST_LASTING else 1):
                known.popitem(last=False)
        return made


_kept: OrderedDict[tuple[Any, ...], Kept] = OrderedDict()
_layers: dict[str, OrderedDict[tuple[Hashable, ...], Layer]] = {}
_lock = Lock()
"""Maps are made in several threads."""


def kept(sources: tuple[object, ...], view: View, make: Callable[[], Context], closest: float = 0.0) -> Kept:
    """What is kept of maps of these sources (told apart as objects) in a view, whatever it hides, orders and styles,
    to be looked at from ``closest`` metres per px on."""
    key = (*map(id, sources), _looked(view), closest)
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


def _looked(view: View) -> View:
    """What of a view decides what its layers are made of."""
    return replace(view, layers=(), hidden=frozenset(), styles=(), extent=None, title="", split="", other=())


def _rows() -> int:
    return sum(len(one.context.facilities) for one in _kept.values())
