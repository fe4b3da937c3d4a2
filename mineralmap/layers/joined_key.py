"""One key for two maps: what both share is said once, and what only one of them has says which."""

import re
from collections.abc import Sequence
from dataclasses import replace

from mineralmap.layers.layer import LegendBlock, LegendEntry

Blocks = Sequence[LegendBlock]
Names = tuple[str, str]
PARTS = "; "
"""Between the parts of a block's note."""


def joined(first: Blocks, second: Blocks, names: Names) -> tuple[LegendBlock, ...]:
    """The blocks of both in the order of the first; ``names`` say what each map is of."""
    pairs = _pairs(first, second)
    made = [[block] for block in first]
    for at, block in enumerate(first):
        if at not in pairs.values():
            made[at] = [_of_one(block, names[0])]
    before: list[LegendBlock] = []
    place = before
    """Where the block before it went: what has no title stays below what it is of."""
    for at, block in enumerate(second):
        if at not in pairs:
            place.append(_of_one(block, names[1]))
            continue
        place, here = made[pairs[at]], first[pairs[at]]
        if here == block:
            continue
        both = _both(here, block, names)
        place[:] = [both] if both is not None else [_of_one(here, names[0]), _of_one(block, names[1])]
    return (*before, *(block for blocks in made for block in blocks))


def _pairs(first: Blocks, second: Blocks) -> dict[int, int]:
    """Which block of the first says the same as one of the second, or stands for the same thing."""
    pairs: dict[int, int] = {}
    for said in (lambda one: one, lambda one: one.title, lambda one: one.title.split(" ")[0]):
        for at, block in enumerate(second):
            free = (i for i, one in enumerate(first) if i not in pairs.values() and said(one) == said(block))
            if at not in pairs and (found := next(free, None)) is not None:
                pairs[at] = found
    return pairs


def _both(one: LegendBlock, other: LegendBlock, names: Names) -> LegendBlock | None:
    """Both blocks as one; ``None`` where the same words mean something else, or little is shared."""
    here, there = ({(entry.shape, entry.label): entry for entry in block.entries} for block in (one, other))
    shared = here.keys() & there.keys()
    apart = one.title != other.title or any(here[word] != there[word] for word in shared)
    if apart or 2 * len(shared) <= min(len(here), len(there)):
        return None
    entries = [entry if word in shared else _told(entry, names[0]) for word, entry in here.items()]
    after = 0
    for word, entry in there.items():
        if word in shared:
            after = entries.index(entry) + 1
        else:
            entries.insert(after, _told(entry, names[1]))
            after += 1
    note = _note(one.note, other.note, names)
    return replace(one, entries=tuple(entries), note=note, foremost=one.foremost or other.foremost)


def _note(one: str, other: str, names: Names) -> str:
    """What both notes say, then what only one says, and of which map."""
    here, there = ([part for part in note.split(PARTS) if part] for note in (one, other))
    shared = [part for part in here if part in there]
    own = zip((here, there), names, strict=True)
    # A part that is the map's own name stands above the map already.
    told = [f"{part} ({name})" for parts, name in own for part in parts if part not in shared and part != name]
    return PARTS.join([*shared, *told])


def _of_one(block: LegendBlock, name: str) -> LegendBlock:
    """A block that is of one map only; its title may say so by itself."""
    if not block.title:
        return replace(block, entries=tuple(_told(entry, name) for entry in block.entries))
    words = re.findall(r"\w+", block.title.lower())
    said = all(part.split()[-1].lower() in words for part in name.split(" · ") if part)
    return block if said else replace(block, title=f"{block.title} ({name})")


def _told(entry: LegendEntry, name: str) -> LegendEntry:
    return replace(entry, more=", ".join(filter(None, (entry.more, name))))
