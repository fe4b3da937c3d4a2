"""The floors of the house, held as tests: who may import whom, how long a file may be, what is never used."""

import ast
import re
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "mineralmap"
FLOORS = ["model", "datasets", "analysis", "layers", "render", "gui"]
LIBRARY = FLOORS[:4]
"""What ``import mineralmap`` leads to, part by part when it is asked for (tests/test_startup.py): no Qt."""
GROUND = {"errors", "paths", "registry", "version"}
"""Modules that any floor may use; they stand on the standard library alone."""
DOORS = {"__main__", "cli", "commands", "display", "grammar", "options", "plain", "question", "selftest"}
"""Modules of the command line, which lead to every floor."""
SIBLINGS = [
    "mineralmap.datasets.read",
    "mineralmap.analysis.indicators",
    "mineralmap.layers.kinds",
    "mineralmap.render.exports",
    "mineralmap.gui.parts",
]
NETWORK = {"requests", "urllib.request", "http", "socket", "ftplib", "smtplib", "aiohttp", "httpx"}
MAY_OPEN_SOCKETS = {"mineralmap.display", "mineralmap.selftest"}
"""display asks the X server's socket whether it is there; selftest shuts the network off."""
UNSAFE = {"pickle", "cPickle", "shelve", "marshal", "dill", "joblib", "cloudpickle"}
LONGEST = 400


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def own_files() -> list[Path]:
    folders = [PACKAGE, ROOT / "tests", ROOT / "data" / "build", ROOT / "benchmarks"]
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def imports(path: Path) -> frozenset[str]:
    """Full names of everything a file imports, wherever in the file; of our own package the module meant."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in FILES else node.module)
    return frozenset(found)


def floor_of(module: str) -> str:
    """The floor, or the module of the ground or door, that a module of ours belongs to."""
    return module.split(".")[1] if "." in module else ""


def ours(path: Path) -> set[str]:
    return {name for name in imports(path) if name == "mineralmap" or name.startswith("mineralmap.")}


def test_that_every_module_stands_on_a_floor():
    known = {*FLOORS, *GROUND, *DOORS, ""}
    assert {floor_of(name) for name in FILES} <= known


def test_that_a_floor_imports_only_the_floors_below():
    guilty = {}
    for module, path in FILES.items():
        floor = floor_of(module)
        below = {*FLOORS[: FLOORS.index(floor) + 1], *GROUND} if floor in FLOORS else {floor}
        if module == "mineralmap":
            below = {*LIBRARY, "version"}
        reached = {floor_of(name) for name in ours(path)} - {""}
        if floor not in DOORS and not reached <= below:
            guilty[module] = reached - below
    assert guilty == {}


@pytest.mark.parametrize("module", [name for name in FILES if floor_of(name) in {"model", *GROUND}])
def test_that_the_lowest_floor_needs_the_standard_library_only(module):
    foreign = {name.split(".")[0] for name in imports(FILES[module])} - {"mineralmap"}
    assert foreign <= sys.stdlib_module_names


@pytest.mark.parametrize("package", SIBLINGS)
def test_that_siblings_do_not_know_each_other(package):
    family = {name for name in FILES if name.startswith(package + ".")}
    for module in family:
        assert not (ours(FILES[module]) & family), module


def test_that_qt_lives_in_render_and_gui_alone():
    qt = ("PySide6", "pyqtgraph", "shiboken6")
    guilty = [
        module
        for module, path in FILES.items()
        if floor_of(module) not in {"render", "gui"} and any(name.split(".")[0] in qt for name in imports(path))
    ]
    assert guilty == []


def test_that_no_import_is_relative():
    relative = [
        path.name
        for path in own_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert relative == []


def test_that_imports_never_run_in_a_ring():
    edges = {module: {name for name in ours(path) if name in FILES} - {module} for module, path in FILES.items()}
    while True:
        leaves = {module for module, needs in edges.items() if not needs}
        if not leaves:
            break
        edges = {module: needs - leaves for module, needs in edges.items() if module not in leaves}
    assert edges == {}, "these modules wait for each other"


def test_that_no_file_is_too_long_to_have_one_job():
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines()) for path in own_files()}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}


def test_that_a_module_says_what_it_is_for():
    assert [module for module, path in FILES.items() if not (ast.get_docstring(tree(path)) or "").strip()] == []


def test_that_nothing_is_unpickled_evaluated_or_fetched():
    guilty = {}
    for module, path in FILES.items():
        names = imports(path)
        found = {name for name in names if name.split(".")[0] in UNSAFE}
        if module not in MAY_OPEN_SOCKETS:
            found |= {name for name in names if name in NETWORK or name.split(".")[0] in NETWORK}
        for node in ast.walk(tree(path)):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Name) and called.id in {"eval", "exec", "compile", "__import__"}:
                found.add(called.id)
            if isinstance(called, ast.Attribute) and called.attr in {"read_pickle", "to_pickle", "eval"}:
                found.add(called.attr)
        if found:
            guilty[module] = found
    assert guilty == {}


def test_that_nothing_leans_on_a_folder_outside_the_repository():
    outside = re.compile(r"\.\./shared|(?<![\w.])/tmp/[a-z]|(?<![\w.])/root/")
    endings = {".py", ".toml", ".sh", ".yaml", ".md", ".spec", ".csv", ".json", ""}
    skipped = {".git", ".venv", "dist", "out", "__pycache__", ".pytest_cache", ".ruff_cache", ".hypothesis"}
    guilty = []
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        if skipped & set(parts) or parts[0] == "build" or path == Path(__file__).resolve():
            continue
        if path.is_file() and path.suffix in endings and outside.search(path.read_text("utf-8", errors="replace")):
            guilty.append("/".join(parts))
    assert guilty == []
