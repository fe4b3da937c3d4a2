"""Countries, shaded by what the view asks for (``layers.shading``); what is not known is dotted, never pale.

Who is above the limit that policy sets is hatched; who may be, since owners are not known or output is withheld, is
hatched more lightly over the shade of its value.
"""

import math
from collections.abc import Hashable
from itertools import pairwise

import numpy as np
import pandas as pd

from mineralmap.layers import basemap, classes
from mineralmap.layers.context import Context
from mineralmap.layers.kinds import layers
from mineralmap.layers.layer import COUNTED, Areas, Layer, LegendBlock, LegendEntry, Paint
from mineralmap.layers.shading import Shading, shading

NOT_NAMED, NO_DATA, PLAIN = 0, 1, 2
ABOVE, MAY = PLAIN + classes.MOST, PLAIN + 2 * classes.MOST
"""First of the paints of the classes: plain, with the hatch of what is above the limit, and of what may be."""
CREDIT = "Made with Natural Earth."


@layers.add
class Countries:
    """Land, shaded by one number a country."""

    id, title, order = "countries", "Countries", 10

    def rests_on(self, context: Context, layer: str) -> tuple[Hashable, ...]:
        """The numbers, and whether there is an answer at all."""
        return shading(context).told, bool(context.results.no_data)

    def make(self, context: Context) -> Layer:
        """The levels of detail of the same areas, and the key of the classes that are on the map."""
        made = shading(context)
        parted = classes.classify(made.values.to_numpy(float), context.view.classes, made.fixed, made.limit)
        chosen, paints = _chosen(made, parted, bool(context.results.no_data)), _paints(context, parted.count)
        levels, seen = [], set()
        for name, detail in basemap.levels(context.closest):
            shapes = basemap.shapes(name, context.projection)
            codes = shapes.table["iso3"].where(shapes.table["iso3"] != "", shapes.table["iso3_report"])
            rest = NO_DATA if context.results.no_data and made.id == "share" else NOT_NAMED
            paint = chosen.reindex(codes).fillna(rest).to_numpy(int)
            ids = codes.where(codes != "", shapes.table["unit_id"])
            seen |= set(paint[np.unique(shapes.feature_of_polygon)].tolist())
            levels.append(
                Areas(
                    x=shapes.x,
                    y=shapes.y,
                    ring_start=shapes.ring_start,
                    polygon_of_ring=shapes.polygon_of_ring,
                    feature_of_polygon=shapes.feature_of_polygon,
                    paint=paint,
                    paints=paints,
                    ids=tuple(ids),
                    tips=_tips(context, made, ids, shapes.table["name"]),
                    detail=detail,
                )
            )
        key = _legend(made, parted, paints, seen, chosen)
        return Layer(self.id, self.title, tuple(levels), key, credits=(CREDIT, *made.credits), pickable=True)


def _chosen(made: Shading, parted: classes.Classes, silent: bool) -> pd.Series:
    """Index of the paint of each country that something is said of, by its code."""
    values = made.values.to_numpy(float)
    high = values if made.high is None else made.high.reindex(made.values.index).to_numpy(float)
    above = np.nan_to_num(values) > made.limit + classes.NEAR
    may = ~above & ~np.isnan(values) & (np.nan_to_num(high) > made.limit + classes.NEAR)
    paint = np.select([parted.of == classes.NO_DATA, above, may], [NO_DATA, ABOVE + parted.of, MAY + parted.of],
                      PLAIN + parted.of)  # fmt: skip
    if made.zero_is_nothing:
        paint = np.where(values == 0.0, NOT_NAMED, paint)
    return pd.Series(np.full(len(values), NO_DATA) if silent else paint, index=made.values.index)


def _paints(context: Context, count: int) -> tuple[Paint, ...]:
    """The paints of NOT_NAMED, NO_DATA and of the classes, which take the whole of the ramp however few they are."""
    colours, ground = context.palette, context.palette.ground
    line = {"line": ground.border, "width": 0.6}
    steps = np.round(np.linspace(0, classes.MOST - 1, count)).astype(int) if count > 1 else np.array([2])
    ramp = [colours.ramp[step] for step in steps.tolist()]
    ramp += [colours.ramp[-1]] * (classes.MOST - len(ramp))
    return (
        Paint(fill=ground.land, **line),
        Paint(fill=ground.land, hatch="dots", hatch_colour=colours.dots, **line),
        *(Paint(fill=colour, **line) for colour in ramp),
        *(Paint(fill=colour, hatch="lines", hatch_colour=colours.hatch, **line) for colour in ramp),
        *(Paint(fill=colour, hatch="sparse", hatch_colour=colours.hatch, **line) for colour in ramp),
    )


