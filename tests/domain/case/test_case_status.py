"""Where a request stands, what has lapsed, and the next day to watch.

Received on Monday 4 March 2024: ten working days end on Monday 18 March, twenty on 1 April; the
window that silence opens closes on 17 April, a Wednesday.
"""

from datetime import date, timedelta

import pytest

from tests.domain.a_ladder import (
    ACTION,
    ASSISTED,
    COMMISSION,
    HEARD,
    LONGER,
    MINISTRY,
    WAITING,
    a_library,
    answered,
    appealed,
    decided,
    drafted,
    extended,
    history,
    ladder,
    lapsed,
    on,
    received,
    refused,
)
from tests.domain.small_world import ONE_DAY
from tracker.domain.base.terms import Channel
from tracker.domain.case.case_status import (
    CaseStatus,
    Phase,
    case_status_of,
    lapses_due,
    remedies_ripe,
    sweep_day,
)
from tracker.domain.events.clock.third_party_heard import ThirdPartyHeard
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.event import Event
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.overdue import Overdue
from tracker.domain.events.request.approved import Approved
from tracker.domain.events.request.withdrawn import Withdrawn
from tracker.domain.events.responses.not_held import NotHeld
from tracker.domain.events.responses.partly_answered import PartlyAnswered

ORDINARY, LONGEST, CLOSES = date(2024, 3, 18), date(2024, 4, 1), date(2024, 4, 17)
APPROVED = Approved(on=on(date(2024, 2, 28)))
SENT = Sent(on=on(date(2024, 2, 28)), channel=Channel.POST)
WITHDRAWN = Withdrawn(on=on(date(2024, 3, 20)))
OVERDUE = lapsed(Overdue, ORDINARY)
SILENT = lapsed(FellSilent, LONGEST)


def march(day: int) -> date:
    return date(2024, 3, day)


def case_status(*events: Event, urgent: bool = False) -> CaseStatus:
    return case_status_of(history(*events, urgent=urgent), a_library())


def due(today: date, *events: Event, urgent: bool = False) -> list[tuple[str, date]]:
    found = case_status(*events, urgent=urgent)
    return [(each.kind, each.latest) for each in lapses_due(found, a_library(), today)]


# Phases ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "phase"),
    [
        ((), Phase.DRAFTED),
        ((APPROVED,), Phase.APPROVED),
        ((APPROVED, SENT), Phase.SENT),
        ((APPROVED, SENT, received()), Phase.AWAITING),
        ((received(), OVERDUE), Phase.OVERDUE),
        ((received(), OVERDUE, SILENT), Phase.SILENT),
        ((received(), SILENT, OVERDUE), Phase.SILENT),
        ((received(), OVERDUE, answered(march(25))), Phase.ANSWERED),
        ((received(), refused(march(25))), Phase.REFUSED),
        ((received(), refused(march(11)), answered(march(25))), Phase.ANSWERED),
        ((received(), answered(march(11)), refused(march(25))), Phase.REFUSED),
        (
            (received(), PartlyAnswered(on=on(march(11)), stage="reply", outcomes=())),
            Phase.PARTLY_ANSWERED,
        ),
        ((received(), NotHeld(on=on(march(11)), stage="reply", outcomes=())), Phase.NOT_HELD),
        ((received(), refused(march(11)), appealed(march(25), 3)), Phase.APPEALED),
        ((received(), OVERDUE, SILENT, appealed(march(25), 2)), Phase.APPEALED),
        ((received(), appealed(march(25), 2), decided(march(28))), Phase.DECIDED),
        ((received(), appealed(march(25), 2), WITHDRAWN), Phase.WITHDRAWN),
        (
            (received(), appealed(march(25), 2), lapsed(FellSilent, march(28), opening=3)),
            Phase.APPEAL_SILENT,
        ),
        (
            (received(), appealed(march(25), 2), lapsed(Overdue, march(28), opening=3)),
            Phase.APPEALED,
        ),
    ],
)
def test_the_phase_is_the_latest_word_that_the_history_supports(
    events: tuple[Event, ...], phase: Phase
) -> None:
    assert case_status(*events).phase is phase


