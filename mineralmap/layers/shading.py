"""What countries are shaded by: one function for each choice of ``View.shade_by``, which gives numbers by country.

Only where a number per country truly exists; what is not known stays nan, and is drawn as "no data", never as nothing.
"""

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from mineralmap.analysis.assumptions import assumed
from mineralmap.analysis.compute import compute
from mineralmap.analysis.movements import Flows
from mineralmap.analysis.reliance import reliance_of
from mineralmap.analysis.results import OTHER, UNKNOWN, Results
from mineralmap.analysis.supply_risk import WORST
from mineralmap.analysis.through import REST_OF_WORLD
from mineralmap.layers import symbology, words
from mineralmap.layers.context import Context
from mineralmap.model.scenario import HELD_BY_PARTNERS, Basis

PARTS = (0.1, 0.25, 0.5, 0.75)
"""Fixed breaks of what is a part of something that stands in a country."""
TONNES = (1e3, 1e4, 1e5, 1e6)
POINTS = (25.0, 100.0, 400.0, 1_600.0)
"""Squares of the breaks of shares, in points of the HHI."""
SCORES = (2.0, 4.0, 6.0, 8.0)
LEAST_NAMED, MOST_NAMED = 0.02, 16
"""Least weight with which a country is named, and how many are where nearly all of them have a number."""


@dataclass(frozen=True, eq=False)
class Shading:
    """Numbers by country, with everything that the key must say of them.

    ``values`` by ISO 3166-1 alpha-3, nan where not known; a country that it does not have is ``others``. ``title`` is
    what the map says it shows, ``basis`` what the number is a part of and how it is counted. ``limit`` is what policy
    allows (nan: nothing is said), ``high`` the upper bounds of the values where they have any.
    """

    id: str
    title: str
    basis: str
    values: pd.Series
    unit: Literal["part", "tonnes", "points", "score"] = "part"
    fixed: tuple[float, ...] = PARTS
    limit: float = math.nan
    high: pd.Series | None = None
    others: str = "nothing of this there"
    missing: str = "no data"
    zero_is_nothing: bool = False
    """Zero is no value: the country is one of the ``others``."""
    of_tonnes: str = "t"
    credits: tuple[str, ...] = ()
    extra: pd.Series | None = None
    """A second line of a country's tip, "" for none."""

    @cached_property
    def told(self) -> tuple[Hashable, ...]:
        """All of it as a value: two that are told alike draw the same map."""
        columns = (self.values, self.high, self.extra)
        tables = tuple(None if one is None else (tuple(one.index), tuple(map(str, one.tolist()))) for one in columns)
        rest = (self.id, self.title, self.basis, self.unit, self.fixed, self.others, self.missing, self.of_tonnes)
        return *tables, *rest, repr(self.limit), self.zero_is_nothing, self.credits

    def text(self, value: float) -> str:
        """One value as read aloud."""
        if not math.isfinite(value):
            return self.missing
        if self.unit == "part":
            return symbology.percent_text(value)
        if self.unit == "tonnes":
            return symbology.tonnes_text(value, self.of_tonnes)
        if self.unit == "points":
            return f"{value:,.0f} points" if value >= 10 or value == 0 else f"{value:.2g} points"
        return f"{value:.1f}"


def shading(context: Context) -> Shading:
    """What the view asks for; made once for each answer, shares of supply once for all partners, and anew when other
    flows are shown or another share is the limit."""
    name = context.view.shade_by if context.view.shade_by in _MAKERS else "share"
    same = name in OF_SUPPLY
    kept = _made.setdefault(context.results.unpartnered if same else context.results, {})
    rests_on = repr(context.results.gap.single_limit) if same else context.shown
    if name not in kept or kept[name][0] != rests_on:
        kept[name] = rests_on, _MAKERS[name](context)
    return kept[name][1]


