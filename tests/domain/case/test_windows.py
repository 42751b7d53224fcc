"""The time for the next remedy: what opens it, when it closes, and the days between that are safe.

Received on Monday 4 March 2024: ten working days end on Monday 18 March, twenty on 1 April.
Thirty days after 18 March end on Wednesday 17 April, after 1 April on 1 May.
"""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.a_ladder import (
    ACTION,
    APPEAL,
    ASSISTED,
    COMMISSION,
    COURT,
    HEARD,
    LONGER,
    REPLY,
    TEN_MORE,
    WAITING,
    a_library,
    answered,
    appealed,
    decided,
    extended,
    history,
    ladder,
    on,
    received,
    refused,
    stage_of,
)
from tests.domain.small_world import a_calendar, a_limit, en
from tracker.domain.base.days import Span
from tracker.domain.base.errors import NoLimitOnFile
from tracker.domain.base.terms import Cause, GivenAs
from tracker.domain.case.case_status import CaseStatus, case_status_of
from tracker.domain.case.windows import UntimedRemedy, Window, remedies_in
from tracker.domain.events.clock.access_granted import AccessGranted
from tracker.domain.events.clock.clarification_asked import ClarificationAsked
from tracker.domain.events.clock.clarification_given import ClarificationGiven
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.domain.events.clock.fee_paid import FeePaid
from tracker.domain.events.clock.registered import Registered
from tracker.domain.events.clock.third_party_heard import ThirdPartyHeard
from tracker.domain.events.event import Event
from tracker.domain.events.responses.not_held import NotHeld
from tracker.domain.events.responses.partly_answered import PartlyAnswered
from tracker.domain.law.count_step import Bound, Caution, Reason, Warn
from tracker.domain.law.law import Actor, Stage
from tracker.domain.law.limits import FirstDay, LastDay, Outer, Unit
from tracker.domain.law.outcome import Outcome, QuestionOutcome
from tracker.domain.library import Library

FIRST_APRIL = date(2024, 4, 1)


def march(day: int) -> date:
    return date(2024, 3, day)


def april(day: int) -> date:
    return date(2024, 4, day)


def case_status(*events: Event, library: Library | None = None) -> CaseStatus:
    return case_status_of(history(*events), library or a_library())


def windows(*events: Event, library: Library | None = None) -> list[Window]:
    return list(case_status(*events, library=library).windows)


def opened_by(found: list[Window]) -> list[tuple[str, Cause, int]]:
    return [(each.stage.key, each.cause, each.opening) for each in found]


# By silence -----------------------------------------------------------------------------------


def test_while_the_clock_of_the_body_may_stand_still_no_day_of_the_window_is_safe() -> None:
    """A fee of which the law says nothing, asked on 7 March and not paid: by the earliest reading
    the time of the window still ends on 17 April, and of nothing later anything is known. Paid on
    12 March, the reply may have been due on 26 March at the latest."""
    fee = FeeNoticed(on=on(march(7)))

    (unpaid,) = windows(received(), fee)
    (paid,) = windows(received(), fee, FeePaid(on=on(march(12))))

    assert (unpaid.opens_earliest, unpaid.opens_latest, unpaid.safe) == (march(19), None, None)
    assert (unpaid.closes.earliest, unpaid.closes.latest) == (april(17), None)
    assert unpaid.closes.last_safe_day is None
    assert [each.caution for each in unpaid.closes.warnings] == [Caution.OPENING_UNKNOWN]
    assert {move.bound for move in unpaid.closes.moves if move.reason is Reason.LIMIT} == {
        Bound.EARLIEST
    }
    assert paid.closes.earliest == april(17)
    assert paid.safe == Span(march(27), april(17))
    assert paid.closes.last_safe_day == april(17)


def test_what_no_latest_day_makes_untrue_is_not_said_and_everything_else_is() -> None:
    read = replace(a_limit(30, Unit.DAY), inferred=frozenset({"unit"}))
    library = a_library(ladder(replace(APPEAL, limits=(read,))))

    (window,) = windows(received(), FeeNoticed(on=on(march(7))), library=library)

    assert window.closes.warnings == (
        Warn(Caution.OPENING_UNKNOWN, april(17)),
        Warn(Caution.INFERRED, fields=("unit",)),
    )


