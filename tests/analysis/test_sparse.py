"""Sparse matrices and graphs come without solvers, f2py and numpy's tests, which stay there for who asks for them."""

import subprocess
import sys

WITHOUT = """
import sys
from mineralmap.analysis import sparse
left_out = [name for name in (*sparse.UNASKED, "scipy.linalg", "unittest") if name in sys.modules]
assert not left_out, left_out
assert (sparse.csr_array([[0, 2], [0, 0]]) @ [1, 3]).tolist() == [6, 0]
ways = sparse.csr_array([[0.0, 2.0, 9.0], [0.0, 0.0, 3.0], [0.0, 0.0, 0.0]])
assert sparse.dijkstra(ways)[0].tolist() == [0.0, 2.0, 5.0]
import numpy.testing, scipy.sparse.linalg
numpy.testing.assert_allclose(1.0, 1.0)
two = scipy.sparse.eye_array(2, format="csr") * 2
assert scipy.sparse.linalg.spsolve(two, numpy.array([2.0, 4.0])).tolist() == [1.0, 2.0]
assert numpy.f2py.__name__ == "numpy.f2py"
"""
BESIDE = """
import numpy.testing
from mineralmap.analysis import sparse
numpy.testing.assert_allclose(1.0, 1.0)
"""

OTHER_SCIPY = """
import sys
class Refused:
    names = ["scipy.sparse.csgraph"]
    def find_spec(self, name, path=None, target=None):
        if name in self.names:
            self.names.remove(name)
            raise AttributeError("asks more of what stands in")
sys.meta_path.insert(0, Refused())
from mineralmap.analysis import sparse
assert not Refused.names
assert sparse.dijkstra(sparse.csr_array([[0.0, 2.0], [0.0, 0.0]]))[0].tolist() == [0.0, 2.0]
assert "scipy.sparse.linalg" in sys.modules
"""


def test_that_what_nobody_asks_for_is_not_imported_and_can_be_afterwards():
    done = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_that_what_is_there_already_stays():
    done = subprocess.run([sys.executable, "-c", BESIDE], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_that_a_scipy_that_asks_for_all_of_it_gets_it():
    done = subprocess.run([sys.executable, "-c", OTHER_SCIPY], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
