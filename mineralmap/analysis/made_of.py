"""The rows that make a number: suppliers, facilities, remainders of countries and demand, with what each one adds.

Every builder returns a table with the columns ``COLUMNS`` (and ``note`` where something must be said of a row); the
contributions add up to the number. Columns of numbers only: the cost is linear in rows, with no loop over facilities.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from mineralmap.analysis.compute import compute
from mineralmap.analysis.cuts import parse
from mineralmap.analysis.gaps import WORLD, demand_of, own_demand
from mineralmap.analysis.owner_cuts import owners_left
from mineralmap.analysis.question import members_of
from mineralmap.analysis.results import OTHER, UNKNOWN, Results
from mineralmap.analysis.without import Left
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Basis, Denominator, Measure, Scenario

COLUMNS = ["kind", "id", "tonnes", "part", "contribution"]
TINY = 1e-9
"""Parts of the denominator below this are rounding, not rows."""
REST = "output that no facility explains"
UNEXPLAINED = "known country"
"""How ``Results.missing`` begins the reason for output that no facility explains."""


class Whole(NamedTuple):
    """What a number is a part of, and the answer that its rows belong to."""

    tonnes: float
    source: str
    coverage: float
    answer: Results


def nothing() -> pd.DataFrame:
    """No rows: there is no answer, or nothing adds to it."""
    return table("", [], [], [], [])


def table(kind: Any, ids: Any, tonnes: Any, part: Any, contribution: Any, note: Any = "") -> pd.DataFrame:
    """Rows of one table; ``kind``, ``part``, ``contribution`` and ``note`` may be one value for all of them."""
    n = len(ids)
    return pd.DataFrame(
        {
            "kind": np.broadcast_to(np.asarray(kind, object), n),
            "id": np.asarray(ids, object),
            "tonnes": np.asarray(tonnes, float),
            "part": np.broadcast_to(np.asarray(part, float), n),
            "contribution": np.broadcast_to(np.asarray(contribution, float), n),
            "note": np.broadcast_to(np.asarray(note, object), n),
        }
    )


def joined(*tables: pd.DataFrame) -> pd.DataFrame:
    """Tables under each other, what adds most first; empty ones are left out."""
    filled = [one for one in tables if len(one)]
    if not filled:
        return nothing()
    rows = pd.concat(filled, ignore_index=True)
    order = np.argsort(-rows["contribution"].abs().to_numpy(float), kind="stable")
    return rows.iloc[order].reset_index(drop=True)


def by_supplier(suppliers: pd.DataFrame, adds: np.ndarray) -> pd.DataFrame:
    """One row for each supplier whose output is told, ``adds`` being what each of these adds; (n,)."""
    told = _told(suppliers)
    ids = told["supplier"].to_numpy(object)
    kind = np.where(ids == OTHER, "other", np.where(ids == UNKNOWN, "unknown", "country"))
    named = kind == "country"
    note = np.where(named, "", "in the denominator only")
    return table(kind, ids, told["tonnes"], named.astype(float), adds, note)


def squared(suppliers: pd.DataFrame) -> pd.DataFrame:
    """What each supplier adds to HHI: 10,000 times the square of its share; nothing for OTHER and UNKNOWN."""
    told = _told(suppliers)
    share = np.where(told["supplier"].isin([OTHER, UNKNOWN]), 0.0, told["share"].to_numpy(float))
    return by_supplier(suppliers, 10000.0 * share**2) if share.any() else nothing()


def largest(suppliers: pd.DataFrame, number: int) -> pd.DataFrame:
    """The shares of the largest named suppliers."""
    named = _told(suppliers)
    named = named[~named["supplier"].isin([OTHER, UNKNOWN])]
    order = np.argsort(-named["share"].to_numpy(float), kind="stable")[:number]
    first = named.iloc[order]
    return by_supplier(first, first["share"].to_numpy(float))


def of_companies(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of suppliers that are companies and no countries."""
    return rows.assign(kind=rows["kind"].replace("country", "company"))


