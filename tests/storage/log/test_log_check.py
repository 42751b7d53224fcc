"""Changes beside the log by a person who gets past the guards of the database, on both
databases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import col

from tests.offices import Slip
from tests.storage.publishing.test_records import NOTICE, RECORD, SILENCE
from tests.storage.samples import (
    AT,
    BY,
    OTHER,
    REFERENCE,
    file_request,
    received,
    unguarded,
)
from tracker.ledger.files import KeyFile
from tracker.ledger.signed_log import SignedLog
from tracker.services.ports.log import LeafSource
from tracker.storage.db.tables.cases import EventRow
from tracker.storage.db.tables.log import LeafRow
from tracker.storage.db.tables.publishing import RecordRow, RecordVersionRow, ReleasedTextRow
from tracker.storage.log.log_check import changed_since
from tracker.storage.office_data.examination import examine, examine_changed
from tracker.storage.opening import Storage


def problems(office: Storage) -> list[str]:
    return examine(office.cases, office.archive, office.transactions)


def problems_of(office: Storage, *references: str) -> list[str]:
    return examine_changed(office.cases, office.archive, office.transactions, references)


@pytest.fixture
def office(storage: Storage, tmp_path: Path) -> Storage:
    """Two requests, of one of which a record stands; all of it has its place but the last entry,
    which waits for the next day."""
    file_request(storage)
    file_request(storage, OTHER)
    with storage.cases.open(REFERENCE) as case:
        entry = case.enter(received(19), at=AT, by=BY)
        shown = replace(SILENCE, seq=entry.seq, digest=entry.digest)
        first = replace(RECORD, entries=(shown,))
        case.publish(first, [NOTICE])
        case.publish(replace(first, version=2), [NOTICE])
    slip = Slip()
    slip.note = None
    now = datetime(2024, 3, 20, tzinfo=UTC)
    log = SignedLog(storage.log, KeyFile(tmp_path / "log.key"), slip, lambda: now)
    log.begin("record.example", live=True)
    log.append()
    assert storage.log.waiting() == 0
    with storage.cases.open(OTHER) as case:
        case.enter(received(20), at=now, by=BY)
    assert problems(storage) == []
    return storage


Change = Callable[[sa.Connection], object]
WAITS = col(LeafRow.place).is_(None)
THIRD = (col(EventRow.request) == REFERENCE) & (col(EventRow.seq) == 3)
SECOND = (col(EventRow.request) == REFERENCE) & (col(EventRow.seq) == 2)
OF_SECOND = (
    (col(LeafRow.source) == LeafSource.ENTRY)
    & (col(LeafRow.request) == REFERENCE)
    & (col(LeafRow.number) == 2)
)


def beyond_the_end(connection: sa.Connection) -> None:
    """A leaf that has a place already waits for none, and no tree holds that place."""
    connection.execute(sa.update(LeafRow).where(WAITS).values(place=999_999, body=b"{}"))


def undone(connection: sa.Connection) -> None:
    """The last publication, as if it had never been."""
    connection.execute(sa.update(RecordRow).values(version=1))
    connection.execute(sa.delete(RecordVersionRow).where(col(RecordVersionRow.version) == 2))


def replaced(column: Any, which: Any, was: bytes, becomes: bytes) -> Change:
    """Some bytes of a column are others."""

    def change(connection: sa.Connection) -> None:
        before = bytes(connection.execute(sa.select(column).where(which)).scalar_one())
        assert was in before
        values = {column.key: before.replace(was, becomes)}
        connection.execute(sa.update(column.class_).where(which).values(values))

    return change


@pytest.mark.samples("sqlite", "postgresql-undone")
@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            lambda c: c.execute(sa.delete(LeafRow).where(WAITS)),
            f"The public log never received entry 3 of {OTHER}: someone removed",
        ),
        (
            beyond_the_end,
            f"The public log never received entry 3 of {OTHER}: someone removed",
        ),
        (
            lambda c: c.execute(sa.delete(EventRow).where(THIRD)),
            f"The public log has entry 3 of {REFERENCE}, which is no longer in",
        ),
        (
            undone,
            f"The public log has version 2 of the record {REFERENCE}, which is no longer",
        ),
        (
            replaced(EventRow.body, THIRD, b"2024-03-19", b"2024-03-29"),
            f"The public log does not match entry 3 of {REFERENCE} and 2 more: someone altered",
        ),
        (
            replaced(EventRow.body, SECOND, b"counter-stamp", b"courier-delivery"),
            f"The public log does not match entry 2 of {REFERENCE}: someone altered",
        ),
        (
            replaced(LeafRow.said, OF_SECOND, b"counter-stamp", b"courier-delivery"),
            f"The public log does not match entry 2 of {REFERENCE}: someone altered",
        ),
        (
            lambda c: c.execute(
                sa.update(RecordVersionRow)
                .where(col(RecordVersionRow.version) == 1)
                .values(content=b"{}", digest=sha256(b"{}").hexdigest())
            ),
            f"The public log does not match version 1 of the record {REFERENCE}: someone altered",
        ),
        (
            lambda c: c.execute(sa.update(ReleasedTextRow).values(words="Other words.")),
            f"The public log does not match the document {NOTICE.digest[:12]}… of {REFERENCE}: "
            "someone altered",
        ),
        (
            lambda c: c.execute(sa.update(RecordRow).values(version=1)),
            f"An older version of the record {REFERENCE} is shown than was published last.",
        ),
    ],
)
def test_a_change_of_the_rows_behind_the_log_is_found(
    office: Storage, change: Change, says: str
) -> None:
    with unguarded(office) as connection:
        change(connection)

    found = problems(office)
    assert any(line.startswith(says) for line in found), found
    of, another = (REFERENCE, OTHER) if REFERENCE in says else (OTHER, REFERENCE)
    assert any(line.startswith(says) for line in problems_of(office, another, of))
    assert problems_of(office, another) == [], "nothing else is read"


def test_what_changed_is_what_got_a_place_in_the_log_since_or_waits_for_one(
    office: Storage,
) -> None:
    last = office.log.last()
    assert last
    assert changed_since(office.transactions, 0) == sorted([REFERENCE, OTHER])
    assert changed_since(office.transactions, last.size) == [OTHER], "its last entry waits"
    with office.cases.open(REFERENCE) as case:
        case.enter(received(21), at=AT, by=BY)

    assert changed_since(office.transactions, last.size) == sorted([REFERENCE, OTHER])
