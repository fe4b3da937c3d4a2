"""The national tables, demand, ports, straits and sources as they ship: checked against what was published."""

import re

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from mineralmap import paths
from mineralmap.datasets import bundled

NATIONS = (
    "national_tables national_production demand partners export_controls benchmarks sources ports chokepoints "
    "corridors countries"
).split()
EU = (
    "AUT BEL BGR CYP CZE DEU DNK ESP EST FIN FRA GRC HRV HUN IRL ITA LTU LUX LVA MLT NLD POL PRT ROU SVK SVN SWE"
).split()


def shipped(table: str) -> pd.DataFrame:
    """A shipped table as text, whatever the other tables hold."""
    return pd.read_csv(paths.data() / f"{table}.csv", dtype=str, keep_default_na=False)


def production(mineral: str, stage: str, source: str, iso3: str, year: int) -> float:
    table = shipped("national_production")
    row = table[
        (table["table_id"] == f"{mineral}-{stage}-{source}") & (table["iso3"] == iso3) & (table["year"] == str(year))
    ]
    assert len(row) == 1
    return float(row["quantity_t"].iloc[0])


def demand(region: str, mineral: str, year: int, scenario: str = "") -> pd.Series:
    table = shipped("demand")
    row = table[
        (table["region"] == region)
        & (table["mineral"] == mineral)
        & (table["year"] == str(year))
        & (table["scenario"] == scenario)
    ]
    assert len(row) == 1
    return row.iloc[0]


@pytest.mark.parametrize("table", NATIONS)
def test_that_a_table_has_the_columns_of_its_schema_and_no_empty_required_cell(table: str) -> None:
    rules, rows = bundled.schema(table), shipped(table)
    assert list(rows.columns) == list(rules.index)
    for column, rule in rules.iterrows():
        if rule["required"] == "yes":
            assert (rows[column] != "").all(), column
        if "|" in rule["allowed"]:
            assert set(rows[column]) <= {*rule["allowed"].split("|"), ""}, column
        if rule["type"] == "id":
            assert rows[column].is_unique, column
        if rule["type"] in bundled.NUMBERS:
            assert np.isfinite(pd.to_numeric(rows[column].replace("", None)).dropna().astype(float)).all(), column


@pytest.mark.parametrize("table", [name for name in NATIONS if name not in ("sources", "countries")])
def test_that_every_source_named_stands_in_the_table_of_sources(table: str) -> None:
    known = set(shipped("sources")["source_id"])
    named = {name for cell in shipped(table)["source_id"] for name in cell.split("; ")}
    assert named <= known


def test_that_sources_of_a_licence_which_asks_for_words_have_those_words() -> None:
    sources = shipped("sources").set_index("source_id")
    bound = sources["licence"].str.contains("CC BY") | sources["licence"].str.startswith("Open Government")
    assert (sources.loc[bound, "attribution"] != "").all()
    for name, word in {
        "geonames": "GeoNames",
        "imf-portwatch": "IMF PortWatch",
        "nrcan-2026": "Open Government",
    }.items():
        assert word in sources.at[name, "attribution"]


def test_that_no_source_is_a_pattern() -> None:
    assert not shipped("sources")["source_id"].str.contains("[<>]").any()


def test_that_every_country_named_is_a_country() -> None:
    known = set(shipped("countries")["iso3"])
    assert len(known) == 250  # the 249 of ISO 3166-1 and Kosovo
    assert set(shipped("national_production")["iso3"]) <= known | {"WLD", "OTH"}
    assert set(shipped("ports")["iso3"]) <= known
    assert set(shipped("corridors")["host_iso3"]) <= known
    assert set(shipped("export_controls")["iso3"]) <= known | {"EU"}
    assert set(shipped("partners")["iso3"]) <= known


