"""The window and who works behind it are on different processors while somebody works, and only then."""

import os
import threading

import pytest

from mineralmap.layers import coded_sheets
from mineralmap.render import processors
from mineralmap.render.processors import Apart
from mineralmap.render.turns import Turns

pytestmark = pytest.mark.skipif(
    len(getattr(os, "sched_getaffinity", lambda _: ())(0)) < 2, reason="Linux with two processors or more"
)


@pytest.fixture
def apart():
    """Of this thread and those that it starts."""
    before, made = os.sched_getaffinity(0), Apart()
    made.window()
    yield made
    os.sched_setaffinity(0, before)


def on_another_thread(act):
    """What something comes to on a thread of its own."""
    found = []
    thread = threading.Thread(target=lambda: found.append(act()))
    thread.start()
    thread.join(5)
    return found[0]


def test_that_the_window_has_a_processor_to_itself_while_somebody_works(apart):
    everywhere, window = os.sched_getaffinity(0), threading.get_native_id()

    def work():
        apart.begin()
        there = os.sched_getaffinity(window), os.sched_getaffinity(0)
        apart.end()
        return there

    own, others = on_another_thread(work)
    assert len(own) == 1
    assert others == everywhere - own
    assert os.sched_getaffinity(0) == everywhere


def test_that_it_keeps_it_until_the_last_of_several_has_worked(apart):
    everywhere, window = os.sched_getaffinity(0), threading.get_native_id()

    def work():
        apart.begin()
        apart.begin()
        apart.end()
        between = os.sched_getaffinity(window)
        apart.end()
        return between

    assert len(on_another_thread(work)) == 1
    assert os.sched_getaffinity(0) == everywhere


def test_that_what_is_started_by_the_window_may_run_anywhere(apart):
    everywhere = os.sched_getaffinity(0)
    on_another_thread(apart.begin)
    assert os.sched_getaffinity(0) < everywhere
    with apart.spread():
        assert os.sched_getaffinity(0) == everywhere
        on_another_thread(apart.begin)  # another begins while the program is being started
        assert os.sched_getaffinity(0) == everywhere
    on_another_thread(apart.begin)
    assert os.sched_getaffinity(0) < everywhere
    for _ in range(3):
        on_another_thread(apart.end)
    assert os.sched_getaffinity(0) == everywhere


def test_that_where_one_processor_is_allowed_nothing_changes(apart):
    some = {min(os.sched_getaffinity(0))}
    os.sched_setaffinity(0, some)

    def work():
        apart.begin()
        there = os.sched_getaffinity(0)
        apart.end()
        return there

    assert on_another_thread(work) == some
    assert os.sched_getaffinity(0) == some


def test_that_a_system_that_does_not_say_where_a_thread_is_is_left_alone(apart, monkeypatch):
    monkeypatch.setattr(processors, "_processor_of", lambda _: -1)
    everywhere = os.sched_getaffinity(0)
    on_another_thread(apart.begin)
    assert os.sched_getaffinity(0) == everywhere


def test_that_a_turn_is_worked_apart_from_the_window(apart):
    line, window = Turns(apart), threading.get_native_id()

    def work():
        place = line.take(later=False)
        there = os.sched_getaffinity(window), os.sched_getaffinity(0)
        line.give(place)
        return there

    own, others = on_another_thread(work)
    assert len(own) == 1
    assert not own & others
    assert len(os.sched_getaffinity(0)) > 1


@pytest.mark.parametrize("starts", ["the window", "a worker"])
def test_that_the_thread_that_reckons_places_for_the_window_may_run_anywhere(apart, starts):
    everywhere = os.sched_getaffinity(0)
    made = coded_sheets._places.__wrapped__()
    go, done = threading.Event(), threading.Event()
    found = []

    def work():
        apart.begin()
        if starts == "a worker":
            found.append(made.submit(os.sched_getaffinity, 0).result(5))
        go.set()
        done.wait(5)
        apart.end()

    worker = threading.Thread(target=work)
    worker.start()
    assert go.wait(5)
    assert len(os.sched_getaffinity(0)) == 1  # what a thread started here would keep
    found.append(made.submit(os.sched_getaffinity, 0).result(5))
    done.set()
    worker.join(5)
    made.shutdown()
    assert all(one == everywhere for one in found)
