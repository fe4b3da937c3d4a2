"""The self-test: every part tried once, without a window and with the network shut off. For CI and for packages."""

import os
import socket
import tempfile
import time
from pathlib import Path
from typing import NoReturn

from mineralmap.errors import MineralmapError


class NetworkUsed(MineralmapError):
    """Something reached for the network, which the program never may."""


def run() -> int:
    """Try everything and print a line for each part; returns 0 when all is well, 1 when something failed."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _shut_the_network()
    failed = 0
    with tempfile.TemporaryDirectory(prefix="mineralmap-") as folder:
        for words, part in _PARTS.items():
            began = time.perf_counter()
            try:
                said = part(Path(folder))
            except Exception as error:
                failed += 1
                print(f"FAILED  {words}: {type(error).__name__}: {error}")
            else:
                print(f"OK  {words}: {said} ({time.perf_counter() - began:.1f} s)")
    print("self-test passed" if not failed else f"self-test: {failed} of {len(_PARTS)} parts failed")
    return 1 if failed else 0


def _shut_the_network() -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise NetworkUsed("the network was used")

    socket.socket.connect = refuse  # type: ignore[method-assign]
    socket.getaddrinfo = refuse  # type: ignore[assignment]


def _data(_: Path) -> str:
    from mineralmap.datasets import bundled

    dataset = bundled.load()
    if dataset.problems:
        raise MineralmapError(str(dataset.problems[0]))
    return f"{len(dataset.facilities)} facilities, {len(dataset.stakes)} stakes, {len(dataset.sources)} sources"


def _shares(_: Path) -> str:
    from mineralmap.analysis.compute import compute
    from mineralmap.datasets import bundled
    from mineralmap.model.scenario import Scenario, Stage

    dataset = bundled.load()
    answered = 0
    for mineral in dataset.minerals.index:
        for stage in (Stage.MINING, Stage.REFINING):
            results = compute(dataset, Scenario(mineral=str(mineral), stage=stage))
            if not results.no_data:
                answered += 1
                total = float(results.suppliers["share"].sum())
                if abs(total - 1) > 1e-9:
                    raise MineralmapError(f"the shares of {mineral} {stage} add up to {total}")
    if not answered:
        raise MineralmapError("no question has an answer")
    return f"{answered} questions answered, every answer adds up to 1"


def _projection(_: Path) -> str:
    import numpy as np

    from mineralmap.layers.projection import Projection

    lon, lat = np.array([-179.0, 0.0, 135.0]), np.array([-60.0, 0.0, 35.0])
    projection = Projection()
    back = projection.inverse(*projection.forward(lon, lat))
    if not (np.allclose(back[0], lon) and np.allclose(back[1], lat)):
        raise MineralmapError("points do not come back from the projection")
    return "Equal Earth and back"


def _pictures(folder: Path) -> str:
    from mineralmap.commands.render import draw
    from mineralmap.datasets import bundled
    from mineralmap.model.scenario import Scenario
    from mineralmap.model.view import View

    written = []
    for name in ("map.png", "map.html"):
        out = folder / name
        draw(bundled.load(), Scenario(), View(), out, (1280, 720))
        written.append(f"{name} {out.stat().st_size // 1024} KiB")
    return ", ".join(written)


def _templates(_: Path) -> str:
    from mineralmap.datasets import bundled, known_flows, own, template

    dataset, told = bundled.load(), []
    for kind in template.EXAMPLES:
        for file in (template.file_of(kind, suffix) for suffix in (".csv", ".xlsx")):
            read = known_flows.reading_of(file, dataset) if kind == template.FLOWS else own.read(file)
            if read.rows != len(template.EXAMPLES[kind]):
                raise MineralmapError(f"{file.name} has {read.rows} rows")
            told.append(f"{file.name} {read.rows} row{'' if read.rows == 1 else 's'}")
    return ", ".join(told)


_PARTS = {
    "data": _data,
    "shares": _shares,
    "projection": _projection,
    "picture and web page": _pictures,
    "templates": _templates,
}
