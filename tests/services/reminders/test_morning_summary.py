"""The digest of a morning: once a person and day, by that person's clock, also through a jump.

07:00 in Islamabad is 02:00 in UTC. In London the clocks went from 01:00 to 02:00 on 31 March 2024
and from 02:00 back to 01:00 on 27 October 2024, both at 01:00 UTC.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.offices import AYESHA, Clock
from tests.services.reminded import (
    CHIEF,
    LAWYER,
    a_person,
    a_received_request,
    at,
    pigeonhole,
    two_people,
)
from tracker.services.cases.notes_and_tasks import give_task
from tracker.services.cases.silence import sweep
from tracker.services.core.days import ENGLISH
from tracker.services.core.office import Office
from tracker.services.ports.cases import RowFilter
from tracker.services.ports.reminders import ReminderChoice
from tracker.services.reminders.morning_summary import (
    Digest,
    _windows,
    send_digests,
    summary_of,
    usual_zone,
)
from tracker.services.reminders.posting import carry
from tracker.services.reminders.reminding import remind

MONDAY = date(2024, 3, 11)


@pytest.fixture(autouse=True)
def people(office: Office) -> None:
    two_people(office)


@pytest.fixture
def reference(office: Office, clock: Clock) -> str:
    found = a_received_request(office, clock)
    remind(office)
    return found


def to_whom(sent: tuple[Digest, ...]) -> set[str]:
    return {digest.account for digest in sent}


def moment(office: Office, clock: Clock, day: date, hour: int, minute: int = 0) -> set[str]:
    """Who is sent a digest at that moment, in UTC."""
    clock.moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)
    return to_whom(send_digests(office))


def test_a_digest_comes_at_seven_where_the_body_sits_and_once(
    office: Office, clock: Clock, reference: str
) -> None:
    assert usual_zone(office) == "Asia/Karachi"
    assert moment(office, clock, MONDAY, 1, 59) == set()
    assert moment(office, clock, MONDAY, 2) == {LAWYER, CHIEF}
    assert moment(office, clock, MONDAY, 2, 1) == set()
    assert moment(office, clock, MONDAY, 18, 59) == set()
    # 19:00 is midnight there: the next day has begun, and its hour has not come.
    assert moment(office, clock, MONDAY, 19) == set()


def test_a_morning_that_was_slept_through_is_told_late_and_those_before_it_not(
    office: Office, clock: Clock, reference: str
) -> None:
    moment(office, clock, date(2024, 3, 1), 2)

    assert moment(office, clock, MONDAY, 17) == {LAWYER, CHIEF}
    carry(office)
    days = [mail.subject for _, mail in pigeonhole(office).kept if mail.once.startswith("digest")]
    assert len(days) == 4


def test_a_clock_that_jumps_back_sends_no_digest_of_an_earlier_day(
    office: Office, clock: Clock, reference: str
) -> None:
    moment(office, clock, MONDAY, 2)

    assert moment(office, clock, MONDAY - timedelta(days=3), 9) == set()
    assert moment(office, clock, MONDAY, 2) == set()
    assert moment(office, clock, MONDAY + timedelta(days=1), 2) == {LAWYER, CHIEF}


def test_an_hour_that_the_clock_leaves_out_comes_with_the_next_one(
    office: Office, clock: Clock, reference: str
) -> None:
    office.reminder_choices.choose(LAWYER, ReminderChoice(hour=1, zone="Europe/London"))
    office.reminder_choices.choose(CHIEF, ReminderChoice(digest=False))
    moment(office, clock, date(2024, 3, 30), 12)

    # 00:59 in London, then 02:00: there was no hour of one.
    assert moment(office, clock, date(2024, 3, 31), 0, 59) == set()
    assert moment(office, clock, date(2024, 3, 31), 1) == {LAWYER}


def test_an_hour_that_comes_twice_makes_one_digest(
    office: Office, clock: Clock, reference: str
) -> None:
    office.reminder_choices.choose(LAWYER, ReminderChoice(hour=1, zone="Europe/London"))
    office.reminder_choices.choose(CHIEF, ReminderChoice(digest=False))
    at(office, clock, date(2024, 3, 12))  # a reminder that stays unacknowledged until October
    autumn = date(2024, 10, 27)

    assert moment(office, clock, autumn, 0) == {LAWYER}, "01:00, the first time"
    assert moment(office, clock, autumn, 1) == set(), "01:00 once more"
    assert moment(office, clock, autumn, 2) == set()


def test_nothing_to_do_makes_no_mail_and_no_second_look_that_day(
    office: Office, clock: Clock
) -> None:
    assert moment(office, clock, MONDAY, 9) == set()
    assert office.morning_summaries.last_digest(LAWYER) == MONDAY
    carry(office)
    assert pigeonhole(office).kept == []


def test_it_is_for_each_person_about_the_requests_that_person_watches(
    office: Office, clock: Clock, reference: str
) -> None:
    a_person(office, "third")

    assert moment(office, clock, MONDAY, 9) == {LAWYER, CHIEF}
    assert summary_of(office, "third", MONDAY, ENGLISH).parts == ()


def parts(office: Office, day: date) -> dict[str, tuple[str, ...]]:
    return dict(summary_of(office, LAWYER, day, ENGLISH).parts)


def test_it_tells_what_ends_today_this_week_and_what_passed(
    office: Office, clock: Clock, reference: str
) -> None:
    named = f"PTA: X in Pakistan ({reference.upper()})"
    line = f"Monday 11 March 2024: Reply of the public body, deadline of the body. {named}"

    assert parts(office, MONDAY)["Deadlines today"] == (line,)
    assert parts(office, date(2024, 3, 5))["Deadlines this week"] == (line,)
    assert "Deadlines this week" not in parts(office, date(2024, 3, 3))
    assert parts(office, date(2024, 3, 12))["Deadlines that passed this week"] == (line,)


def test_it_tells_of_windows_that_close_and_reminders_that_wait(
    office: Office, clock: Clock, reference: str
) -> None:
    at(office, clock, date(2024, 3, 26))
    sweep(office)
    told = parts(office, date(2024, 3, 28))

    # The window's last safe day is Tuesday 9 April 2024, twelve days later.
    (window,) = told["Appeal windows that close within 2 weeks"]
    assert window.startswith("Tuesday 9 April 2024: Appeal to the Information Commission")
    waiting = told["Reminders you have not acknowledged"]
    assert f"{reference.upper()}: due Tuesday 9 April 2024" in waiting
    (silence,) = told["Non-responses to review"]
    assert reference.upper() in silence


def test_its_mail_names_nobody_who_asks(office: Office, clock: Clock, reference: str) -> None:
    moment(office, clock, MONDAY, 2)
    carry(office)

    mails = [mail for _, mail in pigeonhole(office).kept if mail.once.startswith("digest")]
    assert [mail.once for mail in mails].count(f"digest:{LAWYER}:2024-03-11") == 1
    for mail in mails:
        assert mail.subject == "[Demonstration] Monday 11 March 2024: 2 things to do"
        assert "https://record.example/desk" in mail.words
        assert "Ayesha" not in mail.subject + mail.words
        assert AYESHA.contact not in mail.words


def test_a_closed_account_is_sent_none(office: Office, clock: Clock, reference: str) -> None:
    lawyer = office.people.account(LAWYER)
    assert lawyer
    office.people.save_account(replace(lawyer, active=False))

    assert moment(office, clock, MONDAY, 9) == {CHIEF}


def test_a_task_is_told_of_by_its_day_alone(office: Office, reference: str) -> None:
    give_task(office, reference, "Call Ayesha", LAWYER, date(2024, 3, 18), by=CHIEF)
    give_task(office, reference, "Much later", LAWYER, date(2024, 3, 19), by=CHIEF)

    parts = dict(summary_of(office, LAWYER, MONDAY, ENGLISH).parts)

    told = parts["Your tasks, due within a week"]
    assert told == (f"Monday 18 March 2024: about {reference.upper()}",)
    assert "Your tasks, due within a week" not in dict(
        summary_of(office, CHIEF, MONDAY, ENGLISH).parts
    )


def test_a_window_without_a_safe_day_is_not_said_to_have_one(
    office: Office, clock: Clock, reference: str
) -> None:
    at(office, clock, date(2024, 3, 26))
    sweep(office)
    (row,), _ = office.case_rows.rows(RowFilter(), 0, 2)
    closes = replace(row, last_safe_day=None, window_closes=date(2024, 4, 9))

    ((_, line),) = _windows(office, [closes], date(2024, 3, 28), ENGLISH)

    assert "appeal window closes, no safe day left" in line
