"""An owner of the user's file that is told to be another company than one with a longer name: made one on request.

It is a correction of the project: the company that is known holds the whole of the one that the file brings, so that
everything of the one counts as the other's, and undo takes it back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from mineralmap.errors import Problem
from mineralmap.gui.session import Session
from mineralmap.gui.unseen import Acts
from mineralmap.model.project import Correction

Offers = Mapping[int, Acts]
"""By the number of a problem: what can be done about it, in the words of buttons."""


def offers(session: Session, problems: Sequence[Problem]) -> Offers:
    """What can be done about each problem that tells of two companies which may be one, and are two still."""
    there = session.dataset.companies.index if session.dataset is not None else ()
    found: dict[int, Acts] = {}
    for number, problem in enumerate(problems):
        if not _made_one(session, problem):
            found[number] = {
                f"Count as {_name(session, known)}": partial(_make, session, brought, known)
                for brought, known in problem.same
                if brought in there and known in there
            }
    return {number: acts for number, acts in found.items() if acts}


def as_they_stand(session: Session, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems, of two companies that count as one by now with that for a hint."""
    return tuple(
        replace(one, hint=f"Counts as {_name(session, known)} by now: see Data, Corrections.")
        if (known := _made_one(session, one))
        else one
        for one in problems
    )


def _made_one(session: Session, problem: Problem) -> str:
    """The company that what the file brings counts as by a correction; "" for none."""
    stakes = {one.row for one in session.project.corrections if one.table == "stakes"}
    return next((known for brought, known in problem.same if f"{known}>{brought}" in stakes), "")


def _make(session: Session, brought: str, known: str) -> None:
    from mineralmap.datasets.correction_table import merged

    mine, ours = _name(session, brought), _name(session, known)
    source = f"Own judgement: {mine} is {ours}"
    said = partial(Correction, "stakes", f"{known}>{brought}", was="", source=source, on=date.today().isoformat())
    made = (said(column="", value=""), said(column="stake", value="1"))
    session.edit(f"Count {mine} as {ours}", corrections=merged(session.project.corrections, made))


def _name(session: Session, company: str) -> str:
    names = session.dataset.companies["name"] if session.dataset is not None else {}
    return str(names.get(company, company))
