"""Sea routes in bulk against searoute called for each pair, flows fitted, and one strait toggled on all flows.

Run from a checkout: ``.venv/bin/python benchmarks/routes.py [--rounds 3] [--pairs 500]``. Pairs are drawn with a seed
from the shipped ports. Hold the program to the ratios, not to the times; in brackets: time of the processor, which says
more than the clock on a machine that is shared.
"""

import argparse
import time
import warnings
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from mineralmap.analysis import flows as flows_module
from mineralmap.analysis import sea_network as network_module
from mineralmap.analysis.flows import compute_flows
from mineralmap.analysis.gates import gates
from mineralmap.analysis.gravity import gravity
from mineralmap.analysis.routing import SeaRoutes, sea_routes
from mineralmap.analysis.sea_network import NM_KM, sea_network
from mineralmap.datasets import bundled
from mineralmap.model.scenario import Leg, Scenario

SEED = 20261128
MINERALS = ("lithium", "cobalt", "nickel", "rare_earths", "graphite")
TOGGLES = ("malacca", "suez", "taiwan", "panama", "gibraltar", "lombok", "hormuz")
CLOSED_THERE = {"malacca": ["northwest", "malacca"], "": ["northwest"]}
"""What searoute is to leave out; its own list replaces its default, so that the Arctic is named each time."""


class Took(NamedTuple):
    """Seconds by the clock, and of the processor in this process."""

    wall: float
    busy: float

    def __str__(self) -> str:
        return f"{self.wall:.3f} s ({self.busy:.3f})"


def timed(work: Callable[[], object]) -> Took:
    """How long one run takes."""
    wall, busy = time.perf_counter(), time.process_time()
    work()
    return Took(time.perf_counter() - wall, time.process_time() - busy)


def least(took: list[Took]) -> Took:
    """The quickest of some runs."""
    return Took(*(min(one) for one in zip(*took, strict=True)))


def drawn(pairs: int) -> tuple[np.ndarray, np.ndarray]:
    """Longitude and latitude of the two ends of so many pairs of different ports."""
    ports = bundled.load().ports[["lon", "lat"]].to_numpy(float)
    draw = np.random.default_rng(SEED)
    ends = np.array([draw.choice(len(ports), 2, replace=False) for _ in range(pairs)])
    return ports[ends[:, 0]], ports[ends[:, 1]]


def forget() -> None:
    """Let the network be read and tagged with its gates anew."""
    network_module._lanes.cache_clear()
    network_module._tagged.cache_clear()
    gates.cache_clear()


def in_bulk(starts: np.ndarray, ends: np.ndarray) -> tuple[SeaRoutes, np.ndarray]:
    """All routes between the distinct ends, and the length of each pair."""
    shut = gates(bundled.load(), Scenario())
    origins, row = np.unique(starts, axis=0, return_inverse=True)
    targets, column = np.unique(ends, axis=0, return_inverse=True)
    routes = sea_routes(sea_network(shut.table), origins, targets, shut.closed)
    return routes, routes.nm[np.ravel(row), np.ravel(column)]


def one_by_one(starts: np.ndarray, ends: np.ndarray, closed: str) -> np.ndarray:
    """The lengths in nm that searoute gives when it is called for each pair."""
    import searoute

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = [
            searoute.searoute(list(a), list(b), units="km", restrictions=CLOSED_THERE[closed])
            for a, b in zip(starts.tolist(), ends.tolist(), strict=True)
        ]
    return np.array([dict(one)["properties"]["length"] for one in found]) / NM_KM


def against_searoute(pairs: int, rounds: int) -> list[tuple[str, str, str]]:
    """Cold and after a closure, ours and searoute's in turn."""
    starts, ends = drawn(pairs)
    loaded, cold, shut, there, there_shut = [], [], [], [], []
    routes, mine = in_bulk(starts, ends)
    theirs = one_by_one(starts[:50], ends[:50], "")
    off = np.nanmedian(np.abs(mine[:50] / theirs - 1))
    for _ in range(rounds):
        forget()
        loaded.append(timed(lambda: sea_network(gates(bundled.load(), Scenario()).table)))
        cold.append(timed(lambda: in_bulk(starts, ends)))
        shut.append(timed(lambda: routes.without(["malacca"])))
        there.append(timed(lambda: one_by_one(starts, ends, "")))
        there_shut.append(timed(lambda: one_by_one(starts, ends, "malacca")))
    a, b, c, d = map(least, (cold, shut, there, there_shut))
    return [
        ("network read and tagged with its gates", str(least(loaded)), "once; searoute's is loaded too"),
        (f"{pairs} pairs, cold", str(a), f"median difference from searoute {off:.1%}"),
        ("… by searoute, one call each", str(c), f"× {c.wall / a.wall:.0f} ({c.busy / a.busy:.0f}), goal 10"),
        (f"{pairs} pairs, Malacca closed", str(b), ""),
        ("… by searoute, one call each", str(d), f"× {d.wall / b.wall:.0f} ({d.busy / b.busy:.0f}), goal 10"),
    ]


def fitted(rounds: int) -> tuple[str, str, str]:
    """The gravity model between 2,000 mines and 500 refineries, a tenth of the pairs without a way."""
    draw = np.random.default_rng(SEED)
    supply, demand = draw.lognormal(8, 1.5, 2000), draw.lognormal(9, 1.5, 500)
    demand *= supply.sum() / demand.sum()
    cost = draw.uniform(0, 12, (2000, 500))
    cost[draw.random(cost.shape) < 0.1] = np.inf
    affinity = np.where(draw.random(cost.shape) < 0.05, draw.random(cost.shape), 0.0)
    residual = gravity(supply, demand, cost, affinity, 0.3, 1.0).residual
    took = least([timed(lambda: gravity(supply, demand, cost, affinity, 0.3, 1.0)) for _ in range(rounds)])
    return "flows of 2,000 mines × 500 refineries", str(took), f"goal 1 s; residual {residual:.0e}"


def toggled(rounds: int) -> list[tuple[str, str, str]]:
    """Cold flows, and then one strait closed, on both legs of each mineral: table, lanes, exposure, all of it."""
    dataset, rows = bundled.load(), []
    for mineral in MINERALS:
        asked = Scenario(mineral=mineral, leg=Leg.BOTH)
        flows_module._kept.clear()
        cold = timed(lambda asked=asked: compute_flows(dataset, asked))
        took = [
            timed(lambda asked=asked, gate=gate: compute_flows(dataset, replace(asked, closed=frozenset({gate}))))
            for gate in TOGGLES * rounds
        ]
        count = len(compute_flows(dataset, asked).table)
        worst = Took(*(float(np.median(one)) for one in zip(*took, strict=True)))
        rows.append((f"a strait closed, {mineral}, {count:,} flows", str(worst), f"goal 0.3 s; first question {cold}"))
    return rows


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pairs", type=int, default=500)
    asked = parser.parse_args()
    for name, value, said in [
        *against_searoute(asked.pairs, asked.rounds), fitted(asked.rounds), *toggled(asked.rounds),
    ]:  # fmt: skip
        print(f"{name:46} {value:>20}   {said}", flush=True)


if __name__ == "__main__":
    main()
