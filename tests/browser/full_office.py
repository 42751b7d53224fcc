"""An office in which every kind of page has something to show, and a way to each of them."""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.captured_pages import HTML, PAGE, a_wacz
from tests.documents.papers import a_pdf
from tests.offices import AYESHA, BY, Clock, a_paper, a_request, received
from tests.ooni_answers import BLOCK
from tests.services.cases.test_findings import answered
from tests.web import record_scenes as scenes
from tests.web.browser import Browser
from tests.web.desk.drafting.test_batches import APPLICANT, begun
from tests.web.desk.drafting.test_importing import check_page, hand_in
from tests.web.desk.measurements.test_measuring import HOME, sentence_page
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import Channel, DecisionOutcome
from tracker.domain.case.request import Applicant, OwnQuestion
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.domain.events.proceedings.hearing_fixed import HearingFixed
from tracker.domain.law.questions import Element, Outcome
from tracker.domain.measurements.captures import CaptureReuse
from tracker.domain.record.alerts import Followed, Subject
from tracker.services.cases.appealing import record_decision
from tracker.services.cases.sending import approve
from tracker.services.cases.silence import sweep
from tracker.services.core.evidence import checked_upload
from tracker.services.core.office import Office
from tracker.services.core.recording import record
from tracker.services.drafting.drafts import save, settle, start
from tracker.services.letters.office_arguments import (
    TypedArgument,
    archive_argument,
    save_argument,
)
from tracker.services.measurements.captures import (
    CaptureChoice,
    publish_capture,
    take_capture,
)
from tracker.services.people.accounts import add_account
from tracker.services.people.handover import close_account
from tracker.services.ports.alerts import Subscription
from tracker.services.ports.people import Account, RoleName
from tracker.services.publishing.pending_publications import prepare_publication
from tracker.services.publishing.publishing import Publication, preview
from tracker.services.publishing.shared_previews import share_preview
from tracker.services.reminders.reminding import remind
from tracker.services.reminders.watching import choose_watchers

# Names and words that try a page: without a space, from right to left, with marks.
URDU = Applicant("سائلہ نمونہ بیگم", "۲ مثال روڈ\nلاہور", "namoona@example.org", True)
LONG = Applicant("Zubaida" + "testwala" * 12, "1 " + "Exampleroad" * 9, "z" * 60 + "@e.org", True)


@dataclass
class Full:
    """A full office: who is signed in at the desk, and the requests that a page is opened for."""

    admin: Account
    heard: str
    draft: str


def fill(office: Office, clock: Clock) -> Full:
    """Requests at every step, and people."""
    name = "نمونہ " + "Admin" * 12
    admin = add_account(office, "admin@example.org", name, RoleName.ADMIN)
    add_account(office, "advocate@example.org", "Avi Advocate", RoleName.ADVOCATE)
    add_account(office, "guest@example.org", "G. Guest", RoleName.LAWYER, "digital-rights")
    left = add_account(office, "left@example.org", "Leo Left", RoleName.LAWYER)
    close_account(office, left.id, by=admin.id)
    for scene in (
        scenes.a_refusal,
        scenes.a_defective_refusal,
        scenes.a_request_in_urdu,
        scenes.a_late_answer,
        scenes.a_corrected_silence,
        scenes.a_withheld_record,
        scenes.a_silence_after_an_extension,
    ):
        scene(office)
    scenes.a_silence(office, URDU)
    _quoted(office)
    _argued(office, admin)
    answered(office, "pk-pta", "answered", Outcome.DISCLOSED, 4)
    answered(office, "pk-interior", "not-held", Outcome.NOT_HELD, 11)
    heard = _heard(office, clock)
    _decided(office)
    _running(office, clock, admin)
    a_request(office, body="pk-moitt", on=date(2026, 11, 20), applicant=URDU)
    return Full(admin, heard, _drafts(office))


def _argued(office: Office, admin: Account) -> None:
    """An argument with two versions, and one that is archived."""
    typed = TypedArgument("Severance " * 8, "Give the rest.\nحصہ", "section 16(1)(a)(i)")
    first = save_argument(office, typed, by=admin.id)
    save_argument(office, typed, id=first.id, version=1, by=admin.id)
    other = save_argument(office, typed, by=admin.id)
    archive_argument(office, other.id, 1, by=admin.id)


