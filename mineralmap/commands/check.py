"""``mineralmap check``: what is wrong with a file of facilities, known flows or gates, told apart by what it holds, or
with a folder of tables laid out like ``data/``.
"""

import argparse
from pathlib import Path

from mineralmap.commands import CLEAN, PROBLEMS, UNREADABLE
from mineralmap.commands.printing import print_json
from mineralmap.errors import Problem, Severity, UnreadableFile

WORDS = {"facilities": "", "flows": "known flows, ", "gates": "gates, "}
"""What a file holds, as its last line begins."""


def run(arguments: argparse.Namespace) -> int:
    """Print every problem of a file or folder; the exit code says whether there is one."""
    if arguments.file.is_dir():
        return _folder(arguments)
    try:
        kind, rows, good, problems = _file(arguments.file)
    except UnreadableFile as error:
        if not arguments.json:
            raise
        problem = Problem(Severity.ERROR, arguments.file.name, None, None, error.what, error.hint)
        print_json({"rows": 0, "good": 0, "problems": [problem.as_dict()]})
        return UNREADABLE
    if arguments.json:
        told = [problem.as_dict() for problem in problems]
        print_json({"kind": kind, "rows": rows, "good": good, "problems": told})
    else:
        for problem in problems:
            print(f"{problem.severity.value}: {problem}")
        said = f"{good} of {rows} rows are good; problems: {len(problems)}"
        print(f"{arguments.file}: {WORDS[kind]}{said}")
    return PROBLEMS if problems else CLEAN


def _file(file: Path) -> tuple[str, int, int, tuple[Problem, ...]]:
    """What a file holds, its rows, the good ones of them, and what is wrong."""
    from mineralmap.datasets import bundled, gate_file, incoming, known_flows, own

    kind = incoming.kind_of(file)
    if kind == incoming.FLOWS:
        flows = known_flows.reading_of(file, bundled.load())
        return kind, flows.rows, len(flows.table), flows.problems
    if kind == incoming.GATES:
        lines, problems = gate_file.read_gates(file)
        return kind, len(lines) + len(problems), len(lines), problems
    reading = own.read(file)
    return kind, reading.rows, reading.good, reading.problems


def _folder(arguments: argparse.Namespace) -> int:
    problems = folder_problems(arguments.file)
    if arguments.json:
        print_json({"problems": [problem.as_dict() for problem in problems]})
    else:
        for problem in problems:
            print(f"{problem.severity.value}: {problem}")
        print(f"{arguments.file}: problems: {len(problems)}")
    return PROBLEMS if problems else CLEAN


def folder_problems(folder: Path) -> list[Problem]:
    """Everything wrong with a folder of tables: cell by cell, row against row, chains of owners, units.

    Raises
    ------
    UnreadableFile
        When the folder holds no facilities at all.
    """
    from mineralmap.analysis.ownership import ownership_table
    from mineralmap.datasets import bundled, conscience
    from mineralmap.datasets.check import check_table, words_of

    if not (folder / "facilities.csv").is_file():
        raise UnreadableFile(f"{folder} holds no facilities.csv.", "Name a file, or a folder laid out like data/.")
    words = words_of(folder)
    problems = [problem for name in bundled.TABLES for problem in check_table(name, folder, words)]
    try:
        dataset = bundled.load_folder(folder)
        more = [*dataset.problems, *ownership_table(dataset).problems, *conscience.problems_of(dataset)]
    except UnreadableFile as error:
        # a cell that is no value: where check_table has not told of it, it is told here
        more = [] if problems else [Problem(Severity.ERROR, folder.name, None, None, error.what, error.hint)]
    told: dict[tuple[str, int | None, str | None, str], Problem] = {}
    for problem in [*problems, *more]:
        # One place is told once; what has no row (a ring of companies) is told by its words.
        words = problem.what if problem.row is None else ""
        told.setdefault((problem.file, problem.row, problem.column, words), problem)
    return list(told.values())
