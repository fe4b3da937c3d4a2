"""What is found by name and changes (actions, layers, samples, bookmarks); and doing what was found."""

from typing import Any

from mineralmap.gui import spoken
from mineralmap.gui.aims import Aims
from mineralmap.gui.finding import Found, Ranked, owned
from mineralmap.gui.keymap import native, plain
from mineralmap.gui.samples import SAMPLES
from mineralmap.gui.wishes import edit_of, ranked
from mineralmap.model.scenario import LATEST

ZOOM = "zoom:"
"""How the id of a layer begins that is gone to, not shown or hidden."""
UNDER_PROJECTION = "This projection cannot show that place."


def commands(window: Any) -> list[Found]:
    """Every action with its keys and its menu, every layer, every sample view, every bookmark of a window."""
    keymap = window.parts["keys"].thing.keymap
    made = [
        Found("action", one.id, plain(one.action.text()), one.where, native(one.action), one.action.isEnabled())
        for one in keymap.all
    ]
    drawn, hidden = window.session.map, window.session.view.hidden
    for layer in reversed(drawn.layers) if drawn is not None else ():
        note = "layer: show it" if layer.id in hidden else "layer: hide it"
        made.append(Found("layer", layer.id, layer.title, note))
        if layer.visible and layer.primitives:
            made.append(Found("layer", f"{ZOOM}{layer.id}", f"Zoom to {layer.title}", "layer"))
    made += [Found("sample", one.id, one.question, "sample view") for one in SAMPLES]
    made += [Found("bookmark", one.name, one.name, "bookmark") for one in window.session.project.bookmarks]
    return made


def wishes(window: Any, text: str) -> list[Ranked]:
    """What is asked for by a verb and a name, or as a question in words, as the window's question stands."""
    dataset, scenario = window.session.dataset, window.session.scenario
    return [*ranked(dataset, scenario, text), *spoken.ranked(dataset, scenario, text)]


class Doer:
    """Goes to what was found, or does it."""

    def __init__(self, window: Any, aims: Aims) -> None:
        self._window, self._aims = window, aims
        self._acts = {
            "facility": self._facility,
            "company": self._company,
            "country": self._country,
            "region": self._region,
            "port": self._port,
            "strait": self._strait,
            "mineral": self._mineral,
            "layer": self._layer,
            "place": self._place,
            "bookmark": lambda found: window.parts["bookmarks"].thing.go(found.id),
            "sample": self._sample,
            "action": self._action,
            "wish": self._wish,
        }

    def do(self, found: Found) -> None:
        """Whatever the kind of a find asks for."""
        self._acts[found.kind](found)

    def _facility(self, found: Found) -> None:
        self._to_map()
        self._window.go_to(found.id)

    def _company(self, found: Found) -> None:
        dataset = self._window.session.dataset
        if dataset is not None:
            facilities = owned(dataset, found.id)
            self._to_map()
            self._window.details.show_company(found.id, facilities)
            self._window.details.show()
            self._window.details.raise_()
            self._aims.to_features(facilities)

    def _country(self, found: Found) -> None:
        self._to_map()
        self._window.map_place.feature_clicked.emit(found.id)
        self._aims.to_country(found.id)

    def _region(self, found: Found) -> None:
        self._to_map()
        if not self._aims.to_region(found.id):
            self._window.status.tell(UNDER_PROJECTION)

    def _strait(self, found: Found) -> None:
        self._to_map()
        self._window.map_place.feature_clicked.emit(found.id)
        self._window.map_place.zoom_to_gate(found.id)

    def _port(self, found: Found) -> None:
        dataset = self._window.session.dataset
        if dataset is not None and found.id in dataset.ports.index:
            row = dataset.ports.loc[found.id]
            self._to(float(row["lon"]), float(row["lat"]), found.name)

    def _place(self, found: Found) -> None:
        if found.place is not None:
            self._to(*found.place, found.name)

    def _to(self, lon: float, lat: float, words: str) -> None:
        self._to_map()
        if not self._aims.to_place(lon, lat, words):
            self._window.status.tell(UNDER_PROJECTION)

    def _mineral(self, found: Found) -> None:
        self._window.session.edit(f"Ask for {found.name}", mineral=found.id, year=LATEST)

    def _layer(self, found: Found) -> None:
        if found.id.startswith(ZOOM):
            self._to_map()
            self._aims.to_layer(found.id.removeprefix(ZOOM))
            return
        hidden = self._window.session.view.hidden
        on = found.id in hidden
        changed = hidden - {found.id} if on else hidden | {found.id}
        self._window.session.edit(f"{'Show' if on else 'Hide'} {found.name.lower()}", hidden=changed)

    def _action(self, found: Found) -> None:
        keymap = self._window.parts["keys"].thing.keymap
        next(one.action for one in keymap.all if one.id == found.id).trigger()

    def _sample(self, found: Found) -> None:
        self._to_map()
        self._window.parts["welcome"].thing.ask(found.id)

    def _wish(self, found: Found) -> None:
        session = self._window.session
        edit = None
        if found.id.startswith("ask:"):
            edit = spoken.edit_of(session.scenario, found.id)
        elif session.dataset is not None:
            edit = edit_of(session.dataset, session.scenario, found.id)
        if edit is not None:
            session.edit(edit[0], **edit[1])
        verb, _, gate = found.id.partition(":")
        if verb in ("close", "open", "avoid"):
            self._window.see_to_gate("gates", gate)  # where the effect is told

    def _to_map(self) -> None:
        """What is gone to is to be seen, and the next key is the map's."""
        scorecard = self._window.actions_["scorecard"]
        if scorecard.isChecked():
            scorecard.trigger()
        self._window.map_place.setFocus()