def test_that_every_country_of_the_map_has_a_name() -> None:
    for layer in ("countries", "countries_low", "countries_fine"):
        units = gpd.read_file(paths.data() / "basemap.gpkg", layer=layer, ignore_geometry=True)
        assert set(units["iso3"].dropna()) == set(shipped("countries")["iso3"])


def test_that_the_european_union_is_its_27_members_and_the_three_partners_are_on() -> None:
    partners = shipped("partners")
    assert sorted(partners.loc[partners["partner_id"] == "EU", "iso3"]) == EU
    assert len(EU) == 27
    on = partners.loc[partners["default"] == "yes", "partner_id"]
    assert set(on) == {"USA", "JPN", "EU"}
    assert not partners.duplicated(["partner_id", "iso3"]).any()


@pytest.mark.parametrize(
    ("mineral", "stage", "source", "iso3", "year", "tonnes"),
    [
        ("cobalt", "mining", "usgs-mcs2026", "COD", 2024, 226_000),  # Mineral Commodity Summaries 2026, cobalt
        ("cobalt", "mining", "usgs-mcs2025", "COD", 2023, 175_000),
        ("cobalt", "refining", "iea-cmde-2025", "FIN", 2024, 20_119.7),
        ("nickel", "refining", "iea-cmde-2025", "IDN", 2024, 1_493_200),  # Critical Minerals Data Explorer 2025
        ("nickel", "refining", "iea-cmde-2025", "WLD", 2024, 3_483_697),
        ("lithium", "refining", "iea-cmde-2025", "CHN", 2024, 169_678),
        ("graphite", "mining", "usgs-mcs2026", "CHN", 2024, 1_270_000),
        ("graphite", "refining", "iea-cmde-2025", "CHN", 2024, 1_794_820),
        ("rare_earths", "refining", "iea-cmde-2025", "MYS", 2024, 3_625.24),
    ],
)
def test_that_published_output_stands_as_published(
    mineral: str, stage: str, source: str, iso3: str, year: int, tonnes: float
) -> None:
    assert production(mineral, stage, source, iso3, year) == tonnes


def test_that_one_table_is_the_default_for_each_mineral_and_stage() -> None:
    tables = shipped("national_tables")
    default = tables[tables["default"] == "yes"]
    assert not default.duplicated(["mineral", "stage"]).any()
    for mineral in ("lithium", "cobalt", "nickel", "rare_earths", "graphite"):
        assert set(default.loc[default["mineral"] == mineral, "stage"]) == {"mining", "refining"}
    years = shipped("national_production").groupby("table_id")["year"].agg(set)
    assert all("2024" in years[table] for table in default["table_id"])


def test_that_an_outlook_is_a_table_of_its_own_and_never_the_default() -> None:
    tables = shipped("national_tables").set_index("table_id")
    rows = shipped("national_production")
    outlook = rows["year"].astype(int) >= 2030
    assert rows.loc[outlook, "table_id"].str.endswith("-outlook").all()
    assert not rows.loc[~outlook, "table_id"].str.endswith("-outlook").any()
    assert (tables.loc[tables.index.str.endswith("-outlook"), "default"] == "no").all()


def test_that_what_the_source_withholds_has_no_number() -> None:
    for table in ("national_production", "demand"):
        rows = shipped(table)
        assert (rows.loc[rows["withheld"] == "yes", "quantity_t"] == "").all()
        assert rows.loc[rows["quantity_t"] == "", "note"].str.contains("withheld|not available").all()
    rows = shipped("national_production").set_index(["table_id", "iso3", "year"])
    assert rows.at[("lithium-mining-usgs-mcs2026", "USA", "2024"), "withheld"] == "yes"
    assert demand("USA", "lithium", 2024)["withheld"] == "yes"


def test_that_no_country_stands_twice_in_one_table_and_year() -> None:
    assert not shipped("national_production").duplicated(["table_id", "iso3", "year"]).any()


