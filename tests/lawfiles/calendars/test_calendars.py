"""The calendars of the library, against days that are known without the program.

Days are those of official letters, of the statutes, and of the public lists of each country.
"""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from tracker.domain.base.errors import NoLimitOnFile
from tracker.domain.calendar.workdays import Assurance, DayStatus
from tracker.domain.library import Library
from tracker.lawfiles.reader import PACKAGED

TODAY = date(2026, 11, 25)
"""The day on which the snapshots were made."""
COMPARED = {
    "pk-federal-islamabad": "2023-01-01 2026-11-24",
    "gb-uk": "2012-01-01 2026-09-27",
    "us-federal": "2012-01-01 2025-12-31",
    "eu-commission": "2023-01-01 2024-08-15",
    "de-federal": "2014-01-01 2025-12-31",
    "es-madrid": "2026-01-01 2026-12-31",
    "id-government": "2024-04-12 2025-12-31",
}
"""The spans of days that a person compared with official lists; everything else is provisional."""
KEYS = sorted(path.stem for path in (PACKAGED / "calendars").glob("*.toml"))
WITHOUT_HOLIDAYS = {"ua-state": {2023, 2024, 2025}}
MOON = ("Eid al-", "Prophet’s Birthday", "Diwali", "Vesak", "Ashura", "Islamic New Year")


def status(library: Library, key: str, day: str) -> DayStatus:
    skip = library.calendar(key).for_body(None).skip(date.fromisoformat(day))
    return DayStatus.OPEN if skip is None else DayStatus(skip.reason)


def days(key: str, listed: str) -> Iterable[tuple[str, str]]:
    return ((key, day) for day in listed.split())


