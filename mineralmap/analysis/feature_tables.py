"""The features of each layer as tables of columns: what the attribute table shows and an expression is asked of."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mineralmap.analysis.feature_places import chokepoints, companies, countries, flow_rows, ports
from mineralmap.analysis.gates import gates
from mineralmap.analysis.movements import Flows
from mineralmap.analysis.ownership import ownership_table
from mineralmap.analysis.results import Results
from mineralmap.analysis.two_figures import beside
from mineralmap.datasets.attributes import Attribute, AttributeTable, number, text
from mineralmap.datasets.correction_table import AS_CORRECTED, marks
from mineralmap.datasets.dataset import Dataset
from mineralmap.model.scenario import Basis

QUESTION = "question"
STAGES = {
    "mines": ("Mines", "mining"), "intermediates": ("Intermediate works", "intermediate"),
    "refineries": ("Refineries", "refining"), "recycling": ("Recycling", "recycling"),
    "manufacturing": ("Makers of products", "manufacturing"),
}  # fmt: skip
TITLES: dict[str, str] = {
    QUESTION: "Facilities asked about", **{name: title for name, (title, _) in STAGES.items()},
    "own_data": "My data", "facilities": "All facilities, all minerals", "countries": "Countries",
    "chokepoints": "Chokepoints", "routes": "Routes (modelled)", "ports": "Ports", "companies": "Companies",
}  # fmt: skip
"""Every table by its id, in the order of the list; where a layer of the map has the same features, it has its id."""
SHARE = "A share is of its own whole: shares of different wholes do not add up."
MIXED = ("mineral", "stage", "unit")


def table(results: Results, flows: Flows | None, name: str) -> AttributeTable:
    """The features of a layer under a question; ``name`` one of ``TITLES``.

    Facilities have a row for each mineral that they make. What is not known is nan or empty, and never 0.
    """
    title, dataset = TITLES[name], results.dataset
    made: dict[str, Callable[[], AttributeTable]] = {
        "countries": lambda: countries(dataset, results, title),
        "chokepoints": lambda: chokepoints(dataset, gates(dataset, results.scenario).table, flows, results, title),
        "routes": lambda: flow_rows(dataset, flows, results, title),
        "ports": lambda: ports(dataset, flows, results, title),
        "companies": lambda: companies(dataset, title),
    }
    return made[name]() if name in made else _facilities(dataset, results, name, title)


@dataclass(frozen=True, eq=False)
class _Rows:
    """Facility and mineral of each row: the summed outputs, the facility's own row and its number in the data set."""

    outputs: pd.DataFrame
    known: pd.DataFrame
    at: np.ndarray
    asked: np.ndarray
    """Is the row of the question: its facility has an answer and its mineral is the one asked for?"""


def _facilities(dataset: Dataset, results: Results, name: str, title: str) -> AttributeTable:
    rows = _rows(dataset, results, name)
    scenario = results.scenario
    one = {QUESTION: (True, True), "facilities": (False, False), "own_data": (False, False)}.get(name, (True, True))
    columns = _columns(dataset, results, rows, *one)
    why = {
        QUESTION: results.no_data or f"No facility of {results.mineral_name} ({scenario.stage.value}) is known.",
        "own_data": "There is no data of your own. Add some with Data ▸ Add Data….",
    }.get(name, f"No facility of this kind is known for {results.mineral_name}.")
    places = rows.known[["lon", "lat"]].to_numpy(float)
    return AttributeTable(
        name, title, rows.known.index.to_numpy(object), columns, places[:, :1], places[:, 1:], MIXED, why,
        f"Counted tonnes, partner-owned parts and owners are {scenario.basis.value} figures of the question"
        f" ({results.mineral_name}, {scenario.stage.value}); capacity and output are contained tonnes as read.",
    )  # fmt: skip


