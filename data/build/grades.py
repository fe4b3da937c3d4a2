"""Of what year a fact is, by its sources, and how far it can be trusted."""

import re
from functools import cache

import hand_tables
from hand_tables import Row

PRINTED = {
    "usgs-afr-gis": "2018",
    "usgs-indopac-gis": "2022",
    "grondstoffen-atlas-2026": "2026",
    "nrcan-2026": "2026",
    "jasansky-2023": "2020",
}
"""Years of the sources whose id does not end with the year of the fact."""
PRINTED_OF = {("usgs-afr-gis", "ZMB"): "2017"}
"""Countries for which a source prints another year than for the others."""
STALE = "2018"
"""Facts of this year and older have low confidence, whatever the source."""
OFFICIAL_FROM = "2023"
NO_SOURCE = {"general-knowledge", "own-assumption", "own-derivation"}
PLACES_ONLY = {"busch-2025", "icmm-2025"}
"""Sources that tell where a facility lies and not who owns it."""


@cache
def _years() -> dict[str, str]:
    return {row["source_id"]: row["year"] for row in hand_tables.hand("sources")}


def year_of(source_ids: str) -> str:
    """The newest year that the sources of a fact tell of; "" where none tells one."""
    return max((_year(one) for one in source_ids.split("; ")), default="")


def year_of_owners(source_ids: str, iso3: str = "") -> str:
    """The year of the source that prints the owners: the yearbook where one is named, else the newest."""
    if (source_ids, iso3) in PRINTED_OF:
        return PRINTED_OF[source_ids, iso3]
    chapter = re.search(r"usgs-myb-(\d{4})", source_ids)
    if chapter:
        return chapter[1]
    return year_of("; ".join(one for one in source_ids.split("; ") if one not in PLACES_ONLY))


def _year(source_id: str) -> str:
    if source_id in PRINTED:
        return PRINTED[source_id]
    chapter = re.match(r"usgs-myb-(\d{4})-", source_id)
    if chapter:
        return chapter[1]
    told = re.findall(r"\b(?:19|20)\d\d\b", _years().get(source_id, "") or source_id.replace("-", " "))
    return max(told, default="")


def of_stake(stake: Row) -> str:
    """high, medium or low, by the rule of ``schema/stakes.csv``."""
    sources = set(stake["source_id"].split("; ")) - NO_SOURCE - PLACES_ONLY
    year = (re.findall(r"\b(?:19|20)\d\d\b", stake["as_of"]) or [""])[-1]
    if not sources or (year and year <= STALE):
        return "low"
    official = any(one.startswith("usgs-") for one in sources) and year >= OFFICIAL_FROM
    return "high" if len(sources) > 1 or official else "medium"
