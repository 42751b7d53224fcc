"""Recorded rows stay recorded, even against SQL that is sent to the database directly."""

import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa

from tests.storage.conftest import ONLY_SQLITE
from tests.storage.publishing.test_records import RECORD
from tests.storage.samples import AT, BY, REFERENCE, file_request, received
from tracker.services.ports.people import TrailEntry
from tracker.storage.db.snapshot import file_of
from tracker.storage.opening import Storage

COPY = (
    "SELECT request, seq, kind, on_earliest, on_latest, entered_at, 'x', form, body, nonce, once"
)
CHANGES = {
    "event": [
        "UPDATE event SET entered_by = 'x'",
        "UPDATE event SET once = NULL WHERE seq = 1",
        "DELETE FROM event",
        "DELETE FROM event WHERE seq = 2",
    ],
    "record_version": [
        "UPDATE record_version SET content = digest",
        "DELETE FROM record_version",
    ],
    "audit_trail": [
        "UPDATE audit_trail SET who = 'x'",
        "DELETE FROM audit_trail",
        "DELETE FROM audit_trail WHERE seq > 0",
    ],
    "request": ["DELETE FROM request"],
}
ONLY_ON = {
    "sqlite": [
        f"INSERT OR REPLACE INTO event {COPY} FROM event WHERE seq = 1",
        f"REPLACE INTO event {COPY.replace('seq,', 'seq + 1,', 1)} FROM event WHERE seq = 1",
        "REPLACE INTO record_version SELECT request, version, digest, digest FROM record_version",
        "REPLACE INTO audit_trail SELECT seq, at, 'x', act, about, detail FROM audit_trail",
        "INSERT OR REPLACE INTO audit_trail (rowid, at, who, act, about, detail)"
        " VALUES (1, 'x', 'x', 'x', '', '')",
    ],
    "postgresql": [
        "TRUNCATE event",
        "TRUNCATE request CASCADE",
        "TRUNCATE record_version CASCADE",
        "TRUNCATE audit_trail",
        "INSERT INTO audit_trail SELECT seq, at, 'x', act, about, detail FROM audit_trail"
        " ON CONFLICT (seq) DO UPDATE SET who = 'x'",
    ],
}


@pytest.fixture
def office(storage: Storage) -> Storage:
    file_request(storage)
    with storage.cases.open(REFERENCE) as case:
        case.enter(received(19), at=AT, by=BY)
        case.publish(RECORD, ())
    storage.people.trail.add(TrailEntry(AT, BY, "published", REFERENCE))
    return storage


def contents(storage: Storage) -> list[object]:
    with storage.transactions.reading() as session:
        return [
            session.connection().execute(sa.text(f"SELECT * FROM {table} ORDER BY 1, 2")).all()  # noqa: S608
            for table in ("event", "record_version", "request", "audit_trail")
        ]


def test_no_statement_changes_or_removes_what_was_recorded(office: Storage) -> None:
    before = contents(office)
    dialect = office.transactions.writers.dialect.name
    statements = [said for group in CHANGES.values() for said in group] + ONLY_ON[dialect]

    def say(statement: str) -> None:
        with office.transactions.writing() as session:
            session.connection().execute(sa.text(statement))

    for statement in statements:
        with pytest.raises(sa.exc.DBAPIError):
            say(statement)

    assert contents(office) == before


@pytest.mark.parametrize("url", ONLY_SQLITE, indirect=True)
def test_another_program_without_our_settings_can_replace_nothing_either(
    office: Storage,
) -> None:
    """REPLACE passes by the triggers on DELETE where recursive_triggers is off, as it is in the
    sqlite3 shell."""
    before = contents(office)
    guarded = ("event", "record_version", "audit_trail")
    statements = [said for table in guarded for said in CHANGES[table]] + ONLY_ON["sqlite"]
    statements.append(
        f"REPLACE INTO event {COPY.replace('seq,', '4,', 1)} FROM event WHERE seq = 1"
    )
    with closing(sqlite3.connect(file_of(office.transactions.url))) as connection:
        for statement in statements:
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(statement)
        connection.rollback()

    assert contents(office) == before


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "gossip"),
        ("seq", 0),
        ("nonce", b"short"),
        ("body", b""),
        ("body", b"x" * 65_536),
        ("on_latest", "2024-03-17"),
        ("entered_at", None),
        ("request", "nowhere"),
    ],
)
def test_the_database_itself_refuses_an_entry_that_cannot_be(
    office: Storage, column: str, value: object
) -> None:
    entry: dict[str, object] = {
        "request": REFERENCE,
        "seq": 4,
        "kind": "received",
        "on_earliest": "2024-03-18",
        "on_latest": "2024-03-18",
        "entered_at": "2024-03-18 10:00:00+00:00",
        "entered_by": BY,
        "form": 1,
        "body": b"{}",
        "nonce": bytes(32),
        "once": None,
    }
    columns = ", ".join(entry)
    values = ", ".join(f":{name}" for name in entry)
    statement = sa.text(f"INSERT INTO event ({columns}) VALUES ({values})")  # noqa: S608

    def enter(values: dict[str, object]) -> None:
        with office.transactions.writing() as session:
            session.connection().execute(statement, values)

    with pytest.raises(sa.exc.IntegrityError):
        enter(entry | {column: value})

    enter(entry)
