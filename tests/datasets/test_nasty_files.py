"""Files as life sends them: each loads or explains itself, none crashes."""

import datetime
import sys

import openpyxl
import pytest

from mineralmap.datasets import own
from mineralmap.errors import Severity, UnreadableFile

HEADER = "name,mineral,stage,lat,lon,country,capacity_t_per_year,owners"
GOOD = "Hill mine,lithium,mining,-33.0,118.0,AUS,150,Albemarle 51 %; IGO 49 %"


def whats(reading, severity=None):
    return " ".join(str(one) for one in reading.problems if severity in {None, one.severity})


def explains_itself(read, content, name):
    """Whether a file without one good row is refused by its name, or read with problems."""
    try:
        reading = read(content, name)
    except UnreadableFile as error:
        return name in str(error)
    return reading.good == 0 and bool(reading.problems)


def cell(reading, row, column):
    return reading.table.at[row, column]


def test_that_a_clean_file_has_no_problems(read):
    reading = read(f"{HEADER}\n{GOOD}\n")
    assert reading.as_json() == {"rows": 1, "good": 1, "problems": []}
    assert cell(reading, 2, "capacity_t_per_year") == 150.0
    assert cell(reading, 2, "status") == "operating"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_that_unicode_files_load_with_or_without_a_mark(read, codec):
    reading = read(f"{HEADER}\n{GOOD.replace('IGO', 'Gécamines')}\n".encode(codec))
    assert not reading.problems
    assert "Gécamines" in cell(reading, 2, "owners")


def test_that_cp1252_loads_with_a_warning(read):
    reading = read(f"{HEADER}\n{GOOD.replace('IGO', 'Gécamines')}\n".encode("cp1252"))
    assert reading.good == 1
    assert "Gécamines" in cell(reading, 2, "owners")
    assert "cp1252" in whats(reading, Severity.WARNING)


@pytest.mark.parametrize("start", ["", "sep=;\n"])
def test_that_semicolons_and_decimal_commas_load(read, start):
    row = '"Hill mine";lithium;mining;-33,0;118,0;AUS;150,5;"Albemarle 51,5 %; IGO 48,5 %"'
    reading = read(f"{start}{HEADER.replace(',', ';')}\r\n{row}\r\n")
    assert not reading.problems
    assert cell(reading, 2, "lat") == -33.0
    assert cell(reading, 2, "capacity_t_per_year") == 150.5


def test_that_tabs_load(read):
    reading = read(f"{HEADER}\n{GOOD}\n".replace(",", "\t"), "own.tsv")
    assert reading.good == 1


def test_that_row_numbers_are_those_of_a_spreadsheet_over_blank_lines_and_cells_of_two_lines(read):
    two_lines = 'Hill mine,lithium,mining,-33.0,118.0,AUS,150,"Albemarle 51 %\nIGO 49 %"'
    reading = read(f"{HEADER}\n{two_lines}\n\n,,,,,,,\nBad,lithium,mining,x,118.0,AUS,5,\n")
    assert reading.rows == 2
    assert [(one.row, one.column) for one in reading.problems] == [(5, "lat")]


@pytest.mark.parametrize("name", ["own.csv", "own.xlsx", "own.geojson", "own.gpkg", "own.zip", "own.shp"])
def test_that_a_file_of_no_bytes_explains_itself(read, name):
    with pytest.raises(UnreadableFile, match="is empty"):
        read(b"", name)


@pytest.mark.parametrize("name", ["own.csv", "own.xlsx", "own.geojson", "own.gpkg", "own.zip", "own.shp", "own.xls"])
@pytest.mark.parametrize("content", [b"\x00\x01\x02rubbish" * 40, b"PK\x03\x04 broken", b"{", b"<html>\x00</html>"])
def test_that_rubbish_explains_itself_whatever_its_suffix(read, name, content):
    assert explains_itself(read, content, name)


