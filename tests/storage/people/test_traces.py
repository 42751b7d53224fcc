"""Keys that were deleted are in no file of the database once it was cleaned."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlmodel import col, select

from tests.storage.cases.test_erasure import everything
from tests.storage.conftest import KEY
from tests.storage.people.test_keys import LAWYER, LEAVER, Office
from tests.storage.samples import REFERENCE, file_request
from tracker.services.ports.keys import OFFICE_GROUP
from tracker.storage.db.tables.keys import GroupWrapRow, RequestWrapRow
from tracker.storage.opening import open_storage


@pytest.fixture
def office(keyless_url: str, instance: Path) -> Iterator[Office]:
    """An office that someone just left."""
    with closing(open_storage(keyless_url, instance, KEY)) as storage:
        office = Office(storage, storage.keys.begin_office())
        file_request(storage, REFERENCE)
        with storage.keys.opened(office.by(LAWYER)):
            storage.keys.give(OFFICE_GROUP, LEAVER.id)
        yield office


def wraps(office: Office) -> list[bytes]:
    """The wraps with which the person who leaves opens the request."""
    of_leaver = select(GroupWrapRow.sealed).where(col(GroupWrapRow.holder) == LEAVER.id)
    with office.storage.transactions.reading() as session:
        return [*session.exec(of_leaver), *session.exec(select(RequestWrapRow.sealed))]


def test_the_wraps_of_who_left_are_in_no_file_of_the_database(
    office: Office, instance: Path
) -> None:
    taken, keys = wraps(office), office.storage.keys
    assert len(taken) == 2
    keys.withdraw(LEAVER.id)
    with keys.opened(office.by(LAWYER)):
        assert keys.catch_up(limit=100) == 0
    found = list(everything(office.storage, instance))
    assert any(wrap in data for wrap in taken for data in found), "without cleaning it lingers"

    assert keys.forget_traces()

    found = list(everything(office.storage, instance))
    assert not any(wrap in data for wrap in taken for data in found)
    assert office.applicant_read_by(LAWYER)


def test_cleaning_waits_for_nobody_who_reads_or_writes(office: Office) -> None:
    storage = office.storage
    with storage.transactions.reading() as session:
        session.exec(select(GroupWrapRow)).all()
        with storage.transactions.writing() as writing:
            writing.exec(select(GroupWrapRow)).all()
            assert not storage.keys.forget_traces()
    assert storage.keys.forget_traces()
