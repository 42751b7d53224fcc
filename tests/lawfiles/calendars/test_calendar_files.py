"""Calendars and their snapshots as files: what is read, and what is complained of."""

from datetime import date
from pathlib import Path

import pytest

from tests.lawfiles.small_library import CALENDAR, FILES, complaints, spoiled, write
from tracker.domain.base.days import Span
from tracker.domain.base.text import Text
from tracker.domain.calendar.forecast import Forecast, ForecastHoliday
from tracker.domain.calendar.workdays import Assurance, Doubtful, Package
from tracker.lawfiles import read_library
from tracker.lawfiles.snapshots import snapshot_text

CALENDARS = "calendars/xx-offices.toml"
SNAPSHOTS = "calendars/snapshots/xx-offices.toml"
PACKAGE = '\n[package]\ncountry = "XX"\n'
SNAPSHOT = """\
schema = 1
key = "xx-offices"
version = "holidays 1.0"
made_on = 2024-06-15
since = 2020-01-01
through = 2025-12-31

[package]
country = "XX"
parts = []
categories = ["public"]

[[holiday]]
name = { en = "Nation Day" }
days = [2024-05-09, 2025-05-09]

[[holiday]]
name = { en = "Feast" }
days = [2024-04-10]
expected = [2025-03-31]
"""
DOUBT = '[[package.doubtful]]\nassurance = "gazetted"\n'
TAKING: dict[str, str | bytes] = {**FILES, CALENDARS: CALENDAR + PACKAGE, SNAPSHOTS: SNAPSHOT}


def with_snapshot(old: str, new: str) -> dict[str, str | bytes]:
    assert old in SNAPSHOT
    return {**TAKING, SNAPSHOTS: SNAPSHOT.replace(old, new, 1)}


def test_a_calendar_and_its_snapshot_are_read_as_one(tmp_path: Path) -> None:
    calendar = read_library(write(tmp_path, TAKING)).calendar("xx-offices")

    assert [(str(off.day), off.assurance.value) for off in calendar.days_off] == [
        ("2024-03-06", "gazetted"),  # by hand
        ("2024-04-10", "gazetted"),
        ("2024-05-09", "gazetted"),
        ("2025-03-30", "expected"),
        ("2025-03-31", "expected"),
        ("2025-04-01", "expected"),
        ("2025-05-09", "gazetted"),
    ]


def test_a_calendar_need_not_have_been_compared_with_anything(tmp_path: Path) -> None:
    never = CALENDAR.replace(
        'checked = { since = 2020-01-01, until = 2024-12-31 }\nchecked_by = "by hand"\n', ""
    )

    calendar = read_library(write(tmp_path, {**FILES, CALENDARS: never})).calendar("xx-offices")

    assert calendar.checked is None
    assert not calendar.for_body(None).checked(date(2024, 1, 1), date(2024, 1, 1))


def test_many_days_of_one_name_may_be_listed_by_hand(tmp_path: Path) -> None:
    holiday = """
[[holiday]]
name = { en = "Founding Day" }
assurance = "gazetted"
days = [2023-07-03, 2024-07-03]
source = { where = "the gazette", read_in = "official-text" }
"""
    files = {**FILES, CALENDARS: CALENDAR + holiday}

    days_off = read_library(write(tmp_path, files)).calendar("xx-offices").days_off

    assert [(str(off.day), str(off.name)) for off in days_off] == [
        ("2023-07-03", "Founding Day"),
        ("2024-03-06", "A closure"),
        ("2024-07-03", "Founding Day"),
    ]


def test_a_day_on_which_the_office_worked_is_read(tmp_path: Path) -> None:
    worked = """
[[worked]]
day = 2024-05-09
name = { en = "Worked by order" }
source = { where = "the gazette", read_in = "official-text" }
"""
    files = {**TAKING, CALENDARS: CALENDAR + PACKAGE + worked}

    workdays = read_library(write(tmp_path, files)).calendar("xx-offices").for_body(None)

    assert workdays.skip(date(2024, 5, 9)) is None
    assert workdays.skip(date(2025, 5, 9)) is not None


