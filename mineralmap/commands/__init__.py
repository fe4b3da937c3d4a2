"""The errands of the command line, a file each, once its words are understood: a door's ``run`` gives the exit code."""

import argparse
import importlib

CLEAN, PROBLEMS, UNREADABLE = 0, 1, 2


def run(arguments: argparse.Namespace) -> int:
    """Run the command of parsed arguments; returns its exit code."""
    return importlib.import_module(f"mineralmap.commands.{arguments.command}").run(arguments)