def test_that_a_missing_file_a_folder_and_an_unknown_suffix_explain_themselves(read, tmp_path, tiny_world):
    with pytest.raises(UnreadableFile, match="not a file"):
        read(None, "nowhere.csv")
    with pytest.raises(UnreadableFile, match="not a file"):
        own.read(tmp_path, None, tiny_world)
    with pytest.raises(UnreadableFile, match=r"files ending in '\.docx' are not read"):
        read("x", "own.docx")


def test_that_a_wrong_suffix_is_named(read):
    with pytest.raises(UnreadableFile, match="looks like a spreadsheet"):
        read(b"PK\x03\x04\x00\x00", "own.csv")
    with pytest.raises(UnreadableFile, match=r"looks like a GeoPackage"):
        read(b"SQLite format 3\x00", "own.xlsx")


def test_that_a_row_that_stays_out_is_nobodys_double(read):
    reading = read(f"{HEADER}\n{GOOD.replace('150', 'many')}\n{GOOD}\n")
    assert list(reading.table.index) == [3]


def test_that_spaces_and_newlines_only_explain_themselves(read):
    with pytest.raises(UnreadableFile, match="holds no table"):
        read("  \n\n , ,\n")


def test_that_a_header_without_rows_is_told(read):
    reading = read(f"{HEADER}\n")
    assert (reading.rows, reading.good) == (0, 0)
    assert "no row below" in whats(reading, Severity.ERROR)


def test_that_missing_required_columns_are_told_once_each(read):
    reading = read("name,lat,lon\nA,1,2\nB,3,4\n")
    missing = [one.column for one in reading.problems if "not there" in one.what]
    assert missing == ["mineral", "stage", "country"]
    assert (reading.rows, reading.good) == (2, 0)


def test_that_missing_required_cells_name_row_and_column(read):
    reading = read(f"{HEADER}\n,lithium,mining,-33.0,118.0,AUS,,\nB,,mining,-33.0,118.0,AUS,,\n{GOOD}\n")
    assert {(one.row, one.column) for one in reading.problems if one.severity == "error"} == {
        (2, "name"),
        (3, "mineral"),
    }
    assert reading.good == 1


def test_that_a_column_given_twice_is_told_and_the_first_is_read(read):
    reading = read(f"{HEADER},lat\n{GOOD},55\n")
    assert cell(reading, 2, "lat") == -33.0
    assert "more than once" in whats(reading, Severity.WARNING)


def test_that_a_row_with_a_cell_too_many_is_left_out(read):
    reading = read(f"{HEADER}\nHill mine,lithium,mining,-33,0,118,0,AUS,150,\n{GOOD}\n")
    assert reading.good == 1
    assert "the row has 10 cells, the header 8" in whats(reading, Severity.ERROR)


@pytest.mark.parametrize(
    ("capacity", "told"),
    [("1e400", "larger"), ("lots", "not a number"), ("1,500", "1.5 or 1500"), ("-5", "less than nothing"),
     ("=A1*2", "not a number")],
)  # fmt: skip
def test_that_a_bad_capacity_keeps_the_row_out(read, capacity, told):
    reading = read(f'{HEADER}\nHill,lithium,mining,-33.0,118.0,AUS,"{capacity}",\n')
    assert reading.good == 0
    assert told in whats(reading, Severity.ERROR)


@pytest.mark.parametrize("capacity", ["NaN", "n/a", "", "-"])
def test_that_an_unknown_capacity_stays_unknown(read, tiny_world, capacity):
    reading = read(f"{HEADER}\nHill,lithium,mining,-33.0,118.0,AUS,{capacity},\n")
    assert reading.good == 1
    assert own.join(tiny_world, [reading]).outputs["capacity_t"].isna().iloc[-1]


def test_that_a_capacity_beyond_the_world_is_a_warning(read):
    reading = read(f"{HEADER}\nHill,lithium,mining,-33.0,118.0,AUS,99999999,\n")
    assert reading.good == 1
    assert "more than the whole world makes (200 t)" in whats(reading, Severity.WARNING).replace("  ", " ")


