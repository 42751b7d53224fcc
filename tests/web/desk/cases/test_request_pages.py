"""The pages of one request: nothing that one page had is lost, and each says what it is about."""

from collections import Counter
from datetime import date

import pytest
from flask import Flask

from tests.offices import AYESHA, BY, Clock, a_paper, a_request, received
from tests.services.correspondence.mail_scenes import an_approved_request
from tests.services.letters.test_letter_facts import replied
from tests.statements import sent_statements
from tests.web import record_scenes as scenes
from tests.web.browser import Browser, Page, signed_in, somebody
from tests.web.desk.request_parts import leaf, said, steps
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import Channel
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.domain.law.outcome import Outcome
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.core.recording import record
from tracker.services.people.accounts import add_account
from tracker.services.people.sharing import share
from tracker.services.ports.cases import Unavailable
from tracker.services.ports.people import RoleName, TrailFilter

PARTS = ("", "/items", "/letters", "/documents", "/publication", "/people")


def all_pages(browser: Browser, reference: str) -> list[Page]:
    """Every page of a request, the overview first."""
    return [browser.get(f"/desk/requests/{reference}{part}") for part in PARTS]


def stand(page: Page) -> str:
    """What stands at the top of a page of a request, and stays in sight."""
    (top,) = page.tree.xpath("//div[@class='stand']")
    return said(top)


@pytest.fixture
def refused(app: Flask, office: Office, clock: Clock) -> str:
    """A published refusal with texts, and a document that came later and that nobody has read."""
    reference = scenes.a_defective_refusal(office)
    on = DaySpan.on(clock().date())
    record(office, reference, DocumentReceived(on=on, channel=Channel.POST), [a_paper()], by=BY)
    return reference


def test_nothing_that_the_one_page_of_a_request_had_is_lost(
    app: Flask, office: Office, refused: str
) -> None:
    """The addresses that an administrator reached from that page, before it was divided."""
    admin = signed_in(app, office, somebody(office, RoleName.ADMIN))
    here = f"/desk/requests/{refused}"
    own = "unread response dispatches notice record/document-received appeal papers/ reminded"
    own += " notes tasks tags publish copies consent fairness withhold identity export erase"
    own += " record/withdrawn letters/request letters/appeal pack repeat another entries/4/correct"
    wanted = {f"{here}/{each}" for each in own.split()} | {f"/requests/{refused}"}
    wanted |= {f"/desk/sharing/{refused}", f"/desk/sharing/{refused}/charge"}

    pages = all_pages(admin, refused)
    links = {str(a.get("href")) for page in pages for a in page.tree.iter("a")}

    assert [page.status for page in pages] == [200] * len(PARTS)
    lost = {each for each in wanted if not any(link.startswith(each) for link in links)}
    assert lost == set()


def test_every_fact_of_a_request_stands_on_one_of_its_pages(
    lawyer: Browser, office: Office, refused: str
) -> None:
    with office.cases.look(refused) as case:
        history, papers = case.history, list(case.papers())
    drafted = history[0].event

    words = " ".join(
        said(page.tree.get_element_by_id("main")) for page in all_pages(lawyer, refused)
    )
    text = " ".join(page.text for page in all_pages(lawyer, refused))

    for asked in drafted.questions:  # type: ignore[attr-defined]
        assert " ".join(asked.words.split()) in words
    for entry in history:
        assert f'id="entry-{entry.seq}"' in text
    for paper in papers:
        assert paper.name in words
        assert paper.digest in text
    for private in (AYESHA.name, AYESHA.contact, *AYESHA.address.splitlines()):
        assert private in words
    for fact in (refused.upper(), "Missing from the document:", "On the public record."):
        assert fact in words


def test_each_page_of_a_request_is_named_and_marked_among_the_others(
    lawyer: Browser, waiting: str
) -> None:
    for part, name in zip(
        PARTS,
        ("Overview", "Items", "Letters", "Documents", "Publication", "People and notes"),
        strict=True,
    ):
        page = lawyer.get(f"/desk/requests/{waiting}{part}")
        (here,) = page.tree.xpath("//nav[@aria-label='Pages of this request']//a[@aria-current]")
        assert here.get("href") == f"/desk/requests/{waiting}{part}"
        assert said(here).startswith(name)
        assert len(page.tree.xpath("//h1")) == 1
        assert part == "" or page.tree.findtext(".//title").startswith(name)


def test_the_numbers_beside_the_pages_are_those_of_what_is_on_them(
    lawyer: Browser, waiting: str
) -> None:
    pages = all_pages(lawyer, waiting)
    tabs = [said(a) for a in pages[0].tree.xpath("//ul[@class='tabs']//a")]

    assert tabs[1] == f"Items {len(pages[1].tree.xpath('//tbody/tr'))}"
    letters = len(pages[2].tree.xpath("//ul[@class='list']/li"))
    assert tabs[2] == f"Letters {letters}"
    assert tabs[3] == f"Documents {len(pages[3].tree.xpath('//tbody/tr'))}"
    assert tabs[4] == f"Publication 0 of {len(pages[4].tree.xpath('//tbody/tr'))}"


def test_days_to_a_last_day_that_is_not_known_exactly_are_two_numbers(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 2, 26))
    reference = a_request(office, on=date(2024, 2, 23))
    clock.set(date(2024, 2, 29))
    received(office, reference, date(2024, 2, 26), date(2024, 2, 28))
    clock.set(date(2024, 3, 8))

    top = stand(lawyer.get(f"/desk/requests/{reference}"))

    # Ten working days from Monday 26 February end on Monday 11 March, from Wednesday 28 on
    # Wednesday 13.
    assert "3–5 days left" in top
    assert "PTA’s deadline: 11 to 13 Mar 2024" in top


