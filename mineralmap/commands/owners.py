"""``mineralmap owners``: who stands behind a facility or a company, with the parts under each rule."""

import argparse
import math

import pandas as pd

from mineralmap import plain, question
from mineralmap.analysis.owner_tree import Holder, OwnerTree, owner_tree
from mineralmap.analysis.wording import percent
from mineralmap.commands import CLEAN
from mineralmap.commands.printing import print_csv, print_json, records
from mineralmap.model.scenario import Scenario

MOST_OWNED = 30
"""Lines of what a company owns; the rest is counted and in JSON and CSV."""


def run(arguments: argparse.Namespace) -> int:
    """Print the owners of one facility or company."""
    dataset, project = question.dataset_of(arguments)
    screened = question.find_screened(dataset, arguments.screen)
    asked = Scenario() if screened is None else Scenario(screened=screened)
    tree = owner_tree(dataset, arguments.what, question.over(project, asked, arguments))
    if arguments.json:
        print_json(tree_json(tree))
    elif arguments.csv:
        print_csv(tree_rows(tree))
    else:
        print(tree_text(tree))
    return CLEAN


def tree_json(tree: OwnerTree) -> dict[str, object]:
    """The tree as plain values; ``holders`` are nested."""
    return {
        "id": tree.id, "name": tree.name, "kind": tree.kind, "iso3": tree.iso3, "notice": tree.notice,
        "parts": records(tree.parts), "holders": [_holder_json(one) for one in tree.holders],
        "owns": records(tree.owns),
    }  # fmt: skip


def _holder_json(one: Holder) -> dict[str, object]:
    return {
        "id": one.id, "name": one.name, "iso3": one.iso3, "kind": one.kind, "state_owned": one.state_owned,
        "stake": one.stake, "part": one.part, "grade": one.grade, "ends": one.ends, "as_of": one.as_of,
        "sources": list(one.sources), "note": one.note, "holders": [_holder_json(above) for above in one.holders],
    }  # fmt: skip


def tree_rows(tree: OwnerTree) -> list[dict[str, object]]:
    """One row for each part under a rule, each holder (with its depth) and each facility owned."""
    of = {"entity": tree.id}
    rows = [{**of, "row": "rule", **part} for part in records(tree.parts)]
    rows += [{**of, "row": "holder", "depth": depth, **line} for depth, line in _walk(tree.holders, 1)]
    rows += [{**of, "row": "owns", **owned} for owned in records(tree.owns)]
    return [{**row, "notice": tree.notice} for row in rows]


def _walk(holders: tuple[Holder, ...], depth: int):
    for one in holders:
        line = _holder_json(one)
        del line["holders"]
        yield depth, line
        yield from _walk(one.holders, depth + 1)


def tree_text(tree: OwnerTree) -> str:
    """The tree for a terminal."""
    lines = [f"{tree.name} ({tree.kind} {tree.id}{', ' + tree.iso3 if tree.iso3 else ''})", "", "Held by"]
    lines += _branches(tree.holders, "") or ["  nobody that is printed: tracing ends here"]
    parts = [
        [
            str(row["rule"]),
            str(row["name"]),
            percent(float(row["part_published"])),
            percent(float(row["part"])),
            str(row["flag"]),
        ]
        for row in tree.parts.to_dict("records")
    ]
    lines += ["", plain.table(["rule", "whose", "published", "with presumed", ""], parts, (0, 1, 4))]
    if len(tree.owns):
        lines += ["", "Owns, through companies that pass ownership on (part × contained capacity)", _owned(tree.owns)]
    return "\n".join([*lines, "", tree.notice])


def _branches(holders: tuple[Holder, ...], indent: str) -> list[str]:
    lines: list[str] = []
    for one in holders:
        stake = "no figure" if math.isnan(one.stake) else f"{100 * one.stake:.4g} %"
        part = "" if math.isnan(one.part) or one.part == one.stake else f" = {percent(one.part)} of the whole"
        about = [
            one.iso3,
            "state-owned" if one.state_owned else "",
            "" if one.grade == "published" or not one.id else one.grade,
            "tracing ends here" if one.ends else "",
            one.as_of,
            ", ".join(one.sources),
            one.note,
        ]
        said = "; ".join(filter(None, about))
        lines.append(f"{indent}  {stake} {one.name}{part}" + (f" ({said})" if said else ""))
        lines += _branches(one.holders, indent + "    ")
    return lines


def _owned(owns: pd.DataFrame) -> str:
    rows = [
        [
            str(row["name"]),
            f"{row['mineral']}, {row['stage']}",
            str(row["host_iso3"]),
            str(row["status"]),
            percent(float(row["part"])),
            plain.tonnes(float(row["attributable_t"])),
            str(row["unit"]),
        ]
        for row in owns.head(MOST_OWNED).to_dict("records")
    ]
    text = plain.table(["facility", "what", "where", "status", "part", "attributable", ""], rows, (0, 1, 2, 3, 6))
    more = len(owns) - MOST_OWNED
    return text + (f"\nand {more} more (--json or --csv has all)" if more > 0 else "")
