"""Stakes that the user has corrected, as the cards mark them beside a holder, and what was checked before that."""

from itertools import pairwise
from typing import TYPE_CHECKING

from mineralmap.gui.correct import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mineralmap.datasets.dataset import Dataset
    from mineralmap.model.project import Correction

NAMED = 3
"""So many corrections are named in one line; the section above it lists them all."""


def since(dataset: "Dataset", chain: "Sequence[str]", as_of: str) -> str:
    """What stands beside a holder reached by a chain of ids, from below up: "as of 2021", or the mark of its
    corrections, "✎ as corrected by you: CMOC 60 % (was 5 %)".

    A corrected stake nobody published: the date of the figure that stood there is not its own.
    """
    marked = [one for low, up in pairwise(chain) for one in _of(dataset, up, low)]
    stakes = {one.row: one for one in marked if one.column == "stake"}
    dated = {one.row: one.value for one in marked if one.column == "as_of"}
    added = {one.row for one in marked if not one.column}
    words = [_stake(dataset, one, len(chain) > 2, one.row in added) for one in stakes.values()]
    words += [said.label(dataset, one) for one in marked if one.column and one.row not in stakes]
    words += [f"{said.label(dataset, one)} added" for one in marked if one.row in added - stakes.keys()]
    if stakes:
        as_of = "; ".join(dict.fromkeys(filter(None, dated.values()))) if stakes.keys() <= dated.keys() else ""
    mark = f"✎ as corrected by you: {', '.join(words)}" if words else ""
    return " · ".join(filter(None, (mark, f"as of {as_of}" if as_of else "")))


def pen(dataset: "Dataset", owner: str, owned: str) -> str:
    """The mark alone, before a holder told in passing; "" where its stake is the data's."""
    return "✎ " if _of(dataset, owner, owned) else ""


def elsewhere(dataset: "Dataset", one: "Correction", here: str) -> str:
    """Of a stake in something else than the card is of: " in Kisanfu Mining (KFM)"."""
    from mineralmap.datasets.corrections import parts_of

    owned = parts_of(one.table, one.row)[-1].partition("#")[0] if one.table == "stakes" else here
    if owned == here:
        return ""
    table = dataset.companies if owned in dataset.companies.index else dataset.facilities
    return f" in {table['name'].get(owned, owned)}"


def before(dataset: "Dataset", corrections: "Iterable[Correction]") -> str:
    """That what was checked was checked before the user's corrections; "" where nothing is corrected."""
    named = list(dict.fromkeys(_what(dataset, one) for one in corrections))
    more = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
    return f"✎ Checked before your correction of {', '.join(named[:NAMED])}{more}" if named else ""


def _of(dataset: "Dataset", owner: str, owned: str) -> "list[Correction]":
    """The corrections of the stakes of one in another."""
    row = f"{owner}>{owned}"
    return [one for one in dataset.corrected if one.table == "stakes" and one.row.partition("#")[0] == row]


def _what(dataset: "Dataset", one: "Correction") -> str:
    """A correction as the end of a sentence: "the stake of KFM Holding", "Status"."""
    name = said.label(dataset, one) or one.table
    owner = name.removesuffix(": stake")
    return f"the stake of {owner}" if one.table == "stakes" and owner != name else name


def _stake(dataset: "Dataset", one: "Correction", named: bool, added: bool) -> str:
    now, was = said.values(dataset, one)
    owner = said.label(dataset, one).removesuffix(": stake")
    change = f"{now} ({'added' if added else f'was {was}'})"
    return f"{owner} {change}" if named else change
