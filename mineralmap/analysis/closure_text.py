"""A closure and who is behind a gate in plain words: the window, the command line and exports say the same."""

from collections.abc import Sequence

from mineralmap.analysis.closures import Closure
from mineralmap.analysis.wording import percent, tonnes, whole_percent

LEAST_DAYS = 0.05
"""A delay of less is told as none."""
ARTICLE = {"strait", "straits", "canal", "passage", "channel", "cape", "belt", "dardanelles", "route"}
"""Words that show a name which is spoken with "the"."""
THE = {"Netherlands", "Philippines", "Czech Republic", "Dominican Republic", "Bahamas", "Gambia"}
LEAST_TAKER = 0.05
"""A gate is named with what it takes when it gains at least this part of the rerouted tonnes."""
MOST_TAKERS = 3
SEVERAL = " (a way may pass several)"
MOST_DEARER = 2
"""So many gates that count longer are named as the reason why a way round is shorter."""
KEPT = (
    "A closure leaves who ships to whom and by which ports as it was: what is stranded might land elsewhere, which is "
    "not tried."
)
"""Stands with every closure that strands anything."""


def spoken(name: str) -> str:
    """The name of a strait within a sentence: "the Suez Canal", "Dover"."""
    plain = name.split(" (")[0]
    return f"the {plain}" if ARTICLE & set(plain.casefold().split()) else plain


def listed(names: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1] if names else "nothing"


def miles(value: float) -> str:
    """Nautical miles, whole from 10 on: "410 nm"."""
    return f"{value:,.0f} nm" if abs(value) >= 10 else f"{value:,.1f} nm"


def days(value: float) -> str:
    """Days with one decimal: "1.2 days", "1.0 day"."""
    said = f"{value:,.1f}"
    return f"{said} day{'' if said in {'1.0', '-1.0'} else 's'}"


def closure_sentences(found: Closure) -> tuple[str, ...]:
    """What a closure does, what it does to each chosen partner, and what it leaves open; at least one sentence."""
    if not found.closed:
        return ("Nothing is closed.",)
    which = listed([spoken(name) for name in found.names])
    if found.flows.empty:
        return (f"There are no flows that closing {which} could touch.",)
    if not found.touched:
        through = "them" if len(found.closed) > 1 else "it"
        return (f"Closing {which} changes nothing: no selected flow passes {through}.",)
    kept = (KEPT,) if found.stranded_t > 0 else ()
    return (f"Closing {which} {_stranding(found)}{_rerouting(found)}.", *_guessed(found), *_partners(found), *kept)


def closure_sentence(found: Closure) -> str:
    """The first of ``closure_sentences``: what the closure does as a whole."""
    return closure_sentences(found)[0]


def _stranding(found: Closure) -> str:
    if not found.stranded_t > 0:
        return "strands nothing"
    return f"strands {_amount(found, found.stranded_t)}, for which no way is left"


def _rerouting(found: Closure) -> str:
    said = ""
    if found.rerouted_t > 0:
        said += f"; {_amount(found, found.rerouted_t)} {_farther(found)}; {_takers(found)}"
    elif found.stranded_t > 0 and not found.overland_t > 0:
        said += "; nothing finds another way"
    if found.overland_t > 0:
        said += f"; {_amount(found, found.overland_t)} go over land instead"
    return said


def _guessed(found: Closure) -> tuple[str, ...]:
    """How much of what the closure touches rests on ports that are guessed."""
    touched = found.flows[["stranded", "rerouted", "overland"]].any(axis=1)
    tonnes = found.flows["tonnes"].where(touched, 0.0)
    guessed = float(tonnes[found.flows["port_guess"].to_numpy(bool)].sum())
    if not guessed > 0:
        return ()
    return (
        f"{part(guessed / tonnes.sum())} of these tonnes go by a port that is guessed, since their place is not known.",
    )


def _amount(found: Closure, value: float) -> str:
    return f"{tonnes(value, found.unit)} ({part(value / found.total_t)} of the selected flows)"


def part(fraction: float) -> str:
    """A share that is above 0 never reads as 0: "less than 0.1 %"."""
    return "less than 0.1 %" if 0 < fraction < 0.0005 else percent(fraction)


