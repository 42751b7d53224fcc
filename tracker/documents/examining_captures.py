"""Examines a web archive that someone handed in, in a process that can do nothing else.

Run as a file and never imported: it imports nothing of this program. Standard input has a line of
JSON, then the bytes of a WARC or WACZ. The answer is a JSON object: the records of pages, or a
word for what is wrong. The sandbox limits memory and time, whatever a hostile file does. The
format of WACZ: specs.webrecorder.net/wacz/1.1.1.
"""

import json
import stat
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import redirect_stderr
from hashlib import sha256
from io import BytesIO, StringIO
from typing import Any

from warcio.archiveiterator import WARCIterator
from warcio.exceptions import ArchiveLoadFailed

_MOST_ENTRIES = 200
_MOST_RECORDS = 10_000
_MOST_BYTES = 100 * 1024 * 1024
_LARGEST_DESCRIPTION = 1024 * 1024
_PIECE = 64 * 1024
_LONGEST_WORDS = 2000
_DESCRIPTION, _ITS_DIGEST = "datapackage.json", "datapackage-digest.json"
_PAGES = "pages/pages.jsonl"
_OF_A_PAGE = ("response", "resource", "revisit")


class _Refused(Exception):
    """Raised if the file is no archive that can be kept, with a word for the reason."""


def _main() -> None:
    asked = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read(asked["size"])
    read = _records_of_wacz if asked["kind"] == "wacz" else _records
    try:
        # The library reports oddities there, in words of the file.
        with redirect_stderr(StringIO()):
            found: dict[str, Any] = {"records": list(read(data, _Budget()))}
    except _Refused as refused:
        found = {"refused": str(refused)}
    sys.stdout.write(json.dumps(found))


class _Budget:
    """How much may still be unpacked."""

    def __init__(self) -> None:
        self.left = _MOST_BYTES
        self.records = _MOST_RECORDS

    def take(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise _Refused("large")

    def one_more(self) -> None:
        self.records -= 1
        if self.records < 0:
            raise _Refused("large")


def _records(warc: bytes, budget: _Budget) -> Iterator[dict[str, Any]]:
    """Yield the records of pages, once each record is read to its end and fits its digests."""
    records = WARCIterator(BytesIO(warc), check_digests="raise")
    some = False
    try:
        for record in records:
            some = True
            budget.one_more()
            _read_whole(record, budget)
            if record.rec_type in _OF_A_PAGE:
                yield _placed(record, records.get_record_offset(), records.get_record_length())
    except ArchiveLoadFailed as failed:
        raise _Refused("digest" if "digest" in str(failed) else "damaged") from failed
    except (zlib.error, ValueError, AttributeError, TypeError, EOFError, OSError) as error:
        raise _Refused("damaged") from error
    if not some or records.err_count:
        raise _Refused("damaged")


def _read_whole(record: Any, budget: _Budget) -> None:
    while piece := record.raw_stream.read(_PIECE):
        budget.take(len(piece))
    if getattr(record.raw_stream, "limit", 0):
        raise _Refused("damaged")


def _placed(record: Any, offset: int, length: int) -> dict[str, Any]:
    """Return what an index says of a record."""
    headers, http = record.rec_headers, record.http_headers
    media = http.get_header("Content-Type") if http else headers.get_header("Content-Type")
    said = {
        "address": headers.get_header("WARC-Target-URI"),
        "date": headers.get_header("WARC-Date"),
        "status": http.get_statuscode() if http else "",
        "media": (media or "").split(";")[0].strip(),
        "digest": headers.get_header("WARC-Payload-Digest"),
    }
    words = {name: str(value or "")[:_LONGEST_WORDS] for name, value in said.items()}
    return words | {"offset": offset, "length": length}


def _records_of_wacz(data: bytes, budget: _Budget) -> Iterator[dict[str, Any]]:
    """Yield the records of every archive in a WACZ, once its description fits its files."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = _names(package)
            described = _described(package, names, budget)
            for name in names:
                content = b"".join(_unpacked(package, name, budget))
                _require_described(name, content, described)
                if name.startswith("archive/") and name.endswith((".warc", ".warc.gz")):
                    yield from _records(content, budget)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise _Refused("damaged") from error


def _names(package: zipfile.ZipFile) -> list[str]:
    """Return the names of the files. Refuses names that lead out, links, and files twice."""
    entries = package.infolist()
    if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _MOST_BYTES:
        raise _Refused("large")
    for entry in entries:
        parts = entry.orig_filename.split("/")
        leads_out = "\\" in entry.orig_filename or ":" in parts[0] or "\0" in entry.orig_filename
        if leads_out or ".." in parts or "" in parts[:-1] or "." in parts:
            raise _Refused("names")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise _Refused("names")
        if entry.flag_bits & 1:
            raise _Refused("encrypted")
    names = [entry.filename for entry in entries if not entry.is_dir()]
    if len({name.lower() for name in names}) < len(names):
        raise _Refused("names")
    wanted = any(name.startswith("archive/") for name in names)
    indexed = any(name.startswith("indexes/") for name in names)
    if not wanted or not indexed or not {_DESCRIPTION, _PAGES} <= set(names):
        raise _Refused("incomplete")
    return names


def _described(package: zipfile.ZipFile, names: list[str], budget: _Budget) -> dict[str, str]:
    """Return the SHA-256 that the description names for each file. Each must be there."""
    if package.getinfo(_DESCRIPTION).file_size > _LARGEST_DESCRIPTION:
        raise _Refused("large")
    content = b"".join(_unpacked(package, _DESCRIPTION, budget))
    described = {}
    try:
        for each in json.loads(content)["resources"]:
            described[str(each["path"])] = str(each["hash"])
        if _ITS_DIGEST in names:
            told = json.loads(b"".join(_unpacked(package, _ITS_DIGEST, budget)))
            described[_DESCRIPTION] = str(told["hash"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _Refused("damaged") from error
    if not set(described) <= set(names):
        raise _Refused("incomplete")
    return described


def _unpacked(package: zipfile.ZipFile, name: str, budget: _Budget) -> Iterator[bytes]:
    with package.open(name) as file:
        while piece := file.read(_PIECE):
            budget.take(len(piece))
            yield piece


def _require_described(name: str, content: bytes, described: dict[str, str]) -> None:
    told = described.get(name)
    if told is None and not name.startswith(("archive/", "indexes/", "pages/")):
        return
    if told is None or told.lower() != f"sha256:{sha256(content).hexdigest()}":
        raise _Refused("digest")


if __name__ == "__main__":
    _main()
