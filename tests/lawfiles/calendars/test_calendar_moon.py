"""Which days depend on the moon, told from where they fell; and Easter."""

from datetime import date, timedelta

import pytest

from tracker.lawfiles.moon import depending_on_the_moon, easter, without_label

YEARS = range(2016, 2031)
# As the packages of the countries list them.
FITR = "0706 0625 0615 0604 0524 0513 0502 0421 0410 0330 0320 0309 0226 0214 0204"
DIWALI = "1030 1019 1107 1027 1114 1104 1024 1112 1031 1020 1108 1029 1017 1105 1026"


def named(name: str, days: list[date]) -> dict[date, tuple[str, ...]]:
    return dict.fromkeys(days, (name,))


def listed(days: str) -> list[date]:
    return [
        date(year, int(day[:2]), int(day[2:]))
        for year, day in zip(YEARS, days.split(), strict=True)
    ]


def weekday(month: int, weekday: int, first: int) -> list[date]:
    """The weekday that falls on `first` or within the six days after it."""
    starts = (date(year, month, first) for year in YEARS)
    return [day + timedelta(days=(weekday - day.weekday()) % 7) for day in starts]


@pytest.mark.parametrize(
    ("name", "days"), [("Eid al-Fitr", listed(FITR)), ("Diwali", listed(DIWALI))]
)
def test_what_follows_no_rule_of_the_common_calendar_depends_on_the_moon(
    name: str, days: list[date]
) -> None:
    assert depending_on_the_moon(named(name, days)) == {name}


@pytest.mark.parametrize(
    "days",
    [
        pytest.param([date(year, 8, 15) for year in YEARS], id="one day of the year"),
        pytest.param([date(year, 1, 14 + (year % 4 > 1)) for year in YEARS], id="a solar year"),
        pytest.param(weekday(1, 0, 15), id="third Monday of January"),
        pytest.param(weekday(5, 0, 25), id="last Monday of May"),
        pytest.param(weekday(11, 3, 22), id="fourth Thursday of November"),
        pytest.param([easter(year) - timedelta(days=2) for year in YEARS], id="Good Friday"),
        pytest.param([easter(year) + timedelta(days=39) for year in YEARS], id="Ascension"),
        pytest.param(
            [easter(year) - timedelta(days=n) for year in YEARS for n in (47, 48)],
            id="two days of Carnival",
        ),
    ],
)
def test_what_follows_such_a_rule_does_not(days: list[date]) -> None:
    assert depending_on_the_moon(named("Feast", days)) == frozenset()


def test_a_bank_holiday_that_moved_for_a_jubilee_still_follows_its_rule() -> None:
    days = [day for day in weekday(5, 0, 25) if day.year != 2022] + [date(2022, 6, 2)]

    assert depending_on_the_moon(named("Spring Bank Holiday", days)) == frozenset()


def test_a_substitute_day_does_not_count_against_the_rule() -> None:
    days = named("Victory Day", [date(year, 12, 25) for year in YEARS])
    moved = [date(year, 12, day) for year, day in zip(YEARS, range(1, 16), strict=True)]

    assert depending_on_the_moon({**days, **named("Victory Day (observed)", moved)}) == frozenset()


def test_what_was_estimated_once_depends_on_the_moon_with_all_that_is_named_after_it() -> None:
    seen = {
        date(2024, 4, 10): ("Feast",),
        date(2027, 3, 10): ("Feast (observed, estimated)",),
        date(2024, 4, 11): ("Feast Holiday",),
        date(2024, 5, 1): ("Labour Day",),
    }
    leave = {date(2024, 4, 12): ("Feast Joint Holiday",), date(2024, 12, 26): ("Leave",)}

    assert depending_on_the_moon(seen, [leave]) == {
        "Feast",
        "Feast Holiday",
        "Feast Joint Holiday",
    }


def test_doubtful_days_without_a_rule_are_no_days_of_the_moon_by_that_alone() -> None:
    """Collective leave at Christmas falls now on one side, now on the other."""
    leave = [date(2023, 12, 26), date(2024, 12, 23), date(2025, 12, 29), date(2026, 12, 24)]

    assert depending_on_the_moon({}, [named("Christmas Leave", leave)]) == frozenset()


def test_two_years_show_no_rule_and_no_lack_of_one() -> None:
    days = named("Special Day", [date(2020, 1, 5), date(2023, 8, 9)])

    assert depending_on_the_moon(days) == frozenset()


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Eid al-Fitr (estimated)", ("Eid al-Fitr", False, True)),
        ("Eid al-Fitr (observed, estimated)", ("Eid al-Fitr", True, True)),
        ("Boxing Day (observed)", ("Boxing Day", True, False)),
        ("Eid al-Fitr (from 1pm)", ("Eid al-Fitr (from 1pm)", False, False)),
        ("Dussehra (Mahanavami)", ("Dussehra (Mahanavami)", False, False)),
        ("Labour Day", ("Labour Day", False, False)),
    ],
)
def test_labels_are_told_from_names(name: str, plain: tuple[str, bool, bool]) -> None:
    assert without_label(name) == plain


@pytest.mark.parametrize(
    "sunday",
    # From almanacs; the first two are the earliest and the latest that there can be.
    [
        *("1818-03-22", "1943-04-25", "1961-04-02", "2000-04-23", "2008-03-23", "2011-04-24"),
        *("2019-04-21", "2023-04-09", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28"),
    ],
)
def test_easter(sunday: str) -> None:
    day = date.fromisoformat(sunday)

    assert easter(day.year) == day
