"""What Qt leaves open in a page (PDF): its exact size, and that the room between two words is a blank."""

import io

_TAB, _BLANK = b"<0009>", b"<0020>"


def finished(data: bytes, width: float, height: float) -> bytes:
    """The page as large as asked, in points (1/72 inch), where Qt rounds to whole ones; words are found and copied with
    the blanks between them, for which Qt names a tabulator, the first letter that looks like one in the typeface."""
    from pypdf import PdfWriter
    from pypdf.generic import DictionaryObject, RectangleObject, StreamObject

    writer = PdfWriter(clone_from=io.BytesIO(data))
    page = writer.pages[0]
    top = float(page.mediabox.top)  # where Qt begins
    page.mediabox = page.trimbox = RectangleObject((0, top - height, width, top))
    resources = page["/Resources"].get_object()
    assert isinstance(resources, DictionaryObject)
    for font in resources.get("/Font", DictionaryObject()).get_object().values():
        said = font.get_object()["/ToUnicode"].get_object()
        assert isinstance(said, StreamObject)
        said.set_data(said.get_data().replace(_TAB, _BLANK))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