def test_the_act_at_the_top_follows_the_status(
    lawyer: Browser, office: Office, waiting: str, clock: Clock
) -> None:
    where = f"/desk/requests/{waiting}"
    assert "3 days left PTA’s deadline: 11 Mar 2024 Log a response" in stand(lawyer.get(where))

    clock.set(date(2024, 3, 12))
    sweep(office)
    silent = stand(lawyer.get(where))
    # The last safe day is Tuesday 9 April: 19 days of March and 9 of April away.
    act = "Review the appeal: file between 26 March and 9 April"
    assert f"28 days left last safe day to file: 9 Apr 2024 {act}" in silent

    clock.set(date(2024, 6, 3))
    sweep(office)
    late = stand(lawyer.get(where))
    # 21 days of April, 31 of May and 3 of June are gone.
    assert "55 days ago last safe day to file: 9 Apr 2024" in late
    assert late.endswith("Repeat this request Decide not to file")


def test_once_it_is_decided_that_nothing_is_filed_no_appeal_is_asked_for(
    lawyer: Browser, office: Office, waiting: str, clock: Clock
) -> None:
    clock.set(date(2024, 6, 3))
    sweep(office)
    where = f"/desk/requests/{waiting}"
    form = lawyer.get(f"{where}/let-pass")

    after = lawyer.submit(form, {"window": "appeal:4", "ground": "cost"})

    assert steps(after)[0] == "Log a response"
    assert "Decide not to file" not in steps(after)
    assert leaf(after, "Appeal to the Information Commission, after no response")


def test_a_letter_that_waits_says_since_when(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 3, 8))
    sent = a_request(office, on=date(2024, 3, 5))

    top = stand(lawyer.get(f"/desk/requests/{sent}"))

    assert "3 days waiting since it was sent." in top
    clock.set(date(2024, 3, 5))
    assert "waiting" not in stand(lawyer.get(f"/desk/requests/{sent}")), "no days have passed"
    clock.set(date(2024, 3, 8))
    assert top.endswith("Log receipt")


def test_a_request_that_cannot_go_by_email_says_why(lawyer: Browser, office: Office) -> None:
    page = lawyer.get(f"/desk/requests/{an_approved_request(office)}")

    assert steps(page)[0] == "Log sending"
    assert "Send by email" not in steps(page)
    assert "Not by email: As far as we know, this body does not take requests" in page.words


def test_a_response_comes_before_a_receipt_that_nobody_logged(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 3, 8))
    sent = a_request(office, on=date(2024, 2, 23))
    outcomes = Outcome.DISCLOSED, Outcome.PASSED_OVER
    replied(office, sent, "partly-answered", date(2024, 3, 7), *outcomes)

    page = lawyer.get(f"/desk/requests/{sent}")

    assert steps(page)[0] != "Log receipt"
    assert "Log receipt" in steps(page)
    assert any("appeal" in step.lower() for step in steps(page))
    assert "waiting since it was sent" not in stand(page)


def test_the_applicant_is_folded_on_the_overview_and_on_no_other_page(
    lawyer: Browser, office: Office
) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    for part in PARTS[1:]:
        assert AYESHA.name not in lawyer.get(f"/desk/requests/{reference}{part}").text
    seen, _ = office.people.trail.entries(TrailFilter(act="applicant-seen"), 0, 10)
    assert seen == ()

    (fold,) = lawyer.get(f"/desk/requests/{reference}").tree.xpath("//*[@id='asker']/details")

    assert "open" not in fold.attrib
    assert AYESHA.name in said(fold)
    (seen_now,), _ = office.people.trail.entries(TrailFilter(act="applicant-seen"), 0, 10)
    assert seen_now.about == reference


def test_an_applicant_whose_reader_cannot_be_recorded_is_shown_to_nobody(
    office: Office, lawyer: Browser, waiting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(_: object) -> None:
        raise Unavailable("The database is held by another writer: try again in a minute.")

    monkeypatch.setattr(office.people.trail, "add", held)

    page = lawyer.get(f"/desk/requests/{waiting}")

    assert page.status == 503
    assert "The database is held by another writer" in page.words
    assert AYESHA.name not in page.text
    assert lawyer.get(f"/desk/requests/{waiting}/letters").status == 200


def test_a_guest_reads_every_page_of_what_is_shared_and_is_led_to_nothing_else(
    app: Flask, office: Office, waiting: str
) -> None:
    account = add_account(office, "guest@example.org", "G", RoleName.LAWYER, "digital-rights")
    share(office, waiting, "digital-rights", by=BY)
    guest = signed_in(app, office, account)
    pages = all_pages(guest, waiting)

    assert [page.status for page in pages] == [200] * len(PARTS)
    links = {str(a.get("href")) for page in pages for a in page.tree.xpath("//main//a")}
    for closed in ("charge", "reminded", "sharing", "notes", "tasks", "tags", "export", "erase"):
        assert f"/desk/requests/{waiting}/{closed}" not in links
    assert "(you do not have permission)" in pages[0].words


def test_the_page_of_a_request_sends_the_same_statements_however_long_its_history_is(
    lawyer: Browser, office: Office, clock: Clock, refused: str
) -> None:
    """It reads one state of the database, in one transaction of its own."""
    path = f"/desk/requests/{refused}"
    lawyer.get(path)

    with sent_statements() as few:
        lawyer.get(path)
    for number in range(8):
        came = DocumentReceived(on=DaySpan.on(clock().date()), channel=Channel.POST)
        record(office, refused, came, [a_paper(f"letter-{number}.txt")], by=BY)
    with sent_statements() as many:
        page = lawyer.get(path)

    assert page.status == 200
    assert "letter-7" in page.text
    assert len(few) <= 55
    assert Counter(few) == Counter(many)
