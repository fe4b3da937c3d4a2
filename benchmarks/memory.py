"""Memory of the window: when everything is there, when the work of idle moments is done, and after many edits.

Run from a checkout: ``.venv/bin/python benchmarks/memory.py``. Ten questions (five minerals, two stages) on every basis
with a partner more or less make forty edits, four closures follow; each waits until all of it is worked out and shown.
Linux only: what the process holds is read from ``/proc``.
"""

import resource
from pathlib import Path
from typing import Any

from desk import quiet, work

MINERALS = ("cobalt", "lithium", "nickel", "graphite", "rare_earths")
QUIET_S, IDLE_S = 0.6, 8.0
"""So long nothing may be worked out before an edit counts as done; before idle work does."""


def told(what: str) -> None:
    """Print what the process holds now (Pss: shared pages by parts) and the most that it ever held, MB."""
    lines = (line.split() for line in Path("/proc/self/smaps_rollup").read_text().splitlines()[1:])
    held = {line[0]: int(line[1]) // 1024 for line in lines}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{what:34} {held['Rss:']:5} MB resident, {held['Pss:']:4} of its own, {peak:4} at most", flush=True)


def main() -> None:
    """Open the window as a user does, and edit its question."""
    from mineralmap.model.scenario import Basis, Stage

    def edit(window: Any) -> None:
        session, count = window.session, 0
        quiet(window, 0.05)
        told("everything shown")
        quiet(window, IDLE_S)
        told("work of idle moments done")
        for mineral in MINERALS:
            for stage in (Stage.MINING, Stage.REFINING):
                for basis in Basis:
                    session.edit("ask", mineral=mineral, stage=stage, basis=basis)
                    quiet(window, QUIET_S)
                session.edit("ask", partners=session.scenario.partners ^ {"KOR"})
                quiet(window, QUIET_S)
                count += 4
            told(f"{count} edits")
        assert session.dataset is not None
        for gate in list(session.dataset.chokepoints.index)[:4]:
            session.edit("close", closed=frozenset({gate}))
            quiet(window, QUIET_S)
        told("four closures more")

    work(edit)


if __name__ == "__main__":
    main()
