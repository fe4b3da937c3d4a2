"""Long work of the window's thread is done bit by bit, and comes to the same."""

import pytest

from mineralmap.render import bits


def work(done):
    """Three pieces, and what they make."""
    for piece in range(3):
        done.append(piece)
        yield
    return "made"


def paused(slow):
    """What has been done at each pause of some work, and what it makes."""
    done, seen = [], []

    def follow():
        seen.append((yield from bits.now_and_then(slow(done))))

    pauses = [list(done) for _ in follow()]
    return pauses, seen


def test_that_work_stops_after_each_piece_that_takes_its_time_and_returns_what_it_makes(monkeypatch):
    clock = iter(range(1000))
    monkeypatch.setattr(bits, "perf_counter", lambda: float(next(clock)))  # a second passes at each look
    assert paused(work) == ([[0], [0, 1], [0, 1, 2]], ["made"])


def test_that_quick_pieces_are_done_together(monkeypatch):
    monkeypatch.setattr(bits, "perf_counter", lambda: 0.0)
    assert paused(work) == ([], ["made"])


def test_that_who_waits_for_it_has_it_at_once():
    done = []
    assert bits.at_once(work(done)) == "made"
    assert done == [0, 1, 2]


def test_that_an_error_in_a_piece_comes_out():
    def broken(_):
        yield
        raise ValueError("a piece")

    with pytest.raises(ValueError, match="a piece"):
        paused(broken)
