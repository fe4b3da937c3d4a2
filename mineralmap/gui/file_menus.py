"""Menus that list files: projects opened last, and the user's own data to be taken out again."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QMenu

from mineralmap.gui.files import Files
from mineralmap.gui.session import Session


def list_recent(menu: QMenu, files: Files) -> None:
    """Projects opened or saved last, each opens again."""
    menu.clear()
    for path in files.recent():
        _add(menu, path.stem, lambda path=path: files.open(path)).setToolTip(str(path))
    if menu.isEmpty():
        menu.addAction("No project yet").setEnabled(False)


def list_data(menu: QMenu, session: Session, files: Files) -> None:
    """The user's own files, each is taken out."""
    menu.clear()
    for reference in session.project.datasets:
        name = Path(reference.path).name + (" (known flows)" if reference.kind == "flows" else "")
        _add(menu, name, lambda one=reference: files.remove_data(one)).setToolTip(reference.path)
    if menu.isEmpty():
        menu.addAction("No data of your own yet").setEnabled(False)


def _add(menu: QMenu, name: str, act: Callable[[], object]):
    return menu.addAction(name.replace("&", "&&"), act)  # its "&" is no shortcut
