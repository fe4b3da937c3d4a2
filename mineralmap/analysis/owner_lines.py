"""Who owns one facility, told as lines: each path of holders from the facility up to where tracing stops."""

import math

from mineralmap.analysis.chains import ROUNDING, Chains, chains
from mineralmap.analysis.results import OwnerLine
from mineralmap.datasets.dataset import Dataset

NOT_KNOWN = "not known"
PUBLISHED, PRESUMED, UNPUBLISHED = "published", "presumed", "unknown"


def owners_of(dataset: Dataset, facility_id: str) -> list[OwnerLine]:
    """The owners of a facility, largest first; the parts that are known and the line "not known" add up to 1.

    Holders that a source names without a figure, and to whom nothing may be presumed, stand with a share of nan; their
    part is inside "not known". A facility without any stake gives one line, "not known".
    """
    made = chains(dataset)
    lines: list[OwnerLine] = []
    _climb(dataset, made, facility_id, 1.0, PUBLISHED, (), (facility_id,), (), "", lines)
    known = math.fsum(line.share for line in lines if not math.isnan(line.share))
    if known < 1.0 - ROUNDING:
        lines.append(OwnerLine(NOT_KNOWN, "", 1.0 - known, UNPUBLISHED, (), False, (), ""))
    return sorted(lines, key=lambda line: (line.owner == NOT_KNOWN, -1.0 if math.isnan(line.share) else -line.share))


def _climb(
    dataset: Dataset,
    made: Chains,
    entity: str,
    share: float,
    grade: str,
    path: tuple[str, ...],
    chain: tuple[str, ...],
    sources: tuple[str, ...],
    as_of: str,
    lines: list[OwnerLine],
) -> None:
    """Follow the holders of one entity, of which ``share`` of the facility is told, and add a line at each end."""
    linked = {link.row for link in made.holders.get(entity, ())}
    for link in made.holders.get(entity, ()):
        if link.owner in chain:
            continue
        source, since = _told(dataset, link.row)
        part = share * link.weight
        step = f"{_name(dataset, link.owner)} {_percent(link.weight)}" + (" (presumed)" if link.presumed else "")
        steps, climbed = (*path, step), (*chain, link.owner)
        read = tuple(dict.fromkeys((*sources, *filter(None, source.split("; ")))))
        when = as_of or since
        graded = PRESUMED if link.presumed or grade == PRESUMED else PUBLISHED
        if link.owner in made.traced:
            _climb(dataset, made, link.owner, part, graded, steps, climbed, read, when, lines)
            part *= made.kept.get(link.owner, 0.0)
        if part > ROUNDING:
            lines.append(_line(dataset, made, link.owner, part, graded, steps, climbed, read, when))
    if entity in made.traced and entity in made.kept:
        return
    for number in made.silent.get(entity, ()):
        if number not in linked:
            source, since = _told(dataset, number)
            owner = str(dataset.stakes["owner_id"].iat[number - 2])
            named = tuple(filter(None, source.split("; ")))
            step = f"{_name(dataset, owner)} (no figure)"
            steps, climbed = (*path, step), (*chain, owner)
            lines.append(_line(dataset, made, owner, math.nan, UNPUBLISHED, steps, climbed, named, since))


def _told(dataset: Dataset, row: int) -> tuple[str, str]:
    """Who says so, and as of when, in a row of stakes.csv."""
    return str(dataset.stakes["source_id"].iat[row - 2]), str(dataset.stakes["as_of"].iat[row - 2])


def _line(
    dataset: Dataset,
    made: Chains,
    owner: str,
    share: float,
    grade: str,
    path: tuple[str, ...],
    chain: tuple[str, ...],
    sources: tuple[str, ...],
    as_of: str,
) -> OwnerLine:
    known = owner in dataset.companies.index
    state = bool(dataset.companies.at[owner, "state_owned"]) if known else False
    return OwnerLine(
        owner=_name(dataset, owner),
        owner_iso3=made.nation.get(owner, ""),
        share=share,
        grade=grade,
        path=path,
        state_owned=state,
        sources=sources,
        as_of=as_of,
        chain=chain,
    )


def _name(dataset: Dataset, company: str) -> str:
    return str(dataset.companies.at[company, "name"]) if company in dataset.companies.index else company


def _percent(part: float) -> str:
    return f"{100 * part:.4g} %"
