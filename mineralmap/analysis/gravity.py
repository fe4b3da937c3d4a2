"""Who ships to whom: the doubly constrained gravity model, with a way out for what cannot be shipped.

Method: Wilson (1967), T_ij = a_i b_j O_i D_j exp(-β c_ij) (1 + λ A_ij), fitted by iterative proportional fitting. A
slack row and column at a high cost take what has no way, so that the fitting always converges; where proportional
fitting is slow (almost separate markets) Newton steps on the same convex problem finish it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

TOLERANCE = 1e-9
SLACK_NATS = 25.0
"""The slack costs this much more, in exponents, than the worst real way: 1e-11 of a flow leaks where there is a way."""
SHARP = 30.0
"""Kernels that span more exponents than this are approached from blunter ones."""
ROUNDS = 300
NEWTON_STEPS = 300
LONGEST_STEP = 4.0
"""No Newton step moves an exponent further than this."""


@dataclass(frozen=True, eq=False)
class Fit:
    """``flows`` (n, m) tonnes; ``not_sent`` (n,) and ``not_received`` (m,) tonnes left in the slack.

    ``residual``: largest deviation of a row or column sum, as a fraction of all tonnes.
    """

    flows: np.ndarray
    not_sent: np.ndarray
    not_received: np.ndarray
    residual: float


def gravity(
    supply: np.ndarray,
    demand: np.ndarray,
    cost: np.ndarray,
    affinity: np.ndarray | None = None,
    decay: float = 0.3,
    weight: float = 0.0,
    cancel: Callable[[], None] | None = None,
) -> Fit:
    """Fit flows to the tonnes sent and received.

    Parameters
    ----------
    supply, demand
        Tonnes, shapes (n,) and (m,), at least 0; their sums may differ, the difference stays in the slack.
    cost
        (n, m), in thousand nautical-mile equivalents; ``nan`` or ``inf`` where there is no way or it is forbidden.
    affinity
        (n, m), 0-1: how alike the owners are; ``None`` counts as 0.
    decay, weight
        β per thousand nautical miles and λ, both at least 0.
    cancel
        Called now and then; raises to call the work off.

    Returns
    -------
    Flows, at least 0, exactly 0 where there is no way. With β = 0 and λ = 0 they are proportional to supply × demand.
    """
    supply, demand = np.asarray(supply, dtype=float), np.asarray(demand, dtype=float)
    rows, columns = np.flatnonzero(supply > 0), np.flatnonzero(demand > 0)
    flows = np.zeros((len(supply), len(demand)))
    total = max(supply.sum(), demand.sum())
    if not len(rows) or not len(columns):
        return Fit(flows, supply.copy(), demand.copy(), 0.0)
    inner = np.ix_(rows, columns)
    c = np.asarray(cost, dtype=float)[inner]
    way = np.isfinite(c)
    taste = np.log1p(weight * np.asarray(affinity, dtype=float)[inner]) if affinity is not None else 0.0
    log_kernel = np.where(way, taste - decay * np.where(way, c, 0.0), -np.inf)
    log_slack = (log_kernel[way].min() if way.any() else 0.0) - SLACK_NATS
    given, wanted = supply[rows] / total, demand[columns] / total
    u, v = _anneal(given, wanted, log_kernel, log_slack, cancel)
    fitted = np.exp(log_kernel + u[:, None] + v)
    off = np.abs(fitted.sum(axis=1) + np.exp(u + log_slack) - given).max()
    off = max(off, np.abs(fitted.sum(axis=0) + np.exp(v + log_slack) - wanted).max())
    flows[inner] = fitted * total
    not_sent = np.maximum(supply - flows.sum(axis=1), 0.0)
    return Fit(flows, not_sent, np.maximum(demand - flows.sum(axis=0), 0.0), float(off))


def _anneal(
    given: np.ndarray, wanted: np.ndarray, log_kernel: np.ndarray, log_slack: float, cancel: Callable[[], None] | None
) -> tuple[np.ndarray, np.ndarray]:
    """Solve, starting from the answer for half the sharpness where the kernel spans more than ``SHARP`` exponents."""
    ways = np.isfinite(log_kernel)
    span = np.ptp(log_kernel[ways]) if ways.any() else 0.0
    if span > SHARP:
        u, v = _anneal(given, wanted, log_kernel / 2, (log_slack - SLACK_NATS) / 2, cancel)
        u, v = 2 * u, 2 * v
    else:
        # Start where the best way of each row has weight 1, so that nothing underflows.
        best = np.where(ways.any(axis=1), log_kernel.max(axis=1), log_slack)
        u, v = np.log(given) - best, np.zeros(len(wanted))
    return _solve(u, v, given, wanted, log_kernel, log_slack, cancel)


def _solve(
    u: np.ndarray, v: np.ndarray, given: np.ndarray, wanted: np.ndarray,
    log_kernel: np.ndarray, log_slack: float, cancel: Callable[[], None] | None,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """(u, v) such that the flows exp(u_i + v_j + kernel_ij) and the slack exp(u_i + slack) sum to given, v alike."""
    parts = _separate_markets(np.isfinite(log_kernel))
    for turn in range(ROUNDS):
        if cancel is not None and turn % 10 == 0:
            cancel()
        v = np.log(wanted) - _log_sum(log_kernel.T + u, log_slack)
        u, v = _balance(u, v, given, wanted, log_slack, parts)
        flows = np.exp(log_kernel + u[:, None] + v)
        error = flows.sum(axis=1) + np.exp(u + log_slack) - given
        off = flows.sum(axis=0) + np.exp(v + log_slack) - wanted
        if max(np.abs(error).max(), np.abs(off).max()) < TOLERANCE:
            return u, v
        u = np.log(given) - _log_sum(log_kernel + v, log_slack)
    return _newton(u, v, given, wanted, log_kernel, log_slack, cancel)


def _log_sum(terms: np.ndarray, slack: float) -> np.ndarray:
    """log(Σ exp(terms) + exp(slack)) along the last axis, without overflow."""
    top = np.maximum(terms.max(axis=-1), slack)
    return top + np.log(np.exp(terms - top[..., None]).sum(axis=-1) + np.exp(slack - top))


def _separate_markets(ways: np.ndarray) -> np.ndarray:
    """Number of the market (n + m,) that each row and column belongs to: those that some chain of ways joins."""
    from mineralmap.analysis.sparse import bmat, connected_components, csr_array

    return connected_components(bmat([[None, csr_array(ways)], [csr_array(ways.T), None]]), directed=False)[1]


def _balance(
    u: np.ndarray, v: np.ndarray, given: np.ndarray, wanted: np.ndarray, log_slack: float, parts: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Shift u against v in each market so that the slack of rows less that of columns is given less wanted.

    The shift leaves the flows as they are; it solves t·A - B/t = Δ, and spares proportional fitting its slowest mode.
    """
    n = len(u)
    count = parts.max() + 1
    top_u, top_v = (np.full(count, -np.inf) for _ in range(2))
    np.maximum.at(top_u, parts[:n], u)
    np.maximum.at(top_v, parts[n:], v)
    sum_u, sum_v = (np.zeros(count) for _ in range(2))
    np.add.at(sum_u, parts[:n], np.exp(u - top_u[parts[:n]]))
    np.add.at(sum_v, parts[n:], np.exp(v - top_v[parts[n:]]))
    delta = np.bincount(parts[:n], given, count) - np.bincount(parts[n:], wanted, count)
    both = np.flatnonzero((sum_u > 0) & (sum_v > 0))
    shift = np.zeros(count)
    log_a = log_slack + top_u[both] + np.log(sum_u[both])
    log_b = log_slack + top_v[both] + np.log(sum_v[both])
    root = np.exp(np.clip((log_a + log_b) / 2, -600, 600))
    # t·A = (Δ + sqrt(Δ² + 4AB)) / 2, written without cancellation for either sign of Δ
    larger = (np.abs(delta[both]) + np.hypot(delta[both], 2 * root)) / 2
    shift[both] = np.where(delta[both] >= 0, np.log(larger) - log_a, log_b - np.log(larger))
    return u + shift[parts[:n]], v - shift[parts[n:]]


