"""The table of the scorecard: a row for each mineral and stage, a cell for each check, its level drawn as a symbol."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from mineralmap.gui import theme
from mineralmap.gui.letters import grown, width_of
from mineralmap.gui.words import NO_DATA, STAGE_WORDS, count, percent
from mineralmap.model.scenario import Stage

if TYPE_CHECKING:
    from mineralmap.analysis.scorecard import Scorecard

ROW_PX, HEAD_PX = 30, 52
MINERAL_PX, STAGE_PX = 116, 96
SHRUNK = (1.0, 0.9, 0.8, 0.7, 0.6)
"""By how much letters that are larger than usual may be smaller, so that every check is in sight."""
HEADS = 2
"""Columns that say which mineral and stage a row is."""
LEVEL = int(Qt.ItemDataRole.UserRole)
FIRST = LEVEL + 1
"""Role: does the row begin another mineral?"""
ASKED = LEVEL + 2
"""Role: is it the row of the question that the window answers?"""
WORDS = {
    "fine": "good",
    "near": "to be watched",
    "may": "may be severe, with what is unknown",
    "over": "severe",
    "none": "no data",
}
"""Levels in the order of the key."""
SHORT = {"fraction": percent, "days": lambda value: f"{value:,.0f} days", "0–10,000": count}
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Cell:
    """One check of one question: its level, what it reads in short and in full, and what its evidence is asked by."""

    level: str
    short: str
    text: str
    what: str


@dataclass(frozen=True, slots=True)
class Line:
    """One mineral and stage with its cells, in the order of the columns."""

    mineral: str
    stage: str
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A scorecard as it is shown: ``columns`` are title and tooltip of each check."""

    columns: tuple[tuple[str, str], ...] = ()
    lines: tuple[Line, ...] = ()


def sheet(card: "Scorecard") -> Sheet:
    """A scorecard as lines of cells; made behind the window."""
    columns = tuple(
        (
            str(row["title"]),
            f"Good: {row['good']}\nTo be watched: {row['watch']}\nSevere: {row['high']}\nLimits: {row['limits_from']}",
        )
        for row in card.legend.to_dict("records")
    )
    lines = []
    for (mineral, stage), mine in card.cells.groupby(["mineral", "stage"], sort=False):
        rows = mine.to_dict("records")
        lines.append(Line(str(mineral), str(stage), str(rows[0]["name"]), tuple(_cell(row) for row in rows)))
    return Sheet(columns, tuple(lines))


def level_of(level: str, may: str) -> str:
    """A level of the analysis, and the one at the worse bound, as one of ``WORDS``."""
    known = {"good": "fine", "watch": "near", "high": "over"}.get(level, "none")
    return "may" if known in ("fine", "near") and may == "high" else known


def _cell(row: "dict[Hashable, Any]") -> Cell:
    from mineralmap.analysis.scorecard import is_floor  # not with the window: it needs pandas

    value, level, reason = float(row["value"]), str(row["level"]), str(row["reason"])
    known = level_of(level, str(row["may"]))
    short = SHORT.get(str(row["unit"]), count)(value) if known != "none" else NO_DATA
    short = f"≥ {short}" if is_floor(row) else short
    text = str(row["text"]) + (f": {reason}" if reason and reason not in str(row["text"]) else "")
    return Cell(known, short, text, str(row["what"]))