def without_largest(results: Results) -> pd.DataFrame:
    """Every supplier's part of world demand, the largest one struck out; they add up to N − 1 (gross)."""
    if np.isnan(results.gap.n1_gross):
        return nothing()
    told = _told(world(results).suppliers)
    left = np.ones(len(told))
    named = np.flatnonzero(~told["supplier"].isin([OTHER, UNKNOWN]).to_numpy())
    leader = named[int(np.argmax(told["tonnes"].to_numpy(float)[named]))]
    left[leader] = 0.0
    tonnes = told["tonnes"].to_numpy(float) * left
    each = _ratio(results.gap.n1_gross, float(tonnes.sum()))
    rows = by_supplier(told, tonnes * each)
    # Other countries' output and output without a known owner is supply, too.
    rows = rows.assign(part=left, note=np.where(left > 0, "", "the largest supplier, taken away"))
    demand = [1.0 / each] if each > 0 else []
    return joined(rows, table("demand", [WORLD] * len(demand), demand, 0.0, 0.0, "what it is a part of"))


def what_is_left(left: Left) -> pd.DataFrame:
    """Every supplier's part of world demand without those who fall away; they add up to what is left (gross)."""
    if np.isnan(left.gross):
        return nothing()
    rows = left.rows
    return joined(
        table(rows["kind"], rows["id"], rows["tonnes"], 1.0, rows["tonnes"] / left.demand_t),
        table("demand", [WORLD], [left.demand_t], 0.0, 0.0, "what it is a part of"),
    )


def counted(results: Results, whole: float) -> pd.DataFrame:
    """Every facility that counts, adding up to ``whole`` in proportion to its tonnes."""
    if np.isnan(whole):
        return nothing()
    weight = results.facilities["weight_t"]
    weight = weight[weight > 0]
    return joined(table("facility", weight.index, weight, 1.0, weight * _ratio(whole, float(weight.sum()))))


def of_members(results: Results, members: frozenset[str]) -> pd.DataFrame:
    """Shares of the denominator that a set of countries has: their parts of facilities, and by location their rest."""
    if results.no_data:
        return nothing()
    rows = [_facilities(results, results.facilities["weight_t"], members, 1.0 / results.denominator_t)]
    if results.scenario.basis is Basis.LOCATION:
        rows.append(_unlocated(results, members))
    return joined(*rows)


def of_supplier(results: Results, supplier: str) -> pd.DataFrame:
    """What makes one supplier's share: facilities by grade of the stake, and what no facility explains."""
    q = results.denominator_t
    if supplier == OTHER:
        rest = results.suppliers.loc[results.suppliers["supplier"] == OTHER, "tonnes"].to_numpy(float)
        return table(
            "other", [OTHER] * len(rest), rest, 1.0, rest / q, "countries that the national table does not name"
        )
    if supplier == UNKNOWN:
        return unknown(results)
    return of_members(results, frozenset({supplier}))


def of_company(results: Results, company: str) -> pd.DataFrame:
    """What makes one company's share: its parts of facilities, by grade of the stake; also of OTHER and UNKNOWN."""
    if company == OTHER:
        return of_supplier(results, OTHER)
    cuts = parse(results.dataset, results.scenario.cuts)
    who = owners_left(results.dataset, cuts).companies[results.scenario.basis]
    credits, ids = who.credits, results.dataset.facilities.index.to_numpy(object)
    if company == UNKNOWN:
        nobody = np.flatnonzero(credits.rest > 0)
        parts = _parts(ids[nobody], credits.rest[nobody], "unknown")
    else:
        at = np.isin(credits.supplier, np.flatnonzero(who.ids == company))
        known, published = credits.known_part[at], credits.published_part[at]
        mine = ids[credits.row[at]]
        parts = pd.concat([_parts(mine, published, "published"), _parts(mine, known - published, "presumed")])
    facilities = _credited(parts, results.facilities["weight_t"], 1.0 / results.denominator_t)
    return _with_unexplained(results, results.companies, facilities) if company == UNKNOWN else joined(facilities)


