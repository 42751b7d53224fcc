"""Silence begins with the midnight that ends the latest day where the body sits, in every zone.

Received on Monday 26 February 2024 the tenth working day is Monday 11 March (section 14 of the
Pakistani Act, a paper calendar). Clocks in North America were put forward the day before.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.offices import Clock, a_request, an_office, received, the_library
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office

LAST_DAY = date(2024, 3, 11)
ZONES = sorted({calendar.zone for calendar in the_library().calendars.values()})
BODIES = sorted(the_library().bodies)
A_MINUTE = timedelta(minutes=1)
FIRST, LAST = date(2015, 1, 1), date(2026, 11, 20)


def midnight_after(day: date, zone: str) -> datetime:
    """The moment at which `day` ends in that zone."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.samples("Karachi", "Tunis", "Mexico_City", "Dhaka")
@pytest.mark.parametrize("zone", ZONES)
def test_a_sweep_a_minute_before_midnight_enters_nothing_and_at_midnight_it_does(
    zone: str, tmp_path: Path
) -> None:
    shipped = the_library()
    key = shipped.body("pk-pta").calendar
    there = replace(shipped.calendar(key), zone=zone)
    library = replace(shipped, calendars={**shipped.calendars, key: there})
    midnight = midnight_after(LAST_DAY, zone)

    with an_office(tmp_path, library=library) as (office, clock):
        received(office, a_request(office), date(2024, 2, 26))
        clock.moment = midnight - A_MINUTE
        before = sweep(office).entered
        clock.moment = midnight
        after = sweep(office).entered

    assert before == ()
    assert [(swept.kind, swept.latest) for swept in after] == [("overdue", LAST_DAY)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(BODIES), st.dates(FIRST, LAST))
def test_a_day_at_a_body_ends_with_its_own_midnight(
    office: Office, clock: Clock, body: str, day: date
) -> None:
    library = the_library()
    midnight = midnight_after(day, library.zone_of(body))

    clock.moment = midnight - A_MINUTE
    assert office.today_at(body) == day
    clock.moment = midnight
    assert office.today_at(body) == day + timedelta(days=1)
    assert office.latest_today() >= office.today_at(body)


@pytest.mark.parametrize(
    ("hour", "days"),
    [(9, {LAST_DAY}), (20, {LAST_DAY, LAST_DAY + timedelta(days=1)})],
)
def test_the_library_tells_every_day_that_it_is_among_its_bodies(
    hour: int, days: set[date]
) -> None:
    """At 09:00 UTC it is 14:00 in Islamabad and early morning in Mexico, on one day; at 20:00 UTC
    it is 01:00 of the next day in Islamabad, and still this one in London."""
    at = datetime(2024, 3, 11, hour, tzinfo=UTC)

    assert the_library().days_at(at) == days


def test_a_body_that_is_not_on_file_any_more_is_told_the_time_of_all_clocks() -> None:
    assert the_library().zone_of("pk-pta") == "Asia/Karachi"
    assert the_library().zone_of("nowhere") == "UTC"
