"""The months of a count, against counts that were made by hand with a paper calendar."""

from collections.abc import Iterable
from datetime import date

import pytest

from tests.domain.small_world import a_calendar, a_day_off, a_law, a_limit, a_stage, a_weekend, en
from tests.offices import the_library
from tracker.domain.base.days import DaySpan
from tracker.domain.calendar.workdays import Assurance, Calendar
from tracker.domain.clock.deadline import count_deadline
from tracker.domain.clock.interruptions import Happened
from tracker.domain.law.count_step import Bound, CountStep, Reason
from tracker.domain.law.law import Actor, Example, Law, Stage
from tracker.domain.law.limits import (
    Extension,
    FirstDay,
    LastDay,
    Limit,
    MonthEnd,
    Pause,
    PauseDay,
    PauseEffect,
    RunsFrom,
    Transfer,
    TransferEffect,
    Unit,
)
from tracker.services.core.i18n import Locale
from tracker.services.deadlines.grid_words import grid_in_words
from tracker.services.deadlines.month_grid import (
    DayMark,
    Ending,
    MonthGrid,
    first_weekday,
    grid_of,
    month_grid,
)

ENGLISH = Locale("en")
EID = [date(2024, 4, day) for day in (10, 11, 12)]
TEN = a_limit(10, Unit.WORKING_DAY)


def grid(
    limit: Limit,
    event: date | DaySpan,
    calendar: Calendar | None = None,
    *,
    actor: Actor = Actor.BODY,
    extension: Extension | None = None,
    pause: Pause | None = None,
    transfer: Transfer | None = None,
    happened: Iterable[tuple[str, date]] = (),
) -> MonthGrid:
    """The months of one count in the small world."""
    stage = a_stage(limit, actor=actor, extension=extension)
    if pause or transfer:
        object.__setattr__(stage, "pauses", (pause,) if pause else ())
        object.__setattr__(stage, "transfer", transfer)
    deadline = count_deadline(
        a_law(stage),
        stage,
        event if isinstance(event, DaySpan) else DaySpan.on(event),
        (calendar or a_calendar()).for_body(None),
        extended=extension is not None,
        happened=[Happened(kind, DaySpan.on(day)) for kind, day in happened],
    )
    return grid_of(deadline)


def numbers(found: MonthGrid) -> dict[str, str]:
    """What stands in each numbered day, by day and month."""
    return {f"{d.day.day}.{d.day.month}": d.number for d in found.days() if d.number}


def days_marked(found: MonthGrid, mark: DayMark) -> list[str]:
    return [f"{d.day.day}.{d.day.month}" for d in found.days() if d.mark is mark]


def ending(found: MonthGrid, which: Ending) -> list[date]:
    return [day.day for day in found.days() if which in day.endings]


def run_of(*days: str) -> dict[str, str]:
    """Days with the numbers 1, 2, 3 …"""
    return {day: f"{n}" for n, day in enumerate(days, start=1)}


def test_ten_working_days_over_eid_are_numbered_as_on_a_paper_calendar() -> None:
    found = grid(TEN, date(2024, 3, 28), a_calendar(EID))

    # March: 28 Thursday (received), 29 Friday. April: 1 to 5, 8 and 9; Eid from 10 to 12; 15, 16.
    assert numbers(found) == run_of(
        *("29.3", "1.4", "2.4", "3.4", "4.4", "5.4", "8.4", "9.4", "15.4", "16.4")
    )
    assert days_marked(found, DayMark.EVENT) == ["28.3"]
    assert days_marked(found, DayMark.CLOSED) == (
        ["30.3", "31.3", "6.4", "7.4", "10.4", "11.4", "12.4", "13.4", "14.4"]
    )
    assert ending(found, Ending.LAST) == [date(2024, 4, 16)]


def test_a_month_stands_in_weeks_from_monday_with_places_of_other_months_left_free() -> None:
    march, april = grid_in_words(grid(TEN, date(2024, 3, 28), a_calendar(EID)), ENGLISH).months

    # 1 March 2024 is a Friday, 31 March a Sunday, 1 April a Monday and 30 April a Tuesday.
    assert [day.day if day else 0 for day in march.weeks[0]] == [0, 0, 0, 0, 1, 2, 3]
    assert [day.day if day else 0 for day in march.weeks[-1]] == [25, 26, 27, 28, 29, 30, 31]
    assert [day.day if day else 0 for day in april.weeks[0]] == [1, 2, 3, 4, 5, 6, 7]
    assert [day.day if day else 0 for day in april.weeks[-1]] == [29, 30, 0, 0, 0, 0, 0]


