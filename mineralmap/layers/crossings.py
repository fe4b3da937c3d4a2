"""Where lanes cross a line: a bar belongs where the ships pass, not where somebody put the point of a strait."""

import numpy as np
import shapely

from mineralmap.analysis.movements import Flows


def crossings(flows: Flows, lines: np.ndarray) -> np.ndarray:
    """Where the lane of most tonnes crosses each line, in degrees, shape (n, 2); nan where none does.

    Parameters
    ----------
    lines
        Gates as shapely lines (n,) within ±180°.
    """
    found = np.full((len(lines), 2), np.nan)
    pieces = [(lane, piece) for lane, path in enumerate(flows.lanes.paths) for piece in path if len(piece) > 1]
    if not pieces or not len(lines):
        return found
    points = np.concatenate([piece for _, piece in pieces])
    size = np.array([len(piece) for _, piece in pieces])
    tonnes = flows.lanes.tonnes(flows.table["tonnes"].to_numpy(float))[[lane for lane, _ in pieces]]
    begin = np.delete(np.arange(len(points)), np.cumsum(size) - 1)
    weight = np.repeat(tonnes, size - 1)
    a, b = points[begin], points[begin + 1]
    low, high = np.minimum(a, b), np.maximum(a, b)
    west, south, east, north = shapely.bounds(lines).T
    for number, line in enumerate(lines):
        near = np.flatnonzero(
            (low[:, 0] <= east[number]) & (high[:, 0] >= west[number])
            & (low[:, 1] <= north[number]) & (high[:, 1] >= south[number])
        )  # fmt: skip
        if not len(near):
            continue
        met = shapely.intersection(shapely.linestrings(np.stack([a[near], b[near]], axis=1)), line)
        hit = ~shapely.is_empty(met)
        if hit.any():
            best = np.flatnonzero(hit)[weight[near][hit].argmax()]
            found[number] = shapely.get_coordinates(shapely.centroid(met[best]))[0]
    return found
