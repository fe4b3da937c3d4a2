"""National production by country: one table for each mineral, stage and source, as published."""

from pathlib import Path

import editions
import pandas as pd
import tables

ORDER = 20
OUTLOOK_FROM = 2030
"""The IEA's base case has years from 2030 on: an outlook, kept apart from what was counted."""


def build(sources: Path, out: Path) -> None:
    """Write ``national_tables.csv`` and ``national_production.csv``."""
    published = tables.read(sources / "national" / "production.csv")
    wanted = editions.extend(tables.hand("national_tables"), published)
    rows = published.merge(wanted, on=["commodity", "stage", "source_id"], how="inner", suffixes=("", "_ours"))
    rows["mineral"] = rows["commodity"].map(tables.minerals())
    outlook = rows["year"].astype(int) >= OUTLOOK_FROM
    rows["table_id"] = rows["mineral"] + "-" + rows["our_stage"] + "-" + rows["source_id"] + outlook.map(_suffix)
    basis = rows["basis"]
    frame = pd.DataFrame(
        {
            "table_id": rows["table_id"],
            "mineral": rows["mineral"],
            "stage": rows["our_stage"],
            "iso3": rows["iso3"],
            "year": rows["year"],
            "quantity_t": rows["quantity"].map(tables.plain),
            "withheld": _flag(basis.str.contains("not published: W")),
            "estimated": _flag(
                basis.str.contains("USGS estimate")
                | (basis.str.contains("estimated 2023") & (rows["year"] == "2023"))
                | outlook
            ),
            "source_id": rows["source_id"],
            "note": [_note(*pair) for pair in zip(basis, rows["iso3"], strict=True)],
        }
    )
    order = frame["iso3"].map({"OTH": 1, "WLD": 2}).fillna(0)
    frame = frame.assign(order=order).sort_values(["table_id", "year", "order", "iso3"], kind="stable")
    kept = frame.drop(columns="order")
    tables.write(out, "national_production", kept)
    tables.write(out, "national_tables", _tables(rows, outlook, kept))


def _tables(rows: pd.DataFrame, outlook: pd.Series, figures: pd.DataFrame) -> pd.DataFrame:
    heads = rows.assign(outlook=outlook).drop_duplicates("table_id").sort_values("table_id")
    notes = []
    for head in heads.itertuples():
        note = ["outlook: base case of the IEA, years 2030 to 2040" if head.outlook else str(head.note)]
        note += _sums(figures[figures["table_id"] == head.table_id])
        notes.append("; ".join(part for part in note if part))
    return pd.DataFrame(
        {
            "table_id": heads["table_id"],
            "mineral": heads["mineral"],
            "stage": heads["our_stage"],
            "source_id": heads["source_id"],
            "counts": heads["counts"],
            "comparable": heads["comparable"],
            "bridge_factor_id": "",
            "default": heads["default"].where(~heads["outlook"], "no"),
            "note": notes,
        }
    )


def _sums(figures: pd.DataFrame) -> list[str]:
    """What the published total and the rows say of each other, year by year."""
    said = []
    for year, rows in figures.groupby("year"):
        amount = rows.set_index("iso3")["quantity_t"].replace("", "0").astype(float)
        named = amount.drop(["WLD", "OTH"], errors="ignore").sum()
        world = amount.get("WLD", 0.0)
        other = amount.get("OTH", 0.0)
        if named > world * 1.0000001:
            said.append(
                f"{year}: the named countries add up to {tables.spoken(named)} t, "
                f"more than the published total of {tables.spoken(world)} t"
            )
        elif abs(named + other - world) > 0.02 * world:
            said.append(
                f"{year}: the published rest is {tables.spoken(other)} t, "
                f"what the total leaves is {tables.spoken(world - named)} t"
            )
    return said


def _note(basis: str, iso3: str) -> str:
    """What must be said of one figure; unit and basis stand with the table."""
    said = []
    for part in (part.strip() for part in basis.split(";")):
        if part.startswith("not published: W"):
            said.append("withheld by the source")
        elif part.startswith("not published"):
            said.append("not available in the source")
        elif part.startswith("lower bound"):
            said.append("the source prints it as a lower bound")
        elif part.casefold().startswith("excludes") and iso3 == "WLD":
            said.append("without United States output")
        elif part.startswith("Production quota"):
            said.append("quota; output beyond the quota is not counted")
        elif part.startswith("Estimated based on reported import data"):
            said.append("estimated from Chinese import data")
    return "; ".join(said)


def _suffix(outlook: bool) -> str:
    return "-outlook" if outlook else ""


def _flag(series: pd.Series) -> pd.Series:
    return series.map({True: "yes", False: "no"})
