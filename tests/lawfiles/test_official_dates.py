"""Dates of the library's laws that come from letters, guidance or the law itself, each with its
source; none of them was taken from this program."""

from datetime import date

import pytest

from tests.lawfiles.shipped import shipped
from tracker.domain.days import DaySpan
from tracker.domain.deadline import Deadline, count

LIBRARY = shipped()


def counted(law: str, stage: str, event: date, *, extended: bool = False) -> Deadline:
    found = LIBRARY.law(law)
    asked = found.stage(stage)
    workdays = LIBRARY.workdays(found, asked, None)
    return count(found, asked, DaySpan.on(event), workdays, extended=extended)


@pytest.mark.parametrize(
    ("law", "event", "due", "source"),
    [
        (
            "gb-foia-2000",
            date(2017, 5, 18),
            date(2017, 6, 16),
            "section 10(1) and (6), by a calendar: the bank holiday of 29 May 2017 is left out",
        ),
        (
            "gb-foia-2000",
            date(2021, 5, 1),
            date(2021, 6, 1),
            "the same: received on a Saturday; the bank holidays of 3 and 31 May 2021",
        ),
        (
            "gb-foia-2000",
            date(2023, 11, 27),
            date(2023, 12, 28),
            "the same: St Andrew's Day, a bank holiday in Scotland alone, and Christmas",
        ),
        (
            "us-foia",
            date(2026, 10, 5),
            date(2026, 11, 3),
            "5 U.S.C. 552(a)(6)(A)(i), by a calendar: Columbus Day, 12 October 2026",
        ),
        (
            "eu-1049-2001",
            date(2019, 10, 25),
            date(2019, 11, 18),
            "letter of the Commission, GestDem 2019/6092: 1 November closed, 11 November not",
        ),
        (
            "de-ifg",
            date(2014, 11, 10),
            date(2014, 12, 10),
            "sections 187(1) and 188(2) of the Civil Code: the day of the same number",
        ),
        (
            "de-ifg",
            date(2014, 1, 30),
            date(2014, 2, 28),
            "section 188(3) of the Civil Code: February has no 30th",
        ),
        (
            "in-rti-2005",
            date(2011, 5, 18),
            date(2011, 6, 17),
            "section 7(1), by a calendar: thirty days, the day of receipt left out",
        ),
    ],
)
def test_a_reply_is_due_on_the_day_that_its_source_says(law, event, due, source) -> None:
    deadline = counted(law, "reply", event)

    assert (deadline.earliest, deadline.latest) == (due, due), source


@pytest.mark.parametrize(
    ("law", "stage", "event", "due", "source"),
    [
        (
            "us-foia",
            "reply",
            date(2026, 10, 5),
            date(2026, 11, 18),
            "5 U.S.C. 552(a)(6)(B)(i), by a calendar: Veterans Day, 11 November 2026",
        ),
        (
            "eu-1049-2001",
            "reply",
            date(2023, 3, 17),
            date(2023, 5, 4),
            "letter of the Commission, Ares(2023)3116884: three days of Easter, and 1 May",
        ),
        (
            "eu-1049-2001",
            "reply",
            date(2019, 10, 25),
            date(2019, 12, 9),
            "letter of the Commission, GestDem 2019/6092, of the very last day",
        ),
        (
            "eu-1049-2001",
            "confirmatory-decision",
            date(2024, 3, 22),
            date(2024, 5, 13),
            "letter of the Council of 17 April 2024: 1 May, 9 May and the day after",
        ),
    ],
)
def test_an_extended_reply_is_due_on_the_day_that_its_source_says(
    law, stage, event, due, source
) -> None:
    deadline = counted(law, stage, event, extended=True)

    assert (deadline.earliest, deadline.latest) == (due, due), source
