"""Corrections among themselves: newer ones joined to older ones, told in words, written as CSV and read back."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pandas as pd

from mineralmap.datasets import read as reading
from mineralmap.datasets.corrections import CORRECTABLE, FILE, REMOVED, parts_of
from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import Problem, Severity, UnreadableFile
from mineralmap.model.project import Correction

COLUMNS = ("table", "row", "column", "value", "was", "source", "on", "note")
_NEEDED = ("table", "row", "column", "value", "source")
_FORMULA = ("=", "+", "-", "@")
MOST_SOURCES, LONGEST = 3, 120
"""So many sources of corrections are named below a picture, each with so many letters; a table holds all of them."""


def merged(before: Sequence[Correction], new: Iterable[Correction]) -> tuple[Correction, ...]:
    """Older corrections with newer ones: of one value the newer stands, with what the data said before the older.

    What says again what the data says is no correction. Taking out a row takes along what was corrected in it, and what
    the user has added to it.
    """
    kept = {(one.table, one.row, one.column): one for one in before}
    for one in new:
        key = (one.table, one.row, one.column)
        if not one.column and one.value == REMOVED:
            added = key in kept and kept[key].value != REMOVED
            kept = {at: old for at, old in kept.items() if not _of(old, one)}
            if not added:
                kept[key] = one
            continue
        old = kept.get(key)
        now = replace(one, was=old.was) if old is not None else one
        own = (one.table, one.row, "") in kept and kept[one.table, one.row, ""].value != REMOVED
        if one.column and now.value == now.was and not own:
            kept.pop(key, None)
        else:
            kept[key] = now
    return tuple(kept.values())


def _of(old: Correction, gone: Correction) -> bool:
    """Is a correction of a row that is taken out, or of a row that names it?"""
    if (old.table, old.row) == (gone.table, gone.row):
        return True
    below = gone.table in ("facilities", "companies") and old.table in ("outputs", "stakes")
    return below and gone.row in parts_of(old.table, old.row)


def without(corrections: Sequence[Correction], gone: Iterable[Correction]) -> tuple[Correction, ...]:
    """The corrections but for some; an added row goes with all that was said of it."""
    gone = tuple(gone)
    added = [one for one in gone if not one.column and one.value != REMOVED]
    return tuple(one for one in corrections if one not in gone and not any(_of(one, row) for row in added))


def of_facility(corrections: Iterable[Correction], facility_id: str) -> list[Correction]:
    """The corrections of a facility: its own row, its figures, the stakes in it."""
    return [one for one in corrections if facility_id in parts_of(one.table, one.row)]


def of_chain(dataset: Dataset, facility_id: str) -> list[Correction]:
    """The corrections that stand of a facility, and of stakes in the companies above it, up to where tracing ends."""
    if not dataset.corrected:
        return []
    ends = set(dataset.companies.index[dataset.companies["stops"].to_numpy(bool)])
    chain = _with_holders(dataset, {facility_id}, ends) - ends

    def touches(one: Correction) -> bool:
        names = parts_of(one.table, one.row)
        return facility_id in names or (one.table == "stakes" and names[-1].partition("#")[0] in chain)

    return [one for one in dataset.corrected if touches(one)]


def of_mineral(dataset: Dataset, mineral: str) -> list[Correction]:
    """The corrections that stand in a data set and can touch what is shown of a mineral.

    They are of its figures, its facilities and all who hold of these, through chains of companies. Of a facility or a
    company taken out nothing is left to tell by: these are always among them.
    """
    outputs = dataset.outputs
    facilities = set(outputs.loc[outputs["mineral"] == mineral, "facility_id"])
    concerned = _with_holders(dataset, facilities)

    def touches(one: Correction) -> bool:
        names = parts_of(one.table, one.row)
        if one.table == "outputs":
            return names[1] == mineral
        if one.table == "stakes":
            return names[1] in concerned
        return names[0] in concerned or (not one.column and one.value == REMOVED)

    return [one for one in dataset.corrected if touches(one)]


def _with_holders(dataset: Dataset, facilities: set[str], ends: Collection[str] = ()) -> set[str]:
    """Facilities with all companies above them, but for who stands above ``ends``."""
    holders: dict[str, list[str]] = {}
    for owner, owned in zip(dataset.stakes["owner_id"].tolist(), dataset.stakes["owned_id"].tolist(), strict=True):
        holders.setdefault(owned, []).append(owner)
    found, open_ends = set(facilities), list(facilities)
    while open_ends:
        new = [owner for owner in holders.get(open_ends.pop(), ()) if owner not in found]
        found.update(new)
        open_ends += [owner for owner in new if owner not in ends]
    return found


AS_CORRECTED = "as you corrected it"
"""The confidence of a row that the user has corrected: the sources' grade is of what they print."""


