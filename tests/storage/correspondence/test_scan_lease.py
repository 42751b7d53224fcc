"""One process reads scans at a time. Others wait for a killed one only until its lease ends."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.storage.correspondence.test_received import office
from tests.storage.migrated import connected, older_database
from tests.storage.samples import AT
from tracker.storage.office_data.upkeep import migrate
from tracker.storage.opening import Storage

__all__ = ["office"]

MINUTES = timedelta(minutes=5)


def test_only_one_process_has_the_lease_until_it_ends_or_is_given_back(office: Storage) -> None:
    texts = office.scan_texts
    assert texts.lease(AT, AT + MINUTES, "one")
    assert not texts.lease(AT, AT + MINUTES, "two")
    assert not texts.extend("two", AT + 2 * MINUTES)
    assert texts.extend("one", AT + 2 * MINUTES)
    assert not texts.lease(AT + MINUTES, AT + 2 * MINUTES, "two")
    texts.release("two")
    assert not texts.lease(AT + MINUTES, AT + 2 * MINUTES, "two")

    texts.release("one")
    assert texts.lease(AT + MINUTES, AT + 2 * MINUTES, "two")
    assert not texts.extend("one", AT + 3 * MINUTES)
    assert texts.lease(AT + 2 * MINUTES, AT + 3 * MINUTES, "three")


@pytest.mark.parametrize("ahead", [timedelta(days=1)])
def test_a_lease_from_a_clock_that_ran_ahead_delays_no_other_process(
    office: Storage, ahead: timedelta
) -> None:
    assert office.scan_texts.lease(AT + ahead, AT + ahead + MINUTES, "fast")

    assert office.scan_texts.lease(AT, AT + MINUTES, "one")


def test_an_older_instance_keeps_its_mailbox_and_can_read_scans(empty_url: str) -> None:
    older_database(
        empty_url,
        "013",
        "mailbox (name, lease, trouble, refused) VALUES ('main', '', '', 'f')",
    )

    assert migrate(empty_url) == "013"

    with connected(empty_url) as connection:
        rows = connection.execute(sa.text("SELECT name, refused FROM mailbox"))
        assert [tuple(row) for row in rows] == [("main", "f")]
        assert list(connection.execute(sa.text("SELECT name FROM scan_reading"))) == []
