"""Dates of the library's laws that come from letters, guidance or the law itself, each with its
source; none of them was taken from this program."""

from datetime import date

import pytest

from tracker.domain.base.days import DaySpan
from tracker.domain.clock.deadline import count_deadline
from tracker.domain.clock.interruptions import Happened
from tracker.domain.library import Library

FOIA = "section 10(1) and (6), by a calendar: "
CODE = "the Civil Code, "
LETTER = "a letter of the Commission, "
PLAIN, EXTENDED = False, True


@pytest.mark.parametrize(
    ("law", "stage", "extended", "event", "due", "source"),
    [
        (
            *("gb-foia-2000", "reply", PLAIN, "2017-05-18", "2017-06-16"),
            FOIA + "the bank holiday of 29 May 2017 is left out",
        ),
        (
            *("gb-foia-2000", "reply", PLAIN, "2021-05-01", "2021-06-01"),
            FOIA + "received on a Saturday; the bank holidays of 3 and 31 May 2021",
        ),
        (
            *("gb-foia-2000", "reply", PLAIN, "2023-11-27", "2023-12-28"),
            FOIA + "St Andrew's Day, a bank holiday in Scotland alone, and Christmas",
        ),
        (
            *("us-foia", "reply", PLAIN, "2026-10-05", "2026-11-03"),
            "5 U.S.C. 552(a)(6)(A)(i), by a calendar: Columbus Day, 12 October 2026",
        ),
        (
            *("us-foia", "reply", EXTENDED, "2026-10-05", "2026-11-18"),
            "5 U.S.C. 552(a)(6)(B)(i), by a calendar: Veterans Day, 11 November 2026",
        ),
        (
            *("eu-1049-2001", "reply", PLAIN, "2019-10-25", "2019-11-18"),
            LETTER + "GestDem 2019/6092: 1 November closed, 11 November not",
        ),
        (
            *("eu-1049-2001", "reply", EXTENDED, "2019-10-25", "2019-12-09"),
            LETTER + "GestDem 2019/6092, of the very last day",
        ),
        (
            *("eu-1049-2001", "reply", EXTENDED, "2023-03-17", "2023-05-04"),
            LETTER + "Ares(2023)3116884: three days of Easter, and 1 May",
        ),
        (
            *("eu-1049-2001", "confirmatory-decision", EXTENDED, "2024-03-22", "2024-05-13"),
            "a letter of the Council of 17 April 2024: 1 May, 9 May and the day after",
        ),
        (
            *("de-ifg", "reply", PLAIN, "2014-11-10", "2014-12-10"),
            CODE + "sections 187(1) and 188(2): the day of the same number",
        ),
        (
            *("de-ifg", "reply", PLAIN, "2014-01-30", "2014-02-28"),
            CODE + "section 188(3): February has no 30th",
        ),
        (
            *("in-rti-2005", "reply", PLAIN, "2011-05-18", "2011-06-17"),
            "section 7(1), by a calendar: thirty days, the day of receipt left out",
        ),
    ],
)
def test_a_stage_ends_on_the_day_that_its_source_says(
    library: Library, law: str, stage: str, extended: bool, event: str, due: str, source: str
) -> None:
    found = library.law(law)
    asked = found.stage(stage)
    workdays = library.workdays(found, asked, None)
    on = DaySpan.on(date.fromisoformat(event))

    deadline = count_deadline(found, asked, on, workdays, extended=extended)

    day = date.fromisoformat(due)
    assert (deadline.earliest, deadline.latest) == (day, day), source


@pytest.mark.parametrize(
    ("law", "stage", "event", "happened", "extended", "earliest", "latest"),
    [
        # FOIA s. 10(6): received on Monday 12 February 2024. Working days: 13 to 16 four, 19 to 23
        # nine, 26 February to 1 March fourteen, 4 to 8 March nineteen, Monday 11 March twenty.
        (
            *("gb-foia-2000", "reply", "2024-02-01"),
            {"clarification-asked": "2024-02-08", "clarification-given": "2024-02-12"},
            *(False, "2024-03-11", "2024-03-11"),
        ),
        # The Commission counted 13 January 2022 (Ares(2022)248155). By hand: 15 to 17 December
        # three, 20 to 23 seven; closed from the 24th to 2 January; if 3 January was worked, 3 to 7
        # twelve and 12 January fifteen; if not, one day later.
        (*("eu-1049-2001", "reply", "2021-12-14"), {}, False, "2022-01-12", "2022-01-13"),
        # Fifteen more: from the 12th 13, 14 two, 17 to 21 seven, 24 to 28 twelve, 31 January to 2
        # February fifteen; from the 13th one day later.
        (*("eu-1049-2001", "reply", "2021-12-14"), {}, True, "2022-02-02", "2022-02-03"),
        # Cap. 2 s. 57(d) of Kenya: five days from Wednesday 6 March 2024 without Sunday the 10th;
        # with the Saturday to Tuesday the 12th, without it to the 13th.
        (*("ke-atia-2016", "transfer", "2024-03-06"), {}, False, "2024-03-12", "2024-03-13"),
    ],
)
def test_a_rule_that_was_wrong_on_file_now_gives_the_days_of_its_source(
    library: Library,
    law: str,
    stage: str,
    event: str,
    happened: dict[str, str],
    extended: bool,
    earliest: str,
    latest: str,
) -> None:
    found = library.law(law)
    asked = found.stage(stage)
    since = [Happened(kind, DaySpan.on(date.fromisoformat(on))) for kind, on in happened.items()]

    deadline = count_deadline(
        found,
        asked,
        DaySpan.on(date.fromisoformat(event)),
        library.workdays(found, asked, None),
        extended=extended,
        happened=since,
    )

    assert (str(deadline.earliest), str(deadline.latest)) == (earliest, latest)
