"""The table of straits as every door gives it: the exposure of each gate with its range."""

from collections.abc import Callable, Collection

import pandas as pd

from mineralmap.analysis.chokepoints import exposure, ranges
from mineralmap.analysis.flows import compute_flows
from mineralmap.analysis.movements import Flows
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Scenario


def straits(
    dataset: Dataset,
    flows: Flows | Scenario,
    also: Collection[str] = (),
    cancel: Callable[[], None] | None = None,
) -> pd.DataFrame:
    """What passes each gate: the columns and ``attrs`` of ``chokepoints.exposure``, then those of its ``ranges``.

    ``flows`` are these or the question that they answer; ``also`` gates to be told of in any case. ``low_t``,
    ``high_t`` (contained tonnes), ``low_share`` and ``high_share``: what must pass and what may, where a way up to
    10 % longer is as good as the shortest; 0 where nothing may pass.

    Raises
    ------
    InvalidArgument
        For a gate, class of ships or port that is not known.
    """
    flows = compute_flows(dataset, flows, cancel) if isinstance(flows, Scenario) else flows
    table, found = exposure(dataset, flows, also), ranges(dataset, flows.scenario, cancel)
    made = table.join(found, on="chokepoint_id")
    made[list(found.columns)] = made[list(found.columns)].fillna(0.0)
    made.attrs = table.attrs
    return made
