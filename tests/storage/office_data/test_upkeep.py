"""Health, the examination of everything kept, and the copy before a migration."""

import os
import pickle
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from tests.backups import SIGN
from tests.statements import sent_statements
from tests.storage.conftest import KEY, KEY_FILE, ONLY_SQLITE, drop_tables
from tests.storage.migrated import connected
from tests.storage.samples import (
    APPLICANT,
    AT,
    BY,
    REFERENCE,
    file_request,
    unguarded,
)
from tracker.domain.case.request import Draft
from tracker.services.ports.cases import Paper
from tracker.storage.db.tables.cases import EventRow, SealedFieldRow
from tracker.storage.db.tables.drafting import DraftRow
from tracker.storage.db.tables.office import BackupTimeRow
from tracker.storage.log.log_check import LeafBytes, stored_leaves
from tracker.storage.office_data import examination, stored_requests
from tracker.storage.office_data.examination import (
    Batch,
    Comparing,
    Examining,
    compared_here,
    examine,
    unreadable_rows,
)
from tracker.storage.office_data.stored_requests import WrongInRequests, read_requests, wrong_in
from tracker.storage.office_data.upkeep import (
    check_database,
    copies_of_erased,
    copy_before_migration,
)
from tracker.storage.opening import Storage, open_storage

SCAN = b"a scan of a reply"


@pytest.fixture
def url(own_url: str) -> str:
    """Tables are changed here, so each test has a database to itself."""
    return own_url


@pytest.fixture
def office(storage: Storage) -> Storage:
    file_request(storage)
    digest = storage.archive.keep(REFERENCE, SCAN)
    with storage.cases.open(REFERENCE) as case:
        case.add_paper(Paper(digest, "reply.pdf", "application/pdf", len(SCAN), AT, "reply"))
    return storage


def examined(storage: Storage) -> list[str]:
    """What is wrong, found without a key."""
    return examine(storage.cases, storage.archive, storage.transactions)


def test_a_whole_office_has_nothing_to_complain_of(office: Storage) -> None:
    assert examined(office) == []
    assert examine(office.cases, office.archive, office.transactions, Examining(opens=True)) == []
    office.cases.erase_person(REFERENCE)
    assert examined(office) == []


def test_copies_in_the_instance_that_may_hold_who_was_erased_are_named(
    office: Storage, instance: Path
) -> None:
    for name in ("backups/before-1.tar", "replaced-1/tracker.sqlite3", "backups/before-2.tar"):
        (instance / name).parent.mkdir(exist_ok=True)
        (instance / name).write_bytes(b"a copy")
    assert copies_of_erased(instance) == [], "nobody was erased yet"
    office.cases.erase_person(REFERENCE)
    erased = (instance / "erased.log").stat().st_mtime
    moments = {"backups/before-1.tar": -9, "replaced-1": -9, "backups/before-2.tar": 9}
    for name, later in moments.items():
        os.utime(instance / name, (erased + later, erased + later))

    found = copies_of_erased(instance)

    assert [each.split(" is older than the last erasure")[0] for each in found] == [
        "backups/before-1.tar",
        "replaced-1",
    ]


def test_a_paper_that_is_gone_or_damaged_is_named(office: Storage, instance: Path) -> None:
    (file,) = (file for file in (instance / "evidence").rglob("*") if file.is_file())
    file.write_bytes(b"damaged")
    assert ["was damaged on the disk" in problem for problem in examined(office)] == [True]
    file.unlink()
    assert ["was not found" in problem for problem in examined(office)] == [True]


def test_a_guard_that_is_gone_is_named(office: Storage) -> None:
    on = "" if office.transactions.url.startswith("sqlite") else " ON event"
    with connected(office.transactions.url) as connection:
        connection.execute(sa.text(f"DROP TRIGGER event_no_delete{on}"))

    assert examined(office) == [
        "The guard event_no_delete is missing or changed: run `tracker migrate`, and find out why."
    ]