def title(context: Context) -> str:
    """The map's sentence: the answer, or where countries are shaded by something else, that with its largest two."""
    made = shading(context)
    if made.id == "share" or "countries" in context.view.hidden:
        return words.title(context.results)
    top = made.values.dropna().sort_values(ascending=False, kind="stable").head(2)
    named = [f"{context.country_name(str(iso3))} {made.text(float(value))}" for iso3, value in top.items() if value > 0]
    return f"{made.title}: {', '.join(named) or made.missing}"


def figures(context: Context) -> pd.DataFrame:
    """The countries that are named on the map of the world, by ISO 3166-1 alpha-3: ``weight`` (0–1) how much each
    matters, ``text`` its figure. Those that are shaded by little more than nothing are left out."""
    made = shading(context)
    values = made.values.dropna()
    values = values[values > 0].sort_values(ascending=False, kind="stable")
    weight = values if made.unit == "part" else values / values.max()
    kept = (weight >= LEAST_NAMED).to_numpy() & ((np.arange(len(values)) < MOST_NAMED) | made.zero_is_nothing)
    return pd.DataFrame({"weight": weight, "text": [made.text(float(one)) for one in values]})[kept]


def _share(context: Context) -> Shading:
    return _supplier_share(context, context.results, "share")


def _supplier_share(context: Context, results: Results, name: str) -> Shading:
    rows = _suppliers(results)
    asked = f"Share of {_product(results)}, {words.BASIS[results.scenario.basis]}"
    whole = f"of {symbology.tonnes_text(results.denominator_t, results.unit)}, " if results.denominator_t > 0 else ""
    limit = results.gap.single_limit
    return Shading(
        name, asked, f"{whole}{_counted(results)}", rows["share"], fixed=symbology.SHARE_BREAKS,
        limit=limit if np.isfinite(limit) else symbology.THRESHOLD, high=rows["share_high"],
        others="not a named supplier", missing="no data" if results.no_data else "withheld by the source",
        zero_is_nothing=True, extra=_details(results, rows),
    )  # fmt: skip


def _by(basis: Basis) -> Callable[[Context], Shading]:
    """Shares under another basis than the question's."""

    def make(context: Context) -> Shading:
        scenario = context.results.scenario
        same = scenario.basis is basis
        results = context.results if same else compute(context.dataset, replace(scenario, basis=basis))
        return _supplier_share(context, results, f"by_{basis.value}")

    return make


def _tonnes(context: Context) -> Shading:
    results, rows = context.results, _suppliers(context.results)
    return Shading(
        "tonnes", f"Tonnes of {_product(results)}, {words.BASIS[results.scenario.basis]}", _counted(results),
        rows["tonnes"], "tonnes", TONNES, others="not a named supplier", zero_is_nothing=True, of_tonnes=results.unit,
        missing="no data" if results.no_data else "withheld by the source",
    )  # fmt: skip


def _points(context: Context) -> Shading:
    results, rows = context.results, _suppliers(context.results)
    return Shading(
        "hhi", f"What each supplier adds to the HHI of {_product(results)}, {words.BASIS[results.scenario.basis]}",
        f"share in percent, squared; {_counted(results)}", (100 * rows["share"]) ** 2, "points", POINTS,
        others="not a named supplier", zero_is_nothing=True,
        missing="no data" if results.no_data else "withheld by the source",
    )  # fmt: skip


def _partner(context: Context) -> Shading:
    results = context.results
    chosen = ", ".join(sorted(results.scenario.partners)) or "none chosen"
    how = HELD_BY_PARTNERS[results.scenario.basis].capitalize()
    part = _of_hosts(context, "partner_share")
    return Shading(
        "partner", f"{how} part of {_product(results)} where it is made",
        f"of the located tonnes of each country, {_counted(results)}; partners: {chosen}", part,
        missing="owners not known",
    )  # fmt: skip


def _unknown(context: Context) -> Shading:
    results = context.results
    return Shading(
        "unknown", f"Part of {_product(results)} whose owners are not known, where it is made",
        f"by equity, of the located tonnes of each country, {_counted(results)}",
        1.0 - _of_hosts(context, "known_share", 0.0),
    )  # fmt: skip


