"""The window is stopped by no worker for a while, and what nobody waits for comes one after the other."""

import ctypes
import sys
import threading

import pytest
from PySide6.QtWidgets import QWidget

from mineralmap.gui.tasks import Latest, pool
from mineralmap.render import making, precedence

PR_GET_TIMERSLACK = 30


def slack(_cancel=None):
    """By how many nanoseconds the kernel may lengthen what this thread waits for."""
    return ctypes.CDLL(None).prctl(PR_GET_TIMERSLACK, 0, 0, 0, 0)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux's timers")
def test_that_a_worker_waits_longer_for_the_interpreter_than_the_window(qtbot):
    line, found = Latest(), []
    for later in (False, True):
        line.run(slack, found.append, later=later)
        qtbot.waitUntil(lambda: not line.busy)
    assert found == [precedence.PATIENCE_NS] * 2
    assert making._thread().submit(slack).result() == precedence.PATIENCE_NS  # who paints the ground is a worker too
    assert slack() == 1
    assert sys.getswitchinterval() == pytest.approx(precedence.SWITCH_SECONDS)


def test_that_an_error_while_the_window_paints_is_told_and_does_not_end_the_program(window, qtbot):
    class Child(QWidget):
        def paintEvent(self, _):
            int("no number")  # raised by C: PySide reads past it when Python has called Qt to paint

    child = Child(window)
    child.resize(40, 40)
    with qtbot.capture_exceptions() as told:
        child.show()
        qtbot.waitUntil(lambda: bool(told))
        child.deleteLater()
    assert told[0][0] is ValueError


def test_that_another_system_is_left_alone(monkeypatch):
    pool()  # else it would be made here, with a thread that no system tells to stand back
    before = sys.getswitchinterval()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "CDLL", None)
    precedence.window_first()
    precedence.stand_back()
    assert sys.getswitchinterval() == before


def test_that_what_nobody_waits_for_is_done_one_after_the_other(qtbot):
    lines, done, go = [Latest() for _ in range(3)], [], threading.Event()
    under_way = []

    def work(name, _cancel):
        under_way.append(name)
        go.wait(5)
        among = len(under_way)
        under_way.remove(name)
        return name, among

    for name, line in enumerate(lines):
        line.run(lambda cancel, name=name: work(name, cancel), done.append, later=True)
    asked = Latest()
    asked.run(lambda _: "asked", done.append)
    qtbot.waitUntil(lambda: done == ["asked"])  # it does not wait for the others
    go.set()
    qtbot.waitUntil(lambda: len(done) == 4)
    assert done[1:] == [(0, 1), (1, 1), (2, 1)]
