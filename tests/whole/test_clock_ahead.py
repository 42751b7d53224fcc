"""A real scheduler whose clock jumps 60 days ahead accuses nobody, and recovers by itself."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.instances import identity_of, instance_made
from tests.needs import missing
from tests.offices import BY, a_paper, a_request
from tracker.app.assembly import open_office
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import ReceiptProof
from tracker.scheduler.triggers import Every
from tracker.services.cases.sending import prove_receipt
from tracker.services.core.office import Office
from tracker.services.ports.holds import Hold
from tracker.settings import Settings, read_settings
from tracker.storage.office_data.recovery import read_identity_file

PATIENCE = 300.0
FAKED = "/usr/lib/*/faketime/libfaketime*.so.1"


def faking() -> Path:
    """Return the library that shows a program another date; ends the test without it."""
    found = sorted(Path("/").glob(FAKED.lstrip("/")))
    return found[-1] if found else missing("libfaketime is not installed.")


@contextmanager
def a_scheduler(instance: Path, dated: Path) -> Iterator[None]:
    """Run a scheduler whose date is moved by what `dated` says, such as `+60d`."""
    environment = os.environ | {
        "TRACKER_INSTANCE": str(instance),
        "TRACKER_SWEEP_SECONDS": "1",
        "LD_PRELOAD": str(faking()),
        "FAKETIME_TIMESTAMP_FILE": str(dated),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }
    words = [sys.executable, "-m", "tracker", "scheduler"]
    process = subprocess.Popen(words, env=environment, start_new_session=True)
    try:
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def date_by(dated: Path, offset: str) -> None:
    """Move the date of the scheduler at once: it never reads half of a file."""
    new = dated.with_suffix(".new")
    new.write_text(offset)
    new.replace(dated)


def wait_until(holds: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until, what
        time.sleep(0.2)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A live office with a request that the body received three days ago."""
    folder = tmp_path / "instance"
    monkeypatch.setenv("TRACKER_INSTANCE", str(folder))
    instance_made(folder, "init", "--live", "--name", "A live office", "--admin", "a@example.org")
    found = read_settings()
    (secret,) = read_identity_file(identity_of(folder)).secrets
    with (
        open_office(found) as office,
        office.key_opening.opened(office.key_opening.by_key(secret.raw)),
    ):
        today = office.today_at("pk-pta")
        reference = a_request(office, on=today - timedelta(days=4))
        span, proof = DaySpan.on(today - timedelta(days=3)), ReceiptProof.COURIER_DELIVERY
        prove_receipt(office, reference, span, proof, [a_paper("delivery.txt")], by=BY)
    return found


def entered(office: Office) -> list[str]:
    (reference,) = office.cases.references()
    with office.cases.look(reference) as case:
        return [entry.event.kind for entry in case.history]


def test_a_job_is_due_once_after_the_clock_jumped_ahead() -> None:
    every = Every(timedelta(seconds=1))
    due = datetime(2024, 3, 1, tzinfo=UTC)
    jumped = due + timedelta(days=60)

    assert every.get_next_fire_time(None, due) == due
    assert every.get_next_fire_time(due, jumped) > jumped


@pytest.mark.slow
def test_a_clock_that_jumps_60_days_ahead_and_back(settings: Settings, tmp_path: Path) -> None:
    dated = tmp_path / "faketime"
    date_by(dated, "+0")
    with a_scheduler(settings.instance, dated), open_office(settings) as office:
        wait_until(lambda: office.premises.state().last_sweep_at is not None, "it sweeps")
        wait_until(lambda: office.log.newest() is not None, "it signs")
        before = entered(office)
        checkpoint = office.log.newest()

        date_by(dated, "+60d")
        wait_until(lambda: office.premises.state().holds == (Hold.CLOCK_AHEAD,), "it doubts")
        time.sleep(3)
        assert entered(office) == before
        assert office.log.newest() == checkpoint
        swept = office.premises.state().last_sweep_at
        assert swept is not None
        assert swept < datetime.now(UTC) + timedelta(minutes=1)

        date_by(dated, "+0")
        wait_until(lambda: office.premises.state().holds == (), "it is certain again")
        wait_until(lambda: (office.premises.state().last_sweep_at or swept) > swept, "it goes on")
        assert entered(office) == before
