"""The diary of hearings: private details, clashes across requests, and pasted cause lists."""

from dataclasses import replace
from datetime import date

import pytest

from tests.offices import AYESHA, BY, Clock, a_paper, a_request, received
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput
from tracker.domain.base.terms import Channel
from tracker.domain.case.hearing_clashes import Appointment, Nearness, clashes_of
from tracker.domain.case.request import Filing
from tracker.domain.events.proceedings.hearing_fixed import HearingFixed
from tracker.services.cases.appealing import file_appeal
from tracker.services.cases.cause_lists import (
    LONGEST_CAUSE_LIST,
    ListedAppeal,
    ListedBy,
    match_cause_list,
    matches_in,
)
from tracker.services.cases.hearing_diary import (
    HearingDetails,
    hearing_details,
    hearing_diary,
    keep_hearing_details,
)
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails, record

FILED, NOTICE, HEARING = date(2024, 3, 20), date(2024, 4, 15), date(2024, 5, 6)
DETAILS = HearingDetails("10:30", "Bench of three", "Zarmina Counsel", "Room 2")


@pytest.fixture
def today(clock: Clock) -> Clock:
    """Tuesday 16 April 2024, after the notices of the hearings."""
    clock.set(date(2024, 4, 16))
    return clock


def an_appeal(office: Office, number: str = "", name: str = "Ayesha Namoona") -> str:
    reference = a_request(office, applicant=replace(AYESHA, name=name))
    received(office, reference, date(2024, 2, 26))
    proofs, letter = [a_paper("stamp.txt")], a_paper("appeal.txt")
    dispatch = SendingDetails(FILED, Channel.HAND, Filing(number), proofs, letter)
    file_appeal(office, reference, dispatch, by=BY)
    return reference


def fixed(office: Office, reference: str, day: date = HEARING) -> int:
    event = HearingFixed(on=DaySpan.on(NOTICE), appeal=0, hearing=day)
    return record(office, reference, event, [a_paper("notice.txt")], by=BY).seq


def test_details_are_sealed_with_the_request_and_erased_with_it(
    office: Office, today: Clock
) -> None:
    reference = an_appeal(office)
    seq = fixed(office, reference)
    keep_hearing_details(office, reference, seq, DETAILS)

    with office.cases.look(reference) as case:
        assert hearing_details(case, seq) == DETAILS
    office.cases.erase_person(reference)
    with office.cases.look(reference) as case:
        assert hearing_details(case, seq) == HearingDetails()


@pytest.mark.parametrize(
    ("details", "says"),
    [
        (replace(DETAILS, time="25:00"), "Enter the time as hours and minutes"),
        (replace(DETAILS, time="soon"), "Enter the time as hours and minutes"),
        (replace(DETAILS, bench="x" * 201), "Each detail must be 200 characters"),
    ],
)
def test_details_that_cannot_be_right_are_refused(
    office: Office, today: Clock, details: HearingDetails, says: str
) -> None:
    reference = an_appeal(office)
    seq = fixed(office, reference)
    with pytest.raises(BadInput, match=says):
        keep_hearing_details(office, reference, seq, details)
    with pytest.raises(BadInput, match="Entry 1 is not a scheduled hearing"):
        keep_hearing_details(office, reference, 1, DETAILS)


def test_the_diary_is_in_order_of_day_and_time_and_names_clashes(
    office: Office, today: Clock
) -> None:
    first, second, third = (an_appeal(office) for _ in range(3))
    seqs = [fixed(office, each) for each in (first, second)]
    fixed(office, third, date(2024, 4, 30))
    keep_hearing_details(office, first, seqs[0], replace(DETAILS, time="11:00"))
    keep_hearing_details(office, second, seqs[1], DETAILS)

    diary, total = hearing_diary(office)

    assert total == 3
    assert [(each.row.reference, each.details.time) for each in diary] == [
        (third, ""),
        (second, "10:30"),
        (first, "11:00"),
    ]
    assert [[clash.nearness for clash in each.clashes] for each in diary] == [
        [],
        [Nearness.SAME_DAY],
        [Nearness.SAME_DAY],
    ]


def test_hearings_clash_surely_at_one_time_and_perhaps_if_a_time_is_not_known() -> None:
    one = Appointment("r1", 6, HEARING, "10:30")
    others = [
        one,
        Appointment("r2", 6, HEARING, "10:30"),
        Appointment("r3", 6, HEARING),
        Appointment("r4", 6, date(2024, 5, 7), "10:30"),
    ]
    found = [(clash.other.reference, clash.nearness) for clash in clashes_of(one, others)]
    assert found == [("r2", Nearness.SAME_TIME), ("r3", Nearness.TIME_UNKNOWN)]


