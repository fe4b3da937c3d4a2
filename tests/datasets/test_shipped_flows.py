"""The tables of the shipping flows as shipped: ids that join, parts that make a whole, one cargo for every output."""

import re

import pandas as pd
import pytest

from mineralmap import paths
from mineralmap.datasets import bundled, check
from mineralmap.datasets.dataset import Dataset

NAMES = ["cargoes", "consumers", "consumer_ports", "known_flows", "vessels", "gate_limits", "facility_ports"]
PRODUCT_STAGES = {"refining", "manufacturing"}


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return bundled.load()


def cargo(data: Dataset, mineral: str, leg: str, host: str, form: str, form_class: str = "") -> str:
    """The first cargo that fits, as the schema says it."""
    text = f"{form} {form_class}".lower()
    rows = data.cargoes[(data.cargoes["mineral"] == mineral) & (data.cargoes["leg"] == leg)].sort_values("order")
    for cargo_id, hosts, match in zip(rows.index, rows["hosts"], rows["match"], strict=True):
        if (not hosts or host in hosts.split("; ")) and re.search(match, text):
            return str(cargo_id)
    return ""


@pytest.mark.parametrize("table", NAMES)
def test_that_a_table_meets_its_schema_and_names_known_sources(shipped: Dataset, table: str):
    frame = getattr(shipped, table)
    assert len(frame)
    assert not check.check_table(table, paths.data())
    named = {one for cell in frame["source_id"] for one in cell.split("; ")}
    assert named <= set(shipped.sources.index)
    raw = bundled.table_text(paths.data(), table)
    assert list(raw.columns) == list(bundled.schema(table).index)


@pytest.mark.parametrize("table", ["cargoes", "consumers", "consumer_ports"])
def test_that_an_assumption_has_a_range_or_a_reason_for_none(shipped: Dataset, table: str):
    frame = getattr(shipped, table)
    assumed = frame[frame["kind"] == "assumption"]
    bare = assumed[assumed["low"].isna() | assumed["high"].isna()]
    assert (bare["note"] != "").all()
    figure = {"cargoes": "contained", "consumers": "share", "consumer_ports": "weight"}[table]
    told_by_hand = bare[bare[figure].notna()]
    assert not len(told_by_hand) or (told_by_hand["source_id"] == "own-derivation").all()


def test_that_what_a_tonne_holds_lies_within_its_range(shipped: Dataset):
    told = shipped.cargoes[shipped.cargoes["contained"].notna()]
    assert (told["contained"] > 0).all()
    ranged = told[told["low"].notna()]
    assert ((ranged["low"] <= ranged["contained"]) & (ranged["contained"] <= ranged["high"])).all()
    assert (told[told["mineral"] != "rare_earths"]["contained"] <= 1).all()
    assert shipped.cargoes.loc[shipped.cargoes["kind"] == "by-product", "contained"].isna().all()


def test_that_factors_and_cargoes_say_the_same(shipped: Dataset):
    same = {
        "li-spodumene-australia": "spodumene_australia",
        "li-spodumene": "spodumene_concentrate",
        "li-petalite": "petalite_bikita",
        "li-carbonate": "li2co3",
        "li-hydroxide": "lioh",
        "co-sulfate": "coso4_7h2o",
        "co-tetroxide": "co3o4",
        "ni-sulfate": "niso4_6h2o",
        "ni-ferronickel": "ferronickel",
        "ni-ore-new-caledonia": "ncl_wet_ore",
        "ni-npi-indonesia": "npi_indonesia",
        "ni-npi-china": "npi_china",
    }
    for ours, factor in same.items():
        assert shipped.cargoes.at[ours, "contained"] == pytest.approx(shipped.factors.at[factor, "value"], rel=1e-4)


def test_that_every_mineral_has_a_last_cargo_for_anything_on_each_leg(shipped: Dataset):
    anything = shipped.cargoes[(shipped.cargoes["hosts"] == "") & (shipped.cargoes["match"] == "")]
    for mineral in shipped.minerals.index:
        for leg in ("feed", "product"):
            rows = shipped.cargoes[(shipped.cargoes["mineral"] == mineral) & (shipped.cargoes["leg"] == leg)]
            assert rows["order"].is_unique
            last = anything[(anything["mineral"] == mineral) & (anything["leg"] == leg)]
            assert list(last["order"]) == [rows["order"].max()]


