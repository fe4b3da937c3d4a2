"""``mineralmap shares``: who supplies a mineral, by country or by company, and how concentrated that is."""

import argparse

from mineralmap import plain, question
from mineralmap.analysis import as_json
from mineralmap.analysis.compute import compute
from mineralmap.commands import CLEAN
from mineralmap.commands.printing import print_csv, print_json


def run(arguments: argparse.Namespace) -> int:
    """Print the shares of one question."""
    dataset, project = question.dataset_of(arguments)
    results = compute(dataset, question.scenario_of(arguments, dataset, project))
    by_company = arguments.by == "company"
    if arguments.json:
        print_json(as_json.shares_json(results, by_company))
    elif arguments.csv:
        print_csv(as_json.shares_rows(results, by_company), as_json.columns_of(by_company))
    else:
        print(plain.companies(results) if by_company else plain.shares(results))
    return CLEAN