def test_a_cause_list_is_matched_by_number_or_by_the_whole_name(
    office: Office, today: Clock
) -> None:
    known, other = an_appeal(office, "1234-05/24"), an_appeal(office, "", "Bilal Misaal Khan")
    pasted = (
        "MONDAY 6 MAY 2024, BENCH I\n"
        "1. Appeal No. 1234-05/24, A. Namoona v. PTA\n"
        "2. Appeal No. 11234-05/24, Someone v. PTA\n"
        "3. KHAN, Bilal Misaal vs. Ministry\n"
        "4. Bilal v. PTA\n"
    )

    found = [(m.appeal.reference, m.line, m.by) for m in match_cause_list(office, pasted)]

    assert found == [(known, 2, ListedBy.NUMBER), (other, 4, ListedBy.PARTY)]


def test_a_name_on_a_line_with_another_respondent_is_a_doubtful_match(
    office: Office, today: Clock
) -> None:
    an_appeal(office, "1234-05/24")
    pasted = (
        "1. Ayesha Namoona v. Ministry of Water\n"
        "2. Ayesha Namoona v. Pakistan Telecommunication Authority\n"
        "3. Ayesha Namoona v. PTA\n"
        "4. Appeal No. 1234-05/24, versus the Authority\n"
        "5. Ayesha Namoona v.\nPTA\n"
        "6. Ayesha\nNamoona v. Ministry of Water\n"
    )

    found = [(match.line, match.doubtful) for match in match_cause_list(office, pasted)]

    assert found == [(1, True), (2, False), (3, False), (4, False), (5, True), (7, True)]


def test_a_cause_list_that_is_empty_or_endless_is_refused(office: Office) -> None:
    with pytest.raises(BadInput, match=r"Paste the cause list\."):
        match_cause_list(office, " \n ")
    with pytest.raises(BadInput, match="200,000 characters or fewer"):
        match_cause_list(office, "x" * (LONGEST_CAUSE_LIST + 1))


def test_a_name_is_found_whatever_its_case_accents_and_punctuation() -> None:
    appeal = ListedAppeal("r1", "pk-pta", (), "José d’Ávila")
    lines = "1) JOSE D'AVILA v. PTA\nd'Avila alone\nJosephine Davila"
    assert [match.line for match in matches_in(lines, [appeal])] == [1]


def test_a_number_is_found_with_its_year_in_two_figures_or_four_and_over_two_lines() -> None:
    numbered = ListedAppeal("r1", "pk-pta", ("1234-05/24",), "Ayesha Namoona")
    other = ListedAppeal("r2", "pk-pta", ("E777-04/2024",), "Muhammad Ali")
    lines = (
        "1.\tAppeal No.1234-05/2024\n2. 11234-05/24\n3. E-777-04/24\n4. Appeal No. 1234-\n05/24\n"
        "5. Ayesha\nNamoona v. PTA\n6. Muhammad Khan v. A\n7. Ali Raza v. B"
    )

    found = [
        (each.line, each.appeal.reference, each.by)
        for each in matches_in(lines, [numbered, other])
    ]

    assert found == [
        (1, "r1", ListedBy.NUMBER),
        (3, "r2", ListedBy.NUMBER),
        (4, "r1", ListedBy.NUMBER),
        (6, "r1", ListedBy.PARTY),
    ]


@pytest.mark.parametrize(
    ("heading", "day"),
    [
        ("CAUSE LIST FOR MONDAY, THE 6TH MAY, 2024", date(2024, 5, 6)),
        ("Date: 2024-05-06", date(2024, 5, 6)),
        ("Hearings of May 6, 2024 (Court No. 2)", date(2024, 5, 6)),
        ("List for 16/05/2024", date(2024, 5, 16)),
        ("List for 16.05.2024.", date(2024, 5, 16)),
        # Of two readings the weekday leaves one: Monday 6 May, Wednesday 5 June 2024.
        ("Mon 06-05-2024", date(2024, 5, 6)),
        ("Wednesday 06-05-2024", date(2024, 6, 5)),
        ("List for 06-05-2024", None),
        # The 7th is a Tuesday.
        ("CAUSE LIST FOR MONDAY, THE 7TH MAY, 2024", None),
        ("فہرستِ مقدمات برائے پیر، ۶ مئی ۲۰۲۴ء", date(2024, 5, 6)),
        ("فهرست مقدمات 16 جولائي 2024", date(2024, 7, 16)),
        # 7 December 2026 is a Monday, 11 December a Friday.
        ("Monday 7 December 2026 (07.12.2026)", date(2026, 12, 7)),
        ("Court No. 2, Monday 7 December 2026, 10:30", date(2026, 12, 7)),
        ("Court 2: 10:30, 7 December 2026", date(2026, 12, 7)),
        ("Order dated 1 May 2024", None),
        ("4. Someone v. Another, filed 1 May 2024", None),
        ("31 February 2024", None),
    ],
)
def test_the_day_of_a_list_is_that_of_its_heading_unless_it_can_be_read_in_two_ways(
    heading: str, day: date | None
) -> None:
    appeal = ListedAppeal("r1", "pk-pta", ("1234-05/24",), "Ayesha Namoona")
    (match,) = matches_in(f"{heading}\n1. Appeal No. 1234-05/24\n", [appeal])
    assert match.day == day


