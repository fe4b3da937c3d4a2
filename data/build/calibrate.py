"""How fast flows fade with distance: β of each mineral, fitted to the import sources of the United States."""

from pathlib import Path

import tables

from mineralmap.analysis.calibrate import calibration_table
from mineralmap.datasets import bundled

ORDER = 80
"""After every table that flows are modelled from."""


def build(sources: Path, out: Path) -> None:
    """Write ``calibration.csv`` from the tables that stand in ``out``; the sources are not read again."""
    del sources
    dataset = bundled.load_folder(out)
    made = calibration_table(dataset, list(map(str, dataset.minerals.index)))
    for column, digits in {"decay": 3, "fit": 4, "published": 4, "modelled": 4}.items():
        made[column] = made[column].map(lambda value, digits=digits: f"{value:.{digits}f}")
    tables.write(out, "calibration", made.astype(str))
