"""The first page of the desk: what to do next, in order, each with the page for it."""

from datetime import date

from tests.abroad import noted
from tests.offices import BY, Clock, a_paper, a_request
from tests.web.browser import Browser, Page
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import Channel
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.core.recording import record


def tasks(page: Page, matter: str) -> list[str]:
    """What stands under one matter; nothing where the page does not speak of it."""
    found = page.tree.xpath(f"//section[@aria-labelledby='{matter}']//li")
    return [" ".join(task.text_content().split()) for task in found]


def test_a_body_whose_last_day_is_near_is_named_with_that_day(
    lawyer: Browser, waiting: str
) -> None:
    page = lawyer.get("/desk")

    # Ten working days from 26 February 2024 end on Monday 11 March.
    (task,) = tasks(page, "reply")
    assert task.startswith("Monday 11 March 2024 in 3 days PTA: X in Pakistan")
    assert "Reply of the public body" in task
    assert tasks(page, "file") == [], "the window closes in a month"


def test_a_last_day_further_off_than_a_week_is_left_for_later(
    lawyer: Browser, waiting: str, clock: Clock
) -> None:
    clock.set(date(2024, 3, 1))

    page = lawyer.get("/desk")

    assert "You are up to date" in page.words


def test_silence_opens_a_window_that_is_named_when_it_closes_within_a_fortnight(
    lawyer: Browser, waiting: str, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 4, 2))
    sweep(office)

    page = lawyer.get("/desk")

    # The ordinary limit ended on 11 March; thirty days from then end on 10 April, which is Eid,
    # so the last safe day is Tuesday 9 April.
    (task,) = tasks(page, "file")
    assert task.startswith("Tuesday 9 April 2024 in 7 days")
    assert "Prepared: Appeal" in task
    assert len(tasks(page, "decide")) == 1


def test_a_window_that_was_missed_stays_until_it_is_dealt_with(
    lawyer: Browser, waiting: str, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 6, 3))
    sweep(office)

    page = lawyer.get("/desk")

    assert tasks(page, "file") == []
    (task,) = tasks(page, "missed")
    # The earlier reading counts: 21 days of April, 31 of May and 3 of June are gone.
    assert task.startswith("Tuesday 9 April 2024 55 days ago")
    assert page.tree.xpath("//section[@aria-labelledby='missed']//li/@class") == ["late"]


def test_a_paper_that_nobody_read_comes_first(
    lawyer: Browser, waiting: str, office: Office
) -> None:
    on = DaySpan.on(date(2024, 3, 7))
    record(office, waiting, DocumentReceived(on=on, channel=Channel.POST), [a_paper()], by=BY)

    page = lawyer.get("/desk")

    sections = page.tree.xpath("//main//section/@aria-labelledby")
    assert sections[:2] == ["read", "reply"]
    assert tasks(page, "read")[0].startswith("Thursday 7 March 2024 yesterday")
    assert page.tree.xpath(f"//section//a[@href='/desk/requests/{waiting}/unread']")


def test_a_letter_waits_for_the_next_hand(lawyer: Browser, office: Office, clock: Clock) -> None:
    clock.set(date(2024, 3, 8))
    sent = a_request(office, on=date(2024, 3, 7))

    page = lawyer.get("/desk")

    (task,) = tasks(page, "letter")
    assert "Log proof of receipt" in task
    assert page.tree.xpath(f"//a[@href='/desk/requests/{sent}/receipt']")


def test_more_than_a_few_lead_to_the_list_of_that_matter(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 3, 8))
    for _ in range(7):
        a_request(office, on=date(2024, 3, 7))

    page = lawyer.get("/desk")
    (link,) = page.tree.xpath("//a[starts-with(text(), 'See all 7')]/@href")

    assert len(tasks(page, "letter")) == 5
    assert len(lawyer.get(link).tree.xpath("//tbody/tr")) == 7
    assert len(lawyer.get("/desk/requests?matter=read").tree.xpath("//tbody/tr")) == 0


def test_a_fee_of_which_the_law_says_nothing_is_named_as_what_holds_a_silence_back(
    office: Office, clock: Clock, lawyer: Browser, waiting: str
) -> None:
    """The Pakistani Act on file does not say what the notice of a fee does to the ten working
    days: while it is unpaid no latest day is known, and no silence is entered by itself."""
    noted(office, waiting, "fee-noticed", date(2024, 3, 4))
    clock.set(date(2024, 6, 3))

    assert sweep(office).entered == ()
    page = lawyer.get("/desk")

    assert tasks(page, "reply") == []
    (task,) = tasks(page, "held")
    assert "The clock may have been paused since" in task
    assert waiting.upper() in lawyer.get("/desk/requests?matter=held").words
    noted(office, waiting, "fee-paid", date(2024, 6, 3))
    assert tasks(lawyer.get("/desk"), "held") == []
