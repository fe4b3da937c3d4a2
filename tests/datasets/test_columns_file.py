"""Columns in one file: they come back as they were, and what is damaged is told."""

import numpy as np
import pytest

from mineralmap.datasets import columns_file

COLUMNS = {
    "places": np.array([[1.5, np.nan], [-0.0, np.inf]]),
    "flags": np.array([True, False, True]),
    "none": np.empty((0, 2)),
    "bytes": np.arange(5, dtype=np.uint8),
    "turned": np.arange(6, dtype=np.int32).reshape(2, 3).T,
}


def test_that_head_and_columns_come_back_and_can_be_written_to():
    head, columns = columns_file.unpacked(columns_file.packed({"name": "é", "none": float("inf")}, COLUMNS))
    assert head == {"name": "é", "none": float("inf")}
    assert list(columns) == list(COLUMNS)
    for name, column in COLUMNS.items():
        assert columns[name].dtype == column.dtype
        assert np.array_equal(columns[name], column, equal_nan=column.dtype.kind == "f")
        assert columns[name].flags.writeable


def test_that_objects_are_not_kept():
    with pytest.raises(TypeError):
        columns_file.packed({}, {"words": np.array(["a"], object)})


@pytest.mark.parametrize("at", [0, 10, 24, 60, 300, -40, -1])
def test_that_damage_is_told(at):
    content = bytearray(columns_file.packed({}, COLUMNS))
    content[at] ^= 0xFF
    with pytest.raises((ValueError, KeyError, TypeError)):
        columns_file.unpacked(bytes(content))


@pytest.mark.parametrize("length", [0, 5, 25, 100, -1, -30])
def test_that_half_a_file_is_told(length):
    with pytest.raises((ValueError, KeyError, TypeError)):
        columns_file.unpacked(columns_file.packed({}, COLUMNS)[:length])
