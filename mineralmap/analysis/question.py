"""What a scenario means on a data set: the partners' members, the names, the unit and the year of the answer."""

from functools import lru_cache

from mineralmap.analysis.national import COMMON_YEAR, National
from mineralmap.analysis.results import OTHER, UNKNOWN
from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import LATEST, Measure, Scenario


@lru_cache(maxsize=8)
def partner_groups(dataset: Dataset) -> dict[str, frozenset[str]]:
    """Partner ids in the order of their toggles, with their members."""
    table = dataset.partners.sort_values("order", kind="stable")
    return {str(name): frozenset(rows["iso3"]) for name, rows in table.groupby("partner_id", sort=False)}


@lru_cache(maxsize=64)
def members_of(dataset: Dataset, partners: frozenset[str]) -> frozenset[str]:
    """Countries of the named partners, of groups and of countries alike.

    Raises
    ------
    InvalidArgument
        For a name that is neither.
    """
    if strange := sorted(partners - _partners_known(dataset)):
        raise InvalidArgument(
            f"There is no partner {', '.join(strange)}.",
            f"Known are {', '.join(dict.fromkeys(dataset.partners['partner_id']))} and ISO 3166-1 alpha-3 codes.",
        )
    return dataset.partner_members(partners)


@lru_cache(maxsize=8)
def _partners_known(dataset: Dataset) -> frozenset[str]:
    """Every word that can be a partner: groups, and countries of any table."""
    return frozenset({*dataset.partners["partner_id"], *dataset.countries.index, *dataset.facilities["host_iso3"]})


@lru_cache(maxsize=8)
def names_of(dataset: Dataset) -> dict[str, str]:
    """Names of all suppliers: countries, and what is not one."""
    countries = {str(iso3): str(name) for iso3, name in dataset.countries["name"].items()}
    return {**countries, OTHER: "Other countries", UNKNOWN: "Owner not known"}


def unit_of(dataset: Dataset, scenario: Scenario, table: National | None) -> str:
    """Output is counted as its national table counts it, where that is not the facilities' own unit."""
    unit = str(dataset.minerals.at[scenario.mineral, "unit"])
    if (
        scenario.measure is Measure.OUTPUT
        and table is not None
        and (table.bridge_id or table.by_plant or not table.comparable)
    ):
        return f"t {table.counts.split(':')[0]}"
    return unit


def year_of(scenario: Scenario, table: National | None) -> int:
    """The year of the answer: the table's, else the one asked for."""
    if table is not None:
        return table.year
    return COMMON_YEAR if scenario.year == LATEST else scenario.year
