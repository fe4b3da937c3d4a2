"""Words of the command line to a checked question: the data set, with what the user adds to it, and the scenario."""

import argparse
import sys
from collections.abc import Iterable
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from mineralmap.analysis import projects
from mineralmap.datasets import bundled
from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import InvalidArgument, Problem, Severity
from mineralmap.model.project import Project
from mineralmap.model.scenario import LATEST, Basis, Leg, Measure, Scenario, Stage
from mineralmap.options import unknown_word

if TYPE_CHECKING:
    from mineralmap.datasets.known_flows import FlowReading
    from mineralmap.datasets.own import Reading

FIELD_OF = {
    "screen": "screened", "close": "closed", "open": "opened", "avoid": "avoided", "gates": "own_gates",
    "port": "ports",
}  # fmt: skip
"""Options that are called otherwise than what they decide in a question."""
FIELDS = frozenset(one.name for one in fields(Scenario))


def dataset_of(arguments: argparse.Namespace) -> tuple[Dataset, Project | None]:
    """The shipped data with the files and corrections of ``--project``, then the files of ``--dataset``; and the
    project. What of them is left out is told on stderr.

    Raises
    ------
    UnreadableFile
        When a file of the line cannot be understood at all.
    """
    from mineralmap.analysis.ownership import ownership_table

    dataset = bundled.load()
    _tell([*dataset.problems, *ownership_table(dataset).problems])
    project, readings = None, []
    if arguments.project is not None:
        project, problems, found = projects.load_project(arguments.project, dataset, _never)
        _tell(problems)
        readings = list(found.values())
    if arguments.dataset:
        from mineralmap.datasets import own

        readings += [own.read(file, dataset=dataset) for file in arguments.dataset]
    for one in readings:
        _tell_left_out(one)
    corrections = project.corrections if project is not None else ()
    if not readings and not corrections:
        return dataset, project
    from mineralmap.datasets.corrections import apply

    joined, unfit = apply(projects.join(dataset, readings, _never), corrections)
    _tell(unfit)
    return joined, project


def dataset_knowing(arguments: argparse.Namespace) -> tuple[Dataset, Project | None, tuple[str, ...]]:
    """The data set and project of ``dataset_of`` with the flows of ``--known``, and notes on what of these is left out.

    Raises
    ------
    UnreadableFile, InvalidArgument
        When a file cannot be understood at all, or no row of the known flows can be used.
    """
    (dataset, project), file = dataset_of(arguments), arguments.known
    if file is None:
        return dataset, project, ()
    from mineralmap.datasets.known_flows import reading_of, with_flows

    reading = reading_of(file, dataset, _mineral(arguments, dataset, project))
    _tell(reading.problems)
    left_out = reading.rows - len(reading.table)
    if reading.table.empty:
        told = f": all {reading.rows} rows are left out" if left_out > 1 else ""
        raise InvalidArgument(f"{file} holds no flow that can be used{told} (mineralmap check {file} lists why)")
    rows = "row" if reading.rows == 1 else "rows"
    notes = (f"{file.name}: {left_out} of {reading.rows} {rows} left out.",) if left_out else ()
    return with_flows(dataset, reading.table), project, notes


def _tell(problems: Iterable[Problem]) -> None:
    for problem in problems:
        print(f"{problem.severity.value}: {' '.join(str(problem).split())}", file=sys.stderr)


def _tell_left_out(reading: "Reading | FlowReading") -> None:
    """A line about the rows of a file that count for nothing, and one about what is odd in those that count."""
    file = reading.path
    for severity, said in (
        (Severity.ERROR, f"{reading.rows - len(reading.table)} of {reading.rows} rows are left out"),
        (Severity.WARNING, ""),
    ):
        found = [problem for problem in reading.problems if problem.severity is severity]
        if found:
            said = said or f"{len(found)} {'warning' if len(found) == 1 else 'warnings'}"
            which = "" if found[0].row is None else f"row {found[0].row}: "
            print(
                f"{file}: {said}; first: {which}{found[0].what.rstrip('.')} (mineralmap check {file} lists all)",
                file=sys.stderr,
            )


def _never() -> None:
    """Nobody calls an errand of the command line off but by ending it."""


def scenario_of(arguments: argparse.Namespace, dataset: Dataset, project: Project | None = None) -> Scenario:
    """The question asked, every word of it known to the data set; without a mineral, what holds for all of them.

    Of a project, its question with what the line says in its place (``--set`` and ``--cut`` are added to it).

    Raises
    ------
    InvalidArgument
        For a mineral, partner or year that the data do not have, with the nearest word that they do.
    """
    asked = Scenario(
        basis=Basis(arguments.basis),
        measure=Measure(arguments.measure),
        partners=find_partners(dataset, arguments.partners),
        **_assumed(arguments, dataset),
    )
    if not hasattr(arguments, "mineral"):
        return over(project, asked, arguments)
    mineral = _mineral(arguments, dataset, project)
    stage = Stage(arguments.stage)
    asked = replace(asked, mineral=mineral, stage=stage, target=getattr(arguments, "target", None))
    return _in_year(over(project, asked, arguments), arguments, dataset, project)


