"""One sea route between two places: how far, how long, through which straits, and what stands beside that.

It is the shortest route under the settings, not a recorded voyage. A forced passage is the shortest way that goes
through it once; two of them can be compared.
"""

from dataclasses import dataclass

import numpy as np

from mineralmap.analysis.gates import Gates, barred_gates, gates
from mineralmap.analysis.land import over_land_share
from mineralmap.analysis.lines import cut_at_antimeridian
from mineralmap.analysis.passage import WITHIN, other_ways, through_gate
from mineralmap.analysis.ports import Port
from mineralmap.analysis.routing import sea_routes
from mineralmap.analysis.sea_network import NM_KM, sea_network
from mineralmap.analysis.sea_places import SeaPlace, find_place
from mineralmap.analysis.wording import whole_percent
from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import Scenario, without_closures

FAR_LEG_NM = 100.0 / NM_KM
"""A leg between a port and the network longer than 100 km is said."""
SOME_LAND = 0.02
"""A part of such a leg over land that is more than this is said."""
MOST_WAYS = 6
"""So many other ways are told in a note; ``Route.near`` has them all."""
SHORTEST = "Shortest route under these settings{}, not a recorded voyage."


@dataclass(frozen=True, eq=False)
class Route:
    """``nm``, ``km`` and ``days`` (at ``knots``) are of the sea part, nan where no way is left (``stranded``).

    ``gates``: ids in the order in which they are passed, ``gate_names`` the same in words. ``geometry``: lon-lat
    arrays (n, 2), cut at ±180°. ``via``, ``via_name``: the forced passage, "" when none. ``near``: the
    other ways at most a tenth longer, each its gates and nm; those counted dearer may be shorter.
    """

    start: SeaPlace
    end: SeaPlace
    nm: float
    km: float
    days: float
    knots: float
    gates: tuple[str, ...]
    gate_names: tuple[str, ...]
    stranded: bool
    geometry: list[np.ndarray]
    via: str
    via_name: str
    near: tuple[tuple[tuple[str, ...], float], ...]
    notes: tuple[str, ...]


def route(dataset: Dataset, scenario: Scenario, start: str, end: str, via: str | None = None) -> Route:
    """The shortest route under the sea settings of a scenario.

    Parameters
    ----------
    start, end
        A UN/LOCODE of ports.csv, a facility's id or name, a country's code (its main port) or "lat,lon".
    via
        The id of a gate that the route must pass.

    Raises
    ------
    InvalidArgument
        For a place or gate that is not known, a place inland without a way to a port, or a forced gate that is closed
        or that no sea lane crosses.
    """
    shut = gates(dataset, scenario)
    if via is not None and via not in shut.table.index:
        raise InvalidArgument(f"There is no chokepoint {via!r}.", f"Known are {', '.join(map(str, shut.table.index))}.")
    here, there = find_place(dataset, start, scenario.ports), find_place(dataset, end, scenario.ports)
    network = sea_network(shut.table)
    if (here.port.port_lon, here.port.port_lat) == (there.port.port_lon, there.port.port_lat):
        return _nowhere(here, there, scenario.knots)
    ends = _point(here.port), _point(there.port)
    if via is None:
        found = sea_routes(network, *ends, shut.closed, shut.penalties)
        nm, passed, line = float(found.nm[0, 0]), found.gates(0, 0), found.line(0, 0)
        near = tuple(other_ways(found))
    else:
        _must_be_open(shut, via)
        nm, passed, line = through_gate(network, *ends, via, shut.closed, shut.penalties)
        near = ()
    stranded = bool(np.isnan(nm))
    forced = f" that passes {shut.table.at[via, 'name']} once" if via else ""
    notes = [
        SHORTEST.format(forced),
        *_land_notes(here, "from"),
        *_land_notes(there, "to"),
        *_leg_notes(here, there, shut),
    ]
    if scenario.closed and via is None:
        notes.append(_closure_note(dataset, scenario, ends, nm))
    elif stranded:
        notes.append(f"There is no way by sea{forced} under these settings.")
    notes += _dear_note(shut)
    notes += _near_notes(shut, near, nm)
    notes += _barred_note(dataset, scenario.vessel, shut)
    notes += _idle_notes(shut, network.gates, set(network.gate_of), scenario)
    return Route(
        start=here, end=there, nm=nm, km=nm * NM_KM, days=nm / (24 * scenario.knots), knots=scenario.knots,
        gates=passed, gate_names=tuple(str(shut.table.at[gate, "name"]) for gate in passed), stranded=stranded,
        geometry=cut_at_antimeridian(line), via=via or "",
        via_name=str(shut.table.at[via, "name"]) if via else "", near=near, notes=tuple(note for note in notes if note),
    )  # fmt: skip


def compare(one: Route, other: Route) -> str:
    """One sentence on two ways between the same places."""
    ways = [f"by {found.via_name or 'the shortest way'}" for found in (one, other)]
    if one.stranded or other.stranded:
        lost = [way for way, found in zip(ways, (one, other), strict=True) if found.stranded]
        return f"There is no way {' or '.join(lost)}, so nothing can be compared."
    more = one.nm - other.nm
    if round(more) == 0:
        return f"{ways[0].replace('by', 'By', 1)} and {ways[1]} it is equally far, {one.nm:,.0f} nm."
    said = f"{abs(more):,.0f} nm ({abs(one.days - other.days):.1f} days) {'longer' if more > 0 else 'shorter'}"
    return f"{ways[0].replace('by', 'By', 1)} it is {said} than {ways[1]}."


def _nowhere(here: SeaPlace, there: SeaPlace, knots: float) -> Route:
    notes = ("Both ends use the same place by the sea: there is no sea route between them.", *_land_notes(here, "from"))
    return Route(here, there, 0.0, 0.0, 0.0, knots, (), (), False, [], "", "", (), (*notes, *_land_notes(there, "to")))


