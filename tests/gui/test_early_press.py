"""OK pressed before what was typed is judged: the press counts if all is well, and no more once somebody types on."""

from tests.gui.test_correcting import F1, REPORT, form, ok, put, thing

ONE_WINDOW = True
__all__ = ["form", "thing"]


def test_that_ok_pressed_right_after_the_last_key_counts_once_it_is_judged(window, form, settle, qtbot):
    session = window.session
    dialog = form()
    put(dialog, "capacity", "120", F1)
    dialog.source.setText(REPORT)
    ok(dialog).click()  # within the pause after a key
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=20_000)
    settle(session)
    assert [(one.column, one.value) for one in session.project.corrections] == [("capacity", "120")]


def test_that_ok_pressed_too_early_takes_nothing_that_is_wrong_or_typed_on(form, qtbot, window):
    dialog = form()
    put(dialog, "capacity", "much", F1)
    dialog.source.setText(REPORT)
    ok(dialog).click()
    form.judged(dialog)
    assert dialog.isVisible()
    assert "not a number" in dialog.verdict.text()
    put(dialog, "capacity", "120", F1)
    ok(dialog).click()
    put(dialog, "capacity", "130", F1)  # who types on has not done yet
    form.judged(dialog)
    assert dialog.isVisible()
    dialog.reject()
    assert window.session.project.corrections == ()
