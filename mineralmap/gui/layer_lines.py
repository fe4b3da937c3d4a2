"""What stands in the list of layers, as values: headings, layers, the user's files, entries of the key.

From these the tree is brought up to date line by line; nothing here knows Qt.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from mineralmap.gui.finding import fold
from mineralmap.gui.words import GLOSSARY
from mineralmap.layers import order

if TYPE_CHECKING:
    from mineralmap.layers.layer import Layer, LegendBlock, LegendEntry

Kind = Literal["heading", "layer", "file", "entry"]
Tick = Literal["", "on", "off", "some"]
"""Whether a line has a box, and what stands in it."""
UNFOLDED = 3
"""Layers with at least so many legend entries lie open at first."""
HEADING, FILE = "heading:", "file:"
NO_DATA_YET, ADD_DATA = "My data: drop a file, or Ctrl+L", "Put your own facilities on the map: double click, or drop"
MEANINGS = {
    "open, second choice": GLOSSARY["Second choice"],
    "closed unless opened": "Closed as a rule, as a way through ice is. It can be opened in the panel of chokepoints.",
    "closed to this class of ships": "Ships of the class that is asked for are too deep or too wide for it.",
    "known to the town": "The place is known to the town or coarser: the symbol stands there, not at the works.",
    "partners’ part": "The ring, or the slice, is as large as the part that partners own or control, or whole where it"
    " stands in a partner country: by the basis that is asked for.",
}
"""What words of the key mean, where the words alone leave a question."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``key`` is unique in the tree; of a layer it is the layer's id."""

    key: str
    kind: Kind
    text: str
    tick: Tick = ""
    tip: str = ""
    entry: "LegendEntry | None" = None
    mark: Literal["", "broken"] = ""
    quiet: bool = False
    """Not drawn now, though it is switched on."""
    unfolded: bool = False
    """Does it lie open until somebody folds it?"""
    children: "tuple[Line, ...]" = ()


@dataclass(frozen=True, slots=True)
class OwnFile:
    """One of the user's files as the list tells of it: its path, what kind it is of, and what is wrong with it."""

    path: str
    name: str
    kind: str
    broken: str = ""


def lines_of(
    layers: "Sequence[Layer]",
    hidden: Collection[str],
    files: Sequence[OwnFile] = (),
    away: Mapping[str, str] | None = None,
    speaks: "Callable[[str, LegendEntry], bool] | None" = None,
) -> tuple[Line, ...]:
    """The list for layers from the top down.

    Parameters
    ----------
    away
        Layers that are not drawn at the present scale, with the words that say when they are.
    speaks
        Which entries of a layer's key are listed; all where it is left out.
    """
    own = _own_lines(layers, files)
    made: list[Line] = []
    runs: dict[str, int] = {}
    for group, run in groupby(layers, key=lambda layer: layer.group):
        lines = [_layer(layer, hidden, (away or {}).get(layer.id, ""), speaks) for layer in run]
        if group == order.MY_DATA:
            lines = [line for line in lines if line.key != order.OWN]
            if not runs.get(group):
                lines += own
            if not lines:
                made.append(Line(order.OWN, "layer", NO_DATA_YET, tip=ADD_DATA, quiet=True))
                continue
            runs[group] = runs.get(group, 0) + 1
            made.append(_heading(group, runs[group], lines))
        elif group and len(lines) > 1:
            runs[group] = runs.get(group, 0) + 1
            made.append(_heading(group, runs[group], lines))
        else:
            made += lines
    return tuple(made)


def filtered(lines: Iterable[Line], words: str) -> tuple[Line, ...]:
    """The lines that hold all the words, with what stands above and, of a layer so called, below them."""
    wanted = fold(words).split()
    return tuple(found for line in lines if (found := _matching(line, wanted))) if wanted else tuple(lines)


def layers_in(line: Line) -> tuple[str, ...]:
    """The ids of the layers of a line, from the top down: of itself or of what it heads."""
    return (line.key,) if line.kind == "layer" else tuple(one.key for one in line.children if one.kind == "layer")


def walk(lines: Iterable[Line]) -> Iterator[Line]:
    """Every line, those above before those below."""
    for line in lines:
        yield line
        yield from walk(line.children)


def moved(ids: Sequence[str], which: Sequence[str], target: str, below: bool) -> tuple[str, ...]:
    """The order once some layers lie directly above another, or directly below it."""
    rest = [one for one in ids if one not in which]
    if target not in rest:
        return tuple(ids)
    at = rest.index(target) + below
    return (*rest[:at], *(one for one in ids if one in which), *rest[at:])


def _heading(group: str, run: int, lines: Sequence[Line]) -> Line:
    ticks = {line.tick for line in lines if line.tick}
    tick: Tick = "" if not ticks else ("on" if ticks == {"on"} else "off" if ticks == {"off"} else "some")
    tip = f"{group}: tick to show or hide all of them"
    key = f"{HEADING}{group}" + (f":{run}" if run > 1 else "")
    return Line(key, "heading", group, tick, tip, unfolded=True, children=tuple(lines))


def _layer(
    layer: "Layer", hidden: Collection[str], away: str, speaks: "Callable[[str, LegendEntry], bool] | None"
) -> Line:
    entries = [
        Line(f"{layer.id}/{number}", "entry", entry.label, tip=MEANINGS.get(entry.label, _note(block)), entry=entry)
        for number, (block, entry) in enumerate((block, entry) for block in layer.legend for entry in block.entries)
        if speaks is None or speaks(layer.id, entry)
    ]
    return Line(
        layer.id,
        "layer",
        layer.title,
        "off" if order.is_hidden(layer.id, hidden) else "on",
        away,
        quiet=bool(away),
        unfolded=sum(len(block.entries) for block in layer.legend) >= UNFOLDED,
        children=tuple(entries),
    )


def _own_lines(layers: "Sequence[Layer]", files: Sequence[OwnFile]) -> list[Line]:
    """The user's files that are no layer: those that cannot be read, and tables of known flows."""
    drawn = {layer.title for layer in layers if order.parent(layer.id) == order.OWN}
    made = []
    for file in files:
        if file.broken:
            tip = f"{file.name} is not on the map: {file.broken}\nDouble click to say where it is.\n{file.path}"
            made.append(Line(FILE + file.path, "file", file.name, tip=tip, mark="broken"))
        elif file.kind == "flows":
            tip = f"Known flows, fixed before anything is modelled; drawn among the routes.\n{file.path}"
            made.append(Line(FILE + file.path, "file", f"{file.name} (known flows)", tip=tip))
        elif file.name not in drawn:
            tip = f"{file.name} has no rows on this map.\n{file.path}"
            made.append(Line(FILE + file.path, "file", file.name, tip=tip, quiet=True))
    return made


def _note(block: "LegendBlock") -> str:
    return block.note or block.title


def _matching(line: Line, wanted: list[str]) -> Line | None:
    here = fold(line.text)
    missing = [word for word in wanted if word not in here]
    if not missing:
        return line
    below = tuple(found for child in line.children if (found := _matching(child, missing)))
    return replace(line, children=below, unfolded=True) if below else None
