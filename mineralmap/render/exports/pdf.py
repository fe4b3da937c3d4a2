"""PDF: one page as large as the layout, in vectors and with the typeface inside."""

from collections.abc import Callable
from pathlib import Path

from PySide6 import QtCore, QtGui

from mineralmap import __version__
from mineralmap.datasets.files import write_atomically
from mineralmap.layers.layer import Map
from mineralmap.render.application import ensure_application
from mineralmap.render.exports import ExportOptions, exporters
from mineralmap.render.finish_page import finished

DPI = 1200


@exporters.add
class Pdf:
    """Page: vectors, for print."""

    id, title, suffix, order = "pdf", "Page", ".pdf", 30

    def write(self, map: Map, path: Path, options: ExportOptions, progress: Callable[[float], None]) -> None:
        """Write the page to ``path`` in one step.

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
        drawn = options.asked(map)
        data = QtCore.QByteArray()
        buffer = QtCore.QBuffer(data)
        buffer.open(QtCore.QIODevice.OpenModeFlag.WriteOnly)
        writer = QtGui.QPdfWriter(buffer)
        writer.setResolution(DPI)
        writer.setTitle(drawn.title or map.title)
        writer.setCreator(f"mineralmap {__version__}")
        inches = options.mm_a_px() / 25.4
        size = QtCore.QSizeF(options.width_px * inches, options.height_px * inches)
        writer.setPageSize(
            QtGui.QPageSize(size, QtGui.QPageSize.Unit.Inch, "", QtGui.QPageSize.SizeMatchPolicy.ExactMatch)
        )
        writer.setPageMargins(QtCore.QMarginsF(0, 0, 0, 0))
        painter = QtGui.QPainter(writer)
        try:
            painter.scale(DPI * scale * inches, DPI * scale * inches)
            options.paint(painter, map, width, height)
        finally:
            painter.end()
        progress(0.8)
        page = finished(bytes(data.data()), 72 * size.width(), 72 * size.height())
        write_atomically(path, page)
        progress(1.0)
