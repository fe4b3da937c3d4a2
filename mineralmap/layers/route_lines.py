"""Lanes as stripes: as wide as their tonnes, within each the classes it carries, with heads that show the direction.

Colours are mixed with the sea rather than laid thinly over it: where lanes meet, nothing adds up to a darker spot.
"""

from collections.abc import Callable

import numpy as np

from mineralmap.analysis.movements import Lanes
from mineralmap.layers import basemap, palette, symbology
from mineralmap.layers.context import Context
from mineralmap.layers.lane_lines import heads
from mineralmap.layers.layer import LegendEntry, Lines, Marks, Paint, plain_marks
from mineralmap.layers.route_words import Tips

NEST_PX, LEAST_STRIPE_PX = 2.4, 0.7
"""Lanes from this width on are striped; a class that would be thinner than the other is left to the largest."""
FADES = ((0.0, 0.15), (0.03, 0.22), (0.1, 0.36), (0.3, 0.58), (0.8, 0.82), (1.4, 1.0))
"""From a true width in px on, how strong the colour is: small flows must not make a net over the sea."""
PORT_DASH = (1.6, 1.8)
HEADED_PX, TWO_WAYS = 1.5, 0.2
"""Lanes from this width on show their direction; both, when the lesser one has at least this part."""
BACK_TO_BACK = 0.05
"""How far from each other, in parts of the metres between two heads."""
WITHIN_PX = 6.0
"""On lanes from this width on a head lies within the lane, in the colour of paper."""
LEVELS = ((9_000.0, np.inf, 2.4e6), (2_600.0, 9_000.0, 6e5), (0.0, 2_600.0, 1.5e5))
"""Metres per px from and to, and the metres between two heads."""


