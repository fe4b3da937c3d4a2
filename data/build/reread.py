"""What was read a second time: large facilities against a second source, and random rows against their own."""

import pandas as pd
from scipy.stats import binomtest

from mineralmap.datasets.dataset import Dataset


def text(dataset: Dataset) -> str:
    """The paragraphs of ``data/README.md``: second sources by verdict, and the error rate of every sample."""
    return "\n".join([_second(dataset.second_sources), "", *_samples(dataset.rereadings)])


def _second(table: pd.DataFrame) -> str:
    if table.empty:
        return "No facility has been compared with a second source yet."
    verdicts = table["verdict"].value_counts()
    told = ", ".join(
        f"{verdict}: {verdicts.get(verdict, 0)}" for verdict in ("agrees", "differs, kept", "differs, mended")
    )
    facilities = table["facility_id"].nunique()
    return (
        f"`second_sources.csv` compares {facilities} of the largest facilities of the five minerals with a second, "
        f"independent source, {len(table)} figures and owners in all ({told})."
    )


def _samples(table: pd.DataFrame) -> list[str]:
    if table.empty:
        return ["No sample has been read again yet."]
    lines = [
        "`rereadings.csv` holds random rows (figures and stakes of the five minerals, `build/sample.py`) that were",
        "read again against their sources. The interval is Wilson's at 95 %; rows whose source could not be opened",
        "again are told and not counted. Errors found were mended before the next sample was drawn.",
        "",
        "| sample | seed | rows | read again | wrong | error rate | 95 % interval |",
        "|---|---|---|---|---|---|---|",
    ]
    for (number, seed), rows in table.groupby(["round", "seed"]):
        read = rows[rows["verdict"] != "not readable"]
        wrong = int((read["verdict"] == "wrong").sum())
        rate = binomtest(wrong, len(read)).proportion_ci(method="wilson") if len(read) else None
        shown = f"{wrong / len(read):.1%} | {rate.low:.1%} to {rate.high:.1%}" if rate else "– | –"
        lines.append(f"| {number:.0f} | {seed:.0f} | {len(rows)} | {len(read)} | {wrong} | {shown} |")
    return lines + _shared_seeds(table)


def _shared_seeds(table: pd.DataFrame) -> list[str]:
    """What a sample with the seed of an earlier one says of the rows that were new in it."""
    lines = []
    for (number, seed), rows in table.groupby(["round", "seed"]):
        earlier = table[table["round"] < number]
        same = earlier.loc[earlier["seed"] == seed, "round"]
        if same.empty:
            continue
        before = set(zip(earlier["table"], earlier["row_id"], strict=True))
        new = [pair not in before for pair in zip(rows["table"], rows["row_id"], strict=True)]
        read = rows[new]
        read = read[read["verdict"] != "not readable"]
        wrong = int((read["verdict"] == "wrong").sum())
        if not len(read):
            continue
        rate = binomtest(wrong, len(read)).proportion_ci(method="wilson")
        shown = f"{wrong / len(read):.1%}, {rate.low:.1%} to {rate.high:.1%}"
        lines += [
            "",
            f"Sample {number:.0f} took the seed of sample {same.min():.0f}: {len(rows) - sum(new)} of its rows had "
            f"been drawn before. Of the {len(read)} others that were read, {wrong} were wrong: {shown}.",
        ]
    return lines
