"""PNG: the whole picture at the asked size, with its resolution, so that it lands in a document as large as it was laid
out."""

from collections.abc import Callable
from pathlib import Path

from PySide6 import QtCore, QtGui

from mineralmap.datasets.files import write_atomically
from mineralmap.errors import MineralmapError
from mineralmap.layers.layer import Map
from mineralmap.render.application import ensure_application
from mineralmap.render.exports import ExportOptions, exporters

LARGEST_PX = 20_000
SPEEDY_COMPRESSION = 80
"""Qt's "quality" of a PNG is how little it compresses: this is a third faster than the default, and a tenth larger."""


@exporters.add
class Png:
    """Picture: pixels, for slides, papers and pages."""

    id, title, suffix, order = "png", "Picture", ".png", 10

    def write(self, map: Map, path: Path, options: ExportOptions, progress: Callable[[float], None]) -> None:
        """Write the picture to ``path`` in one step.

        Raises
        ------
        MineralmapError
            When the size is not possible or the file cannot be written.
        """
        ensure_application()
        options = options.fitted(map)
        if not (0 < options.width_px <= LARGEST_PX and 0 < options.height_px <= LARGEST_PX):
            raise MineralmapError(
                f"A picture of {options.width_px} × {options.height_px} px is not possible.",
                f"Each side may have 1 to {LARGEST_PX:,} px.",
            )
        progress(0.05)
        scale = options.layout_scale()
        image = QtGui.QImage(options.width_px, options.height_px, QtGui.QImage.Format.Format_RGB32)
        if image.isNull():
            raise MineralmapError(f"There is no memory for {options.width_px} × {options.height_px} px.")
        dots = round(1000 / options.mm_a_px())
        image.setDotsPerMeterX(dots)
        image.setDotsPerMeterY(dots)
        painter = QtGui.QPainter(image)
        try:
            painter.scale(scale, scale)
            width, height = options.width_px / scale, options.height_px / scale
            options.paint(painter, map, width, height)
        finally:
            painter.end()
        progress(0.6)
        data = QtCore.QByteArray()
        buffer = QtCore.QBuffer(data)
        buffer.open(QtCore.QIODevice.OpenModeFlag.WriteOnly)
        if not image.save(buffer, "PNG", SPEEDY_COMPRESSION):  # type: ignore[call-overload]
            raise MineralmapError("The picture could not be encoded.")
        progress(0.9)
        write_atomically(path, bytes(data.data()))
        progress(1.0)
