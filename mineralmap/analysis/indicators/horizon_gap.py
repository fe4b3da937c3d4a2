"""How much do the partners lack in the year ahead that is asked about?"""

import math

import pandas as pd

from mineralmap.analysis import made_of
from mineralmap.analysis.horizon import FIRST, LAST, Horizon, horizon
from mineralmap.analysis.horizon_rows import rows_ahead
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.results import Results
from mineralmap.analysis.wording import NO_DATA, tonnes


@indicators.add
class HorizonGap:
    id, title, unit, order = "horizon_gap", "Gap in the year ahead", "t", 95
    question = "How much will the partners lack to their target?"
    formula = (
        "max(0, target × demand − operating capacity × use − Σ projects × chance × ramp), demand grown "
        "with the world's from the partner's published figure"
    )
    reference = (
        "World demand: IEA Critical Minerals Data Explorer, STEPS, APS and NZE, linear between published years; that a "
        "partner's demand grows as the world's is a proxy. Chances and ramp are ours and can be changed."
    )
    bounds = (0.0, math.inf)

    def value(self, results: Results) -> float:
        return horizon(results).gap_t

    def text(self, results: Results) -> str:
        found = horizon(results)
        if math.isnan(found.gap_t):
            return NO_DATA if results.no_data else f"{NO_DATA}: {_why(found)}"
        year = found.of_year()
        said = (
            f"{tonnes(found.gap_t, found.unit)} in {found.year}: target "
            f"{tonnes(year['target_t'], found.unit)} of {tonnes(year['demand_t'], found.unit)} demand, supply "
            f"{tonnes(year['supply_t'], found.unit)}, projects {tonnes(year['pipeline_t'], found.unit)}"
        )
        grown = found.demand.loc[found.demand["year"] == found.year, "grown"].any()
        proxy = f"; demand grown with the world's (IEA {found.outlook.name}), a proxy" if grown else ""
        return f"{said}, by {results.scenario.basis.value}{proxy}"

    def rows(self, results: Results) -> pd.DataFrame:
        return rows_ahead(results)

    def whole(self, results: Results) -> made_of.Whole:
        return made_of.of_demand(results)

    def assumes(self, results: Results) -> tuple[str, ...]:
        found = horizon(results)
        basis = str(found.of_year()["basis"])
        return tuple(one for one in (f"In {found.year}: {basis}." if basis else "", *found.notes) if one)


def _why(found: Horizon) -> str:
    if not FIRST <= found.year <= LAST:
        return f"years from {FIRST} to {LAST} can be asked about"
    if not len(found.demand):
        return "no partner has a demand figure"
    asked = found.demand[found.demand["year"] == found.year]
    lacking = asked.loc[asked["demand_t"].isna()]
    if len(lacking):
        return "; ".join(f"demand of {row.region}: {row.basis}" for row in lacking.itertuples(index=False))
    return "no operating capacity of this stage is known"
