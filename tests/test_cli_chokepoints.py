"""``mineralmap chokepoints`` as a person types it: exposure, closures, the ranking, and words that are wrong."""

import csv
import io
import json

import pytest

from mineralmap import cli
from mineralmap.analysis.chokepoints import exposure
from mineralmap.analysis.closures import closure
from mineralmap.analysis.flows import compute_flows
from mineralmap.datasets import bundled
from mineralmap.model.scenario import Scenario, Stage

COBALT = ("chokepoints", "--mineral", "cobalt", "--stage", "mining")


def ask(capsys, *words):
    try:
        code = cli.main(words)
    except SystemExit as ended:
        code = int(ended.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


def answer(capsys, *words):
    code, out, _ = ask(capsys, *COBALT, *words, "--json")
    assert code == 0
    return json.loads(out)


def test_that_exposures_are_printed_with_their_parts_and_notes(capsys):
    code, out, _ = ask(capsys, *COBALT)
    flows = compute_flows(bundled.load(), Scenario(mineral="cobalt", stage=Stage.MINING))
    first = exposure(bundled.load(), flows).iloc[0]
    assert code == 0
    assert out.startswith("Cobalt from mine to refinery, by location, t Co: modelled flows\n")
    line = next(line for line in out.splitlines() if line.startswith(first["name"]))
    assert f"{first['tonnes']:,.0f}" in line
    assert f"{100 * first['share']:.1f} %" in line
    assert "do not add up" in out
    assert "Closing" not in out


def test_that_json_says_the_same_as_python(capsys):
    said = answer(capsys)
    flows = compute_flows(bundled.load(), Scenario(mineral="cobalt", stage=Stage.MINING))
    table = exposure(bundled.load(), flows)
    assert [row["chokepoint_id"] for row in said["chokepoints"]] == table["chokepoint_id"].tolist()
    assert said["chokepoints"][0]["tonnes"] == pytest.approx(table["tonnes"].iloc[0])
    assert said["chokepoints"][0]["inbound"]["EU"] == pytest.approx(table["inbound_EU"].iloc[0])
    assert said["chokepoints"][0]["inbound"]["USA"] is None  # no cobalt is refined there
    assert (said["modelled"], said["basis"], said["unit"], said["legs"][0]["leg"]) == (True, "location", "t Co", "feed")
    assert said["closure"] is said["ranking"] is None


def test_that_a_closure_is_compared_with_the_straits_open(capsys):
    said = answer(capsys, "--close", "Malacca, sunda", "--knots", "10")
    asked = Scenario(mineral="cobalt", stage=Stage.MINING, closed=frozenset({"malacca", "sunda"}), knots=10.0)
    found = closure(bundled.load(), asked)
    told = said["closure"]
    assert said["closed"] == ["malacca", "sunda"]
    assert told["rerouted_t"] == pytest.approx(found.rerouted_t)
    assert told["mean_delay_days"] == pytest.approx(found.mean_delay_days)
    assert told["stranded_t"] == 0
    assert told["text"][0].startswith("Closing the Malacca Strait and the Sunda Strait strands nothing;")
    assert len(told["flows"]) == found.flows["rerouted"].sum() + found.flows["overland"].sum()
    malacca = next(row for row in said["chokepoints"] if row["chokepoint_id"] == "malacca")
    assert (malacca["state"], malacca["tonnes"], malacca["why"]) == ("closed", 0, "closed by you")
    code, out, _ = ask(capsys, *COBALT, "--close", "malacca,sunda")
    assert code == 0
    assert "strands nothing" in out
    assert "might land elsewhere" not in out  # nothing is stranded


def test_that_stranded_flows_have_no_new_length(capsys):
    told = answer(capsys, "--close", "oresund,great_belt")["closure"]
    stranded = [flow for flow in told["flows"] if flow["stranded"]]
    assert stranded
    assert {flow["after_nm"] for flow in stranded} == {None}
    assert "might land elsewhere" in told["text"][-1]
    assert sum(flow["tonnes"] for flow in stranded) == pytest.approx(told["stranded_t"])


def test_that_csv_has_a_row_per_gate_with_what_it_carried_before(capsys):
    _, out, _ = ask(capsys, *COBALT, "--close", "suez", "--csv")
    rows = {row["chokepoint_id"]: row for row in csv.DictReader(io.StringIO(out))}
    assert rows["suez"]["state"] == "closed"
    assert float(rows["suez"]["before_t"]) == pytest.approx(-float(rows["suez"]["change_t"]))
    assert all(row["name"] and row["unit"] == "t Co" and row["modelled"] == "yes" for row in rows.values())


def test_that_the_ranking_is_printed_and_has_its_keys(capsys):
    said = answer(capsys, "--rank", "--partners", "EU")["ranking"]
    assert said[0]["stranded_t"] == max(row["stranded_t"] for row in said)
    assert set(said[0]["partners"]) == {"EU"}
    assert {"gates", "name", "pair", "added_tonne_nm", "extra_tonne_nm"} <= set(said[0])
    code, out, _ = ask(capsys, *COBALT, "--rank")
    assert code == 0
    assert "Closed in turn, each alone" in out
    assert "Pairs that cost more than the two alone" in out


def test_that_known_flows_of_ones_own_go_first(capsys, tmp_path):
    table = tmp_path / "known.csv"
    row = "COD-mutanda-mine,FIN-kokkola-cobalt-refinery,5000,2024,mine,cobalt"
    table.write_text(f"from,to,tonnes,year,source,mineral\n{row}\n", "utf-8")
    before, after = answer(capsys), answer(capsys, "--known", str(table))
    told = [next(row for row in said["chokepoints"] if row["chokepoint_id"] == "oresund") for said in (before, after)]
    assert told[0]["tonnes"] == pytest.approx(told[1]["tonnes"])  # Kokkola takes in what it did, but from elsewhere
    from_congo = [sum(one["share"] for one in row["suppliers"] if one["iso3"] == "COD") * row["tonnes"] for row in told]
    assert from_congo[1] != pytest.approx(from_congo[0])


def test_that_settings_of_the_sea_are_heard(capsys, tmp_path):
    lines = tmp_path / "gates.geojson"
    line = {"type": "LineString", "coordinates": [[101.2, 1.65], [102.35, 2.6]]}
    feature = {"type": "Feature", "properties": {"name": "Line of mine"}, "geometry": line}
    lines.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    said = answer(capsys, "--gates", str(lines), "--avoid", "suez=5000", "--open", "northern_sea_route")
    rows = {row["chokepoint_id"]: row for row in said["chokepoints"]}
    assert rows["own:line-of-mine"]["tonnes"] == pytest.approx(rows["malacca"]["tonnes"])
    assert rows["own:line-of-mine"]["own"] is True
    assert (rows["suez"]["state"], rows["suez"]["penalty_nm"]) == ("avoided", 5000)
    assert rows["northern_sea_route"]["state"] == "open"
    assert said["avoided"] == {"suez": 5000}


def test_that_a_mineral_without_flows_says_so(capsys):
    code, out, _ = ask(capsys, "chokepoints", "--mineral", "manganese", "--close", "suez", "--rank")
    assert code == 0
    assert "No flows" in out
    said = json.loads(ask(capsys, "chokepoints", "--mineral", "manganese", "--close", "suez", "--rank", "--json")[1])
    assert said["chokepoints"] == said["ranking"] == []
    assert said["closure"]["text"] == ["There are no flows that closing the Suez Canal could touch."]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--mineral cobalt --close malaca", "There is no chokepoint 'malaca'"),
        ("--mineral cobalt --leg sideways", "unknown leg 'sideways'"),
        ("--mineral cobalt --decay lots", "'lots' is not a number from 0"),
        ("--mineral cobolt", "did you mean cobalt?"),
        ("--mineral cobalt --close suez --open suez", "cannot be closed and open at once"),
        ("", "--mineral"),
    ],
)
def test_that_a_wrong_word_gets_one_clear_line(capsys, words, said):
    code, out, err = ask(capsys, "chokepoints", *words.split())
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize("errand", ["chokepoints", "flows"])
def test_that_refined_rare_earths_say_that_flows_count_what_shares_do_not(capsys, errand):
    _, out, _ = ask(capsys, errand, "--mineral", "rare_earths", "--stage", "refining")
    assert out.splitlines()[1] == "Counted in t REO; shares of refined rare earths are of t magnet REE."
    _, out, _ = ask(capsys, errand, "--mineral", "rare_earths", "--stage", "mining")
    assert "Counted in" not in out.split("Note:")[0]
