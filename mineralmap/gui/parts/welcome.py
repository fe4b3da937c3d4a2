"""The first run opens on a question with its answer; Help ▸ Sample Views brings it back."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QSettings

from mineralmap.gui import regions
from mineralmap.gui.asked import compared
from mineralmap.gui.parts import Installed, parts
from mineralmap.gui.rows import Row
from mineralmap.gui.samples import SAMPLES, changes, of
from mineralmap.gui.welcome_strip import WelcomeStrip
from mineralmap.model.project import Project
from mineralmap.model.scenario import Basis

WELCOMED = "welcomed"
"""The setting that says that somebody has seen it."""


@parts.add
class Welcome:
    """Help ▸ Sample Views."""

    id, order = "welcome", 90
    rows = (
        Row("samples", "Help", "Sample &Views", (), "", "Three questions with their views, to begin with",
            checkable=True, needs_data=True),
    )  # fmt: skip

    @staticmethod
    def make(window: Any) -> Installed:
        thing = Welcoming(window)
        return Installed(handlers={"samples": thing.show}, ready=thing.ready, thing=thing)


class Welcoming:
    """The strip in its window."""

    def __init__(self, window: Any) -> None:
        self._window, self._session = window, window.session
        self.strip = WelcomeStrip()
        self.strip.hide()
        self.strip.asked.connect(self.ask)
        self.strip.dismissed.connect(lambda: self.show(False))
        window.map_place.add_above(self.strip)

    def ready(self) -> None:
        """At the first run, begin with the first sample: what is there then is no step of undo."""
        session = self._session
        for signal in (session.results_changed, session.flows_changed, session.bases_changed, session.scenario_changed):
            signal.connect(lambda _: self._say())
        session.theme_changed.connect(self.strip.recolour)
        self.strip.recolour(session.view.theme)
        if not QSettings().value(WELCOMED, False, bool):
            QSettings().setValue(WELCOMED, True)
            if session.project == Project(view=session.view) and session.path is None:
                session.start(replace(session.project, scenario=SAMPLES[0].scenario))
            self.show(True)
        self._say()

    def show(self, on: bool) -> None:
        """Show the strip, or put it away."""
        self.strip.setVisible(on)
        self._window.actions_["samples"].setChecked(on)
        if on:
            self._say()
        else:
            self._window.map_place.setFocus()

    def ask(self, sample_id: str) -> None:
        """Show one sample: question and view by one step of undo."""
        session, place = self._session, self._window.map_place
        sample = next(one for one in SAMPLES if one.id == sample_id)
        extent = None
        if sample.box is not None and session.map is not None:
            extent = regions.metres(session.map.projection, sample.box)
        place.show_view()
        session.edit(f"Sample view: {sample.question}", **changes(sample, session.view, extent))
        self._say()

    def _say(self) -> None:
        if self.strip.isHidden():
            return
        session = self._session
        sample = of(session.scenario)
        if sample is None:
            self.strip.say("", "", "")
            return
        results = session.results
        words = "Being worked out…"
        if results is not None and results.scenario == session.scenario:
            words = sample.answer(results, session.flows if _sails(session) else None, _located(session))
        self.strip.say(sample.id, sample.question, words)


def _sails(session: Any) -> bool:
    """Are the flows there those of the question?"""
    flows = session.flows
    return flows is not None and flows.scenario.mineral == session.scenario.mineral


def _located(session: Any) -> Any:
    """The answer by location to the same question on the same data; ``None`` while it is not known."""
    found = session.bases.get(Basis.LOCATION)
    if found is None or found.dataset_key != session.dataset.key:
        return None
    return found if found.scenario == compared(session.scenario, Basis.LOCATION) else None
