"""The user's corrections laid over a data set: values changed, rows added and taken out, each with who says so.

The data set that is given stays as it is; what comes back has a key that follows from both. A correction that no longer
fits is told with its place among the corrections and counts for nothing; nothing else is lost with it.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from mineralmap.datasets import beyond, bundled, check, contained, correction_sources, places
from mineralmap.datasets.check import Words
from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import Problem, Severity
from mineralmap.model.project import Correction

FILE = "corrections"
"""What problems name as their file; their row is that of the table of corrections, the header being row 1."""
REMOVED = "removed"
CORRECTABLE: Mapping[str, tuple[str, ...]] = {
    "companies": ("name", "name_local", "country_iso3", "kind", "state_owned", "stops", "seat_only", "notes"),
    "facilities": ("name", "name_local", "stage", "status", "as_of", "start_year", "host_iso3", "admin1", "lat", "lon",
                   "coord_precision", "operator", "notes"),
    "outputs": ("capacity", "capacity_year", "production", "production_year", "figure_basis", "notes"),
    "stakes": ("stake", "as_of", "notes"),
}  # fmt: skip
"""The columns that can be corrected, by table, in the order in which tables are corrected: rows may name rows of the
tables before them."""
MOST_STAKES = 1.005
"""What stakes may add up to, as they are rounded; as of owners in a file."""
PARTS = {"companies": 1, "facilities": 1, "outputs": 3, "stakes": 2}
_OF_FACILITY = ("outputs", "offtakes", "utilisation", "second_sources", "facility_ports")
Numbered = list[tuple[int, Correction]]


def apply(dataset: Dataset, corrections: Sequence[Correction]) -> tuple[Dataset, tuple[Problem, ...]]:
    """The data set with the corrections laid over it, and what of them does not fit.

    Of several corrections of one value the last one stands. Capacity and output are as published, in the row's unit and
    form; contained tonnes follow. ``problems`` are also among the data set's, ``corrected`` holds what stands. Without
    any correction the data set comes back as it is.
    """
    if not corrections:
        return dataset, ()
    overlay = _Overlay(dataset)
    last = {(one.table, one.row, one.column): place for place, one in enumerate(corrections)}
    numbered: Numbered = [(place, corrections[place]) for place in sorted(last.values())]
    for place, one in numbered:
        if one.table not in CORRECTABLE:
            overlay.refuse(place, one, f"there is no table {one.table!r} that can be corrected.")
        elif not one.source.strip():
            overlay.refuse(place, one, "a correction needs a source.", "Say who says so: a title, a page, an address.")
    for table in CORRECTABLE:
        overlay.lay(table, [(place, one) for place, one in numbered if one.table == table])
    stood = tuple(one for place, one in numbered if place not in overlay.refused)
    digest = hashlib.sha256(dataset.key.encode())
    for one in stood:
        digest.update("\0".join((one.table, one.row, one.column, one.value, one.source, one.on, one.note)).encode())
        digest.update(b"\1")
    problems = tuple(sorted(overlay.problems, key=lambda problem: problem.row or 0))
    made = replace(
        dataset,
        **overlay.tables,
        key=digest.hexdigest()[:16] if stood else dataset.key,
        sources=correction_sources.with_rows(dataset.sources, stood),
        problems=(*dataset.problems, *problems),
        corrected=(*dataset.corrected, *stood),
    )
    return made, problems


def row_ids(table: str, frame: pd.DataFrame) -> pd.Index:
    """What corrections call the rows of a table, (n,): the id, "owner>owned", "facility|mineral|form".

    The second of several outputs of one name is "…#2".
    """
    if table in ("facilities", "companies"):
        return frame.index
    if table == "stakes":
        names = frame["owner_id"].astype(str) + ">" + frame["owned_id"].astype(str)
    else:
        names = frame["facility_id"].astype(str) + "|" + frame["mineral"].astype(str) + "|" + frame["form"].astype(str)
    again = names.groupby(names).cumcount().to_numpy() + 1
    if (again > 1).any():
        names = names.where(again == 1, names + "#" + pd.Series(again, names.index).astype(str))
    return pd.Index(names)


def parts_of(table: str, row: str) -> tuple[str, ...]:
    """The ids that a row's name is made of."""
    if table == "stakes":
        return tuple(row.split(">"))
    return tuple(row.split("|", 2)) if table == "outputs" else (row,)


def text_of(dataset: Dataset, table: str, row: str, column: str) -> str:
    """A value as a correction writes it: "" for unknown or a row that is not there, "yes" and "no", 0.8, 12500."""
    frame = getattr(dataset, table)
    at = row_ids(table, frame).get_indexer(pd.Index([row]))[0]
    return "" if at < 0 else plain(frame[column].iloc[at])


