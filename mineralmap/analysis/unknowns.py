"""How much nobody knows, mineral by mineral: the table of unknown parts that the data are judged by."""

import pandas as pd

from mineralmap.analysis.compute import available_stages, compute
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Basis, Measure, Scenario


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
