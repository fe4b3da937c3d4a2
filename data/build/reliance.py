"""How far a region lives on imports, and from whom: net import reliance and import sources as the USGS prints them."""

from pathlib import Path

import editions
import pandas as pd
import tables

ORDER = 26
RELIANCE = "Net import reliance as a "
BOUNDS = {"lower bound (>)": ">", "upper bound (<)": "<", "not published: E": "E"}


def build(sources: Path, out: Path) -> None:
    """Write ``reliance.csv`` and ``import_sources.csv``."""
    tables.write(out, "reliance", _reliance(tables.read(sources / "national" / "consumption.csv")))
    tables.write(out, "import_sources", _origins(tables.read(sources / "national" / "trade.csv")))


def _reliance(used: pd.DataFrame) -> pd.DataFrame:
    """Net import reliance of the United States, the series chosen by hand for each mineral, newest year first."""
    edition, rows = editions.newest(used["source_id"], "usgs-mcs"), []
    printed = used[used["basis"].str.startswith(RELIANCE) & (used["source_id"] == edition)]
    for choice in tables.hand("reliance").itertuples(index=False):
        series = printed[
            (printed["commodity"] == choice.commodity)
            & (printed["basis"].str.removeprefix(RELIANCE).str.split(";").str[0] == choice.words)
        ]
        if series.empty:
            raise ValueError(f"reliance: no row of {choice.commodity} says {choice.words!r}")
        for row in series.itertuples(index=False):
            remarks = [part.strip() for part in row.basis.split(";")[1:]]
            bound = next((BOUNDS[one] for one in remarks if one in BOUNDS), "")
            rows.append(
                {
                    "region": row.region,
                    "mineral": choice.mineral,
                    "stage": choice.stage,
                    "year": row.year,
                    "value": _fraction(row.quantity),
                    "bound": bound,
                    "published": bound if bound == "E" else f"{bound}{tables.plain(row.quantity)}",
                    "consumption": choice.words.removeprefix("percentage of ").split(":")[0].split(",")[0],
                    "estimated": "yes" if "USGS estimate" in remarks else "no",
                    "source_id": row.source_id,
                    "note": choice.note,
                }
            )
    frame = pd.DataFrame(rows)
    newest = frame.assign(back=-frame["year"].astype(int))
    return newest.sort_values(["mineral", "stage", "back"], kind="stable").drop(columns="back")


def _origins(trade: pd.DataFrame) -> pd.DataFrame:
    """Where imports come from, by form; a form of a mineral of ours that no decision names ends the build."""
    edition = editions.newest(trade["source_id"], "usgs-mcs")
    printed = trade[(trade["flow"] == "share of US imports") & (trade["source_id"] == edition)]
    decided = tables.hand("import_sources")
    ours = printed[printed["commodity"].isin(decided["commodity"])]
    rows = ours.merge(decided, left_on=["commodity", "hs_code"], right_on=["commodity", "form"], how="left")
    if rows["form"].isna().any():
        raise ValueError(f"import_sources: nothing decides {sorted(rows.loc[rows['form'].isna(), 'hs_code'].unique())}")
    bound = rows["basis"].str.split("; ").str[-1].map(BOUNDS).fillna("")
    frame = pd.DataFrame(
        {
            "mineral": rows["mineral"],
            "stage": rows["stage"],
            "form": rows["form"],
            "exporter_iso3": rows["exporter_iso3"],
            "importer": rows["importer_iso3"],
            "years": rows["year"],
            "share": rows["quantity"].map(_fraction),
            "bound": bound,
            "source_id": rows["source_id"],
            "note": rows["note"],
        }
    )
    ranked = frame.assign(other=frame["exporter_iso3"] == "OTH", back=-frame["share"].astype(float))
    return ranked.sort_values(["mineral", "form", "other", "back", "exporter_iso3"], kind="stable").drop(
        columns=["other", "back"]
    )


def _fraction(percent: str) -> str:
    return tables.number(float(percent) / 100) if percent else ""
