"""What keeps the parts of `tracker run` running: pauses, and no orphans. The whole program under
it is in `tests/whole/test_serving.py`."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.instances import instance_made
from tracker.app import open_office
from tracker.app.site_of_office import house_of
from tracker.cli.supervising import SupervisedPart
from tracker.services.cases.silence import sweep
from tracker.settings import read_settings

PATIENCE = 20.0
SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]


def wait_for(what: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < until
        time.sleep(0.05)


class Watched:
    """A part that appends a line to a file each time it is started, under a clock of its own."""

    def __init__(self, folder: Path, code: str) -> None:
        self._starts = folder / "starts"
        words = f"open({str(self._starts)!r}, 'a').write('x\\n'); {code}"
        self.part = SupervisedPart("scheduler", [sys.executable, "-c", words])
        self.now = 1000.0

    def starts(self) -> int:
        return len(self._starts.read_text().split()) if self._starts.exists() else 0

    def run_to_its_end(self, capsys: pytest.CaptureFixture[str]) -> str:
        """Start it, and wait until it has ended and that was said."""
        said: list[str] = []

        def ended() -> bool:
            self.part.look_after(self.now)
            said.append(capsys.readouterr().err)
            return bool(said[-1])

        wait_for(ended)
        return said[-1]


def test_a_part_that_ends_is_started_again_after_a_growing_pause(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    watched = Watched(tmp_path, "raise SystemExit(3)")
    pauses = [1, 2, 4, 8, 16, 32, 60, 60]
    for number, pause in enumerate(pauses, 1):
        assert watched.run_to_its_end(capsys) == (
            f"tracker: the scheduler ended with exit status 3; it is started again in {pause} s, "
            "and the rest goes on.\n"
        )
        watched.now += pause - 0.1
        watched.part.look_after(watched.now)
        assert watched.starts() == number, "the pause is not over"
        watched.now += 0.1


def test_after_a_minute_in_which_it_ran_the_pause_is_short_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    watched = Watched(tmp_path, "raise SystemExit(1)")
    for pause in (1, 2, 4):
        assert f"in {pause} s" in watched.run_to_its_end(capsys)
        watched.now += pause
    watched.part.look_after(watched.now)
    watched.now += 60

    assert "in 1 s" in watched.run_to_its_end(capsys)


def test_a_part_that_was_killed_is_named_with_the_signal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    watched = Watched(tmp_path, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")

    assert "the scheduler was ended by signal 9" in watched.run_to_its_end(capsys)


@pytest.mark.skipif(sys.platform != "linux", reason="the system call is one of Linux")
def test_no_part_outlives_a_supervisor_that_was_killed() -> None:
    words = (
        "from tracker.cli.supervising import SupervisedPart\n"
        f"part = SupervisedPart('web server', {SLEEP!r})\n"
        "part.look_after(0)\n"
        "print(part._process.pid, flush=True)\n"
        "import time; time.sleep(600)"
    )
    supervisor = subprocess.Popen([sys.executable, "-c", words], stdout=subprocess.PIPE)
    assert supervisor.stdout
    part = int(supervisor.stdout.readline())

    supervisor.send_signal(signal.SIGKILL)
    supervisor.communicate()

    wait_for(lambda: has_ended(part))


def test_the_site_knows_from_the_last_sweep_whether_the_scheduler_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_INSTANCE", str(instance_made(tmp_path / "instance", "init")))
    settings = read_settings()
    with open_office(settings) as office:
        assert not house_of(settings, office).swept_lately()

        sweep(office)
        now = office.now()
        late = replace(office, now=lambda: now + timedelta(seconds=5 * 60 + 1))

        assert house_of(settings, office).swept_lately()
        assert not house_of(settings, late).swept_lately()
        assert "is the scheduler running?" in house_of(settings, late).health().problems[0]


def has_ended(pid: int) -> bool:
    """Whether a process is gone, or only waits for its new parent to notice."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2]
    except FileNotFoundError:
        return True
    return state.startswith("Z")
