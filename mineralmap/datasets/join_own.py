"""A user's rows as facilities, outputs, companies and stakes of a data set.

Facilities get the id ``own:<file stem>:<row>``, the source ``own:<file>``; their owners are existing companies where
name (and seat, if given) agree, else new ones. What the user did not say stays unknown.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from mineralmap.datasets import bundled, contained, match, owners, same
from mineralmap.datasets.dataset import Dataset
from mineralmap.datasets.owners import Owner
from mineralmap.errors import Problem, Severity

Own = tuple[Path, str, pd.DataFrame, tuple[Problem, ...]]
"""Path, SHA-256, good rows and problems of one file."""

_LEGAL = re.compile(
    r"[\s,]+(ltd|limited|inc|incorporated|corp|corporation|co|company|plc|s\.?a\.?|s\.?p\.?a|ag|gmbh|n\.?v|b\.?v|oyj|ab|asa|"
    r"llc|l\.?p|pty|tbk|k\.?k|p?jsc|ojsc|pao|oao|sas|sarl|s\.?à ?r\.?l|se|kg|spa|nl)\.?$",
    re.IGNORECASE,
)
LEAST_WORD = 4
"""Shorter words alone say too little of whose name they are."""
_GROUP = re.compile(r"\s+(holding\s+)?group(\s+(co|corp|corporation|company|ltd|limited)\b\.?,?)*$", re.IGNORECASE)


def join(dataset: Dataset, files: Sequence[Own]) -> Dataset:
    """The data set with the users' rows added; see ``own.join``."""
    if not files:
        return dataset
    digest = hashlib.sha256(dataset.key.encode())
    joined, stems, names = dataset, set[str](), set[str]()
    for path, sha256, table, problems in files:
        digest.update(f"\0{path.name}\0{sha256}\0".encode())
        # the same bytes under another matching give other rows
        digest.update(pd.util.hash_pandas_object(table.astype(str)).to_numpy().tobytes())
        stem, name = _free(path.stem, stems), _free(path.name, names)
        again = same.as_shipped(table, _only_own(joined), name) if joined is not dataset else []
        joined = _add(joined, table, stem, name)
        joined = replace(joined, problems=(*joined.problems, *problems, *again))
    return replace(joined, key=digest.hexdigest()[:16])


def owners_to_mend(table: pd.DataFrame, dataset: Dataset, file: str) -> list[Problem]:
    """A warning for each owner of a user's table whose nation will not be known, is another than ours, or who may be a
    company of ours under a shorter name."""
    known = _Companies(dataset.companies)
    problems: list[Problem] = []
    told: set[tuple[str, str]] = set()
    for row, cell in table["owners"].drop_duplicates().items():
        for owner in owners.parse(cell)[0]:
            mark = (match.key(owner.name), owner.iso3)
            if not owner.name or mark in told:
                continue
            told.add(mark)
            if what := known.doubt(owner):
                hint, same = known.near(owner), known.same(owner)
                problems.append(Problem(Severity.WARNING, file, int(row), "owners", what, hint, same))  # type: ignore[call-overload]
    return problems


def company_key(name: str) -> str:
    """A company's name without its legal form: "IGO Ltd." and "IGO Limited" are one."""
    return match.key(_bare(name)) or match.key(name)


def _bare(name: str) -> str:
    """A company's name without its legal form, as it is written."""
    bare, before = name.strip(), ""
    while bare != before:
        bare, before = _LEGAL.sub("", bare.strip(" ,.")), bare
    return bare.removeprefix("PT ").removeprefix("PT. ")


def loose_key(name: str) -> str:
    """``company_key`` without "Group": what people leave out of a name ("CMOC" for "CMOC Group")."""
    return company_key(_GROUP.sub("", name.strip(" .,")))


def _words(name: str) -> set[str]:
    """Words of a company's name without its legal form and "Group", as they are compared."""
    return {key for word in re.split(r"[\s/-]+", _bare(_GROUP.sub("", name.strip(" .,")))) if (key := match.key(word))}