def walk_in(office: Office, full: Full, browser: Browser) -> list[str]:
    """Open the remaining pages as a signed-in person; return the addresses to start from."""
    batch, unfinished = begun(browser, APPLICANT), begun(browser, APPLICANT | {"contact": ""})
    browser.submit(batch, {})
    columns, check = hand_in(browser), check_page(browser)
    browser.submit(check_page(browser), files={"papers": (b"stamped", "card.txt")})
    papers = browser.get(f"/desk/requests/{full.heard}/copies")
    copies = browser.submit(papers, {"paper": papers.tree.xpath("//*[@name='paper']/@value")[0]})
    office.people.codes.propose(full.admin.id, "JBSWY3DPEHPK3PXP")
    office.people.codes.take_up(full.admin.id, 0)
    reader, subject = "reader@example.org", Subject(Followed.BLOCK, "pk-x-2024")
    asked = Subscription("reader-1", reader, "token-of-a-reader", subject, "en", office.now())
    office.subscriptions.ask(asked)
    _measured(office, browser)
    seen = preview(office, full.heard, Publication((1,)))
    secret = share_preview(office, full.heard, seen, agreed=True, by=full.admin.id)
    return [
        *(page.answer.request.path for page in (batch, unfinished, columns, check, copies)),
        f"{batch.answer.request.path}/email",
        "/",
        f"/blocks/{BLOCK}",
        f"/shared/{secret}",
        "/alerts/token-of-a-reader/confirm",
        "/alerts/token-of-a-reader/leave",
        "/search?q=refused",
        "/desk",
        "/desk/account/confirm",
        "/desk/account/second-factor/recovery",
        "/desk/account/second-factor/remove",
        "/desk/doubted",
        f"/desk/drafts/{full.draft}/letter",
        f"/desk/drafts/{full.draft}/signing",
        "/desk/matrix?block=pk-x-2024",
        "/desk/mail",
        "/desk/mail/rules",
        "/desk/unsent",
        HOME,
        "/desk/server",
        "/desk/new/together?block=pk-x-2024&body=pk-pta&body=pk-interior",
        f"/desk/requests/{full.heard}/fairness/notice",
        f"/desk/requests/{full.heard}/record/proof-relabelled",
        "/desk/requests?matter=act",
        "/deadlines?law=pk-raia-2017&stage=reply&day=2025-12-18",
    ]


def _measured(office: Office, browser: Browser) -> None:
    """A sentence on measurements and a capture that are published, and one of each that is not."""
    page = sentence_page(office)
    for words in ("57 of 70 show signs.", "Most of them show signs."):
        browser.submit(browser.get(page), {"looked": "y", "says_en": words}, path=page)
    published, _ = office.measurements.findings(BLOCK)
    browser.submit(f"{HOME}/findings/{published.digest}/confirm")
    for content in (HTML, a_wacz()):
        take_capture(office, BLOCK, content, PAGE, by="lawyer")
    # The first in the list is the one that a walk opens: it leads on to the form.
    _, shown = office.captures.captures(BLOCK)
    choice = CaptureChoice(CaptureReuse.FREE, "CC BY 4.0", harmless=True)
    publish_capture(office, BLOCK, shown.capture.sha256, choice, by="lawyer")


def _quoted(office: Office) -> None:
    """One refusal in the same words on every question, one in long ones of its own on each, and
    texts besides: the second fills more than one page."""
    texts = [("Minutes of 4 March", "Present: the members. " * 90), ("Notes", "Seen. " * 300)]
    scenes.a_quoted_refusal(office, lambda *_: "All of it is classified.", texts, body="pk-moitt")
    own = tuple(OwnQuestion(Element.ORDER, f"Copy {n} of the order. " * 9) for n in range(9))
    words = "The record asked for under this number is classified. " * 12
    scenes.a_quoted_refusal(
        office, lambda time, place: f"{time}-{place} {words}", times=2, own_questions=own
    )


