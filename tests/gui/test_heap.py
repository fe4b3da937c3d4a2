"""One heap for all threads, where the C library can be asked for it; nothing happens where it cannot."""

import subprocess
import sys

import pytest

from mineralmap.gui import heap

THREADS = """
import ctypes, threading
from mineralmap.gui import heap
assert heap.share()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
got = []
def take():
    got.append(libc.malloc(100))
for _ in range(4):
    one = threading.Thread(target=take)
    one.start()
    one.join()
mine = libc.malloc(100)
assert all(abs(one - mine) < 1 << 30 for one in got), (mine, got)
"""

GIVEN_BACK = """
import ctypes, os
from mineralmap.gui import heap
heap.share()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes, libc.free.argtypes = ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p]
def held():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6
blocks = [libc.malloc(100_000) for _ in range(300)]
for one in blocks:
    ctypes.memset(one, 1, 100_000)
last = libc.malloc(100_000)  # else the end of the heap would be given back by itself
for one in blocks:
    libc.free(one)
before = held()
assert heap.trim()
assert before - held() > 20, (before, held())
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc's heaps")
def test_that_threads_take_memory_from_one_heap():
    done = subprocess.run([sys.executable, "-c", THREADS], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_that_another_system_is_left_alone(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    assert not heap.share()
    assert not heap.trim()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc's heaps")
def test_that_what_is_let_go_of_is_given_back():
    done = subprocess.run([sys.executable, "-c", GIVEN_BACK], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
