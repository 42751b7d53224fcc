"""The diary of hearings at the desk, private details, and a pasted cause list."""

from datetime import date

import pytest

from tests.offices import Clock
from tests.services.cases.test_hearing_diary import an_appeal, fixed
from tests.web.browser import Browser, somebody
from tests.web.desk.today.test_morning import tasks
from tracker.services.cases.hearing_diary import (
    HearingDetails,
    hearing_details,
    keep_hearing_details,
)
from tracker.services.core.office import Office
from tracker.services.reminders.calendars import add_feed


@pytest.fixture
def two(office: Office, clock: Clock) -> tuple[str, str]:
    """Two requests that are heard on Monday 6 May 2024; it is Tuesday 16 April 2024."""
    clock.set(date(2024, 4, 16))
    one, other = an_appeal(office, "1234-05/24"), an_appeal(office)
    fixed(office, one)
    fixed(office, other)
    clock.set(date(2024, 4, 25))
    return one, other


def test_the_diary_has_day_time_bench_counsel_and_clashes(
    lawyer: Browser, two: tuple[str, str]
) -> None:
    one, other = two
    page = lawyer.get("/desk/hearings")
    assert f"On the same day, one time not known: {other.upper()}." in page.words

    for reference in two:
        (link,) = page.tree.xpath(
            f"//a[contains(@href, '{reference}/proceedings/hearings')]/@href"
        )
        typed = {"time": "10:30", "bench": "Bench I", "counsel": "Zarmina Counsel", "place": ""}
        assert lawyer.submit(link, typed).status == 200
    page = lawyer.get("/desk/hearings")

    assert f"At the same time: {other.upper()}. Counsel there: Zarmina Counsel." in page.words
    assert "10:30" in lawyer.get(f"/desk/requests/{one}/proceedings").words
    first, second = tasks(lawyer.get("/desk"), "hear")
    assert f"Also heard on this day: {other.upper()}" in first
    assert f"Also heard on this day: {one.upper()}" in second


def test_a_wrong_time_is_refused_beside_what_was_typed(
    lawyer: Browser, two: tuple[str, str]
) -> None:
    page = lawyer.submit(
        f"/desk/requests/{two[0]}/proceedings/hearings/6", {"time": "9 am", "bench": "Bench I"}
    )
    assert page.status in (400, 409, 422)
    assert "Enter the time as hours and minutes" in page.words
    assert page.value("bench") == "Bench I"


def test_a_pasted_cause_list_is_matched_and_nothing_of_it_is_logged(
    lawyer: Browser, office: Office, two: tuple[str, str]
) -> None:
    one, _ = two
    with office.cases.look(one) as case:
        before = len(case.history)

    page = lawyer.submit("/desk/hearings", {"pasted": "7. <b>Appeal</b> 1234-05/24 v. PTA"})

    assert "7. <b>Appeal</b> 1234-05/24 v. PTA" in page.words
    (link,) = page.tree.xpath(
        "//section[@aria-labelledby='matches']//a[contains(., 'Log a')]/@href"
    )
    assert link == f"/desk/requests/{one}/record/hearing-fixed"
    with office.cases.look(one) as case:
        assert len(case.history) == before
    none = lawyer.submit("/desk/hearings", {"pasted": "8. Other v. Other"})
    assert "No line has the number or the applicant" in none.words
    assert lawyer.submit("/desk/hearings", {"pasted": ""}).status == 422


def test_a_match_leads_to_the_form_with_the_day_of_the_list(
    lawyer: Browser, office: Office, two: tuple[str, str]
) -> None:
    one, _ = two
    unfixed = an_appeal(office, "77-04/24", "Bilal Misaal")

    def listed(pasted: str) -> tuple[str, str]:
        page = lawyer.submit("/desk/hearings", {"pasted": pasted})
        (row,) = page.tree.xpath("//section[@aria-labelledby='matches']//tbody/tr")
        links = row.xpath(".//a[contains(., 'Log a')]/@href")
        return "".join(row.itertext()), links[0] if links else ""

    said, link = listed("Tuesday 7 May 2024\n1. Appeal 77-04/24")
    assert "The heading above it names Tuesday 7 May 2024." in said
    assert lawyer.get(link).value("hearing") == "2024-05-07"
    assert unfixed in link

    said, link = listed("Monday 6 May 2024\n1. Appeal 1234-05/24")
    assert "In the diary for this day" in said
    assert not link

    said, link = listed("Tuesday 7 May 2024\n1. Appeal 1234-05/24")
    assert "The diary has another day for this appeal." in said
    page = lawyer.get(link)
    assert page.value("to") == "2024-05-07"
    assert lawyer.get(f"/desk/requests/{one}/record/hearing-fixed?hearing=soon").status == 200


