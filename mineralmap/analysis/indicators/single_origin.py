"""Does one country outside the partners stand for too much of a partner's consumption?"""

import math

import numpy as np
import pandas as pd

from mineralmap.analysis import made_of
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.reliance import Origin, largest_origin
from mineralmap.analysis.results import Results
from mineralmap.analysis.wording import NO_DATA, banded, percent


@indicators.add
class SingleOrigin:
    id, title, unit, order = "single_origin", "Largest origin of a partner's consumption", "fraction", 105
    question = "Does more than 65 % of a partner's consumption come from one country?"
    formula = "share of imports by the largest origin outside the partners × net import reliance"
    reference = (
        "Article 5 of Regulation (EU) 2024/1252 speaks of the Union's consumption; origins of imports are known for "
        "the United States only (USGS), as countries of last shipment. 65.0 % passes. A share of world "
        "supply is another figure."
    )
    bounds = (-math.inf, 1.0)

    def value(self, results: Results) -> float:
        found = None if results.no_data else largest_origin(results)
        return found.share.point if found else np.nan

    def text(self, results: Results) -> str:
        if results.no_data:
            return NO_DATA
        found = largest_origin(results)
        if found is None:
            return f"{NO_DATA}: origins of imports are not known for this stage and these partners"
        if math.isnan(found.share.point):
            return f"{NO_DATA}: {found.region} is a net exporter, and {found.name} has {_of_imports(found)}"
        limit = f"{100 * results.gap.single_limit:g} %"
        crossing = f", above {limit}" if found.over else f", may exceed {limit}" if found.may else ""
        note = f"; {found.note}" if found.note else ""
        return f"{found.name} {banded(found.share)} of {found.region} consumption{crossing}: {_of_imports(found)}{note}"

    def rows(self, results: Results) -> pd.DataFrame:
        found = None if results.no_data else largest_origin(results)
        if found is None or math.isnan(found.share.point):
            return made_of.nothing()
        rows = made_of.table("origin", [found.iso3], [np.nan], found.import_share, [found.share.point], found.note)
        return rows.assign(
            name=found.name, host_iso3=found.iso3, measured=_of_imports(found), year=float(found.reliance.year),
            source_id="; ".join(dict.fromkeys([found.source_id, found.reliance.source_id])),
        )  # fmt: skip

    def whole(self, results: Results) -> made_of.Whole:
        found = None if results.no_data else largest_origin(results)
        what = f"{found.reliance.consumption} of {found.region}, as the source counts it" if found else ""
        return made_of.Whole(math.nan, what, math.nan, results)


def _of_imports(found: Origin) -> str:
    form = "" if found.form == "All" else f" of {found.form[0].lower()}{found.form[1:]}"
    return (
        f"{percent(found.import_share)} of imports{form} in {found.years} × net import reliance "
        f"{found.reliance.published} % in {found.reliance.year} ({found.source_id})"
    )