def test_a_strip_has_only_the_weeks_of_the_count_over_the_turn_of_a_month() -> None:
    strip = grid_in_words(grid(TEN, date(2024, 3, 28), a_calendar(EID)), ENGLISH).weeks

    # 28 March 2024 is a Thursday, 16 April a Tuesday.
    labels = [[cell.label if cell else "" for cell in week] for week in strip]
    assert labels == [
        ["", "", "", "28 Mar", "29", "30", "31"],
        ["1 Apr", "2", "3", "4", "5", "6", "7"],
        ["8", "9", "10", "11", "12", "13", "14"],
        ["15", "16", "", "", "", "", ""],
    ]


def test_an_uncertain_day_splits_the_numbers_after_it_and_the_last_day() -> None:
    three = a_limit(3, Unit.WORKING_DAY)

    found = grid(three, date(2024, 3, 4), a_calendar(uncertain=[date(2024, 3, 6)]))

    # Received on Monday 4 March; if Wednesday 6 was worked it ends on 7, else on 8.
    assert numbers(found) == {"5.3": "1", "6.3": "2?", "7.3": "3/2", "8.3": "3?"}
    assert days_marked(found, DayMark.UNCERTAIN) == ["6.3"]
    assert ending(found, Ending.EARLIEST) == [date(2024, 3, 7)]
    assert ending(found, Ending.LATEST) == [date(2024, 3, 8)]
    assert found.two_readings


def test_a_day_of_receipt_not_known_exactly_counts_from_both_of_its_ends() -> None:
    three = a_limit(3, Unit.WORKING_DAY)

    found = grid(three, DaySpan(date(2024, 3, 4), date(2024, 3, 5)))

    assert numbers(found) == {"5.3": "1?", "6.3": "2/1", "7.3": "3/2", "8.3": "3?"}
    assert days_marked(found, DayMark.EVENT) == ["4.3", "5.3"]


def test_calendar_days_are_all_numbered_and_a_closed_last_day_is_marked() -> None:
    moves_on = a_limit(7, Unit.DAY, last_day=LastDay.MOVES_ON)

    found = grid(moves_on, date(2024, 3, 2))

    # 2 March is a Saturday; the seventh day is Saturday 9, and the next open one Monday 11.
    assert numbers(found) == run_of("3.3", "4.3", "5.3", "6.3", "7.3", "8.3", "9.3")
    assert days_marked(found, DayMark.OFF) == ["9.3", "10.3"]
    assert ending(found, Ending.LIMIT) == [date(2024, 3, 9)]
    assert ending(found, Ending.LAST) == [date(2024, 3, 11)]


def test_an_extension_that_may_follow_a_closed_day_or_the_next_open_one_is_numbered_twice() -> (
    None
):
    seven = a_limit(7, Unit.DAY, last_day=LastDay.MOVES_ON)
    four_more = Extension(Unit.DAY, RunsFrom.END_OF_LIMIT, False, ("2",), length=4)

    found = grid(seven, date(2024, 3, 2), extension=four_more)

    # From Saturday the 9th to Wednesday the 13th, or from Monday the 11th to Friday the 15th.
    assert numbers(found) == {
        **run_of("3.3", "4.3", "5.3", "6.3", "7.3", "8.3", "9.3"),
        **{"10.3": "+1?", "11.3": "+2?", "12.3": "+3/+1", "13.3": "+4/+2"},
        **{"14.3": "+3?", "15.3": "+4?"},
    }
    assert days_marked(found, DayMark.OFF) == ["9.3", "10.3"]
    assert ending(found, Ending.LIMIT) == [date(2024, 3, 9)]
    assert ending(found, Ending.EARLIEST) == [date(2024, 3, 13)]
    assert ending(found, Ending.LATEST) == [date(2024, 3, 15)]


def test_a_last_day_that_moves_back_stays_before_the_bare_end() -> None:
    moves_back = a_limit(7, Unit.DAY, last_day=LastDay.MOVES_BACK)

    found = grid(moves_back, date(2024, 3, 2))

    assert ending(found, Ending.LAST) == [date(2024, 3, 8)]
    assert ending(found, Ending.LIMIT) == [date(2024, 3, 9)]
    assert numbers(found)["9.3"] == "7"


