"""More dates of every law that carries a number, each worked out first with the text of the law
and a printed calendar, and only then counted by the program.

A row: the stage, what happened (or `extended`, `expedited`), the day of the event, the last day
or both ends of the span, and the working. “4 by the 10th” says that four working days have gone
by then. Where a day may or may not have been worked, the first end counts it and the second not.
"""

from datetime import date

import pytest

from tracker.domain.base.days import DaySpan
from tracker.domain.clock.deadline import count_deadline
from tracker.domain.clock.interruptions import Happened
from tracker.domain.law.law import Law
from tracker.domain.library import Library

Row = tuple[str, str, str, str, str]

WORKED_OUT: dict[str, list[Row]] = {
    "al-119-2014": [
        (*("reply", "", "2024-12-12", "2024-12-27"), "25 December is a holiday, on a Wednesday"),
        (
            *("reply", "", "2025-05-05", "2025-05-19 2025-05-21"),
            "7 by the 14th; the 15th and 16th may have been off for a summit",
        ),
        (
            *("reply", "extended", "2026-03-09", "2026-04-02"),
            "over Summer Day, moved, Eid, and Nowruz, moved: 4 by the 13th, 10 by the 26th, 15",
        ),
        (
            *("reply", "transferred 2026-02-05", "2026-02-02", "2026-02-23"),
            "fifteen from the first receipt: 4 by the 6th, 9 by the 13th, 14 by the 20th",
        ),
        (
            *("reply", "transferred 2025-12-23", "2025-12-16", "2026-01-09 2026-01-12"),
            "3 by the 19th, 6 by the 24th, the 25th off, the 26th perhaps a bridge day, 9 or 10 "
            "by the 31st, 1 and 2 January off, 14 or 15 by the 9th",
        ),
        (
            *("reply", "transferred 2024-11-20", "2024-11-05", "2024-11-19 2024-11-27"),
            "sent on when the ten had ended, on the 19th; 12 by the 21st, Alphabet Day, 15",
        ),
        (*("complaint", "", "2018-01-31", "2018-03-15"), "29 by 13 March; Summer Day is the 14th"),
        (
            *("complaint-decision", "", "2022-12-09", "2023-01-04"),
            "10 by the 23rd, 14 by the 30th, over Monday the 26th and 2 and 3 January",
        ),
        (*("court", "", "2015-09-30", "2015-11-16"), "31 + 14 days, to a Saturday"),
        (
            *("court", "", "2026-10-14", "2026-12-02"),
            "to Saturday 28 November; both holidays are moved, to Monday and Tuesday",
        ),
    ],
    "ar-laip-2016": [
        (
            *("reply", "", "2026-05-04", "2026-05-26"),
            "4 by the 8th, 9 by the 15th, 14 by the 22nd",
        ),
        (*("reply", "extended", "2026-05-04", "2026-06-17"), "25 May and 15 June; 13 by the 12th"),
        (*("transfer-notice", "", "2026-10-07", "2026-10-15"), "2 by the 9th, not the 12th"),
        (
            *("complaint-after-silence", "", "2026-06-22", "2026-08-20"),
            "4 by 26 June, 12 by 8 July, 37 by 14 August, not the 17th",
        ),
        (*("complaint-decision", "", "2026-08-10", "2026-09-22"), "4 by the 14th, 8 by the 21st"),
        (*("court", "", "2026-08-24", "2026-10-20"), "34 by 9 October, not the 12th"),
        (*("court-after-decision", "", "2026-04-06", "2026-06-03"), "1 May and 25 May"),
    ],
    "au-foia-1982": [
        (*("reply", "", "2025-12-19", "2026-01-18 2026-01-19"), "12 by New Year’s Eve; a Sunday"),
        (*("reply", "", "2025-07-01", "2025-07-31"), "thirty days, to a Thursday"),
        (
            *("reply", "extended", "2025-07-01", "2025-08-30 2025-09-01"),
            "thirty more from 31 July, to a Saturday",
        ),
        (
            *("reply", "fee-noticed 2025-08-11, fee-paid 2025-08-15", "2025-08-01", "2025-09-05"),
            "9 by the 10th, 25 by the 31st without the 11th to the 15th",
        ),
        (
            *("reply", "transferred 2025-07-10", "2025-07-01", "2025-07-31"),
            "thirty days from the first receipt",
        ),
        (*("internal-review", "", "2025-09-06", "2025-10-06 2025-10-07"), "Labour Day"),
        (
            *("internal-review-decision", "", "2025-05-03", "2025-06-02 2025-06-03"),
            "Reconciliation Day",
        ),
        (
            *("ic-review", "", "2025-02-20", "2025-04-21 2025-04-22"),
            "8 by 28 February, 39 by 31 March, 60 on Easter Monday",
        ),
        (*("tribunal", "", "2025-05-12", "2025-06-09 2025-06-10"), "the King’s Birthday"),
        (*("court", "", "2025-02-10", "2025-03-10 2025-03-11"), "Canberra Day"),
    ],
    "cl-laip-2008": [
        (
            *("reply", "", "2025-04-07", "2025-05-07"),
            "8 by the 17th, not the 18th, 16 by the 30th, not 1 May",
        ),
        (
            *("reply", "extended", "2025-10-06", "2025-11-18"),
            "18 by the 30th, not the 31st, 28 by 14 November",
        ),
        (
            *("reply", "transferred 2025-07-10", "2025-07-07", "2025-08-05 2025-08-08"),
            "not 16 July; 18 by 1 August from the first receipt, 15 from the second",
        ),
        (*("completion", "", "2025-12-04", "2025-12-12"), "not Monday 8 December"),
        (
            *("amparo", "", "2025-08-08", "2025-09-01"),
            "4 by the 14th, not the 15th, 14 by the 29th",
        ),
        (*("court", "", "2025-12-10", "2025-12-25 2025-12-26"), "Christmas Day, and the next day"),
    ],
    "co-ltaip-2014": [
        (*("reply", "", "2025-04-08", "2025-04-24"), "6 by the 16th, not the 17th and 18th"),
        (
            *("reply", "", "2025-12-19", "2026-01-06"),
            "3 by the 24th, 7 by the 31st, not 1 January",
        ),
        (*("reply", "extended", "2025-05-20", "2025-06-18"), "8 by the 30th, not 2 June"),
        (
            *("reply", "transferred 2025-08-05", "2025-08-01", "2025-08-21"),
            "from the second receipt: not the 7th, 7 by the 15th, not the 18th",
        ),
        (*("reposition", "", "2025-12-05", "2025-12-11"), "not Monday 8 December"),
        (*("reposition-decision", "", "2025-06-07", "2025-08-08"), "7 August is a holiday"),
        (*("reposition-decision", "", "2025-09-13", "2025-11-13"), "two months, to a Thursday"),
        (*("insistence", "", "2025-10-08", "2025-10-23"), "2 by the 10th, not the 13th"),
    ],
    "ee-avts-2000": [
        (*("reply", "", "2025-06-18", "2025-06-27"), "2 by the 20th, not the 23rd and 24th"),
        (*("reply", "", "2025-12-19", "2025-12-31"), "2 by the 23rd, not the 24th to 26th"),
        (
            *("reply", "extended", "2025-08-11", "2025-09-02"),
            "6 by the 19th, not the 20th, 13 by the 29th",
        ),
        (
            *("reply", "transferred 2025-04-14", "2025-04-10", "2025-04-22"),
            "from the second: 3 by the 17th, not Good Friday; Easter Monday is a working day",
        ),
        (
            *("challenge", "", "2025-05-24", "2025-06-23 2025-06-25"),
            "Victory Day, and Midsummer Day after it",
        ),
        (*("challenge-decision", "", "2025-04-08", "2025-04-18 2025-04-21"), "Good Friday"),
        (
            *("challenge-decision", "extended", "2025-01-14", "2025-02-23 2025-02-25"),
            "forty days, to a Sunday before Independence Day",
        ),
        (*("court", "", "2025-11-25", "2025-12-25 2025-12-29"), "Christmas and a weekend"),
        (*("court-after-challenge", "", "2025-07-21", "2025-08-20 2025-08-21"), "a holiday"),
    ],
    "gh-rti-2019": [
        (*("reply", "", "2023-08-31", "2023-09-14"), "14 days, to a Thursday"),
        (*("reply", "", "2025-12-12", "2025-12-26 2025-12-29"), "to Boxing Day; then the weekend"),
        (*("reply", "expedited", "2023-12-24", "2023-12-26"), "two days later"),
        (
            *("reply", "extended", "2021-12-26", "2022-01-16 2022-01-17"),
            "to Sunday 9 January, or Monday the 10th; then seven days",
        ),
        (
            *("reply", "transferred 2021-03-09", "2021-03-08", "2021-03-23"),
            "from the receipt by the second body (s. 20(5))",
        ),
        (*("internal-review", "", "2022-12-20", "2023-01-19"), "11 + 19 days"),
        (*("internal-review", "", "2026-11-25", "2026-12-25 2026-12-28"), "to Christmas Day"),
        (
            *("internal-review-decision", "", "2025-12-05", "2025-12-25 2025-12-29"),
            "20 days, to Christmas Day; then Boxing Day and the weekend",
        ),
        (*("court", "", "2026-05-06", "2026-05-27 2026-05-28"), "21 days, to Eid al-Adha"),
    ],
    "nl-woo-2021": [
        (*("reply", "", "2025-03-24", "2025-04-22"), "21 April 2025 is Easter Monday"),
        (
            *("reply", "", "2024-04-11", "2024-05-10 2024-05-13"),
            "9 May 2024 is Ascension Day, and the 10th in doubt, by decree",
        ),
        (
            "reply",
            "clarification-asked 2025-06-10, clarification-given 2025-06-13",
            *("2025-06-02", "2025-07-02"),
            "30 June, and two days, the 11th and the 12th",
        ),
        (
            *("reply", "transferred 2025-09-08", "2025-09-01", "2025-09-29 2025-10-06"),
            "four weeks from the first receipt, or from the second",
        ),
        (*("objection", "", "2025-03-07", "2025-04-22"), "Good Friday, then to after Easter"),
        (*("objection", "", "2024-11-20", "2025-01-02"), "1 January is a holiday"),
        (*("court", "", "2025-03-24", "2025-05-06"), "5 May is a holiday in every year"),
        (*("court", "", "2025-05-17", "2025-06-30"), "28 June 2025 is a Saturday"),
    ],
    "ua-2939-2011": [
        (*("reply", "", "2025-06-27", "2025-07-04"), "no Monday off for the 28th, a Saturday"),
        (
            *("reply", "", "2021-10-13", "2021-10-21 2021-10-22"),
            "the 14th is a holiday; the Government moved a day off to the 15th",
        ),
        (
            *("reply", "", "2021-10-18", "2021-10-23 2021-10-25"),
            "4 by the 22nd; Saturday the 23rd may have been worked for the 15th",
        ),
        (
            *("reply", "", "2026-07-10", "2026-07-17 2026-07-20"),
            "the 15th is a holiday unless martial law continued",
        ),
        (
            *("reply", "expedited", "2025-12-31", "2026-01-02"),
            "two days after that of the receipt",
        ),
        (
            *("reply", "extended", "2025-12-01", "2025-12-29"),
            "4 by the 5th, 19 by the 26th, with the 25th",
        ),
        (
            *("reply", "transferred 2026-06-26", "2026-06-24", "2026-07-03 2026-07-06"),
            "from the second receipt; Monday the 29th may be off for Sunday the 28th",
        ),
        (*("complaint-decision", "", "2025-11-15", "2025-12-30"), "15 + 30 days"),
        (
            *("complaint-decision", "", "2025-11-19", "2026-01-03 2026-01-05"),
            "11 + 31 + 3 days, to a Saturday",
        ),
        (*("ombudsman", "", "2025-03-15", "2026-03-15"), "a year, to a Sunday"),
        (*("ombudsman-answer", "", "2025-12-05", "2026-01-19"), "26 + 19 days"),
        (
            *("court", "", "2025-08-30", "2026-03-02"),
            "February has no 30th; the 28th is a Saturday",
        ),
        (*("court", "", "2018-02-24", "2018-08-27"), "24 August 2018 is a holiday, on a Friday"),
        (*("court-after-complaint", "", "2025-09-24", "2025-12-24"), "three months"),
        (
            *("court-after-complaint", "", "2026-05-24", "2026-08-24 2026-08-25"),
            "to Independence Day, a holiday unless martial law continued",
        ),
        (
            *("court-after-silent-complaint", "appeal-filed 2026-01-24"),
            *("2026-03-10", "2026-07-24"),
            "six months from the complaint",
        ),
    ],
    "pl-udip-2001": [
        (
            *("reply", "", "2025-08-01", "2025-08-15 2025-08-18"),
            "a holiday on a Friday, then the weekend",
        ),
        (*("reply", "", "2024-12-10", "2024-12-24"), "Christmas Eve is a holiday only since 2025"),
        (*("reply", "extended", "2025-09-11", "2025-11-11 2025-11-12"), "Independence Day"),
        (
            *("reply", "transferred 2025-06-03", "2025-06-02", "2025-06-16 2025-06-17"),
            "fourteen days from the first receipt, or from the second",
        ),
        (
            *("reply", "fee-noticed 2025-06-04, fee-paid 2025-06-05"),
            *("2025-06-02", "2025-06-16 2025-06-20"),
            "fourteen days, or from the payment to Corpus Christi, 19 June, and the next",
        ),
        (*("review", "", "2025-04-07", "2025-04-22"), "21 April 2025 is Easter Monday"),
        (*("review", "", "2018-10-29", "2018-11-13"), "12 November 2018 was a holiday, once"),
        (
            *("review-decision", "", "2025-12-12", "2025-12-26 2025-12-29"),
            "the second day of Christmas, a Friday, then the weekend",
        ),
        (*("court", "", "2025-12-02", "2026-01-02"), "thirty days to 1 January, a Thursday"),
        (
            *("court-after-refusal", "", "2025-05-20", "2025-06-20"),
            "thirty days to Corpus Christi, 19 June 2025",
        ),
    ],
    "pt-lada-2016": [
        (*("reply", "", "2024-03-25", "2024-04-09"), "3 by the 28th, not the 29th, 8 by 5 April"),
        (
            *("reply", "", "2024-12-20", "2025-01-07"),
            "2 by the 24th, not the 25th, 6 by the 31st, not 1 January",
        ),
        (
            *("cada", "", "2025-05-30", "2025-07-02"),
            "6 by 9 June, not the 10th, 8 by the 12th, not the 13th, 11 by the 18th, not the 19th",
        ),
        (
            *("report", "", "2025-10-31", "2025-12-31"),
            "20 by 28 November, not 1 December, 24 by the 5th, not the 8th, 36 by the 24th",
        ),
        (
            *("final-decision", "", "2025-04-16", "2025-05-05"),
            "1 on the 17th, not the 18th, 5 by the 24th, not the 25th, 8 by the 30th, not 1 May",
        ),
        (*("court", "", "2025-06-10", "2025-06-30"), "twenty days, to a Monday"),
        (
            *("court", "", "2025-07-26", "2025-08-15 2025-08-18"),
            "15 August, a Friday, is a holiday",
        ),
        (*("court-after-report", "", "2025-03-29", "2025-04-18 2025-04-21"), "Good Friday"),
        (*("court-after-report", "", "2025-02-03", "2025-02-23 2025-02-24"), "a Sunday"),
    ],
    "uy-daip-2008": [
        (*("reply", "", "2026-04-20", "2026-05-20"), "1 and 18 May; 18 by the 15th"),
        (*("reply", "extended", "2026-05-04", "2026-07-01"), "18 May and 19 June; 39 by the 30th"),
    ],
    "gb-foia-2000": [
        (
            *("reply", "", "2021-12-06", "2022-01-07"),
            "Christmas and New Year fell on weekends: 27 and 28 December, 3 January, and the 4th "
            "in Scotland; 17 by 31 December, then 5, 6, 7",
        ),
        (
            *("reply", "", "2023-04-06", "2023-05-10"),
            "Good Friday, Easter Monday, 1 May, and 8 May for the Coronation; 18 by 5 May",
        ),
        (
            *("reply", "", "2022-05-10", "2022-06-09"),
            "the Spring holiday moved to 2 June, with 3 June for the Jubilee; 30 May was worked",
        ),
        (
            *("reply", "", "2020-04-09", "2020-05-12"),
            "Easter; the holiday of 4 May moved to Friday the 8th; 18 by 7 May",
        ),
        (
            *("reply", "", "2022-08-26", "2022-09-27"),
            "29 August, and 19 September for the funeral of the Queen; 18 by the 23rd",
        ),
        (
            *("reply", "", "2025-07-01", "2025-07-30"),
            "12 July was a Saturday: Monday the 14th is kept in Northern Ireland",
        ),
        (
            *("reply", "", "2024-02-25", "2024-03-25"),
            "received on a Sunday; 29 February counts, 18 March (for the 17th) does not",
        ),
        (
            *("reply", "", "2012-05-08", "2012-06-07"),
            "4 and 5 June 2012, the Diamond Jubilee; 18 by 1 June",
        ),
        (
            *("reply", "", "2026-06-01", "2026-06-30"),
            "15 June 2026, a holiday of Scotland alone; 8 by the 12th",
        ),
        (
            *("reply", "", "2020-12-11", "2021-01-14"),
            "25 and 28 December, 1 January, and Monday the 4th for 2 January; 12 by the 31st",
        ),
        (
            *("reply", "fee-noticed 2023-04-06, fee-paid 2023-04-11", "2023-03-27", "2023-04-28"),
            "without the notice 26 April; over Easter two working days are left out, 6 and 11",
        ),
    ],
    "us-foia": [
        (
            *("reply", "", "2024-12-02", "2024-12-31 2025-01-02"),
            "24 December 2024, closed by executive order; 15 by the 23rd",
        ),
        (
            *("reply", "", "2025-01-08", "2025-02-06 2025-02-07"),
            "9 January, a day of mourning; 20 January is Inauguration Day and King's birthday",
        ),
        (
            *("reply", "", "2021-06-17", "2021-07-19"),
            "19 June 2021, the first Juneteenth, a Saturday kept on Friday the 18th; 5 July",
        ),
        (
            *("reply", "", "2020-06-18", "2020-07-17"),
            "no Juneteenth yet in 2020; 4 July, a Saturday, kept on Friday the 3rd",
        ),
        (
            *("reply", "", "2021-12-01", "2021-12-30"),
            "Christmas, a Saturday, kept on Friday the 24th; 16 by the 23rd",
        ),
        (
            *("reply", "", "2021-12-02", "2022-01-03"),
            "New Year, a Saturday, kept on Friday 31 December of the year before",
        ),
        (
            *("reply", "", "2021-01-04", "2021-02-02 2021-02-03"),
            "20 January 2021, a holiday for offices in the District of Columbia alone",
        ),
        (
            *("reply", "", "2018-10-31", "2018-11-30"),
            "Veterans Day, a Sunday, kept on the 12th; Thanksgiving on the 22nd",
        ),
        (
            *("reply", "extended", "2018-10-31", "2018-12-14 2018-12-17"),
            "ten more after 30 November; 5 December was a day of mourning",
        ),
        (
            *("reply", "", "2024-01-31", "2024-02-29"),
            "the birthday of Washington on the 19th; the leap day is the twentieth",
        ),
        (
            *("reply", "clarification-asked 2024-05-10, clarification-given 2024-05-14"),
            *("2024-05-01", "2024-05-31 2024-06-04"),
            "without the question 30 May; one working day lies between, three with both ends",
        ),
        (*("appeal", "", "2023-11-30", "2024-02-28"), "31 + 31 + 28 days"),
        (*("appeal", "", "2023-12-01", "2024-02-29"), "30 + 31 + 29 days"),
        (*("appeal", "", "2024-12-01", "2025-03-01 2025-03-03"), "30 + 31 + 28 + 1, a Saturday"),
        (*("expedited-decision", "", "2024-06-25", "2024-07-05"), "10 days, to a Friday"),
        (
            *("expedited-decision", "", "2024-06-24", "2024-07-04 2024-07-05"),
            "10 days, to Independence Day",
        ),
    ],
    "eu-1049-2001": [
        (
            *("reply", "", "2022-12-14", "2023-01-12"),
            "7 by 23 December; closed from the 24th to 2 January, and 3 January is the eighth",
        ),
        (*("reply", "", "2023-07-14", "2023-08-07"), "21 July; 14 by 4 August"),
        (*("reply", "", "2023-10-20", "2023-11-14"), "1 and 2 November; 7 by 31 October"),
        (
            *("reply", "", "2024-04-26", "2024-05-23"),
            "1 May; 9 May was Ascension Day too, and the 10th closed; Whit Monday on the 20th",
        ),
        (
            *("reply", "", "2023-04-03", "2023-04-27"),
            "Maundy Thursday, Good Friday and Easter Monday; 2 by 5 April",
        ),
        (
            *("reply", "", "2023-12-04", "2024-01-03"),
            "14 by 22 December; the fifteenth is the first day after the closure",
        ),
        (*("reply", "extended", "2023-12-04", "2024-01-24"), "fifteen more after 3 January"),
        (
            *("reply", "", "2022-07-11", "2022-08-01 2022-08-02"),
            "21 July 2022, on which no list was read, lies within; 7 by the 20th",
        ),
        (*("confirmatory", "", "2024-02-14", "2024-03-06"), "15 with the leap day, all plain"),
    ],
    "de-ifg": [
        (*("reply", "", "2024-01-31", "2024-02-29"), "s. 188(3) BGB: the last day of February"),
        (*("reply", "", "2023-01-31", "2023-02-28"), "s. 188(3) BGB, in a common year"),
        (
            *("reply", "", "2024-02-29", "2024-04-02"),
            "29 March is Good Friday; s. 193 BGB leads over Easter Monday to Tuesday",
        ),
        (*("reply", "", "2023-11-24", "2023-12-27"), "24 December is a Sunday, then two holidays"),
        (*("reply", "", "2023-11-30", "2024-01-02"), "30 December is a Saturday, then New Year"),
        (*("reply", "", "2021-04-30", "2021-05-31"), "30 May is a Sunday"),
        (
            *("reply", "", "2022-10-01", "2022-11-01 2022-11-02"),
            "1 November, a holiday in some Länder only",
        ),
        (
            *("reply", "", "2021-05-03", "2021-06-03 2021-06-04"),
            "3 June 2021 is Corpus Christi, a holiday in some Länder only",
        ),
        (
            *("inaction", "", "2017-07-31", "2017-11-01 2017-11-02"),
            "31 October 2017 was a holiday everywhere; the next day is one in some Länder",
        ),
        (*("inaction", "", "2023-11-30", "2024-02-29"), "three months: February has no 30th"),
        (*("objection", "", "2024-08-31", "2024-09-30"), "September has no 31st"),
        (
            *("objection-no-instruction", "", "2024-02-29", "2025-02-28"),
            "a year after a leap day ends on the last day of February",
        ),
        (
            *("objection-no-instruction", "", "2023-02-28", "2024-02-28"),
            "the day of the same number, and not the last of the month",
        ),
        (*("court", "", "2024-04-09", "2024-05-10"), "9 May 2024 is Ascension Day"),
    ],
    "in-rti-2005": [
        (*("reply", "", "2024-01-30", "2024-02-29"), "1 + 29 days, to the leap day"),
        (*("reply", "", "2023-01-29", "2023-02-28"), "2 + 28 days"),
        (*("reply", "", "2024-05-10", "2024-06-09 2024-06-10"), "21 + 9 days, to a Sunday"),
        (
            *("reply", "", "2023-12-27", "2024-01-26 2024-01-29"),
            "4 + 26 days, to Republic Day, a Friday; Monday is the next open day",
        ),
        (*("reply", "", "2024-09-02", "2024-10-02 2024-10-03"), "28 + 2, the birthday of Gandhi"),
        (*("reply", "expedited", "2024-02-27", "2024-02-29"), "48 hours end on the second day"),
        (*("reply", "expedited", "2023-12-31", "2024-01-02"), "48 hours, over the year's end"),
        (
            *("reply", "fee-noticed 2024-06-13, fee-paid 2024-06-20"),
            *("2024-06-03", "2024-07-09 2024-07-11"),
            "thirty days end on 3 July; six days lie between, eight with both ends",
        ),
        (
            *("reply-through-assistant-officer", "", "2024-01-26", "2024-03-01"),
            "35 days: 5 + 29 + 1",
        ),
        (*("transfer-notice", "", "2024-02-26", "2024-03-02 2024-03-04"), "3 + 2, a Saturday"),
        (*("appeal", "", "2024-01-31", "2024-03-01"), "29 + 1 days"),
        (*("appeal-decision", "extended", "2023-12-16", "2024-01-30"), "45 in all: 15 + 30"),
        (*("second-appeal", "", "2023-12-01", "2024-02-29"), "30 + 31 + 29 days"),
    ],
    "bd-rti-2009": [
        (
            *("reply", "", "2024-12-12", "2025-01-13"),
            "Fridays and Saturdays, 16 and 25 December; 13 by Thursday 2 January, 18 by the 9th",
        ),
        (
            *("reply", "", "2023-04-13", "2023-05-18"),
            "19, 20 and 23 April for Eid, 1 and 4 May; 10 by 3 May",
        ),
        (
            *("reply", "", "2024-07-08", "2024-08-12 2024-08-14"),
            "17 July, the curfew of 21 to 23 July, 5 August; whether the next two were worked "
            "is not clear; 15 by 4 August",
        ),
        (*("reply", "expedited", "2024-02-28", "2024-02-29"), "24 hours"),
        (
            *("third-party-notice", "", "2024-02-21", "2024-02-29"),
            "received on Martyrs' Day; 22, 25, 27, 28, 29, for the 26th was Shab-e-Barat",
        ),
        (*("further-fee", "", "2024-03-14", "2024-03-24"), "17 March was a holiday; 18 to 21, 24"),
        (
            *("appeal", "", "2024-01-31", "2024-03-01 2024-03-03"),
            "29 + 1, to a Friday; Saturday is closed too, Sunday 3 March is worked",
        ),
        (*("appeal-decision", "", "2024-02-14", "2024-02-29"), "15 plain days, to a Thursday"),
        (*("complaint-decision", "", "2024-01-15", "2024-02-29"), "45 days: 16 + 29"),
        (
            *("complaint-decision", "extended", "2024-01-15", "2024-03-30 2024-03-31"),
            "75 days in all: 16 + 29 + 30, to a Saturday; Sunday is worked",
        ),
    ],
    "lk-rti-2016": [
        (
            *("reply", "", "2025-01-30", "2025-02-21"),
            "4 February and the Poya day of the 12th; 9 by the 14th",
        ),
        (
            *("reply", "", "2024-09-09", "2024-10-02"),
            "16 and 17 September, and Monday the 23rd after the election; 7 by the 20th",
        ),
        (*("reply", "expedited", "2024-12-30", "2025-01-01"), "48 hours"),
        (
            *("third-party-notice", "", "2024-04-05", "2024-04-12 2024-04-16"),
            "a week ends on the day before the Sinhala and Tamil New Year, a weekend for which "
            "Monday the 15th was a special holiday",
        ),
        (*("access", "extended", "2024-02-16", "2024-03-22"), "14 days to 1 March, and 21 more"),
        (*("appeal", "", "2024-02-15", "2024-02-29"), "14 plain days"),
        (*("appeal-decision", "", "2024-02-09", "2024-03-01"), "three weeks, over the leap day"),
        (*("second-appeal", "", "2023-12-31", "2024-02-29"), "two months: February has no 31st"),
        (*("court", "", "2023-01-31", "2023-02-28"), "one month: February has no 31st"),
    ],
    "np-rti-2007": [
        (*("reply", "", "2024-02-14", "2024-02-29"), "15 plain days, to a Thursday"),
        (
            *("reply", "", "2024-02-16", "2024-03-02 2024-03-04"),
            "to a Saturday; whether Sunday is worked is unclear",
        ),
        (*("reply", "", "2024-02-17", "2024-03-03 2024-03-04"), "to such a Sunday"),
        (*("reply", "expedited", "2023-12-31", "2024-01-01"), "24 hours"),
        (*("reply", "", "2024-04-16", "2024-05-01 2024-05-02"), "14 + 1, to Labour Day"),
        (
            *("reply", "fee-noticed 2024-06-05, fee-paid 2024-06-10"),
            *("2024-06-03", "2024-06-18 2024-06-25"),
            "15 days as if it ran on; as if it restarted on the 10th",
        ),
    ],
    "id-kip-2008": [
        (
            *("reply", "", "2025-03-26", "2025-04-11 2025-04-21"),
            "Eid on 31 March and 1 April, 18 April Good Friday; collective leave on 28 March, "
            "2 to 4 and 7 April",
        ),
        (*("reply", "", "2024-12-09", "2024-12-23"), "ten plain working days"),
        (
            *("reply", "extended", "2024-12-09", "2025-01-03 2025-01-06"),
            "seven more: 25 December, 1 January, and collective leave on the 26th",
        ),
        (
            *("reply", "", "2025-08-04", "2025-08-18 2025-08-19"),
            "18 August 2025, made a day of collective leave",
        ),
        (*("reply", "", "2024-11-13", "2024-11-28"), "27 November 2024, the day of elections"),
        (
            *("objection", "", "2025-05-02", "2025-06-18 2025-06-23"),
            "thirty: 12 and 29 May and 6 June closed; collective leave on 13 and 30 May, 9 June",
        ),
        (
            *("objection-decision", "", "2024-09-02", "2024-10-15"),
            "9 by the 13th; 16 September closed; 13 by the 20th, 18 by the 27th, 28 by 11 October",
        ),
        (*("appeal", "", "2024-10-01", "2024-10-21"), "3 by the 4th, 8 by the 11th, 13, Monday"),
        (*("court", "", "2024-10-07", "2024-10-25"), "4 by the 11th, 9 by the 18th, 14 on Friday"),
    ],
    "ke-atia-2016": [
        (*("reply", "", "2024-02-08", "2024-02-29"), "21 days, to the leap day"),
        (*("reply", "extended", "2024-02-08", "2024-03-14"), "14 more"),
        (*("reply", "", "2024-11-21", "2024-12-12 2024-12-13"), "9 + 12, to Jamhuri Day"),
        (*("reply", "", "2023-12-04", "2023-12-25 2023-12-27"), "to Christmas, then Boxing Day"),
        (*("reply", "expedited", "2024-02-28", "2024-03-01"), "48 hours, over the leap day"),
        (
            *("reply", "transferred 2024-05-10", "2024-05-06", "2024-05-27 2024-05-31"),
            "21 days from the first receipt, or from that of the other body",
        ),
        (*("transfer", "", "2024-02-26", "2024-03-02 2024-03-04"), "3 + 2 days, to a Saturday"),
        (*("complaint", "", "2024-01-31", "2024-03-01"), "29 + 1 days"),
    ],
    "ng-foia-2011": [
        (*("reply", "", "2024-02-22", "2024-02-29"), "7 days, not 7 working days"),
        (*("reply", "", "2024-12-25", "2025-01-01 2025-01-02"), "7 days, to New Year's Day"),
        (
            *("reply", "extended", "2024-12-18", "2025-01-01 2025-01-03"),
            "7 + 7 days from Christmas Day, or from Friday the 27th",
        ),
        (*("reply", "transferred 2024-03-06", "2024-03-01", "2024-03-13"), "restarted (s. 5(2))"),
        (*("reply", "", "2024-03-22", "2024-03-29 2024-04-02"), "to Good Friday; then Easter"),
        (*("court", "", "2024-01-31", "2024-03-01"), "29 + 1 days"),
    ],
    "tn-22-2016": [
        (*("reply", "", "2024-10-01", "2024-10-21"), "20 days, to a Monday"),
        (*("internal-review", "", "2024-07-05", "2024-07-25 2024-07-26"), "to Republic Day"),
        (*("internal-review-decision", "", "2024-04-21", "2024-05-01 2024-05-02"), "to 1 May"),
        (*("third-party-reply", "", "2024-10-01", "2024-11-15"), "30 + 15, to a Friday"),
    ],
    "tz-atia-2016": [
        (*("reply", "", "2024-01-30", "2024-02-29"), "1 + 29 days"),
        (*("reply", "", "2023-11-25", "2023-12-27"), "5 + 25 to Christmas; past Boxing Day"),
        (*("reply", "", "2024-11-09", "2024-12-10"), "21 + 9 to Independence Day; the day after"),
        (*("reply", "", "2024-12-02", "2025-01-02"), "29 + 1 to New Year's Day; the day after"),
        (*("transfer", "", "2024-04-19", "2024-04-29"), "7 to Union Day, a Friday; the Monday"),
        (
            *("internal-review-decision", "", "2024-09-14", "2024-10-15"),
            "16 + 14 to Nyerere Day, a Monday; the day after",
        ),
        (*("appeal", "", "2024-07-09", "2024-08-09"), "22 + 8 to Farmers' Day; the day after"),
    ],
    "ug-atia-2005": [
        (*("reply", "", "2024-01-15", "2024-02-05"), "16 + 5 days, to a Monday"),
        (*("reply", "", "2024-01-05", "2024-01-26 2024-01-29"), "to Liberation Day, a Friday"),
        (
            *("reply", "extended", "2024-08-28", "2024-10-09 2024-10-10"),
            "21 to 18 September; 12 + 9 to Independence Day",
        ),
        (*("transfer", "", "2024-05-13", "2024-06-03 2024-06-04"), "18 + 3, to Martyrs' Day"),
        (*("court", "", "2024-04-10", "2024-05-01 2024-05-02"), "20 + 1, to 1 May, a Wednesday"),
    ],
    "za-paia-2000": [
        (*("reply", "", "2024-01-30", "2024-02-29"), "1 + 29 days"),
        (
            *("reply", "", "2020-07-10", "2020-08-09 2020-08-11"),
            "21 + 9, to Women's Day, a Sunday, for which Monday is closed too",
        ),
        (
            *("reply", "", "2022-11-25", "2022-12-25 2022-12-28"),
            "5 + 25, to Christmas, a Sunday; 26 December is a holiday, the 27th was declared one",
        ),
        (*("reply", "", "2024-04-29", "2024-05-29 2024-05-30"), "1 + 29, to the day of elections"),
        (*("private-reply", "extended", "2023-12-31", "2024-02-29"), "30 to 30 January, 30 more"),
        (*("appeal", "", "2023-12-31", "2024-02-29"), "60 days: 31 + 29"),
        (*("court", "", "2019-11-03", "2019-12-03"), "30 days, on the last day of the old rule"),
        (
            *("court", "", "2019-11-04", "2020-05-02 2020-05-04"),
            "180 days under the new one: 26 + 31 + 31 + 29 + 31 + 30 + 2, to a Saturday",
        ),
    ],
    "ca-atia": [
        (*("reply", "", "2025-12-02", "2026-01-02"), "29 by 31 December; New Year’s Day"),
        (*("reply", "", "2024-02-01", "2024-03-02"), "28 by 29 February; a Saturday stands"),
        (*("reply", "", "2025-08-31", "2025-10-01"), "30 September, Truth and Reconciliation"),
        (
            *("reply", "", "2022-12-02", "2023-01-02 2023-01-03"),
            "New Year’s Day, a Sunday; its substitute is in doubt",
        ),
        (
            *("reply", "transferred 2025-09-08", "2025-09-01", "2025-10-01"),
            "from the first receipt: 29 by 30 September, the 30th day is free",
        ),
        (*("complaint", "", "2025-08-14", "2025-10-14"), "17, 47 by 30 September; Thanksgiving"),
        (*("complaint", "", "2025-09-12", "2025-11-12"), "18, 49 by 31 October; Remembrance Day"),
        (*("court", "", "2025-06-16", "2025-08-05"), "10 by 30 June, not the 1st, 33 by 1 August"),
        (
            *("court", "", "2025-09-02", "2025-10-23"),
            "19 by the 29th, not the 30th, 27 by 10 October, not the 13th",
        ),
    ],
    "es-ltaibg-2013": [
        (*("reply", "", "2024-02-02", "2024-03-04"), "2 March 2024 is a Saturday"),
        (
            *("reply", "", "2015-02-28", "2015-03-28"),
            "a Saturday, which counted until October 2016",
        ),
        (*("reply", "", "2016-08-15", "2016-09-15"), "from date to date"),
        (*("reply", "", "2026-10-09", "2026-11-10"), "9 November 2026, a holiday of the city"),
        (
            *("reply", "extended", "2026-03-03", "2026-05-04 2026-05-06"),
            "3 May 2026 is a Sunday; or a month from 6 April, for 3 April is Good Friday",
        ),
        (
            *("clarification", "", "2026-10-05", "2026-10-20"),
            "4 by the 9th, not the 12th, 8 by the 16th",
        ),
        (*("access", "", "2026-11-25", "2026-12-11"), "3 by the 30th, 7 by the 4th, not 7 and 8"),
        (
            *("complaint", "", "2026-04-15", "2026-05-18"),
            "15 May 2026, a holiday, before a weekend",
        ),
        (*("complaint-decision", "", "2026-09-25", "2026-12-28"), "Christmas, then a weekend"),
        (*("court", "", "2025-12-30", "2026-02-28 2026-03-02"), "no 30 February; a Saturday"),
        (*("court-after-silence", "", "2025-11-12", "2026-05-12"), "six months"),
    ],
    "fr-crpa": [
        (*("reply", "", "2024-02-02", "2024-03-02 2024-03-04"), "2 March 2024 is a Saturday"),
        (*("reply", "", "2016-08-15", "2016-09-15"), "a month, to a Thursday"),
        (*("reply", "", "2025-12-25", "2026-01-25 2026-01-26"), "25 January 2026 is a Sunday"),
        (
            *("reply", "transferred 2026-03-20", "2026-03-10", "2026-04-10 2026-04-20"),
            "a month from the first receipt, or from the second",
        ),
        (
            "reply",
            "clarification-asked 2026-06-08, clarification-given 2026-06-15",
            *("2026-06-01", "2026-07-01 2026-07-15"),
            "as if nothing had happened, or a month from the answer",
        ),
        (*("cada", "", "2025-09-11", "2025-11-11 2025-11-12"), "11 November, a holiday"),
        (*("cada", "", "2023-12-31", "2024-02-29"), "no 31 February; a Thursday"),
        (*("opinion", "", "2026-04-14", "2026-05-14 2026-05-15"), "Ascension Day"),
        (*("confirmed-refusal", "", "2025-11-01", "2026-01-01 2026-01-02"), "New Year’s Day"),
        (*("court", "", "2025-06-30", "2025-08-30 2025-09-01"), "30 August 2025 is a Saturday"),
        (
            *("court", "appeal-filed 2025-05-10", "2025-08-20", "2025-09-10"),
            "four months from the registration end before the two from the decision",
        ),
    ],
    "gb-foisa-2002": [
        (
            *("reply", "", "2021-12-06", "2022-01-07"),
            "14 by the 24th, not 27 and 28, 17 by the 31st, not 3 and 4 January",
        ),
        (*("reply", "", "2023-04-03", "2023-05-03"), "not 7 April, 8 by the 14th, not 1 May"),
        (
            *("reply", "", "2022-08-26", "2022-09-26"),
            "29 August counts; 15 by the 16th, not the 19th",
        ),
        (
            *("reply", "fee-noticed 2024-03-15, fee-paid 2024-03-18", "2024-03-12", "2024-04-12"),
            "2 by the 14th, then from the 19th 10 by the 28th, not Good Friday",
        ),
        (
            "reply",
            "clarification-asked 2025-11-20, clarification-given 2025-11-28",
            *("2025-11-10", "2025-12-31"),
            "St Andrew’s Day is kept on 1 December; 17 by the 24th, not 25 and 26",
        ),
        (*("internal-review", "", "2025-03-03", "2025-04-29"), "33 by 17 April, not Good Friday"),
        (
            *("internal-review-decision", "", "2025-12-15", "2026-01-16"),
            "7 by the 24th, 10 by the 31st, not 1 and 2 January",
        ),
        (*("commissioner", "", "2023-08-31", "2024-02-29"), "no 31 February"),
        (
            *("commissioner", "", "2025-06-14", "2025-12-14 2025-12-15"),
            "a Sunday, or the Monday if a rule that was not read carries it on",
        ),
        (
            *("commissioner-decision", "", "2025-08-25", "2025-12-25 2025-12-29"),
            "Christmas Day, or Monday the 29th if a rule that was not read carries it on",
        ),
    ],
    "ie-foi-2014": [
        (*("reply", "", "2024-04-10", "2024-05-09"), "20 working days, over 6 May"),
        (*("reply", "extended", "2024-04-10", "2024-06-07"), "40 working days, over 3 June too"),
        (*("internal-review", "", "2024-07-10", "2024-08-07"), "20 from that day, over 5 August"),
        (*("internal-review-decision", "", "2024-10-14", "2024-11-05"), "15, over 28 October"),
        (*("commissioner", "", "2024-10-14", "2025-04-13"), "six months from that day on"),
        (*("commissioner-decision", "", "2024-01-31", "2024-05-31"), "four months"),
        (*("court", "", "2025-04-01", "2025-04-29"), "20, over Easter Monday; Good Friday counts"),
    ],
    "nz-oia-1982": [
        (*("reply", "", "2025-04-07", "2025-05-08"), "8 by the 17th; not 18, 21 and 25 April"),
        (*("reply", "", "2025-12-05", "2026-01-26"), "13 by the 24th, then from 16 January"),
        (
            *("reply", "", "2025-06-09", "2025-07-07 2025-07-08"),
            "Matariki, 20 June, is in doubt: 19 or 18 by 4 July",
        ),
        (*("reply", "transferred 2025-03-10", "2025-03-03", "2025-04-07"), "20 from 11 March"),
        (
            *("reply", "clarification-asked 2025-03-04, clarification-given 2025-03-06"),
            *("2025-03-03", "2025-03-31 2025-04-03"),
            "20 from 4 March, or from 7 March",
        ),
    ],
    "tr-4982-2003": [
        (
            *("reply", "", "2024-04-01", "2024-04-26 2024-04-30"),
            "the feast from the 10th to the 12th, 23 April; leave on the 8th, an eve on the 9th",
        ),
        (
            *("reply", "", "2024-10-14", "2024-11-05 2024-11-06"),
            "29 October, and half a day on the 28th; 9 by the 25th",
        ),
        (*("reply", "", "2024-01-02", "2024-01-23"), "15 plain working days"),
        (*("reply", "extended", "2024-01-02", "2024-02-13"), "30 in all, from the application"),
        (*("further-fee", "", "2024-08-12", "2024-09-03"), "30 August; 13 by the 29th"),
        (*("objection", "", "2024-02-14", "2024-02-29"), "15 plain days"),
        (
            *("court-after-refusal", "", "2024-07-01", "2024-09-02"),
            "60 days: 30 + 30, to 30 August, a holiday and a Friday; on to Monday",
        ),
        (*("objection-decision", "", "2024-01-18", "2024-02-29"), "30 plain working days"),
    ],
    "br-lai-2011": [
        (*("reply", "", "2024-02-09", "2024-02-29"), "20 days, to the leap day"),
        (
            *("reply", "", "2024-01-23", "2024-02-12 2024-02-15"),
            "8 + 12, to Monday of Carnival, optional as the two days after it",
        ),
        (*("reply", "extended", "2023-12-02", "2024-01-01 2024-01-02"), "20 to 22 December, + 10"),
        (*("reply", "", "2024-12-05", "2024-12-25 2024-12-26"), "20 days, to Christmas"),
        (*("appeal", "", "2024-02-19", "2024-02-29"), "10 days"),
        (*("appeal-decision", "", "2024-11-15", "2024-11-20 2024-11-21"), "a holiday since 2024"),
        (*("appeal-decision", "", "2023-11-15", "2023-11-20"), "no national holiday in 2023"),
    ],
    "ph-eo2-2016": [
        (
            *("reply", "", "2024-03-20", "2024-04-16"),
            "Maundy Thursday, Good Friday, 9 April and Eid on the 10th; 11 by the 8th",
        ),
        (
            *("reply", "", "2024-12-09", "2025-01-06"),
            "24, 25, 30 and 31 December and 1 January; 12 by the 27th",
        ),
        (*("reply", "", "2024-02-07", "2024-02-29"), "9 February, Chinese New Year"),
        (*("appeal", "", "2024-12-20", "2025-01-04 2025-01-06"), "15 plain days, to a Saturday"),
        (*("appeal-decision", "", "2024-01-15", "2024-02-27"), "30, over 9 February"),
        (
            *("reply", "", "2022-12-05", "2022-12-28"),
            "8 December, and 26 December by proclamation of the week before; 13 by the 23rd",
        ),
        (
            *("reply", "", "2024-07-03", "2024-07-24 2024-07-29"),
            "13 by 22 July; on the next three days work in the capital was suspended, then 26, 29",
        ),
        (*("reply", "extended", "2024-02-07", "2024-04-01"), "20 more; 28 and 29 March closed"),
        (
            *("reply", "", "2024-08-08", "2024-09-02"),
            "the holiday of 21 August moved to Friday the 23rd; the 26th; 14 by the 30th",
        ),
    ],
    "mx-lgtaip-2025": [
        (*("reply", "", "2025-04-28", "2025-05-27"), "1 May closed; 8 by the 9th, 18 by the 23rd"),
        (*("reply", "extended", "2025-06-09", "2025-07-21"), "30 working days: six weeks"),
        (*("appeal", "", "2025-04-16", "2025-05-01 2025-05-02"), "14 + 1, to Labour Day"),
    ],
    "jo-atia-2007": [
        (
            *("reply", "", "2025-12-14", "2026-01-06"),
            "Fridays and Saturdays, Christmas and New Year, both on Thursday; 12 by the 31st",
        ),
        (*("reply", "", "2023-12-31", "2024-01-30"), "30 days, on the last day of the old limit"),
        (*("reply", "", "2023-04-01", "2023-05-01 2023-05-02"), "29 + 1, to Labour Day"),
        (
            *("reply", "", "2025-01-01", "2025-01-22"),
            "submitted on a holiday; 2 January is day one",
        ),
        (
            *("reply", "extended", "2025-01-01", "2025-02-05 2025-02-10"),
            "ten more; the feast of 27 January, by the moon, is in doubt with the days beside it",
        ),
        (
            *("complaint-decision", "", "2023-05-10", "2023-06-09 2023-06-11"),
            "21 + 9 to a Friday; then the Sunday",
        ),
        (*("court", "", "2023-01-16", "2023-02-15"), "15 + 15 days"),
    ],
    "pk-raia-2017": [
        (
            *("reply", "", "2022-04-14", "2022-04-26 2022-04-28"),
            "Saturdays perhaps worked by order of the 12th: 2 by the 16th, 8 by the 23rd; or 1 "
            "on the 15th, 6 by the 22nd",
        ),
        (*("reply", "", "2024-02-15", "2024-02-29"), "ten plain working days, to the leap day"),
        (
            *("reply", "expedited", "2024-03-21", "2024-03-26"),
            "22, 25, 26; Pakistan Day, Saturday",
        ),
        (*("reply", "expedited", "2024-12-23", "2024-12-27"), "24, 26, 27; 25 December is closed"),
        (*("appeal", "", "2024-01-31", "2024-03-01"), "29 + 1 days"),
        (*("appeal-decision", "", "2023-12-31", "2024-02-29"), "60 days: 31 + 29"),
    ],
    "pk-punjab-rti-2013": [
        (*("reply", "", "2024-02-09", "2024-02-29"), "14 plain working days: 5 + 5 + 4"),
        (*("reply", "expedited", "2024-12-24", "2024-12-27"), "26, 27"),
        (*("internal-review", "", "2023-12-31", "2024-02-29"), "60 days: 31 + 29"),
    ],
    "pk-kp-rti-2013": [
        (*("reply", "", "2024-02-15", "2024-02-29"), "ten plain working days"),
        (*("complaint-decision", "", "2023-12-31", "2024-02-29"), "60 days: 31 + 29"),
    ],
    "pk-sindh-rti-2016": [
        (*("complaint-decision", "", "2024-01-15", "2024-02-29"), "45 days: 16 + 29"),
    ],
    "pk-balochistan-rti-2021": [
        (*("reply", "", "2024-02-08", "2024-02-29"), "15 working days: 1 + 5 + 5 + 4"),
    ],
    "zm-atia-2023": [
        (*("reply", "", "2025-05-18", "2025-05-27"), "to Sunday 25 May; Monday is a holiday too"),
        (*("reply", "", "2026-08-06", "2026-08-14"), "to the day of the election, the 13th"),
        (
            *("reply", "extended", "2026-07-27", "2026-08-17 2026-08-18"),
            "to Farmers' Day, or the Tuesday after it; then fourteen days",
        ),
        (*("transfer", "", "2025-12-15", "2025-12-20"), "five days without Sunday, to a Saturday"),
        (*("transfer-notice", "", "2025-06-28", "2025-07-05"), "2 + 5 days, to a Saturday"),
        (*("appeal", "", "2024-12-29", "2025-01-28"), "2 + 28 days"),
        (
            *("appeal", "", "2026-11-25", "2026-12-26"),
            "to Christmas Day, a Friday; a Saturday counts",
        ),
    ],
}