def test_silence_opens_a_window_the_day_after_the_ordinary_limit() -> None:
    (window,) = windows(received())

    assert opened_by([window]) == [("appeal", Cause.SILENCE, 2)]
    assert (window.opens_earliest, window.opens_latest) == (march(19), march(19))
    assert (window.closes.earliest, window.closes.latest) == (april(17), april(17))
    assert window.safe == Span(march(19), april(17))
    assert window.certain_from == april(2)
    assert not window.quiet


def test_an_extension_keeps_the_earlier_end_and_shortens_what_is_safe() -> None:
    (window,) = windows(received(), extended(march(15)))

    assert (window.opens_earliest, window.opens_latest) == (march(19), april(2))
    assert (window.closes.earliest, window.closes.latest) == (april(17), date(2024, 5, 1))
    assert window.safe == Span(april(2), april(17))
    assert window.certain_from == april(2)


def test_where_the_longest_limit_eats_up_the_window_nothing_is_safe() -> None:
    """Fifteen days after 18 March end on 2 April, the first day after the extension."""
    short, shorter = (
        a_library(ladder(replace(APPEAL, limits=(a_limit(n, Unit.DAY),)))) for n in (15, 14)
    )

    (one_day,) = windows(received(), extended(march(15)), library=short)
    (none,) = windows(received(), extended(march(15)), library=shorter)

    assert one_day.safe == Span(april(2), april(2))
    assert none.safe is None
    assert none.closes.earliest == FIRST_APRIL


def test_a_day_of_receipt_that_is_a_span_opens_and_closes_the_window_from_both_ends() -> None:
    (window,) = windows(received(march(4), march(6)))

    assert (window.opens_earliest, window.opens_latest) == (march(19), march(21))
    assert (window.closes.earliest, window.closes.latest) == (april(17), april(19))
    assert window.safe == Span(march(21), april(17))


def test_past_the_days_that_the_calendar_knows_no_opening_can_be_told_for_sure() -> None:
    calendars = {"xx-ministry": replace(a_calendar(), known=Span(march(1), march(15)))}
    known = a_library()
    library = replace(known, calendars={**known.calendars, **calendars})

    (window,) = windows(received(), library=library)

    assert (window.opens_earliest, window.opens_latest) == (march(19), None)
    assert window.safe is None
    assert window.certain_from is None
    assert window.closes.earliest == april(17)


@pytest.mark.parametrize(
    ("known_until", "safe", "said"),
    [
        (20, march(20), Warn(Caution.OPEN_DAYS_UNKNOWN, march(20), march(20))),
        (18, None, Warn(Caution.NO_SAFE_DAY, april(17))),
    ],
)
def test_no_day_is_safe_to_file_past_the_known_days_of_the_body_that_hears_the_remedy(
    known_until: int, safe: date | None, said: Warn
) -> None:
    """On 18 March itself the body may still answer."""
    known = a_library()
    hears = replace(a_calendar(), known=Span(march(1), march(known_until)))
    library = replace(known, calendars={**known.calendars, COMMISSION: hears})

    (window,) = windows(received(), library=library)

    assert (window.closes.earliest, window.closes.latest) == (april(17), april(17))
    assert window.closes.last_safe_day == safe
    assert window.closes.warnings == (said,)


@pytest.mark.parametrize(
    ("came", "stands"),
    [(march(18), False), (march(19), True)],
)
@pytest.mark.parametrize("granted", [False, True])
def test_a_window_by_silence_stands_once_nothing_came_in_time(
    came: date, stands: bool, granted: bool
) -> None:
    reply = AccessGranted(on=on(came)) if granted else refused(came)

    causes = [each.cause for each in windows(received(), reply) if each.opening == 2]

    assert causes == [Cause.SILENCE] * stands


def test_the_first_of_two_replies_is_the_one_that_came_in_time_or_not() -> None:
    found = windows(received(), refused(march(15)), answered(march(25)))

    assert opened_by(found) == [("appeal", Cause.DECISION, 3), ("appeal", Cause.DECISION, 4)]


