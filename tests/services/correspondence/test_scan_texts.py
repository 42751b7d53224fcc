"""Words of scans are read page by page, sealed to their request, and used only by the search."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.mail.reading.raw_mails import with_files
from tests.offices import BY, Clock, a_request
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import Channel
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.services.core.evidence import MEDIA_TYPES, Upload
from tracker.services.core.office import Office
from tracker.services.core.recording import record
from tracker.services.core.search_query import query_of
from tracker.services.correspondence.background_work import work_beside
from tracker.services.correspondence.scan_texts import (
    MOST_PAGES_READ,
    SCAN_LEASE,
    ReadPage,
    pages_of,
    read_scans,
)
from tracker.services.office_data.exporting import request_file
from tracker.services.ports.correspondence.scan_reading import PageWords, ScanReader

PDF = b"%PDF-1.7 a scan"


@dataclass
class Reader(ScanReader):
    """A reader that gives these pages for every document, and notes what it was asked."""

    pages: Sequence[PageWords] = (PageWords(1, "The zookeeper met.", guessed=True),)
    languages: tuple[str, ...] = ("eng",)
    asked: list[tuple[bytes, int]] = field(default_factory=list)

    def page(self, data: bytes, media: str, number: int) -> PageWords:
        self.asked.append((data, number))
        return self.pages[number % len(self.pages)]


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def scanning(office: Office, reader: Reader) -> Office:
    return replace(office, scan_reader=reader)


@pytest.fixture
def reference(office: Office) -> str:
    return a_request(office)


def came(office: Office, reference: str, name: str = "order.pdf", data: bytes = PDF) -> str:
    """Log an incoming document, and return its digest."""
    event = DocumentReceived(on=DaySpan.on(date(2024, 3, 8)), channel=Channel.POST)
    upload = Upload(name, data, MEDIA_TYPES[name.rpartition(".")[2]])
    return record(office, reference, event, [upload], by=BY).event.evidence[0]


def read(office: Office, reference: str, digest: str) -> tuple[ReadPage, ...]:
    with office.cases.look(reference) as case:
        return pages_of(case, digest)


def test_a_document_is_read_once_and_found_by_its_words(
    scanning: Office, reader: Reader, reference: str
) -> None:
    digest = came(scanning, reference)
    assert scanning.scan_texts.count_unread() == 1

    assert read_scans(scanning, 10) == 1
    assert read_scans(scanning, 10) == 0

    assert read(scanning, reference, digest) == (
        ReadPage("", 0, "The zookeeper met.", guessed=True, failed=False),
    )
    assert scanning.scan_texts.count_unread() == 0
    hits = scanning.private_search.find(query_of("zookeeper"), 10)
    assert (hits.references, hits.scanned) == ((reference,), frozenset({reference}))
    named = scanning.private_search.find(query_of("Ayesha"), 10)
    assert (named.references, named.scanned) == ((reference,), frozenset())


def test_of_a_long_scan_the_first_pages_are_read(
    scanning: Office, reader: Reader, reference: str
) -> None:
    reader.pages = [PageWords(400, "words", guessed=True)]
    digest = came(scanning, reference)

    assert read_scans(scanning, 1000) == MOST_PAGES_READ
    assert len(read(scanning, reference, digest)) == MOST_PAGES_READ
    assert scanning.scan_texts.count_unread() == 0


def test_two_processes_read_no_scan_twice(
    scanning: Office, reader: Reader, reference: str, clock: Clock
) -> None:
    """While one reads a page, the other does nothing, until the lease of a killed one ends."""
    came(scanning, reference)
    done: list[int] = []

    def reads(data: bytes, media: str, number: int) -> PageWords:
        done.append(read_scans(scanning, 10))
        return PageWords(2, "words", guessed=True)

    reader.page = reads  # type: ignore[method-assign]
    assert read_scans(scanning, 10) == 2
    assert done == [0, 0]

    came(scanning, reference, "later.pdf", PDF + b" later")
    killed = clock()
    assert scanning.scan_texts.lease(killed, killed + SCAN_LEASE, "killed")
    assert read_scans(scanning, 10) == 0
    clock.moment += SCAN_LEASE
    assert read_scans(scanning, 10) == 2


def test_a_process_that_lost_its_lease_stops(
    scanning: Office, reader: Reader, reference: str, clock: Clock
) -> None:
    came(scanning, reference)

    def reads(data: bytes, media: str, number: int) -> PageWords:
        clock.moment += SCAN_LEASE
        assert scanning.scan_texts.lease(clock(), clock() + SCAN_LEASE, "another")
        return PageWords(9, "words", guessed=True)

    reader.page = reads  # type: ignore[method-assign]

    assert read_scans(scanning, 10) == 1
    assert not scanning.scan_texts.lease(clock(), clock() + SCAN_LEASE, "a third")


def test_a_long_scan_keeps_no_other_document_waiting(
    scanning: Office, reader: Reader, reference: str
) -> None:
    """The long scan is newer, so its reading begins first."""
    short = came(scanning, reference)
    long = came(scanning, reference, "long.pdf", PDF + b" that is long")
    reader.pages = [PageWords(40, "words", guessed=True)]

    def has_many_pages(data: bytes, media: str, number: int) -> PageWords:
        reader.asked.append((data, number))
        return PageWords(40 if data.endswith(b"long") else 2, "words", guessed=True)

    reader.page = has_many_pages  # type: ignore[method-assign]

    assert read_scans(scanning, 10) == 10
    assert [page.page for page in read(scanning, reference, short)] == [0, 1]
    assert read_scans(scanning, 1000) == 32
    assert [page.page for page in read(scanning, reference, long)] == list(range(40))
    assert len(set(reader.asked)) == len(reader.asked) == 42


def test_a_reading_that_is_stopped_goes_on_with_the_next_page(
    scanning: Office, reader: Reader, reference: str
) -> None:
    reader.pages = [PageWords(5, "words", guessed=True)]
    digest = came(scanning, reference)

    assert read_scans(scanning, 2) == 2
    assert len(read(scanning, reference, digest)) == 2
    assert scanning.scan_texts.count_unread() == 1
    assert read_scans(scanning, 10, stop=lambda: len(reader.asked) >= 4) == 2
    assert read_scans(scanning, 10) == 1

    assert [number for _, number in reader.asked] == [0, 1, 2, 3, 4]
    assert [each.page for each in read(scanning, reference, digest)] == [0, 1, 2, 3, 4]


def test_a_page_that_fails_is_marked_and_the_others_are_read(
    scanning: Office, reader: Reader, reference: str
) -> None:
    """The second process was killed before it could say how many pages there are."""
    reader.pages = [
        PageWords(3, "one", guessed=True),
        PageWords(0, guessed=True, failed=True),
        PageWords(3, "three", guessed=True),
    ]
    digest = came(scanning, reference)

    assert read_scans(scanning, 10) == 3

    found = read(scanning, reference, digest)
    assert [(each.words, each.failed) for each in found] == [
        ("one", False), ("", True), ("three", False),
    ]  # fmt: skip


def test_the_files_of_an_email_are_read_and_its_other_parts_are_not(
    scanning: Office, reader: Reader, reference: str
) -> None:
    zipped = BytesIO()
    ZipFile(zipped, "w").close()
    files = (("a.pdf", "application/pdf", PDF), ("b.zip", "application/zip", zipped.getvalue()))
    digest = came(scanning, reference, "mail.eml", with_files(*files))

    assert read_scans(scanning, 10) == 1

    assert reader.asked == [(PDF, 0)]
    assert [each.file for each in read(scanning, reference, digest)] == ["2"]


def test_the_words_of_a_scan_leave_the_workspace_in_no_archive(
    scanning: Office, reference: str
) -> None:
    came(scanning, reference)
    read_scans(scanning, 10)

    taken = b"".join(request_file(scanning, reference, by=BY).chunks)

    with ZipFile(BytesIO(taken)) as files:
        words = b"".join(map(files.read, files.namelist()))
    assert b"Ayesha" in words
    assert b"zookeeper" not in words


def test_nothing_is_read_without_a_program(scanning: Office, reader: Reader) -> None:
    reader.languages = ()

    assert read_scans(scanning, 10) == 0
    assert read_scans(replace(scanning, scan_reader=None), 10) == 0


def test_an_erased_request_has_nothing_to_read(scanning: Office, reference: str) -> None:
    came(scanning, reference)
    scanning.cases.erase_person(reference)

    assert scanning.scan_texts.unread(10) == ()


def test_reading_beside_the_pages_ends_and_needs_a_key(scanning: Office, reference: str) -> None:
    came(scanning, reference)

    assert work_beside(scanning, BY, None) is None
    assert scanning.scan_texts.count_unread() == 1