def test_the_day_of_the_event_is_number_one_where_it_is_counted() -> None:
    same = a_limit(3, Unit.DAY, first_day=FirstDay.SAME)

    assert numbers(grid(same, date(2024, 3, 4))) == run_of("4.3", "5.3", "6.3")


def test_weeks_are_numbered_by_days_and_months_are_not() -> None:
    weeks = grid(a_limit(2, Unit.WEEK), date(2024, 3, 4))
    months = grid(a_limit(1, Unit.MONTH, month_end=MonthEnd.LAST_DAY), date(2024, 1, 31))

    assert numbers(weeks)["18.3"] == "14"
    assert numbers(months) == {}
    assert ending(months, Ending.LAST) == [date(2024, 2, 29)]
    assert len(days_marked(months, DayMark.COUNTED)) == 29


def test_an_extension_is_numbered_from_one_in_its_own_unit() -> None:
    five_days = Extension(Unit.DAY, RunsFrom.END_OF_LIMIT, True, ("1",), length=5)

    found = grid(a_limit(2, Unit.WORKING_DAY), date(2024, 3, 6), extension=five_days)

    # Wednesday 6 March: 7 and 8 are counted; five calendar days more end on Wednesday 13.
    assert numbers(found) == {
        **{"7.3": "1", "8.3": "2", "9.3": "+1", "10.3": "+2", "11.3": "+3"},
        **{"12.3": "+4", "13.3": "+5"},
    }
    assert ending(found, Ending.LIMIT) == [date(2024, 3, 8)]


def test_an_extension_that_is_the_whole_time_is_numbered_through() -> None:
    eight_in_all = Extension(Unit.DAY, RunsFrom.EVENT, True, ("1",), length=8)

    found = grid(a_limit(5, Unit.DAY), date(2024, 3, 1), extension=eight_in_all)

    assert numbers(found) == run_of(*(f"{day}.3" for day in range(2, 10)))
    assert ending(found, Ending.LIMIT) == [date(2024, 3, 6)]


FEE = Pause(
    *("fee", "fee-noticed", "fee-paid", PauseEffect.STOPS, PauseDay.LEFT_OUT, PauseDay.LEFT_OUT),
    says=en("the fee is waited for."),
    sources=("1",),
)
NOTICED_AND_PAID = [("fee-noticed", date(2024, 3, 6)), ("fee-paid", date(2024, 3, 8))]


def test_a_pause_has_no_numbers_and_is_told_by_its_reason() -> None:
    found = grid(a_limit(5, Unit.DAY), date(2024, 3, 4), pause=FEE, happened=NOTICED_AND_PAID)

    # 5 is the first day; 6 to 8 are left out; 9, 10, 11 and 12 are the second to the fifth.
    assert numbers(found) == run_of("5.3", "9.3", "10.3", "11.3", "12.3")
    assert days_marked(found, DayMark.PAUSED) == ["6.3", "7.3", "8.3"]
    assert "Clock paused: 6 to 8 March (the fee is waited for)." in (
        grid_in_words(found, ENGLISH).notes
    )


def test_a_pause_over_a_weekend_is_told_as_a_pause() -> None:
    fee = [("fee-noticed", date(2024, 3, 9)), ("fee-paid", date(2024, 3, 10))]

    found = grid(a_limit(5, Unit.WORKING_DAY), date(2024, 3, 6), pause=FEE, happened=fee)

    # Noticed on Saturday 9 March and paid on Sunday: no working day is lost by it.
    assert numbers(found) == run_of("7.3", "8.3", "11.3", "12.3", "13.3")
    notes = grid_in_words(found, ENGLISH).notes
    assert "Clock paused: 9 to 10 March (the fee is waited for)." in notes


def test_a_clock_that_stands_still_has_days_but_no_numbers() -> None:
    found = grid(a_limit(5, Unit.DAY), date(2024, 3, 4), pause=FEE, happened=NOTICED_AND_PAID[:1])

    assert numbers(found) == {}
    assert days_marked(found, DayMark.COUNTED) == ["5.3"]
    assert days_marked(found, DayMark.PAUSED) == ["6.3"]
    assert ending(found, Ending.LAST) == []
    assert len(ending(found, Ending.EARLIEST)) == 1


