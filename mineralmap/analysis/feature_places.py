"""Countries, chokepoints, modelled flows, ports and companies as tables of columns."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from mineralmap.analysis.movements import Flows
from mineralmap.analysis.results import OTHER, UNKNOWN, Results
from mineralmap.datasets.attributes import AttributeTable, flag, number, text
from mineralmap.datasets.dataset import Dataset

SHARE = "Shares of one whole add up in the answer, which knows the whole; here they would be taken for a figure."
SEVERAL = "A route passes several gates and would count several times."
WAYS = "Lengths of different ways do not add up to a way."
GROSS = "Gross tonnes are of different materials."
NO_FLOWS = "The flows are not modelled yet, or the question has none."


def countries(dataset: Dataset, results: Results, title: str) -> AttributeTable:
    """Every country, with what the answer credits it with and what stands in it."""
    known = dataset.countries
    names = known["name"].to_numpy(object)
    suppliers = results.suppliers.set_index("supplier") if "supplier" in results.suppliers else results.suppliers
    answer = suppliers[~suppliers.index.isin([OTHER, UNKNOWN])].reindex(known.index)
    made = results.facilities.index
    hosts = dataset.facilities["host_iso3"].reindex(made)
    counts = hosts.value_counts().reindex(known.index).fillna(0.0)
    partner = dataset.partner_members(results.scenario.partners)
    nothing = np.full((len(known), 1), np.nan)

    def figure(column: str) -> np.ndarray:
        return answer[column].to_numpy(float) if column in answer else nothing[:, 0]

    basis = results.scenario.basis.value
    return AttributeTable(
        "countries", title, known.index.to_numpy(object),
        (
            text("name", "Country", names, aliases=("country",)),
            text("iso3", "Code", known.index.to_numpy(object), tip="ISO 3166-1 alpha-3", aliases=("host", "code")),
            text("region", "Region", known["region"]),
            number("tonnes", "Credited", figure("tonnes"), unit=results.unit, form="tonnes", adds=True,
                   aliases=("credited_t",), tip=f"Tonnes credited by {basis}; empty where the answer names nothing"),
            number("share", "Share", figure("share"), form="percent", unit="fraction of the total", why_not=SHARE,
                   tip=f"Of {results.denominator_source}, by {basis}"),
            number("share_low", "At least", figure("share_low"), form="percent", unit="fraction of the total",
                   why_not=SHARE, tip="Counting published stakes only"),
            number("share_high", "At most", figure("share_high"), form="percent", unit="fraction of the total",
                   why_not=SHARE, tip="Adding everything whose owner is unknown"),
            number("facilities", "Facilities", counts, adds=True, tip="Of the question, that stand in the country"),
            flag("partner", "Partner", known.index.isin(list(partner)), tip="Of the chosen partners"),
            flag("landlocked", "Landlocked", known["landlocked"], shown=False),
        ),
        nothing, nothing, why_empty="There is no country in the data.", note=f"Credited by {basis}.",
        sources=results.sources,
    )  # fmt: skip


def chokepoints(
    dataset: Dataset, gates: pd.DataFrame, flows: Flows | None, results: Results, title: str
) -> AttributeTable:
    """Every gate under the scenario, with what passes it where flows are known."""
    exposure = flows.exposure.set_index("chokepoint_id") if flows is not None else pd.DataFrame()
    passing = exposure.reindex(gates.index)
    nothing = np.full(len(gates), np.nan)

    def figure(column: str) -> np.ndarray:
        return passing[column].to_numpy(float) if column in passing else nothing

    def fact(column: str) -> np.ndarray:
        return dataset.chokepoints[column].reindex(gates.index).to_numpy(float)

    sources = dataset.chokepoints["source_id"].reindex(gates.index).fillna("").to_numpy(object)
    return AttributeTable(
        "chokepoints", title, gates.index.to_numpy(object),
        (
            text("name", "Chokepoint", gates["name"]),
            text("state", "State", gates["state"],
                 tip="Open, avoided (a second choice: taken only where every other way is longer still) or closed"),
            number("share", "Exposure", figure("share"), form="percent", unit="fraction of the flows", why_not=SEVERAL,
                   tip="Part of all modelled tonnes that passes here; empty where none does", aliases=("exposure",)),
            number("tonnes", "Passing", figure("tonnes"), unit=results.unit, form="tonnes", why_not=SEVERAL,
                   tip="Modelled tonnes a year"),
            number("ships_per_year", "Ships", fact("ships_per_year"), unit="a year", why_not=SEVERAL),
            number("penalty_nm", "Counts longer", gates["penalty_nm"], unit="nautical miles", why_not=WAYS),
            text("why", "Why", gates["why"]),
            flag("own", "Your own", gates["own"], shown=False),
            number("lat", "Latitude", gates["lat"], form="degrees", unit="degrees, WGS 84", shown=False),
            number("lon", "Longitude", gates["lon"], form="degrees", unit="degrees, WGS 84", shown=False),
            text("source_id", "Sources", sources, aliases=("source", "sources")),
            text("chokepoint_id", "Id", gates.index.to_numpy(object), aliases=("id",), shown=False),
        ),
        *_places(gates[["lon"]], gates[["lat"]]), why_empty="There is no chokepoint in the data.",
        note="Tonnes and exposure are of modelled flows.",
    )  # fmt: skip


def flow_rows(dataset: Dataset, flows: Flows | None, results: Results, title: str) -> AttributeTable:
    """The modelled and known flows, from place to place."""
    table = flows.table if flows is not None else pd.DataFrame({"flow_id": []})
    if not len(table):
        return AttributeTable(
            "routes", title, np.array([], object), (), np.empty((0, 2)), np.empty((0, 2)), why_empty=NO_FLOWS
        )
    unit = flows.unit if flows is not None else results.unit
    gates = dataset.chokepoints["name"]
    passed = ["; ".join(str(gates.get(one, one)) for one in row) for row in table["gates"]]
    country = {code: dataset.country_name(str(code)) for code in {*table["from_iso3"], *table["to_iso3"]} if code}
    ends = [_of_ends(dataset, table[f"{side}_id"], table[f"{side}_port"]) for side in ("from", "to")]
    sources = np.where(table["known"], table["source_id"], "modelled")
    return AttributeTable(
        "routes", title, table["flow_id"].to_numpy(object),
        (
            text("from_name", "From", table["from_name"], aliases=("from",)),
            text("to_name", "To", table["to_name"], aliases=("to",)),
            number("tonnes", "Tonnes", table["tonnes"], unit=unit, form="tonnes", adds=True, tip="Contained, a year"),
            number("gross_t", "Gross", table["gross_t"], unit="t as loaded", form="tonnes", why_not=GROSS,
                   tip="Empty where the weight is not known or counts with another metal"),
            text("cargo_name", "Cargo", table["cargo_name"], aliases=("cargo",)),
            text("leg", "Leg", table["leg"], tip="feed: from mine to refinery; product: from refinery to consumer"),
            text("mode", "Mode", table["mode"], tip="By sea, over land or domestic"),
            number("sea_nm", "At sea", table["sea_nm"], unit="nautical miles", why_not=WAYS,
                   tip="True length; empty when not by sea"),
            number("land_km", "On land", table["land_km"], unit="km", why_not=WAYS),
            text("gates", "Passes", passed, tip="Chokepoints on the way", aliases=("chokepoints",)),
            text("from_country", "From country", [country.get(one, "") for one in table["from_iso3"]], shown=False),
            text("to_country", "To country", [country.get(one, "") for one in table["to_iso3"]], shown=False),
            text("from_iso3", "From code", table["from_iso3"], shown=False, aliases=("host",)),
            text("to_iso3", "To code", table["to_iso3"], shown=False),
            text("importer", "Importer", table["importer"], shown=False),
            flag("stranded", "Cut off", table["stranded"], tip="No way is left under the closures"),
            flag("known", "Known", table["known"], tip="Told by a source, not modelled"),
            text("from_port", "From port", table["from_port"], shown=False),
            text("to_port", "To port", table["to_port"], shown=False),
            text("source_id", "Sources", sources, aliases=("source", "sources")),
            text("flow_id", "Id", table["flow_id"], aliases=("id",), shown=False),
        ),
        *_places(*(pd.DataFrame([end[side] for end in ends]).T for side in (0, 1))), alike=("leg",),
        why_empty=NO_FLOWS, note="Flows are modelled, but for the rows that are known.",
    )  # fmt: skip


def ports(dataset: Dataset, flows: Flows | None, results: Results, title: str) -> AttributeTable:
    """Every port of the data, with what the modelled flows load and land there."""
    known = dataset.ports
    used = flows.ends.set_index("port_id")["tonnes"] if flows is not None else pd.Series(dtype=float)
    used = used[~used.index.duplicated()]
    host = [dataset.country_name(str(one)) for one in known["iso3"]]
    return AttributeTable(
        "ports", title, known.index.to_numpy(object),
        (
            text("name", "Port", known["name"]),
            text("country", "Country", host),
            text("size", "Size", known["size"], tip="As the World Port Index grades it"),
            number("tonnes", "Loaded and landed", used.reindex(known.index), unit=results.unit, form="tonnes",
                   why_not="What is loaded at one port is landed at another and would count twice.",
                   tip="Modelled tonnes a year; empty where none pass"),
            flag("main", "Main port", known["main"], tip="Of its country"),
            text("host", "Country code", known["iso3"], aliases=("iso3",), shown=False),
            number("lat", "Latitude", known["lat"], form="degrees", unit="degrees, WGS 84", shown=False),
            number("lon", "Longitude", known["lon"], form="degrees", unit="degrees, WGS 84", shown=False),
            text("source_id", "Sources", known["source_id"], aliases=("source", "sources")),
            text("port_id", "Id", known.index.to_numpy(object), aliases=("id", "locode"), shown=False),
            text("note", "Notes", known["note"], shown=False),
        ),
        *_places(known[["lon"]], known[["lat"]]), why_empty="There is no port in the data.",
        note="Tonnes are of modelled flows.",
    )  # fmt: skip


def companies(dataset: Dataset, title: str) -> AttributeTable:
    """Every company, with its seat; how many facilities it holds a stake in directly."""
    known = dataset.companies
    direct = dataset.stakes[dataset.stakes["owned_id"].isin(dataset.facilities.index)]
    held = direct.groupby("owner_id")["owned_id"].nunique().reindex(known.index).fillna(0.0)
    seats = [dataset.country_name(str(one)) if one else "" for one in known["country_iso3"]]
    nowhere = np.full((len(known), 1), np.nan)
    return AttributeTable(
        "companies", title, known.index.to_numpy(object),
        (
            text("name", "Company", known["name"], aliases=("company",)),
            text("country", "Seat", seats),
            text("kind", "Kind", known["kind"]),
            flag("state_owned", "State-owned", known["state_owned"]),
            number("facilities", "Direct stakes", held, why_not="A facility may have several owners.",
                   tip="Facilities in which it holds a stake itself"),
            text("host", "Seat code", known["country_iso3"], aliases=("owner", "iso3"), shown=False),
            text("source_id", "Sources", known["source_id"], aliases=("source", "sources")),
            text("company_id", "Id", known.index.to_numpy(object), aliases=("id",), shown=False),
            text("notes", "Notes", known["notes"], shown=False),
        ),
        nowhere, nowhere, why_empty="There is no company in the data.",
    )  # fmt: skip


def _places(lon: pd.DataFrame, lat: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    return lon.to_numpy(float), lat.to_numpy(float)


def _of_ends(dataset: Dataset, ids: "pd.Series[str]", ports: "pd.Series[str]") -> Sequence[np.ndarray]:
    """Longitude and latitude of one end of each flow: the facility, else the port."""
    found = []
    for column in ("lon", "lat"):
        at = dataset.facilities[column].reindex(ids).to_numpy(float)
        port = dataset.ports[column].reindex(ports).to_numpy(float)
        found.append(np.where(np.isnan(at), port, at))
    return found
