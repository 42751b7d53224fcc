"""What every place for sealed documents promises: the folder, and a bucket of a real store."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.backups import CHECK, IDENTITY, SIGN, with_recovery
from tests.s3_server import S3Server
from tests.storage.conftest import KEY, KEY_FILE
from tests.storage.samples import OTHER, REFERENCE, file_request
from tracker.domain.base.errors import NotOnFile, Refusal
from tracker.storage.office_data.backup import backup
from tracker.storage.office_data.examination import Examining, examine
from tracker.storage.office_data.restore import restore
from tracker.storage.opening import Storage, open_storage
from tracker.storage.papers.bucket_store import BucketStore
from tracker.storage.papers.copying import PapersCopied, copy_papers
from tracker.storage.papers.folder_store import FolderStore
from tracker.storage.papers.paper_store import PaperName, PaperStore, with_checksum

SCAN = b"%PDF-1.7 a scan that names Zarmina Exampleperson"
NAME = PaperName(REFERENCE, "ab" * 32)
SEALED = with_checksum(b"sealed bytes")


@pytest.fixture
def url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated database: its kind makes no difference to where documents lie."""
    shutil.copy(sqlite_template, tmp_path / "tracker.sqlite3")
    return f"sqlite:///{tmp_path / 'tracker.sqlite3'}"


@pytest.fixture(params=["folder", pytest.param("bucket", marks=pytest.mark.slow)])
def papers(request: pytest.FixtureRequest, instance: Path) -> PaperStore:
    """A place without a document."""
    if request.param == "folder":
        return FolderStore(instance / "evidence")
    s3: S3Server = request.getfixturevalue("s3")
    return BucketStore(s3.bucket(), "mark of the tests")


@pytest.fixture
def office(url: str, instance: Path, papers: PaperStore) -> Iterator[Storage]:
    with closing(open_storage(url, instance, KEY, KEY_FILE, papers)) as storage:
        file_request(storage)
        file_request(storage, OTHER)
        yield storage


def content(papers: PaperStore, name: PaperName) -> bytes:
    with papers.open(name) as file:
        return file.read()


def test_a_document_is_there_until_it_is_removed(papers: PaperStore) -> None:
    assert not papers.has(NAME)
    with pytest.raises(FileNotFoundError):
        papers.open(NAME)

    papers.put(NAME, SEALED)
    papers.put(NAME, SEALED + b"again")

    assert papers.has(NAME)
    assert content(papers, NAME) == SEALED + b"again"
    assert list(papers.names()) == [NAME]
    papers.remove(NAME)
    papers.remove(NAME)
    assert not papers.has(NAME)


def test_all_of_an_owner_are_removed_and_no_others(papers: PaperStore) -> None:
    # One reference begins with the other.
    longer = PaperName(f"{REFERENCE}x", "cd" * 32)
    for name in (NAME, PaperName(REFERENCE, "ef" * 32), longer):
        papers.put(name, SEALED)

    assert papers.remove_all_of([REFERENCE, "never"]) == 2

    assert list(papers.names()) == [longer]
    assert papers.remains_of(REFERENCE) == 0


def test_an_owner_is_at_rest_once_its_newest_document_is_old(papers: PaperStore) -> None:
    papers.put(NAME, SEALED)
    papers.put(PaperName(OTHER, "cd" * 32), SEALED)

    assert sorted(papers.owners_at_rest(-1)) == sorted([REFERENCE, OTHER])
    assert list(papers.owners_at_rest(3600)) == []


def test_a_document_comes_back_byte_for_byte(office: Storage) -> None:
    digest = office.archive.keep(REFERENCE, SCAN)

    assert office.archive.keep(REFERENCE, SCAN) == digest
    assert office.archive.read(REFERENCE, digest) == SCAN
    with pytest.raises(NotOnFile):
        office.archive.read(OTHER, digest)


