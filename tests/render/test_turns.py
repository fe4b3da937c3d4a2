"""Workers take turns, and nobody waits for ever for one that does not hand over."""

import threading

import pytest

from mineralmap.gui.tasks import Latest
from mineralmap.render import turns
from mineralmap.render.turns import Turns

AT_MOST_S = 5


@pytest.fixture
def begun():
    """Starts a function in a thread of its own."""
    threads: list[threading.Thread] = []

    def begin(act):
        threads.append(threading.Thread(target=act))
        threads[-1].start()

    yield begin
    for one in threads:
        one.join(AT_MOST_S)


def queued(line: Turns, many: int) -> bool:
    """Wait until so many stand in line."""
    still = threading.Event()
    return any(len(line._waiting) == many or still.wait(0.005) for _ in range(1_000))


def test_that_one_works_at_a_time_and_what_somebody_waits_for_comes_first(begun, monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE_S", (AT_MOST_S, AT_MOST_S))
    line, order = Turns(), []
    first = line.take(later=False)

    def work(name, later):
        place = line.take(later)
        order.append(name)
        line.give(place)

    for many, (name, later) in enumerate((("nobody's", True), ("asked", False), ("asked then", False)), 1):
        begun(lambda name=name, later=later: work(name, later))
        assert queued(line, many)
    assert not order
    line.give(first)
    assert queued(line, 0)
    line.give(line.take(later=True))
    assert order == ["asked", "asked then", "nobody's"]


def test_that_what_nobody_waits_for_hands_over_between_its_pieces(begun, monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE_S", (AT_MOST_S, AT_MOST_S))
    line, order = Turns(), []
    place = line.take(later=True)
    assert line.pass_on(place) == place  # nobody else is there

    def asked():
        mine = line.take(later=False)
        order.append("asked")
        line.give(mine)

    begun(asked)
    assert queued(line, 1)
    place = line.pass_on(place)
    order.append("goes on")
    line.give(place)
    assert order == ["asked", "goes on"]


def test_that_what_somebody_waits_for_does_not_hand_over_to_what_nobody_does(begun, monkeypatch):
    monkeypatch.setattr(turns, "SLICE_S", 0.0)
    line = Turns()
    place = line.take(later=False)
    begun(lambda: line.give(line.take(later=True)))
    assert queued(line, 1)
    assert line.pass_on(place) == place
    line.give(place)


def test_that_who_does_not_hand_over_is_overtaken(monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE_S", (0.01, 0.01))
    line = Turns()
    long = line.take(later=False)
    next_ = line.take(later=False)
    line.give(long)  # ends later, and takes nothing from the other
    assert line._working == next_


def test_that_work_may_be_put_off_and_called_off_before_it_begins(qtbot):
    line, done = Latest(), []
    line.run(lambda _: done.append("never"), done.append, after_s=0.02)
    assert line.busy
    line.run(lambda _: "this", done.append, after_s=0.01)
    qtbot.waitUntil(lambda: not line.busy)
    qtbot.wait(40)
    assert done == ["this"]
