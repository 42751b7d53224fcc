"""Files that leave the office lose their metadata, and their pages stay the same."""

import zipfile
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Text
from pypdf.generic import DictionaryObject, NameObject, NumberObject, StreamObject

from tests.documents.papers import a_pdf
from tracker.documents.cleaning.cleaner import ConfinedCleaner
from tracker.documents.document_redactor import IsolatedRedactor
from tracker.services.core.evidence import MEDIA_TYPES
from tracker.services.ports.documents import Carried, CleanedFile

SECRET = "Ayesha-Namoona"


def clean(data: bytes, ending: str) -> CleanedFile:
    return ConfinedCleaner().clean(data, MEDIA_TYPES[ending])


def a_named_pdf(**more: bool) -> bytes:
    """A PDF that names its author in each place that holds metadata."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(a_pdf(("The reply",)))))
    writer.metadata = {"/Author": SECRET}
    xmp = StreamObject()
    xmp.set_data(f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode())
    writer.root_object[NameObject("/Metadata")] = writer._add_object(xmp)
    writer.pages[0][NameObject("/PieceInfo")] = DictionaryObject()
    if more.get("attached"):
        writer.add_attachment("a.txt", b"attached")
    if more.get("commented"):
        writer.add_annotation(0, Text(rect=(0, 0, 9, 9), text="x", title_bar=SECRET))
    if more.get("signed"):
        form = DictionaryObject({NameObject("/SigFlags"): NumberObject(3)})
        writer.root_object[NameObject("/AcroForm")] = form
    if more.get("encrypted"):
        writer.encrypt("x")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_loses_its_author_and_keeps_its_pages() -> None:
    data = a_named_pdf()
    assert SECRET.encode() in data

    cleaned = clean(data, "pdf")

    reader = PdfReader(BytesIO(cleaned.data))
    assert SECRET.encode() not in cleaned.data
    assert reader.xmp_metadata is None
    assert "/PieceInfo" not in reader.pages[0]
    assert cleaned.carries == frozenset()
    before, after = (
        IsolatedRedactor().render(each, MEDIA_TYPES["pdf"]) for each in (data, cleaned.data)
    )
    assert [page.picture for page in before] == [page.picture for page in after]


@pytest.mark.parametrize(
    ("kind", "carried", "same"),
    [
        ("signed", Carried.SIGNED, True),
        ("encrypted", Carried.ENCRYPTED, True),
        ("attached", Carried.ATTACHMENTS, False),
        ("commented", Carried.COMMENTS, False),
    ],
)
def test_content_that_cleaning_leaves_in_a_pdf_is_named(
    kind: str, carried: Carried, same: bool
) -> None:
    data = a_named_pdf(**{kind: True})

    cleaned = clean(data, "pdf")

    assert cleaned.carries == {carried}
    assert (cleaned.data == data) is same


def a_photograph(orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x013B] = SECRET
    exif[0x0112] = orientation
    exif.get_ifd(0x8825)[1] = "N"
    out = BytesIO()
    Image.effect_noise((40, 20), 50).convert("RGB").save(out, "JPEG", exif=exif, comment=SECRET)
    return out.getvalue()


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_photograph_loses_its_camera_and_place_and_stays_upright(orientation: int) -> None:
    data = a_photograph(orientation) + b"behind the end " + SECRET.encode()

    cleaned = clean(data, "jpg")

    assert SECRET.encode() not in cleaned.data
    with Image.open(BytesIO(data)) as before, Image.open(BytesIO(cleaned.data)) as after:
        assert before.tobytes() == after.tobytes()
        assert after.getexif().get(0x0112, 1) == orientation
        assert set(after.getexif()) <= {0x0112}


def test_a_png_loses_its_texts() -> None:
    said, out = PngImagePlugin.PngInfo(), BytesIO()
    said.add_text("Author", SECRET)
    said.add_itxt("Comment", SECRET)
    Image.new("RGB", (9, 9), "red").save(out, "PNG", pnginfo=said)

    cleaned = clean(out.getvalue(), "png")

    assert SECRET.encode() in out.getvalue()
    assert SECRET.encode() not in cleaned.data
    with Image.open(BytesIO(cleaned.data)) as after:
        assert after.getpixel((4, 4)) == (255, 0, 0)


def a_word_document(body: bytes = b"<w:document/>", **more: bytes) -> bytes:
    out = BytesIO()
    core = f"<cp:coreProperties><dc:creator>{SECRET}</dc:creator></cp:coreProperties>".encode()
    parts = {"word/document.xml": body, "docProps/core.xml": core, "docProps/app.xml": core}
    with zipfile.ZipFile(out, "w") as made:
        for name, content in (parts | more).items():
            made.writestr(name, content)
    return out.getvalue()


def test_a_word_document_loses_its_properties_and_those_of_its_pictures() -> None:
    data = a_word_document(**{"word/media/image1.jpg": a_photograph()})

    cleaned = clean(data, "docx")

    with zipfile.ZipFile(BytesIO(cleaned.data)) as made:
        contents = {name: made.read(name) for name in made.namelist()}
    assert contents["word/document.xml"] == b"<w:document/>"
    assert not [name for name, each in contents.items() if SECRET.encode() in each]
    assert cleaned.carries == frozenset()


@pytest.mark.parametrize(
    ("parts", "body", "carried"),
    [
        ({"word/comments.xml": b"x"}, b"", Carried.COMMENTS),
        ({}, b'<w:ins w:author="A">', Carried.CHANGES),
        ({"word/media/image1.emf": b"x"}, b"", Carried.PICTURES),
        ({"word/embeddings/a.bin": b"x"}, b"", Carried.ATTACHMENTS),
        ({"_xmlsignatures/sig1.xml": b"x"}, b"", Carried.SIGNED),
    ],
)
def test_content_that_cleaning_leaves_in_a_word_document_is_named(
    parts: dict[str, bytes], body: bytes, carried: Carried
) -> None:
    assert clean(a_word_document(body, **parts), "docx").carries == {carried}


@pytest.mark.samples("-pdf")
@pytest.mark.parametrize("ending", ["pdf", "jpg", "png", "docx"])
@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7\nnothing", b"\xff\xd8\xff\xe1\xff", b"PK\x03\x04"]
)
def test_an_unreadable_file_goes_unchanged_and_is_marked(ending: str, data: bytes) -> None:
    assert clean(data, ending) == CleanedFile(data, frozenset({Carried.NOT_CLEANED}))


def test_a_mail_goes_as_it_is_and_plain_text_has_nothing_to_remove() -> None:
    assert clean(b"From: a@b", "eml").carries == {Carried.AS_IT_IS}
    assert clean(b"words", "txt") == CleanedFile(b"words")
