"""The next edition of a national table: taken up by itself, the older kept, what changed said by name."""

import importlib
from types import ModuleType

import pandas as pd
import pytest

from mineralmap import paths

BUILD = paths.data() / "build"


@pytest.fixture
def editions(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    if not BUILD.is_dir():
        pytest.skip("the build script does not travel in the wheel")
    monkeypatch.syspath_prepend(str(BUILD))
    return importlib.import_module("editions")


RULES = pd.DataFrame(
    [
        ("cobalt", "mine", "usgs-mcs2026", "mining", "yes", "a caveat of that year"),
        ("cobalt", "mine", "usgs-mcs2025", "mining", "no", ""),
        ("cobalt", "mine", "iea-cmde-2025", "mining", "no", ""),
        ("cobalt", "refined", "iea-cmde-2025", "refining", "yes", ""),
    ],
    columns=["commodity", "stage", "source_id", "our_stage", "default", "note"],
)


def offered(*ids: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame([("cobalt", *one) for one in ids], columns=["commodity", "stage", "source_id"])


def test_that_a_new_edition_takes_over_as_the_default_and_the_old_one_stays(editions: ModuleType):
    made = editions.extend(RULES, offered(("mine", "usgs-mcs2026"), ("mine", "usgs-mcs2027")))
    defaults = made.set_index(["stage", "source_id"])["default"]
    assert defaults["mine", "usgs-mcs2027"] == "yes"
    assert defaults["mine", "usgs-mcs2026"] == "no"
    assert defaults["refined", "iea-cmde-2025"] == "yes"
    assert made.iloc[-1]["our_stage"] == "mining"
    assert made.iloc[-1]["note"] == ""


def test_that_an_edition_that_was_no_default_does_not_become_one(editions: ModuleType):
    made = editions.extend(RULES, offered(("mine", "iea-cmde-2026"), ("refined", "iea-cmde-2026")))
    defaults = made.set_index(["stage", "source_id"])["default"]
    assert defaults["mine", "iea-cmde-2026"] == "no"
    assert defaults["mine", "usgs-mcs2026"] == "yes"
    assert defaults["refined", "iea-cmde-2026"] == "yes"


def test_that_nothing_changes_without_a_new_edition_and_other_sources_are_let_alone(editions: ModuleType):
    assert editions.extend(RULES, offered(("mine", "usgs-mcs2026"), ("mine", "bgs-2027"))).equals(RULES)


def test_that_the_newest_edition_of_a_family_is_found(editions: ModuleType):
    ids = pd.Series(["usgs-mcs2025", "usgs-mcs2027", "iea-cmde-2026", "usgs-mcs2026"])
    assert editions.newest(ids, "usgs-mcs") == "usgs-mcs2027"
    with pytest.raises(ValueError, match="no edition of iea-cmde- is"):
        editions.newest(ids[:2], "iea-cmde-")


def tables(default: str, rows: dict[tuple[str, str], str]) -> dict[str, pd.DataFrame]:
    heads = pd.DataFrame([{"table_id": default, "mineral": "cobalt", "stage": "mining", "default": "yes"}])
    figures = [{"table_id": default, "iso3": i, "year": y, "quantity_t": q} for (i, y), q in rows.items()]
    return {"national_tables": heads, "national_production": pd.DataFrame(figures)}


def test_that_what_a_new_edition_changed_is_said_by_country_and_year(editions: ModuleType):
    before = tables("old", {("COD", "2024"): "200", ("IDN", "2024"): "40", ("AUS", "2024"): "5", ("USA", "2024"): ""})
    after = tables("new", {("COD", "2024"): "226", ("IDN", "2024"): "35", ("AUS", "2024"): "5", ("PHL", "2025"): "4"})
    assert editions.report(before, after) == [
        "  cobalt mining: new takes over from old; 2 figures revised",
        "    new years: 2025",
        "    new countries: PHL",
        "    COD 2024: 200 → 226 t (+13.0 %)",
        "    IDN 2024: 40 → 35 t (-12.5 %)",
    ]
    assert editions.report(after, after) == []
    assert editions.report({}, after) == []
