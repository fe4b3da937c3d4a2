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

    Compounds go by chemistry ("LiOH" is the monohydrate of trade), other forms by the id or name of a row of
    ``factors``; a name up to its first comma is enough where it is the only one ("Nickel pig iron" of two countries
    is not).
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
    own = _forms(mineral, factors)
    exact = [str(one) for one, name in own.items() if word in {match.key(str(one)), match.key(name)}]
    short = [str(one) for one, name in own.items() if word == match.key(name.split(",")[0])]
    found = exact or short
    if len(found) != 1:
        return None
    form_class = "concentrate" if "concentrate" in own[found[0]].casefold() else "product"
    value = factors["value"].to_numpy(float)[factors.index.get_loc(found[0])]
    return Factor(float(value), form_class, found[0])


def _forms(mineral: str, factors: pd.DataFrame) -> pd.Series:
    """Names of the factors of a mineral that belong to a form, by id: recoveries and mixtures of one plant do not."""
    names = factors.loc[factors["mineral"] == mineral, "name"]
    return names[~names.index.str.contains("_per_|_to_|_mix_")]


def known_forms(mineral: str, factors: pd.DataFrame) -> list[str]:
    """The words that ``factor`` surely understands for a mineral, for a hint."""
    return ["contained", *sorted(_ELEMENT_FORMS.get(mineral, ())), *map(str, _forms(mineral, factors).index)]


def unit_and_form(unit: str, form: str) -> tuple[str | None, str]:
    """Unit (of ``TONNES``) and form; a form written behind the unit ("t LCE") is used when the form is empty."""
    found = match.unit(unit)
    if found is None and (both := _UNIT_AND_FORM.match(unit.strip())):
        return match.unit(both[1]), form or both[2]
    return found, form


def tonnes(amount: float, unit: str) -> float:
    """An amount in one of the units of ``TONNES``, in tonnes."""
    return amount * TONNES[unit]
