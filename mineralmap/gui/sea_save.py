"""Gates, closure, flows and ranking as a spreadsheet, written behind the window, with what they are of beside them."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from mineralmap.gui.tasks import Cancel

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from mineralmap.analysis.closures import Closure
    from mineralmap.analysis.results import Results
    from mineralmap.gui.sea_work import Straits


def save(
    results: "Results",
    made: "Straits",
    ranges: "pd.DataFrame | None",
    ranking: "pd.DataFrame | None",
    path: "Path",
    cancel: Cancel,
) -> None:
    """Write gates, closure, flows and ranking to a spreadsheet, with what they are of; ``ranges`` where known."""
    import pandas as pd

    from mineralmap.analysis.tables_out import about, write_tables

    found = made.closure
    question = made.sentences[0] if found.closed else "What passes each chokepoint; nothing is closed"
    told = about(results, date.today().isoformat(), f"{question} Modelled flows.")
    notes = [*made.exposure.attrs.get("notes", ()), *made.sentences[1:], *found.after.notes]
    told = pd.concat([pd.DataFrame([("Note", one) for one in notes], columns=told.columns), told], ignore_index=True)
    gates = made.exposure.copy()
    if ranges is not None:
        for name in ("low_share", "high_share"):
            gates[name] = ranges[name].reindex(gates["chokepoint_id"]).to_numpy(float)
    gates["suppliers"] = [_parts(row) for row in gates["suppliers"]]
    gates["cargoes"] = [_parts((name, value) for _, name, value in row) for row in gates["cargoes"]]
    tables = {"Gates": gates}
    if found.closed:
        tables["Closure"] = _totals(found)
        tables |= {"Gates changed": found.gates, "Importers": found.importers, "Suppliers": found.suppliers}
    tables["Flows"] = found.flows if found.closed else found.after.table
    if len(found.after.unknown):
        tables["Route unknown"] = found.after.unknown
    if ranking is not None:
        tables["Ranking"] = ranking
    cancel()
    write_tables(path, tables, told)


def _parts(parts: Iterable[tuple[str, float]]) -> str:
    return "; ".join(f"{name} {value:.6g}" for name, value in parts)


def _totals(found: "Closure") -> "pd.DataFrame":
    """The figures of a closure, one a row, nan where one is not known."""
    import pandas as pd

    from mineralmap.analysis.closures import TOTALS

    named = [*TOTALS, "knots"]
    return pd.DataFrame({"figure": named, "value": [float(getattr(found, name)) for name in named]})
