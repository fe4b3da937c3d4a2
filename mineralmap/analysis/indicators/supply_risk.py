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
            return f"{NO_DATA}: {risk.why}{_between(risk)}"
        verdict = "at or above" if risk.point >= CRITICAL else "below"
        may = f", may reach {risk.high:.2f}" if risk.high - risk.point >= 0.005 else ""
        weighed = "with EU sourcing" if risk.sourcing else "of world supply alone"
        said = f"{risk.point:.2f} in {risk.stage} by {results.scenario.basis.value}, {weighed}"
        return f"{said}, {verdict} {CRITICAL:g}{may}; economic importance is not computed"

    def rows(self, results: Results) -> pd.DataFrame:
        if results.no_data or math.isnan((risk := supply_risk(results)).point):
            return made_of.nothing()
        stage = next(one for one in risk.stages if one.stage == risk.stage)
        terms = stage.inputs["term"].to_numpy(float)
        each = terms * (stage.point / terms.sum()) if not risk.sourcing and terms.sum() > 0 else np.nan
        wgi, trade = stage.inputs["wgi"], stage.inputs["trade"]
        note = [f"WGI {one:g} (set by the user), t {other:g}" for one, other in zip(wgi, trade, strict=True)]
        return made_of.table("country", stage.inputs["supplier"], stage.inputs["tonnes"], 1.0, each, note)

    def whole(self, results: Results) -> made_of.Whole:
        stages = supply_risk(results).stages
        largest = max(stages, key=lambda one: (one.low, one.high), default=None)
        return made_of.of_results(largest.answer if largest else results)

    def assumes(self, results: Results) -> tuple[str, ...]:
        risk = supply_risk(results)
        rate = f"End-of-life recycling input rate {percent(risk.recycling_rate)} ({risk.recycling_source})."
        return (
            *((rate,) if risk.recycling_source else ()),
            f"Substitution index {risk.substitution:g}.",
            "Trade parameter 0.8 in the European Union, 1 elsewhere, unless changed.",
            *(f"{percent(one.left_out)} of {one.stage} has no WGI, and is in the bound only." for one in risk.stages),
            *(f"Export measure in force, for which t above 1 may be set: {said}." for said in risk.restrictions),
        )


def _between(risk: SupplyRisk) -> str:
    """Bounds while something is missing: they tell how little is known, and never that all is well."""
    if math.isnan(risk.low) or not risk.stages:
        return ""
    return f"; between {risk.low:.2f} and {risk.high:.2f} by what is known"
