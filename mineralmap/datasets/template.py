"""The tables that users fill (facilities, and flows that they know), as CSV and as spreadsheets that
explain their columns; made from the schema.

``python -m mineralmap.datasets.template`` writes them into ``resources/templates`` after a schema has
changed.
"""

import csv
import io
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from mineralmap import paths
from mineralmap.datasets import bundled
from mineralmap.datasets.files import write_atomically

FACILITIES, FLOWS = "facilities", "flows"
_PLANTS: tuple[dict[str, str], ...] = (
    {
        "name": "Example cobalt refinery (replace this row)", "mineral": "cobalt", "stage": "refining", "lat": "-12.97",
        "lon": "28.64", "country": "ZMB", "capacity_t_per_year": "5000",
        "owners": "Example Metals [JPN] 80 %; Gécamines [COD] 20 %", "status": "operating", "start_year": "2020",
        "form": "contained", "unit": "t", "operator": "Example Metals", "source": "own survey 2026",
        "coord_precision": "site",
    },
    {
        "name": "Example lithium mine (replace this row)", "mineral": "lithium", "stage": "mining",
        "lat": "46°30'00\"N", "lon": "2°36'00\"E", "country": "France", "capacity_t_per_year": "20",
        "owners": "Example Lithium [FRA]", "status": "planned", "start_year": "2030", "form": "LCE", "unit": "kt",
        "coord_precision": "town", "notes": "no percentage: the only owner is presumed to hold all of it",
    },
)  # fmt: skip
_SENT = {"from": "Example refinery (replace this row)", "to": "USA", "tonnes": "1200", "year": "2024",
         "source": "annual report 2024", "mineral": "cobalt", "leg": "product", "gross_t": "1250",
         "note": "mineral only where the place makes several; leg, gross_t and note may be left out"}  # fmt: skip
EXAMPLES = {FACILITIES: _PLANTS, FLOWS: (_SENT,)}
"""Rows that show what a cell may hold: plants where nothing is shipped, a refinery that there is not."""


def file_of(kind: str, suffix: str) -> Path:
    """Where the shipped template of a kind is; ``suffix`` is ".csv" or ".xlsx"."""
    return paths.resources() / "templates" / f"{kind}_template{suffix}"


def csv_text(kind: str = FACILITIES) -> str:
    """The template as CSV: the columns of the schema, then the examples."""
    written = io.StringIO(newline="")
    table = csv.DictWriter(written, list(bundled.schema(f"user_{kind}").index), lineterminator="\r\n")
    table.writeheader()
    table.writerows(EXAMPLES[kind])
    # with the byte order mark a spreadsheet program knows that it is UTF-8
    return "\ufeff" + written.getvalue()


def write_xlsx(path: Path, kind: str = FACILITIES) -> None:
    """The template as a spreadsheet: a sheet of the kind's name to be filled, "columns" to be read."""
    import openpyxl
    from openpyxl.styles import Alignment, Font, PatternFill

    rules = bundled.schema(f"user_{kind}")
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = kind
    sheet.append(list(rules.index))
    for example in EXAMPLES[kind]:
        sheet.append([_typed(example.get(str(column), "")) for column in rules.index])
    told: Any = book.create_sheet("columns")
    told.append(["column", "required", "what it holds", "unit", "one of", "example"])
    for line in _explained(kind):
        told.append(line)
    for page in (sheet, told):
        page.freeze_panes = "A2"
        for cell in page[1]:
            cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E8ECEF")
        for column in page.columns:
            longest = max(len(str(cell.value or "")) for cell in column)
            page.column_dimensions[column[0].column_letter].width = min(max(longest + 2, 10), 60)
    for row in told.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    book.save(path)


def _typed(text: str) -> str | float | None:
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text or None


def _explained(kind: str) -> Iterator[list[str]]:
    for column, rule in bundled.schema(f"user_{kind}").iterrows():
        choices = str(rule["allowed"]).replace("|", ", ")
        yield [str(column), rule["required"], rule["description"], rule["unit"], choices, rule["example"]]


if __name__ == "__main__":
    file_of(FACILITIES, ".csv").parent.mkdir(parents=True, exist_ok=True)
    for one in EXAMPLES:
        write_atomically(file_of(one, ".csv"), csv_text(one))
        write_atomically(file_of(one, ".xlsx"), partial(write_xlsx, kind=one))
