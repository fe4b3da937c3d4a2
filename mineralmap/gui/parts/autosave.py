"""Unsaved work is kept every minute and after each edit, and offered again when the program ended unexpectedly.

Never in the project's own file: that is written when somebody says so.
"""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

from mineralmap.errors import MineralmapError
from mineralmap.gui.parts import Installed, parts
from mineralmap.gui.rows import Row
from mineralmap.gui.tasks import Latest

if TYPE_CHECKING:
    from mineralmap.datasets.autosave import Left, Slot

AFTER_EDIT_MS, EVERY_MS = 500, 60_000
LOOK_AFTER_MS = 300
"""After the first map, when the panels are filled: all work shares one interpreter."""


@parts.add
class AutosavePart:
    """Keeps what is not saved, and brings it back."""

    id, order = "autosave", 10
    rows = (
        Row("restore", "Project", "Restore &Unsaved Work…", (), "",
            "Bring back what was not saved when the program ended unexpectedly", after="recent"),
    )  # fmt: skip

    def make(self, window: Any) -> Installed:
        """Begin to keep."""
        made = Autosave(window)
        return Installed(handlers={"restore": made.offer}, ready=made.ready, closing=made.close, thing=made)


class Autosave(QObject):
    """The keeper of one window. ``left`` is what was found of programs that ended unexpectedly, the newest first."""

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self._slot: Slot | None = None
        self._kept: Any = None
        self._looked = self._closed = self._told = False
        self.left: list[Left] = []
        self.restoring: Left | None = None
        self._writing, self._looking, self._reading = Latest(self), Latest(self), Latest(self)
        self._soon, self._ever = QTimer(self, singleShot=True), QTimer(self)
        self._wait = QTimer(self, singleShot=True)
        self._wait.timeout.connect(lambda: self._looking.run(_look, self._found))
        self._soon.setInterval(AFTER_EDIT_MS)
        self._soon.timeout.connect(self.keep)
        self._ever.setInterval(EVERY_MS)
        self._ever.timeout.connect(self.keep)

    @property
    def busy(self) -> bool:
        """Is something being written, looked for or read?"""
        timers = self._soon, self._wait
        return self._writing.busy or self._looking.busy or self._reading.busy or any(one.isActive() for one in timers)

    def ready(self) -> None:
        """The window is whole: follow its session."""
        self._say_able()
        self._session.project_changed.connect(self._follow)
        self._session.dirty_changed.connect(lambda _: self._follow(self._session.project))
        self._session.rested.connect(self._look)
        self._ever.start()

    def keep(self) -> None:
        """Write what is unsaved behind the window, unless it is written already; take away what is saved by now."""
        self._soon.stop()
        if self._closed:
            return
        if not self._session.dirty:
            if self._slot is not None and self._kept is not None:
                self._writing.run(partial(_clear, self._slot), lambda _: None)
            self._kept = None
            return
        view = replace(self._session.view, extent=self._window.map_place.lasting())
        project = replace(self._session.project, view=view)
        if project != self._kept and self._session.dataset is not None:
            work = partial(_write, self._own(), project, self._session.path, self._window.files.name)
            self._writing.run(work, lambda _: self._have_kept(project), self._not_kept)

    def offer(self) -> None:
        """Ask what is to become of the newest work that was left."""
        if not self.left:
            self._window.notices.say("There is no unsaved work to restore.")
            return
        one = self.left[0]
        more = f" {len(self.left) - 1} more can be restored after it." if len(self.left) > 1 else ""
        when = f"{one.at.day} {one.at:%B, %H:%M}"
        self._window.notices.say(
            f"The program ended unexpectedly while {one.name} had unsaved changes, kept on {when}.{more}",
            "warning",
            {"Restore": self.restore, "Discard": self.discard, "Show Later": self.later},
        )

    def restore(self) -> None:
        """Open the newest work that was left, as unsaved as it was."""
        if not self.left or not self._window.files.may_lose_changes():
            return
        from mineralmap.analysis.projects import load_project

        self.restoring = self.left[0]
        work = partial(load_project, self.restoring.file, self._session.shipped)
        self._reading.run(work, self._restored, self._not_restored)

    def discard(self) -> None:
        """Do away with the newest work that was left, and ask for the next."""
        if self.left:
            self.left.pop(0).discard()
        self._next()

    def later(self) -> None:
        """Keep all that was left for another time."""
        for one in self.left:
            one.leave()
        self.left = []
        self._say_able()

    def close(self) -> None:
        """The window closes as it should."""
        self._closed = True
        self._soon.stop()
        self._ever.stop()
        self._wait.stop()
        for work in (self._writing, self._looking, self._reading):
            work.cancel()
        if self._slot is not None:
            self._slot.close()
        self.later()

    def _follow(self, _: object) -> None:
        if not self._closed and not self._soon.isActive() and (self._session.dirty or self._kept is not None):
            self._soon.start()

    def _own(self) -> "Slot":
        """The file of this window; what it imports is there with the data."""
        if self._slot is None:
            from mineralmap.datasets import autosave

            self._slot = autosave.Slot(autosave.folder())
        return self._slot

    def _have_kept(self, project: Any) -> None:
        self._kept, self._told = project, False

    def _not_kept(self, error: Exception) -> None:
        if not isinstance(error, MineralmapError):
            raise error
        if not self._told:  # once, until it works again
            self._told = True
            self._window.notices.say(f"Unsaved work cannot be kept: {error} Save the project yourself.", "error")

    def _look(self) -> None:
        """Once, soon after the first map is painted: was anything left behind?"""
        if not self._looked:
            self._looked = True
            self._wait.start(LOOK_AFTER_MS)

    def _found(self, left: "list[Left]") -> None:
        self.left = [*self.left, *left]  # what an earlier look found is held still
        self._next()

    def _next(self) -> None:
        self._say_able()
        if self.left:
            self.offer()

    def _restored(self, loaded: Any) -> None:
        one = self.restoring
        assert one is not None
        project, problems, readings = loaded
        project = replace(project, view=replace(project.view, theme=self._session.view.theme))
        self._session.start(project, one.path, readings, saved=False)
        self._window.files.opened.emit()
        # What was left goes only once its work stands in this window's own file.
        work = partial(_write, self._own(), project, one.path, one.name)
        self._writing.run(work, lambda _: self._taken_over(one, project, problems), self._not_kept)

    def _taken_over(self, one: "Left", project: Any, problems: Any) -> None:
        self._have_kept(project)
        one.discard()
        self.left = [other for other in self.left if other is not one]
        self.restoring = None
        self._say_able()
        where = f" It is not yet in {one.path.name}: save it." if one.path is not None else " Save it under a name."
        actions: dict[str, Any] = {}
        if problems:
            actions["Show Problems"] = partial(self._window.files.show_problems, one.name, problems)
        if self.left:
            actions["Restore the Next"] = self.offer
        self._window.notices.say(f"{one.name} is restored.{where}", actions=actions, stay=bool(actions))

    def _not_restored(self, error: Exception) -> None:
        self.restoring = None
        if not isinstance(error, MineralmapError):
            raise error
        self._window.notices.say(str(error), "error", {"Discard It": self.discard})

    def _say_able(self) -> None:
        self._window.actions_["restore"].setEnabled(bool(self.left))


def _write(slot: "Slot", project: Any, path: Any, name: str, cancel: Any) -> None:
    slot.write(project, path, name)


def _clear(slot: "Slot", cancel: Any) -> None:
    slot.clear()


def _look(cancel: Any) -> "list[Left]":
    from mineralmap.datasets import autosave

    return autosave.left(autosave.folder())
