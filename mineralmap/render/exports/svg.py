"""SVG: the same paint as lines, areas and words, for those who go on drawing."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6 import QtCore, QtGui, QtSvg

from mineralmap.datasets.files import write_atomically
from mineralmap.layers.layer import Map
from mineralmap.render.application import ensure_application
from mineralmap.render.exports import ExportOptions, exporters
from mineralmap.render.pair import Both, between, parts
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
        both = options.both(map)
        if both is None:
            drawn = options.asked(map)
            paint = partial(
                paint_picture, drawn=drawn, width=width, height=height, legend=options.show_legend,
                least=options.least_px(),
            )  # fmt: skip
            data = _drawn(drawn, paint, options.width_px, options.height_px, width, height, options.outlines)
        else:
            data = _two(both, width, height, scale, options)
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
    paint: Callable[[QtGui.QPainter], None],
    width_px: int,
    height_px: int,
    width: float,
    height: float,
    outlines: bool,
) -> bytes:
    """What is painted of a map as a drawing of its own, laid out for ``width`` × ``height``."""
    data = QtCore.QByteArray()
    buffer = QtCore.QBuffer(data)
    generator = QtSvg.QSvgGenerator() if outlines else Written()
    generator.setOutputDevice(buffer)
    generator.setResolution(96)
    generator.setSize(QtCore.QSize(width_px, height_px))
    generator.setViewBox(QtCore.QRectF(0, 0, width, height))
    generator.setTitle(drawn.title)
    generator.setDescription(drawn.subtitle)
    painter = QtGui.QPainter(generator)
    try:
        paint(painter)
    finally:
        painter.end()
    made = bytes(data.data())
    return generator.words(made) if isinstance(generator, Written) else made


def _two(both: Both, width: float, height: float, scale: float, options: ExportOptions) -> bytes:
    """Two maps and what stands below them as one drawing, with a line between the maps, each part cut at its edge;
    their names for patterns and the like are kept apart."""
    made = parts(both, width, height)
    drawn = []
    for at, part in enumerate(made):
        wide, high = part.box.width() / part.factor, part.box.height() / part.factor
        one = _drawn(
            part.of, part.paint, max(round(scale * wide), 1), max(round(scale * high), 1), wide, high, options.outlines
        )
        inner = one.decode("utf-8").partition("<svg")[2].partition(">")[2].rpartition("</svg>")[0]
        inner = re.sub(r"(\bid=\"|url\(#|href=\"#)", rf"\g<1>m{at}-", inner)
        left, top = scale * part.box.left(), scale * part.box.top()
        wide, high = scale * part.box.width(), scale * part.box.height()
        edge = f'<rect x="{left:.6g}" y="{top:.6g}" width="{wide:.6g}" height="{high:.6g}"/>'
        drawn.append(
            f'<clipPath id="edge{at}">{edge}</clipPath>\n<g clip-path="url(#edge{at})">'
            f'<g transform="translate({left:.6g} {top:.6g}) scale({scale * part.factor:.6g})">{inner}</g></g>'
        )
    line = between(both, made)
    ends = f'x1="{scale * line.x1():.6g}" y1="{scale * line.y1():.6g}" '
    ends += f'x2="{scale * line.x2():.6g}" y2="{scale * line.y2():.6g}"'
    drawn.append(f'<line {ends} stroke="{both.first.ground.border}" stroke-width="{scale:.6g}"/>')
    size = f'width="{options.width_px}" height="{options.height_px}"'
    box = f'viewBox="0 0 {options.width_px} {options.height_px}"'
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<svg {names} {size} {box}>\n'
    return f"{head}{''.join(drawn)}\n</svg>\n".encode()
