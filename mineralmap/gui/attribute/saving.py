"""Rows of an attribute table as CSV, spreadsheet or GeoJSON, with what they are of beside them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mineralmap.datasets.attributes import Attribute, AttributeTable
from mineralmap.gui.attribute.said import full_heading, tsv
from mineralmap.gui.tasks import Cancel
from mineralmap.gui.words import plural

if TYPE_CHECKING:
    import pandas as pd

    from mineralmap.analysis.results import Results

FORMATS = "Excel (*.xlsx);;CSV (*.csv);;GeoJSON (*.geojson)"


@dataclass(frozen=True, eq=False)
class Wanted:
    """What is to be written: rows and columns of a table, of which question, and how they were come by."""

    table: AttributeTable
    rows: np.ndarray
    columns: tuple[Attribute, ...]
    results: "Results"
    how: tuple[str, ...] = ()


def save(wanted: Wanted, path: Path, cancel: Cancel) -> Path:
    """Write the file; the suffix says which kind."""
    from mineralmap.analysis.tables_out import write_tables
    from mineralmap.datasets.files import write_atomically

    if path.suffix.lower() in (".geojson", ".json"):
        write_atomically(path, geojson(wanted))
    else:
        cancel()
        write_tables(path, frame(wanted), told(wanted))
    return path


def frame(wanted: Wanted) -> "pd.DataFrame":
    """The rows as a table; what is not known is nan or ""."""
    import pandas as pd

    columns = {
        full_heading(one): one.texts(wanted.rows) if one.is_text else one.values[wanted.rows] for one in wanted.columns
    }
    return pd.DataFrame(columns)


def told(wanted: Wanted) -> "pd.DataFrame":
    """What the rows are of: layer, how they were chosen, question, basis, data and sources in full."""
    import pandas as pd

    from mineralmap.analysis.tables_out import about

    table = wanted.table
    known = about(wanted.results, date.today().isoformat())
    first = [("Layer", table.title), ("Rows", f"{len(wanted.rows):,} of {len(table):,}")]
    first += [("Rows are", one) for one in wanted.how]
    first += [("Note", words) for words in (table.note, *_marked(wanted)) if words]
    rest = [(f"Source {one}", words) for one, words in _sources(wanted).items()]
    rest = [row for row in rest if row[0] not in set(known["item"])]
    parts = [pd.DataFrame(first, columns=known.columns), known, pd.DataFrame(rest, columns=known.columns)]
    return pd.concat(parts, ignore_index=True)


def above(wanted: Wanted) -> str:
    """What the rows are of as lines to stand above them when they are copied."""
    from mineralmap.analysis import tables_out

    return tables_out.above(told(wanted), wanted.results.dataset.sources)


def copied(wanted: Wanted, told: Callable[[float], object], cancel: Cancel) -> str:
    """The rows with headings, below what they are of, for the clipboard; ``told`` hears how far it is."""

    def tell(fraction: float) -> None:
        cancel()
        told(fraction)

    return above(wanted) + tsv(wanted.columns, wanted.rows, tell)


def geojson(wanted: Wanted) -> str:
    """The rows as features; what has no place has no geometry, what is not known is null. Flows are straight lines."""
    table, columns = wanted.table, wanted.columns
    values = [
        [one or None for one in column.texts(wanted.rows).tolist()] if column.is_text
        else [None if one != one else one for one in column.values[wanted.rows].tolist()] for column in columns
    ]  # fmt: skip
    features = []
    for at, row in enumerate(wanted.rows.tolist()):
        properties = {column.id: values[number][at] for number, column in enumerate(columns)}
        features.append(
            {"type": "Feature", "id": str(table.ids[row]), "geometry": _geometry(table, row), "properties": properties}
        )
    about = told(wanted)
    said = [f"{item}: {words}" for item, words in zip(about["item"], about["says"], strict=True)]
    made = {"type": "FeatureCollection", "name": table.title, "about": said, "features": features}
    return json.dumps(made, ensure_ascii=False, allow_nan=False)


def _geometry(table: AttributeTable, row: int) -> dict[str, object] | None:
    places = [[float(lon), float(lat)] for lon, lat in zip(table.lon[row], table.lat[row], strict=True)]
    if not places or any(one != one for place in places for one in place):
        return None
    return {"type": "Point", "coordinates": places[0]} if len(places) == 1 else {
        "type": "LineString", "coordinates": places,
    }  # fmt: skip


def _marked(wanted: Wanted) -> list[str]:
    """What the cells of the table say quietly before a figure, which a sheet of numbers does not."""
    said = []
    for column in wanted.columns:
        marks = [] if column.marks is None else [str(one) for one in column.marks[wanted.rows] if one]
        if marks:
            years = ", ".join(sorted(set(marks)))
            said.append(
                f"{column.title} is another figure than what is counted in {plural(len(marks), 'row')} ({years})."
            )
    return said


def _sources(wanted: Wanted) -> dict[str, str]:
    """The sources that the rows name, in full."""
    column = wanted.table.named("source_id")
    if column is None or column.words is None:
        return {}
    known = wanted.results.dataset.sources
    named = dict.fromkeys(one for cell in np.unique(column.texts(wanted.rows)).tolist() for one in cell.split("; "))
    rows = known.loc[[one for one in named if one in known.index]].to_dict("index")
    found = {}
    for source, row in rows.items():
        year = f" ({row['year']})" if row["year"] else ""
        address = f"; {row['address']}" if row["address"] else ""
        found[str(source)] = f"{row['publisher']}, {row['title']}{year}; {row['licence']}{address}"
    return found
