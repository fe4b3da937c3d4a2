"""The shipped basemap read without a library for all formats: as that library reads it."""

import numpy as np
import pytest
import shapely
from pyogrio import raw

from mineralmap.datasets import basemap_file
from mineralmap.errors import UnreadableFile

FILE = basemap_file.shipped()


@pytest.mark.parametrize("layer", sorted(basemap_file.layer_names(FILE)))
def test_that_every_layer_is_read_as_a_library_reads_it(layer: str):
    shapes, table = basemap_file.read(layer, FILE)
    meta, _, wkb, columns = raw.read(FILE, layer=layer)
    assert shapely.equals_exact(shapes, shapely.from_wkb(wkb)).all()
    assert list(table.columns) == list(meta["fields"])
    for name, column in zip(meta["fields"], columns, strict=True):
        there = table[name].to_numpy()
        if column.dtype == object:
            assert there.tolist() == ["" if cell is None else cell for cell in column]
        else:
            assert there.dtype.kind == column.dtype.kind
            assert np.array_equal(there, column, equal_nan=column.dtype.kind == "f")


def test_that_columns_can_be_chosen():
    shapes, table = basemap_file.read("boundaries", FILE, ("right", "left"))
    assert set(table.columns) == {"left", "right"}
    assert len(table) == len(shapes) > 300


def test_that_a_layer_or_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(UnreadableFile, match="has no layer rivers"):
        basemap_file.read("rivers", FILE)
    with pytest.raises(UnreadableFile, match="is not there"):
        basemap_file.read("lakes", tmp_path / "none.gpkg")
    (tmp_path / "words.gpkg").write_text("words and more words " * 50)
    with pytest.raises(UnreadableFile, match="cannot be read"):
        basemap_file.read("lakes", tmp_path / "words.gpkg")
