"""Terms explained where they stand: the sentence of a figure's term, shown when its link is pointed at."""

from textwrap import fill

from PySide6.QtWidgets import QLabel

from mineralmap.gui import links
from mineralmap.gui.paragraph import Paragraph
from mineralmap.gui.words import GLOSSARY

WIDE = 88
"""Characters of a line: plain tips do not wrap by themselves."""
TERM_OF = {
    "hhi": "HHI",
    "company_hhi": "HHI",
    "cr1": "CR1, CR3",
    "cr3": "CR1, CR3",
    "company_cr1": "CR1, CR3",
    "company_cr3": "CR1, CR3",
    "n_eff": "Equal suppliers",
    "partner_share": "Partner-owned",
    "coverage": "Coverage",
    "unknown_share": "Unknown",
    "presumed_share": "Presumed",
    "coverage_gap": "Diversification gap",
    "horizon_gap": "Diversification gap",
    "single_supplier": "Single supplier",
    "single_origin": "Single supplier",
    "n1": "N − 1, N − 2",
    "n2": "N − 1, N − 2",
    "without_screened": "Screened",
    "days_of_cover": "Days of cover",
    "supply_risk": "Supply risk",
    "net_import_reliance": "Net import reliance",
}
"""The term in the glossary that each indicator is of."""


def sentence(what: str) -> str:
    """What a figure's term means: of an indicator's id, "supplier:CHN", "company:…" or "facility:…"; "" for others."""
    family = what.partition(":")[0]
    if family in ("supplier", "company"):
        return words("Supplier") if family == "supplier" else ""
    term = TERM_OF.get(what, "")
    return words(term) if term else ""


def explained(*terms: str) -> str:
    """The sentences of several terms, each on a line."""
    return "\n".join(fill(words(term), WIDE) for term in terms)


def words(term: str) -> str:
    """A term with its sentence, which may begin with the term itself."""
    said = GLOSSARY[term]
    return said if said.startswith(f"{term}:") else f"{term}: {said}"


def explain_links(label: QLabel) -> None:
    """Let each figure of a label that can be opened, and the words before it in a table, say what it is when it is
    pointed at."""
    own, pointed = "", False

    def hovered(link: str) -> None:
        nonlocal own, pointed
        said = _tip(link)
        if said and not pointed:
            own = label.toolTip()
        if said:
            label.setToolTip(said)
        elif pointed:
            label.setToolTip(own)
        pointed = bool(said)

    label.linkHovered.connect(hovered)
    if isinstance(label, Paragraph):
        label.tip_of = _tip


def _tip(link: str) -> str:
    said = sentence(links.asked(link)) if links.asked(link) else ""
    return f"{fill(said, WIDE)}\n{links.TIP}" if said else ""