@pytest.mark.parametrize(
    "heading",
    [
        "7 to 11 December 2026",
        "7-11 December 2026",
        "7 – 11 December, 2026",
        "CAUSE LIST FROM 30 NOVEMBER TO 4 DECEMBER 2026",
        "7th & 8th December 2026",
        "7/8 December 2026",
        "7 or 8 December 2026",
        "7, 8, and 9 December 2026",
        "Monday 7 December to Friday 11 December 2026",
        "Monday 7 December 2026 to 11 December 2026",
        "Monday 7 December 2026 to Friday 11 December",
        "30 November 2026 to 4 December",
        "December 7 to 11, 2026",
        "December 7-11, 2026",
        "November 30 to December 4, 2026",
        "7 to 13.12.2026",
        "7-13.12.2026",
        "7–13/12/2026",
        "13.12 to 15.12.2026",
        "13.12.2026-15.12.2026",
        "Week commencing Monday 7 December 2026",
        "۷ تا ۱۱ دسمبر ۲۰۲۶ء",
        "۷تا۱۱ دسمبر ۲۰۲۶ء",
        "پیر ۷ دسمبر سے جمعہ ۱۱ دسمبر ۲۰۲۶ء",
        "۷ اور ۸ دسمبر ۲۰۲۶ء",
        "۷، ۸ دسمبر ۲۰۲۶ء",
    ],
)
def test_a_list_of_several_days_names_none_not_even_that_of_the_list_above(heading: str) -> None:
    appeal = ListedAppeal("r1", "pk-pta", ("1234-05/24",), "Ayesha Namoona")
    for above in ("", "Monday 30 November 2026\n"):
        (match,) = matches_in(f"{above}{heading}\n1. Appeal No. 1234-05/24", [appeal])
        assert match.day is None


@pytest.mark.parametrize(
    "line",
    [
        "Dated: 28.11.2026",
        "DATED Islamabad, the 28th November, 2026",
        "Issued on 28 November 2026",
        "Printed: 28.11.2026",
        "Notified on 28.11.2026",
        "Prepared on 14.12.2026",
        "Date of issue: 28.11.2026",
        "تاریخِ اجراء: ۲۸ نومبر ۲۰۲۶ء",
        "جاری کردہ ۲۸ نومبر ۲۰۲۶ء",
        "مورخہ ۲۸ نومبر ۲۰۲۶ء کو جاری ہوئی",
    ],
)
def test_the_day_on_which_a_list_was_issued_is_not_that_of_its_hearings(line: str) -> None:
    appeal = ListedAppeal("r1", "pk-pta", ("1234-05/24",), "Ayesha Namoona")
    heading = "CAUSE LIST FOR MONDAY 7 DECEMBER 2026"
    for above in (f"{heading}\n{line}", f"{line}\n{heading}"):
        (match,) = matches_in(f"{above}\n1. Appeal No. 1234-05/24", [appeal])
        assert match.day == date(2026, 12, 7)
    (alone,) = matches_in(f"{line}\n1. Appeal No. 1234-05/24", [appeal])
    assert alone.day is None


def test_the_urdu_word_for_dated_may_stand_before_the_day_of_the_hearings() -> None:
    appeal = ListedAppeal("r1", "pk-pta", ("1234-05/24",), "Ayesha Namoona")
    (match,) = matches_in("مورخہ ۷ دسمبر ۲۰۲۶ء\n1. Appeal No. 1234-05/24", [appeal])
    assert match.day == date(2026, 12, 7)


def test_a_day_before_that_of_a_heading_does_not_take_its_place() -> None:
    """It may be that of another list, or of a letter: no day is offered below it."""
    appeal = ListedAppeal("r1", "pk-pta", ("1234-05/24",), "Ayesha Namoona")
    pasted = (
        "Monday 7 December 2026\n1234-05/24\nIslamabad, the 28th November 2026\n1234-05/24\n"
        "27 November 2026\n1234-05/24\nTuesday 8 December 2026\n1234-05/24"
    )
    found = [match.day for match in matches_in(pasted, [appeal])]
    assert found == [date(2026, 12, 7), None, None, date(2026, 12, 8)]


