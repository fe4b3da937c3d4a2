"""How long the attribute table takes with 100,000 rows: set, sorted, filtered, chosen from, scrolled by a frame.

``QT_QPA_PLATFORM=offscreen python -m benchmarks.table [rows]``
"""

import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
from PySide6.QtWidgets import QApplication

from mineralmap.datasets.attributes import AttributeTable, number, text
from mineralmap.datasets.expression import select
from mineralmap.gui.attribute.model import AttributeModel
from mineralmap.gui.attribute.rows import Filter, SortKey
from mineralmap.gui.attribute.said import tsv
from mineralmap.gui.attribute.view import AttributeView
from mineralmap.gui.theme import LIGHT

ROUNDS = 9


def table(n: int) -> AttributeTable:
    """Works with a name each, in a hundred countries, a tenth of whose tonnes nobody knows."""
    rng = np.random.default_rng(6)
    countries = np.array([f"Country {i}" for i in range(100)], object)[rng.integers(0, 100, n)]
    tonnes = np.where(rng.random(n) < 0.1, np.nan, rng.random(n) * 1e5)
    columns = (
        text("name", "Name", [f"Works {i}" for i in range(n)]),
        text("country", "Country", countries),
        number("tonnes", "Tonnes", tonnes, adds=True, form="tonnes"),
        number("share", "Share", rng.random(n), form="percent"),
    )
    places = rng.uniform(-90, 90, (2, n, 1))
    return AttributeTable("many", "Many", np.array([f"f{i}" for i in range(n)], object), columns, *places)


def median_ms(act: Callable[[], object]) -> float:
    """Median of some rounds, in milliseconds."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        act()
        taken.append(time.perf_counter() - begun)
    return 1000 * statistics.median(taken)


def main() -> None:
    """Measure and print."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    app = QApplication([])
    begun = time.perf_counter()
    made = table(n)
    rows = [("make the columns (off the window's thread)", 1000 * (time.perf_counter() - begun))]
    made.rows_of(frozenset())
    model = AttributeModel()
    view = AttributeView(model, lambda: LIGHT)
    view.resize(1200, 400)
    view.show()
    app.processEvents()
    rows.append(("set", median_ms(lambda: model.fill(made, frozenset()))))
    rows.append(("sort by a number", median_ms(lambda: model.sort_by((SortKey("tonnes", True),)))))
    rows.append(("sort by two columns", median_ms(lambda: model.sort_by((SortKey("country"), SortKey("name"))))))
    some = Filter(kept=frozenset(["Country 1", "Country 2"]))
    rows.append(("filter by words", median_ms(lambda: model.filter_by("country", some))))
    model.clear_filters()
    rows.append(("filter by a range", median_ms(lambda: model.filter_by("tonnes", Filter(low=1e4, high=5e4)))))
    model.clear_filters()
    rows.append(("choose all: ids and rows", median_ms(lambda: model.light(model.ids_between(0, n - 1)))))
    asked = 'tonnes > 10000 and country == "Country 7"'
    rows.append(("expression", median_ms(lambda: select(asked, made))))

    everything = np.arange(n)
    rows.append(
        ("write for the clipboard (off the window's thread)", median_ms(lambda: tsv(made.attributes, everything)))
    )
    text = tsv(made.attributes, everything)
    rows.append(("put on the clipboard", median_ms(lambda: app.clipboard().setText(text))))

    def scroll() -> None:
        bar = view.verticalScrollBar()
        bar.setValue((bar.value() + 613) % max(bar.maximum(), 1))
        app.processEvents()

    rows.append(("scroll a frame", median_ms(scroll)))
    print(f"{n:,} rows, median of {ROUNDS}")
    for name, taken in rows:
        print(f"{name:52} {taken:8.1f} ms")


if __name__ == "__main__":
    main()
