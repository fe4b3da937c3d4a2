"""Details of the facility that was clicked: owners with their chains, figures with their years, sources, place."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from mineralmap.gui import details_text, theme
from mineralmap.gui.docks.panel import Column, Panel
from mineralmap.gui.session import Session
from mineralmap.gui.tasks import Cancel, Latest

if TYPE_CHECKING:
    from mineralmap.analysis.results import OwnerLine
    from mineralmap.datasets.dataset import Dataset

EMPTY = "Click a mine or a refinery on the map, or search for one, to see who owns it, what it makes and who says so."


class DetailsDock(Panel):
    """Follows the session's selection."""

    def __init__(self, session: Session) -> None:
        super().__init__("detailsDock", "Details")
        self._session = session
        self._facility, self._owners = "", []
        self._tracing = Latest(self)
        column = Column()
        self.words = column.add_words(rich=True)
        self.words.setText(EMPTY)
        self.words.linkActivated.connect(lambda link: QDesktopServices.openUrl(QUrl(link)))
        column.rows.addStretch(1)
        self.setWidget(column)
        session.selection_changed.connect(self._select)
        session.dataset_changed.connect(lambda _: self._select(self._session.view.selected))
        session.results_changed.connect(self._show)
        session.theme_changed.connect(self._show)

    def _select(self, facility_id: str) -> None:
        dataset = self._session.dataset
        if dataset is None or facility_id not in dataset.facilities.index:
            self._facility = ""
            self._tracing.cancel()
            self.words.setText(EMPTY)
            return
        self._tracing.run(partial(_owners_of, dataset, facility_id), partial(self._take, facility_id))

    def _take(self, facility_id: str, owners: "list[OwnerLine]") -> None:
        self._facility, self._owners = facility_id, owners
        self._show()
        column = self.widget()
        if isinstance(column, Column):
            column.verticalScrollBar().setValue(0)

    def _show(self, *_: object) -> None:
        session = self._session
        if not self._facility or session.dataset is None or self._facility not in session.dataset.facilities.index:
            return
        colours = theme.colours(session.view.theme)
        self.words.setText(
            details_text.details(session.dataset, session.results, self._facility, self._owners, colours)
        )


def _owners_of(dataset: "Dataset", facility_id: str, cancel: Cancel) -> "list[OwnerLine]":
    from mineralmap.analysis.ownership import owners_of

    return owners_of(dataset, facility_id)
