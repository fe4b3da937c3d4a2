"""What a layer is made from, gathered once for all layers of a map."""

from dataclasses import dataclass

import pandas as pd

from mineralmap.analysis.results import Flows, Results
from mineralmap.datasets.dataset import Dataset
from mineralmap.layers.palette import Palette
from mineralmap.layers.projection import Projection
from mineralmap.model.view import View


@dataclass(frozen=True, eq=False)
class Context:
    """Data, answer and view of one map, with the table of facilities that several layers draw.

    ``facilities`` is made by ``layers.facilities.table``; ``largest_t`` is the weight at the greatest diameter.
    """

    dataset: Dataset
    results: Results
    flows: Flows | None
    view: View
    projection: Projection
    palette: Palette
    facilities: pd.DataFrame
    largest_t: float

    @property
    def dark(self) -> bool:
        """Is the theme dark?"""
        return self.view.theme == "dark"
