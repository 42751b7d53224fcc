"""Captures of pages as WACZ: what a browser saved is wrapped, and archives are examined apart.

The same file about the same address always gives the same WACZ.
"""

import json
import stat
import uuid
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from tracker import __version__
from tracker.documents.sandbox.confined_jobs import ConfinedJob, ProcessLimits, run_confined
from tracker.domain.base.errors import BadInput
from tracker.domain.base.messages import Message
from tracker.domain.measurements.captures import CaptureKind
from tracker.services.ports.captures import CapturePackager, PackagedCapture

_PROGRAM = Path(__file__).with_name("examining_captures.py")
_SECONDS = 90
_LIMITS = ProcessLimits(memory=1024**3)
_LARGEST_ANSWER = 16 * 1024 * 1024
_SOFTWARE = f"legal-basis-tracker {__version__}, warcio"
_DESCRIPTION, _ITS_DIGEST = "datapackage.json", "datapackage-digest.json"
_PAGES, _INDEX = "pages/pages.jsonl", "indexes/index.cdxj"
_PACKED, _PLAIN = "archive/data.warc.gz", "archive/data.warc"
_GZIP = b"\x1f\x8b"
_MEDIA = {
    CaptureKind.HTML: "text/html",
    CaptureKind.PDF: "application/pdf",
    CaptureKind.PNG: "image/png",
}
_FIRST_BYTES = {
    b"%PDF-": CaptureKind.PDF,
    b"\x89PNG\r\n\x1a\n": CaptureKind.PNG,
    b"WARC/": CaptureKind.WARC,
    b"PK\x03\x04": CaptureKind.WACZ,
}
_HTML = ("!doctype html", "html", "head", "body", "!--", "?xml")
_BEGINNING = 1024
_TOO_MUCH = Message("It takes too long or too much memory to examine this file.")
_REFUSED = {
    "damaged": Message("The file is damaged, or it is not a web archive."),
    "digest": Message(
        "A hash in the file does not fit its content, so it was changed or damaged."
    ),
    "encrypted": Message("The file is encrypted. Save it without a password."),
    "incomplete": Message(
        "The file is no complete WACZ: a part that the format requires is missing."
    ),
    "large": Message(
        "The file unpacks to more than 100 MB, or has too many parts. Capture this one page alone."
    ),
    "names": Message("A file name in it leads outside of the file. Nothing of it was kept."),
}


@dataclass(frozen=True, slots=True)
class _PageRecord:
    """A record of a page in a WARC, as an index names it."""

    address: str
    date: str
    status: str
    media: str
    digest: str
    offset: int
    length: int


class WaczPackager(CapturePackager):
    """Examines captures in the sandbox, and writes WACZ."""

    def package(self, content: bytes, address: str, day: date) -> PackagedCapture:
        kind = _kind(content)
        if kind in _MEDIA:
            content = _warc_of(content, _MEDIA[kind], address, day)
        records = _examined(
            content, CaptureKind.WACZ if kind is CaptureKind.WACZ else CaptureKind.WARC
        )
        cited = _cited(records, address)
        if kind is CaptureKind.WACZ:
            return PackagedCapture(kind, content, _day(cited.date), cited.status)
        name = _PACKED if content.startswith(_GZIP) else _PLAIN
        made = _packaged(name, content, records, cited)
        # A page that a browser saved has no moment of its own.
        return PackagedCapture(
            kind, made, None if kind in _MEDIA else _day(cited.date), cited.status
        )


def _kind(content: bytes) -> CaptureKind:
    """Return what a file is by its first bytes, not by its name. Raises BadInput."""
    for first, kind in _FIRST_BYTES.items():
        if content.startswith(first):
            return kind
    if content.startswith(_GZIP) and _unpacked_start(content) == b"WARC/":
        return CaptureKind.WARC
    words = content[:_BEGINNING].decode("utf-8", "replace").lstrip("\ufeff \t\r\n").lower()
    if words.startswith("<") and words[1:].startswith(_HTML):
        return CaptureKind.HTML
    raise BadInput("This is not a web page. Hand in a WACZ, WARC, HTML, PDF or PNG file.")


def _unpacked_start(content: bytes) -> bytes:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS + 16).decompress(content[:_BEGINNING], 5)
    except zlib.error:
        return b""


def _examined(content: bytes, kind: CaptureKind) -> Sequence[_PageRecord]:
    """Return the records of pages in an archive. Raises BadInput if it cannot be kept."""
    asked = json.dumps({"kind": kind.value, "size": len(content)}).encode()
    try:
        answer = run_confined(
            ConfinedJob(_PROGRAM, _SECONDS, _LARGEST_ANSWER, limits=_LIMITS),
            asked + b"\n" + content,
        )
    except TimeoutError:
        raise BadInput(_TOO_MUCH) from None
    if not answer:
        raise BadInput(_TOO_MUCH)
    found = json.loads(answer)
    if "refused" in found:
        why = _REFUSED[found["refused"]]
        raise BadInput(why)
    return [_PageRecord(**record) for record in found["records"]]


