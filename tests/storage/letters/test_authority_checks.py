"""Checks of authorities, on both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from tests.storage.samples import BY
from tracker.services.ports.people import Account, RoleName
from tracker.services.ports.workbook import AuthorityCheck, StayState
from tracker.storage.opening import Storage

AT = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
CHECK = AuthorityCheck("pk-01", "e" * 64, StayState.NOT_FOUND, date(2026, 11, 26), BY, AT)


@pytest.fixture
def storage(storage: Storage) -> Storage:
    """A storage with the account of the lawyer."""
    storage.people.save_account(Account(BY, "lawyer@example.org", "Lawyer", RoleName.LAWYER))
    return storage


def without_number(check: AuthorityCheck) -> AuthorityCheck:
    return replace(check, number=0)


def test_the_newest_check_counts_and_the_older_one_stays(storage: Storage) -> None:
    checks = storage.authority_checks
    stayed = replace(CHECK, stay=StayState.STAYED, at=LATER)
    checks.add(CHECK, "")
    checks.add(stayed, "")
    checks.add(replace(CHECK, authority="pk-02"), "")

    assert {key: without_number(each) for key, each in checks.in_force().items()} == {
        "pk-01": stayed,
        "pk-02": replace(CHECK, authority="pk-02"),
    }
    assert [without_number(each) for each in checks.of("pk-01")] == [stayed, CHECK]
    assert checks.of("pk-03") == ()


def test_a_withdrawn_authority_has_no_check_whatever_it_had_before(storage: Storage) -> None:
    checks = storage.authority_checks
    checks.add(CHECK, "")
    checks.add(replace(CHECK, at=LATER), "")

    assert checks.withdraw("pk-01", BY, LATER)
    assert not checks.withdraw("pk-01", BY, LATER)
    assert checks.in_force() == {}
    assert {each.withdrawn_at for each in checks.of("pk-01")} == {LATER}

    checks.add(replace(CHECK, at=LATER), "")
    assert checks.in_force().keys() == {"pk-01"}


def test_a_note_is_sealed_and_opens_for_the_office_alone(storage: Storage) -> None:
    checks = storage.authority_checks
    checks.add(CHECK, "Read at the Commission.")
    checks.add(CHECK, "")

    with storage.transactions.readers.connect() as connection:
        wanted = sa.text("SELECT sealed FROM authority_check ORDER BY id")
        sealed, empty = connection.execute(wanted).scalars().all()
    assert b"Commission" not in bytes(sealed)
    assert empty is None
    assert list(checks.notes("pk-01").values()) == ["Read at the Commission."]
    assert checks.notes("pk-02") == {}


def test_a_check_with_half_a_withdrawal_is_refused_by_the_database(storage: Storage) -> None:
    storage.authority_checks.add(CHECK, "")
    half = sa.text("UPDATE authority_check SET withdrawn_by = 'account-1'")
    with pytest.raises(IntegrityError), storage.transactions.writing() as session:
        session.connection().execute(half)
