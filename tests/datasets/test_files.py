"""Writing in one step."""

import os

import pytest

from mineralmap.datasets.files import write_atomically
from mineralmap.errors import MineralmapError


def test_that_text_bytes_and_a_function_are_written(tmp_path):
    write_atomically(tmp_path / "a.txt", "Gécamines\n")
    write_atomically(tmp_path / "b.bin", b"\0\1")
    write_atomically(tmp_path / "c.csv", lambda path: path.write_text(path.suffix))
    assert (tmp_path / "a.txt").read_bytes() == "Gécamines\n".encode()
    assert (tmp_path / "b.bin").read_bytes() == b"\0\1"
    assert (tmp_path / "c.csv").read_text() == ".csv"


def test_that_a_failed_write_leaves_the_old_file_and_no_litter(tmp_path):
    file = tmp_path / "map.png"
    file.write_text("old")

    def half(path):
        path.write_text("half")
        raise ValueError("out of ideas")

    with pytest.raises(ValueError, match="out of ideas"):
        write_atomically(file, half)
    assert file.read_text() == "old"
    assert os.listdir(tmp_path) == ["map.png"]


def test_that_a_missing_folder_is_explained(tmp_path):
    with pytest.raises(MineralmapError, match=r"could not be written"):
        write_atomically(tmp_path / "nowhere" / "map.png", b"")


def test_that_a_link_keeps_being_a_link(tmp_path):
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    write_atomically(tmp_path / "link.txt", "new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


def test_that_permissions_are_kept(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("old")
    file.chmod(0o640)
    write_atomically(file, "new")
    assert file.stat().st_mode & 0o777 == 0o640
