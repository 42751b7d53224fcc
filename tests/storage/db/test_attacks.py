"""Attempts by a person who can speak SQL to the database, or who hands in a forged backup."""

import gzip
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.backups import CHECK, IDENTITY, SIGN, decrypted, encrypted, with_recovery
from tests.storage.conftest import KEY, KEY_FILE, ONLY_SQLITE
from tests.storage.db.test_guards import contents
from tests.storage.publishing.test_records import NOTICE, RECORD
from tests.storage.samples import AT, BY, OTHER, REFERENCE, file_request, received
from tracker.domain.base.errors import BadInput, NotOnFile, Refusal
from tracker.storage.db.snapshot import file_of
from tracker.storage.office_data.backup import backup
from tracker.storage.office_data.examination import examine
from tracker.storage.office_data.restore import restore
from tracker.storage.office_data.upkeep import migrate
from tracker.storage.opening import Storage, open_storage


@pytest.fixture
def office(storage: Storage) -> Storage:
    file_request(storage)
    file_request(storage, OTHER)
    with storage.cases.open(REFERENCE) as case:
        case.enter(received(19), at=AT, by=BY)
        case.publish(RECORD, [NOTICE])
    return storage


def problems(office: Storage) -> list[str]:
    return examine(office.cases, office.archive, office.transactions)


@pytest.mark.parametrize("url", ONLY_SQLITE, indirect=True)
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT OR REPLACE INTO event (rowid, request, seq, kind, on_earliest, on_latest, "
        "entered_at, entered_by, form, body, nonce) SELECT 1, e.request, e.seq + 1, kind, "
        "on_earliest, on_latest, entered_at, 'forger', form, body, nonce FROM event e WHERE "
        "request = 'z3w8h4rt' ORDER BY seq DESC LIMIT 1",
        "INSERT OR REPLACE INTO record_version (rowid, request, version, digest, content) "
        "SELECT 1, request, version + 1, digest, 'forged' FROM record_version",
    ],
)
def test_nothing_is_replaced_by_the_number_of_its_row(office: Storage, statement: str) -> None:
    before = contents(office)
    with closing(sqlite3.connect(file_of(office.transactions.url))) as connection:
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)
        connection.rollback()
    assert contents(office) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE released_text SET words = 'forged'",
        "UPDATE released_text SET title = 'forged'",
        "DELETE FROM record",
        "UPDATE record SET version = version - 1",
    ],
)
def test_what_the_public_reads_is_not_rewritten_removed_or_turned_back(
    office: Storage, statement: str
) -> None:
    def say() -> None:
        with office.transactions.writing() as session:
            session.connection().execute(sa.text(statement))

    with pytest.raises(sa.exc.DBAPIError, match=r"stays|newer version"):
        say()


@pytest.mark.parametrize("url", ONLY_SQLITE, indirect=True)
def test_a_released_text_that_was_changed_is_not_shown(office: Storage) -> None:
    with closing(sqlite3.connect(file_of(office.transactions.url))) as connection:
        connection.execute("DROP TRIGGER released_text_no_rewriting")
        connection.execute("UPDATE released_text SET words = 'forged'")
        connection.commit()

    with pytest.raises(Refusal, match="not what was released"):
        office.records.text(NOTICE.digest)


GUTTED = {
    "sqlite": [
        "DROP TRIGGER event_no_update",
        "CREATE TRIGGER event_no_update BEFORE UPDATE ON event WHEN 0 BEGIN SELECT 1; END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION tracker_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RETURN NEW; END $$",
    ],
}


@pytest.fixture
def own(own_url: str, instance: Path) -> Iterator[Storage]:
    """An office whose tables a test may spoil."""
    opened = open_storage(own_url, instance, KEY, KEY_FILE)
    yield opened
    opened.close()


def test_a_guard_that_was_made_harmless_under_its_name_is_noticed_and_put_right(
    own: Storage, own_url: str
) -> None:
    with own.transactions.writing() as session:
        for statement in GUTTED[own.transactions.writers.dialect.name]:
            session.connection().exec_driver_sql(statement)
    assert any("event_no_update is missing or changed" in said for said in problems(own))

    migrate(own_url)

    assert problems(own) == []


