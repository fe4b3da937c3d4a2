"""Facilities, outputs, companies, stakes, factors and corrections, compiled from the sources by hand tables."""

from collections.abc import Iterable
from pathlib import Path

import combined
import contained
import evidence
import grades
import hand_tables
import ownership
import points
import source_rows
import stages
from hand_tables import Row

ORDER = 10
STATUSES = {"closed": "closed", "": "unknown", "care": "care"}
CONFIDENCES = ["high", "medium", "low"]


def build(sources: Path, out: Path) -> None:
    """Write the facility tables of ``out`` from ``sources``/facilities and the hand tables."""
    found = source_rows.read(sources)
    stages.give_stages(found.rows)
    factors = contained.factor_table()
    sites = _by_site(found.rows)
    _add_sites(sites)
    outputs = _outputs(found.rows, sites, contained.Outputs(factors))
    facilities, owned = _facilities(sites, outputs)
    combined.name_facilities(outputs)
    _bridge(outputs)
    corrections = found.corrections + _point_corrections() + owned.corrections() + _whitelisted(facilities)
    corrections += hand_tables.hand("noted")
    _rename_corrections(corrections, facilities)

    hand_tables.write(out, "minerals", hand_tables.hand("minerals"))
    hand_tables.write(out, "facilities", facilities, ["facility_id"])
    hand_tables.write(out, "outputs", outputs, ["facility_id", "mineral", "form"])
    hand_tables.write(out, "companies", owned.result.companies.values(), ["company_id"])
    hand_tables.write(out, "stakes", owned.result.stakes, ["owned_id", "owner_id"])
    hand_tables.write(out, "factors", factors, ["mineral", "factor_id"])
    hand_tables.write(out, "coverage_reasons", hand_tables.hand("coverage_reasons"))
    hand_tables.write(out, "corrections", corrections, ["table", "row_id", "column"])


def _bridge(outputs: list[Row]) -> None:
    """Put the factors of ``hand/bridges.csv`` to the outputs that they turn into what a national table counts.

    Raises
    ------
    ValueError
        When a hand row meets no output.
    """
    for rule in hand_tables.hand("bridges"):
        met = [
            output
            for output in outputs
            if output["facility_id"] == rule["facility_id"]
            and output["mineral"] == rule["mineral"]
            and output["form_class"] == rule["form_class"]
        ]
        if not met:
            raise ValueError(f"hand/bridges.csv: no output {rule['facility_id']} of the class {rule['form_class']}.")
        for output in met:
            output["bridge_factor_id"] = rule["factor_id"]
            output["notes"] = "; ".join(part for part in (output["notes"], rule["reason"]) if part)


def _by_site(rows: list[Row]) -> dict[str, list[Row]]:
    sites: dict[str, list[Row]] = {}
    for row in rows:
        sites.setdefault(row["site_id"], []).append(row)
    return sites


def _add_sites(sites: dict[str, list[Row]]) -> None:
    """Put in the sites of ``hand/added_sites.csv``: facilities without a source row, at the place of another."""
    for rule in hand_tables.hand("added_sites"):
        like = sites[rule["like"]][0]
        sites[rule["site_id"]] = [
            {
                **like,
                **{key: rule[key] for key in ("name", "operator", "start_year", "source_id")},
                "admin1": rule["admin1"] or like["admin1"],
                "facility_id": rule["site_id"],
                "site_id": rule["site_id"],
                "capacity_basis": "",
                "owners": "",
                "source_detail": "",
                "notes": rule["reason"],
            }
        ]


def _outputs(rows: list[Row], sites: dict[str, list[Row]], make: contained.Outputs) -> list[Row]:
    """Every output row with ``site_id`` and ``stage``: of source rows, added by hand, derived from another stage."""
    outputs: list[Row] = []
    for row in rows:
        for output in make.of_row(row):
            outputs.append({**output, "site_id": row["site_id"], "stage": row["our_stage"]})
    for rule in hand_tables.hand("added"):
        row = sites[rule["facility_id"]][0]
        outputs.append({**make.added(rule, row), "site_id": rule["facility_id"], "stage": rule["stage"]})
    for rule in hand_tables.hand("derived"):
        origins = [
            output
            for output in outputs
            if output["site_id"] == rule["from_facility_id"]
            and output["stage"] == rule["from_stage"]
            and output["mineral"] == rule["mineral"]
            and (output["capacity_t"] or output["production_t"])
        ]
        if not origins:
            raise ValueError(f"hand/derived.csv: nothing to derive {rule['facility_id']} {rule['mineral']} from.")
        for origin in origins:
            outputs.append({**make.derived(rule, origin), "site_id": rule["facility_id"], "stage": rule["stage"]})
    return [output for output in outputs if not _empty_beside_derived(output, outputs)]


