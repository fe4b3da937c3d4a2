"""What a closure changes at sea: lanes that lose tonnes, lanes that gain, and faintly those that stay as they were."""

from functools import lru_cache

import numpy as np
import pandas as pd

from mineralmap.analysis.movements import Flows
from mineralmap.layers import palette, route_lines, route_stranded, route_words, symbology, words
from mineralmap.layers.context import Context
from mineralmap.layers.lane_lines import shared
from mineralmap.layers.layer import LegendBlock, LegendEntry, Lines, Paint, Primitive

LOST_DASH = (2.2, 1.7)
SAME_SHARE = 1e-3
"""A lane whose tonnes change by less than this part of the largest lane stays as it was."""
FAINT_PX, CHANGED_PX = 0.8, 1.0
SAME, LOSES, GAINS = 0, 1, 2


def largest_t(context: Context) -> float:
    """Tonnes of the widest lane, before or now: one scale for all three pictures."""
    found = [
        flows.lanes.tonnes(flows.table["tonnes"].to_numpy(float)).max(initial=0.0)
        for flows in (context.flows, context.before) if flows is not None
    ]  # fmt: skip
    return float(max(found, default=0.0))


def change(context: Context) -> tuple[list[Primitive], list[LegendBlock]]:
    """Lines whose width is the change, on a scale of its own, with heads on those that gain."""
    now, before = context.flows, context.before
    assert now is not None
    assert before is not None
    lines, sums, owner = _stretches(now, before)
    most = float(sums.max(initial=0.0))
    # What has no way left is drawn for itself: here is what sails another way.
    more = sums[:, 0] - (sums[:, 1] - sums[:, 2])
    kind = np.where(more < -SAME_SHARE * most, LOSES, np.where(more > SAME_SHARE * most, GAINS, SAME))
    largest = float(max(np.abs(more).max(initial=0.0), sums[:, 2].max(initial=0.0)))
    order = np.lexsort((np.where(kind == SAME, sums[:, 0], np.abs(more)), kind))
    drawn = route_lines.Drawn(context, [[lines[one]] for one in order.tolist()], np.abs(more)[order], largest)
    which = order[drawn.lane]
    colours = context.palette
    strength = route_lines.fades(symbology.MAX_ROUTE_PX * sums[:, 0] / (most or 1.0))
    faint = [Paint(line=palette.mixed(colours.ground.sea, _faint(context), part)) for _, part in route_lines.FADES]
    paints = (*faint, Paint(line=colours.loss, dash=LOST_DASH), Paint(line=colours.gain))
    paint = np.where(kind == SAME, strength, len(faint) + kind - LOSES)
    width = np.where(kind[which] == SAME, FAINT_PX, np.maximum(drawn.width[drawn.lane], CHANGED_PX))
    made: list[Primitive] = [
        Lines(
            drawn.x, drawn.y, drawn.start, width, paint[which], paints,
            tuple(f"change:{one}" for one in which.tolist()),
            route_words.Tips(lambda line: _tip(context, now, before, sums[line], owner[line]), which),
        )
    ]  # fmt: skip
    tonnes = now.table["tonnes"].to_numpy(float)
    # A stretch that sails now is written as the lane of now that has it.
    forward = np.append(route_lines.forward_part(now.lanes, tonnes), 0.0)[owner[order, 0]]
    made += route_lines.directions(context, drawn, forward, kind[order] == GAINS)
    below, above, lost = route_stranded.stranded(context, now, largest)
    return [*below, *made, *above], _key(context, kind, largest, now) + lost


def _stretches(now: Flows, before: Flows) -> tuple[list[np.ndarray], np.ndarray, np.ndarray]:
    """Lines, tonnes now, before and stranded (m, 3), and the lanes now and before that run there (m, 2; -1: none)."""
    paths: list[np.ndarray] = []
    tonnes, lane, sizes = [], [], []
    for flows in (now, before):
        carried = flows.lanes.tonnes(flows.table["tonnes"].to_numpy(float))
        pieces = [(number, piece) for number, path in enumerate(flows.lanes.paths) for piece in path if len(piece)]
        of = np.array([number for number, _ in pieces], int)
        paths += [piece for _, piece in pieces]
        tonnes.append(carried[of])
        lane.append(of)
        sizes.append(len(of))
    lost, row = route_stranded.stranded_paths(now)
    paths += lost
    tonnes.append(now.table["tonnes"].to_numpy(float)[row])
    found = shared(paths, np.concatenate(tonnes), np.repeat([0, 1, 2], [*sizes, len(lost)]), 3)
    lane_of = np.append(np.concatenate(lane), -1)
    return found.lines, found.tonnes, lane_of[found.owner[:, :2]]


@lru_cache(maxsize=2)
def _codes(now: Flows, before: Flows) -> tuple[np.ndarray, np.ndarray]:
    """A number for each flow of either table, the same for one flow."""
    codes, _ = pd.factorize(pd.concat([now.table["flow_id"], before.table["flow_id"]], ignore_index=True))
    return codes[: len(now.table)], codes[len(now.table) :]


def _faint(context: Context) -> str:
    return palette.mixed(context.palette.ground.sea, context.palette.route, 0.5)


def _tip(context: Context, now: Flows, before: Flows, sums: np.ndarray, owner: np.ndarray) -> str:
    """How much less or more, and the largest flows that left or came."""
    less, unit = sums[0] < sums[1], now.unit
    will, was = (route_words.lane_rows(flows, int(lane)) for flows, lane in zip((now, before), owner, strict=True))
    code_now, code_before = _codes(now, before)
    if less:
        rows, flows = was[~np.isin(code_before[was], code_now[will])], before
    else:
        rows, flows = will[~np.isin(code_now[will], code_before[was])], now
    from_to = f"{symbology.tonnes_text(sums[1], unit)} before, {symbology.tonnes_text(sums[0], unit)} after"
    if not len(rows):
        return f"As before: {symbology.tonnes_text(sums[0], unit)} a year, modelled"
    head = f"{'Less' if less else 'More'}: {symbology.tonnes_text(abs(float(sums[0] - sums[1])), unit)} a year"
    return route_words.flow_words(context.dataset, flows).several(rows, f"{head} ({from_to})")


def _key(context: Context, kind: np.ndarray, largest: float, now: Flows) -> list[LegendBlock]:
    colours = context.palette
    names = words.closed_names(context.dataset, now.scenario)
    entries = route_lines.size_steps(context, largest, colours.route, now.unit)[:2] if largest > 0 else []
    for number, label, paint, width in (
        (GAINS, "gains", Paint(line=colours.gain), 4.0),
        (LOSES, "loses", Paint(line=colours.loss, dash=LOST_DASH), 3.0),
        (SAME, "as before", Paint(line=_faint(context)), 1.5),
    ):
        if (kind == number).any():
            entries.append(LegendEntry("line", label, paint, width))
    title = f"Change with {names} closed" if names else "Change"
    notes = [words.not_comparable(now, context.results)]
    notes += [] if (kind != SAME).any() or len(now.broken) else ["nothing sails another way"]
    return [LegendBlock(f"{title} – {words.modelled_key(now).lower()}", tuple(entries), "; ".join(filter(None, notes)))]
