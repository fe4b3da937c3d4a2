"""``mineralmap render``: the map as a picture or a web page, drawn without a display."""

import argparse
import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mineralmap import question
from mineralmap.analysis.compute import compute
from mineralmap.commands import CLEAN
from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import Leg, Scenario, without_closures
from mineralmap.model.view import View
from mineralmap.options import unknown_word

if TYPE_CHECKING:
    from mineralmap.layers.sheets import Sheet

OPENING_SIZE = (1920, 1080)


def run(arguments: argparse.Namespace) -> int:
    """Draw one map into a file."""
    known = _formats()
    suffix = arguments.out.suffix.casefold()
    if suffix not in known:
        raise InvalidArgument(f"{arguments.out} names no format that can be written; known: {', '.join(known)}")
    if not arguments.out.absolute().parent.is_dir():
        raise InvalidArgument(f"the folder {arguments.out.absolute().parent} does not exist")
    _view(arguments, View())  # words that are not known are told before anything is read
    dataset, project, _ = question.dataset_knowing(arguments)
    view = _view(arguments, View() if project is None else _as_pictured(project.view))
    sails = {"leg": Leg(arguments.leg or Leg.STAGE), **question.sea_of(arguments, dataset, project)}
    if project is not None:
        sails = {name: sails[name] for name in sails.keys() & question.said(arguments)}
    scenario = replace(question.scenario_of(arguments, dataset, project), **sails)
    if arguments.show not in (None, "now") and not scenario.closed:
        raise InvalidArgument(f"--show {arguments.show} compares with a closure; say what is closed: --close suez")
    size = arguments.size if view.extent is None or "size" in arguments.given else (arguments.size[0], 0)
    title = "" if arguments.title is not None and not arguments.title.strip() else None
    draw(dataset, scenario, view, arguments.out, size, arguments.mm, arguments.outlines, title)
    print(f"Written: {arguments.out}")
    return CLEAN


def _view(arguments: argparse.Namespace, given: View) -> View:
    """How the map looks: as it was given, but for what the line says."""
    from mineralmap.layers.kinds import layers

    hidden = [word.strip().casefold() for word in arguments.hide.split(",") if word.strip()]
    for word in hidden:
        if word not in layers:
            raise InvalidArgument(unknown_word("layer", word, layers.ids()))
    said = {
        "theme": arguments.theme, "title": arguments.title, "routes_by": arguments.routes_by,
        "routes_show": arguments.show, "language": arguments.language, "centre_lon": arguments.centre,
        "projection": arguments.projection,
    }  # fmt: skip
    said = {name: value for name, value in said.items() if value is not None}
    if said.keys() & {"centre_lon", "projection"}:
        said["extent"] = None  # metres of another sheet
    view = replace(given, hidden=given.hidden | frozenset(hidden), **said)
    if "projection" in said:
        _sheet(view)
    return view if arguments.box is None else replace(view, extent=_extent(view, *arguments.box))


def _as_pictured(view: View) -> View:
    """A project's look as the window's export draws it; light or dark is the window's, as its user likes it."""
    from mineralmap.layers.extents import pictured
    from mineralmap.layers.projection import Projection

    world = Projection(view.projection, view.centre_lon).world()
    return replace(view, theme=View().theme, extent=pictured(view.extent, world))


def _sheet(view: View) -> "Sheet":
    from mineralmap.layers.projection import Projection

    return Projection(view.projection, view.centre_lon).sheet


def _extent(view: View, west: float, south: float, east: float, north: float) -> tuple[float, float, float, float]:
    """What encloses a part of the world given in degrees, in projected metres."""
    import numpy as np

    from mineralmap.layers.projection import Projection

    lon, lat = np.meshgrid(np.linspace(west, east, 33), np.linspace(south, north, 33))
    x, y = Projection(view.projection, view.centre_lon).forward(lon, lat)
    shown, polar = np.isfinite(x), bool(_sheet(view).pole)
    if not shown.any():
        raise InvalidArgument("this projection does not show that part of the world; give another --box")
    if not polar and (np.diff(np.where(shown, x, np.nan), axis=1) < 0).any() and _sheet(view).movable:
        raise InvalidArgument(
            f"the map ends between {west:g} and {east:g} degrees east; put another meridian in its middle: "
            f"--centre {((west + east) / 2 + 180) % 360 - 180:.0f}"
        )
    return float(np.nanmin(x)), float(np.nanmin(y)), float(np.nanmax(x)), float(np.nanmax(y))


def _formats() -> dict[str, str]:
    """Suffix to exporter id."""
    from mineralmap.render.exports import exporters

    return {exporter.suffix: exporter.id for exporter in exporters}


def draw(
    dataset: Dataset,
    scenario: Scenario,
    view: View,
    out: Path,
    size: tuple[int, int],
    width_mm: float = 0.0,
    outlines: bool = False,
    title: str | None = None,
) -> None:
    """Compute, compose and write one map; the suffix of ``out`` names the exporter, ``size`` is in pixels (a height of
    0: as high as the map needs), ``width_mm`` the width on paper, 0 for screens; ``outlines``: words of a drawing are
    no text; ``title`` instead of the view's, "" for none.

    Raises
    ------
    MineralmapError
        When the file cannot be written.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from mineralmap.analysis.flows import compute_flows
    from mineralmap.layers import basemap
    from mineralmap.layers.compose import compose
    from mineralmap.layers.projection import Projection
    from mineralmap.render.application import ensure_application
    from mineralmap.render.exports import LEAST_PT, ExportOptions, exporters
    from mineralmap.render.scripts import missing, written

    ensure_application()
    # Cutting the coasts at the map's edge leaves the interpreter free for the numbers meanwhile.
    with ThreadPoolExecutor(1) as beside:
        beside.submit(basemap.fetch, Projection(view.projection, view.centre_lon), 0.0)
        results, flows = compute(dataset, scenario), compute_flows(dataset, scenario)
        before = compute_flows(dataset, without_closures(scenario)) if scenario.closed else flows
    said = missing(view.language)
    if said:
        print(said, file=sys.stderr)
    composed = compose(dataset, results, flows, replace(view, language=written(view.language)), before)
    options = ExportOptions(width_px=size[0], height_px=size[1], width_mm=width_mm, outlines=outlines, title=title)
    drawn = composed.printed()
    exporters[_formats()[out.suffix.casefold()]].write(drawn, out, options, lambda _: None)
    on_paper = width_mm and out.suffix.casefold() != ".html"
    if on_paper and (said := options.smallest_pt(drawn)) < LEAST_PT - 0.05:
        print(f"Words are from {said:.1f} pt on {width_mm:g} mm: more height makes them larger.", file=sys.stderr)


def opening_picture(reason: str) -> int:
    """The opening view as a PNG, for a machine where no window can open; says where it is and what is missing."""
    from mineralmap.datasets import bundled

    folder = Path.cwd() if os.access(Path.cwd(), os.W_OK) else Path(tempfile.gettempdir())
    out = folder / "mineralmap-opening.png"
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    draw(bundled.load(), Scenario(), View(), out, OPENING_SIZE)
    print(f"No window can open here. {reason}")
    print(f"The opening view is drawn instead: {out}")
    return CLEAN
