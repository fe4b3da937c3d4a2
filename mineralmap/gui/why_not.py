"""Why a facility of the question is not in the sum, from what its weight rests on, as a clause."""

WHY_NOT = {
    "not operating": "it does not run",
    "in a combined figure": "one figure is published for it and others, and counted there",
    "no figure in the table's unit": "no figure in the unit of the national table is published",
    "output of the country withheld": "the output of its country is withheld",
    "country not named in the table": "the national table does not name its country",
    "no national table": "no table tells the output of this stage by country",
    "no bridge factor": "the national table counts something else, and no factor between them has a source",
}
NO_CAPACITY = "no capacity published"


def why_not(origin: str, unit: str, capacity: bool = False) -> str:
    """The clause; ``unit`` is that of the answer, ``capacity`` whether capacities are counted."""
    if origin.startswith("started "):
        return f"it began in {origin.removeprefix('started ')}, after the year asked for"
    if origin in ("no figure", NO_CAPACITY):
        return f"no {'capacity' if capacity or origin == NO_CAPACITY else 'figure'} in {unit} is published"
    return WHY_NOT.get(origin, origin or "nothing of it is known")