def test_the_wrong_key_is_noticed(office: Storage, instance: Path) -> None:
    stranger = open_storage(office.transactions.url, instance, KEY, KEY_FILE[::-1])

    assert examined(stranger) == [], "nothing is opened"
    problems = examine(
        stranger.cases, stranger.archive, stranger.transactions, Examining(opens=True)
    )

    stranger.close()
    assert len(problems) == 1
    assert all("Put the right key back" in problem for problem in problems)


def test_a_database_that_stands_elsewhere_or_is_not_there_does_not_pass(
    url: str, tmp_path: Path
) -> None:
    assert check_database(url).database
    assert check_database(url).migration
    drop_tables(url)
    assert check_database(url).database
    assert not check_database(url).migration
    gone = check_database(f"sqlite:///{tmp_path / 'nowhere' / 'tracker.sqlite3'}")
    assert (gone.database, gone.migration) == (False, False)
    assert "cannot be opened" in gone.problems[0]
    assert str(tmp_path) not in gone.problems[0], "anyone may read it at /healthz"


def test_a_database_that_will_not_change_needs_no_copy(url: str, instance: Path) -> None:
    assert copy_before_migration(url, instance, SIGN) is None
    drop_tables(url)
    assert copy_before_migration(url, instance, SIGN) is None


@contextmanager
def from_bytes_alone(
    batches: Iterator[Batch],
) -> Iterator[Iterator[tuple[Batch, WrongInRequests]]]:
    """Batches compared as another process compares them, from nothing but bytes."""
    yield ((batch, wrong_in(pickle.loads(pickle.dumps(batch)))) for batch in batches)  # noqa: S301


NAMES = [f"request-{number}" for number in range(5)]


@pytest.mark.parametrize("comparing", [compared_here, from_bytes_alone])
def test_a_fault_in_one_request_of_a_batch_is_told_and_the_others_are_examined_all_the_same(
    storage: Storage, comparing: Comparing
) -> None:
    for name in NAMES:
        file_request(storage, name)
    with unguarded(storage) as connection:
        row, sealed = EventRow, SealedFieldRow
        for name, column, value in (
            (NAMES[1], "body", b"{}"),
            (NAMES[3], "nonce", bytes(32)),
        ):
            one = (col(row.request) == name) & (col(row.seq) == 2)
            connection.execute(sa.update(row).where(one).values({column: value}))
        of_another = col(sealed.request) == NAMES[2]
        connection.execute(sa.update(sealed).where(of_another).values(sealed=b"nothing"))
    told: list[int] = []

    found = examine(
        storage.cases,
        storage.archive,
        storage.transactions,
        Examining(opens=True, comparing=comparing, done=told.append),
    )

    assert sum(told) == len(NAMES)
    unreadable, sealed_away = found
    assert unreadable.startswith(f"Entry 2 of request {NAMES[1]} cannot be read")
    assert NAMES[2] in sealed_away


