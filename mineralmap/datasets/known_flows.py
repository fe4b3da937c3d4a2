"""Flows that a user knows: a table from, to, tonnes, year, source, read and checked, and joined to a data set.

A known flow is fixed before anything is modelled (``analysis.known``). CSV, XLSX and whatever else ``datasets.read``
reads will do.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from mineralmap.datasets import bundled, check, match
from mineralmap.datasets import read as reading
from mineralmap.datasets.check import Words
from mineralmap.datasets.dataset import Dataset
from mineralmap.datasets.own import digest
from mineralmap.errors import Problem, Severity

FEED, PRODUCT = "feed", "product"
LEG_OF = {"mining": FEED, "refining": PRODUCT}
SAME = ["mineral", "leg", "from_id", "to_id"]
USE = "use:"
NEAR = 0.75
"""Least likeness of a name that is offered for one that is not known."""
SYNONYMS = {
    "origin": "from", "source facility": "from", "from id": "from", "exporter": "from", "shipper": "from",
    "destination": "to", "to id": "to", "importer": "to", "consumer": "to",
    "t": "tonnes", "contained": "tonnes", "contained t": "tonnes", "quantity": "tonnes", "quantity t": "tonnes",
    "tons": "tonnes", "gross": "gross_t", "gross tonnes": "gross_t", "reference": "source", "source id": "source",
    "notes": "note", "commodity": "mineral",
}  # fmt: skip


def read_flows(path: Path, dataset: Dataset, mineral: str = "") -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """The good rows of a user's table in the columns of ``known_flows.csv``, and what is wrong with the others.

    Rows that name one pair of places twice stay both: their tonnes add up. ``source_id`` holds the user's words.
    ``mineral`` is meant by rows that name none, where the place makes that and others.

    Raises
    ------
    UnreadableFile
        When the file cannot be read at all.
    """
    path = Path(path)
    raw = reading.read(path)
    theirs = columns_of([str(header) for header in raw.table.columns])
    text = pd.DataFrame({ours: raw.table[header] for ours, header in theirs.items()}, index=raw.table.index, dtype=str)
    words = Words(minerals=match.minerals_table(dataset.minerals))
    checked = check.check("user_flows", text, path.name, words, raw.decimal_comma)
    problems = [*raw.problems, *checked.problems]
    bad = {problem.row for problem in raw.problems if problem.severity is Severity.ERROR}
    unused = [str(header) for header in raw.table.columns if str(header) not in theirs.values()]
    if unused:
        what = f"not read, since a table of flows has no such columns: {', '.join(unused)}."
        problems.append(Problem(Severity.WARNING, path.name, 1, None, what))
    if not len(raw.table):
        problems.append(Problem(Severity.ERROR, path.name, None, None, "there is a header, but no row below it."))
    rows = []
    places = _Places(dataset)
    for number, line in checked.table.loc[~checked.table.index.isin(list(bad))].iterrows():
        found = _row(places, line, path.name, mineral)
        if isinstance(found, Problem):
            problems.append(replace(found, row=int(number)))  # type: ignore[call-overload]
        else:
            rows.append(found)
    table = pd.DataFrame(rows, columns=list(bundled.schema("known_flows").index))
    table = table.astype(dict.fromkeys(("tonnes", "gross_t", "year", "share"), float))
    return table, tuple(sorted(problems, key=lambda problem: problem.row or 0))


def columns_of(headers: Sequence[str]) -> dict[str, str]:
    """Our column to the file's, by names and synonyms."""
    names = {match.key(word): ours for word, ours in SYNONYMS.items()}
    names |= {match.key(str(ours)): str(ours) for ours in bundled.schema("user_flows").index}
    theirs: dict[str, str] = {}
    for header in headers:
        ours = names.get(match.key(header.split("(")[0]))
        if ours is not None:
            theirs.setdefault(ours, header)
    return theirs


@dataclass(frozen=True, eq=False)
class FlowReading:
    """A user's table of flows after all checks: ``table`` the good rows, ``rows`` the number of all of them."""

    path: Path
    table: pd.DataFrame
    problems: tuple[Problem, ...]
    rows: int
    sha256: str


def reading_of(path: Path, dataset: Dataset, mineral: str = "") -> FlowReading:
    """Read a user's table of flows between the places of a data set; ``mineral`` as of ``read_flows``.

    Raises
    ------
    UnreadableFile
        When the file cannot be read at all.
    """
    table, problems = read_flows(path, dataset, mineral)
    bad = {one.row for one in problems if one.severity is Severity.ERROR and one.row is not None and one.row > 1}
    return FlowReading(Path(path), table, problems, len(table) + len(bad), digest(path))


def with_flows(dataset: Dataset, table: pd.DataFrame) -> Dataset:
    """The data set with a user's known flows, which take the place of shipped ones between the same places."""
    if table.empty:
        return dataset
    shipped = dataset.known_flows
    said = pd.MultiIndex.from_frame(table[SAME])
    kept = shipped[~pd.MultiIndex.from_frame(shipped[SAME]).isin(said)] if len(shipped) else shipped
    parts = [part for part in (kept, table) if len(part)]
    key = hashlib.sha256(f"{dataset.key}\0{table.to_csv(index=False)}".encode()).hexdigest()[:16]
    return replace(dataset, key=key, known_flows=pd.concat(parts, ignore_index=True))


