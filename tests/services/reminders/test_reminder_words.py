"""The words of a reminder, for each party that must act, with nothing private in them."""

from dataclasses import fields, replace
from datetime import date

import pytest

from tracker.domain.base.days import Span
from tracker.domain.case.filing_days import FilingDays
from tracker.domain.case.reminders import Reminder
from tracker.domain.clock.deadline_changes import Term
from tracker.services.reminders.reminder_words import (
    ReminderSubject,
    closing,
    left,
    mail_words,
    reminder_sentences,
    subject,
)

DAY = date(2024, 3, 11)
REPLY = ReminderSubject(
    "R1", "PTA", "PTA", "X in Pakistan", "Reply", Term.ORDINARY, "section 14(1)"
)
REMINDER = Reminder("reply", 2, Term.ORDINARY, DAY, "anna", rung=-3)


def told(about: ReminderSubject, reminder: Reminder = REMINDER, today: date = DAY) -> str:
    return " ".join(reminder_sentences(about, reminder, today))


@pytest.mark.parametrize(
    ("today", "words"),
    [(8, "3 days left"), (10, "1 day left"), (11, "today"), (12, "passed"), (31, "passed")],
)
def test_the_subject_says_who_must_act_and_how_far_the_day_is(today: int, words: str) -> None:
    assert left(DAY, date(2024, 3, today)) == words
    assert subject(REPLY, REMINDER, date(2024, 3, today)) == (
        f"PTA must act by 11 March 2024: {words} (Reply, R1)"
    )


@pytest.mark.parametrize(
    ("term", "today", "sentence"),
    [
        (Term.ORDINARY, 8, "PTA must act by Monday 11 March 2024."),
        (Term.ORDINARY, 12, "PTA had to act by Monday 11 March 2024."),
        (Term.LONGEST, 12, "No response has been logged. Check what you can do next."),
        (Term.AFTER_SILENCE, 8, "The last safe day to file is Monday 11 March 2024."),
        (Term.AFTER_DECISION, 12, "Ask a lawyer today whether you can still do it."),
        (Term.AFTER_NOTICE, 8, "The last safe day to do what the body asked is"),
    ],
)
def test_it_says_who_must_act_by_when(term: Term, today: int, sentence: str) -> None:
    assert sentence in told(replace(REPLY, term=term), today=date(2024, 3, today))


def test_a_reminder_of_an_appeal_says_between_which_days_to_file() -> None:
    """From the first of these days on, the last safe day is all that matters."""
    days = FilingDays(date(2024, 3, 5), date(2024, 3, 11))
    appeal = replace(REPLY, term=Term.AFTER_SILENCE, days=days)

    assert "File between 5 and 11 March. On no reading" in told(appeal, today=date(2024, 3, 4))
    assert "File between" not in told(appeal, today=date(2024, 3, 5))
    assert "File between" not in told(appeal, today=date(2024, 3, 12))


def test_a_reminder_says_what_to_do_while_an_appeal_body_has_no_members() -> None:
    """Only while it lasts: in March 2024 here."""
    vacant = (Span(date(2024, 3, 1), date(2024, 3, 31)),)
    appeal = replace(REPLY, term=Term.AFTER_SILENCE, vacant=vacant)
    decision = replace(REPLY, vacant=vacant)
    april = date(2024, 4, 1)

    assert "PTA has no members at present. File all the same" in told(appeal)
    assert "PTA has no members at present. Its time keeps running: gather" in told(decision)
    assert "no members" not in told(appeal, today=april)


def test_a_reminder_says_if_no_day_to_file_is_free_of_risk() -> None:
    late = FilingDays(date(2024, 3, 13), date(2024, 3, 11))
    appeal = replace(REPLY, term=Term.AFTER_SILENCE, days=late)
    unknown = replace(appeal, days=FilingDays(None, date(2024, 3, 11)))
    today = date(2024, 3, 8)

    assert "the body’s time may end only on Tuesday 12 March 2024" in told(appeal, today=today)
    assert "we do not know when the body’s maximum time limit ends" in told(unknown, today=today)


def test_a_body_is_not_called_silent_while_a_paper_waits_to_be_read() -> None:
    words = told(replace(REPLY, unread=True), today=date(2024, 3, 12))

    assert "A document has arrived and nobody has read it. It may be the response." in words
    assert "No response" not in words


def test_a_moved_day_a_doubt_and_what_was_missed_are_said() -> None:
    moved = replace(REMINDER, was=date(2024, 3, 8), missed=2, escalated=True)
    words = told(replace(REPLY, provisional=True), moved)

    assert "This date has changed. It was Friday 8 March 2024." in words
    assert "This date is provisional. Check how it was" in words
    assert "This reminder replaces 2 earlier ones that were due while the system" in words
    assert "You are receiving this because nobody acknowledged the" in words
    assert subject(REPLY, moved, DAY).startswith(
        "Date changed: PTA must act by 11 March 2024: today"
    )


@pytest.mark.parametrize(
    ("term", "what"),
    [
        (Term.ORDINARY, "Reminders stop when the response is logged"),
        (Term.AFTER_SILENCE, "Acknowledging this does not close the deadline. To"),
        (Term.AFTER_NOTICE, "Acknowledging this does not close the deadline. To"),
    ],
)
def test_it_says_what_closes_the_deadline(term: Term, what: str) -> None:
    about = replace(REPLY, term=term)

    assert what in closing(about)
    assert what in mail_words(about, REMINDER, DAY, "https://record.example")


def test_what_a_reminder_may_hold_has_no_place_for_a_person() -> None:
    assert {field.name for field in fields(ReminderSubject)} == {
        "reference",
        "body",
        "mention",
        "block",
        "title",
        "term",
        "section",
        "provisional",
        "unread",
        "days",
        "assumes",
        "vacant",
    }