class ScoreModel(QAbstractTableModel):
    """Reads a scorecard; the first two columns name mineral and stage."""

    def __init__(self) -> None:
        super().__init__()
        self._sheet = Sheet()
        self._marked = ("", "")

    letters: QFont | None = None
    """Those of the heads, where they are not the header's own."""

    def fill(self, made: Sheet) -> None:
        """Show another scorecard."""
        self.beginResetModel()
        self._sheet = made
        self.endResetModel()

    def mark(self, mineral: str, stage: str) -> None:
        """Mark the row of the question that the window answers."""
        if (mineral, stage) != self._marked:
            self._marked = (mineral, stage)
            if self.rowCount():
                self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def question(self, row: int) -> tuple[str, str, str]:
        """Mineral, stage and the mineral's name of a row."""
        line = self._sheet.lines[row]
        return line.mineral, line.stage, line.name

    def cell(self, index: Index) -> Cell | None:
        """The cell at a place; ``None`` for the names of the row."""
        if index.column() < HEADS:
            return None
        return self._sheet.lines[index.row()].cells[index.column() - HEADS]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 – Qt's signature
        return 0 if parent.isValid() else len(self._sheet.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 – Qt's signature
        return 0 if parent.isValid() or not self._sheet.lines else HEADS + len(self._sheet.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        mineral, stage, name = self.question(index.row())
        if role == ASKED:
            return (mineral, stage) == self._marked
        if role == FIRST:
            return index.row() == 0 or self.question(index.row() - 1)[0] != mineral
        cell = self.cell(index)
        if cell is None:
            return self._head(index, role, name, stage)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            spoken = f", {WORDS[cell.level]}" if role == Qt.ItemDataRole.AccessibleTextRole else ""
            return f"{cell.short}{spoken}"
        if role == Qt.ItemDataRole.ToolTipRole:
            title = self._sheet.columns[index.column() - HEADS][0]
            return f"{name.capitalize()}, {stage}: {title}\n{cell.text}\n{WORDS[cell.level].capitalize()}"
        return cell.level if role == LEVEL else None

    def _head(self, index: Index, role: int, name: str, stage: str) -> object:
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"Ask for {STAGE_WORDS[Stage(stage)]} {name}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name}, {stage}"
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if index.column() == 1:
            return stage
        return name[:1].upper() + name[1:] if self.data(index, FIRST) else ""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal or not self._sheet.columns:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if section < HEADS else Qt.AlignmentFlag.AlignHCenter
            return int(side | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
        if role == Qt.ItemDataRole.FontRole:
            return self.letters
        if section < HEADS:
            return ("Mineral", "Stage")[section] if role == Qt.ItemDataRole.DisplayRole else None
        title, tip = self._sheet.columns[section - HEADS]
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        return tip if role == Qt.ItemDataRole.ToolTipRole else None


class ScoreView(QTableView):
    """Columns share the width; a cell is reached by mouse or arrow keys and opened by a click or Enter."""

    def __init__(self, model: ScoreModel) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self.setAccessibleName("Scorecard")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        self._usual, self._large = QFont(self.font()), grown(self) > 1
        self._room = (0, 0)
        self._suit()
        self._painter = _Cells()
        self.setItemDelegate(self._painter)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def use(self, colours: theme.Colours) -> None:
        """Draw in the colours of a theme."""
        self._painter.colours = colours
        self.viewport().update()

    def _suit(self) -> None:
        """Give rows and heads what the letters need."""
        line = self.fontMetrics().lineSpacing()
        self.verticalHeader().setDefaultSectionSize(max(ROW_PX, line + 10))
        header = self.horizontalHeader()
        self._model.letters = self.font()
        header.setFixedHeight(max(HEAD_PX, (3 if self._large else 2) * line + 12))
        header.setMinimumSectionSize(self._least())

    def _least(self) -> int:
        """Px of width that a check needs."""
        return max(64, width_of(self, "Partner", 20)) if grown(self) > 1 else 64

    def _shrink(self) -> None:
        """Letters larger than usual are a little smaller where a column would be out of sight."""
        wide, checks = self.viewport().width(), self._model.columnCount() - HEADS
        if (wide, checks) == self._room or checks <= 0:
            return
        self._room = (wide, checks)
        for size in SHRUNK:
            font = QFont(self._usual)
            font.setPointSizeF(self._usual.pointSizeF() * size)
            self.setFont(font)
            if checks * self._least() + sum(self._heads()) <= wide or grown(self) == 1:
                break
        self._suit()

    def _heads(self) -> tuple[int, int]:
        more = grown(self)
        return round(MINERAL_PX * more), round(STAGE_PX * more)

    def fit(self) -> None:
        """Give the names their width and every check an equal part of the rest."""
        if self._large:
            self._shrink()
        header = self.horizontalHeader()
        for column in range(self._model.columnCount()):
            head = column < HEADS
            mode = QHeaderView.ResizeMode.Fixed if head else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(column, mode)
        if self._model.columnCount() >= HEADS:
            for column, width in enumerate(self._heads()):
                self.setColumnWidth(column, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


class _Cells(QStyledItemDelegate):
    """Paints a cell: a tint, a symbol for the level, what the check reads."""

    def __init__(self) -> None:
        super().__init__()
        self.colours = theme.LIGHT

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(72, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours, place = self.colours, QRectF(option.rect)
        level = index.data(LEVEL)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.data(FIRST) and index.row() > 0:
            painter.setPen(QPen(QColor(colours.line), 1))
            painter.drawLine(place.topLeft(), place.topRight())
        if level is None:
            self._name(painter, option, index, place)
        else:
            painter.setFont(option.font)
            self._check(painter, str(level), str(index.data()), place, bool(state & QStyle.StateFlag.State_MouseOver))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(colours.focus), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(2, 2, -2, -2), 4, 4)
        painter.restore()

    def _name(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, place: QRectF) -> None:
        asked = bool(index.data(ASKED))
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold if asked or index.column() == 0 else QFont.Weight.Normal)
        painter.setFont(font)
        if asked and index.column() == 0:
            painter.fillRect(QRectF(place.left(), place.top() + 4, 3, place.height() - 8), QColor(self.colours.focus))
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.setPen(QColor(self.colours.focus if over or asked else self.colours.text))
        words = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, int(place.width() - 12)
        )
        painter.drawText(place.adjusted(8, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _check(self, painter: QPainter, level: str, words: str, place: QRectF, over: bool) -> None:
        inner = place.adjusted(2, 2, -2, -2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint(level, self.colours, over))
        painter.drawRoundedRect(inner, 4, 4)
        draw_symbol(painter, level, QPointF(inner.left() + 12, inner.center().y()), self.colours)
        painter.setPen(QColor(self.colours.quiet if level == "none" else self.colours.text))
        room = inner.adjusted(20, 0, -6, 0)
        if level == "none" and painter.fontMetrics().horizontalAdvance(words) > room.width():
            return  # the dash says it
        text = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)


def tint(level: str, colours: theme.Colours, over: bool = False) -> QColor:
    """The ground of a cell: a breath of the level's colour."""
    if level == "none":
        return QColor(colours.hover if over else colours.panel)
    made = QColor(theme.level_colour(level, colours))
    made.setAlphaF((0.26 if over else 0.15) if level != "fine" else (0.20 if over else 0.09))
    return made


def draw_symbol(painter: QPainter, level: str, at: QPointF, colours: theme.Colours) -> None:
    """Disc, diamond, triangle or dash: the level can be read without its colour."""
    colour = QColor(theme.level_colour(level, colours))
    painter.setPen(QPen(colour, 1.4))
    painter.setBrush(colour)
    if level == "fine":
        painter.drawEllipse(at, 3.5, 3.5)
    elif level == "near":
        painter.drawPolygon(QPolygonF([at + QPointF(*p) for p in ((0, -5), (5, 0), (0, 5), (-5, 0))]))
    elif level in ("may", "over"):
        painter.setBrush(colour if level == "over" else QBrush(Qt.BrushStyle.NoBrush))
        painter.drawPolygon(QPolygonF([at + QPointF(*p) for p in ((0, -5), (5.4, 4.2), (-5.4, 4.2))]))
    else:
        painter.drawLine(at + QPointF(-4, 0), at + QPointF(4, 0))


class Legend(QWidget):
    """What the symbols mean."""

    def __init__(self) -> None:
        super().__init__()
        self._colours = theme.LIGHT
        self.setFixedHeight(self._line())
        self.setAccessibleName("Key of the symbols")
        self.setAccessibleDescription("; ".join(WORDS.values()))

    def use(self, colours: theme.Colours) -> None:
        """Draw in the colours of a theme."""
        self._colours = colours
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        down = painter.fontMetrics().capHeight() / 2
        for (level, words), at in zip(WORDS.items(), self._places(), strict=True):
            draw_symbol(painter, level, at + QPointF(6, 0), self._colours)
            painter.setPen(QColor(self._colours.quiet))
            painter.drawText(at + QPointF(18, down), words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many lines as the width asks for."""
        super().resizeEvent(event)
        self.setFixedHeight(int(self._places()[-1].y() + self._line() / 2))

    def _line(self) -> int:
        return max(28, self.fontMetrics().lineSpacing() + 8)

    def _places(self) -> list[QPointF]:
        """Where each level stands: in one line, or more where there is too little room."""
        metrics, x, y, made = self.fontMetrics(), 8.0, self._line() / 2, []
        for words in WORDS.values():
            width = 18 + metrics.horizontalAdvance(words)
            if made and x + width > self.width():
                x, y = 8.0, y + self._line()
            made.append(QPointF(x, y))
            x += width + 20
        return made
