"""Who says so: the sources that a user names for corrections, as rows of the table of sources."""

import hashlib
import re
from collections.abc import Sequence

import pandas as pd

from mineralmap.model.project import Correction

PUBLISHER = "named by the user"
MARK = "correction-"
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


def id_of(source: str) -> str:
    """The id of a source in the user's words; the same words have the same id."""
    return MARK + hashlib.sha256(" ".join(source.split()).encode()).hexdigest()[:8]


def joined(cell: str, source: str) -> str:
    """A cell of source ids with the user's source behind the others."""
    ours = id_of(source)
    named = [one.strip() for one in str(cell).split(";") if one.strip()]
    return "; ".join([*named, *([] if ours in named else [ours])])


def with_rows(sources: pd.DataFrame, corrections: Sequence[Correction]) -> pd.DataFrame:
    """The sources with one row for each that the corrections name."""
    rows = {id_of(one.source): _row(one) for one in corrections}
    rows = {name: row for name, row in rows.items() if name not in sources.index}
    if not rows:
        return sources
    more = pd.DataFrame.from_dict(rows, orient="index").reindex(columns=sources.columns, fill_value="")
    both = pd.concat([sources, more.astype(dict(sources.dtypes))])
    both.index.name = sources.index.name
    return both


def _row(one: Correction) -> dict[str, str]:
    words = " ".join(one.source.split())
    found = _ADDRESS.search(words)
    address = found.group().rstrip(".,;)") if found else ""
    title = " ".join(words.replace(address, " ").split()).strip(" ,;:") if address else words
    return {"title": title or address, "publisher": PUBLISHER, "address": address, "read_on": one.on}
