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


def best_point(rows: list[Row]) -> Row:
    """lat, lon, coord_source and coord_precision of a site: those of its most precise source row."""
    placed = [row for row in rows if row["lat"] and row["lon"]]
    if not placed:
        return {"lat": "", "lon": "", "coord_source": "", "coord_precision": "unknown"}
    best = min(placed, key=lambda row: FINENESS.index(PRECISIONS[row["coord_precision"]]))
    return {
        "lat": best["lat"],
        "lon": best["lon"],
        "coord_source": best["coord_source"] or best["source_id"],
        "coord_precision": PRECISIONS[best["coord_precision"]],
    }


def moved() -> dict[str, Row]:
    """Points decided by hand, by site id: lat, lon, coord_precision, coord_source, reason."""
    return {row["site_id"]: row for row in hand_tables.hand("points")}
