"""Which facilities share one combined figure: the ids that a source prints, put into ids of ours."""

import re
from collections.abc import Sequence

import hand_tables
from hand_tables import Row


def printed_ids(notes: str) -> str:
    """Source ids of a note such as "combined capacity, with COD012, COD013": "COD012; COD013"; "" where none is."""
    found = re.search(r"combined capacity(?:,| with) (?:shown at )?([A-Z]{3}\d{3}(?:, [A-Z]{3}\d{3})*)", notes)
    return found[1].replace(", ", "; ") if found else ""


def name_facilities(outputs: Sequence[Row]) -> None:
    """Put facility ids of the same mineral and stage into ``combined_with``, where source ids stand.

    The notes, which the printed ids come from, keep them; one that leads to no facility of ours is told there.
    Figures that ``hand/combined.csv`` names as shared are added.

    Raises
    ------
    ValueError
        When a hand row meets no output.
    """
    found: dict[tuple[str, str, str], set[str]] = {}
    for output in outputs:
        for word in output["source_detail"].split("; "):
            found.setdefault((word, output["mineral"], output["stage"]), set()).add(output["facility_id"])
    for output in outputs:
        printed = [word for word in output["combined_with"].split("; ") if word]
        if not printed:
            continue
        named: set[str] = set()
        for word in printed:
            named |= found.get((word, output["mineral"], output["stage"]), set())
        output["combined_with"] = "; ".join(sorted(named - {output["facility_id"]}))
        lost = [word for word in printed if (word, output["mineral"], output["stage"]) not in found]
        if lost:
            output["notes"] += f"; {', '.join(lost)} is no facility of this mineral and stage here"
    for rule in hand_tables.hand("combined"):
        met = [
            output
            for output in outputs
            if output["facility_id"] == rule["facility_id"] and output["mineral"] == rule["mineral"]
        ]
        if not met:
            raise ValueError(f"hand/combined.csv: no output {rule['facility_id']} {rule['mineral']}.")
        for output in met:
            output["combined_with"] = rule["combined_with"]
