"""Where facilities stand: one point a site, its precision in our classes, and moved or dropped points."""

import hand_tables
from hand_tables import Row

PRECISIONS = {
    "site": "site",
    "site (moderate)": "site",
    "park": "park",
    "deposit": "deposit",
    "approximate (2 decimals)": "deposit",
    "approximate": "town",
    "town": "town",
    "district": "district",
    "island": "district",
    "": "unknown",
}
"""The sources' words → ours. "approximate" of the USGS layers can be off by kilometres, so it is drawn like a town."""

FINENESS = ["site", "park", "deposit", "town", "district", "unknown"]


COORD_SOURCES = {
    "GeoNames": "geonames",
    "USGS GIS": "",
    "USGS minfac": "usgs-minfac",
    "ICMM 2025": "icmm-2025",
    "NRCan 2026": "nrcan-2026",
    "Geoscience Australia": "ga-2024",
    "Busch et al.": "busch-2025",
    "Jasansky et al.": "jasansky-2023",
    "grondstoffen-atlas": "grondstoffen-atlas-2026",
}
"""How the source words begin that say where a point was read → source id; "" is one of the two USGS layers."""


def coord_source(words: str, source_id: str) -> str:
    """The source id of a point; for a USGS layer the one that the row itself names."""
    if words in {row["source_id"] for row in hand_tables.hand("sources")}:
        return words
    for start, found in COORD_SOURCES.items():
        if words.startswith(start):
            return found or ("usgs-indopac-gis" if "usgs-indopac-gis" in source_id else "usgs-afr-gis")
    raise ValueError(f"Unknown words for the source of a point: {words!r}.")


def best_point(rows: list[Row]) -> Row:
    """lat, lon, coord_source and coord_precision of a site: those of its most precise source row."""
    placed = [row for row in rows if row["lat"] and row["lon"]]
    if not placed:
        return {"lat": "", "lon": "", "coord_source": "", "coord_precision": "unknown", "point_words": ""}
    best = min(placed, key=lambda row: FINENESS.index(PRECISIONS[row["coord_precision"]]))
    return {
        "lat": best["lat"],
        "lon": best["lon"],
        "coord_source": coord_source(best["coord_source"], best["source_id"]),
        "point_words": best["coord_source"],
        "coord_precision": PRECISIONS[best["coord_precision"]],
    }


def moved() -> dict[str, Row]:
    """Points decided by hand, by site id: lat, lon, coord_precision, coord_source, reason."""
    return {row["site_id"]: row for row in hand_tables.hand("points")}