def plain(value: Any) -> str:
    """One value of a table as text."""
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if value is None or value != value:
        return ""
    return f"{value:.10g}" if isinstance(value, (float, np.floating)) else str(value)


class _Overlay:
    """The tables as they are corrected, and what was refused."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self.tables: dict[str, Any] = {}
        self.problems: list[Problem] = []
        self.refused: set[int] = set()
        self._words = Words({"countries": set(dataset.countries.index)})

    def refuse(self, place: int, one: Correction, what: str, hint: str = "") -> None:
        """Tell what is wrong with a correction, which then counts for nothing."""
        self.refused.add(place)
        self._say(Severity.ERROR, place, one, what, hint)

    def lay(self, table: str, mine: Numbered) -> None:
        """Correct one table."""
        mine = [(place, one) for place, one in mine if place not in self.refused]
        if not mine:
            return
        self.tables[table] = self._frame(table)
        added = self._add(table, [(place, one) for place, one in mine if not one.column and one.value != REMOVED])
        self._change(table, [(place, one) for place, one in mine if one.column], added)
        self._complete(table, added, mine)
        self._remove(table, [(place, one) for place, one in mine if not one.column and one.value == REMOVED])

    def _frame(self, table: str) -> Any:
        return self.tables.get(table, getattr(self._dataset, table))

    def _say(self, severity: Severity, place: int, one: Correction, what: str, hint: str = "") -> None:
        column = f"{one.table}.{one.column}" if one.column else one.table
        self.problems.append(Problem(severity, FILE, place + 2, column, f"{one.row}: {what}", hint))

    def _add(self, table: str, mine: Numbered) -> dict[str, int]:
        """Add rows; returns the names of those that are new, with their places among the corrections."""
        frame = self._frame(table)
        known = row_ids(table, frame)
        rows: list[dict[str, Any]] = []
        new: dict[str, int] = {}
        for place, one in mine:
            if one.row in known:
                self._say(Severity.WARNING, place, one, "this row is in the data by now.", "Is your correction needed?")
                continue
            made = self._row(table, place, one)
            if made is not None:
                rows.append(made)
                new[one.row] = place
        if not rows:
            return {}
        if table in ("facilities", "companies"):
            more = pd.DataFrame(rows, index=pd.Index(list(new), name=frame.index.name))
        else:
            more = pd.DataFrame(rows)
        more = more.reindex(columns=[column for column in frame.columns if column != "geometry"])
        more = more.astype({name: kind for name, kind in frame.dtypes.items() if name != "geometry"})
        if table == "facilities":
            nowhere = np.full(len(more), np.nan)
            more = gpd.GeoDataFrame(more, geometry=bundled.points(nowhere, nowhere), crs=frame.crs)
        self.tables[table] = pd.concat([frame, more], ignore_index=table in ("outputs", "stakes"))
        self.tables[table].index.name = frame.index.name
        return new

    def _row(self, table: str, place: int, one: Correction) -> dict[str, Any] | None:
        """A new row with what its name says and nothing else; ``None``, and told, where it cannot be."""
        parts = parts_of(table, one.row)
        if len(parts) != PARTS[table] or not all(part.strip() for part in parts):
            return self.refuse(
                place, one, "this names no row.", 'Rows are named "owner>owned" or "facility|mineral|form".'
            )
        text = {
            str(column): "" for column, kind in bundled.schema(table)["type"].items() if kind not in bundled.NUMBERS
        }
        row: dict[str, Any] = {**text, "source_id": correction_sources.id_of(one.source), "confidence": "medium"}
        if table == "companies":
            return {**row, "kind": "unchecked", "state_owned": False, "stops": True, "seat_only": False}
        if table == "facilities":
            more = {"site_id": one.row, "status": "operating", "coord_precision": "unknown", "dataset": ""}
            return {**row, **more, "coord_source": row["source_id"]}
        if table == "stakes":
            return self._stake(row, place, one, *parts)
        return self._output(row, place, one, *parts)

    def _stake(self, row: dict[str, Any], place: int, one: Correction, owner: str, owned: str) -> dict[str, Any] | None:
        companies, facilities = self._frame("companies").index, self._frame("facilities").index
        if owner not in companies:
            return self.refuse(place, one, f"{owner!r} is no company of the data.")
        if owner == owned or (owned not in facilities and owned not in companies):
            return self.refuse(place, one, f"{owned!r} is nothing that it could own.")
        return {**row, "owner_id": owner, "owned_id": owned}

    def _output(
        self, row: dict[str, Any], place: int, one: Correction, facility: str, mineral: str, form: str
    ) -> dict[str, Any] | None:
        data = self._dataset
        if facility not in self._frame("facilities").index:
            return self.refuse(place, one, f"{facility!r} is no facility of the data.")
        if mineral not in data.minerals.index:
            return self.refuse(place, one, f"{mineral!r} is no mineral we know.")
        factor = contained.factor(mineral, form, data.minerals, data.factors)
        if factor is None:
            known = ", ".join(contained.known_forms(mineral, data.factors))
            return self.refuse(
                place, one, f"{form!r} is no form that we can turn into contained tonnes.", f"Use one of: {known}."
            )
        return {
            **row, "facility_id": facility, "mineral": mineral, "form": form, "form_class": factor.form_class,
            "unit": "t", "figure_basis": "as the user says", "factor_id": factor.factor_id, "factor": factor.value,
            "derived": False,
        }  # fmt: skip

    def _change(self, table: str, mine: Numbered, added: Mapping[str, int]) -> None:
        frame = self._frame(table)
        where = row_ids(table, frame).get_indexer(pd.Index([one.row for _, one in mine])) if mine else np.array([], int)
        columns: dict[str, list[tuple[int, int, Correction]]] = {}
        for at, (place, one) in zip(where.tolist(), mine, strict=True):
            if one.column not in CORRECTABLE[table]:
                self.refuse(place, one, f"{one.column!r} is no column that can be corrected.")
            elif at < 0:
                self.refuse(place, one, "this row is no longer in the data.", "Revert the correction, or add the row.")
            else:
                columns.setdefault(one.column, []).append((at, place, one))
        values: dict[str, np.ndarray] = {}
        touched: dict[int, list[str]] = {}
        for column, cells in columns.items():
            for at, value in self._typed(table, column, cells, frame, added):
                if column not in values:
                    values[column] = frame[column].to_numpy(copy=True)
                values[column][at] = value
                touched.setdefault(at, []).append(column)
        if table == "facilities":
            self._keep_in_country(frame, values, columns, added)
        if table == "stakes" and "stake" in values:
            self._keep_whole(frame, values["stake"], columns["stake"])
        sources = frame["source_id"].to_numpy(object, copy=True)
        for cells in columns.values():
            for at, place, one in cells:
                if place not in self.refused:
                    sources[at] = correction_sources.joined(sources[at], one.source)
        values["source_id"] = sources
        made: Any = {name: pd.Series(one, frame.index).astype(frame[name].dtype) for name, one in values.items()}
        frame = frame.assign(**made)
        if table == "outputs":
            frame = self._contained(frame, touched)
            self._doubt(frame, columns)
        if table == "facilities" and {"lat", "lon"} & values.keys():
            moved: Any = frame
            points = bundled.points(moved["lon"].to_numpy(float), moved["lat"].to_numpy(float))
            frame = moved.set_geometry(points).set_crs("EPSG:4326", allow_override=True)
        self.tables[table] = frame

    def _typed(
        self, table: str, column: str, cells: list[tuple[int, int, Correction]], frame: Any, added: Mapping[str, int]
    ) -> list[tuple[int, Any]]:
        """The values of one column with the rows they go to; what cannot be is told."""
        text = pd.Series([one.value for _, _, one in cells], index=range(len(cells)), dtype=str)
        series, faults = check.typed(table, column, text, self._words)
        wrong = {fault.row: fault for fault in faults}
        good: list[tuple[int, Any]] = []
        for row, (at, place, one) in enumerate(cells):
            if row in wrong:
                self.refuse(place, one, wrong[row].what, wrong[row].hint)
                continue
            now = plain(frame[column].iloc[at])
            if one.row not in added and now not in (one.was, one.value):
                said = f"the data says {now or 'nothing'} by now, no longer {one.was or 'nothing'}."
                self._say(Severity.WARNING, place, one, said, "Your value stands; is it still needed?")
            good.append((at, series.iloc[row]))
        return good

    def _keep_in_country(
        self,
        frame: Any,
        values: dict[str, np.ndarray],
        columns: Mapping[str, list[tuple[int, int, Correction]]],
        added: Mapping[str, int],
    ) -> None:
        """A corrected point outside its country stays where it was, an added one without a point; both are told."""
        moved = sorted({at for name in ("lat", "lon", "host_iso3") for at, _, _ in columns.get(name, ())})
        if not moved:
            return
        now: Any = {
            name: values[name] if name in values else frame[name].to_numpy() for name in ("lon", "lat", "host_iso3")
        }
        now = {name: column[moved] for name, column in now.items()}
        lon, lat = now["lon"].astype(float), now["lat"].astype(float)
        for number, (what, hint) in places.misplaced(lon, lat, now["host_iso3"].astype(object)).items():
            told = False
            for name in ("lat", "lon", "host_iso3"):
                for at, place, one in columns.get(name, ()):
                    new = name == "host_iso3" and one.row in added
                    if at != moved[number] or place in self.refused or new:
                        continue
                    values[name][at] = frame[name].iloc[at]
                    self.refused.add(place)
                    if not told:
                        self.refuse(place, one, what, hint)
                    told = True

    def _keep_whole(self, frame: Any, stakes: np.ndarray, cells: list[tuple[int, int, Correction]]) -> None:
        """Stakes that are raised to more than the whole stay what they were, and are told: nobody could be credited."""
        owned, before = frame["owned_id"], frame["stake"].to_numpy(float)
        for place_of in {owned.iloc[at] for at, _, _ in cells}:
            there = (owned == place_of).to_numpy()
            total = float(np.nansum(stakes[there]))
            if total <= max(MOST_STAKES, float(np.nansum(before[there]))):
                continue
            for at, place, one in cells:
                if there[at] and place not in self.refused:
                    stakes[at] = before[at]
                    what = f"the stakes in it add up to {total * 100:.4g} %, more than the whole."
                    self.refuse(place, one, what, "Correct the other owners' stakes with it.")

    def _contained(self, frame: pd.DataFrame, touched: Mapping[int, list[str]]) -> pd.DataFrame:
        """Contained tonnes of the figures that were corrected."""
        made = {name: frame[name].to_numpy(copy=True) for name in ("capacity_t", "production_t", "derived")}
        for at, columns in touched.items():
            row: Any = frame.iloc[at]
            factor = float(row["factor"])
            if factor != factor:
                found = contained.factor(row["mineral"], row["form"], self._dataset.minerals, self._dataset.factors)
                factor = found.value if found is not None else np.nan
            for name, other in (("capacity", "production"), ("production", "capacity")):
                if name in columns:
                    made[f"{name}_t"][at] = contained.tonnes(float(row[name]), row["unit"]) * factor
                    made["derived"][at] &= other not in columns and not np.isnan(made[f"{other}_t"][at])
        return frame.assign(**made)

    def _doubt(self, frame: pd.DataFrame, columns: Mapping[str, list[tuple[int, int, Correction]]]) -> None:
        """Warn of corrected figures that are more than the whole world makes; they count all the same."""
        stages = self._frame("facilities")["stage"]
        for column in ("capacity", "production"):
            for at, place, one in columns.get(column, ()):
                row: Any = frame.iloc[at]
                stage = str(stages.get(row["facility_id"], ""))
                what = beyond.words(self._dataset, str(row["mineral"]), stage, float(row[f"{column}_t"]))
                if what and place not in self.refused:
                    self._say(Severity.WARNING, place, one, what, beyond.HINT)

    def _complete(self, table: str, added: Mapping[str, int], mine: Numbered) -> None:
        """Take out added rows that lack what a row must have."""
        if not added or table not in ("facilities", "companies"):
            return
        frame, needed = self._frame(table), ("name", "stage", "host_iso3") if table == "facilities" else ("name",)
        for row, place in added.items():
            lacks = [column for column in needed if not str(frame.at[row, column])]
            if lacks:
                one = next(one for number, one in mine if number == place)
                self.refuse(place, one, f"an added row needs {', '.join(lacks)}.")
                self.refused |= {number for number, other in mine if other.row == row}
                frame = frame.drop(index=row)
        self.tables[table] = frame

    def _remove(self, table: str, mine: Numbered) -> None:
        frame = self._frame(table)
        ids = row_ids(table, frame)
        gone: set[str] = set()
        for place, one in mine:
            if one.row in ids:
                gone.add(one.row)
            else:
                self.refuse(place, one, "this row is no longer in the data.", "Revert the correction.")
        if not gone:
            return
        self.tables[table] = frame[~ids.isin(list(gone))]
        if table in ("outputs", "stakes"):
            self.tables[table] = self.tables[table].reset_index(drop=True)
        if table in ("facilities", "companies"):
            self._forget("stakes", ("owned_id",) if table == "facilities" else ("owner_id", "owned_id"), gone)
        if table == "facilities":
            for name in _OF_FACILITY:
                self._forget(name, ("facility_id",), gone)
            self._forget("known_flows", ("from_id", "to_id"), gone)

    def _forget(self, table: str, columns: tuple[str, ...], gone: set[str]) -> None:
        frame = self._frame(table)
        named = frame[[one for one in columns if one in frame]].isin(list(gone)).any(axis=1)
        if named.any():
            self.tables[table] = frame[~named].reset_index(drop=True)