def unknown(results: Results) -> pd.DataFrame:
    """Parts of the denominator without a known owner: facilities, and output of countries that none explains."""
    weight = results.facilities["weight_t"]
    facilities = _facilities(results, weight, frozenset({UNKNOWN}), 1.0 / results.denominator_t)
    return _with_unexplained(results, results.suppliers, facilities)


def presumed(results: Results) -> pd.DataFrame:
    """Parts of the denominator that rest on presumed stakes."""
    if results.no_data:
        return nothing()
    credits = results.credits[results.credits["grade"] == "presumed"]
    return joined(_credited(credits, results.facilities["weight_t"], 1.0 / results.denominator_t))


def shortfall(results: Results) -> pd.DataFrame:
    """The gap in tonnes: target × demand of each region, less what each facility supplies, floored at nothing."""
    gap = results.gap
    if np.isnan(gap.gap_t):
        return nothing()
    asked = results.scenario
    regions = sorted(asked.partners - set(gap.demand_missing))
    demand = np.array([_demand(results, region) for region in regions])
    wanted = table("demand", regions, demand, gap.target, gap.target * demand)
    members = members_of(results.dataset, frozenset(regions))
    counting = sibling(results, Measure(gap.supply_measure))
    supplied = _facilities(results, counting.facilities["weight_t"], members, -1.0)
    rows = [wanted, supplied]
    if gap.supply_measure == Measure.OUTPUT.value and asked.basis is Basis.LOCATION:
        made = _unlocated(counting, members)
        rows.append(made.assign(contribution=-made["tonnes"]))
    over = gap.gap_t - sum(float(one["contribution"].sum()) for one in rows)
    if over > TINY * max(gap.demand_t, 1.0):
        rows.append(table("floor", ["0"], [over], 1.0, over, "supply beyond the target: a gap is never negative"))
    return joined(*rows)


def of_results(results: Results) -> Whole:
    """The denominator of an answer."""
    return Whole(results.denominator_t, results.denominator_source, results.coverage, results)


def of_demand(results: Results) -> Whole:
    """The partners' demand, that a gap is measured on."""
    gap = results.gap
    said = ", ".join(filter(None, (gap.demand_basis, gap.demand_year)))
    supply = sibling(results, Measure(gap.supply_measure))
    return Whole(gap.demand_t, f"demand: {said}", supply.coverage, supply)


def of_world_demand(results: Results) -> Whole:
    """World demand, that N − 1 is measured on; the rows are those of the world's supply."""
    rows, supply = without_largest(results), world(results)
    tonnes = rows.loc[rows["kind"] == "demand", "tonnes"].sum()
    return Whole(float(tonnes) if tonnes > 0 else np.nan, f"world demand of {supply.year}", supply.coverage, supply)


def of_what_is_left(left: Left) -> Whole:
    """World demand, that what is left is measured on."""
    return Whole(left.demand_t, f"world demand of {left.answer.year}", left.answer.coverage, left.answer)


def of_table(results: Results) -> Whole:
    """The output that the national table tells, whatever is counted."""
    weight = float(results.facilities["weight_t"].sum())
    tonnes = weight / results.coverage if results.coverage > 0 else results.denominator_t
    return Whole(tonnes, sibling(results, Measure.OUTPUT).denominator_source, results.coverage, results)


def single(results: Results) -> pd.DataFrame:
    """What makes the share of the largest supplier outside the partners."""
    supplier = results.gap.single_supplier
    return of_supplier(world(results), supplier) if supplier else nothing()


def world(results: Results) -> Results:
    """The answer that the tests of one big supplier and of N − 1 speak of: published output wherever a table tells."""
    measure = Measure.OUTPUT if results.gap.single_whole.startswith("published") else Measure.CAPACITY
    asked = replace(results.scenario, measure=measure, denominator=Denominator.WORLD)
    return results if asked == results.scenario else answer(results.dataset, asked)


