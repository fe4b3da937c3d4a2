"""What falls away: cuts by owner, host or facility, and what is left of every weight.

Method: methods §9: q′ = q · Π (1 − cut), each cut the part asked for times the part of the facility that it reaches.
A cut by host binds the location, so it takes what no facility explains there as well; a cut by owner takes that owner's
equity part (``owner_cuts``) and cannot reach what has no known owner. The cuts are applied in one order, so that A then
B is B then A to the last bit.
"""

import difflib
from dataclasses import replace

import numpy as np
import pandas as pd

from mineralmap.analysis.chains import chains
from mineralmap.analysis.located import Located
from mineralmap.analysis.owner_cuts import Cut, owners_left
from mineralmap.analysis.ownership import ownership_table
from mineralmap.analysis.question import partner_groups
from mineralmap.analysis.spread import Weights
from mineralmap.analysis.wording import percent
from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import InvalidArgument

KINDS = ("owner", "host", "facility")
HINT = "Write owner:CHN, owner:glencore=0.5, host:IDN=0.5 or facility:ID; the part is 0 to 1, and 1 if left out."


def parse(dataset: Dataset, words: tuple[str, ...]) -> tuple[Cut, ...]:
    """The cuts in one order, whatever the order they are said in.

    Raises
    ------
    InvalidArgument
        For a word that is no cut, or that names what the data set does not know.
    """
    return tuple(sorted(_cut(dataset, word) for word in words))


def _cut(dataset: Dataset, word: str) -> Cut:
    kind, colon, rest = word.strip().partition(":")
    name, equals, number = rest.partition("=")
    kind, name = kind.strip().lower(), name.strip()
    if not colon or kind not in KINDS or not name:
        raise InvalidArgument(f"{word!r} is no cut.", HINT)
    try:
        part = float(number) if equals else 1.0
    except ValueError:
        part = np.nan
    if not 0 <= part <= 1:
        raise InvalidArgument(f"{word!r}: {number.strip()!r} is no part between 0 and 1.", HINT)
    known = _known(dataset, kind)
    if name not in known:
        near = difflib.get_close_matches(name, [str(one) for one in known], 3)
        raise InvalidArgument(f"{word!r}: there is no {kind} {name!r}.", f"Near: {', '.join(near)}." if near else HINT)
    return Cut(kind, name, part)


def _known(dataset: Dataset, kind: str) -> pd.Index:
    places = pd.Index([*partner_groups(dataset), *ownership_table(dataset).nations])
    if kind == "facility":
        return dataset.facilities.index
    return places if kind == "host" else places.append(chains(dataset).companies)


def kept(dataset: Dataset, cuts: tuple[Cut, ...], plants: Located) -> tuple[np.ndarray, np.ndarray]:
    """What is left of each facility, (n,), and of what no facility explains in each country, (nations,); fractions."""
    table = ownership_table(dataset)
    left, left_there = owners_left(dataset, cuts).left[plants.row], np.ones(len(table.nations))
    for cut in cuts:
        if cut.kind == "facility":
            left = left * np.where(plants.ids == cut.name, 1.0 - cut.part, 1.0)
        elif cut.kind == "host":
            there = table.columns(_members(dataset, cut.name))
            left = left * np.where((plants.host >= 0) & there[plants.host], 1.0 - cut.part, 1.0)
            left_there *= np.where(there, 1.0 - cut.part, 1.0)
    return left, left_there


def _members(dataset: Dataset, name: str) -> frozenset[str]:
    return partner_groups(dataset).get(name, frozenset({name}))


def cut_weights(weights: Weights, left: np.ndarray, left_there: np.ndarray, host: np.ndarray) -> Weights:
    """Weights after the cuts; the total shrinks by what falls away."""
    tonnes = weights.tonnes * left
    counted = ~np.isnan(tonnes)
    remainder = weights.remainder_t * left_there
    placed = counted & (host >= 0)
    there = np.bincount(host[placed], tonnes[placed], minlength=len(remainder)) + remainder
    before = np.bincount(host[placed], weights.tonnes[placed], minlength=len(remainder)) + weights.remainder_t
    whole = bool((left[counted] == 1.0).all() and (left_there == 1.0).all())
    # Added up again and not taken off, so that rounding leaves nothing where all is cut.
    still = float(tonnes[counted].sum() + remainder.sum()) + weights.other_t
    origin = weights.origin.copy()
    touched = counted & (left < 1.0)
    origin[touched] = origin[touched] + ", cut"
    return replace(
        weights,
        tonnes=tonnes,
        alternative_t=weights.alternative_t * left,
        origin=origin,
        remainder_t=remainder,
        named_t=np.where(np.isnan(weights.named_t) | (there == before), weights.named_t, there),
        denominator_t=weights.denominator_t if whole else still,
        withheld_t=weights.withheld_t * left,
    )


def about_cuts(
    dataset: Dataset, cuts: tuple[Cut, ...], whole: Weights, weights: Weights, unknown_t: float
) -> list[str]:
    """What must be said with an answer that something is cut from."""
    lost = whole.denominator_t - weights.denominator_t
    part = percent(lost / whole.denominator_t) if whole.denominator_t > 0 else "no data"
    said = [f"Cut: {', '.join(map(str, cuts))}. {lost:,.0f} t ({part}) fall away; shares are of what is left."]
    there = float(whole.remainder_t.sum() - weights.remainder_t.sum())
    if there > 0:
        said.append(f"Of the cut, {there:,.0f} t are output that no facility explains: a host's cut takes it too.")
    if any(cut.kind == "host" for cut in cuts):
        said.append("A cut by host does not reach what the table leaves to other countries.")
    if any(cut.kind == "owner" for cut in cuts) and unknown_t > 0:
        said.append(
            f"A cut by owner takes the owner's equity part, published and presumed, and leaves the others theirs; it "
            f"cannot reach {unknown_t:,.0f} t whose owner is not known."
        )
    return said