def test_a_clock_that_may_stand_still_is_not_said_to_do_so() -> None:
    """The law on file says nothing of the fee: whether the time stops is in doubt."""
    found = grid(a_limit(5, Unit.DAY), date(2024, 3, 4), happened=NOTICED_AND_PAID[:1])

    assert days_marked(found, DayMark.PAUSED) == []
    assert days_marked(found, DayMark.PERHAPS_PAUSED) == ["6.3"]
    notes = " ".join(grid_in_words(found, ENGLISH).notes)
    assert "Clock may be paused from 6 March" in notes


def test_a_restarted_count_has_its_numbers_after_the_new_start() -> None:
    restarting = Transfer(TransferEffect.RESTARTS, en("the new body has its time"), ("1",))

    found = grid(
        a_limit(3, Unit.DAY),
        date(2024, 3, 4),
        transfer=restarting,
        happened=[("transferred", date(2024, 3, 6))],
    )

    assert numbers(found) == run_of("7.3", "8.3", "9.3")
    assert days_marked(found, DayMark.TRANSFERRED) == ["6.3"]


def test_a_requester_sees_the_earlier_reading_alone_and_the_last_safe_day() -> None:
    found = grid(
        a_limit(30, Unit.DAY),
        DaySpan(date(2024, 3, 11), date(2024, 3, 13)),
        a_calendar(EID),
        actor=Actor.REQUESTER,
    )

    # Thirty days from 11 March end on 10 April, a day of Eid: 9 April is the last open day.
    assert ending(found, Ending.LAST) == [date(2024, 4, 10)]
    assert ending(found, Ending.SAFE) == [date(2024, 4, 9)]
    assert ending(found, Ending.LATEST) == []
    assert numbers(found)["10.4"] == "30"
    assert not found.two_readings
    assert "11.4" not in numbers(found)


def test_where_the_steps_leave_a_day_unexplained_no_number_is_given() -> None:
    steps = (
        CountStep(date(2024, 3, 4), Reason.EVENT),
        CountStep(date(2024, 3, 11), Reason.LIMIT, length=3, unit=Unit.WORKING_DAY),
    )

    found = month_grid(steps, date(2024, 3, 11), date(2024, 3, 11))

    # Three working days back from the 11th end on the 9th: the 5th to the 8th have no reason.
    assert numbers(found) == {}
    assert ending(found, Ending.LAST) == [date(2024, 3, 11)]


def test_a_record_that_knows_only_the_first_day_of_the_event_numbers_both_readings() -> None:
    steps = (
        CountStep(date(2024, 3, 4), Reason.EVENT),
        CountStep(date(2024, 3, 7), Reason.LIMIT, length=3, unit=Unit.DAY, bound=Bound.EARLIEST),
        CountStep(date(2024, 3, 8), Reason.LIMIT, length=3, unit=Unit.DAY, bound=Bound.LATEST),
    )

    found = month_grid(steps, date(2024, 3, 7), date(2024, 3, 8))

    assert numbers(found) == {"5.3": "1?", "6.3": "2/1", "7.3": "3/2", "8.3": "3?"}


def test_nothing_is_shown_past_the_earliest_day_where_the_latest_is_not_known() -> None:
    steps = (
        CountStep(date(2024, 3, 4), Reason.EVENT),
        CountStep(date(2024, 3, 7), Reason.LIMIT, length=3, unit=Unit.DAY),
    )

    found = month_grid(steps, date(2024, 3, 7), None)

    assert ending(found, Ending.EARLIEST) == [date(2024, 3, 7)]
    assert ending(found, Ending.LAST) == []


def test_a_record_without_steps_has_no_months() -> None:
    assert month_grid((), date(2024, 3, 7), date(2024, 3, 7)).months == ()


def test_of_a_long_count_only_the_months_in_which_something_happens_are_shown() -> None:
    calendar = a_calendar([date(2024, 6, 29), date(2024, 6, 30)])

    found = grid(a_limit(180, Unit.DAY, last_day=LastDay.MOVES_ON), date(2024, 1, 1), calendar)

    # The 180th day after 1 January 2024 is Saturday 29 June; the time ends on Monday 1 July.
    assert [month.first.month for month in found.months] == [1, 6, 7]
    assert found.left_out == (DaySpan(date(2024, 2, 1), date(2024, 5, 1)),)
    assert numbers(found)["29.6"] == "180"
    shown = grid_in_words(found, ENGLISH)
    assert "Months not shown: February 2024 to May 2024." in shown.notes
    assert shown.weeks.count((None,) * 7) == 1
    assert shown.caption == "January 2024 to July 2024"


