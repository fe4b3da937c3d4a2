"""How long would the partners' stocks last?"""

import math

import numpy as np
import pandas as pd

from mineralmap.analysis import made_of
from mineralmap.analysis.indicators import indicators
from mineralmap.analysis.results import Results
from mineralmap.analysis.stockpile import Cover, Disclosure, End, covers, first_day
from mineralmap.analysis.wording import NO_DATA, percent


@indicators.add
class DaysOfCover:
    id, title, unit, order = "days_of_cover", "Days of cover", "days", 140
    question = "How long would stocks last?"
    formula = (
        "stock ÷ (consumption ÷ 365); with a part L of supply lost, stock ÷ (L × consumption ÷ 365); new supply is "
        "taken in month by month. Of several partners the shortest counts"
    )
    reference = (
        "Days of domestic consumption, as stock targets are set (JOGMEC: 60 days for rare metals). What is not "
        "disclosed is told as such and counts as nothing but itself; a target is no stock."
    )
    bounds = (0.0, 36500.0)

    def value(self, results: Results) -> float:
        shortest = _shortest(results)
        return shortest.days if shortest else np.nan

    def text(self, results: Results) -> str:
        if results.no_data:
            return NO_DATA
        told = [_told(one, results) for one in covers(results)]
        return "; ".join(told) if told else f"{NO_DATA}: no partner is chosen"

    def rows(self, results: Results) -> pd.DataFrame:
        shortest = _shortest(results)
        if shortest is None:
            return made_of.nothing()
        parts = shortest.parts if sum(days for _, days in shortest.parts) == shortest.days else ()
        named = parts or (("stock", shortest.days),)
        tonnes = [days * shortest.consumption_t / 365 for _, days in named]
        ids = [f"{shortest.region}-{kind}" for kind, _ in named]
        rows = made_of.table("stock", ids, tonnes, 1.0, [days for _, days in named], "set by the user")
        rows = rows.assign(name=[f"Stock of {shortest.region}, {kind}" for kind, _ in named], measured="days set")
        if math.isnan(shortest.consumption_t):
            return rows
        used = made_of.table("demand", [shortest.region], [shortest.consumption_t], 0.0, 0.0, "consumption a year")
        return made_of.joined(rows, used)

    def whole(self, results: Results) -> made_of.Whole:
        shortest = _shortest(results)
        what = f"consumption of {shortest.region} a year" if shortest else ""
        return made_of.Whole(shortest.consumption_t if shortest else math.nan, what, math.nan, results)

    def assumes(self, results: Results) -> tuple[str, ...]:
        told = [one for one in covers(results) if not math.isnan(one.loss)]
        return tuple(dict.fromkeys(f"Supply lost: {percent(one.loss)} ({one.loss_from})." for one in told))


def _shortest(results: Results) -> Cover | None:
    if results.no_data:
        return None
    held = [one for one in covers(results) if not math.isnan(one.days)]
    return min(held, key=lambda one: one.days, default=None)


def _told(cover: Cover, results: Results) -> str:
    if cover.disclosure is not Disclosure.SET:
        word = "undisclosed" if cover.disclosure is Disclosure.UNDISCLOSED else f"{NO_DATA} on its stock by mineral"
        target = "" if math.isnan(cover.target_days) else f", target {cover.target_days:g} days ({cover.target_source})"
        if not math.isnan(cover.target_high_days):
            target += f", up to {cover.target_high_days:g} for high risk"
        split = " + ".join(f"{kind} {days:g}" for kind, days in cover.target_parts)
        return f"{cover.region} {word}{target}{f', older split {split}' if split else ''}"
    kinds = f" ({', '.join(f'{kind} {days:g}' for kind, days in cover.parts)})" if cover.parts else ""
    held = f"{cover.region} {cover.days:g} days of all consumption, {cover.disclosure.value}{kinds}"
    return held + _under(cover, results)


def _under(cover: Cover, results: Results) -> str:
    ends = cover.depletion
    if ends.end is End.UNKNOWN:
        return ", no loss to set it against"
    lost = f"{percent(cover.loss)} lost ({cover.loss_from})"
    if ends.end is End.NOT_DRAWN:
        return ", not drawn: nothing is lost"
    if ends.end is End.LASTS:
        return f", lasts with {lost}: new supply comes in time"
    return f", {ends.days:.1f} days with {lost} from {first_day(results)} on: used up on {ends.on}"
