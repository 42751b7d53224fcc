"""Administrators are told once when work becomes late, and once when it no longer is."""

from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from tests.offices import Clock, NoHolds
from tests.services.reminded import CHIEF, pigeonhole, two_people
from tracker.app.health import late_limits
from tracker.app.late_watch import LateWatch
from tracker.services.core.office import Office
from tracker.services.ports.correspondence.received import MailTrouble
from tracker.services.ports.holds import Hold
from tracker.services.ports.premises import LateSince, LateWork
from tracker.services.ports.reminders import Mail
from tracker.services.reminders.late_notices import tell_of_late_work
from tracker.services.reminders.late_work import LateLimits, late_work
from tracker.services.reminders.posting import carry
from tracker.settings import read_settings

LIMITS = LateLimits(sweep=timedelta(minutes=5), backup=timedelta(days=8))


@pytest.fixture
def admin(office: Office) -> str:
    """The administrator, beside a lawyer."""
    two_people(office)
    return CHIEF


def works(office: Office) -> set[LateWork]:
    return {each.work for each in late_work(office, LIMITS)}


def subjects(office: Office, admin: str) -> list[str]:
    carry(office)
    kept = pigeonhole(office).kept
    assert {mail.account for _, mail in kept} <= {admin}
    told = [mail.subject.removeprefix("[Demonstration] ") for _, mail in kept]
    kept.clear()
    return told


def a_mail(office: Office, account: str) -> Mail:
    return Mail("one", "<one@example.org>", account, "One", "One", office.now())


def test_a_sweep_is_late_after_five_minutes_and_no_longer_once_it_ran(
    office: Office, clock: Clock
) -> None:
    office.premises.note_sweep(clock.moment)
    clock.moment += timedelta(minutes=5)
    assert LateWork.SWEEP not in works(office)

    clock.moment += timedelta(seconds=1)
    assert LateWork.SWEEP in works(office)
    office.premises.note_sweep(clock.moment)
    assert LateWork.SWEEP not in works(office)


def test_mail_is_late_after_two_hours(office: Office, clock: Clock, admin: str) -> None:
    office.outbox.put(a_mail(office, admin))
    clock.moment += timedelta(hours=2)
    assert LateWork.MAIL not in works(office)

    clock.moment += timedelta(seconds=1)
    assert LateWork.MAIL in works(office)
    carry(office)
    assert LateWork.MAIL not in works(office)


def test_the_log_is_late_after_26_hours_and_no_longer_once_it_was_signed(
    office: Office, clock: Clock
) -> None:
    """Each day it gets a signature, also without an entry."""
    office.log_upkeep.append()
    clock.moment += timedelta(hours=26)
    assert LateWork.LOG not in works(office)

    clock.moment += timedelta(seconds=1)
    assert LateWork.LOG in works(office)
    office.log_upkeep.append()
    assert LateWork.LOG not in works(office)


@pytest.mark.parametrize("trouble", [None, MailTrouble.UNREACHABLE])
def test_a_mailbox_is_late_two_hours_after_its_last_fetch_or_first_trouble(
    office: Office, clock: Clock, trouble: MailTrouble | None
) -> None:
    def fetch(trouble: MailTrouble | None) -> None:
        boxes = office.incoming.mailboxes
        assert boxes.lease("post", clock.moment, clock.moment + timedelta(minutes=1), "token")
        boxes.release("post", "token", clock.moment, trouble)

    source = SimpleNamespace(name="post")
    reading = replace(office, incoming=replace(office.incoming, sources=(source,)))
    fetch(trouble)
    clock.moment += timedelta(hours=2)
    fetch(MailTrouble.UNREACHABLE)
    assert LateWork.FETCH not in works(reading)

    clock.moment += timedelta(seconds=1)
    assert LateWork.FETCH in works(reading)
    assert LateWork.FETCH not in works(office), "it fetches no mailbox"
    fetch(None)
    assert LateWork.FETCH not in works(reading)