def _rows(dataset: Dataset, results: Results, name: str) -> _Rows:
    facilities, outputs = dataset.facilities, dataset.outputs
    mineral = results.scenario.mineral
    if name not in ("facilities", "own_data"):
        outputs = outputs[outputs["mineral"] == mineral]
    known = facilities.index
    if name in STAGES:
        known = known[(facilities["stage"] == STAGES[name][1]).to_numpy()]
    elif name == QUESTION:
        known = known[known.isin(results.facilities.index)]
    elif name == "own_data":
        known = known[(facilities["dataset"] != "").to_numpy()]
    outputs = outputs[outputs["facility_id"].isin(known)]
    keys = ["facility_id", "mineral"]
    summed = outputs.groupby(keys, sort=False)[["capacity_t", "production_t"]].sum(min_count=1)
    years = outputs.groupby(keys, sort=False)[["capacity_year", "production_year"]].max()
    first = outputs.drop_duplicates(keys)[[*keys, "form", "source_id", "confidence"]]
    own = facilities["dataset"].reindex(first["facility_id"]).to_numpy(object) != ""
    first = first.iloc[np.argsort(~own, kind="stable")]  # who brought a file looks for its rows
    made = first.join(summed, on=keys).join(years, on=keys).reset_index(drop=True)
    at = facilities.index.get_indexer(pd.Index(made["facility_id"]))
    frame = pd.DataFrame(facilities.drop(columns="geometry")).iloc[at]
    asked = (made["mineral"] == mineral).to_numpy() & frame.index.isin(results.facilities.index)
    return _Rows(made, frame, at, asked)


