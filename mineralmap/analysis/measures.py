"""Measures on exports in force: which flows they cut by default, and which can be switched in (``control:<id>``).

A measure takes a part of what its country sends to its targets, in the leg that its words speak of: ore, raw material
and concentrate leave as feed, oxides, metals, magnets and anode material as products; where it names none, both. By
default bans on ore, and bans of a buyer on imports from a country, cut all while they are in force (assumption of ours:
licences and quotas are not counted as a cut, since no source tells by how much; a year in which a ban begins counts in
full). An import ban stands with the country whose exports it stops.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import Scenario

FAMILY = "control:"
FEED = re.compile(r"\bores?\b|\braw\b|concentrate|unprocessed|unbeneficiated|flake|\bmattes?\b")
PRODUCT = re.compile(r"anode|magnet|alloy|oxide|\bmetals?\b|synthetic")
GOODS = re.compile(r"\b(ban|suspension|quota|licen[cs]e|permit|restriction|stop|disruption)\b")
OTHER_THINGS = re.compile(r"must report|panel|ban on export of [\w ]*technology")
BAN = re.compile(r"\b(ban|suspension)\b")
IMPORT = re.compile(r"\bimports?\b")
BEYOND_ORE = re.compile(r"concentrate")
EVERYWHERE = ("all destinations", "third countries", "")


@dataclass(frozen=True, slots=True)
class Measure:
    """One export measure. ``part`` (0-1) of the flow is cut; ``targets`` is None for all destinations."""

    control_id: str
    words: str
    exporters: frozenset[str]
    who: str
    targets: frozenset[str] | None
    legs: frozenset[str]
    ore_only: bool
    """Ore stays, what is made of it may leave."""
    part: float
    by_user: bool


@lru_cache(maxsize=64)
def measures(dataset: Dataset, scenario: Scenario, year: int) -> tuple[Measure, ...]:
    """Every measure on the scenario's mineral that bears on goods, with the part that it cuts in a year.

    Raises
    ------
    InvalidArgument
        When the scenario sets a measure that bears on no flow.
    """
    said = {key[len(FAMILY) :]: value for key, value in scenario.assumptions if key.startswith(FAMILY)}
    found = []
    for row in dataset.export_controls.itertuples():
        words, control = str(row.measure).lower(), str(row.control_id)
        if not GOODS.search(words) or OTHER_THINGS.search(words):
            if control in said:
                raise InvalidArgument(f"{control} bears on no flow of goods: {row.measure}.")
            continue
        if scenario.mineral not in re.split(r"\s*;\s*", str(row.mineral)):
            continue
        feed, product = bool(FEED.search(words)), bool(PRODUCT.search(words))
        everywhere = str(row.targets) in EVERYWHERE
        targets = None if everywhere else dataset.partner_members(frozenset(re.split(r"\s*[;,]\s*", str(row.targets))))
        begins = re.match(r"\d{4}", str(row.effective))
        in_force = str(row.status).startswith("in force") and begins is not None and int(begins.group()) <= year
        by_default = float(in_force and bool(BAN.search(words)) and (feed or bool(IMPORT.search(words))))
        found.append(
            Measure(
                control_id=control,
                words=str(row.measure),
                exporters=dataset.partner_members(frozenset({str(row.iso3)})),
                who=dataset.country_name(str(row.iso3)),
                targets=targets,
                legs=frozenset(
                    leg for leg, on in (("feed", feed or not product), ("product", product or not feed)) if on
                ),
                ore_only=everywhere and feed and not product and not BEYOND_ORE.search(words),
                part=said.get(control, by_default),
                by_user=control in said,
            )
        )
    return tuple(found)


def in_leg(dataset: Dataset, scenario: Scenario, year: int, leg: str) -> list[Measure]:
    """The measures that cut anything of a leg."""
    return [one for one in measures(dataset, scenario, year) if one.part > 0 and leg in one.legs]
