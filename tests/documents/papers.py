"""Papers that hold a secret in every place in which a format can hold one, for tests of copies."""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO

from docx import Document
from lxml import etree
from PIL import Image, ImageDraw, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, StreamObject

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SECRET = "Zarmina"
LINES = (
    "Government of Examplestan",
    "To: Zarmina Exampleperson",
    "CNIC 35202-1234567-1, telephone 0300-1234567",
    "The request is refused under section 7.",
)

RELATIONS = "word/_rels/document.xml.rels"


def a_pdf(lines: tuple[str, ...] = LINES, pages: int = 1, rotate: int = 0) -> bytes:
    """A PDF with a text layer: A4 pages with these lines, the first at the top."""
    writer = PdfWriter()
    for _ in range(pages):
        page = writer.add_blank_page(595, 842)
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        fonts = DictionaryObject({NameObject("/F"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        shown = "".join(f"({line}) Tj 0 -30 Td " for line in lines)
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F 14 Tf 60 780 Td {shown}ET".encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
        page.rotate(rotate)
    return _written(writer)


def with_everything(data: bytes) -> bytes:
    """The same with metadata, an attachment, an annotation, and an older version underneath."""
    writer = PdfWriter(BytesIO(data), incremental=True)
    writer.add_metadata({"/Author": f"{SECRET} Author", "/Title": f"{SECRET} title"})
    writer.add_attachment("zarmina.txt", f"{SECRET} attached".encode())
    note = FreeText(text=f"{SECRET} noted", rect=(60, 300, 300, 340))
    writer.add_annotation(0, note)
    writer.xmp_metadata = (
        '<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/" dc:source="{SECRET} xmp"/></rdf:RDF>'
        "</x:xmpmeta>"
    ).encode()
    return _written(writer)


def a_scan(form: str = "JPEG") -> bytes:
    """A picture of a letter without a text layer, with a name, a place and a comment in it."""
    picture = Image.new("RGB", (1240, 1754), "white")
    pencil = ImageDraw.Draw(picture)
    for place, line in enumerate(LINES):
        pencil.text((120, 120 + 60 * place), line, fill="black", font_size=32)
    out = BytesIO()
    exif = Image.Exif()
    exif[0x013B] = f"{SECRET} Artist"
    exif[0x0112] = 1
    if form == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Comment", f"{SECRET} comment")
        picture.save(out, "PNG", pnginfo=info, exif=exif)
    else:
        picture.save(out, "JPEG", exif=exif, comment=f"{SECRET} comment".encode())
    return out.getvalue()


def a_word_document() -> bytes:
    """A Word document with a tracked deletion, a comment, an author and a custom property."""
    document = Document()
    for line in LINES:
        paragraph = document.add_paragraph(line)
    document.core_properties.author = f"{SECRET} Author"
    document.core_properties.comments = f"{SECRET} property"
    document.add_comment(paragraph.runs, text=f"{SECRET} commented", author=SECRET)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    deleted = etree.fromstring(
        f'<w:del xmlns:w="{space}" w:id="90" w:author="{SECRET}"><w:r><w:delText>{SECRET} deleted'
        "</w:delText></w:r></w:del>"
    )
    paragraph._p.append(deleted)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def with_a_part_elsewhere(data: bytes) -> bytes:
    """A Word document one of whose pictures lies at another address."""
    return _with_relation(data, b'Type="http://x/image" Target="http://192.0.2.1/pixel.png"')


SPELT = ("as a wide text", "by the number of a letter", "under a prefix")


def with_a_part_elsewhere_spelt(data: bytes, how: str) -> bytes:
    """The same, in a spelling that a reader of XML takes for the same and a search does not."""
    changes = {
        "as a wide text": lambda part: part.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
        "by the number of a letter": lambda part: part.replace(b'"External"', b'"&#69;xternal"'),
        "under a prefix": lambda part: re.sub(
            b"<(/?)Relationship", rb"<\1p:Relationship", part
        ).replace(b"xmlns=", b"xmlns:p="),
    }
    return _made_again(with_a_part_elsewhere(data), RELATIONS, changes[how])


def with_a_picture_at(data: bytes, address: str) -> bytes:
    """A Word document that shows a picture which lies at that address."""
    document, out = Document(BytesIO(data)), BytesIO()
    document.add_picture(BytesIO(a_scan("PNG")))
    document.save(out)
    shown = _made_again(
        out.getvalue(), "word/document.xml", lambda part: part.replace(b"r:embed=", b"r:link=")
    )
    elsewhere = f'Target="{address}" TargetMode="External"'.encode()
    return _made_again(
        shown, RELATIONS, lambda part: part.replace(b'Target="media/image1.png"', elsewhere)
    )


def with_a_template(data: bytes) -> bytes:
    """A Word document that names a template at another address, as many do."""
    return _with_relation(
        data, b'Type="http://x/attachedTemplate" Target="file:///C:/Normal.dotm"'
    )


def with_a_field(data: bytes, field: str) -> bytes:
    """A Word document with a field that is set in two runs."""
    half = len(field) // 2
    runs = "".join(
        f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in (field[:half], field[half:])
    )
    return _changed(data, "word/document.xml", b"</w:p>", f"{runs}</w:p>".encode())


def every_stream(data: bytes) -> Iterator[bytes]:
    """Every run of bytes that a PDF holds: as it is, each object unpacked, and each raw stream
    unpacked by hand, whatever its filter says."""
    yield data
    reader = PdfReader(BytesIO(data))
    for number in range(1, int(str(reader.trailer["/Size"]))):
        found = reader.get_object(number)
        # A reference to another object is shown with an address in memory, any number.
        yield re.sub(r"(IndirectObject\(\d+, \d+), \d+\)", r"\1)", repr(found)).encode()
        if isinstance(found, StreamObject):
            yield found._data
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", data, re.S):
        yield match[1]
        try:
            yield zlib.decompress(match[1])
        except zlib.error:
            continue


def _with_relation(data: bytes, says: bytes) -> bytes:
    relation = b'<Relationship Id="rX" TargetMode="External" %b/></Relationships>' % says
    return _changed(data, RELATIONS, b"</Relationships>", relation)


def _changed(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    return _made_again(data, name, lambda part: part.replace(old, new, 1))


def _made_again(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as parts, zipfile.ZipFile(out, "w") as kept:
        for each in parts.namelist():
            part = parts.read(each)
            kept.writestr(each, change(part) if each == name else part)
    return out.getvalue()


def _written(writer: PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
