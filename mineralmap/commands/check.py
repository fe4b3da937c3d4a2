"""``mineralmap check``: what is wrong with a facility file, row by row."""

import argparse

from mineralmap.commands import CLEAN, PROBLEMS, UNREADABLE
from mineralmap.commands.printing import print_json
from mineralmap.errors import Problem, Severity, UnreadableFile


def run(arguments: argparse.Namespace) -> int:
    """Print every problem of a file; the exit code says whether there is one."""
    from mineralmap.datasets import own

    try:
        reading = own.read(arguments.file)
    except UnreadableFile as error:
        if not arguments.json:
            raise
        problem = Problem(Severity.ERROR, arguments.file.name, None, None, error.what, error.hint)
        print_json({"rows": 0, "good": 0, "problems": [problem.as_dict()]})
        return UNREADABLE
    if arguments.json:
        print_json(reading.as_json())
    else:
        for problem in reading.problems:
            print(f"{problem.severity.value}: {problem}")
        print(f"{arguments.file}: {reading.good} of {reading.rows} rows are good; problems: {len(reading.problems)}")
    return PROBLEMS if reading.problems else CLEAN
