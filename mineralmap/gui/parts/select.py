"""Selecting: by hand on the map, by value, expression and country, all, none, the others; and the attribute table."""

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from mineralmap.gui import theme
from mineralmap.gui.choosing import combined, mode_of_keys
from mineralmap.gui.flow_text import LANE, lanes_of, on_lane
from mineralmap.gui.parts import Installed, parts
from mineralmap.gui.rows import Row

if TYPE_CHECKING:
    from mineralmap.gui.attribute.expression_dialog import ExpressionDialog
    from mineralmap.gui.attribute.value_dialog import ValueDialog
    from mineralmap.render.drawing import Drawing

TABLE = "Attribute Table"
FEW_FLOWS = 20
"""Of so many flows the lanes are lit; of more the lit lanes would be a net."""


@parts.add
class Select:
    """The menu Select, and the rows of the attribute table."""

    id, order = "select", 40
    rows = (
        Row("tool_pan", "Select", "&Pan and Click", (), "pan", "Drag the map, click a feature for its card",
            checkable=True, group="tool", needs_data=True),
        Row("select_box", "Select", "By &Rectangle", (), "select-box",
            "Drag a rectangle on the map; Shift adds, Ctrl takes away, both keep within", checkable=True, group="tool",
            needs_data=True),
        Row("select_polygon", "Select", "By P&olygon", (), "select-polygon",
            "Click round an area on the map; Shift adds, Ctrl takes away, both keep within", checkable=True,
            group="tool", needs_data=True),
        Row("select_value", "Select", "By &Value…", ("F3",), "select-by-value", "Tick values of one column",
            needs_data=True, line_before=True),
        Row("select_expression", "Select", "By &Expression…", ("Ctrl+F3",), "expression",
            'Such as capacity_t_per_year > 10000 and owner == "CHN"', needs_data=True),
        Row("select_country", "Select", "By &Country…", (), "", "From a list, or by clicking countries on the map",
            needs_data=True),
        Row("select_all", "Select", "&All in the Layer of the Table", (), "", "Every row that the table shows",
            needs_data=True, line_before=True),
        Row("select_invert", "Select", "&Invert", (), "invert", "The rows that are not selected, and no others",
            needs_data=True),
        Row("select_none", "Select", "&Deselect Everything", ("Ctrl+Shift+A", "Ctrl+Alt+A"), "",
            "Let go of everything that is selected", needs_data=True),
        Row("table_layer", "Layer", "Open &Attribute Table", (), "table",
            "The features of a layer as a table", needs_data=True),
        Row("table_selected", "Layer", "Attribute Table: &Selected Only", ("Shift+F6",), "selected-only",
            "Open the table and show what is selected", needs_data=True),
        Row("table_visible", "Layer", "Attribute Table: &Visible Only", ("Ctrl+F6",), "eye",
            "Open the table and show what the map shows; follows the map when it rests", needs_data=True),
    )  # fmt: skip

    def make(self, window: Any) -> Installed:
        """Stand up in a window."""
        made = Selecting(window)
        handlers = {
            "tool_pan": made.stop, "select_box": partial(made.draw, "rectangle"),
            "select_polygon": partial(made.draw, "area"), "select_value": made.by_value,
            "select_expression": made.by_expression, "select_country": made.by_country,
            "select_all": lambda: window.table.attributes.choose_all(),
            "select_invert": lambda: window.table.attributes.invert(),
            "select_none": made.nothing, "table_layer": made.open_table,
            "table_selected": partial(made.open_limited, "selected"),
            "table_visible": partial(made.open_limited, "visible"),
        }  # fmt: skip
        return Installed(handlers, ready=made.ready, canvas_made=made.take_canvas, thing=made)