def test_that_the_total_covers_the_named_countries_or_the_table_says_otherwise() -> None:
    rows = shipped("national_production")
    notes = shipped("national_tables").set_index("table_id")["note"]
    rows["tonnes"] = pd.to_numeric(rows["quantity_t"].replace("", None)).astype(float)
    for (table, year), group in rows.groupby(["table_id", "year"]):
        world = group.loc[group["iso3"] == "WLD", "tonnes"]
        assert len(world) == 1
        named = group.loc[~group["iso3"].isin(["WLD", "OTH"]), "tonnes"].sum()
        if named > world.iloc[0] * (1 + 1e-6):
            assert f"{year}: the named countries add up" in notes[table]
            assert named < world.iloc[0] * 1.05  # no more than the rounding of the source
    assert (
        "2024: the published rest is 631,420 t, what the total leaves is 518,320 t"
        in notes["nickel-refining-iea-cmde-2025"]
    )  # 3,483,697 less 80,000 + 113,100 + 1,091,077 + 62,000 + 1,493,200 + 126,000


def test_that_magnet_rare_earths_are_never_taken_for_oxides() -> None:
    tables = shipped("national_tables").set_index("table_id")
    for table in ("rare_earths-mining-iea-cmde-2025", "rare_earths-refining-iea-cmde-2025"):
        assert tables.at[table, "comparable"] == "bridge"
        assert tables.at[table, "counts"].startswith("magnet REE")
    world = demand("WLD", "rare_earths", 2024)
    assert (world["unit"], world["stage"]) == ("t magnet REE", "refining")


@pytest.mark.parametrize(
    ("region", "mineral", "year", "tonnes", "kind"),
    [
        ("USA", "cobalt", 2024, 7_960, "apparent consumption"),  # Mineral Commodity Summaries 2026
        ("USA", "nickel", 2024, 90_300, "apparent consumption"),
        ("USA", "rare_earths", 2024, 9_010, "apparent consumption"),
        ("WLD", "lithium", 2024, 205_000, "world demand"),  # Critical Minerals Data Explorer 2025
        ("EU", "rare_earths", 2024, 7_400, "proxy"),  # 12,900 - 5,500
        ("EU", "nickel", 2023, 201_081, "proxy"),  # 62,000 + 139,081
        ("JPN", "cobalt", 2023, 9_305.7, "proxy"),  # 5,648.69 + 2,999.15 + 896.013 x 0.7342
        ("JPN", "nickel", 2019, 169_000, "proxy"),  # printed as 169 thousand tonnes of content
        ("JPN", "lithium", 2023, 9_050.5, "proxy"),  # 19,111.5 / 5.3233 + 33,015.1 / 6.0464
    ],
)
def test_that_demand_is_the_published_figure_or_the_sum_in_its_note(
    region: str, mineral: str, year: int, tonnes: float, kind: str
) -> None:
    row = demand(region, mineral, year)
    assert float(row["quantity_t"]) == pytest.approx(tonnes, rel=2e-5)
    assert row["kind"] == kind


def test_that_the_terms_in_a_proxys_note_add_up_to_its_tonnes() -> None:
    rows = shipped("demand")
    proxies = rows[(rows["kind"] == "proxy") & (rows["region"] != "USA") & (rows["source_id"] != "jmia-kozan-2020")]
    assert len(proxies) == 9
    for row in proxies.itertuples():
        terms = re.findall(r"(-?) ?([\d.,]+) t(?: × ([\d.]+))? \(", row.note)
        total = sum(
            (-1 if sign else 1) * float(tonnes.replace(",", "")) * float(factor or 1) for sign, tonnes, factor in terms
        )
        assert total == pytest.approx(float(row.quantity_t), abs=0.2), row.note


def test_that_a_target_or_an_outlook_always_names_its_scenario() -> None:
    rows = shipped("demand")
    future = rows["year"].astype(int) >= 2030
    assert (rows.loc[future, "scenario"] != "").all()
    assert (rows.loc[~future, "scenario"] == "").all()
    assert set(rows.loc[rows["kind"] == "assumption", "region"]) == {"JPN"}
    assert not rows.duplicated(["region", "mineral", "year", "scenario", "stage"]).any()


