"""The menu of a line in the list of layers, and of the files that can be removed."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QMenu, QWidget

from mineralmap.gui.docks.layers import LayersDock
from mineralmap.gui.layer_work import LayerWork


def menu_of(dock: LayersDock, work: LayerWork, key: str, action: Callable[[str], Any]) -> QMenu:
    """What can be done with a line, or with all selected ones where it is among them.

    ``action`` finds an action of the window by its id, ``None`` where there is none.
    """
    menu = QMenu(dock)
    line, edits = dock.tree.line(key), dock.edits
    if line is None:
        _everything(menu, dock, action)
        return menu
    layers = dock.chosen_layers(key)
    single = layers[0] if len(layers) == 1 else ""
    if line.mark == "broken":
        menu.addAction("&Mend…", partial(dock.mend_asked.emit, key)).setToolTip("Say where the file is now")
    elif layers:
        zoom = menu.addAction("&Zoom to Layer", partial(work.zoom_to, layers))
        zoom.setEnabled(work.has_place(layers))
        table = action("table_layer")
        if table is not None and single:
            menu.addAction("Open &Attribute Table", partial(work.open_table, single, table))
        menu.addAction("&Style…", partial(dock.show_style, layers[0])).setEnabled(bool(single))
        menu.addSeparator()
        menu.addAction("Show &Only This" if single else "Show &Only These", partial(edits.show_only, layers))
        menu.addAction("Move to &Top", partial(edits.put_at_end, layers, True))
        menu.addAction("Move to &Bottom", partial(edits.put_at_end, layers, False))
        menu.addSeparator()
        copy = menu.addAction("&Copy Style", partial(edits.copy_style, single))
        copy.setEnabled(bool(single))
        paste = menu.addAction("&Paste Style", partial(edits.paste_style, layers))
        paste.setEnabled(edits.copied is not None)
        reset = menu.addAction("&Reset Style", partial(edits.reset_style, layers))
        reset.setEnabled(any(one[0] in layers for one in dock.styles()))
        menu.addSeparator()
        save = menu.addAction("&Export Layer…", partial(work.export, single))
        save.setEnabled(bool(single) and work.can_export(single))
        if not save.isEnabled():
            menu.setToolTipsVisible(True)
            save.setToolTip("Layers of facilities are written to files; what others rest on is copied from their table")
        menu.addAction("So&urces…", partial(work.show_sources, layers))
    removable = [one for one in (*dock.tree.selected(), key) if edits.reference(one) is not None]
    if edits.reference(key) is not None:
        menu.addSeparator()
        gone = dict.fromkeys(removable if key in dock.tree.selected() else [key])
        menu.addAction("Re&move Own Data", partial(edits.remove, tuple(gone)))
    if line.kind == "heading" or line.key == "own_data":
        menu.addSeparator()
        _everything(menu, dock, action)
    return menu


def which_of(parent: QWidget, files: dict[str, str], remove: Callable[[list[str]], object]) -> QMenu:
    """Which of the user's files, by their lines and names, is to be removed: one, or all."""
    menu = QMenu(parent)
    menu.setAccessibleName("Remove own data")
    for key, name in files.items():
        menu.addAction(f"Remove {name.replace('&', '&&')}", partial(remove, [key]))
    menu.addSeparator()
    menu.addAction(f"Remove &all {len(files):,}", partial(remove, list(files)))
    menu.setActiveAction(menu.actions()[0])
    return menu


def _everything(menu: QMenu, dock: LayersDock, action: Callable[[str], Any]) -> None:
    menu.addAction("Show All Layers", partial(dock.edits.show_all, True))
    menu.addAction("Hide All Layers", partial(dock.edits.show_all, False))
    menu.addSeparator()
    menu.addAction("Unfold All", dock.tree.expandAll)
    menu.addAction("Fold All", dock.tree.collapseAll)
    add = action("add_data")
    if add is not None:
        menu.addSeparator()
        menu.addAction(add)
