"""A count is kept by what it rests on: the same parts of the library, and equal days."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.offices import the_library
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import NoLimitOnFile
from tracker.domain.clock.deadline import count_deadline
from tracker.domain.clock.interruptions import Happened
from tracker.domain.clock.kept_counts import kept_deadline

LIBRARY = the_library()
LAW = LIBRARY.law("pk-raia-2017")
STAGE = LAW.first_stage()
WORKDAYS = LIBRARY.workdays(LAW, STAGE, None)
MONDAY = DaySpan.on(date(2024, 3, 18))


def test_what_is_kept_is_what_is_counted() -> None:
    happened = [Happened("transferred", DaySpan.on(date(2024, 3, 20)))]
    ways: tuple[dict[str, Any], ...] = (
        {},
        {"extended": True},
        {"expedited": True},
        {"happened": happened},
    )
    for more in ways:
        counted = count_deadline(LAW, STAGE, MONDAY, WORKDAYS, **more)
        for _ in range(2):
            assert kept_deadline(LAW, STAGE, MONDAY, WORKDAYS, **more) == counted


def test_equal_days_are_counted_once_and_other_days_again() -> None:
    first = kept_deadline(LAW, STAGE, MONDAY, WORKDAYS)
    assert kept_deadline(LAW, STAGE, DaySpan.on(date(2024, 3, 18)), WORKDAYS) is first
    later = kept_deadline(LAW, STAGE, DaySpan.on(date(2024, 3, 19)), WORKDAYS)
    assert later.earliest > first.earliest


def test_a_changed_law_is_counted_by_its_own_words() -> None:
    first = kept_deadline(LAW, STAGE, MONDAY, WORKDAYS)
    limits = tuple(replace(limit, length=limit.length + 1) for limit in STAGE.limits)
    changed = replace(STAGE, limits=limits)
    law = replace(LAW, stages={**LAW.stages, STAGE.key: changed})

    moved = kept_deadline(law, changed, MONDAY, WORKDAYS)

    assert moved == count_deadline(law, changed, MONDAY, WORKDAYS)
    assert moved.earliest > first.earliest


def test_a_day_without_a_number_is_refused_each_time() -> None:
    before = DaySpan.on(date(1990, 1, 1))
    for _ in range(2):
        with pytest.raises(NoLimitOnFile):
            kept_deadline(LAW, STAGE, before, WORKDAYS)
