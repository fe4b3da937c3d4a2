"""The command line: every errand without a window. Heavy imports wait until the words have been understood."""

import gc
import io
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from mineralmap.errors import InvalidArgument, MineralmapError, UnreadableFile
from mineralmap.grammar import BAD_ARGUMENTS, COMMANDS, build_parser, given
from mineralmap.options import unknown_word

NUMBERS = re.compile(r"-\d[\d.]*(?:[,;][-+]?[\d.]+)+")
"""Several numbers of which the first is below 0: a point or a box."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one errand; returns the exit code: 0 done, 1 problems, 2 bad arguments or an unreadable file."""
    words = with_values(list(sys.argv[1:] if argv is None else argv))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        return _run(words)
    except BrokenPipeError:
        # The reader (head, a pager) has seen enough; the interpreter must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (InvalidArgument, UnreadableFile) as error:
        return _tell(error, BAD_ARGUMENTS)
    except MineralmapError as error:
        return _tell(error, 1)
    except KeyboardInterrupt:
        return 130


def with_values(words: Sequence[str]) -> list[str]:
    """The words with "--from -10.7,25.5" as "--from=-10.7,25.5": numbers with a sign are no option."""
    made: list[str] = []
    for word in words:
        if NUMBERS.fullmatch(word) and made and made[-1].startswith("--") and "=" not in made[-1]:
            made[-1] += f"={word}"
        else:
            made.append(word)
    return made


def _tell(error: MineralmapError, code: int) -> int:
    print("mineralmap: " + " ".join(str(error).split()), file=sys.stderr)
    return code


def _run(words: list[str]) -> int:
    if not words or words[0] == "--screenshot" or (words[0] not in COMMANDS and Path(words[0]).is_file()):
        return _open_window(words)
    parser = build_parser()
    first = words[0]
    if not first.startswith("-") and first not in COMMANDS:
        raise InvalidArgument(unknown_word("command", first, list(COMMANDS)))
    arguments = parser.parse_args(words)
    if arguments.self_test:
        from mineralmap import selftest

        return selftest.run()
    if not arguments.command:
        return _open_window([])
    from mineralmap import commands

    arguments.given = given(words, arguments)
    return commands.run(arguments)


def _open_window(files: list[str]) -> int:
    from mineralmap import display

    reason = display.why_no_window()
    if reason:
        from mineralmap.commands import render

        return render.opening_picture(reason)
    gc.disable()  # what comes now stays; the window has a collector of its own when all of it is there
    try:
        from mineralmap.gui import app

        return app.main(files)
    finally:
        gc.enable()