def test_before_a_draft_is_settled_a_request_is_new_and_has_nothing_due() -> None:
    found = case_status_of((), a_library())

    assert (found.phase, found.awaited, found.windows) == (Phase.NEW, (), ())
    assert found.case_state.drafted is None
    assert sweep_day(found, march(4)) is None


def test_where_it_stands_carries_what_it_was_derived_from() -> None:
    found = case_status(received())

    assert found.case_state.drafted == drafted()
    assert [each.stage.key for each in found.awaited] == ["reply"]
    assert [each.stage.key for each in found.windows] == ["appeal"]


# What has lapsed ------------------------------------------------------------------------------


def test_a_limit_lapses_when_the_day_after_it_begins_and_not_before() -> None:
    assert due(ORDINARY, received()) == []
    assert due(ORDINARY + ONE_DAY, received()) == [("overdue", ORDINARY)]
    assert due(LONGEST, received(), OVERDUE) == []
    assert due(LONGEST + ONE_DAY, received(), OVERDUE) == [("fell-silent", LONGEST)]


def test_days_missed_are_caught_up_and_nothing_is_entered_twice() -> None:
    late = date(2024, 7, 1)

    assert due(late, received()) == [("overdue", ORDINARY), ("fell-silent", LONGEST)]
    assert due(late, received(), OVERDUE, SILENT) == []


def test_where_both_limits_fall_together_that_is_one_fact() -> None:
    assert due(date(2024, 7, 1), received(), extended(march(15))) == [("fell-silent", LONGEST)]


@pytest.mark.parametrize("event", [refused(march(15)), WITHDRAWN])
def test_what_was_answered_or_withdrawn_does_not_lapse(event: Event) -> None:
    assert due(date(2024, 7, 1), received(), event) == []


def test_while_a_paper_waits_to_be_read_no_silence_is_due() -> None:
    came = DocumentReceived(on=on(march(15)), channel=Channel.POST)

    assert due(date(2024, 7, 1), received(), came) == []


def test_an_answered_request_does_not_hide_a_silent_appeal() -> None:
    """Filed on 25 March: sixty days end on 24 May."""
    events = (received(), refused(march(15)), appealed(march(25), 3))

    assert due(date(2024, 5, 24), *events) == []
    assert due(date(2024, 5, 25), *events) == [("fell-silent", date(2024, 5, 24))]


def test_urgency_brings_no_silence_forward() -> None:
    assert due(ORDINARY, received(), urgent=True) == []
    assert due(ORDINARY + ONE_DAY, received(), urgent=True) == [("overdue", ORDINARY)]


def test_a_lapse_keeps_the_count_on_which_it_rests() -> None:
    found = case_status(received(march(4), march(5)))

    (lapse,) = lapses_due(found, a_library(), march(20))

    assert isinstance(lapse, Overdue)
    assert lapse.on == on(march(20))
    assert (lapse.body, lapse.stage, lapse.opening) == (MINISTRY, "reply", 2)
    assert (lapse.earliest, lapse.latest) == (march(18), march(19))
    assert lapse.provisional is False
    assert lapse.library_version == "edition 1"
    assert lapse.count == found.awaited[0].ordinary.moves


def test_the_commission_s_silence_is_the_commission_s() -> None:
    found = case_status(received(), refused(march(15)), appealed(march(25), 3))

    (lapse,) = lapses_due(found, a_library(), date(2024, 6, 1))

    assert (lapse.body, lapse.stage, lapse.opening) == (COMMISSION, "appeal-decision", 4)


# Windows to watch -----------------------------------------------------------------------------


def test_a_window_is_watched_until_an_appeal_is_filed_in_it() -> None:
    by_silence = case_status(received(), refused(march(25)))
    filed = case_status(received(), refused(march(25)), appealed(march(28), 3))

    assert [each.opening for each in by_silence.unfiled()] == [2, 3]
    assert [(each.stage.key, each.opening) for each in filed.unfiled()] == [
        ("appeal", 2),
        ("court", 4),
    ]


