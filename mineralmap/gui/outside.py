"""Pages, files and folders in the programs that the system has for them."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from mineralmap.render import processors


def show(what: str | Path) -> None:
    """Open a link, or a file or folder by its path."""
    with processors.shared.spread():
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(what)) if isinstance(what, Path) else QUrl(what))
