"""A correction in a person's words: what it is of, the value and what it was, with unit and year."""

from typing import TYPE_CHECKING, Any

from mineralmap.gui.correct.amounts import AMOUNTS, digits, written
from mineralmap.gui.correct.fields import LABELS, WORDS
from mineralmap.gui.words import GAP

if TYPE_CHECKING:
    from mineralmap.datasets.dataset import Dataset
    from mineralmap.model.project import Correction

NOT_KNOWN = "not known"


def label(dataset: "Dataset", one: "Correction") -> str:
    """What a correction is of: "Cobalt: capacity", "CMOC: stake", "Latitude"."""
    from mineralmap.datasets.corrections import parts_of

    named = LABELS.get(one.column, one.column.replace("_", " "))
    if one.table == "stakes":
        owner = parts_of(one.table, one.row)[0]
        return f"{dataset.companies['name'].get(owner, owner)}: {named.casefold() or 'stake'}"
    if one.table == "outputs":
        mineral = parts_of(one.table, one.row)[1]
        name = str(dataset.minerals["name"].get(mineral, mineral))
        return f"{name[:1].upper()}{name[1:]}: {named.removesuffix(' a year').casefold() or 'figure'}"
    return named


def values(dataset: "Dataset", one: "Correction") -> tuple[str, str]:
    """The value and what it was: ("9,000 t cobalt content a year (2025)", "15,000 (2023)"); an amount that was has the
    unit of the one that is, and no year where that is the same."""
    if one.table == "outputs" and one.column in AMOUNTS:
        return _amounts(dataset, one)
    return _plain(one.column, one.value), _plain(one.column, one.was)


def year_before(dataset: "Dataset", row: str, column: str, now: str) -> str:
    """The year that an amount was of before it was corrected, in a row that says ``now`` of it."""
    return next((one.was for one in dataset.corrected if (one.row, one.column) == (row, f"{column}_year")), now)


def _amounts(dataset: "Dataset", one: "Correction") -> tuple[str, str]:
    from mineralmap.datasets.corrections import parts_of, plain, row_ids

    facility, _, form = parts_of(one.table, one.row)
    mine = dataset.outputs[(dataset.outputs["facility_id"] == facility).to_numpy()]
    ids = row_ids("outputs", mine).tolist()
    line: dict[Any, Any] = mine.iloc[ids.index(one.row)].to_dict() if one.row in ids else {}
    year = plain(line[f"{one.column}_year"]) if line else ""
    unit = f"{line['unit']} {line['form']}" if line else f"t {form}"
    before = year_before(dataset, one.row, one.column, year)
    now = written(one.value, one.column, unit) or one.value or NOT_KNOWN
    was = digits(one.was) or one.was or NOT_KNOWN
    known = was != NOT_KNOWN
    return f"{now} ({year})" if year else now, f"{was} ({before})" if known and before and before != year else was


def _plain(column: str, value: str) -> str:
    if not value:
        return NOT_KNOWN
    if column == "stake":
        try:
            return f"{100 * float(value):.6g}{GAP}%"
        except ValueError:
            return value
    return WORDS.get(column, {}).get(value, value)
