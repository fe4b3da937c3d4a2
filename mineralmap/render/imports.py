"""What PySide adds to every import, left out: it reads the source of each module that is imported after it."""

import sys


def read_no_sources() -> None:
    """Let imports pass without PySide's look at their source.

    It wants to know whether a module names PySide6, for ``__feature__`` (snake_case names), which nobody here switches
    on, and Python keeps each source that is asked for: 60 MB of text and a sixth of the time that pandas, scipy and the
    rest need to arrive. With the answer "no" such a module is left as it is. Where PySide has no such look, there is
    nothing to do.
    """
    feature = sys.modules.get("shibokensupport.feature")
    if feature is not None and hasattr(feature, "_mod_uses_pyside"):
        setattr(feature, "_mod_uses_pyside", lambda module: False)  # noqa: B010 - private, and unknown to type checkers
