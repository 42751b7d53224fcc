"""The public page that counts a deadline, and its calendar file."""

from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from lxml import html

from tests.web import record_scenes as scenes
from tests.web.record.empty_record import office as office
from tests.web.record.empty_record import reader as reader
from tests.web.record.site.test_record_pages import Page
from tests.web.record.weight import HEAVIEST, weight

EID = "/deadlines?law=pk-raia-2017&stage=reply&day=2024-02-26"
UNCERTAIN = "/deadlines?law=pk-raia-2017&stage=reply&day=2025-12-18"
FEE = (
    "/deadlines?law=gb-foia-2000&stage=reply&day=2024-03-04"
    "&fee-noticed=2024-03-11&fee-paid=2024-03-20"
)


def days_of(reader: FlaskClient, address: str) -> dict[str, date]:
    """The days of the calendar file of an answer, by what they are."""
    file = reader.get(address.replace("/deadlines?", "/deadlines.ics?"))
    assert file.status_code == 200
    assert file.mimetype == "text/calendar"
    events = Calendar.from_ical(file.data).walk("VEVENT")
    return {str(event["summary"]): event.decoded("dtstart") for event in events}


def test_the_form_asks_for_the_law_first_and_then_for_what_belongs_to_it(reader) -> None:
    blank = reader.get("/deadlines").text
    chosen = reader.get("/deadlines?law=gb-foia-2000").text
    plain = reader.get("/deadlines?law=de-ifg&stage=objection").text

    assert 'name="day"' not in blank
    assert "Pakistan: Right of Access to Information Act, 2017" in blank
    assert "European Union: Regulation (EC) No 1049/2001" in blank
    assert 'name="day"' in chosen
    assert 'name="fee-noticed"' in chosen
    assert 'name="fee-noticed"' not in plain


def test_without_a_day_the_form_asks_for_it(reader) -> None:
    asked = reader.get("/deadlines?law=pk-raia-2017&stage=reply&day=").text
    chosen = reader.get("/deadlines?law=pk-raia-2017&stage=reply").text

    assert "Enter the date from which the time is counted." in asked
    assert "Enter the date from which the time is counted." not in chosen
    assert "For a response: the day of receipt." in chosen


def test_a_day_before_the_law_is_refused_in_one_sentence_and_the_form_comes_back_filled(
    reader,
) -> None:
    """Jordan's law is of 2007, and no source gives the day: it counts from the year's end."""
    refused = reader.get("/deadlines?law=jo-atia-2007&stage=reply&day=2007-12-30&until=2007-12-31")
    counted = reader.get("/deadlines?law=jo-atia-2007&stage=reply&day=2007-12-31")

    assert refused.status_code == 422
    assert refused.text.count("No time limit is counted from 30 December 2007") == 1
    assert "from the end of that year, 31 December 2007" in refused.text
    assert 'value="2007-12-30"' in refused.text
    assert 'value="2007-12-31"' in refused.text
    assert 'selected value="jo-atia-2007"' in refused.text
    assert "No time limit is counted" not in counted.text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        # By hand, with a paper calendar: ten working days after Monday 26 February 2024.
        (EID, "Monday 11 March 2024"),
        # The same, from either side of 26 December 2025.
        (UNCERTAIN, "between Friday 2 January 2026 and Monday 5 January 2026"),
        # 20 working days without the seven from 11 to 20 March (18 March was Saint Patrick's Day,
        # observed): 5 to 8 March are four, 21 to 28 March six, 2 to 15 April ten.
        (FEE, "Monday 15 April 2024"),
        (f"{EID}&extended=y", "Monday 25 March 2024"),
        ("/deadlines?law=de-ifg&stage=objection&day=2014-01-30", "Friday 28 February 2014"),
    ],
)
def test_an_answer_says_the_last_day_its_section_and_its_steps(reader, address, said) -> None:
    answer = reader.get(address)
    page = Page(answer.text)

    assert answer.status_code == 200
    assert said in answer.text.split("</title>")[0]
    assert "How this date was calculated" in answer.text
    assert 'class="weeks"' in answer.text
    assert page.levels.count(1) == 1
    assert "script" not in page.tags
    assert not any("style" in found for found in page.attributes)
    assert weight(answer.data) < HEAVIEST
    assert "Set-Cookie" not in answer.headers


