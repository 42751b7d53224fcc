"""Removes the metadata of a file and leaves its pages as they are, in a process of its own.

Run as a file and never imported: it imports nothing of this program. Standard input has a line of
JSON with the kind and the size, then the file. The answer has two frames, each a length and that
many bytes: first a JSON list of what the file still carries, then the file. A file that cannot be
cleaned for certain comes back unchanged.
"""

import json
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

_MOST_UNPACKED = 100 * 1024 * 1024
# Annotations that people put on the page of a PDF, with their authors.
_PDF_NOTES = ("/Text", "/FreeText", "/Highlight", "/Underline", "/StrikeOut", "/Stamp", "/Ink")
# The orientation of a photograph, which its viewer needs.
_ORIENTATION = 0x0112
# The segments of a JPEG with EXIF and XMP, notes of Photoshop, and comments. The other segments
# draw the picture.
_JPEG_NOTES = (0xE1, 0xED, 0xFE)
_START_OF_SCAN = 0xDA
_PNG_NOTES = (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME")
_PROPERTIES = "http://schemas.openxmlformats.org"
_CORE = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
    f'xmlns:cp="{_PROPERTIES}/package/2006/metadata/core-properties"/>'
).encode()
_APP = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties '
    f'xmlns="{_PROPERTIES}/officeDocument/2006/extended-properties"/>'
).encode()
_CUSTOM = _APP.replace(b"extended-properties", b"custom-properties")
_PARTS = {"core.xml": _CORE, "app.xml": _APP, "custom.xml": _CUSTOM}
_TRACKED = (b"<w:ins ", b"<w:del ", b"<w:moveFrom ", b"<w:moveTo ", b"<w:rPrChange ")


def _main() -> None:
    asked = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read(asked["size"])
    cleaned, left = _TASKS[asked["kind"]](data)
    for frame in (json.dumps(sorted(left)).encode(), cleaned):
        sys.stdout.buffer.write(len(frame).to_bytes(4, "big") + frame)


def _pdf(data: bytes) -> tuple[bytes, set[str]]:
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DictionaryObject, NameObject

    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        return data, {"encrypted"}
    root: Any = reader.trailer["/Root"].get_object()
    form = root.get("/AcroForm", DictionaryObject()).get_object()
    if int(form.get("/SigFlags", 0)) & 1 or "/Perms" in root:
        # A change of any byte would break the signature.
        return data, {"signed"}
    writer = PdfWriter(clone_from=reader)
    pages = len(writer.pages)
    writer.metadata = None
    left = set()
    for each in writer._objects:
        found = each.get_object() if each is not None else None
        if not isinstance(found, DictionaryObject):
            continue
        for key in ("/Metadata", "/PieceInfo", "/LastModified"):
            found.pop(NameObject(key), None)
        if found.get("/Type") == "/Filespec" or "/EF" in found:
            left.add("attachments")
        if found.get("/Subtype") in _PDF_NOTES and found.get("/T"):
            left.add("comments")
    # Nothing refers to the removed parts any more. They are gone once the rest is copied.
    copied = PdfWriter(clone_from=PdfReader(BytesIO(_bytes_of(writer))))
    copied.metadata = None
    cleaned = _bytes_of(copied)
    if len(PdfReader(BytesIO(cleaned)).pages) != pages:
        raise ValueError("pages were lost")
    return cleaned, left


def _bytes_of(writer: Any) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _jpeg(data: bytes) -> tuple[bytes, set[str]]:
    turned = _turned(data)
    made, at = bytearray(data[:2]), 2
    if turned != 1:
        made += _turning(turned)
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise ValueError("not a JPEG")
        kind, size = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if kind == _START_OF_SCAN:
            end = data.rfind(b"\xff\xd9") + 2
            if end < at:
                raise ValueError("no end")
            # Bytes after the end are not part of the picture.
            return bytes(made + data[at:end]), set()
        if kind not in _JPEG_NOTES:
            made += data[at : at + 2 + size]
        at += 2 + size
    raise ValueError("no picture")


def _turned(data: bytes) -> int:
    from PIL import Image

    with Image.open(BytesIO(data)) as opened:
        return int(opened.getexif().get(_ORIENTATION, 1))


def _turning(turned: int) -> bytes:
    """Return a segment that says only how a photograph is turned."""
    from PIL import Image

    exif = Image.Exif()
    exif[_ORIENTATION] = turned
    said = exif.tobytes()
    if not said.startswith(b"Exif"):
        said = b"Exif\0\0" + said
    return b"\xff\xe1" + (len(said) + 2).to_bytes(2, "big") + said


def _png(data: bytes) -> tuple[bytes, set[str]]:
    made, at = bytearray(data[:8]), 8
    turned = _turned(data) != 1
    while at + 12 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if kind not in _PNG_NOTES or (kind == b"eXIf" and turned):
            made += data[at : at + 12 + size]
        at += 12 + size
        if kind == b"IEND":
            return bytes(made), {"camera"} if turned else set()
    raise ValueError("no end")


def _docx(data: bytes) -> tuple[bytes, set[str]]:
    left, out = set(), BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as read, zipfile.ZipFile(out, "w") as made:
        if sum(each.file_size for each in read.infolist()) > _MOST_UNPACKED:
            raise ValueError("too large")
        if any(each.startswith("_xmlsignatures/") for each in read.namelist()):
            return data, {"signed"}
        for each in read.infolist():
            content = read.read(each)
            left |= set(_names_in(each.filename, content))
            if each.filename.startswith("word/media/"):
                content, kept = _picture(each.filename, content)
                left |= kept
            if each.filename.startswith("docProps/"):
                content = _PARTS.get(each.filename.removeprefix("docProps/"), b"")
            entry = zipfile.ZipInfo(each.filename, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, content)
    return out.getvalue(), left


def _picture(name: str, content: bytes) -> tuple[bytes, set[str]]:
    """Return a picture of a Word document, cleaned if it is of a kind that can be."""
    clean = {"jpg": _jpeg, "jpeg": _jpeg, "png": _png}.get(name.rpartition(".")[2].lower())
    if clean is None:
        return content, {"pictures"}
    try:
        return clean(content)
    except (ValueError, OSError):
        return content, {"pictures"}


def _names_in(name: str, content: bytes) -> Iterator[str]:
    """Yield the kinds of content in a Word document that may name people and stay in it."""
    if name.startswith("word/comments"):
        yield "comments"
    if name.startswith("word/") and any(mark in content for mark in _TRACKED):
        yield "changes"
    if name.startswith("word/embeddings/"):
        yield "attachments"


_TASKS: dict[str, Any] = {"pdf": _pdf, "jpg": _jpeg, "png": _png, "docx": _docx}


if __name__ == "__main__":
    _main()