def test_a_reply_whose_day_is_a_span_counts_from_its_latest_day() -> None:
    found = windows(received(), refused(march(18), march(19)))

    assert [each.cause for each in found] == [Cause.SILENCE, Cause.DECISION]


def test_an_extension_in_force_makes_a_reply_within_it_one_in_time() -> None:
    found = windows(received(), extended(march(15)), refused(march(27)))

    assert [each.cause for each in found] == [Cause.DECISION]


def test_silence_on_an_appeal_is_broken_by_a_decision_and_by_no_reply() -> None:
    """Filed on 25 March, sixty days end on 24 May; twenty more on 13 June."""
    appeal = appealed(march(25), 2)
    after_reply = windows(received(), appeal, refused(date(2024, 5, 2)))
    after_decision = windows(received(), appeal, decided(date(2024, 5, 24)))
    too_late = windows(received(), appeal, decided(date(2024, 5, 25)))

    court = ("court", Cause.SILENCE, 3)
    assert court in opened_by(after_reply)
    assert court not in opened_by(after_decision)
    assert court in opened_by(too_late)
    (window,) = [each for each in after_reply if each.stage.key == "court"]
    assert window.closes.earliest == date(2024, 6, 13)


def test_a_decision_before_the_appeal_breaks_no_silence_on_it() -> None:
    found = windows(received(), decided(march(20), 2), appealed(march(25), 2))

    assert ("court", Cause.SILENCE, 4) in opened_by(found)


# By a decision --------------------------------------------------------------------------------


def test_a_refusal_opens_a_window_of_its_own() -> None:
    """Thirty days after Friday 15 March end on Sunday 14 April; the 12th is a Friday."""
    (window,) = windows(received(), refused(march(15)))

    assert opened_by([window]) == [("appeal", Cause.DECISION, 3)]
    assert (window.opens_earliest, window.opens_latest) == (march(15), march(15))
    assert window.closes.earliest == april(14)
    assert window.closes.last_safe_day == april(12)
    assert window.safe == Span(march(15), april(14))
    assert window.certain_from == march(15)
    assert not window.quiet


def test_a_refusal_whose_day_is_a_span_closes_from_its_earliest_day() -> None:
    (window,) = windows(received(), refused(march(12), march(15)))

    assert (window.opens_earliest, window.opens_latest) == (march(12), march(15))
    assert window.closes.earliest == april(11)
    assert window.safe == Span(march(15), april(11))


def test_a_span_as_long_as_the_window_leaves_its_last_day_or_none() -> None:
    three, two = (
        a_library(ladder(replace(APPEAL, limits=(a_limit(n, Unit.DAY),)))) for n in (3, 2)
    )
    reply = refused(march(12), march(15))

    assert windows(received(), reply, library=three)[0].safe == Span(march(15), march(15))
    assert windows(received(), reply, library=two)[0].safe is None


def test_a_window_after_a_full_answer_is_quiet() -> None:
    (window,) = windows(received(), answered(march(15)))

    assert window.quiet


def test_a_window_after_a_statement_in_place_of_a_record_is_watched() -> None:
    """Thirty days after Friday 15 March end on Sunday 14 April; the 12th is a Friday."""
    given = QuestionOutcome("orders", Outcome.DISCLOSED, given_as=GivenAs.RECORD)
    said = QuestionOutcome("minutes", Outcome.DISCLOSED, given_as=GivenAs.STATEMENT)
    partial = a_library(ladder(replace(APPEAL, counts_from=("refused", "partly-answered"))))
    full = replace(answered(march(15)), outcomes=(given,))
    short = replace(answered(march(15)), outcomes=(given, said))

    assert [each.quiet for each in windows(received(), full)] == [True]
    assert windows(received(), full, library=partial) == []
    for library in (None, partial):
        (window,) = windows(received(), short, library=library)
        assert (window.quiet, window.closes.last_safe_day) == (False, april(12))


def test_a_reply_opens_only_what_counts_from_its_kind() -> None:
    library = a_library(ladder(replace(APPEAL, counts_from=("refused",))))

    assert windows(received(), answered(march(15)), library=library) == []