def test_nobody_is_reminded_of_a_window_after_a_full_answer() -> None:
    assert case_status(received(), answered(march(15))).unfiled() == ()


def test_the_next_window_is_the_next_to_close_or_the_last_of_those_that_closed() -> None:
    """Silence until 17 April; refusals of 25 and 26 March until the 24th and the 25th."""
    found = case_status(received(), refused(march(26)), refused(march(25)))

    def opening(today: date) -> int | None:
        window = found.next_window(today)
        return window.opening if window else None

    assert opening(march(25)) == 2
    assert opening(CLOSES) == 2
    assert opening(CLOSES + ONE_DAY) == 4
    assert opening(date(2024, 4, 25)) == 3
    assert opening(date(2024, 6, 1)) == 3
    assert case_status(received(), answered(march(15))).next_window(march(20)) is None


# The next day ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "events", "watched"),
    [
        (march(5), (received(),), ORDINARY),
        (ORDINARY, (received(),), ORDINARY),
        (march(19), (received(),), CLOSES),
        (march(19), (received(), OVERDUE), LONGEST),
        (date(2024, 4, 2), (received(), OVERDUE), CLOSES),
        (march(19), (received(), OVERDUE, SILENT), CLOSES),
        (march(5), (received(), SILENT), CLOSES),
        (date(2024, 6, 1), (received(), OVERDUE, SILENT), CLOSES),
        (march(5), (received(), answered(march(5))), None),
    ],
)
def test_the_next_day_is_the_first_that_must_be_watched(
    today: date, events: tuple[Event, ...], watched: date | None
) -> None:
    assert case_status(*events).next_day(today) == watched


def test_an_urgent_request_is_watched_by_its_shorter_limit() -> None:
    assert case_status(received(), urgent=True).next_day(march(5)) == march(7)


def test_a_window_is_watched_by_its_last_safe_day_or_where_there_is_none_by_its_end() -> None:
    """Thirty days after Friday 15 March end on Sunday 14 April: file by Friday the 12th."""
    assert case_status(received(), refused(march(15))).next_day(march(20)) == date(2024, 4, 12)


# The next sweep -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "events", "day"),
    [
        (march(5), (received(),), ORDINARY + ONE_DAY),
        (march(5), (received(), extended(march(5))), LONGEST + ONE_DAY),
        (march(19), (received(), OVERDUE), LONGEST + ONE_DAY),
        # Only the window is left, and after it nothing: no sweep changes what is watched.
        (march(19), (received(), OVERDUE, SILENT), None),
        (march(5), (received(), answered(march(5))), None),
        (march(5), (received(), WITHDRAWN), None),
        # Both windows are left: after the first has closed the second is watched.
        (date(2024, 4, 3), (received(), OVERDUE, SILENT, refused(march(25))), date(2024, 4, 18)),
        (date(2024, 4, 17), (received(), OVERDUE, SILENT, refused(march(25))), date(2024, 4, 18)),
        (date(2024, 4, 18), (received(), OVERDUE, SILENT, refused(march(25))), None),
        # A lapse that a sweep missed is due at once, whatever comes later.
        (date(2024, 4, 18), (received(),), ORDINARY + ONE_DAY),
    ],
)
def test_a_sweep_is_due_when_something_lapses_or_another_day_is_to_be_watched(
    today: date, events: tuple[Event, ...], day: date | None
) -> None:
    assert sweep_day(case_status(*events), today) == day


def test_a_shorter_limit_that_passed_needs_a_sweep_to_watch_the_next_day() -> None:
    urgent = case_status(received(), urgent=True)

    assert sweep_day(urgent, march(5)) == march(8)
    assert sweep_day(urgent, march(8)) == ORDINARY + ONE_DAY


