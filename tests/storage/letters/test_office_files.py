"""Files of the office: kept under lock, replaced whole, gone once removed."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from tracker.services.ports.keys import Locked
from tracker.storage.db.group_keys import GroupKeys
from tracker.storage.db.sealing import Damaged
from tracker.storage.letters.office_files import SqlFileRepository
from tracker.storage.opening import Storage

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def test_a_file_is_read_as_it_was_kept_last_and_not_once_it_was_removed(storage: Storage) -> None:
    files = storage.premises.files
    assert files.read("letterhead") is None
    files.keep("letterhead", b"one", AT)
    files.keep("letterhead", b"two", AT)
    assert files.read("letterhead") == b"two"
    assert files.read("logo") is None
    files.remove("letterhead")
    files.remove("letterhead")
    assert files.read("letterhead") is None


def test_the_database_holds_no_word_of_it_and_another_key_does_not_open_it(
    storage: Storage,
) -> None:
    storage.premises.files.keep("letterhead", b"Example & Partners", AT)
    with storage.transactions.readers.connect() as connection:
        sealed = connection.execute(sa.text("SELECT sealed FROM office_file")).scalar_one()
    assert b"Partners" not in bytes(sealed)
    with pytest.raises(Damaged):
        SqlFileRepository(storage.transactions, bytes(32), GroupKeys()).read("letterhead")


def test_a_private_file_is_opened_by_the_key_of_the_office_and_not_by_that_of_the_machine(
    storage: Storage,
) -> None:
    storage.premises.files.keep("logo:one", b"a logo of Example & Partners", AT, private=True)
    assert storage.premises.files.read("logo:one") == b"a logo of Example & Partners"

    with_machine_key_alone = SqlFileRepository(storage.transactions, bytes(32), GroupKeys())
    with pytest.raises(Locked):
        with_machine_key_alone.read("logo:one")