def test_an_appeal_decision_opens_what_follows_it_on_the_ladder() -> None:
    """Decided on 3 May: twenty days end on the 23rd."""
    found = windows(
        received(), refused(march(15)), appealed(march(25), 3), decided(date(2024, 5, 3), 4)
    )

    assert opened_by(found) == [("appeal", Cause.DECISION, 3), ("court", Cause.DECISION, 5)]
    assert found[1].closes.earliest == date(2024, 5, 23)


def test_a_decision_opens_no_stage_that_does_not_follow_it() -> None:
    elsewhere = replace(COURT, key="tribunal")
    library = a_library(ladder(elsewhere))
    decided_now = (received(), refused(march(15)), appealed(march(25), 3), decided(march(28), 4))

    keys = {each.stage.key for each in windows(*decided_now, library=library)}
    of_unknown = windows(received(), decided(march(28), stage="gone"), library=library)

    assert keys == {"appeal", "court"}
    assert {each.stage.key for each in of_unknown} == {"appeal"}


def test_a_stage_that_counts_from_no_decision_is_opened_by_none() -> None:
    by_refusal = replace(COURT, counts_from=("refused",), opened_by_silence_of=())
    library = a_library(ladder(by_refusal))

    found = windows(received(), appealed(march(6), 2), decided(march(8)), library=library)

    assert [each for each in found if each.stage.key == "court"] == []


# By whose calendar, and without a number ------------------------------------------------------


def test_the_body_that_hears_the_remedy_must_be_open_on_the_last_safe_day() -> None:
    """Until 17 April; the commission is closed on the 16th and 17th, the ministry on the 15th."""
    library = a_library(commission=(april(16), april(17)), ministry=(april(15),))

    silence = windows(received(), library=library)[0]
    refusal = windows(received(), refused(march(18)), library=library)[0]

    assert (silence.closes.last_safe_day, silence.cause) == (april(15), Cause.SILENCE)
    assert (refusal.closes.last_safe_day, refusal.cause) == (april(15), Cause.DECISION)


def test_without_a_body_of_its_own_a_remedy_is_filed_with_the_body_asked() -> None:
    library = a_library(ladder(replace(APPEAL, receiver=None)), ministry=(april(17),))

    silence = windows(received(), library=library)[0]
    refusal = windows(received(), refused(march(18)), library=library)[0]

    assert silence.closes.last_safe_day == april(16)
    assert refusal.closes.last_safe_day == april(16)


def test_a_body_that_the_library_does_not_know_goes_by_the_calendar_of_the_law() -> None:
    known = a_library(ladder(replace(APPEAL, receiver=None)))
    calendars = {**known.calendars, "xx": a_calendar([april(17)])}
    library = replace(known, bodies={}, calendars=calendars)

    silence = windows(received(), library=library)[0]
    refusal = windows(received(), refused(march(18)), library=library)[0]

    assert silence.closes.last_safe_day == april(16)
    assert refusal.closes.last_safe_day == april(16)


def test_a_window_without_a_number_is_named_once_with_the_reason_and_hides_no_other() -> None:
    library = a_library(ladder(replace(APPEAL, limits=())))
    events = (received(), appealed(march(25), 2), refused(march(27)), refused(march(28)))

    found = case_status(*events, library=library)

    assert [each.stage.key for each in found.windows] == ["court"]
    assert [str(why) for why in found.not_counted] == [
        "No time limit is known for “appeal”: the law sets none."
    ]


def test_a_remedy_without_a_number_says_what_opened_it_and_since_when() -> None:
    appeal = replace(APPEAL, limits=())
    library = a_library(ladder(appeal))
    found = case_status(received(), refused(march(25), march(26)), library=library)

    remedies = remedies_in(found.case_state, ladder(appeal), library, found.awaited)

    why = NoLimitOnFile("No time limit is known for “appeal”: the law sets none.")
    assert list(remedies) == [
        UntimedRemedy(appeal, Cause.SILENCE, 2, march(19), why, march(19)),
        UntimedRemedy(appeal, Cause.DECISION, 3, march(25), why, march(26)),
    ]


