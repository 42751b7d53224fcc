"""The first page of the desk: what to do next, in order, each with the page for it."""

from datetime import UTC, date, datetime

from tests.abroad import noted
from tests.offices import BY, Clock, a_paper, a_request, received
from tests.web.browser import Browser, Page
from tests.web.desk.request_parts import said
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import Channel, PassedBecause
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.domain.events.proceedings.remedy_waived import RemedyWaived
from tracker.domain.events.request.withdrawn import Withdrawn
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.core.recording import record


def tasks(page: Page, matter: str) -> list[str]:
    """What stands under one matter; nothing where the page does not speak of it."""
    return [said(task) for task in page.tree.xpath(f"//*[@data-matter='{matter}']")]


def test_a_body_whose_last_day_is_near_is_named_with_that_day(
    lawyer: Browser, waiting: str
) -> None:
    page = lawyer.get("/desk")

    # Ten working days from 26 February 2024 end on Monday 11 March.
    (task,) = tasks(page, "reply")
    assert task.startswith("Mon 11 Mar in 3 days PTA: Reply of the public body")
    assert "PTA: X in Pakistan" in task
    # If nothing comes, an appeal is possible from the day after.
    (opens,) = tasks(page, "opens")
    assert opens.startswith("Tue 12 Mar in 4 days")
    (later,) = page.tree.xpath("//section[@id='later']//li")
    assert said(later).startswith("Tue 9 Apr in 32 days"), "the window closes in a month"


def test_the_next_days_are_drawn_with_the_days_off_of_the_body(
    lawyer: Browser, waiting: str
) -> None:
    """The strip is for the eye; the list beside it says the same in words."""
    (strip,) = lawyer.get("/desk").tree.xpath("//ol[@class='days30']")
    days = {said(day): day.get("class") for day in strip.xpath("./li")[:10]}

    # Friday 8 March is today, and the weekend of Pakistan is Saturday and Sunday.
    assert strip.get("aria-hidden") == "true"
    assert len(strip.xpath("./li")) == 31
    assert days["F 8"] == "today"
    assert days["S 9"] == days["S 10"] == "off"
    assert days["M 11"] == "due"
    assert days["T 12"] == "due"


