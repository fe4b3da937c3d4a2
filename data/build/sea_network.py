"""The sea lanes of the searoute package as columns: ``sea_network.npz``, the same bytes for the same release."""

import os
from pathlib import Path
from typing import Any

import numpy as np

ORDER = 55


def build(sources: Path, out: Path) -> None:
    """Write the nodes (degrees, as the package has them) and the edges between them. ``sources`` is not asked."""
    columns = lanes()
    part = out / "sea_network.part.npz"
    with part.open("wb") as file:
        np.savez(file, **columns)  # type: ignore[arg-type]
    os.replace(part, out / "sea_network.npz")


def lanes() -> dict[str, np.ndarray]:
    """``lon, lat`` (n,) of the nodes; ``start, end`` (m,) numbers of the nodes that each edge joins."""
    import searoute

    graph: Any = searoute.setup_M()
    nodes = list(graph.nodes)
    number = {node: i for i, node in enumerate(nodes)}
    lon, lat = np.array(nodes, dtype=float).T
    start, end = np.array([(number[a], number[b]) for a, b in graph.edges], dtype=np.int32).T
    return {"lon": lon, "lat": lat, "start": start, "end": end}
