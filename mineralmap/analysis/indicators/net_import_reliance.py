"""How far does a partner live on imports?"""

import math

import numpy as np
import pandas as pd

from mineralmap.analysis import made_of
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.reliance import NET_EXPORTER, REGION, Reliance, reliance_of
from mineralmap.analysis.results import Results
from mineralmap.analysis.wording import NO_DATA


@indicators.add
class NetImportReliance:
    id, title, unit, order = "net_import_reliance", "Net import reliance", "fraction", 160
    question = "What part of consumption is imported, net?"
    formula = "(imports − exports ± change of stocks) ÷ apparent consumption; negative for a net exporter"
    reference = "As the U.S. Geological Survey prints it in Mineral Commodity Summaries; for the United States only."
    bounds = (-math.inf, 1.0)

    def value(self, results: Results) -> float:
        found = _found(results)
        return found.value.point if found else np.nan

    def text(self, results: Results) -> str:
        if results.no_data:
            return NO_DATA
        found = _found(results)
        if found is None:
            asked = REGION in results.scenario.partners
            return NO_DATA if asked else f"{NO_DATA}: published for {REGION} only, which is no partner here"
        if found.bound == NET_EXPORTER:
            said = "net exporter (the source prints no figure)"
        else:
            limit = {">": "more than ", "<": "less than "}.get(found.bound, "")
            exports = ", a net exporter" if found.value.point < 0 else ""
            said = f"{limit}{100 * found.value.point:g} % of {found.consumption}{exports}"
        estimate = ", estimate" if found.estimated else ""
        note = f"; {found.note}" if found.note else ""
        return f"{found.region} {said} ({found.year}{estimate}, {found.source_id}{note})"

    def rows(self, results: Results) -> pd.DataFrame:
        found = _found(results)
        if found is None or math.isnan(found.value.point):
            return made_of.nothing()
        rows = made_of.table("reliance", [found.region], [np.nan], 1.0, [found.value.point], found.note)
        return rows.assign(
            name=f"Net import reliance of {found.region}", year=float(found.year), source_id=found.source_id,
            measured=f"published {found.published} % of {found.consumption}",
        )  # fmt: skip

    def whole(self, results: Results) -> made_of.Whole:
        found = _found(results)
        what = f"{found.consumption} of {found.region}, as the source counts it" if found else ""
        return made_of.Whole(math.nan, what, math.nan, results)


def _found(results: Results) -> Reliance | None:
    if results.no_data or REGION not in results.scenario.partners:
        return None
    return reliance_of(results)
