"""Make the tables of ``data/`` from the sources: ``python data/build --sources DIR [--only STEP] [--out data]``.

A step is a file of this folder with ``ORDER`` and ``build(sources, out)``. What each step changed is printed by table.
"""

import argparse
import hashlib
import importlib
import sys
from pathlib import Path

import pandas as pd

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))  # the program beside these tables, not another that is installed


def steps() -> dict[str, object]:
    """Every step of this folder by name, in the order they run."""
    found = {}
    for file in sorted(HERE.glob("*.py")):
        if file.stem.startswith("_"):
            continue
        module = importlib.import_module(file.stem)
        if hasattr(module, "build") and hasattr(module, "ORDER"):
            found[file.stem] = module
    return dict(sorted(found.items(), key=lambda item: (item[1].ORDER, item[0])))


def snapshot(out: Path) -> dict[str, pd.DataFrame]:
    """Every table as text, by name."""
    return {file.stem: pd.read_csv(file, dtype=str, keep_default_na=False) for file in sorted(out.glob("*.csv"))}


def maps(out: Path) -> dict[str, str]:
    """A hash of each file that is no table (basemap, sea lanes), by name."""
    files = sorted([*out.glob("*.gpkg"), *out.glob("*.npz")])
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def difference(before: pd.DataFrame | None, after: pd.DataFrame | None) -> str:
    """What a step did to a table: rows added, removed and, where the first column is an id, changed."""
    if after is None:
        return "removed"
    if before is None:
        return f"new, {len(after)} rows"
    if before.equals(after):
        return ""
    if list(before.columns) != list(after.columns):
        return f"other columns, {len(after)} rows"
    key = after.columns[0]
    if not (before[key].is_unique and after[key].is_unique):
        old, new = (pd.Series(list(map(tuple, t.to_numpy()))).value_counts() for t in (before, after))
        moved = new.sub(old, fill_value=0)
        added, removed = int(moved[moved > 0].sum()), int(-moved[moved < 0].sum())
        return f"{added} rows added, {removed} removed" if added or removed else "same rows in another order"
    old, new = before.set_index(key), after.set_index(key)
    both = new.index.intersection(old.index)
    changed = int((new.loc[both] != old.loc[both]).any(axis=1).sum())
    added, removed = len(new) - len(both), len(old) - len(both)
    if not (changed or added or removed):
        return "same rows in another order"
    return f"{added} rows added, {removed} removed, {changed} changed"


def main(argv: list[str]) -> int:
    """Run the steps; 2 when there is no such step or no such folder."""
    known = steps()
    parser = argparse.ArgumentParser(prog="python data/build", description="Make the tables of data/ from the sources.")
    parser.add_argument("--sources", type=Path, required=True, help="folder with national/, facilities/, shipping/ …")
    parser.add_argument("--out", type=Path, default=HERE.parent, help="folder to write to; data/ when left out")
    parser.add_argument("--only", choices=list(known), help="run one step")
    parser.add_argument(
        "--topics", nargs="*", default=[], help="read these folders of hand/ only, to see what one adds"
    )
    asked = parser.parse_args(argv)
    importlib.import_module("hand_tables").TOPICS.update(asked.topics)
    if not asked.sources.is_dir():
        parser.error(f"{asked.sources} is no folder")
    asked.out.mkdir(parents=True, exist_ok=True)
    for name, module in known.items():
        if asked.only and name != asked.only:
            continue
        before, maps_before = snapshot(asked.out), maps(asked.out)
        module.build(asked.sources, asked.out)
        after, maps_after = snapshot(asked.out), maps(asked.out)
        changes = [
            f"  {table}: {what}"
            for table in sorted(before | after)
            if (what := difference(before.get(table), after.get(table)))
        ]
        changes += [f"  {name}: other bytes" for name, key in maps_after.items() if maps_before.get(name) != key]
        print("\n".join([name, *(changes or ["  nothing changed"])]))
        if "national_production" in after and not after["national_production"].equals(
            before.get("national_production")
        ):
            print("\n".join(importlib.import_module("editions").report(before, after)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