def test_an_outer_limit_cuts_a_window_where_its_event_came_after_the_opening() -> None:
    """Twenty days after a registration of 20 March end on Tuesday 9 April."""
    outer = Outer("registered", 20, Unit.DAY, FirstDay.NEXT, LastDay.STANDS, ("2",))
    library = a_library(ladder(replace(APPEAL, outer=outer)))
    registered = Registered(on=on(march(20)))

    silence = windows(received(), registered, library=library)[0]
    refusal = windows(received(), refused(march(18)), registered, library=library)[0]

    assert (silence.cause, silence.closes.earliest) == (Cause.SILENCE, april(9))
    assert (refusal.cause, refusal.closes.earliest) == (Cause.DECISION, april(9))


def test_an_extension_announced_after_the_refusal_changes_no_window_after_it() -> None:
    found = windows(received(), refused(march(15)), extended(march(18)))

    assert [each.closes.earliest for each in found] == [april(14)]


def test_papers_that_were_promised_and_never_came_are_a_silence_of_their_own() -> None:
    """Five working days after Friday 15 March end on Friday the 22nd; thirty more on 21 April."""
    granted = AccessGranted(on=on(march(15)))

    (window,) = windows(received(), granted)

    assert opened_by([window]) == [("appeal", Cause.SILENCE, 3)]
    assert window.opens_earliest == march(23)
    assert window.closes.earliest == april(21)


def test_an_extension_that_nobody_need_announce_is_over_the_day_after_the_longest_limit() -> None:
    announced = replace(TEN_MORE, must_be_announced=True)
    library = a_library(ladder(replace(REPLY, extension=announced)))

    assert windows(received(), library=library)[0].certain_from == march(19)
    assert windows(received())[0].certain_from == april(2)


# By a notice ----------------------------------------------------------------------------------

# Five working days after Monday 11 March end on Monday 18 March.
PAYMENT = replace(
    stage_of("payment", Actor.REQUESTER, ("fee-noticed",), a_limit(5, Unit.WORKING_DAY)),
    leads_to=("reply",),
)
ASKS_A_FEE = FeeNoticed(on=on(march(11)))


def by_notice(*events: Event, stage: Stage = PAYMENT) -> list[Window]:
    library = a_library(ladder(stage))
    found = windows(received(), ASKS_A_FEE, *events, library=library)
    return [each for each in found if each.cause is Cause.NOTICE]


def test_a_notice_of_a_fee_opens_the_time_to_pay_it() -> None:
    (window,) = by_notice()

    assert opened_by([window]) == [("payment", Cause.NOTICE, 3)]
    assert (window.opens_earliest, window.opens_latest) == (march(11), march(11))
    assert (window.closes.earliest, window.closes.last_safe_day) == (march(18), march(18))
    assert window.safe == Span(march(11), march(18))


def test_a_question_back_opens_the_time_to_answer_it() -> None:
    answer = replace(PAYMENT, key="answer", counts_from=("clarification-asked",))
    asks = ClarificationAsked(on=on(march(11)))
    answers = ClarificationGiven(on=on(march(13)))
    library = a_library(ladder(answer))

    open_still = windows(received(), asks, library=library)
    closed = windows(received(), asks, answers, library=library)

    assert ("answer", Cause.NOTICE, 3) in opened_by(open_still)
    assert "answer" not in [each.stage.key for each in closed]


def test_what_a_notice_asks_for_is_no_remedy_and_nobody_files_an_appeal_in_it() -> None:
    library = a_library(ladder(PAYMENT))
    found = case_status(received(), ASKS_A_FEE, library=library)
    remedies = remedies_in(found.case_state, library.laws["xx-law"], library, found.awaited)

    assert "payment" not in [each.stage.key for each in remedies]
    assert "payment" in [each.stage.key for each in found.unfiled()]


@pytest.mark.parametrize(
    ("events", "still_open"),
    [
        ((FeePaid(on=on(march(11))),), False),
        ((FeePaid(on=on(march(13))),), False),
        ((FeePaid(on=on(march(8))),), True),
        ((refused(march(15)),), False),
        ((answered(march(15)),), False),
        ((NotHeld(on=on(march(15)), stage="reply", outcomes=()),), False),
        # A letter of the same day may ask for the fee and refuse something else.
        ((refused(march(11)),), True),
        ((PartlyAnswered(on=on(march(15)), stage="reply", outcomes=()),), True),
    ],
)
def test_the_time_to_pay_is_over_once_it_was_paid_or_the_body_replied(
    events: tuple[Event, ...], still_open: bool
) -> None:
    assert bool(by_notice(*events)) is still_open


