"""A pause that begins on the open day to which a closed last day moves: dates by hand.

Twelve days from Monday 4 March 2024 end on Saturday the 16th, and the next open day is the 18th.
Whether the clock can still be paused between the two is unclear, so both are counted.
"""

from collections.abc import Iterable
from datetime import date

import pytest

from tests.domain.small_world import a_calendar, a_law, a_limit, a_pause, a_stage
from tracker.domain.base.days import DaySpan
from tracker.domain.clock.deadline import Deadline, count_deadline
from tracker.domain.clock.interruptions import Happened
from tracker.domain.law.count_step import Bound, Caution, Reason
from tracker.domain.law.limits import LastDay, Limit, Pause, PauseDay, PauseEffect, Unit

MOVES_ON = a_limit(12, Unit.DAY, last_day=LastDay.MOVES_ON)


def march(day: int) -> date:
    return date(2024, 3, day)


def counted(
    pause: Pause, *happened: tuple[str, date], limit: Limit = MOVES_ON, closed: Iterable[date] = ()
) -> Deadline:
    stage = a_stage(limit, pauses=(pause,))
    since = [Happened(kind, DaySpan.on(day)) for kind, day in happened]
    workdays = a_calendar(closed).for_body(None)
    return count_deadline(a_law(stage), stage, DaySpan.on(march(4)), workdays, happened=since)


def ends(deadline: Deadline) -> tuple[date, date | None]:
    return deadline.earliest, deadline.latest


def noticed_and_paid(first: int, last: int) -> tuple[tuple[str, date], tuple[str, date]]:
    return ("fee-noticed", march(first)), ("fee-paid", march(last))


@pytest.mark.parametrize(
    ("pause", "first", "last", "latest"),
    [
        # The 18th to the 20th are left out: the next open day is Thursday the 21st.
        pytest.param(a_pause(), 18, 20, march(21), id="on the moved day"),
        # The 17th to the 21st are left out, and the 22nd is a Friday.
        pytest.param(a_pause(), 17, 21, march(22), id="on the Sunday before it"),
        # The 18th to the 22nd are left out, and the 23rd and 24th are a weekend.
        pytest.param(a_pause(), 18, 22, march(25), id="up to a weekend"),
        # Twelve days after Wednesday the 20th end on Monday 1 April.
        pytest.param(
            a_pause(PauseEffect.RESTARTS), 18, 20, date(2024, 4, 1), id="after which it restarts"
        ),
    ],
)
def test_a_pause_that_began_on_the_moved_day_counts_for_the_later_date_alone(
    pause: Pause, first: int, last: int, latest: date
) -> None:
    deadline = counted(pause, *noticed_and_paid(first, last))

    assert ends(deadline) == (march(18), latest)
    (caution,) = deadline.warnings
    assert caution.caution is Caution.INTERRUPTION_UNSETTLED
    assert [each.cite.in_language("en") for each in caution.cited] == ["section 2"]


def test_the_steps_say_that_only_the_later_reading_counts_the_pause() -> None:
    deadline = counted(a_pause(), *noticed_and_paid(18, 20))

    (paused,) = [each for each in deadline.moves if each.reason is Reason.PAUSED]
    assert (paused.day, paused.until, paused.bound) == (march(18), march(20), Bound.LATEST)
    moved = [(m.day, m.bound) for m in deadline.moves if m.reason is Reason.MOVES_ON]
    assert moved == [(march(18), Bound.EARLIEST), (march(21), Bound.LATEST)]


def test_a_last_day_that_only_may_move_ends_on_the_saturday_or_after_the_pause() -> None:
    limit = a_limit(12, Unit.DAY, may_move=("2",))

    assert ends(counted(a_pause(), *noticed_and_paid(18, 20), limit=limit)) == (
        march(16),
        march(21),
    )


@pytest.mark.parametrize(
    ("pause", "first", "limit", "end"),
    [
        # The 19th is past every reading.
        pytest.param(a_pause(), 19, MOVES_ON, march(18), id="too late"),
        # The day of the notice counts, and it was the last.
        pytest.param(
            a_pause(begin_day=PauseDay.COUNTED), 18, MOVES_ON, march(18), id="its day counts"
        ),
        # Saturday the 16th is the last day, whether the office is open or not.
        pytest.param(a_pause(), 18, a_limit(12, Unit.DAY), march(16), id="a day that stands"),
    ],
)
def test_a_pause_that_surely_began_too_late_changes_nothing(
    pause: Pause, first: int, limit: Limit, end: date
) -> None:
    assert ends(counted(pause, *noticed_and_paid(first, 21), limit=limit)) == (end, end)


@pytest.mark.parametrize(
    ("effect", "said"),
    [
        (PauseEffect.STOPS, Caution.CLOCK_STOPPED),
        (PauseEffect.DECIDES, Caution.DECIDED_BY_NOTICE),
    ],
)
def test_no_latest_day_is_known_after_a_notice_on_the_moved_day(
    effect: PauseEffect, said: Caution
) -> None:
    """Nobody is called late after a fee notice, or a notice that decides, on that Monday."""
    deadline = counted(a_pause(effect), ("fee-noticed", march(18)))

    assert ends(deadline) == (march(18), None)
    assert [each.caution for each in deadline.warnings] == [said]
