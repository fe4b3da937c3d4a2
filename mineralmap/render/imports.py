"""What PySide adds to every import, left out: a look at who imports, and at the source of what is imported."""

import builtins


def read_no_sources() -> None:
    """Let imports pass PySide by.

    It puts itself before every import, also those within functions that are done again and again, to serve
    ``__feature__`` (snake_case names), which nobody here switches on: five times as long for each of the 12,000 of a
    start, and it has Python read and keep the source of each new module, 60 MB of text. Python's own function, which
    PySide keeps beside its own, takes its place again. Where another stands there, it stays.
    """
    if builtins.__import__.__name__ == "__feature_import__":
        builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