def test_a_backup_is_late_after_its_days_in_a_live_office_alone(
    office: Office, clock: Clock
) -> None:
    made: list[datetime | None] = [clock.moment]
    kept = replace(office.incoming, backed_up_by=lambda _: made[0])
    demonstration = replace(office, incoming=kept)
    live = live_office(demonstration)
    clock.moment += timedelta(days=8)
    assert LateWork.BACKUP not in works(live)

    clock.moment += timedelta(seconds=1)
    assert LateWork.BACKUP in works(live)
    assert LateWork.BACKUP not in works(demonstration)


def live_office(office: Office) -> Office:
    class Live:
        def __getattr__(self, name: str) -> object:
            return getattr(office.premises, name)

        def state(self) -> object:
            return replace(office.premises.state(), live=True)

    return replace(office, premises=Live())  # type: ignore[arg-type]


def test_the_administrators_are_told_once_of_the_beginning_and_once_of_the_end(
    office: Office, clock: Clock, admin: str
) -> None:
    since = clock.moment - timedelta(days=9)
    late = [LateSince(LateWork.BACKUP, since)]

    assert tell_of_late_work(office, late) == 1
    assert subjects(office, admin) == ["The last backup is too old, or there is none"]
    assert tell_of_late_work(office, late) == 0
    assert office.premises.state().late == tuple(late)

    assert tell_of_late_work(office, []) == 1
    assert subjects(office, admin) == ["There is a new backup"]
    assert tell_of_late_work(office, []) == 0
    assert office.premises.state().late == ()


def test_work_that_stays_late_keeps_its_first_moment(
    office: Office, clock: Clock, admin: str
) -> None:
    first = LateSince(LateWork.FETCH, clock.moment - timedelta(hours=3))
    tell_of_late_work(office, [first])

    again = LateSince(LateWork.FETCH, clock.moment - timedelta(hours=1))
    never = LateSince(LateWork.SWEEP, None)
    assert tell_of_late_work(office, [again, never]) == 1

    assert office.premises.state().late == (first, never)


def test_two_processes_that_notice_it_send_one_email(
    office: Office, clock: Clock, admin: str
) -> None:
    late = [LateSince(LateWork.LOG, clock.moment - timedelta(days=2))]
    tell_of_late_work(office, late)
    # The other one had looked before this one wrote.
    office.premises.note_late([])

    assert tell_of_late_work(office, late) == 0
    assert len(subjects(office, admin)) == 1


def test_what_is_late_again_soon_after_its_end_is_told_after_an_hour(
    office: Office, clock: Clock, admin: str
) -> None:
    tell_of_late_work(office, [LateSince(LateWork.SWEEP, clock.moment)])
    tell_of_late_work(office, [])
    again = [LateSince(LateWork.SWEEP, clock.moment + timedelta(minutes=1))]

    clock.moment += timedelta(minutes=59)
    assert tell_of_late_work(office, again) == 0
    assert tell_of_late_work(office, [LateSince(LateWork.LOG, clock.moment)]) == 1
    clock.moment += timedelta(minutes=1)
    assert tell_of_late_work(office, again) == 2, "one began, and the other ended"


def test_a_machine_with_a_wrong_clock_notes_nothing(office: Office, admin: str) -> None:
    holds = office.holds
    assert isinstance(holds, NoHolds)
    watch = LateWatch(read_settings({}), office, begins=0)
    holds.said = (Hold.CLOCKS_DIFFER,)
    watch.run()
    assert not office.premises.state().late

    holds.said = ()
    watch.run()
    assert office.premises.state().late == (LateSince(LateWork.SWEEP, None),)


def test_a_short_interval_makes_no_sweep_late_within_fifteen_minutes() -> None:
    for seconds, minutes in ((1, 15), (600, 50)):
        limits = late_limits(read_settings({"TRACKER_SWEEP_SECONDS": str(seconds)}))
        assert limits.sweep == timedelta(minutes=minutes)