def test_a_time_for_either_notice_is_what_both_ask_for() -> None:
    either = replace(PAYMENT, counts_from=("fee-noticed", "clarification-asked"))

    assert by_notice(FeePaid(on=on(march(13))), stage=either) == []


@pytest.mark.parametrize(
    "stage",
    [
        replace(PAYMENT, leads_to=(), receiver=COMMISSION),
        replace(PAYMENT, leads_to=(), office=en("Head of the body")),
        replace(PAYMENT, leads_to=(), court=en("High Court")),
        replace(PAYMENT, leads_to=("appeal-decision",)),
        replace(PAYMENT, counts_from=("fee-noticed", "refused")),
    ],
)
def test_a_remedy_against_a_fee_is_a_remedy_and_stays_open_when_the_fee_is_paid(
    stage: Stage,
) -> None:
    (window,) = by_notice(FeePaid(on=on(march(13))), stage=stage)

    assert opened_by([window]) == [("payment", Cause.NOTICE, 3)]


def test_a_time_to_pay_without_a_number_is_named_with_the_reason() -> None:
    library = a_library(ladder(replace(PAYMENT, limits=())))

    found = case_status(received(), ASKS_A_FEE, library=library)

    assert [str(why) for why in found.not_counted] == [
        "No time limit is known for “payment”: the law sets none."
    ]


# By a waiting ---------------------------------------------------------------------------------


def test_a_waiting_opens_its_remedy_the_day_after_and_tells_the_first_safe_day() -> None:
    """Three months after 4 March, or after Saturday 9 March: 4 and 9 June; no end is on file."""
    library = a_library(ladder(WAITING, ACTION))
    found = case_status(received(march(4), march(9)), library=library)
    law = library.laws["xx-law"]

    (action,) = (
        each
        for each in remedies_in(found.case_state, law, library, found.awaited)
        if each.stage.key == "action"
    )

    assert isinstance(action, UntimedRemedy)
    assert (action.cause, action.opening) == (Cause.SILENCE, 2)
    assert (action.opens_earliest, action.safe_from) == (date(2024, 6, 5), date(2024, 6, 10))


def test_while_the_waiting_may_stand_still_no_first_safe_day_is_told() -> None:
    library = a_library(ladder(WAITING, ACTION))
    found = case_status(received(), FeeNoticed(on=on(march(7))), library=library)

    remedies = list(remedies_in(found.case_state, library.laws["xx-law"], library, found.awaited))

    (action,) = (each for each in remedies if isinstance(each, UntimedRemedy))
    assert (action.stage.key, action.opens_earliest) == ("action", date(2024, 6, 5))
    assert action.safe_from is None


@pytest.mark.parametrize(("day", "opened"), [(date(2024, 6, 4), False), (date(2024, 6, 5), True)])
def test_a_reply_within_the_waiting_opens_no_remedy_for_want_of_one(
    day: date, opened: bool
) -> None:
    library = a_library(ladder(WAITING, ACTION))
    found = case_status(received(), refused(day), library=library)
    remedies = remedies_in(found.case_state, library.laws["xx-law"], library, found.awaited)

    assert ("action" in [each.stage.key for each in remedies]) is opened


def test_a_longer_time_that_is_on_record_keeps_the_earlier_end_of_the_window() -> None:
    """Thirty days after 18 March end on 17 April, after 3 April on 3 May."""
    library = a_library(ladder(LONGER, ASSISTED, HEARD))
    heard = ThirdPartyHeard(on=on(march(8)))

    (window,) = windows(received(), heard, library=library)
    (before,) = windows(received(), library=library)

    assert (window.closes.earliest, window.closes.latest) == (april(17), date(2024, 5, 3))
    assert window.safe == Span(april(4), april(17))
    assert (before.closes.latest, before.certain_from) == (april(17), april(4))
