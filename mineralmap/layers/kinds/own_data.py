"""The user's own facilities: the same symbols in a circle, so that they are told from the shipped ones.

Each file is a layer of its own, so that it can be hidden, styled and moved by itself.
"""

from collections.abc import Hashable
from dataclasses import replace
from functools import lru_cache

from mineralmap.datasets.dataset import Dataset
from mineralmap.layers import facilities, order
from mineralmap.layers.context import Context
from mineralmap.layers.facility_rows import Rows
from mineralmap.layers.kinds import layers
from mineralmap.layers.layer import Layer, LegendBlock, LegendEntry, Marks, Paint

CLOSED = frozenset({"closed"})
SWATCH_PX = 6.0
"""Of the symbol that stands in a circle in the key."""


@layers.add
class OwnData:
    """Facilities that came with the user's files, of every stage."""

    id, title, order = order.OWN, "My data", 80

    def titles(self, context: Context) -> dict[str, str]:
        """A layer for each file that has rows in the data, in the order they were added; one that is empty without."""
        return {order.own_id(name): name for name in _files(context.dataset)} or {self.id: self.title}

    def rests_on(self, context: Context, layer: str) -> tuple[Hashable, ...]:
        """Nothing as long as there is none of the user's, else the answer."""
        return (context.results.scenario, context.view.selected) if layer != self.id else ()

    def make_one(self, context: Context, layer: str) -> Layer:
        """The symbols of one file."""
        if layer == self.id:
            return self.make(context)
        name = layer.partition(":")[2]
        rows = context.facilities
        return _layer(context, layer, name, rows.some(("own", name), lambda: rows.where("dataset", frozenset({name}))))

    def make(self, context: Context) -> Layer:
        """Symbols of all files by stage, outlined."""
        rows = context.facilities
        return _layer(context, self.id, self.title, rows.some("own", lambda: ~rows.where("dataset", frozenset({""}))))


@lru_cache(maxsize=4)
def _files(dataset: Dataset) -> tuple[str, ...]:
    """The user's files that have rows in the data, in the order they were added."""
    return tuple(str(name) for name in dataset.facilities["dataset"].unique() if name)


def _layer(context: Context, layer: str, title: str, rows: Rows) -> Layer:
    ground = context.palette.ground
    text = ground.text
    drawn: list[Marks] = []
    gone = rows.some("gone", lambda: rows["loud"] & rows.where("status", CLOSED))
    if len(gone):
        drawn.append(_circled(facilities.crosses(context, gone), text))
    open_ = rows.some("open", lambda: ~rows.where("status", CLOSED))
    for stage, shape in facilities.SHAPES.items():
        of_stage = open_.some(stage, lambda stage=stage: open_.where("stage", frozenset({stage})))
        for loud in (False, True):
            chosen = of_stage.some(loud, lambda loud=loud, of_stage=of_stage: of_stage["loud"] == loud)
            if len(chosen):
                drawn.append(_circled(facilities.marks(context, chosen, shape, loud), text))
                halo = facilities.selection(context, chosen, shape, circled=True)
                drawn += [halo] if halo else []
    key = ()
    if drawn:
        names = sorted(rows.coded("dataset")[1])
        paint = Paint(fill=ground.quiet, line=context.palette.outline, circled=text)
        entries = [LegendEntry("circle", f"circled: {', '.join(names)}", paint, SWATCH_PX)]
        if len(gone):
            cross = Paint(line=ground.quiet, width=1.4, circled=text)
            entries.append(LegendEntry("cross", "closed", cross, facilities.CROSS_PX))
        key = (LegendBlock(order.MY_DATA, tuple(entries)),)
    return Layer(layer, title, tuple(drawn), key, pickable=True)


def _circled(marks: Marks, colour: str) -> Marks:
    return replace(marks, paints=tuple(replace(paint, circled=colour) for paint in marks.paints))