def sibling(results: Results, measure: Measure) -> Results:
    """The same question by another measure; the answer itself where it already counts so."""
    if results.scenario.measure is measure:
        return results
    return answer(results.dataset, replace(results.scenario, measure=measure))


@lru_cache(maxsize=32)
def answer(dataset: Dataset, scenario: Scenario) -> Results:
    """``compute``, kept by its question: one answer often needs another one beside it."""
    return compute(dataset, scenario)


def _told(suppliers: pd.DataFrame) -> pd.DataFrame:
    return suppliers[suppliers["share"].notna()]


def _ratio(whole: float, parts: float) -> float:
    return whole / parts if parts > 0 else 0.0


def _facilities(results: Results, tonnes: pd.Series, suppliers: Iterable[str], each: float) -> pd.DataFrame:
    """Facilities with the part that ``suppliers`` have of them, by grade of the stake; ``each`` is a tonne's worth."""
    credits = results.credits
    return _credited(credits[credits["supplier"].isin(list(suppliers))], tonnes, each)


def _credited(credits: pd.DataFrame, tonnes: pd.Series, each: float) -> pd.DataFrame:
    summed = credits.groupby(["facility_id", "grade"], sort=False, as_index=False)["share"].sum()
    weight = tonnes.reindex(summed["facility_id"]).to_numpy(float)
    keep = weight > 0
    part, grade = summed["share"].to_numpy(float)[keep], summed["grade"].to_numpy(object)[keep]
    ids, weight = summed["facility_id"].to_numpy(object)[keep], weight[keep]
    return table("facility", ids, weight, part, weight * part * each, grade)


def _parts(ids: np.ndarray, share: np.ndarray, grade: str) -> pd.DataFrame:
    keep = share > TINY
    return pd.DataFrame({"facility_id": ids[keep], "share": share[keep], "grade": grade})


def _with_unexplained(results: Results, suppliers: pd.DataFrame, facilities: pd.DataFrame) -> pd.DataFrame:
    """The parts of UNKNOWN: of facilities, of countries beyond their facilities, and what neither explains."""
    q = results.denominator_t
    rest = suppliers.loc[suppliers["supplier"] == UNKNOWN, "tonnes"].sum()
    if not rest > 0:
        return nothing()
    missing = results.missing
    unexplained = missing[missing["reason"].str.startswith(UNEXPLAINED) & (missing["tonnes"] > 0)]
    tonnes = unexplained["tonnes"].to_numpy(float)
    countries = table("country", unexplained["host_iso3"], tonnes, 1.0, tonnes / q, REST)
    told = (facilities["contribution"].sum() + countries["contribution"].sum()) * q
    left = [rest - told] if rest - told > TINY * q else []
    return joined(facilities, countries, table("unknown", [UNKNOWN] * len(left), left, 1.0, np.array(left) / q))


def _unlocated(results: Results, members: frozenset[str]) -> pd.DataFrame:
    """By location: output of countries beyond what their facilities explain."""
    suppliers = results.suppliers[results.suppliers["supplier"].isin(members) & results.suppliers["tonnes"].notna()]
    explained = _facilities(results, results.facilities["weight_t"], members, 1.0)
    host = results.dataset.facilities["host_iso3"].reindex(explained["id"]).to_numpy(object)
    by_host = explained["contribution"].groupby(host).sum().reindex(suppliers["supplier"]).fillna(0.0)
    rest = suppliers["tonnes"].to_numpy(float) - by_host.to_numpy(float)
    keep = rest > TINY * results.denominator_t
    ids, rest = suppliers["supplier"].to_numpy(object)[keep], rest[keep]
    return table("country", ids, rest, 1.0, rest / results.denominator_t, REST)


def _demand(results: Results, region: str) -> float:
    asked = results.scenario
    own = own_demand(asked)
    return demand_of(results.dataset, asked.mineral, asked.stage, frozenset({region}), results.year, own).tonnes
