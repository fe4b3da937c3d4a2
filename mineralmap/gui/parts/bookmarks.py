"""Bookmarks: places with their layers and lens, kept with the project; added, listed, renamed and deleted, undoable."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from mineralmap.gui.parts import Installed, parts
from mineralmap.gui.rows import Row
from mineralmap.gui.words import STAGE_WORDS
from mineralmap.model.project import Bookmark

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from mineralmap.gui.dialogs.bookmarks import AddBookmark, BookmarksDialog

LISTED = 20


@parts.add
class Bookmarks:
    """Rows of the View menu."""

    id, order = "bookmarks", 30
    rows = (
        Row("bookmark_add", "View", "Add &Bookmark…", ("Ctrl+B",), "bookmark",
            "Keep what is looked at: the place, the layers, how it is counted", needs_data=True, line_before=True,
            after="view_next"),
        Row("bookmark_list", "View", "Go to Boo&kmark", after="view_next"),
        Row("bookmarks_manage", "View", "Book&marks…", ("Ctrl+Shift+B",), "", "Go to, rename and delete bookmarks",
            needs_data=True, after="view_next"),
    )  # fmt: skip

    def make(self, window: Any) -> Installed:
        kept = Kept(window)
        return Installed(
            handlers={"bookmark_add": kept.ask, "bookmarks_manage": kept.manage}, ready=kept.ready, thing=kept
        )


class Kept:
    """The bookmarks of one window's project."""

    def __init__(self, window: Any) -> None:
        self._window = window
        self.adding: AddBookmark | None = None
        self.manager: BookmarksDialog | None = None
        self._waiting: tuple[Bookmark, Any] | None = None

    def ready(self) -> None:
        menu = self._window.actions_.menu("bookmark_list")
        menu.aboutToShow.connect(partial(self._list, menu))
        self._window.session.project_changed.connect(lambda _: self._follow())
        self._window.session.map_changed.connect(lambda _: self._arrive())

    def ask(self) -> None:
        """Ask for a name, then keep what is looked at."""
        from mineralmap.gui.dialogs.bookmarks import AddBookmark

        project = self._window.session.project
        taken = frozenset(one.name for one in project.bookmarks)
        scenario, results = project.scenario, self._window.session.results
        mineral = results.mineral_name if results is not None else scenario.mineral
        question = f"{STAGE_WORDS[scenario.stage]} {mineral}"
        proposed = next(name for n in range(1, len(taken) + 2) if (name := f"Bookmark {n}") not in taken)
        dialog = self.adding = AddBookmark(self._window, proposed, taken, question)
        dialog.accepted.connect(lambda: self.add(dialog.name.text().strip(), dialog.asked.isChecked()))
        dialog.open()

    def add(self, name: str, asked: bool = True) -> None:
        """Keep what is looked at under a name; one of that name is replaced."""
        from mineralmap.gui.bookmarking import take

        session = self._window.session
        if session.map is None:
            return
        canvas = self._window.map_place.canvas
        extent = None if canvas is None or canvas.opened else canvas.uncovered()
        made = take(name, session.project, session.map.projection, extent, asked)
        others = tuple(one for one in session.project.bookmarks if one.name != name)
        session.edit(f"Add bookmark {name}", bookmarks=(*others, made))
        self._window.status.tell(f"Bookmark “{name}” added.")

    def go(self, name: str) -> None:
        """Look at what a bookmark keeps, by one step of undo for layers and lens."""
        from mineralmap.gui.bookmarking import changes

        session = self._window.session
        found = next((one for one in session.project.bookmarks if one.name == name), None)
        if found is None or session.map is None:
            return
        scorecard = self._window.actions_["scorecard"]
        if scorecard.isChecked():
            scorecard.trigger()
        before = session.view.projection, session.view.centre_lon
        self._waiting = None
        session.edit(f"Go to bookmark {name}", **changes(found))
        if (session.view.projection, session.view.centre_lon) == before:
            self._look(found)
        else:
            self._waiting = found, session.map.projection  # the other projection comes with a map to be made

    def rename(self, old: str, new: str) -> None:
        """Call it otherwise."""
        made = tuple(replace(one, name=new) if one.name == old else one for one in self._bookmarks())
        self._window.session.edit(f"Rename bookmark {old}", bookmarks=made)

    def delete(self, names: list[str]) -> None:
        """Forget these."""
        kept = tuple(one for one in self._bookmarks() if one.name not in names)
        words = f"bookmark {names[0]}" if len(names) == 1 else f"{len(names)} bookmarks"
        self._window.session.edit(f"Delete {words}", bookmarks=kept)

    def manage(self) -> None:
        """Show the list of all."""
        from mineralmap.gui.dialogs.bookmarks import BookmarksDialog

        if self.manager is None:
            self.manager = BookmarksDialog(self._window)
            self.manager.go_asked.connect(self.go)
            self.manager.add_asked.connect(self.ask)
            self.manager.renamed.connect(self.rename)
            self.manager.deleted.connect(self.delete)
        self.manager.show_all(self._bookmarks())
        self.manager.show()
        self.manager.raise_()

    def _bookmarks(self) -> tuple[Bookmark, ...]:
        return self._window.session.project.bookmarks

    def _look(self, bookmark: Bookmark) -> None:
        from mineralmap.gui.bookmarking import place_of

        made, canvas = self._window.session.map, self._window.map_place.canvas
        extent = place_of(bookmark, made.projection) if made is not None else None
        if canvas is None or made is None:
            return
        if extent is None:
            self._window.status.tell(f"This projection cannot show what “{bookmark.name}” looks at.")
        elif extent == made.projection.world():
            canvas.full()
        else:
            canvas.zoom_to(extent)

    def _arrive(self) -> None:
        if self._waiting is not None and self._window.session.map.projection != self._waiting[1]:
            found, self._waiting = self._waiting[0], None
            self._look(found)

    def _list(self, menu: "QMenu") -> None:
        menu.clear()
        menu.setToolTipsVisible(True)
        from mineralmap.gui.bookmarking import summary

        for one in self._bookmarks()[-LISTED:]:
            action = menu.addAction(one.name.replace("&", "&&"), partial(self.go, one.name))
            action.setToolTip(summary(one))
        if menu.isEmpty():
            menu.addAction("No bookmarks yet: Ctrl+B adds one").setEnabled(False)

    def _follow(self) -> None:
        if self.manager is not None and self.manager.isVisible():
            self.manager.show_all(self._bookmarks())
