"""Tonnes that are typed into a form: what is accepted, what is in doubt, and how a row told them until now.

The program writes commas between thousands and a point before decimals; so does whoever types. What follows another
custom could be a thousandth of what is meant: it is refused, with how to write it.
"""

import re
from dataclasses import dataclass

from mineralmap.gui.words import GAP

AMOUNTS = {"capacity": " a year", "production": ""}
"""Columns of tonnes, with what follows the unit."""
_GROUPS = re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
_NOTHING_BEHIND = re.compile(r"[1-9]\d{0,2}\.000")


def without_groups(text: str) -> str:
    """Typed tonnes without the commas and spaces between thousands; all else as it was typed."""
    from mineralmap.datasets.values import clean, without_spaces

    plain = without_spaces(clean(text))
    return plain.replace(",", "") if _GROUPS.fullmatch(plain) else plain


def doubt(text: str) -> str:
    """Why typed tonnes are in doubt, and how to write them; "" where they are not."""
    plain = without_groups(text)
    if _NOTHING_BEHIND.fullmatch(plain):
        whole = plain.partition(".")[0]
        return f"“{text}” may mean {whole} or {whole},000. Write {whole} or {whole}000."
    if "," not in plain:
        return ""
    point = plain.replace(".", "").replace(",", ".") if plain.count(",") == 1 else ""
    how = f", as in {point}" if point and re.fullmatch(r"\d+\.\d+", point) else ", as in 1,234.5"
    return f"“{text}” can be read in two ways. Write a point before decimals{how}, and commas only between thousands."


@dataclass(frozen=True, slots=True)
class Shipped:
    """What a row says of an amount before anybody corrects it."""

    value: str = ""
    year: str = ""
    kind: str = ""
    other_year: str = ""
    """The year of the row's other figure."""

    def words(self, column: str, unit: str) -> str:
        """ "It was 8,500 t a year, of 2023, company report", and that the other figure is of another year."""
        if not self.value:
            return "No figure until now."
        parts = [f"It was {written(self.value, column, unit)}", f"of {self.year}" if self.year else "no year told"]
        said = ", ".join([*parts, *([self.kind] if self.kind else [])]) + "."
        if self.year and self.other_year and self.year != self.other_year:
            other = "output" if column == "capacity" else "capacity"
            said += f" The {other} is of another year, {self.other_year}."
        return said


def digits(value: str) -> str:
    """A number with commas between thousands; "" for what is none."""
    try:
        return f"{float(value):,.10f}".rstrip("0").rstrip(".")
    except ValueError:
        return ""


def written(value: str, column: str, unit: str) -> str:
    """An amount as the program writes it; "" for what is no number."""
    said = digits(value)
    return f"{said}{GAP}{unit}{AMOUNTS[column]}" if said else ""
