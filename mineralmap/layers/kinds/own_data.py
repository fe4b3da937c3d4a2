"""The user's own facilities: the same symbols in a dark outline, so that they are told from the shipped ones."""

from dataclasses import replace

from mineralmap.layers import facilities
from mineralmap.layers.context import Context
from mineralmap.layers.kinds import layers
from mineralmap.layers.layer import Layer, LegendBlock, LegendEntry, Marks, Paint


@layers.add
class OwnData:
    """Facilities that came with the user's files, of every stage."""

    id, title, order = "own_data", "My data", 80

    def make(self, context: Context) -> Layer:
        """Symbols by stage, outlined."""
        rows = context.facilities[context.facilities["dataset"] != ""]
        text = context.palette.ground.text
        drawn: list[Marks] = []
        for stage, shape in facilities.SHAPES.items():
            of_stage = rows[(rows["stage"] == stage) & (rows["status"] != "closed")]
            for loud in (False, True):
                chosen = of_stage[of_stage["loud"] == loud]
                if len(chosen):
                    marks = facilities.marks(context, chosen, shape, loud)
                    paints = tuple(replace(paint, line=text, width=1.8) for paint in marks.paints)
                    drawn.append(replace(marks, paints=paints))
                    halo = facilities.selection(context, chosen, shape)
                    drawn += [halo] if halo else []
        key = ()
        if drawn:
            names = sorted(set(rows["dataset"]))
            entry = LegendEntry("circle", f"my data: {', '.join(names)}", Paint(line=text, width=1.8), 10.0)
            key = (LegendBlock("", (entry,)),)
        return Layer(self.id, self.title, tuple(drawn), key, pickable=True)
