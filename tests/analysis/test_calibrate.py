"""β fitted to import sources: what a known β has made is found again, and what cannot be met says so."""

import pytest

from mineralmap.analysis.calibrate import POOR, Fitted, calibrate
from mineralmap.analysis.flows import compute_flows
from mineralmap.datasets import bundled
from mineralmap.model.scenario import Scenario
from tests.analysis.flow_worlds import consuming


def sources(shares, stage="refining"):
    return [
        {
            "mineral": "cobalt",
            "stage": stage,
            "form": "all",
            "exporter_iso3": iso3,
            "importer": "USA",
            "years": "2021-24",
        }
        | {"share": share, "source_id": "told"}
        for iso3, share in shares.items()
    ]


def shares_with(decay):
    asked = Scenario(mineral="cobalt", leg="product", assumptions=(("decay_product", decay),))
    table = compute_flows(consuming(), asked).table
    into = table[table["importer"] == "USA"].groupby("from_iso3")["tonnes"].sum()
    return (into / into.sum()).to_dict()


@pytest.mark.parametrize("decay", [0.8, 1.3, 1.9])
def test_that_the_decay_behind_the_shares_is_found_again(decay):
    found = calibrate(consuming(import_sources=sources(shares_with(decay))), "cobalt")
    assert isinstance(found, Fitted)
    assert found.decay == pytest.approx(decay, abs=0.002)
    assert found.miss < 1e-3
    assert (found.leg, found.years, found.source_id, found.note) == ("product", "2021-24", "told", "")


def test_that_shares_that_no_distance_makes_are_a_poor_fit_and_say_so():
    found = calibrate(consuming(import_sources=sources({"TZA": 0.9, "OTH": 0.1})), "cobalt")
    assert isinstance(found, Fitted)
    assert found.miss == pytest.approx(0.9)  # nothing is refined there: 0 and 1 against 0.9 and 0.1
    assert "poor fit" in found.note
    assert found.shares["modelled"].tolist() == pytest.approx([0, 1])


def test_that_without_import_sources_there_is_nothing_to_fit():
    assert calibrate(consuming(), "cobalt") == "No import sources are published."


def test_that_the_shipped_fits_are_what_the_model_gives_and_none_is_hidden():
    table = bundled.load().calibration
    assert set(table["mineral"]) == {"lithium", "cobalt", "nickel", "rare_earths", "graphite"}
    for _, rows in table.groupby("mineral"):
        assert rows["published"].sum() == pytest.approx(1, abs=1e-3)
        assert rows["modelled"].sum() == pytest.approx(1, abs=1e-3)
        miss = ((rows["modelled"] - rows["published"]) ** 2).mean() ** 0.5
        assert rows["fit"].iloc[0] == pytest.approx(miss, abs=1e-3)
        assert rows["note"].str.contains("poor fit").all() == (miss > POOR)


def test_that_the_shipped_fit_of_rare_earths_is_made_again():
    dataset = bundled.load()
    found = calibrate(dataset, "rare_earths")
    assert isinstance(found, Fitted)
    row = dataset.calibration[dataset.calibration["mineral"] == "rare_earths"].iloc[0]
    assert found.decay == pytest.approx(row["decay"], abs=2e-3)
    assert found.miss == pytest.approx(row["fit"], abs=1e-3)
