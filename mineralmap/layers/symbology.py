"""Sizes and classes: area true to tonnes, line widths, the breaks of the ramp. A few lines of numpy, no Qt."""

import math
from itertools import pairwise

import numpy as np

from mineralmap.model.percent import percent

MIN_SYMBOL_PX = 4.0
"""Smaller dots vanish on a projector."""
MAX_SYMBOL_PX = 28.0
MIN_ROUTE_PX, MAX_ROUTE_PX = 0.6, 10.0
MIN_BAR_PX, MAX_BAR_PX = 8.0, 28.0

SHARE_BREAKS = (0.05, 0.10, 0.20, 0.40)
"""Upper ends of the first four classes; fixed, so that two maps side by side can be compared."""
THRESHOLD = 0.65
"""Above this share one supplier is a single source (CRMA benchmark: no more than 65 % from one third country)."""
NO_DATA = -1
"""Class of a share that is not known; it is never the class of zero."""


def diameters(tonnes: np.ndarray, largest_t: float) -> np.ndarray:
    """Diameter in px of a symbol for each weight, shape (n,): area in proportion, ``largest_t`` at the maximum.

    What would be smaller than the minimum, or is not known (nan), gets the minimum; the key says so.
    """
    weights = np.asarray(tonnes, float)
    if not largest_t > 0:
        return np.full(weights.shape, MIN_SYMBOL_PX)
    exact = MAX_SYMBOL_PX * np.sqrt(np.clip(np.nan_to_num(weights, nan=0.0), 0.0, None) / largest_t)
    return np.clip(exact, MIN_SYMBOL_PX, MAX_SYMBOL_PX)


def smallest_true_t(largest_t: float) -> float:
    """The weight below which every symbol has the least diameter."""
    return largest_t * (MIN_SYMBOL_PX / MAX_SYMBOL_PX) ** 2


def route_widths(tonnes: np.ndarray, largest_t: float) -> np.ndarray:
    """Width in px of each route, shape (n,): in proportion, ``largest_t`` at the maximum, none below the minimum."""
    weights = np.nan_to_num(np.asarray(tonnes, float), nan=0.0)
    if not largest_t > 0:
        return np.full(weights.shape, MIN_ROUTE_PX)
    return np.clip(MAX_ROUTE_PX * weights / largest_t, MIN_ROUTE_PX, MAX_ROUTE_PX)


def thinnest_true_t(largest_t: float) -> float:
    """The weight below which every route has the least width."""
    return largest_t * MIN_ROUTE_PX / MAX_ROUTE_PX


def bar_lengths(shares: np.ndarray) -> np.ndarray:
    """Length in px of the bar across a strait for each exposure (a fraction): a least length and more in proportion."""
    return np.clip(
        MIN_BAR_PX + (MAX_BAR_PX - MIN_BAR_PX) * np.nan_to_num(np.asarray(shares, float)), MIN_BAR_PX, MAX_BAR_PX
    )


def share_classes(shares: np.ndarray) -> np.ndarray:
    """Class 0–4 of each share (a fraction), shape (n,); ``NO_DATA`` where it is nan."""
    values = np.asarray(shares, float)
    classes = np.searchsorted(np.array(SHARE_BREAKS), values, side="right")
    return np.where(np.isnan(values), NO_DATA, classes).astype(int)


def share_class_labels() -> tuple[str, ...]:
    """Words of the five classes."""
    breaks = [f"{value * 100:.0f}" for value in SHARE_BREAKS]
    return (
        f"< {breaks[0]} %",
        *(f"{low}–{high}" for low, high in pairwise(breaks)),
        f"≥ {breaks[-1]} %",
    )


def key_weights(largest_t: float) -> tuple[float, float, float]:
    """Three round weights for the key of sizes, largest first: near the largest, a quarter and a twentieth of it."""
    return round_down(largest_t), round_down(largest_t / 4), round_down(largest_t / 20)


def round_down(value: float) -> float:
    """The next 1, 2 or 5 times a power of ten below (or at) a positive value; 0 for anything else."""
    if not value > 0 or not math.isfinite(value):
        return 0.0
    power = 10.0 ** math.floor(math.log10(value) + 1e-9)
    return next(step for step in (5, 2, 1) if step * power <= value * (1 + 1e-9)) * power


def tonnes_text(tonnes: float, unit: str = "t") -> str:
    """Tonnes as read aloud: "1.2 Mt Ni", "340 kt", "850 t"; "no data" for nan. ``unit`` is "t" and what it counts."""
    if not math.isfinite(tonnes):
        return "no data"
    counted = unit[1:].strip() if unit.startswith("t") else unit
    size, name = next(step for step in ((1e6, "Mt"), (1e3, "kt"), (0.0, "t")) if abs(tonnes) >= step[0])
    value = tonnes / (size or 1.0)
    if value < 1 and value != 0:
        number = f"{value:.1g}"
    else:
        number = f"{value:,.0f}" if abs(value) >= 20 or value == int(value) else f"{value:.1f}"
    return f"{number} {name} {counted}".strip()


def percent_text(share: float) -> str:
    """A fraction as percent: whole numbers from 10 on, one decimal below, "<0.1 %" for crumbs, "no data" for nan."""
    return percent(share if math.isfinite(share) else math.nan, 10)
