"""Which key lies in the strip below the window's map, and how high that strip is.

How large its words are follows from the map and the room alone. Its height may stay that of the last key of the same
question, so that the map does not jump with each toggle.
"""

from mineralmap.layers.layer import Map
from mineralmap.render import key

ROOM, LEAST_ROOM = 0.4, 60.0
"""Part of the height that a key may take, and px that it may take however low the widget is."""
LOW, WORLD = 72.0, 0.56
"""Px of a low key; and the height of a world's map by its width, since a low key may have what the world leaves."""
LEGIBLE = 1.3
"""So much smaller than the window's letters ask for the words of a whole key may be."""
SPARE = 64.0
"""Px that a key may be lower than the last one without the map taking them."""

Asked = tuple[object, ...]


class KeyPlace:
    """The key that is shown, ``None`` for none, and the height that it takes, px."""

    def __init__(self) -> None:
        self.shown, self.low, self.grown = True, False, 1.0
        self.key: key.Key | None = None
        self._metres = 0.0
        self.high = 0.0
        self._asked: Asked | None = None
        self._next: tuple[Asked, key.Key | None] | None = None
        self._about: Asked = ()

    def show(self, shown: bool, low: bool) -> None:
        """Whether there is a key, and whether only its foremost blocks, in a low strip."""
        self.shown, self.low = shown, low
        self.give_back()

    def give_back(self) -> None:
        """The next key takes no more height than it needs."""
        self.high = 0.0

    def seen_at(self, drawn: Map, metres: float) -> bool:
        """The map is looked at with so many metres of the ground per px; do other layers come into the key by that?"""
        before, self._metres = self._metres, metres
        spans = [layer.detail for layer in drawn.layers]
        then, now = ([low <= one < high for low, high in spans] for one in (before, metres))
        return self.shown and then != now

    def lay(self, drawn: Map | None, width: float, height: float) -> bool:
        """Lay the key of a map into a widget of a size; is it another than before?"""
        drawn = self._keyed(drawn)
        made, self.high = self.laid(drawn, width, height)
        other = made is not self.key
        self.key, self._asked, self._about = made, self._question(drawn, width, height), _about(drawn)
        return other

    def laid(self, drawn: Map | None, width: float, height: float) -> tuple[key.Key | None, float]:
        """The key of a map and the height that it would take; the same object while the map says the same."""
        drawn = self._keyed(drawn)
        asked = self._question(drawn, width, height)
        if asked == self._asked:
            made = self.key  # most toggles change no word of it
        else:
            if self._next is None or self._next[0] != asked:
                self._next = asked, self._made(drawn, width, height)
            made = self._next[1]
        high = made.height if made is not None else 0.0
        near = high and self.high - SPARE <= high <= self.high and not {*_about(drawn)}.isdisjoint(self._about)
        return made, self.high if near else high

    def _keyed(self, drawn: Map | None) -> Map | None:
        return drawn.keyed_at(self._metres) if drawn is not None and self._metres else drawn

    def _question(self, drawn: Map | None, width: float, height: float) -> Asked:
        if drawn is None or not self.shown:
            return ()
        return drawn.legend, drawn.ground, width, height, self.low, self.grown

    def _made(self, drawn: Map | None, width: float, height: float) -> key.Key | None:
        if drawn is None or not self.shown:
            return None
        room = max(height * ROOM, LEAST_ROOM)
        if not self.low:
            whole = key.lay_strip(drawn, width, room, self.grown)
            # Who needs larger letters has more of a part of the key that can be read than of the whole.
            return whole if whole.factor * LEGIBLE >= self.grown else key.lay_low(drawn, width, room, self.grown)
        return key.lay_low(drawn, width, max(min(height - width * WORLD, room), LOW), self.grown)


def _about(drawn: Map | None) -> Asked:
    """What a key begins with: shades and sizes name mineral, stage, measure and basis, and one of them mostly stays."""
    foremost = [block.title for block in drawn.legend if block.foremost] if drawn is not None else []
    return tuple((drawn.unit, title) for title in foremost[:2]) if drawn is not None else ()
