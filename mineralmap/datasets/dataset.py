"""The checked tables, all of them, as one read-only value that analysis and layers work on."""

from dataclasses import dataclass, field
from functools import lru_cache

import geopandas as gpd
import pandas as pd

from mineralmap.errors import Problem
from mineralmap.model.project import Correction


@dataclass(frozen=True, eq=False)
class Dataset:
    """Every fact the program works with. Tables are read, never changed; a changed data set is a new value.

    Columns and units of each table are those of ``data/schema/<table>.csv``. Text columns hold "" for unknown,
    number columns NaN, flags bool. ``facilities`` is a GeoDataFrame in EPSG:4326 (a row without coordinates has an
    empty point) indexed by ``facility_id`` with a column ``dataset`` ("" for the shipped rows, else the user's
    file); ``companies``, ``minerals``, ``chokepoints`` (GeoDataFrame, geometry is the gate line), ``ports``,
    ``sources``, ``cargoes`` and ``vessels`` are indexed by their ids; the others have a plain index.
    """

    key: str
    """Hash of the content: two data sets with one key give the same results."""
    minerals: pd.DataFrame
    facilities: gpd.GeoDataFrame
    outputs: pd.DataFrame
    companies: pd.DataFrame
    stakes: pd.DataFrame
    ports: pd.DataFrame
    chokepoints: gpd.GeoDataFrame
    corridors: pd.DataFrame
    national_tables: pd.DataFrame
    national_production: pd.DataFrame
    demand: pd.DataFrame
    partners: pd.DataFrame
    export_controls: pd.DataFrame
    benchmarks: pd.DataFrame
    sources: pd.DataFrame
    corrections: pd.DataFrame
    factors: pd.DataFrame
    countries: pd.DataFrame
    offtakes: pd.DataFrame
    utilisation: pd.DataFrame
    second_sources: pd.DataFrame
    rereadings: pd.DataFrame
    reliance: pd.DataFrame
    import_sources: pd.DataFrame
    cargoes: pd.DataFrame
    consumers: pd.DataFrame
    consumer_ports: pd.DataFrame
    known_flows: pd.DataFrame
    calibration: pd.DataFrame
    vessels: pd.DataFrame
    gate_limits: pd.DataFrame
    facility_ports: pd.DataFrame
    problems: tuple[Problem, ...] = field(default=())
    corrected: tuple[Correction, ...] = field(default=())
    """The user's corrections that stand in these tables; see ``datasets.corrections``."""

    def partner_members(self, partners: frozenset[str]) -> frozenset[str]:
        """The ISO 3166-1 alpha-3 codes of all members of the named partner groups.

        A name that is no group is taken as a country's own code.
        """
        return _members(self, partners)

    def country_name(self, iso3: str) -> str:
        """English short name of a country; the code itself where the table has none."""
        return self.country_names.get(iso3, iso3)

    @property
    def country_names(self) -> dict[str, str]:
        """English short names of countries by their codes; read it, do not change it."""
        return _names(self)


@lru_cache(maxsize=64)
def _members(dataset: Dataset, partners: frozenset[str]) -> frozenset[str]:
    groups = _groups(dataset)
    return frozenset(iso3 for name in partners for iso3 in groups.get(name, (name,)))


@lru_cache(maxsize=8)
def _names(dataset: Dataset) -> dict[str, str]:
    return dict(zip(dataset.countries.index.tolist(), map(str, dataset.countries["name"].tolist()), strict=True))


@lru_cache(maxsize=8)
def _groups(dataset: Dataset) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, iso3 in zip(dataset.partners["partner_id"], dataset.partners["iso3"], strict=True):
        found.setdefault(name, []).append(iso3)
    return found
