"""Which columns are shown: a list to tick, that stays open while one ticks."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout

from mineralmap.datasets.attributes import Attribute

WIDTH, HEIGHT = 260, 360


class ColumnChooser(QFrame):
    """``shown_changed`` carries a section and whether it is shown; ``reset_asked`` wants the columns as they were."""

    shown_changed = Signal(int, bool)
    reset_asked = Signal()

    def __init__(self, columns: tuple[Attribute, ...], shown: set[int]) -> None:
        super().__init__(None, Qt.WindowType.Popup)
        self.setObjectName("filterPopup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedSize(WIDTH, HEIGHT)
        self.setAccessibleName("Columns")
        search = QLineEdit()
        search.setPlaceholderText("Search columns")
        search.setAccessibleName("Search columns")
        self.list = QListWidget()
        self.list.setAccessibleName("Columns that are shown")
        for section, column in enumerate(columns):
            item = QListWidgetItem(column.title)
            item.setData(Qt.ItemDataRole.UserRole, section)
            item.setToolTip(column.tip or column.id)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if section in shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        standard = QPushButton("As they were")
        standard.setToolTip("Columns, widths and order as the program has them")
        standard.clicked.connect(self._reset)
        below = QHBoxLayout()
        below.addWidget(standard)
        below.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 12, 12, 12)
        rows.setSpacing(8)
        rows.addWidget(search)
        rows.addWidget(self.list, 1)
        rows.addLayout(below)
        search.textChanged.connect(self._seek)
        self.list.itemChanged.connect(self._ticked)

    def open_at(self, corner: QPoint) -> None:
        """Show it with its lower right corner here, or as near as the screen allows."""
        screen = self.screen().availableGeometry()
        x = min(max(corner.x() - WIDTH, screen.left()), screen.right() - WIDTH)
        y = min(max(corner.y() - HEIGHT, screen.top()), screen.bottom() - HEIGHT)
        self.move(x, y)
        self.show()
        self.list.setFocus()

    def _ticked(self, item: QListWidgetItem) -> None:
        shown = item.checkState() == Qt.CheckState.Checked
        left = [at for at in range(self.list.count()) if self.list.item(at).checkState() == Qt.CheckState.Checked]
        if not left:
            item.setCheckState(Qt.CheckState.Checked)  # a table without a column cannot be brought back by hand
            return
        self.shown_changed.emit(int(item.data(Qt.ItemDataRole.UserRole)), shown)

    def _seek(self, letters: str) -> None:
        for at in range(self.list.count()):
            item = self.list.item(at)
            item.setHidden(letters.strip().casefold() not in item.text().casefold())

    def _reset(self) -> None:
        self.reset_asked.emit()
        self.close()