class _Companies:
    """Companies by name, and the new ones that a file brings."""

    def __init__(self, companies: pd.DataFrame) -> None:
        self.table = companies
        self._by_key: dict[str, set[str]] = {}
        self._by_loose: dict[str, set[str]] = {}
        for company_id, name, local in zip(companies.index, companies["name"], companies["name_local"], strict=True):
            for spoken in (str(name), str(local), str(company_id)):
                if company_key(spoken):
                    self._by_key.setdefault(company_key(spoken), set()).add(str(company_id))
                    self._by_loose.setdefault(loose_key(spoken), set()).add(str(company_id))
        self.new: dict[str, dict[str, Any]] = {}

    def find(self, owner: Owner) -> str | None:
        """The one company of that name, and of that seat if the owner has one; ``None`` else."""
        for named in (self._by_key.get(company_key(owner.name)), self._by_loose.get(loose_key(owner.name))):
            found = {one for one in named or () if not owner.iso3 or self._seat(one) in {owner.iso3, ""}}
            if len(found) == 1:
                return next(iter(found))
            if named and not owner.iso3:
                break
        return None

    def _named(self, owner: Owner) -> set[str]:
        return self._by_key.get(company_key(owner.name)) or self._by_loose.get(loose_key(owner.name), set())

    def doubt(self, owner: Owner) -> str:
        """What must be told about an owner; "" when all is clear."""
        found = self._named(owner)
        if self.find(owner):
            return ""
        if len(found) > 1 and not owner.iso3:
            return f"{owner.name!r} may be any of {', '.join(sorted(found))}; its nation counts as unknown."
        if found:
            seats = ", ".join(sorted(filter(None, map(self._seat, found))))
            return f"{owner.name!r} has its seat in {seats} in our data, {owner.iso3} in the file; the file's is used."
        if not owner.iso3:
            return f"{owner.name!r} is no company we know; its nation counts as unknown."
        longer = [str(self.table.at[one, "name"]) for one in self._longer(owner)]
        return f"{owner.name!r} counts as another company than {' or '.join(longer)}." if longer else ""

    def same(self, owner: Owner) -> tuple[tuple[str, str], ...]:
        """What an owner becomes, with each company of ours that it may be: those that ``doubt`` tells it apart from."""
        if not owner.iso3:
            return ()
        return tuple((_own_id(owner), one) for one in sorted(self._named(owner)) or self._longer(owner))

    def _longer(self, owner: Owner) -> list[str]:
        """Ids of at most three companies of an owner's seat whose names have all words of the owner's, and more."""
        said = _words(owner.name)
        if not said or max(map(len, said)) < LEAST_WORD:
            return []
        there = self.table["name"][self.table["country_iso3"] == owner.iso3]
        return [str(one) for one, name in there.items() if said < _words(str(name))][:3]

    def near(self, owner: Owner) -> str:
        """What to do about it, with a guess at what was meant."""
        if owner.iso3 and not self._named(owner):
            return "Where it is the same company, write that name, so that they are counted as one."
        near = match.guess(owner.name, {match.key(str(name)): str(name) for name in self.table["name"]})
        guess = f"Did you mean {near}? " if near and match.key(near) != match.key(owner.name) else ""
        return guess + f"A country in brackets says whose it is: {owner.name} [USA]."

    def take(self, owner: Owner, source: str) -> str:
        """Id of the company of an owner; makes one where there is none, and one of unnamed holders for ""."""
        if not owner.name:
            return self._undisclosed(owner.iso3, source)
        found = self.find(owner)
        if found:
            return found
        company_id = _own_id(owner)
        if company_id not in self.table.index:
            kind = "unchecked" if owner.iso3 else "undisclosed"
            self.new.setdefault(company_id, _company(owner.name, owner.iso3, kind, source))
        return company_id

    def _undisclosed(self, iso3: str, source: str) -> str:
        company_id = f"own:undisclosed:{iso3}" if iso3 else "own:undisclosed"
        if company_id not in self.table.index:
            name = f"undisclosed ({iso3})" if iso3 else "undisclosed"
            self.new.setdefault(company_id, _company(name, iso3, "unchecked" if iso3 else "undisclosed", source))
        return company_id

    def _seat(self, company_id: str) -> str:
        return str(self.table.at[company_id, "country_iso3"])


def _own_id(owner: Owner) -> str:
    """The id of a company that a file brings."""
    return f"own:{owner.iso3 or 'unknown'}:{company_key(owner.name)}"


def _company(name: str, iso3: str, kind: str, source: str) -> dict[str, Any]:
    return {
        "name": name, "name_local": "", "country_iso3": iso3, "kind": kind, "state_owned": False, "stops": True,
        "seat_only": False, "source_id": source, "notes": "named in a file of the user's",
    }  # fmt: skip


