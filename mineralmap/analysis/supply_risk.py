"""Supply risk of a mineral after the European Union's method: concentration weighed by governance and trade.

Method: methods §5. World Governance Indicators are not shipped: what the user does not enter is missing, and a missing
indicator is never "well governed". Economic importance, the other half of "critical", is not computed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from mineralmap.analysis.assumptions import assumed
from mineralmap.analysis.compute import compute
from mineralmap.analysis.measures import IMPORT
from mineralmap.analysis.national import available_stages
from mineralmap.analysis.results import OTHER, UNKNOWN, Results
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import LATEST, Scenario, Stage

CRITICAL = 1.0
"""From here on a material is critical, if its economic importance is 2.8 or more too."""
WORST = 10.0
"""WGI on the scale of the method: 0 good, 10 bad."""
INSIDE, OUTSIDE = 0.8, 1.0
"""Trade parameter t in the European Union, and elsewhere until the user says more."""
UNION = "EU"
RATES = {"rare_earths": ("eolrir-lree", "eolrir-hree"), "platinum": ("eolrir-pgm",), "palladium": ("eolrir-pgm",)}
"""Benchmarks whose name is not that of our mineral. Of several the lowest rate is taken, the cautious end."""
MOST_NAMED = 8
INPUTS = ["stage", "supplier", "name", "tonnes", "share", "wgi", "trade", "term"]


class Input(NamedTuple):
    """One country: share of supply (fraction), WGI (0 good to 10 bad, nan when missing), trade parameter t."""

    share: float
    wgi: float
    trade: float


@dataclass(frozen=True, eq=False)
class StageRisk:
    """Supply risk in one stage. ``point`` is nan while a WGI or the recycling rate is missing; ``low`` and ``high``
    hold whatever is missing, other and unknown."""

    stage: str
    point: float
    low: float
    high: float
    missing: tuple[str, ...]
    """ISO3 of named suppliers without a WGI."""
    left_out: float
    """Share of supply that belongs to nobody with a WGI: other countries, unknown owners."""
    inputs: pd.DataFrame
    """Columns ``INPUTS``; ``term`` is S²·WGI·t."""
    answer: Results


@dataclass(frozen=True, eq=False)
class SupplyRisk:
    """The largest supply risk over the stages, with everything that went into it."""

    point: float
    """nan while any stage with supply lacks a WGI, or the recycling rate is missing."""
    low: float
    high: float
    stage: str
    """The stage of the maximum; "" without an answer."""
    stages: tuple[StageRisk, ...]
    recycling_rate: float
    recycling_source: str
    substitution: float
    import_reliance: float
    sourcing: bool
    """Whether the EU's own sourcing weighs too; without it the world's supply stands alone."""
    restrictions: tuple[str, ...]
    """Export measures in force on the mineral by its suppliers: a hint at a trade parameter above 1."""
    why: str
    """What is missing, in one sentence; "" when nothing is."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Countries without a WGI in any stage."""
        return tuple(dict.fromkeys(iso3 for stage in self.stages for iso3 in stage.missing))


def weighed_hhi(inputs: Iterable[Input]) -> float:
    """HHI weighed by governance and trade, Σ S²·WGI·t; nan with any WGI missing, nan without a supplier.

    Examples
    --------
    >>> round(weighed_hhi([Input(0.6, 6.2, 1.1), Input(0.3, 3.0, 1.0), Input(0.1, 1.5, 0.8)]), 4)
    2.7372
    """
    rows = list(inputs)
    return float(sum(one.share**2 * one.wgi * one.trade for one in rows)) if rows else np.nan


def supply_risk_of(
    world: float, union: float, import_reliance: float, recycling_rate: float, substitution: float
) -> float:
    """Supply risk from the weighed HHI of the world's supply and of the EU's sourcing.

    Parameters
    ----------
    world, union
        ``weighed_hhi``; ``union`` is nan where the EU's sourcing is not known: then the world's counts alone.
    import_reliance, recycling_rate, substitution
        Fractions: IR, EoL_RIR, SI.

    Examples
    --------
    >>> round(supply_risk_of(2.7372, 1.6032, 0.8, 0.22, 0.9), 4)
    1.4439
    """
    mixed = world
    if not np.isnan(union):
        mixed = world * import_reliance / 2 + union * (1 - import_reliance / 2)
    return mixed * (1 - recycling_rate) * substitution


