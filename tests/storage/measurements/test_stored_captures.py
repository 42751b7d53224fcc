"""Captures of pages, on both databases: sealed to the office, and kept as they were handed in."""

from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from tests.storage.conftest import ONLY_SQLITE
from tests.storage.samples import unguarded
from tracker.domain.base.errors import BadInput, NotOnFile
from tracker.domain.measurements.captures import CaptureKind, CaptureReuse, PageCapture
from tracker.domain.record.tally import Scope
from tracker.services.ports.captures import CapturePublication, StoredCapture
from tracker.storage.db.sealing import Damaged
from tracker.storage.db.tables.captures import PageCaptureRow
from tracker.storage.office_data.examination import examine
from tracker.storage.opening import Storage

AT = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
FILE = b"PK\x03\x04 a page that names nobody" * 20
CAPTURE = PageCapture(
    block="pk-x-2024",
    address="https://press.example/news/1",
    captured_on=date(2026, 11, 20),
    kind=CaptureKind.HTML,
    sha256=sha256(FILE).hexdigest(),
    size=len(FILE),
    original_sha256="a" * 64,
    archived="",
    demonstration=True,
)
STORED = StoredCapture(CAPTURE, "lawyer", AT)
KEY = (CAPTURE.block, CAPTURE.sha256)
OPEN = CapturePublication("lawyer", AT, CaptureReuse.FREE, "CC BY 4.0")


def columns(storage: Storage) -> dict[str, object]:
    with storage.transactions.readers.connect() as connection:
        return dict(connection.exec_driver_sql("SELECT * FROM page_capture").mappings().one())


def test_a_file_is_sealed_until_readers_may_have_it(storage: Storage) -> None:
    storage.captures.keep(STORED, FILE)
    row = columns(storage)
    assert not any(b"names nobody" in bytes(v) for v in row.values() if isinstance(v, bytes))
    assert storage.captures.content(*KEY) == FILE
    assert storage.captures.captures("pk-x-2024") == (STORED,)

    storage.captures.publish(*KEY, OPEN)
    assert storage.captures.open_content(*KEY) == FILE
    assert storage.captures.content(*KEY) == FILE
    row = columns(storage)
    assert (row["sealed"], row["sealed_key"]) == (None, None)


def test_a_capture_is_kept_once_for_a_block(storage: Storage) -> None:
    storage.captures.keep(STORED, FILE)
    with pytest.raises(BadInput):
        storage.captures.keep(STORED, FILE)
    another = replace(CAPTURE, sha256="b" * 64)
    with pytest.raises(BadInput):
        storage.captures.keep(StoredCapture(another, "lawyer", AT), FILE)


def test_its_leaf_and_its_row_come_together_or_not_at_all(storage: Storage) -> None:
    """As if the process was killed after the row: nothing of the transaction is there."""

    def killed_after_it() -> None:
        with storage.transactions.writing():
            storage.captures.keep(STORED, FILE)
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        killed_after_it()
    assert storage.captures.captures("pk-x-2024") == ()
    assert storage.log.waiting() == 0
    storage.captures.keep(STORED, FILE)
    assert storage.log.waiting() == 1


def test_publication_and_withdrawal_change_the_pages_of_the_block_alone(storage: Storage) -> None:
    storage.captures.keep(STORED, FILE)
    marks = storage.records.last_changes()
    storage.captures.publish(*KEY, OPEN)
    published = storage.records.last_changes()
    storage.captures.withdraw(*KEY, "lawyer", AT, "It shows a person.")
    for before, after in ((marks, published), (published, storage.records.last_changes())):
        changed = set(after.items()) - set(before.items())
        assert {subject for subject, _ in changed} == {(Scope.BLOCK, "pk-x-2024")}


def test_a_withdrawn_capture_has_no_bytes_left(storage: Storage) -> None:
    storage.captures.keep(STORED, FILE)
    storage.captures.publish(*KEY, OPEN)
    storage.captures.withdraw(*KEY, "lawyer", AT, "It shows a person.")
    row = columns(storage)
    assert (row["file"], row["sealed"], row["sealed_key"]) == (None, None, None)
    for read in (storage.captures.content, storage.captures.open_content):
        with pytest.raises(NotOnFile):
            read(*KEY)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE page_capture SET content = 'x'",
        "UPDATE page_capture SET sha256 = 'b'",
        "UPDATE page_capture SET published_at = NULL",
        "UPDATE page_capture SET reuse = 'sealed'",
        "DELETE FROM page_capture",
    ],
)
def test_the_database_refuses_to_rewrite_a_capture(storage: Storage, statement: str) -> None:
    storage.captures.keep(STORED, FILE)
    storage.captures.publish(*KEY, OPEN)
    with (
        pytest.raises(DBAPIError),
        storage.transactions.writers.begin() as connection,
    ):
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize("url", ONLY_SQLITE, indirect=True)
def test_a_row_of_a_capture_is_not_replaced(storage: Storage) -> None:
    storage.captures.keep(STORED, FILE)
    with (
        pytest.raises(DBAPIError, match="stays"),
        storage.transactions.writers.begin() as connection,
    ):
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO page_capture SELECT * FROM page_capture"
        )


@pytest.mark.parametrize(("column", "published"), [("sealed", False), ("file", True)])
def test_changed_bytes_of_a_capture_are_named(
    storage: Storage, column: str, published: bool
) -> None:
    storage.captures.keep(STORED, FILE)
    if published:
        storage.captures.publish(*KEY, OPEN)
    with unguarded(storage) as connection:
        changed = {column: b"changed"}
        connection.execute(
            sa.update(PageCaptureRow.metadata.tables["page_capture"]).values(changed)
        )
    with pytest.raises(Damaged):
        storage.captures.content(*KEY)
    problems = examine(storage.cases, storage.archive, storage.transactions)
    assert any("page_capture" in problem for problem in problems)
