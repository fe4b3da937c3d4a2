"""A small card beside the pointer: what lies there, who owns it, how much it makes; it never takes the mouse.

What is said of a facility is looked up in columns and kept; who owns most of it is traced once the pointer is there.
"""

from html import escape
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, QPointF, QSize, Qt, QTimer
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from mineralmap.gui import theme
from mineralmap.gui.details_text import kind_of_figure
from mineralmap.gui.session import Session
from mineralmap.gui.theme import Colours
from mineralmap.gui.words import STAGE_WORDS, percent, tonnes
from mineralmap.model.scenario import HELD_BY_PARTNERS, Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from mineralmap.analysis.results import Results
    from mineralmap.datasets.dataset import Dataset
    from mineralmap.render.canvas import MapCanvas
    from mineralmap.render.pick import Picked

FIRST_MS, LAND_MS, LAST_MS = 60, 450, 90
"""Until a card is shown over a symbol or a line and over land, and until it goes when the pointer has left: what is
shorter is the way to somewhere else. While a card is seen the next one takes its place at once."""
OFFSET, EDGE, WIDTH = 18, 8, 300
KEPT = 500


class HoverCard(QFrame):
    """A card over one canvas. ``words`` is what it says, as rich text; figures are of ``results``, else the session's
    own."""

    def __init__(
        self, canvas: "MapCanvas", session: Session, results: "Callable[[], Results | None] | None" = None
    ) -> None:
        super().__init__(canvas)
        self.setObjectName("hoverCard")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._canvas, self._session = canvas, session
        self._facts = Facts(session, results)
        self._at = QPointF()
        self._shown = ("", "")
        self._next: Picked | None = None
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.RichText)
        self.label.setWordWrap(True)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.addWidget(self.label)
        self._coming, self._going = QTimer(self, singleShot=True), QTimer(self, singleShot=True)
        self._coming.timeout.connect(self._come)
        self._going.setInterval(LAST_MS)
        self._going.timeout.connect(self.hide)
        canvas.pointed.connect(self._point)
        canvas.view_changed.connect(self._leave)
        session.map_changed.connect(self.forget)
        session.theme_changed.connect(self.forget)
        self.hide()

    @property
    def words(self) -> str:
        """What the card says; "" when it is hidden."""
        return self.label.text() if not self.isHidden() else ""

    def _point(self, found: "Picked | None", at: QPointF) -> None:
        self._at = at
        if found is None or not (found.feature or found.tip):
            self._next = None
            self._coming.stop()
            if not self.isHidden() and not self._going.isActive():
                self._going.start()
            return
        if not self.isHidden() and (found.layer, found.feature) == self._shown:
            self._going.stop()
            self._next = None
            self._coming.stop()
            self._lie()
            return
        self._next = found
        land = found.layer == "countries"
        if not self.isHidden() and not land:
            self._come()
            return
        if land and not self.isHidden() and not self._going.isActive():
            self._going.start()
        if land or not self._coming.isActive():
            self._coming.start(LAND_MS if land else FIRST_MS)

    def _come(self) -> None:
        found = self._next
        if found is None:
            return
        self._next = None
        self._going.stop()
        self._coming.stop()
        self._shown = found.layer, found.feature
        self.label.setText(self._facts.words(found.feature, found.tip, found.more))
        self._fit()
        self._lie()
        self.show()
        self.raise_()

    def _fit(self) -> None:
        self.label.setFixedWidth(WIDTH)
        wide = min(WIDTH, _natural_width(self.label))
        self.label.setFixedWidth(wide)
        self.label.setFixedHeight(self.label.heightForWidth(wide))
        self.setFixedSize(self._column.sizeHint())

    def _lie(self) -> None:
        """Below and right of the pointer, else on the side where there is room; never under the pointer."""
        self.move(beside(self._at.toPoint(), self.size(), self._canvas.size()))

    def _leave(self) -> None:
        self._next = None
        self._coming.stop()
        self.hide()

    def forget(self) -> None:
        """The map is another: figures and shares may be too. Under a pointer that stands still it is told anew."""
        wanted = self._next is not None or not (self.isHidden() or self._going.isActive())
        self._facts.forget()
        self._leave()
        if wanted:
            self._point(self._canvas.pick(self._at), self._at)


def beside(at: QPoint, card: QSize, room: QSize) -> QPoint:
    """Where a card lies whose pointer is at a px: inside the room and off the pointer."""
    x, y = at.x() + OFFSET, at.y() + OFFSET
    if x + card.width() > room.width() - EDGE:
        x = at.x() - OFFSET - card.width()
    if y + card.height() > room.height() - EDGE:
        y = at.y() - OFFSET - card.height()
    return QPoint(max(x, EDGE), max(y, EDGE))


def _natural_width(label: QLabel) -> int:
    from PySide6.QtGui import QTextDocument

    document = QTextDocument()
    document.setDefaultFont(label.font())
    document.setDocumentMargin(0)
    document.setHtml(label.text())
    return int(document.idealWidth()) + 4