def test_that_swapped_coordinates_are_suspected(read):
    reading = read(f"{HEADER}\nKwinana,lithium,refining,-115.8,-32.2,AUS,10,\nHill,lithium,mining,61.9,-26.5,FIN,1,\n")
    assert reading.good == 0
    assert "swapped" in whats(reading)


def test_that_a_lost_minus_sign_is_suspected(read):
    reading = read(f"{HEADER}\nHill,lithium,mining,33.0,118.0,AUS,10,\n")
    assert "minus sign" in whats(reading, Severity.ERROR)
    assert "China" in whats(reading, Severity.ERROR)


def test_that_stakes_of_140_percent_keep_the_row_out(read):
    reading = read(f"{HEADER}\nHill,lithium,mining,-33.0,118.0,AUS,10,A 80 %; B 60 %\n")
    assert reading.good == 0
    assert "140 %" in whats(reading, Severity.ERROR)


def test_that_html_in_a_name_is_kept_as_text(read):
    reading = read(f"{HEADER}\n<script>alert(1)</script>,lithium,mining,-33.0,118.0,AUS,10,\n")
    assert cell(reading, 2, "name") == "<script>alert(1)</script>"


def test_that_the_same_facility_twice_in_a_file_is_counted_once(read):
    reading = read(f"{HEADER}\n{GOOD}\n{GOOD}\n")
    assert reading.good == 1
    assert "repeats row 2" in whats(reading, Severity.ERROR)


def test_that_a_facility_that_is_shipped_is_kept_and_told(read):
    reading = read(f"{HEADER}\nGreenbushes,lithium,mining,-33.86,116.06,AUS,100,Tianqi Lithium 100 %\n")
    assert reading.good == 1
    assert "Greenbushes mine (AUS-greenbushes)" in whats(reading, Severity.WARNING)


def test_that_unknown_words_are_told_with_what_is_known(read):
    reading = read(f"{HEADER}\nHill,unobtainium,digging,-33.0,118.0,Atlantis,10,\n")
    told = {one.column: f"{one.what} {one.hint}" for one in reading.problems}
    assert "lithium, cobalt" in told["mineral"]
    assert "mining, intermediate, refining, recycling, manufacturing" in told["stage"]
    assert "alpha-3" in told["country"]


def test_that_unused_columns_are_told_once(read):
    reading = read(f"{HEADER},colour,mood\n{GOOD},red,good\n")
    assert [one.what for one in reading.problems] == [
        "not read, since the template has no such columns: colour, mood."
    ]  # fmt: skip


def test_that_a_matching_is_used_and_a_wrong_one_told(read):
    table = f"{HEADER.replace('owners', 'whose')}\n{GOOD}\n"
    assert cell(read(table, matching={"owners": "whose"}), 2, "owners") == "Albemarle 51 %; IGO 49 %"
    assert "does not have" in whats(read(table, matching={"owners": "who"}))


def test_that_german_and_japanese_headers_load(read):
    german = "Anlage;Rohstoff;Stufe;Breitengrad;Längengrad;Land;Kapazität (t/a);Eigentümer"
    reading = read(f"{german}\nHügel;Kobalt;Raffinerie;63,9;23,2;Finnland;12,5;Umicore 100 %\n")
    assert not reading.problems
    assert reading.table.loc[2, ["mineral", "stage", "country"]].tolist() == ["cobalt", "refining", "FIN"]
    japanese = "施設名,鉱種,工程,緯度,経度,国名,生産能力,株主"
    assert read(f"{japanese}\n楢葉,リチウム,精製,35.0,137.0,日本,10,豊田通商 [JPN]\n").good == 1


def test_that_a_unit_in_the_header_or_behind_the_number_is_not_lost(read, tiny_world):
    header = HEADER.replace("capacity_t_per_year", "Capacity (kt LCE)")
    reading = read(f"{header}\nHill,lithium,mining,-33.0,118.0,AUS,532.33,\n")
    assert own.join(tiny_world, [reading]).outputs["capacity_t"].iloc[-1] == pytest.approx(100_000)
    reading = read(f"{HEADER}\nHill,lithium,mining,-33.0,118.0,AUS,15 kt,\n")
    assert own.join(tiny_world, [reading]).outputs["capacity_t"].iloc[-1] == 15_000


