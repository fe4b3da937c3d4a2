"""Memory over very many toggles: 10,000 of layers and 1,000 of partners, each of those until its map is painted.

Run from a checkout: ``.venv/bin/python benchmarks/endurance.py [--layers 10000] [--partners 1000]``. Partners cycle
through seven sets, so that after the first rounds nothing new can be asked for: what grows then is a leak. Linux only:
what the process holds is read from ``/proc``.
"""

import argparse
import time
from itertools import combinations
from pathlib import Path
from typing import Any

from desk import quiet, work

IDLE_S, REST_S, REPORTS = 8.0, 40.0, 10
"""The collector looks at everything after half a minute in which nothing is made."""


def held_mb() -> int:
    """What is resident now, MB."""
    lines = (line.split() for line in Path("/proc/self/status").read_text().splitlines())
    return next(int(line[1]) // 1024 for line in lines if line[0] == "VmRSS:")


def main() -> None:
    """Open the window as a user does, and toggle."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--layers", type=int, default=10_000)
    parser.add_argument("--partners", type=int, default=1_000)
    asked = parser.parse_args()

    def toggle(window: Any) -> None:
        quiet(window, IDLE_S)
        print(f"when all is shown{held_mb():29} MB", flush=True)
        lines = [window.layers.tree.item(one) for one in ("mines", "lakes", "routes", "heading:Facilities")]
        began = time.monotonic()
        for number in range(asked.layers):
            line = lines[number // 2 % len(lines)]
            on = line.checkState(0) == Qt.CheckState.Checked
            line.setCheckState(0, Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)
            if number % 10 == 9:
                QApplication.processEvents()
            if (number + 1) % max(asked.layers // REPORTS, 1) == 0:
                quiet(window, 0.5)
                print(
                    f"{number + 1:7} toggles of layers    {time.monotonic() - began:8.0f} s {held_mb():6} MB",
                    flush=True,
                )
        partners = window.session.scenario.partners
        sets = [frozenset(one) for size in range(len(partners)) for one in combinations(sorted(partners), size)]
        began = time.monotonic()
        for number in range(asked.partners):
            window.session.edit("ask", partners=sets[number % len(sets)])
            quiet(window, 0.01)
            if (number + 1) % max(asked.partners // REPORTS, 1) == 0:
                quiet(window, 0.5)
                print(
                    f"{number + 1:7} toggles of partners  {time.monotonic() - began:8.0f} s {held_mb():6} MB",
                    flush=True,
                )
        quiet(window, REST_S)
        print(f"after {REST_S:.0f} s of rest{held_mb():29} MB", flush=True)

    work(toggle)


if __name__ == "__main__":
    main()
