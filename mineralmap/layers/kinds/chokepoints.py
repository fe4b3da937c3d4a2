"""Straits and canals that the modelled flows pass: a bar across each, as long as the exposure; closed ones cry out."""

import numpy as np
import shapely

from mineralmap.layers import symbology
from mineralmap.layers.context import Context
from mineralmap.layers.kinds import layers
from mineralmap.layers.layer import Layer, LegendBlock, LegendEntry, Marks, Paint, Texts
from mineralmap.layers.words import MODELLED_KEY

NUMBERED = 0.05
"""Exposure above which the number stands beside the bar."""


@layers.add
class Chokepoints:
    """Gates with the tonnes that pass them."""

    id, title, order = "chokepoints", "Chokepoints", 50

    def make(self, context: Context) -> Layer:
        """Bars and numbers; nothing until the flows are there, but for what the user has closed."""
        gates = context.dataset.chokepoints
        shares = _exposure(context)
        closed = context.results.scenario.closed
        shown = [gate for gate in gates.index if shares.get(gate, 0.0) > 0 or gate in closed]
        if not shown:
            return Layer(self.id, self.title, ())
        rows = gates.loc[shown]
        share = np.array([shares.get(gate, 0.0) for gate in shown])
        shut = np.array([gate in closed for gate in shown])
        x, y = context.projection.forward(rows["lon"].to_numpy(float), rows["lat"].to_numpy(float))
        length = symbology.bar_lengths(np.where(shut, 1.0, share))
        colours = context.palette
        paints = (
            Paint(fill=colours.gate, line=colours.outline),
            Paint(fill=colours.ground.accent, line=colours.outline),
        )
        n = len(shown)
        bars = Marks(
            shape="bar",
            x=x,
            y=y,
            diameter=length,
            paint=shut.astype(int),
            paints=paints,
            hollow=np.zeros(n, bool),
            ring=np.zeros(n),
            ring_colour=np.zeros(n, int),
            ring_colours=(),
            faded=np.zeros(n, bool),
            ids=tuple(shown),
            tips=tuple(
                _tip(name, part, gone)
                for name, part, gone in zip(rows["name"], share.tolist(), shut.tolist(), strict=True)
            ),
            angle=_angles(context, rows["geometry"].to_numpy()),
        )
        said = np.flatnonzero(shut | (share > NUMBERED))
        texts = Texts(
            x=x[said],
            y=y[said],
            words=tuple(
                f"{rows['name'].iloc[i]}: closed" if shut[i] else symbology.percent_text(share[i])
                for i in said.tolist()
            ),
            size=np.full(len(said), 10.0),
            style=tuple("warning" if shut[i] else "value" for i in said.tolist()),
            priority=np.where(shut[said], 2e3, 5e2 + share[said]),
            offset=np.column_stack([length[said] / 2 + 3.0, np.zeros(len(said))]),
            closer=np.full(len(said), np.inf),
        )
        entries = []
        if (~shut).any():
            entries.append(LegendEntry("bar", "chokepoint, share of the modelled tonnes", paints[0], 14.0))
        if shut.any():
            entries.append(LegendEntry("bar", "closed in this scenario", paints[1], 14.0))
        return Layer(self.id, self.title, (bars, texts), (LegendBlock(MODELLED_KEY, tuple(entries)),), pickable=True)


def _exposure(context: Context) -> dict[str, float]:
    if context.flows is None:
        return {}
    table = context.flows.exposure
    return dict(zip(table["chokepoint_id"].astype(str), table["share"].astype(float), strict=True))


def _tip(name: str, share: float, closed: bool) -> str:
    if closed:
        return f"{name}\nclosed in this scenario"
    return f"{name}\n{symbology.percent_text(share)} of the modelled tonnes from mine to refinery pass here"


def _angles(context: Context, gates: np.ndarray) -> np.ndarray:
    """Direction of each gate on the map, degrees counter-clockwise from east, shape (n,)."""
    angles = []
    for gate in gates:
        points = shapely.get_coordinates(gate)
        if len(points) < 2:
            angles.append(90.0)
            continue
        x, y = context.projection.forward(points[[0, -1], 0], points[[0, -1], 1])
        angles.append(float(np.degrees(np.arctan2(y[1] - y[0], x[1] - x[0]))))
    return np.array(angles)