class Selecting:
    """The selecting of one window."""

    def __init__(self, window: Any) -> None:
        self._window, self._session = window, window.session
        self.drawing: Drawing | None = None
        self.expression: ExpressionDialog | None = None
        self.values: dict[bool, ValueDialog] = {}
        self._of_lane: frozenset[str] = frozenset()
        """The flows of the lane that was clicked last: another click takes their place, however many they are."""

    def ready(self) -> None:
        """Join the table to the window, once it is made."""
        self._window.actions_["tool_pan"].setChecked(True)
        self._window.table.when_filled(self._join_table)
        self._window.table.fronted.connect(self.open_active)
        self._session.dataset_changed.connect(self._forget_gone)
        self._session.map_changed.connect(
            lambda made: self.drawing is not None and self.drawing.show_projection(made.projection)
        )

    def _join_table(self) -> None:
        window, table = self._window, self._window.table.attributes
        table.expression_asked.connect(self.by_expression)
        table.save_asked.connect(self.save)
        table.zoom_asked.connect(self._zoom)
        table.copying.connect(window.notices.work)
        table.progressed.connect(window.notices.progress)
        table.said.connect(lambda words, wrong: window.notices.say(words, "error" if wrong else "info"))

    def _join_canvas(self, canvas: Any) -> None:
        table = self._window.table.attributes
        table.follow(canvas)
        self._window.map_place.key_changed.connect(table.look_again)

    def _forget_gone(self, dataset: Any) -> None:
        """Facilities of a file that was taken out are selected no longer."""
        session, known = self._session, dataset.facilities.index
        gone = [one for one in (*session.chosen, session.view.selected) if one.startswith("own:") and one not in known]
        if gone:
            session.choose(session.chosen.difference(gone))
            if session.view.selected in gone:
                session.select("")

    def take_canvas(self, canvas: Any) -> None:
        """The map is there: it lights what is chosen, and a click with Ctrl or Shift chooses more."""
        from mineralmap.render.drawing import Drawing

        self._window.table.when_filled(partial(self._join_canvas, canvas))
        canvas.feature_clicked.connect(self._clicked)
        self._session.chosen_changed.connect(self._light)
        self.drawing = Drawing(canvas)
        self.drawing.said.connect(self._window.status.set_words)
        self.drawing.boxed.connect(self._boxed)
        self.drawing.finished.connect(self._drawn)
        self.drawing.ended.connect(self._ended)

    def draw(self, shape: str) -> None:
        """Take the tool that draws a rectangle or a polygon."""
        from mineralmap.render.drawing import Manner

        made = self._session.map
        if self.drawing is None or made is None:
            return
        words = "Click round what shall be selected. Enter or a double click ends it; Shift adds, Ctrl takes away."
        manner = Manner("rectangle") if shape == "rectangle" else Manner("area", "sheet", begin=words)
        colours = theme.colours(self._session.view.theme)
        self.drawing.start(made.projection, colours.focus, colours.field, manner)

    def stop(self) -> None:
        """Put the tool down."""
        canvas = self._window.map_place.canvas
        if canvas is not None:
            from mineralmap.render.drawing import Drawing

            for one in canvas.findChildren(Drawing):
                one.cancel()

    def nothing(self) -> None:
        """Let go of everything."""
        self._session.choose(())
        self._session.select("")

    def by_expression(self) -> None:
        """Open the dialog, or bring it to the front."""
        if self.expression is None:
            from mineralmap.gui.attribute.expression_dialog import ExpressionDialog

            self.expression = ExpressionDialog(self._window, self._session, self._window.table.attributes)
        _open(self.expression)
        self.expression.field.setFocus()

    def by_value(self) -> None:
        """Open the dialog that ticks values."""
        self._open_values(by_country=False)

    def by_country(self) -> None:
        """Open the dialog that ticks countries."""
        self._open_values(by_country=True)

    def _open_values(self, by_country: bool) -> None:
        from mineralmap.gui.attribute.value_dialog import ValueDialog

        if by_country not in self.values:
            pane = self._window.table.attributes
            self.values[by_country] = ValueDialog(self._window, self._session, pane, by_country)
        _open(self.values[by_country])

    def open_table(self) -> None:
        """Open the table of the layer that is selected in the list of layers, if one is and it has a table."""
        layers = self._window.layers.chosen_layers()
        layer = layers[0].partition(":")[0] if len(layers) == 1 else ""
        self._window.table.show_attributes(layer)

    def open_active(self) -> None:
        """Open the table of the layer at hand: the one that is selected in the list of layers, else that of what is
        selected on the map, else the one that was open last."""
        from mineralmap.gui.attribute.bar import LAYERS

        layers = self._window.layers.chosen_layers()
        layer = layers[0].partition(":")[0] if len(layers) == 1 else ""
        tables = {one for one, _ in LAYERS}
        self._window.table.show_attributes(layer if layer in tables else self._table_of_selected())

    def _table_of_selected(self) -> str:
        """The table that holds what is selected; "" for nothing, or what has none."""
        session = self._session
        chosen = sorted(session.chosen) or [session.view.selected]
        one, dataset, results = chosen[0], session.dataset, session.results
        if dataset is None or results is None or not one:
            return ""
        if one in dataset.facilities.index:
            return "question" if one in results.facilities.index else "facilities"
        tables = {"countries": dataset.countries, "chokepoints": dataset.chokepoints, "ports": dataset.ports}
        return next((name for name, table in tables.items() if one in table.index), "")

    def open_limited(self, limit: str) -> None:
        """Open the table with only what is selected, or visible; asked again, show everything."""
        table = self._window.table.attributes
        button = table.selected_only if limit == "selected" else table.visible_only
        seen = table.isVisible()
        self._window.table.show_attributes()
        table.freshen()
        button.setChecked(not (seen and button.isChecked()))
        table.view.setFocus()

    def save(self) -> None:
        """Ask where the rows shall be written to."""
        from mineralmap.gui.attribute.saving import FORMATS
        from mineralmap.gui.dialogs import ask

        table = self._window.table.attributes
        path = ask.save_path(self._window, "tables", "Save rows", FORMATS, f"{table.table.id or 'table'}.xlsx")
        if path is not None:
            table.save(path)

    def _zoom(self, extent: Any) -> None:
        from mineralmap.gui.map_place import around

        x0, y0, x1, y1 = extent
        self._window.map_place.show_extent(around(np.array([x0, x1]), np.array([y0, y1])), extent)

    def _clicked(self, layer: str, feature: str) -> None:
        canvas, chosen = self._window.map_place.canvas, self._session.chosen
        if canvas.property("drawing"):
            return
        mode = mode_of_keys()
        meant = self._meant(feature)
        if mode == "replace":
            if len(chosen) <= 1 or chosen == self._of_lane:
                self._of_lane = meant if feature.startswith(LANE) else frozenset()
                self._session.choose(meant)
        elif meant:
            self._session.choose(chosen ^ meant if mode == "remove" else chosen | meant)

    def _meant(self, feature: str) -> frozenset[str]:
        """What a click on a feature chooses: of a lane all flows that sail there."""
        flows = self._shown_flows()
        if feature.startswith(LANE) and flows is not None:
            return frozenset(flows.table["flow_id"].to_numpy(object)[on_lane(flows, feature)].tolist())
        return frozenset([feature] if feature else ())

    def _shown_flows(self) -> Any:
        """The flows that the map draws."""
        sailing = self._session.sailing
        return sailing.before if self._session.view.routes_show == "before" else sailing.flows

    def _light(self, chosen: frozenset[str]) -> None:
        """The map lights what is chosen; of a flow both its ends and, of few flows, the lanes that they sail along."""
        flows, canvas = self._shown_flows(), self._window.map_place.canvas
        if flows is not None and any(">" in one for one in chosen):
            rows = np.flatnonzero(flows.table["flow_id"].isin(list(chosen)).to_numpy())
            ends = (flows.table[name].to_numpy(object)[rows] for name in ("from_id", "to_id", "from_port", "to_port"))
            lit = chosen.union(*ends) - {""}
            if len(rows) <= FEW_FLOWS:
                lit |= lanes_of(flows, rows)
            elif chosen == self._of_lane:
                lit |= {self._session.view.selected}
            chosen = lit
        canvas.set_chosen(chosen)

    def _boxed(self, box: tuple[float, float, float, float]) -> None:
        from mineralmap.layers.within import in_box

        self._take(in_box(self._session.map, box))

    def _drawn(self, points: np.ndarray) -> None:
        from mineralmap.layers.within import in_polygon

        made = self._session.map
        self._take(in_polygon(made, *made.projection.forward(points[:, 0], points[:, 1])))

    def _ended(self) -> None:
        actions = self._window.actions_
        if actions["select_box"].isChecked() or actions["select_polygon"].isChecked():  # else another tool was taken
            actions["tool_pan"].setChecked(True)

    def _take(self, found: frozenset[str]) -> None:
        """Of the symbols found, the facilities are meant, or the layer of the table where that has others."""
        dataset, layer = self._session.dataset, self._window.table.attributes.layer_id
        known = {"chokepoints": dataset.chokepoints, "ports": dataset.ports}.get(layer, dataset.facilities).index
        found = frozenset(one for one in found if one in known)
        chosen = combined(self._session.chosen, found, mode_of_keys())
        self._session.choose(chosen)
        self._window.status.tell(f"{len(found):,} found, {len(chosen):,} selected.")


def _open(dialog: Any) -> None:
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