def supply_risk(results: Results) -> SupplyRisk:
    """Supply risk of the scenario's mineral over all its stages, under the scenario's basis and measure."""
    return _supply_risk(results.dataset, _asked(results.scenario))


def _asked(scenario: Scenario) -> Scenario:
    """The same question without what supply risk does not depend on, so that a partner toggle finds it answered."""
    return replace(scenario, partners=frozenset(), closed=frozenset(), screened=frozenset(), target=None,
                   horizon=LATEST, stage=Stage.MINING)  # fmt: skip


@lru_cache(maxsize=16)
def _supply_risk(dataset: Dataset, scenario: Scenario) -> SupplyRisk:
    rate, source = recycling_rate(dataset, scenario)
    substitution, reliance = assumed(scenario, "substitution"), assumed(scenario, "import_reliance")
    sourced = _sourcing(dataset, scenario)
    union = weighed_hhi(sourced)
    sourcing = not np.isnan(union) and not np.isnan(reliance)
    stages, named = [], set[str]()
    for stage in available_stages(dataset, scenario.mineral):
        found = compute(dataset, replace(scenario, stage=stage))
        if found.no_data:
            continue
        risk = _stage(dataset, found, rate, substitution, union if sourcing else np.nan, reliance)
        named |= set(risk.inputs["supplier"])
        stages.append(risk)
    whole = [one for one in stages if not one.missing]
    known = bool(stages) and len(whole) == len(stages) and not np.isnan(rate)
    leader = max(stages, key=lambda one: (one.low, one.high), default=None) if not np.isnan(rate) else None
    return SupplyRisk(
        point=max(one.point for one in stages) if known else np.nan,
        low=max((one.low for one in stages), default=np.nan),
        high=max((one.high for one in stages), default=np.nan),
        stage=leader.stage if leader else "",
        stages=tuple(stages),
        recycling_rate=rate,
        recycling_source=source,
        substitution=substitution,
        import_reliance=reliance,
        sourcing=sourcing,
        restrictions=_restrictions(dataset, scenario.mineral, named),
        why=_why(stages, rate),
    )


def recycling_rate(dataset: Dataset, scenario: Scenario) -> tuple[float, str]:
    """End-of-life recycling input rate, a fraction, and where it comes from; nan where no table has it."""
    own = assumed(scenario, "recycling_rate")
    if not np.isnan(own):
        return own, "set by the user"
    table = dataset.benchmarks
    wanted = RATES.get(scenario.mineral, (f"eolrir-{scenario.mineral}",))
    rows = table[table["benchmark_id"].isin(wanted) & (table["unit"] == "percent")]
    values = pd.to_numeric(rows["value"], errors="coerce").to_numpy(float)
    if not np.any(~np.isnan(values)):
        return np.nan, ""
    lowest = int(np.nanargmin(values))
    row = rows.iloc[lowest]
    of_several = f", the lowest of {len(rows)}" if len(rows) > 1 else ""
    return float(values[lowest]) / 100, f"{row['metric']}, of {row['applies_to']}{of_several} ({row['source_id']})"


def trade_parameter(dataset: Dataset, scenario: Scenario, iso3: str) -> float:
    """The user's t for a country, else 0.8 in the EU and 1 elsewhere."""
    own = assumed(scenario, f"trade:{iso3}")
    if not np.isnan(own):
        return own
    return INSIDE if iso3 in dataset.partner_members(frozenset({UNION})) else OUTSIDE