def test_each_line_has_the_day_of_the_last_heading_above_it() -> None:
    appeal = ListedAppeal("r1", "pk-pta", ("1234-05/24",), "Ayesha Namoona")
    pasted = (
        "1234-05/24 before any heading\nMonday 6 May 2024\n1. 1234-05/24 A v. B, 2 January 2024\n"
        "2. Someone v. Another, filed on 3 January 2024\nAppeal 1234-05/24\n"
        "Tuesday 7 May 2024\n1234-05/24"
    )
    found = [(match.line, match.day) for match in matches_in(pasted, [appeal])]
    assert found == [
        (1, None),
        (3, date(2024, 5, 6)),
        (5, date(2024, 5, 6)),
        (7, date(2024, 5, 7)),
    ]


def test_under_a_heading_that_can_be_read_in_two_ways_no_day_is_named() -> None:
    appeal = ListedAppeal("r1", "pk-pta", ("1234-05/24",), "Ayesha Namoona")
    for heading in ("List for 07-05-2024", "Monday 7 May 2024", "31 February 2024"):
        pasted = f"Monday 6 May 2024\n{heading}\n1234-05/24"
        assert [match.day for match in matches_in(pasted, [appeal])] == [None]


def test_a_line_with_a_number_is_about_no_other_appeal_of_its_applicant() -> None:
    one, other, unnumbered = (
        ListedAppeal(reference, "pk-pta", numbers, "Ayesha Namoona")
        for reference, numbers in (
            ("r1", ("r1", "1234-05/24")),
            ("r2", ("r2", "99-06/24")),
            ("r3", ("r3",)),
        )
    )
    line = "1. Appeal No. 1234-05/24, Ayesha Namoona v. PTA"
    found = [match.appeal.reference for match in matches_in(line, [one, other, unnumbered])]
    assert found == ["r1", "r3"]


def test_the_columns_of_a_pasted_pdf_are_read_one_by_one() -> None:
    """As PDF files are copied: in columns of spaces or tabs, a name in two lines."""
    appeal = ListedAppeal("r1", "pk-pta", ("1234-05/2024",), "Ayesha Bibi Namoona", ("PTA",))
    other = ListedAppeal("r2", "pk-pta", ("E777-04/2024",), "Ali Khan")
    spaces = (
        "1    Appeal No.      Ayesha Bibi          PTA, through\n"
        "     1001-05/24      Namoona              its Chairman\n"
    )
    tabs = "2\tAppeal No. E777-\tSomeone\n\t04/24\tElse\n"
    crossed = "3    Muhammad Ali     PTA\n     Raza Khan        Islamabad\n"

    found = [
        (match.line, match.appeal.reference, match.by, match.doubtful)
        for match in matches_in(spaces + tabs + crossed, [appeal, other])
    ]

    assert found == [
        (1, "r1", ListedBy.PARTY, False),
        (3, "r2", ListedBy.NUMBER, False),
    ]


def test_an_urdu_list_is_matched_whatever_keyboard_and_program_wrote_it() -> None:
    appeal = ListedAppeal(
        "r1", "pk-pta", ("1234-05/24",), "عائشہ نمونہ", ("پاکستان ٹیلی کمیونیکیشن اتھارٹی",)
    )
    lines = (
        "۱۔ عائشه نمونه بنام پاكستان ٹیلی کمیونیکیشن اتھارٹی\n"
        "۲۔ اپیل نمبر ۱۲۳۴-۰۵/۲۰۲۴\n"
        "3. \u200fعائشہ\u200c نمونہ\u200f بنام وزارت آب\n"
    )
    found = [(match.line, match.by, match.doubtful) for match in matches_in(lines, [appeal])]
    assert found == [
        (1, ListedBy.PARTY, False),
        (2, ListedBy.NUMBER, False),
        (3, ListedBy.PARTY, True),
    ]


def test_a_listed_hearing_is_compared_with_the_diary(office: Office, today: Clock) -> None:
    reference = an_appeal(office, "1234-05/24")
    head = "Monday 6 May 2024\n"
    (match,) = match_cause_list(office, f"{head}1234-05/24")
    assert (match.in_diary, match.moved) == (False, 0)

    seq = fixed(office, reference)
    (here,) = match_cause_list(office, f"{head}1234-05/24")
    (moved,) = match_cause_list(office, "Tuesday 7 May 2024\n1234-05/24")
    (undated,) = match_cause_list(office, "1234-05/24")

    assert (here.in_diary, here.moved) == (True, 0)
    assert (moved.in_diary, moved.moved) == (False, seq)
    assert (undated.in_diary, undated.moved) == (False, 0)


def test_a_hostile_cause_list_is_read_in_time(office: Office) -> None:
    appeal = ListedAppeal("r1", "pk-pta", ("1234-05/24",), "Ayesha Namoona")
    wide = "a  " * 30_000
    (match,) = matches_in(f"{wide}\n{wide}\n1234-05/24", [appeal])
    assert match.line == 3
