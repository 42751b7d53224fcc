"""What waits, public copies and public notices, on both databases."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from tests.storage.publishing.test_records import NOTICE as TEXT
from tests.storage.publishing.test_records import RECORD
from tests.storage.samples import AT, OTHER, REFERENCE, file_request
from tracker.domain.base.errors import NotOnFile
from tracker.domain.events.copy import Copy
from tracker.domain.record.corrections_list import CorrectionKind, CorrectionNotice
from tracker.services.ports.publishing import (
    CopyWork,
    FoundLine,
    PageImage,
    Publication,
    PublicCopyFile,
    RedactionBox,
    Waiting,
)
from tracker.storage import Damaged, Storage
from tracker.storage.db.transactions import Transactions

DATA = b"%PDF-1.4 pictures"
DIGEST = hashlib.sha256(DATA).hexdigest()
COPY = PublicCopyFile(Copy(DIGEST, "Response", 3, 1, len(DATA)), DATA)
WAITING = Waiting(
    reference=REFERENCE,
    publication=Publication(
        entries=(1, 2),
        texts=[("Note", "Words that nobody reads yet.")],
        provisional_accepted=True,
        quotes=[(3, "order")],
        redacted={(3, "order"): "[…] it."},
        copies=("c" * 64,),
        originals=["Words before."],
        names_officials=True,
        not_before=date(2024, 5, 1),
    ),
    seen="e" * 64,
    prepared_by="account-1",
    prepared_at=AT,
    needs_second=True,
)
WORK = CopyWork(
    paper="a" * 64,
    title="Response",
    entry=3,
    images=(PageImage("b" * 64, 100, 200, (FoundLine("A line", RedactionBox(1, 2, 3, 4)),)),),
    boxes=((RedactionBox(1, 2, 3, 4, "a telephone number"),),),
    looked=(True,),
    ready="d" * 64,
    copy=COPY.copy,
)


@pytest.fixture
def office(storage: Storage) -> Storage:
    file_request(storage)
    file_request(storage, OTHER)
    return storage


def test_what_waits_comes_back_as_it_was_and_only_once(office: Storage) -> None:
    with office.cases.open(REFERENCE) as case:
        case.keep_waiting(WAITING)
        assert case.waiting() == WAITING
        confirmed = replace(WAITING, confirmed_by="account-2", confirmed_at=AT, trouble="Late.")
        case.keep_waiting(confirmed)
    with office.cases.look(REFERENCE) as case:
        assert case.waiting() == confirmed
    with office.cases.look(OTHER) as case:
        assert case.waiting() is None
    (line,) = office.pending_publications.all()
    assert (line.reference, line.not_before, line.trouble) == (
        REFERENCE,
        date(2024, 5, 1),
        "Late.",
    )
    with office.cases.open(REFERENCE) as case:
        case.drop_waiting()
        assert case.waiting() is None
    assert office.pending_publications.all() == ()


def test_what_waits_lies_sealed_and_goes_with_an_erasure(office: Storage) -> None:
    with office.cases.open(REFERENCE) as case:
        case.keep_waiting(WAITING)
    with office.transactions.reading() as session:
        sealed = session.execute(sa.text("SELECT sealed FROM pending_publication")).scalar_one()
    assert b"nobody reads" not in bytes(sealed)

    office.cases.erase_person(REFERENCE)

    assert office.pending_publications.all() == ()


def test_the_work_on_a_copy_comes_back_as_it_was(office: Storage) -> None:
    with office.cases.open(REFERENCE) as case:
        assert case.copy_work(WORK.paper) is None
        case.keep_copy_work(WORK)
    with office.cases.look(REFERENCE) as case:
        assert case.copy_work(WORK.paper) == WORK
    office.cases.erase_person(REFERENCE)
    with office.cases.look(REFERENCE) as case:
        assert case.copy_work(WORK.paper) is None


def publish(storage: Storage, version: int, *copies: PublicCopyFile, **changes: object) -> None:
    record = replace(
        RECORD,
        version=version,
        releases=(),
        copies=tuple(copy.copy for copy in copies),
        **changes,  # type: ignore[arg-type]
    )
    with storage.cases.open(REFERENCE) as case:
        case.publish(record, (), copies)


def test_a_copy_is_read_while_the_record_names_it_and_gone_after(office: Storage) -> None:
    publish(office, 1, COPY)
    assert office.records.copy(REFERENCE, DIGEST) == DATA
    with pytest.raises(NotOnFile):
        office.records.copy(OTHER, DIGEST)

    publish(office, 2)

    with pytest.raises(NotOnFile):
        office.records.copy(REFERENCE, DIGEST)
    with office.transactions.reading() as session:
        count = session.execute(sa.text("SELECT count(*) FROM released_copy")).scalar_one()
    assert count == 0, "its bytes are gone"


def test_a_text_that_no_version_names_any_more_is_gone(office: Storage) -> None:
    with office.cases.open(REFERENCE) as case:
        case.publish(RECORD, (TEXT,))
    assert office.records.text(TEXT.digest) == TEXT

    publish(office, 2)

    with office.transactions.reading() as session:
        count = session.execute(sa.text("SELECT count(*) FROM released_text")).scalar_one()
    assert count == 0


def test_the_bytes_of_a_copy_are_never_written_over(office: Storage) -> None:
    publish(office, 1, COPY)

    with pytest.raises(IntegrityError), office.transactions.writing() as session:
        session.execute(sa.text("UPDATE released_copy SET content = :data"), {"data": b"x"})


def test_a_copy_that_is_not_what_was_released_is_not_shown(office: Storage) -> None:
    publish(office, 1, replace(COPY, data=b"%PDF-1.4 other pictures"))

    with pytest.raises(Damaged, match="not what was released"):
        office.records.copy(REFERENCE, DIGEST)


NOTICE = CorrectionNotice(
    REFERENCE, 2, date(2024, 5, 2), CorrectionKind.CORRECTED, "stated", "A wrong stamp.", 3
)
GONE = (DIGEST, "f" * 64)
REMOVED = CorrectionNotice(
    REFERENCE, 3, date(2024, 5, 3), CorrectionKind.REMOVED, "privacy", digests=GONE
)


def test_notices_are_listed_the_newest_first_and_stay(office: Storage) -> None:
    for version, notice in ((2, NOTICE), (3, REMOVED)):
        with office.cases.open(REFERENCE) as case:
            case.publish(replace(RECORD, version=version, releases=()), (), (), (notice,))

    assert office.records.notices(0, 10) == ((REMOVED, NOTICE), 2)
    assert office.records.notices(1, 1) == ((NOTICE,), 2)
    place = (NOTICE.reference, NOTICE.version, NOTICE.entry)
    assert office.records.notices_behind(None, 1) == (NOTICE,)
    assert office.records.notices_behind(place, 9) == (REMOVED,)
    assert office.records.notices_behind((REFERENCE, 3, 0), 9) == ()
    with pytest.raises(NotOnFile, match="begin at the first"):
        office.records.notices_behind((REFERENCE, 3, 1), 9)
    for words in ("DELETE FROM public_notice", "UPDATE public_notice SET ground = ''"):
        with pytest.raises(IntegrityError):
            _run(office.transactions, words)
    assert office.records.notices(0, 10)[1] == 2


def test_of_a_record_that_was_taken_down_no_reason_of_a_correction_is_told(
    office: Storage,
) -> None:
    with office.cases.open(REFERENCE) as case:
        case.publish(replace(RECORD, version=2, releases=()), (), (), (NOTICE,))
    with office.cases.open(REFERENCE) as case:
        case.publish(replace(RECORD, version=3, releases=(), withheld=True), ())

    assert office.records.notices(0, 10)[0] == (replace(NOTICE, ground="", why=""),)


def _run(transactions: Transactions, words: str) -> None:
    with transactions.writing() as session:
        session.execute(sa.text(words))
