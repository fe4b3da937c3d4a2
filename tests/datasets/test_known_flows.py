"""A user's table of flows: what is read, what is wrong with it, and how it joins the data set."""

import pytest

from mineralmap.datasets.known_flows import read_flows, with_flows
from mineralmap.errors import UnreadableFile
from tests.analysis.flow_worlds import consuming
from tests.analysis.worlds import tiny


def read(tmp_path, text, dataset=None):
    file = tmp_path / "flows.csv"
    file.write_text(text, "utf-8")
    return read_flows(file, consuming() if dataset is None else dataset)


def words(problems):
    return [(problem.row, problem.column, problem.what, problem.hint) for problem in problems]


def test_that_a_table_is_read_by_ids_and_by_names(tmp_path):
    table, problems = read(
        tmp_path,
        "from,to,tonnes,year,source\nCOD-f1,FIN-kokkola,12.5,2024,annual report\nKokkola refinery,usa,8,2023,\n",
    )
    assert problems == ()
    assert table[["mineral", "leg", "from_id", "to_id", "tonnes", "year", "source_id"]].to_numpy().tolist() == [
        ["cobalt", "feed", "COD-f1", "FIN-kokkola", 12.5, 2024.0, "annual report"],
        ["cobalt", "product", "FIN-kokkola", "USA", 8.0, 2023.0, "flows.csv"],
    ]


def test_that_semicolons_decimal_commas_and_other_headers_are_understood(tmp_path):
    table, problems = read(
        tmp_path, "Origin;Destination;Tonnes (t);Year;Reference;gross\nCOD-f1;FIN-kokkola;12,5;2024;x;50\n"
    )
    assert problems == ()
    assert table[["tonnes", "gross_t"]].to_numpy().tolist() == [[12.5, 50.0]]


@pytest.mark.parametrize(
    ("row", "column", "what", "hint"),
    [
        ("COD-f9,FIN-kokkola,1,2024,x", "from", "'COD-f9' is no facility we know", "COD-f1"),
        (
            "COD-f1,Kokola refinery,1,2024,x",
            "to",
            "'Kokola refinery' is no facility and no country",
            "Kokkola refinery (FIN-kokkola)",
        ),
        ("COD-f1,CHN-ganfeng,1,2024,x", "to", "refines no cobalt", ""),
        ("COD-f1,Atlantis,1,2024,x", "to", "no facility and no country we know", ""),
        ("FIN-kokkola,CHN-quzhou,1,2024,x", "to", "a refinery sends to a region", ""),
        ("FIN-kokkola,Atlantis,1,2024,x", "to", "no region of consumers we know", ""),
        ("COD-f1,FIN-kokkola,-4,2024,x", "tonnes", "-4 is less than nothing", ""),
        ("COD-f1,FIN-kokkola,0,2024,x", "tonnes", "a flow of 0 tonnes", ""),
        ("COD-f1,FIN-kokkola,soon,2024,x", "tonnes", "soon", ""),
        ("COD-f1,FIN-kokkola,1,20240,x", "year", "is no year", ""),
        ("COD-f1,FIN-kokkola,1,,x", "year", "required and empty", ""),
        (",FIN-kokkola,1,2024,x", "from", "required and empty", ""),
    ],
)
def test_that_a_bad_row_is_left_out_with_its_place_and_what_to_do(tmp_path, row, column, what, hint):
    table, problems = read(tmp_path, f"from,to,tonnes,year,source\n{row}\nCOD-f2,FIN-kokkola,1,2024,x\n")
    assert table["from_id"].tolist() == ["COD-f2"]
    (problem,) = problems
    assert (problem.row, problem.column) == (2, column)
    assert what in problem.what
    assert hint in problem.hint


def test_that_only_a_name_that_is_much_alike_is_offered(tmp_path):
    _, problems = read(tmp_path, "from,to,tonnes,year\nNo Such Mine,FIN-kokkola,1,2024\nKokola refinery,USA,1,2024\n")
    assert [problem.hint.split(",")[0] for problem in problems] == [
        "Give the id of a facility", "Did you mean Kokkola refinery (FIN-kokkola)?"
    ]  # fmt: skip


def test_that_a_mine_may_send_to_the_refineries_of_a_country(tmp_path):
    table, problems = read(tmp_path, "from,to,tonnes,year\nCOD-f1,China,1,2024\nCOD-f2,eu,2,2024\n")
    assert problems == ()
    assert table["to_id"].tolist() == ["CHN", "EU"]


def test_that_less_as_loaded_than_contained_cannot_be(tmp_path):
    table, problems = read(tmp_path, "from,to,tonnes,year,gross_t\nCOD-f1,FIN-kokkola,10,2024,5\n")
    assert table.empty
    assert "less than the 10 t contained" in problems[0].what


def test_that_columns_that_are_not_read_are_told(tmp_path):
    _, problems = read(tmp_path, "from,to,tonnes,year,ship\nCOD-f1,FIN-kokkola,10,2024,Arctic\n")
    assert [problem.what for problem in problems] == ["not read, since a table of flows has no such columns: ship."]


def test_that_a_file_without_the_columns_says_which_are_missing(tmp_path):
    _, problems = read(tmp_path, "name,capacity\nx,4\n")
    assert {"from", "to", "tonnes", "year"} <= {problem.column for problem in problems}


def test_that_a_file_that_is_not_there_cannot_be_read(tmp_path):
    with pytest.raises(UnreadableFile):
        read_flows(tmp_path / "none.csv", tiny())


def test_that_a_users_flow_takes_the_place_of_a_shipped_one_between_the_same_places(tmp_path):
    shipped = {"mineral": "cobalt", "leg": "feed", "from_id": "COD-f1", "to_id": "FIN-kokkola", "tonnes": 3}
    other = shipped | {"from_id": "COD-f2"}
    dataset = consuming(known_flows=[shipped, other])
    table, _ = read(tmp_path, "from,to,tonnes,year\nCOD-f1,FIN-kokkola,10,2024\n", dataset)
    joined = with_flows(dataset, table)
    assert joined.key != dataset.key
    assert joined.known_flows[["from_id", "tonnes"]].to_numpy().tolist() == [["COD-f2", 3.0], ["COD-f1", 10.0]]
    assert len(dataset.known_flows) == 2
    assert with_flows(dataset, table[:0]) is dataset
