"""The process of the scheduler forks each round, and hands on what the round before has found.

Each test runs it in a process of its own: a fork of the test runner would have its threads' locks.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.instances import instance_made
from tracker.app.assembly import open_office
from tracker.lawfiles import read_library
from tracker.lawfiles.reader import PACKAGED
from tracker.settings import read_settings

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks are used on Linux alone")

PATIENCE = 300
PRELUDE = """
import logging, os, signal, sys, threading, time
from dataclasses import replace
from tracker.domain.base.errors import BadInput
from tracker.lawfiles import read_library
from tracker.lawfiles.library_watch import Watch
from tracker.scheduler.handover import Handover
from tracker.scheduler.keeping import keep_working

logging.basicConfig(format="%(message)s", stream=sys.stdout)
told_to_stop = threading.Event()
kept = Handover(Watch())

def say(*words):
    print(*words, flush=True)

def keep(work, seconds=0.05):
    keep_working(work, kept, seconds, told_to_stop)
"""


@contextmanager
def running(code: str) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [sys.executable, "-c", PRELUDE + code], stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def lines(process: "subprocess.Popen[str]", number: int) -> list[str]:
    assert process.stdout
    return [process.stdout.readline().rstrip("\n") for _ in range(number)]


def gone_within(process: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while Path(f"/proc/{process}").exists() and time.monotonic() < until:
        time.sleep(0.05)
    return not Path(f"/proc/{process}").exists()


def test_each_round_is_a_process_of_its_own_and_knows_what_the_one_before_found() -> None:
    with running(
        """
def work(kept, told_to_stop):
    say(os.getpid() == keeper, kept.told.get("main"), kept.noticed.asked_witnesses)
    kept.told["main"] = str(len(kept.told.get("main", "")))
    kept.noticed.asked_witnesses = True

keeper = os.getpid()
keep(work)
"""
    ) as process:
        assert lines(process, 3) == ["False None False", "False 0 True", "False 1 True"]


def test_a_round_that_is_killed_leaves_what_was_known_before() -> None:
    with running(
        """
def work(kept, told_to_stop):
    kept.traces_due += 1
    say(kept.traces_due)
    if kept.traces_due == 2 and not os.path.exists(once):
        os.mkdir(once)
        os.kill(os.getpid(), signal.SIGKILL)

import tempfile
once = tempfile.mkdtemp() + "/once"
keep(work)
"""
    ) as process:
        said = lines(process, 5)

    assert said[:2] == ["1.0", "2.0"]
    assert said[2] == "the work broke off, and is begun again at the next interval"
    assert said[3:] == ["2.0", "3.0"]


def test_a_library_that_a_round_takes_is_that_of_the_next_one() -> None:
    with running(
        """
def work(kept, told_to_stop):
    library = kept.library
    same = library.laws["pk-raia-2017"] is given.laws["pk-raia-2017"]
    say(library.digest == given.digest, len(library.laws) - number, same, kept.library_mark)
    if library.digest == given.digest:
        laws = {key: law for key, law in library.laws.items() if key != "in-rti-2005"}
        laws["another"] = library.laws["in-rti-2005"]
        kept.library, kept.library_mark = replace(library, laws=laws, digest="next"), 7

kept.library = given = read_library()
number = len(given.laws)
keep(work)
"""
    ) as process:
        first, second = lines(process, 2)

    assert first == "True 0 True 0"
    assert second == "False 0 True 7"


def test_the_first_refusal_ends_it_and_a_later_one_does_not() -> None:
    with running(
        """
def work(kept, told_to_stop):
    if kept.traces_due == 1:
        kept.traces_due += 1
        raise BadInput("The database {name} is away.", name="{x}")
    kept.traces_due += 1
    say("works")

def refused(kept, told_to_stop):
    raise BadInput("There is no key.")

try:
    keep(refused)
except BadInput as refusal:
    say(refusal, refusal.exit_status)
keep(work)
"""
    ) as process:
        assert lines(process, 4) == [
            "There is no key. 2",
            "works",
            "nothing was done: The database {x} is away.",
            "works",
        ]


def test_an_error_is_logged_and_work_goes_on() -> None:
    with running(
        """
def work(kept, told_to_stop):
    kept.traces_due += 1
    if kept.traces_due == 1:
        raise ValueError("a fault")
    say("works")

