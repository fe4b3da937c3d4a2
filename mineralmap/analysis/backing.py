"""What stands behind rows: names, what each figure rests on and how old it is, the factors and the sources."""

import re

import numpy as np
import pandas as pd

from mineralmap.analysis.assumptions import assumed
from mineralmap.analysis.chains import chains
from mineralmap.analysis.companies import company_credits
from mineralmap.analysis.evidence import FACTORS, ROWS, SOURCES, STALE_YEARS
from mineralmap.analysis.gaps import WORLD, Demand, demand_of, own_demand
from mineralmap.analysis.national import National, national
from mineralmap.analysis.question import names_of
from mineralmap.analysis.results import OTHER, UNKNOWN, Results
from mineralmap.datasets.dataset import Dataset
from mineralmap.datasets.shared_figures import names
from mineralmap.model.scenario import Basis, Measure

Columns = dict[str, np.ndarray]
"""A table by its columns: these are a few rows, and asking pandas for each cell costs more than what is asked."""
Cited = tuple[np.ndarray, np.ndarray]
"""Cells of sources, several of them in one parted by "; ", and the tonnes that rest on each cell."""
WORDS = ("kind", "id", "name", "host_iso3", "measured", "confidence", "source_id", "note", "shared_with")
"""Columns of ``ROWS`` that are "" where nothing is said."""
GRADES = ("low", "medium", "high")
"""Confidence, least first."""
A_YEAR = re.compile(r"\d{4}")
NO_YEAR = "source prints no year"
OUTPUTS = ("facility_id", "production_t", "capacity_t", "factor_id", "bridge_factor_id", "confidence", "source_id",
           "combined_with")  # fmt: skip
PRINTED = ("reliance", "origin", "stock")
"""Kinds of rows that a source prints or the user sets, without the national table."""
DEEPEST = 12
"""Holders of holders that are followed to find who says so; no shipped chain is longer."""


