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
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import NotOnFile
from tracker.domain.events.copy import Copy
from tracker.domain.events.publication.published import Published
from tracker.domain.events.release import Release
from tracker.domain.record.corrections_list import CorrectionKind, CorrectionNotice
from tracker.services.core.evidence import sha256_of
from tracker.services.ports.publishing import (
    CopyWork,
    FinishedPublication,
    FoundLine,
    PageImage,
    Publication,
    PublicCopyFile,
    RedactionBox,
    Waiting,
)
from tracker.services.ports.records import ReleasedText
from tracker.storage.db.sealing import Damaged
from tracker.storage.db.transactions import Transactions
from tracker.storage.opening import Storage

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
NOTE = sha256_of(b"Words that nobody reads yet.")
FORM = FinishedPublication(
    Published(
        on=DaySpan.on(date(2024, 4, 2)),
        entries=(1, 2),
        releases=(Release(NOTE, "Note"),),
        copies=(COPY.copy,),
        prepared_by="account-1",
        kept_until=date(2024, 5, 1),
    ),
    (ReleasedText(NOTE, "Note", "Words that nobody reads yet."),),
    (COPY,),
)
WORK = CopyWork(
    paper="a" * 64,
    title="Response",
    entry=3,
    images=(PageImage("b" * 64, 100, 200, (FoundLine("A line", RedactionBox(1, 2, 3, 4)),)),),
    boxes=((RedactionBox(1, 2, 3, 4, "a phone number"),),),
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


def finish(storage: Storage, entries: int = 2) -> None:
    with storage.cases.open(REFERENCE) as case:
        case.keep_waiting(WAITING)
        storage.pending_publications.finish(WAITING, FORM, entries)


def parts(storage: Storage) -> list[bytes]:
    """The parts of finished forms, as they are stored."""
    with storage.transactions.reading() as session:
        kept = session.execute(sa.text("SELECT sealed FROM finished_publication")).scalars()
        return [bytes(each) for each in kept]


def test_a_finished_form_comes_back_as_it_was_with_the_number_of_entries(office: Storage) -> None:
    with office.cases.open(REFERENCE) as case:
        case.keep_waiting(WAITING)
        entries = len(case.history)
    (line,) = office.pending_publications.all()
    assert (line.finished_at, line.entries, line.outdated) == (None, entries, False)
    with pytest.raises(NotOnFile):
        office.pending_publications.finished(REFERENCE)

    finish(office, entries)

    assert office.pending_publications.finished(REFERENCE) == FORM
    line_now = office.pending_publications.line(REFERENCE)
    assert line_now == replace(line, finished_at=entries)
    finish(office, entries + 1)
    (line,) = office.pending_publications.all()
    assert line.outdated
    assert office.pending_publications.line(OTHER) is None
    assert list(office.pending_publications.problems()) == []


def test_a_finished_form_lies_sealed_and_goes_with_what_waits_and_with_an_erasure(
    office: Storage,
) -> None:
    def dropped() -> None:
        with office.cases.open(REFERENCE) as case:
            case.drop_waiting()

    def kept_again() -> None:
        with office.cases.open(REFERENCE) as case:
            case.keep_waiting(WAITING)

    for gone in (dropped, kept_again, lambda: office.cases.erase_person(REFERENCE)):
        finish(office)
        sealed = parts(office)
        assert len(sealed) == 3
        for open_words in (b"nobody reads", b"account-1", DATA):
            assert not any(open_words in each for each in sealed)
        gone()
        assert parts(office) == []


def test_what_is_stopped_has_no_finished_form_and_says_why(office: Storage) -> None:
    with office.cases.open(REFERENCE) as case:
        case.keep_waiting(WAITING)
    office.pending_publications.stop(REFERENCE, "It waits for a person anyway.")
    assert office.pending_publications.all()[0].trouble == ""
    finish(office)

    office.pending_publications.stop(REFERENCE, "It changed.")

    (line,) = office.pending_publications.all()
    assert (line.trouble, line.finished_at) == ("It changed.", None)
    assert parts(office) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE pending_publication SET finished_at = 3",
        "UPDATE pending_publication SET seen = replace(seen, 'e', 'f')",
        "UPDATE pending_publication SET not_before = '2024-04-03'",
        "UPDATE finished_publication SET part = 'other' WHERE part = 'event'",
        "DELETE FROM finished_publication WHERE part <> 'event'",
    ],
)
def test_a_finished_form_opens_only_for_what_it_was_finished_for(
    office: Storage, change: str
) -> None:
    finish(office)
    _run(office.transactions, change)

    with pytest.raises(Damaged):
        office.pending_publications.finished(REFERENCE)
    assert len(list(office.pending_publications.problems())) == 1


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
    with pytest.raises(NotOnFile, match=r"There is no correction at this position\. Start"):
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
