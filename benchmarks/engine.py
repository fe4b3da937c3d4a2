"""The engine of the numbers on synthetic data: a partner toggle against pandas, a million facilities, chains, memory.

Run from a checkout: ``.venv/bin/python benchmarks/engine.py [--rounds 5] [--small]``. Everything is seeded, made as
columns, and measured as the least of several runs in one process: hold the program to the ratios, not to the times.
In brackets: time of the processor, which says more than the clock on a machine that is shared.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd

from mineralmap.analysis.chains import chains
from mineralmap.analysis.companies import company_credits
from mineralmap.analysis.compute import compute
from mineralmap.analysis.counted import counted
from mineralmap.analysis.ownership import ownership_table
from mineralmap.analysis.tracing import traced
from mineralmap.datasets import bundled
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Basis, Measure, Scenario, Stage

SEED = 20261128
NATIONS = [
    "CHN",
    "USA",
    "JPN",
    "AUS",
    "CHL",
    "IDN",
    "COD",
    "FRA",
    "DEU",
    "FIN",
    "CAN",
    "ZAF",
    "KOR",
    "GBR",
    "BRA",
    "RUS",
]
ASKED = Scenario(mineral="cobalt", stage=Stage.REFINING, basis=Basis.EQUITY, measure=Measure.CAPACITY)
TOGGLES = tuple(frozenset({"USA", "JPN", "EU", nation}) for nation in NATIONS if nation not in {"USA", "JPN", "CHN"})
"""One partner more, each time another one: nothing of the answer is remembered."""


def blank(table: str, rows: int, **columns: Any) -> pd.DataFrame:
    """A table of the schema with so many rows; what is not given is unknown."""
    made: dict[str, Any] = {}
    for column, kind in bundled.schema(table)["type"].items():
        empty = np.nan if kind in bundled.NUMBERS else False if kind == "flag" else ""
        made[str(column)] = columns.get(str(column), empty)
    frame = pd.DataFrame(made, index=range(rows))
    for column, kind in bundled.schema(table)["type"].items():
        if kind not in bundled.NUMBERS and kind != "flag":
            frame[column] = frame[column].astype("str")
    return frame.set_index(frame.columns[0]) if table in bundled.INDEXED else frame


def synthetic(facilities: int, owners: int = 3, companies: int = 2000) -> Dataset:
    """So many operating refineries with so many direct owners each, all of it published."""
    draw = np.random.default_rng(SEED)
    shipped = bundled.load()
    ids = np.char.add("f", np.arange(facilities).astype(str)).astype(object)
    firms = np.char.add("c", np.arange(companies).astype(str)).astype(object)
    places = gpd.GeoDataFrame(
        blank("facilities", facilities, facility_id=ids, name=ids, stage="refining", status="operating",
              host_iso3=draw.choice(NATIONS, facilities), operator="")
    )  # fmt: skip
    places["dataset"] = ""
    parts = draw.dirichlet(np.ones(owners + 1), facilities)[:, :owners]
    first = draw.integers(0, companies, facilities)
    who = (first[:, None] + np.arange(owners) * 7) % companies
    return replace(
        shipped,
        key=f"synthetic {facilities}",
        facilities=places,
        outputs=blank("outputs", facilities, facility_id=ids, mineral="cobalt", source_id="s", factor_id="",
                      capacity=np.nan, capacity_t=draw.lognormal(8, 1.5, facilities), capacity_year=2024.0),
        companies=blank("companies", companies, company_id=firms, name=firms, kind="listed", stops=True,
                        country_iso3=draw.choice(NATIONS, companies)),
        stakes=blank("stakes", facilities * owners, owner_id=firms[who.ravel()], owned_id=np.repeat(ids, owners),
                     stake=parts.ravel(), source_id="s"),
        utilisation=shipped.utilisation.iloc[:0],
        problems=(),
    )  # fmt: skip


def spread(facilities: int) -> Dataset:
    """The same in 300 heaps all over the world, a fifth of them known to the town only."""
    draw, made = np.random.default_rng(SEED), synthetic(facilities)
    middle = draw.uniform([-120, -35], [150, 60], (300, 2))
    lon, lat = (middle[draw.integers(0, 300, facilities)] + draw.normal(0, 2, (facilities, 2))).T
    place = np.where(draw.random(facilities) < 0.2, "town", "site")
    table = made.facilities.assign(lon=lon, lat=np.clip(lat, -60, 75), coord_precision=place)
    return replace(made, facilities=table)


def tangled(companies: int, facilities: int = 10_000) -> Dataset:
    """Chains up to a tenth of the companies long, joint ventures, and cross-holdings with an owner outside."""
    draw = np.random.default_rng(SEED)
    firms = np.char.add("c", np.arange(companies).astype(str)).astype(object)
    ids = np.char.add("f", np.arange(facilities).astype(str)).astype(object)
    top = companies // 5
    # A fifth are groups where tracing stops; one chain takes a tenth, the others are short; some are joint ventures.
    number = np.arange(companies)
    up = np.where(number < top, -1, draw.integers(0, np.maximum(number, 1)))
    long = slice(top, top + companies // 10)
    up[long] = number[long] - 1
    joint = number[(number >= top + companies // 10) & (draw.random(companies) < 0.2)]
    other = draw.integers(0, top, len(joint))
    pairs = number[(number >= top) & (number % 50 == 0)]
    owner = np.concatenate([up[top:], other, pairs + 1 - 2 * (pairs == companies - 1)])
    owned = np.concatenate([number[top:], joint, pairs])
    stake = np.concatenate([np.where(np.isin(number[top:], joint), 0.5, 0.7), np.full(len(joint), 0.4),
                            np.full(len(pairs), 0.05)])  # fmt: skip
    direct = draw.integers(0, companies, facilities)
    made = synthetic(facilities)
    return replace(
        made,
        companies=blank("companies", companies, company_id=firms, name=firms, kind="listed", stops=number < top,
                        country_iso3=draw.choice(NATIONS, companies)),
        stakes=blank("stakes", len(owner) + facilities, owner_id=np.append(firms[owner], firms[direct]),
                     owned_id=np.append(firms[owned], ids), stake=np.append(stake, np.full(facilities, 0.9)),
                     source_id="s"),
    )  # fmt: skip


def by_pandas(dataset: Dataset, partners: frozenset[str]) -> tuple[pd.Series, float]:
    """The shares of nations and the partners' share as one would write them down with tables."""
    facilities = dataset.facilities.reset_index()[["facility_id", "host_iso3", "status", "stage"]]
    rows = dataset.outputs[dataset.outputs["mineral"] == "cobalt"][["facility_id", "capacity_t"]]
    rows = rows.merge(facilities[facilities["stage"] == "refining"], on="facility_id")
    rows = rows[rows["status"] == "operating"]
    held = dataset.stakes[["owner_id", "owned_id", "stake"]].merge(
        dataset.companies[["country_iso3"]], left_on="owner_id", right_index=True
    )
    owned = rows.merge(held, left_on="facility_id", right_on="owned_id")
    owned["tonnes"] = owned["capacity_t"] * owned["stake"]
    total = float(rows.groupby("facility_id")["capacity_t"].sum().sum())
    groups = {name: dataset.partner_members(frozenset({name})) for name in partners}
    return by_groupby(owned, total, groups)