def _screened(context: Context) -> Shading:
    results = context.results
    scenario = results.scenario
    named = ", ".join(sorted(scenario.screened)) or "none chosen"
    basis = Basis.EQUITY if scenario.basis is Basis.LOCATION else scenario.basis
    asked = results if basis is scenario.basis else compute(context.dataset, replace(scenario, basis=basis))
    credits = asked.credits
    held = credits[credits["supplier"].isin(list(scenario.screened))].groupby("facility_id")["share"].sum()
    held = held.reindex(asked.facilities.index).fillna(0.0)
    return Shading(
        "screened", f"Part of {_product(results)} that screened owners hold, where it is made",
        f"{words.BASIS[basis]}, of the located tonnes of each country; owners screened for: {named}",
        _of_hosts(context, held), missing="owners not known",
    )  # fmt: skip


def _reliance(context: Context) -> Shading:
    results, values, said, sources = context.results, {}, {}, []
    for region in sorted(set(context.dataset.reliance["region"])):
        found = reliance_of(results, str(region))
        if found is None:
            continue
        for iso3 in context.dataset.partner_members(frozenset({str(region)})) or (str(region),):
            values[iso3] = found.value.point if math.isfinite(found.value.point) else 0.0
            said[iso3] = f"{found.bound or ''}{found.published} % of {found.consumption}, {found.year}".lstrip("E")
        sources.append(found.source_id)
    told = context.dataset.sources["publisher"].reindex(list(dict.fromkeys(sources))).dropna()
    return Shading(
        "reliance", f"Net import reliance, {results.mineral_name}",
        "published, of apparent consumption; a net exporter has 0; known for few countries",
        pd.Series(values, dtype=float), fixed=(0.25, 0.5, 0.75, 0.9), others="not published",
        extra=pd.Series(said, dtype=object),
        credits=tuple(f"Import reliance: {one}." for one in told),
    )  # fmt: skip


def _imported(context: Context) -> Shading:
    table = _arriving(context)
    abroad = table["tonnes"].where(table["from_iso3"] != table["to_iso3"], 0.0)
    sums = abroad.groupby(table["to_iso3"]).sum() / table.groupby("to_iso3")["tonnes"].sum()
    return Shading(
        "imported", f"Part that comes from abroad, {_shipped(context)}",
        f"modelled, not observed trade; of what reaches each country, {_legs(context)}", sums, others=_nobody(context),
    )  # fmt: skip


def _gate(context: Context) -> Shading:
    table = _arriving(context)
    table = table[table["from_iso3"] != table["to_iso3"]]
    total = table.groupby("to_iso3")["tonnes"].sum()
    passed = table[["to_iso3", "tonnes", "gates"]].explode("gates").dropna(subset=["gates"])
    through = passed.groupby(["to_iso3", "gates"])["tonnes"].sum().reset_index()
    most = through.sort_values("tonnes", ascending=False, kind="stable").drop_duplicates("to_iso3").set_index("to_iso3")
    names = context.dataset.chokepoints["name"]
    said = most["gates"].map(lambda gate: f"most by {names.get(gate, gate)}") if len(most) else most["gates"]
    return Shading(
        "gate", f"Dependence on one chokepoint, {_shipped(context)}",
        f"modelled: the most that one strait carries, of what each country has from abroad, {_legs(context)}",
        (most["tonnes"].reindex(total.index).fillna(0.0) / total).astype(float), others=_nobody(context),
        extra=said,
    )  # fmt: skip


def _governance(context: Context) -> Shading:
    scenario = context.results.scenario
    suppliers = _suppliers(context.results).index
    scores = pd.Series({iso3: assumed(scenario, f"wgi:{iso3}") for iso3 in suppliers}, dtype=float)
    return Shading(
        "wgi", "Governance of the suppliers as entered (WGI)",
        f"0 good, {WORST:g} bad; entered under What if, none is shipped", scores, "score", SCORES,
        others="not a named supplier", missing="not entered",
    )  # fmt: skip


def _suppliers(results: Results) -> pd.DataFrame:
    """The named suppliers by country, without rows where nothing is said of any."""
    rows = results.suppliers
    return rows[~rows["supplier"].isin([OTHER, UNKNOWN])].set_index("supplier")


