"""Tables as files for a spreadsheet: CSV and XLSX, written whole or not at all, with what they are of beside them."""

import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from mineralmap.analysis.assumptions import changed
from mineralmap.analysis.results import Results
from mineralmap.analysis.wording import percent, tonnes
from mineralmap.datasets.files import write_atomically
from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import Basis
from mineralmap.version import __version__

SUFFIXES = (".csv", ".xlsx")
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet program reckons with text that begins so; what comes from data must stay text."""
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
WIDEST, NARROWEST = 60, 10
SOURCE = "Source "
"""How the item begins that names a source."""
COPIED_SOURCES = 3
"""So many sources stand above copied rows: there may be sixty."""
COMMENT_WIDE = 96
"""Characters of a line above copied rows."""
JOINED = (("Partners", "Concentration bands"), ("Layer", "Rows", "Rows are"), ("Data", "Made with", "Date"))
"""Items that are short enough to share a line above copied rows."""
TOGETHER = tuple(item for items in JOINED for item in items)
SHEET_NAME = 31
"""Longest name of a sheet that Excel opens."""


def about(answers: Results | Sequence[Results], today: str = "", question: str = "") -> pd.DataFrame:
    """What tables are of, as rows "item" and "says": question, basis, denominator, date, data key, licences.

    Parameters
    ----------
    answers
        The answer, or all answers, that the tables were taken from.
    today
        Date to be printed, as ``2026-11-28``; "" for none.
    question
        What the tables answer, in a sentence.
    """
    told = [answers] if isinstance(answers, Results) else list(answers)
    rows: list[tuple[str, str]] = [("Question", question)] if question else []
    sources: dict[str, None] = {}
    for answer in told:
        asked = answer.scenario
        name = f"{answer.mineral_name}, {asked.stage.value}"
        counts = f"{asked.measure.value} {answer.year}" if asked.measure.value == "output" else "capacity as located"
        rows.append(("Question", f"{name}, by {asked.basis.value}, {counts}"))
        whole = f"{tonnes(answer.denominator_t, answer.unit)}: {answer.denominator_source}"
        rows.append((f"Denominator of {name}", whole if not answer.no_data else f"no data: {answer.no_data}"))
        rows.append((f"Known of {name}", f"located at facilities {percent(answer.coverage)}{_owners(answer)}"))
        sources |= dict.fromkeys(answer.sources)
    for answer in told[:1]:
        rows.append(("Partners", ", ".join(sorted(answer.scenario.partners)) or "none"))
        rows.append(("Concentration bands", answer.concentration.scheme))
        rows += [("Falls away", cut) for cut in answer.scenario.cuts]
        rows += [("Assumption", said) for said in changed(answer.scenario)]
        rows.append(("Shares", "Fractions of the denominator; an empty cell is not known, and never 0."))
        rows.append(("Data", f"key {answer.dataset_key}"))
    rows.append(("Made with", f"mineralmap {__version__}"))
    if today:
        rows.append(("Date", today))
    if told:
        rows += _licences(told[0], sources)
    return pd.DataFrame(rows, columns=["item", "says"])


def _owners(answer: Results) -> str:
    if answer.scenario.basis is Basis.LOCATION:  # owners play no part
        return ""
    return f", owner unknown {percent(answer.unknown_share)}, stake presumed {percent(answer.presumed_share)}"


def above(told: pd.DataFrame, known: pd.DataFrame) -> str:
    """What ``about`` tells, as lines above copied rows: short ones, each a comment in one cell, since a spreadsheet
    makes a column as wide as its longest words. A blank line follows.

    Parameters
    ----------
    told
        Rows "item" and "says".
    known
        The table of sources, by id: of those in ``told`` the first are named by publisher and year.
    """
    rows = [(item, " ".join(str(says).split())) for item, says in zip(told["item"], told["says"], strict=True)]
    said = [f"{item}: {says}" for item, says in rows if item not in TOGETHER and not item.startswith(SOURCE)]
    said.sort(key=lambda line: not line.startswith("Question"))
    joined = [[f"{item}: {says}" for item, says in rows if item in items] for items in JOINED]
    sources = [item.removeprefix(SOURCE) for item, _ in rows if item.startswith(SOURCE)]
    lines = [*said, *(" · ".join(words) for words in joined if words)]
    if sources:
        short = dict.fromkeys(_short(known, one) for one in sources)
        lines.append(f"Sources: {' | '.join(list(short)[:COPIED_SOURCES])}")
        lines.append(f"All sources: {len(sources)}, in full in a saved table")
    return "".join(f"{line}\n" for one in lines for line in _broken(one)) + "\n"


def _short(known: pd.DataFrame, source: str) -> str:
    """Publisher and year of a source; its id where the table has none."""
    if source not in known.index:
        return source
    row = known.loc[source]
    return f"{row['publisher']} {row['year']}".strip()


def _broken(words: str) -> list[str]:
    """A line as comments no longer than a column may be wide."""
    return textwrap.wrap(
        words, COMMENT_WIDE, initial_indent="# ", subsequent_indent="#   ", break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def write_tables(
    path: Path | str, tables: pd.DataFrame | Mapping[str, pd.DataFrame], about: pd.DataFrame | None = None
) -> list[Path]:
    """Write tables as ``.csv`` or ``.xlsx``, by the suffix of the path.

    Parameters
    ----------
    tables
        One table, or several by name. A spreadsheet has a sheet for each; as CSV every table after the first is a file
        of its own, with its name behind that of the first (``card.csv``, ``card-legend.csv``).
    about
        What they are of, see ``about``: the last sheet, or the file ``…-about.csv``.

    Returns
    -------
    The files written.

    Raises
    ------
    InvalidArgument
        For another suffix, or no table.
    MineralmapError
        When the folder cannot be written to; nothing is left half-written.
    """
    path = Path(path)
    named = {"table": tables} if isinstance(tables, pd.DataFrame) else dict(tables)
    if path.suffix.lower() not in SUFFIXES or not named:
        raise InvalidArgument(f"{path.name} is no table that can be written.", f"Name it {' or '.join(SUFFIXES)}.")
    if about is not None:
        named["About"] = about
    if path.suffix.lower() == ".xlsx":
        write_atomically(path, _spreadsheet(named))
        return [path]
    written = []
    for number, (name, frame) in enumerate(named.items()):
        out = path if not number else path.with_name(f"{path.stem}-{name.lower().replace(' ', '-')}{path.suffix}")
        write_atomically(out, csv_text(frame).encode("utf-8-sig"))
        written.append(out)
    return written


def csv_text(frame: pd.DataFrame) -> str:
    """A table as CSV: full precision, an empty cell for what is not known, text that begins a formula made harmless."""
    plain = _plain(frame)
    for column in plain:
        if plain[column].dtype == object:
            plain[column] = [harmless(value) if isinstance(value, str) else value for value in plain[column]]
    return plain.to_csv(index=False, lineterminator="\r\n")


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Named index levels as columns; flags as words; everything that is no number as text."""
    made = frame.reset_index() if any(frame.index.names) else frame.copy()
    for column in made:
        values = made[column]
        if values.dtype == bool:
            made[column] = pd.Series([("no", "yes")[bool(one)] for one in values], values.index, dtype=object)
        elif not pd.api.types.is_numeric_dtype(values):
            words = ["" if one is None or one != one else CONTROL.sub("", _words(one)) for one in values]
            made[column] = pd.Series(words, values.index, dtype=object)
    made.columns = [CONTROL.sub("", str(column)) for column in made.columns]
    return made


