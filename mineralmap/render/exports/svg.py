"""SVG: the same paint as lines, areas and words, for those who go on drawing."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6 import QtCore, QtGui, QtSvg

from mineralmap.datasets.files import write_atomically
from mineralmap.layers.layer import Map
from mineralmap.render.application import ensure_application
from mineralmap.render.exports import ExportOptions, exporters
from mineralmap.render.picture import paint_picture
from mineralmap.render.written import Written


@exporters.add
class Svg:
    """Drawing: vectors, sharp at every size."""

    id, title, suffix, order = "svg", "Drawing", ".svg", 20

    def write(self, map: Map, path: Path, options: ExportOptions, progress: Callable[[float], None]) -> None:
        """Write the drawing to ``path`` in one step.

        Raises
        ------
        MineralmapError
            When the file cannot be written.
        """
        ensure_application()
        options = options.fitted(map)
        progress(0.05)
        scale = options.layout_scale()
        width, height = options.width_px / scale, options.height_px / scale
        if options.second is None:
            drawn = options.asked(map)
            data = _drawn(drawn, options.width_px, options.height_px, width, height, options)
        else:
            across, down = (1, 2) if options.stacked else (2, 1)
            one_px = options.width_px // across, options.height_px // down
            both = [
                _drawn(one, *one_px, width / across, height / down, options, other)
                for one, other in ((map, options.second), (options.second, map))
            ]
            data = _beside(both, *one_px, scale, map.ground.border, options.stacked)
        if options.width_mm > 0:
            data = _on_paper(data, options)
        progress(0.8)
        write_atomically(path, data)
        progress(1.0)


def _on_paper(data: bytes, options: ExportOptions) -> bytes:
    """A drawing with its size in mm instead of px; what is in it stays."""
    mm = options.mm_a_px()
    size = f'width="{options.width_px * mm:.6g}mm" height="{options.height_px * mm:.6g}mm"'
    return re.sub(rb'width="[^"]*"\s+height="[^"]*"', size.encode(), data, count=1)


def _drawn(
    drawn: Map,
    width_px: int,
    height_px: int,
    width: float,
    height: float,
    options: ExportOptions,
    other: Map | None = None,
) -> bytes:
    """One map as a drawing of its own, laid out for ``width`` × ``height``; ``other`` will stand beside it."""
    data = QtCore.QByteArray()
    buffer = QtCore.QBuffer(data)
    generator = QtSvg.QSvgGenerator() if options.outlines else Written()
    generator.setOutputDevice(buffer)
    generator.setResolution(96)
    generator.setSize(QtCore.QSize(width_px, height_px))
    generator.setViewBox(QtCore.QRectF(0, 0, width, height))
    generator.setTitle(drawn.title)
    generator.setDescription(drawn.subtitle)
    painter = QtGui.QPainter(generator)
    try:
        paint_picture(painter, drawn, width, height, options.show_legend, other, options.least_px())
    finally:
        painter.end()
    made = bytes(data.data())
    return generator.words(made) if isinstance(generator, Written) else made


def _beside(
    drawings: Sequence[bytes], width_px: int, height_px: int, scale: float, border: str, stacked: bool
) -> bytes:
    """Drawings of one size side by side, or one below the other, with a line between, each cut at its edge; their names
    for patterns and the like are kept apart."""
    parts = []
    for at, one in enumerate(drawings):
        inner = one.decode("utf-8").partition("<svg")[2].partition(">")[2].rpartition("</svg>")[0]
        inner = re.sub(r"(\bid=\"|url\(#|href=\"#)", rf"\g<1>m{at}-", inner)
        left, top = (0, at * height_px) if stacked else (at * width_px, 0)
        edge = f'<rect x="{left}" y="{top}" width="{width_px}" height="{height_px}"/>'
        parts.append(
            f'<clipPath id="edge{at}">{edge}</clipPath>\n<g clip-path="url(#edge{at})">'
            f'<g transform="translate({left} {top}) scale({scale:.6g})">{inner}</g></g>'
        )
    for at in range(1, len(drawings)):
        ends = f'x1="{at * width_px}" y1="0" x2="{at * width_px}" y2="{height_px}"'
        if stacked:
            ends = f'x1="0" y1="{at * height_px}" x2="{width_px}" y2="{at * height_px}"'
        parts.append(f'<line {ends} stroke="{border}" stroke-width="{scale:.6g}"/>')
    across, down = (1, len(drawings)) if stacked else (len(drawings), 1)
    size = f'width="{across * width_px}" height="{down * height_px}"'
    box = f'viewBox="0 0 {across * width_px} {down * height_px}"'
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<svg {names} {size} {box}>\n'
    return f"{head}{''.join(parts)}\n</svg>\n".encode()
