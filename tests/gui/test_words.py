"""What the window says of numbers and of files that cannot be written."""

from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontMetrics

from mineralmap.errors import MineralmapError
from mineralmap.gui.elided import cut
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


def test_that_words_that_do_not_fit_end_at_a_word(qapp):
    metrics = QFontMetrics(QFont())
    words = "sail 311 nm (0.9 days at 14 kn) farther"

    def fitted(seen):
        return cut(words, metrics, metrics.horizontalAdvance(seen))

    assert fitted("sail 311 nm (0.9 days at 14 k…") == "sail 311 nm (0.9 days at 14…"
    assert fitted("sail 311 nm (0.9…") == "sail 311 nm (0.9…"
    assert fitted("sail 311 nm (0…") == "sail 311 nm…"
    assert cut(words, metrics, metrics.horizontalAdvance(words)) == words