def _stage(
    dataset: Dataset, found: Results, rate: float, substitution: float, union: float, reliance: float
) -> StageRisk:
    table = found.suppliers
    rest = table["supplier"].isin([OTHER, UNKNOWN])
    named = table[~rest & table["share"].notna() & ~table["withheld"]]
    rows = [
        Input(float(share), assumed(found.scenario, f"wgi:{iso3}"), trade_parameter(dataset, found.scenario, iso3))
        for iso3, share in zip(named["supplier"], named["share"], strict=True)
    ]
    other, unknown = found.supplier_share(OTHER), found.supplier_share(UNKNOWN)
    low = weighed_hhi(one._replace(wgi=0.0) if np.isnan(one.wgi) else one for one in rows)
    most = [one._replace(wgi=WORST) if np.isnan(one.wgi) else one for one in rows]
    high = weighed_hhi(most) + _rest(most, other, unknown) if rows else np.nan
    inputs = pd.DataFrame(
        {
            "stage": found.scenario.stage.value,
            "supplier": named["supplier"].to_numpy(object),
            "name": named["name"].to_numpy(object),
            "tonnes": named["tonnes"].to_numpy(float),
            "share": named["share"].to_numpy(float),
            "wgi": np.array([one.wgi for one in rows], float),
            "trade": np.array([one.trade for one in rows], float),
            "term": np.array([weighed_hhi([one]) for one in rows], float),
        },
        columns=INPUTS,
    )

    def risk(world: float) -> float:
        return supply_risk_of(world, union, reliance, rate, substitution)

    missing = tuple(str(iso3) for iso3, one in zip(named["supplier"], rows, strict=True) if np.isnan(one.wgi))
    return StageRisk(
        stage=found.scenario.stage.value,
        point=risk(weighed_hhi(rows)),
        low=risk(low),
        high=risk(high),
        missing=missing,
        left_out=other + unknown,
        inputs=inputs,
        answer=found,
    )


def _rest(rows: list[Input], other: float, unknown: float) -> float:
    """The most that OTHER (in pieces no larger than the smallest named supplier) and UNKNOWN (with the supplier where
    it weighs most, or with a newcomer of the worst governance) can add to the weighed HHI."""
    smallest = min((one.share for one in rows if one.share > 0), default=0.0)
    joined = max(((one.share + unknown) ** 2 - one.share**2) * one.wgi * one.trade for one in rows)
    return other * smallest * WORST * OUTSIDE + max(joined, unknown**2 * WORST * OUTSIDE)


def _sourcing(dataset: Dataset, scenario: Scenario) -> list[Input]:
    """The EU's own sourcing, where import_sources has rows for it; [] where it has none."""
    table = dataset.import_sources
    rows = table[(table["mineral"] == scenario.mineral) & (table["importer"] == UNION) & table["share"].notna()]
    return [
        Input(float(share), assumed(scenario, f"wgi:{iso3}"), trade_parameter(dataset, scenario, iso3))
        for iso3, share in zip(rows["exporter_iso3"], rows["share"], strict=True)
        if iso3 != "OTH"
    ]


def _restrictions(dataset: Dataset, mineral: str, suppliers: set[str]) -> tuple[str, ...]:
    """Export measures in force by countries that supply, in words."""
    table = dataset.export_controls
    rows = table[table["iso3"].isin(suppliers) & table["status"].str.startswith("in force")]
    rows = rows[~rows["measure"].str.contains(IMPORT)]
    return tuple(
        f"{row.iso3}: {row.measure} (since {row.effective}, {row.source_id})"
        for row in rows.itertuples(index=False)
        if mineral in str(row.mineral).split("; ")
    )


def _why(stages: list[StageRisk], rate: float) -> str:
    said = []
    if not stages:
        said.append("no stage has supply to weigh")
    if lacking := tuple(dict.fromkeys(iso3 for stage in stages for iso3 in stage.missing)):
        more = f" and {len(lacking) - MOST_NAMED} more" if len(lacking) > MOST_NAMED else ""
        named = ", ".join(lacking[:MOST_NAMED])
        said.append(f"the World Governance Indicator is missing of {named}{more} (enter wgi:{lacking[0]}=…)")
    if np.isnan(rate):
        said.append("the end-of-life recycling input rate is missing (enter recycling_rate=…)")
    return "; ".join(said)
