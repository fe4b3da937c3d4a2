"""One list of sources for two maps: what both say once, lists as one, and what only one of them says with its name."""

from collections.abc import Sequence

from mineralmap.layers.brief import AFTER, NEXT

SOURCES = "Sources: "
LISTS = (SOURCES, AFTER)
"""What notes begin with that name one thing after the other."""


def joined(first: Sequence[str], second: Sequence[str], names: tuple[str, str]) -> tuple[str, ...]:
    """The notes of both in the order of the first; ``names`` say what each map is of.

    Examples
    --------
    >>> joined(("Sources: A; B.", "One."), ("Sources: A; C.", "Two.", "One."), ("by owner", "by place"))
    ('Sources: A; B; C.', 'By place: Two.', 'One.')
    """
    made, place = [(note, names[0]) for note in first], 0
    """Each note, and whose it is alone."""
    alone = {note for note in first if not any(note == one or _both(note, one) for one in second)}
    for note in second:
        found = next((at for at, (one, _) in enumerate(made) if one == note or _both(one, note)), None)
        if found is None:
            while place < len(made) and made[place][0] in alone:
                place += 1
            made.insert(place, (note, names[1]))
            place += 1
        else:
            made[found] = (_both(made[found][0], note) or note, "")
            place = found + 1
    said = {part for note, _ in made if note.startswith(SOURCES) for part in _parts(note)}
    told = ((_without(note, said), name) for note, name in made)
    return tuple(f"{name[:1].upper()}{name[1:]}: {note}" if name else note for note, name in told if note)


def _begin(note: str) -> str:
    return next((begin for begin in LISTS if note.startswith(begin)), "")


def _parts(note: str) -> list[str]:
    return note.removeprefix(_begin(note)).removesuffix(".").split(NEXT)


def _both(one: str, other: str) -> str:
    """Two lists as one; "" where they are not lists of the same things."""
    begin, here, there = _begin(one), _parts(one), _parts(other)
    if begin != _begin(other) or not (begin or set(here) & set(there)):
        return ""
    return f"{begin}{NEXT.join(dict.fromkeys([*here, *there]))}."


def _without(note: str, said: set[str]) -> str:
    """A list without what the tables of the other map have been named for already."""
    left = [part for part in _parts(note) if part not in said]
    return note if _begin(note) or len(left) == len(_parts(note)) else f"{NEXT.join(left)}." if left else ""