def test_that_every_output_of_the_five_minerals_has_a_cargo(shipped: Dataset):
    five = shipped.minerals.index[shipped.minerals["in_full"]]
    outputs = shipped.outputs[shipped.outputs["mineral"].isin(five)]
    at = shipped.facilities.loc[outputs["facility_id"]]
    used = set()
    told = outputs[["mineral", "form", "form_class"]].assign(host=at["host_iso3"].array, stage=at["stage"].array)
    for mineral, form, form_class, host, stage in told.drop_duplicates().to_numpy():
        for leg in ("feed", "product"):
            found = cargo(shipped, mineral, leg, host, form, form_class)
            assert found, (mineral, leg, host, form)
            if (leg == "product") == (stage in PRODUCT_STAGES):
                used.add(found)
    full = shipped.cargoes.index[shipped.cargoes["mineral"].isin(five)]
    idle = set(full) - used
    assert len(idle) < 8, f"cargoes that no output has: {sorted(idle)}"


@pytest.mark.parametrize(
    ("mineral", "leg", "host", "form", "form_class", "expected"),
    [
        ("lithium", "feed", "AUS", "spodumene concentrate", "", "li-spodumene-australia"),
        ("lithium", "feed", "CHL", "lithium brine, counted by the carbonate made from it", "", "li-brine"),
        ("lithium", "feed", "ZWE", "petalite concentrate", "", "li-petalite"),
        ("lithium", "product", "CHN", "lithium salts, LCE", "LCE", "li-chemicals"),
        (
            "cobalt",
            "feed",
            "COD",
            "mine output, contained metal (as in USGS Table 2)",
            "contained",
            "co-hydroxide-congo",
        ),
        ("cobalt", "feed", "IDN", "contained Co in mixed hydroxide precipitate", "contained", "co-in-precipitate"),
        ("nickel", "feed", "IDN", "nickel in limonite ore", "contained", "ni-limonite-indonesia"),
        ("nickel", "feed", "IDN", "saprolite ore, wet t (gross weight)", "", "ni-saprolite-indonesia"),
        ("nickel", "feed", "IDN", "saprolite and limonite ore mixed, wet t (gross weight)", "", "ni-ore-indonesia"),
        ("nickel", "feed", "CUB", "contained Ni in mixed sulfide", "contained", "ni-mixed-sulfide"),
        ("nickel", "feed", "PHL", "ore, contained Ni", "contained", "ni-ore-philippines"),
        ("nickel", "product", "IDN", "contained Ni in nickel pig iron", "contained", "ni-npi-indonesia"),
        ("rare_earths", "feed", "USA", "REO in concentrate", "REO", "re-bastnaesite-usa"),
        ("rare_earths", "product", "CHN", "NdFeB magnets, gross", "", "re-magnets"),
        ("graphite", "product", "CHN", "natural graphite anode", "", "gr-anode"),
    ],
)
def test_that_a_form_is_loaded_as_expected(shipped, mineral, leg, host, form, form_class, expected):
    assert cargo(shipped, mineral, leg, host, form, form_class) == expected


def test_that_consumers_use_no_more_than_the_world_has(shipped: Dataset):
    table = shipped.consumers
    assert not table.duplicated(["mineral", "region"]).any()
    assert set(table.loc[table["region"] == "ROW", "mineral"]) == set(shipped.minerals.index)
    assert (table.groupby("mineral")["share"].sum() <= 1).all()
    five = table[table["mineral"].isin(shipped.minerals.index[shipped.minerals["in_full"]])]
    assert (five["share"].notna() != five["quantity_t"].notna()).all()
    figure = five["share"].fillna(five["quantity_t"])
    ranged = five["low"].notna()
    assert ((five["low"] <= figure) & (figure <= five["high"]))[ranged].all()


def test_that_the_rest_of_the_world_is_what_the_others_leave(shipped: Dataset):
    # graphite has shares only
    table = shipped.consumers[shipped.consumers["mineral"] == "graphite"]
    assert table["share"].sum() == pytest.approx(1, abs=1e-4)
    # cobalt: IEA 220,726 t of 2024; USA, JPN and EU of demand.csv
    rest = shipped.consumers.set_index(["mineral", "region"]).at[("cobalt", "ROW"), "share"]
    assert rest == pytest.approx(1 - 0.58 - (3747 + 7960 + 9305.7 + 21689.3) / 220726, abs=1e-4)


