"""Charts beside the map: what lies under the pointer in one is lit in the other."""

from typing import Any

from mineralmap.gui.charts.dock import ChartsDock
from mineralmap.gui.parts import Docked, Installed, parts

KEYS = "Ctrl+8"


@parts.add
class Charts:
    """The panel, joined to the map by what is pointed at."""

    id, order, rows = "charts", 80, ()

    @staticmethod
    def make(window: Any) -> Installed:
        dock = ChartsDock(window.session)
        dock.said.connect(window.status.set_words)
        dock.pointed.connect(window.map_place.light)
        window.map_place.feature_hovered.connect(lambda one: dock.light(frozenset({one} if one else ())))
        return Installed(panels=(Docked("right", dock, KEYS),), closing=dock.calm, thing=dock)
