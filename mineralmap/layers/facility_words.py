"""Everything a page tells of one facility, as plain lines: who owns it, what it makes and made, who says so."""

import math
from functools import lru_cache

from mineralmap.analysis.owner_lines import NOT_KNOWN, owners_of
from mineralmap.analysis.results import OwnerLine, Results
from mineralmap.datasets.dataset import Dataset
from mineralmap.layers.symbology import percent_text


def details(dataset: Dataset, results: Results, facility_id: str) -> str:
    """Owners with stakes and countries, figures with their years as published, sources; "" for an unknown id."""
    if facility_id not in dataset.facilities.index:
        return ""
    source, file = (str(dataset.facilities.at[facility_id, name]) for name in ("source_id", "dataset"))
    owners = owners_of(dataset, facility_id)
    figures = _figures(dataset, results.scenario.mineral).get(facility_id, [])
    named = [source, *(str(one["source_id"]) for one in figures), *(s for line in owners for s in line.sources)]
    ids = dict.fromkeys(one for cell in named for one in cell.split("; ") if one)
    lines = ["Owners: " + "; ".join(_owners(owners))]
    lines += [_figure(figure) for figure in figures]
    if file:
        lines.append(f"From the file {file}")
    lines.append("Sources: " + "; ".join(_source(dataset, one) for one in ids))
    return "\n".join(lines)


@lru_cache(maxsize=4)
def _figures(dataset: Dataset, mineral: str) -> dict[str, list[dict]]:
    """The rows of outputs.csv of a mineral by facility: a page asks for those of each one."""
    found: dict[str, list[dict]] = {}
    for row in dataset.outputs[dataset.outputs["mineral"] == mineral].to_dict("records"):
        found.setdefault(row["facility_id"], []).append(row)
    return found


def _owners(lines: list[OwnerLine]) -> list[str]:
    """Each owner with its stake; what is presumed is known for a nation only, so its owners share one figure."""
    said: dict[str, list[OwnerLine]] = {}
    for line in lines:
        together = (
            f"presumed {line.owner_iso3}" if line.grade == "presumed" and line.owner_iso3 else "; ".join(line.path)
        )
        said.setdefault(together or line.owner, []).append(line)
    return [_owner(group) for group in said.values()]


def _owner(group: list[OwnerLine]) -> str:
    first, share = group[0], math.fsum(line.share for line in group)
    if first.owner == NOT_KNOWN:
        return f"not known {percent_text(share)}"
    names = ", ".join(dict.fromkeys(line.owner for line in group))
    nation = f" ({first.owner_iso3})" if first.owner_iso3 else ""
    stake = "share not published" if math.isnan(share) else percent_text(share)
    together = "together " if len(group) > 1 else ""
    return f"{names}{nation} {together}{stake}" + (", presumed" if first.grade == "presumed" else "")


def _figure(row: dict) -> str:
    said = []
    for kind in ("capacity", "production"):
        if math.isfinite(row[kind]):
            year = f" ({row[f'{kind}_year']:.0f})" if math.isfinite(row[f"{kind}_year"]) else ""
            contained = row[f"{kind}_t"]
            held = f", {contained:,.0f} t contained" if math.isfinite(contained) and contained != row[kind] else ""
            said.append(f"{kind} {row[kind]:,.10g} {row['unit']}{held}{year}")
    derived = ", derived from another row of the site" if row["derived"] else ""
    return f"{row['form'] or 'Product'}: {'; '.join(said) or 'no figure published'}{derived}"


def _source(dataset: Dataset, source_id: str) -> str:
    if source_id not in dataset.sources.index:
        return source_id
    publisher, title, year = (str(dataset.sources.at[source_id, name]) for name in ("publisher", "title", "year"))
    words = (title if publisher in ("", "none") else publisher, year)
    return ", ".join(word for word in words if word.strip())
