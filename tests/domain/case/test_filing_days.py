"""The days to file: from the day after the longest time to reply to the earliest last day.

Received on Monday 4 March 2024: ten working days end on Monday 18 March, twenty on 1 April, and
thirty days after 18 March on Wednesday 17 April.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.a_ladder import (
    APPEAL,
    REPLY,
    TEN_MORE,
    a_library,
    appealed,
    extended,
    history,
    ladder,
    received,
    refused,
)
from tests.domain.small_world import (
    a_calendar,
    a_limit,
    days_of,
    is_open,
    walked,
    worlds,
)
from tracker.domain.base.days import ONE_DAY, DaySpan
from tracker.domain.case.case_status import case_status_of
from tracker.domain.case.filing_days import (
    FilingDays,
    Timing,
    filing_days,
    filing_days_together,
    gates_of,
    timing_of,
)
from tracker.domain.case.windows import Window
from tracker.domain.events.event import Event
from tracker.domain.law.limits import Extension, RunsFrom, Unit
from tracker.domain.library import Library


def windows(*events: Event, library: Library | None = None) -> tuple[Window, ...]:
    return case_status_of(history(*events), library or a_library()).windows


def days(*events: Event, library: Library | None = None) -> FilingDays:
    (window,) = windows(*events, library=library)
    return filing_days(window)


def test_after_silence_the_days_begin_when_an_unannounced_extension_would_be_over() -> None:
    assert days(received()) == FilingDays(date(2024, 4, 2), date(2024, 4, 17))


def test_an_extension_that_must_be_announced_and_was_not_is_not_waited_for() -> None:
    announced = replace(TEN_MORE, must_be_announced=True)
    library = a_library(ladder(replace(REPLY, extension=announced)))

    assert days(received(), library=library) == FilingDays(date(2024, 3, 19), date(2024, 4, 17))


def test_an_announced_extension_is_waited_for_and_does_not_prolong_the_days() -> None:
    assert days(received(), extended(date(2024, 3, 15))) == FilingDays(
        date(2024, 4, 2), date(2024, 4, 17)
    )


def test_where_the_longest_time_to_reply_outlasts_the_appeal_there_is_no_certain_day() -> None:
    """Fourteen days after 18 March end on 1 April, with the longest time to reply."""
    library = a_library(ladder(replace(APPEAL, limits=(a_limit(14, Unit.DAY),))))

    found = days(received(), library=library)

    assert found == FilingDays(date(2024, 4, 2), date(2024, 4, 1))
    assert not found.certain


def test_an_extension_without_a_number_leaves_no_certain_day() -> None:
    endless = Extension(Unit.WORKING_DAY, RunsFrom.END_OF_LIMIT, False, ("2",))
    library = a_library(ladder(replace(REPLY, extension=endless)))

    found = days(received(), library=library)

    assert found == FilingDays(None, date(2024, 4, 17))
    assert not found.certain


def test_the_last_day_is_one_on_which_the_office_that_hears_the_appeal_is_open() -> None:
    closed = a_library(commission=(date(2024, 4, 17), date(2024, 4, 16)))

    assert days(received(), library=closed).last == date(2024, 4, 15)


def test_after_a_refusal_the_days_begin_with_the_refusal() -> None:
    """Thirty days after Friday 15 March end on Sunday 14 April; the 12th is a Friday."""
    found = days(received(), refused(date(2024, 3, 15)))

    assert found == FilingDays(date(2024, 3, 15), date(2024, 4, 12))


def test_a_late_refusal_and_the_silence_before_it_are_appealed_together_by_the_first_end() -> None:
    """The refusal of 26 March opens the appeal at once; the silence closes on 17 April."""
    silence, refusal = windows(received(), refused(date(2024, 3, 26)))
    gates = gates_of(refusal, (silence, refusal), date(2024, 3, 27))

    assert gates == (refusal, silence)
    assert filing_days_together(gates) == FilingDays(date(2024, 3, 26), date(2024, 4, 17))


def test_once_the_time_after_silence_is_over_a_late_refusal_has_its_own_days() -> None:
    """Thirty days after 22 April end on Wednesday 22 May."""
    silence, refusal = windows(received(), refused(date(2024, 4, 22)))
    gates = gates_of(refusal, (silence, refusal), date(2024, 4, 22))

    assert gates == (refusal,)
    assert filing_days_together(gates) == FilingDays(date(2024, 4, 22), date(2024, 5, 22))


def test_a_remedy_after_an_undecided_appeal_is_no_gate_of_the_appeal() -> None:
    appeal, court = windows(received(), appealed(date(2024, 4, 2), opening=2))

    assert gates_of(appeal, (appeal, court), date(2024, 4, 3)) == (appeal,)
    assert gates_of(court, (appeal, court), date(2024, 4, 3)) == (court,)


def test_without_a_gate_there_are_no_days() -> None:
    with pytest.raises(ValueError, match="no gate"):
        filing_days_together(())


@pytest.mark.parametrize(
    ("day", "timing"),
    [
        (date(2024, 3, 18), Timing.TOO_EARLY),
        (date(2024, 3, 19), Timing.PERHAPS_EARLY),
        (date(2024, 4, 1), Timing.PERHAPS_EARLY),
        (date(2024, 4, 2), Timing.ADVISED),
        (date(2024, 4, 17), Timing.ADVISED),
        (date(2024, 4, 18), Timing.TOO_LATE),
    ],
)
def test_a_day_of_filing_is_compared_with_the_days_advised(day: date, timing: Timing) -> None:
    (window,) = windows(received())

    assert timing_of(window, filing_days(window), day) is timing


def test_after_the_earliest_last_day_a_filing_is_late_on_some_reading_and_then_on_all() -> None:
    """With the extension announced, thirty days may also run from 1 April, to 1 May."""
    (window,) = windows(received(), extended(date(2024, 3, 15)))
    of = partial(timing_of, window, filing_days(window))

    assert of(date(2024, 4, 18)) is Timing.PERHAPS_LATE
    assert of(date(2024, 5, 1)) is Timing.PERHAPS_LATE
    assert of(date(2024, 5, 2)) is Timing.TOO_LATE


def test_where_no_day_is_certain_filing_by_the_last_day_is_advised() -> None:
    library = a_library(ladder(replace(APPEAL, limits=(a_limit(14, Unit.DAY),))))
    (window,) = windows(received(), library=library)

    assert timing_of(window, filing_days(window), date(2024, 3, 25)) is Timing.ADVISED


# Against every world --------------------------------------------------------------------------

START = date(2024, 3, 4)


def soon(days: int) -> st.SearchStrategy[frozenset[date]]:
    return st.frozensets(st.integers(1, days).map(lambda n: START + timedelta(days=n)), max_size=3)


def readings(
    receipt: DaySpan, closed: frozenset[date], doubtful: frozenset[date]
) -> Iterable[tuple[date, date, date]]:
    """The end of the plain time, of the longest, and of the appeal after the plain one, walked day
    by day in each way in which the doubts can turn out."""
    for turned_out in worlds(doubtful):
        opens = partial(is_open, closed | turned_out)
        for day in days_of(receipt):
            plain, longest = (
                walked(day, a_limit(number, Unit.WORKING_DAY), opens) for number in (10, 20)
            )
            yield plain, longest, plain + timedelta(days=30)


@given(st.integers(0, 4), st.integers(0, 2), soon(30), soon(30), st.booleans())
def test_no_reading_makes_a_filing_on_these_days_premature_or_late(
    late: int, width: int, closed: frozenset[date], doubtful: frozenset[date], free: bool
) -> None:
    """Whether or not the body took its extension, and whichever doubtful day it was closed."""
    doubtful -= closed
    receipt = DaySpan(START + timedelta(days=late), START + timedelta(days=late + width))
    extension = replace(TEN_MORE, must_be_announced=not free)
    library = a_library(ladder(replace(REPLY, extension=extension)))
    ministry = replace(a_calendar(closed, doubtful), key="xx-ministry")
    library = replace(library, calendars={**library.calendars, "xx-ministry": ministry})

    found = days(received(receipt.earliest, receipt.latest), library=library)

    all_readings = list(readings(receipt, closed, doubtful))
    replied_by = [longest if free else plain for plain, longest, _ in all_readings]
    appeal_by = min(appeal for _, _, appeal in all_readings)
    assert found.first == max(replied_by) + ONE_DAY
    assert found.last <= appeal_by
    # The commission is open on all weekdays: at most a weekend lies between.
    assert (appeal_by - found.last).days <= 2
    assert found.last.weekday() < 5
