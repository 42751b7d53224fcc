"""When backups were made: copies elsewhere are deleted only after one that is old enough."""

from datetime import timedelta
from pathlib import Path

from tests.storage.samples import AT
from tracker.storage.office_data.backup_times import backed_up_by, note_backup

DAY = timedelta(days=1)


def test_the_newest_backup_by_a_moment_counts(tmp_path: Path) -> None:
    assert backed_up_by(tmp_path, AT) is None
    for days in (0, 3, 9):
        note_backup(tmp_path, AT + days * DAY)

    assert backed_up_by(tmp_path, AT - DAY) is None
    assert backed_up_by(tmp_path, AT) == AT
    assert backed_up_by(tmp_path, AT + 8 * DAY) == AT + 3 * DAY


def test_old_backups_are_forgotten_and_damaged_lines_left_out(tmp_path: Path) -> None:
    note_backup(tmp_path, AT)
    file = tmp_path / "backups.times"
    file.write_text(f"{file.read_text()}2024-03-19\nnonsense\n")
    note_backup(tmp_path, AT + 61 * DAY)

    assert backed_up_by(tmp_path, AT + 60 * DAY) is None
    assert backed_up_by(tmp_path, AT + 61 * DAY) == AT + 61 * DAY


def test_a_note_that_cannot_be_written_raises_nothing(tmp_path: Path) -> None:
    note_backup(tmp_path / "gone", AT)
    assert backed_up_by(tmp_path / "gone", AT) is None