def over(project: Project | None, asked: Scenario, arguments: argparse.Namespace) -> Scenario:
    """What is asked: of a project its question, but for what the line says; else the line's."""
    if project is None:
        return asked
    own, values = project.scenario, {name: getattr(asked, name) for name in said(arguments) & FIELDS}
    values["assumptions"] = tuple((dict(own.assumptions) | dict(asked.assumptions)).items())
    values["cuts"] = tuple(dict.fromkeys([*own.cuts, *asked.cuts]))
    return replace(own, **values)


def said(arguments: argparse.Namespace) -> frozenset[str]:
    """What the line itself says, as fields of a question (and options that are none)."""
    options: frozenset[str] = arguments.given
    return frozenset(FIELD_OF.get(option, option) for option in options)


def _assumed(arguments: argparse.Namespace, dataset: Dataset) -> dict[str, Any]:
    """What the line says about assumptions; what it does not say keeps the scenario's defaults."""
    if not hasattr(arguments, "set"):
        return {}
    said: dict[str, Any] = {
        "denominator": arguments.denominator, "scheme": arguments.scheme, "horizon": arguments.horizon,
        "outlook": arguments.outlook, "cuts": tuple(arguments.cut), "assumptions": checked(arguments.set, dataset),
    }  # fmt: skip
    screened = find_screened(dataset, arguments.screen)
    return said if screened is None else {**said, "screened": screened}


def flows_of(arguments: argparse.Namespace, dataset: Dataset, project: Project | None = None) -> Scenario:
    """The movements asked for by the options of ``options.add_flows``, every word known to the data set.

    Without a stage and a leg, both legs are meant, or those of the project; a leg goes before a stage.

    Raises
    ------
    InvalidArgument, UnreadableFile
        As ``scenario_of`` and ``sea_of``.
    """
    mineral = _mineral(arguments, dataset, project)
    stage = Stage.MINING if arguments.stage is None else Stage(arguments.stage)
    leg = arguments.leg or (Leg.BOTH if arguments.stage is None else Leg.STAGE)
    asked = Scenario(
        mineral=mineral,
        stage=stage,
        partners=find_partners(dataset, arguments.partners),
        leg=Leg(leg),
        decay=arguments.decay,
        land_weight=arguments.land_weight,
        affinity=arguments.affinity,
        cuts=tuple(arguments.cut),
        assumptions=checked(arguments.set, dataset),
        **sea_of(arguments, dataset, project),
    )
    asked = over(project, asked, arguments)
    if project is not None and "stage" in arguments.given:
        asked = replace(asked, leg=Leg(leg))
    return _in_year(asked, arguments, dataset, project)


def sea_of(arguments: argparse.Namespace, dataset: Dataset, project: Project | None = None) -> dict[str, Any]:
    """What the options of ``options.add_sea`` say, as fields of the scenario, every word known to the data set.

    Raises
    ------
    InvalidArgument
        For a chokepoint, class of ships, port or place that is not known, or a chokepoint both closed and opened.
    UnreadableFile
        For a file of gates that cannot be understood.
    """
    from mineralmap.analysis.gates import barred_gates, default_closed, find_gate
    from mineralmap.analysis.port_choice import chosen_ports
    from mineralmap.datasets.gate_file import read_gates

    own, wrong = read_gates(arguments.gates) if arguments.gates is not None else ((), ())
    _tell(wrong)
    if project is not None and arguments.gates is None:
        own = project.scenario.own_gates

    def found(words: str) -> frozenset[str]:
        return frozenset(find_gate(dataset, own, word) for word in map(str.strip, words.split(",")) if word)

    closed, opened = found(arguments.close), found(arguments.open)
    if closed & opened:
        raise InvalidArgument(f"{', '.join(sorted(closed & opened))} cannot be closed and open at once")
    for gate in sorted(opened - default_closed(dataset)):
        print(f"note: {gate} is open already", file=sys.stderr)
    vessel = arguments.vessel.strip().casefold()
    barred_gates(dataset, vessel)
    chosen_ports(dataset, tuple(arguments.port))
    return {
        "closed": closed, "opened": opened, "vessel": vessel, "knots": arguments.knots, "own_gates": own,
        "avoided": tuple((find_gate(dataset, own, gate), nm) for gate, nm in arguments.avoid),
        "ports": tuple(arguments.port),
    }  # fmt: skip


