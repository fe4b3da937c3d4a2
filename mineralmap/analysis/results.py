"""What the analysis answers: one frozen value a question, the same for window, picture and command line."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Scenario

OTHER = "OTHER"
"""Countries that the national table does not name and where we have no facility."""
UNKNOWN = "UNKNOWN"
"""Tonnes whose owner is not known; kept in every denominator."""


@dataclass(frozen=True, slots=True)
class Band:
    """A figure with its bounds: low counts what is published, high adds what is unknown. low <= point <= high."""

    low: float
    point: float
    high: float


@dataclass(frozen=True, slots=True)
class PartnerSummary:
    """The 2×2 table located in / owned by, in tonnes of the results' unit, and the partner share."""

    home_own_t: float
    home_foreign_t: float
    abroad_own_t: float
    neither_t: float
    unknown_t: float
    """Tonnes without a known owner outside the partners' territory (part of neither for the point estimate)."""
    located_t: float
    owned: Band
    """Tonnes owned by the partners: published, + presumed, + unknown."""
    accessible_t: float
    """Upper bound: located there or owned by them, overlap counted once."""
    share: Band
    """Of the denominator, under the scenario's basis."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The diversification gap of the partner set. ``nan`` where demand is not known: never 0."""

    demand_t: float
    demand_basis: str
    """"apparent consumption", "proxy", "assumption" or "mixed: …"; "" when there is no demand figure."""
    demand_source: str
    demand_missing: tuple[str, ...]
    """Partners without a demand figure: the gap then covers the others only, and says so."""
    demand_year: str
    supply: Band
    supply_measure: str
    """What the supply counts: "capacity" unless the user asked for output."""
    supply_basis: str
    target: float
    target_name: str
    gap_t: float
    gap_share: float
    """gap as a fraction of demand."""
    median_facility_t: float
    single_supplier: str
    """The largest non-partner supplier under the scenario's basis; "" when there is none."""
    single_supplier_name: str
    single_supplier_share: float
    single_supplier_high: float
    """Upper bound of that share: all that is unknown were this supplier's."""
    single_whole: str
    """What the share is a part of: "published world output 2024" wherever a table tells it, so that a question has
    one answer whatever its measure; else "the located capacity"."""
    single_limit: float
    replace_t: float
    """Tonnes to be replaced: (share − limit) × demand, 0 when it passes, nan without demand."""
    n1_gross: float
    n1_net: float
    n1_low: float
    """``n1_gross`` if all of unknown owner were the largest supplier's, too."""
    n2_gross: float
    """Supply without the two largest suppliers ÷ world demand; ``n2_net`` is of the demand outside both."""
    n2_net: float
    gap_in_facilities: float
    """The gap in median operating facilities; nan where there is no gap figure or no facility."""
    closers: pd.DataFrame
    """Pipeline facilities that add partner supply, best first: facility_id, name, host_iso3, status, start_year,
    added_t (partner part of contained capacity × probability), gap_left_t."""
    unit: str
    """Unit of every tonne of the gap: the mineral's own, also where the shares count something else."""


@dataclass(frozen=True, slots=True)
class Concentration:
    """How few hands hold the supply. All ``nan`` when there is no supply."""

    hhi_low: float
    hhi_high: float
    n_eff: float
    cr1: float
    cr3: float
    band: str
    """Name of the band that hhi_low falls in ("highly concentrated"), with "may be …" when hhi_high crosses."""
    scheme: str
    """"US DOJ/FTC 2023 (1,000 / 1,800)"."""


