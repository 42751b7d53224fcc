"""The public side, on both databases."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests.storage.samples import OTHER, REFERENCE, file_request, silence
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import NotOnFile, Refusal
from tracker.domain.case.case_status import Phase
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.event import Event
from tracker.domain.events.release import Release
from tracker.domain.record.record import Record, RecordedEntry
from tracker.services.ports.cases import AlreadyEntered
from tracker.services.ports.records import ReleasedText
from tracker.services.ports.sought import Sought
from tracker.storage.db.record_bytes import checked_record
from tracker.storage.db.sealing import Damaged
from tracker.storage.opening import Storage


def released(title: str, words: str) -> ReleasedText:
    return ReleasedText(hashlib.sha256(words.encode()).hexdigest(), title, words)


NOTICE = released("The notice", "Words of the notice.")
ORDER = released("The order", "Words of the order.")

RECORD = Record(
    reference=REFERENCE,
    version=1,
    as_of=date(2024, 4, 19),
    confirmed_on=date(2024, 4, 19),
    block="block-one",
    body="body-one",
    law="law-one",
    language="en",
    phase=Phase.SILENT,
    supporters=("an-organisation",),
    questions=(),
    entries=(),
    deadlines=(),
    releases=(Release(NOTICE.digest, NOTICE.title),),
    library_version="edition-1",
    demonstration=True,
)


def recorded(seq: int, event: Event) -> RecordedEntry:
    """An entry that was entered on its own day."""
    return RecordedEntry(seq, event, event.on.latest, "d" * 64)


SILENCE = recorded(3, silence())


def publish(storage: Storage, record: Record, *texts: ReleasedText) -> None:
    with storage.cases.open(record.reference) as case:
        case.publish(record, texts)


@pytest.fixture
def office(storage: Storage) -> Storage:
    file_request(storage)
    file_request(storage, OTHER)
    publish(storage, RECORD, NOTICE)
    return storage


def test_a_record_comes_back_as_it_was_published(office: Storage) -> None:
    assert office.records.record(REFERENCE) == RECORD
    assert office.records.text(NOTICE.digest) == NOTICE


def test_a_request_that_was_not_published_is_not_on_file_for_the_public(office: Storage) -> None:
    with pytest.raises(NotOnFile, match=OTHER):
        office.records.record(OTHER)
    with pytest.raises(NotOnFile, match="That text is not published"):
        office.records.text(ORDER.digest)


def test_a_new_version_takes_the_place_of_the_one_before_which_is_kept(office: Storage) -> None:
    second = replace(RECORD, version=2, releases=(Release(ORDER.digest, ORDER.title),))

    publish(office, second, ORDER)

    assert office.records.record(REFERENCE) == second
    assert office.records.text(ORDER.digest) == ORDER
    with pytest.raises(NotOnFile):
        office.records.text(NOTICE.digest)
    with office.transactions.reading() as session:
        kept = session.connection().execute(sa.text("SELECT content FROM record_version"))
        assert {bytes(content) for content in kept.scalars()} == {
            RECORD.to_bytes(),
            second.to_bytes(),
        }


def test_a_version_is_published_once(office: Storage) -> None:
    with pytest.raises(AlreadyEntered, match="Version 1"):
        publish(office, replace(RECORD, phase=Phase.ANSWERED))

    assert office.records.record(REFERENCE) == RECORD


def test_a_withheld_record_says_so_and_shows_no_text(office: Storage) -> None:
    withheld = replace(RECORD, version=2, withheld=True, supporters=(), releases=())

    publish(office, withheld)

    assert office.records.record(REFERENCE) == withheld
    assert office.records.lines() == ()
    with pytest.raises(NotOnFile):
        office.records.text(NOTICE.digest)


def test_lists_hold_the_newest_first_and_what_was_asked_for(office: Storage) -> None:
    later = replace(RECORD, reference=OTHER, as_of=date(2024, 5, 1), block="block-two")
    publish(office, replace(later, entries=(SILENCE,)), NOTICE)

    assert [line.reference for line in office.records.lines()] == [OTHER, REFERENCE]
    assert [line.criticised for line in office.records.lines()] == [("body-one",), ()]
    assert [line.reference for line in office.records.lines(block="block-one")] == [REFERENCE]
    assert [line.reference for line in office.records.lines(body="body-one")] == [OTHER, REFERENCE]
    assert office.records.lines(block="block-one", body="body-two") == ()


def test_a_record_is_in_the_lists_of_every_body_that_had_to_answer(office: Storage) -> None:
    on = DaySpan.on(date(2024, 4, 19))
    transferred_to = recorded(2, Transferred(on=on, to="body-two"))
    again = recorded(4, Transferred(on=on, to="body-three"))
    publish(
        office, replace(RECORD, reference=OTHER, entries=(transferred_to, SILENCE, again)), NOTICE
    )

    (line,) = office.records.lines(body="body-two")
    assert line.transferred_to == ("body-two", "body-three")
    assert line.holders == ("body-one", "body-two", "body-three")
    assert [each.reference for each in office.records.lines(body="body-three")] == [OTHER]
    assert len(office.records.lines(body="body-one")) == 2
    assert office.records.lines(body="body-t") == ()
    assert office.records.lines(body="body_two") == ()


def test_a_record_changed_behind_our_back_is_not_shown(office: Storage) -> None:
    statements = ["UPDATE record_version SET digest = replace(digest, substr(digest, 1, 1), 'x')"]
    if office.transactions.writers.dialect.name == "sqlite":
        statements.insert(0, "DROP TRIGGER record_version_no_update")
    else:
        statements.insert(0, "SET LOCAL session_replication_role = replica")
    with office.transactions.writing() as session:
        for statement in statements:
            session.connection().execute(sa.text(statement))

    with pytest.raises(Refusal, match="not what was published"):
        office.records.record(REFERENCE)


def test_a_page_reads_from_one_state_of_the_database(office: Storage) -> None:
    corrected = replace(RECORD, version=2, phase=Phase.ANSWERED)
    with ThreadPoolExecutor(1) as other, office.records.one_state():
        assert office.records.record(REFERENCE) == RECORD
        other.submit(publish, office, corrected).result()
        assert other.submit(office.records.record, REFERENCE).result() == corrected
        assert office.records.record(REFERENCE) == RECORD
        with office.records.one_state():
            assert office.records.edition(REFERENCE).version == 1
        assert office.records.edition(REFERENCE).version == 1
    assert office.records.record(REFERENCE) == corrected


def test_a_refusal_ends_the_state_that_a_page_is_read_from(office: Storage) -> None:
    with pytest.raises(NotOnFile), office.records.one_state():
        office.records.record(OTHER)
    publish(office, replace(RECORD, reference=OTHER), NOTICE)
    assert office.records.record(OTHER).reference == OTHER


def test_only_records_that_are_shown_are_current(office: Storage) -> None:
    assert office.records.current([OTHER, REFERENCE, "none", REFERENCE]) == [RECORD]
    publish(office, replace(RECORD, reference=OTHER), NOTICE)
    assert [each.reference for each in office.records.current([OTHER, REFERENCE])] == [
        OTHER,
        REFERENCE,
    ]
    publish(office, replace(RECORD, version=2, withheld=True, supporters=(), releases=()))
    assert [each.reference for each in office.records.current([OTHER, REFERENCE])] == [OTHER]


def test_the_newest_records_about_a_block_come_with_the_rows_of_the_others(
    office: Storage,
) -> None:
    later = replace(RECORD, reference=OTHER, as_of=RECORD.as_of + timedelta(1))
    publish(office, later, NOTICE)
    lines, records = office.records.newest_about(RECORD.block, 1, 5)
    assert [line.reference for line in lines] == [OTHER, REFERENCE]
    assert lines == tuple(office.records.listed(Sought(block=RECORD.block), 0, 5))
    assert records == [later]
    assert office.records.newest_about(RECORD.block, 2, 5).records == [later, RECORD]
    assert len(office.records.newest_about(RECORD.block, 1, 1).lines) == 1
    assert office.records.newest_about("none", 1, 5) == ((), [])
    publish(office, replace(later, version=2, withheld=True, supporters=(), releases=()))
    assert office.records.newest_about(RECORD.block, 1, 5).records == [RECORD]


def test_bytes_that_changed_after_they_were_checked_are_noticed() -> None:
    content = RECORD.to_bytes()
    of = (REFERENCE, hashlib.sha256(content).hexdigest())
    read = checked_record(*of, content)
    assert read == RECORD
    assert checked_record(*of, bytes(bytearray(content))) is read
    with pytest.raises(Damaged):
        checked_record(*of, content.replace(b"law-one", b"law-two"))
    assert checked_record(*of, content) == RECORD
