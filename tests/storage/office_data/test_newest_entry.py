"""The newest entry, which this machine notes beside the database."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.storage.samples import AT, BY, OTHER, REFERENCE, file_request, received
from tracker.storage.office_data.newest_entry import NOTED_IN, NewestEntry
from tracker.storage.opening import Storage

LATER = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture
def noted(storage: Storage, tmp_path: Path) -> NewestEntry:
    """A note of the newest entry of two requests."""
    file_request(storage)
    file_request(storage, OTHER)
    made = NewestEntry(storage.transactions, tmp_path, lambda: LATER)
    made.note()
    return made


def enter(storage: Storage, at: datetime, reference: str = REFERENCE) -> None:
    with storage.cases.open(reference) as case:
        case.enter(received(), at=at, by=BY)


def test_nothing_is_lost_before_anything_was_noted(storage: Storage, tmp_path: Path) -> None:
    assert not NewestEntry(storage.transactions, tmp_path).lost()


def test_the_file_is_the_owners_alone_and_follows_the_newest_entry(
    noted: NewestEntry, storage: Storage, tmp_path: Path
) -> None:
    before = (tmp_path / NOTED_IN).read_text()
    enter(storage, AT + timedelta(hours=1))
    noted.note()

    assert (tmp_path / NOTED_IN).stat().st_mode & 0o777 == 0o600
    assert before != (tmp_path / NOTED_IN).read_text()
    assert (tmp_path / NOTED_IN).read_text().startswith(f"{REFERENCE} 3 ")
    assert not noted.lost()
    assert [each.name for each in tmp_path.iterdir() if NOTED_IN in each.name] == [NOTED_IN]


@pytest.mark.parametrize("line", [f"{REFERENCE} 3 {'a' * 64}", f"{REFERENCE} 1 {'a' * 64}", "x"])
def test_an_entry_that_is_not_in_the_database_is_lost_until_a_person_accepts(
    noted: NewestEntry, storage: Storage, tmp_path: Path, line: str
) -> None:
    (tmp_path / NOTED_IN).write_text(line)
    assert noted.lost()

    # What is entered into an older database does not make up for what it lacks.
    enter(storage, AT + timedelta(hours=1), OTHER)
    noted.note()
    assert noted.lost()
    assert (tmp_path / NOTED_IN).read_text() == line

    noted.accept()
    assert not noted.lost()


def test_an_entry_dated_by_a_clock_that_ran_ahead_hides_no_later_ones(
    noted: NewestEntry, storage: Storage, tmp_path: Path
) -> None:
    enter(storage, LATER + timedelta(days=60))
    enter(storage, LATER - timedelta(days=1), OTHER)
    noted.note()

    assert (tmp_path / NOTED_IN).read_text().startswith(f"{OTHER} 3 ")
