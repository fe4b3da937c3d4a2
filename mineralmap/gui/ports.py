"""Which port a facility goes by, told in its details, and the errand of choosing another one."""

from dataclasses import dataclass
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from mineralmap.errors import MineralmapError
from mineralmap.gui.dialogs.port import Listed, PortDialog
from mineralmap.gui.session import Session
from mineralmap.gui.tasks import Cancel, Latest
from mineralmap.gui.theme import Colours
from mineralmap.gui.words import GAP
from mineralmap.model.scenario import Scenario

if TYPE_CHECKING:
    from mineralmap.analysis.ports import Port
    from mineralmap.datasets.dataset import Dataset


UNPLACED = "Where it stands is not known: it goes by the ports that the known tonnes of its country use."


@dataclass(frozen=True)
class Asked:
    """A facility or a country with the port that it uses. ``chosen_for`` is the place that the user's choice names
    (its own id, or its country's), "" where a rule decided."""

    place: str
    name: str
    iso3: str
    lon: float
    lat: float
    port: "Port"
    chosen_for: str = ""

    @property
    def unplaced(self) -> bool:
        """Without coordinates and a choice, the port follows from all places of its country, not from this one."""
        return self.lon != self.lon and not self.chosen_for


def port_of(dataset: "Dataset", scenario: Scenario, place: str, cancel: Cancel) -> Asked | None:
    """The port of a facility, or of a country's places that are not known; ``None`` for neither of them."""
    import pandas as pd

    from mineralmap.analysis.port_choice import chosen_ports
    from mineralmap.analysis.ports import Port, ports_of

    if place in dataset.facilities.index:
        row: Any = dataset.facilities.loc[place]
        name, iso3, lon, lat = str(row["name"]), str(row["host_iso3"]), float(row["lon"]), float(row["lat"])
    elif place in dataset.countries.index:
        name, iso3, lon, lat = dataset.country_name(place), place, np.nan, np.nan
    else:
        return None
    places = pd.DataFrame({"name": [name], "iso3": [iso3], "lon": [lon], "lat": [lat], "tonnes": [1.0]}, index=[place])
    try:
        chosen = chosen_ports(dataset, scenario.ports)
    except MineralmapError:  # told where the flows are modelled
        chosen = {}
    cancel()
    port = Port(*ports_of(dataset, places, chosen).iloc[0])
    word = next((one for one in (place, iso3) if one in chosen), "")
    return Asked(place, name, iso3, lon, lat, port, word)


def port_text(dataset: "Dataset", asked: Asked, colours: Colours) -> str:
    """The port with the rule that led to it and the way there, and links to change it or take a choice back."""
    port = asked.port
    if asked.unplaced:
        link = f"<a style='color:{colours.focus}' href='port:{escape(asked.place)}'>choose a port…</a>"
        return f"{escape(UNPLACED)} {link}"
    link = f"<a style='color:{colours.focus}' href='port:{escape(asked.place)}'>change…</a>"
    if not port.port_id:
        choose = f"<a style='color:{colours.focus}' href='port:{escape(asked.place)}'>choose one…</a>"
        return f"Route unknown: no port is known for it. {choose}"
    if port.port_id in dataset.ports.index:
        said = f"Goes by the port <b>{escape(port.port_name)}</b>{GAP}({escape(port.port_id)})"
    else:
        said = "Goes by a quay of its own"
    rule = port.rule
    lines = [f"{said} {link}", _quiet(rule[:1].upper() + rule[1:], colours)]
    if way := _way(port):
        lines.append(_quiet(way, colours))
    if asked.chosen_for:
        of = "" if asked.chosen_for == asked.place else f" for {escape(dataset.country_name(asked.iso3))}"
        lines.append(
            f"<a style='color:{colours.focus}' href='port-rule:{escape(asked.chosen_for)}'>Go by the rule again{of}</a>"
        )
    return "<br>".join(lines)


def _way(port: "Port") -> str:
    """The way from the place to its port."""
    if not port.land_km > 0.5:
        return ""
    words = f"{port.land_km:,.0f}{GAP}km overland in a straight line, schematic"
    if port.corridor_km == port.corridor_km:
        mode = f" by {port.corridor_mode}" if port.corridor_mode else ""
        words += f"; {port.corridor_km:,.0f}{GAP}km{mode} published"
    return words


def _quiet(words: str, colours: Colours) -> str:
    return f"<span style='color:{colours.quiet}'>{escape(words)}</span>"


class PortChoice(QObject):
    """Asks for a port and keeps the answer as a word of the scenario, one step of undo."""

    def __init__(self, window: QMainWindow, session: Session) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        self._looking = Latest(self)
        self.dialog: PortDialog | None = None

    def ask(self, place: str) -> None:
        """Ask for the port of a facility, or of a country by its code."""
        dataset = self._session.dataset
        if dataset is not None:
            work = partial(_offered, dataset, self._session.scenario, place)
            self._looking.run(work, partial(self._open, dataset), self._session.problem.emit)

    def take_back(self, place: str) -> None:
        """Let the rule decide again for a facility or a country."""
        from mineralmap.analysis.port_choice import without_choice

        name = self._name(place)
        self._session.edit(f"Port of {name} by the rule", ports=without_choice(self._session.scenario.ports, place))

    def _name(self, place: str) -> str:
        dataset = self._session.dataset
        if dataset is None:
            return place
        if place in dataset.facilities.index:
            return str(dataset.facilities.at[place, "name"])
        return dataset.country_name(place)

    def _open(self, dataset: "Dataset", found: "tuple[Asked, list[Listed]] | None") -> None:
        if found is None:
            return
        asked, ports = found
        country = dataset.country_name(asked.iso3)
        everywhere = (f"For every place in {country} without a port of its own choice", asked.iso3)
        places = [everywhere] if asked.place == asked.iso3 else [(f"For {asked.name} alone", asked.place), everywhere]
        port = asked.port
        now = UNPLACED if asked.unplaced else f"Now: {port.port_name or 'no port'} ({port.rule})."
        dialog = self.dialog = PortDialog(self._window, asked.name, now, places, ports)
        dialog.accepted.connect(lambda: self._take(dialog.place, dialog.port_id, dialog.reason.text()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take(self, place: str, port: str, reason: str) -> None:
        from mineralmap.analysis.port_choice import with_choice

        dataset = self._session.dataset
        named = str(dataset.ports.at[port, "name"]) if dataset is not None else port
        ports = with_choice(self._session.scenario.ports, place, port, reason)
        self._session.edit(f"Port of {self._name(place)}: {named}", ports=ports)


def _offered(dataset: "Dataset", scenario: Scenario, place: str, cancel: Cancel) -> "tuple[Asked, list[Listed]] | None":
    """The place, and all listed ports: the nearest first, of its own country first where it has no coordinates."""
    from mineralmap.analysis.sea_network import great_circle_km

    asked = port_of(dataset, scenario, place, cancel)
    if asked is None:
        return None
    ports = dataset.ports
    km = great_circle_km(asked.lon, asked.lat, ports["lon"].to_numpy(), ports["lat"].to_numpy())
    order = np.lexsort((ports["name"].to_numpy(str), ports["iso3"].to_numpy() != asked.iso3, np.nan_to_num(km)))
    listed = []
    for at in order:
        row, away = ports.iloc[at], f" · {km[at]:,.0f} km" if km[at] == km[at] else ""
        words = f"{row['name']} · {dataset.country_name(str(row['iso3']))} · {ports.index[at]}{away}"
        listed.append(Listed(str(ports.index[at]), words))
    return asked, listed
