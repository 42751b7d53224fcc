"""The package's holidays in a calendar: what a hand wrote wins, and the moon makes doubt."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.small_world import GAZETTE, a_calendar, a_day_off, a_weekend, en
from tracker.domain.base.days import Span
from tracker.domain.base.text import Text
from tracker.domain.calendar.forecast import Forecast, ForecastHoliday, with_forecast
from tracker.domain.calendar.workdays import (
    Assurance,
    Calendar,
    DayStatus,
    Holiday,
    Package,
    Worked,
)
from tracker.domain.law.law import ReadIn
from tracker.translations import locale

MADE_ON = date(2024, 1, 1)
MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (date(2024, 3, day) for day in (4, 5, 6, 7))
NEVER_A_WEEKEND = a_weekend()


def a_forecast(*holidays: ForecastHoliday, parts: tuple[str, ...] = ()) -> Forecast:
    package = Package("XX", parts)
    ends = date(2022, 1, 1), date(2026, 12, 31)
    return Forecast("xx", "holidays 0.1", package, MADE_ON, *ends, holidays)


def settled(*days: date, name: str = "Feast") -> ForecastHoliday:
    return ForecastHoliday(en(name), days)


def expected(*days: date, name: str = "Moon feast") -> ForecastHoliday:
    return ForecastHoliday(en(name), expected=days)


def assurances(calendar: Calendar) -> dict[date, Assurance]:
    return {off.day: off.assurance for off in calendar.days_off}


def test_a_settled_day_is_gazetted_and_names_the_package_as_its_source() -> None:
    forecast = a_forecast(settled(MONDAY), parts=("A", "B"))

    (off,) = with_forecast(a_calendar(), forecast).days_off

    assert (off.day, off.assurance) == (MONDAY, Assurance.GAZETTED)
    assert off.source.where == "holidays 0.1 (Python package), XX (A, B)"
    assert off.source.read_in is ReadIn.SECONDARY
    assert off.source.note == "as the package gave it on 2024-01-01; not compared with notices"


def test_an_expected_day_makes_itself_and_the_days_beside_it_uncertain() -> None:
    calendar = with_forecast(a_calendar(), a_forecast(expected(WEDNESDAY)))

    assert [(off.day, str(off.name)) for off in calendar.days_off] == [
        (TUESDAY, "Day before the expected Moon feast"),
        (WEDNESDAY, "Moon feast"),
        (THURSDAY, "Day after the expected Moon feast"),
    ]
    workdays = calendar.for_body(None)
    for day in (TUESDAY, WEDNESDAY, THURSDAY):
        (skip,) = workdays.skips_between(day - (TUESDAY - MONDAY), day)
        assert skip.reason == "uncertain"


def test_days_of_one_feast_in_a_row_have_a_doubtful_day_on_either_side_only() -> None:
    calendar = with_forecast(a_calendar(), a_forecast(expected(TUESDAY, WEDNESDAY)))

    names = {off.day: str(off.name) for off in calendar.days_off}

    assert sorted(names) == [MONDAY, TUESDAY, WEDNESDAY, THURSDAY]
    assert names[TUESDAY] == names[WEDNESDAY] == "Moon feast"


def test_a_settled_day_beside_an_expected_one_stays_closed() -> None:
    calendar = with_forecast(a_calendar(), a_forecast(settled(TUESDAY), expected(WEDNESDAY)))

    assert assurances(calendar)[TUESDAY] is Assurance.GAZETTED
    assert assurances(calendar)[THURSDAY] is Assurance.EXPECTED


def test_what_a_hand_wrote_of_a_day_pushes_out_the_package() -> None:
    by_hand = a_calendar(days_off=[a_day_off(MONDAY, Assurance.REPORTED, name="by hand")])

    (off,) = with_forecast(by_hand, a_forecast(settled(MONDAY))).days_off

    assert (str(off.name), off.assurance) == ("by hand", Assurance.REPORTED)


def test_a_list_by_hand_pushes_out_the_package_as_well() -> None:
    listed = Holiday(en("by hand"), (MONDAY, TUESDAY), Assurance.BODY_DEPENDENT, GAZETTE)
    by_hand = replace(a_calendar(), holidays=(listed,))

    calendar = with_forecast(by_hand, a_forecast(settled(MONDAY)))

    assert assurances(calendar) == dict.fromkeys((MONDAY, TUESDAY), Assurance.BODY_DEPENDENT)


def test_an_expected_day_that_a_hand_settled_leaves_no_doubt_beside_it() -> None:
    """The notice came: Thursday it is, and the office worked on Wednesday."""
    by_hand = replace(
        a_calendar(days_off=[a_day_off(THURSDAY, name="by notice")]),
        worked=(Worked(WEDNESDAY, en("worked"), GAZETTE),),
    )

    calendar = with_forecast(by_hand, a_forecast(expected(WEDNESDAY)))

    assert [str(off.name) for off in calendar.days_off] == ["by notice"]
    assert calendar.for_body(None).skip(WEDNESDAY) is None


def test_a_day_of_the_package_is_called_as_the_calendar_calls_it() -> None:
    names = {"Moon feast": Text({"en": "Our feast", "ur": "عید", "si": "උත්සවය"})}

    calendar = with_forecast(replace(a_calendar(), names=names), a_forecast(expected(WEDNESDAY)))

    before, day, after = (off.name for off in calendar.days_off)
    assert day.words == {"en": "Our feast", "ur": "عید", "si": "උත්සවය"}
    assert str(before) == "Day before the expected Our feast"
    assert str(after) == "Day after the expected Our feast"
    urdu = locale("ur")
    assert urdu.words(before) == "متوقع عید سے پہلے کا دن"
    assert urdu.words(after) == "متوقع عید کے بعد کا دن"


def test_a_name_in_one_more_language_keeps_the_package_s_own() -> None:
    names = {"Feast": Text({"ur": "عید"})}

    (off,) = with_forecast(
        replace(a_calendar(), names=names), a_forecast(settled(MONDAY))
    ).days_off

    assert off.name.words == {"en": "Feast", "ur": "عید"}


def test_a_day_on_which_the_office_worked_is_no_day_off_of_the_package() -> None:
    by_hand = replace(a_calendar(), worked=(Worked(MONDAY, en("worked"), GAZETTE),))

    calendar = with_forecast(by_hand, a_forecast(settled(MONDAY, TUESDAY)))

    assert list(assurances(calendar)) == [TUESDAY]


def test_days_that_the_calendar_does_not_know_are_left_out() -> None:
    calendar = a_calendar(known=Span(MONDAY, TUESDAY))

    found = with_forecast(calendar, a_forecast(settled(WEDNESDAY), expected(TUESDAY)))

    assert sorted(assurances(found)) == [MONDAY, TUESDAY]


some_days = st.frozensets(st.dates(date(2024, 3, 1), date(2024, 3, 31)), max_size=6)


@given(some_days, some_days, some_days, some_days)
def test_a_hand_decides_first_then_the_package_then_the_moon(
    by_hand: frozenset[date],
    worked: frozenset[date],
    sure: frozenset[date],
    moon: frozenset[date],
) -> None:
    worked, moon = worked - by_hand, moon - sure
    calendar = replace(
        a_calendar(by_hand, weekends=(NEVER_A_WEEKEND,)),
        worked=tuple(Worked(day, en("worked"), GAZETTE) for day in worked),
    )

    forecast = a_forecast(settled(*sure), expected(*moon))
    workdays = with_forecast(calendar, forecast).for_body(None)

    step = TUESDAY - MONDAY
    unsettled = moon - by_hand - worked
    for day in (date(2024, 2, 25) + n * step for n in range(45)):
        skip = workdays.skip(day)
        found = DayStatus.OPEN if skip is None else DayStatus(skip.reason)
        if day in by_hand or (day in sure and day not in worked):
            assert found is DayStatus.CLOSED
        elif day not in worked and {day - step, day, day + step} & unsettled:
            assert found is DayStatus.UNCERTAIN
        else:
            assert found is DayStatus.OPEN
