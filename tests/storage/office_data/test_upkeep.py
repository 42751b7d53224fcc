"""Health, the examination of everything kept, and the copy before a migration."""

import os
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.backups import SIGN
from tests.storage.conftest import KEY, KEY_FILE, drop_tables
from tests.storage.migrated import connected
from tests.storage.samples import AT, REFERENCE, file_request
from tracker.services.ports.cases import Paper
from tracker.storage.office_data.examination import Examining, examine
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
