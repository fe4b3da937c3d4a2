"""Each partner's supply as part of its demand, against the target: what is short, by how much, of what."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from mineralmap.gui.charts.chart import BOUNDS, NAN, Chart, Mark, Series, located, nothing, product, without
from mineralmap.gui.words import percent, percent_range, tonnes, unbroken
from mineralmap.model.scenario import Basis, Measure

if TYPE_CHECKING:
    from mineralmap.analysis.results import Gap, Results

HEAD = (
    "partner", "supply_t", "supply_low_t", "supply_high_t", "demand_t", "demand_basis", "demand_year", "target",
    "target_name", "gap_t", "unit", "supply_measure", "basis", "mineral", "stage", "year", "coverage", "without_demand",
)  # fmt: skip
HELD = {Basis.LOCATION: "that stands there", Basis.EQUITY: "that they own", Basis.CONTROL: "that they control"}


def gap(results: "Results", cancel: Callable[[], None]) -> Chart:
    """All partners together, then each by itself: supply, its bounds, the target as a tick.

    Supply counts capacity also where the answer counts output; coverage and the facilities behind a bar are those of
    what is supplied.
    """
    from mineralmap.analysis.compute import compute
    from mineralmap.analysis.made_of import sibling

    dataset, measure = results.dataset, Measure(results.gap.supply_measure)
    supplied = sibling(results, measure)
    asked = supplied.scenario
    title = f"Supply of {product(results)} against the target"
    if not asked.partners:
        return nothing("gap", "bars", title, results, "No partner is switched on. Switch one on above.")
    table = dataset.partners[dataset.partners["partner_id"].isin(asked.partners)].sort_values("order")
    names = dict(zip(table["partner_id"], table["name"], strict=True))
    rows = [("Together", replace(supplied, gap=results.gap))] if len(names) != 1 else []
    for one, name in names.items():
        rows.append((str(name), compute(dataset, replace(asked, partners=frozenset({str(one)})), cancel, measure)))
    if all(answer.gap.demand_t != answer.gap.demand_t for _, answer in rows):
        why = "There is no demand figure for these partners, so no gap can be told. Set one in What if (Ctrl+7)"
        return replace(nothing("gap", "bars", title, results), empty=f"{why}, or ask for another mineral.")
    marks, lines = [], []
    for row, (label, answer) in enumerate(rows):
        found = answer.gap
        marks.append(_mark(row, label, answer, found, together=row == 0 and len(rows) > 1))
        lines.append((
            label, found.supply.point, found.supply.low, found.supply.high, found.demand_t, found.demand_basis,
            found.demand_year, found.target, found.target_name, found.gap_t, found.unit, found.supply_measure,
            found.supply_basis, asked.mineral, asked.stage.value, answer.year or "", answer.coverage,
            " ".join(found.demand_missing),
        ))  # fmt: skip
    first = results.gap
    counts = "operating capacity" if measure is Measure.CAPACITY else f"output {supplied.year}"
    words = " · ".join([
        f"By {first.supply_basis}",
        f"{counts} {HELD[asked.basis]}, as a part of their demand",
        located(supplied),
        *without(asked),
        f"tick: {first.target_name}",
        f"demand of {first.demand_year or 'no year'} ({first.demand_basis or 'not known'})",
    ])  # fmt: skip
    return Chart(
        "gap", "bars", title, unbroken(words), tuple(label for label, _ in rows),
        (Series("supply ÷ demand", "equity"), Series(BOUNDS, "whisker"), Series("target", "tick")),
        tuple(marks), frozenset(), HEAD, tuple(lines),
        sources=tuple(dict.fromkeys(one for _, answer in rows for one in answer.sources)),
    )  # fmt: skip


def _mark(row: int, label: str, answer: "Results", found: "Gap", together: bool) -> Mark:
    if found.demand_t != found.demand_t:
        return Mark(row, 0, NAN, "no demand figure", f"{label}: no demand figure, so no gap")
    share, unit = found.supply.point / found.demand_t, found.unit
    low, high = found.supply.low / found.demand_t, found.supply.high / found.demand_t
    own = answer.facilities
    ids = own.index[(own["partner_share"].to_numpy(float) > 0) & own["counted"].to_numpy(bool)]
    tip = [
        f"{label}: {tonnes(found.supply.point, unit)} of {tonnes(found.demand_t, unit)} demand, {percent(share)}",
        f"target {percent(found.target)}: "
        + (f"short of it by {tonnes(found.gap_t, unit)}" if found.gap_t > 0 else "met"),
    ]
    if low < high:
        tip.append(f"{BOUNDS}: {percent_range(low, high)}")
    if found.demand_missing:
        tip.append(f"without {', '.join(found.demand_missing)}: no demand figure")
    behind = frozenset(map(str, ids))
    partners = answer.scenario.partners
    fill = "" if together or len(partners) != 1 else f"group:{next(iter(partners))}"
    said = f"{percent(share)}" if found.gap_t <= 0 else f"{percent(share)} −{tonnes(found.gap_t, unit)}"
    return Mark(row, 0, share, said, "\n".join(tip), behind, fill, low=low, high=high, target=found.target,
                explain="coverage_gap" if together else "")  # fmt: skip