CLOSED = [
    # Bank holidays of any part count: 2 January and 5 August (Scotland), 18 March and 12 July
    # (Northern Ireland), St Andrew's Day (Scotland), Easter Monday (not Scotland).
    *days("gb-uk", "2017-05-29 2021-05-31 2023-11-30 2024-01-02 2024-03-18 2024-03-29 2024-04-01"),
    *days("gb-uk", "2024-07-12 2024-08-05 2024-08-26 2024-12-25 2024-12-26 2020-05-08 2022-06-03"),
    *days("gb-uk", "2007-11-30 2022-09-19 2023-05-08 2026-06-15 2024-03-02 2024-03-03"),
    *days("us-federal", "2026-10-12 2026-11-11 2026-11-26 2026-07-03 2021-06-18 2024-01-15"),
    # A letter of the Commission of 2019 and one of 2023; the other days follow from Easter.
    *days("eu-commission", "2019-11-01 2023-04-06 2023-04-07 2023-04-10 2023-05-01 2023-05-09"),
    *days("eu-commission", "2023-05-18 2023-05-19 2023-05-29 2023-12-27 2024-01-02 2019-12-24"),
    *days("de-federal", "2024-01-01 2024-03-29 2024-04-01 2024-05-01 2024-05-09 2024-05-20"),
    *days("de-federal", "2024-10-03 2024-12-25 2024-12-26 2017-10-31"),
    *days("bd-government", "2024-03-01 2024-03-02 2024-02-21 2024-03-26 2024-12-16"),
    *days("bd-government", "2024-10-10 2024-10-13 2025-04-03 2025-05-11 2025-06-05 2025-06-12"),
    *days("bd-government", "2020-04-05 2023-04-20 2023-06-28 2024-06-16 2024-07-23 2026-02-11"),
    # The list for 2026, and a statement of the Cabinet Division as reported.
    *days("bd-government", "2026-05-26 2026-05-27 2026-05-28 2026-05-31"),
    *days("bd-government", "2026-03-17 2026-03-18 2026-03-19 2026-03-22 2026-03-23"),
    *days("jo-government", "2024-03-01 2024-03-02 2024-05-01 2023-05-25"),
    *days("in-central", "2024-01-26 2024-08-15 2024-10-02 2024-03-02 2024-03-03 2017-04-14"),
    *days("lk-government", "2025-02-04 2025-05-12 2025-05-13 2025-12-25 2022-09-19 2024-09-23"),
    *days("lk-government", "2026-03-18"),
    *days("np-government", "2024-03-02 2023-05-01"),
    *days("id-government", "2023-08-17 2024-05-01 2024-12-25"),
    *days("ke-government", "2022-05-02 2024-10-21 2024-12-12 2024-04-01 2023-06-28 2024-06-17"),
    *days("ng-federal", "2024-10-01 2024-05-01 2024-06-12"),
    *days("ug-government", "2024-06-03 2024-01-26 2024-10-09"),
    *days("tz-government", "2024-10-14 2024-12-09"),
    *days("za-government", "2024-05-29 2024-12-16 2023-12-15 2024-08-09 2024-09-24"),
    *days("tr-government", "2024-10-29 2024-04-23 2024-07-15 2024-08-30"),
    *days("br-federal", "2024-11-20 2024-11-15 2024-03-29 2024-05-01"),
    *days("mx-federal", "2024-02-05 2024-03-18 2024-09-16 2024-10-01 2025-03-17"),
    *days("ph-government", "2024-03-28 2024-03-29 2024-08-26 2024-06-12 2016-12-26 2022-12-26"),
    *days("tn-government", "2024-03-20 2024-04-09 2024-07-25"),
    *days("pk-provincial", "2024-02-05 2024-08-14 2024-12-25 2025-05-28"),
]
OPEN = [
    *days("gb-uk", "2006-11-30 2020-05-04 2022-05-30 2024-05-28 2024-11-29 2025-01-03"),
    *days("us-federal", "2026-10-13 2026-12-24 2020-06-19 2026-11-27"),
    *days("eu-commission", "2019-11-11 2023-12-22 2024-01-03 2023-04-11 2023-05-08"),
    *days("de-federal", "2024-12-24 2024-12-31 2024-05-10"),
    *days("bd-government", "2024-03-03 2025-03-17"),
    *days("bd-government", "2024-08-15 2025-05-17 2025-05-24"),  # announced as open
    *days("bd-government", "2023-04-24 2024-06-19 2024-07-24 2020-05-31 2026-04-30"),
    *days("jo-government", "2024-03-03 2024-03-07"),
    *days("br-federal", "2023-11-20 2024-06-12"),
    *days("mx-federal", "2024-05-06 2024-11-01"),
    *days("ph-government", "2025-02-25"),  # a special working day
    *days("pk-provincial", "2024-10-14 2024-12-26"),  # the first closed offices in Islamabad
]
UNCERTAIN = [
    # The list of the Commission for these years was not read; other years closed the days.
    *days("eu-commission", "2015-07-21 2022-11-02 2025-08-15 2026-07-21 2026-11-02"),
    *days("eu-commission", "2024-12-23 2025-01-03"),  # the Parliament was closed
    *days("de-federal", "2024-08-08"),  # the Peace Festival of Augsburg
    # Closed by order of the President: 83 FR 65481, OPM CPM 2012-15 and 2020-18, 90 FR 187.
    *days("us-federal", "2018-12-24 2012-12-24 2020-12-24 2019-12-24 2014-12-26 2025-12-24"),
    # Corpus Christi, All Saints, Assumption, Women's Day, Reformation: of some Länder only.
    *days("de-federal", "2024-05-30 2024-11-01 2024-08-15 2024-03-08 2016-10-31"),
    *days("us-federal", "2024-12-24 2025-01-09 2025-12-26"),  # by executive order
    *days("br-federal", "2024-02-12 2024-02-13 2024-05-30"),  # Carnival, Corpus Christi
    *days("br-federal", "2024-05-31 2025-06-20 2025-10-27"),  # the yearly orders
    # Administrative leave of all public offices, by order of the President.
    *days("tr-government", "2022-07-13 2023-06-26 2024-04-08 2024-06-20 2024-06-21 2025-04-04"),
    # Buddha Purnima and Bijoya Dashami of these years were not read.
    *days("bd-government", "2024-05-22 2022-10-05 2020-04-26 2022-05-02 2022-07-12 2024-08-06"),
    *days("ph-government", "2017-09-12 2023-07-24 2024-07-25 2025-07-24"),
    *days("tr-government", "2016-07-08 2016-09-16"),
    # Holi and Janmashtami are for each State to choose; 14 April was declared year by year.
    *days("in-central", "2024-03-25 2024-08-26 2025-04-14 2024-01-22"),
    *days("id-government", "2024-04-12 2024-12-26"),  # collective leave
    *days("tr-government", "2024-10-28 2024-04-09"),  # eves, from one o'clock
    *days("np-government", "2024-03-03"),  # a Sunday
    *days("pk-provincial", "2026-03-13 2026-04-17"),  # Fridays of the four-day week
    # Eid of April 2024, which no source on file confirms, and the days beside it.
    *days("jo-government", "2024-04-09 2024-04-10"),
    *days("tn-government", "2024-04-11 2024-04-12"),
    *days("ug-government", "2024-04-09 2024-04-10 2024-04-11"),
    *days("lk-government", "2026-03-25 2026-11-25"),  # Wednesdays: the end was not found
    *days("bd-government", "2026-05-25"),  # reported, and not in the list of the year
    # Eid of March 2027, which has not come.
    *days("bd-government", "2027-03-09 2027-03-10"),
    *days("ng-federal", "2027-03-09 2027-03-10 2027-03-11 2027-03-12"),
]


