"""What stands behind rows: names, what each figure rests on and how old it is, the factors and the sources."""

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
from mineralmap.model.scenario import Basis, Measure

GRADES = ("low", "medium", "high")
"""Confidence, least first."""
NO_YEAR = "source prints no year"
PRINTED = ("reliance", "origin", "stock")
"""Kinds of rows that a source prints or the user sets, without the national table."""
DEEPEST = 12
"""Holders of holders that are followed to find who says so; no shipped chain is longer."""


def told(results: Results, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``made_of`` with the columns ``ROWS``: names, host, what the figure rests on, year, source, age."""
    made = rows.reset_index(drop=True).reindex(columns=ROWS)
    words = ["kind", "id", "name", "host_iso3", "measured", "confidence", "source_id", "note"]
    made[words] = made[words].astype(object).where(made[words].notna(), "")
    kind = made["kind"].to_numpy(object)
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
            found = tell(results, made.iloc[at])
            for column in found.columns:
                # What the row says of itself stands; the note of a country is added to.
                own = made[column].iloc[at]
                blank = (own.isna() | (own == "")).to_numpy(bool) | (column == "note")
                made.loc[at[blank], column] = found[column].to_numpy()[blank]
    made.loc[kind == "floor", "name"] = "Beyond the target"
    made["name"] = made["name"].where(made["name"] != "", made["id"])
    made["year"] = made["year"].astype(float)
    made["stale"] = (results.year - made["year"] > STALE_YEARS).to_numpy(bool)
    undated = made["year"].isna() & (made["source_id"] != "") & np.isin(kind, ["facility", "stake", "demand"])
    made.loc[undated, "note"] = [f"{note}; {NO_YEAR}" if note else NO_YEAR for note in made.loc[undated, "note"]]
    return made


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
    used = used[used[column] != ""]
    figure = used["production_t"].fillna(used["capacity_t"]).fillna(0.0)
    whole = figure.groupby(used["facility_id"]).transform("sum")
    count = figure.groupby(used["facility_id"]).transform("size")
    part = (figure / whole).where(whole > 0, 1.0 / count)
    tonnes = (part * behind.reindex(used["facility_id"]).to_numpy(float)).groupby(used[column]).sum()
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
    of_rows = rows[["source_id"]].assign(tonnes=(rows["tonnes"] * rows["part"].fillna(1.0)).abs().fillna(0.0))
    outputs = _outputs(results, behind.index)
    of_outputs = outputs[["source_id"]].assign(tonnes=behind.reindex(outputs["facility_id"]).to_numpy(float))
    # What chemistry gives needs no witness, and stands last; every share of output rests on the national table.
    of_factors = used[["source_id", "tonnes"]].assign(tonnes=used["tonnes"].where(used["kind"] != "chemistry", 0.0))
    parts = [of_rows, of_factors]
    if (table := table_of(results)) is not None and not rows["kind"].isin(PRINTED).any():
        parts.append(pd.DataFrame({"source_id": [table.source_id], "tonnes": [table.denominator_t]}))
    if not (rows["kind"] == "facility").any():
        parts.append(of_outputs.assign(tonnes=_once(outputs["facility_id"], of_outputs["tonnes"])))
    if results.scenario.basis is not Basis.LOCATION:
        parts.append(_holders(results, behind))
    cited = pd.concat([part for part in parts if len(part)] or [of_rows], ignore_index=True)
    cited["source_id"] = cited["source_id"].astype(str).str.split("; ")
    cited = cited.explode("source_id")
    cited = cited[cited["source_id"] != ""]
    order = cited.groupby("source_id", sort=True)["tonnes"].sum().sort_values(ascending=False, kind="stable").index
    found = results.dataset.sources.reindex(order)
    made = found.reset_index(names="source_id").reindex(columns=SOURCES)
    text = made.columns
    made[text] = made[text].astype(object).where(made[text].notna(), "")
    return made


def table_of(results: Results) -> National | None:
    """The national table that an answer rests on; None where it counts capacity."""
    asked = results.scenario
    if asked.measure is Measure.CAPACITY:
        return None
    return national(results.dataset, asked.mineral, asked.stage, asked.year)


def _outputs(results: Results, ids: pd.Index) -> pd.DataFrame:
    outputs = results.dataset.outputs
    return outputs[(outputs["mineral"] == results.scenario.mineral) & outputs["facility_id"].isin(ids)]


def _facilities(results: Results, rows: pd.DataFrame) -> pd.DataFrame:
    dataset = results.dataset
    ids, tonnes = rows["id"].to_numpy(object), rows["tonnes"].to_numpy(float)
    about = dataset.facilities.reindex(ids)
    table = results.facilities.reindex(ids)
    measured = np.full(len(ids), "", object)
    for figure, words in (
        ("weight_t", table["weight_from"]),
        ("capacity_t", _dated("capacity", table["capacity_year"])),
        ("production_t", _dated("production", table["production_year"])),
    ):
        same = np.isclose(table[figure].to_numpy(float), tonnes, rtol=1e-9, atol=0.0) & (measured == "")
        measured[same] = words.to_numpy(object)[same]
    outputs = _outputs(results, pd.Index(ids))
    worst = outputs["confidence"].map({word: number for number, word in enumerate(GRADES)})
    worst = worst.groupby(outputs["facility_id"]).min().reindex(ids).to_numpy(float)
    named = np.array([*GRADES, ""], object)[np.where(np.isnan(worst), len(GRADES), worst).astype(int)]
    said = outputs[["facility_id", "source_id"]].drop_duplicates()
    several = said["facility_id"].duplicated(keep=False)
    cells = said[~several].set_index("facility_id")["source_id"]
    if several.any():
        cells = pd.concat([cells, said[several].groupby("facility_id")["source_id"].agg("; ".join)])
    fallback = about["source_id"].to_numpy(object)
    cell = cells.reindex(ids).to_numpy(object)
    return pd.DataFrame(
        {
            "name": about["name"].to_numpy(object),
            "host_iso3": about["host_iso3"].to_numpy(object),
            "measured": measured,
            "year": pd.Series(measured, dtype=object).astype(str).str.extract(r"(\d{4})")[0].astype(float),
            "confidence": np.where(named == "", about["confidence"].to_numpy(object), named),
            "source_id": np.where(pd.isna(cell), fallback, cell),
        }
    )


def _countries(results: Results, rows: pd.DataFrame) -> pd.DataFrame:
    """Suppliers, and output of a country that no facility explains: of the national table, or a sum over facilities."""
    names, table = names_of(results.dataset), table_of(results)
    ids = rows["id"].to_numpy(object)
    printed = np.zeros(len(ids), bool)
    if table is not None:
        rest = rows["note"].str.startswith("output that").to_numpy(bool)
        printed = rest | (ids == OTHER) | (results.scenario.basis is Basis.LOCATION)
    note = rows["note"].to_numpy(object)
    if table is not None and table.estimated:
        guessed = printed & np.isin(ids, table.estimated)
        note = np.where(guessed, ["; ".join(filter(None, (one, "estimated by the source"))) for one in note], note)
    return pd.DataFrame(
        {
            "name": [names.get(one, one) for one in ids],
            "host_iso3": np.where(np.isin(ids, [OTHER, UNKNOWN]), "", ids),
            "measured": np.where(printed, f"published output {results.year}", "sum over its parts of facilities"),
            "year": np.where(printed, float(results.year), np.nan),
            "source_id": np.where(printed, table.source_id if table else "", ""),
            "note": note,
        }
    )


def _demands(results: Results, rows: pd.DataFrame) -> pd.DataFrame:
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
    return pd.DataFrame(
        {
            "name": [
                "World demand" if one == WORLD else f"{groups.get(one, dataset.country_name(one))}: demand"
                for one in rows["id"]
            ],
            "measured": [f"{one.basis} {one.year}".strip() for one in found],
            "year": years,
            "source_id": [one.source for one in found],
        }
    )


def _world_demand(results: Results, tonnes: float) -> Demand:
    """The row of the demand table that tells this world demand."""
    table = results.dataset.demand
    rows = table[(table["mineral"] == results.scenario.mineral) & (table["region"] == WORLD)]
    rows = rows[np.isclose(rows["quantity_t"].to_numpy(float), tonnes, rtol=1e-9)]
    rows = rows.iloc[np.argsort(np.abs(rows["year"].to_numpy(float) - results.year), kind="stable")[:1]]
    kind, source, year = ("".join(rows[column].astype(str)) for column in ("kind", "source_id", "year"))
    return Demand(tonnes, kind, source, year.removesuffix(".0"), (WORLD,), ())


def _companies(results: Results, rows: pd.DataFrame) -> pd.DataFrame:
    about = results.dataset.companies.reindex(rows["id"])
    known = about["name"].notna().to_numpy(bool)
    return pd.DataFrame(
        {
            "name": np.where(known, about["name"].to_numpy(object), rows["id"].to_numpy(object)),
            "host_iso3": np.where(known, about["country_iso3"].to_numpy(object), ""),
            "source_id": np.where(known, about["source_id"].to_numpy(object), ""),
        }
    )


def _benchmarks(results: Results, rows: pd.DataFrame) -> pd.DataFrame:
    about = results.dataset.benchmarks.drop_duplicates("benchmark_id").set_index("benchmark_id").reindex(rows["id"])
    known = about["metric"].notna().to_numpy(bool)
    return pd.DataFrame(
        {
            "name": np.where(known, about["metric"].to_numpy(object), rows["id"].to_numpy(object)),
            "year": about["year"].to_numpy(float),
            "source_id": np.where(known, about["source_id"].to_numpy(object), ""),
        }
    )


def _holders(results: Results, behind: pd.Series) -> pd.DataFrame:
    """Who says who owns the facilities, up to where tracing stops, with the tonnes that rest on it."""
    stakes, traced = results.dataset.stakes, chains(results.dataset).traced
    reached, said = behind, []
    for _ in range(DEEPEST):
        held = stakes[stakes["owned_id"].isin(reached.index)]
        if not len(held):
            break
        tonnes = held["stake"].fillna(1.0) * reached.reindex(held["owned_id"]).to_numpy(float)
        said.append(held[["source_id"]].assign(tonnes=tonnes))
        reached = tonnes.groupby(held["owner_id"].to_numpy(object)).sum()
        reached = reached[reached.index.isin(traced)]
    return pd.concat(said) if said else pd.DataFrame({"source_id": [], "tonnes": []})


def _once(ids: pd.Series, tonnes: pd.Series) -> pd.Series:
    """A facility with several rows counts in each with its part of them."""
    return tonnes / ids.groupby(ids).transform("size").to_numpy(float)


def _dated(word: str, years: pd.Series) -> pd.Series:
    known = years.notna()
    text = pd.Series(word, years.index, dtype=object)
    text[known] = word + " " + years[known].astype(int).astype(str)
    return text
