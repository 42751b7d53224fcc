"""A round of the scheduler ends once all is done, and what takes long delays nothing else."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from apscheduler.schedulers.background import BackgroundScheduler

from tests.cli.instances import instance_made
from tracker.app import assembly
from tracker.lawfiles import read_library
from tracker.lawfiles.faults import Complaint, LibraryFaults
from tracker.scheduler.rounds import do_all, run_what_was_put_off
from tracker.services.core.office import Office
from tracker.services.ports.holds import Noticed
from tracker.settings import read_settings

INTERVAL = timedelta(seconds=0.2)
PATIENCE = 60


def waiting_until(condition: Callable[[], bool]) -> Callable[[], None]:
    def wait() -> None:
        until = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < until
            time.sleep(0.01)

    return wait


def test_each_job_is_done_once_if_none_takes_longer_than_the_interval() -> None:
    done: list[str] = []
    jobs = [("default", lambda: done.append("sweep")), ("post", lambda: done.append("mail"))]

    do_all(jobs, timedelta(seconds=60), threading.Event())

    assert sorted(done) == ["mail", "sweep"]


def test_while_one_lane_waits_for_a_server_the_others_go_on() -> None:
    swept: list[int] = []
    posts: list[int] = []

    def post() -> None:
        posts.append(1)
        waiting_until(lambda: len(swept) > 3)()

    do_all([("default", lambda: swept.append(1)), ("post", post)], INTERVAL, threading.Event())

    assert len(swept) > 3
    assert posts == [1], "one at a time"


def test_jobs_of_one_lane_are_done_one_after_another() -> None:
    at_work, together = threading.Lock(), []

    def job() -> None:
        together.append(not at_work.acquire(blocking=False))
        time.sleep(0.05)
        at_work.release()

    do_all([("scans", job), ("scans", job)], timedelta(seconds=60), threading.Event())

    assert together == [False, False]


def test_a_job_that_fails_ends_neither_the_round_nor_another_job(
    caplog: pytest.LogCaptureFixture,
) -> None:
    done: list[str] = []

    def fail() -> None:
        raise ValueError("a fault")

    do_all(
        [("post", fail), ("default", lambda: done.append("sweep"))], INTERVAL, threading.Event()
    )

    assert done
    assert "a fault" in caplog.text


def test_a_round_that_is_told_to_stop_finishes_what_it_does_and_begins_nothing() -> None:
    told_to_stop, ended = threading.Event(), []

    def slow() -> None:
        told_to_stop.set()
        time.sleep(0.5)
        ended.append(1)

    do_all([("default", slow)], INTERVAL, told_to_stop)

    assert ended == [1]


def test_a_job_set_for_the_wrong_day_runs_now() -> None:
    scheduler = BackgroundScheduler(timezone=UTC)
    scheduler.start(paused=True)
    try:
        now = datetime.now(UTC)
        late = scheduler.add_job(print, "date", run_date=now + timedelta(days=60))
        soon = scheduler.add_job(print, "date", run_date=now + timedelta(seconds=60))

        run_what_was_put_off(scheduler, now + timedelta(seconds=120))

        assert late.next_run_time < now + timedelta(seconds=60)
        assert soon.next_run_time == now + timedelta(seconds=60)
    finally:
        scheduler.shutdown()


def test_a_round_goes_on_with_its_library_while_the_files_cannot_be_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An entry of the office's own has the shipped files read again, faults and all."""
    instance_made(tmp_path / "instance", "init", "--admin", "a@example.org")
    settings = read_settings({"TRACKER_INSTANCE": str(tmp_path / "instance")})
    library = read_library()

    def faulty(office: Office) -> Office:
        raise LibraryFaults([Complaint("laws/pk-raia-2017.toml", "", "cannot be read.")])

    monkeypatch.setattr(assembly, "with_current_library", faulty)
    with assembly.open_office(settings, library, 3, Noticed()) as office:
        assert office.library is library
        assert office.library_mark == 3
    with pytest.raises(LibraryFaults), assembly.open_office(settings, library):
        pass