def test_that_lithium_demand_is_in_lithium_and_not_in_carbonate() -> None:
    assert float(demand("WLD", "lithium", 2024)["quantity_t"]) < production(
        "lithium", "refining", "iea-cmde-2025", "WLD", 2024
    )  # 205,000 t Li of demand against 241,612 t Li refined; as carbonate it would be 1.09 million
    target = demand("JPN", "lithium", 2030, "battery target at home, 150 GWh")
    assert float(target["quantity_t"]) == pytest.approx(100_000 / 5.3233, rel=1e-4)


def test_that_gates_are_valid_lines_near_their_straits_and_only_the_arctic_is_closed() -> None:
    table = shipped("chokepoints").set_index("chokepoint_id")
    gates = gpd.GeoSeries(shapely.from_wkt(table["gate_wkt"].to_numpy(object)), table.index)
    assert len(gates) == 35
    assert (gates.geom_type == "LineString").all()
    assert gates.is_valid.all()
    assert gates.is_simple.all()
    points = shapely.points(table["lon"].astype(float), table["lat"].astype(float))
    assert (shapely.distance(gates.to_numpy(), points) < 1.5).all()  # degrees; the label may stand beside the line
    assert set(table.index[table["default_closed"] == "yes"]) == {"northern_sea_route", "northwest_passage"}


def test_that_ports_lie_in_or_near_their_country() -> None:
    ports = shipped("ports")
    units = gpd.read_file(paths.data() / "basemap.gpkg", layer="countries_fine").dropna(subset=["iso3"])
    land = units.set_index("iso3").geometry
    points = shapely.points(ports["lon"].astype(float), ports["lat"].astype(float))
    away = {
        port: shapely.distance(point, land[iso3])
        for port, iso3, point in zip(ports["port_id"], ports["iso3"], points, strict=True)
    }
    far = {port: round(degrees, 2) for port, degrees in away.items() if degrees > 0.25}  # about 25 km
    assert not far


def test_that_every_country_with_ports_has_a_main_one_with_a_reason() -> None:
    ports = shipped("ports")
    main = ports[ports["main"] == "yes"]
    assert set(main["iso3"]) == set(ports["iso3"])
    assert main["note"].str.contains("main: ").all()


def test_that_corridors_lead_from_their_country_to_a_port_of_the_table() -> None:
    corridors = shipped("corridors")
    assert set(corridors["port_id"]) <= set(shipped("ports")["port_id"])
    assert not corridors[corridors["default"] == "yes"].duplicated("host_iso3").any()
    units = gpd.read_file(paths.data() / "basemap.gpkg", layer="countries").dropna(subset=["iso3"]).set_index("iso3")
    for row in corridors.itertuples():
        assert units.geometry[row.host_iso3].contains(shapely.Point(float(row.from_lon), float(row.from_lat)))


def test_that_a_landlocked_country_has_no_sea_port() -> None:
    countries = shipped("countries").set_index("iso3")
    landlocked = set(countries.index[countries["landlocked"] == "yes"])
    assert {"BOL", "KAZ", "MNG", "ZMB", "ZWE"} <= landlocked
    assert len(landlocked) == 45  # 44 members of the United Nations and the Holy See, and Kosovo
    assert not landlocked & set(shipped("ports")["iso3"])


def test_that_the_basemap_is_whole_and_small_enough_to_ship() -> None:
    file = paths.data() / "basemap.gpkg"
    assert file.stat().st_size < 8_000_000
    layers = set(gpd.list_layers(file)["name"])
    assert {"countries", "countries_low", "countries_fine", "boundaries", "lakes", "places", "graticule"} <= layers
    assert gpd.read_file(file, layer="countries_fine").is_valid.all()
