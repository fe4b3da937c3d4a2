"""Where a file has gone that a project names: looked for by its name, and by what it holds, in a bounded search."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mineralmap.datasets.own import digest
from mineralmap.errors import UnreadableFile

DEEPEST, MOST_ENTRIES = 4, 5_000
"""Folders below the project's, and how many names in them are looked at."""
MOST_HASHED, LARGEST_BYTES = 60, 50_000_000
"""Files of another name that are read to see whether they hold the same, and up to which size."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file that may be the lost one; ``same`` when it holds byte for byte what that held."""

    path: Path
    same: bool


def find(
    lost: Sequence[tuple[str, str]], folders: Sequence[Path], below: Path | None, cancel: Callable[[], object]
) -> dict[str, Found]:
    """Lost files, by the path they had.

    Parameters
    ----------
    lost
        Path and SHA-256 of each, the hash "" where it is not known: then nothing is found to be the same.
    folders
        Where to look, the likeliest first.
    below
        A folder whose subfolders are looked into as well.
    """
    names = {Path(path).name.casefold() for path, _ in lost}
    places = list(dict.fromkeys(folders))
    by_name: dict[str, list[Path]] = {name: [] for name in names}
    for folder in places:
        for path, _ in lost:
            file = folder / Path(path).name
            if file.is_file():
                by_name[file.name.casefold()].append(file)
    for file in _below(below, cancel) if below is not None else ():
        if file.name.casefold() in names:
            by_name[file.name.casefold()].append(file)
    hashes: dict[Path, str] = {}
    found: dict[str, Found] = {}
    for path, sha256 in lost:
        cancel()
        candidates = list(dict.fromkeys(by_name[Path(path).name.casefold()]))
        same = next((one for one in candidates if sha256 and _hash(one, hashes) == sha256), None)
        if same is None and sha256:
            same = _renamed(path, sha256, places, hashes, cancel)
        if same is not None:
            found[path] = Found(same, True)
        elif others := [one for one in candidates if one != Path(path)]:
            found[path] = Found(others[0], False)
    return found


def _below(folder: Path, cancel: Callable[[], object]) -> Iterator[Path]:
    """Files in the folders below one, those near first by name of folder, no link followed."""
    seen, depth = 0, len(folder.parts)
    for root, folders, files in os.walk(folder):
        cancel()
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        if len(Path(root).parts) - depth >= DEEPEST:
            folders[:] = []
        for name in files:
            yield Path(root) / name
        seen += len(files) + len(folders)
        if seen > MOST_ENTRIES:
            return


def _renamed(
    path: str, sha256: str, folders: Sequence[Path], hashes: dict[Path, str], cancel: Callable[[], object]
) -> Path | None:
    """A file of the same kind that holds the same under another name."""
    suffix, read = Path(path).suffix.casefold(), 0
    for folder in folders:
        try:
            files = sorted(one for one in folder.iterdir() if one.suffix.casefold() == suffix and one.is_file())
        except OSError:
            continue
        for file in files:
            cancel()
            if read >= MOST_HASHED:
                return None
            read += file not in hashes
            if _hash(file, hashes) == sha256:
                return file
    return None


def _hash(file: Path, known: dict[Path, str]) -> str:
    """The hash of a file, "" of one that is too large or cannot be read."""
    if file not in known:
        try:
            known[file] = digest(file) if file.stat().st_size <= LARGEST_BYTES else ""
        except (OSError, UnreadableFile):
            known[file] = ""
    return known[file]