def _columns(
    dataset: Dataset, results: Results, rows: _Rows, one_mineral: bool, one_stage: bool
) -> tuple[Attribute, ...]:
    outputs, known = rows.outputs, rows.known
    answer = results.facilities.reindex(known.index) if len(results.facilities.columns) else results.facilities
    units = dataset.minerals["unit"].reindex(outputs["mineral"]).to_numpy(object)
    minerals = dataset.minerals["name"].reindex(outputs["mineral"]).to_numpy(object)
    unit = results.unit if one_mineral else ""
    held = _held(dataset, results, rows.at)

    def answered(column: str, otherwise: np.ndarray) -> np.ndarray:
        if column not in answer:
            return otherwise
        return np.where(rows.asked, answer[column].to_numpy(), otherwise)

    partner = np.where(np.isnan(held.partner), np.nan, answered("partner_share", held.partner).astype(float))
    nothing, empty = np.full(len(known), np.nan), np.full(len(known), "", object)
    owner = np.where(rows.asked & (answered("owner_iso3", empty) != ""), answered("owner_iso3", empty), held.owner)
    hosts = known["host_iso3"].to_numpy(object)
    names = {code: dataset.country_name(str(code)) for code in {*hosts, *owner} if code}
    named = [
        np.array([names.get(code, "") for code in codes] or [""], object)[: len(codes)] for codes in (hosts, owner)
    ]
    sources = _joined(known["source_id"], outputs["source_id"])
    basis = results.scenario.basis.value
    read = known.get
    corrected = np.array([*marks(dataset.corrected, known.index.tolist()), ""], object)[:-1]
    confidence = np.where(corrected != "", AS_CORRECTED, known["confidence"].to_numpy(object))
    rests_on = answered("weight_from", empty)
    years, asides = beside(dataset, outputs, rests_on)
    came_with = known["dataset"].to_numpy(object)
    own = text("file", "File", came_with, tip="Your file that it came with; empty for shipped data",
               aliases=("dataset",))  # fmt: skip
    marked = text("corrected", "Corrected", corrected, tip="What you have corrected in this project, or added")
    return (
        text("name", "Facility", read("name"), aliases=("facility",)),
        *([marked] if dataset.corrected else []),
        *([own] if (came_with != "").any() else []),
        text("country", "Country", named[0], tip="Where it stands", aliases=("host_name",)),
        number("counted_t", "Counted", answered("weight_t", nothing).astype(float), unit=results.unit, form="tonnes",
               adds=True, aliases=("weight_t",), asides=asides,
               tip="Tonnes that the answer counts. \"Counted from\" says what they rest on, and so why they are other "
               "tonnes than the output. Empty outside the question, and where nobody knows"),
        number("capacity_t_per_year", "Capacity", outputs["capacity_t"], unit=f"{unit or 't contained'} a year",
               form="tonnes", adds=True, aliases=("capacity_t", "capacity"), tip="Contained capacity"),
        number("production_t", "Output", outputs["production_t"], unit=unit or "t contained", form="tonnes", adds=True,
               aliases=("output_t", "production", "output"), marks=years, asides=asides,
               tip="Contained output of one year, which stands before it where another figure is counted"),
        text("counted_from", "Counted from", rests_on, aliases=("from",),
             tip="What the counted tonnes rest on: output or capacity, and its year; scaled: the facilities of its "
             "country add up to more than its published output, and all are brought down alike"),
        text("status", "Status", read("status"), tip="Operating, construction, planned, care, closed or unknown"),
        number("partner_share", "Partner-owned", partner, form="percent",
               unit="fraction of the facility", why_not=SHARE, aliases=("partner", "partner_owned"),
               tip=f"Part that the chosen partners hold by {basis}"),
        text("owner_name", "Largest owner", named[1], tip="Nation with the largest stake, through chains of companies"),
        text("mineral", "Mineral", minerals, shown=not one_mineral),
        text("stage", "Stage", read("stage"), shown=not one_stage),
        text("operator", "Operator", read("operator"), tip="Operating company as the source prints it"),
        number("known_share", "Owner known", answered("known_share", held.known).astype(float), form="percent",
               unit="fraction of the facility", why_not=SHARE, tip="Part whose owner is known"),
        text("coord_precision", "Place", read("coord_precision"), aliases=("precision",),
             tip="How exactly the point is known"),
        text("confidence", "Confidence", confidence, tip="Grade of the row as a whole"),
        text("source_id", "Sources", sources, aliases=("source", "sources"),
             tip="Ids of the sources of place and figures; the export lists them in full"),
        text("owner", "Owner code", owner, aliases=("owner_iso3",), shown=False,
             tip="ISO 3166-1 alpha-3 code of the nation with the largest stake"),
        text("host", "Country code", hosts, aliases=("host_iso3",), shown=False,
             tip="ISO 3166-1 alpha-3 code of the country it stands in"),
        text("admin1", "Province", read("admin1"), aliases=("province",), shown=False),
        text("form", "Form", outputs["form"], tip="The product that the figures count", shown=False),
        number("start_year", "Start", read("start_year"), form="year", shown=False, tip="First production, where read"),
        number("capacity_year", "Year of capacity", outputs["capacity_year"], form="year", shown=False),
        number("production_year", "Year of output", outputs["production_year"], form="year", shown=False),
        text("as_of", "State as of", read("as_of"), shown=False),
        text("unit", "Counts", units, tip="What a tonne of capacity or output counts", shown=not one_mineral),
        number("lat", "Latitude", read("lat"), form="degrees", unit="degrees, WGS 84", shown=False,
               aliases=("latitude",)),
        number("lon", "Longitude", read("lon"), form="degrees", unit="degrees, WGS 84", shown=False,
               aliases=("longitude",)),
        text("facility_id", "Id", known.index.to_numpy(object), aliases=("id",), shown=False),
        text("notes", "Notes", read("notes"), shown=False),
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Held:
    partner: np.ndarray
    known: np.ndarray
    owner: np.ndarray


def _held(dataset: Dataset, results: Results, at: np.ndarray) -> _Held:
    """Who holds facilities outside the question too, traced as the answer traces its own."""
    owners = ownership_table(dataset)
    credits, equity = owners.by_basis[results.scenario.basis], owners.by_basis[Basis.EQUITY]
    members = owners.columns(dataset.partner_members(results.scenario.partners))
    nations = np.array([*owners.nations, ""], object)
    nobody = equity.rest > 1.0 - 1e-9
    partner = np.minimum(credits.of(members)[0], 1.0)
    if results.scenario.basis is not Basis.LOCATION:
        partner = np.where(nobody, np.nan, partner)
    return _Held(partner[at], 1.0 - equity.rest[at], np.where(nobody, "", nations[equity.largest])[at])


def _joined(first: pd.Series, second: pd.Series) -> np.ndarray:
    """The ids of both, each once, as "a; b"."""
    made = [a if b == a or not b else b if not a else "; ".join(dict.fromkeys(f"{a}; {b}".split("; ")))
            for a, b in zip(first, second, strict=True)]  # fmt: skip
    return np.array([*made, ""], object)[:-1]
