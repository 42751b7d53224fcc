"""Each input has a process of its own, which can reach no other input. An input that breaks its
process affects no other, and a sandbox that ends is started again."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from tests.documents import breaking_out, forked_program
from tests.documents.test_sandbox import KINDS, confinements
from tests.documents.test_sandbox import laid_out as laid_out
from tests.in_the_open import PATIENCE, family, wait_for
from tests.needs import missing
from tracker.documents.sandbox import forked_jobs
from tracker.documents.sandbox.confined_jobs import ConfinedJob, ProcessLimits
from tracker.documents.sandbox.forked_jobs import MOST_AT_ONCE, ForkedJobs

PROGRAM = Path(forked_program.__file__)
LIMITS = ProcessLimits(memory=256 * 1024**2, seconds=1)
JOB = ConfinedJob(PROGRAM, 30, 50_000, reads=(Path(breaking_out.__file__),), limits=LIMITS)


@pytest.fixture(params=KINDS)
def jobs(request: pytest.FixtureRequest) -> ForkedJobs:
    """Jobs in a confinement of each kind that works here."""
    if not (found := confinements(request.param)):
        missing(f"No confinement works here {request.param}.")
    return ForkedJobs(JOB, found[0])


def hello(jobs: ForkedJobs, word: str = "") -> tuple[str, list[str]]:
    """The mark of the process that prepared the program, and what an input finds in memory."""
    made_by, left, told = json.loads(jobs.run(f"hello {word}\n".encode()))
    assert told == word
    return made_by, left


def sandboxes() -> list[int]:
    """The processes of this test that make children in a sandbox."""
    return [each for each in family(os.getpid()) if b"forking.py" in command(each)]


def command(process: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes()
    return b""


def parent_of(process: int) -> int:
    """See proc_pid_stat(5): the second word after the name."""
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()[1])


def kill_sandboxes() -> None:
    for each in sandboxes():
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)


def test_one_preparation_serves_many_inputs_and_no_input_finds_data_of_another(
    jobs: ForkedJobs,
) -> None:
    found = [hello(jobs, f"word {number}") for number in range(6)]

    assert len({made_by for made_by, _ in found}) == 1
    assert [left for _, left in found] == [[]] * 6


def test_a_sandbox_that_is_ended_is_waited_for_and_the_next_input_starts_another(
    jobs: ForkedJobs,
) -> None:
    first, _ = hello(jobs)
    started = [each for each in sandboxes() if parent_of(each) == os.getpid()]
    assert started

    jobs.end()

    # One that nobody waited for would still be in the list of processes.
    assert not [each for each in started if Path(f"/proc/{each}").exists()]
    second, _ = hello(jobs)
    assert second != first
    jobs.end()


def test_an_input_reaches_no_network_no_file_and_no_other_input(
    jobs: ForkedJobs, laid_out: dict[str, object]
) -> None:
    priority = os.getpriority(os.PRIO_PROCESS, 0)
    told = f"break-out {json.dumps(laid_out)}".encode()
    environment = os.environ | {"TRACKER_WORD": str(laid_out["word"])}
    # A process of its own makes it, since without a sandbox it lowers the priority of its maker.
    maker = ["sh", "-c", '"$0" "$1"; exit $?', sys.executable, str(PROGRAM)]
    free = subprocess.run(maker, input=told, env=environment, capture_output=True)

    assert json.loads(jobs.run(told)) == []
    assert os.getpriority(os.PRIO_PROCESS, 0) == priority
    # Without a sandbox nearly all of it is possible. Some systems refuse the last two.
    beyond = {
        "opens many files",
        "holds a socket or pipe of others",
        "reads the memory of the process that made it",
        "writes to the memory of that process",
    }
    assert {*forked_program.attempts()} - beyond <= {*json.loads(free.stdout)}


@pytest.mark.samples("by bubblewrap", "without bubblewrap-memory")
@pytest.mark.parametrize("what", ["memory", "processor", "breaks", "dies", "large"])
def test_an_input_that_breaks_its_process_has_no_answer_but_the_next_input_has_one(
    jobs: ForkedJobs, what: str
) -> None:
    made_by, _ = hello(jobs)

    assert jobs.run(what.encode()) == b""

    assert hello(jobs) == (made_by, [])


@pytest.mark.samples("by bubblewrap")
def test_an_input_that_takes_too_long_is_ended_and_others_are_answered_in_between(
    jobs: ForkedJobs,
) -> None:
    jobs.job = replace(JOB, seconds=2)
    made_by, _ = hello(jobs)
    begun = time.monotonic()
    with ThreadPoolExecutor(4) as threads:
        late = [threads.submit(jobs.run, b"sleep") for _ in range(MOST_AT_ONCE - 1)]
        assert hello(jobs) == (made_by, [])
        for each in late:
            with pytest.raises(TimeoutError):
                each.result()
    assert late or MOST_AT_ONCE == 1
    assert time.monotonic() - begun < 2 + PATIENCE
    assert hello(jobs) == (made_by, [])


def test_a_sandbox_that_is_killed_is_started_again_and_each_input_has_its_one_answer(
    jobs: ForkedJobs,
) -> None:
    hello(jobs)
    with ThreadPoolExecutor(4) as threads:
        found = [threads.submit(hello, jobs, str(number)) for number in range(40)]
        for _ in range(3):
            time.sleep(0.05)
            kill_sandboxes()
        made_by = [each.result()[0] for each in found]

    assert len(made_by) == 40
    assert hello(jobs)[0]


@pytest.mark.samples("by bubblewrap")
def test_a_sandbox_is_replaced_after_some_inputs_and_when_nobody_asks(
    jobs: ForkedJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forked_jobs, "MOST_INPUTS", 3)
    monkeypatch.setattr(forked_jobs, "IDLE_SECONDS", 0.2)

    made_by = [hello(jobs)[0] for _ in range(7)]
    assert len(set(made_by)) >= 3

    wait_for(lambda: not [each for each in sandboxes() if running(each)])
    assert hello(jobs)[0] not in made_by


def running(process: int) -> bool:
    """Whether a process still runs and is not a zombie."""
    with suppress(OSError):
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def test_where_inputs_cannot_be_kept_apart_each_has_a_sandbox_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As on a system without seccomp."""
    says = "import socket; socket.socket(fileno=0).send(b'not apart')"

    def starts(job: ConfinedJob, _: object, asking: int, *more: object) -> object:
        return subprocess.Popen([sys.executable, "-c", says], stdin=asking)

    monkeypatch.setattr(forked_jobs, "start_forking", starts)
    jobs = ForkedJobs(JOB)

    assert len({hello(jobs)[0] for _ in range(3)}) == 3


def test_a_process_that_was_forked_asks_a_sandbox_of_its_own(jobs: ForkedJobs) -> None:
    made_by, _ = hello(jobs)
    if not (child := os.fork()):
        other = False
        with suppress(BaseException):
            other = hello(jobs)[0] != made_by
        os._exit(0 if other else 1)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert hello(jobs) == (made_by, [])


ASKS = """
import sys, time
from tests.documents.test_forked_jobs import JOB, hello
from tracker.documents.sandbox.forked_jobs import ForkedJobs
jobs = ForkedJobs(JOB)
print(hello(jobs)[0], flush=True)
time.sleep(600)
"""


@pytest.fixture
def asking() -> Iterator["subprocess.Popen[str]"]:
    """A process that has a sandbox."""
    root = PROGRAM.parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", ASKS], cwd=root, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


def test_a_sandbox_ends_with_the_process_that_started_it(
    asking: "subprocess.Popen[str]", needs: Callable[..., Path]
) -> None:
    needs("bwrap")
    assert asking.stdout
    assert asking.stdout.readline()
    inside = [each for each in family(asking.pid) if b"forking.py" in command(each)]
    assert inside

    asking.kill()
    asking.wait(PATIENCE)

    wait_for(lambda: not any(map(running, inside)))
