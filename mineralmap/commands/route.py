"""``mineralmap route``: the shortest sea route between two places, and what a closure or another passage does to it."""

import argparse

from mineralmap import question
from mineralmap.analysis.gates import find_gate
from mineralmap.analysis.route import Route, compare, route
from mineralmap.commands import CLEAN
from mineralmap.commands.printing import print_json
from mineralmap.model.scenario import Scenario


def run(arguments: argparse.Namespace) -> int:
    """Print one route, and another beside it where two passages are compared."""
    dataset, project = question.dataset_of(arguments)
    scenario = question.over(project, Scenario(**question.sea_of(arguments, dataset, project)), arguments)
    start, end = arguments.from_place, arguments.to_place
    via, against = (
        find_gate(dataset, scenario.own_gates, word) if word else None for word in (arguments.via, arguments.against)
    )
    found = route(dataset, scenario, start, end, via)
    other = None if against is None else route(dataset, scenario, start, end, against)
    if arguments.json:
        said = route_json(found)
        if other is not None:
            said |= {"against": route_json(other), "comparison": compare(found, other)}
        print_json(said)
    else:
        print(route_text(found))
        if other is not None:
            print(f"\n{route_text(other)}\n\n{compare(found, other)}")
    return CLEAN


def route_json(found: Route) -> dict[str, object]:
    """The route as plain values; ``nm``, ``km`` and ``days`` are null where it is stranded."""
    return {
        "from": found.start.name, "to": found.end.name, "via": found.via or None, "nm": found.nm, "km": found.km,
        "days": found.days, "knots": found.knots, "gates": list(found.gates), "stranded": found.stranded,
        "near": [{"nm": nm, "gates": list(gates)} for gates, nm in found.near], "notes": list(found.notes),
        "geometry": [[[round(lon, 4), round(lat, 4)] for lon, lat in line.tolist()] for line in found.geometry],
    }  # fmt: skip


def route_text(found: Route) -> str:
    """The route for a terminal."""
    by = f", through {found.via_name}" if found.via else ""
    lines = [f"{found.start.name} to {found.end.name}{by}", ""]
    if found.stranded:
        lines.append("No way        stranded: no way by sea is left")
    else:
        lines += [
            f"Distance      {found.nm:,.0f} nm ({found.km:,.0f} km)",
            f"Time          {found.days:.1f} days at {found.knots:g} kn",
            f"Chokepoints   {', '.join(found.gate_names) or 'none'}",
        ]
    return "\n".join([*lines, "", *(f"Note: {note}" for note in found.notes)])
