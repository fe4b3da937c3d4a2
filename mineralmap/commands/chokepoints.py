"""``mineralmap chokepoints``: what passes each strait, what a closure costs, and which strait matters most."""

import argparse
import math
from dataclasses import replace

import pandas as pd

from mineralmap import plain, question
from mineralmap.analysis.assumptions import changed
from mineralmap.analysis.chokepoints import INBOUND, state_words
from mineralmap.analysis.closure_text import KEPT, closure_sentences, days, suppliers_words
from mineralmap.analysis.closures import TOTALS, Closure, closure
from mineralmap.analysis.criticality import ADDED, STRANDED, criticality
from mineralmap.analysis.flows import compute_flows, trades_of
from mineralmap.analysis.movements import LEG_WORDS, Flows, legs_of
from mineralmap.analysis.straits import straits
from mineralmap.analysis.through import in_order
from mineralmap.analysis.wording import percent
from mineralmap.commands import CLEAN
from mineralmap.commands.printing import counted_apart, legs, print_csv, print_json, records
from mineralmap.datasets.dataset import Dataset

MOST_GATES, MOST_PARTIES, MOST_SINGLES, MOST_PAIRS = 25, 12, 15, 8
LEAST_WORSE = 0.001
"""A pair is worth a line when what it costs beyond both alone is this part of the dearest closure."""
ADD_UP = "do not add up"
WITHIN = "Within 10 %: from what must pass a strait to what may, where a way little longer is as good as the shortest."


def run(arguments: argparse.Namespace) -> int:
    """Print the exposure of the gates; with closures what they cost, with --rank what each would cost."""
    dataset, project, told = question.dataset_knowing(arguments)
    scenario = question.flows_of(arguments, dataset, project)
    partners = in_order(dataset, scenario.partners)
    flows = compute_flows(dataset, scenario)
    flows = replace(flows, notes=(*told, *flows.notes))
    cost = closure(dataset, scenario) if scenario.closed else None
    before = () if cost is None else cost.gates.loc[cost.gates["before_t"] > 0, "chokepoint_id"]
    table = straits(dataset, flows, also=frozenset(before))
    ranking = criticality(dataset, scenario) if arguments.rank else None
    if arguments.json:
        print_json(_json(dataset, flows, table, cost, ranking, partners))
    elif arguments.csv:
        print_csv(_rows(flows, table, cost, ranking, partners))
    else:
        print(_text(dataset, flows, table, cost, ranking, partners))
    return CLEAN


def _json(
    dataset: Dataset, flows: Flows, table: pd.DataFrame, cost: Closure | None, ranking: pd.DataFrame | None,
    partners: list[str],
) -> dict[str, object]:  # fmt: skip
    asked = flows.scenario
    return {
        "mineral": asked.mineral, "legs": legs(trades_of(dataset, asked)), "unit": flows.unit, "basis": "location",
        "modelled": True, "land_weight": asked.land_weight, "affinity": asked.affinity,
        "knots": asked.knots, "vessel": asked.vessel, "closed": sorted(asked.closed), "opened": sorted(asked.opened),
        "avoided": dict(asked.avoided), "partners": partners, "shipped_t": flows.shipped_t,
        "stranded_t": flows.stranded_t, "not_shipped_t": flows.slack_t,
        "chokepoints": [_gate(row, partners) for row in table.to_dict("records")],
        "closure": None if cost is None else _closure(cost),
        "ranking": None if ranking is None else [_ranked(row, partners) for row in ranking.to_dict("records")],
        "cuts": list(asked.cuts), "assumptions": changed(asked),
        "notes": _notes(flows, table, ranking is not None),
    }  # fmt: skip


def _gate(row: dict, partners: list[str]) -> dict[str, object]:
    return {
        **{key: value for key, value in row.items() if not key.startswith(INBOUND)},
        "inbound": {one: row[INBOUND + one] for one in partners},
        "suppliers": [{"iso3": iso3, "share": share} for iso3, share in row["suppliers"]],
        "cargoes": [{"cargo": cargo, "name": name, "tonnes": tonnes} for cargo, name, tonnes in row["cargoes"]],
    }