def _cited(records: Sequence[_PageRecord], address: str) -> _PageRecord:
    """Return the record of the cited address, one with an answer if there is any."""
    fitting = [record for record in records if _alike(record.address) == _alike(address)]
    if not fitting:
        raise BadInput(
            "The file has no page from this address. Check the address, or capture the page again."
        )
    return next((each for each in fitting if each.status in ("200", "")), fitting[0])


def _alike(address: str) -> tuple[str, str, str]:
    """Return an address without what does not tell pages apart: scheme, part, ending slash."""
    try:
        parts = urlsplit(address.strip("<> "))
    except ValueError:
        return "", "", address
    return parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/"), parts.query


def _day(moment: str) -> date | None:
    try:
        return date.fromisoformat(moment[:10])
    except ValueError:
        return None


def _warc_of(content: bytes, media: str, address: str, day: date) -> bytes:
    """Return a page that a browser saved as the one resource of a WARC."""
    moment = f"{day}T00:00:00Z"
    digest = f"sha256:{sha256(content).hexdigest()}"
    out = BytesIO()
    # Captures are seldom packed.
    from warcio.warcwriter import WARCWriter

    writer = WARCWriter(out, gzip=True, warc_version="WARC/1.1")
    info = writer.create_warcinfo_record("data.warc.gz", {"software": _SOFTWARE})
    info.rec_headers.replace_header("WARC-Date", moment)
    info.rec_headers.replace_header("WARC-Record-ID", _id("warcinfo", digest))
    writer.write_record(info)
    # Both digests are given: the library would write large pages to the disk to count them.
    headers = {
        "WARC-Date": moment,
        "WARC-Record-ID": _id(digest, address),
        "WARC-Payload-Digest": digest,
        "WARC-Block-Digest": digest,
    }
    page = writer.create_warc_record(
        address,
        "resource",
        payload=BytesIO(content),
        length=len(content),
        warc_content_type=media,
        warc_headers_dict=headers,
    )
    writer.write_record(page)
    return out.getvalue()


def _id(*of: str) -> str:
    """Return an identifier that follows from the content: the same page gives the same file."""
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, ' '.join(of))}>"


def _packaged(name: str, warc: bytes, records: Sequence[_PageRecord], cited: _PageRecord) -> bytes:
    """Return a WACZ with one WARC, an index of its records, and one page."""
    page = {"id": "page", "url": cited.address, "ts": cited.date, "title": cited.address}
    head = {"format": "json-pages-1.0", "id": "pages", "title": "All pages"}
    index = sorted(_index_line(record, name) for record in records)
    files = {
        name: warc,
        _INDEX: "".join(index).encode(),
        _PAGES: "".join(f"{json.dumps(line)}\n" for line in (head, page)).encode(),
    }
    described = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": cited.address,
        "created": cited.date,
        "software": _SOFTWARE,
        "mainPageUrl": cited.address,
        "mainPageDate": cited.date,
        "resources": [_resource(path, content) for path, content in files.items()],
    }
    files[_DESCRIPTION] = _json(described)
    told = _digest(files[_DESCRIPTION])
    files[_ITS_DIGEST] = _json({"path": _DESCRIPTION, "hash": told})
    return _zipped(files)


def _resource(path: str, content: bytes) -> Mapping[str, object]:
    name = path.rpartition("/")[2]
    return {"name": name, "path": path, "hash": _digest(content), "bytes": len(content)}


def _digest(content: bytes) -> str:
    return f"sha256:{sha256(content).hexdigest()}"


def _index_line(record: _PageRecord, name: str) -> str:
    """Return a line of the index, in the form CDXJ."""
    moment = record.date[:19].translate(str.maketrans("", "", "-:T"))
    told = {
        "url": record.address,
        "mime": record.media,
        "status": record.status,
        "digest": record.digest,
        "length": str(record.length),
        "offset": str(record.offset),
        "filename": name.rpartition("/")[2],
    }
    said = {key: value for key, value in told.items() if value}
    return f"{_sorted_by(record.address)} {moment} {json.dumps(said)}\n"


def _sorted_by(address: str) -> str:
    """Return an address as indexes sort it: the parts of the host turned round, then the path."""
    try:
        parts = urlsplit(address)
        host = ",".join(reversed((parts.hostname or "").removeprefix("www.").split(".")))
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return address
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{port}){parts.path or '/'}{query}".lower().replace(" ", "%20")


def _json(value: object) -> bytes:
    return json.dumps(value, indent=1).encode() + b"\n"


def _zipped(files: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            package.writestr(entry, content)
    return out.getvalue()
