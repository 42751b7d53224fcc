"""Machines of one office: processes with instance folders of their own, over one PostgreSQL and
one bucket."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from tests.offices import a_request, received
from tracker.app.assembly import open_office
from tracker.domain.events.event import Event
from tracker.services.core.office import Office
from tracker.settings import read_settings
from tracker.storage.papers.bucket_client import BucketAddress

# Each has them in its own folder; office.key makes private words open, as in a demonstration.
KEYS = ("secret.key", "log.key", "office.key")
STOPS_WITHIN_SECONDS = 240


@dataclass
class Machines:
    """The machines of one office, which share nothing but the database and the bucket."""

    home: Path
    first: Path
    made: list[Path] = field(default_factory=list)

    def add(self) -> Path:
        """The folder of a new machine, with copies of the keys and the newest checkpoint."""
        folder = self.home / f"machine-{len(self.made)}"
        folder.mkdir()
        for name in (*KEYS, "log.note"):
            shutil.copy(self.first / name, folder)
        self.made.append(folder)
        return folder

    @contextmanager
    def at(self, machine: Path) -> Iterator[Office]:
        """The office as a process on this machine opens it."""
        with pytest.MonkeyPatch.context() as settings:
            settings.setenv("TRACKER_INSTANCE", str(machine))
            with open_office(read_settings()) as office:
                yield office

    def start(
        self, machine: Path, *words: str, port: int = 0, before: Sequence[str] = ()
    ) -> subprocess.Popen[bytes]:
        """A process of the program on this machine, in a group of its own. The words `before` it
        are those of a program that starts it in other surroundings (`tests.surroundings`)."""
        environment = os.environ | {
            "TRACKER_INSTANCE": str(machine),
            "TRACKER_SWEEP_SECONDS": "1",
            "TRACKER_WORKERS": "1",
            "TRACKER_PORT": str(port or 8000),
        }
        with (self.home / f"{machine.name}.log").open("ab") as log:
            return subprocess.Popen(
                [*before, sys.executable, "-P", *words],
                env=environment,
                cwd=Path(__file__).parents[3],
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )


def share(settings: pytest.MonkeyPatch, url: str, bucket: BucketAddress) -> None:
    """Have every process of this test use one database and one bucket."""
    settings.setenv("TRACKER_DATABASE_URL", url)
    settings.setenv("TRACKER_DOCUMENTS_URL", str(bucket))
    settings.setenv("TRACKER_DOCUMENTS_KEY_FILE", str(bucket.key_file))


def long_ago(office: Office) -> str:
    """A request that was received so long ago that its body is late, and then silent."""
    day = office.today_at("pk-pta") - timedelta(days=90)
    reference = a_request(office, on=day)
    received(office, reference, day)
    return reference


def once_key(event: Event) -> tuple[str, str, str]:
    return (event.kind, getattr(event, "stage", ""), str(getattr(event, "on", "")))


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and those that it started, as a power cut would."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def stop(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask all that still run to end, and wait for them."""
    running = [each for each in processes if each.poll() is None]
    for each in running:
        each.send_signal(signal.SIGTERM)
    until = time.monotonic() + STOPS_WITHIN_SECONDS
    for each in running:
        try:
            each.wait(max(until - time.monotonic(), 1))
        except subprocess.TimeoutExpired:
            kill(each)