def _closure(cost: Closure) -> dict[str, object]:
    touched = cost.flows[cost.flows[["stranded", "rerouted", "overland"]].any(axis=1)]
    return {
        "text": list(closure_sentences(cost)),
        **{name: getattr(cost, name) for name in TOTALS},
        "gates": records(cost.gates), "importers": records(cost.importers), "suppliers": records(cost.suppliers),
        "flows": records(touched),
    }  # fmt: skip


def _ranked(row: dict, partners: list[str]) -> dict[str, object]:
    plain_row = {key: value for key, value in row.items() if not _of_partner(str(key), partners)}
    return {
        **plain_row,
        "partners": {
            one: {"stranded_share": row[STRANDED + one], "added_tonne_nm": row[ADDED + one]} for one in partners
        },
    }


def _of_partner(column: str, partners: list[str]) -> bool:
    return any(column in (STRANDED + one, ADDED + one) for one in partners)


def _rows(
    flows: Flows, table: pd.DataFrame, cost: Closure | None, ranking: pd.DataFrame | None, partners: list[str]
) -> pd.DataFrame:
    """The ranking where it is asked for, else one row per gate, with what it carried before where one is closed."""
    if ranking is not None:
        made = ranking
    else:
        made = table.copy()
        made["suppliers"] = [tuple(f"{iso3} {share:.4f}" for iso3, share in one) for one in table["suppliers"]]
        made["cargoes"] = [tuple(f"{name} {tonnes:.6g}" for _, name, tonnes in one) for one in table["cargoes"]]
        if cost is not None:
            change = cost.gates[["chokepoint_id", "before_t", "change_t"]]
            made = made.merge(change, on="chokepoint_id", how="left")
    both = "+".join(legs_of(flows.scenario))
    return made.assign(mineral=flows.scenario.mineral, legs=both, unit=flows.unit, basis="location", modelled=True)


def _text(
    dataset: Dataset, flows: Flows, table: pd.DataFrame, cost: Closure | None, ranking: pd.DataFrame | None,
    partners: list[str],
) -> str:  # fmt: skip
    name = str(dataset.minerals.at[flows.scenario.mineral, "name"])
    ways = " and ".join(LEG_WORDS[leg] for leg in legs_of(flows.scenario))
    lines = [f"{name.capitalize()} {ways}, by location, {flows.unit or 'no unit'}: modelled flows"]
    lines += counted_apart(dataset, flows)
    if flows.table.empty:
        return "\n".join([*lines, "", *flows.notes])
    if cost is not None:
        lines += ["", *closure_sentences(cost), "", _gates(cost), "", _parties(cost)]
    lines += ["", _exposed(table, flows.unit, partners)]
    if ranking is not None:
        lines += ["", _ranking(ranking, partners)]
    notes = _notes(flows, table, ranking is not None)
    told = [said for said in changed(flows.scenario) if said not in flows.notes]
    return "\n".join([*lines, "", *told, *(f"Note: {note}" for note in notes)])


def _notes(flows: Flows, table: pd.DataFrame, ranked: bool) -> list[str]:
    said = any(ADD_UP in note for note in flows.notes)
    own = [note for note in table.attrs.get("notes", ()) if not (said and ADD_UP in note)]
    told = [*flows.notes, *own, *([] if table.empty else [WITHIN]), *([KEPT] if ranked else [])]
    return list(dict.fromkeys(told))


