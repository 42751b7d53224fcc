"""Words of scans, read by a program from pictures of pages, only for the search of private words.

They are sealed to their request like everything private. Nothing else uses them, because a program
misreads much, most of all Urdu in Nastaliq. They propose no redactions, and a page without them
may still have something to redact. Documents are read while a key is open, one page at a time.
"""

import json
import logging
import secrets
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import NamedTuple

from tracker.domain.base.errors import Refusal
from tracker.services.core.office import Office
from tracker.services.ports.cases import PrivateFields
from tracker.services.ports.correspondence.scan_reading import ScanReader, UnreadDocument
from tracker.services.ports.keys import Locked

_LOG = logging.getLogger(__name__)

# The name of the private field, without and with the end of the reading.
SCAN_TEXT, _SCAN_TEXT_BEGUN = "scan text ", "scan text begun "
SCANNED_TYPES = frozenset({"application/pdf", "image/png", "image/jpeg"})
# An email is not a page, but its files may be.
SCANNED_DOCUMENTS = SCANNED_TYPES | {"message/rfc822"}
MOST_PAGES_READ = 60
_MOST_FILES = 20
# A page may take a minute. A long scan waits after these, so that short ones are read first.
_PAGES_IN_TURN = 5
_MOST_DOCUMENTS = 1000
# Longer than a page may take. It is extended before each page.
SCAN_LEASE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class ReadPage:
    """The words of one page of a file, and how the program came by them.

    `file` is the path of a part of an email; empty for the document itself.
    """

    file: str
    page: int
    words: str
    guessed: bool
    failed: bool


class _File(NamedTuple):
    path: str
    media: str
    data: bytes


def read_scans(office: Office, most_pages: int, stop: Callable[[], bool] = lambda: False) -> int:
    """Read pages of documents that have not been read; return how many.

    Each page is stored once it is read, so that a reading that is stopped goes on with the next.
    Documents take turns of a few pages. One process reads at a time.
    Raises Locked unless a key is open. A document that fails is logged without its name, and left.
    """
    reader = office.scan_reader
    if reader is None or not reader.languages:
        return 0
    texts, token = office.scan_texts, secrets.token_hex(8)

    def ends() -> bool:
        return stop() or not texts.extend(token, office.now() + SCAN_LEASE)

    if not texts.lease(office.now(), office.now() + SCAN_LEASE, token):
        return 0
    try:
        return _read_in_turns(office, reader, most_pages, ends)
    finally:
        texts.release(token)


def _read_in_turns(
    office: Office, reader: ScanReader, most_pages: int, stop: Callable[[], bool]
) -> int:
    waiting, done = deque(office.scan_texts.unread(_MOST_DOCUMENTS)), 0
    while waiting and done < most_pages and not stop():
        document, turn = waiting.popleft(), min(_PAGES_IN_TURN, most_pages - done)
        try:
            pages = _read_document(office, reader, document, turn, stop)
        except Locked:
            raise
        except Refusal as refusal:
            _LOG.error("a document could not be read (%s)", type(refusal).__name__)
            continue
        done += pages
        if pages == turn:
            waiting.append(document)
    return done


def pages_of(case: PrivateFields, digest: str) -> tuple[ReadPage, ...]:
    """Return the pages of a document that were read; empty if none were. Raises Locked."""
    words = case.words(f"{SCAN_TEXT}{digest}") or case.words(f"{_SCAN_TEXT_BEGUN}{digest}")
    return tuple(ReadPage(**each) for each in json.loads(words)) if words else ()


def is_scan_text(field: str) -> bool:
    """Return whether a private field of this name holds words of a scan."""
    return field.removeprefix("words:").startswith(SCAN_TEXT)


def _read_document(
    office: Office,
    reader: ScanReader,
    document: UnreadDocument,
    most_pages: int,
    stop: Callable[[], bool],
) -> int:
    reference, digest = document.reference, document.digest
    data = office.archive.read(reference, digest)
    with office.cases.look(reference) as case:
        pages = list(pages_of(case, digest))
    known, done = {(each.file, each.page) for each in pages}, 0
    for file in _files(office, document, data):
        number, count = 0, 1
        while number < min(count, MOST_PAGES_READ):
            if (file.path, number) in known:
                count = max(count, number + 2)
            else:
                if done >= most_pages or stop():
                    return done
                found = reader.page(file.data, file.media, number)
                count = found.pages or count
                if number < count or found.failed:
                    pages.append(
                        ReadPage(file.path, number, found.words, found.guessed, found.failed)
                    )
                    _keep(office, document, pages, ended=False)
                    done += 1
            number += 1
    _keep(office, document, pages, ended=True)
    return done


def _keep(office: Office, of: UnreadDocument, pages: list[ReadPage], *, ended: bool) -> None:
    plain = json.dumps([asdict(each) for each in pages], ensure_ascii=False)
    with office.cases.open(of.reference) as case:
        if ended:
            case.keep_words(f"{SCAN_TEXT}{of.digest}", plain)
        case.keep_words(f"{_SCAN_TEXT_BEGUN}{of.digest}", "" if ended else plain)


def _files(office: Office, document: UnreadDocument, data: bytes) -> Iterator[_File]:
    """Yield what can be read of a document: itself, or the files of an email."""
    if document.media in SCANNED_TYPES:
        yield _File("", document.media, data)
        return
    reader = office.mail_reading.reader
    read = reader.read(data)
    wanted = [each for each in read.parts if each.found_type in SCANNED_TYPES] if read else []
    for part in wanted[:_MOST_FILES]:
        if content := reader.part(data, part.path):
            yield _File(part.path, part.found_type, content)
