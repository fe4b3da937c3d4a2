"""What stands beside a facility's figures, as escaped rich text: who buys, what a second source says, its use."""

from html import escape
from typing import TYPE_CHECKING

from mineralmap.gui.correct import stakes
from mineralmap.gui.correct.amounts import digits
from mineralmap.gui.theme import Colours
from mineralmap.gui.words import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from mineralmap.datasets.dataset import Dataset
    from mineralmap.model.project import Correction


def offtakes(dataset: "Dataset", facility_id: str, colours: Colours) -> str:
    """Published offtakes, one line each; "" where none is known. An offtake is not ownership, and says so."""
    lines = []
    for row in _of(dataset.offtakes, facility_id):
        buyer = str(dataset.companies["name"].get(row["buyer_id"], row["buyer_id"]))
        share = percent(float(row["share"])) + " of the output" if row["share"] == row["share"] else ""
        tonnes = f"{row['tonnes']:,.10g} {row['unit']} a year" if row["tonnes"] == row["tonnes"] else ""
        told = ", ".join(filter(None, (share, tonnes))) or "quantity not published"
        lines.append(_line(f"{buyer}: {told}", f"{_years(row)}{row['notes']}", colours))
    return "".join(lines)


def checks(dataset: "Dataset", facility_id: str, colours: Colours, corrections: "Sequence[Correction]" = ()) -> str:
    """Published use of the capacity, and what a second source says; "" where neither is known.

    ``corrections``: of the facility and the stakes above it, which were made after that was read.
    """
    lines = [
        _line(f"Capacity used {row['year']:.0f}: {percent(float(row['utilisation']))}", str(row["notes"]), colours)
        for row in _of(dataset.utilisation, facility_id)
    ]
    for row in _of(dataset.second_sources, facility_id):
        ours, second = (digits(row[one]) or row[one] for one in ("ours", "second"))
        figures = f"{row['what']} {ours or 'unknown'}, second source {second or 'silent'} {row['unit']}"
        year = f" ({row['year']})" if row["year"] else ""
        lines.append(_line(f"{row['verdict'].capitalize()}: {figures.strip()}{year}", str(row["notes"]), colours))
    after = stakes.before(dataset, corrections)
    return "".join([_line(after, "", colours), *lines] if lines and after else lines)


def sources(dataset: "Dataset", facility_id: str) -> list[str]:
    """Ids of the sources behind these lines."""
    tables = ((dataset.offtakes, "source_id"), (dataset.utilisation, "source_id"))
    found = [
        row[column]
        for table, column in (*tables, (dataset.second_sources, "second_source_id"))
        for row in _of(table, facility_id)
    ]
    return [one for cell in found for one in str(cell).split("; ") if one]


def _of(table: "pd.DataFrame", facility_id: str) -> list[dict]:
    return table[table["facility_id"] == facility_id].to_dict("records")


def _years(row: dict) -> str:
    first, last = (f"{year:.0f}" if year == year else "" for year in (row["from_year"], row["to_year"]))
    return f"{first} to {last or 'open'} · " if first else f"to {last} · " if last else ""


def _line(words: str, below: str, colours: Colours) -> str:
    quiet = f"<br><span style='color:{colours.quiet}'>{escape(below)}</span>" if below else ""
    return f"<p style='margin:0 0 4px 0'>{escape(words)}{quiet}</p>"