def _empty_beside_derived(output: Row, outputs: list[Row]) -> bool:
    """A row without any figure says nothing where a derived row of the same site, stage and mineral stands."""
    if output["capacity"] or output["production"] or output["derived"] == "yes":
        return False
    same = ("site_id", "stage", "mineral")
    return any(other["derived"] == "yes" and all(other[key] == output[key] for key in same) for other in outputs)


def _facilities(sites: dict[str, list[Row]], outputs: list[Row]) -> tuple[list[Row], ownership.Owners]:
    """One facility a site and stage; writes ``facility_id`` into the outputs and gives every facility its owners."""
    owners, moved, facilities = ownership.Owners(), points.moved(), []
    for site_id, rows in sites.items():
        of_site = [output for output in outputs if output["site_id"] == site_id]
        site_stages = sorted({output["stage"] for output in of_site})
        point = {**points.best_point(rows), **moved.get(site_id, {})}
        ids = []
        for stage in site_stages:
            facility_id = site_id if len(site_stages) == 1 else f"{site_id}-{stage}"
            ids.append(facility_id)
            for output in of_site:
                if output["stage"] == stage:
                    output["facility_id"] = facility_id
            facilities.append(_facility(facility_id, site_id, stage, rows, point))
        owners.of_site(site_id, ids, rows)
    owners.chains()
    for stake in owners.result.stakes:
        stake["confidence"] = grades.of_stake(stake)
    owners.drop_unused({row["buyer_id"] for row in evidence.offtakes()})
    return facilities, owners


def _facility(facility_id: str, site_id: str, stage: str, rows: list[Row], point: Row) -> Row:
    of_stage = [row for row in rows if row["our_stage"] == stage] or rows
    best = min(of_stage, key=lambda row: CONFIDENCES.index(row["confidence"]))
    operators = [row["operator"] for row in of_stage if row["operator"]]
    starts = [row["start_year"] for row in of_stage if row["start_year"]]
    return {
        "facility_id": facility_id,
        "site_id": site_id,
        "name": best["name"],
        "stage": stage,
        "host_iso3": best["country_iso3"],
        "admin1": best["admin1"],
        "status": _status(of_stage),
        "as_of": max(grades.year_of(row["source_id"]) for row in of_stage),
        "start_year": starts[0] if starts else "",
        "operator": operators[0] if operators else "",
        "confidence": max((row["confidence"] for row in of_stage), key=CONFIDENCES.index),
        "source_id": _joined(row["source_id"] for row in of_stage),
        "source_detail": _joined([*(row["source_detail"] for row in of_stage), *_point_detail(point)]),
        "notes": _joined(row["notes"] for row in of_stage),
        **{key: point[key] for key in ("lat", "lon", "coord_source", "coord_precision")},
    }


def _point_detail(point: Row) -> list[str]:
    return [f"point: {point['point_words']}"] if point["point_words"] else []


def _status(rows: list[Row]) -> str:
    """The state of a facility: the liveliest of its rows; the notes tell care and maintenance from closed."""
    order = ["operating", "construction", "planned", "care", "closed", ""]
    status = min((row["status"] for row in rows), key=order.index)
    if status == "closed" and any(
        word in row["notes"].lower() for row in rows for word in ("care and maintenance", "suspended", "idle", "halted")
    ):
        return "care"
    return STATUSES.get(status, status)


def _joined(texts: Iterable[str]) -> str:
    parts: list[str] = []
    for text in texts:
        for part in text.split("; "):
            if part and part not in parts:
                parts.append(part)
    return "; ".join(parts)


def _point_corrections() -> list[Row]:
    return [
        {
            "table": "facilities",
            "row_id": site,
            "column": "lat, lon",
            "is": f"{row['lat']}, {row['lon']}".strip(", "),
            "kind": "mended" if row["lat"] else "left out",
            "reason": row["reason"],
            "source_id": row["coord_source"],
        }
        for site, row in points.moved().items()
    ]


def _whitelisted(facilities: list[Row]) -> list[Row]:
    """Rows of ``hand/whitelist.csv``: pairs that look like one facility twice and points outside their country."""
    known = {row["facility_id"] for row in facilities}
    rows = []
    for row in hand_tables.hand("whitelist"):
        for facility_id in row["row_id"].split("|"):
            if facility_id not in known:
                raise ValueError(f"hand/whitelist.csv names {facility_id}, which is no facility.")
        rows.append({"table": "facilities", "kind": "whitelisted", **row})
    return rows


def _rename_corrections(corrections: list[Row], facilities: list[Row]) -> None:
    """Let a correction of a site that stands in one stage only name its facility."""
    ids: dict[str, list[str]] = {}
    for row in facilities:
        ids.setdefault(row["site_id"], []).append(row["facility_id"])
    for row in corrections:
        if len(ids.get(row["row_id"], [])) == 1:
            row["row_id"] = ids[row["row_id"]][0]
