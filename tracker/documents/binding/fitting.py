"""Fits the pages of a PDF on A4, or counts those of several, in a process that can do no more.

Run as a file and never imported: it imports nothing of this program. Standard input has a line of
JSON, then the bytes of the documents. The answer consists of frames, each a length and that many
bytes. Limits end the process whatever a hostile file does.
"""

import json
import resource
import sys
import warnings
from io import BytesIO
from typing import Any

_MEMORY = 2 * 1024**3
_SECONDS = 60
# A4 in points, and the margins that keep the place of the running number free.
_SHORT, _LONG = 595.28, 841.89
_TOP, _EDGE = 40.0, 20.0


class _Refused(Exception):
    """Raised if the document cannot be fitted, with a word for the reason."""


def _main() -> None:
    _limit()
    warnings.simplefilter("error")
    asked = json.loads(sys.stdin.buffer.readline())
    given = [sys.stdin.buffer.read(size) for size in asked["sizes"]]
    try:
        if asked["do"] == "count":
            _say(json.dumps([len(_opened(data)) for data in given]).encode())
            return
        fitted, pages = _fitted(given[0], asked["most"])
        _say(json.dumps(pages).encode())
        _say(fitted)
    except _Refused as refused:
        _say(json.dumps({"refused": str(refused)}).encode())


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def _say(data: bytes) -> None:
    sys.stdout.buffer.write(len(data).to_bytes(4, "big") + data)


def _opened(data: bytes) -> Any:
    import pypdfium2 as pdfium

    try:
        paper = pdfium.PdfDocument(data)
        count = len(paper)
    except pdfium.PdfiumError as error:
        raise _Refused("damaged") from error
    if not count:
        raise _Refused("damaged")
    return paper


def _fitted(data: bytes, most: int) -> tuple[bytes, int]:
    """Return the pages as drawings on A4, without links, forms, scripts and attached files."""
    import pypdfium2 as pdfium

    paper = _opened(data)
    count = len(paper)
    if count > most:
        raise _Refused("pages")
    paper.init_forms()
    made = pdfium.PdfDocument.new()
    try:
        for number in range(count):
            _fit(paper, number, made)
    except (pdfium.PdfiumError, ValueError) as error:
        raise _Refused("damaged") from error
    out = BytesIO()
    made.save(out)
    return out.getvalue(), count


def _fit(paper: Any, number: int, made: Any) -> None:
    """Add one page, with its annotations as part of the drawing, to the PDF that is made."""
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    page = paper[number]
    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    wide, high = (max(side, 1.0) for side in page.get_size())
    page.close()
    across, down = (_LONG, _SHORT) if wide > high else (_SHORT, _LONG)
    scale = min((across - 2 * _EDGE) / wide, (down - _TOP - _EDGE) / high, 1.0)
    # As a drawing, a page is upright and begins at the corner of what it shows.
    drawing = paper.page_as_xobject(number, made).as_pageobject()
    left, bottom = (across - wide * scale) / 2, down - _TOP - high * scale
    drawing.transform(pdfium.PdfMatrix().scale(scale, scale).translate(left, bottom))
    sheet = made.new_page(across, down)
    sheet.insert_obj(drawing)
    sheet.gen_content()
    sheet.close()


if __name__ == "__main__":
    _main()
