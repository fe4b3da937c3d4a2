"""One facility as rows: its figures as published, with unit, form and factor, and who owns what of it."""

import math
import re

import numpy as np
import pandas as pd

from mineralmap.analysis import made_of
from mineralmap.analysis.evidence import ROWS
from mineralmap.analysis.owner_lines import NOT_KNOWN, owners_of
from mineralmap.analysis.results import UNKNOWN, Results
from mineralmap.analysis.wording import NO_DATA, tonnes
from mineralmap.datasets.shared_figures import names, words


def facility_text(results: Results, name: str) -> str:
    """What it counts in the answer and why, or why it does not."""
    if name not in results.facilities.index:
        status, stage = (results.dataset.facilities[column].to_dict()[name] for column in ("status", "stage"))
        return f"{NO_DATA}: it is {status} ({stage}) and has no part in this question"
    weight, rests_on = (results.facilities[column].to_dict()[name] for column in ("weight_t", "weight_from"))
    return f"{NO_DATA}: {rests_on}" if math.isnan(weight) else f"{tonnes(weight, results.unit)}, {rests_on}"


def facility_rows(results: Results, name: str) -> pd.DataFrame:
    """Figures (kind figure, adding nothing by themselves) and owners (kind stake, adding up to what counts)."""
    return pd.concat([_figures(results, name), _owners(results, name)], ignore_index=True)


def _figures(results: Results, name: str) -> pd.DataFrame:
    outputs = results.dataset.outputs
    outputs = outputs[outputs["facility_id"] == name]
    mine = outputs[outputs["mineral"] == results.scenario.mineral]
    rows = []
    for one in (mine if len(mine) else outputs).to_dict("records"):
        for word in ("capacity", "production"):
            if not math.isnan(one[word]):
                rows.append(_figure(results, name, word, one, apart=not len(mine)))
    return _table(rows)


def _figure(results: Results, name: str, word: str, one: dict, apart: bool) -> dict[str, object]:
    year = one[f"{word}_year"]
    dated = word if math.isnan(year) else f"{word} {year:.0f}"
    contained = one[f"{word}_t"]
    factor = f" × {one['factor']:g} ({one['factor_id']})" if one["factor_id"] and not math.isnan(one["factor"]) else ""
    became = "" if math.isnan(contained) else f" = {contained:,.4g} t contained"
    said = [f"{one[word]:,.10g} {one['unit']} {one['form']}{factor}{became}", one["figure_basis"]]
    if apart:
        said.insert(0, f"of {one['mineral'].replace('_', ' ')}")
    if one["derived"]:
        said.append("derived from another stage's figure")
    others = names(results.dataset, one["combined_with"])
    return {
        "kind": "figure",
        "id": name,
        "name": f"{word.capitalize()} as published",
        "tonnes": contained,
        "part": np.nan,
        "contribution": np.nan,
        "measured": dated,
        "year": year,
        "confidence": one["confidence"],
        "source_id": one["source_id"],
        "note": "; ".join(filter(None, [*said, words(others), one["notes"]])),
        "shared_with": "; ".join(others),
    }


def _owners(results: Results, name: str) -> pd.DataFrame:
    weight = float(results.facilities["weight_t"].get(name, np.nan))
    rows = []
    for line in owners_of(results.dataset, name):
        when = re.search(r"\d{4}", line.as_of)
        rows.append(
            {
                "kind": "stake",
                "id": UNKNOWN if line.owner == NOT_KNOWN else line.owner,
                "name": "Owner not known" if line.owner == NOT_KNOWN else line.owner,
                "host_iso3": line.owner_iso3,
                "tonnes": weight,
                "part": line.share,
                "contribution": weight * line.share,
                "measured": f"{line.grade} stake",
                "year": float(when.group()) if when else np.nan,
                "source_id": "; ".join(line.sources),
                "note": " ← ".join(reversed(line.path)),
            }
        )
    return _table(rows)


def _table(rows: list[dict[str, object]]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=ROWS) if rows else made_of.nothing().reindex(columns=ROWS)
    for column in ("tonnes", "part", "contribution", "year"):
        made[column] = made[column].astype(float)
    return made