def test_the_next_remedy_has_its_safe_days(reader) -> None:
    words = " ".join(reader.get(UNCERTAIN).text.split())

    # Thirty days from 2 January 2026 end on Sunday 1 February; Friday 30 January is safe. The
    # reply is beyond dispute late from the 20th, once the longest extension is over.
    assert "Appeal to the Information Commission" in words
    assert '<dt>Last safe day to file</dt><dd><strong><time datetime="2026-01-30">' in words
    filing = "<dt>When to file</dt><dd><strong>file between 20 and 30 January 2026</strong>. "
    assert f"{filing}On no reading of the law is that too early or too late." in words
    assert "<small>file between 20 and 30 January 2026</small>" in words
    assert "First day to file: the maximum time limit has certainly ended" in words
    assert "the time to file ends on Sunday 1 February 2026" in words
    silence = '<dt>“No response” from</dt><dd><b><time datetime="2026-01-20">'
    assert silence in words


def test_the_days_to_file_are_said_in_the_language_of_the_page(reader) -> None:
    words = " ".join(reader.get(f"/ur{UNCERTAIN}").text.split())

    assert "30 جنوری 2026</strong>" in words
    assert '<time datetime="2026-01-20">منگل 20 جنوری 2026</time>' in words


def test_where_no_day_is_certain_the_risk_is_said(reader) -> None:
    # Received between Monday 2 March and Friday 10 April 2026: on the first reading the time to
    # file ends before the body's longest time certainly has on the last.
    page = reader.get("/deadlines?law=pk-raia-2017&stage=reply&day=2026-03-02&until=2026-04-10")
    words = " ".join(page.text.split())

    assert "<dt>When to file</dt><dd>No day is free of risk: the window may close before" in words
    assert "file between" not in words


def test_a_requesters_own_stage_names_the_last_safe_day(reader) -> None:
    words = " ".join(
        reader.get("/deadlines?law=pk-raia-2017&stage=appeal&day=2024-03-11").text.split()
    )

    last_safe = (
        '<b><time datetime="2024-04-09">Tuesday 9 April 2024</time></b><small>The last safe'
    )
    assert last_safe in words
    assert "silence before" not in words


def test_while_a_fee_is_not_paid_no_latest_day_is_told(reader) -> None:
    unpaid = FEE.partition("&fee-paid")[0]
    words = " ".join(reader.get(unpaid).text.split())

    assert "at the earliest" in words
    assert "We cannot say when it counts as no" in words
    assert not any("Last day" in title for title in days_of(reader, unpaid))


def test_while_the_time_may_stand_still_no_step_names_an_end_and_no_remedy_a_safe_day(
    reader,
) -> None:
    asked = f"{EID}&clarification-asked=2024-03-04"
    words = " ".join(reader.get(asked).text.split())

    assert 'name="clarification-asked"' in words
    assert "This date is provisional because we do not" in words
    assert "Earliest date only, because no latest date can" in words
    assert "We cannot say when it counts as no" in words
    assert "No day is free of risk: the window" in words
    assert "so no day is safe to file" in words
    assert "Last safe day to file" not in words
    assert days_of(reader, asked) == {}


def test_the_calendar_file_holds_the_latest_day_of_a_body_and_the_safe_day_of_a_remedy(
    reader,
) -> None:
    assert days_of(reader, UNCERTAIN) == {
        "Deadline: Reply of the public body": date(2026, 1, 5),
        "Maximum time limit: Reply of the public body": date(2026, 1, 19),
        "Last safe day to file: Appeal to the Information Commission": date(2026, 1, 30),
    }


def test_the_same_question_gives_the_same_entries_again(reader) -> None:
    def identities() -> list[str]:
        file = reader.get(UNCERTAIN.replace("/deadlines?", "/deadlines.ics?")).data
        return [str(event["uid"]) for event in Calendar.from_ical(file).walk("VEVENT")]

    assert identities() == identities()
    assert len(set(identities())) == 3


def test_the_address_carries_all_that_was_entered_and_nothing_that_was_left_empty(reader) -> None:
    text = reader.get(f"{FEE}&until=&extension-noticed=&body=").text

    assert "law=gb-foia-2000&amp;stage=reply&amp;day=2024-03-04" in text
    shared = text.split('id="share"')[1].split("<aside>")[0]
    assert "law=gb-foia-2000" in shared
    assert "until=" not in shared


