"""What the session has worked out behind the window: values in, a value out, heavy imports inside."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from mineralmap.gui.tasks import Cancel
from mineralmap.model.scenario import Scenario, Stage, without_closures
from mineralmap.model.view import View

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

    from mineralmap.analysis.evidence import Evidence
    from mineralmap.analysis.horizon import Horizon
    from mineralmap.analysis.movements import Flows
    from mineralmap.analysis.results import Results
    from mineralmap.analysis.scorecard import Scorecard
    from mineralmap.datasets.dataset import Dataset
    from mineralmap.gui.score_table import Sheet
    from mineralmap.layers.layer import Map


def answer(dataset: "Dataset", scenario: Scenario, cancel: Cancel) -> "Results":
    """The answer to one question."""
    from mineralmap.analysis.compute import compute

    return compute(dataset, scenario, cancel)


def answers(dataset: "Dataset", scenarios: list[Scenario], cancel: Cancel) -> "list[Results]":
    """The answers to several questions, in their order."""
    return [answer(dataset, scenario, cancel) for scenario in scenarios]


def explain(results: "Results", what: str, cancel: Cancel) -> "Evidence":
    """Everything behind one number of an answer."""
    from mineralmap.analysis.explain import explain as made_of

    cancel()
    return made_of(results, what, date.today().isoformat())


def checks(results: "Results", cancel: Cancel) -> "list[tuple[str, str, str, str]]":
    """Every indicator that the program knows: id, title, what it reads, and its level where the scorecard has one."""
    from mineralmap.analysis.indicators import indicators
    from mineralmap.analysis.scorecard import CHECKS
    from mineralmap.gui.score_table import level_of

    cancel()
    judged = [check.judge(results) for check in CHECKS]
    levels = {cell.what: level_of(cell.level, cell.may) for cell in judged}
    said = []
    for one in indicators:
        cancel()
        said.append((one.id, one.title, one.text(results), levels.get(one.id, "none")))
    return said


def ahead(results: "Results", cancel: Cancel) -> "tuple[Horizon, pd.DataFrame]":
    """The partners' years ahead, and the projects that close their gap."""
    from mineralmap.analysis.horizon import closing_curve, horizon

    cancel()
    return horizon(results), closing_curve(results)


def scorecard(
    dataset: "Dataset", scenario: Scenario, everything: bool, progress: "Callable[[float], object]", cancel: Cancel
) -> "tuple[Scorecard, Sheet]":
    """Minerals and stages against every check under the scenario's basis, measure, partners and method.

    ``everything``: all minerals and stages of the data, else those that the scorecard chooses. Mineral by mineral, so
    that ``progress`` can be told.
    """
    import pandas as pd

    from mineralmap.analysis.scorecard import MINERALS, STAGES, Scorecard
    from mineralmap.analysis.scorecard import scorecard as score
    from mineralmap.gui.score_table import sheet

    known = dataset.minerals.sort_values("order").index
    everything = everything or not set(MINERALS) & set(known)
    minerals = [str(one) for one in known if everything or one in MINERALS]
    stages = [stage for stage in Stage if stage is not Stage.MANUFACTURING] if everything else STAGES
    parts: list[Scorecard] = []
    for done, mineral in enumerate(minerals, 1):
        cancel()
        parts.append(score(dataset, replace(scenario, mineral=mineral), [mineral], stages, cancel))
        progress(done / len(minerals))
    answers = {key: answer for part in parts for key, answer in part.answers.items()}
    cells = pd.concat([part.cells for part in parts], ignore_index=True)
    card = Scorecard(parts[0].scenario, cells, parts[0].legend, answers)
    return card, sheet(card)


def save_scorecard(card: "Scorecard", path: "Path", cancel: Cancel) -> None:
    """Write a scorecard to a spreadsheet, with its legend, what it is of and its sources."""
    from mineralmap.analysis.tables_out import about, write_tables

    told = about(list(card.answers.values()), date.today().isoformat(), "Minerals and stages against every check")
    cancel()
    write_tables(path, {"Scorecard": card.table(), "Legend": card.legend}, told)


def save_evidence(results: "Results", evidence: "Evidence", path: "Path", cancel: Cancel) -> None:
    """Write what stands behind a number to a spreadsheet: rows, factors and sources, and how to cite it."""
    import pandas as pd

    from mineralmap.analysis.tables_out import about, write_tables
    from mineralmap.gui.evidence_rows import with_sources

    told = about(results, date.today().isoformat(), f"{evidence.title}: {evidence.text}")
    said = [("Formula", evidence.formula), ("Method", evidence.reference), ("To cite", evidence.citation)]
    said += [("Assumption", one) for one in evidence.assumptions] + [("Note", one) for one in evidence.notes]
    told = pd.concat([pd.DataFrame(said, columns=told.columns), told], ignore_index=True)
    cancel()
    rows = with_sources(evidence)
    if results.dataset.corrected:
        from mineralmap.datasets.correction_table import marks

        rows = rows.assign(corrected=marks(results.dataset.corrected, rows["id"].astype(str).tolist()))
    write_tables(path, {"Rows": rows, "Factors": evidence.factors, "Sources": evidence.sources}, told)


def sail(dataset: "Dataset", scenario: Scenario, before: "Flows | None", cancel: Cancel) -> "tuple[Flows, Flows]":
    """What sails in a question, and before anything was closed, ``before`` where that is known already."""
    from mineralmap.analysis.flows import compute_flows

    cancel()
    if before is None:
        before = compute_flows(dataset, without_closures(scenario), cancel)
    return (compute_flows(dataset, scenario, cancel) if scenario.closed else before), before


def draw(
    dataset: "Dataset",
    results: "Results",
    flows: "Flows | None",
    before: "Flows | None",
    view: View,
    cancel: Cancel,
) -> "Map":
    """The map of an answer, its paths made."""
    from mineralmap.layers import basemap
    from mineralmap.layers.compose import compose
    from mineralmap.layers.projection import Projection
    from mineralmap.render.scene import make_paths
    from mineralmap.render.scripts import written

    cancel()
    # Coasts for looking closer come once the map is seen; nobody waits for them.
    ready = basemap.closest_ready(Projection(view.projection, view.centre_lon))
    made = compose(dataset, results, flows, replace(view, language=written(view.language)), before, ready)
    # The finer coasts can wait until the first map is seen.
    make_paths(made, everything=flows is not None and not ready)
    return made