def test_missing_changed_and_orphaned_documents_are_named(
    office: Storage, papers: PaperStore
) -> None:
    changed = PaperName(REFERENCE, office.archive.keep(REFERENCE, SCAN))
    sealed = content(papers, changed)
    papers.put(changed, bytes([sealed[0] ^ 1]) + sealed[1:])
    papers.put(PaperName("never-made", "cd" * 32), SEALED)

    (damaged,) = office.archive.damaged()
    assert damaged == (
        f"The file {papers.title(changed)} was damaged {papers.where}: restore the last backup."
    )
    with pytest.raises(Refusal, match="was damaged"):
        office.archive.read(REFERENCE, changed.digest)
    (missing,) = office.archive.missing([(changed.owner, changed.digest), (OTHER, "ef" * 32)])
    assert missing.startswith(f"Document {'ef' * 6}… of request {OTHER} was not found.")
    assert office.archive.orphans(-1) == ["never-made"]
    assert office.archive.keep(REFERENCE, SCAN) == changed.digest, "stored again"
    assert list(office.archive.damaged()) == []


def test_orphans_go_after_a_day_and_documents_of_requests_stay(
    office: Storage, papers: PaperStore
) -> None:
    digest = office.archive.keep(REFERENCE, SCAN)
    papers.put(PaperName("never-made", "cd" * 32), SEALED)

    assert office.archive.sweep_orphans() == 0
    assert office.archive.sweep_orphans(at_rest_seconds=-1) == 1

    assert list(papers.names()) == [PaperName(REFERENCE, digest)]


def test_documents_of_requests_that_were_not_made_go_at_once(
    office: Storage, papers: PaperStore
) -> None:
    with office.archive.unsettled([OTHER, "never-made"]):
        papers.put(PaperName("never-made", "cd" * 32), SEALED)
        kept = office.archive.keep(OTHER, SCAN)

    assert list(papers.names()) == [PaperName(OTHER, kept)]


def test_an_erasure_deletes_the_documents_in_the_place_and_in_the_former_folder(
    office: Storage, papers: PaperStore, instance: Path
) -> None:
    digest = office.archive.keep(REFERENCE, SCAN)
    other = office.archive.keep(OTHER, SCAN)
    FolderStore(instance / "evidence").put(PaperName(REFERENCE, digest), SEALED)

    office.cases.erase_person(REFERENCE)

    assert list(papers.names()) == [PaperName(OTHER, other)]
    assert list((instance / "evidence").glob(f"??/*-{REFERENCE}")) == []
    assert office.archive.read(OTHER, other) == SCAN


def test_a_backup_holds_the_documents_and_a_restore_brings_them_back(
    office: Storage, papers: PaperStore, url: str, instance: Path, tmp_path: Path
) -> None:
    digest = office.archive.keep(REFERENCE, SCAN)
    with_recovery(instance)
    (instance / "secret.key").write_text(KEY.hex())
    made = backup(url, instance, tmp_path / "kept", SIGN, papers=papers)
    papers.remove_all_of([REFERENCE])

    folder = tmp_path / "again"
    folder.mkdir()
    there = f"sqlite:///{folder / 'tracker.sqlite3'}"
    restore(tmp_path / "kept", there, folder, CHECK, [IDENTITY])
    done = copy_papers(FolderStore(folder / "evidence"), papers, lambda _: lambda _: None)

    assert f"evidence/{PaperName(REFERENCE, digest)}" in {part.name for part in made.parts}
    assert done == PapersCopied(1, 0, ())
    with closing(open_storage(there, folder, KEY, KEY_FILE, papers)) as again:
        assert again.archive.read(REFERENCE, digest) == SCAN
        assert examine(again.cases, again.archive, again.transactions) == []
        assert examine(again.cases, again.archive, again.transactions, Examining(opens=True)) == []


def test_copies_go_on_after_a_break_and_leave_out_what_is_damaged(
    office: Storage, papers: PaperStore, tmp_path: Path
) -> None:
    for number in range(4):
        office.archive.keep(REFERENCE, b"Document %d." % number)
    names = list(papers.names())
    papers.put(names[1], b"damaged")
    target, told = FolderStore(tmp_path / "copy"), list[int]()

    def begin(total: int) -> Callable[[int], None]:
        told.append(total)
        return told.append

    class Broken(Exception):
        pass

    def broken_off(number: int) -> None:
        raise Broken

    with pytest.raises(Broken):
        copy_papers(papers, target, lambda _: broken_off)
    done = copy_papers(papers, target, begin)

    assert done == PapersCopied(2, 1, (papers.title(names[1]),))
    assert told == [3, 1, 1]
    assert set(target.names()) == {names[0], *names[2:]}
    assert all(content(target, name) == content(papers, name) for name in target.names())
    # And back: what is there already stays.
    assert copy_papers(target, papers, lambda _: lambda _: None) == PapersCopied(0, 3, ())
