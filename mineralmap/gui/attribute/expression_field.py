"""The field an expression is typed into: completes columns and values, and marks the place of a mistake."""

import re

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QCompleter, QListView, QPlainTextEdit, QTextEdit

from mineralmap.datasets.attributes import AttributeTable

WORD = re.compile(r"(\"[^\"]*|'[^']*|\w+)$")
WORDS = (
    "and",
    "or",
    "not",
    "in",
    "between",
    "contains",
    "like",
    "starts with",
    "ends with",
    "is empty",
    "is not empty",
)
MOST_VALUES = 40
"""A column of more words than this is no list of choices, and its values are not offered."""


class ExpressionField(QPlainTextEdit):
    """A few lines of text with a completer."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Expression")
        self.setPlaceholderText('capacity_t_per_year > 10000 and owner == "CHN"')
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 3 + 18)
        self._names = QStringListModel()
        self.words = QCompleter(self._names, self)
        self.words.setWidget(self)
        self.words.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.words.setFilterMode(Qt.MatchFlag.MatchContains)
        self.words.activated.connect(self._complete)
        self._list = QListView()
        self.words.setPopup(self._list)

    def offer(self, table: AttributeTable) -> None:
        """Complete by the columns of a table, and the values of those that have few."""
        names = [column.id for column in table.attributes]
        values: list[str] = []
        for column in table.attributes:
            if column.words is not None and len(column.words) <= MOST_VALUES:
                values += [f'"{word}"' for word in column.words]
        self._names.setStringList([*names, *WORDS, *dict.fromkeys(values)])

    def insert(self, words: str) -> None:
        """Write something where the cursor is, a space on each side where one is wanted."""
        cursor = self.textCursor()
        before = self.toPlainText()[: cursor.position()]
        cursor.insertText(("" if not before or before[-1] in " (\n" else " ") + words)
        self.setFocus()

    def mark(self, start: int, end: int, colour: str) -> None:
        """Underline a place; nothing when both are 0."""
        marked = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        last = len(self.toPlainText())
        cursor.setPosition(min(start, last))
        cursor.setPosition(min(end, last), QTextCursor.MoveMode.KeepAnchor)
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        look.setUnderlineColor(QColor(colour))
        marked.cursor, marked.format = cursor, look  # type: ignore[attr-defined]
        self.setExtraSelections([marked] if end > start else [])

    def keyPressEvent(self, e: QKeyEvent) -> None:
        if self._list.isVisible() and e.key() in (
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
            Qt.Key.Key_Tab,
            Qt.Key.Key_Escape,
        ):
            e.ignore()  # the list's own
            return
        asked = e.key() == Qt.Key.Key_Space and bool(e.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if e.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not e.modifiers():
            e.ignore()  # the dialog's button
            return
        if not asked:
            super().keyPressEvent(e)
        self._offer_here(asked, bool(e.text().strip()))

    def _offer_here(self, asked: bool, typed: bool) -> None:
        word = self._word()
        if not asked and (not typed or len(word) < 2):
            self._list.hide()
            return
        self.words.setCompletionPrefix(word)
        if not self.words.completionCount() or self.words.currentCompletion() == word:
            self._list.hide()
            return
        place = self.cursorRect()
        place.setWidth(260)
        self.words.complete(place)
        self._list.setCurrentIndex(self.words.completionModel().index(0, 0))

    def _word(self) -> str:
        before = self.toPlainText()[: self.textCursor().position()]
        found = WORD.search(before)
        return found.group(0) if found else ""

    def _complete(self, chosen: str) -> None:
        cursor = self.textCursor()
        for _ in self._word():
            cursor.deletePreviousChar()
        cursor.insertText(chosen)
        self.setTextCursor(cursor)
