"""The question as a sentence: stage, mineral, year, measure and basis are words in it, partners are switches."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mineralmap.gui import theme
from mineralmap.gui.flow_layout import FlowLayout
from mineralmap.gui.letters import icon_size
from mineralmap.gui.session import Session
from mineralmap.gui.terms import explained
from mineralmap.gui.words import BASIS_TIPS, MEASURE_TIPS, STAGE_WORDS
from mineralmap.model.scenario import LATEST, Basis, Measure, Scenario, Stage

if TYPE_CHECKING:
    from mineralmap.datasets.dataset import Dataset


class Question(QFrame):
    """Two rows at the top of the window; every change is one edit of the session."""

    def __init__(self, session: Session, search: QWidget) -> None:
        super().__init__()
        self.setObjectName("question")
        self._session = session
        self._partners: dict[str, QToolButton] = {}
        self._colours: dict[str, str] = {}
        self.stage, self.mineral = _Word("Stage"), _Word("Mineral")
        self.year, self.measure = _Word("Year"), _Word("Measure: what is counted")
        for stage in Stage:
            self.stage.addItem(STAGE_WORDS[stage], stage.value)
        for measure in Measure:
            self.measure.addItem(measure.value, measure.value)
            self.measure.setItemData(self.measure.count() - 1, MEASURE_TIPS[measure], Qt.ItemDataRole.ToolTipRole)
        self.stage.setToolTip("Where in the chain a tonne is counted, decided by the form produced.")
        self.mineral.setToolTip("The mineral, counted as contained metal (rare earths as oxide).")
        self.basis = QButtonGroup(self)
        sentence = FlowLayout(across=8)
        self._in = QLabel("in")
        self.year.setToolTip(
            "Year of the national table. Unless you choose another it is the newest that all minerals share."
        )
        for piece in ("Who supplies", self.stage, self.mineral, self._in, self.year, "counting", self.measure, "by"):
            sentence.addWidget(QLabel(piece) if isinstance(piece, str) else piece)
        sentence.addWidget(self._segments())
        sentence.addWidget(QLabel("?"))
        self._toggles = FlowLayout(across=8)
        label = QLabel("Partner-owned")
        label.setToolTip(
            f"{explained('Partner-owned')}\nFacilities that companies of these partners own speak; the others recede."
        )
        self._more = QToolButton()
        self._more.setAccessibleName("More partner groups")
        self._more.setToolTip("Other partner groups")
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setIconSize(icon_size(self._more, 16))
        self._menu = QMenu(self._more)
        self._more.setMenu(self._menu)
        self._toggles.addWidget(label)
        self._toggles.addWidget(self._more)
        lower = QHBoxLayout()
        lower.setSpacing(8)
        lower.addLayout(self._toggles, 1)
        lower.addWidget(search, 0, Qt.AlignmentFlag.AlignTop)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 8, 16, 8)
        rows.setSpacing(8)
        rows.addLayout(sentence)
        rows.addLayout(lower)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._placeholders()
        self.stage.activated.connect(lambda index: self._chosen("stage", index))
        self.mineral.activated.connect(lambda index: self._chosen("mineral", index))
        self.year.activated.connect(lambda index: self._chosen("year", index))
        self.measure.activated.connect(lambda index: self._chosen("measure", index))
        self.basis.buttonClicked.connect(self._basis_clicked)
        session.dataset_changed.connect(self._fill)
        session.scenario_changed.connect(self._show)
        session.theme_changed.connect(self._recolour)
        self._recolour()

    def partner_toggle(self, partner_id: str) -> QToolButton:
        """The switch of one partner group."""
        return self._partners[partner_id]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()  # a word or a switch is wider now
        return super().event(event)

    def _fit(self) -> None:
        """As high as the lines are that the sentence takes: docks do not ask for a height by the width."""
        layout = self.layout()
        if layout is not None:
            self.setFixedHeight(layout.heightForWidth(self.width()))

    def _segments(self) -> QWidget:
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        places = {Basis.LOCATION: "first", Basis.EQUITY: "middle", Basis.CONTROL: "last"}
        for basis, place in places.items():
            button = QPushButton(basis.value)
            button.setObjectName("segment")
            button.setProperty("place", place)
            button.setProperty("basis", basis.value)
            button.setCheckable(True)
            button.setToolTip(BASIS_TIPS[basis])
            button.setAccessibleName(f"Count by {basis.value}")
            self.basis.addButton(button)
            row.addWidget(button)
        return held

    def _placeholders(self) -> None:
        scenario = self._session.scenario
        self.mineral.addItem(scenario.mineral, scenario.mineral)
        self.year.addItem("the latest year", LATEST)
        self._show(scenario)
        self._enable(False)

    def _enable(self, on: bool) -> None:
        for widget in (self.stage, self.mineral, self.year, self.measure, self._more, *self.basis.buttons()):
            widget.setEnabled(on)

    def _fill(self, dataset: "Dataset") -> None:
        self.mineral.clear()
        for mineral, row in dataset.minerals.sort_values("order").iterrows():
            self.mineral.addItem(str(row["name"]), str(mineral))
            if str(row["note"]):
                self.mineral.setItemData(self.mineral.count() - 1, str(row["note"]), Qt.ItemDataRole.ToolTipRole)
        self._fill_partners(dataset)
        self._enable(True)
        self._show(self._session.scenario)

    def _fill_partners(self, dataset: "Dataset") -> None:
        for button in self._partners.values():
            self._toggles.removeWidget(button)
            button.deleteLater()
        self._partners.clear()
        self._menu.clear()
        groups = dataset.partners.sort_values("order").drop_duplicates("partner_id")
        members = dataset.partners.groupby("partner_id")["iso3"].count()
        for group in groups.to_dict("records"):
            name, partner_id = str(group["name"]), str(group["partner_id"])
            self._colours[partner_id] = str(group["colour"])
            button = QToolButton()
            button.setObjectName("partner")
            button.setText(short(name))
            button.setCheckable(True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setIconSize(icon_size(button, 12))
            number = int(members[partner_id])
            button.setToolTip(f"What {name} owns" + (f", its {number} members together" if number > 1 else ""))
            button.setAccessibleName(f"Partner {name}")
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda on, one=partner_id, name=name: self._toggle(one, short(name), on))
            self._partners[partner_id] = button
            self._toggles.addWidget(button)
            self._toggles.removeWidget(self._more)
            self._toggles.addWidget(self._more)
            if not group["default"]:
                action = self._menu.addAction(f"{short(name)} ({number})" if number > 1 else short(name))
                action.setToolTip(name)
                action.setCheckable(True)
                action.setData(partner_id)
                action.triggered.connect(lambda on, one=partner_id, name=name: self._toggle(one, short(name), on))
        self._more.setVisible(bool(self._menu.actions()))
        self._paint_dots()

    def _show(self, scenario: Scenario) -> None:
        self.stage.choose(scenario.stage.value)
        self.mineral.choose(scenario.mineral)
        self.measure.choose(scenario.measure.value)
        self.measure.setToolTip(MEASURE_TIPS[scenario.measure])
        for button in self.basis.buttons():
            button.setChecked(button.property("basis") == scenario.basis.value)
        extras = {str(action.data()) for action in self._menu.actions()}
        for action in self._menu.actions():
            action.setChecked(str(action.data()) in scenario.partners)
        for partner_id, button in self._partners.items():
            on = partner_id in scenario.partners
            button.setChecked(on)
            button.setVisible(on or partner_id not in extras)
        self._fill_years(scenario)

    def _fill_years(self, scenario: Scenario) -> None:
        if self._session.dataset is None:
            return
        from mineralmap.analysis.compute import COMMON_YEAR, available_years

        years = sorted(available_years(self._session.dataset, scenario.mineral, scenario.stage), reverse=True)
        usual = next((year for year in years if year <= COMMON_YEAR), years[0] if years else 0)
        wanted = [(str(year), LATEST if year == usual else year) for year in years]
        if scenario.year not in (LATEST, *years):
            wanted.append((str(scenario.year), scenario.year))
        if wanted != [(self.year.itemText(i), self.year.itemData(i)) for i in range(self.year.count())]:
            self.year.clear()
            for text, year in wanted:
                self.year.addItem(text, year)
        self.year.choose(LATEST if scenario.year == usual else scenario.year)
        # Capacity is counted as each facility last published it: it has no one year to choose.
        for widget in (self.year, self._in):
            widget.setVisible(scenario.measure == Measure.OUTPUT and bool(years))

    def _chosen(self, name: str, index: int) -> None:
        word: _Word = getattr(self, name)
        value = word.itemData(index)
        text = word.itemText(index)
        if name == "stage":
            self._session.edit(f"Ask for {text}", stage=Stage(value))
        elif name == "measure":
            self._session.edit(f"Count {text}", measure=Measure(value))
        elif name == "year":
            self._session.edit(f"Ask for {text}", year=int(value))
        else:
            self._session.edit(f"Ask for {text}", mineral=str(value), year=LATEST)

    def _basis_clicked(self, button: QAbstractButton) -> None:
        basis = Basis(str(button.property("basis")))
        self._session.edit(f"Count by {basis.value}", basis=basis)

    def _toggle(self, partner_id: str, name: str, on: bool) -> None:
        partners = self._session.scenario.partners
        changed = partners | {partner_id} if on else partners - {partner_id}
        self._session.edit(f"Switch {name} {'on' if on else 'off'}", partners=changed)

    def _recolour(self) -> None:
        colours = theme.colours(self._session.view.theme)
        self._more.setIcon(theme.icon("plus", colours.text))
        self._paint_dots()

    def _paint_dots(self) -> None:
        """Colours beside the groups' names. Another icon is a reason to lay the whole window out: none for a switch."""
        outline = theme.colours(self._session.view.theme).quiet
        for partner_id, button in self._partners.items():
            button.setIcon(theme.dot(self._colours[partner_id], outline))


def short(name: str) -> str:
    """The name of a group without what explains it: "Minerals Security Partnership, list of …" without the list."""
    return name.split(",")[0].split(" (")[0]


class _Word(QComboBox):
    """A word of the sentence that can be changed."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setMaxVisibleItems(20)
        self.currentIndexChanged.connect(self._fit)

    def sizeHint(self) -> QSize:
        """As wide as the word itself, so that the sentence reads as one."""
        font = self.font()
        font.setWeight(font.Weight.DemiBold)
        width = QFontMetrics(font).horizontalAdvance(self.currentText()) + 32
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _fit(self) -> None:
        self.updateGeometry()
        widest = max((self.fontMetrics().horizontalAdvance(self.itemText(i)) for i in range(self.count())), default=0)
        self.view().setMinimumWidth(widest + 48)

    def choose(self, value: object) -> None:
        """Show the entry with this value, if there is one."""
        index = self.findData(value)
        if index >= 0 and index != self.currentIndex():
            self.setCurrentIndex(index)
