"""Wordings that lawyers took on, on both databases, and in an older database."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from tests.storage.migrated import connected, older_database
from tests.storage.samples import BY
from tracker.services.ports.people import Account, RoleName
from tracker.services.ports.workbook import TakenWording
from tracker.storage.office_data.upkeep import migrate
from tracker.storage.opening import Storage

AT = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
TAKEN = TakenWording("mx-law", "es", "v" * 64, frozenset({"a1", "b2"}), BY, AT)


@pytest.fixture
def storage(storage: Storage) -> Storage:
    """A storage with the account of the lawyer."""
    storage.people.save_account(Account(BY, "lawyer@example.org", "Lawyer", RoleName.LAWYER))
    return storage


def test_the_newest_statement_counts_and_the_older_one_stays(storage: Storage) -> None:
    newer = replace(TAKEN, version="w" * 64, at=LATER)
    other = replace(TAKEN, language="en")
    for each in (TAKEN, newer, other):
        storage.taken_wordings.add(each)

    assert storage.taken_wordings.in_force() == {
        ("mx-law", "es"): newer,
        ("mx-law", "en"): other,
    }
    assert storage.taken_wordings.of("mx-law", "es") == (newer, TAKEN)


def test_withdrawn_statements_stay_with_the_person_who_withdrew_them(storage: Storage) -> None:
    storage.taken_wordings.add(TAKEN)

    assert storage.taken_wordings.withdraw("mx-law", "es", BY, LATER)
    assert not storage.taken_wordings.withdraw("mx-law", "es", BY, LATER)

    assert storage.taken_wordings.in_force() == {}
    assert storage.taken_wordings.of("mx-law", "es") == (
        replace(TAKEN, withdrawn_by=BY, withdrawn_at=LATER),
    )


def test_nobody_without_an_account_takes_on_a_wording(storage: Storage) -> None:
    with pytest.raises(IntegrityError):
        storage.taken_wordings.add(replace(TAKEN, by="nobody"))


@pytest.mark.samples("sqlite")
def test_an_older_database_keeps_its_rows_and_gets_the_table(empty_url: str) -> None:
    older_database(empty_url, "001", "event_kind (kind) VALUES ('earlier')")

    migrate(empty_url)

    with connected(empty_url) as connection:
        assert "earlier" in connection.scalars(sa.text("SELECT kind FROM event_kind")).all()
        assert connection.scalar(sa.text("SELECT count(*) FROM taken_wording")) == 0
