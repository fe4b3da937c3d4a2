"""From the form of what is owned to that of its owner."""

from PySide6.QtWidgets import QPushButton

from tests.gui.test_correcting import form, put, thing  # noqa: F401

ONE_WINDOW = True


def test_that_the_form_leads_on_to_the_owners_of_an_owner_who_is_owned(thing, form):  # noqa: F811
    def onward(dialog):
        return [one for one in dialog.findChildren(QPushButton) if one.text().startswith("Correct the Owners of")]

    assert onward(form()) == []  # nobody is known to own CMOC and Gécamines
    mine = form("facilities", "AUS-greenbushes")
    (button,) = onward(mine)
    assert button.text() == "Correct the Owners of Talison Lithium…"
    put(mine, "stake", "90 %")
    button.click()
    assert thing.form is mine  # what was typed is not lost, also before it is judged
    form.judged(mine)
    assert not button.isEnabled()
    assert "Record what is changed here first" in button.toolTip()
    put(mine, "stake", "100 %")
    form.judged(mine)
    button.click()
    company = thing.form
    form.judged(company)
    assert company.windowTitle() == "Correct Talison Lithium"
    assert not mine.isVisible()
    assert company.field("stake", "windfield>talison").text() == "100 %"
    assert [one.text() for one in onward(company)] == ["Correct the Owners of Windfield Holdings…"]
    company.close()
