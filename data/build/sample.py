"""Draw rows to be read again against their sources: ``python data/build/sample.py --seed N [--rows 60] [--data DIR]``.

Prints rows in the columns of ``rereadings``; the reader fills in ``read`` and ``verdict`` and puts them into a topic.
"""

import argparse
import csv
import random
import sys
from pathlib import Path

import hand_tables
from hand_tables import Row

HERE = Path(__file__).parent


def population(folder: Path) -> list[Row]:
    """Every figure and every stake of the minerals carried in full, as rows of ``rereadings`` without a verdict.

    A row that is derived from another is left out: it has no source of its own.
    """
    full = {row["mineral"] for row in hand_tables.read(folder / "minerals.csv") if row["in_full"] == "yes"}
    outputs = hand_tables.read(folder / "outputs.csv")
    figures = [
        {
            "table": "outputs",
            "row_id": f"{row['facility_id']} {row['mineral']} {row['form']}",
            "shipped": _figure(row),
            "source_id": row["source_id"],
        }
        for row in outputs
        if row["mineral"] in full and row["derived"] != "yes" and (row["capacity"] or row["production"])
    ]
    wanted = {row["facility_id"] for row in outputs if row["mineral"] in full}
    stakes = hand_tables.read(folder / "stakes.csv")
    while more := {row["owner_id"] for row in stakes if row["owned_id"] in wanted} - wanted:
        wanted |= more
    owners = [
        {
            "table": "stakes",
            "row_id": f"{row['owner_id']} {row['owned_id']}",
            "shipped": f"{row['stake'] or 'no percentage'} ({row['as_of'] or 'no year'})",
            "source_id": row["source_id"],
        }
        for row in stakes
        if row["owned_id"] in wanted
    ]
    return figures + owners


def _figure(row: Row) -> str:
    parts = []
    for figure in ("capacity", "production"):
        if row[figure]:
            parts.append(f"{figure} {row[figure]} {row['unit']} ({row[f'{figure}_year'] or 'no year'})")
    return "; ".join(parts)


def draw(rows: list[Row], seed: int, number: int) -> list[Row]:
    """``number`` rows without repetition, the same for the same seed and the same data."""
    return random.Random(seed).sample(sorted(rows, key=lambda row: (row["table"], row["row_id"])), number)


def main(argv: list[str]) -> int:
    """Print the sample."""
    parser = argparse.ArgumentParser(prog="python data/build/sample.py", description=__doc__)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--rows", type=int, default=60)
    parser.add_argument("--round", type=int, default=1)
    parser.add_argument("--data", type=Path, default=HERE.parent)
    asked = parser.parse_args(argv)
    writer = csv.DictWriter(sys.stdout, hand_tables.columns("rereadings"), restval="", lineterminator="\n")
    writer.writeheader()
    for row in draw(population(asked.data), asked.seed, asked.rows):
        writer.writerow({**row, "round": asked.round, "seed": asked.seed})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
