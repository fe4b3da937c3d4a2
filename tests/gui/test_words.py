"""What the window says of numbers and of files that cannot be written."""

from pathlib import Path

import pytest

from mineralmap.errors import MineralmapError
from mineralmap.gui.words import not_written


def test_that_a_file_that_cannot_be_written_is_told_in_words():
    path = Path("card.xlsx")
    assert not_written(path, OSError(28, "No space left on device")) == (
        "card.xlsx cannot be written: No space left on device. Choose another folder."
    )
    assert not_written(path, MineralmapError("There is no such folder.", "Choose another.")) == (
        "There is no such folder. Choose another."
    )


def test_that_a_fault_of_our_own_is_no_message_about_a_file():
    with pytest.raises(KeyError):
        not_written(Path("card.xlsx"), KeyError("tonnes"))
