"""What a page (PDF) says can be searched, copied and read aloud: its words are the map's words."""

import pytest
from pypdf import PdfReader

from mineralmap.layers.layer import Texts
from mineralmap.render.application import ensure_application
from mineralmap.render.exports import ExportOptions, exporters

TITLE = "Who owns refined nickel: China 54 %, 1,234.5 t (2024–2026); at most < 66 %"


@pytest.fixture
def words(tiny_map, tmp_path):
    """All words of a page, blanks at which no line breaks and line breaks as blanks."""
    ensure_application()
    exporters["pdf"].write(tiny_map, tmp_path / "map.pdf", ExportOptions(width_px=1800, title=TITLE), lambda _: None)
    return PdfReader(tmp_path / "map.pdf").pages[0].extract_text().replace("\n", " ").replace("\xa0", " ")


def test_that_figures_and_signs_of_a_title_are_read_as_they_stand(words):
    assert TITLE in words


def test_that_there_is_a_blank_between_words_and_nothing_that_only_looks_like_a_letter(words):
    assert "\t" not in words
    assert [letter for letter in words if "\ue000" <= letter <= "\uf8ff" or letter < " "] == []


def test_that_sources_are_read_as_they_stand(tiny_map, words):
    assert " ".join(tiny_map.notes[0].split(" ")[:3]) in words


def test_that_names_on_the_map_are_words_too(tiny_map, words):
    """Capitals that stand apart may be read with blanks between them."""
    said = words.replace(" ", "").casefold()
    named = [
        name.split("\n")[0].replace(" ", "").casefold()
        for layer in tiny_map.layers
        for part in layer.primitives
        if isinstance(part, Texts)
        for name, style in zip(part.words, part.style, strict=True)
        if style == "country" and "\n" in name
    ]
    assert named
    assert [name for name in named if name not in said] == []