@pytest.mark.parametrize(
    ("address", "said", "kept"),
    [
        ("/deadlines?law=pk-raia-2017&day=2024-33-01", "Enter a real date", "pk-raia-2017"),
        (
            "/deadlines?law=pk-raia-2017&day=1999-01-01",
            "came into force later, on 12 October 2017",
            "1999",
        ),
        (
            f"{EID}&until=2024-02-01",
            "The latest possible date is before the earliest",
            "2024-02-01",
        ),
        (f"{FEE}&extension-noticed=2024-03-06", "We do not know the length of the", "2024"),
        (f"{EID}&transferred=2024-02-01", "is before 2024-02-26", "2024-02-01"),
        (f"{EID}&extended=y&expedited=y", "We know of no extension", "2024-02-26"),
        (f"{EID}&body=pk-nobody", "There is no public body “pk-nobody”", "2024-02-26"),
        ("/deadlines?law=lk-rti-2016&day=2028-01-03", "has no data for", "2028"),
        ("/deadlines?law=ug-atia-2005&day=2020-05-01", "No time limit is known", "2020-05"),
        (
            "/deadlines?law=us-foia&day=2024-05-01&clarification-given=2024-05-03",
            "It can be: Body asked for clarification; Body asked for a fee.",
            "2024-05-03",
        ),
    ],
)
def test_what_cannot_be_counted_is_said_and_the_form_comes_back_filled(
    reader, address, said, kept
) -> None:
    answer = reader.get(address)

    assert answer.status_code == 422
    assert said in " ".join(answer.text.split())
    assert kept in answer.text.rpartition("<form")[2]
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "address",
    [
        "/deadlines?law=no-such-law&day=2024-01-01",
        "/deadlines?law=pk-raia-2017&stage=no-such-stage",
        "/deadlines?law=<script>alert(1)</script>&stage=%00&day=%F0%9F%92%A9",
        "/deadlines?law=pk-raia-2017&law=gb-foia-2000&day=&day=2024-01-01",
        f"/deadlines?law=pk-raia-2017&stage={'x' * 5000}",
        f"{EID}&bogus=2024-01-01&csrf_token=1&form_errors=x",
        "/deadlines?law=pk-raia-2017&stage=reply&day=9999-12-31",
        "/deadlines?law=pk-raia-2017&stage=reply&day=0001-01-01&until=9999-12-31",
    ],
)
def test_hostile_addresses_get_a_page(reader, address) -> None:
    answer = reader.get(address)

    assert answer.status_code in (200, 422)
    assert "<script>alert" not in answer.text


def test_without_an_answer_there_is_no_calendar_file(reader) -> None:
    assert reader.get("/deadlines.ics?law=pk-raia-2017").status_code == 404


def test_nothing_can_be_sent_to_it(reader) -> None:
    assert reader.post("/deadlines", data={"law": "pk-raia-2017"}).status_code in (400, 405)


def test_the_first_answers_are_the_days_the_longest_the_silence_and_what_follows(reader) -> None:
    """By hand: ten working days from Thursday 18 December 2025, and ten more unannounced."""
    page: Any = html.fromstring(reader.get(UNCERTAIN).text)
    [card] = page.xpath("//dl[@class='answers']")
    said = [" ".join(dd.text_content().split()) for dd in card.xpath(".//dd/b")]

    # 26 December may have been a day off; 25 December was one.
    assert said == [
        "2 to 5 January 2026",
        "16 to 19 January 2026",
        "Tuesday 20 January 2026",
        "Appeal to the Information Commission",
    ]
    assert page.xpath("//section[@id='why']//li")
    assert page.xpath("//table[@class='weeks']")
    # The form stands beside the answer, and the answer leads to it.
    assert page.xpath("//aside//form[@id='form']")
    assert page.xpath("//a[@href='#form']")


def test_days_left_are_counted_for_a_limit_ahead_and_never_for_one_that_passed(office) -> None:
    today = office.latest_today()
    reader = scenes.serve(office)
    ahead = reader.get(f"/deadlines?law=pk-raia-2017&stage=reply&day={today}").text

    assert "left at the most" in ahead
    assert "left at the most" not in reader.get(EID).text


def test_a_fold_of_the_form_is_open_where_something_was_entered(reader) -> None:
    def open_folds(address: str) -> int:
        page: Any = html.fromstring(reader.get(address).text)
        return len(page.xpath("//form[@id='form']//details[@open]"))

    assert open_folds(EID) == 0
    assert open_folds(f"{EID}&until=2024-02-27") == 1
    assert open_folds(FEE) == 1


def test_before_a_law_is_chosen_the_form_stands_in_the_page(reader) -> None:
    page: Any = html.fromstring(reader.get("/deadlines").text)

    assert page.xpath("//div[@class='page']/div//form[@id='form']")
    assert page.xpath("//aside//li")
