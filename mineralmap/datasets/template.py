"""The table that users fill, as CSV and as a spreadsheet that explains its columns; made from the schema.

``python -m mineralmap.datasets.template`` writes both into ``resources/templates`` after the schema has changed.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mineralmap import paths
from mineralmap.datasets import bundled
from mineralmap.datasets.files import write_atomically

NAME = "facilities_template"
EXAMPLES: tuple[dict[str, str], ...] = (
    {
        "name": "Example cobalt refinery (replace this row)", "mineral": "cobalt", "stage": "refining", "lat": "-12.97",
        "lon": "28.64", "country": "ZMB", "capacity_t_per_year": "5000",
        "owners": "Example Metals [JPN] 80 %; Gécamines [COD] 20 %", "status": "operating", "start_year": "2020",
        "form": "contained", "unit": "t", "operator": "Example Metals", "source": "own survey 2026",
    },
    {
        "name": "Example lithium mine (replace this row)", "mineral": "lithium", "stage": "mining",
        "lat": "46°30'00\"N", "lon": "2°36'00\"E", "country": "France", "capacity_t_per_year": "20",
        "owners": "Example Lithium [FRA]", "status": "planned", "start_year": "2030", "form": "LCE", "unit": "kt",
        "notes": "no percentage: the only owner is presumed to hold all of it",
    },
)  # fmt: skip
"""Rows that show what a cell may hold; they stand where nothing is shipped."""


def csv_text() -> str:
    """The template as CSV: the columns of the schema, then the examples."""
    written = io.StringIO(newline="")
    table = csv.DictWriter(written, list(bundled.schema("user_facilities").index), lineterminator="\r\n")
    table.writeheader()
    table.writerows(EXAMPLES)
    # with the byte order mark a spreadsheet program knows that it is UTF-8
    return "\ufeff" + written.getvalue()


def write_xlsx(path: Path) -> None:
    """The template as a spreadsheet: "facilities" to be filled, "columns" to be read."""
    import openpyxl
    from openpyxl.styles import Alignment, Font, PatternFill

    rules = bundled.schema("user_facilities")
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "facilities"
    sheet.append(list(rules.index))
    for example in EXAMPLES:
        sheet.append([_typed(example.get(str(column), "")) for column in rules.index])
    told: Any = book.create_sheet("columns")
    told.append(["column", "required", "what it holds", "unit", "one of", "example"])
    for line in _explained():
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


def _explained() -> Iterator[list[str]]:
    for column, rule in bundled.schema("user_facilities").iterrows():
        choices = str(rule["allowed"]).replace("|", ", ")
        yield [str(column), rule["required"], rule["description"], rule["unit"], choices, rule["example"]]


if __name__ == "__main__":
    folder = paths.resources() / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / f"{NAME}.csv", csv_text())
    write_atomically(folder / f"{NAME}.xlsx", write_xlsx)
