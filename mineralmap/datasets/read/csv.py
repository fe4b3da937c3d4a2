"""Comma, semicolon or tab separated text, as spreadsheets of any country save it."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from mineralmap.datasets import grid
from mineralmap.datasets.read import Raw, readers
from mineralmap.errors import Problem, Severity, UnreadableFile

DELIMITERS = ",;\t|"


@readers.add
class Csv:
    """Encoding: byte order mark, then strict UTF-8, then cp1252 with a warning."""

    id = "csv"
    title = "Text table (CSV)"
    suffixes: Sequence[str] = (".csv", ".tsv", ".txt")
    order = 10

    def read(self, path: Path) -> Raw:
        """See ``Reader``; Excel's ``sep=;`` line is obeyed and not counted as a row, as Excel does."""
        text, problems = _decoded(path.read_bytes(), path.name)
        first, _, rest = text.partition("\n")
        told = first.strip().strip('"').lower()
        if told.startswith("sep=") and len(told) == 5:
            delimiter, text = told[4], rest
        else:
            delimiter = _delimiter(text)
        raw = grid.tabulate(_records(text, delimiter, path.name), path.name, problems)
        return Raw(raw.table, raw.problems, decimal_comma=delimiter == ";")


def _decoded(content: bytes, file: str) -> tuple[str, list[Problem]]:
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16"), []
        if b"\0" in content:
            raise UnreadableFile(f"{file} is not a text file.", "Its suffix says text, its content does not.")
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    text = content.decode("cp1252", errors="replace")
    what = "the file is not UTF-8; it was read as Western European (cp1252)."
    return text, [Problem(Severity.WARNING, file, None, None, what, "Are the accents right? Else save it as UTF-8.")]


def _delimiter(text: str) -> str:
    """The delimiter under which a row of the head of the file names the most columns of ours, then has most cells."""
    head = "\n".join(text.split("\n")[: grid.SEARCHED_ROWS])
    scores: dict[str, tuple[int, int]] = {}
    for delimiter in DELIMITERS:
        try:
            rows = list(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter))
        except csv.Error:
            continue
        top = grid.header_row(rows)
        scores[delimiter] = (grid.known_names(rows[top]), len(rows[top])) if top >= 0 else (0, 0)
    return max(scores, key=lambda delimiter: scores[delimiter], default=",")


def _records(text: str, delimiter: str, file: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableFile(f"{file} is no table: {error}.", "Is a quotation mark left open?") from error
