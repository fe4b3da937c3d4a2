"""The stage of each source row, decided by the form it prints (hand tables ``stages`` and ``stage_exceptions``)."""

import re

import hand_tables
from hand_tables import Row
from source_rows import meets


def give_stages(rows: list[Row]) -> None:
    """Write ``our_stage`` into every row.

    An exception for the one facility goes first; of the rules the first that meets commodity, source stage and form
    counts.

    Raises
    ------
    ValueError
        When no rule meets a row.
    """
    exceptions = hand_tables.hand("stage_exceptions")
    rules = hand_tables.hand("stages")
    for row in rows:
        row["our_stage"] = _stage(row, exceptions, rules)


def _stage(row: Row, exceptions: list[Row], rules: list[Row]) -> str:
    for rule in exceptions:
        if meets(rule, row):
            return rule["stage"]
    for rule in rules:
        if meets(rule, row) and re.search(rule["form_pattern"], row["form"]):
            return rule["stage"]
    raise ValueError(f"No stage for {row['facility_id']} ({row['commodity']}, {row['stage']}, {row['form']}).")
