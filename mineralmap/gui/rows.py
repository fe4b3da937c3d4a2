"""A row of the table of actions: what it is called, where it stands, by which keys it is done."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One action. ``group`` makes a choice of one among several.

    ``submenu`` puts it into a menu of that name within its menu; ``after`` is the id of the action that it stands
    below ("" for the end of its menu).
    """

    id: str
    menu: str
    text: str
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    tip: str = ""
    checkable: bool = False
    group: str = ""
    needs_data: bool = False
    line_before: bool = False
    submenu: str = ""
    after: str = ""


def merged(rows: tuple[Row, ...], others: list[Row]) -> tuple[Row, ...]:
    """The rows with the others among them, each below the one that it names."""
    made = list(rows)
    for row in others:
        at = next((place for place, one in enumerate(made) if one.id == row.after), len(made) - 1)
        while row.after and at + 1 < len(made) and made[at + 1].after == row.after:
            at += 1  # below those that named the same one before it
        made.insert(at + 1, row)
    return tuple(made)
