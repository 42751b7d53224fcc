"""A corpus of files that are meant to do harm: each is refused in one clear sentence, and leaves
nothing behind."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from tests.offices import BY, a_request
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput
from tracker.domain.base.terms import Channel
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.services.core.evidence import LARGEST_UPLOAD, MEDIA_TYPES, checked_upload, safe_name
from tracker.services.core.office import Office
from tracker.services.core.recording import record

PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
JPG = b"\xff\xd8\xff\xe0" + bytes(64)
KINDS = b'<Types><Override PartName="/word/document.xml" ContentType="main+xml"/></Types>'


def a_zip(**parts: bytes) -> bytes:
    """A ZIP archive; in the names of its parts, `__` stands for a slash."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return packed.getvalue()


def a_docx(kinds: bytes = KINDS, **more: bytes) -> bytes:
    named = {"[Content_Types].xml": kinds, "word/document.xml": b"<w/>"}
    return a_zip(**named, **more)


def a_bomb() -> bytes:
    """A hundred and one megabytes of nothing in a few kilobytes."""
    return a_docx(word__media=bytes(101 * 1024 * 1024))


def one_name_twice() -> bytes:
    """Two readers of it can see two letters."""
    packed = BytesIO(a_docx())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("word/document.xml", b"<another/>")
    return packed.getvalue()


def locked() -> bytes:
    """A document that says of its first part that it is under a password."""
    data = bytearray(a_docx())
    for place in (6, data.index(b"PK\x01\x02") + 8):
        data[place] |= 1
    return bytes(data)


def spoilt() -> bytes:
    """A document whose first part cannot be unpacked."""
    data = bytearray(a_docx())
    place = data.index(b"[Content_Types].xml") + len("[Content_Types].xml")
    data[place : place + 8] = b"\xff" * 8
    return bytes(data)


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


MACRO_KIND = KINDS.replace(b"main+xml", b"application/vnd.ms-word.document.macroEnabled.main+xml")
VBA_KIND = KINDS.replace(b"main+xml", b"application/vnd.ms-office.vbaProject")

CORPUS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "0 bytes": ("empty.pdf", lambda: b"", "is empty"),
    "oversize": ("scan.pdf", lambda: PDF + bytes(LARGEST_UPLOAD), "larger than 20 MB"),
    "no ending": ("letter", lambda: PDF, "not an accepted file type"),
    "a program": ("letter.exe", lambda: b"MZ" + bytes(64), "not an accepted file type"),
    "a page": ("letter.html", lambda: b"<script>1</script>", "not an accepted file type"),
    "a picture with code": ("a.svg", lambda: b"<svg onload='1'/>", "not an accepted file type"),
    "a macro document": ("letter.docm", a_docx, "not an accepted file type"),
    "two endings": ("letter.pdf.exe", lambda: PDF, "not an accepted file type"),
    "a program called PDF": (
        "a.pdf",
        lambda: b"MZ" + bytes(64),
        "its content does not match a pdf file",
    ),
    "a page called PDF": (
        "a.pdf",
        lambda: b"<html>%PDF-</html>",
        "its content does not match a pdf file",
    ),
    "a PDF called PNG": ("a.png", lambda: PDF, "its content does not match a png file"),
    "a PNG called JPG": ("a.jpeg", lambda: PNG, "its content does not match a jpg file"),
    "a PDF called text": ("a.txt", lambda: PDF, "not text"),
    "a program called text": ("a.txt", lambda: b"MZ\0\0", "not text"),
    "a wide text": ("a.txt", lambda: "words".encode("utf-16"), "not text"),
    "a Latin text": ("a.eml", lambda: "Müller".encode("latin-1"), "not in UTF-8"),
    "a plain ZIP called Word": (
        "a.docx",
        lambda: a_zip(x=b"y"),
        "its content is not a Word document",
    ),
    "a cut document": (
        "a.docx",
        lambda: cut(a_docx()),
        "its content is not a Word document",
    ),
    "PDF and ZIP": ("a.pdf", lambda: PDF + a_zip(x=b"y"), "also a ZIP archive"),
    "picture and ZIP": ("a.jpg", lambda: JPG + a_zip(x=b"y"), "also a ZIP archive"),
    "picture and PDF": ("a.png", lambda: PNG + PDF, "also a PDF file"),
    "PDF and Word": (
        "a.docx",
        lambda: PDF + a_docx(),
        "its content is not a Word document",
    ),
    "page and Word": (
        "a.docx",
        lambda: b"<html/>" + a_docx(),
        "its content is not a Word document",
    ),
    "a bomb": ("a.docx", a_bomb, "unpacks to more than 100 MB"),
    "macros by name": ("a.docx", lambda: a_docx(**{"word/vbaProject.bin": b"x"}), "macros"),
    "macros by kind": ("a.docx", lambda: a_docx(MACRO_KIND), "macros"),
    "macros renamed": ("a.docx", lambda: a_docx(VBA_KIND, word__other=b"x"), "macros"),
    "a way out": ("a.docx", lambda: a_docx(**{"../../etc/passwd": b"x"}), "unsafe path"),
    "an absolute way": ("a.docx", lambda: a_docx(**{"/etc/passwd": b"x"}), "unsafe path"),
    "under a password": ("a.docx", locked, "its content is not a Word document"),
    "a spoilt stream": ("a.docx", spoilt, "its content is not a Word document"),
    "a part twice": ("a.docx", one_name_twice, "its content is not a Word document"),
}


@pytest.mark.parametrize("name", CORPUS)
def test_a_hostile_file_is_refused_in_one_sentence(name: str) -> None:
    called, content, why = CORPUS[name]

    with pytest.raises(BadInput, match=why) as refused:
        checked_upload(called, content())

    assert "\n" not in str(refused.value)
    assert str(refused.value).startswith("“")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("scan.pdf", PDF),
        ("scan.png", PNG),
        ("scan.jpeg", JPG),
        ("letter.docx", a_docx()),
        ("note.txt", "خط\n".encode()),
        ("message.eml", b"From: a\n\nbody\n"),
    ],
)
def test_what_is_what_it_claims_is_kept_to_the_byte(name: str, data: bytes) -> None:
    upload = checked_upload(name, data)

    assert upload.data == data
    assert upload.media in MEDIA_TYPES.values()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\system32\\a.pdf", "a.pdf"),
        ("C:\\fakepath\\a.pdf", "a.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        ("\x1b[31ma.pdf", "[31ma.pdf"),
        ('a"; filename="b.pdf', "a; filename=b.pdf"),
        (" . . ", "file"),
        ("", "file"),
    ],
)
def test_a_name_leads_nowhere_and_steers_nothing(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_long_name_keeps_its_end() -> None:
    assert safe_name("a" * 500 + ".pdf").endswith("aaa.pdf")
    assert len(safe_name("a" * 500 + ".pdf")) == 120


def test_what_was_refused_left_nothing_and_what_was_kept_lies_under_no_name_of_its_own(
    office: Office, tmp_path: Path
) -> None:
    reference = a_request(office)
    before = {path.name for path in (tmp_path / "evidence").rglob("*")}
    with pytest.raises(BadInput):
        checked_upload("../../evil.pdf", b"MZ")
    assert {path.name for path in (tmp_path / "evidence").rglob("*")} == before

    on = DaySpan.on(office.today_at("pk-pta"))
    record(
        office,
        reference,
        DocumentReceived(on=on, channel=Channel.POST),
        [checked_upload("../../evil.pdf", PDF)],
        by=BY,
    )

    names = {path.name for path in tmp_path.rglob("*")}
    assert not any("evil" in name for name in names)
    assert not any(PDF in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
