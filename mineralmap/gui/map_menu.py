"""The menu at a point of the map: its coordinates to copy, what is there, and where to go from there."""

import math
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QMenu

from mineralmap.gui import coordinates
from mineralmap.gui.aims import Aims

if TYPE_CHECKING:
    from mineralmap.layers.layer import Map

LISTED = 15
LONGEST = 64


def build(window: Any, aims: Aims, canvas: Any, made: "Map | None", at: QPointF) -> QMenu:
    """The menu for a px of a canvas that shows the map ``made``: of the first, or of the second beside it."""
    session = window.session
    menu = QMenu(canvas)
    menu.setObjectName("mapMenu")
    menu.setToolTipsVisible(True)
    lon, lat = canvas.degrees(at)
    known = math.isfinite(lon) and math.isfinite(lat)
    copies = menu.addMenu("&Copy Coordinates")
    copies.setEnabled(known)
    if known:
        _fill_copies(copies, canvas, at, lon, lat)
    here = menu.addMenu("&What Is Here")
    _fill_here(here, window, canvas, made, at, known)
    menu.addSeparator()
    centre = menu.addAction("C&entre Here", lambda: aims.centre(lon, lat))
    centre.setEnabled(known)
    _add_country(menu, session, aims, made, canvas.metres(at))
    measure = window.actions_.get("measure_line")
    if measure is not None and known:
        first = window.map_place.canvas  # the only one that measures
        begin = partial(_measure, measure, first, first.px(lon, lat))
        menu.addAction("&Measure from Here", begin).setEnabled(measure.isEnabled())
    add = window.actions_.get("add_facility")
    if add is not None and known:
        corrections = window.parts["corrections"].thing
        menu.addAction("Add a &Facility Here…", partial(corrections.add_facility, lon, lat)).setEnabled(add.isEnabled())
    menu.addSeparator()
    for action_id in ("view_back", "view_next", "zoom_full", "bookmark_add"):
        action = window.actions_.get(action_id)
        if action is not None:
            menu.addAction(action)
    return menu


def _fill_copies(menu: QMenu, canvas: Any, at: QPointF, lon: float, lat: float) -> None:
    x, y = canvas.metres(at)
    written = (
        ("Map", f"{x:.0f}, {y:.0f}", "In metres of the map's projection, as it is drawn now"),
        ("WGS 84", coordinates.decimal(lon, lat), "Latitude and longitude in decimal degrees (EPSG:4326)"),
        ("DMS", coordinates.sexagesimal(lon, lat), "Degrees, minutes and seconds (EPSG:4326)"),
    )
    for name, words, tip in written:
        action = menu.addAction(f"{name}:  {words}", partial(_copy, words))
        action.setToolTip(tip)
        action.setData(words)
    menu.setToolTipsVisible(True)


def _fill_here(menu: QMenu, window: Any, canvas: Any, made: "Map | None", at: QPointF, known: bool) -> None:
    from mineralmap.render.here import features

    found = features(made, canvas.view(), at.x(), at.y(), canvas.true) if made is not None else []
    titles = {layer.id: layer.title for layer in made.layers} if made is not None else {}
    for one in found[:LISTED]:
        words = name_of(window.session, one.feature) or next(iter(one.tip.splitlines()), one.feature)
        action = menu.addAction(f"{_short(words)}   ·  {titles.get(one.layer, one.layer)}".replace("&", "&&"))
        action.setData(one.feature)
        action.triggered.connect(partial(_open, window, one.feature))
    if len(found) > LISTED:
        menu.addAction(f"and {len(found) - LISTED} more: zoom in").setEnabled(False)
    if not found:
        menu.addAction("Nothing but sea" if known else "Beyond the edge of the world").setEnabled(False)


def _add_country(menu: QMenu, session: Any, aims: Aims, made: "Map | None", at: tuple[float, float]) -> None:
    from mineralmap.layers.whereabouts import country_at

    if made is None or session.dataset is None:
        return
    iso3 = country_at(made.projection, *at)
    name = session.dataset.country_name(iso3) if iso3 else "Country"
    words = name.replace("&", "&&")
    action = menu.addAction(f"&Zoom to {words}", lambda: aims.to_country(iso3))
    action.setObjectName("zoomCountryHere")
    action.setEnabled(bool(iso3))


def name_of(session: Any, feature: str) -> str:
    """What a facility, a country or a strait is called; "" for what is none of them."""
    dataset = session.dataset
    if dataset is None:
        return ""
    for table in (dataset.facilities, dataset.countries, dataset.chokepoints, dataset.ports):
        if feature in table.index:
            return str(table.at[feature, "name"])
    return ""


def _open(window: Any, feature: str, _: bool = False) -> None:
    window.map_place.feature_clicked.emit(feature)


def _measure(action: Any, canvas: Any, at: QPointF) -> None:
    """Take up the measure, and set its first point here, as a click would."""
    action.trigger()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        QApplication.sendEvent(canvas, QMouseEvent(kind, at, canvas.mapToGlobal(at), left, left, none))


def _copy(words: str) -> None:
    QGuiApplication.clipboard().setText(words)


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