def test_that_the_ports_of_a_region_take_in_the_whole(shipped: Dataset):
    table = shipped.consumer_ports
    assert set(table["region"]) == {"USA", "JPN", "EU", "CHN", "KOR", "IND", "ROW"}
    assert not table.duplicated(["region", "iso3", "port_id"]).any()
    assert (table["weight"] > 0).all()
    assert table.groupby("region")["weight"].sum().to_numpy() == pytest.approx(1, abs=1e-4)
    assert set(table["port_id"]) <= set(shipped.ports.index)
    ranged = table[table["low"].notna()]
    assert ((ranged["low"] <= ranged["weight"]) & (ranged["weight"] <= ranged["high"])).all()


def test_that_the_union_is_its_members_and_no_region_is_counted_twice(shipped: Dataset):
    table = shipped.consumer_ports
    members = shipped.partner_members(frozenset({"EU"}))
    assert set(table.loc[table["region"] == "EU", "iso3"]) == members
    elsewhere = set(table.loc[table["region"] != "ROW", "iso3"])
    assert not elsewhere & set(table.loc[table["region"] == "ROW", "iso3"])


def test_that_a_port_in_another_country_says_why(shipped: Dataset):
    table = shipped.consumer_ports
    abroad = table[table["iso3"] != shipped.ports.loc[table["port_id"], "iso3"].to_numpy()]
    assert abroad["note"].str.contains("no coast|no port|no Danish port|Rhine").all()


def test_that_both_ends_of_a_known_flow_exist_and_speak_of_the_mineral(shipped: Dataset):
    regions = set(shipped.consumer_ports["region"])
    made = set(zip(shipped.outputs["facility_id"], shipped.outputs["mineral"], strict=True))
    for mineral, start, end in shipped.known_flows[["mineral", "from_id", "to_id"]].to_numpy():
        assert (start, mineral) in made
        assert end in regions or (end, mineral) in made
        assert start != end


def test_that_a_known_flow_tells_tonnes_or_a_share(shipped: Dataset):
    table = shipped.known_flows
    assert (table["tonnes"].notna() != table["share"].notna()).all()
    assert not table.duplicated(["mineral", "leg", "from_id", "to_id"]).any()
    assert (table.groupby(["mineral", "from_id"])["share"].sum() <= 1).all()
    weighed = table[table["gross_t"].notna()]
    assert (weighed["tonnes"] <= weighed["gross_t"]).all()


def test_that_published_figures_are_ours(shipped: Dataset):
    flows = shipped.known_flows.set_index("from_id")[["tonnes", "gross_t"]]
    assert flows["tonnes"].get("USA-mountain-pass") == 32703
    assert flows["tonnes"].get("RUS-nadezhda-smelter-norilsk") == 58939
    tonnes, gross = flows.loc["ZWE-arcadia"].to_numpy()
    assert tonnes == pytest.approx(gross * shipped.cargoes["contained"]["li-mixed-zimbabwe"], abs=1)


def barred(data: Dataset, vessel: str) -> set[str]:
    ship, gates = data.vessels.loc[vessel], data.gate_limits
    deep: pd.Series = gates["max_draft_m"] < ship["draft_m"]
    wide: pd.Series = gates["max_beam_m"] < ship["beam_m"]
    return set(gates.loc[deep | wide, "chokepoint_id"])


def test_that_gates_bar_the_ships_that_are_too_large(shipped: Dataset):
    assert shipped.gate_limits["chokepoint_id"].is_unique
    assert set(shipped.gate_limits["chokepoint_id"]) <= set(shipped.chokepoints.index)
    assert (shipped.gate_limits[["max_draft_m", "max_beam_m"]].notna().any(axis=1)).all()
    assert "panama" not in barred(shipped, "neopanamax")
    assert {"panama", "great_belt"} <= barred(shipped, "capesize")
    assert not {"suez", "malacca", "sunda"} & barred(shipped, "capesize")
    assert {"panama", "suez", "malacca", "sunda"} <= barred(shipped, "vloc")
    assert "kiel_canal" in barred(shipped, "panamax")


def test_that_larger_ships_are_larger_in_every_way(shipped: Dataset):
    ships = shipped.vessels.loc[["handysize", "supramax", "panamax", "capesize", "vloc"]]
    assert ships["dwt_t"].is_monotonic_increasing
    assert ships["beam_m"].is_monotonic_increasing
