"""``data/README.md``: the text beside this file, then what can be counted: capacity, unknown owners, licences."""

from pathlib import Path

import pandas as pd
import reread

from mineralmap.analysis.unknowns import largest_unknowns, unknown_table
from mineralmap.datasets import bundled
from mineralmap.datasets.coverage import YEAR, country_table, coverage_table
from mineralmap.datasets.dataset import Dataset

ORDER = 90
FRACTIONS = {"coverage", "capacity_to_output", "share", "unknown_share", "presumed_share", "partner_low",
    "partner_share", "partner_high", "published", "modelled", "difference", "miss"}  # fmt: skip
FITS = """
## How well modelled flows meet published import sources

Flows of refined material are modelled by distance; one β per mineral is fitted to where the United States' imports
come from. Where only natural graphite is published the leg from mine to refinery is compared, which keeps its own β.
Published: countries of last shipment, several years together. Modelled: where the material was refined (mined), in one
year; re-exports, long contracts and the kinds of a product (metal, sulfate) are not in it. The miss is the root mean
square of the differences; above 10 % the fit is poor, and a single flow must not be trusted.
"""
TEXT = Path(__file__).parent / "readme_text.md"


def build(sources: Path, out: Path) -> None:
    """Write ``README.md`` of the tables that stand in ``out``; the sources are not read again."""
    del sources
    dataset = bundled.load_folder(out)
    named = dataset.sources[dataset.sources["attribution"] != ""]
    licences = dataset.sources.groupby("licence").size().sort_values(ascending=False)
    parts = [
        TEXT.read_text(encoding="utf-8"),
        "## Located capacity over output\n\nLocated tonnes are the contained capacity of operating facilities,",
        "contained output where no capacity is known, in the unit of the mineral; the world is the national table of",
        f"{YEAR}. Capacity may exceed output. The `coverage` of an answer is another thing: what it counts at",
        "facilities in a year, scaled down to what a country published.\n",
        _markdown(coverage_table(dataset)),
        "\n## The five largest producing countries\n\nA reason stands where the ratio lies outside 0.5 to 2.\n",
        _markdown(country_table(dataset)),
        "\n## Unknown owners\n\nParts of the `output` of the year by equity: the owner is unknown, or only presumed;",
        "the US, Japan and the EU together, low to high. What no national table counts is left out.\n",
        _markdown(_unknown(dataset)),
        "\n## The ten largest unknown parts\n\nOf each mineral and stage, in tonnes of the year and shares of the",
        "output by equity.\n",
        _markdown(largest_unknowns(dataset)),
        FITS,
        _markdown(fits(dataset)),
        "",
        _markdown(residuals(dataset)),
        "\n## Checked a second time\n",
        reread.text(dataset),
        "\n## Words that must stand with the map and what is made from it\n",
        *(f"- {words} (`{source}`)" for source, words in named["attribution"].items()),
        "\n## Licences of the sources\n\n| licence | sources |\n|---|---|",
        *(f"| {licence} | {count} |" for licence, count in licences.items()),
        "\nThe compilation itself is under Apache-2.0 like the program; facts stay facts.\n",
    ]
    part = out / "README.part"
    part.write_text("\n".join(parts), encoding="utf-8")
    part.replace(out / "README.md")


def fits(dataset: Dataset) -> pd.DataFrame:
    """One row per mineral: leg, β and how far it misses."""
    rows = dataset.calibration.drop_duplicates("mineral")
    return pd.DataFrame(
        {
            "mineral": rows["mineral"],
            "leg": rows["leg"],
            "decay_per_1000_nm": rows["decay"],
            "miss": rows["fit"],
            "note": rows["note"],
        }
    )


def residuals(dataset: Dataset) -> pd.DataFrame:
    """Published and modelled share of every exporter, and their difference."""
    rows = dataset.calibration
    table = rows[["mineral", "exporter_iso3", "published", "modelled"]]
    return table.assign(difference=rows["modelled"] - rows["published"])


def _unknown(dataset: Dataset) -> pd.DataFrame:
    columns = ["mineral", "stage", "year", "denominator_t", "coverage", "unknown_share", "presumed_share"]
    columns += ["partner_low", "partner_share", "partner_high"]
    table = unknown_table(dataset)
    return table.loc[table["unknown_share"].notna(), columns]


def _markdown(table: pd.DataFrame) -> str:
    head = "| " + " | ".join(table.columns) + " |\n|" + "---|" * len(table.columns)
    fractions = [column in FRACTIONS for column in table.columns]
    rows = (map(_cell, row, fractions) for row in table.itertuples(index=False))
    return "\n".join([head, *("| " + " | ".join(row) + " |" for row in rows)])


def _cell(value: object, fraction: bool) -> str:
    if isinstance(value, float):
        if value != value:
            return "–"
        if fraction:
            return f"{value:.1%}"
        return f"{value:,.2f}" if abs(value) < 100 else f"{value:,.0f}"
    return str(value)
