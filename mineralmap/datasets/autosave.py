"""Unsaved work in files of its own, one for each window, and those that a program left which ended unexpectedly.

Who holds the lock of a file is alive: the system lets go of it with the process, however that ends. A file whose lock
can be had was left behind.
"""

import json
import os
import threading
import time
import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from mineralmap.datasets import project_file
from mineralmap.datasets.files import write_atomically
from mineralmap.errors import MineralmapError
from mineralmap.model.project import Project

SUFFIX = ".mineralmap"
EMPTY_DAYS = 1.0
"""After so long a lock without a project is swept away: its program ended before anything was to be kept."""


def folder() -> Path:
    """Where unsaved work is kept: in the person's own data folder."""
    import platformdirs

    return platformdirs.user_data_path("mineralmap", appauthor=False) / "autosave"


class Slot:
    """The file of one window. ``write`` and ``clear`` may be called from any thread, and do nothing after ``close``."""

    def __init__(self, where: Path) -> None:
        self.file = where / f"{os.getpid()}-{uuid.uuid4().hex[:8]}{SUFFIX}"
        self._guard = threading.Lock()
        self._lock: IO[bytes] | None = None
        self._closed = False

    def write(self, project: Project, path: Path | None, name: str) -> None:
        """Keep a project that is called ``name`` and stands in the file ``path``, if in any.

        Raises
        ------
        MineralmapError
            When it cannot be written.
        """
        with self._guard:
            if self._closed:
                return
            if self._lock is None:
                try:
                    self.file.parent.mkdir(parents=True, exist_ok=True)
                except OSError as error:
                    raise MineralmapError(f"{self.file.parent} cannot be made: {error.strerror or error}.") from error
                self._lock = _locked(self.file.with_suffix(".lock"))
            told = {"pid": os.getpid(), "path": str(path or ""), "name": name, "at": datetime.now().isoformat()}
            write_atomically(self.file.with_suffix(".json"), json.dumps(told))
            project_file.save(project, self.file)

    def clear(self) -> None:
        """There is nothing unsaved."""
        with self._guard:
            _unlink(self.file)

    def close(self) -> None:
        """The program ends as it should: nothing is to be restored."""
        with self._guard:
            self._closed = True
            if self._lock is not None:
                _sweep(self.file, self._lock)
                self._lock = None


@dataclass(frozen=True, eq=False)
class Left:
    """Unsaved work of a program that ended unexpectedly; it is ours as long as its lock is held."""

    file: Path
    path: Path | None
    """The project's own file, if it had one."""
    name: str
    at: datetime
    lock: IO[bytes]

    def discard(self) -> None:
        """Do away with it."""
        _sweep(self.file, self.lock)

    def leave(self) -> None:
        """Keep it for later, or for another window."""
        self.lock.close()


def left(where: Path) -> list[Left]:
    """All that was left behind, the newest first, each taken so that no other window has it too."""
    found = []
    for lock in sorted(where.glob("*.lock")) if where.is_dir() else []:
        held = _locked(lock)
        if held is None:
            continue
        file = lock.with_suffix(SUFFIX)
        if file.is_file():
            found.append(_left(file, held))
        elif time.time() - lock.stat().st_mtime > EMPTY_DAYS * 86400:
            _sweep(file, held)
        else:
            held.close()
    return sorted(found, key=lambda one: one.at, reverse=True)


def _left(file: Path, held: IO[bytes]) -> Left:
    told: dict[str, str] = {}
    with suppress(OSError, ValueError):
        read = json.loads(file.with_suffix(".json").read_text("utf-8"))
        told = read if isinstance(read, dict) else {}
    path = str(told.get("path", ""))
    at = datetime.fromtimestamp(file.stat().st_mtime)
    return Left(file, Path(path) if path else None, str(told.get("name", "")) or "Untitled project", at, held)


def _locked(path: Path) -> IO[bytes] | None:
    """The file, open and locked until it is closed or the process ends; ``None`` while another holds it."""
    try:
        handle = path.open("a+b")
    except OSError:
        return None
    try:
        if os.name == "nt":
            import msvcrt

            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.close()
        return None
    return handle


def _sweep(file: Path, held: IO[bytes]) -> None:
    for suffix in (SUFFIX, ".json"):
        _unlink(file.with_suffix(suffix))
    if os.name == "nt":
        held.close()  # an open file cannot be taken away there
        _unlink(file.with_suffix(".lock"))
    else:
        _unlink(file.with_suffix(".lock"))
        held.close()


def _unlink(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
