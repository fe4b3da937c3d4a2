"""Files of every suffix and little sense: a table of text, or an explanation."""

import pandas as pd
import pytest

from mineralmap.datasets.read import read, readers
from mineralmap.errors import UnreadableFile

ALL = list(readers)


@pytest.mark.parametrize("suffix", [suffix for reader in ALL for suffix in reader.suffixes])
@pytest.mark.parametrize(
    "content", [b"\x00", b"PK\x03\x04", b"{}", b"SQLite format 3\x00", b"\x00\x00\x27\x0a\x00", b"a,b\n"]
)
def test_that_a_reader_gives_text_with_rows_or_explains_itself(tmp_path, suffix, content):
    file = tmp_path / f"own{suffix}"
    file.write_bytes(content)
    try:
        raw = read(file)
    except UnreadableFile as error:
        told = str(error)
    else:
        told = file.name
        assert raw.table.columns.is_unique
        assert raw.table.index.is_unique
        assert all(pd.api.types.is_string_dtype(kind) for kind in raw.table.dtypes)
    assert file.name in told
