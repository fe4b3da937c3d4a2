"""What the fixed actions of the window do, by their ids; each is looked up when it is used."""

from collections.abc import Callable
from typing import Any

from mineralmap.gui.dialogs import help as pages
from mineralmap.gui.dialogs.help_window import show_help


def handlers(window: Any) -> dict[str, Callable[..., object]]:
    """The handlers of ``gui.actions.ACTIONS`` for one main window, whose parts stand already."""
    files, place = window.files, window.map_place
    return {
        "new": lambda: files.new(),
        "open": lambda: files.open(),
        "save": lambda: files.save(),
        "save_as": lambda: files.save_as(),
        "export": lambda: window.exporting.ask(place.extent(), window.parts["split"].thing.both()),
        "quit": window.close,
        "undo": window.session.undo_stack.undo,
        "redo": window.session.undo_stack.redo,
        "search": window.find_something,
        "copy_picture": lambda: window.exporting.copy(place.extent()),
        "zoom_in": lambda: place.zoom_in(),
        "zoom_out": lambda: place.zoom_out(),
        "zoom_full": lambda: place.zoom_full(),
        "zoom_selection": lambda: window.parts["navigation"].thing.zoom_selection(),
        "pacific": window.pacific,
        "key": place.show_key,
        "scorecard": window.show_scorecard,
        "back": lambda: window.evidence.go(-1),
        "forward": lambda: window.evidence.go(1),
        "fold_panels": lambda: window.panels.fold_or_unfold(),
        "map_only": lambda: window.panels.map_only(),
        "full_screen": lambda on: window.panels.full_screen(on),
        "theme_system": lambda: window.choose_theme("system"),
        "theme_light": lambda: window.choose_theme("light"),
        "theme_dark": lambda: window.choose_theme("dark"),
        "add_data": lambda: files.add_data(),
        "template": lambda: files.save_template(),
        "draw_gate": window.draw_gate,
        "add_gates": lambda: window.own_gates.add_files(),
        "export_gates": lambda: window.own_gates.export(),
        "add_flows": lambda: window.flow_files.add(),
        "flows_template": lambda: window.flow_files.save_template(),
        "shortcuts": lambda: show_help(window, 0),
        "methods": lambda: show_help(window, 1),
        "about": lambda: pages.HelpDialog(window, "About", pages.about_page(window.session.dataset)).show(),
    }
