"""What may be added up: tonnes of one mineral, one stage and one unit; for everything else why not. No Qt."""

from dataclasses import dataclass

import numpy as np

from mineralmap.datasets.attributes import Attribute, AttributeTable


@dataclass(frozen=True, slots=True)
class Total:
    """A sum with how many rows it is of; ``why`` says why there is none. ``value`` is nan where nothing is known."""

    value: float = np.nan
    known: int = 0
    unknown: int = 0
    why: str = ""


def total(table: AttributeTable, column: Attribute, rows: np.ndarray) -> Total:
    """The sum of a column over some rows (mask or numbers), or why there is none."""
    if column.is_text:
        return Total(why="Words do not add up.")
    if not column.adds:
        return Total(why=column.why_not or f"{column.title} is no quantity that adds up.")
    values = column.values[rows]
    known = ~np.isnan(values)
    for name in table.alike if known.any() else ():
        kind = table.named(name)
        if kind is None or not kind.is_text or kind.words is None:
            continue
        found = np.unique(kind.values[rows][known])
        if len(found) > 1:
            named = [str(kind.words[one]) if one >= 0 else "not known" for one in found[:3]]
            more = ", …" if len(found) > 3 else ""
            return Total(why=f"Not added up across several {_several(kind.title)}: {', '.join(named)}{more}.")
    value = float(values[known].sum()) if known.any() else np.nan
    return Total(value, int(known.sum()), int((~known).sum()))


def _several(title: str) -> str:
    return {"Mineral": "minerals", "Stage": "stages", "Counts": "units", "Leg": "legs"}.get(title, title.lower())
