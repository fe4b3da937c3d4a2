"""Demand by region: as published, as a proxy from trade, or as somebody's target; each row says which."""

from pathlib import Path

import editions
import pandas as pd
import tables

ORDER = 25


def build(sources: Path, out: Path) -> None:
    """Write ``demand.csv``."""
    used = tables.read(sources / "national" / "consumption.csv")
    made = tables.read(sources / "national" / "production.csv")
    parts = [_united_states(used), _proxies(used, made), _read_by_us(), _world(used), _targets(used)]
    frame = pd.concat(parts, ignore_index=True)
    place = frame["region"].map({"USA": 0, "JPN": 1, "EU": 2, "WLD": 3})
    ordered = frame.assign(place=place, back=-frame["year"].astype(int), outlook=frame["scenario"] != "")
    ordered = ordered.sort_values(["place", "mineral", "outlook", "scenario", "back"], kind="stable")
    tables.write(out, "demand", ordered.drop(columns=["place", "back", "outlook"]))


def _united_states(used: pd.DataFrame) -> pd.DataFrame:
    """Apparent consumption of the United States, the series chosen by hand for each mineral."""
    edition, rows = editions.newest(used["source_id"], "usgs-mcs"), []
    for choice in tables.hand("demand_usa").itertuples(index=False):
        series = used[
            (used["region"] == "USA")
            & (used["commodity"] == choice.commodity)
            & used["basis"].str.startswith(choice.basis)
            & (used["source_id"] == edition)
        ]
        if series.empty:
            raise ValueError(f"demand_usa: no row of {choice.commodity} begins with {choice.basis!r}")
        for row in series.itertuples(index=False):
            rows.append(
                {
                    "region": "USA",
                    "mineral": choice.mineral,
                    "year": row.year,
                    "quantity_t": tables.plain(row.quantity),
                    "kind": choice.kind,
                    "stage": choice.stage,
                    "published": tables.plain(row.quantity),
                    "unit": choice.unit,
                    "factor": "1" if row.quantity else "",
                    "withheld": "yes" if "not published: W" in row.basis else "no",
                    "source_id": row.source_id,
                    "note": _joined(choice.note, _unpublished(row.basis)),
                }
            )
    return pd.DataFrame(rows)


def _unpublished(basis: str) -> str:
    if "not published: W" in basis:
        return "withheld by the source"
    if "not published" in basis:
        return "not available in the source"
    return "estimate of the source" if "USGS estimate" in basis else ""


def _proxies(used: pd.DataFrame, made: pd.DataFrame) -> pd.DataFrame:
    """Japan and the European Union: refined production and net imports, in contained tonnes.

    The terms of each sum stand in ``hand/demand_proxy_terms.csv``, what is said of it in ``hand/demand_proxies.csv``.
    """
    terms = tables.hand("demand_proxy_terms")
    rows = []
    for proxy in tables.hand("demand_proxies").itertuples(index=False):
        own = terms[terms["proxy_id"] == proxy.proxy_id]
        sums, said, sources = 0.0, [], []
        for term in own.itertuples(index=False):
            published = _published(used, made, term)
            contained = published * float(term.sign) * float(term.factor)
            sums += contained
            sources.append(term.source_id)
            times = "" if term.factor == "1" else f" × {term.factor}"
            said.append(
                f"{'-' if term.sign == '-1' else '+' if said else ''}"
                f" {tables.spoken(round(published, 1))} t{times} ({term.what})"
            )
        arithmetic = " ".join(said).strip()
        alone = len(own) == 1
        rows.append(
            {
                "region": proxy.region,
                "mineral": proxy.mineral,
                "year": proxy.year,
                "quantity_t": tables.number(round(sums, 1)),
                "kind": "proxy",
                "stage": proxy.stage,
                "published": tables.number(published) if alone else "",
                "unit": proxy.unit,
                "factor": own["factor"].iloc[0] if alone else "",
                "withheld": "no",
                "source_id": "; ".join(dict.fromkeys(sources)),
                "note": f"{arithmetic}; {proxy.note}",
            }
        )
    return pd.DataFrame(rows)


def _published(used: pd.DataFrame, made: pd.DataFrame, term: object) -> float:
    """The one published figure that a term names."""
    table = made if term.table == "production" else used
    place = "iso3" if term.table == "production" else "region"
    found = table[
        (table["commodity"] == term.commodity)
        & (table[place] == term.region)
        & (table["year"] == term.year)
        & (table["source_id"] == term.source_id)
        & (table["unit"] == "t")
        & table["basis"].str.contains(term.words, regex=False)
    ]
    if term.table == "production":
        found = found[found["stage"] == term.stage]
    if len(found) != 1:
        raise ValueError(f"demand_proxy_terms: {len(found)} rows for {tuple(term)}")
    return float(found["quantity"].iloc[0])


def _read_by_us() -> pd.DataFrame:
    """Domestic demand printed in a source that the folder of sources does not hold."""
    rows = tables.hand("demand_read")
    quantity = rows["published"].astype(float) * rows["factor"].astype(float)
    return rows.assign(quantity_t=quantity.map(tables.number), kind="proxy", scenario="", withheld="no")


def _world(used: pd.DataFrame) -> pd.DataFrame:
    """World demand by the IEA: the base year, and the outlooks with the name of their scenario."""
    chosen = tables.hand("demand_world").set_index("commodity")
    edition = editions.newest(used["source_id"], "iea-cmde-")
    rows = used[
        (used["region"] == "WLD")
        & (used["source_id"] == edition)
        & used["commodity"].isin(chosen.index)
        & used["basis"].str.startswith("total demand")
    ]
    own = chosen.loc[rows["commodity"]].reset_index(drop=True)
    case = rows["basis"].str.extract(r"IEA (STEPS|APS|NZE)")[0].fillna("").reset_index(drop=True)
    quantity = rows["quantity"].map(tables.plain).reset_index(drop=True)
    return pd.DataFrame(
        {
            "region": "WLD",
            "mineral": rows["commodity"].map(tables.minerals()).reset_index(drop=True),
            "year": rows["year"].reset_index(drop=True),
            "quantity_t": quantity,
            "kind": "world demand",
            "stage": own["stage"],
            "scenario": case,
            "published": quantity,
            "unit": own["unit"],
            "factor": "1",
            "withheld": "no",
            "source_id": edition,
            "note": own["note"],
        }
    )


def _targets(used: pd.DataFrame) -> pd.DataFrame:
    """What Japan's battery target for 2030 would need: an assumption for a named scenario, never a demand of today."""
    factors = tables.hand("demand_targets").set_index("commodity")
    minerals = tables.minerals()
    rows = used[(used["source_id"] == "iea-policy-jp-battery") & used["commodity"].isin(factors.index)]
    made = []
    for row in rows.itertuples(index=False):
        own = factors.loc[row.commodity]
        at_home = "150 GWh" in row.basis
        made.append(
            {
                "region": "JPN",
                "mineral": minerals[row.commodity],
                "year": row.year,
                "quantity_t": tables.number(round(float(row.quantity) * float(own["factor"]), 1)),
                "kind": "assumption",
                "stage": "refining",
                "scenario": "battery target at home, 150 GWh" if at_home else "battery target world-wide, 600 GWh",
                "published": tables.plain(row.quantity),
                "unit": own["unit"],
                "factor": own["factor"],
                "withheld": "no",
                "source_id": row.source_id,
                "note": _joined(
                    "need of battery makers alone" if at_home else "need of Japanese firms everywhere, not of Japan",
                    own["note"],
                ),
            }
        )
    return pd.DataFrame(made)


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
