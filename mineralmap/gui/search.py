"""The search field: anything by any part of its name, with or without accents: what lies on the map, and actions."""

from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, QStringListModel, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit

from mineralmap.gui import theme
from mineralmap.gui.finder import Finder
from mineralmap.gui.finding import SHOWN, Found
from mineralmap.gui.session import Session

NOTHING = "Nothing found: try part of a name"


class Search(QLineEdit):
    """Type, choose with the arrows, Enter goes there. ``chosen`` carries a Found."""

    chosen = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.finder = Finder(session)
        self._hits: list[Found] = []
        self.setPlaceholderText("Facility, company, place, action")
        words = "Find a facility, company, country, region, port, strait, mineral, coordinate or action"
        self.setToolTip(f"{words} (/); Ctrl+K opens a larger list")
        self.setAccessibleName(words)
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(240)
        self.setMaximumWidth(320)
        self._list = QStringListModel(self)
        completer = QCompleter(self._list, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(SHOWN)
        popup = completer.popup()
        assert popup is not None
        self._popup = popup
        self._placing = self._typing = False
        popup.installEventFilter(self)
        self.setCompleter(completer)
        self._icon = self.addAction(theme.icon("", ""), QLineEdit.ActionPosition.LeadingPosition)
        self.textEdited.connect(self._look_up)
        completer.activated[QModelIndex].connect(self._choose)  # type: ignore[index]
        self.returnPressed.connect(self._enter)
        session.theme_changed.connect(self._recolour)
        self._recolour()

    def _look_up(self, text: str) -> None:
        self._typing = True
        self.finder.look(text, partial(self._show, text))
        self._typing = False

    def _show(self, text: str, found: list[Found]) -> None:
        self._hits = [one for one in found if one.enabled]
        self._list.setStringList([one.words for one in self._hits] or ([NOTHING] if text.strip() else []))
        completer = self.completer()
        if not self._typing and completer is not None and self.hasFocus() and text == self.text():
            completer.complete()  # the list came after the key: Qt has looked for it already

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
            hits = [one for one in self.finder.now(self.text()) if one.enabled]
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
