"""A bucket of a real store: whose it is, what it keeps of versions, and how it fails."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.s3_server import KEY as S3_KEY
from tests.s3_server import READER, READERS_SECRET, S3Server
from tests.storage.conftest import KEY, KEY_FILE, ONLY_SQLITE
from tests.storage.samples import REFERENCE, file_request
from tracker.domain.base.errors import BadInput
from tracker.storage.db.errors import StorageTrouble
from tracker.storage.opening import Storage, open_storage, papers_folder
from tracker.storage.papers import bucket_client
from tracker.storage.papers.bucket_client import BucketAddress, BucketClient
from tracker.storage.papers.bucket_store import BucketStore
from tracker.storage.papers.paper_store import PaperName, with_checksum

NAME, SEALED = PaperName(REFERENCE, "ab" * 32), with_checksum(b"sealed bytes")
MARK = "mark of the tests"


def test_a_bucket_bears_the_mark_of_its_office_and_refuses_another(s3: S3Server) -> None:
    address = s3.bucket()
    BucketStore(address, MARK).put(NAME, SEALED)
    other = BucketStore(address, "mark of another office")

    for act in (
        lambda: other.put(NAME, SEALED),
        lambda: other.open(NAME),
        lambda: other.has(NAME),
        lambda: other.remove(NAME),
        lambda: other.remove_all_of([REFERENCE]),
        lambda: list(other.names()),
        lambda: list(other.owners_at_rest(0)),
    ):
        with pytest.raises(StorageTrouble, match="belongs to another office"):
            act()

    assert list(BucketStore(address, MARK).names()) == [NAME]


@pytest.mark.slow
def test_a_bucket_with_other_files_is_not_taken(s3: S3Server) -> None:
    address = s3.bucket()
    s3.client().put_object(Bucket=address.bucket, Key="holiday.jpg", Body=b"a picture")

    with pytest.raises(StorageTrouble, match="no mark of an office: name an empty bucket"):
        BucketStore(address, MARK).put(NAME, SEALED)

    (only,) = s3.client().list_objects_v2(Bucket=address.bucket)["Contents"]
    assert only["Key"] == "holiday.jpg"


@pytest.mark.slow
def test_two_offices_that_begin_at_once_do_not_share_a_bucket(s3: S3Server) -> None:
    address, outcomes = s3.bucket(), []

    def begin(mark: str) -> None:
        try:
            BucketStore(address, mark).put(NAME, SEALED)
            outcomes.append("stored")
        except StorageTrouble:
            outcomes.append("refused")

    threads = [threading.Thread(target=begin, args=(mark,)) for mark in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["refused", "stored"]


@pytest.mark.slow
def test_a_removed_document_leaves_no_version_behind(s3: S3Server) -> None:
    address = s3.bucket(versions=True)
    store = BucketStore(address, MARK)
    store.put(NAME, SEALED)
    store.put(NAME, SEALED + b"again")
    assert store.keeps_versions()
    assert store.remains_of(REFERENCE) == 2

    assert store.remove_all_of([REFERENCE]) == 1

    assert store.remains_of(REFERENCE) == 0
    left = s3.client().list_object_versions(Bucket=address.bucket)
    assert [each["Key"] for each in left["Versions"]] == ["office.mark"]
    assert not left.get("DeleteMarkers")


@pytest.mark.slow
def test_versions_that_may_not_be_deleted_are_counted(
    s3: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = BucketStore(s3.bucket(versions=True), MARK)
    store.put(NAME, SEALED)
    delete = BucketClient.delete

    def only_whole_files(self: BucketClient, key: str, version: str = "") -> None:
        if version:
            raise StorageTrouble("The store of documents refused the key.")
        delete(self, key)

    monkeypatch.setattr(BucketClient, "delete", only_whole_files)

    assert store.remove_all_of([REFERENCE]) == 1
    assert not store.has(NAME)
    assert store.remains_of(REFERENCE) == 2, "the document, and the mark of its deletion"


@pytest.mark.slow
def test_a_document_that_the_store_does_not_return_as_it_was_is_not_stored(
    s3: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = BucketStore(s3.bucket(), MARK)
    assert not store.has(NAME)
    put = BucketClient.put

    def short(self: BucketClient, key: str, content: bytes, *, if_absent: bool = False) -> None:
        put(self, key, content[:-1], if_absent=if_absent)

    monkeypatch.setattr(BucketClient, "put", short)

    with pytest.raises(StorageTrouble, match="did not return what it was given"):
        store.put(NAME, SEALED)


@pytest.mark.slow
def test_a_wrong_key_is_told_in_one_sentence(s3: S3Server) -> None:
    address = s3.bucket()
    BucketStore(address, MARK).put(NAME, SEALED)

    for name, secret, told in (
        (S3_KEY, "wrong", "refused the key: check the secret in the file with the key."),
        ("nobody", "wrong", "does not know the key: check the file with the key."),
    ):
        store = BucketStore(s3.with_key(address, name, secret), MARK)
        with pytest.raises(StorageTrouble) as trouble:
            store.open(NAME)
        assert str(trouble.value).startswith(f"The store of documents {told}")
    reader = BucketStore(s3.with_key(address, READER, READERS_SECRET), MARK)
    assert reader.has(NAME)
    with pytest.raises(StorageTrouble, match="check what it may do in the bucket"):
        reader.put(NAME, SEALED)
    with pytest.raises(StorageTrouble, match="has no such bucket"):
        BucketStore(replace(address, bucket="never-made"), MARK).has(NAME)


@pytest.mark.slow
def test_files_and_settings_of_other_programs_are_not_read(
    s3: S3Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    address, config = s3.bucket(), tmp_path / "config"
    config.write_text("[profile office]\naws_access_key_id = stranger\n")
    for name, value in {
        "AWS_PROFILE": "nowhere",
        "AWS_CONFIG_FILE": str(config),
        "AWS_ACCESS_KEY_ID": "stranger",
        "AWS_SECRET_ACCESS_KEY": "of another program",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "AWS_CA_BUNDLE": "/nowhere",
    }.items():
        monkeypatch.setenv(name, value)

    BucketStore(address, MARK).put(NAME, SEALED)

    assert BucketStore(address, MARK).has(NAME)


@pytest.mark.slow
def test_a_process_that_was_forked_off_makes_connections_of_its_own(s3: S3Server) -> None:
    store = BucketStore(s3.bucket(), MARK)
    store.put(NAME, SEALED)
    pids = []
    for number in range(3):
        pid = os.fork()
        if pid == 0:
            try:
                name = PaperName(REFERENCE, f"{number}" * 64)
                for _ in range(20):
                    store.put(name, SEALED)
                os._exit(0)
            finally:
                os._exit(1)
        pids.append(pid)
    for _ in range(20):
        store.put(NAME, SEALED)

    assert [os.waitpid(pid, 0)[1] for pid in pids] == [0, 0, 0]
    assert len(list(store.names())) == 4


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stores that are opened from now on are given up after two seconds without a byte."""
    monkeypatch.setattr(bucket_client, "SILENT_SECONDS", 2)


