"""A map as columns of plain values for a web page: all that is drawn, once, for a short script to loop over.

Coordinates stay projected, so that the page shows the same map as the window. Outlines are written as Google's encoded
polylines (signed differences, five bits a letter) on a grid of ``GRID_M`` metres.
"""

from dataclasses import asdict
from itertools import pairwise

import numpy as np

from mineralmap.layers.layer import Areas, LegendBlock, Lines, Map, Marks, Paint, Primitive, Texts

GRID_M = 500.0
"""Grid of lines and areas: half a pixel at the closest zoom that the basemap is drawn for."""
MARK_GRID_M = 10.0


def columns(map: Map, show_legend: bool = True) -> dict:
    """The whole map as plain lists, numbers and words, ready for JSON."""
    return {
        "grid": GRID_M,
        "markGrid": MARK_GRID_M,
        "world": [round(value) for value in map.projection.world()],
        "extent": [round(value) for value in map.extent],
        "ground": asdict(map.ground),
        "layers": [
            {
                "title": layer.title,
                "visible": layer.visible,
                "parts": [_part(primitive, map) for primitive in layer.primitives],
            }
            for layer in map.layers
            if layer.primitives
        ],
        "legend": [_block(block) for block in map.legend] if show_legend else [],
    }


def encode(x: np.ndarray, y: np.ndarray, grid_m: float = GRID_M) -> str:
    """Points (n,) in metres as encoded polyline text; points that fall on the cell of the one before are left out.

    The first two points of a line and its last are kept, so that a short line stays a line.

    Examples
    --------
    >>> encode(np.array([0.0, 1000.0]), np.array([0.0, -500.0]), 500.0)
    '??C@'
    """
    cells = np.column_stack([np.rint(np.asarray(x) / grid_m), np.rint(np.asarray(y) / grid_m)]).astype(np.int64)
    moved = np.ones(len(cells), bool)
    moved[1:-1] = (np.diff(cells, axis=0) != 0).any(axis=1)[:-1]
    steps = np.diff(cells[moved], axis=0, prepend=np.zeros((1, 2), np.int64)).ravel()
    values = np.where(steps < 0, ~(steps << 1), steps << 1)
    letters = bytearray()
    for value in values.tolist():
        while value >= 0x20:
            letters.append((0x20 | (value & 0x1F)) + 63)
            value >>= 5
        letters.append(value + 63)
    return letters.decode("ascii")


def _part(primitive: Primitive, map: Map) -> dict:
    if isinstance(primitive, Areas):
        return _areas(primitive)
    if isinstance(primitive, Lines):
        return _lines(primitive)
    if isinstance(primitive, Marks):
        return _marks(primitive, map)
    return _texts(primitive)


def _areas(areas: Areas) -> dict:
    start = np.asarray(areas.ring_start)
    return {
        "kind": "areas",
        "rings": [encode(areas.x[a:b], areas.y[a:b]) for a, b in pairwise(start)],
        "polygon": np.asarray(areas.polygon_of_ring).tolist(),
        "feature": np.asarray(areas.feature_of_polygon).tolist(),
        "paint": np.asarray(areas.paint).tolist(),
        "paints": [_paint(paint) for paint in areas.paints],
        "tips": list(areas.tips),
        "detail": _span(areas.detail),
    }


def _lines(lines: Lines) -> dict:
    start = np.asarray(lines.start)
    return {
        "kind": "lines",
        "lines": [encode(lines.x[a:b], lines.y[a:b]) for a, b in pairwise(start)],
        "width": _rounded(lines.width, 2),
        "paint": np.asarray(lines.paint).tolist(),
        "paints": [_paint(paint) for paint in lines.paints],
        "tips": list(lines.tips),
        "detail": _span(lines.detail),
    }


def _marks(marks: Marks, map: Map) -> dict:
    lon, lat = map.projection.inverse(marks.x, marks.y)
    return {
        "kind": "marks",
        "shape": marks.shape,
        "x": np.rint(np.asarray(marks.x) / MARK_GRID_M).astype(int).tolist(),
        "y": np.rint(np.asarray(marks.y) / MARK_GRID_M).astype(int).tolist(),
        "place": [
            _place(*point) if tip else ""
            for point, tip in zip(zip(lon.tolist(), lat.tolist(), strict=True), marks.tips, strict=True)
        ],
        "diameter": _rounded(marks.diameter, 1),
        "paint": np.asarray(marks.paint).tolist(),
        "paints": [_paint(paint) for paint in marks.paints],
        "hollow": np.asarray(marks.hollow, int).tolist(),
        "ring": _rounded(marks.ring, 3),
        "ringColour": np.asarray(marks.ring_colour).tolist(),
        "ringColours": list(marks.ring_colours),
        "faded": np.asarray(marks.faded, int).tolist(),
        "angle": [] if marks.angle is None else _rounded(marks.angle, 1),
        "tips": list(marks.tips),
        "more": [map.more(one) if map.more and tip else "" for one, tip in zip(marks.ids, marks.tips, strict=True)],
        "detail": _span(marks.detail),
    }


def _texts(texts: Texts) -> dict:
    closer = np.asarray(texts.closer, float)
    return {
        "kind": "texts",
        "x": np.rint(np.asarray(texts.x) / MARK_GRID_M).astype(int).tolist(),
        "y": np.rint(np.asarray(texts.y) / MARK_GRID_M).astype(int).tolist(),
        "words": list(texts.words),
        "size": _rounded(texts.size, 1),
        "style": list(texts.style),
        "priority": _rounded(texts.priority, 3),
        "offset": np.round(np.asarray(texts.offset, float), 1).tolist(),
        "closer": [None if np.isinf(value) else round(value) for value in closer.tolist()],
    }


def _block(block: LegendBlock) -> dict:
    swatches = [
        {
            "shape": entry.shape,
            "paint": _paint(entry.paint),
            "size": entry.size,
            "ring": entry.ring,
            "ringColour": entry.ring_colour,
        }
        for entry in block.entries
    ]
    return {"swatches": swatches}


def _paint(paint: Paint) -> dict:
    """A paint without what is left at its default, which is most of it."""
    return {name: value for name, value in asdict(paint).items() if value not in (None, "", ()) and value != []}


def _span(detail: tuple[float, float]) -> list[float | None]:
    return [detail[0], None if np.isinf(detail[1]) else detail[1]]


def _rounded(values: np.ndarray, digits: int) -> list[float]:
    return np.round(np.nan_to_num(np.asarray(values, float)), digits).tolist()


def _place(lon: float, lat: float) -> str:
    """A point as read on a map: "36.14° S 69.20° W"."""
    return f"{abs(lat):.2f}° {'S' if lat < 0 else 'N'} {abs(lon):.2f}° {'W' if lon < 0 else 'E'}"
