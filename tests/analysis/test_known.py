"""Known flows between places of which not all reach each other."""

import numpy as np
import pandas as pd
import pytest

from mineralmap.analysis.known import known_flows
from tests.analysis.flow_worlds import consuming

MINE, PLANT = "COD-f1", "FIN-kokkola"


def known(tonnes: float, left: tuple[float, float], cost: list[list[float]], notes: list[str]):
    """A flow from a mine that sends two cargoes."""
    flow = {"mineral": "cobalt", "leg": "feed", "from_id": MINE, "to_id": PLANT, "tonnes": tonnes, "source_id": "x"}
    origins = pd.DataFrame(
        {"name": "F1", "iso3": "COD", "tonnes": left, "cargo": ["ore", "hydroxide"], "contained": [0.1, 0.4]},
        index=[MINE, MINE],
    ).assign(cargo_name=["ore", "hydroxide"])
    ends = pd.DataFrame({"name": ["Kokkola"], "iso3": ["FIN"], "region": [""], "tonnes": [50.0]}, index=[PLANT])
    return known_flows(consuming(known_flows=[flow]), "cobalt", "feed", origins, ends, np.array(cost), {}, notes)


def test_that_a_flow_leaves_as_what_the_mine_has_left_of_each_cargo():
    found = known(20.0, (30.0, 10.0), [[1.0], [2.0]], [])
    assert dict(zip(found.cargo, found.tonnes, strict=True)) == pytest.approx({"ore": 15.0, "hydroxide": 5.0})


def test_that_a_cargo_without_a_way_gives_nothing_and_the_other_no_more_than_there_is_of_it():
    notes: list[str] = []
    found = known(20.0, (30.0, 10.0), [[np.inf], [2.0]], notes)
    assert found.cargo.tolist() == ["hydroxide"]
    assert found.tonnes.tolist() == [10.0]
    assert any("counts as 10 t" in note for note in notes)


def test_that_nothing_leaves_where_the_cargo_that_has_a_way_is_spent():
    found = known(20.0, (30.0, 0.0), [[np.inf], [2.0]], [])
    assert not len(found.tonnes)


def test_that_a_known_flow_keeps_the_years_of_its_figures():
    flow = {"mineral": "cobalt", "leg": "feed", "from_id": MINE, "to_id": PLANT, "tonnes": 2.0, "source_id": "x"}
    rows = [flow | {"year": year} for year in (2024, 2021, np.nan)]
    origins = pd.DataFrame(
        {"name": "F1", "iso3": "COD", "tonnes": [30.0], "cargo": "", "cargo_name": "", "contained": 1.0}, index=[MINE]
    )
    ends = pd.DataFrame({"name": ["Kokkola"], "iso3": ["FIN"], "region": [""], "tonnes": [50.0]}, index=[PLANT])
    found = known_flows(consuming(known_flows=rows), "cobalt", "feed", origins, ends, np.array([[1.0]]), {}, [])
    assert (found.tonnes.tolist(), found.source_year.tolist()) == ([6.0], ["2021; 2024"])


def test_that_the_share_of_a_mine_is_of_all_its_cargoes():
    flow = {"mineral": "cobalt", "leg": "feed", "from_id": MINE, "to_id": PLANT, "share": 0.25, "source_id": "x"}
    origins = pd.DataFrame(
        {"name": "F1", "iso3": "COD", "tonnes": [30.0, 10.0], "cargo": "", "cargo_name": "", "contained": 1.0},
        index=[MINE, MINE],
    )
    ends = pd.DataFrame({"name": ["Kokkola"], "iso3": ["FIN"], "region": [""], "tonnes": [50.0]}, index=[PLANT])
    found = known_flows(
        consuming(known_flows=[flow]), "cobalt", "feed", origins, ends, np.array([[np.inf], [1.0]]), {}, []
    )
    assert found.tonnes.tolist() == [10.0]