def _farther(found: Closure) -> str:
    mean = found.mean_detour_nm
    if abs(mean) < 0.5:
        return "sail another way of the same length"
    if mean < 0:
        return f"sail another way, {miles(-mean)} shorter on average{_why_sooner(found)}"
    most = found.max_detour_nm
    up_to = f", at most {miles(most)}" if most >= mean * 1.1 and round(most) > round(mean) else ""
    return f"sail {miles(mean)} ({days(found.mean_delay_days)} at {found.knots:g} kn) farther on average{up_to}"


def _why_sooner(found: Closure, party: str = "") -> str:
    """Why a shorter way was not taken before; the closed gates are named in the sentence on all flows only."""
    counted = found.dearer.get(party, ())
    if not counted:
        return " but counted dearer under these settings"
    asked = dict(found.after.scenario.avoided)
    which = listed(
        [
            f"{spoken(name)}, which counts {miles(nm)} longer {'as set here' if gate in asked else 'by assumption'}"
            for gate, name, nm in counted[:MOST_DEARER]
        ]
    )
    if party:
        return f" by {which}"
    left_out = "is" if len(counted[:MOST_DEARER]) == 1 else "are"
    still = "is" if len(found.names) == 1 else "are"
    while_open = f"while {listed([spoken(name) for name in found.names])} {still} open"
    return f": by {which}, and so {left_out} left out {while_open}"


def _takers(found: Closure) -> str:
    """Who carries more now, and how much: an open gate that is counted longer may be among them."""
    taking = found.gates[found.gates["change_t"] >= LEAST_TAKER * found.rerouted_t]
    named = [
        f"{spoken(str(name))} {'takes ' if at == 0 else ''}+{tonnes(change, found.unit)}{' a year' if at == 0 else ''}"
        for at, (name, change) in enumerate(zip(taking["name"], taking["change_t"], strict=True))
    ]
    if not named:
        return f"no other gate takes {whole_percent(LEAST_TAKER)} of it"
    more = len(named) - MOST_TAKERS
    several = SEVERAL if taking["change_t"].sum() > found.rerouted_t * 1.001 else ""
    return listed([*named[:MOST_TAKERS], f"{more} others less each"] if more > 1 else named) + several


def _partners(found: Closure) -> list[str]:
    said, untouched, without = [], [], []
    for row in found.importers[found.importers["partner"]].to_dict("records"):
        words, moved = [], row["moved_t"]
        if row["stranded_t"] > 0:
            words.append(f"{part(row['stranded_share'])} is stranded")
        if row["rerouted_t"] > 0:
            delay = row["mean_delay_days"]
            why = _why_sooner(found, str(row["importer"])) if delay <= -LEAST_DAYS else ""
            words.append(f"{part(row['rerouted_share'])} comes another way{later(delay)}{why}")
        if row["overland_t"] > 0:
            words.append(f"{part(row['overland_t'] / moved)} comes over land instead")
        if words:
            said.append(f"{row['name']}: of what reaches it from outside, {listed(words)}.")
        else:
            (untouched if moved > 0 else without).append(str(row["name"]))
    if untouched:
        said.append(f"Nothing that reaches {listed([*map(_country, untouched)])} from outside is touched.")
    if without:
        said.append(f"Nothing reaches {listed([*map(_country, without)])} from outside in the selected flows.")
    return said


def _country(name: str) -> str:
    return f"the {name}" if name.startswith(("United ", "European ", "Rest ")) or name in THE else name


def later(value: float) -> str:
    """How much later something comes, after a comma: ", 1.2 days later on average", ", no later"."""
    if value >= LEAST_DAYS:
        return f", {days(value)} later on average"
    return f", {days(-value)} sooner on average" if value <= -LEAST_DAYS else ", no later"


def suppliers_words(suppliers: Sequence[tuple[str, float]], most: int = 3) -> str:
    """Who is behind a gate: "COD 62.1 %, IDN 20.0 %, 4 others 17.9 %"."""
    shown = [f"{iso3} {percent(part)}" for iso3, part in suppliers[:most]]
    rest = suppliers[most:]
    if len(rest) == 1:
        shown.append(f"{rest[0][0]} {percent(rest[0][1])}")
    elif rest:
        shown.append(f"{len(rest)} others {percent(sum(part for _, part in rest))}")
    return ", ".join(shown)
