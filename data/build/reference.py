"""Partners, countries, export measures and benchmarks: what the figures are read against."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import tables

ORDER = 40


def build(sources: Path, out: Path) -> None:
    """Write ``partners.csv``, ``countries.csv``, ``export_controls.csv`` and ``benchmarks.csv``."""
    tables.write(out, "partners", _partners())
    tables.write(out, "countries", _countries(sources / "basemap"))
    tables.write(out, "export_controls", _controls(tables.read(sources / "national" / "export_controls.csv")))
    tables.write(out, "benchmarks", _benchmarks(tables.read(sources / "national" / "benchmarks.csv")))


def _partners() -> pd.DataFrame:
    groups = tables.hand("partners")
    members = groups.assign(iso3=groups["members"].str.split()).explode("iso3")
    return members.drop(columns="members").sort_values(["order", "iso3"], kind="stable")


def _countries(folder: Path) -> pd.DataFrame:
    units = gpd.read_file(folder / "basemap.gpkg", layer="countries", ignore_geometry=True)
    names = (
        units.dropna(subset=["iso3"])
        .drop_duplicates("iso3")
        .set_index("iso3")["name"]
        .str.replace(" & ", " and ")
        .sort_index()
    )
    ours = tables.hand("country_names").set_index("iso3")["name"]
    regions = tables.read(folder / "country_regions.csv").set_index("iso3")["region_un"]
    landlocked = set(tables.hand("landlocked")["iso3"])
    return pd.DataFrame(
        {
            "iso3": names.index,
            "name": [ours.get(code, name) for code, name in names.items()],
            "region": [regions.get(code, "") for code in names.index],
            "landlocked": ["yes" if code in landlocked else "no" for code in names.index],
        }
    )


def _controls(measures: pd.DataFrame) -> pd.DataFrame:
    ours = tables.hand("export_controls").set_index("control_id")
    words = tables.minerals()
    rows = []
    for row in measures.itertuples(index=False):
        minerals = (words.get(word, word) for word in _outside(row.commodity))
        read = {
            "control_id": row.id,
            "iso3": row.country,
            "mineral": "; ".join(dict.fromkeys(minerals)),
            "measure": row.measure,
            "announced": row.announced,
            "effective": row.effective,
            "ended": row.ended,
            "targets": row.targets,
            "status": row.status,
            "source_id": tables.refs(row.source_id),
            "note": row.note.replace("->", "to").replace("general-knowledge", "general knowledge"),
        }
        if row.id in ours.index:
            read |= {column: text for column, text in ours.loc[row.id].items() if text and column in read}
        rows.append(read)
    added = ours[~ours.index.isin(measures["id"])]
    return pd.concat([pd.DataFrame(rows), added.drop(columns="reason").reset_index()], ignore_index=True)


def _outside(text: str) -> list[str]:
    """The minerals of a cell, its remarks left out: those stand in the measure or the note by hand."""
    kept, depth = "", 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if depth == 0 and letter != ")":
            kept += letter
    return [part.strip().split(" incl.")[0].split(",")[0].strip() for part in kept.split(";")]


def _benchmarks(published: pd.DataFrame) -> pd.DataFrame:
    ours = tables.hand("benchmarks").set_index("benchmark_id")["note"]
    return pd.DataFrame(
        {
            "benchmark_id": published["id"],
            "jurisdiction": published["jurisdiction"],
            "topic": published["topic"],
            "metric": published["metric"].str.replace("REFINING", "refining"),
            "value": published["value"],
            "unit": published["unit"],
            "year": published["year"],
            "applies_to": published["applies_to"],
            "source_id": published["source_id"].map(tables.refs),
            "note": [ours.get(row.id, row.note) for row in published.itertuples(index=False)],
        }
    )
