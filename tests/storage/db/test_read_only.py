"""A storage that is opened to be read refuses every change, before anything is touched."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.storage.conftest import KEY, KEY_FILE
from tests.storage.samples import AT, BY, REFERENCE, file_request, silence
from tracker.ledger.files import KeyFile, NoteFile
from tracker.ledger.signed_log import SignedLog
from tracker.services.ports.cases import ReadOnlyOffice
from tracker.storage.opening import Storage, open_storage


@pytest.fixture
def reading(storage: Storage, instance: Path) -> Iterator[Storage]:
    """The same database and folder, to be read."""
    file_request(storage)
    url = storage.transactions.url
    with closing(open_storage(url, instance, KEY, KEY_FILE, read_only=True)) as opened:
        yield opened


def test_what_is_stored_can_be_read(reading: Storage) -> None:
    with reading.cases.look(REFERENCE) as case:
        assert len(case.history) == 2


def test_nothing_can_be_entered(reading: Storage) -> None:
    def enter() -> None:
        with reading.cases.open(REFERENCE) as case:
            case.enter(silence(), at=AT, by=BY)

    with pytest.raises(ReadOnlyOffice, match="read-only at the moment, so nothing was saved"):
        enter()
    with reading.cases.look(REFERENCE) as case:
        assert len(case.history) == 2


def test_an_erasure_is_not_even_listed(reading: Storage, instance: Path) -> None:
    with pytest.raises(ReadOnlyOffice):
        reading.cases.erase_person(REFERENCE)

    assert not (instance / "erased.log").exists()


def test_the_public_log_has_no_fault(reading: Storage, instance: Path) -> None:
    note, keys = NoteFile(instance / "log.note"), KeyFile(instance / "log.key")
    log = SignedLog(reading.log, keys, note, lambda: AT)

    assert log.problems() == []
    assert not log.lacks_note()


def test_the_files_of_the_database_are_left_alone(reading: Storage) -> None:
    with pytest.raises(ReadOnlyOffice):
        reading.transactions.scrub([])
    with pytest.raises(ReadOnlyOffice):
        reading.keys.forget_traces()
