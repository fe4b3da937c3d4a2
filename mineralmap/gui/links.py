"""Figures that open what stands behind them: the one form of such a link, written here and read by every panel."""

from html import escape

from mineralmap.gui.theme import Colours

EXPLAIN = "explain:"
"""How the address of such a link begins; an indicator's id, "supplier:CHN", "company:…" or "facility:…" follows."""
TIP = "Click a figure to see its formula, its rows and its sources."


def figure(what: str, words: str, colours: Colours, colour: str = "") -> str:
    """Words, escaped here, as a link to what stands behind them; in the colour of links unless another is given.

    Nothing but the words where nothing explains them.
    """
    if not what:
        return escape(words)
    return (
        f"<a style='color:{colour or colours.focus}; text-decoration:none' href='{EXPLAIN}{escape(what)}'>"
        f"{escape(words)}</a>"
    )


def asked(link: str) -> str:
    """What a link asks to be explained; "" when it is another kind of link."""
    return link.removeprefix(EXPLAIN) if link.startswith(EXPLAIN) else ""