def _add(dataset: Dataset, table: pd.DataFrame, stem: str, name: str) -> Dataset:
    source = f"own:{name}"
    companies = _Companies(dataset.companies)
    facilities: dict[str, dict[str, Any]] = {}
    outputs: list[dict[str, Any]] = []
    stakes: list[dict[str, Any]] = []
    for row, line in zip(table.index, table.to_dict("records"), strict=True):
        facility_id = f"own:{stem}:{row}"
        facilities[facility_id] = _facility(facility_id, line, source, f"row {row}", name)
        outputs.append(_output(facility_id, line, source, f"row {row}", dataset))
        for owner in owners.parse(str(line["owners"]))[0]:
            company_id = companies.take(owner, source)
            stakes.append(
                {"owner_id": company_id, "owned_id": facility_id, "as_of": "", "source_id": source, "notes": "",
                 "stake": np.nan if owner.stake is None else owner.stake}
            )  # fmt: skip
    lines = pd.DataFrame.from_dict(facilities, orient="index", columns=dataset.facilities.columns.drop("geometry"))
    lines.index.name = dataset.facilities.index.name
    places = bundled.points(lines["lon"].to_numpy(float), lines["lat"].to_numpy(float))
    facility_rows = gpd.GeoDataFrame(lines, geometry=places, crs="EPSG:4326")
    title = {"title": name, "publisher": "added by the user", "year": "", "address": "", "licence": ""}
    source_row = pd.DataFrame.from_dict({source: title}, orient="index").reindex(
        columns=dataset.sources.columns, fill_value=""
    )
    return replace(
        dataset,
        facilities=_below(dataset.facilities, facility_rows),
        outputs=_below(dataset.outputs, pd.DataFrame(outputs), fresh_index=True),
        companies=_below(dataset.companies, pd.DataFrame.from_dict(companies.new, orient="index")),
        stakes=_below(dataset.stakes, pd.DataFrame(stakes), fresh_index=True),
        sources=_below(dataset.sources, source_row),
    )


def _facility(facility_id: str, line: Mapping[Any, Any], source: str, detail: str, file: str) -> dict[str, Any]:
    return {
        "site_id": facility_id, "name": line["name"], "name_local": "", "stage": line["stage"], "lat": line["lat"],
        "lon": line["lon"], "host_iso3": line["country"], "admin1": "", "status": line["status"],
        "start_year": line["start_year"], "operator": line["operator"], "coord_source": source,
        "coord_precision": line["coord_precision"] or "unknown", "confidence": "medium", "source_id": source,
        "source_detail": _said(detail, line), "notes": line["notes"], "dataset": file,
    }  # fmt: skip


def _said(detail: str, line: Mapping[Any, Any]) -> str:
    """Row of the file, and the source that the user names there."""
    return f"{detail}; {line['source']}" if line["source"] else detail


def _output(facility_id: str, line: Mapping[Any, Any], source: str, detail: str, dataset: Dataset) -> dict[str, Any]:
    unit, form = contained.unit_and_form(line["unit"], line["form"])
    factor = contained.factor(line["mineral"], form, dataset.minerals, dataset.factors)
    assert unit is not None, "own.read keeps rows without a known unit out"
    assert factor is not None, "own.read keeps rows without a known form out"
    return {
        "facility_id": facility_id, "mineral": line["mineral"], "form": form or "contained",
        "form_class": factor.form_class, "capacity": line["capacity_t_per_year"], "production": np.nan,
        "unit": line["unit"] or "t", "capacity_year": np.nan, "production_year": np.nan,
        "figure_basis": "as the user says", "factor_id": factor.factor_id, "factor": factor.value,
        "capacity_t": contained.tonnes(line["capacity_t_per_year"], unit) * factor.value, "production_t": np.nan,
        "derived": False, "combined_with": "", "confidence": "medium", "source_id": source,
        "source_detail": _said(detail, line), "notes": "",
    }  # fmt: skip


def _below(table: Any, rows: pd.DataFrame, fresh_index: bool = False) -> Any:
    """Rows below a table, in its columns and types."""
    if rows.empty:
        return table
    rows = rows.reindex(columns=table.columns).astype(
        {name: kind for name, kind in table.dtypes.items() if name != "geometry"}
    )
    joined = pd.concat([table, rows], ignore_index=fresh_index)
    joined.index.name = table.index.name
    return joined


def _only_own(dataset: Dataset) -> Dataset:
    return replace(dataset, facilities=dataset.facilities[dataset.facilities["dataset"] != ""])


def _free(name: str, taken: set[str]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name} ({number})", number + 1
    taken.add(free)
    return free
