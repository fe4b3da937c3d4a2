"""``mineralmap gap``: what the partners lack to reach a target, and what would close it."""

import argparse

from mineralmap import plain, question
from mineralmap.analysis.as_json import gap_json, gap_row
from mineralmap.analysis.compute import compute
from mineralmap.analysis.through import in_order
from mineralmap.commands import CLEAN
from mineralmap.commands.printing import print_csv, print_json
from mineralmap.model.scenario import Measure


def run(arguments: argparse.Namespace) -> int:
    """Print the gap of one question."""
    dataset, project = question.dataset_of(arguments)
    scenario = question.scenario_of(arguments, dataset, project)
    results = compute(dataset, scenario, gap_measure=Measure(arguments.measure))
    partners = in_order(dataset, scenario.partners)
    if arguments.json:
        print_json({**gap_json(results), "partners": partners})
    elif arguments.csv:
        print_csv([{**gap_row(results), "partners": partners}])
    else:
        print(plain.gap(results, partners))
    return CLEAN
