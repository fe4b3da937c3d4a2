"""What is small is said with a sign that rich text takes for a tag, unless it is escaped."""

from mineralmap.gui import flow_text
from mineralmap.gui.docks import missing
from mineralmap.gui.theme import LIGHT

ONE_WINDOW = True
LITTLE = "<0.1 %"


def test_that_a_lane_of_little_is_told_to_its_end(window, settle, monkeypatch):
    monkeypatch.setattr(flow_text, "percent", lambda _: LITTLE)
    told = flow_text.lane(window.session.dataset, window.session.flows, "lane:0", LIGHT)
    assert "&lt;0.1 % of the selected flows" in told
    assert LITTLE not in told


def test_that_what_is_missing_a_little_is_told(window, settle, monkeypatch):
    monkeypatch.setattr(missing, "percent", lambda _: LITTLE)
    window.missing.show()
    window.missing.raise_()
    window.missing._outdate()
    window.missing._show(window.session.results)
    assert LITTLE not in window.missing.table.text()
    assert "&lt;0.1 %" in window.missing.table.text()