def test_a_hearing_is_logged_with_time_bench_counsel_and_room_and_names_its_clash(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 4, 16))
    first, second = an_appeal(office), an_appeal(office)
    typed = {"on": "2024-04-15", "hearing": "2024-05-06", "time": "9:30"}
    typed |= {"bench": "Bench II", "counsel": "Zarmina Counsel", "place": "Room 4"}
    notice = {"papers": (b"The notice", "notice.txt")}

    wrong = lawyer.submit(f"/desk/requests/{first}/record/hearing-fixed", typed, notice)
    assert "Enter the time as hours and minutes" in wrong.words
    assert wrong.value("bench") == "Bench II"
    with office.cases.look(first) as case:
        assert all(entry.event.kind != "hearing-fixed" for entry in case.history)

    typed["time"] = "09:30"
    lawyer.submit(f"/desk/requests/{first}/record/hearing-fixed", typed, notice)
    saved = lawyer.submit(f"/desk/requests/{second}/record/hearing-fixed", typed, notice)

    assert f"At the same time: {first.upper()}." in saved.words
    page = lawyer.get(f"/desk/requests/{first}/proceedings")
    for words in ("09:30", "Bench II", "Zarmina Counsel", "Room 4"):
        assert words in page.words
    with office.cases.look(first) as case:
        assert any(b"Zarmina" in words for words in case.sealed_fields().values())
        assert "Zarmina" not in repr(case.history)


def test_an_adjournment_asks_for_the_new_time_and_keeps_bench_and_counsel(
    lawyer: Browser, office: Office, two: tuple[str, str]
) -> None:
    one, _ = two
    keep_hearing_details(office, one, 6, HearingDetails("10:30", "Bench I", "Counsel", "Room 2"))
    link = f"/desk/requests/{one}/record/adjourned?hearing=6"
    page = lawyer.get(link)
    known = {name: page.value(name) for name in ("time", "bench", "counsel", "place")}
    assert known == {"time": "", "bench": "Bench I", "counsel": "Counsel", "place": "Room 2"}

    lawyer.submit(link, {"on": "2024-04-24", "to": "2024-05-13", **known, "time": "11:00"})

    with office.cases.look(one) as case:
        assert hearing_details(case, 6) == HearingDetails("11:00", "Bench I", "Counsel", "Room 2")
    lawyer.submit(link, {"on": "2024-04-25", "to": "2024-05-20", **known})
    with office.cases.look(one) as case:
        assert hearing_details(case, 6).time == ""


def test_the_diary_goes_into_a_calendar_with_its_details_and_a_feed_has_only_the_day(
    lawyer: Browser, office: Office, two: tuple[str, str]
) -> None:
    one, _ = two
    keep_hearing_details(office, one, 6, HearingDetails("10:30", "Bench I", "Zarmina", "Room 2"))
    (link,) = lawyer.get("/desk/hearings").tree.xpath("//a[contains(., 'calendar')]/@href")

    said = lawyer.client.get(link).text.replace("\r\n ", "")

    assert said.count("BEGIN:VEVENT") == 2
    assert "DTSTART;VALUE=DATE:20240506" in said
    assert "SUMMARY:10:30 Hearing before" in said
    assert r"Time: 10:30\nBench: Bench I\nCounsel: Zarmina\nRoom: Room 2" in said
    account = somebody(office, name="Fiona Feeds")
    token = add_feed(office, account, "phone", own=False, bare=False)
    fed = lawyer.client.get(f"/calendar/{token}.ics").text.replace("\r\n ", "")
    assert r"Time\, bench\, counsel and room are in the hearing diary." in fed
    assert "Zarmina" not in fed


def test_a_cause_list_without_an_appeal_is_answered_with_one_sentence(lawyer: Browser) -> None:
    page = lawyer.submit("/desk/hearings", {"pasted": "7. Appeal 1234-05/24 v. PTA"})
    assert "No appeal of this office is awaiting a decision" in page.words
    assert "No line has the number" not in page.words
    assert page.value("pasted").strip() == "7. Appeal 1234-05/24 v. PTA"
