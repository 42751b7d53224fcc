"""The desk shows what runs beside the reply, and what a notice asks of the requester.

Germany, received Monday 15 January 2024: three months end on Monday 15 April. Türkiye: fifteen
working days after Monday 5 February 2024 are three plain weeks, to Monday 26 February. India,
received Monday 1 July 2024: thirty days end on Wednesday 31 July, forty on Saturday 10 August,
perhaps to be taken to Monday the 12th.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.abroad import asked_abroad, library_abroad, noted
from tests.offices import Clock, an_office
from tests.web.browser import Browser, Page
from tests.web.desk.request_parts import said
from tracker.services.core.office import Office

PDF = (b"%PDF-1.7\n%a small paper\n", "notice.pdf")


@pytest.fixture
def office_and_clock(tmp_path: Path) -> Iterator[tuple[Office, Clock]]:
    """An office whose library has blocks in other countries."""
    with an_office(tmp_path, library=library_abroad()) as opened:
        yield opened


def days(page: Page) -> dict[str, str]:
    """The key dates: what each is, and what is said of it."""
    counted = page.tree.xpath("//details[@id='counts']//section")
    open_ended = page.tree.xpath("//section[@id='days']/dl/dt")
    return {
        said(each.xpath("h3")[0]): said(each).removeprefix(said(each.xpath("h3")[0])).strip()
        for each in counted
    } | {said(each): said(each.xpath("following-sibling::dd[1]")[0]) for each in open_ended}


def test_the_action_after_three_months_stands_among_the_days_that_matter(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    reference = asked_abroad(office, "de-bnetza", date(2024, 1, 15))
    clock.set(date(2024, 4, 16))

    page = lawyer.get(f"/desk/requests/{reference}")
    appeal = lawyer.get(f"/desk/requests/{reference}/appeal")

    shown = days(page)
    waiting = shown["Time that must pass before an action for failure to act"]
    assert waiting.startswith("Deadline Monday 15 April 2024")
    action = shown["Action for failure to act, after no response"]
    assert action.startswith("Tuesday 16 April 2024 first day when filing is certainly allowed")
    assert "Open from Tuesday 16 April 2024. No deadline can be calculated." in appeal.words


def test_what_silence_alone_opens_says_so_once(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    # Fifteen working days from Tuesday 30 January 2024 end on Monday 19 February.
    reference = asked_abroad(office, "tr-btk", date(2024, 1, 29))
    clock.set(date(2024, 2, 20))
    for where in ("", "/appeal"):
        page = lawyer.get(f"/desk/requests/{reference}{where}")
        assert "Objection to the Review Board, after silence" in page.words
        assert "silence, after silence" not in page.words


def test_the_time_to_pay_stands_among_the_days_and_no_appeal_is_filed_in_it(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    reference = asked_abroad(office, "tr-btk", date(2024, 1, 29))
    noted(office, reference, "fee-noticed", date(2024, 2, 5))
    clock.set(date(2024, 2, 6))

    page = lawyer.get(f"/desk/requests/{reference}")

    paying = days(page)["Proof of payment of the cost of access, after a notice from the body"]
    assert paying.startswith("Last safe day to file Monday 26 February 2024 in 20 days")
    assert "Review the appeal" not in page.words


def test_a_hearing_of_a_third_party_is_recorded_and_the_longer_time_is_shown(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    reference = asked_abroad(office, "in-meity", date(2024, 7, 1))
    clock.set(date(2024, 7, 10))
    address = f"/desk/requests/{reference}"
    before = days(lawyer.get(address))
    page = lawyer.get(f"{address}/notice")

    assert "Reply where a third party is heard, maximum time limit" in before
    assert (
        "The time limit of “Reply where a third party is heard” then applies (section 11(3))."
        in page.words
    )

    typed = {"kind": "third-party-heard", "on": "2024-07-08"}
    shown = lawyer.submit(page, typed, {"papers": PDF})

    assert "Third party consulted by the body" in shown.words
    assert "10 August 2024" in days(shown)["Reply where a third party is heard"]
    assert "Reply where a third party is heard, maximum time limit" not in days(shown)
