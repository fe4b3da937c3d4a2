"""Published figures and the contained tonnes made of them with named factors; rows derived from another stage."""

import re

import combined
import hand_tables
from hand_tables import Row, as_text, number
from source_rows import meets

MEASURES = {
    "contained metal": "contained",
    "LCE": "LCE",
    "Li2CO3, gross": "Li2CO3",
    "LiOH, gross": "LiOH",
    "lithium chemicals, gross": "lithium chemicals",
    "concentrate, gross": "concentrate",
    "ore, gross": "ore",
    "REO": "REO",
    "NdPr oxide": "NdPr oxide",
    "product, gross": "product",
    "not stated": "not stated",
}
"""The source's class of form → ours."""


def factor_table() -> list[Row]:
    """Every named factor: the hand table, and one ``<mineral>_contained`` of 1 for each mineral."""
    rows = hand_tables.hand("factors")
    for mineral in hand_tables.hand("minerals"):
        rows.append(
            {
                "factor_id": f"{mineral['mineral']}_contained",
                "mineral": mineral["mineral"],
                "name": f"{mineral['unit'].removeprefix('t ')} as published",
                "value": "1",
                "kind": "chemistry",
                "source_id": "own-derivation",
                "note": "the figure is published as contained tonnes",
            }
        )
    return rows


STALE = 2018
"""Figures of this year and older have low confidence, whatever the source's grade."""


class Outputs:
    """Makes rows of ``outputs.csv`` from source rows, one for each figure that counts one form."""

    def __init__(self, factors: list[Row]) -> None:
        self._factors = {row["factor_id"]: float(row["value"]) for row in factors}
        self._minerals = {row["source_word"]: row["mineral"] for row in hand_tables.hand("minerals")}
        self._classes = hand_tables.hand("form_classes")
        self._rules = hand_tables.hand("contained")
        self._no_tonnes = hand_tables.hand("no_tonnes")
        self._production_forms = hand_tables.hand("production_forms")

    def of_row(self, row: Row) -> list[Row]:
        """The output rows of a source row: one, or two where output and capacity count different forms."""
        first = self._output(row, self._form_class(row), row["form"], row["capacity_tpa"], row["production_t"])
        for rule in self._production_forms:
            if meets(rule, row):
                first = self._output(row, self._form_class(row), row["form"], row["capacity_tpa"], "")
                second = self._output(row, rule["form_class"], rule["form"], "", row["production_t"])
                second["notes"] = rule["reason"]
                return [first, second]
        return [first]

    def added(self, rule: Row, row: Row) -> Row:
        """An output row that stands in the hand table ``added``; ``row`` is a source row of the same site."""
        made = {
            **row,
            "commodity": rule["source_word"],
            "stage": rule["source_stage"],
            "form": rule["form"],
            "capacity_basis": rule["basis"],
            "production_year": rule["production_year"],
            "source_id": rule["source_id"],
            "notes": rule["reason"],
        }
        return self._output(made, rule["form_class"], rule["form"], rule["capacity"], rule["production"])

    def derived(self, rule: Row, origin: Row) -> Row:
        """A row of another stage, made from the contained tonnes of ``origin`` with a named recovery."""
        factor = self._factors[rule["factor_id"]]
        capacity, production = number(origin["capacity_t"]), number(origin["production_t"])
        return {
            **origin,
            "form": rule["form"],
            "form_class": "contained",
            "capacity": as_text(capacity),
            "production": as_text(production),
            "unit": "t",
            "figure_basis": f"derived from {rule['from_facility_id']} ({rule['from_stage']})",
            "factor_id": rule["factor_id"],
            "factor": as_text(factor),
            "capacity_t": as_text(None if capacity is None else capacity * factor),
            "production_t": as_text(None if production is None else production * factor),
            "derived": "yes",
            "combined_with": "",
            "source_id": f"{origin['source_id']}; own-derivation",
            "notes": rule["reason"],
        }

    def _form_class(self, row: Row) -> str:
        for rule in self._classes:
            if rule["facility_id"] and meets(rule, row):
                return rule["form_class"]
        if row["capacity_measure"]:
            return MEASURES[row["capacity_measure"]]
        for rule in self._classes:
            if not rule["facility_id"] and meets(rule, row) and re.search(rule["form_pattern"], row["form"]):
                return rule["form_class"]
        return "not stated"

    def _factor_id(self, row: Row, form_class: str, form: str) -> str:
        if any(meets(rule, row) for rule in self._no_tonnes):
            return ""
        if form_class == "contained":
            return f"{self._minerals[row['commodity']]}_contained"
        for rule in self._rules:
            if meets(rule, row) and rule["form_class"] == form_class and re.search(rule["form_pattern"], form):
                return rule["factor_id"]
        return ""

    def _output(self, row: Row, form_class: str, form: str, capacity: str, production: str) -> Row:
        factor_id = self._factor_id(row, form_class, form) if capacity or production else ""
        factor = self._factors[factor_id] if factor_id else None
        notes = [row["notes"]] if row["notes"] else []
        notes += [f"no contained tonnes: {rule['reason']}" for rule in self._no_tonnes if meets(rule, row)]
        return {
            "mineral": self._minerals[row["commodity"]],
            "form": form or "not stated",
            "form_class": form_class,
            "capacity": capacity,
            "production": production,
            "unit": "t",
            "capacity_year": _year(row["capacity_basis"]) if capacity else "",
            "production_year": _year(row["production_year"]) if production else "",
            "figure_basis": _basis(row["capacity_basis"]) if capacity else ("output of the year" if production else ""),
            "factor_id": factor_id,
            "factor": as_text(factor),
            "capacity_t": as_text(float(capacity) * factor) if capacity and factor is not None else "",
            "production_t": as_text(float(production) * factor) if production and factor is not None else "",
            "derived": "no",
            "combined_with": combined.printed_ids(row["notes"]),
            "confidence": _confidence(row, capacity, production),
            "source_id": row["source_id"],
            "source_detail": row["source_detail"],
            "notes": "; ".join(notes),
        }


def _year(text: str) -> str:
    """The last year named in a text such as "USGS GIS data year 2021-22": "2022"; "" where none is."""
    found = re.search(r"(20\d\d)-(\d\d)\b", text)
    if found:
        return f"20{found[2]}"
    years = re.findall(r"\b(?:19|20)\d\d\b", text)
    return years[-1] if years else ""


def _basis(text: str) -> str:
    """What the source calls its figure, and that it prints no year where it prints none."""
    return text if _year(text) else "; ".join(part for part in (text, "no year printed") if part)


def _confidence(row: Row, capacity: str, production: str) -> str:
    """The source's grade; low where the newest figure is of STALE or before."""
    years = [_year(row["capacity_basis"])] if capacity else []
    years += [_year(row["production_year"])] if production else []
    known = [int(year) for year in years if year]
    return "low" if known and max(known) <= STALE else row["confidence"]