def _tips(context: Context, made: Shading, codes: pd.Series, names: pd.Series) -> tuple[str, ...]:
    values, lines = made.values.to_dict(), []
    high = {} if made.high is None else made.high.to_dict()
    extra = {} if made.extra is None else made.extra.to_dict()
    for code, fallback in zip(codes, names, strict=True):
        name, value = context.names.get(code, fallback), values.get(code)
        if context.results.no_data and made.id == "share":
            said = "no data"
        elif value is None or (made.zero_is_nothing and value == 0.0):
            said = f"{made.title}: {made.others}"
        else:
            said = f"{made.title}: {made.text(value)}"
            if value <= made.limit + classes.NEAR < high.get(code, math.nan):
                said += f"\nmay exceed {made.text(made.limit)}: up to {made.text(high[code])}"
            if extra.get(code):
                said += f"\n{extra[code]}"
        lines.append(f"{name}\n{said}")
    return tuple(lines)


def _legend(
    made: Shading, parted: classes.Classes, paints: tuple[Paint, ...], seen: set[int], chosen: pd.Series
) -> tuple[LegendBlock, ...]:
    """The classes with their ranges and how many countries are in each, from the first to the last that has any, then
    what is hatched, dotted or left pale."""
    classed = chosen.to_numpy(int)
    counts: np.ndarray = np.bincount((classed[classed >= PLAIN] - PLAIN) % classes.MOST, minlength=classes.MOST)
    some = np.flatnonzero(counts).tolist()
    shaded = [
        LegendEntry("area", label, paints[PLAIN + number], more=f"n = {counts[number]}", minor=not counts[number])
        for number, label in enumerate(class_words(made, parted))
        if some and some[0] <= number <= some[-1]
    ]
    special, limit = [], made.text(made.limit)
    if above := [place for place in range(classes.MOST) if ABOVE + place in seen]:
        special.append(LegendEntry("area", f"one supplier above {limit}", paints[ABOVE + max(above)]))
    if may := [place for place in range(classes.MOST) if MAY + place in seen]:
        special.append(LegendEntry("area", f"may exceed {limit}", paints[MAY + max(may)]))
    if NO_DATA in seen:
        special.append(LegendEntry("area", made.missing, paints[NO_DATA]))
    if NOT_NAMED in seen:
        special.append(LegendEntry("area", made.others, paints[NOT_NAMED]))
    if not shaded:
        return (LegendBlock(made.title, tuple(special), foremost=True),)
    first = LegendBlock(made.title, tuple(shaded), f"{made.basis}; {COUNTED}", foremost=True)
    return (first, LegendBlock("", tuple(special), foremost=bool(above or may))) if special else (first,)


def class_words(made: Shading, parted: classes.Classes) -> tuple[str, ...]:
    """Words of each class: between which breaks, or where these come from the values, what is really in it."""
    if parted.how in ("fixed", "threshold"):
        breaks = [f"{100 * one:.3g} %" if made.unit == "part" else _short(made, one) for one in parted.breaks]
        last = ">" if parted.how == "threshold" else "≥"
        return f"< {breaks[0]}", *(_span(low, high) for low, high in pairwise(breaks)), f"{last} {breaks[-1]}"
    return tuple(
        _span(_short(made, least), _short(made, most)) for least, most, _ in parted.ranges(made.values.to_numpy(float))
    )


def _short(made: Shading, value: float) -> str:
    """A value without what the heading says: "5 %", "1.2 kt", "400"."""
    if not math.isfinite(value):
        return ""
    counted = made.of_tonnes.removeprefix("t") if made.unit == "tonnes" else " points"
    return made.text(value).removesuffix(counted).replace(".0 ", " ")


def _span(low: str, high: str) -> str:
    """From one value to another, their unit said once: "5–10 %"."""
    if low == high:
        return low
    unit = f" {high.rpartition(' ')[2]}" if " " in high else ""
    return f"{low.removesuffix(unit)}–{high}"
