"""Binds PDFs to one with running numbers and bookmarks, in a process that can do nothing else.

Run as a file and never imported: it imports nothing of this program. Standard input has a line of
JSON, then the bytes of the parts. Standard output is the bound PDF, or nothing. The same parts
give the same bytes.
"""

import json
import sys
from io import BytesIO
from typing import Any

# Distances of the stamps from the edges of a page, and sizes of letters, in points.
_FROM_TOP, _FROM_SIDE = 24.0, 34.0
_NUMBER_SIZE, _WORD_SIZE = 12.0, 9.0
# How wide a digit of Helvetica Bold is, in parts of its size.
_DIGIT = 0.556


def _main() -> None:
    asked = json.loads(sys.stdin.buffer.readline())
    stitched, starts = _stitched(asked["parts"])
    sys.stdout.buffer.write(_bookmarked(stitched, asked, starts))


def _stitched(parts: list[dict[str, Any]]) -> tuple[bytes, list[int]]:
    """Return all pages in order, each with its number, and the first page of each part."""
    import pypdfium2 as pdfium

    bound = pdfium.PdfDocument.new()
    starts = []
    for part in parts:
        first = len(bound)
        starts.append(first)
        if not part["size"]:
            continue
        source = pdfium.PdfDocument(sys.stdin.buffer.read(part["size"]))
        bound.import_pages(source)
        source.close()
        for number in range(first, len(bound)):
            _stamp(bound, number, part["stamp"])
    out = BytesIO()
    bound.save(out)
    return out.getvalue(), starts


def _stamp(bound: Any, number: int, word: str) -> None:
    page = bound[number]
    across, down = page.get_size()
    says = str(number + 1)
    wide = len(says) * _DIGIT * _NUMBER_SIZE
    _write(bound, page, says, "Helvetica-Bold", _NUMBER_SIZE, across - _FROM_SIDE - wide, down)
    if word:
        _write(bound, page, word, "Helvetica", _WORD_SIZE, _FROM_SIDE, down)
    page.gen_content()
    page.close()


def _write(
    bound: Any, page: Any, says: str, font: str, size: float, left: float, down: float
) -> None:
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    made = raw.FPDFPageObj_NewTextObj(bound, font.encode(), size)
    wide = (says + "\0").encode("utf-16-le")
    raw.FPDFText_SetText(made, raw.cast(wide, raw.POINTER(raw.FPDF_WCHAR)))
    text = pdfium.PdfObject(made, pdf=bound)
    text.transform(pdfium.PdfMatrix().translate(left, down - _FROM_TOP))
    page.insert_obj(text)


def _bookmarked(stitched: bytes, asked: dict[str, Any], starts: list[int]) -> bytes:
    """Return the PDF with bookmarks, page labels, title and language."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.constants import PageLabelStyle
    from pypdf.generic import NameObject, TextStringObject

    # A writer of its own has no random identifier, as a clone would.
    writer = PdfWriter()
    writer.append(PdfReader(BytesIO(stitched)), import_outline=False)
    parents: dict[int, Any] = {}
    for part, start in zip(asked["parts"], starts, strict=True):
        if part["bookmark"]:
            parent = parents.get(part["level"] - 1)
            parents[part["level"]] = writer.add_outline_item(
                title=part["bookmark"], page_number=start, parent=parent
            )
    writer.set_page_label(0, len(writer.pages) - 1, style=PageLabelStyle.DECIMAL, start=1)
    writer.page_mode = "/UseOutlines"
    writer.root_object[NameObject("/Lang")] = TextStringObject(asked["language"])
    writer.metadata = {"/Title": asked["title"]}
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


if __name__ == "__main__":
    _main()