def test_no_more_than_eight_months_are_shown_of_a_count_full_of_closed_days() -> None:
    found = grid(a_limit(250, Unit.WORKING_DAY), date(2024, 1, 1))

    assert len(found.months) == 8
    assert found.months[0].first == date(2024, 1, 1)
    assert ending(found, Ending.LAST)
    (gap,) = found.left_out
    assert gap.earliest == date(2024, 5, 1)


def test_notes_name_every_reason_with_its_days() -> None:
    eid = [a_day_off(day, name="Eid-ul-Fitr") for day in EID]
    reported = a_day_off(date(2024, 4, 1), Assurance.REPORTED, name="A strike")

    notes = grid_in_words(
        grid(TEN, date(2024, 3, 28), a_calendar(days_off=[*eid, reported])), ENGLISH
    ).notes

    assert "Not counted: 10 to 12 April (Eid-ul-Fitr)." in notes
    assert "May not be counted: 1 April (A strike)." in notes
    assert "Not counted: 30 to 31 March, 6 to 7 April, 13 to 14 April (weekend)." in notes


def test_a_day_is_told_in_full_and_shown_in_short() -> None:
    march, april = grid_in_words(grid(TEN, date(2024, 3, 28), a_calendar(EID)), ENGLISH).months
    received = march.weeks[-1][3]
    eid, last = april.weeks[1][2], april.weeks[2][1]

    assert received is not None
    assert (received.day, received.word) == (28, "start")
    assert eid is not None
    assert (eid.day, eid.sign, eid.told) == (10, "×", "Not counted: a closure.")
    assert last is not None
    assert (last.day, last.sign, last.word, last.told) == (16, "10", "last", "Last day.")
    assert (march.caption, march.heads[0].short, march.heads[0].full) == (
        *("March 2024", "Mon", "Monday"),
    )


@pytest.mark.parametrize(
    ("rest", "begins"),
    [((5, 6), 0), ((4, 5), 6), ((5,), 6), ((4,), 5), ((6,), 0), ((4, 5, 6), 0)],
)
def test_a_week_begins_after_its_days_of_rest(rest: tuple[int, ...], begins: int) -> None:
    calendar = a_calendar(weekends=(a_weekend(*rest),))

    assert first_weekday(calendar, date(2024, 3, 1)) == begins


def test_a_week_that_begins_on_sunday_has_sunday_first() -> None:
    steps = (
        CountStep(date(2024, 3, 4), Reason.EVENT),
        CountStep(date(2024, 3, 7), Reason.LIMIT, length=3, unit=Unit.DAY),
    )

    found = month_grid(steps, date(2024, 3, 7), date(2024, 3, 7), first_day_of_week=6)

    # 1 March 2024 is a Friday: the sixth place of a week that begins on Sunday.
    (march,) = grid_in_words(found, ENGLISH).months
    assert [day.day if day else 0 for day in march.weeks[0]] == [0, 0, 0, 0, 0, 1, 2]
    assert march.heads[0].full == "Sunday"


@pytest.mark.parametrize("law", the_library().laws.values(), ids=lambda law: law.key)
def test_the_last_number_of_each_example_on_file_is_the_number_of_the_law(law: Law) -> None:
    for stage in law.stages.values():
        for example in stage.examples:
            reached, number = _last_number(law, stage, example)
            assert reached == number, f"{stage.key} {example.event} {example.why}"


def _last_number(law: Law, stage: Stage, example: Example) -> tuple[str, str]:
    """The number on the last day of the limit in the grid, and the number in the law."""
    happened = [Happened(kind, DaySpan.on(day)) for kind, day in example.happened.items()]
    workdays = the_library().workdays(law, stage, example.body)
    deadline = count_deadline(
        *(law, stage, DaySpan.on(example.event), workdays),
        extended=example.extended,
        expedited=example.expedited,
        happened=happened,
    )
    reason = Reason.EXTENSION if example.extended else Reason.LIMIT
    end = next(
        move for move in deadline.moves if move.reason is reason and move.bound is not Bound.LATEST
    )
    numbered = end.unit in (Unit.DAY, Unit.WORKING_DAY, Unit.WEEK)
    length = end.length * (7 if end.unit is Unit.WEEK else 1)
    numbers = {day.day: day.number for day in grid_of(deadline).days()}

    earlier = numbers.get(end.day, "").split("/")[0].strip("+?")
    return earlier, f"{length}" if numbered else ""
