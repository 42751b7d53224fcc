"""What holds for every law on file, whatever happens to a request: properties of the clock."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.lawfiles.random_histories import (
    Count,
    counts,
    counts_of,
    histories,
    last_receipt,
    stages,
    walked,
    with_days,
    worlds_of,
)
from tests.lawfiles.shipped import shipped
from tracker.domain.base.days import ONE_DAY, DaySpan
from tracker.domain.base.errors import NoLimitOnFile
from tracker.domain.case.filing_days import filing_days
from tracker.domain.case.pending_duties import limits_of
from tracker.domain.case.windows import Window, after_silence
from tracker.domain.clock.deadline import Deadline, count_deadline
from tracker.domain.clock.interruptions import EXTENSION_NOTICED, TRANSFERRED, Happened
from tracker.domain.law.count_step import Caution
from tracker.domain.law.law import Actor, Stage
from tracker.domain.law.limits import LastDay, Limit, Unit


def limit_on(stage: Stage, day: date) -> Limit:
    """The limit of a stage on a day; a day before the stage existed is no case."""
    try:
        return stage.limit_on(day)
    except NoLimitOnFile:
        assume(False)
        raise


def deadline_of(counted: Count) -> Deadline:
    """The deadline; a day past all that the calendar holds is no case."""
    try:
        return counted.deadline()
    except NoLimitOnFile:
        assume(False)
        raise


def test_every_law_with_a_number_is_among_those_drawn() -> None:
    numbered = {law.key for law, _ in stages(*Actor)}

    assert numbered == set(shipped().laws)


@given(counts())
def test_what_is_due_is_due_after_its_event(counted: Count) -> None:
    deadline = deadline_of(counted)

    assert deadline.earliest > counted.event.earliest
    assert deadline.latest is None or deadline.latest > counted.event.latest


@given(counts())
def test_the_earliest_day_is_never_after_the_latest(counted: Count) -> None:
    deadline = deadline_of(counted)

    assert deadline.latest is None or deadline.earliest <= deadline.latest


@pytest.mark.slow
@given(counts().flatmap(worlds_of))
def test_where_nothing_is_uncertain_both_days_are_one(world: Count) -> None:
    deadline = deadline_of(world)

    assume(world.limit.unit is not Unit.HOUR or world.limit.length % 24 == 0)
    assert deadline.latest in (None, deadline.earliest)


@st.composite
def two_receipts(draw: st.DrawFn) -> tuple[Count, Count]:
    """The same count from a day and from a later one, with what happened after both."""
    first = draw(counts(plain=True))
    delay = timedelta(days=draw(st.integers(1, 60)))
    later_on = DaySpan(first.event.earliest + delay, first.event.latest + delay)
    assume(later_on.latest in first.limit.span)
    since = draw(histories(first.stage, later_on, expedited=first.expedited))
    return first._replace(happened=since), first._replace(event=later_on, happened=since)


@given(two_receipts())
def test_within_one_edition_of_a_limit_a_later_receipt_is_never_due_earlier(
    both: tuple[Count, Count],
) -> None:
    first, second = (deadline_of(counted) for counted in both)

    assert first.earliest <= second.earliest
    assert first.latest is None or second.latest is None or first.latest <= second.latest


@pytest.mark.slow
@given(counts(), st.sets(st.integers(0, 80), min_size=1, max_size=5))
def test_a_new_closure_brings_no_date_forward(counted: Count, days: set[int]) -> None:
    assume(counted.limit.last_day is not LastDay.MOVES_BACK)
    since = counted.event.earliest
    new = frozenset(since + timedelta(days=n) for n in days)

    before = deadline_of(counted)
    after = deadline_of(counted._replace(calendar=with_days(counted.calendar, since, new)))

    assert before.earliest <= after.earliest
    assert before.latest is None or after.latest is None or before.latest <= after.latest


def sent_on_when_the_time_may_have_been_over() -> tuple[Count, Count]:
    """Albania: the next body has fifteen working days from the first receipt (article 15(2)). From
    Saturday 1 November 2014 they end on Friday the 21st, from Tuesday the 4th on the 25th. A body
    that got the request on the 22nd is never late in the first world, so in neither."""
    law = shipped().laws["al-119-2014"]
    stage = law.stage("reply")
    sent_on = Happened(TRANSFERRED, DaySpan.on(date(2014, 11, 22)))
    received = DaySpan(date(2014, 11, 1), date(2014, 11, 4))
    calendar = shipped().workdays(law, stage, None).calendar
    counted = Count(law, stage, stage.limits[0], calendar, None, received, (sent_on,))
    return counted, counted._replace(event=DaySpan.on(received.earliest))


@given(counts().flatmap(lambda counted: st.tuples(st.just(counted), worlds_of(counted))))
@example(sent_on_when_the_time_may_have_been_over())
def test_every_world_lies_within_the_bounds(drawn: tuple[Count, Count]) -> None:
    deadline, alone = (deadline_of(counted) for counted in drawn)

    assert deadline.earliest <= alone.earliest
    if deadline.latest:
        assert alone.latest
        assert alone.latest <= deadline.latest


@given(counts())
def test_every_step_has_a_source_and_steps_stand_in_order_and_lead_to_the_days(
    counted: Count,
) -> None:
    deadline = deadline_of(counted)

    for move in deadline.moves:
        assert move.cited
        assert all(str(each.cite) and each.where for each in move.cited)
    assert all(one.day <= other.day for one, other in pairwise(deadline.moves))
    days = {move.day for move in deadline.moves}
    assert deadline.earliest in days
    assert deadline.latest is None or deadline.latest in days


@given(counts(plain=True))
def test_a_plain_limit_ends_where_a_walk_from_day_to_day_ends(counted: Count) -> None:
    limit = counted.limit
    assume(limit.unit in (Unit.WORKING_DAY, Unit.DAY))
    assume(limit.last_day is LastDay.STANDS and not counted.extended)
    rule = counted.law.short_periods  # tests/domain/test_short_periods.py counts by it
    assume(rule is None or not rule.governs(limit))

    deadline = deadline_of(counted)

    assert deadline.earliest == walked(counted, counted.event.earliest, latest=False)
    if not limit.may_move:
        latest = walked(counted, last_receipt(counted), latest=True)
        assert deadline.latest in (None, latest)


# A requester's time ---------------------------------------------------------------------------


@given(counts(Actor.REQUESTER))
def test_a_last_safe_day_is_an_open_day_in_time_in_every_world(counted: Count) -> None:
    deadline = deadline_of(counted)

    safe = deadline.last_safe_day
    if safe is None:
        assert Caution.NO_SAFE_DAY in {warning.caution for warning in deadline.warnings}
    else:
        assert counted.event.latest <= safe <= deadline.earliest
        assert safe <= counted.workdays.known_until
        assert counted.workdays.skip(safe) is None


OPENED_BY_SILENCE = [
    (law, stage, law.stages[key])
    for law, stage in stages(Actor.REQUESTER)
    for key in stage.opened_by_silence_of
    if stage.limits and law.stages[key].limits
]


@st.composite
def silences(draw: st.DrawFn) -> tuple[Count, str]:
    """A body that stays silent, whatever it announced, and the window that this opens."""
    law, opened, awaited = draw(st.sampled_from(OPENED_BY_SILENCE))
    ordinary = counts_of(law, awaited).filter(lambda each: not each.expedited)
    return draw(ordinary)._replace(extended=False), opened.key


def window_of(silent: Count, remedy: str) -> Window:
    law, opened = silent.law, silent.law.stage(remedy)
    workdays = shipped().workdays(law, opened, silent.body)
    try:
        limits = limits_of(law, silent.stage, silent.event, silent.workdays, silent.happened)
        return after_silence(law, opened, limits, workdays, silent.happened, 1)
    except NoLimitOnFile:
        assume(False)
        raise


@st.composite
def silences_in_a_world(draw: st.DrawFn) -> tuple[Count, str, Count, Count]:
    """A silence, the window that it opens, and one world in which the body took its plain time:
    where that ended, and where the window closed that opened then."""
    silent, key = draw(silences())
    opened = silent.law.stage(key)
    unsaid = tuple(each for each in silent.happened if each.kind != EXTENSION_NOTICED)
    world = draw(worlds_of(silent._replace(happened=unsaid)))
    ended = deadline_of(world).earliest
    workdays = shipped().workdays(silent.law, opened, silent.body)
    calendar, body = workdays.calendar, opened.receiver or silent.body
    window = Count(
        silent.law, opened, limit_on(opened, ended), calendar, body, DaySpan.on(ended), ()
    )
    return silent, key, world, draw(worlds_of(window))


@given(silences_in_a_world())
def test_a_window_is_never_shown_later_than_the_earliest_reading_allows(
    drawn: tuple[Count, str, Count, Count],
) -> None:
    """In every world in which the body took no more than its plain time, filing on the last safe
    day is in time, although an extension was announced, or a pause or a transfer is in doubt."""
    silent, opened, *world = drawn
    window = window_of(silent, opened)
    ended, closes = (deadline_of(counted) for counted in world)

    assert window.closes.earliest <= closes.earliest
    safe = window.closes.last_safe_day
    assert safe is None or safe <= closes.earliest
    assert window.opens_earliest <= ended.earliest + ONE_DAY
    if window.safe:
        assert ended.earliest < window.safe.since
        assert window.safe.until == window.closes.earliest


@given(silences())
def test_the_days_to_file_are_days_of_the_window_that_are_safe(drawn: tuple[Count, str]) -> None:
    """Waiting for an extension of which nobody told only shortens what is safe."""
    window = window_of(*drawn)
    days = filing_days(window)

    if days.certain and days.first:
        assert window.safe
        assert window.safe.since <= days.first <= days.last <= window.closes.earliest
    if window.opens_latest is None:
        assert not days.certain


@given(silences())
def test_no_extension_announced_or_not_makes_a_window_close_later(
    drawn: tuple[Count, str],
) -> None:
    silent, opened = drawn
    unsaid = tuple(each for each in silent.happened if each.kind != EXTENSION_NOTICED)

    window = window_of(silent, opened)
    without = window_of(silent._replace(happened=unsaid), opened)

    assert window.closes.earliest == without.closes.earliest
    safe = window.closes.last_safe_day
    assert safe is None or safe <= without.closes.earliest
    plain = count_deadline(
        silent.law, silent.stage, silent.event, silent.workdays, happened=unsaid
    )
    assert window.opens_earliest == plain.earliest + ONE_DAY
