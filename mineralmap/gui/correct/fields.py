"""What of a facility or a company can be edited: fields with their values as text, grouped as the card groups them."""

import re
import unicodedata
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from mineralmap.gui.correct.amounts import AMOUNTS, Shipped
from mineralmap.gui.row_words import KINDS, PRECISION, STATUS
from mineralmap.gui.words import GAP, STAGE_WORDS

if TYPE_CHECKING:
    from mineralmap.datasets.dataset import Dataset

LABELS = {
    "name": "Name", "name_local": "Local name", "stage": "Stage", "status": "Status", "as_of": "As of",
    "start_year": "Since", "host_iso3": "Country", "admin1": "Region", "lat": "Latitude", "lon": "Longitude",
    "coord_precision": "Precision", "operator": "Operator", "notes": "Notes", "capacity": "Capacity a year",
    "capacity_year": "Capacity is of", "production": "Output", "production_year": "Output is of",
    "figure_basis": "Kind of figure", "stake": "Stake", "country_iso3": "Country", "kind": "Kind",
    "state_owned": "State-owned", "stops": "Tracing stops here", "seat_only": "A seat only",
}  # fmt: skip
WORDS = {"stage": {str(stage): words for stage, words in STAGE_WORDS.items()}, "status": STATUS,
          "coord_precision": PRECISION, "kind": KINDS}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """One value that can be edited. ``value`` as a correction writes it, ``shown`` as a person reads it; ``choices``
    are (value, words), none where anything may be written."""

    table: str
    row: str
    column: str
    label: str
    value: str
    tip: str = ""
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def shown(self) -> str:
        """The value in the form's words."""
        if self.column == "stake" and self.value:
            return f"{100 * float(self.value):.6g}{GAP}%"
        return self.value


@dataclass(frozen=True, slots=True)
class Group:
    """Fields of one row under a heading; ``removable`` when the row can be taken out."""

    title: str
    table: str
    row: str
    fields: tuple[Field, ...]
    removable: bool = False
    unit: str = "t"
    """Of the amounts among the fields."""


def of_facility(dataset: "Dataset", facility_id: str) -> Iterator[Group]:
    """A facility's own row, its figures, the stakes in it."""
    yield Group("", "facilities", facility_id, _fields(dataset, "facilities", facility_id, facility_id))
    for row, title, unit, shown in _rows(dataset, "outputs", "facility_id", facility_id):
        yield Group(title, "outputs", row, shown, removable=True, unit=unit)
    yield from _holders(dataset, facility_id)


def of_company(dataset: "Dataset", company_id: str) -> Iterator[Group]:
    """A company's own row and who holds it."""
    yield Group("", "companies", company_id, _fields(dataset, "companies", company_id, company_id))
    yield from _holders(dataset, company_id)


def _holders(dataset: "Dataset", owned_id: str) -> Iterator[Group]:
    for row, title, _, shown in _rows(dataset, "stakes", "owned_id", owned_id):
        yield Group(title, "stakes", row, shown, removable=True)


def owned_owners(dataset: "Dataset", owned_id: str) -> list[tuple[str, str]]:
    """(id, name) of those who hold a facility or a company and are held by others: their owners stand in their form."""
    stakes, names = dataset.stakes, dataset.companies["name"]
    holders = stakes.loc[(stakes["owned_id"] == owned_id).to_numpy(), "owner_id"]
    held = holders[holders.isin(stakes["owned_id"]) & holders.isin(names.index)]
    return [(str(one), str(names[one])) for one in dict.fromkeys(held.tolist())]


def shipped(group: Group, column: str) -> Shipped:
    """What a row of figures says of its capacity or its output, with the year that it is of."""
    said = {field.column: field.value for field in group.fields}
    other = next(name for name in AMOUNTS if name != column)
    other_year = said[f"{other}_year"] if said[other] else ""
    return Shipped(said[column], said[f"{column}_year"], said["figure_basis"], other_year)


def blank(dataset: "Dataset", table: str) -> tuple[Field, ...]:
    """The fields of a row that is to be added."""
    return _fields(dataset, table, "", None)


def new_id(name: str, taken: Container[str], before: str = "") -> str:
    """An id for what is added: "ISO3-slug" or "slug", and a number behind it where that is taken."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    slug = re.sub(r"[^a-z0-9]+", "-", bare).strip("-") or "added"
    made = free = f"{before}-{slug}" if before else slug
    number = 2
    while free in taken:
        free, number = f"{made}-{number}", number + 1
    return free


def countries(dataset: "Dataset") -> tuple[tuple[str, str], ...]:
    """Countries as choices, by name."""
    known = dataset.countries["name"]
    names = sorted((str(name), str(code)) for code, name in zip(known.index.tolist(), known.tolist(), strict=True))
    return tuple((code, f"{name} ({code})") for name, code in names)


def _rows(dataset: "Dataset", table: str, column: str, key: str) -> list[tuple[str, str, str, tuple[Field, ...]]]:
    """(id, title, unit of its amounts, fields) of each row that is of ``key``."""
    from mineralmap.datasets.corrections import row_ids

    frame: Any = getattr(dataset, table)
    # Rows that share an id are of one facility, so theirs are enough to number them.
    mine = frame[(frame[column] == key).to_numpy()]
    made = []
    for row, line in zip(row_ids(table, mine), mine.to_dict("records"), strict=True):
        if table == "stakes":
            title = str(dataset.companies["name"].get(line["owner_id"], line["owner_id"]))
        else:
            mineral = line["mineral"]
            known = mineral in dataset.minerals.index
            name = str(dataset.minerals.at[mineral, "name"]) if known else str(mineral)
            title = f"{name}, {line['form']} ({line['unit']})"
        made.append((str(row), title, str(line.get("unit", "")), _fields(dataset, table, str(row), line)))
    return made


@cache
def rules_of(table: str) -> tuple[tuple[str, str, tuple[str, ...], str], ...]:
    """(column, type, allowed values, description) of what can be corrected in a table."""
    from mineralmap.datasets.bundled import schema
    from mineralmap.datasets.corrections import CORRECTABLE

    rules = schema(table).loc[list(CORRECTABLE[table]), ["type", "allowed", "description"]].astype(str)
    return tuple(
        (str(column), kind, tuple(allowed.split("|")), tip)
        for column, kind, allowed, tip in rules.itertuples(name=None)
    )


def _fields(dataset: "Dataset", table: str, row: str, line: Any) -> tuple[Field, ...]:
    from mineralmap.datasets.corrections import plain

    if isinstance(line, str):
        line = getattr(dataset, table).loc[line]
    made = []
    for column, kind, allowed, tip in rules_of(table):
        choices: tuple[tuple[str, str], ...] = ()
        if kind in ("iso3", "iso3?"):
            choices = countries(dataset)
        elif kind in ("choice", "flag"):
            words = WORDS.get(column, {})
            choices = tuple((one, words.get(one, one)) for one in allowed)
        value = "" if line is None else plain(line[column])
        made.append(Field(table, row, column, LABELS[column], value, tip, choices))
    return tuple(made)
