"""Two schedulers on one database, and one that is killed: each reminder once, none lost."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from tests.offices import Clock, an_office
from tests.services.reminded import CHIEF, LAWYER, a_received_request, pigeonhole, two_people
from tracker.lawfiles.library_watch import Watch
from tracker.scheduler import Carrier, Jobs
from tracker.scheduler.handover import Handover
from tracker.services.core.office import Office
from tracker.services.reminders.morning_summary import send_digests
from tracker.services.reminders.posting import LEASE, carry
from tracker.services.reminders.reminding import remind

ROOT = Path(__file__).parents[2]
PROCESSES, REQUESTS = 4, 5
MONDAY = date(2024, 3, 11)
# On that Monday two people are reminded of two days: the reply was due on it, and the time to
# challenge the block of X, by section 37(4), ends a week later.
RUNGS = [(CHIEF, -7), (CHIEF, 0), (LAWYER, -7), (LAWYER, 0)]


@pytest.fixture
def office_and_clock(founded: str, tmp_path: Path) -> Iterator[tuple[Office, Clock]]:
    """An office with five requests that wait for an answer, on the day before a rung."""
    with an_office(tmp_path, url=founded) as (office, clock):
        two_people(office)
        for _ in range(REQUESTS):
            a_received_request(office, clock)
        yield office, clock


@pytest.mark.samples("postgresql")
def test_schedulers_beside_each_other_make_each_reminder_and_send_each_mail_once(
    office_and_clock: tuple[Office, Clock], founded: str, tmp_path: Path
) -> None:
    office, _ = office_and_clock
    ready = threading.Barrier(PROCESSES)
    failed: list[tuple[str, str]] = []
    with ExitStack() as stack:
        opened = [stack.enter_context(an_office(tmp_path, url=founded)) for _ in range(PROCESSES)]

        def run(mine: Office, clock: Clock) -> None:
            clock.set(MONDAY)
            ready.wait()
            for _ in range(3):
                failed.extend(remind(mine).failed)
                send_digests(mine)
                carry(mine)

        threads = [threading.Thread(target=run, args=each) for each in opened]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        sent = [mail.once for mine, _ in opened for _, mail in pigeonhole(mine).kept]

    assert failed == []
    made = [r for reference in office.cases.references() for r in office.reminders.of(reference)]
    assert len(made) == len(RUNGS) * REQUESTS
    assert {(r.person, r.rung) for r in made} == set(RUNGS)
    reminders = [once for once in sent if once.startswith("reminder:")]
    assert len(reminders) == len(set(reminders)) == len(RUNGS) * REQUESTS
    digests = sorted(once for once in sent if once.startswith("digest:"))
    assert digests == [f"digest:{person}:{MONDAY}" for person in sorted((LAWYER, CHIEF))]


@pytest.mark.samples("sqlite-between")
@pytest.mark.parametrize("where", ["in a request", "between claim and sent"])
def test_a_scheduler_killed_at_any_point_loses_nothing_and_doubles_no_reminder(
    office_and_clock: tuple[Office, Clock], founded: str, tmp_path: Path, where: str
) -> None:
    office, clock = office_and_clock
    _killed(founded, tmp_path, where)
    clock.set(MONDAY)

    remind(office)
    clock.moment += LEASE
    carry(office)

    for reference in office.cases.references():
        kept = office.reminders.of(reference)
        assert sorted((r.person, r.rung) for r in kept) == RUNGS
    sent = [mail.once for _, mail in pigeonhole(office).kept]
    assert len(sent) == len(set(sent)) == len(RUNGS) * REQUESTS


def _killed(founded: str, folder: Path, where: str) -> None:
    """Let a scheduler work in a process of its own, which does not live to its end."""
    program = (
        "import sys, pathlib\n"
        "from tests.whole.dying import die\n"
        "die(sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, founded, str(folder), where],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.samples("sqlite")
def test_a_beat_reminds_of_what_the_sweep_brought_about_and_the_carrier_mails_it(
    office_and_clock: tuple[Office, Clock],
) -> None:
    office, clock = office_and_clock
    clock.set(date(2024, 3, 26))  # the longest time ended on Monday 25 March 2024
    told_to_stop = threading.Event()

    Jobs(office, Handover(Watch(None)), None, told_to_stop).run_once()
    Carrier(office, told_to_stop).carry()

    subjects = {mail.subject.partition(",")[0] for _, mail in pigeonhole(office).kept}
    for said in (
        "[Demonstration] PTA must act by 25 March 2024: passed (",
        "[Demonstration] File by 9 April 2024: 14 days left (",
    ):
        assert [subject for subject in subjects if subject.startswith(said)], said
    assert any(mail.once.startswith("digest:") for _, mail in pigeonhole(office).kept)


@pytest.mark.samples("sqlite")
def test_a_scheduler_that_is_told_to_stop_begins_no_other_request(
    office_and_clock: tuple[Office, Clock],
) -> None:
    office, clock = office_and_clock
    clock.set(MONDAY)
    beats = iter((False, False, True))

    first = remind(office, stop=lambda: next(beats))
    rest = remind(office)

    assert (len(first.made), len(rest.made)) == (
        2 * len(RUNGS),
        len(RUNGS) * (REQUESTS - 2),
    )
