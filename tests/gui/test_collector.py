"""Cycles are collected on the window's thread and on no other."""

import gc
import threading
import weakref

from PySide6.QtCore import QObject

from mineralmap.gui.collector import QUIET_LOOKS, Collector
from mineralmap.gui.tasks import Latest


class Ring:
    """Refers to itself, so that only the collector lets it go."""

    def __init__(self):
        self.own = self


def rings(_cancel):
    """More rings than the collector lets pass by itself."""
    for _ in range(5 * gc.get_threshold()[0]):
        Ring()


def test_that_a_worker_collects_nothing(qtbot):
    where = []

    def collected(phase, _info):
        where.append(threading.current_thread())

    line, done = Latest(), []
    gc.callbacks.append(collected)
    try:
        line.run(rings, done.append)
        qtbot.waitUntil(lambda: bool(done), timeout=30_000)
    finally:
        gc.callbacks.remove(collected)
    assert {one for one in where if one is not threading.main_thread()} == set()


def test_that_the_window_collects_what_is_left_over():
    owner = QObject()
    collector = Collector(owner)
    ring = Ring()
    gone = weakref.ref(ring)
    del ring
    rings(None)
    collector.look()
    gc.unfreeze()
    assert gone() is None


def test_that_all_is_gone_through_only_when_nobody_does_anything(qtbot):
    owner, depths = QObject(), []

    def collected(phase, info):
        if phase == "start":
            depths.append(info["generation"])

    collector = Collector(owner)
    gc.callbacks.append(collected)
    try:
        for _ in range(3):
            rings(None)
            collector.look()
        assert depths == [1, 1, 1]
        for _ in range(QUIET_LOOKS):
            collector.look()
        assert depths == [1, 1, 1, 2]
        for _ in range(QUIET_LOOKS):
            collector.look()
        assert depths == [1, 1, 1, 2]  # nothing has come since
    finally:
        gc.callbacks.remove(collected)
        gc.unfreeze()