keep(work)
"""
    ) as process:
        said = lines(process, 2)
        while said[-1] != "works":
            said += lines(process, 1)

    assert "ValueError: a fault" in said


def test_told_to_stop_it_waits_until_the_round_has_finished_its_step() -> None:
    with running(
        """
def work(kept, told_to_stop):
    say(os.getpid())
    told_to_stop.wait(60)
    time.sleep(0.3)
    say("finished")

from tracker.scheduler.keeping import _stop_by_signal
told_to_stop = _stop_by_signal()
keep(work)
say("ended")
"""
    ) as process:
        (fork,) = lines(process, 1)
        process.send_signal(signal.SIGTERM)

        assert lines(process, 2) == ["finished", "ended"]
        assert process.wait(PATIENCE) == 0
        assert gone_within(int(fork), 1)


def test_a_round_ends_at_once_if_the_process_is_killed() -> None:
    with running(
        """
def work(kept, told_to_stop):
    say(os.getpid())
    time.sleep(600)

keep(work)
"""
    ) as process:
        (fork,) = lines(process, 1)
        process.kill()

        assert gone_within(int(fork), PATIENCE)


def test_without_room_for_another_process_it_tries_again() -> None:
    with running(
        """
def work(kept, told_to_stop):
    say("works")

real, tried = os.fork, []
def fork():
    tried.append(1)
    if len(tried) == 1:
        raise OSError(11, "Resource temporarily unavailable")
    return real()
os.fork = fork
keep(work)
"""
    ) as process:
        said = lines(process, 2)

    assert said == [
        "nothing was done: no process could be started (Resource temporarily unavailable)",
        "works",
    ]


@pytest.mark.slow
def test_a_real_scheduler_keeps_no_database_open_between_its_rounds(tmp_path: Path) -> None:
    made = instance_made(tmp_path / "instance", "init", "--admin", "a@example.org")
    environment = os.environ | {"TRACKER_INSTANCE": str(made), "TRACKER_SWEEP_SECONDS": "3"}
    words = [sys.executable, "-m", "tracker", "scheduler"]
    process = subprocess.Popen(words, env=environment)
    try:
        seen: set[str] = set()
        threads: set[int] = set()
        until = time.monotonic() + PATIENCE
        while len(seen) < 3 and time.monotonic() < until:
            task = Path(f"/proc/{process.pid}/task")
            threads.add(len(list(task.iterdir())))
            seen.update((task / str(process.pid) / "children").read_text().split())
            time.sleep(0.02)
        opened = [os.readlink(each) for each in Path(f"/proc/{process.pid}/fd").iterdir()]

        assert len(seen) >= 3, "each round is another process"
        assert threads == {1}
        assert not [each for each in opened if str(made) in each]
    finally:
        process.terminate()
        assert process.wait(PATIENCE) == 0


@pytest.mark.slow
def test_a_real_scheduler_takes_a_changed_library_and_keeps_it_while_the_files_are_faulty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    library = Path(shutil.copytree(PACKAGED, tmp_path / "library"))
    for name, value in (
        ("TRACKER_LIBRARY", str(library)),
        ("TRACKER_INSTANCE", str(tmp_path / "instance")),
        ("TRACKER_SWEEP_SECONDS", "1"),
    ):
        monkeypatch.setenv(name, value)
    instance_made(tmp_path / "instance", "init", "--admin", "a@example.org")
    file = library / "laws" / "pk-raia-2017.toml"
    process = subprocess.Popen([sys.executable, "-m", "tracker", "scheduler"])
    try:
        with open_office(read_settings()) as office:
            wait_until(lambda: office.premises.state().last_sweep_at is not None)
            before = office.premises.state().edition
            file.write_text(file.read_text("utf-8") + "\n# A remark.\n", "utf-8")
            wait_until(lambda: office.premises.state().edition != before)
            taken = office.premises.state().edition
            assert taken == read_library(library).digest

            file.write_text(file.read_text("utf-8") + "\nnonsense = [\n", "utf-8")
            wait_until(lambda: "is not used yet" in capfd.readouterr().err)
            swept = office.premises.state().last_sweep_at
            assert swept is not None
            wait_until(lambda: (office.premises.state().last_sweep_at or swept) > swept)
            assert office.premises.state().edition == taken
    finally:
        process.terminate()
        assert process.wait(PATIENCE) == 0


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.2)