class Kept(NamedTuple):
    """An office whose bucket holds one document of its one request."""

    office: Storage
    papers: BucketStore
    document: str


@pytest.fixture
def kept(own_s3: S3Server, url: str, instance: Path) -> Iterator[Kept]:
    papers = BucketStore(own_s3.bucket(), MARK)
    with closing(open_storage(url, instance, KEY, KEY_FILE, papers)) as office:
        file_request(office)
        yield Kept(office, papers, office.archive.keep(REFERENCE, b"A document."))


@pytest.mark.slow
@pytest.mark.parametrize("url", ONLY_SQLITE, indirect=True)
def test_a_store_that_is_away_loses_nothing_and_goes_on_when_it_is_back(
    own_s3: S3Server, kept: Kept
) -> None:
    office, papers, before = kept
    own_s3.stop()

    began = time.monotonic()
    with pytest.raises(StorageTrouble) as trouble:
        enter(office, b"Another document.")
    assert time.monotonic() - began < 2 * bucket_client.CONNECT_SECONDS + 10
    assert str(trouble.value) == (
        "The store of documents does not answer: check that it is up, and try again in a "
        "minute. Nothing of this step was kept, and what was recorded before is intact."
    )
    assert trouble.value.__notes__ == [f"It is at {papers.address}."]
    with office.cases.look(REFERENCE) as case:
        assert case.quotes(1) == {}

    own_s3.start()

    assert office.archive.read(REFERENCE, before) == b"A document."
    after = office.archive.keep(REFERENCE, b"Another document.")
    assert office.archive.read(REFERENCE, after) == b"Another document."


@pytest.mark.slow
@pytest.mark.parametrize("url", ONLY_SQLITE, indirect=True)
def test_a_store_that_takes_connections_and_says_nothing_is_given_up(
    impatient: None, own_s3: S3Server, kept: Kept
) -> None:
    office = kept.office

    with own_s3.frozen(), pytest.raises(StorageTrouble, match="does not answer"):
        enter(office, b"Another document.")
    with office.cases.look(REFERENCE) as case:
        assert case.quotes(1) == {}

    after = office.archive.keep(REFERENCE, b"Another document.")
    assert office.archive.read(REFERENCE, after) == b"Another document."