def test_a_request_that_cannot_be_read_with_others_falls_out_alone(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in NAMES:
        file_request(storage, name)

    def refused(session: Session, references: Sequence[str]) -> dict[str, Sequence[LeafBytes]]:
        if NAMES[2] in references:
            raise ValueError("a value that no program wrote")
        return stored_leaves(session, references)

    monkeypatch.setattr(stored_requests, "stored_leaves", refused)
    with unguarded(storage) as connection:
        one = (col(EventRow.request) == NAMES[4]) & (col(EventRow.seq) == 2)
        connection.execute(sa.update(EventRow).where(one).values(body=b"{}"))

    unreadable, entry = examined(storage)

    assert unreadable.startswith("In the database, a published row cannot be read")
    assert entry.startswith(f"Entry 2 of request {NAMES[4]} cannot be read")


def test_an_examination_sends_the_same_statements_for_few_requests_and_for_many(
    storage: Storage,
) -> None:
    def statements() -> int:
        with sent_statements() as sent:
            how = Examining(opens=True)
            assert examine(storage.cases, storage.archive, storage.transactions, how) == []
        return len(sent)

    file_request(storage, NAMES[0])
    few = statements()
    for name in NAMES[1:]:
        file_request(storage, name)

    assert statements() == few


def test_rows_are_read_page_by_page_to_the_last(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in NAMES:
        draft = Draft(name, 0, "block-one", "body-one", "law-one", changed_at=AT, changed_by=BY)
        storage.drafts.save(draft, APPLICANT)
    broken = [NAMES[1], NAMES[4]]
    with storage.transactions.writing() as session:
        these = col(DraftRow.request).in_(broken)
        session.exec(sa.update(DraftRow).where(these).values(chosen="{broken"))
    for page in (1, 2, 3, 5, 6):
        monkeypatch.setattr(examination, "_PAGE", page)
        found = unreadable_rows(storage.transactions)
        named = [
            f"the row {name} of draft" in each for name, each in zip(broken, found, strict=True)
        ]
        assert named == [True, True], page


def undecodable(storage: Storage, table: str, name: str, reference: str) -> None:
    """Write bytes that are no text for the reference of a row, as a failing disk does."""
    file = storage.transactions.url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file)) as connection:
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (trigger,) in connection.execute(triggers).fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute(
            f"UPDATE {table} SET request = CAST(? AS TEXT) WHERE request = ?",  # noqa: S608
            (bytes.fromhex(reference), name),
        )
        connection.commit()


@pytest.mark.parametrize("own_url", ONLY_SQLITE, indirect=True)
@pytest.mark.parametrize("first", ["21", "ff"])
@pytest.mark.parametrize("together", [1, 2, 200])
def test_references_that_cannot_be_read_are_told_and_the_others_are_examined_all_the_same(
    storage: Storage, monkeypatch: pytest.MonkeyPatch, together: int, first: str
) -> None:
    """They stand before all others or behind them, and may fill whole pages of their own."""
    monkeypatch.setattr(examination, "TOGETHER", together)
    for name in NAMES:
        file_request(storage, name)
    with unguarded(storage) as connection:
        one = (col(EventRow.request) == NAMES[4]) & (col(EventRow.seq) == 2)
        connection.execute(sa.update(EventRow).where(one).values(body=b"{}"))
    for number, name in enumerate(NAMES[:3]):
        undecodable(storage, "event", name, f"{first}ff4{number}")

    found = examined(storage)

    assert "In the database, a published row cannot be read: restore the last backup, or " in (
        "\n".join(found)
    )
    assert any(each.startswith(f"Entry 2 of request {NAMES[4]} cannot be") for each in found)


@pytest.mark.parametrize("own_url", ONLY_SQLITE, indirect=True)
def test_a_key_of_a_page_that_cannot_be_read_stops_no_other_row(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No table of the daily work has a moment as its key today."""
    monkeypatch.setattr(examination, "_PAGE", 2)
    monkeypatch.setattr(examination, "_READ", {BackupTimeRow: lambda row: None})
    with storage.transactions.writing() as session:
        for day in range(1, 6):
            session.add(BackupTimeRow(began=AT.replace(day=day)))
        session.flush()
        fourth = "UPDATE backup_time SET began = '2024-03-04 garbage' WHERE began LIKE '%-04%'"
        session.connection().exec_driver_sql(fourth)

    (told,) = unreadable_rows(storage.transactions)

    assert "the row 2024-03-04 garbage of backup_time cannot be read" in told


def test_a_request_without_entries_or_without_its_row_is_told_with_what_to_do(
    storage: Storage,
) -> None:
    file_request(storage)
    with storage.transactions.reading() as session:
        (whole,) = read_requests(session, [REFERENCE], lines=True)
    way_out = "Restore a backup, and find out why."

    assert wrong_in([whole]).unreadable == ()
    assert wrong_in([replace(whole, entries=())]).unreadable == (
        f"Every entry of request {REFERENCE} is missing. {way_out}",
    )
    assert wrong_in([replace(whole, has_row=False)]).unreadable == (
        f"Request {REFERENCE} has entries, but no row of its own. {way_out}",
    )
