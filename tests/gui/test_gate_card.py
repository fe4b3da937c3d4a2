"""The card of a gate while others are closed too: what is told is told beside them, and with all of them open."""

from mineralmap.gui.words import GAP

ONE_WINDOW = True

RED = "Red: LINESTRING (34 21, 41 21)"
"""Across the Red Sea: who passes Suez passes it too."""


def test_that_two_closed_gates_on_one_way_are_told_together(dock, window, calm, qtbot):
    exposure = window.session.flows.exposure.set_index("chokepoint_id")
    share = exposure.at["suez", "share"]
    assert share > 0
    window.session.edit("Close both", own_gates=(RED,), closed=frozenset({"own:red", "suez"}))
    window._go_to_gate("suez")
    calm()
    qtbot.waitUntil(lambda: "What its closure does, computed" in window.details.words.text())
    text = window.details.words.text().replace(GAP, " ")
    assert "With Red closed as well, closing the Suez Canal changes nothing" in text
    assert "Modelled trade with it open and Red closed" in text
    assert f"With all of them open: <b>{100 * share:.0f} %</b>" in text
    window.session.edit("Open Red", closed=frozenset({"suez"}))
    calm()
    qtbot.waitUntil(lambda: "closed as well" not in window.details.words.text(), timeout=20_000)
    assert "With all of them open" not in window.details.words.text()
