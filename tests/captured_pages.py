"""Saved pages to hand in: by a browser, as WARC and as WACZ."""

import gzip
import io
import json
import zipfile
from collections.abc import Mapping
from datetime import date
from hashlib import sha256

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tracker.services.measurements.captures import CapturedPage

ADDRESS = "https://press.example/news/1825447"
SAVED_ON = date(2026, 11, 20)
PAGE = CapturedPage(ADDRESS, SAVED_ON)
HTML = b"<!DOCTYPE html>\n<html><script>alert(1)</script><p>X is blocked.</p></html>"


def a_warc(address: str = ADDRESS, body: bytes = HTML, *, packed: bool = True) -> bytes:
    """A WARC with the answer of a server, written on 18 November 2026."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    http = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], "HTTP/1.1")
    record = writer.create_warc_record(
        address,
        "response",
        payload=io.BytesIO(body),
        length=len(body),
        http_headers=http,
        warc_headers_dict={"WARC-Date": "2026-11-18T10:20:30Z"},
    )
    writer.write_record(record)
    return out.getvalue()


def wacz_files(warc: bytes | None = None) -> dict[str, bytes]:
    """The files of a WACZ as a browser extension writes it, without its description."""
    return {
        "archive/data.warc.gz": warc or a_warc(),
        "indexes/index.cdx.gz": gzip.compress(b"example,press)/news/1825447 20261118102030 {}\n"),
        "pages/pages.jsonl": b'{"format": "json-pages-1.0", "id": "pages"}\n',
    }


def described(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same files with a description that has their hashes."""
    resources = [
        {"path": name, "hash": f"sha256:{sha256(data).hexdigest()}", "bytes": len(data)}
        for name, data in files.items()
    ]
    whole = {"profile": "data-package", "wacz_version": "1.1.1", "resources": resources}
    return {**files, "datapackage.json": json.dumps(whole).encode()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files as a ZIP, under exactly these names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def a_wacz() -> bytes:
    """A WACZ as a browser extension writes it."""
    return zipped(described(wacz_files()))
