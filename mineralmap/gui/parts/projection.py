"""The map's projection: chosen in the View menu or at the right of the status bar, and what goes with another one."""

from functools import partial
from typing import TYPE_CHECKING, Any

from mineralmap.errors import InvalidArgument
from mineralmap.gui.parts import Installed, parts
from mineralmap.gui.rows import Row
from mineralmap.gui.tasks import Latest
from mineralmap.model.view import PROJECTIONS, View

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from mineralmap.gui.dialogs.projection import ProjectionDialog
    from mineralmap.gui.tasks import Cancel
    from mineralmap.layers.layer import Map

LATER_MS = 100
"""How often it is looked whether the panels have all they show, before the finer coasts are fetched."""
HEAD = "projection_"
MENU = "Pro&jection"
TIPS = {
    "equal_earth": "The whole world, every area true",
    "robinson": "The whole world as atlases have it, neither areas nor angles true",
    "natural_earth": "The whole world with rounded corners, neither areas nor angles true",
    "mercator": "Every angle true, far from the equator far too large",
    "plate_carree": "Degrees as squares",
    "arctic": "About the North Pole, every area true",
}
STEPS = {0: "&None", 10: "Every &10°", 15: "Every 1&5°", 30: "Every &30°"}
SETTING, KEPT = "projections/recent", 6


@parts.add
class ProjectionPart:
    """Rows of the View menu."""

    id, order = "projection", 40
    rows = (
        *(
            Row(HEAD + name, "View", title, (), "", TIPS[name], checkable=True, group="projection", needs_data=True,
                submenu=MENU, after="pacific")
            for name, title in PROJECTIONS.items()
        ),
        Row(HEAD + "other", "View", "&Other (EPSG)…", (), "", "Any projection by its code or name", checkable=True,
            group="projection", needs_data=True, line_before=True, submenu=MENU, after="pacific"),
        Row(HEAD + "recent", "View", "&Recent", submenu=MENU, after="pacific"),
        *(
            Row(f"graticule_{step}", "View", words, (), "", "Meridians and parallels", checkable=True,
                group="graticule", submenu="&Graticule", after="pacific")
            for step, words in STEPS.items()
        ),
        Row("atlantic", "View", "&Atlantic in the Middle", (), "", "Put the map's edge in the Bering Strait",
            checkable=True, after="pacific"),
    )  # fmt: skip

    def make(self, window: Any) -> Installed:
        chosen = Choosing(window)
        handlers: dict[str, Any] = {HEAD + name: partial(_chosen, chosen, name) for name in PROJECTIONS}
        handlers |= {f"graticule_{step}": partial(_stepped, chosen, step) for step in STEPS}
        handlers |= {HEAD + "other": lambda _=False: chosen.ask(), "atlantic": lambda _=False: chosen.atlantic()}
        return Installed(handlers=handlers, ready=chosen.ready, closing=chosen.calm, thing=chosen)


def _chosen(choosing: "Choosing", name: str, _: bool = False) -> None:
    choosing.choose(name)


def _stepped(choosing: "Choosing", step: int, _: bool = False) -> None:
    choosing.window.session.edit("Graticule", graticule=step)


