"""Places that give or take tonnes, each with its port: facilities with an output, and what a country makes elsewhere.

What each place gives or takes comes from the results by location and output.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pandas as pd

from mineralmap.analysis.compute import compute
from mineralmap.analysis.port_choice import chosen_ports
from mineralmap.analysis.ports import ports_of, ports_of_country
from mineralmap.analysis.results import OTHER, UNKNOWN, Results
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Basis, Denominator, Measure, Scenario, Stage

REST = "rest:"
"""Prefix of the ids of what a country is known to produce at no facility that we know (``rest:CHN@CNNGB``: the part
that is taken to go by that port)."""
Figures = tuple[tuple[str, ...], bytes]
"""Tonnes by id, as a value that two questions can be told alike by: the ids, and the bits of the numbers."""
NUMBERS = ("lon", "lat", "tonnes", "port_lon", "port_lat", "land_km", "corridor_km")


def output_of(dataset: Dataset, scenario: Scenario, stage: Stage, cancel: Callable[[], None]) -> Results:
    """What every facility and country makes of the scenario's mineral in a stage, by location."""
    asked = replace(
        scenario, stage=stage, measure=Measure.OUTPUT, basis=Basis.LOCATION, denominator=Denominator.WORLD,
        closed=frozenset(),
    )  # fmt: skip
    return compute(dataset, asked, cancel)


def places_of(dataset: Dataset, results: Results, leg: str = "") -> pd.DataFrame:
    """Facilities with a weight, and a country's known output at no known facility, each with its port in a leg.

    The latter is spread over ports by ``ports_of_country``.

    Returns
    -------
    Indexed by id: name, iso3, lon, lat (nan where not known), tonnes, and the columns of ``ports.Port``.
    """
    weights = results.facilities.loc[results.facilities["counted"], "weight_t"]
    weights = weights[weights > 0]
    countries = results.suppliers[~results.suppliers["supplier"].isin([OTHER, UNKNOWN])].set_index("supplier")["tonnes"]
    return _placed(dataset, results.scenario.ports, leg, *map(_figures, (weights, countries))).copy()


def _figures(column: pd.Series) -> Figures:
    return tuple(column.index), column.to_numpy(float).tobytes()


@lru_cache(maxsize=8)
def _placed(
    dataset: Dataset, ports: tuple[str, ...], leg: str, of_facilities: Figures, of_countries: Figures
) -> pd.DataFrame:
    """``places_of``, which rests on these alone: whoever turns what routes or fits depend on asks for the same."""
    rows = dataset.facilities.loc[list(of_facilities[0])]
    weights = pd.Series(np.frombuffer(of_facilities[1]), rows.index)
    countries = pd.Series(np.frombuffer(of_countries[1]), list(of_countries[0]), dtype=float)
    located = pd.DataFrame(
        {"name": rows["name"], "iso3": rows["host_iso3"], "lon": rows["lon"], "lat": rows["lat"], "tonnes": weights}
    )
    left = countries.sub(located.groupby("iso3")["tonnes"].sum(), fill_value=0.0)
    left = left[left > max(0.5, 1e-6 * weights.sum())].sort_index()
    chosen = chosen_ports(dataset, ports)
    whole = {str(iso3): float(tonnes) for iso3, tonnes in countries.items()}
    located = located.join(ports_of(dataset, located, chosen, leg, whole))
    rows = []
    for iso3, tonnes in left.items():
        at_home = located[located["iso3"] == iso3]
        shared = ports_of_country(dataset, str(iso3), at_home, located["tonnes"], chosen, whole.get(str(iso3), np.nan))
        for port, part in shared:
            word = f" (by {port.port_name})" if len(shared) > 1 else ""
            name = f"{dataset.country_name(str(iso3))}, facilities not known{word}"
            place = f"{REST}{iso3}" + (f"@{port.port_id}" if len(shared) > 1 else "")
            rows.append((place, name, iso3, np.nan, np.nan, tonnes * part, *port))
    rest = pd.DataFrame(rows, columns=["id", *located.columns]).set_index("id")
    parts = [part for part in (located, rest) if len(part)]
    places = pd.concat(parts) if parts else located
    return places.astype(dict.fromkeys(NUMBERS, float))