def _words(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, tuple | list | set | frozenset) else str(value)


def harmless(text: str) -> str:
    """Text for a cell of a CSV file, with an apostrophe before what a spreadsheet program would take for a formula."""
    return f"'{text}" if text.startswith(STARTS_FORMULA) else text


def _spreadsheet(named: Mapping[str, pd.DataFrame]) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        import openpyxl
        from openpyxl.styles import Alignment, Font, PatternFill

        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for name, frame in named.items():
            sheet: Any = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", name)[:SHEET_NAME])
            plain = _plain(frame)
            _fill(sheet, plain)
            sheet.freeze_panes = "A2"
            for cell in sheet[1]:
                cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E8ECEF")
            for column in sheet.columns:
                longest = max(len(str(cell.value if cell.value is not None else "")) for cell in column)
                width = min(max(longest + 2, NARROWEST), WIDEST)
                sheet.column_dimensions[column[0].column_letter].width = width
            if name == "About":
                for row in sheet.iter_rows(min_row=2):
                    for cell in row:
                        cell.alignment = Alignment(wrap_text=True, vertical="top")
        book.save(path)

    return write


def _fill(sheet: Any, plain: pd.DataFrame) -> None:
    """Cells one by one: text is stored as text, whatever it begins with; what is not known is an empty cell."""
    columns = [[str(name), *plain[name].tolist()] for name in plain.columns]
    for at, values in enumerate(columns, 1):
        for row, value in enumerate(values, 1):
            if isinstance(value, str):
                if value:
                    cell = sheet.cell(row, at)
                    cell.value = value
                    cell.data_type = "s"
                    cell.quotePrefix = value.startswith(STARTS_FORMULA)
            elif value is not None and value == value:
                sheet.cell(row, at).value = value


def _licences(answer: Results, sources: Mapping[str, None]) -> list[tuple[str, str]]:
    table = answer.dataset.sources
    known = [one for one in sources if one in table.index]
    rows = []
    for source, row in table.loc[known].to_dict("index").items():
        year = f" ({row['year']})" if row["year"] else ""
        read = f"; read {row['read_on']}" if row["read_on"] else ""
        address = f"; {row['address']}" if row["address"] else ""
        rows.append((f"{SOURCE}{source}", f"{row['publisher']}, {row['title']}{year}; {row['licence']}{address}{read}"))
    return rows
