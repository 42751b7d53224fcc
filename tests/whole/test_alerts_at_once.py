"""Alerts by several schedulers on one database, or by one that is killed: once each, none lost."""

import threading
from contextlib import ExitStack
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest

from tests.offices import Clock, an_office
from tests.services.public.test_alerting import follows
from tests.services.reminded import pigeonhole
from tests.web import record_scenes as scenes
from tests.whole.copied_offices import Copies
from tests.whole.test_killed_anywhere import Step, died
from tracker.domain.record.alerts import EVERYTHING, Followed, Subject
from tracker.lawfiles.library_watch import Watch
from tracker.scheduler import Carrier, Jobs
from tracker.scheduler.handover import Handover
from tracker.services.core.office import Office
from tracker.services.public.alerting import tell
from tracker.services.reminders.posting import carry

PROCESSES, READERS = 4, 5
# The readers confirmed on Tuesday 24 November 2026, the first day of the clock.
WEDNESDAY = date(2026, 11, 25)


def with_readers(office: Office, _: Clock) -> None:
    """Five readers, and a record that is news to each."""
    for number in range(READERS):
        subject = EVERYTHING if number % 2 else Subject(Followed.BLOCK, "pk-x-2024")
        follows(office, subject, f"{number}@example.org", network=f"10.{number}.0.0/24")
    scenes.a_silence(office)
    office.log_upkeep.append()


def _tells(office: Office, clock: Clock, _: object) -> None:
    clock.set(WEDNESDAY)
    tell(office)


@pytest.mark.samples("postgresql")
def test_schedulers_beside_each_other_send_each_alert_once(founded: str, tmp_path: Path) -> None:
    with an_office(tmp_path, url=founded) as (office, clock):
        with_readers(office, clock)
    ready = threading.Barrier(PROCESSES)
    with ExitStack() as stack:
        opened = [stack.enter_context(an_office(tmp_path, url=founded)) for _ in range(PROCESSES)]

        def run(mine: Office, clock: Clock) -> None:
            clock.set(WEDNESDAY)
            ready.wait()
            for _ in range(2):
                tell(mine)
                carry(mine)

        threads = [threading.Thread(target=run, args=each) for each in opened]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        sent = [to for mine, _ in opened for to, _ in pigeonhole(mine).kept]

    assert sorted(sent) == [f"{number}@example.org" for number in range(READERS)]


@pytest.mark.samples("sqlite")
def test_either_database_tells_of_what_was_appealed_and_of_what_was_struck(
    founded: str, tmp_path: Path
) -> None:
    with an_office(tmp_path, url=founded) as (office, clock):
        follows(office, Subject(Followed.BODY, "pk-pic"), "appeals@example.org")
        follows(office, Subject(Followed.OUTCOME, "silent"), "silences@example.org")
        reference = scenes.a_silence(office)
        scenes.an_appeal(office, reference, date(2024, 4, 22))
        scenes.show(office, reference)
        assert set(told(office, clock)) == {"appeals@example.org"}
        scenes.strike(office, reference, "fell-silent", "It was answered in time.")
        scenes.strike(office, reference, "appeal-filed", "It went to a court.")
        words = told(office, clock)

    assert set(words) == {"appeals@example.org", "silences@example.org"}
    assert all("- Corrected and no longer listed here: " in each for each in words.values())


def told(office: Office, clock: Clock) -> dict[str, str]:
    """What each reader is sent on the next morning."""
    office.log_upkeep.append()
    clock.moment += timedelta(days=1)
    pigeonhole(office).kept.clear()
    tell(office)
    carry(office)
    return {to: mail.words for to, mail in pigeonhole(office).kept}


@pytest.mark.samples("sqlite")
@pytest.mark.parametrize(
    "event", ["before_commit", pytest.param("after_commit", marks=pytest.mark.slow)]
)
def test_a_scheduler_killed_at_every_commit_loses_and_doubles_no_alert(
    founded: str, copies: Copies, tmp_path: Path, event: str
) -> None:
    step = Step(with_readers, _tells)
    with an_office(tmp_path, url=founded) as (office, clock):
        step.before(office, clock)

    kills = 0
    for at in count(1):
        with copies.copy() as (folder, url):
            if not died(folder, url, step, None, event, at):
                break
            kills += 1
            with an_office(folder, url=url) as (office, clock):
                _tells(office, clock, None)
                carry(office)
                sent = [to for to, _ in pigeonhole(office).kept]
            assert sorted(sent) == [f"{number}@example.org" for number in range(READERS)]

    assert kills >= READERS


@pytest.mark.samples("sqlite")
def test_a_beat_tells_of_what_it_gave_a_place_and_the_carrier_mails_it(
    founded: str, tmp_path: Path
) -> None:
    with an_office(tmp_path, url=founded) as (office, clock):
        follows(office, EVERYTHING, "reader@example.org")
        silence = scenes.a_silence(office)
        clock.set(WEDNESDAY)
        told_to_stop = threading.Event()

        Jobs(office, Handover(Watch(None)), None, told_to_stop).run_once()
        Carrier(office, told_to_stop).carry()

        (words,) = [mail.words for to, mail in pigeonhole(office).kept if "reader" in to]
        assert f"/requests/{silence}" in words
