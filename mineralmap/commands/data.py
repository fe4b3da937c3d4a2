"""``mineralmap data``: what the shipped data cover, and whose owner nobody knows."""

import argparse

from mineralmap import plain, question
from mineralmap.commands import CLEAN
from mineralmap.commands.printing import print_json


def run(arguments: argparse.Namespace) -> int:
    """Print what the data cover."""
    from mineralmap.analysis.unknowns import largest_unknowns, unknown_table
    from mineralmap.datasets.conscience import suspects
    from mineralmap.datasets.coverage import YEAR, country_table, coverage_table

    dataset, _ = question.dataset_of(arguments)
    world, countries, unknown = coverage_table(dataset), country_table(dataset), unknown_table(dataset)
    largest, units = largest_unknowns(dataset), suspects(dataset)
    if arguments.json:
        tables = {
            "world": world, "countries": countries, "unknown": unknown, "largest_unknowns": largest,
            "unit_suspects": units,
        }  # fmt: skip
        print_json({name: table.to_dict("records") for name, table in tables.items()})
        return CLEAN
    print("Located capacity against the world's output: contained capacity of operating facilities, contained output")
    print(f"where no capacity is known, over the output of {YEAR} (tonnes). It may exceed all, and is no coverage.\n")
    print(plain.frame(world, ("capacity_to_output",)))
    print("\nThe largest producing countries: located against national tonnes, with a reason outside 0.5 to 2\n")
    print(plain.frame(countries))
    print("\nWhose owner is not known: shares of the output, by equity. Coverage is what an answer locates: the tonnes")
    print(
        "that facilities count in the year, scaled down where a country's are more than it published, over the output\n"
    )
    print(plain.unknowns(unknown))
    print("\nThe ten largest unknown parts of each, in tonnes of the year and shares of the output\n")
    print(plain.frame(largest, ("share",)))
    print(
        "\nFigures that are just a unit's factor apart (metal or compound?), with the reason where it is no mistake\n"
    )
    shown = units[["what", "mineral", "stage", "place", "value_t", "against_t", "ratio", "likely", "explained"]]
    print(plain.frame(shown) if len(units) else "none")
    return CLEAN