class _Places:
    """What a user may call a facility or a region of consumers."""

    def __init__(self, dataset: Dataset) -> None:
        facilities = dataset.facilities
        self.stage = facilities["stage"].to_dict()
        self.minerals = dataset.outputs.groupby("facility_id")["mineral"].agg(lambda one: sorted(set(one))).to_dict()
        self.name = facilities["name"].to_dict()
        self.known: dict[str, list[str]] = {}
        for ident, name in self.name.items():
            for word in dict.fromkeys((match.key(str(ident)), match.key(str(name)))):
                self.known.setdefault(word, []).append(str(ident))
        ports = dataset.consumer_ports
        self.regions = {str(region).upper(): str(region) for region in ports["region"]}
        self.countries = set(map(str, ports["iso3"]))
        self.groups = set(map(str, dataset.partners["partner_id"]))

    def facilities(self, word: str) -> list[str]:
        """Ids that a word means; several where a name is not one facility's alone."""
        return [word] if word in self.stage else self.known.get(match.key(word), [])

    def region(self, word: str) -> str | None:
        """The region of consumers, or a country of one, that a word means."""
        if word.startswith(USE):
            return word
        if word.upper() in self.regions:
            return self.regions[word.upper()]
        country = match.country(word)
        if country is None:
            return None
        return self.regions.get(country, country if country in self.countries else None)

    def group(self, word: str) -> str | None:
        """The country or partner group whose refineries a word means."""
        return word.upper() if word.upper() in self.groups else match.country(word)

    def near(self, word: str) -> str:
        """A hint with the nearest names."""
        spoken = {str(name).casefold(): f"{name} ({ident})" for ident, name in self.name.items()}
        spoken |= {str(ident).casefold(): str(ident) for ident in self.stage}
        close = [spoken[one] for one in get_close_matches(word.casefold(), spoken, n=3, cutoff=NEAR)]
        inside = [told for name, told in spoken.items() if len(word) > 3 and word.casefold() in name][:3]
        near = list(dict.fromkeys([*close, *inside]))[:3]
        if near:
            return f"Did you mean {' or '.join(near)}?"
        return (
            f"Give the id of a facility, or a region of consumers: {', '.join(dict.fromkeys(self.regions.values()))}."
        )


def _row(places: _Places, line: pd.Series, file: str, asked: str) -> tuple | Problem:
    def wrong(column: str, what: str, hint: str = "") -> Problem:
        return Problem(Severity.ERROR, file, None, column, what, hint)

    start, end = str(line["from"]), str(line["to"])
    origins = places.facilities(start)
    if not origins:
        return wrong("from", f"{start!r} is no facility we know.", places.near(start))
    mineral, leg = str(line["mineral"]), str(line["leg"])
    fitting = [one for one in origins if not mineral or mineral in places.minerals.get(one, [])]
    fitting = [one for one in fitting if not leg or LEG_OF.get(places.stage[one]) == leg] or fitting
    if not fitting:
        return wrong("mineral", f"{start!r} makes no {mineral} in our tables.")
    if len(fitting) > 1:
        return wrong("from", f"{start!r} may be any of {', '.join(fitting)}.", "Give its id.")
    origin = fitting[0]
    stage = places.stage[origin]
    if stage not in LEG_OF:
        return wrong("from", f"{start!r} is no mine and no refinery but {stage}.", "Give the mine that feeds it.")
    if leg and LEG_OF[stage] != leg:
        return wrong("leg", f"{start!r} is {stage}, so its flows are of the leg {LEG_OF[stage]}.")
    makes = places.minerals.get(origin, [])
    mineral = mineral or (asked if asked in makes else "")
    if not mineral and len(makes) > 1:
        return wrong(
            "mineral",
            f"{start!r} makes {', '.join(makes)}: the row must say which.",
            "Add a column mineral, or ask for one of them: --mineral.",
        )
    if not mineral and not makes:
        return wrong("from", f"{start!r} makes nothing that we count.")
    mineral = mineral or makes[0]
    target: str | None
    if stage == "mining":
        ends = places.facilities(end)
        refining = [one for one in ends if places.stage[one] == "refining" and mineral in places.minerals.get(one, [])]
        if len(refining) > 1:
            return wrong("to", f"{end!r} may be any of {', '.join(refining)}.", "Give its id.")
        if not refining and ends:
            return wrong("to", f"{end!r} refines no {mineral} in our tables.", "A mine sends to a refinery.")
        target = refining[0] if refining else places.group(end)
        if target is None:
            return wrong("to", f"{end!r} is no facility and no country we know.", places.near(end))
    else:
        target = places.region(end)
        if target is None:
            if places.facilities(end):
                return wrong("to", f"{end!r} is a facility; a refinery sends to a region of consumers.")
            return wrong("to", f"{end!r} is no region of consumers we know.", places.near(end))
    note, source = str(line["note"]), str(line["source"]) or file
    tonnes, gross = float(line["tonnes"]), float(line["gross_t"])
    if not tonnes > 0:
        return wrong("tonnes", "a flow of 0 tonnes says nothing.", "Leave the row out.")
    if gross < tonnes:
        return wrong("gross_t", f"{gross:g} t as loaded is less than the {tonnes:g} t contained in it.")
    return mineral, LEG_OF[stage], origin, target, tonnes, gross, float(line["year"]), float("nan"), "", source, note
