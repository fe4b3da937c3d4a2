"""Whom to credit for one layer: the sources of what it draws, the most used first."""

from collections.abc import Iterable

import pandas as pd

from mineralmap.analysis.results import Results
from mineralmap.datasets.dataset import Dataset
from mineralmap.layers.layer import Layer
from mineralmap.layers.order import OWN, parent

NATURAL_EARTH = "Made with Natural Earth."
OF_BASEMAP = ("sea", "countries", "lakes", "boundaries", "labels")


def sources(dataset: Dataset, results: Results, layer: Layer) -> tuple[str, ...]:
    """One line for each source of a layer: who published what, and when; words that a licence asks for in full."""
    if parent(layer.id) == OWN:
        name = layer.id.partition(":")[2]
        return (f"Your own file {name}.",) if name else ()
    lines = list(layer.credits)
    if layer.id in OF_BASEMAP:
        lines.insert(0, NATURAL_EARTH)
    lines += _published(dataset, _ids(dataset, results, layer))
    return tuple(dict.fromkeys(lines))


def _ids(dataset: Dataset, results: Results, layer: Layer) -> Iterable[str]:
    if layer.id in ("countries", "routes", "labels"):
        # Their shares are those of the answer; routes share its tonnes out among facilities.
        return results.sources
    if layer.id == "chokepoints":
        return _ranked(dataset.chokepoints["source_id"])
    ids = list(dict.fromkeys(one for part in layer.primitives for one in getattr(part, "ids", ())))
    rows = dataset.facilities.reindex(ids).dropna(subset=["source_id"])
    return _ranked(rows["source_id"], rows["coord_source"])


def _ranked(*columns: pd.Series) -> list[str]:
    """Ids of sources in the cells, which may hold several, the most frequent first."""
    counts = pd.concat([column.astype(str) for column in columns]).value_counts()
    found: dict[str, int] = {}
    for cell, count in counts.items():
        for one in str(cell).split(";"):
            if one.strip():
                found[one.strip()] = found.get(one.strip(), 0) + int(count)
    return sorted(found, key=lambda one: -found[one])


def _published(dataset: Dataset, ids: Iterable[str]) -> list[str]:
    rows = dataset.sources.reindex(list(dict.fromkeys(ids))).dropna(subset=["title"])
    made = []
    for row in rows[["publisher", "title", "year", "attribution"]].to_dict("records"):
        year = f" ({row['year']})" if row["year"] and str(row["year"]) not in row["title"] else ""
        made.append(str(row["attribution"]) or f"{row['publisher']}: {row['title']}{year}")
    return made
