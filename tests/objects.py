"""What Python keeps, looked at while no worker of the window runs.

A tuple that another thread is still filling must not be seen: CPython then refuses to give it its length, and the
worker fails with "bad argument to internal function".
"""

import gc
import threading

from mineralmap.gui import tasks

PATIENCE_S = 60


def objects() -> list[object]:
    """All objects that the collector knows; every worker is held meanwhile."""
    pools = tasks.pool(), tasks.pool(later=True)
    held, go_on = threading.Barrier(sum(one._max_workers for one in pools) + 1), threading.Event()

    def hold() -> None:
        held.wait(PATIENCE_S)
        go_on.wait(PATIENCE_S)

    for pool in pools:
        for _ in range(pool._max_workers):
            pool.submit(hold)
    held.wait(PATIENCE_S)
    try:
        gc.unfreeze()  # what the program has set aside while it started is counted too
        gc.collect()
        return gc.get_objects()
    finally:
        go_on.set()
