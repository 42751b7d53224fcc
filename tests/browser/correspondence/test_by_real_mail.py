"""A request and its answer by real mail: the office's Postfix, a body's server, and Dovecot."""

import re
import smtplib
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import DESKTOP, Site, fits, serving
from tests.browser.test_desk_pages import at_desk
from tests.emailed import DESIGNATED, designating
from tests.mail.body_servers import BodyServer, a_body_server, letter_post
from tests.mail.imap.dovecot import Dovecot, a_dovecot
from tests.mail.own_host import DOMAIN, HOST, Filter
from tests.mail.postfix import Postfix, a_postfix, waits_for
from tests.offices import an_office, the_library, with_body
from tests.services.correspondence.conftest import with_mailbox
from tests.services.correspondence.mail_scenes import an_approved_request, state_of
from tests.services.correspondence.test_through_postfix import report_in
from tracker.domain.base.days import DaySpan
from tracker.domain.events.responses.partly_answered import PartlyAnswered
from tracker.domain.law.outcome import Outcome
from tracker.services.core.office import Office
from tracker.services.correspondence.fetching import fetch_all
from tracker.services.correspondence.outgoing.handing_over import hand_over_letters
from tracker.services.correspondence.outgoing.sending_mail import CALL_BACK_PAUSE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Section 17(1) of the Act.
TO_APPEAL = timedelta(days=30)
TOOK = "250 2.0.0 Ok: queued as 4FQ21"
SAYS = "Item 1 is enclosed. The rest of your request is refused under section 7."


@dataclass
class Chain:
    """A served office, its Postfix, the server of a body, and the office's mailbox."""

    site: Site
    postfix: Postfix
    body: BodyServer
    dovecot: Dovecot

    @property
    def office(self) -> Office:
        return self.site.office


@pytest.fixture
def chain(tmp_path: Path) -> Iterator[Chain]:
    """What Postfix gets for the office goes on to Dovecot by LMTP. The clock of the office is
    earlier than that of the servers by the pause before a hand-over."""
    clock_starts = datetime.now(UTC) - CALL_BACK_PAUSE
    body = designating(the_library().bodies["pk-pta"], clock_starts.date() - timedelta(days=1))
    library = with_body(the_library(), body)
    with (
        an_office(tmp_path, library=library) as (bare, clock),
        a_postfix() as postfix,
        a_body_server(taken := BodyServer(), reports=False, port=postfix.body),
        a_dovecot(delivers=True) as dovecot,
    ):
        clock.moment = clock_starts
        office = replace(
            with_mailbox(bare, dovecot),
            letter_post=letter_post(postfix.port, after_the_dot=60, timeout=60),
            mail_reading=replace(bare.mail_reading, hosts=(HOST, "mailbox.office.example")),
        )
        office = replace(office, incoming=replace(office.incoming, domains=frozenset([DOMAIN])))
        delivery = Controller(Filter(dovecot), hostname="127.0.0.1", port=postfix.office)
        delivery.start()
        try:
            with serving(office) as url:
                yield Chain(Site(office, clock, url, ""), postfix, taken, dovecot)
        finally:
            delivery.stop()


def fetched(chain: Chain) -> None:
    """Wait until a mail has come into the mailbox, and fetch it."""
    until = time.monotonic() + 60
    while not chain.dovecot.mails():
        assert time.monotonic() < until, "no mail came"
        time.sleep(0.05)
    chain.site.clock.moment = datetime.now(UTC)
    (done,) = fetch_all(chain.office)
    assert (done.new, done.why) == (1, "")


def the_body_answers(chain: Chain) -> None:
    """The body answers the letter it got, by SMTP to the address from which the letter came."""
    letter = message_from_bytes(chain.body.kept[0], policy=default)
    answer = EmailMessage()
    answer["From"], answer["To"] = f"RTI <{DESIGNATED}>", letter["From"]
    answer["Subject"], answer["Message-ID"] = f"Re: {letter['Subject']}", "<1@pta.example>"
    answer["In-Reply-To"] = letter["Message-ID"]
    answer.set_content(SAYS)
    with smtplib.SMTP("127.0.0.1", chain.postfix.port, "pta.example", timeout=60) as server:
        server.send_message(answer)


def files_from(page: Page, button: Locator) -> dict[str, bytes]:
    """The files in the ZIP that a button downloads."""
    with page.expect_download() as got:
        button.click()
    with zipfile.ZipFile(got.value.path()) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def send_by_email(page: Page, chain: Chain, reference: str) -> None:
    """Prepare and send the letter in the browser, and let its pause pass."""
    page.goto(f"{chain.site.url}/desk/requests/{reference}/email")
    page.get_by_role("main").get_by_role("link", name="Request", exact=True).first.click()
    expect(page.get_by_label("Email address of the body")).to_have_value(DESIGNATED)
    page.get_by_role("button", name="Prepare the mail").click()
    page.get_by_role("button", name="Send this mail").click()
    expect(page.get_by_role("status")).to_contain_text("in ten minutes")
    chain.site.clock.moment += CALL_BACK_PAUSE
    assert hand_over_letters(chain.office) == 1
    waits_for(chain.body.kept, 1)


