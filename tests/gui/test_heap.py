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


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc's heaps")
def test_that_threads_take_memory_from_one_heap():
    done = subprocess.run([sys.executable, "-c", THREADS], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_that_another_system_is_left_alone(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    assert not heap.share()
