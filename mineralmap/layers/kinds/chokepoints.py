"""Straits and canals that the modelled flows pass: a bar across each, as long as the exposure; closed ones crossed."""

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from mineralmap.analysis.gates import gates
from mineralmap.analysis.movements import Flows
from mineralmap.errors import InvalidArgument
from mineralmap.layers import basemap, symbology
from mineralmap.layers.context import Context
from mineralmap.layers.crossings import crossings
from mineralmap.layers.kinds import layers
from mineralmap.layers.layer import ALWAYS, Layer, LegendBlock, LegendEntry, Lines, Paint, Shape, Texts, plain_marks
from mineralmap.layers.words import legs_words, other_unit

NAMED = 5
"""So many of the most exposed are named on the map of the world."""
EXPOSED = 0.05
"""From this share on a gate is always named, and its bar stands out."""
LEAST_NAMED, LEAST_CHANGE, MINOR = 0.005, 0.005, 0.005
CLOSER_MPP = 9_000.0
MOVED = 1_600.0
"""Priority of the name of a gate whose share a closure changes."""
SLIGHT, AFTER_COUNTRIES = 0.02, 900.0
"""Before and after less than this share: the countries are named first, which stand around such a gate."""
OPEN, AVOIDED, SHUT, BARRED, BY_DEFAULT = range(5)
LESS = 5
"""Paint of an open gate that is not exposed."""
STATES = (
    "open", "open, second choice", "assumed closed", "closed to this class of ships",
    "closed unless opened",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Shown:
    """Gates on the map: rows of the table of gates, and for each its share (before: nan) and state; all (n,)."""

    rows: pd.DataFrame
    share: np.ndarray
    tonnes: np.ndarray
    before: np.ndarray
    state: np.ndarray


@layers.add
class Chokepoints:
    """Gates with the tonnes that pass them."""

    id, title, order = "chokepoints", "Chokepoints", 50

    def rests_on(self, context: Context, layer: str) -> tuple[Hashable, ...]:
        """What passes; as long as that is not known, what the question closes."""
        closed = context.results.scenario if context.shown is None else None
        return context.flows, context.before, closed, context.results.unit

    def make(self, context: Context) -> Layer:
        """Bars and names; without flows only what is closed or the user's own."""
        try:
            shown = _shown(context)
        except InvalidArgument:  # a gate that is none, of an edited project; told where the flows are modelled
            return Layer(self.id, self.title, ())
        if not len(shown.rows):
            return Layer(self.id, self.title, ())
        x, y = context.projection.forward(*_places(context, shown))
        length = symbology.bar_lengths(shown.share)
        angle = _angles(context, shown.rows["geometry"].to_numpy())
        paints = _paints(context)
        marks = []
        legs = legs_words(context.shown) or "place to place"
        tips = np.array([_tip(context, shown, i, legs) for i in range(len(shown.rows))], object)
        crossed, minor = shown.state >= SHUT, _minor(shown)
        drawn: tuple[tuple[Shape, np.ndarray, tuple[float, float]], ...] = (
            ("bar", minor, (0.0, CLOSER_MPP)), ("bar", ~crossed & ~minor, ALWAYS), ("barred", crossed, ALWAYS),
        )  # fmt: skip
        for shape, some, detail in drawn:
            at = np.flatnonzero(some)
            at = at[np.argsort(shown.state[at], kind="stable")]
            if len(at):
                ids = tuple(shown.rows.index[at])
                kinds, said = _kinds(shown)[at], tuple(tips[at])
                marks.append(plain_marks(shape, x[at], y[at], length[at], paints, kinds, ids, said, angle[at], detail))
        own = _own_lines(context, shown, tips)
        return Layer(
            self.id, self.title, (*own, *marks, _names(shown, x, y, length)), (_key(context, shown),), pickable=True
        )


def _shown(context: Context) -> _Shown:
    flows = context.shown
    scenario = context.results.scenario if flows is None else flows.scenario
    table = gates(context.dataset, scenario).table
    share, tonnes = (_of(flows, table.index, name) for name in ("share", "tonnes"))
    before = _of(context.before, table.index, "share") if context.compared else np.full(len(table), np.nan)
    closed, why = table["closed"].to_numpy(bool), table["why"].to_numpy(object)
    by_user = table.index.isin(scenario.closed)
    by_default = closed & (why == "closed unless you open it")
    avoided = table["penalty_nm"].to_numpy(float) > 0
    state = np.select([by_user, by_default, closed, avoided], [SHUT, BY_DEFAULT, BARRED, AVOIDED], OPEN)
    some = (share > 0) | closed | table["own"].to_numpy(bool) | (np.nan_to_num(before) > 0)
    return _Shown(pd.DataFrame(table[some]), share[some], tonnes[some], before[some], state[some])


def _places(context: Context, shown: _Shown) -> tuple[np.ndarray, np.ndarray]:
    """Degrees of each gate (n,): where most sails through it, now or else before; else the point of the strait."""
    lines = shown.rows["geometry"].to_numpy()
    found = np.full((len(lines), 2), np.nan)
    for flows in dict.fromkeys((context.shown, context.before)):
        missing = np.isnan(found[:, 0])
        if flows is not None and missing.any():
            found[missing] = crossings(flows, lines[missing])
    found = np.where(np.isnan(found), shown.rows[["lon", "lat"]].to_numpy(float), found)
    return found[:, 0], found[:, 1]


def _of(flows: Flows | None, gate_ids: pd.Index, column: str) -> np.ndarray:
    """A column of the exposure by gate, 0 where none passes."""
    if flows is None:
        return np.zeros(len(gate_ids))
    return flows.exposure.set_index("chokepoint_id")[column].reindex(gate_ids).fillna(0.0).to_numpy(float)


def _minor(shown: _Shown) -> np.ndarray:
    """Gates (n,) that so little passes, before and now, that they wait until one looks closer."""
    most = np.maximum(shown.share, np.nan_to_num(shown.before))
    return (shown.state <= AVOIDED) & (most < MINOR) & ~shown.rows["own"].to_numpy(bool)


def _exposed(shown: _Shown) -> np.ndarray:
    """Gates (n,) that much passes, now or before."""
    return np.maximum(shown.share, np.nan_to_num(shown.before)) >= EXPOSED


def _kinds(shown: _Shown) -> np.ndarray:
    """Index of the paint of each gate (n,)."""
    quiet = (shown.state == OPEN) & ~_exposed(shown) & ~shown.rows["own"].to_numpy(bool)
    return np.where(quiet, LESS, shown.state)


def _paints(context: Context) -> tuple[Paint, ...]:
    """By state; avoided ones are hollow, so that they are told without colour."""
    colours, ground = context.palette, context.palette.ground
    return (
        Paint(fill=colours.gate, line=colours.outline),
        Paint(fill=ground.paper, line=colours.gate, width=1.3),
        Paint(fill=ground.accent, line=colours.outline),
        Paint(fill=colours.gate, line=colours.outline),
        Paint(fill=ground.quiet, line=colours.outline, opacity=0.75),
        Paint(fill=ground.quiet, line=colours.outline, opacity=0.75),
    )


def _names(shown: _Shown, x: np.ndarray, y: np.ndarray, length: np.ndarray) -> Texts:
    """The most exposed and the closed by name on the map of the world, the others when one looks closer."""
    share, changed = shown.share, np.abs(np.nan_to_num(shown.share - shown.before))
    # What changes goes before what only is large.
    weight = np.where(changed >= LEAST_CHANGE, 1.0 + changed, share)
    open_ = shown.state <= AVOIDED
    ranked = np.argsort(-np.where(open_, weight, -1.0), kind="stable")
    loud = np.zeros(len(share), bool)
    loud[ranked[:NAMED]] = True
    loud |= _exposed(shown)
    loud = (loud & open_ & (weight >= LEAST_NAMED)) | (shown.state == SHUT) | shown.rows["own"].to_numpy(bool)
    slight = (weight > 1.0) & (np.maximum(share, np.nan_to_num(shown.before)) < SLIGHT)
    words = [
        _words(str(name), float(now), float(then), int(state))
        for name, now, then, state in zip(shown.rows["name"], share, shown.before, shown.state, strict=True)
    ]
    return Texts(
        x=x,
        y=y,
        words=tuple(words),
        size=np.where(loud, 10.0, 9.5),
        style=tuple("warning" if state == SHUT else "value" for state in shown.state.tolist()),
        priority=np.select(
            [shown.state == SHUT, loud & slight, loud & (weight > 1.0), loud], [2e3, AFTER_COUNTRIES, MOVED, 1.5e3], 5e2
        )
        + weight,
        offset=np.column_stack([length / 2 + 4.0, np.zeros(len(share))]),
        closer=np.where(loud, np.inf, CLOSER_MPP),
    )


def _words(name: str, now: float, then: float, state: int) -> str:
    name = name.split(" (")[0]
    if state in (SHUT, BARRED, BY_DEFAULT):
        return f"{name}: {STATES[state]}"
    said = f"{name} {symbology.percent_text(now)}"
    if np.isfinite(then) and abs(now - then) >= LEAST_CHANGE:
        said = f"{name} {symbology.percent_text(then)} → {symbology.percent_text(now)}"
    return said + (", second choice" if state == AVOIDED else "")


def _tip(context: Context, shown: _Shown, i: int, legs: str) -> str:
    row, flows = shown.rows.iloc[i], context.shown
    state = int(shown.state[i])
    lines = [str(row["name"])]
    if state != OPEN or row["own"]:
        said = STATES[state] if state != AVOIDED else str(row["why"])
        lines.append(("an added line; " if row["own"] else "") + said)
    if flows is not None and state <= AVOIDED:
        passed = symbology.tonnes_text(float(shown.tonnes[i]), flows.unit)
        share = symbology.percent_text(float(shown.share[i]))
        lines.append(f"{share} of the modelled tonnes from {legs} pass here: {passed} a year")
    if np.isfinite(shown.before[i]):
        lines.append(f"before the closure {symbology.percent_text(float(shown.before[i]))}")
    ships = float(row["ships_per_year"])
    if np.isfinite(ships):
        lines.append(f"{ships:,.0f} ships of all kinds a year (IMF PortWatch)")
    return "\n".join(lines)


def _own_lines(context: Context, shown: _Shown, tips: np.ndarray) -> list[Lines]:
    """Gates that the user has drawn, as they lie."""
    own = np.flatnonzero(shown.rows["own"].to_numpy(bool))
    if not len(own):
        return []
    lines = [shapely.get_coordinates(shown.rows["geometry"].iloc[i]) for i in own.tolist()]
    x, y, start, source = basemap.project_lines(lines, context.projection)
    if not len(source):
        return []
    of = own[source]
    paints = (
        Paint(line=context.palette.gate, dash=(0.1, 2.0)),
        Paint(line=context.palette.ground.accent, dash=(0.1, 2.0)),
    )
    ids, shut = tuple(shown.rows.index[of]), (shown.state[of] == SHUT).astype(int)
    return [Lines(x, y, start, np.full(len(of), 2.0), shut, paints, ids, tuple(tips[of]))]


def _key(context: Context, shown: _Shown) -> LegendBlock:
    paints = _paints(context)
    entries = []
    if (shown.state <= AVOIDED).any() and context.shown is not None:
        lengths = symbology.bar_lengths(np.array([0.1, 0.5])).tolist()
        sizes = zip((10, 50), lengths, strict=True)
        entries = [LegendEntry("bar", f"{part} %", paints[OPEN], long) for part, long in sizes]
        if (_kinds(shown) == LESS).any():
            least = float(symbology.bar_lengths(np.array([EXPOSED / 2]))[0])
            entries.append(LegendEntry("bar", f"below {100 * EXPOSED:g} %", paints[LESS], least))
    for state in (AVOIDED, SHUT, BARRED, BY_DEFAULT):
        if (shown.state == state).any():
            entries.append(LegendEntry("bar" if state == AVOIDED else "barred", STATES[state], paints[state], 14.0))
    if shown.rows["own"].any():
        entries.append(LegendEntry("line", "added line", Paint(line=context.palette.gate, dash=(0.1, 2.0)), 2.0))
    what = other_unit(context.shown, context.results) or "tonnes"
    return LegendBlock(f"Chokepoints: share of these {what}", tuple(entries))


def _angles(context: Context, lines: np.ndarray) -> np.ndarray:
    """Direction of each gate on the map, degrees counter-clockwise from east, shape (n,)."""
    ends = np.array([shapely.get_coordinates(line)[[0, -1]] for line in lines])
    x, y = context.projection.forward(ends[..., 0], ends[..., 1])
    return np.nan_to_num(np.degrees(np.arctan2(y[:, 1] - y[:, 0], x[:, 1] - x[:, 0])))