def enter(office: Storage, document: bytes) -> None:
    """One step: words, and then a document."""
    with office.cases.open(REFERENCE) as case:
        case.keep_quotes(1, {"order": "Words of this step."})
        office.archive.keep(REFERENCE, document)


@pytest.mark.slow
@pytest.mark.parametrize("url", ONLY_SQLITE, indirect=True)
def test_an_erasure_while_the_store_is_away_destroys_the_key_and_says_what_is_left(
    own_s3: S3Server, kept: Kept, instance: Path
) -> None:
    """What was left in the folder when the office moved to the bucket is deleted all the same."""
    folder = papers_folder(instance)
    folder.put(NAME, SEALED)
    own_s3.stop()

    with pytest.raises(StorageTrouble, match="The key of the request is destroyed"):
        kept.office.cases.erase_person(REFERENCE)

    assert erased(kept.office)
    assert not folder.has(NAME)
    own_s3.start()
    assert kept.office.archive.sweep_orphans(at_rest_seconds=-1) == 1
    assert list(kept.papers.names()) == []


def erased(office: Storage) -> bool:
    return office.cases.key(REFERENCE).public is None


class _Store(BaseHTTPRequestHandler):
    """Answers as `answer` says: only to see how the program takes it."""

    status, body, drips = 200, b"", False

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        for byte in self.body if self.drips else ():
            self.wfile.write(bytes([byte]))
            time.sleep(0.05)
        if not self.drips:
            self.wfile.write(self.body)

    do_HEAD = do_PUT = do_GET

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def answering(
    tmp_path: Path, status: int, body: bytes, *, drips: bool = False
) -> Iterator[BucketClient]:
    handler = type("Answer", (_Store,), {"status": status, "body": body, "drips": drips})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    key = tmp_path / "key"
    key.write_text("name\nsecret\n")
    url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield BucketClient(BucketAddress(url, "office", "us-east-1", key))
    finally:
        server.shutdown()
        server.server_close()


def error(code: str) -> bytes:
    return f"<Error><Code>{code}</Code><Message>no</Message></Error>".encode()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("status", "code", "told"),
    [
        (507, "Whatever", "has no room left"),
        (403, "QuotaExceeded", "has no room left"),
        (503, "SlowDown", "cannot answer at the moment: try again in a minute"),
        (500, "InternalError", "cannot answer at the moment: try again in a minute"),
        (403, "RequestTimeTooSkewed", "has another time than this machine: correct the clock"),
        (403, "Strange", "refused the key"),
        (400, "Strange", r"refused what was asked of it \(Strange\)"),
    ],
)
def test_each_answer_of_a_store_becomes_one_sentence(
    tmp_path: Path, status: int, code: str, told: str
) -> None:
    with (
        answering(tmp_path, status, error(code)) as client,
        pytest.raises(StorageTrouble, match=f"^The store of documents {told}"),
    ):
        client.put("papers/a", b"a")


@pytest.mark.slow
def test_an_answer_that_never_ends_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bucket_client, "READ_SECONDS", 0.5)
    monkeypatch.setattr(bucket_client, "_PIECE", 1)
    began = time.monotonic()

    with (
        answering(tmp_path, 200, bytes(400), drips=True) as client,
        pytest.raises(StorageTrouble, match="does not answer"),
    ):
        client.get("papers/a")

    assert time.monotonic() - began < 10


@pytest.mark.slow
def test_a_store_that_says_nothing_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bucket_client, "SILENT_SECONDS", 0.3)
    key = tmp_path / "key"
    key.write_text("name\nsecret\n")
    began = time.monotonic()

    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        client = BucketClient(BucketAddress(url, "office", "us-east-1", key))
        with pytest.raises(StorageTrouble, match="does not answer"):
            client.put("papers/a", b"a")

    assert time.monotonic() - began < 10


@pytest.mark.parametrize("words", ["", "only-a-name\n", "one\ntwo\nthree\n"])
def test_a_file_that_is_no_key_is_named(tmp_path: Path, words: str) -> None:
    file = tmp_path / "key"
    file.write_text(words)

    with pytest.raises(BadInput, match="its first line is the name of the key"):
        BucketClient(BucketAddress("http://127.0.0.1:9", "office", "us-east-1", file))
