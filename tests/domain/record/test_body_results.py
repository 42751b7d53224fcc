"""What a record says of each body: nobody is called late or silent on a date that is in doubt."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import Cause, Channel, DecisionOutcome, DeliveryResult, ReceiptProof
from tracker.domain.case.case_status import Phase
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.correspondence.delivery_reported import DeliveryReported
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.resent import Resent
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.event import Event
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.lapses.overdue import Overdue
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.events.request.withdrawn import Withdrawn
from tracker.domain.events.responses.partly_answered import PartlyAnswered
from tracker.domain.events.responses.refused import Refused
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.law import Actor
from tracker.domain.record.body_results import (
    BodyOutcome,
    BodyPeriod,
    BodyResult,
    appeal_turns,
    asked_on,
    came_of,
    open_until,
    silent_now,
    turns,
)
from tracker.domain.record.record import Record, RecordedDeadline, RecordedEntry

# A made-up law: received on 1 March, the ordinary limit ends on the 15th, the longest on the 29th.
RECEIVED, ORDINARY, LONGEST = date(2024, 3, 1), date(2024, 3, 15), date(2024, 3, 29)
FILED, DECIDE_BY = date(2024, 4, 10), date(2024, 6, 9)


def entry(seq: int, event: Event) -> RecordedEntry:
    return RecordedEntry(seq, event, event.on.latest, "d" * 64)


def day(on: date | DaySpan) -> DaySpan:
    return on if isinstance(on, DaySpan) else DaySpan.on(on)


def lapse(
    seq: int,
    kind: type[MissedDeadline],
    latest: date,
    opening: int,
    *,
    body: str = "asked",
    stage: str = "reply",
    provisional: bool = False,
) -> RecordedEntry:
    event = kind(
        on=DaySpan.on(latest + timedelta(days=1)),
        body=body,
        stage=stage,
        opening=opening,
        earliest=latest,
        latest=latest,
        provisional=provisional,
        library_version="version",
        count=(),
    )
    return entry(seq, event)


def transferred(seq: int, on: date, to: str) -> RecordedEntry:
    return entry(seq, Transferred(on=DaySpan.on(on), to=to))


def appealed(seq: int, stage: str, to: str, cause: Cause, opening: int) -> RecordedEntry:
    on, channel = DaySpan.on(FILED), Channel.COURIER
    event = AppealFiled(on=on, stage=stage, opening=opening, to=to, channel=channel, cause=cause)
    return entry(seq, event)


def decided(outcome: DecisionOutcome, on: date = DECIDE_BY) -> RecordedEntry:
    event = Decided(on=DaySpan.on(on), stage="appeal", outcome=outcome, appeal=6)
    return entry(9, event)


def withdrawn(seq: int, on: date) -> RecordedEntry:
    return entry(seq, Withdrawn(on=DaySpan.on(on)))


def limit(stage: str, actor: Actor, end: date, *, provisional: bool = False) -> RecordedDeadline:
    return RecordedDeadline(stage, actor, (), end, end, provisional, ())


def replied(on: date | DaySpan, seq: int = 5, kind: type[Reply] = Refused) -> RecordedEntry:
    return entry(seq, kind(on=day(on), stage="reply", outcomes=()))


SENT = entry(1, Sent(on=DaySpan.on(date(2024, 2, 28)), channel=Channel.COURIER))
CAME = entry(2, Received(on=DaySpan.on(RECEIVED), proof=ReceiptProof.COUNTER_STAMP, dispatch=1))
OVERDUE = lapse(3, Overdue, ORDINARY, 2)
SILENCE = lapse(4, FellSilent, LONGEST, 2)
APPEAL = appealed(6, "appeal", "hears", Cause.SILENCE, 4)
LIMITS = (
    limit("reply", Actor.BODY, ORDINARY),
    limit("reply", Actor.BODY, LONGEST),
    limit("appeal-decision", Actor.APPEAL_BODY, DECIDE_BY),
)


def record(
    *entries: RecordedEntry,
    limits: tuple[RecordedDeadline, ...] = LIMITS,
    phase: Phase = Phase.SENT,
) -> Record:
    return Record(
        reference="r",
        version=1,
        as_of=date(2024, 7, 1),
        confirmed_on=date(2024, 7, 1),
        block="block",
        body="asked",
        law="law",
        language="en",
        phase=phase,
        supporters=(),
        questions=(),
        entries=entries,
        deadlines=limits,
        releases=(),
        library_version="version",
        demonstration=True,
    )


def body_result(
    *entries: RecordedEntry, limits: tuple[RecordedDeadline, ...] = LIMITS
) -> BodyResult:
    (turn,) = turns(record(*entries, limits=limits))
    return turn.body_result


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2024, 3, 15), BodyResult.IN_TIME),
        # Between the ordinary and the longest limit: the body may take that time without a word.
        (date(2024, 3, 16), BodyResult.ANSWER_IN_DOUBT),
        (date(2024, 3, 29), BodyResult.ANSWER_IN_DOUBT),
        (DaySpan(date(2024, 3, 14), date(2024, 3, 16)), BodyResult.ANSWER_IN_DOUBT),
    ],
)
def test_an_answer_is_in_time_only_before_the_first_end_of_the_time(
    on: date | DaySpan, expected: BodyResult
) -> None:
    assert body_result(SENT, CAME, replied(on)) is expected


def test_an_answer_is_late_only_after_a_silence_that_is_on_record() -> None:
    after = date(2024, 4, 3)

    assert body_result(CAME, OVERDUE, SILENCE, replied(after)) is BodyResult.LATE
    # The same days, but nobody published that the time had passed.
    assert body_result(CAME, replied(after)) is BodyResult.ANSWER_IN_DOUBT
    assert body_result(CAME, OVERDUE, replied(after)) is BodyResult.ANSWER_IN_DOUBT
    assert (
        body_result(CAME, replace(SILENCE, corrected=True), replied(after))
        is BodyResult.ANSWER_IN_DOUBT
    )


def test_an_answer_that_may_have_come_on_the_last_day_is_not_late() -> None:
    may_be = DaySpan(date(2024, 3, 29), date(2024, 4, 2))

    assert body_result(CAME, SILENCE, replied(may_be)) is BodyResult.ANSWER_IN_DOUBT
    # Surely after the 29th.
    assert (
        body_result(CAME, SILENCE, replied(DaySpan(date(2024, 3, 30), date(2024, 4, 2))))
        is BodyResult.LATE
    )


def test_without_a_sure_limit_an_answer_is_neither_in_time_nor_late() -> None:
    provisional = (limit("reply", Actor.BODY, ORDINARY, provisional=True),)
    doubtful = lapse(4, FellSilent, LONGEST, 2, provisional=True)

    assert (
        body_result(CAME, replied(date(2024, 3, 5)), limits=provisional)
        is BodyResult.ANSWER_IN_DOUBT
    )
    assert body_result(CAME, replied(date(2024, 3, 5)), limits=()) is BodyResult.ANSWER_IN_DOUBT
    assert body_result(CAME, doubtful, replied(date(2024, 4, 3))) is BodyResult.ANSWER_IN_DOUBT
    # Receipt is not on record: from which day should it count?
    assert body_result(SENT, replied(date(2024, 3, 5))) is BodyResult.ANSWER_IN_DOUBT


@pytest.mark.parametrize(
    ("silence", "expected"),
    [
        (SILENCE, BodyResult.SILENT),
        (lapse(4, FellSilent, LONGEST, 2, provisional=True), BodyResult.SILENCE_IN_DOUBT),
        (replace(SILENCE, possible_response=DaySpan.on(ORDINARY)), BodyResult.SILENCE_IN_DOUBT),
    ],
)
def test_a_silence_counts_unless_its_date_or_a_paper_puts_it_in_doubt(
    silence: RecordedEntry, expected: BodyResult
) -> None:
    assert body_result(CAME, OVERDUE, silence) is expected
    found = record(CAME, silence, phase=Phase.SILENT)
    assert silent_now(found) is (expected is BodyResult.SILENT)


@pytest.mark.parametrize(
    ("phase", "changed"),
    [
        (Phase.WITHDRAWN, {}),
        (Phase.ANSWERED, {}),
        # The office has a word that it has not shown yet.
        (Phase.SILENT, {"answer_waits": True}),
        (Phase.SILENT, {"decision_waits": True}),
    ],
)
def test_a_silence_is_none_now_where_something_came_since(
    phase: Phase, changed: Mapping[str, Any]
) -> None:
    found = replace(record(CAME, SILENCE, phase=phase), **changed)

    assert turns(found)[0].body_result is BodyResult.SILENT
    assert not silent_now(found)


def test_a_reply_is_what_came_whatever_followed_it_unless_it_was_struck() -> None:
    refusal, part = replied(date(2024, 3, 11)), replied(date(2024, 5, 6), 7, PartlyAnswered)
    after = record(CAME, refusal, APPEAL, part, phase=Phase.DECIDED)
    struck = replace(refusal, corrected=True)

    assert [*came_of(after)] == [
        BodyOutcome(5, "refused", "asked", DaySpan.on(date(2024, 3, 11))),
        BodyOutcome(7, "partly-answered", "asked", DaySpan.on(date(2024, 5, 6))),
    ]
    assert [*came_of(record(CAME, struck, phase=Phase.AWAITING))] == []
    assert [*came_of(replace(after, withheld=True, entries=()))] == []


def test_a_silence_came_on_the_day_after_the_last_day_to_answer() -> None:
    silent = record(CAME, OVERDUE, SILENCE, phase=Phase.SILENT)

    # The longest limit ended on 29 March.
    assert [*came_of(silent)] == [
        BodyOutcome(4, "fell-silent", "asked", DaySpan.on(date(2024, 3, 30)))
    ]
    for phase in (Phase.ANSWERED, Phase.APPEALED, Phase.WITHDRAWN):
        assert [*came_of(replace(silent, phase=phase))] == []


def test_a_silence_on_an_appeal_is_that_of_the_body_that_hears_it() -> None:
    unheard = lapse(8, FellSilent, DECIDE_BY, 6, body="hears", stage="appeal-decision")
    found = record(CAME, SILENCE, APPEAL, unheard, phase=Phase.APPEAL_SILENT)

    # The time to decide ended on 9 June.
    assert [*came_of(found)] == [
        BodyOutcome(8, "fell-silent", "hears", DaySpan.on(date(2024, 6, 10)))
    ]


def test_what_came_after_a_request_was_handed_on_is_of_the_body_that_had_it() -> None:
    moved = transferred(3, date(2024, 3, 8), "holder")
    silent = lapse(9, FellSilent, date(2024, 4, 5), 3, body="holder")
    earlier = lapse(10, FellSilent, date(2024, 3, 7), 2)

    (reply,) = came_of(record(CAME, moved, replied(date(2024, 3, 20)), phase=Phase.REFUSED))
    assert reply.body == "holder"
    # That the first body let its own time pass was put down last.
    (silence,) = came_of(record(CAME, moved, silent, earlier, phase=Phase.SILENT))
    assert silence == BodyOutcome(9, "fell-silent", "holder", DaySpan.on(date(2024, 4, 6)))


DRAFTED = Drafted(
    on=DaySpan.on(date(2024, 2, 27)),
    block="block",
    body="asked",
    law="law",
    language="en",
    questions=(),
)


def reported(result: DeliveryResult) -> RecordedEntry:
    on = DaySpan.on(date(2024, 3, 1))
    return entry(3, DeliveryReported(on=on, dispatch=1, result=result))


def test_a_request_that_went_to_nobody_was_asked_of_nobody() -> None:
    back, there = reported(DeliveryResult.RETURNED), reported(DeliveryResult.DELIVERED)
    again = entry(4, Resent(on=DaySpan.on(date(2024, 3, 4)), channel=Channel.HAND, of=1))
    drafted = entry(1, DRAFTED)

    assert turns(record(drafted)) == ()
    assert turns(record(replace(SENT, corrected=True))) == ()
    assert turns(record(SENT, back)) == ()
    for asked in ((SENT,), (SENT, there), (SENT, back, again), (SENT, back, CAME), (CAME,)):
        assert body_result(*asked) is BodyResult.OPEN


def test_what_is_still_in_time_or_was_struck_or_withdrawn_accuses_nobody() -> None:
    assert body_result(SENT) is BodyResult.OPEN
    assert body_result(CAME, OVERDUE) is BodyResult.OPEN
    assert body_result(CAME, replace(SILENCE, corrected=True)) is BodyResult.OPEN
    assert body_result(CAME, withdrawn(3, date(2024, 3, 5))) is BodyResult.WITHDRAWN


def test_days_are_counted_from_the_latest_receipt_to_the_earliest_answer() -> None:
    on = DaySpan(date(2024, 3, 1), date(2024, 3, 4))
    came = replace(CAME, event=replace(CAME.event, on=on))
    (turn,) = turns(record(came, replied(DaySpan(date(2024, 3, 11), date(2024, 3, 15)))))

    # From 4 March to 11 March.
    assert (turn.days, turn.answered) == (7, date(2024, 3, 11))
    (unproved,) = turns(record(SENT, replied(date(2024, 3, 11))))
    assert unproved.days is None


def test_a_request_that_went_on_counts_for_each_body_by_its_own_time() -> None:
    handed = transferred(3, date(2024, 3, 8), "next")
    silence = lapse(4, FellSilent, LONGEST, 3, body="next")

    first, second = turns(record(CAME, handed, silence))

    assert (first.body, first.body_result) == ("asked", BodyResult.TRANSFERRED)
    assert second == BodyPeriod("next", BodyResult.SILENT, date(2024, 3, 8))

    answered = replied(date(2024, 3, 20))
    first, second = turns(record(CAME, handed, answered, limits=(LIMITS[1],)))
    # From 8 to 20 March; the longest limit of the next body ends after that.
    assert (first.body_result, second.body_result, second.days) == (
        BodyResult.TRANSFERRED,
        BodyResult.IN_TIME,
        12,
    )


def test_a_body_that_let_its_time_pass_and_then_handed_it_on_was_silent() -> None:
    handed = transferred(5, date(2024, 4, 8), "next")

    first, second = turns(record(CAME, SILENCE, handed))

    assert (first.body_result, second.body_result) == (BodyResult.SILENT, BodyResult.OPEN)


def test_a_silence_on_a_review_by_the_same_body_is_none_on_the_request() -> None:
    review = appealed(6, "review", "", Cause.DECISION, 5)
    silence = lapse(7, FellSilent, DECIDE_BY, 6, stage="review-decision")
    entries = (CAME, replied(date(2024, 3, 11)), review, silence)

    assert body_result(*entries) is BodyResult.IN_TIME
    assert appeal_turns(record(*entries)) == ()
    assert body_result(CAME, review, silence) is BodyResult.OPEN


@pytest.mark.parametrize(
    ("after", "expected", "days"),
    [
        ((), BodyResult.OPEN, None),
        ((lapse(8, FellSilent, DECIDE_BY, 6, body="hears"),), BodyResult.SILENT, None),
        # From 10 April: 20 days to its end, 31 of May, 9 of June; and 11 more.
        ((decided(DecisionOutcome.ALLOWED),), BodyResult.IN_TIME, 60),
        (
            (
                lapse(8, FellSilent, DECIDE_BY, 6, body="hears"),
                decided(DecisionOutcome.DISMISSED, date(2024, 6, 20)),
            ),
            BodyResult.LATE,
            71,
        ),
        (
            (decided(DecisionOutcome.DISMISSED, date(2024, 6, 20)),),
            BodyResult.ANSWER_IN_DOUBT,
            71,
        ),
    ],
)
def test_an_appeal_body_has_a_time_of_its_own(
    after: tuple[RecordedEntry, ...], expected: BodyResult, days: int | None
) -> None:
    found = record(CAME, OVERDUE, SILENCE, APPEAL, *after)

    (turn,) = appeal_turns(found)

    assert (turn.body, turn.body_result, turn.began, turn.days) == ("hears", expected, FILED, days)
    assert turns(found)[0].body_result is BodyResult.SILENT


def test_a_withheld_record_tells_of_nobody() -> None:
    found = replace(record(), withheld=True)

    assert (turns(found), appeal_turns(found), open_until(found)) == ((), (), None)
    assert not silent_now(found)


def test_the_day_that_puts_it_into_a_year_is_that_of_receipt_or_the_next_best() -> None:
    assert asked_on(record(SENT, CAME)) == RECEIVED
    assert asked_on(record(SENT)) == date(2024, 2, 28)
    assert asked_on(record()) == date(2024, 7, 1)


def test_a_remedy_is_open_until_its_safe_day_unless_it_was_used() -> None:
    windows = (
        limit("appeal", Actor.REQUESTER, date(2024, 4, 20)),
        replace(
            limit("court", Actor.REQUESTER, date(2024, 6, 1)), last_safe_day=date(2024, 5, 31)
        ),
    )

    assert open_until(record(CAME, limits=windows)) == date(2024, 5, 31)
    assert open_until(record(CAME, APPEAL, limits=windows[:1])) is None
    given_up = withdrawn(9, date(2024, 3, 5))
    assert open_until(record(CAME, given_up, limits=windows)) is None
