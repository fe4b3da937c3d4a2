"""The shipped points: each in or near its country, no facility twice unless someone said why."""

import difflib
import re

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely

from mineralmap import paths
from mineralmap.datasets import bundled
from mineralmap.datasets.dataset import Dataset

NEAR_KM = 25.0
EARTH_KM = 6371.0
COMMON = {"mine", "mines", "plant", "project", "refinery", "smelter", "deposit", "the", "of", "in", "and"}
COMMON |= {"lithium", "nickel", "cobalt", "graphite", "copper"}


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return bundled.load()


def _whitelisted(shipped: Dataset) -> set[str]:
    made = shipped.corrections
    return set(made.loc[made["kind"] == "whitelisted", "row_id"])


def test_that_every_point_lies_in_or_near_its_country(shipped: Dataset):
    countries = gpd.read_file(paths.data() / "basemap.gpkg", layer="countries_fine").dissolve("iso3").geometry
    placed = shipped.facilities[shipped.facilities["lat"].notna()]
    host, points = countries.reindex(placed["host_iso3"]), placed.geometry.to_numpy()
    assert host.notna().all()
    nearest = shapely.get_point(shapely.shortest_line(points, host.to_numpy()), 1)
    _, _, metres = pyproj.Geod(ellps="WGS84").inv(
        *shapely.get_coordinates(points).T, *shapely.get_coordinates(nearest).T
    )
    outside = placed.index[metres > NEAR_KM * 1000]
    assert sorted(set(outside) - _whitelisted(shipped)) == []


def test_that_unplaced_rows_say_so_and_placed_rows_say_how_well(shipped: Dataset):
    placed = shipped.facilities["lat"].notna()
    assert (placed == shipped.facilities["lon"].notna()).all()
    assert ((shipped.facilities["coord_precision"] == "unknown") == ~placed).all()
    assert shipped.facilities.loc[placed, "lat"].between(-60, 80).all()


def test_that_no_facility_stands_twice(shipped: Dataset):
    kept = _whitelisted(shipped)
    outputs = shipped.outputs.drop_duplicates(["facility_id", "mineral"])
    at = shipped.facilities.loc[outputs["facility_id"], ["name", "stage", "lat", "lon"]].reset_index()
    listed = at.assign(mineral=outputs["mineral"].to_numpy()).dropna(subset=["lat", "lon"])
    found = set()
    for _, part in listed.groupby(["mineral", "stage"]):
        ids, names = part["facility_id"].to_numpy(), part["name"].map(_key).to_numpy()
        km = _distances(np.radians(part["lat"].to_numpy()), np.radians(part["lon"].to_numpy()))
        for one, other in zip(*np.nonzero(np.triu(km < 30, k=1)), strict=True):
            same_place = km[one, other] < 2
            if same_place or difflib.SequenceMatcher(None, names[one], names[other]).ratio() >= 0.85:
                found.add("|".join(sorted((ids[one], ids[other]))))
    assert sorted(found - kept) == []


def _distances(lat: np.ndarray, lon: np.ndarray) -> np.ndarray:
    """Great-circle distances in km between all points, shape (n, n); angles in radians."""
    half = np.sin((lat[:, None] - lat) / 2) ** 2
    half = half + np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    return 2 * EARTH_KM * np.arcsin(np.sqrt(half.clip(0, 1)))


def _key(name: str) -> str:
    return " ".join(word for word in re.sub(r"[^a-z0-9 ]", " ", name.lower()).split() if word not in COMMON)