def test_a_deadline_between_two_dates_is_not_said_to_be_today(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    """Ten working days from Monday 2 November 2026 end on 17 November, or on 19 November if two
    Fridays were closed. Monday 9 November is Iqbal Day."""
    clock.set(date(2026, 11, 2))
    received(office, a_request(office, on=date(2026, 10, 30)), date(2026, 11, 2))

    said_on = {}
    for day in (16, 17, 18, 19):
        clock.set(date(2026, 11, day))
        said_on[day] = lawyer.get("/desk").words

    assert "Nothing is due today." in said_on[16]
    for day in (17, 19):
        assert "1 deadline is today." in said_on[day]
    assert "is today" not in said_on[18]
    assert "1 deadline is between its earliest and its latest date." in said_on[18]


def test_where_nothing_falls_in_30_days_the_page_says_so(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    day = DaySpan.on(date(2024, 3, 8))
    record(office, waiting, Withdrawn(on=day), by=BY)

    page = lawyer.get("/desk")

    assert "Nothing falls in the next 30 days." in page.words
    assert "No unread documents, no deadlines and no letters to send." in page.words
    assert page.tree.xpath("//ol[@class='days30']")


def test_silence_opens_a_window_that_is_named_when_it_closes_within_30_days(
    lawyer: Browser, waiting: str, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 4, 2))
    sweep(office)

    page = lawyer.get("/desk")

    # The ordinary limit ended on 11 March; thirty days from then end on 10 April, which is Eid,
    # so the last safe day is Tuesday 9 April.
    (task,) = tasks(page, "file")
    assert task.startswith("Tue 9 Apr in 7 days")
    assert "Prepared: Appeal" in task
    assert len(tasks(page, "decide")) == 1


def test_an_appeal_says_between_which_days_to_file_and_leads_to_its_letter(
    lawyer: Browser, waiting: str, office: Office, clock: Clock
) -> None:
    """The body may take ten more working days, to 25 March, without a word."""
    clock.set(date(2024, 3, 12))
    sweep(office)

    page = lawyer.get("/desk")

    (task,) = tasks(page, "file")
    assert "file between 26 March and 9 April" in task
    (link,) = page.tree.xpath("//*[@data-matter='file']/a/@href")
    assert link.startswith(f"/desk/requests/{waiting}/letters/appeal?remedy=appeal")


def missed_deadline(office: Office, clock: Clock) -> None:
    """Let the time to appeal of every silent request pass unused."""
    clock.set(date(2024, 6, 3))
    sweep(office)


def test_a_window_that_was_missed_stays_until_it_is_dealt_with(
    lawyer: Browser, waiting: str, office: Office, clock: Clock
) -> None:
    missed_deadline(office, clock)

    page = lawyer.get("/desk")

    assert tasks(page, "file") == []
    (task,) = tasks(page, "missed")
    # The earlier reading counts: 21 days of April, 31 of May and 3 of June are gone.
    assert "9 April 2024 55 days ago" in task
    assert page.tree.xpath("//*[@data-matter='missed']//*[contains(@class, 'lateword')]")
    # It is folded, after everything that is still to come.
    sections = page.tree.xpath("//main//section/@id")
    assert sections[-1] == "missed"
    assert page.tree.xpath("//section[@id='missed']/details[not(@open)]//table")


def test_for_missed_deadlines_nothing_is_filed_by_one_decision(
    lawyer: Browser, waiting: str, office: Office, clock: Clock
) -> None:
    other = a_request(office, body="pk-interior", on=date(2024, 2, 23))
    received(office, other, date(2024, 2, 26))
    missed_deadline(office, clock)
    opened = lawyer.get("/desk")
    chosen = opened.tree.xpath("//input[@name='which']/@value")
    assert len(chosen) == 2
    assert not opened.tree.xpath("//input[@name='which'][@checked]"), "a person ticks them"

    unsaid = lawyer.submit(opened, {"which": chosen}, path="/desk/missed")
    assert "Nothing was saved. Select the requests and the reason." in unsaid.words
    typed = {"which": [*chosen, "zz:appeal:1"], "ground": "cost"}
    done = lawyer.submit(opened, typed, path="/desk/missed")

    assert "Decision not to file logged in 2 requests." in done.words
    assert "1 request was left as it is" in done.words
    assert tasks(done, "missed") == []
    for reference in (waiting, other):
        with office.cases.look(reference) as case:
            (waived,) = (e.event for e in case.history if isinstance(e.event, RemedyWaived))
        assert (waived.stage, waived.ground) == ("appeal", PassedBecause.COST)


def test_a_paper_that_nobody_read_comes_first(
    lawyer: Browser, waiting: str, office: Office
) -> None:
    on = DaySpan.on(date(2024, 3, 7))
    record(office, waiting, DocumentReceived(on=on, channel=Channel.POST), [a_paper()], by=BY)

    page = lawyer.get("/desk")

    matters = page.tree.xpath("//section[@id='next']//li/@data-matter")
    assert matters[:2] == ["read", "reply"]
    assert tasks(page, "read")[0].startswith("Now 1 day waiting")
    assert page.tree.xpath("//section[@id='next']//time/@datetime")[0] == "2024-03-07"
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


def test_a_question_of_which_the_law_says_nothing_is_named_as_what_holds_a_silence_back(
    office: Office, clock: Clock, lawyer: Browser, waiting: str
) -> None:
    """The Pakistani Act does not say how a clarification request affects the ten working days:
    while it is unanswered no latest day is known, and no silence is entered by itself."""
    noted(office, waiting, "clarification-asked", date(2024, 3, 4))
    clock.set(date(2024, 6, 3))

    assert sweep(office).entered == ()
    page = lawyer.get("/desk")

    assert tasks(page, "reply") == []
    (task,) = tasks(page, "held")
    assert "The clock may have been paused since" in task
    assert waiting.upper() in lawyer.get("/desk/requests?matter=held").words
    noted(office, waiting, "clarification-given", date(2024, 6, 3))
    assert tasks(lawyer.get("/desk"), "held") == []


def test_the_heading_is_the_day_where_most_open_requests_are_counted(
    lawyer: Browser, waiting: str, clock: Clock
) -> None:
    # 18:59 UTC is 23:59 in Karachi. In Manila, and elsewhere in the library, it is the day after.
    clock.moment = datetime(2024, 3, 8, 18, 59, tzinfo=UTC)
    page = lawyer.get("/desk")

    assert said(page.tree.xpath("//h1")[0]) == "Today, Friday 8 March 2024"
    assert tasks(page, "reply")[0].startswith("Mon 11 Mar in 3 days")
    (today,) = page.tree.xpath("//ol[@class='days30']/li[contains(@class, 'today')]")
    assert said(today) == "F 8"

    clock.moment = datetime(2024, 3, 8, 19, 0, tzinfo=UTC)

    page = lawyer.get("/desk")
    assert said(page.tree.xpath("//h1")[0]) == "Today, Saturday 9 March 2024"
    assert tasks(page, "reply")[0].startswith("Mon 11 Mar in 2 days")
