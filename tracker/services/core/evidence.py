"""Documents stored as evidence. Their type is determined by content, never by name."""

import hashlib
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from tracker.domain.base.errors import BadInput
from tracker.services.core.office import Office
from tracker.services.ports.cases import CaseFile, Paper

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain",
    "eml": "message/rfc822",
}
SPELT = {"jpeg": "jpg"}
LARGEST_UPLOAD = 20 * 1024 * 1024
LARGEST_UNPACKED = 100 * 1024 * 1024
MAGIC = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}
CONTENT_TYPES = "[Content_Types].xml"
LARGEST_LIST_OF_KINDS = 1024 * 1024
START_OF_ZIP = b"PK\x03\x04"
END_OF_ZIP = b"PK\x05\x06"


@dataclass(frozen=True, slots=True)
class Upload:
    """An uploaded file whose content matches the type in its name."""

    name: str
    data: bytes
    media: str


def checked_upload(name: str, data: bytes) -> Upload:
    """Return an upload whose content matches the type in its file name.

    Raises BadInput with the reason: the file is empty, too large, of a type that is not kept, of
    another type than its name says, or of two types at once.
    """
    shown = safe_name(name)
    ending = shown.rpartition(".")[2].lower()
    ending = SPELT.get(ending, ending)
    if not data:
        raise BadInput("“{shown}” is empty. Choose the file again.", shown=shown)
    if len(data) > LARGEST_UPLOAD:
        size = LARGEST_UPLOAD // (1024 * 1024)
        raise BadInput(
            "“{shown}” is larger than {size} MB. Send a smaller scan.", shown=shown, size=size
        )
    if ending not in MEDIA_TYPES:
        raise BadInput(
            "“{shown}” is not an accepted file type. Use {media}.",
            shown=shown,
            media=", ".join(MEDIA_TYPES),
        )
    if why := _not_what_it_claims(ending, data):
        raise BadInput("“{shown}” was not saved: {why}.", shown=shown, why=why)
    return Upload(shown, data, MEDIA_TYPES[ending])


def safe_name(name: str) -> str:
    """Return the last part of a file name, without characters that affect a terminal or a path."""
    last = name.replace("\\", "/").rpartition("/")[2]
    clean = "".join(char for char in last if char.isprintable() and char not in '<>:"|?*')
    return clean.strip(". ")[-120:] or "file"


def keep_evidence(
    office: Office, case: CaseFile, uploads: Iterable[Upload], *, purpose: str
) -> tuple[str, ...]:
    """Store files in the archive, list them in the case, and return their digests in order."""
    digests = []
    for upload in uploads:
        digest = office.archive.keep(case.reference, upload.data)
        paper = Paper(digest, upload.name, upload.media, len(upload.data), office.now(), purpose)
        case.add_paper(paper)
        digests.append(digest)
    return tuple(digests)


def sha256_of(data: bytes) -> str:
    """Return the SHA-256 hash, in hexadecimal, under which bytes are kept and cited."""
    return hashlib.sha256(data).hexdigest()


def _not_what_it_claims(ending: str, data: bytes) -> BadInput | None:
    """Return why the content does not fit the file extension, None if it does."""
    if ending in MAGIC:
        if not data.startswith(MAGIC[ending]):
            return BadInput("its content does not match a {ending} file", ending=ending)
        # ZIP readers search for the directory from the end, whatever comes before it.
        if END_OF_ZIP in data[-65_558:]:
            return BadInput("it is also a ZIP archive")
        # PDF readers accept a header anywhere in the first kilobyte.
        return BadInput("it is also a PDF file") if MAGIC["pdf"] in data[1:1024] else None
    return _bad_docx(data) if ending == "docx" else _bad_text(data)


def _bad_docx(data: bytes) -> BadInput | None:
    # ZIP readers skip anything before the first entry: a page, a program, a PDF.
    if not data.startswith(START_OF_ZIP):
        return BadInput("its content is not a Word document")
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            names = [part.filename for part in parts.infolist()]
            unpacked = sum(part.file_size for part in parts.infolist())
            kinds = _kinds_named(parts) if CONTENT_TYPES in names else b""
    # An encrypted entry, or a version, name or stream that no word processor writes.
    except (zipfile.BadZipFile, RuntimeError, ValueError, EOFError, zlib.error):
        return BadInput("its content is not a Word document")
    if not {CONTENT_TYPES, "word/document.xml"} <= set(names) or len(names) > len(set(names)):
        return BadInput("its content is not a Word document")
    if any(name.startswith("/") or ".." in name or "\\" in name for name in names):
        return BadInput("it contains a file with an unsafe path")
    project = any(name.lower().endswith("vbaproject.bin") for name in names)
    if project or b"vbaproject" in kinds or b"macroenabled" in kinds:
        return BadInput("it contains macros. Save it as a plain .docx")
    return BadInput("it unpacks to more than 100 MB") if unpacked > LARGEST_UNPACKED else None


def _kinds_named(parts: zipfile.ZipFile) -> bytes:
    """Return the content types that a document declares: macros may have any file name."""
    with parts.open(CONTENT_TYPES) as stream:
        return stream.read(LARGEST_LIST_OF_KINDS).lower()


def _bad_text(data: bytes) -> BadInput | None:
    if b"\0" in data or data.startswith(tuple(MAGIC.values())):
        return BadInput("its content is not text")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return BadInput("its text is not in UTF-8. Save it again in that encoding")
    return None
