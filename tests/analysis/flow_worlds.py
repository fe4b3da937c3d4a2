"""The tiny world with consumers, so that both legs of its cobalt and lithium can be summed by hand."""

from dataclasses import replace
from typing import Any

import pandas as pd

from mineralmap.datasets.dataset import Dataset
from tests.analysis.worlds import table, tiny

PORTS = [
    {"port_id": "USNYC", "name": "New York", "iso3": "USA", "lat": 40.7, "lon": -74.0, "size": "Large", "main": True},
    {"port_id": "USHOU", "name": "Houston", "iso3": "USA", "lat": 29.75, "lon": -95.28, "size": "Large", "main": True},
]
CONSUMER_PORTS = [
    {"region": "USA", "iso3": "USA", "port_id": "USNYC", "weight": 0.75},
    {"region": "USA", "iso3": "USA", "port_id": "USHOU", "weight": 0.25},
    {"region": "EU", "iso3": "FIN", "port_id": "FIKOK", "weight": 1},
    {"region": "CHN", "iso3": "CHN", "port_id": "CNSHA", "weight": 1},
    {"region": "ROW", "iso3": "TZA", "port_id": "TZDAR", "weight": 1},
]
CONSUMERS = [
    {"mineral": "cobalt", "region": "CHN", "year": 2023, "share": 0.5, "kind": "proxy"},
    {"mineral": "cobalt", "region": "EU", "year": 2024, "quantity_t": 10, "kind": "published"},
]


def consuming(
    consumers: list[dict[str, Any]] = CONSUMERS, ports: list[dict[str, Any]] = CONSUMER_PORTS, **tables: list[dict]
) -> Dataset:
    """The tiny world with ports in the United States, consumers, and further tables as rows."""
    made = {"consumers": consumers, "consumer_ports": ports, **tables}
    key = str(sorted((name, str(rows)) for name, rows in made.items()))
    every_port = pd.concat([tiny().ports, table("ports", PORTS)])
    return replace(tiny(), key=key, ports=every_port, **{name: table(name, rows) for name, rows in made.items()})
