"""Imports pass PySide by: it neither stands before them nor has the source of each module read and kept."""

import subprocess
import sys

PASSED_BY = """
import builtins, linecache
import PySide6.QtWidgets
from mineralmap.render.imports import read_no_sources
own = builtins.__import__
read_no_sources()
import pandas, colorsys
assert builtins.__import__ is builtins.__orig_import__ is not own
assert not [name for name in linecache.cache if "pandas" in name or "colorsys" in name]
assert PySide6.QtWidgets.QWidget.setWindowTitle.__name__ == "setWindowTitle"
"""
WITHOUT_PYSIDE = """
import builtins
from mineralmap.render.imports import read_no_sources
own = builtins.__import__
assert not hasattr(builtins, "__orig_import__")
read_no_sources()
assert builtins.__import__ is own
"""


def test_that_no_source_is_read_for_an_import():
    done = subprocess.run([sys.executable, "-c", PASSED_BY], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_that_where_there_is_no_pyside_nothing_changes():
    done = subprocess.run([sys.executable, "-c", WITHOUT_PYSIDE], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