WHOLE_YEARS = [
    # gov.uk/bank-holidays.json, the three divisions together.
    (
        "gb-uk",
        2012,
        "01-02 01-03 03-19 04-06 04-09 05-07 06-04 06-05 07-12 08-06 08-27 11-30 12-25 12-26",
    ),
    (
        "gb-uk",
        2022,
        "01-03 01-04 03-17 04-15 04-18 05-02 06-02 06-03 07-12 08-01 08-29 09-19 11-30 12-26"
        " 12-27",
    ),
    (
        "gb-uk",
        2023,
        "01-02 01-03 03-17 04-07 04-10 05-01 05-08 05-29 07-12 08-07 08-28 11-30 12-25 12-26",
    ),
    (
        "gb-uk",
        2026,
        "01-01 01-02 03-17 04-03 04-06 05-04 05-25 06-15 07-13 08-03 08-31 11-30 12-25 12-28",
    ),
    # The lists of the Office of Personnel Management; 31 December 2021 is New Year's Day of 2022.
    ("us-federal", 2012, "01-02 01-16 02-20 05-28 07-04 09-03 10-08 11-12 11-22 12-25"),
    (
        "us-federal",
        2021,
        "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31",
    ),
    # Commission Decision of 25 May 2021: eighteen days.
    (
        "eu-commission",
        2023,
        "01-02 04-06 04-07 04-10 05-01 05-09 05-18 05-19 05-29 07-21 08-15 11-01 11-02 12-25"
        " 12-26 12-27 12-28 12-29",
    ),
    # Section 30(4) of the road traffic regulations; in 2021 1 May, 3 October, 25 and 26 December
    # lie on a weekend.
    ("de-federal", 2021, "01-01 04-02 04-05 05-13 05-24"),
    ("de-federal", 2024, "01-01 03-29 04-01 05-01 05-09 05-20 10-03 12-25 12-26"),
    # The joint decision of three ministers for 2025, without its days of collective leave.
    (
        "id-government",
        2025,
        "01-01 01-27 01-29 03-31 04-01 04-18 05-01 05-12 05-29 06-06 06-27 09-05 12-25",
    ),
    # Schedule 1 of the Public Holidays Act 36 of 1994: 1 May, 25 December (and 21 March 2021) lie
    # on a Sunday; the elections of 1 November 2021 and 27 December 2022 were declared.
    ("za-government", 2021, "01-01 03-22 04-02 04-05 04-27 06-16 08-09 09-24 11-01 12-16 12-27"),
    (
        "za-government",
        2022,
        "03-21 04-15 04-18 04-27 05-02 06-16 08-09 12-16 12-26 12-27",
    ),
]


def test_a_whole_year_is_closed_as_its_official_list_says_and_no_day_more(
    library: Library,
) -> None:
    for key, year, listed in WHOLE_YEARS:
        days = (date(year, 1, 1) + timedelta(days=number) for number in range(366))
        weekdays = [day for day in days if day.year == year and day.weekday() < 5]
        closed = {day for day in weekdays if status(library, key, str(day)) is DayStatus.CLOSED}

        assert closed == {date.fromisoformat(f"{year}-{each}") for each in listed.split()}, key


def statuses(library: Library, listed: list[tuple[str, str]]) -> dict[tuple[str, str], DayStatus]:
    return {(key, day): status(library, key, day) for key, day in listed}


def test_an_office_is_closed(library: Library) -> None:
    assert statuses(library, CLOSED) == dict.fromkeys(CLOSED, DayStatus.CLOSED)


def test_an_office_is_open(library: Library) -> None:
    assert statuses(library, OPEN) == dict.fromkeys(OPEN, DayStatus.OPEN)


def test_it_is_not_certain_that_an_office_is_open(library: Library) -> None:
    assert statuses(library, UNCERTAIN) == dict.fromkeys(UNCERTAIN, DayStatus.UNCERTAIN)


def test_sri_lanka_is_known_to_the_end_of_2026_and_no_day_longer(library: Library) -> None:
    """The package returns nothing for 2027, and no error."""
    workdays = library.calendar("lk-government").for_body(None)

    workdays.require(date(2026, 12, 31))
    with pytest.raises(NoLimitOnFile, match="It covers 1 January 2016 to 31 December 2026"):
        workdays.require(date(2027, 1, 1))


def test_only_compared_entries_are_called_checked(library: Library) -> None:
    checked = {
        key: f"{each.checked.since} {each.checked.until}"
        for key, each in library.calendars.items()
        if each.checked
    }

    assert checked == COMPARED


def test_a_calendar_has_days_off_in_every_year_that_it_knows(library: Library) -> None:
    """But for those in which martial law makes each holiday of Ukraine a working day."""
    for key in KEYS:
        calendar = library.calendar(key)
        known = calendar.known

        assert known.until is not None, key
        filled = {off.day.year for off in calendar.days_off}
        years = set(range(known.since.year, known.until.year + 1))
        assert filled >= years - WITHOUT_HOLIDAYS.get(key, set()), key


def test_a_day_of_the_moon_that_has_not_come_is_never_sure(library: Library) -> None:
    sure = [
        (key, off.day)
        for key in KEYS
        for off in library.calendar(key).days_off
        if off.day >= TODAY
        and off.assurance is Assurance.GAZETTED
        and str(off.name).startswith(MOON)
    ]

    assert sure == []


def test_every_day_off_says_how_it_was_read(library: Library) -> None:
    for key in KEYS:
        for off in library.calendar(key).days_off:
            assert off.source.read_in != "memory", (key, off)


def test_the_closures_of_islamabad_are_as_they_were_by_hand(library: Library) -> None:
    """No package speaks of that calendar: every entry was written by a person."""
    assert library.calendar("pk-federal-islamabad").package is None