@pytest.mark.parametrize(
    ("files", "complaint"),
    [
        pytest.param(
            with_snapshot('key = "xx-offices"', 'key = "yy-offices"'),
            f"{SNAPSHOTS}, key: “yy-offices” differs from the file's name, “xx-offices”.",
            id="a key that is not the file's name",
        ),
        pytest.param(
            with_snapshot("made_on", "made"),
            f"{SNAPSHOTS}: “made_on” is missing.",
            id="a word missing",
        ),
        pytest.param(
            with_snapshot("expected = [", "expects = ["),
            f"{SNAPSHOTS}, holiday[2]: unknown word “expects”. "
            "Did you mean “expected”? Allowed: assurance, days, expected, name.",
            id="an unknown word",
        ),
        pytest.param(
            with_snapshot("2024-05-09", "2026-05-09"),
            f"{SNAPSHOTS}, holiday[1]: 2026-05-09 lies outside “since” and “through”.",
            id="a day outside",
        ),
        pytest.param(
            with_snapshot("2025-05-09", "2024-05-09"),
            f"{SNAPSHOTS}, holiday[1]: 2024-05-09 stands here twice as “Nation Day”.",
            id="a day twice",
        ),
        pytest.param(
            with_snapshot("days = [2024-05-09, 2025-05-09]", "days = []"),
            f"{SNAPSHOTS}, holiday[1]: has no day: write “days” or “expected”.",
            id="no day",
        ),
        pytest.param(
            with_snapshot("[2024-04-10]", '["2024-04-10"]'),
            f"{SNAPSHOTS}, holiday[2].days[1]: must be a date, not text.",
            id="a day in quotes",
        ),
        pytest.param(
            with_snapshot("through = 2025-12-31", "through = 2019-12-31"),
            f"{SNAPSHOTS}, through: 2019-12-31 lies before the beginning, 2020-01-01.",
            id="an end before the beginning",
        ),
        pytest.param(
            with_snapshot("2025-12-31", "2025-11-30"),
            f"{SNAPSHOTS}, through: lies before 2025-12-31, up to which the calendar is known; "
            "make it again with `tracker calendar refresh xx-offices --through YEAR --write`.",
            id="it ends before the calendar",
        ),
        pytest.param(
            with_snapshot("since = 2020-01-01", "since = 2020-01-02"),
            f"{SNAPSHOTS}, since: lies after 2020-01-01, from which the calendar is known; "
            "make it again with `tracker calendar refresh xx-offices --through YEAR --write`.",
            id="it begins after the calendar",
        ),
        pytest.param(
            with_snapshot("parts = []", 'parts = ["N"]'),
            f"{SNAPSHOTS}, package: differs from [package] in calendars/xx-offices.toml; "
            "make it again with `tracker calendar refresh xx-offices --through YEAR --write`.",
            id="made from something else",
        ),
        pytest.param(
            {**TAKING, CALENDARS: CALENDAR},
            f"{SNAPSHOTS}, package: calendars/xx-offices.toml has no [package]: remove this file.",
            id="a calendar that takes nothing",
        ),
        pytest.param(
            {**TAKING, CALENDARS: CALENDAR + PACKAGE + '[names]\nFest = { en = "Feast" }\n'},
            f"{SNAPSHOTS}, holiday: is “Fest” nowhere, as calendars/xx-offices.toml calls it "
            "in [names].",
            id="a name of no day",
        ),
        pytest.param(
            {**FILES, CALENDARS: CALENDAR + PACKAGE},
            f"{CALENDARS}, package: has no snapshot; make it with "
            "`tracker calendar refresh xx-offices --through YEAR --write`.",
            id="no snapshot",
        ),
        pytest.param(
            {
                **FILES,
                "calendars/snapshots/xx-office.toml": SNAPSHOT.replace("xx-offices", "xx-office"),
            },
            "calendars/snapshots/xx-office.toml, key: no calendar has it. "
            "Did you mean “xx-offices”? Allowed: xx-offices.",
            id="no calendar of that key",
        ),
        pytest.param(
            {**TAKING, SNAPSHOTS: "schema = 1\nkey = ["},
            f"{SNAPSHOTS}: cannot be read as TOML: Invalid value (at end of document).",
            id="no TOML",
        ),
        pytest.param(
            {**TAKING, CALENDARS: CALENDAR + PACKAGE + DOUBT},
            f"{CALENDARS}, package.doubtful[1].assurance: “gazetted” is no doubt: "
            "write reported or body-dependent.",
            id="a doubt that is none",
        ),
        pytest.param(
            spoiled(CALENDARS, 'checked_by = "by hand"\n', ""),
            f"{CALENDARS}, checked_by: says who compared the days of “checked”: "
            "write both words or none.",
            id="checked by nobody",
        ),
    ],
)
def test_a_fault_is_complained_of_with_its_place_and_a_way_out(
    tmp_path: Path, files: dict[str, str | bytes], complaint: str
) -> None:
    assert complaint in complaints(tmp_path, files)


def test_a_day_cannot_be_off_and_worked_by_the_same_hand(tmp_path: Path) -> None:
    worked = """
[[worked]]
day = 2024-03-06
name = { en = "Worked" }
source = { where = "the gazette", read_in = "official-text" }
"""

    assert complaints(tmp_path, {**FILES, CALENDARS: CALENDAR + worked}) == [
        f"{CALENDARS}, worked[1]: 2024-03-06 is a day off here as well: only one can be true."
    ]


def test_a_snapshot_with_a_fault_is_not_called_missing(tmp_path: Path) -> None:
    found = complaints(tmp_path, with_snapshot("through = 2025-12-31", 'through = "2025"'))

    assert found == [f"{SNAPSHOTS}, through: must be a date, not text."]


def test_a_written_snapshot_reads_back_the_same(tmp_path: Path) -> None:
    known = date(2020, 1, 1), date(2025, 12, 31)
    package = Package("XX", ("N", "S"), ("public",), (Doubtful(Assurance.REPORTED, ("N",)),))
    days = tuple(date(2020 + n % 6, 1 + n // 6, 9) for n in range(20))
    holidays = (
        ForecastHoliday(Text({"en": "Nation “Day” \\ n"}), days),
        ForecastHoliday(Text({"en": "Feast"}), (date(2024, 4, 10),), (date(2025, 3, 31),)),
        ForecastHoliday(Text({"en": "Leave"}), days[:1], (), Assurance.REPORTED),
    )
    forecast = Forecast("xx-offices", "holidays 1.0", package, known[0], *known, holidays)
    takes = """
[package]
country = "XX"
parts = ["N", "S"]
[[package.doubtful]]
assurance = "reported"
parts = ["N"]
"""
    files = {**FILES, CALENDARS: CALENDAR + takes, SNAPSHOTS: snapshot_text(forecast)}

    calendar = read_library(write(tmp_path, files)).calendar("xx-offices")

    by_package = {off for off in calendar.days_off if off.source == forecast.source}
    beside = {off for off in by_package if str(off.name).startswith("Day ")}
    assert by_package - beside == set(forecast.days_off())
    assert calendar.known == Span(*known)
    assert calendar.package == package
