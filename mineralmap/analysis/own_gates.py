"""Gates of the user's own as a scenario holds them: written, added, renamed, taken out, and the lanes they cross.

A gate is a word "Name: LINESTRING (lon lat, lon lat)"; its id follows from its name (``gates.own_gate``). What a
scenario closes, opens or avoids follows a gate to its new name, and goes with it.
"""

import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from mineralmap.analysis.gates import gates, own_gate
from mineralmap.analysis.sea_network import sea_network
from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import Scenario

DECIMALS = 4
"""Of a degree: some ten metres."""


def write_gate(name: str, points: np.ndarray) -> str:
    """The word of a gate with its line (n, 2), longitude and latitude in degrees.

    Raises
    ------
    InvalidArgument
        When the name is empty or has a colon, or the points are no line on the globe.
    """
    name = " ".join(name.split())
    if not name or ":" in name:
        raise InvalidArgument("A gate needs a name without a colon." if name else "A gate needs a name.")
    places = ", ".join(f"{_plain(lon)} {_plain(lat)}" for lon, lat in points)
    word = f"{name}: LINESTRING ({places})"
    own_gate(word)
    return word


def with_gates(scenario: Scenario, words: Sequence[str]) -> Scenario:
    """The scenario with more gates.

    Raises
    ------
    InvalidArgument
        When a word is no gate, or another gate has its name.
    """
    kept = {own_gate(word)[0]: word for word in scenario.own_gates}
    for word in words:
        key = own_gate(word)[0]
        if key in kept:
            raise InvalidArgument(f"There is a gate called {own_gate(kept[key])[1]!r} already.", "Choose another name.")
        kept[key] = word
    return replace(scenario, own_gates=tuple(kept.values()))


def with_gates_of_file(scenario: Scenario, words: Sequence[str]) -> tuple[Scenario, list[str]]:
    """The scenario with the gates of a file, and the ids of those that are new.

    A gate that the scenario has already, line for line, is left out; another of the same name is numbered: "Name (2)".

    Raises
    ------
    InvalidArgument
        When a word is no gate.
    """
    lines = {key: line for key, _, line in map(own_gate, scenario.own_gates)}
    new = []
    for word in words:
        key, name, line = own_gate(word)
        number = 1
        while key in lines and not lines[key].equals_exact(line, 10.0**-DECIMALS):
            number += 1
            key = own_gate(f"{name} ({number}):{word.partition(':')[2]}")[0]
        if key not in lines:
            lines[key] = line
            new.append((key, word if number == 1 else f"{name} ({number}):{word.partition(':')[2]}"))
    return with_gates(scenario, [word for _, word in new]), [key for key, _ in new]


def as_geojson(scenario: Scenario) -> str:
    """The scenario's own gates as GeoJSON lines with a name; a line over 180° goes on beyond it, so that it is one."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {"type": "LineString", "coordinates": [[float(lon), float(lat)] for lon, lat in line.coords]},
        }
        for _, name, line in map(own_gate, scenario.own_gates)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, indent=1, ensure_ascii=False) + "\n"


def renamed(scenario: Scenario, gate: str, name: str) -> Scenario:
    """The scenario with another name for one of its gates, by its id.

    Raises
    ------
    InvalidArgument
        When there is no such gate, or another one has the name.
    """
    at = _position(scenario, gate)
    _, _, line = own_gate(scenario.own_gates[at])
    word = write_gate(name, np.asarray(line.coords))
    others = replace(scenario, own_gates=scenario.own_gates[:at] + scenario.own_gates[at + 1 :])
    key = own_gate(word)[0]
    with_gates(others, [word])
    words = (*scenario.own_gates[:at], word, *scenario.own_gates[at + 1 :])
    return replace(
        scenario,
        own_gates=words,
        closed=frozenset(key if one == gate else one for one in scenario.closed),
        avoided=tuple((key if one == gate else one, nm) for one, nm in scenario.avoided),
    )


def without_gate(scenario: Scenario, gate: str) -> Scenario:
    """The scenario without one of its own gates, by its id, and without what it closed or made longer there.

    Raises
    ------
    InvalidArgument
        When there is no such gate.
    """
    at = _position(scenario, gate)
    return replace(
        scenario,
        own_gates=scenario.own_gates[:at] + scenario.own_gates[at + 1 :],
        closed=scenario.closed - {gate},
        avoided=tuple(pair for pair in scenario.avoided if pair[0] != gate),
    )


def name_of(scenario: Scenario, gate: str) -> str:
    """What one of the scenario's own gates is called; its id when there is none."""
    names = {key: name for key, name, _ in map(own_gate, scenario.own_gates)}
    return names.get(gate, gate)


def free_name(scenario: Scenario) -> str:
    """A name that no gate has yet: "Gate 1", "Gate 2"."""
    taken = {own_gate(word)[0] for word in scenario.own_gates}
    number = 1
    while own_gate(f"Gate {number}: LINESTRING (0 0, 1 1)")[0] in taken:
        number += 1
    return f"Gate {number}"


def lanes_crossed(dataset: Dataset, scenario: Scenario) -> dict[str, int]:
    """How many stretches of the sea network each of the scenario's own gates crosses; 0 closes nothing."""
    network = sea_network(gates(dataset, scenario).table)
    number = np.bincount(network.gate_of, minlength=len(network.gates))
    own = [own_gate(word)[0] for word in scenario.own_gates]
    return {gate: int(number[network.gates.index(gate)]) for gate in own}


def _position(scenario: Scenario, gate: str) -> int:
    keys = [own_gate(word)[0] for word in scenario.own_gates]
    if gate not in keys:
        raise InvalidArgument(f"There is no gate {gate!r} of your own.", f"There are {', '.join(keys) or 'none'}.")
    return keys.index(gate)


def _plain(degrees: float) -> str:
    """Degrees without zeros that say nothing."""
    return f"{round(float(degrees), DECIMALS) + 0.0:.{DECIMALS}f}".rstrip("0").rstrip(".")
