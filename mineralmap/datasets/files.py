"""Writing files so that a crash or a full disk never leaves half a file behind."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from mineralmap.errors import MineralmapError


def write_atomically(path: Path, content: bytes | str | Callable[[Path], None]) -> None:
    """Write a file beside its place and move it there in one step; an existing file stays whole until then.

    Parameters
    ----------
    path
        Where the file shall stand; its folder must exist.
    content
        Bytes, text (written as UTF-8 with its line ends as they are), or a function that writes the whole file at the
        path it is given (which has the same suffix), for libraries that only write to paths.

    Raises
    ------
    MineralmapError
        When the folder is missing or cannot be written to, or the disk is full. Whatever the function raises itself
        passes through; in every case the half-made file is removed.
    """
    path = Path(path)
    target = path.resolve() if path.is_symlink() else path
    made: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.stem[:40]}-", suffix=target.suffix)
        made = Path(name)
        os.close(handle)
        if callable(content):
            content(made)
        else:
            made.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        made.chmod(_mode_of(target))
        with made.open("rb+") as written:
            os.fsync(written.fileno())
        os.replace(made, target)
    except OSError as error:
        raise MineralmapError(
            f"{path} could not be written: {error.strerror or error}.",
            "Choose another folder, or make room on the disk.",
        ) from error
    finally:
        if made is not None:
            made.unlink(missing_ok=True)


def _mode_of(path: Path) -> int:
    """Permissions of the file that is replaced, else what a new file gets here."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
