"""A second map beside the first, or under it: where it is made against who owns it, before against after a closure."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from mineralmap.gui.closure_heads import Closing, closure_heads, told_by_closure
from mineralmap.gui.map_head import Ways
from mineralmap.gui.parts import Installed, parts
from mineralmap.gui.rows import Row
from mineralmap.gui.second_map import SecondMap
from mineralmap.gui.split_words import Difference, differences, first_difference, headers, names_of
from mineralmap.model.other import SEEN, Other, with_difference
from mineralmap.model.view import SPLITS, View

if TYPE_CHECKING:
    from mineralmap.layers.layer import Map

MENU = "Second Map"
BEFORE = ("routes_show", "before")
WORKING = "working…"


@parts.add
class Split:
    """View ▸ Second Map."""

    id, order = "split", 70
    rows = (
        Row("split_side", "View", "&Side by Side", ("Ctrl+M",), "", "Two maps of the same place; again for one map",
            checkable=True, group="split", needs_data=True, submenu=MENU, after="zoom_selection"),
        Row("split_swipe", "View", "S&wipe", (), "", "The second map over the first, with a handle between them",
            checkable=True, group="split", needs_data=True, submenu=MENU, after="zoom_selection"),
        Row("split_one", "View", "&One Map", (), "", "Put the second map away", checkable=True, group="split",
            needs_data=True, submenu=MENU, after="zoom_selection"),
        Row("split_copy", "View", "&Copy Both as Picture", (), "copy", "Both maps side by side, with one key",
            needs_data=True, submenu=MENU, after="zoom_selection", line_before=True),
    )  # fmt: skip

    @staticmethod
    def make(window: Any) -> Installed:
        thing = Splitting(window)
        return Installed(
            handlers={
                "split_side": lambda: thing.arrange("" if window.session.view.split == "side" else "side"),
                "split_swipe": lambda: thing.arrange("swipe"),
                "split_one": lambda: thing.arrange(""),
                "split_copy": thing.copy,
            },
            ready=thing.ready,
            canvas_made=thing.canvas_made,
            closing=thing.calm,
            thing=thing,
        )


class Splitting:
    """Joins the second map to the window."""

    def __init__(self, window: Any) -> None:
        self._window = window
        self._session = window.session
        self.second = SecondMap(window.session)
        self.closing = Closing(window.session)
        self._given: Other = ()
        """What the second map does otherwise without anybody having chosen it."""
        self._asked: tuple[Any, ...] | None = None
        self._said = ("", "", "", "")
        self._words: tuple[str | Ways, ...] = self._said
        self._soon = QTimer(window, singleShot=True, interval=0)
        """Maps are laid in a turn of their own: all else that follows a view has taken one."""
        self._soon.timeout.connect(self._lay)
        self.second.changed.connect(self._show)
        self.second.busy_changed.connect(lambda _: self._say())
        self.closing.changed.connect(self._say)

    def ready(self) -> None:
        """The actions are there."""
        session = self._session
        session.view_changed.connect(self._follow_view)
        session.busy_changed.connect(lambda _: self._say())
        session.results_changed.connect(lambda _: self._say())
        session.map_changed.connect(lambda _: self._say())
        session.theme_changed.connect(self._recolour)
        self._follow_view(session.view)

    def canvas_made(self, canvas: Any) -> None:
        """The first map is there."""
        maps = self._window.map_place.maps
        self.second.prepare = maps.prepare_second
        maps.other_head.closed.connect(lambda: self.arrange(""))
        maps.other_head.menu.aboutToShow.connect(self._offer)
        self._recolour(self._session.view.theme)
        self._follow_view(self._session.view)

    def calm(self) -> None:
        """Call off all work; for the end of the program."""
        self.second.calm()
        self.closing.calm()

    def arrange(self, split: str) -> None:
        """Put the second map beside the first ("side"), over it ("swipe") or away (""): one step of undo."""
        session = self._session
        other = session.view.other
        at_sea = any(field == "routes_show" for field, _ in other)  # what only a closure makes
        if split and (not other or (not session.view.split and bool(session.scenario.closed) != at_sea)):
            other = self._given = first_difference(session.scenario)
        words = {"side": "Two maps side by side", "swipe": "Two maps, swipe"}.get(split, "One map")
        session.edit(words, split=split, other=other)
        self._tick(session.view)  # of what is chosen already nobody is told

    def differ(self, words: str, one: Difference) -> None:
        """Let the second map do one thing more otherwise, or no longer; the last difference stays. Whoever asks what a
        closure does asks for that alone, not for what nobody has chosen besides."""
        other = self._session.view.other
        alone = one[0] in SEEN and one not in other and other == self._given
        self._given = ()
        said = f"Second map {words}" if one not in other else f"Second map no longer {words}"
        self._session.edit(said, other=(one,) if alone else with_difference(other, one))

    def copy(self) -> None:
        """Put both maps on the clipboard as one picture; the one map, where there is one."""
        both = self.both()
        if both is None:
            self._window.exporting.copy(self._window.map_place.extent())
            return
        self._window.exporting.copy_both(both)

    def both(self) -> "tuple[Map, Map, tuple[str, str]] | None":
        """Both maps as they are printed, from left to right, and what each is of; ``None`` where there is one."""
        place, left, right = self._window.map_place, self._session.map, self.second.map
        if left is None or right is None:
            return None
        extent = place.extent() or left.extent
        left, right = (one.printed(extent) for one in (left, right))
        names = place.maps.head.said, place.maps.other_head.said
        return (right, left, names[::-1]) if place.maps.swapped else (left, right, names)

    def _follow_view(self, view: View) -> None:
        place = self._window.map_place
        if place.canvas is not None and place.maps.split != self._tick(view):
            self._soon.start()
        else:
            self._say()

    def _tick(self, view: View) -> str:
        """Mark how the maps lie in the menu; returns it."""
        split = view.split if view.split in SPLITS else ""
        for one, name in (("", "split_one"), ("side", "split_side"), ("swipe", "split_swipe")):
            self._window.actions_[name].setChecked(split == one)
        return split

    def _lay(self) -> None:
        place, split = self._window.map_place, self._tick(self._session.view)
        if place.maps.split != split:
            place.split(split)
        self._say()

    def _show(self, made: Any) -> None:
        self._say()  # first: the key below both maps has these words
        self._window.map_place.show_second(made)

    def _say(self) -> None:
        session, place = self._session, self._window.map_place
        if session.dataset is None or place.canvas is None or not session.view.split:
            return
        at_sea = told_by_closure(session.scenario, session.view) and not session.sailing.failed
        found = self.closing.ask() if at_sea else None
        at_sea = at_sea and not self.closing.failed
        asked = (session.scenario, session.view, session.results, self.second.results, session.dataset, found, at_sea)
        if self._asked is None or any(a is not b for a, b in zip(asked, self._asked, strict=True)):
            # Most of what calls for it changes none of these.
            self._asked = asked
            self._said = headers(*asked[:2], names_of(session.dataset), *asked[2:4])
            self._words = closure_heads(found, session.view) if found is not None else self._said
        first, figures, second, others = self._words
        waits = at_sea and found is None
        place.maps.head.say(first, WORKING if waits else figures, self._said[0])
        place.maps.other_head.say(second, WORKING if waits or self.second.stale else others, self._said[2])
        place.maps.face(BEFORE in session.view.other)
        place.maps.wait(self.second.stale)

    def _offer(self) -> None:
        from mineralmap.analysis.compute import available_stages, available_years

        session, menu = self._session, self._window.map_place.maps.other_head.menu
        menu.clear()
        if session.dataset is None:
            return
        asked = session.scenario
        years = sorted(available_years(session.dataset, asked.mineral, asked.stage), reverse=True)[:8]
        stages = [str(getattr(one, "value", one)) for one in available_stages(session.dataset, asked.mineral)]
        minerals = [str(one) for one in session.dataset.minerals.sort_values("order").index]
        minerals = [one for one in minerals if asked.stage in available_stages(session.dataset, one)]
        for title, choices in differences(asked, session.view, names_of(session.dataset), years, stages, minerals):
            part = menu.addMenu(title) if title == "Mineral" else menu
            if part is menu:
                menu.addSection(title)
            for words, one in choices:
                action = part.addAction(words[:1].upper() + words[1:])
                action.setCheckable(True)
                action.setChecked(one in session.view.other)
                action.triggered.connect(lambda _=False, words=words, one=one: self.differ(words, one))

    def _recolour(self, name: str) -> None:
        place = self._window.map_place
        if place.canvas is not None:
            place.maps.other_head.recolour(name)
            place.maps.handle.recolour(name)