@pytest.mark.parametrize(
    ("unit", "form", "column"),
    [("MT", "", "unit"), ("bushels", "", "unit"), ("t", "kryptonite", "form"), ("t", "NiSO4.6H2O", "form")],
)
def test_that_a_unit_or_form_that_is_not_certain_keeps_the_row_out(read, unit, form, column):
    reading = read(f"{HEADER},unit,form\nHill,lithium,mining,-33.0,118.0,AUS,10,,{unit},{form}\n")
    assert reading.good == 0
    assert [one.column for one in reading.problems] == [column]


def spreadsheet(path, rows, sheets=()):
    book = openpyxl.Workbook()
    for name in sheets:
        book.create_sheet(name)
    for row in rows:
        book.worksheets[-1].append(row)
    book.save(path)


@pytest.fixture(params=["calamine", "openpyxl"])
def engine(request, monkeypatch):
    """Both libraries read the same."""
    if request.param == "openpyxl":
        monkeypatch.setitem(sys.modules, "python_calamine", None)


def test_that_title_rows_above_the_header_are_stepped_over(engine, tmp_path, tiny_world):
    title = [["Our facilities, spring edition"], [], ["as of", "2026-05-01"], HEADER.split(",")]
    rows = [
        ["Hill mine", "Li", "mine", -33.0, 118, "AUS", 150, "IGO 100 %"],
        ["Bad", "Li", "mine", "x", 118, "AUS", 1, ""],
    ]
    spreadsheet(tmp_path / "own.xlsx", [*title, *rows], sheets=["empty", "data"])
    reading = own.read(tmp_path / "own.xlsx", None, tiny_world)
    assert list(reading.table.index) == [5]
    assert cell(reading, 5, "capacity_t_per_year") == 150.0
    assert [(one.row, one.column) for one in reading.problems] == [(6, "lat")]


def test_that_formulas_without_a_saved_result_are_told(engine, tmp_path, tiny_world):
    row = ["Hill mine", "Li", "mine", -33.0, 118, "AUS", "=1000+500", "IGO 100 %"]
    spreadsheet(tmp_path / "own.xlsx", [HEADER.split(","), row])
    reading = own.read(tmp_path / "own.xlsx", None, tiny_world)
    assert "formulas" in whats(reading, Severity.WARNING)
    assert reading.table["capacity_t_per_year"].isna().all()


def test_that_an_empty_workbook_explains_itself(engine, tmp_path, tiny_world):
    spreadsheet(tmp_path / "own.xlsx", [])
    with pytest.raises(UnreadableFile, match="holds no table"):
        own.read(tmp_path / "own.xlsx", None, tiny_world)


def test_that_dates_and_whole_numbers_of_a_spreadsheet_stay_what_they_are(engine, tmp_path, tiny_world):
    header = [*HEADER.split(","), "start_year", "notes"]
    row = ["Hill", "Li", "mine", -33.0, 118, "AUS", 7.0, "", datetime.datetime(2016, 5, 1), 0.1]
    spreadsheet(tmp_path / "own.xlsx", [header, row])
    reading = own.read(tmp_path / "own.xlsx", None, tiny_world)
    assert not reading.problems
    assert cell(reading, 2, "start_year") == 2016.0
    assert cell(reading, 2, "notes") == "0.1"


def test_that_twenty_thousand_rows_are_read(read):
    rows = "\n".join(
        f"Mine {n},lithium,mining,{-20 - n % 100 / 10},{120 + n // 100 / 20},AUS,{n},IGO [AUS] 60 %"
        for n in range(20_000)
    )
    reading = read(f"{HEADER}\n{rows}\n")
    assert reading.rows == 20_000