def _of_hosts(context: Context, column: str | pd.Series, least_known: float = 1e-9) -> pd.Series:
    """The mean (0–1) of a column of facilities in each country, weighed by their tonnes; nan where hardly any owner is
    known."""
    table = context.results.facilities
    if "weight_t" not in table or table.empty:
        return pd.Series(dtype=float)
    part = table[column] if isinstance(column, str) else column
    host = context.dataset.facilities["host_iso3"].reindex(table.index)
    weight = table["weight_t"].where(table["counted"].astype(bool)).fillna(0.0).to_numpy(float)
    owned, known = (weight * one.fillna(0.0).to_numpy(float) for one in (part, table["known_share"]))
    made = pd.DataFrame({"host": host.to_numpy(), "weight": weight, "part": owned, "known": known})
    sums = made.groupby("host").sum()
    sums = sums[sums["weight"] > 0]
    found = (sums["part"] / sums["weight"]).clip(0.0, 1.0)
    return found.where(sums["known"] > least_known * sums["weight"]) if least_known else found


def _arriving(context: Context) -> pd.DataFrame:
    """The flows that reach a country of their own, one row each."""
    flows = context.shown
    if flows is None:
        return pd.DataFrame({"from_iso3": [], "to_iso3": [], "tonnes": np.empty(0), "gates": []})
    table = flows.table
    return table[(table["importer"] != REST_OF_WORLD) & ~table["stranded"].astype(bool)]


def _shipped(context: Context) -> str:
    return f"{context.results.mineral_name} as it moves"


def _legs(context: Context) -> str:
    return words.legs_words(context.shown) or "mine to consumer"


def _nobody(context: Context) -> str:
    return "nothing arrives" if context.shown is not None else "not known before the routes are modelled"


def _product(results: Results) -> str:
    return words.product(results.scenario, results.mineral_name)


def _counted(results: Results) -> str:
    year = f" {results.year}" if results.year and "output" in words.MEASURE[results.scenario.measure] else ""
    return words.MEASURE[results.scenario.measure] + year


def _details(results: Results, rows: pd.DataFrame) -> pd.Series:
    """Tonnes of each supplier, and what of its share is presumed."""
    tonnes = [
        symbology.tonnes_text(one, results.unit) if math.isfinite(one) else "" for one in rows["tonnes"].astype(float)
    ]
    presumed = [
        f"of which presumed {symbology.percent_text(one)}" if one > 0 else ""
        for one in rows["presumed_share"].astype(float)
    ]
    return pd.Series(["\n".join(filter(None, pair)) for pair in zip(tonnes, presumed, strict=True)], index=rows.index)


_made: WeakKeyDictionary[object, dict[str, tuple[Flows | str | None, Shading]]] = WeakKeyDictionary()
OF_SUPPLY = frozenset({"share", "tonnes", "hhi"})
"""What partners do not change."""
_MAKERS: dict[str, Callable[[Context], Shading]] = {
    "share": _share,
    "tonnes": _tonnes,
    "by_location": _by(Basis.LOCATION),
    "by_equity": _by(Basis.EQUITY),
    "by_control": _by(Basis.CONTROL),
    "partner": _partner,
    "unknown": _unknown,
    "screened": _screened,
    "hhi": _points,
    "reliance": _reliance,
    "imported": _imported,
    "gate": _gate,
    "wgi": _governance,
}
SHADE_BY = {
    "share": "Share of supply",
    "tonnes": "Tonnes",
    "by_location": "Share by location",
    "by_equity": "Share by equity",
    "by_control": "Share by control",
    "partner": "Partner-owned part of what is made there",
    "unknown": "Part whose owners are not known",
    "screened": "Part that screened owners hold",
    "hhi": "What it adds to the HHI",
    "reliance": "Net import reliance",
    "imported": "Part that comes from abroad (modelled)",
    "gate": "Dependence on one chokepoint (modelled)",
    "wgi": "Governance as entered (WGI)",
}
"""Choices of ``View.shade_by`` with their names."""
