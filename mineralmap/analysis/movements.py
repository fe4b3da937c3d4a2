"""Movements of a mineral as one value: flows with their ways, the lanes they share, the gates they pass.

The same value stands behind the window, the picture, the web page and the command line.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mineralmap.model.scenario import Leg, Scenario, Stage

LEG_WORDS = {Leg.FEED.value: "from mine to refinery", Leg.PRODUCT.value: "from refinery to consumer"}


@dataclass(frozen=True, eq=False)
class Lanes:
    """Stretches of sea, each there once however many flows share it.

    ``paths``: for each lane (k) its lines, (n, 2) lon-lat arrays cut at ±180° (one, or two where it is cut).
    ``start`` (k + 1,), ``rows``: lane i carries the rows ``rows[start[i]:start[i + 1]]`` of ``Flows.table``, by their
    position, largest first. ``along`` (len(rows),) bool: does the flow sail the lane as its path is written, or
    against it? ``to_port`` (k,) bool: a leg between a port and the network, drawn dashed.
    """

    paths: list[list[np.ndarray]]
    start: np.ndarray
    rows: np.ndarray
    along: np.ndarray
    to_port: np.ndarray

    @property
    def lane(self) -> np.ndarray:
        """The lane (len(rows),) that each of ``rows`` stands for."""
        return np.repeat(np.arange(len(self.paths)), np.diff(self.start))

    def tonnes(self, values: np.ndarray) -> np.ndarray:
        """The sum (k,) over each lane of a column (flows,) of the table, such as tonnes or tonnes of one cargo."""
        carried = np.asarray(values, dtype=float)[self.rows]
        return np.bincount(self.lane, weights=carried, minlength=len(self.paths))


NO_LANES = Lanes(
    [], np.zeros(1, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0, dtype=bool), np.empty(0, dtype=bool)
)


@dataclass(frozen=True, eq=False)
class Flows:
    """Flows of one mineral, from mines to refineries (leg "feed") and from there to consumers (leg "product").

    Every display says "modelled", but for the rows that are ``known``.

    ``table``: one row per flow, largest first (of a leg, then the next): flow_id, leg, cargo (id of cargoes.csv),
    cargo_name, from_id, to_id (facility ids; ``rest:<ISO3>`` for what a country makes at no known facility,
    ``rest:<ISO3>@<port>`` where that is spread over ports; ``use:<region>:<ISO3>@<port>`` for a consumer), from_name,
    to_name, from_iso3, to_iso3, importer (consuming region, or the ISO3 of the refinery), tonnes (contained), gross_t
    (as loaded; nan where the weight is not known or counts with another metal), from_port, to_port (port ids, or the
    facility's where it is its own quay; "" when not by sea), sea_nm (true length; nan when not by sea), land_km, mode
    ("sea", "land", "domestic"), stranded (bool: no way left under the closures), gates (tuple of chokepoint ids),
    known (bool), source_id, source_year (of its figure; both "" if modelled), from_guess, to_guess (bool: its port
    is taken for want of a place; a consumer stands at its port, which is none).
    ``lanes``: what to draw at sea, shared stretches once: see ``lanes.Lanes``.
    ``legs``: inland legs to draw dotted (lon0, lat0, lon1, lat1, tonnes, name); ``ends``: the ports used (port_id,
    name, lon, lat, tonnes). ``broken``: stranded flows to draw as broken lines on the way they took before, one row
    each: flow_id, path (a list of (n, 2) lon-lat arrays cut at ±180°).
    ``exposure``: one row per gate that tonnes pass or that is closed: chokepoint_id, name, lat, lon, tonnes, gross_t,
    share (of all tonnes of the selected legs, domestic and stranded ones included), closed (bool).
    """

    scenario: Scenario
    unit: str
    table: pd.DataFrame
    lanes: Lanes
    legs: pd.DataFrame
    ends: pd.DataFrame
    broken: pd.DataFrame
    exposure: pd.DataFrame
    unknown: pd.DataFrame
    """Places with tonnes whose way to a port is not known: id, name, iso3, leg, tonnes, why."""
    figures: pd.DataFrame
    """What each place gives or takes in by its own figure, and why other tonnes move: ``own_figures``."""
    shipped_t: float
    stranded_t: float
    slack_t: float
    """Not shipped: stock, not located, or no way."""
    residual: float
    notes: tuple[str, ...]
    decays: tuple[tuple[str, float], ...] = ()
    """Each leg with the β that it was modelled with, per thousand nm."""


def legs_of(scenario: Scenario) -> tuple[str, ...]:
    """The legs that a question asks for, "feed" and "product" or one of them."""
    if scenario.leg is Leg.BOTH:
        return Leg.FEED.value, Leg.PRODUCT.value
    if scenario.leg is Leg.STAGE:
        return (Leg.FEED.value if scenario.stage in (Stage.MINING, Stage.INTERMEDIATE) else Leg.PRODUCT.value,)
    return (scenario.leg.value,)
