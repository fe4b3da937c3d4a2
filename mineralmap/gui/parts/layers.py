"""What is done to layers from the menu and by keys, and the menu of a line in their list."""

from typing import Any

from PySide6.QtCore import QPoint

from mineralmap.gui.layer_edits import own_files
from mineralmap.gui.layer_menu import menu_of, which_of
from mineralmap.gui.layer_work import LayerWork
from mineralmap.gui.mending import Mending
from mineralmap.gui.parts import Installed, parts
from mineralmap.gui.rows import Row


@parts.add
class Layers:
    """The actions of the menu Layer."""

    id, order = "layers", 20
    rows = (
        Row("layer_style", "Layer", "&Style…", ("F7",), "style",
            "Opacity, size, names, scales and colours of the layer; again to close it"),
        Row("zoom_chosen_layers", "Layer", "&Zoom to Layer", (), "", "All that they draw", needs_data=True),
        Row("show_only", "Layer", "Show &Only Selected", (), "", "Hide all other layers but the ground"),
        Row("copy_style", "Layer", "&Copy Style", (), "", "To be pasted to other layers", line_before=True),
        Row("paste_style", "Layer", "&Paste Style", (), "", "Draw the selected layers as the one that was copied"),
        Row("reset_style", "Layer", "&Reset Style", (), "", "Draw the selected layers as the program does by itself"),
        Row("show_all_layers", "Layer", "Show &All Layers", ("Ctrl+Shift+U",), "", "", needs_data=True,
            line_before=True),
        Row("hide_all_layers", "Layer", "&Hide All Layers", ("Ctrl+Shift+H",), "", "", needs_data=True),
        Row("filter_layers", "Layer", "&Filter Layers…", ("Ctrl+F",), "search",
            "Only layers and legend entries that hold some words", line_before=True),
        Row("legend_in_view", "Layer", "Legend of What Is in &View", (), "in-view",
            "List only legend entries of what the map shows now", checkable=True),
        Row("remove_layer", "Layer", "Re&move Own Data", ("Ctrl+D",), "remove",
            "Take the selected files of your own out of the project", line_before=True),
        Row("mend", "Layer", "Find &Lost Data…", (), "", "Say where a file is that the project names and cannot read"),
    )  # fmt: skip

    def make(self, window: Any) -> Installed:
        """Join the list of layers to the window."""
        dock = window.layers
        work = LayerWork(window, dock)
        edits = dock.edits
        mending = Mending(window)
        work.mending = mending
        dock.why_broken = mending.why

        def action(name: str) -> Any:
            try:
                return window.actions_[name]
            except KeyError:
                return None

        def ask_menu(key: str, at: QPoint) -> None:
            menu = menu_of(dock, work, key, action)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(at)

        def remove() -> None:
            keys = [key for key in dock.tree.selected() if edits.reference(key) is not None]
            files = own_files(window.session)
            if keys:
                edits.remove(keys)
            elif len(files) == 1:
                edits.remove(list(files))
                window.status.tell(f"{next(iter(files.values()))} removed; Undo brings it back")
            elif files:
                ask_which(files)
            else:
                window.notices.say("There is no file of your own to remove.")

        def ask_which(files: dict[str, str]) -> None:
            """Of several files the one that is meant, in a menu at the top of the map."""
            place = window.map_place
            menu = which_of(place, files, edits.remove)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(place.mapToGlobal(QPoint((place.width() - menu.sizeHint().width()) // 2, place.height() // 10)))

        def mend(key: str = "") -> None:
            """A broken file: that of a line, else one that is selected, else the first."""
            asked = [edits.reference(one) for one in ((key,) if key else dock.tree.selected())]
            broken = mending.broken()
            chosen = next((one for one in asked if one in broken), broken[0] if broken else None)
            if chosen is None:
                window.notices.say("No file of your own is lost.")
            else:
                mending.mend(chosen)

        def copy() -> None:
            layers = dock.chosen_layers()
            if len(layers) == 1:
                edits.copy_style(layers[0])
                window.status.tell(f"Style of {edits.title(layers[0])} copied")

        def style() -> None:
            if dock.style_button.isChecked() and dock.in_front:
                dock.style_button.setChecked(False)
                return
            dock.show()
            dock.raise_()
            layers = dock.chosen_layers()
            dock.show_style(layers[0] if layers else "")

        def ready() -> None:
            toggle = window.actions_["legend_in_view"]
            toggle.toggled.connect(dock.in_view.setChecked)
            dock.in_view.toggled.connect(toggle.setChecked)

        dock.menu_asked.connect(ask_menu)
        dock.mend_asked.connect(mend)
        window.files.mend_asked.connect(lambda: mend())
        mending.changed.connect(dock.refresh)
        dock.add_asked.connect(lambda: window.files.add_data())
        dock.panel_asked.connect(lambda name: _show(getattr(window, name)))
        return Installed(
            handlers={
                "layer_style": style,
                "zoom_chosen_layers": lambda: work.zoom_to(dock.chosen_layers()),
                "show_only": lambda: edits.show_only(dock.chosen_layers()) if dock.chosen_layers() else None,
                "copy_style": copy,
                "paste_style": lambda: edits.paste_style(dock.chosen_layers()),
                "reset_style": lambda: edits.reset_style(dock.chosen_layers()),
                "show_all_layers": lambda: edits.show_all(True),
                "hide_all_layers": lambda: edits.show_all(False),
                "filter_layers": lambda: dock.focus_filter(),
                "legend_in_view": lambda: None,
                "remove_layer": remove,
                "mend": lambda: mend(),
            },
            ready=ready,
            canvas_made=dock.sight.use_canvas,
            thing=work,
        )


def _show(panel: Any) -> None:
    panel.show()
    panel.raise_()
