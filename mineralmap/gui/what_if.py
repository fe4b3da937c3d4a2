"""What a scenario changes, in words: what falls away, which choices of method and which assumptions are the user's."""

from dataclasses import fields, replace
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from mineralmap.analysis.assumptions import known
from mineralmap.gui.asked import OF_FLOWS
from mineralmap.gui.theme import Colours
from mineralmap.gui.words import GAP, percent
from mineralmap.model.scenario import Scenario

if TYPE_CHECKING:
    from mineralmap.datasets.dataset import Dataset

METHOD_FIELDS = ("denominator", "scheme", "screened", "cuts", "horizon", "outlook", "assumptions", "target")
"""Fields of the scenario that are no word of the question."""
DEFAULTS: dict[str, Any] = {item.name: item.default for item in fields(Scenario) if item.name in METHOD_FIELDS}
FLOW_FIELDS = ("decay", "land_weight", "affinity", "ports")
"""Fields that decide what sails and no share: they are changed in the same panel."""
FLOW_DEFAULTS: dict[str, Any] = {item.name: item.default for item in fields(Scenario) if item.name in FLOW_FIELDS}
COMMON_YEAR = 2024
"""Until there is an answer that has a year."""
CONTROL = "control:"
WORDS = {
    "located": "located facilities", "named": "the named countries", "doj2010": "US DOJ/FTC 2010", "own": "of your own",
}  # fmt: skip
LABELS = {
    "denominator": "shares are of {}",
    "scheme": "bands {}",
    "horizon": "demand and projects of {}",
    "outlook": "outlook {}",
    "target": "target {} of demand",
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
    if key.startswith(CONTROL) and dataset is not None:
        return f"Export measure: {measure_name(dataset, of)}"
    return f"{known(key).label}{f' ({name_of(dataset, of)})' if of else ''}"


def changes(dataset: "Dataset | None", scenario: Scenario) -> list[str]:
    """Everything that an answer depends on and is not as it is by default, what falls away first."""
    said = [cut_words(dataset, cut) for cut in scenario.cuts]
    for field, words in LABELS.items():
        value = getattr(scenario, field)
        if value != DEFAULTS[field]:
            value = f"{100 * value:g}{GAP}%" if field == "target" else value
            said.append(words.format(WORDS.get(str(value), value)))
    if scenario.screened != DEFAULTS["screened"]:
        said.append("other owners screened for")
    return said + [f"{label(dataset, key)} {value:g}" for key, value in scenario.assumptions if not of_flows(key)]


def flow_changes(dataset: "Dataset | None", scenario: Scenario) -> list[str]:
    """Everything that decides what sails, gates and ships apart, and is not as it is by default."""
    symbols = {"decay": "β", "land_weight": "κ", "affinity": "λ"}
    said = [
        f"{symbol} {getattr(scenario, name):g}"
        for name, symbol in symbols.items()
        if getattr(scenario, name) != FLOW_DEFAULTS[name]
    ]
    for key, value in scenario.assumptions:
        if key.startswith(CONTROL):
            said.append(f"{label(dataset, key)} cuts {percent(value)}")
        elif of_flows(key):
            said.append(f"{label(dataset, key)} {value:g}")
    return said + [port_words(dataset, word) for word in scenario.ports]


def of_flows(key: str) -> bool:
    """Does an assumption decide what sails, and no share?"""
    return key.partition(":")[0] in OF_FLOWS


def measure_name(dataset: "Dataset", control: str) -> str:
    """An export measure with its country: "DR Congo: export ban"; its id where there is none."""
    row = _measure(dataset, control)
    return f"{name_of(dataset, row['iso3'])}: {row['measure']}" if row else control


def measure_words(dataset: "Dataset | None", control: str) -> tuple[str, str]:
    """From when to when, how it stands and to whom; and the same with what our table and its sources say."""
    row = _measure(dataset, control) if dataset is not None else {}
    if not row:
        return "", ""
    when = f"from {row['effective']}" if row["effective"] else f"announced {row['announced']}"
    until = f" to {row['ended']}" if row["ended"] else ""
    words = " · ".join(filter(None, (when + until, row["status"], _targets(dataset, row["targets"]))))
    return words, "\n".join(filter(None, (words, row["note"], f"Source: {row['source_id']}")))


def _measure(dataset: "Dataset", control: str) -> dict[str, str]:
    return _measures(dataset).get(control, {})


@lru_cache(maxsize=1)
def _measures(dataset: "Dataset") -> dict[str, dict[str, str]]:
    """The rows of all measures in words, by their ids: a panel shows a dozen at a time."""
    found: dict[str, dict[str, str]] = {}
    for row in dataset.export_controls.to_dict("records"):
        found.setdefault(str(row["control_id"]), {str(name): str(value) for name, value in row.items()})
    return found


def _targets(dataset: "Dataset | None", targets: str) -> str:
    names = [name_of(dataset, part.strip()) for part in targets.replace(",", ";").split(";") if part.strip()]
    return f"to {', '.join(names)}" if names else ""


def port_words(dataset: "Dataset | None", word: str) -> str:
    """A chosen port as people read it: "Kisanfu by Walvis Bay: by road"."""
    place, _, rest = word.partition("=")
    port, _, reason = rest.partition(":")
    known = dataset is not None and port.strip() in dataset.ports.index
    named = str(dataset.ports.at[port.strip(), "name"]) if dataset is not None and known else port.strip()
    return f"{name_of(dataset, place.strip())} by {named}" + (f": {reason.strip()}" if reason.strip() else "")


def replaced(scenario: Scenario, **changes: Any) -> Scenario:
    """The scenario with other values."""
    return replace(scenario, **changes)


def removable(kind: str, word: str, words: str, colours: Colours) -> str:
    """A line of rich text with a link that takes it out: "kind|word"."""
    link = f"{escape(kind)}|{escape(word)}"
    return (
        f"<table width='100%' cellspacing='0'><tr><td style='padding:2px 0'>{escape(words)}</td>"
        f"<td align='right' style='padding:2px 0 2px 8px'>"
        f"<a style='color:{colours.focus}; text-decoration:none' href='{link}'>remove</a></td></tr></table>"
    )


def nations(dataset: "Dataset", among: set[str] | None = None) -> list[tuple[str, str]]:
    """Groups of partners, then countries: all of them, or those among a set; (name, id)."""
    groups = dataset.partners.sort_values("order").drop_duplicates("partner_id")
    grouped = [(str(row["name"]).split(",")[0], str(row["partner_id"])) for row in groups.to_dict("records")]
    taken = {one for _, one in grouped}
    countries = named(dataset.countries["name"])
    return grouped + [pair for pair in countries if pair[1] not in taken and (among is None or pair[1] in among)]


def named(names: Any) -> list[tuple[str, str]]:
    """(name, id) of a column of names, in the order of the names."""
    pairs = zip(names.tolist(), names.index.tolist(), strict=True)
    return sorted(((str(name), str(one)) for name, one in pairs), key=lambda pair: pair[0].casefold())
