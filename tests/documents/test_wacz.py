"""Captures as WACZ: what a browser saved is wrapped, archives are checked, hostile refused."""

import gzip
import io
import json
import stat
import zipfile
from datetime import date
from hashlib import sha256

import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.captured_pages import (
    ADDRESS,
    HTML,
    SAVED_ON,
    a_wacz,
    a_warc,
    described,
    wacz_files,
    zipped,
)
from tests.documents.reading import parts_of
from tracker.documents.wacz import WaczPackager
from tracker.domain.base.errors import BadInput
from tracker.domain.measurements.captures import CaptureKind
from tracker.services.ports.captures import PackagedCapture

PDF, PNG = b"%PDF-1.7\n%%EOF", b"\x89PNG\r\n\x1a\n0000"


def packaged(content: bytes, address: str = ADDRESS) -> PackagedCapture:
    return WaczPackager().package(content, address, SAVED_ON)


@pytest.mark.parametrize(
    ("content", "kind", "media"),
    [
        (HTML, CaptureKind.HTML, "text/html"),
        (b"\xef\xbb\xbf  <HTML>x", CaptureKind.HTML, "text/html"),
        (PDF, CaptureKind.PDF, "application/pdf"),
        (PNG, CaptureKind.PNG, "image/png"),
    ],
)
def test_what_a_browser_saved_becomes_a_wacz_that_holds_it_byte_for_byte(
    content: bytes, kind: CaptureKind, media: str
) -> None:
    made = packaged(content)
    files = parts_of(made.content)

    assert (made.kind, made.day, made.status) == (kind, None, "")
    records = list(_records(files["archive/data.warc.gz"]))
    (page,) = [record for record in records if record["type"] == "resource"]
    assert page["content"] == content
    assert (page["address"], page["media"]) == (ADDRESS, media)
    assert page["date"] == "2026-11-20T00:00:00Z"
    assert page["digest"] == f"sha256:{sha256(content).hexdigest()}"


def _records(warc: bytes) -> list[dict[str, object]]:
    return [
        {
            "type": record.rec_type,
            "address": record.rec_headers.get_header("WARC-Target-URI"),
            "date": record.rec_headers.get_header("WARC-Date"),
            "media": record.rec_headers.get_header("Content-Type"),
            "digest": record.rec_headers.get_header("WARC-Payload-Digest"),
            "content": record.raw_stream.read(),
        }
        for record in ArchiveIterator(io.BytesIO(warc), check_digests="raise")
    ]


def test_its_description_has_what_the_format_requires() -> None:
    files = parts_of(packaged(HTML).content)
    told = json.loads(files["datapackage.json"])

    assert (told["profile"], told["wacz_version"]) == ("data-package", "1.1.1")
    assert told["mainPageUrl"] == ADDRESS
    named = {each["path"]: each for each in told["resources"]}
    assert set(named) == {"archive/data.warc.gz", "indexes/index.cdxj", "pages/pages.jsonl"}
    for path, each in named.items():
        assert each["hash"] == f"sha256:{sha256(files[path]).hexdigest()}"
        assert each["bytes"] == len(files[path])
    of_it = json.loads(files["datapackage-digest.json"])
    assert of_it["hash"] == f"sha256:{sha256(files['datapackage.json']).hexdigest()}"
    head, page = map(json.loads, files["pages/pages.jsonl"].splitlines())
    assert head["format"] == "json-pages-1.0"
    assert (page["url"], page["ts"]) == (ADDRESS, "2026-11-20T00:00:00Z")


def test_its_index_leads_to_the_record() -> None:
    files = parts_of(packaged(HTML).content)
    key, moment, words = files["indexes/index.cdxj"].decode().strip().split(" ", 2)
    told = json.loads(words)

    assert (key, moment) == ("example,press)/news/1825447", "20261120000000")
    start, end = int(told["offset"]), int(told["offset"]) + int(told["length"])
    record = files[f"archive/{told['filename']}"][start:end]
    assert HTML in gzip.decompress(record)


def test_the_same_page_always_gives_the_same_file() -> None:
    assert packaged(HTML).content == packaged(HTML).content


def test_no_name_of_this_machine_is_in_it() -> None:
    import socket

    warc = parts_of(packaged(HTML).content)["archive/data.warc.gz"]
    host = socket.gethostname().encode()
    assert host not in gzip.decompress(warc).replace(HTML, b"") or len(host) < 4


@pytest.mark.parametrize("packed", [True, False])
def test_a_warc_is_wrapped_byte_for_byte_and_has_the_day_of_its_record(packed: bool) -> None:
    warc = a_warc(packed=packed)
    made = packaged(warc)

    assert (made.kind, made.day, made.status) == (CaptureKind.WARC, date(2026, 11, 18), "200")
    assert parts_of(made.content)[f"archive/data.warc{'.gz' if packed else ''}"] == warc


def test_a_wacz_stays_as_it_is() -> None:
    content = a_wacz()
    made = packaged(content)

    assert made.content == content
    assert (made.kind, made.day, made.status) == (CaptureKind.WACZ, date(2026, 11, 18), "200")


def test_what_it_writes_is_a_wacz_that_it_takes() -> None:
    made = packaged(a_warc())
    assert packaged(made.content).content == made.content


