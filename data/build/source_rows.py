"""The compiled facility rows of the source folder, with left-out rows, mended cells and site ids applied."""

from dataclasses import dataclass, field
from pathlib import Path

import hand_tables
from hand_tables import Row


@dataclass
class SourceRows:
    """Rows of ``compiled.csv`` that are carried over, each with a ``site_id``, and what was changed on the way.

    ``corrections`` holds rows of the shipped table but for ``row_id``, which is still a site id.
    """

    rows: list[Row]
    corrections: list[Row] = field(default_factory=list)


def read(folder: Path) -> SourceRows:
    """Read ``compiled.csv`` of ``folder`` and ``read_facilities``; apply ``left_out``, ``mended``, ``sites``.

    Raises
    ------
    ValueError
        When a hand row no longer meets a row, or the cell to be mended holds another value than the one it was
        decided for: a newer edition of the source wants a fresh look.
    """
    found = SourceRows(hand_tables.read(folder / "facilities" / "compiled.csv") + hand_tables.hand("read_facilities"))
    _leave_out(found)
    _mend(found)
    _name_sites(found)
    return found


def meets(rule: Row, row: Row) -> bool:
    """Whether the id, commodity and stage of a hand row (empty meets all) are those of a source row."""
    return (
        rule.get("facility_id", "") in ("", row["facility_id"])
        and rule.get("source_word", "") in ("", row["commodity"])
        and rule.get("source_stage", "") in ("", row["stage"])
    )


def _leave_out(found: SourceRows) -> None:
    for rule in hand_tables.hand("left_out"):
        kept = [row for row in found.rows if not meets(rule, row)]
        if len(kept) == len(found.rows):
            raise ValueError(f"hand/left_out.csv: no row {rule['facility_id']} {rule['source_word']} in the source.")
        found.rows = kept
        found.corrections.append(
            {
                "table": "facilities",
                "row_id": rule["facility_id"],
                "column": rule["source_word"],
                "kind": "left out",
                "reason": rule["reason"],
            }
        )


def _mend(found: SourceRows) -> None:
    for rule in hand_tables.hand("mended"):
        met = [row for row in found.rows if meets(rule, row)]
        if not met:
            raise ValueError(f"hand/mended.csv: no row {rule['facility_id']} {rule['source_word']} in the source.")
        for row in met:
            if row[rule["column"]] != rule["was"]:
                raise ValueError(
                    f"hand/mended.csv: {rule['facility_id']} {rule['column']} is {row[rule['column']]!r}, "
                    f"not {rule['was']!r} any more."
                )
            row[rule["column"]] = rule["is"]
            if rule["column"] not in ("lat", "lon", "owners"):
                row["source_id"] = _with(row["source_id"], rule["source_id"])
        facility_columns = {"lat", "lon", "status", "name", "admin1", "country_iso3", "coord_precision"}
        found.corrections.append(
            {
                "table": "facilities" if rule["column"] in facility_columns else "outputs",
                "row_id": rule["facility_id"],
                "column": rule["column"]
                if rule["column"] in facility_columns
                else f"{rule['source_word']} {rule['column']}",
                "was": rule["was"],
                "is": rule["is"],
                "kind": "mended",
                "reason": rule["reason"],
                "source_id": rule["source_id"],
            }
        )


def _with(ids: str, more: str) -> str:
    found = ids.split("; ")
    return "; ".join(found + [one for one in more.split("; ") if one and one not in found])


def _name_sites(found: SourceRows) -> None:
    rules = hand_tables.hand("sites")
    for row in found.rows:
        row["site_id"] = row["facility_id"]
        for rule in rules:
            if meets(rule, row):
                row["site_id"] = rule["site_id"]
                row["name"] = rule["name"] or row["name"]