class Drawn:
    """Lanes projected once: pieces of line, each of a lane, and lanes of a width."""

    def __init__(self, context: Context, paths: list[list[np.ndarray]], tonnes: np.ndarray, largest_t: float) -> None:
        pieces = [piece for path in paths for piece in path]
        lane_of = np.repeat(np.arange(len(paths)), [len(path) for path in paths])
        self.x, self.y, self.start, source = basemap.project_lines(pieces, context.projection)
        self.lane = lane_of[source] if len(source) else np.empty(0, int)
        self.width = symbology.route_widths(tonnes, largest_t)
        self.true_px = symbology.MAX_ROUTE_PX * tonnes / (largest_t or 1.0)
        self.first = np.searchsorted(self.lane, np.arange(len(paths) + 1))

    def pieces(self, lanes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """All pieces of some lanes in their order, and for each which of the lanes asked for it is."""
        count = self.first[lanes + 1] - self.first[lanes]
        asked = np.repeat(np.arange(len(lanes)), count)
        number = np.arange(len(asked)) - np.repeat(np.cumsum(count) - count, count)
        return self.first[lanes[asked]] + number, asked

    def points(self, pieces: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """x, y and offsets of some pieces, in the order asked for."""
        length = np.diff(self.start)[pieces]
        start = np.concatenate([[0], np.cumsum(length)])
        at = np.arange(start[-1]) + np.repeat(self.start[pieces] - start[:-1], length)
        return self.x[at], self.y[at], start


def stripes(
    context: Context, drawn: Drawn, shares: np.ndarray, colours: tuple[str, ...], dashed: np.ndarray,
    tip: Callable[[int], str],
) -> tuple[Lines, ...]:  # fmt: skip
    """Lanes from the thinnest to the widest, and over them the stripes of what else they carry.

    ``shares`` (lanes, classes) are the tonnes of each class; the first class lies outermost, so that the visible part
    of each is its share of the width.
    """
    inner = _stripe_widths(drawn.width, shares)
    level = np.cumsum(np.isfinite(inner), axis=1) - 1
    lane, kind = np.nonzero(np.isfinite(inner))
    width, depth = inner[lane, kind], level[lane, kind]
    order = np.lexsort((width, depth))
    lane, kind, width, depth = lane[order], kind[order], width[order], depth[order]
    made = []
    for some in (depth == 0, depth > 0):
        if some.any():
            made.append(_lines(context, drawn, lane[some], kind[some], width[some], colours, dashed, depth[some]))
    if made:
        lanes = made[0][1]
        base = made[0][0]
        ids = tuple(f"lane:{one}" for one in lanes.tolist())
        made[0] = (
            Lines(base.x, base.y, base.start, base.width, base.paint, base.paints, ids, Tips(tip, lanes)), lanes,
        )  # fmt: skip
    return tuple(lines for lines, _ in made)


def _stripe_widths(width: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Width in px of the stripe of each class (lanes, classes), the inner ones over the outer; nan: not drawn."""
    total = shares.sum(axis=1, keepdims=True)
    part = np.divide(shares, total, out=np.zeros_like(shares, dtype=float), where=total > 0)
    largest = part.argmax(axis=1)
    seen = (part * width[:, None] >= LEAST_STRIPE_PX) & (width >= NEST_PX)[:, None]
    seen[np.arange(len(part)), largest] = True
    spare = np.where(seen, 0.0, part).sum(axis=1)
    part = np.where(seen, part, 0.0)
    part[np.arange(len(part)), largest] += spare
    inwards = np.cumsum(part[:, ::-1], axis=1)[:, ::-1]
    return np.where(seen, inwards * width[:, None], np.nan)


def fades(true_px: np.ndarray) -> np.ndarray:
    """Step of FADES for lanes that would be so wide without a least width, shape (n,)."""
    return np.searchsorted([least for least, _ in FADES], true_px, "right") - 1


def faded(context: Context, colour: str, step: int) -> str:
    """A colour as strong as a step of FADES has it, over the sea."""
    return palette.mixed(context.palette.ground.sea, colour, FADES[step][1])


def _lines(
    context: Context, drawn: Drawn, lane: np.ndarray, kind: np.ndarray, width: np.ndarray, colours: tuple[str, ...],
    dashed: np.ndarray, depth: np.ndarray,
) -> tuple[Lines, np.ndarray]:  # fmt: skip
    pieces, asked = drawn.pieces(lane)
    x, y, start = drawn.points(pieces)
    fade = fades(np.where(depth > 0, np.inf, drawn.true_px[lane]))
    code = (kind * len(FADES) + fade) * 2 + dashed[lane]
    codes, paint = np.unique(code, return_inverse=True)
    paints = tuple(
        Paint(
            line=faded(context, colours[one // 2 // len(FADES)], one // 2 % len(FADES)),
            dash=PORT_DASH if one % 2 else (),
        )
        for one in codes.tolist()
    )
    return Lines(x, y, start, width[asked], paint[asked], paints), lane[asked]


def by_class(lanes: Lanes, tonnes: np.ndarray, of: np.ndarray, classes: int) -> np.ndarray:
    """Tonnes (lanes, classes) of each class, where ``of`` (flows,) is the class of each flow by sea."""
    code = lanes.lane * classes + np.minimum(of[lanes.rows], classes - 1)
    sums = np.bincount(code, weights=tonnes[lanes.rows], minlength=len(lanes.paths) * classes)
    return sums.reshape(len(lanes.paths), classes)


def forward_part(lanes: Lanes, tonnes: np.ndarray) -> np.ndarray:
    """Part (lanes,) of the tonnes that sails each lane as it is written; the rest sails it the other way."""
    total = lanes.tonnes(tonnes)
    forward = np.bincount(lanes.lane, weights=tonnes[lanes.rows] * lanes.along, minlength=len(lanes.paths))
    return np.divide(forward, total, out=np.zeros_like(total), where=total > 0)


def directions(context: Context, drawn: Drawn, forward: np.ndarray, some: np.ndarray) -> list[Marks]:
    """Heads on ``some`` (lanes,) of the lanes, more the closer one looks; two, back to back, where both ways count."""
    chosen = np.flatnonzero((drawn.width >= HEADED_PX) & some)
    chosen = chosen[np.argsort(drawn.width[chosen], kind="stable")]
    pieces, asked = drawn.pieces(chosen)
    x, y, start = drawn.points(pieces)
    ground = context.palette.ground
    paints = (Paint(fill=ground.text, line=ground.sea, width=0.9), Paint(fill=ground.paper))
    made = []
    for low, high, spacing in LEVELS:
        head_x, head_y, angle, piece = heads(x, y, start, spacing, spacing / 2)
        lane = chosen[asked[piece]]
        part = forward[lane]
        both = (part > TWO_WAYS) & (part < 1 - TWO_WAYS)
        there, back = part > TWO_WAYS, part < 1 - TWO_WAYS
        at = np.concatenate([np.flatnonzero(there), np.flatnonzero(back)])
        way = np.repeat([1.0, -1.0], [there.sum(), back.sum()])
        if not len(at):
            continue
        aside, turn = np.where(both[at], BACK_TO_BACK * spacing * way, 0.0), np.radians(angle[at])
        width = drawn.width[lane[at]]
        made.append(
            plain_marks(
                "arrow", head_x[at] + aside * np.cos(turn), head_y[at] + aside * np.sin(turn), head_diameters(width),
                paints, (width >= WITHIN_PX).astype(int), angle=angle[at] + np.where(way > 0, 0.0, 180.0),
                detail=(low, high),
            )
        )  # fmt: skip
    return made


def head_diameters(width: np.ndarray) -> np.ndarray:
    """Size in px of the head on a lane of a width, shape (n,)."""
    return np.where(width >= WITHIN_PX, width * 0.72, 4.0 + 0.75 * width)


def dotted(context: Context, x0: np.ndarray, y0: np.ndarray, x1: np.ndarray, y1: np.ndarray) -> Lines | None:
    """Inland legs between points in degrees: dotted, since nobody knows the road."""
    ends = np.stack([np.column_stack([x0, y0]), np.column_stack([x1, y1])], axis=1)
    x, y, start, source = basemap.project_lines(list(ends), context.projection)
    if not len(source):
        return None
    paint = Paint(line=context.palette.route, width=1.1, dash=(0.1, 2.4), opacity=0.7)
    return Lines(x, y, start, np.full(len(source), 1.1), np.zeros(len(source), int), (paint,))


def size_steps(context: Context, largest_t: float, colour: str, unit: str) -> list[LegendEntry]:
    """Three round weights for the key, largest first, as wide and as strong as on the map."""
    weights = np.array([weight for weight in symbology.key_weights(largest_t) if weight > 0])
    if not len(weights):
        return []
    widths, steps = symbology.route_widths(weights, largest_t), fades(symbology.MAX_ROUTE_PX * weights / largest_t)
    return [
        LegendEntry("line", symbology.tonnes_text(weight, unit), Paint(line=faded(context, colour, step)), width)
        for weight, width, step in zip(weights.tolist(), widths.tolist(), steps.tolist(), strict=True)
    ]
