"""The command line: every errand without a window. Heavy imports wait until the words have been understood."""

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from mineralmap.errors import InvalidArgument, MineralmapError, UnreadableFile
from mineralmap.grammar import BAD_ARGUMENTS, COMMANDS, build_parser
from mineralmap.options import unknown_word


def main(argv: Sequence[str] | None = None) -> int:
    """Run one errand; returns the exit code: 0 done, 1 problems, 2 bad arguments or an unreadable file."""
    words = list(sys.argv[1:] if argv is None else argv)
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

    return commands.run(arguments)


def _open_window(files: list[str]) -> int:
    from mineralmap import display

    reason = display.why_no_window()
    if reason:
        from mineralmap.commands import render

        return render.opening_picture(reason)
    from mineralmap.gui import app

    return app.main(files)