def told(results: Results, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``made_of`` with the columns ``ROWS``: names, host, what the figure rests on, year, source, age."""
    made = {name: rows[name].to_numpy() if name in rows else np.full(len(rows), np.nan) for name in ROWS}
    for name in WORDS:
        made[name] = np.where(pd.isna(made[name]), "", made[name].astype(object))
    made["year"] = made["year"].astype(float)
    kind = made["kind"]
    for of_kind, tell in (
        ("facility", _facilities),
        ("country", _countries),
        ("other", _countries),
        ("unknown", _countries),
        ("demand", _demands),
        ("company", _companies),
        ("benchmark", _benchmarks),
    ):
        at = np.flatnonzero(kind == of_kind)
        if len(at):
            found = tell(results, {name: made[name][at] for name in ("id", "tonnes", "note")})
            for name, said in found.items():
                # What the row says of itself stands; the note of a country is added to.
                own = made[name][at]
                blank = pd.isna(own) | (own.astype(object) == "") | (name == "note")
                made[name][at[blank]] = said[blank]
    made["name"][kind == "floor"] = "Beyond the target"
    made["name"] = np.where(made["name"] == "", made["id"], made["name"])
    made["stale"] = results.year - made["year"] > STALE_YEARS
    undated = np.isnan(made["year"]) & (made["source_id"] != "") & np.isin(kind, ["facility", "stake", "demand"])
    made["note"][undated] = [f"{note}; {NO_YEAR}" if note else NO_YEAR for note in made["note"][undated]]
    return pd.DataFrame({name: pd.Series(values, dtype=values.dtype) for name, values in made.items()})


def tonnes_behind(results: Results, rows: pd.DataFrame) -> pd.Series:
    """Tonnes of each facility behind rows, indexed by facility; behind suppliers stand those credited to them."""
    mine = rows[rows["kind"] == "facility"]
    if len(mine):
        behind = (mine["tonnes"] * mine["part"].fillna(1.0)).groupby(mine["id"].to_numpy(object)).sum()
    elif (rows["kind"] == "company").any():
        who = company_credits(results.dataset, results.scenario.basis)
        credits = who.credits
        at = np.isin(credits.supplier, np.flatnonzero(np.isin(who.ids, rows.loc[rows["kind"] == "company", "id"])))
        ids = results.dataset.facilities.index.to_numpy(object)[credits.row[at]]
        weight = results.facilities["weight_t"].reindex(ids).to_numpy(float)
        behind = pd.Series(credits.known_part[at] * weight).groupby(ids).sum()
    else:
        suppliers = rows.loc[rows["kind"].isin(["country", "unknown"]) & (rows["contribution"] != 0), "id"]
        credits = results.credits[results.credits["supplier"].isin(set(suppliers))]
        weight = results.facilities["weight_t"].reindex(credits["facility_id"]).to_numpy(float)
        behind = (credits["share"] * weight).groupby(credits["facility_id"].to_numpy(object)).sum()
    return behind[behind > 0]


def factors(results: Results, behind: pd.Series) -> pd.DataFrame:
    """Factors from published to contained tonnes behind facilities, columns ``FACTORS``, most tonnes first."""
    dataset, asked, table = results.dataset, results.scenario, table_of(results)
    bridged = table is not None and table.by_plant
    column = "bridge_factor_id" if bridged else "factor_id"
    used = _outputs(results, behind.index)
    used = {name: values[used[column] != ""] for name, values in used.items()}
    figure = np.where(np.isnan(used["production_t"]), used["capacity_t"], used["production_t"])
    at, _ = pd.factorize(used["facility_id"])
    whole = pd.Series(figure).groupby(at).sum().to_numpy()[at]
    with np.errstate(divide="ignore", invalid="ignore"):
        part = np.where(whole > 0, np.nan_to_num(figure) / whole, 1.0 / np.bincount(at)[at])
    tonnes = pd.Series(part * _found(behind, used["facility_id"])).groupby(used[column]).sum()
    if table is not None and table.bridge_id:
        tonnes[table.bridge_id] = float(behind.sum())
    tonnes = tonnes[tonnes.index.isin(dataset.factors.index)].sort_values(ascending=False, kind="stable")
    found = dataset.factors.loc[tonnes.index]
    mine = np.array([assumed(asked, f"factor:{name}") for name in tonnes.index], float)
    changed = ~np.isnan(mine)
    return pd.DataFrame(
        {
            "factor_id": tonnes.index.to_numpy(object),
            "name": found["name"].to_numpy(object),
            "value": np.where(changed, mine, found["value"].to_numpy(float)),
            "low": found["low"].to_numpy(float),
            "high": found["high"].to_numpy(float),
            "kind": np.where(changed, "changed by the user", found["kind"].to_numpy(object)),
            "tonnes": tonnes.to_numpy(float),
            "source_id": found["source_id"].to_numpy(object),
        },
        columns=FACTORS,
    )


def sources(results: Results, rows: pd.DataFrame, behind: pd.Series, used: pd.DataFrame) -> pd.DataFrame:
    """Sources of the rows, of the facilities behind them, of their owners and factors; columns ``SOURCES``.

    In the order of the tonnes that rest on each; a source that several figures share counts with all of them.
    """
    outputs = _outputs(results, behind.index)
    # What chemistry gives needs no witness, and stands last; every share of output rests on the national table.
    witnessed = np.where(used["kind"] == "chemistry", 0.0, used["tonnes"])
    parts: list[Cited] = [
        (rows["source_id"].to_numpy(), np.nan_to_num(np.abs(rows["tonnes"] * rows["part"].fillna(1.0)))),
        (used["source_id"].to_numpy(), witnessed),
    ]
    if (table := table_of(results)) is not None and not rows["kind"].isin(PRINTED).any():
        parts.append((np.array([table.source_id], object), np.array([table.denominator_t])))
    if not (rows["kind"] == "facility").any():
        ids = outputs["facility_id"]
        at, _ = pd.factorize(ids)
        # A facility with several rows counts in each with its part of them.
        parts.append((outputs["source_id"], _found(behind, ids) / np.bincount(at)[at]))
    if results.scenario.basis is not Basis.LOCATION:
        parts += _holders(results, behind)
    cited = [
        (source, tonnes)
        for cells, figures in parts
        for cell, tonnes in zip(cells, figures, strict=True)
        for source in (cell.split("; ") if isinstance(cell, str) else ())
        if source
    ]
    names = np.array([source for source, _ in cited], object)
    sums = pd.Series([tonnes for _, tonnes in cited], dtype=float).groupby(names).sum()
    order = sums.sort_values(ascending=False, kind="stable").index.to_numpy(object)
    known = results.dataset.sources
    made = {name: order if name == "source_id" else _found(known[name], order) for name in SOURCES}
    return pd.DataFrame(
        {name: pd.Series(np.where(pd.isna(values), "", values), dtype=object) for name, values in made.items()}
    )


def table_of(results: Results) -> National | None:
    """The national table that an answer rests on; None where it counts capacity."""
    asked = results.scenario
    if asked.measure is Measure.CAPACITY:
        return None
    return national(results.dataset, asked.mineral, asked.stage, asked.year)


def _outputs(results: Results, ids: pd.Index) -> Columns:
    outputs = results.dataset.outputs
    at = np.flatnonzero((outputs["mineral"] == results.scenario.mineral) & outputs["facility_id"].isin(ids))
    return {name: outputs[name].to_numpy()[at] for name in OUTPUTS}


def _found(column: pd.Series, ids: np.ndarray) -> np.ndarray:
    """What a column says of each id; nan for one that it does not have."""
    return np.append(column.to_numpy(), np.nan)[column.index.get_indexer(pd.Index(ids))]


def _facilities(results: Results, rows: Columns) -> Columns:
    dataset = results.dataset
    ids, tonnes = rows["id"], rows["tonnes"].astype(float)
    about, table = dataset.facilities, results.facilities
    measured = np.full(len(ids), "", object)
    for figure, word, column in (
        ("weight_t", "", "weight_from"),
        ("capacity_t", "capacity", "capacity_year"),
        ("production_t", "production", "production_year"),
    ):
        same = np.isclose(_found(table[figure], ids), tonnes, rtol=1e-9, atol=0.0) & (measured == "")
        said = _found(table[column], ids[same])
        measured[same] = [_dated(word, year) for year in said] if word else said
    outputs = _outputs(results, pd.Index(ids))
    grades: dict[str, set[str]] = {}
    cells: dict[str, dict[str, None]] = {}
    for one, grade, source in zip(outputs["facility_id"], outputs["confidence"], outputs["source_id"], strict=True):
        grades.setdefault(one, set()).add(grade)
        cells.setdefault(one, {})[source] = None
    worst = [next((grade for grade in GRADES if grade in grades.get(one, ())), "") for one in ids]
    own_grade, own_source = _found(about["confidence"], ids), _found(about["source_id"], ids)
    years = [A_YEAR.search(words) for words in measured]
    return {
        "name": _found(about["name"], ids),
        "host_iso3": _found(about["host_iso3"], ids),
        "measured": measured,
        "year": np.array([float(year.group()) if year else np.nan for year in years]),
        "confidence": np.array([one or own for one, own in zip(worst, own_grade, strict=True)], object),
        "source_id": np.array(
            ["; ".join(cells[one]) if one in cells else own for one, own in zip(ids, own_source, strict=True)], object
        ),
        "shared_with": _shared(dataset, ids, outputs),
    }


def _shared(dataset: Dataset, ids: np.ndarray, outputs: Columns) -> np.ndarray:
    """Names of the other facilities that the figures of each facility stand for; "" for figures of its own."""
    figured = ~(np.isnan(outputs["capacity_t"]) & np.isnan(outputs["production_t"]))
    others: dict[str, dict[str, None]] = {}
    for at in np.flatnonzero(figured & (outputs["combined_with"] != "")):
        others.setdefault(outputs["facility_id"][at], {}).update(
            dict.fromkeys(names(dataset, outputs["combined_with"][at]))
        )
    return np.array(["; ".join(others.get(one, ())) for one in ids], object)


def _countries(results: Results, rows: Columns) -> Columns:
    """Suppliers, and output of a country that no facility explains: of the national table, or a sum over facilities."""
    names, table = names_of(results.dataset), table_of(results)
    ids = rows["id"]
    printed = np.zeros(len(ids), bool)
    if table is not None:
        rest = np.array([note.startswith("output that") for note in rows["note"]])
        printed = rest | (ids == OTHER) | (results.scenario.basis is Basis.LOCATION)
    note = rows["note"]
    if table is not None and table.estimated:
        guessed = printed & np.isin(ids, table.estimated)
        note = np.where(guessed, ["; ".join(filter(None, (one, "estimated by the source"))) for one in note], note)
    return {
        "name": np.array([names.get(one, one) for one in ids], object),
        "host_iso3": np.where(np.isin(ids, [OTHER, UNKNOWN]), "", ids),
        "measured": np.where(printed, f"published output {results.year}", "sum over its parts of facilities"),
        "year": np.where(printed, float(results.year), np.nan),
        "source_id": np.where(printed, table.source_id if table else "", ""),
        "note": note,
    }


def _demands(results: Results, rows: Columns) -> Columns:
    asked, dataset = results.scenario, results.dataset
    groups = dataset.partners.drop_duplicates("partner_id").set_index("partner_id")["name"].to_dict()
    found = [
        Demand(float(tonnes), "assumption of the user", "", str(results.year), (region,), ())
        if not np.isnan(assumed(asked, f"demand:{region}"))
        else _world_demand(results, float(tonnes))
        if region == WORLD
        else demand_of(dataset, asked.mineral, asked.stage, frozenset({region}), results.year, own_demand(asked))
        for region, tonnes in zip(rows["id"], rows["tonnes"], strict=True)
    ]
    years = pd.to_numeric(pd.Series([one.year for one in found], dtype=object), errors="coerce").to_numpy(float)
    return {
        "name": np.array(
            [
                "World demand" if one == WORLD else f"{groups.get(one, dataset.country_name(one))}: demand"
                for one in rows["id"]
            ],
            object,
        ),
        "measured": np.array([f"{one.basis} {one.year}".strip() for one in found], object),
        "year": years,
        "source_id": np.array([one.source for one in found], object),
    }


def _world_demand(results: Results, tonnes: float) -> Demand:
    """The row of the demand table that tells this world demand."""
    table = results.dataset.demand
    rows = table[(table["mineral"] == results.scenario.mineral) & (table["region"] == WORLD)]
    rows = rows[np.isclose(rows["quantity_t"].to_numpy(float), tonnes, rtol=1e-9)]
    rows = rows.iloc[np.argsort(np.abs(rows["year"].to_numpy(float) - results.year), kind="stable")[:1]]
    kind, source, year = ("".join(rows[column].astype(str)) for column in ("kind", "source_id", "year"))
    return Demand(tonnes, kind, source, year.removesuffix(".0"), (WORLD,), ())


def _companies(results: Results, rows: Columns) -> Columns:
    about = results.dataset.companies.reindex(rows["id"])
    known = about["name"].notna().to_numpy(bool)
    return {
        "name": np.where(known, about["name"].to_numpy(object), rows["id"]),
        "host_iso3": np.where(known, about["country_iso3"].to_numpy(object), ""),
        "source_id": np.where(known, about["source_id"].to_numpy(object), ""),
    }


def _benchmarks(results: Results, rows: Columns) -> Columns:
    about = results.dataset.benchmarks.drop_duplicates("benchmark_id").set_index("benchmark_id").reindex(rows["id"])
    known = about["metric"].notna().to_numpy(bool)
    return {
        "name": np.where(known, about["metric"].to_numpy(object), rows["id"]),
        "year": about["year"].to_numpy(float),
        "source_id": np.where(known, about["source_id"].to_numpy(object), ""),
    }


def _holders(results: Results, behind: pd.Series) -> list[Cited]:
    """Who says who owns the facilities, up to where tracing stops, with the tonnes that rest on it."""
    stakes, traced = results.dataset.stakes, chains(results.dataset).traced
    owned, owner, source = (stakes[name].to_numpy() for name in ("owned_id", "owner_id", "source_id"))
    stake = stakes["stake"].fillna(1.0).to_numpy(float)
    reached, said = behind, []
    for _ in range(DEEPEST):
        tonnes = stake * _found(reached, owned)
        held = np.flatnonzero(reached.index.get_indexer(owned) >= 0)
        if not len(held):
            break
        tonnes = tonnes[held]
        said.append((source[held], tonnes))
        reached = pd.Series(tonnes).groupby(owner[held]).sum()
        reached = reached[reached.index.isin(traced)]
    return said


def _dated(word: str, year: float) -> str:
    return word if np.isnan(year) else f"{word} {int(year)}"