def _heard(office: Office, clock: Clock) -> str:
    """An appeal with a hearing ahead, and a paper that nobody has read."""
    today = clock().date()
    reference = a_request(office, on=today - timedelta(days=70), applicant=LONG)
    received(office, reference, today - timedelta(days=66))
    sweep(office)
    scenes.an_appeal(office, reference, today - timedelta(days=20))
    paper = [a_paper("notice-of-hearing.txt")]
    day = today - timedelta(days=2)
    record(
        office,
        reference,
        HearingFixed(on=DaySpan.on(day), appeal=0, hearing=today + timedelta(days=3)),
        paper,
        by=BY,
    )
    record(
        office,
        reference,
        DocumentReceived(on=DaySpan.on(day), channel=Channel.EMAIL),
        [checked_upload("scan.pdf", a_pdf())],
        by=BY,
    )
    return reference


def _decided(office: Office) -> None:
    """An appeal that was allowed, with an order that waits to be obeyed."""
    reference = a_request(office, body="pk-cabinet-division", on=date(2024, 3, 15))
    received(office, reference, date(2024, 3, 18))
    sweep(office)
    scenes.an_appeal(office, reference, date(2024, 4, 20))
    order = [checked_upload("order.pdf", a_pdf())]
    by_then = date(2024, 5, 22)
    record_decision(
        office, reference, date(2024, 5, 8), DecisionOutcome.ALLOWED, order, by_then, by=BY
    )


def _running(office: Office, clock: Clock, admin: Account) -> None:
    """The clock runs, and the administrator is reminded; it is shown on a later day."""
    today = clock().date()
    reference = a_request(office, block="pk-vpn-2024", on=today - timedelta(days=16))
    received(office, reference, today - timedelta(days=14))
    choose_watchers(office, reference, [admin.id])
    remind(office)
    prepare_publication(
        office, reference, Publication((1,), not_before=today + timedelta(days=9)), by=BY
    )


def _drafts(office: Office) -> str:
    """One that is settled and one that is approved; one in Urdu, and one in long words, left."""
    for body in ("pk-moitt", "pk-cabinet-division"):
        draft = replace(start(office, "pk-vpn-2024", body, by=BY), eligibility="citizen")
        draft = save(office, draft, AYESHA, by=BY)
        settle(office, draft.reference, draft.version, by=BY)
    approve(office, draft.reference, by=BY)
    draft = replace(start(office, "pk-bluesky-2024", "pk-pta", by=BY), language="ur")
    save(office, draft, URDU, by=BY)
    draft = start(office, "pk-x-2024", "pk-interior", by=BY)
    own = OwnQuestion(Element.ORDER, "Record" * 40)
    save(office, replace(draft, own_questions=(own,)), LONG, by=BY)
    return draft.reference


def pages_of(
    app: Flask, client: FlaskClient, starts: Iterable[str], many: Mapping[str, int]
) -> dict[str, list[str]]:
    """The pages that links lead to from these, by endpoint: one of each, or as `many` as told."""
    found: dict[str, list[str]] = defaultdict(list)
    queue = deque(dict.fromkeys(starts))
    seen = set(queue)
    while queue:
        address = queue.popleft()
        endpoint = _endpoint(app, urlsplit(address).path)
        if len(found[endpoint]) >= many.get(endpoint, 1):
            continue
        with client.get(address) as answer:
            if answer.mimetype != "text/html" or answer.status_code not in (200, 302):
                continue
            tree = html.fromstring(answer.get_data(as_text=True))
        # What a page redirects to is a link on it; it may be itself with more in its address.
        if answer.status_code == 200:
            found[endpoint].append(address)
        links = (str(anchor.get("href")) for anchor in tree.iter("a"))
        new = dict.fromkeys(link.partition("#")[0] for link in links if link.startswith("/"))
        queue.extend(address for address in new if address not in seen)
        seen.update(new)
    return {endpoint: addresses for endpoint, addresses in found.items() if addresses}


def _endpoint(app: Flask, path: str) -> str:
    try:
        return str(app.url_map.bind("localhost").match(path, method="GET")[0])
    except (HTTPException, RequestRedirect):
        return ""
