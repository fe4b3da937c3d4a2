"""The search field: a facility, a company or a country by any part of its name, with or without accents."""

import unicodedata
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QStringListModel, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit

from mineralmap.gui import theme
from mineralmap.gui.session import Session
from mineralmap.gui.tasks import Cancel, Latest

if TYPE_CHECKING:
    from mineralmap.datasets.dataset import Dataset

SHOWN = 12
NOTHING = "Nothing found: try part of a name"


@dataclass(frozen=True, slots=True)
class Found:
    """Something that can be found: what it is called, and the facilities it stands for."""

    kind: str
    """facility, company or country."""
    id: str
    name: str
    words: str
    """What the list shows."""
    facilities: tuple[str, ...]
    folded: str
    """The name as it is compared: without accents, in lower case."""
    also: str = ""
    """Other words it is found by, folded: the province, the operator."""


def fold(text: str) -> str:
    """Lower case without accents: "Gécamines" is found as "gecamines"."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


def index(dataset: "Dataset") -> list[Found]:
    """Everything that can be found in a data set: countries, companies (with all they own below them), facilities."""
    facilities = dataset.facilities
    made: list[Found] = []
    for iso3, group in facilities.groupby("host_iso3").groups.items():
        name = dataset.country_name(str(iso3))
        ids = tuple(str(one) for one in group)
        made.append(Found("country", str(iso3), name, f"{name} · country", ids, fold(f"{name} {iso3}")))
    below: dict[str, list[str]] = {}
    for owner, owned in zip(dataset.stakes["owner_id"], dataset.stakes["owned_id"], strict=True):
        below.setdefault(str(owner), []).append(str(owned))
    known = set(facilities.index)
    names = dataset.companies[["name", "name_local", "country_iso3"]].to_dict("index")
    for company_id, row in names.items():
        ids = _reach(str(company_id), below, known)
        if ids:
            words = f"{row['name']} · company{', ' + str(row['country_iso3']) if row['country_iso3'] else ''}"
            folded = fold(f"{row['name']} {row['name_local']}")
            made.append(Found("company", str(company_id), str(row["name"]), words, ids, folded))
    columns = ["name", "name_local", "stage", "host_iso3", "admin1", "operator"]
    for facility_id, row in facilities[columns].to_dict("index").items():
        where = dataset.country_name(str(row["host_iso3"]))
        words = f"{row['name']} · {row['stage']}, {where}"
        folded = fold(f"{row['name']} {row['name_local']}")
        also = fold(f"{row['admin1']} {row['operator']} {facility_id} {where}")
        made.append(Found("facility", str(facility_id), str(row["name"]), words, (str(facility_id),), folded, also))
    return made


def matches(found: list[Found], text: str, limit: int = SHOWN) -> list[Found]:
    """Those that hold every word of the text: names that begin with it first, then names, then what else tells them."""
    wanted = fold(text).split()
    if not wanted:
        return []
    hits = [one for one in found if all(word in one.folded or word in one.also for word in wanted)]

    def place(one: Found) -> tuple[bool, bool, bool, int]:
        named = all(word in one.folded for word in wanted)
        return not named, not one.folded.startswith(wanted[0]), one.kind == "facility", len(one.folded)

    hits.sort(key=place)
    return hits[:limit]


class Search(QLineEdit):
    """Type, choose with the arrows, Enter goes there. ``chosen`` carries a Found."""

    chosen = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._index: list[Found] = []
        self._hits: list[Found] = []
        self._indexing = Latest(self)
        self.setPlaceholderText("Facility, company or country")
        self.setToolTip("Find a facility, company or country (Ctrl+K or /)")
        self.setAccessibleName("Find a facility, company or country")
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(264)
        self.setMaximumWidth(320)
        self._list = QStringListModel(self)
        completer = QCompleter(self._list, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(SHOWN)
        popup = completer.popup()
        assert popup is not None
        self._popup = popup
        self._placing = False
        popup.installEventFilter(self)
        self.setCompleter(completer)
        self._icon = self.addAction(theme.icon("", ""), QLineEdit.ActionPosition.LeadingPosition)
        self.textEdited.connect(self._look_up)
        completer.activated[QModelIndex].connect(self._choose)  # type: ignore[index]
        self.returnPressed.connect(self._enter)
        session.dataset_changed.connect(self._read)
        session.theme_changed.connect(self._recolour)
        self._recolour()

    def _read(self, dataset: "Dataset") -> None:
        self._indexing.run(partial(_index, dataset), self._take)

    def _take(self, made: list[Found]) -> None:
        self._index = made

    def _look_up(self, text: str) -> None:
        self._hits = matches(self._index, text)
        self._list.setStringList([one.words for one in self._hits] or ([NOTHING] if text.strip() else []))

    def _choose(self, at: QModelIndex) -> None:
        if at.row() < len(self._hits):
            self._go(self._hits[at.row()])
        else:
            QTimer.singleShot(0, self, self.clear)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._popup and event.type() in (QEvent.Type.Show, QEvent.Type.Move, QEvent.Type.Resize):
            self._place_list()
        return super().eventFilter(watched, event)

    def _place_list(self) -> None:
        """As wide as its longest line, and flush with the field at the right, where the window ends."""
        if self._placing:
            return
        self._placing = True
        room = self.window().width() - 32
        width = min(room, max(self.width(), self._popup.sizeHintForColumn(0) + 24))
        right = self.mapToGlobal(self.rect().bottomRight())
        self._popup.setGeometry(right.x() - width + 1, right.y() + 1, width, self._popup.height())
        self._placing = False

    def _enter(self) -> None:
        if not self._popup.isVisible() or not self._popup.currentIndex().isValid():
            hits = matches(self._index, self.text(), 1)
            if hits:
                self._popup.hide()
                self._go(hits[0])

    def _go(self, found: Found) -> None:
        # The completer writes its own words into the field after this slot.
        QTimer.singleShot(0, self, partial(self._write, found.name))
        self.chosen.emit(found)

    def _write(self, name: str) -> None:
        self.setText(name)
        self.setCursorPosition(0)

    def _recolour(self) -> None:
        self._icon.setIcon(theme.icon("search", theme.colours(self._session.view.theme).quiet))


def _index(dataset: "Dataset", cancel: Cancel) -> list[Found]:
    return index(dataset)


def _reach(company: str, below: dict[str, list[str]], known: set[object]) -> tuple[str, ...]:
    seen, waiting, found = {company}, [company], []
    while waiting:
        for owned in below.get(waiting.pop(), ()):
            if owned in seen:
                continue
            seen.add(owned)
            if owned in known:
                found.append(owned)
            else:
                waiting.append(owned)
    return tuple(found)
