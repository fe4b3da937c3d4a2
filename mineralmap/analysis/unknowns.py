"""How much nobody knows, mineral by mineral: the table of unknown parts that the data are judged by."""

import pandas as pd

from mineralmap.analysis.compute import available_stages, compute
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Basis, Measure, Scenario

LARGEST = ["mineral", "stage", "what", "host_iso3", "tonnes", "share", "reason"]


def largest_unknowns(dataset: Dataset, number: int = 10) -> pd.DataFrame:
    """The largest unknown parts by name, for every mineral that the data carry in full.

    Parameters
    ----------
    number
        How many for each mineral and stage.

    Returns
    -------
    pandas.DataFrame
        Columns mineral, stage, what (an owner, the facilities of a country, an output), host_iso3, tonnes, share (of
        the output of the year by equity), reason; largest first within each mineral and stage. What has no tonnes is
        left out, and so is a question that has no answer by owner.
    """
    full = dataset.minerals[dataset.minerals["in_full"]].sort_values("order", kind="stable")
    parts = []
    for mineral in full.index:
        for stage in available_stages(dataset, mineral):
            asked = Scenario(mineral=mineral, stage=stage, basis=Basis.EQUITY, measure=Measure.OUTPUT)
            missing = compute(dataset, asked).missing
            missing = missing[missing["tonnes"] > 0].head(number)
            parts.append(missing.assign(mineral=mineral, stage=stage.value)[LARGEST])
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=LARGEST)


def unknown_table(dataset: Dataset) -> pd.DataFrame:
    """One row for each mineral and stage that has facilities or a national table.

    Columns: mineral, name, stage, year, unit, denominator_t, facilities (all, whether they count or not), coverage,
    unknown_share and presumed_share (of the output, by equity), other_share (countries the table does not name),
    partner_low, partner_share, partner_high (of the default partners), no_data (why there is no answer; the shares
    are nan then).
    """
    partners = frozenset(dataset.partners.loc[dataset.partners["default"], "partner_id"])
    rows: list[dict[str, object]] = []
    for mineral in dataset.minerals.sort_values("order", kind="stable").index:
        for stage in available_stages(dataset, mineral):
            asked = Scenario(
                mineral=mineral, stage=stage, basis=Basis.EQUITY, measure=Measure.OUTPUT, partners=partners
            )
            found = compute(dataset, asked)
            rows.append(
                {
                    "mineral": mineral,
                    "name": found.mineral_name,
                    "stage": stage.value,
                    "year": found.year,
                    "unit": found.unit,
                    "denominator_t": found.denominator_t,
                    "facilities": len(found.facilities),
                    "coverage": found.coverage,
                    "unknown_share": found.unknown_share,
                    "presumed_share": found.presumed_share,
                    "other_share": found.supplier_share("OTHER"),
                    "partner_low": found.partner.share.low,
                    "partner_share": found.partner.share.point,
                    "partner_high": found.partner.share.high,
                    "no_data": found.no_data,
                }
            )
    return pd.DataFrame(rows)
