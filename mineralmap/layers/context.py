"""What a layer is made from, gathered once for all layers of a map."""

from collections.abc import Mapping
from dataclasses import dataclass

from mineralmap.analysis.movements import Flows
from mineralmap.analysis.results import Results
from mineralmap.datasets.dataset import Dataset
from mineralmap.layers.facility_rows import Rows
from mineralmap.layers.palette import Palette
from mineralmap.layers.projection import Projection
from mineralmap.model.view import View


@dataclass(frozen=True, eq=False)
class Context:
    """Data, answer and view of one map, with the table of facilities that several layers draw.

    ``before`` are the flows with nothing closed, where there is something to compare with.
    ``facilities`` are made by ``layers.facility_table``; ``largest_t`` is the weight at the greatest diameter.
    """

    dataset: Dataset
    results: Results
    flows: Flows | None
    before: Flows | None
    view: View
    projection: Projection
    palette: Palette
    facilities: Rows
    largest_t: float
    names: Mapping[str, str]
    """English short names of countries by ISO 3166-1 alpha-3."""
    closest: float = 0.0
    """The least metres per px that the map will be looked at; what is drawn closer only may be left out."""
    beyond: int = 0
    """Facilities of the mineral that the projection does not show, which ``facilities`` therefore leaves out."""

    def country_name(self, iso3: str) -> str:
        """English short name of a country; the code itself where the table has none."""
        return self.names.get(iso3, iso3)

    @property
    def compared(self) -> bool:
        """Is there something to compare with: flows before and after a closure?"""
        return self.flows is not None and self.before is not None and self.before is not self.flows

    @property
    def shown(self) -> Flows | None:
        """The flows that the view asks for: as they are now or, where these are known, before the closure."""
        return self.before if self.view.routes_show == "before" and self.before is not None else self.flows

    @property
    def dark(self) -> bool:
        """Is the theme dark?"""
        return self.view.theme == "dark"