def checked(pairs: Iterable[tuple[str, float]], dataset: Dataset) -> tuple[tuple[str, float], ...]:
    """The user's assumptions in one order, each known, of something that is known, and within its bounds."""
    from mineralmap.analysis import assumptions

    pairs = list(pairs)
    known = [f"{name}:…" for name in assumptions.FAMILIES]
    places = [*map(str, dict.fromkeys(dataset.partners["partner_id"])), "WLD", *map(str, dataset.countries.index)]
    for key, value in pairs:
        family, colon, member = key.partition(":")
        if colon and family not in assumptions.FAMILIES:
            raise InvalidArgument(unknown_word("assumption", key, known))
        if not colon and key not in assumptions.ASSUMPTIONS:
            raise InvalidArgument(unknown_word("assumption", key, [*assumptions.ASSUMPTIONS, *known]))
        members = [str(name) for name in dataset.factors.index] if family == "factor" else places
        if family == "control":
            members = [str(name) for name in dataset.export_controls["control_id"]]
        if family == "stock":
            members = [*places, *(f"{place}-{kind}" for place in places for kind in assumptions.STOCK_KINDS)]
        if colon and member not in members:
            raise InvalidArgument(f"{unknown_word(family, member, members)} (in {key}=)")
        if key.startswith("target_") and value == 0:
            raise InvalidArgument(f"{key} = 0 asks for nothing; leave the target out or name a fraction of demand")
    return assumptions.checked(pairs)


def find_screened(dataset: Dataset, words: str | None) -> frozenset[str] | None:
    """Owners to screen for from "CHN,RUS,glencore"; nothing said is None. Codes and groups in any case."""
    if words is None:
        return None
    from mineralmap.analysis.screening import screened_set

    asked = [word.strip() for word in words.split(",") if word.strip()]
    companies = set(dataset.companies.index)
    known = {str(name).upper(): str(name) for name in [*dataset.countries.index, *dataset.partners["partner_id"]]}
    owners = frozenset(word if word in companies else known.get(word.upper(), word) for word in asked)
    screened_set(dataset, owners)
    return owners


def find_mineral(dataset: Dataset, word: str) -> str:
    """The id of a mineral named by its id or English name, in any case, with spaces or hyphens."""
    names = {str(name).casefold(): str(mineral) for mineral, name in dataset.minerals["name"].items()}
    ids = [str(mineral) for mineral in dataset.minerals.index]
    asked = word.strip().casefold()
    underscored = asked.replace(" ", "_").replace("-", "_")
    if underscored in ids:
        return underscored
    if asked in names:
        return names[asked]
    raise InvalidArgument(unknown_word("mineral", word, ids))


def find_partners(dataset: Dataset, words: str) -> frozenset[str]:
    """Partner groups and countries from "USA,JPN,EU"; "none" or nothing at all is nobody."""
    groups = list(dict.fromkeys(str(group) for group in dataset.partners["partner_id"]))
    countries = {str(iso3) for iso3 in dataset.countries.index}
    known = {name.upper(): name for name in [*sorted(countries), *groups]}
    asked = [word.strip() for word in words.split(",") if word.strip()]
    if [word.casefold() for word in asked] == ["none"]:
        return frozenset()
    for word in asked:
        if word.upper() not in known:
            raise InvalidArgument(unknown_partner(word, dataset, groups))
    return frozenset(known[word.upper()] for word in asked)


def unknown_partner(word: str, dataset: Dataset, groups: list[str]) -> str:
    """One line about a partner that is neither a group nor a country's code; a name leads to its code."""
    names = {str(name).casefold(): str(iso3) for iso3, name in dataset.countries["name"].items()}
    names |= {str(row.name).casefold(): str(row.partner_id) for row in dataset.partners.itertuples()}
    if word.casefold() in names:
        return f"unknown partner {word!r} – did you mean {names[word.casefold()]}?"
    near = [name for name in groups if name.casefold().startswith(word.casefold())]
    meant = near[0] if len(near) == 1 else {"us": "USA", "jp": "JPN", "eu27": "EU"}.get(word.casefold(), "")
    tail = f" – did you mean {meant}?" if meant else f"; groups: {', '.join(groups)}, or ISO 3166-1 alpha-3 codes"
    return f"unknown partner {word!r}{tail}"


def _mineral(arguments: argparse.Namespace, dataset: Dataset, project: Project | None) -> str:
    if arguments.mineral is not None and (project is None or "mineral" in arguments.given):
        return find_mineral(dataset, arguments.mineral)
    if project is None:
        raise InvalidArgument("name a mineral, such as --mineral cobalt, or a project that asks about one (--project)")
    return find_mineral(dataset, project.scenario.mineral)


def _in_year(asked: Scenario, arguments: argparse.Namespace, dataset: Dataset, project: Project | None) -> Scenario:
    """The question in the year of the line; a project's year that another mineral or stage does not have is told."""
    from mineralmap.analysis.compute import available_years

    years = available_years(dataset, asked.mineral, asked.stage)
    ours = project is None or "year" in arguments.given
    year = arguments.year if ours else asked.year
    if year == LATEST or year in years:
        return replace(asked, year=year)
    have = f"it has {', '.join(map(str, sorted(years)))}" if years else "it has no year at all"
    lacking = f"the national table of {asked.mineral} {asked.stage} has no {year}; {have}"
    if ours:
        raise InvalidArgument(lacking)
    print(f"note: {lacking}; its latest is asked for", file=sys.stderr)
    return replace(asked, year=LATEST)
