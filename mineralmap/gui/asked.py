"""What of a question an answer depends on, so that a change to anything else needs no new one."""

from collections import OrderedDict
from dataclasses import replace
from typing import Any

from mineralmap.model.project import Project
from mineralmap.model.scenario import AT_SEA, Basis, Leg, Scenario, Stage

OF_FLOWS = ("control", "decay_product")
"""Assumptions that decide what sails and no share: how their ids begin."""
OF_BOTH = ("factor",)
"""Assumptions that say how many tonnes a facility counts."""
OF_PRODUCTS = ("demand",)
"""Assumptions that decide who buys what is refined."""
PLAIN = Scenario()


def ashore(scenario: Scenario) -> Scenario:
    """The question without what decides only where the tonnes sail."""
    return replace(
        scenario,
        assumptions=_assumptions(scenario, without=OF_FLOWS),
        **{name: getattr(PLAIN, name) for name in AT_SEA},
    )


def compared(scenario: Scenario, basis: Basis) -> Scenario:
    """The same question under another basis, without what shares do not depend on, so that toggles need no new one."""
    return replace(
        ashore(scenario),
        basis=basis,
        partners=frozenset(),
        target=None,
        scheme=PLAIN.scheme,
        screened=PLAIN.screened,
        horizon=PLAIN.horizon,
        outlook=PLAIN.outlook,
        assumptions=_assumptions(scenario, OF_BOTH),
    )


def routed(scenario: Scenario) -> Scenario:
    """The part of a question that flows depend on, so that toggling a partner or the basis keeps the routes."""
    from mineralmap.analysis.movements import legs_of

    legs = legs_of(scenario)
    return replace(
        scenario,
        stage=Stage.MINING,
        basis=Basis.LOCATION,
        measure=PLAIN.measure,
        partners=frozenset(),
        target=None,
        denominator=PLAIN.denominator,
        scheme=PLAIN.scheme,
        screened=PLAIN.screened,
        horizon=PLAIN.horizon,
        outlook=PLAIN.outlook,
        assumptions=_assumptions(scenario, OF_BOTH + OF_FLOWS + (OF_PRODUCTS if Leg.PRODUCT.value in legs else ())),
        leg=Leg(legs[0]) if len(legs) == 1 else Leg.BOTH,
        knots=PLAIN.knots,
    )


def settled(project: Project) -> Project:
    """A project without what is no change of it: where one looks, what is selected, and how dark it is."""
    return replace(project, view=replace(project.view, extent=None, selected="", theme=""))


def _assumptions(
    scenario: Scenario, kept: tuple[str, ...] = (), without: tuple[str, ...] = ()
) -> tuple[tuple[str, float], ...]:
    """Those of some families, or all but those of some."""
    families = [(pair, pair[0].partition(":")[0]) for pair in scenario.assumptions]
    return tuple(pair for pair, family in families if (family not in without if without else family in kept))


def keep(cache: OrderedDict[Any, Any], key: object, value: object, most: int) -> None:
    """Keep what was worked out, the newest so many."""
    cache[key] = value
    cache.move_to_end(key)
    while len(cache) > most:
        cache.popitem(last=False)
