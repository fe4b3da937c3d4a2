"""Every source that a table names: title, publisher, licence and the words that must stand beside its figures."""

from pathlib import Path

import pandas as pd
import tables

ORDER = 60
READ_ON = r"[Rr]ead (?:on )?(20\d\d-\d\d-\d\d)"
FIRST_READ = "2026-11-22"
"""The day of the first compilation: what was read later says so in its note."""
NOT_READ = ["general-knowledge", "own-assumption", "own-derivation", "own-gates"]
PATTERN = "usgs-myb-<year>-<ISO3>"
"""One row of the facility sources stands for every country chapter; each chapter used gets a row of its own."""


def build(sources: Path, out: Path) -> None:
    """Write ``sources.csv``."""
    national = tables.read(sources / "national" / "sources.csv").assign(how_read="")
    facilities = tables.read(sources / "facilities" / "sources.csv")
    compiled = tables.read(sources / "facilities" / "compiled.csv")
    names = tables.read(out / "countries.csv").set_index("iso3")["name"]
    chapter = facilities[facilities["source_id"] == PATTERN].iloc[0]
    read = pd.concat([national, facilities[facilities["source_id"] != PATTERN], _chapters(chapter, compiled, names)])
    own = tables.hand("sources")
    mended = tables.hand("source_words").set_index("source_id")
    frame = read.drop_duplicates("source_id").rename(columns={"url": "address", "how_read": "note"})
    frame = frame[~frame["source_id"].isin(own["source_id"])].assign(attribution="")
    frame = pd.concat([frame, own]).set_index("source_id").sort_index()
    for source_id, words in mended.iterrows():
        for column, text in words[words != ""].items():
            frame.loc[source_id, column] = text
    frame["note"] = frame["note"].str.replace(
        "excerpt of the stored copy returned by the page search", "read in a stored copy of the page", regex=False
    )
    told = frame["note"].str.extract(READ_ON, expand=False)
    frame["read_on"] = told.fillna(FIRST_READ).where(~frame.index.isin(NOT_READ), "")
    frame["note"] = (
        frame["note"].str.replace(READ_ON, "", regex=True).str.strip(" ;,.").where(told.notna(), frame["note"])
    )
    tables.write(out, "sources", frame.reset_index())


def _chapters(pattern: pd.Series, compiled: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """One row for each country chapter of the Minerals Yearbook that the facility table names."""
    cells = pd.concat([compiled["source_id"], compiled["coord_source"]])
    used = cells.str.extractall(r"(usgs-myb-\d{4}-[A-Z]{3})")[0].drop_duplicates().sort_values()
    rows = []
    for source_id in used:
        year, iso3 = source_id.split("-")[2:]
        title = f"Minerals Yearbook, volume III, {names.get(iso3, iso3)}, data year {year}: structure of the industry"
        rows.append({**pattern.to_dict(), "source_id": source_id, "title": title, "year": year})
    return pd.DataFrame(rows)
