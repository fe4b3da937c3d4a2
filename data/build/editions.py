"""Editions of one publication: the newest takes the place of the older ones, which stay beside it."""

import re

import pandas as pd

EDITION = re.compile(r"^(?P<family>usgs-mcs|iea-cmde-)(?P<year>\d{4})$")
MOST_SHOWN = 10


def newest(source_ids: pd.Series, family: str) -> str:
    """The id of the newest edition of a family ("usgs-mcs", "iea-cmde-") among ``source_ids``.

    Raises
    ------
    ValueError
        When no edition of the family is there.
    """
    found = [one for one in source_ids.unique() if (met := EDITION.match(one)) and met["family"] == family]
    if not found:
        raise ValueError(f"no edition of {family} is in the sources")
    return max(found)


def extend(rules: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    """The rules of ``hand/national_tables.csv`` with those of editions that they do not name yet.

    A new edition takes the rule of the newest one before it, without its note, and takes over from it as the default.
    ``published`` has the columns commodity, stage and source_id.
    """
    known = set(zip(rules["commodity"], rules["stage"], rules["source_id"], strict=True))
    offered = published[["commodity", "stage", "source_id"]].drop_duplicates()
    made = rules.to_dict("records")
    for row in offered.sort_values("source_id").itertuples(index=False):
        met = EDITION.match(row.source_id)
        if met is None or (row.commodity, row.stage, row.source_id) in known:
            continue
        before = [rule for rule in made if _same(rule, row, met["family"]) and rule["source_id"] < row.source_id]
        if not before:
            continue
        last = max(before, key=lambda rule: rule["source_id"])
        made.append({**last, "source_id": row.source_id, "note": ""})
        last["default"] = "no"
    return pd.DataFrame(made, columns=rules.columns)


def _same(rule: dict, row: tuple, family: str) -> bool:
    met = EDITION.match(rule["source_id"])
    same = rule["commodity"] == row.commodity and rule["stage"] == row.stage
    return same and met is not None and met["family"] == family


def report(before: dict[str, pd.DataFrame], after: dict[str, pd.DataFrame]) -> list[str]:
    """What a new default table says that the old one did not: new years, new countries, and the largest revisions."""
    if "national_tables" not in before or "national_production" not in before:
        return []
    old, new = (_defaults(tables) for tables in (before, after))
    said: list[str] = []
    for key in sorted(new.keys() & old.keys()):
        if new[key][0] != old[key][0]:
            said += _revised(key, old[key], new[key])
    return said


def _defaults(tables: dict[str, pd.DataFrame]) -> dict[tuple[str, str], tuple[str, pd.Series]]:
    """Of each mineral and stage the default table and its published tonnes by country and year."""
    heads, figures = tables["national_tables"], tables["national_production"]
    found = {}
    for head in heads[heads["default"] == "yes"].itertuples(index=False):
        rows = figures[(figures["table_id"] == head.table_id) & (figures["quantity_t"] != "")]
        tonnes = rows.set_index(["iso3", "year"])["quantity_t"].astype(float)
        found[head.mineral, head.stage] = (head.table_id, tonnes)
    return found


def _revised(key: tuple[str, str], old: tuple[str, pd.Series], new: tuple[str, pd.Series]) -> list[str]:
    was, now = old[1], new[1]
    years = sorted(set(now.index.get_level_values("year")) - set(was.index.get_level_values("year")))
    lands = sorted(set(now.index.get_level_values("iso3")) - set(was.index.get_level_values("iso3")))
    both = now.index.intersection(was.index)
    moved = (now[both] - was[both]).loc[lambda change: change != 0]
    largest = moved.reindex(moved.abs().sort_values(ascending=False, kind="stable").index)[:MOST_SHOWN]
    said = [f"  {key[0]} {key[1]}: {new[0]} takes over from {old[0]}; {len(moved)} figures revised"]
    said += [f"    new years: {', '.join(years)}"] if years else []
    said += [f"    new countries: {', '.join(lands)}"] if lands else []
    for place in largest.index:
        before, after = float(was[place]), float(now[place])
        percent = f"{100 * (after / before - 1):+.1f} %" if before else "from nothing"
        said.append(f"    {place[0]} {place[1]}: {before:,.0f} → {after:,.0f} t ({percent})")
    return said
