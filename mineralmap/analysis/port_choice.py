"""Ports and places named in words, and the user's choice of another port for a facility or a country."""

import difflib
import re
from typing import NamedTuple

from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import InvalidArgument

HINT = 'Write PLACE=PORT: reason, such as "COD=TZDAR: by road to Dar es Salaam".'

CODE_LIKE = re.compile(r"[A-Z]{2}[A-Z0-9]{2,4}")
"""What may be a UN/LOCODE with a letter too few or too many."""


class Choice(NamedTuple):
    """The port that a place is to use, and why, in the user's words ("" when nothing was said)."""

    port_id: str
    reason: str


def chosen_ports(dataset: Dataset, words: tuple[str, ...]) -> dict[str, Choice]:
    """Facility ids and ISO 3166-1 alpha-3 codes, each with the port chosen for it; the last word on a place counts.

    Parameters
    ----------
    words
        "COD-kisanfu=TZDAR: reason" or "COD=TZDAR: reason"; the reason may be left out.

    Raises
    ------
    InvalidArgument
        For words that choose nothing, or a facility, country or port that is not known, with the nearest that is.
    """
    found: dict[str, Choice] = {}
    for said in words:
        place, equals, rest = said.partition("=")
        port, _, reason = rest.partition(":")
        if not equals or not place.strip() or not port.strip():
            raise InvalidArgument(f"{said!r} chooses no port.", HINT)
        found[_place(dataset, place.strip())] = Choice(find_port(dataset, port), " ".join(reason.split()))
    return found


def with_choice(words: tuple[str, ...], place: str, port: str, reason: str) -> tuple[str, ...]:
    """The words with another port for a place (a facility's id or a country's code); what was said of it goes."""
    reason = " ".join(reason.split())
    return (*without_choice(words, place), f"{place}={port}: {reason}" if reason else f"{place}={port}")


def without_choice(words: tuple[str, ...], place: str) -> tuple[str, ...]:
    """The words without what is said of a place."""
    return tuple(word for word in words if word.partition("=")[0].strip().casefold() != place.casefold())


def find_port(dataset: Dataset, word: str) -> str:
    """The id of a listed port from its UN/LOCODE (any case, with or without a space) or its name.

    Raises
    ------
    InvalidArgument
        With the nearest that is listed.
    """
    code = re.sub(r"\s+", "", word).upper()
    ids = list(map(str, dataset.ports.index))
    if code in ids:
        return code
    names = {str(name).casefold(): str(port) for port, name in dataset.ports["name"].items()}
    if word.strip().casefold() in names:
        return names[word.strip().casefold()]
    raise InvalidArgument(f"There is no port {word.strip()!r}.", near_port(dataset, word))


def near_port(dataset: Dataset, word: str) -> str:
    """A hint with the listed ports nearest to a word, or where ports are listed."""
    code, name = re.sub(r"\s+", "", word).upper(), word.strip().casefold()
    names = {str(one).casefold(): str(port) for port, one in dataset.ports["name"].items()}
    near = [names[one] for one in difflib.get_close_matches(name, names, n=2, cutoff=0.75)]
    if CODE_LIKE.fullmatch(code):
        at_home = [str(port) for port in dataset.ports.index if str(port).startswith(code[:2])]
        near += difflib.get_close_matches(code, at_home, n=3, cutoff=0.6)
    if near:
        said = (f"{port} ({dataset.ports.at[port, 'name']})" for port in dict.fromkeys(near))
        return f"Near: {', '.join(said)}."
    return "Ports are named by their UN/LOCODE, such as AOLOB for Lobito; data/ports.csv lists them."


def _place(dataset: Dataset, word: str) -> str:
    if word in dataset.facilities.index:
        return word
    if word.upper() in dataset.countries.index:
        return word.upper()
    ids = {str(one).casefold(): str(one) for one in dataset.facilities.index}
    if word.casefold() in ids:
        return ids[word.casefold()]
    names = {str(name).casefold(): str(iso3) for iso3, name in dataset.countries["name"].items()}
    names |= {str(name).casefold(): str(one) for one, name in dataset.facilities["name"].items()}
    near = difflib.get_close_matches(word.casefold(), [*ids, *names], n=2, cutoff=0.6)
    meant = ", ".join(dict.fromkeys(ids.get(one) or names[one] for one in near))
    hint = f"Near: {meant}." if meant else "Name a facility by its id, or a country by its ISO 3166-1 alpha-3 code."
    raise InvalidArgument(f"There is no facility or country {word!r}.", hint)
