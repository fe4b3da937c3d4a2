"""What is wrong with a file, counted the same way wherever it is told."""

from collections.abc import Sequence

from mineralmap.errors import Problem, Severity
from mineralmap.gui.words import plural

HEADER = 1
"""The row of the header: what is wrong there keeps no row of its own out."""


def counted(problems: Sequence[Problem]) -> str:
    """ "2 rows left out, 1 warning": a row that is wrong in two ways is one row; "" for nothing."""
    wrong = [one.row or HEADER for one in problems if one.severity is Severity.ERROR]
    rows = len({row for row in wrong if row != HEADER})
    faults = sum(row == HEADER for row in wrong)
    warnings = len(problems) - len(wrong)
    counts = (
        (f"{plural(rows, 'row')} left out", rows),
        (plural(faults, "problem of the whole file", "problems of the whole file"), faults),
        (plural(warnings, "warning"), warnings),
    )
    return ", ".join(words for words, number in counts if number)


def kind(problems: Sequence[Problem]) -> str:
    """The kind of message that they are: "error" where rows are left out, else "warning", "info" for nothing."""
    if any(one.severity is Severity.ERROR for one in problems):
        return "error"
    return "warning" if problems else "info"