@pytest.mark.parametrize("law", WORKED_OUT)
def test_a_stage_ends_on_the_day_that_was_worked_out(library: Library, law: str) -> None:
    for stage, how, event, due, working in WORKED_OUT[law]:
        ends = [date.fromisoformat(day) for day in due.split(" ")]
        counted = _ends(library, library.law(law), stage, how, event)
        assert counted == (ends[0], ends[-1]), f"{stage} {how} {event}: {working}"


def _ends(
    library: Library, found: Law, stage: str, how: str, event: str
) -> tuple[date, date | None]:
    """The earliest and the latest last day of a stage."""
    asked = found.stage(stage)
    happened = [each.split(" ") for each in how.split(", ") if " " in each]

    deadline = count_deadline(
        found,
        asked,
        DaySpan.on(date.fromisoformat(event)),
        library.workdays(found, asked, None),
        extended=how == "extended",
        expedited=how == "expedited",
        happened=[Happened(kind, DaySpan.on(date.fromisoformat(on))) for kind, on in happened],
    )
    return deadline.earliest, deadline.latest


def test_every_law_with_a_number_was_worked_out(library: Library) -> None:
    numbered = {
        key
        for key, law in library.laws.items()
        if any(stage.limits for stage in law.stages.values())
    }

    assert set(WORKED_OUT) == numbered
