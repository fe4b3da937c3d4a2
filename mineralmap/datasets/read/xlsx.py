"""Spreadsheets: the first sheet that has a table, numbers and dates as plain text."""

import datetime
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mineralmap.datasets import grid
from mineralmap.datasets.read import Raw, readers
from mineralmap.errors import Problem, Severity, UnreadableFile

_UNCOMPUTED = re.compile(rb"</f>(<v\s*/>|<v></v>|</c>)")
MAX_ROWS_LOOKED_AT = 2
"""A sheet with fewer filled rows is a title page, not a table."""


@readers.add
class Xlsx:
    """Read with python-calamine where it is installed, else (xlsx and xlsm only) with openpyxl."""

    id = "xlsx"
    title = "Spreadsheet"
    suffixes: Sequence[str] = (".xlsx", ".xlsm", ".xls", ".ods")
    order = 20

    def read(self, path: Path) -> Raw:
        """See ``Reader``."""
        try:
            sheets = _sheets(path)
        except (UnreadableFile, OSError):
            raise
        except Exception as error:  # the libraries raise what they like on broken files
            raise UnreadableFile(
                f"{path.name} cannot be read as a spreadsheet: {str(error).strip() or type(error).__name__}.",
                "Is it protected by a password, damaged, or another kind of file?",
            ) from error
        problems = _formulas(path)
        filled = [(name, cells) for name, cells in sheets if sum(any(row) for row in cells) >= MAX_ROWS_LOOKED_AT]
        filled = filled or [(name, cells) for name, cells in sheets if any(any(row) for row in cells)]
        if not filled:
            raise UnreadableFile(f"{path.name} holds no table.", "All its sheets are empty.")
        return grid.tabulate(filled[0][1], path.name, problems)


def _sheets(path: Path) -> list[tuple[str, list[list[str]]]]:
    try:
        from python_calamine import CalamineWorkbook
    except ImportError:
        return _with_openpyxl(path)
    book = CalamineWorkbook.from_path(str(path))
    sheets = []
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        sheets.append((name, [[_text(value) for value in row] for row in rows]))
    return sheets


def _with_openpyxl(path: Path) -> list[tuple[str, list[list[str]]]]:
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    try:
        return [
            (sheet.title, [[_text(value) for value in row] for row in sheet.iter_rows(values_only=True)])
            for sheet in book.worksheets
        ]
    finally:
        book.close()


def _text(value: Any) -> str:
    """A cell as a person would have typed it: 5 for 5.0, 2026-05-01 for midnight of that day."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        text = repr(value)
        return f"{value:.12f}".rstrip("0") if "e-" in text and abs(value) > 1e-9 else text
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return str(value).strip()


def _formulas(path: Path) -> list[Problem]:
    """A warning where a sheet holds formulas whose results were never saved: they read as empty."""
    if not zipfile.is_zipfile(path):
        return []
    with zipfile.ZipFile(path) as parts:
        for part in parts.namelist():
            if part.startswith("xl/worksheets/") and part.endswith(".xml") and _UNCOMPUTED.search(parts.read(part)):
                what = "some formulas have no saved result; their cells are read as empty."
                hint = "Open and save the file once in a spreadsheet program, or put the values in."
                return [Problem(Severity.WARNING, path.name, None, None, what, hint)]
    return []
