"""Where one published figure stands for several facilities: which others it is of, and in whose row it stands."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mineralmap.datasets.dataset import Dataset

FIGURES = ("capacity", "production", "capacity_t", "production_t")


def names(dataset: "Dataset", cell: object) -> list[str]:
    """Names of the facilities that a cell of ``combined_with`` lists."""
    known = dataset.facilities["name"]
    return [str(known.get(one, one)) for one in ids(cell)]


def ids(cell: object) -> list[str]:
    """Ids in a cell of several, parted by ";"; none for an empty one."""
    text = "" if cell is None or cell != cell else str(cell)
    return [one for one in (part.strip() for part in text.split(";")) if one]


def words(others: list[str]) -> str:
    """ "one figure for 3 facilities, with A and others by name"; "" where it is of none but its own."""
    return f"one figure for {len(others) + 1} facilities, with {', '.join(others)}" if others else ""


def of_row(dataset: "Dataset", row: Mapping[Any, Any]) -> str:
    """What is to be said of a row of outputs: that its figure is of several facilities, or that its facility is in the
    figure of another one; "" for a figure of its own, and where nobody has a figure."""
    others = ids(row["combined_with"])
    if not others:
        return ""
    if _has_figure(row):
        return words(names(dataset, row["combined_with"]))
    outputs = dataset.outputs
    theirs = outputs[outputs["facility_id"].isin(others) & (outputs["mineral"] == row["mineral"])]
    for one in theirs.to_dict("records"):
        of_all = ids(one["combined_with"])
        if _has_figure(one) and row["facility_id"] in of_all:
            return f"in the figure of {names(dataset, one['facility_id'])[0]}, one for {len(of_all) + 1} facilities"
    return ""


def _has_figure(row: Mapping[Any, Any]) -> bool:
    return any(row[name] == row[name] for name in FIGURES)
