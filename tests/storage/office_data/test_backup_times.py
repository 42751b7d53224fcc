"""When backups were made: copies elsewhere are deleted only after one that is old enough."""

from datetime import timedelta
from pathlib import Path

from tests.storage.samples import AT
from tracker.storage.office_data.backup_times import note_backup
from tracker.storage.opening import Storage

DAY = timedelta(days=1)


def test_the_newest_backup_by_a_moment_counts(storage: Storage, url: str) -> None:
    assert storage.backed_up_by(AT) is None
    for days in (0, 3, 9, 9):
        note_backup(url, AT + days * DAY)

    assert storage.backed_up_by(AT - DAY) is None
    assert storage.backed_up_by(AT) == AT
    assert storage.backed_up_by(AT + 8 * DAY) == AT + 3 * DAY


def test_a_note_that_cannot_be_written_raises_nothing(empty_url: str, tmp_path: Path) -> None:
    note_backup(empty_url, AT)
    note_backup(f"sqlite:///{tmp_path / 'gone' / 'tracker.sqlite3'}", AT)
