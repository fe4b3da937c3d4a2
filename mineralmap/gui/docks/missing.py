"""What is missing from the answer, largest first, each with the reason: nobody should mistake a gap for a zero."""

from html import escape
from typing import TYPE_CHECKING

from mineralmap.gui import theme
from mineralmap.gui.answer_text import located
from mineralmap.gui.docks.panel import Column, Panel
from mineralmap.gui.session import Session
from mineralmap.gui.terms import explained
from mineralmap.gui.words import percent, tonnes
from mineralmap.model.scenario import Measure

if TYPE_CHECKING:
    from mineralmap.analysis.results import Results

SHOWN = 40


class MissingDock(Panel):
    """Reads the session's results."""

    def __init__(self, session: Session) -> None:
        super().__init__("missingDock", "Missing")
        self._session = session
        column = Column()
        self.summary = column.add_words()
        self.summary.setToolTip(explained("Unknown", "Coverage"))
        self.table = column.add_words(rich=True)
        column.rows.addStretch(1)
        self.setWidget(column)
        self._stale, self._seen = True, False
        self.visibilityChanged.connect(self._look)
        session.results_changed.connect(self._outdate)
        session.theme_changed.connect(self._outdate)

    def _outdate(self) -> None:
        self._stale = True
        self._freshen()

    def _look(self, seen: bool) -> None:
        self._seen = seen
        self._freshen()

    def _freshen(self) -> None:
        # A long list takes a while to lay out: only when it is looked at. (Qt calls a dock behind another visible.)
        if self._stale and self._seen and self._session.results is not None:
            self._stale = False
            self._show(self._session.results)

    def _show(self, results: "Results") -> None:
        quiet = theme.colours(self._session.view.theme).quiet
        self.summary.setText(
            f"{results.no_data} The answer panel offers the nearest question that has one."
            if results.no_data
            else f"{_stand(results)}; "
            f"the owner of {percent(results.unknown_share)} is not known. All of it stays in every denominator."
        )
        rows = ""
        for line in results.missing.head(SHOWN).to_dict("records"):
            where = self._session.dataset.country_name(str(line["host_iso3"])) if self._session.dataset else ""
            where = "" if str(line["what"]).endswith(f" {where}") else where
            share = float(line["share"])
            rows += (
                f"<tr><td style='padding:6px 0 0 0'>{escape(str(line['what']))}"
                f"{f' · {escape(where)}' if where else ''}<br><span style='color:{quiet}'>{escape(str(line['reason']))}"
                f"</span></td><td align='right' style='padding:6px 0 0 12px; white-space:nowrap'>"
                f"{escape(tonnes(float(line['tonnes']), results.unit))}<br><span style='color:{quiet}'>"
                f"{escape(percent(share))}"
                "</span></td></tr>"
            )
        more = len(results.missing) - SHOWN
        rest = f"<p style='color:{quiet}'>and {more} smaller ones</p>" if more > 0 else ""
        self.table.setText(f"<table width='100%' cellspacing='0'>{rows}</table>{rest}" if rows else "")


def _stand(results: "Results") -> str:
    total = tonnes(results.denominator_t, results.unit)
    if results.scenario.measure == Measure.CAPACITY:
        return f"{located(results)}; what is not located is not in the {total} counted"
    return f"Of {total}, {percent(results.coverage)} stand at a facility"
