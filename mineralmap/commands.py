"""The errands of the command line, once its words are understood: data, shares, gap, render, check."""

import argparse
import json
import math
import os
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mineralmap import plain, question
from mineralmap.analysis.compute import compute
from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import InvalidArgument, Problem, Severity, UnreadableFile
from mineralmap.model.scenario import Scenario
from mineralmap.model.view import View

CLEAN, PROBLEMS, UNREADABLE = 0, 1, 2
OPENING_SIZE = (1920, 1080)


def run(arguments: argparse.Namespace) -> int:
    """Run the command of parsed arguments; returns its exit code."""
    return _RUN[arguments.command](arguments)


def print_json(value: object) -> None:
    """Indented JSON with the letters as they are; nan is null, never 0."""
    print(json.dumps(_plain_values(value), indent=2, ensure_ascii=False, allow_nan=False))


def _plain_values(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _plain_values(inner) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain_values(inner) for inner in value]
    item = getattr(value, "item", None)
    value = item() if callable(item) else value
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _data(arguments: argparse.Namespace) -> int:
    from mineralmap.analysis.unknowns import largest_unknowns, unknown_table
    from mineralmap.datasets.coverage import country_table, coverage_table

    dataset = question.dataset_with(arguments.dataset)
    coverage, countries, unknown = coverage_table(dataset), country_table(dataset), unknown_table(dataset)
    largest = largest_unknowns(dataset)
    if arguments.json:
        tables = {"coverage": coverage, "countries": countries, "unknown": unknown, "largest_unknowns": largest}
        print_json({name: table.to_dict("records") for name, table in tables.items()})
        return CLEAN
    print("What the data cover: contained capacity of operating facilities against the world's output (tonnes)\n")
    print(plain.frame(coverage, ("coverage",)))
    print("\nThe largest producing countries: located against national tonnes, with a reason outside 0.5 to 2\n")
    print(plain.frame(countries))
    print("\nWhose owner is not known: shares of the output, by equity\n")
    print(plain.unknowns(unknown))
    print("\nThe ten largest unknown parts of each, in tonnes of the year and shares of the output\n")
    print(plain.frame(largest, ("share",)))
    return CLEAN


def _shares(arguments: argparse.Namespace) -> int:
    dataset = question.dataset_with(arguments.dataset)
    results = compute(dataset, question.scenario_of(arguments, dataset))
    if arguments.json:
        from mineralmap.analysis.as_json import shares_json

        print_json(shares_json(results))
    else:
        print(plain.shares(results))
    return CLEAN


def _gap(arguments: argparse.Namespace) -> int:
    dataset = question.dataset_with(arguments.dataset)
    scenario = question.scenario_of(arguments, dataset)
    results = compute(dataset, scenario, gap_measure=scenario.measure)
    partners = question.in_order(scenario.partners, dataset)
    if arguments.json:
        from mineralmap.analysis.as_json import gap_json

        print_json({**gap_json(results), "partners": partners})
    else:
        print(plain.gap(results, partners))
    return CLEAN


def _render(arguments: argparse.Namespace) -> int:
    known = _formats()
    suffix = arguments.out.suffix.casefold()
    if suffix not in known:
        raise InvalidArgument(f"{arguments.out} names no format that can be written; known: {', '.join(known)}")
    if not arguments.out.absolute().parent.is_dir():
        raise InvalidArgument(f"the folder {arguments.out.absolute().parent} does not exist")
    dataset = question.dataset_with(arguments.dataset)
    scenario = question.scenario_of(arguments, dataset)
    draw(dataset, scenario, View(theme=arguments.theme, title=arguments.title), arguments.out, arguments.size)
    print(f"Written: {arguments.out}")
    return CLEAN


def _formats() -> dict[str, str]:
    """Suffix to exporter id."""
    from mineralmap.render.exports import exporters

    return {exporter.suffix: exporter.id for exporter in exporters}


def draw(dataset: Dataset, scenario: Scenario, view: View, out: Path, size: tuple[int, int]) -> None:
    """Compute, compose and write one map; the suffix of ``out`` names the exporter, ``size`` is in pixels.

    Raises
    ------
    MineralmapError
        When the file cannot be written.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from mineralmap.analysis.flows import compute_flows
    from mineralmap.layers import basemap
    from mineralmap.layers.compose import compose
    from mineralmap.layers.projection import Projection
    from mineralmap.render.application import ensure_application
    from mineralmap.render.exports import ExportOptions, exporters

    ensure_application()
    # Cutting the coasts at the map's edge leaves the interpreter free for the numbers meanwhile.
    with ThreadPoolExecutor(1) as beside:
        beside.submit(basemap.fetch, Projection(view.projection, view.centre_lon))
        results, flows = compute(dataset, scenario), compute_flows(dataset, scenario)
    composed = compose(dataset, results, flows, view)
    options = ExportOptions(width_px=size[0], height_px=size[1])
    exporters[_formats()[out.suffix.casefold()]].write(composed, out, options, lambda _: None)


def opening_picture(reason: str) -> int:
    """The opening view as a PNG, for a machine where no window can open; says where it is and what is missing."""
    from mineralmap.datasets import bundled

    folder = Path.cwd() if os.access(Path.cwd(), os.W_OK) else Path(tempfile.gettempdir())
    out = folder / "mineralmap-opening.png"
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    draw(bundled.load(), Scenario(), View(), out, OPENING_SIZE)
    print(f"No window can open here. {reason}")
    print(f"The opening view is drawn instead: {out}")
    return CLEAN


def _check(arguments: argparse.Namespace) -> int:
    from mineralmap.datasets import own

    try:
        reading = own.read(arguments.file)
    except UnreadableFile as error:
        if not arguments.json:
            raise
        problem = Problem(Severity.ERROR, arguments.file.name, None, None, error.what, error.hint)
        print_json({"rows": 0, "good": 0, "problems": [problem.as_dict()]})
        return UNREADABLE
    if arguments.json:
        print_json(reading.as_json())
    else:
        for problem in reading.problems:
            print(f"{problem.severity.value}: {problem}")
        print(f"{arguments.file}: {reading.good} of {reading.rows} rows are good; problems: {len(reading.problems)}")
    return PROBLEMS if reading.problems else CLEAN


_RUN = {"data": _data, "shares": _shares, "gap": _gap, "render": _render, "check": _check}
