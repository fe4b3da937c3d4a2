"""The table of gates under the hand: the state of each is a control in its row."""

from PySide6.QtCore import QModelIndex, QPoint, QPointF, QRectF, QSettings, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from mineralmap.gui import theme
from mineralmap.gui.gate_rows import GATE, SHIPS, STATE, is_barred
from mineralmap.gui.table_view import Cells, Room, State, TableView
from mineralmap.gui.tables import TableModel

SIGN_PX, PAD_PX = 9, 6
STATE_PX = 52
"""Beside the word of a state: its sign and the mark of its menu."""
FIXED = (STATE, GATE)
"""Columns that cannot be hidden."""
HIDDEN_KEY = "chokepoints/hidden"


class GateView(TableView):
    """Space closes or opens the gate of the row; a click on its state, or the menu key, asks for more."""

    toggle_asked = Signal(str)
    menu_asked = Signal(str, QPoint)
    """Id of the gate, and where on the screen the menu is to open."""

    def __init__(self, model: TableModel) -> None:
        super().__init__(model, "Chokepoints")
        self._gates = model
        self.why_empty = ""
        """What stands in the place of rows where there are none."""
        self._state = _State(self)
        self.setItemDelegateForColumn(0, self._state)
        self.setMouseTracking(True)
        self.setSelectionMode(self.SelectionMode.SingleSelection)
        self.horizontalHeader().setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.horizontalHeader().customContextMenuRequested.connect(
            lambda at: self.columns_menu().popup(self.horizontalHeader().mapToGlobal(at))
        )
        self.horizontalHeader().setMinimumSectionSize(40)
        self.clicked.connect(self._clicked)
        model.modelReset.connect(self.fit)

    def use(self, colours: theme.Colours) -> None:
        """Draw the states in the colours of a theme."""
        self._state.colours = colours
        self.viewport().update()

    def fit(self) -> None:
        """Give every column the width of its words, and the name what is left. Hidden columns stay hidden.

        The ships of a year, which depend on no question, give way before the table scrolls sideways.
        """
        self._hide(_hidden())
        self.fit_columns(GATE, {STATE: STATE_PX})
        if self.horizontalHeader().length() > self.viewport().width():
            self._hide(_hidden() | {SHIPS})
            self.fit_columns(GATE, {STATE: STATE_PX})

    def paintEvent(self, e: QPaintEvent) -> None:
        super().paintEvent(e)
        if not self._gates.rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(QColor(self._state.colours.quiet))
            above = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop  # the panel may be scrolled
            flags = int(above) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(self.viewport().rect().adjusted(24, 16, -24, -8), flags, self.why_empty)
            painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def _hide(self, titles: set[str]) -> None:
        for at, column in enumerate(self._gates.columns):
            self.setColumnHidden(at, column.title in titles and column.title not in FIXED)

    def columns_menu(self) -> QMenu:
        """A menu that shows and hides columns; the choice is remembered."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for column in self._gates.columns:
            if column.title not in FIXED:
                action = menu.addAction(column.title)
                action.setCheckable(True)
                action.setChecked(column.title not in _hidden())
                action.setToolTip(column.tip)
                action.toggled.connect(lambda on, title=column.title: self._show_column(title, on))
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and at.isValid():
            self.toggle_asked.emit(self._gates.row_id(at.row()))
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, arg__1: QContextMenuEvent) -> None:
        by_key = arg__1.reason() == QContextMenuEvent.Reason.Keyboard
        at = self.currentIndex() if by_key else self.indexAt(arg__1.pos())
        if at.isValid():
            where = self._below(at.row()) if by_key else arg__1.globalPos()
            self.menu_asked.emit(self._gates.row_id(at.row()), where)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self.menu_asked.emit(self._gates.row_id(index.row()), self._below(index.row()))

    def _below(self, row: int) -> QPoint:
        return self.viewport().mapToGlobal(self.visualRect(self._gates.index(row, 0)).bottomLeft())

    def _show_column(self, title: str, on: bool) -> None:
        QSettings().setValue(HIDDEN_KEY, ";".join(sorted(_hidden() - {title} if on else _hidden() | {title})))
        self.fit()


def _hidden() -> set[str]:
    return set(filter(None, str(QSettings().value(HIDDEN_KEY, "")).split(";")))


class _State(Cells):
    """A state as a small button: a sign, a word, and the mark of a menu."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.colours = theme.LIGHT

    def put(self, painter: QPainter, room: Room, model: TableModel, at: tuple[int, int], state: State) -> None:
        words, why = model.words(*at), model.tip(*at)
        closed, avoided = words.startswith("closed"), words.startswith("+")
        barred = is_barred(words, why)
        shut = self.colours.quiet if barred else self.colours.accent
        colour = QColor(shut if closed else self.colours.caution if avoided else self.colours.text)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(*room).adjusted(PAD_PX, 2.5, -2, -2.5)
        hovered = bool(state & State.State_MouseOver)
        painter.setPen(QPen(QColor(self.colours.quiet if hovered else self.colours.line), 1))
        painter.setBrush(QColor(self.colours.field))
        painter.drawRoundedRect(box, 4, 4)
        middle = QPointF(box.left() + PAD_PX + SIGN_PX / 2, box.center().y())
        _sign(painter, middle, colour, closed, avoided)
        painter.setPen(colour)
        font = painter.font()
        font.setBold(closed and not barred)
        font.setItalic(barred)
        painter.setFont(font)
        text = box.adjusted(SIGN_PX + 2 * PAD_PX, 0, -SIGN_PX - 2 * PAD_PX, 0)
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(text.width()))
        painter.drawText(text, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)
        down = QPointF(box.right() - PAD_PX - 2, box.center().y())
        painter.setPen(QPen(QColor(self.colours.quiet), 1.4))
        painter.drawPolyline([down + QPointF(-3, -1.5), down + QPointF(0, 1.5), down + QPointF(3, -1.5)])
        painter.restore()


def _sign(painter: QPainter, middle: QPointF, colour: QColor, closed: bool, avoided: bool) -> None:
    """A ring when open, a triangle when avoided, a cross when closed."""
    half = SIGN_PX / 2
    painter.setPen(QPen(colour, 2.0 if closed else 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if closed:
        painter.drawLine(middle + QPointF(-half + 1, -half + 1), middle + QPointF(half - 1, half - 1))
        painter.drawLine(middle + QPointF(-half + 1, half - 1), middle + QPointF(half - 1, -half + 1))
    elif avoided:
        corners = (QPointF(0, -half + 0.5), QPointF(half, half - 1), QPointF(-half, half - 1))
        painter.drawPolygon([middle + corner for corner in corners])
    else:
        painter.drawEllipse(middle, half - 1, half - 1)
