"""Every reader keeps its promise: text cells that know their row, and one clear error for what is no such file."""

import pytest

from mineralmap.datasets.read import readers
from mineralmap.errors import UnreadableFile


@pytest.mark.parametrize("reader", list(readers), ids=lambda one: one.id)
def test_that_a_reader_names_itself_and_its_suffixes(reader):
    assert reader.title
    assert reader.suffixes
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in reader.suffixes)


def test_that_no_two_readers_claim_one_suffix():
    claimed = [suffix for reader in readers for suffix in reader.suffixes]
    assert sorted(claimed) == sorted(set(claimed))


@pytest.mark.parametrize("reader", [one for one in readers if one.id != "csv"], ids=lambda one: one.id)
def test_that_a_reader_of_nonsense_ends_in_a_clear_error(reader, tmp_path):
    file = tmp_path / f"nonsense{reader.suffixes[0]}"
    file.write_bytes(b"\x00\x01\x02 nothing that anybody could read \xff\xfe")
    with pytest.raises(UnreadableFile):
        reader.read(file)
