"""Documents of no request go after a day, but never while the database may have lost requests."""

import os
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.instances import instance_made
from tracker.app.office_storage import open_storage_of
from tracker.app.orphans import OrphanSweep, clear_orphans
from tracker.services.ports.holds import Hold
from tracker.settings import Settings, read_settings
from tracker.storage.opening import papers_folder
from tracker.storage.papers.paper_store import PaperName, with_checksum

DAY = 24 * 3600


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A live office that swept just now, with a document of no request that is two days old."""
    settings = never_swept(tmp_path / "instance", monkeypatch)
    note_sweep(settings, timedelta())
    return settings


def never_swept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("TRACKER_INSTANCE", str(folder))
    instance_made(folder, "init", "--live", "--admin", "a@example.org")
    keep_orphan(folder, age=2 * DAY)
    return read_settings()


def note_sweep(settings: Settings, ago: timedelta) -> None:
    with closing(open_storage_of(settings)) as rooms:
        rooms.premises.note_sweep(datetime.now(UTC) - ago)


def keep_orphan(folder: Path, *, age: float) -> None:
    name = PaperName("never-made", "ab" * 32)
    papers_folder(folder).put(name, with_checksum(b"sealed"))
    then = time.time() - age
    os.utime(folder / "evidence" / str(name), (then, then))


def left(office: Settings) -> int:
    return len(list(papers_folder(office.instance).names()))


def test_an_orphan_goes_once_it_is_a_day_old(office: Settings) -> None:
    assert clear_orphans(office) == 1
    assert left(office) == 0

    keep_orphan(office.instance, age=DAY - 60)
    assert clear_orphans(office) == 0
    assert left(office) == 1


def test_nothing_goes_while_acts_are_on_hold(office: Settings) -> None:
    with closing(open_storage_of(office)) as rooms:
        rooms.premises.note_holds((Hold.CLOCK_AHEAD,))

    assert clear_orphans(office) == 0
    assert left(office) == 1


def test_nothing_goes_while_no_commit_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A COMMIT may wait for a standby for more than a day: its request cannot be seen yet. The
    sweeps wait too. Acts are on hold for that only after 25 hours without one."""
    office = never_swept(tmp_path / "instance", monkeypatch)
    note_sweep(office, timedelta(hours=12, minutes=1))
    assert clear_orphans(office) == 0
    assert left(office) == 1

    note_sweep(office, timedelta(hours=11))
    assert clear_orphans(office) == 1


def test_nothing_goes_before_the_first_sweep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = never_swept(tmp_path / "instance", monkeypatch)

    assert clear_orphans(office) == 0
    assert left(office) == 1


def test_nothing_goes_beside_a_database_that_may_be_an_earlier_one(office: Settings) -> None:
    office.log_note.unlink()

    assert clear_orphans(office) == 0
    assert left(office) == 1


def test_the_scheduler_looks_once_an_hour(
    office: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    sweep = OrphanSweep(office, now + 3600)
    sweep.run()
    now += 3599
    sweep.run()
    assert left(office) == 1

    now += 1
    sweep.run()
    assert left(office) == 0
    keep_orphan(office.instance, age=2 * DAY)
    now += 3599
    sweep.run()
    assert left(office) == 1
