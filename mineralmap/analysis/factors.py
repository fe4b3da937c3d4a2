"""A data set whose contained tonnes rest on other factors than the shipped ones, as a scenario assumes them."""

import hashlib
from dataclasses import replace
from functools import lru_cache

import numpy as np

from mineralmap.datasets.dataset import Dataset
from mineralmap.errors import InvalidArgument
from mineralmap.model.scenario import Scenario

FAMILY = "factor:"


def with_factors(dataset: Dataset, scenario: Scenario) -> Dataset:
    """The data set with the factors that the scenario changes; the same one where it changes none.

    Raises
    ------
    InvalidArgument
        For a factor that the data set does not have.
    """
    asked = tuple((key[len(FAMILY) :], value) for key, value in scenario.assumptions if key.startswith(FAMILY))
    return _changed(dataset, asked) if asked else dataset


@lru_cache(maxsize=8)
def _changed(dataset: Dataset, asked: tuple[tuple[str, float], ...]) -> Dataset:
    factors = dataset.factors
    for name, _ in asked:
        if name not in factors.index:
            raise InvalidArgument(f"There is no factor {name!r}.", f"Known are {', '.join(map(str, factors.index))}.")
    value = factors["value"].to_dict()
    new = {name: number for name, number in asked if not np.isclose(value[name], number, rtol=1e-15, atol=0.0)}
    if not new:
        return dataset
    outputs = dataset.outputs
    factor = outputs["factor_id"].map(new).to_numpy(float)
    touched = ~np.isnan(factor)
    columns = {
        name: np.where(touched, outputs[base].to_numpy(float) * factor, outputs[name].to_numpy(float))
        for name, base in (("capacity_t", "capacity"), ("production_t", "production"))
    }
    columns["factor"] = np.where(touched, factor, outputs["factor"].to_numpy(float))
    return replace(
        dataset,
        key=hashlib.sha256(f"{dataset.key} {sorted(new.items())}".encode()).hexdigest()[:16],
        outputs=outputs.assign(**columns),
        factors=factors.assign(value=np.array([new.get(str(name), old) for name, old in value.items()], float)),
    )
