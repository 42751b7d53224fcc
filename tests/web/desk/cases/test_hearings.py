"""The diary of hearings at the desk, private details, and a pasted cause list."""

from datetime import date

import pytest

from tests.offices import Clock
from tests.services.cases.test_hearing_diary import an_appeal, fixed
from tests.web.browser import Browser
from tests.web.desk.today.test_morning import tasks
from tracker.services.core.office import Office


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

    assert f"At the same time: {other.upper()}." in page.words
    assert "Zarmina Counsel" in page.words
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