def marks(corrections: Iterable[Correction], ids: Sequence[str]) -> list[str]:
    """For a column of a table of facilities, (n,): what of each the user has corrected, "" where nothing."""
    told: dict[str, dict[str, None]] = {}
    for one in corrections:
        if one.table == "companies":
            continue
        facility = parts_of(one.table, one.row)[-1 if one.table == "stakes" else 0]
        told.setdefault(facility, {})[_what(one)] = None
    return [", ".join(told.get(str(one), ())) for one in ids]


def _what(one: Correction) -> str:
    if one.column:
        return one.column
    name = {"outputs": "figure", "stakes": "stake", "facilities": "facility", "companies": "company"}[one.table]
    return f"{name} {'taken out' if one.value == REMOVED else 'added'}"


def sentence(corrections: Sequence[Correction]) -> str:
    """How many values a picture or a table rests on that the user has corrected, and who says so; "" for none."""
    added = {(one.table, one.row) for one in corrections if not one.column and one.value != REMOVED}
    removed = sum(not one.column and one.value == REMOVED for one in corrections)
    values = sum(bool(one.column) and (one.table, one.row) not in added for one in corrections)
    counts = ((values, "value", "corrected"), (len(added), "row", "added"), (removed, "row", "taken out"))
    parts = [f"{number:,} {what}{'s' * (number > 1)} {verb}" for number, what, verb in counts if number]
    return f"{', '.join(parts)} by the user, after {_named(corrections)}." if parts else ""


@lru_cache(maxsize=4)
def corrected(dataset: Dataset, mineral: str) -> str:
    """``sentence`` of what the user has corrected of what is shown of a mineral."""
    return sentence(of_mineral(dataset, mineral))


def _named(corrections: Sequence[Correction]) -> str:
    """The first sources that corrections name, each as it was written but for its length, and how many more."""
    named = list(dict.fromkeys(" ".join(one.source.split()) for one in corrections))
    short = [one if len(one) <= LONGEST else f"{one[: LONGEST - 1].rstrip()}…" for one in named[:MOST_SOURCES]]
    more = [f"and {len(named) - len(short):,} more"] if len(named) > len(short) else []
    return "; ".join([*(one.rstrip(".") for one in short), *more])


def csv_text(corrections: Sequence[Correction]) -> str:
    """The corrections as CSV, to be sent to whoever keeps the data."""
    frame = pd.DataFrame([[_harmless(getattr(one, name)) for name in COLUMNS] for one in corrections], columns=COLUMNS)
    return frame.to_csv(index=False, lineterminator="\r\n")


def read_csv(path: Path) -> tuple[tuple[Correction, ...], tuple[Problem, ...]]:
    """Corrections of a table that was written by ``csv_text`` (or laid out like it), and what is wrong with its rows.

    Raises
    ------
    UnreadableFile
        When the file cannot be read, or has other columns.
    """
    raw = reading.read(path)
    missing = [name for name in _NEEDED if name not in raw.table.columns]
    if missing:
        raise UnreadableFile(
            f"{path.name} is no table of corrections: it lacks {', '.join(missing)}.",
            "Write one with Export Corrections, and look how it is laid out.",
        )
    problems = list(raw.problems)
    found: list[Correction] = []
    for number, line in raw.table.reindex(columns=list(COLUMNS), fill_value="").iterrows():
        one = Correction(*(_harmed(str(line[name]).strip()) for name in COLUMNS))
        wrong = ""
        if one.table not in CORRECTABLE:
            wrong = f"there is no table {one.table!r} that can be corrected."
        elif not one.row or (one.column and one.column not in CORRECTABLE[one.table]):
            wrong = f"{one.column or 'nothing'!r} is no column of {one.table} that can be corrected."
        elif not one.source:
            wrong = "a correction needs a source."
        if wrong:
            problems.append(Problem(Severity.ERROR, path.name, int(str(number)), None, wrong))
        else:
            found.append(one)
    return tuple(found), tuple(problems)


def problem_of(problems: Iterable[Problem], place: int) -> Problem | None:
    """What a data set tells of the correction at a place of the project's list; ``None`` where all is well."""
    return next((one for one in problems if one.file == FILE and one.row == place + 2), None)


def _harmless(text: str) -> str:
    """With an apostrophe before what a spreadsheet program would take for a formula; numbers stay numbers."""
    return f"'{text}" if text.startswith(_FORMULA) and not _number(text) else text


def _harmed(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