def _exposed(table: pd.DataFrame, unit: str, partners: list[str]) -> str:
    rows = [
        [
            str(row["name"]), plain.tonnes(row["tonnes"]), _share(row["share"]),
            plain.span(row["low_share"], row["high_share"], _share),
            *(_share(row[INBOUND + one]) for one in partners),
            _gross(row["gross_t"], row["unweighed_t"]), suppliers_words(row["suppliers"], 2),
            state_words(row["state"], row["penalty_nm"]),
        ]
        for row in table.head(MOST_GATES).to_dict("records")
    ]  # fmt: skip
    head = [
        "chokepoint",
        unit,
        "share",
        "within 10 %",
        *(f"of {one}" for one in partners),
        "t gross",
        "who is behind it",
        "state",
    ]
    more = len(table) - len(rows)
    left_out = f"\nand {more} more, which carry less or nothing (--json and --csv have all)" if more > 0 else ""
    return plain.table(head, rows, (0, len(head) - 2, len(head) - 1)) + left_out


def _gross(gross: float, unweighed: float) -> str:
    if math.isnan(gross):
        return "not known"
    return plain.tonnes(gross) + ("+" if unweighed > 0 else "")


def _share(value: float) -> str:
    return "–" if math.isnan(value) else percent(value)


def _gates(cost: Closure) -> str:
    shown = cost.gates[(cost.gates["change_t"].abs() > 0) | cost.gates["chokepoint_id"].isin(cost.closed)]
    rows = [
        [
            str(row["name"]), plain.tonnes(row["before_t"]), plain.tonnes(row["after_t"]),
            f"{row['change_t']:+,.0f}", "closed" if row["closed"] else "",
        ]
        for row in shown.head(MOST_PARTIES).to_dict("records")
    ]  # fmt: skip
    return plain.table(["chokepoint", f"{cost.unit} before", "after", "change", ""], rows, (0, 4))


def _parties(cost: Closure) -> str:
    hit = (cost.importers[["stranded_t", "rerouted_t", "overland_t"]] > 0).any(axis=1)
    shown = cost.importers[cost.importers["partner"] | hit]
    rows = [
        [
            str(row["name"]), plain.tonnes(row["moved_t"]), _share(row["stranded_share"]),
            _share(row["rerouted_share"]),
            "–" if math.isnan(row["mean_delay_days"]) else days(row["mean_delay_days"]),
        ]
        for row in shown.head(MOST_PARTIES).to_dict("records")
    ]  # fmt: skip
    return plain.table(["importer", f"{cost.unit} from outside", "stranded", "another way", "later"], rows)


def _ranking(ranking: pd.DataFrame, partners: list[str]) -> str:
    singles, pairs = ranking[~ranking["pair"].astype(bool)], ranking[ranking["pair"].astype(bool)]
    least = LEAST_WORSE * ranking["added_tonne_nm"].max()
    worse = pairs[(pairs["extra_stranded_t"] > 0) | (pairs["extra_tonne_nm"] > least)]
    worse = worse.sort_values(["extra_stranded_t", "extra_tonne_nm"], ascending=False, kind="stable")
    lines = ["Closed in turn, each alone", _closures(singles.head(MOST_SINGLES), partners)]
    if len(worse):
        lines += [
            "", "Pairs that cost more than the two alone, by what they cost beyond that",
            _closures(worse.head(MOST_PAIRS), partners, extra=True),
        ]  # fmt: skip
    return "\n".join(lines)


def _closures(ranking: pd.DataFrame, partners: list[str], extra: bool = False) -> str:
    rows = [
        [
            str(row["name"]), plain.tonnes(row["stranded_t"]), plain.tonnes(row["rerouted_t"]),
            f"{row['added_tonne_nm'] / 1e6:,.1f}",
            "–" if math.isnan(row["mean_delay_days"]) else days(row["mean_delay_days"]),
            *(_share(row[STRANDED + one]) for one in partners),
            *([plain.tonnes(row["extra_stranded_t"]), f"{row['extra_tonne_nm'] / 1e6:,.1f}"] if extra else []),
        ]
        for row in ranking.to_dict("records")
    ]  # fmt: skip
    head = ["closed", "stranded", "rerouted", "million t·nm", "later", *(f"{one} stranded" for one in partners)]
    return plain.table([*head, *(["stranded beyond", "t·nm beyond"] if extra else [])], rows)
