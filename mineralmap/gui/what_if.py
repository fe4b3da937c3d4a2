"""What a scenario changes, in words: what falls away, which choices of method and which assumptions are the user's."""

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from mineralmap.analysis.assumptions import known
from mineralmap.gui.words import GAP
from mineralmap.model.scenario import Scenario

if TYPE_CHECKING:
    from mineralmap.datasets.dataset import Dataset

METHOD_FIELDS = ("denominator", "scheme", "screened", "cuts", "horizon", "outlook", "assumptions", "target")
"""Fields of the scenario that are no word of the question."""
DEFAULTS: dict[str, Any] = {item.name: item.default for item in fields(Scenario) if item.name in METHOD_FIELDS}
WORDS = {
    "located": "located facilities", "named": "the named countries", "doj2010": "US DOJ/FTC 2010", "own": "of your own",
}  # fmt: skip
LABELS = {
    "denominator": "shares are of {}",
    "scheme": "bands {}",
    "horizon": "demand and projects of {}",
    "outlook": "outlook {}",
    "target": "target {:.0%} of demand",
}


def name_of(dataset: "Dataset | None", code: str) -> str:
    """The name of a nation, group, company or facility; its id where there is none."""
    if dataset is None:
        return code
    for table in (dataset.companies, dataset.facilities):
        if code in table.index:
            return str(table.at[code, "name"])
    groups = dict(zip(dataset.partners["partner_id"], dataset.partners["name"], strict=True))
    return str(groups.get(code) or dataset.country_name(code)).split(",")[0]


def who(cut: str) -> str:
    """The id that a cut names: "IDN" of "host:IDN=0.5"."""
    return cut.partition("=")[0].partition(":")[2]


def cut_words(dataset: "Dataset | None", cut: str) -> str:
    """A cut as people read it: "In Indonesia: −50 %"."""
    kind = {"owner": "Owned by ", "host": "In "}.get(cut.partition(":")[0], "")
    part = float(cut.partition("=")[2] or 1)
    return f"{kind}{name_of(dataset, who(cut))}: −{100 * part:g}{GAP}%"


def label(dataset: "Dataset | None", key: str) -> str:
    """What an assumption is called, with whom it is of: "Stock held (Japan)"."""
    _, _, of = key.partition(":")
    return f"{known(key).label}{f' ({name_of(dataset, of)})' if of else ''}"


def changes(dataset: "Dataset | None", scenario: Scenario) -> list[str]:
    """Everything that is not as it is by default, what falls away first."""
    said = [cut_words(dataset, cut) for cut in scenario.cuts]
    for field, words in LABELS.items():
        value = getattr(scenario, field)
        if value != DEFAULTS[field]:
            said.append(words.format(WORDS.get(str(value), value)))
    if scenario.screened != DEFAULTS["screened"]:
        said.append("other owners screened for")
    return said + [f"{label(dataset, key)} {value:g}" for key, value in scenario.assumptions]