@pytest.mark.parametrize(
    "address",
    [ADDRESS, f"{ADDRESS}/", f"{ADDRESS}#part", ADDRESS.replace("https://", "http://www.")],
)
def test_the_cited_page_is_found_by_its_address(address: str) -> None:
    assert packaged(a_warc(), address).kind is CaptureKind.WARC


def test_a_file_without_the_cited_page_is_refused() -> None:
    with pytest.raises(BadInput, match="no page from this address"):
        packaged(a_warc("https://press.example/another"))


def test_a_file_of_another_kind_is_refused() -> None:
    for content in (b"words", b"MZ\x90", gzip.compress(b"words"), b"\x1f\x8bxx", b"\0" * 100):
        with pytest.raises(BadInput, match="not a web page"):
            packaged(content)


@pytest.mark.samples("0", "2")
@pytest.mark.parametrize(
    "damage",
    [
        lambda warc: warc[:-30],
        lambda warc: warc[:150],
        lambda warc: gzip.decompress(warc)[:-60],
        lambda warc: gzip.decompress(warc) + b"\r\nnot a record\r\n\r\n",
        lambda warc: warc[:60] + b"\0\0\0\0" + warc[64:],
    ],
)
def test_a_damaged_warc_is_refused(damage: object) -> None:
    with pytest.raises(BadInput):
        packaged(damage(a_warc()))  # type: ignore[operator]


def test_a_record_that_does_not_fit_its_digest_is_refused() -> None:
    changed = a_warc(packed=False).replace(b"X is blocked", b"Y is blocked")
    with pytest.raises(BadInput, match="hash in the file"):
        packaged(changed)


def test_a_file_that_does_not_fit_the_description_is_refused() -> None:
    files = described(wacz_files())
    files["pages/pages.jsonl"] += b"{}\n"
    with pytest.raises(BadInput, match="hash in the file"):
        packaged(zipped(files))


def test_a_file_that_the_description_does_not_name_is_refused() -> None:
    files = described(wacz_files())
    with pytest.raises(BadInput, match="hash in the file"):
        packaged(zipped({**files, "archive/more.warc.gz": a_warc()}))


@pytest.mark.parametrize(
    "left_out", ["archive/data.warc.gz", "indexes/index.cdx.gz", "pages/pages.jsonl"]
)
def test_a_wacz_without_a_required_part_is_refused(left_out: str) -> None:
    files = {name: data for name, data in wacz_files().items() if name != left_out}
    with pytest.raises(BadInput, match="no complete WACZ"):
        packaged(zipped(described(files)))


def test_a_word_document_is_no_wacz() -> None:
    with pytest.raises(BadInput, match="no complete WACZ"):
        packaged(zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}))


@pytest.mark.samples("archive/../../evil", "C:")
@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "archive/../../evil",
        "/etc/passwd",
        "C:/evil",
        "archive\\..\\evil",
        "a//b",
        "./a",
    ],
)
def test_a_name_that_leads_out_of_the_file_is_refused(name: str) -> None:
    files = {**wacz_files(), name: b"evil"}
    with pytest.raises(BadInput, match="leads outside"):
        packaged(zipped(described(files)))


def test_a_link_in_the_file_is_refused() -> None:
    out = io.BytesIO(a_wacz())
    with zipfile.ZipFile(out, "a") as package:
        link = zipfile.ZipInfo("archive/link.warc.gz")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        package.writestr(link, "/etc/passwd")
    with pytest.raises(BadInput, match="leads outside"):
        packaged(out.getvalue())


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused() -> None:
    out = io.BytesIO(a_wacz())
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("Archive/Data.warc.gz", b"another")
    with pytest.raises(BadInput, match="leads outside"):
        packaged(out.getvalue())


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zipped({**described(wacz_files()), "archive/zeros.warc": b"\0" * 150_000_000})
    assert len(bomb) < 1_000_000
    with pytest.raises(BadInput, match="more than 100 MB"):
        packaged(bomb)


@pytest.mark.slow
def test_a_bomb_within_a_warc_is_refused() -> None:
    warc = a_warc(body=b"<html>" + b"\0" * 150_000_000)
    assert len(warc) < 1_000_000
    with pytest.raises(BadInput, match="more than 100 MB"):
        packaged(warc)


def test_too_many_files_are_refused() -> None:
    files = {**wacz_files(), **{f"extra/{n}": b"" for n in range(300)}}
    with pytest.raises(BadInput, match="too many parts"):
        packaged(zipped(described(files)))


@pytest.mark.samples("resources", "xff")
@pytest.mark.parametrize("words", [b"", b"[]", b'{"resources": 1}', b"[" * 100_000, b"\xff"])
def test_a_description_that_cannot_be_read_is_refused(words: bytes) -> None:
    with pytest.raises(BadInput):
        packaged(zipped({**wacz_files(), "datapackage.json": words}))


def test_a_wacz_with_a_password_is_refused() -> None:
    content = bytearray(a_wacz())
    # The flag of an encrypted entry, in the directory at the end and in the header of the entry.
    for start in (content.find(b"PK\x01\x02") + 8, 6):
        content[start] |= 1
    with pytest.raises(BadInput):
        packaged(bytes(content))
