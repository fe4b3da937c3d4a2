"""Countries, shaded by their share of supply under the chosen basis; what is not known is dotted, never pale.

Who is above the limit for one supplier is hatched; who may be, since owners are not known or output is withheld, is
hatched more lightly over the shade of its share.
"""

import math

import numpy as np
import pandas as pd

from mineralmap.layers import basemap, symbology, words
from mineralmap.layers.context import Context
from mineralmap.layers.kinds import layers
from mineralmap.layers.layer import Areas, Layer, LegendBlock, LegendEntry, Paint

NOT_NAMED, NO_DATA, FIRST_CLASS = 0, 1, 2
ABOVE = FIRST_CLASS + len(symbology.SHARE_BREAKS) + 1
FIRST_MAY = ABOVE + 1
"""Paints of the same classes with the lighter hatch."""
NEAR = 1e-9
CREDIT = "Made with Natural Earth."


@layers.add
class Countries:
    """Land, shaded by supplier share."""

    id, title, order = "countries", "Countries by share", 10

    def make(self, context: Context) -> Layer:
        """Two levels of detail of the same areas, and the key of the classes that are on the map."""
        suppliers = context.results.suppliers.set_index("supplier")
        paints = _paints(context)
        levels, used = [], set()
        for name, detail in (
            ("countries_low", (basemap.CLOSE_MPP, math.inf)),
            ("countries", (0.0, basemap.CLOSE_MPP)),
        ):
            shapes = basemap.shapes(name, context.projection)
            codes = shapes.table["iso3"].where(shapes.table["iso3"] != "", shapes.table["iso3_report"])
            paint = _classes(codes, context)
            used |= set(paint.tolist())
            ids = codes.where(codes != "", shapes.table["unit_id"])
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
                    tips=_tips(context, ids, shapes.table["name"], suppliers),
                    detail=detail,
                )
            )
        return Layer(
            self.id, self.title, tuple(levels), _legend(context, paints, used), credits=(CREDIT,), pickable=True
        )


def _classes(codes: pd.Series, context: Context) -> np.ndarray:
    """Index of the paint of each country, shape (n,)."""
    if context.results.no_data:
        return np.full(len(codes), NO_DATA)
    suppliers, limit = context.results.suppliers.set_index("supplier"), _limit(context)
    shares, high = (suppliers[column].reindex(codes).to_numpy(float) for column in ("share", "share_high"))
    ranked = symbology.share_classes(shares)
    named = codes.isin(suppliers.index).to_numpy()
    above = np.nan_to_num(shares) > limit + NEAR
    may = ~above & ~np.isnan(shares) & (np.nan_to_num(high) > limit + NEAR)
    paint = np.where(ranked == symbology.NO_DATA, NO_DATA, FIRST_CLASS + ranked)
    paint = np.where(may, FIRST_MAY + ranked, paint)
    paint = np.where(above, ABOVE, paint)
    return np.where(named & (np.isnan(shares) | (shares > 0)), paint, NOT_NAMED)


def _limit(context: Context) -> float:
    """The most that one supplier should have: the scenario's, else the benchmark."""
    limit = context.results.gap.single_limit
    return limit if np.isfinite(limit) else symbology.THRESHOLD


def _paints(context: Context) -> tuple[Paint, ...]:
    colours, ground = context.palette, context.palette.ground
    line = {"line": ground.border, "width": 0.6}
    return (
        Paint(fill=ground.land, **line),
        Paint(fill=ground.land, hatch="dots", hatch_colour=colours.dots, **line),
        *(Paint(fill=colour, **line) for colour in colours.ramp),
        Paint(fill=colours.ramp[-1], hatch="lines", hatch_colour=colours.hatch, **line),
        *(Paint(fill=colour, hatch="sparse", hatch_colour=colours.hatch, **line) for colour in colours.ramp),
    )


def _tips(context: Context, codes: pd.Series, names: pd.Series, suppliers: pd.DataFrame) -> tuple[str, ...]:
    results = context.results
    counted = f"{words.product(results.scenario, results.mineral_name)}, {words.BASIS[results.scenario.basis]}"
    rows, limit = suppliers.to_dict("index"), _limit(context)
    lines = []
    for code, fallback in zip(codes, names, strict=True):
        name = context.names.get(code, fallback)
        if results.no_data:
            said = "no data"
        elif code not in rows:
            said = f"{counted}: not among the named suppliers"
        else:
            row = rows[code]
            said = f"{symbology.percent_text(float(row['share']))} of {counted}"
            if bool(row["withheld"]):
                said = f"{counted}: withheld by the source"
            elif np.isfinite(row["tonnes"]):
                said += f" ({symbology.tonnes_text(float(row['tonnes']), results.unit)})"
            if row["share"] <= limit + NEAR < row["share_high"]:
                said += f"\nmay exceed {100 * limit:g} %: up to {symbology.percent_text(float(row['share_high']))}"
            if row["presumed_share"] > 0:
                said += f"\nof which presumed {symbology.percent_text(float(row['presumed_share']))}"
        lines.append(f"{name}\n{said}")
    return tuple(lines)


def _legend(context: Context, paints: tuple[Paint, ...], used: set[int]) -> tuple[LegendBlock, ...]:
    results = context.results
    labels = symbology.share_class_labels()
    shaded = [
        LegendEntry("area", label, paints[FIRST_CLASS + place])
        for place, label in enumerate(labels)
        if {FIRST_CLASS + place, FIRST_MAY + place} & used or (place == len(labels) - 1 and ABOVE in used)
    ]
    special, limit = [], f"{100 * _limit(context):g} %"
    if ABOVE in used:
        special.append(LegendEntry("area", f"one supplier above {limit}", paints[ABOVE]))
    if may := [place for place in range(len(labels)) if FIRST_MAY + place in used]:
        special.append(LegendEntry("area", f"may exceed {limit}", paints[FIRST_MAY + max(may)]))
    if NO_DATA in used:
        said = "no data" if results.no_data else "withheld by the source"
        special.append(LegendEntry("area", said, paints[NO_DATA]))
    if NOT_NAMED in used and shaded:
        special.append(LegendEntry("area", "not a named supplier", paints[NOT_NAMED]))
    if not shaded and not special:
        return ()
    heading = f"Share of {words.product(results.scenario, results.mineral_name)}, {words.BASIS[results.scenario.basis]}"
    return tuple(
        block for block in (LegendBlock(heading, tuple(shaded)), LegendBlock("", tuple(special))) if block.entries
    )
