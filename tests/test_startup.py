"""What must not be loaded when the window shows: timed until it is seen, since an early return proves nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAVY = {"folium", "matplotlib", "scipy", "searoute", "networkx", "openpyxl", "branca"}

UNTIL_SEEN = """
import json, os, sys
from PySide6.QtWidgets import QApplication
def tell(*_):
    app = QApplication.instance()
    print(json.dumps(sorted({name.split(".")[0] for name in list(sys.modules)})), flush=True)
    os._exit(0 if any(w.isVisible() for w in app.topLevelWidgets()) else 3)
QApplication.exec = staticmethod(tell)
from mineralmap import cli
cli.main([])
"""
WITHOUT_WINDOW = """
import json, sys
from mineralmap import cli
try:
    cli.main(sys.argv[1:])
except SystemExit:
    pass
print(json.dumps(sorted({name.split(".")[0] for name in list(sys.modules)})))
"""


def loaded(code: str, *words: str) -> set[str]:
    """Top-level names of all modules that are loaded when the code is done."""
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, encoding="utf-8", timeout=60, cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_that_nothing_heavy_is_loaded_before_the_window_shows():
    assert not (loaded(UNTIL_SEEN) & HEAVY)


def test_that_the_version_is_said_without_qt_or_pandas():
    assert not (loaded(WITHOUT_WINDOW, "--version") & {"PySide6", "pandas", "numpy", "geopandas", *HEAVY})


def test_that_a_wrong_word_is_told_without_qt_or_pandas():
    assert not (loaded(WITHOUT_WINDOW, "shares", "--stage", "refind") & {"PySide6", "pandas", "numpy", *HEAVY})


IMPORTED = """
import json, sys
import mineralmap
assert set(mineralmap.__all__) <= set(dir(mineralmap))
print(json.dumps(sorted({name.split(".")[0] for name in list(sys.modules)})))
"""
ASKED = """
import json, sys
import mineralmap
ds = mineralmap.bundled()
assert not mineralmap.compute(ds, mineralmap.Scenario(mineral="cobalt", basis="equity")).no_data
print(json.dumps(sorted({name.split(".")[0] for name in list(sys.modules)})))
"""


def test_that_importing_the_library_loads_nothing_but_its_name():
    assert not (loaded(IMPORTED) & {"PySide6", "pandas", "numpy", "geopandas", "shapely", *HEAVY})


def test_that_the_library_answers_without_qt():
    needed = {"scipy"}  # chains of owners are sparse matrices
    assert not (loaded(ASKED) & {"PySide6", "pyqtgraph", *HEAVY} - needed)


SOURCES_READ = """
import json, linecache, os
from PySide6.QtWidgets import QApplication
def tell(*_):
    import pandas
    read = [name for name in linecache.cache if f"{os.sep}pandas{os.sep}" in name]
    print(json.dumps(read), flush=True)
    os._exit(0)
QApplication.exec = staticmethod(tell)
from mineralmap import cli
cli.main([])
"""


def test_that_nobody_reads_the_source_of_what_the_window_imports():
    assert loaded(SOURCES_READ) == set()
