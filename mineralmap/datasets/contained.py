"""From a user's capacity, unit and form to contained tonnes, by chemistry or by a named factor of ``factors``."""

import re
from dataclasses import dataclass

import pandas as pd

from mineralmap.datasets import aliases, match
from mineralmap.model.units import CONTAINED_PER_TONNE, TONNES

_ELEMENT_FORMS = {
    "lithium": {"Li", "Li2CO3", "LCE", "LiOH.H2O", "LiOH", "Li2O", "LiCl"},
    "cobalt": {"Co", "Co(OH)2", "Co3O4", "CoSO4.7H2O"},
    "nickel": {"Ni", "NiSO4.6H2O"},
    "rare_earths": {"REO"},
    "graphite": {"C"},
}
_CLASSES = {"Li2CO3": "Li2CO3", "LCE": "LCE", "LiOH.H2O": "LiOH", "LiOH": "LiOH", "LiCl": "LiCl", "REO": "REO"}
_UNIT_AND_FORM = re.compile(r"^(kt|Mt|t|kg|lbs?)\s+(?:of\s+)?(\D.*)$")


@dataclass(frozen=True, slots=True)
class Factor:
    """Contained tonnes in one tonne of a form: its value, the class of form and the id of the factor ("" if none)."""

    value: float
    form_class: str
    factor_id: str


def factor(mineral: str, form: str, minerals: pd.DataFrame, factors: pd.DataFrame) -> Factor | None:
    """The factor of a form of a mineral; no form counts as contained. ``None`` when the form is not known.

    A name or id of ``factors`` wins over the table of compounds, so that what is shipped and edited there is used.
    "LiOH" is the monohydrate of trade.
    """
    word = match.key(form)
    if not word or word in {match.key(spoken) for spoken in ("contained", *aliases.FORMS["contained"].split(","))}:
        return Factor(1.0, "contained", "")
    name, symbol = str(minerals.at[mineral, "name"]), str(minerals.at[mineral, "symbol"])
    metal = {match.key(spoken) for spoken in aliases.METAL_WORDS.format(name, symbol).split(",")}
    if word in metal and mineral != "rare_earths":
        return Factor(1.0, "contained", "")
    compounds = {match.key(compound): compound for compound in CONTAINED_PER_TONNE} | {
        match.key(spoken): ours for ours, words in aliases.FORMS.items() for spoken in words.split(",")
    }
    compound = "LiOH.H2O" if compounds.get(word) == "LiOH" else compounds.get(word, "")
    if compound in _ELEMENT_FORMS.get(mineral, ()):
        return Factor(CONTAINED_PER_TONNE[compound], _CLASSES.get(compound, "contained"), "")
    own = factors[factors["mineral"] == mineral]
    for factor_id, row in own.iterrows():
        spoken = {match.key(str(factor_id)), match.key(str(row["name"])), match.key(str(row["name"]).split(",")[0])}
        if word in spoken:
            return Factor(
                float(row["value"]), "concentrate" if "concentrate" in str(factor_id) else "product", str(factor_id)
            )
    return None


def known_forms(mineral: str, factors: pd.DataFrame) -> list[str]:
    """The words that ``factor`` surely understands for a mineral, for a hint."""
    named = factors[factors["mineral"] == mineral].index
    return ["contained", *sorted(_ELEMENT_FORMS.get(mineral, ())), *map(str, named)]


def unit_and_form(unit: str, form: str) -> tuple[str | None, str]:
    """Unit (of ``TONNES``) and form; a form written behind the unit ("t LCE") is used when the form is empty."""
    found = match.unit(unit)
    if found is None and (both := _UNIT_AND_FORM.match(unit.strip())):
        return match.unit(both[1]), form or both[2]
    return found, form


def tonnes(amount: float, unit: str) -> float:
    """An amount in one of the units of ``TONNES``, in tonnes."""
    return amount * TONNES[unit]