def by_groupby(owned: pd.DataFrame, total: float, groups: dict[str, frozenset[str]]) -> tuple[pd.Series, float]:
    """The same numbers when the joined table is at hand: nations, companies, concentration, each facility's parts."""
    nations = owned.groupby("country_iso3")["tonnes"].sum() / total
    firms = owned.groupby("owner_id")["tonnes"].sum() / total
    everyone = frozenset().union(*groups.values())
    each = {
        name: owned.assign(theirs=owned["country_iso3"].isin(group) * owned["stake"])
        .groupby("facility_id")["theirs"]
        .sum()
        for name, group in {**groups, "": everyone}.items()
    }
    group = pd.DataFrame({name: each[name] for name in groups}).idxmax(axis=1)
    largest = owned.sort_values("stake").groupby("facility_id")["country_iso3"].last()
    assert len(group) == len(largest)
    assert (nations**2).sum() > (firms**2).sum()
    return nations, float(nations[nations.index.isin(everyone)].sum())


def joined(dataset: Dataset) -> tuple[pd.DataFrame, float]:
    """Facilities, stakes and companies as one table of text and numbers."""
    held = dataset.stakes[["owner_id", "owned_id", "stake"]].merge(
        dataset.companies[["country_iso3"]], left_on="owner_id", right_index=True
    )
    owned = dataset.outputs[["facility_id", "capacity_t"]].merge(held, left_on="facility_id", right_on="owned_id")
    owned["tonnes"] = owned["capacity_t"] * owned["stake"]
    return owned, float(dataset.outputs["capacity_t"].sum())


class Took(NamedTuple):
    """Milliseconds of the quickest run: by the clock, and of the processor in this thread."""

    wall: float
    busy: float

    def __str__(self) -> str:
        return f"{self.wall:.3g} ms ({self.busy:.3g})"


