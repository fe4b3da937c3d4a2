"""Ten thousand layers switched off and on in a row, by the list of layers of the real window: time, steps and memory.

Run from a checkout: ``.venv/bin/python benchmarks/layers.py [--toggles 10000]``. All but the newest map is called
off while the presses come; time and memory are told after each tenth.
"""

import argparse
import gc
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import Qt, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication, QMainWindow  # noqa: E402

AT_ONCE = 50
"""Presses between two looks at the events: faster than any hand."""


def resident_mb() -> float:
    """Memory that the process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def toggles(window: Any, count: int) -> Iterator[None]:
    """Press the boxes of the layers in turn; ends with all of them as they were."""
    session, tree = window.session, window.layers.tree
    layers = [name for name in window.layers.edits.ids() if tree.line(name) is not None and tree.line(name).tick]
    drawn = [0]
    session.map_changed.connect(lambda _: drawn.__setitem__(0, drawn[0] + 1))
    before, began, clock = resident_mb(), time.process_time(), time.perf_counter()
    longest = 0.0
    for number in range(count):
        item = tree.item(layers[(number // 2) % len(layers)])
        pressed = time.thread_time()
        off = item.checkState(0) == Qt.CheckState.Checked
        item.setCheckState(0, Qt.CheckState.Unchecked if off else Qt.CheckState.Checked)
        longest = max(longest, time.thread_time() - pressed)
        if number % AT_ONCE == AT_ONCE - 1:
            yield
        if (number + 1) % (count // 10) == 0:
            print(
                f"{number + 1:6,} toggles  {time.process_time() - began:6.1f} s of the processor  "
                f"{time.perf_counter() - clock:6.1f} s  {drawn[0]:5,} maps drawn  "
                f"{session.undo_stack.count():5,} steps of undo  {resident_mb():6.0f} MB",
                flush=True,
            )
    while session.busy:
        yield
    gc.collect()
    hidden = sorted(one.id for one in session.map.layers if not one.visible)
    print(f"longest press {1000 * longest:.1f} ms of the processor; hidden at the end: {hidden or 'nothing'}")
    print(f"memory {before:.0f} MB before, {resident_mb():.0f} MB after")


def main() -> None:
    """Open the window, wait until it has caught up, press, end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--toggles", type=int, default=10_000)
    asked = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="mineralmap-layers-"))
    for name in ("CONFIG", "DATA", "CACHE"):
        os.environ[f"XDG_{name}_HOME"] = str(home / name.lower())
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from mineralmap import cli

    run, waiting = QApplication.exec, QTimer(interval=0)
    steps: list[Iterator[None]] = []

    def step() -> None:
        shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMainWindow) and one.isVisible()]
        session = shown[0].session if shown else None  # type: ignore[attr-defined]
        if not steps:
            if session is None or session.busy or session.flows is None:
                return
            steps.append(toggles(shown[0], asked.toggles))
        if next(steps[0], waiting) is waiting:
            os._exit(0)

    def watched(*_: object) -> int:
        waiting.timeout.connect(step)
        waiting.start()
        return run()

    QApplication.exec = staticmethod(watched)  # type: ignore[method-assign]
    cli.main([])


if __name__ == "__main__":
    main()