def test_a_window_whose_every_day_is_unsafe_is_watched_by_its_end() -> None:
    """The commission is shut from the refusal to the end."""
    first = march(15)
    shut = tuple(first + timedelta(days=n) for n in range(31))
    library = a_library(commission=shut)

    found = case_status_of(history(received(), refused(first)), library)

    assert found.windows[0].closes.last_safe_day is None
    assert found.next_day(first) == date(2024, 4, 14)


# Beside the reply -----------------------------------------------------------------------------

# Three months after 4 March end on Tuesday 4 June.
WAITED = date(2024, 6, 4)
WAITS = a_library(ladder(WAITING, ACTION))


def waiting(*events: Event) -> CaseStatus:
    return case_status_of(history(received(), *events), WAITS)


def test_the_end_of_a_waiting_is_no_second_silence_of_the_body() -> None:
    late = date(2024, 8, 1)

    found = list(lapses_due(waiting(), WAITS, late))

    assert [(each.kind, each.stage) for each in found] == [
        ("overdue", "reply"),
        ("fell-silent", "reply"),
    ]
    assert list(lapses_due(waiting(OVERDUE, SILENT), WAITS, late)) == []


def test_the_remedy_that_was_delayed_is_open_when_the_waiting_is_over() -> None:
    silent = waiting(OVERDUE, SILENT)

    def ripe(found: CaseStatus, today: date) -> list[str]:
        return [each.stage.key for each in remedies_ripe(found, today)]

    assert ripe(silent, WAITED) == []
    assert ripe(silent, WAITED + ONE_DAY) == ["waiting"]
    assert ripe(waiting(refused(march(15))), WAITED + ONE_DAY) == []
    assert ripe(waiting(WITHDRAWN), WAITED + ONE_DAY) == []


def test_the_end_of_a_waiting_is_watched_until_its_remedy_is_used() -> None:
    silent = waiting(OVERDUE, SILENT)
    sued = waiting(OVERDUE, SILENT, appealed(date(2024, 6, 10), 2, "action"))
    of_another = waiting(OVERDUE, SILENT, appealed(date(2024, 6, 10), 3, "action"))

    assert silent.next_day(CLOSES) == CLOSES
    assert silent.next_day(CLOSES + ONE_DAY) == WAITED
    assert silent.next_day(WAITED + ONE_DAY) == WAITED
    assert sued.next_day(date(2024, 6, 11)) == CLOSES
    assert of_another.next_day(date(2024, 6, 11)) == WAITED


@pytest.mark.parametrize(
    ("today", "day"),
    [
        # After the window closed another day is to be watched; then the remedy is made ready.
        (march(19), CLOSES + ONE_DAY),
        (CLOSES + ONE_DAY, WAITED + ONE_DAY),
        (WAITED + ONE_DAY, WAITED + ONE_DAY),
        (date(2024, 6, 6), None),
    ],
)
def test_a_sweep_is_due_when_a_waiting_is_over(today: date, day: date | None) -> None:
    assert sweep_day(waiting(OVERDUE, SILENT), today) == day


def test_a_body_that_may_have_a_longer_time_is_silent_only_after_it() -> None:
    """Fifteen days after 4 March end on the 19th; thirty on 3 April."""
    library = a_library(ladder(LONGER, ASSISTED, HEARD))
    third_of_april = date(2024, 4, 3)

    def due_on(today: date, *events: Event) -> list[tuple[str, str, date]]:
        found = case_status_of(history(received(), *events), library)
        return [(e.kind, e.stage, e.latest) for e in lapses_due(found, library, today)]

    assert due_on(ORDINARY + ONE_DAY) == [("overdue", "reply", ORDINARY)]
    assert due_on(third_of_april, OVERDUE) == []
    silent = [("fell-silent", "reply", third_of_april)]
    assert due_on(third_of_april + ONE_DAY, OVERDUE) == silent
    heard = ThirdPartyHeard(on=on(march(8)))
    assert due_on(third_of_april, heard) == []
    assert due_on(third_of_april + ONE_DAY, heard) == silent
