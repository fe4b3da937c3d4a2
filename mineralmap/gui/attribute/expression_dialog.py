"""Select by expression: the columns with their values at hand, a live count, and what is wrong where it stands."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mineralmap.gui import theme
from mineralmap.gui.attribute.bar import LAYERS
from mineralmap.gui.attribute.expression_field import ExpressionField
from mineralmap.gui.attribute.pane import AttributePane
from mineralmap.gui.choosing import MODES, Mode, combined
from mineralmap.gui.session import Session
from mineralmap.gui.tasks import Cancel, Latest

if TYPE_CHECKING:
    from mineralmap.datasets.attributes import AttributeTable
    from mineralmap.datasets.expression import Answer

TYPING_MS, REMEMBERED = 120, 12
SIGNS = ("==", "!=", ">", "<", "and", "or", "not", "in ()", "~", "between", "is empty", "( )")
UNKNOWN = "Rows where a value is not known match no comparison, and no “not” of one; find them by “is empty”."


class ExpressionDialog(QDialog):
    """Stays open beside the map; acts on the layer of the attribute table."""

    def __init__(self, parent: QWidget, session: Session, pane: AttributePane) -> None:
        super().__init__(parent)
        self.setWindowTitle("Select by expression")
        self.resize(640, 520)
        self._session, self._pane = session, pane
        self._table: AttributeTable | None = None
        self._answer: Answer | None = None
        self._asked = ""
        self._wanted: Mode | None = None
        """What was pressed before the answer was there."""
        self._working = Latest(self)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self._ask)
        self.layer = QComboBox()
        self.layer.setAccessibleName("Layer to select from")
        for layer, title in LAYERS:
            self.layer.addItem(title, layer)
        self.field = ExpressionField()
        self.field.textChanged.connect(self._typed)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setMinimumHeight(self.fontMetrics().lineSpacing() * 2)
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.columns = QTreeWidget()
        self.columns.setAccessibleName("Columns")
        self.columns.setRootIsDecorated(False)
        self.columns.setHeaderLabels(["Column", "Shown as", "Values"])
        self.columns.setToolTip("A double click or Enter writes the name into the expression")
        self.columns.itemActivated.connect(lambda item: self.field.insert(item.text(0)))
        unknown = QLabel(UNKNOWN)
        unknown.setObjectName("quiet")
        unknown.setWordWrap(True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 14, 16, 14)
        rows.setSpacing(8)
        rows.addLayout(self._top())
        rows.addWidget(self.field)
        rows.addLayout(self._signs())
        rows.addWidget(self.said)
        rows.addWidget(self.columns, 1)
        rows.addWidget(unknown)
        rows.addLayout(self._buttons())
        self.layer.currentIndexChanged.connect(self._other_layer)
        pane.titled.connect(lambda _: self.isVisible() and self._fetch())
        self.field.setFocus()

    def showEvent(self, arg__1: Any) -> None:
        super().showEvent(arg__1)
        self.layer.setCurrentIndex(max(self.layer.findData(self._pane.layer_id), 0))
        self._fetch()

    @property
    def busy(self) -> bool:
        """Is something being counted?"""
        return self._working.busy or self._typing.isActive() or self._pane.busy

    def choose(self, mode: Mode) -> None:
        """Choose what the expression finds; where that is not known yet, as soon as it is."""
        answer, table = self._answer, self._table
        if self.busy and answer is None:
            self._wanted = mode
            if self._typing.isActive():
                self._ask()
            return
        if answer is None or table is None or self._asked != self.field.toPlainText():
            return
        self._session.choose(combined(self._session.chosen, table.ids_of(answer.rows), mode))
        self._remember(self._asked)

    def _top(self) -> QHBoxLayout:
        top = QHBoxLayout()
        words = QLabel("Select from")
        words.setBuddy(self.layer)
        top.addWidget(words)
        top.addWidget(self.layer, 1)
        self.recent = QToolButton()
        self.recent.setText("Recent ▾")
        self.recent.setToolTip("Expressions that were used lately")
        self.recent.clicked.connect(self._open_recent)
        top.addWidget(self.recent)
        return top

    def _signs(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        for sign in SIGNS:
            button = QToolButton()
            button.setText(sign)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setToolTip({"~": "contains these letters", "==": "is the same as"}.get(sign, sign))
            button.clicked.connect(partial(self.field.insert, sign))
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        self.modes: dict[Mode, QPushButton] = {}
        for mode, words, tip in MODES:
            button = self.modes[mode] = QPushButton(words)
            button.setToolTip(tip)
            button.clicked.connect(partial(self.choose, mode))
            row.addWidget(button)
        self.modes["replace"].setDefault(True)
        row.addSpacing(12)
        done = QPushButton("Close")
        done.setAutoDefault(False)
        done.clicked.connect(self.close)
        row.addWidget(done)
        return row

    def _other_layer(self) -> None:
        self._pane.show_layer(str(self.layer.currentData()))
        self._fetch()

    def _fetch(self) -> None:
        self._pane.with_table(self._take_table)

    def _take_table(self, table: "AttributeTable") -> None:
        if table is not self._table:
            self._table = table
            self.field.offer(table)
            self.columns.clear()
            for column in table.attributes:
                item = QTreeWidgetItem([column.id, column.title, column.examples()])
                item.setToolTip(0, "\n".join(filter(None, [column.tip, *([f"Also: {', '.join(column.aliases)}"]
                                                                        if column.aliases else [])])))  # fmt: skip
                item.setToolTip(2, column.examples())
                self.columns.addTopLevelItem(item)
            for at in (0, 1):
                self.columns.resizeColumnToContents(at)
        self._ask()

    def _typed(self) -> None:
        self._answer = self._wanted = None
        self._able(True)  # whoever presses right after the last key means what he has typed
        self._typing.start()

    def _ask(self) -> None:
        self._typing.stop()
        self._asked = self.field.toPlainText()
        self.field.mark(0, 0, "")
        if not self._asked.strip() or self._table is None:
            self._working.cancel()
            self._wanted = None
            self.said.setText("Type a condition, or begin with a column from the list.")
            self._able(False)
            return
        self._working.run(partial(_select, self._asked, self._table), self._counted, self._wrong)

    def _counted(self, answer: "Answer") -> None:
        assert self._table is not None
        self._answer = answer
        features = len(self._table.ids_of(answer.rows))
        found = int(answer.rows.sum())
        more = f", {features:,} features" if features != found else ""
        words = f"{found:,} of {len(self._table):,} rows{more} match"
        unknown = int(answer.unknown.sum())
        words += f"; for {unknown:,} the value is not known." if unknown else "."
        self.said.setText(" ".join([words, *answer.hints]))
        self._able(True)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.choose(wanted)

    def _wrong(self, error: Exception) -> None:
        from mineralmap.datasets.expression import ExpressionError

        if not isinstance(error, ExpressionError):
            raise error
        self._wanted = None
        self.said.setText(str(error))
        self.field.mark(error.start, error.end, theme.colours(self._session.view.theme).accent)
        self._able(False)

    def _able(self, on: bool) -> None:
        for button in self.modes.values():
            button.setEnabled(on)

    def _open_recent(self) -> None:
        menu = QMenu(self)
        for one in _recent():
            menu.addAction(one.replace("&", "&&")[:80], partial(self.field.setPlainText, one))
        if menu.isEmpty():
            menu.addAction("Nothing yet").setEnabled(False)
        menu.exec(self.recent.mapToGlobal(self.recent.rect().bottomLeft()))
        menu.deleteLater()

    def _remember(self, expression: str) -> None:
        kept = [expression, *(one for one in _recent() if one != expression)]
        QSettings().setValue("expressions", kept[:REMEMBERED])


def _recent() -> list[str]:
    found = QSettings().value("expressions", [])
    return [str(one) for one in found] if isinstance(found, list) else [str(found)]


def _select(expression: str, table: "AttributeTable", cancel: Cancel) -> "Answer":
    from mineralmap.datasets.expression import select

    cancel()
    return select(expression, table)