def log_the_answer(page: Page, reference: str) -> date:
    """Place the open email with one click, and log it as a response, item by item; its day."""
    came = date.fromisoformat(page.get_by_label("Date of arrival").input_value())
    page.get_by_role("button", name=f"This is the reply to {reference.upper()}").click()
    expect(page.get_by_role("region", name="The document")).to_contain_text(SAYS)
    page.get_by_label("All: outcome").select_option("refused")
    page.get_by_role("button", name="Fill empty rows").click()
    page.get_by_label("Selected: outcome").select_option("disclosed")
    page.get_by_label("Select item 1", exact=True).check()
    page.get_by_role("button", name="Apply to selected").click()
    page.get_by_label("Type of response").select_option(label="Partial answer")
    page.get_by_role("button", name="Save entry", exact=True).last.click()
    main, last = page.get_by_role("main"), came + TO_APPEAL
    expect(main).to_contain_text("Response logged, item by item.")
    # The day of the test is that of the servers. If the last day may be closed, it is the first of
    # two: "between Friday 1 January 2027 and Monday 4 January 2027".
    closes = rf"deadline after a decision: (between )?{last:%A} {last.day} {last:%B %Y}"
    expect(main).to_contain_text(re.compile(closes))
    return came


def was_logged(chain: Chain, reference: str, came: date) -> None:
    """The answer of this day gives the first item, and refuses every other."""
    (reply,) = state_of(chain.office, reference).replies
    assert isinstance(reply.event, PartlyAnswered)
    assert reply.event.on == DaySpan.on(came)
    first, *others = (each.outcome for each in reply.event.outcomes)
    assert (first, set(others)) == (Outcome.DISCLOSED, {Outcome.REFUSED})


def holds_all(
    chain: Chain, proof: dict[str, bytes], pack: dict[str, bytes], export: dict[str, bytes]
) -> None:
    """The proof sheet has the words of the report. With it and the mail as the body's server got
    it, the filing bundle and the export have the answer as it lies in the mailbox."""
    (mail,), (data, answer) = chain.body.kept, chain.dovecot.mails("Filed")
    assert mail.endswith(proof["MAIL.eml"])
    for files, name in ((pack, "DEMONSTRATION-EMAIL-01-"), (export, "email/001-")):
        assert files[f"{name}MAIL.eml"] == proof["MAIL.eml"]
        assert files[f"{name}PROOF-SHEET.txt"] == proof["PROOF-SHEET.txt"]
        assert answer in files.values()
    report, sheet = report_in(data, chain.site.clock.moment), proof["PROOF-SHEET.txt"].decode()
    assert report.action == "relayed"
    for words in ("Delivery report: relayed", f"ENVID: {report.envid}", f"Its words: {TOOK}"):
        assert words in sheet


def test_a_request_goes_out_and_its_answer_comes_in_by_real_mail(
    chromium: Browser, chain: Chain
) -> None:
    site, reference = chain.site, an_approved_request(chain.office)
    page = at_desk(chromium, site, DESKTOP)
    main, request = page.get_by_role("main"), f"{site.url}/desk/requests/{reference}"
    send_by_email(page, chain, reference)
    letter = page.url
    page.reload()
    expect(main).to_contain_text("No report yet.")

    fetched(chain)
    page.reload()
    expect(main).to_contain_text(f"relayed, 127.0.0.1: {TOOK}")
    expect(main).to_contain_text("Not proved. A server’s report is not a receipt")
    page.goto(request)
    expect(main).to_contain_text("so the clock has not started")
    expect(main).not_to_contain_text("section 17(1)")

    the_body_answers(chain)
    fetched(chain)
    page.goto(f"{site.url}/desk/mail")
    page.get_by_role("link", name=f"Re: [{reference.upper()}]").click()
    fits(page)
    came = log_the_answer(page, reference)
    page.goto(request)
    expect(main).to_contain_text("Answered in part")
    expect(main).not_to_contain_text("so the clock has not started")
    expect(main.locator("figure.lanes")).to_contain_text("section 17(1)")
    was_logged(chain, reference, came)

    page.goto(letter)
    proof = files_from(page, page.get_by_role("button", name="Download the proof sheet"))
    page.goto(f"{request}/pack")
    pack = files_from(page, page.get_by_role("button", name="Download separate files"))
    page.goto(f"{request}/export")
    export = files_from(page, page.get_by_role("button", name="Download"))
    page.context.close()
    holds_all(chain, proof, pack, export)