def least(work: Callable[[int], object], rounds: int) -> Took:
    """The quickest of some runs; the run's number lets it alternate."""
    took = []
    for number in range(rounds):
        wall, busy = time.perf_counter(), time.thread_time()
        work(number)
        took.append((time.perf_counter() - wall, time.thread_time() - busy))
    return Took(*(1000 * min(one) for one in zip(*took, strict=True)))


def in_turn(works: Sequence[Callable[[int], object]], rounds: int) -> list[Took]:
    """``least`` of several pieces of work, one after another in each round, so that a loaded machine loads all."""
    took = [[least(lambda _, work=work, number=number: work(number), 1) for work in works] for number in range(rounds)]
    return [Took(*(min(part) for part in zip(*one, strict=True))) for one in zip(*took, strict=True)]


def toggled(dataset: Dataset) -> Callable[[int], object]:
    """Compute after one partner toggle, everything else having been asked before."""
    compute(dataset, ASKED)
    return lambda number: compute(dataset, replace(ASKED, partners=TOGGLES[number % len(TOGGLES)]))


def held_bytes(dataset: Dataset) -> int:
    """Bytes of all columns that the engine keeps of a data set: chains, credits by nation and company, facilities."""
    made, table = chains(dataset), ownership_table(dataset)
    seen: dict[int, int] = {}

    def add(value: object) -> None:
        if isinstance(value, np.ndarray):
            seen[id(value)] = value.nbytes

    found = counted(dataset, "cobalt", Stage.REFINING, ASKED.year, Measure.CAPACITY)
    owners = [*table.by_basis.values(), *(company_credits(dataset, basis).credits for basis in Basis)]
    for value in (made, made.links, made.stakes, table, found.plants, found.weights, *owners):
        for one in fields(value):
            add(getattr(value, one.name))
    sparse = traced(dataset)
    for matrix in (sparse.published, sparse.presumed, sparse.shared):
        for one in (matrix.data, matrix.indices, matrix.indptr):
            add(one)
    return sum(seen.values())


def cold_chains(dataset: Dataset) -> None:
    """Everything from the stakes table to the owners of every facility, nothing remembered."""
    for kept in (chains, traced, ownership_table):
        kept.cache_clear()
    ownership_table(dataset)


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--small", action="store_true", help="100,000 facilities instead of a million")
    asked = parser.parse_args()
    small = synthetic(10_000)
    ours, theirs = compute(small, ASKED), by_pandas(small, ASKED.partners)
    assert np.allclose(ours.shares["share"].drop("UNKNOWN").sort_index(), theirs[0].sort_index())
    assert np.isclose(ours.partner.share.point, theirs[1])
    toggle = toggled(small)
    owned, total = joined(small)
    groups = [{name: small.partner_members(frozenset({name})) for name in partners} for partners in TOGGLES]
    rows: list[tuple[str, str, str]] = []
    a, b, c = in_turn(
        (
            toggle,
            lambda number: by_pandas(small, TOGGLES[number % len(TOGGLES)]),
            lambda number: by_groupby(owned, total, groups[number % len(groups)]),
        ),
        3 * asked.rounds,
    )
    rows.append(("toggle, 10,000 facilities × 3 owners", str(a), "goal 16 ms"))
    rows.append(("the same by pandas merge and groupby", str(b), f"× {b.wall / a.wall:.0f} ({b.busy / a.busy:.0f})"))
    ratio = f"× {c.wall / a.wall:.0f} ({c.busy / a.busy:.0f}), goal 10"
    rows.append(("the same by groupby, merged beforehand", str(c), ratio))
    tangle = tangled(100_000)
    took = least(lambda _: cold_chains(tangle), 3)
    rows.append(("chains over 100,000 companies, cold", str(took), "goal 1,000 ms"))
    many = 100_000 if asked.small else 1_000_000
    quarter, whole = synthetic(many // 4), synthetic(many)
    d, e = least(toggled(quarter), asked.rounds), least(toggled(whole), asked.rounds)
    rows.append((f"toggle, {many:,} facilities × 3 owners", str(e), "goal 500 ms at 1,000,000"))
    rows.append(("four times the rows", "", f"× {e.wall / d.wall:.1f} ({e.busy / d.busy:.1f}), linear is 4"))
    size = held_bytes(whole)
    rows.append(("columns held", f"{size / 1e6:.0f} MB", f"{size / len(whole.stakes):.0f} bytes a stake, goal 200"))
    for name, value, said in rows:
        print(f"{name:46} {value:>20}   {said}")


if __name__ == "__main__":
    main()