class Choosing:
    """The projection of one window's map."""

    def __init__(self, window: Any) -> None:
        self.window = window
        self.dialog: ProjectionDialog | None = None
        self._looking, self._fetching = Latest(window), Latest(window)
        self._shown: Any = None

    def ready(self) -> None:
        session, status = self.window.session, self.window.status
        status.projection.clicked.connect(self.offer)
        session.view_changed.connect(self._follow)
        session.map_changed.connect(self._arrived)
        session.busy_changed.connect(lambda busy: None if busy else self._fetch())
        session.problem.connect(self._refused)
        menu = self.window.actions_.menu(HEAD + "recent")
        menu.aboutToShow.connect(partial(self._list, menu))
        self._follow(session.view)

    def calm(self) -> None:
        """Call off what is worked out; for the end of the window."""
        self._looking.cancel()
        self._fetching.cancel()

    def choose(self, name: str) -> None:
        """Draw the map in another projection: one of PROJECTIONS or a code; a step of undo. An unknown code is told,
        and the map stays as it is."""
        session = self.window.session
        if name == session.view.projection:
            self._follow(session.view)
        elif name in PROJECTIONS:
            self._edit(name, PROJECTIONS[name])
        else:
            self._looking.run(partial(_look_up, name), lambda found: self._edit(*found, recent=True), self._unknown)

    def ask(self) -> None:
        """Open the list of all projections that there are."""
        from mineralmap.gui.dialogs.projection import ProjectionDialog

        self._follow(self.window.session.view)
        dialog = self.dialog = ProjectionDialog(self.window, recent())
        dialog.accepted.connect(lambda: self.choose(dialog.chosen))
        dialog.open()

    def offer(self) -> None:
        """The choice as a menu at the status bar's words."""
        from PySide6.QtWidgets import QMenu

        button, actions = self.window.status.projection, self.window.actions_
        menu = QMenu(button)
        for name in PROJECTIONS:
            menu.addAction(actions[HEAD + name])
        menu.addSeparator()
        for code in recent():
            menu.addAction(code, partial(self.choose, code))
        menu.addAction(actions[HEAD + "other"])
        menu.addSeparator()
        menu.addAction(actions["pacific"])
        menu.addAction(actions["atlantic"])
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(button.rect().topLeft()) - menu.rect().topLeft() + _up(menu))

    def atlantic(self) -> None:
        """Europe and Africa in the middle, and the map's edge in the Bering Strait."""
        session = self.window.session
        session.edit("Atlantic in the middle", centre_lon=View().centre_lon, extent=None)
        self._follow(session.view)

    def _edit(self, name: str, title: str, recent: bool = False) -> None:
        if recent:
            remember(name)
        self.window.session.edit(f"Map in {title}", projection=name, extent=None)
        self._follow(self.window.session.view)

    def _unknown(self, error: Exception) -> None:
        self._follow(self.window.session.view)
        if not isinstance(error, InvalidArgument):
            raise error
        self.window.notices.say(f"{error} The map stays as it is.", "warning")

    def _refused(self, error: Exception) -> None:
        """A project, or a step of undo, asks for a projection that there is none of: the one before is put back."""
        session = self.window.session
        view = session.view
        if isinstance(error, InvalidArgument) and view.projection not in PROJECTIONS and not _known(view):
            last = (self._shown.name, self._shown.centre_lon) if self._shown is not None else ()
            name, centre = last or (View().projection, View().centre_lon)
            session.look(projection=name, centre_lon=centre, extent=None)

    def _follow(self, view: View) -> None:
        actions = self.window.actions_
        name = view.projection if view.projection in PROJECTIONS else "other"
        actions[HEAD + name].setChecked(True)
        if view.graticule in STEPS:
            actions[f"graticule_{view.graticule}"].setChecked(True)
        actions["atlantic"].setChecked(abs(view.centre_lon - View().centre_lon) < 1)
        for one in ("pacific", "atlantic"):
            actions[one].setEnabled(name != "other")

    def _arrived(self, made: "Map") -> None:
        """Tell when what is selected has no place on the other map, and offer the way back."""
        before, self._shown = self._shown, made.projection
        selected, dataset = self.window.session.view.selected, self.window.session.dataset
        if before is None or before == made.projection or dataset is None:
            return
        self.window.notices.take_back("projection")
        table = dataset.facilities
        if selected not in table.index:
            return
        lon, lat = table.loc[[selected], "lon"].to_numpy(float), table.loc[[selected], "lat"].to_numpy(float)
        if before.covers(lon, lat)[0] and not made.projection.covers(lon, lat)[0]:
            name = str(table.at[selected, "name"])
            self.window.notices.say(
                f"{name} is selected, and lies outside what {made.projection.sheet.title} shows.",
                "warning",
                {"Go back": partial(self._back, before)},
                going=True,
                about="projection",
            )

    def _back(self, before: Any) -> None:
        self.window.session.edit(
            f"Map in {before.sheet.title}", projection=before.name, centre_lon=before.centre_lon, extent=None
        )

    def _fetch(self) -> None:
        """Put the finer coasts on the sheet, now that nobody waits, and draw the map with them."""
        session = self.window.session
        if session.map is None or session.dataset is None or self._fetching.busy:
            return
        if self.window.answer.busy:
            from PySide6.QtCore import QTimer

            QTimer.singleShot(LATER_MS, self.window, self._fetch)
            return
        from mineralmap.layers import basemap

        if basemap.closest_ready(session.map.projection) > 0:
            self._fetching.run(partial(_fetch_all, session.map.projection), lambda _: session.redraw())

    def _list(self, menu: "QMenu") -> None:
        menu.clear()
        for code in recent():
            menu.addAction(code, partial(self.choose, code))
        if menu.isEmpty():
            menu.addAction("None yet").setEnabled(False)


def recent() -> list[str]:
    """The codes that were chosen last."""
    from PySide6.QtCore import QSettings

    kept = QSettings().value(SETTING, [])
    return [str(one) for one in (kept if isinstance(kept, list) else [kept] if kept else [])][:KEPT]


def remember(code: str) -> None:
    """Keep a code among those chosen last."""
    from PySide6.QtCore import QSettings

    QSettings().setValue(SETTING, [code, *(one for one in recent() if one != code)][:KEPT])


def _up(menu: "QMenu") -> Any:
    from PySide6.QtCore import QPoint

    return QPoint(0, -menu.sizeHint().height())


def _known(view: View) -> bool:
    from mineralmap.layers.projection import Projection

    try:
        return Projection(view.projection, view.centre_lon).sheet is not None
    except InvalidArgument:
        return False


def _look_up(code: str, cancel: "Cancel") -> tuple[str, str]:
    """A code as it is written, and what it is called."""
    from mineralmap.layers.coded_sheets import normal
    from mineralmap.layers.projection import Projection

    return normal(code), Projection(normal(code)).sheet.title


def _fetch_all(projection: Any, cancel: "Cancel") -> None:
    from mineralmap.layers import basemap

    for layer, _ in basemap.LEVELS:
        cancel()
        basemap.shapes(layer, projection)