@pytest.mark.parametrize("own_url", ONLY_SQLITE, indirect=True)
def test_a_foreign_trigger_is_noticed(own: Storage) -> None:
    with own.transactions.writing() as session:
        session.connection().exec_driver_sql(
            "CREATE TRIGGER whisper AFTER INSERT ON event BEGIN "
            "UPDATE case_status SET phase = 'answered'; END"
        )

    assert any("whisper is none of this program's" in said for said in problems(own))


def test_who_holds_a_paper_does_not_learn_that_it_was_handed_in(
    office: Storage, instance: Path
) -> None:
    """Nor whose letter it was, by setting it again for everybody who might have asked."""
    letter = b"I ask for the order. Zarmina Exampleperson, 12 Nowhere Lane"
    digest = office.archive.keep(REFERENCE, letter)
    known = hashlib.sha256(letter).hexdigest()

    assert office.archive.keep(REFERENCE, letter) == digest
    assert digest != office.archive.keep(OTHER, letter)
    names = [str(file) for file in instance.rglob("*")]
    assert not any(known in name.replace("/", "") for name in (digest, *names))


@pytest.fixture
def sealed(office: Storage, instance: Path, tmp_path: Path) -> Path:
    """An encrypted backup."""
    with_recovery(instance)
    (instance / "secret.key").write_bytes(KEY)
    backup(office.transactions.url, instance, tmp_path / "sealed.tar.age", SIGN)
    return tmp_path / "sealed.tar.age"


def put_back(file: Path, folder: Path) -> None:
    restore(file, f"sqlite:///{folder / 'tracker.sqlite3'}", folder, CHECK, [IDENTITY])


@pytest.mark.parametrize("url", ONLY_SQLITE, indirect=True)
def test_an_open_backup_in_the_place_of_a_sealed_one_is_refused(
    office: Storage, instance: Path, tmp_path: Path
) -> None:
    instance.mkdir(exist_ok=True)
    backup(office.transactions.url, instance, tmp_path / "open.tar", SIGN, with_keys=False)

    with pytest.raises(Refusal, match="this backup is not encrypted"):
        put_back(tmp_path / "open.tar", tmp_path / "restored")

    assert not (tmp_path / "restored").exists()


@pytest.mark.parametrize("url", ONLY_SQLITE, indirect=True)
def test_a_backup_that_would_unpack_to_more_is_refused(sealed: Path, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.tar.gz.age"
    bomb.write_bytes(encrypted(gzip.compress(decrypted(sealed.read_bytes()))))

    with pytest.raises(Refusal, match="not a backup"):
        put_back(bomb, tmp_path / "restored")

    assert not (tmp_path / "restored").exists()


@pytest.mark.parametrize("crafted", ["\x00", "a\x00b", "' OR 1=1 --", "x" * 5000])
def test_a_crafted_reference_is_refused_in_words(office: Storage, crafted: str) -> None:
    for ask in (office.records.record, office.records.text, office.drafts.draft):
        with pytest.raises((NotOnFile, BadInput)):
            ask(crafted)
    with pytest.raises((NotOnFile, BadInput)), office.cases.look(crafted):
        pass


def test_a_version_larger_than_any_number_kept_is_refused_in_words(office: Storage) -> None:
    with pytest.raises(BadInput, match="cannot be kept"):
        office.drafts.discard(REFERENCE, 10**30)


def test_an_error_of_the_database_does_not_tell_what_the_statement_was_about(
    office: Storage,
) -> None:
    def ask() -> None:
        with office.transactions.reading() as session:
            session.connection().execute(
                sa.text("SELECT nothing FROM event WHERE request = :who"), {"who": "Zarmina"}
            )

    with pytest.raises((sa.exc.DBAPIError, Refusal)) as raised:
        ask()

    told = f"{raised.value} {raised.value.__cause__}"
    assert "Zarmina" not in told


@pytest.mark.parametrize("empty_url", ONLY_SQLITE, indirect=True)
def test_nobody_else_on_the_machine_can_read_a_database_or_a_backup(
    empty_url: str, tmp_path: Path
) -> None:
    folder, file = tmp_path / "restored", file_of(empty_url)
    before = os.umask(0o022)
    try:
        migrate(empty_url)
        instance, kept = tmp_path / "instance", tmp_path / "kept.tar"
        instance.mkdir(exist_ok=True)
        backup(empty_url, instance, kept, SIGN, with_keys=False)
        restore(kept, f"sqlite:///{folder / file.name}", folder, CHECK)
    finally:
        os.umask(before)

    for private in (file, kept, folder / file.name):
        assert private.stat().st_mode & 0o077 == 0, private