@dataclass(frozen=True, eq=False)
class Results:
    """The whole answer to one scenario on one data set.

    ``suppliers``: one row per supplier, largest first, ``OTHER`` and ``UNKNOWN`` last; columns supplier (ISO 3166-1
    alpha-3, ``OTHER`` or ``UNKNOWN``), name, tonnes, share, share_low, share_high, presumed_share (fractions of
    ``denominator_t``), withheld (bool; tonnes and share are nan then). Shares add up to 1.

    ``facilities``: one row per facility of the mineral and stage that counts or could count, indexed by facility_id:
    weight_t (credited tonnes; nan when not known), weight_from ("production 2023", "capacity 2019", "output scaled"…),
    capacity_t, production_t, counted (bool: in the sum), partner_share, partner_low, partner_high (fractions of the
    facility under the scenario's basis), group (a category: the partner id with the largest equity in it, "" when none,
    "UNKNOWN" when no owner is known), known_share, owner_iso3 (nation with the largest stake, "" when unknown).

    ``credits``: long table facility_id, supplier, share (of the facility), grade (published, presumed, unknown).
    """

    scenario: Scenario
    dataset_key: str
    mineral_name: str
    unit: str
    year: int
    no_data: str
    """Why there is no answer, in one sentence; "" when there is one."""
    suppliers: pd.DataFrame
    total_t: float
    """Tonnes credited to named suppliers, OTHER and UNKNOWN together."""
    denominator_t: float
    denominator_source: str
    coverage: float
    """Located weight ÷ published world output, a fraction, before any cut and whatever the denominator; nan when
    undefined."""
    unknown_share: float
    presumed_share: float
    concentration: Concentration
    partner: PartnerSummary
    gap: Gap
    facilities: pd.DataFrame
    credits: pd.DataFrame
    missing: pd.DataFrame
    """What is missing, largest first: what, host_iso3, tonnes, share, reason."""
    notes: tuple[str, ...]
    """What must be said with the figures: caveats, factors used, vintage."""
    sources: tuple[str, ...]
    """Source ids that the answer rests on (tables first)."""
    dataset: Dataset
    """The data set that was asked, so that every number can be followed to its rows."""
    companies: pd.DataFrame
    """One row per company that tracing ends at, largest first, ``OTHER`` and ``UNKNOWN`` last: columns supplier (the
    company's id), name, nation, kind, state_owned, tonnes, share, share_low, share_high, presumed_share. By
    location: who runs the site, as the source names it. What is presumed for a nation and not for one company is
    UNKNOWN here. Adds up to 1."""
    company_concentration: Concentration
    cut_t: float
    """Tonnes that the scenario's cuts take; 0 without cuts. Denominator and shares are of what is left."""
    unpartnered: object
    """Stands for all of the answer that partners do not change: the same object for every set of them, so that what is
    made of that can be kept."""

    @property
    def shares(self) -> pd.DataFrame:
        """Suppliers and their shares, indexed by supplier; ``attrs`` say unit, basis, measure, year and denominator."""
        table = self.suppliers.set_index("supplier")
        asked = self.scenario
        table.attrs = {
            "unit": self.unit,
            "basis": asked.basis.value,
            "measure": asked.measure.value,
            "stage": asked.stage.value,
            "year": self.year,
            "denominator_t": self.denominator_t,
            "denominator": self.denominator_source,
            "coverage": self.coverage,
            "no_data": self.no_data,
        }
        return table

    def supplier_share(self, supplier: str) -> float:
        """Share of one supplier; 0 when it is not among them, nan when there is no answer."""
        found = self.suppliers.loc[self.suppliers["supplier"] == supplier, "share"]
        return float(found.iloc[0]) if len(found) else (np.nan if self.no_data else 0.0)


@dataclass(frozen=True, slots=True)
class OwnerLine:
    """One line of "who owns this": a path of companies from the facility up to where tracing stops."""

    owner: str
    """Name of the company at the end of the path."""
    owner_iso3: str
    """Its nation; "" when undisclosed."""
    share: float
    """Part of the facility along this path (nan when not known)."""
    grade: str
    """What the share rests on: published, presumed, or unknown where it is nan or nobody's; also of a holder whose
    nation is undisclosed."""
    path: tuple[str, ...]
    """Names from the direct holder up to the owner, with the stakes: ("Talison Lithium 100 %", …)."""
    state_owned: bool
    sources: tuple[str, ...]
    as_of: str
    chain: tuple[str, ...] = ()
    """Ids from the facility up to the owner; () where nobody is known."""
