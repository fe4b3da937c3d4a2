"""What stands beside the facilities: offtakes, published utilisation, second sources, and rows that were read again."""

from pathlib import Path

import hand_tables
from hand_tables import Row

ORDER = 15
STAGES = ["mining", "refining", "intermediate", "recycling", "manufacturing"]


def offtakes() -> list[Row]:
    """The offtakes of the topics."""
    return hand_tables.hand("offtakes")


def build(sources: Path, out: Path) -> None:
    """Write ``offtakes``, ``utilisation``, ``second_sources`` and ``rereadings``, with facilities of ours.

    Raises
    ------
    ValueError
        When a row names a facility, or a mineral of a facility, that there is not.
    """
    del sources
    known = _by_site(out)
    for table, key in (("offtakes", "buyer_id"), ("utilisation", "year"), ("second_sources", "what")):
        rows = [{**row, "facility_id": _facility(table, row, known)} for row in hand_tables.hand(table)]
        for row in rows:
            row["mineral"] = row["mineral"].replace(" ", "_")
            row["notes"] = row["reason"]
        hand_tables.write(out, table, rows, ["mineral", "facility_id", key])
    rereadings = hand_tables.hand("rereadings")
    hand_tables.write(out, "rereadings", rereadings, ["round", "table", "row_id"])


def _by_site(out: Path) -> dict[str, list[Row]]:
    """Output rows with the stage of their facility, by facility id and by site id."""
    facilities = {row["facility_id"]: row for row in hand_tables.read(out / "facilities.csv")}
    found: dict[str, list[Row]] = {}
    for row in hand_tables.read(out / "outputs.csv"):
        facility = facilities[row["facility_id"]]
        told = {**row, "stage": facility["stage"]}
        for name in {row["facility_id"], facility["site_id"]}:
            found.setdefault(name, []).append(told)
    return found


def _facility(table: str, rule: Row, known: dict[str, list[Row]]) -> str:
    """The facility that a row means: of a site in several stages the one with a figure, mines before refineries."""
    mineral = rule["mineral"].replace(" ", "_")
    met = [row for row in known.get(rule["facility_id"], []) if row["mineral"] == mineral]
    if not met:
        raise ValueError(f"hand/{table}.csv: no facility {rule['facility_id']} with {mineral}.")
    best = min(
        met, key=lambda row: (not (row["capacity"] or row["production"]), row["derived"], STAGES.index(row["stage"]))
    )
    return best["facility_id"]
