"""The bar above an attribute table: its layer, what to look for, what to show and what to do; and its menus."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QToolButton, QWidget

from mineralmap.gui import theme

LAYERS = (
    ("question", "Facilities asked about"), ("mines", "Mines"), ("intermediates", "Intermediate works"),
    ("refineries", "Refineries"), ("recycling", "Recycling"), ("manufacturing", "Makers of products"),
    ("own_data", "My data"), ("facilities", "All facilities, all minerals"), ("countries", "Countries"),
    ("chokepoints", "Chokepoints"), ("routes", "Routes (modelled)"), ("ports", "Ports"), ("companies", "Companies"),
)  # fmt: skip
"""As ``analysis.feature_tables.TITLES``, which waits until pandas is there; a test holds them together."""
Acts = list[tuple[str, Callable[[], object]] | None]
"""What a menu offers; ``None`` is a line."""


class Bar(QWidget):
    """One row of controls; each button has the name of its icon."""

    def __init__(self) -> None:
        super().__init__()
        self._buttons: dict[str, QToolButton] = {}
        self.layer = QComboBox()
        self.layer.setAccessibleName("Layer of the table")
        self.layer.setToolTip("Which layer's features are listed")
        self.layer.setMinimumContentsLength(12)
        self.layer.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.layer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for layer, title in LAYERS:
            self.layer.addItem(title, layer)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Only rows with…")
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("Only rows with")
        self.search.setToolTip("Show only rows that hold these letters in any column of text")
        self.visible = self._button("eye", "Only what the map shows now (Ctrl+F6)", checkable=True)
        self.selected = self._button("selected-only", "Only what is selected (Shift+F6)", checkable=True)
        self.clear = self._button("select-by-value", "Take all filters away")
        self.expression = self._button("expression", "Select by an expression (Ctrl+F3)")
        self.invert = self._button("invert", "Invert the selection")
        self.zoom = self._button("zoom-selection", "Zoom to what is selected, or to all rows")
        self.columns = self._button("columns", "Choose the columns")
        self.export = self._button("export", "Save the rows, or what is selected, as a file")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(2)
        row.addWidget(self.layer, 3)
        row.addSpacing(6)
        row.addWidget(self.search, 2)
        row.addSpacing(6)
        for button in self._buttons.values():
            row.addWidget(button)

    def recolour(self, colour: str) -> None:
        """Draw the icons in another colour."""
        for name, button in self._buttons.items():
            button.setIcon(theme.icon(name, colour))

    def _button(self, name: str, tip: str, checkable: bool = False) -> QToolButton:
        button = self._buttons[name] = QToolButton()
        button.setToolTip(tip)
        button.setAccessibleName(tip.partition(" (")[0])
        button.setCheckable(checkable)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button


def open_menu(parent: QWidget, acts: Sequence[tuple[str, Callable[[], object]] | None], place: QPoint) -> None:
    """Open a menu at a place of the screen."""
    menu = QMenu(parent)
    for one in acts:
        if one is None:
            menu.addSeparator()
        else:
            menu.addAction(one[0].replace("&", "&&"), one[1])
    menu.exec(place)
    menu.deleteLater()
