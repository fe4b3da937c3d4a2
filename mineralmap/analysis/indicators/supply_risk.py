"""How risky is supply by the European Union's method?"""

import math

import numpy as np
import pandas as pd

from mineralmap.analysis import made_of
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.results import Results
from mineralmap.analysis.supply_risk import CRITICAL, SupplyRisk, supply_risk
from mineralmap.analysis.wording import NO_DATA, percent


@indicators.add
class SupplyRiskIndicator:
    id, title, unit, order = "supply_risk", "Supply risk (EU method)", "0–100", 150
    question = "Is supply at risk by the European Union's method?"
    formula = (
        "largest over the stages of HHI(WGI, t) × (1 − recycling rate) × substitution, HHI(WGI, t) being "
        "Σ share² × WGI × trade parameter; with EU sourcing known, HHI(world) × IR/2 + HHI(EU) × (1 − IR/2)"
    )
    reference = (
        "European Commission, Methodology for establishing the EU list of critical raw materials (2017). WGI from 0 "
        "good to 10 bad. Critical from 1.0 on, if economic importance is 2.8 or more too: that is not computed here."
    )
    bounds = (0.0, 100.0)

    def value(self, results: Results) -> float:
        return np.nan if results.no_data else supply_risk(results).point

    def text(self, results: Results) -> str:
        if results.no_data:
            return NO_DATA
        risk = supply_risk(results)
        if math.isnan(risk.point):
            return f"{NO_DATA}: {risk.why}{_between(risk)}{_hint(risk)}"
        verdict = "at or above" if risk.point >= CRITICAL else "below"
        may = f", may reach {risk.high:.2f}" if risk.high - risk.point >= 0.005 else ""
        left = max(one.left_out for one in risk.stages if one.stage == risk.stage)
        rest = f"; {percent(left)} of supply has no WGI and is in the bound only" if left > 1e-6 else ""
        return (
            f"{risk.point:.2f} in {risk.stage}, {verdict} {CRITICAL:g}{may} "
            f"(economic importance is not computed){rest}; {_made_of(risk, results)}{_hint(risk)}"
        )

    def rows(self, results: Results) -> pd.DataFrame:
        if results.no_data or math.isnan((risk := supply_risk(results)).point):
            return made_of.nothing()
        stage = next(one for one in risk.stages if one.stage == risk.stage)
        terms = stage.inputs["term"].to_numpy(float)
        each = terms * (stage.point / terms.sum()) if not risk.sourcing and terms.sum() > 0 else np.nan
        return made_of.table("country", stage.inputs["supplier"], stage.inputs["tonnes"], 1.0, each)


def _made_of(risk: SupplyRisk, results: Results) -> str:
    mixed = f"EU sourcing at an import reliance of {percent(risk.import_reliance)}"
    weighed = mixed if risk.sourcing else "world supply alone, since the EU's sourcing is not known"
    return (
        f"by {results.scenario.basis.value}; {weighed}; "
        f"recycling rate {percent(risk.recycling_rate)} ({risk.recycling_source}); substitution {risk.substitution:g}"
    )


def _between(risk: SupplyRisk) -> str:
    """Bounds while something is missing: they tell how little is known, and never that all is well."""
    if math.isnan(risk.low) or not risk.stages:
        return ""
    return f"; between {risk.low:.2f} and {risk.high:.2f} by what is known"


def _hint(risk: SupplyRisk) -> str:
    if not risk.restrictions:
        return ""
    return f"; export measures in force, for which a trade parameter above 1 may be set: {'; '.join(risk.restrictions)}"
