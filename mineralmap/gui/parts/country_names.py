"""The language that the map names countries in."""

from functools import partial
from typing import Any

from mineralmap.gui.parts import Installed, parts
from mineralmap.gui.rows import Row
from mineralmap.model.view import ENGLISH, LANGUAGES, View

HEAD = "names_in_"
TIP = "Labels of countries on the map in {}; title, key and panels stay English"


@parts.add
class CountryNames:
    """Rows of the Settings menu."""

    id, order = "country_names", 45
    rows = tuple(
        Row(HEAD + code, "Settings", name, (), "", TIP.format(ENGLISH[code]), checkable=True, group="names",
            submenu="&Names on the Map")
        for code, name in LANGUAGES.items()
    )  # fmt: skip

    def make(self, window: Any) -> Installed:
        def follow(view: View) -> None:
            window.actions_[HEAD + (view.language if view.language in LANGUAGES else "en")].setChecked(True)

        def ready() -> None:
            window.session.view_changed.connect(follow)
            follow(window.session.view)

        handlers = {HEAD + code: partial(_choose, window, code) for code in LANGUAGES}
        return Installed(handlers=handlers, ready=ready)


def _choose(window: Any, code: str, _: bool = False) -> None:
    from mineralmap.render import scripts

    session = window.session
    session.edit(f"Names of countries in {ENGLISH[code]}", language=code)
    said = scripts.missing(code)
    if said:
        window.notices.say(said, "warning")
