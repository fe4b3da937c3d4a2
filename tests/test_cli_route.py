"""``mineralmap route`` as a person types it: what it prints, in words and as JSON, and what it says to wrong words."""

import json

import pytest

from mineralmap import cli


def ask(capsys, line: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of one line."""
    try:
        code = cli.main(line.split())
    except SystemExit as ended:
        code = int(ended.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


def answer(capsys, line: str):
    code, out, err = ask(capsys, line + " --json")
    assert (code, err) == (0, "")
    return json.loads(out)


def test_that_a_route_is_told_in_words(capsys):
    code, out, _ = ask(capsys, "route --from AOLOB --to CNNGB")
    assert code == 0
    assert "Lobito (AOLOB) to Ningbo (CNNGB)" in out
    assert "Chokepoints   Cape of Good Hope, Sunda Strait, Taiwan Strait" in out
    assert "Shortest route under these settings, not a recorded voyage." in out


def test_that_a_point_south_of_the_equator_is_no_option(capsys):
    apart, joined = (answer(capsys, f"route --from{sign}-12.3,13.6 --to CNNGB") for sign in (" ", "="))
    assert apart == joined
    assert apart["from"].startswith("12.3° S, 13.6° E")


@pytest.mark.parametrize("code", ["AOLOBX", "AOLO", "aolobx"])
def test_that_a_code_with_a_letter_too_many_or_too_few_has_its_port_offered(capsys, code):
    exit_code, _, err = ask(capsys, f"route --from {code} --to CNNGB")
    assert exit_code == 2
    assert "Near: AOLOB (Lobito)" in err


def test_that_closing_adds_to_what_is_closed_and_opening_takes_away(capsys):
    calm = answer(capsys, "route --from AOLOB --to CNNGB")
    shut = answer(capsys, "route --from AOLOB --to CNNGB --close malacca,sunda")
    arctic = answer(capsys, "route --from CNSHA --to NLRTM --open northern_sea_route")
    assert shut["nm"] > calm["nm"]
    assert not {"malacca", "sunda", "northern_sea_route"} & set(shut["gates"])
    assert "northern_sea_route" in arctic["gates"]


def test_that_json_has_lines_of_longitude_and_latitude_cut_at_180(capsys):
    found = answer(capsys, "route --from CNSHA --to USLAX")
    assert len(found["geometry"]) == 2
    assert [abs(line[end][0]) for line, end in zip(found["geometry"], (-1, 0), strict=True)] == [180, 180]
    assert found["days"] == pytest.approx(found["nm"] / (24 * 14))
    assert found["km"] == pytest.approx(1.852 * found["nm"])


def test_that_a_stranded_pair_has_null_miles_and_says_so(capsys):
    found = answer(capsys, "route --from SAJUB --to JPYOK --close hormuz")
    assert (found["stranded"], found["nm"], found["km"], found["days"]) == (True, None, None, None)
    assert (found["gates"], found["geometry"]) == ([], [])
    _, out, _ = ask(capsys, "route --from SAJUB --to JPYOK --close hormuz")
    assert "stranded: no way by sea is left" in out


def test_that_a_gate_counted_longer_turns_the_route_away_and_the_length_stays_true(capsys):
    calm = answer(capsys, "route --from NLRTM --to SGSIN")
    dear = answer(capsys, "route --from NLRTM --to SGSIN --avoid suez=5000")
    assert "suez" in calm["gates"]
    assert "cape_good_hope" in dear["gates"]
    assert dear["nm"] - calm["nm"] == pytest.approx(3487, rel=0.03)


def test_that_one_passage_is_compared_with_another(capsys):
    found = answer(capsys, "route --from NLRTM --to SGSIN --via cape_good_hope --against suez")
    assert "cape_good_hope" in found["gates"]
    assert "suez" in found["against"]["gates"]
    assert found["comparison"].startswith("By Cape of Good Hope it is 3,")
    assert found["comparison"].endswith("longer than by Suez Canal.")


def test_that_gates_of_a_file_are_closed_like_the_others(capsys, tmp_path):
    line = {"type": "LineString", "coordinates": [[36, 18], [44, 19]]}
    file = tmp_path / "gates.geojson"
    file.write_text(json.dumps({"type": "Feature", "properties": {"name": "Red Sea"}, "geometry": line}), "utf-8")
    passes = answer(capsys, f"route --from NLRTM --to SGSIN --gates {file}")
    shut = answer(capsys, f"route --from NLRTM --to SGSIN --gates {file} --close own:red-sea")
    assert "own:red-sea" in passes["gates"]
    assert "own:red-sea" not in shut["gates"]


def test_that_a_point_south_of_the_equator_can_be_written(capsys):
    found = answer(capsys, "route --from=-33.9,18.4 --to NAWVB")
    assert found["from"] == "33.9° S, 18.4° E"
    assert 600 < found["nm"] < 900


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("--from AOLOX --to CNNGB", "There is no place 'AOLOX'. Near: AOLOB (Lobito)"),
        ("--from 47.9,106.9 --to CNNGB", "km from the sea to a port is known. Choose one: --port MNG=CODE"),
        ("--from AOLOB --to CNNGB --close malaca", "There is no chokepoint 'malaca'. Did you mean malacca?"),
        ("--from AOLOB --to CNNGB --via xyz", "There is no chokepoint 'xyz'. Known are"),
        ("--from AOLOB --to CNNGB --close suez --via suez", "Suez Canal cannot be passed: closed by you."),
        ("--from AOLOB --to CNNGB --avoid suez", "'suez' names no gate with its miles, such as suez=500"),
        ("--from AOLOB --to CNNGB --avoid suez=-3", "names no gate with its miles"),
        ("--from AOLOB --to CNNGB --knots 0", "'0' is no speed in knots"),
        ("--from AOLOB --to CNNGB --knots fast", "'fast' is no speed in knots"),
        ("--from AOLOB --to CNNGB --vessel rowing-boat", "There is no class of ships 'rowing-boat'."),
        ("--from AOLOB --to CNNGB --port COD=TZDAX", "There is no port 'TZDAX'. Near: TZDAR (Dar Es Salaam)"),
        ("--from AOLOB --to CNNGB --gates nowhere.geojson", "nowhere.geojson cannot be read"),
        ("--from AOLOB --to CNNGB --close suez --open suez", "suez cannot be closed and open at once"),
        ("--from AOLOB", "the following arguments are required: --to"),
    ],
)
def test_that_wrong_words_end_with_one_line_that_helps(capsys, line, said):
    code, out, err = ask(capsys, f"route {line}")
    assert (code, out) == (2, "")
    assert said in err
    assert len([row for row in err.splitlines() if not row.startswith("note:")]) == 1
