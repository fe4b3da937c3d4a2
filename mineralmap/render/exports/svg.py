"""SVG: the same paint as lines and areas, for those who go on drawing."""

from collections.abc import Callable
from pathlib import Path

from PySide6 import QtCore, QtGui, QtSvg

from mineralmap.datasets.files import write_atomically
from mineralmap.layers.layer import Map
from mineralmap.render.application import ensure_application
from mineralmap.render.exports import ExportOptions, exporters
from mineralmap.render.picture import paint_picture, titled


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
        progress(0.05)
        scale = options.layout_scale()
        width, height = options.width_px / scale, options.height_px / scale
        drawn = titled(map, options.title, options.subtitle)
        data = QtCore.QByteArray()
        buffer = QtCore.QBuffer(data)
        generator = QtSvg.QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setResolution(96)
        generator.setSize(QtCore.QSize(options.width_px, options.height_px))
        generator.setViewBox(QtCore.QRectF(0, 0, width, height))
        generator.setTitle(drawn.title)
        generator.setDescription(drawn.subtitle)
        painter = QtGui.QPainter(generator)
        try:
            paint_picture(painter, drawn, width, height, options.show_legend)
        finally:
            painter.end()
        progress(0.8)
        write_atomically(path, bytes(data.data()))
        progress(1.0)