class Facts(QObject):
    """What cards say, looked up once for each feature of a map."""

    def __init__(self, session: Session, results: "Callable[[], Results | None] | None" = None) -> None:
        super().__init__(session)
        self._session, self._results = session, results or (lambda: session.results)
        self._said: dict[str, str] = {}
        self._of: Dataset | None = None
        self._outputs: dict[Any, Any] = {}

    def forget(self) -> None:
        """The map is another: figures and shares may be too."""
        self._said = {}

    def words(self, feature: str, tip: str, more: str = "") -> str:
        """A card as escaped rich text: of a facility its own and what ``more`` lies in its place; of anything else the
        map's words for it."""
        key = f"{feature}\n{tip}"
        if key not in self._said:
            if len(self._said) > KEPT:
                self._said = {}
            colours = theme.colours(self._session.view.theme)
            dataset = self._session.dataset
            if dataset is not None and feature in dataset.facilities.index:
                rest = f"<br>{_span(more, colours)}" if more else ""
                self._said[key] = self._facility(dataset, feature, colours) + rest
            else:
                self._said[key] = _lines(tip, colours)
        return self._said[key]

    def _facility(self, dataset: "Dataset", feature: str, colours: Colours) -> str:
        row = _row(dataset.facilities, feature, ("name", "stage", "host_iso3", "status"))
        stage = STAGE_WORDS[Stage(row["stage"])] if row["stage"] in set(Stage) else str(row["stage"])
        rows = self._rows(dataset, feature)
        minerals = [
            str(dataset.minerals.at[one, "name"]) if one in dataset.minerals.index else str(one)
            for one in dict.fromkeys(rows["mineral"])
        ]
        what = " ".join(filter(None, (stage, ", ".join(minerals))))
        where = dataset.country_name(str(row["host_iso3"]))
        state = (
            "" if row["status"] in ("operating", "unknown", "") else f" · {_STATUS.get(row['status'], row['status'])}"
        )
        parts = [f"<b>{escape(str(row['name']))}</b>", _span(f"{what.capitalize()} · {where}{state}", colours)]
        figure, basis = self._figure(dataset, feature, rows)
        parts.append(f"{escape(figure)} {_span(basis, colours)}" if basis else escape(figure))
        parts.append(escape(self._owner(dataset, feature)))
        partner = self._partner(feature)
        if partner:
            parts.append(escape(partner))
        if any(_concerns(one.table, one.row, feature) for one in dataset.corrected):
            parts.append(_span("✎ corrected by you", colours))
        return "<br>".join(parts)

    def _rows(self, dataset: "Dataset", feature: str) -> Any:
        """The facility's rows of the outputs, by an index that is made once for each data set."""
        if self._of is not dataset:
            self._of, self._outputs = dataset, dataset.outputs.groupby("facility_id").indices
        return dataset.outputs.iloc[self._outputs.get(feature, [])]

    def _figure(self, dataset: "Dataset", feature: str, rows: Any) -> tuple[str, str]:
        """Tonnes and what they are: what counts in the answer, else the largest published figure."""
        results = self._results()
        if results is not None and feature in results.facilities.index:
            counted = _row(results.facilities, feature, ("counted", "weight_t", "weight_from"))
            if bool(counted["counted"]) and counted["weight_t"] == counted["weight_t"]:
                basis = str(counted["weight_from"])
                return tonnes(float(counted["weight_t"]), results.unit), f"counted, {basis}" if basis else "counted"
        for kind in ("production", "capacity"):
            known = rows[rows[f"{kind}_t"].notna()]
            if len(known):
                one = known.loc[known[f"{kind}_t"].idxmax()]
                unit = (
                    str(dataset.minerals.at[one["mineral"], "unit"])
                    if one["mineral"] in dataset.minerals.index
                    else "t"
                )
                year = f" {one[f'{kind}_year']:.0f}" if one[f"{kind}_year"] == one[f"{kind}_year"] else ""
                said = ", ".join(
                    filter(None, (f"{'output' if kind == 'production' else kind}{year}", kind_of_figure(one, kind)))
                )
                return tonnes(float(one[f"{kind}_t"]), unit), str(said)
        return "No figure is published", ""

    def _owner(self, dataset: "Dataset", feature: str) -> str:
        from mineralmap.analysis.owner_lines import NOT_KNOWN, owners_of

        lines = [line for line in owners_of(dataset, feature) if line.owner != NOT_KNOWN]
        if not lines:
            return "Owner not known"
        first = lines[0]
        share = percent(first.share) if first.share == first.share else "share not published"
        nation = f" ({first.owner_iso3})" if first.owner_iso3 else ""
        more = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
        return f"{first.owner}{nation} {share}{more}"

    def _partner(self, feature: str) -> str:
        results = self._results()
        if results is None or feature not in results.facilities.index or not results.scenario.partners:
            return ""
        part = float(results.facilities["partner_share"].get(feature, float("nan")))
        return f"{HELD_BY_PARTNERS[results.scenario.basis].capitalize()} {percent(part)}" if part == part else ""


def _row(table: Any, name: str, columns: tuple[str, ...]) -> dict[str, Any]:
    """A few cells of a row, without making a series of all of them."""
    at = table.index.get_loc(name)
    return {column: table[column].to_numpy()[at] for column in columns}


_STATUS = {"construction": "under construction", "care": "on care and maintenance"}


def _concerns(table: str, row: str, facility: str) -> bool:
    if table == "facilities":
        return row == facility
    return row.endswith(f">{facility}") if table == "stakes" else table == "outputs" and row.startswith(f"{facility}|")


def _lines(tip: str, colours: Colours) -> str:
    first, *rest = tip.split("\n")
    return "<br>".join([f"<b>{escape(first)}</b>", *(_span(line, colours) for line in rest)])


def _span(words: str, colours: Colours) -> str:
    return f"<span style='color:{colours.quiet}'>{escape(words)}</span>"
