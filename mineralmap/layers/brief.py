"""The publishers in the notes of a map: all of them, or the first where a picture has no room for so many."""

from collections.abc import Iterable
from datetime import date

AFTER, NEXT, MOST = "Facilities and owners after ", "; ", 5


def told(publishers: Iterable[str]) -> str:
    """A note that names all."""
    return f"{AFTER}{NEXT.join(publishers)}."


def brief(note: str) -> str:
    """The same note with the first of them, and where the others are written; another note as it is."""
    names = note.removeprefix(AFTER).removesuffix(".").split(NEXT)
    if not note.startswith(AFTER) or len(names) <= MOST:
        return note
    return f"{AFTER}{NEXT.join(names[:MOST])} and {len(names) - MOST} more, named in the program's credits."


def vintage(version: str, data: str) -> str:
    """The last note: the program, its data, and today."""
    return dated(f"mineralmap {version}, data {data}, .")


def dated(note: str) -> str:
    """The last note with today in the place of its day."""
    today = date.today()
    return f"{note.rpartition(', ')[0]}, {today.day} {today:%B %Y}."