def _point(port: Port) -> np.ndarray:
    return np.array([[port.port_lon, port.port_lat]])


def _must_be_open(shut: Gates, via: str) -> None:
    if via in shut.closed:
        why = str(shut.table.at[via, "why"])
        hint = f"Add --open {via}." if why.startswith("closed unless") else "Leave it open, or force another passage."
        raise InvalidArgument(f"{shut.table.at[via, 'name']} cannot be passed: {why}.", hint)


def _land_notes(place: SeaPlace, word: str) -> list[str]:
    """How the place reaches its port, where that is not the place itself."""
    port = place.port
    if not port.land_km > 0 and port.port_id in (place.place, ""):
        return []
    by = f" by {port.corridor_mode}" if port.corridor_mode else ""
    said = [
        f"{port.land_km:,.0f} km over land as the crow flies" if port.land_km > 0 else "",
        f"published length{by} {port.corridor_km:,.0f} km" if port.corridor_km > 0 else "",
        "not counted in sea miles" if port.land_km > 0 or port.corridor_km > 0 else "",
        port.rule,
    ]
    return [f"{word.capitalize()} {place.name}: port {port.port_name} ({'; '.join(filter(None, said))})."]


def _leg_notes(here: SeaPlace, there: SeaPlace, shut: Gates) -> list[str]:
    network = sea_network(shut.table)
    notes = []
    for place in (here, there):
        node, leg = network.nearest(np.array([place.port.port_lon]), np.array([place.port.port_lat]))
        if leg[0] > FAR_LEG_NM:
            told = f"{leg[0]:,.0f} nm from the nearest sea lane of the network"
            ends = [[place.port.port_lon, place.port.port_lat], [network.lon[node[0]], network.lat[node[0]]]]
            line = np.array(ends)
            line[:, 0] = np.unwrap(line[:, 0], period=360.0)
            over = over_land_share([cut_at_antimeridian(line)])[0]
            land = f", {whole_percent(over)} of it over land" if over > SOME_LAND else ""
            notes.append(f"{place.port.port_name} lies {told}: that leg is a straight line{land}.")
    return notes


def _closure_note(dataset: Dataset, scenario: Scenario, ends: tuple[np.ndarray, np.ndarray], nm: float) -> str:
    """What the closures cost this route."""
    calm = gates(dataset, without_closures(scenario))
    before = sea_routes(sea_network(calm.table), *ends, calm.closed, calm.penalties)
    names = ", ".join(str(calm.table.at[gate, "name"]) for gate in sorted(scenario.closed))
    was = float(before.nm[0, 0])
    if np.isnan(was):
        return f"There is no way by sea with {names} open either."
    if np.isnan(nm):
        return f"No way by sea is left with {names} closed; open it is {was:,.0f} nm."
    if nm == was:
        return f"Closing {names} does not touch this route."
    more = nm - was
    word = "longer" if more > 0 else "shorter, but the way was counted dearer,"
    days = abs(more) / (24 * scenario.knots)
    return f"With {names} closed it is {abs(more):,.0f} nm ({days:.1f} days) {word} than open."


def _near_notes(shut: Gates, near: tuple[tuple[tuple[str, ...], float], ...], nm: float) -> list[str]:
    """The ways hardly longer, and apart from them those that are shorter but count as longer."""
    longer, shorter = ([way for way in near if (way[1] < nm) == less] for less in (False, True))
    notes = []
    if longer:
        notes.append(f"At most {100 * WITHIN:g} % longer than this way ({nm:,.0f} nm) are also: {_told(shut, longer)}.")
    if shorter:
        notes.append(
            f"Shorter than this way ({nm:,.0f} nm), but counted dearer under these settings: {_told(shut, shorter)}."
        )
    return notes


def _told(shut: Gates, ways: list[tuple[tuple[str, ...], float]]) -> str:
    said = [f"{other:,.0f} nm by {_names(shut, passed) or 'no gate'}" for passed, other in ways[:MOST_WAYS]]
    more = len(ways) - MOST_WAYS
    return "; ".join(said) + (f"; and {more} more" if more > 0 else "")


def _dear_note(shut: Gates) -> list[str]:
    """The gates that are counted longer than they are."""
    dear = {gate: nm for gate, nm in shut.penalties.items() if gate not in shut.closed}
    said = ", ".join(f"{_names(shut, (gate,))} {nm:,.0f} nm" for gate, nm in dear.items())
    return [f"Counted longer than they are when the way is chosen (assumption): {said}."] if said else []


def _names(shut: Gates, passed: tuple[str, ...]) -> str:
    return ", ".join(str(shut.table.at[gate, "name"]) for gate in passed)


def _barred_note(dataset: Dataset, vessel: str, shut: Gates) -> list[str]:
    barred = barred_gates(dataset, vessel)
    if not barred:
        return []
    said = [f"{shut.table.at[gate, 'name']} {why}" for gate, why in barred.items() if gate in shut.table.index]
    return [f"Closed to this class of ships: {'; '.join(said)}."]


def _idle_notes(shut: Gates, known: tuple[str, ...], crossed: set[int], scenario: Scenario) -> list[str]:
    """Gates that the user closed, avoids or drew and that no lane of the network crosses."""
    asked = scenario.closed | {gate for gate, _ in scenario.avoided}
    idle = [gate for number, gate in enumerate(known) if number not in crossed]
    chosen = [str(shut.table.at[gate, "name"]) for gate in idle if gate in asked or shut.table.at[gate, "own"]]
    return [f"No sea lane of the network crosses {name}: closing it changes nothing." for name in chosen]
