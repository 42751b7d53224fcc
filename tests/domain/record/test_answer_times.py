"""How long a body took: limits, silence and answer, each from the day on which its time began."""

from datetime import date

from tests.domain.record.test_body_results import (
    APPEAL,
    CAME,
    DECIDE_BY,
    FILED,
    LIMITS,
    LONGEST,
    ORDINARY,
    OVERDUE,
    RECEIVED,
    SENT,
    SILENCE,
    decided,
    lapse,
    record,
    replied,
    transferred,
)
from tracker.domain.base.terms import DecisionOutcome
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.record.answer_times import AnswerTime, answer_times, decision_times
from tracker.domain.record.body_results import BodyResult

SILENT_FROM = date(2024, 3, 30)


def test_an_answer_in_time_has_both_limits_and_its_days() -> None:
    (time,) = answer_times(record(SENT, CAME, replied(date(2024, 3, 8))))

    assert time == AnswerTime(
        body="asked",
        result=BodyResult.IN_TIME,
        began=RECEIVED,
        due=ORDINARY,
        longest=LONGEST,
        answered=date(2024, 3, 8),
        days=7,
        kind="refused",
    )


def test_a_silence_begins_after_the_longest_limit_and_an_answer_ends_it() -> None:
    (silent,) = answer_times(record(SENT, CAME, OVERDUE, SILENCE))
    (late,) = answer_times(record(SENT, CAME, OVERDUE, SILENCE, replied(date(2024, 6, 3))))

    assert (silent.silent_from, silent.answered) == (SILENT_FROM, None)
    assert (late.result, late.silent_from) == (BodyResult.LATE, SILENT_FROM)
    assert late.answered == date(2024, 6, 3)


def test_a_silence_in_doubt_is_no_silence() -> None:
    doubted = lapse(4, FellSilent, LONGEST, 2, provisional=True)
    (time,) = answer_times(record(SENT, CAME, OVERDUE, doubted))

    assert (time.result, time.silent_from) == (BodyResult.SILENCE_IN_DOUBT, None)


def test_a_body_that_transferred_the_request_has_no_limit_of_the_next() -> None:
    handed = transferred(3, date(2024, 3, 8), "next")
    first, second = answer_times(record(CAME, handed))

    assert (first.result, first.due, first.longest) == (BodyResult.TRANSFERRED, None, None)
    assert (second.began, second.due, second.longest) == (date(2024, 3, 8), ORDINARY, LONGEST)


def test_an_appeal_has_its_own_limit_and_the_outcome_of_its_decision() -> None:
    on = date(2024, 5, 20)
    ruled = decided(DecisionOutcome.ALLOWED, on)
    (time,) = decision_times(record(SENT, CAME, SILENCE, APPEAL, ruled))

    assert (time.body, time.began, time.due) == ("hears", FILED, DECIDE_BY)
    assert (time.answered, time.days, time.kind) == (on, 40, "allowed")


def test_without_limits_only_the_days_are_known() -> None:
    (time,) = answer_times(record(SENT, CAME, replied(date(2024, 3, 8)), limits=LIMITS[2:]))

    assert (time.due, time.longest, time.days) == (None, None, 7)