def _newton(
    u: np.ndarray, v: np.ndarray, given: np.ndarray, wanted: np.ndarray,
    log_kernel: np.ndarray, log_slack: float, cancel: Callable[[], None] | None,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Newton steps, halved while the objective does not fall, on the convex dual whose gradient is the two errors."""

    def state(u: np.ndarray, v: np.ndarray) -> tuple[float, np.ndarray, np.ndarray, np.ndarray]:
        with np.errstate(over="ignore", invalid="ignore"):
            flows = np.exp(log_kernel + u[:, None] + v)
            sent, received = np.exp(u + log_slack), np.exp(v + log_slack)
            value = flows.sum() + sent.sum() + received.sum() - given @ u - wanted @ v
            return value, flows, flows.sum(axis=1) + sent, flows.sum(axis=0) + received

    value, flows, rows, columns = state(u, v)
    for _ in range(NEWTON_STEPS):
        if cancel is not None:
            cancel()
        error, off = given - rows, wanted - columns
        if max(np.abs(error).max(), np.abs(off).max()) < TOLERANCE:
            break
        scaled = flows / rows[:, None]
        schur = np.diag(columns * (1 + 1e-13)) - flows.T @ scaled
        dv = np.linalg.lstsq(schur, off - scaled.T @ error, rcond=1e-15)[0]
        du = (error - flows @ dv) / rows
        # Where only the slack gives way the curvature is tiny and the bare step runs far past the answer.
        step, slope = min(1.0, LONGEST_STEP / max(np.abs(du).max(), np.abs(dv).max(), 1e-300)), error @ du + off @ dv
        shortest = step * 1e-8
        while step > shortest:
            trial = state(u + step * du, v + step * dv)
            if np.isfinite(trial[0]) and trial[0] <= value - 1e-4 * step * slope:
                break
            step /= 2
        else:
            break
        u, v = u + step * du, v + step * dv
        value, flows, rows, columns = trial
    return u, v
