"""Notices, statements, consent and risk notes on the pages of the desk and of the record."""

from datetime import date

import pytest

from tests.abroad import by_hand
from tests.offices import BY, Clock, a_request, received
from tests.web.browser import Browser, signed_in, somebody
from tracker.domain.base.terms import WithheldBecause
from tracker.services.cases.appealing import file_appeal
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.drafting.drafts import start
from tracker.services.people.accounts import add_account
from tracker.services.people.sharing import share
from tracker.services.ports.people import RoleName
from tracker.services.publishing.publishing import (
    Publication,
    publish_entries,
    publishable,
    withhold,
)

PDF = b"%PDF-1.7 a paper"
WORDS = "We answered by a letter of 1 March 2024."


@pytest.fixture
def reference(office: Office, clock: Clock) -> str:
    """A request on which silence is a fact; it is Wednesday 27 March 2024."""
    clock.set(date(2024, 3, 27))
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    sweep(office)
    return reference


def notice(lawyer: Browser, path: str) -> None:
    lawyer.submit(
        f"{path}/fairness/notice",
        {
            "on": "2024-03-27",
            "channel": "email",
            "recipient": "rti@pta.example",
            "to": "pk-pta",
        },
        {"letter": (PDF, "notice.pdf"), "proofs": (PDF, "proof.pdf")},
    )


def test_a_notice_is_logged_with_its_outcome(lawyer: Browser, reference: str) -> None:
    path = f"/desk/requests/{reference}"
    assert "No notice to this body has been logged." in lawyer.get(f"{path}/fairness").words

    page = lawyer.submit(f"{path}/fairness/notice", {"on": "2024-03-27", "channel": "hand"})
    assert page.summary() == [
        "Attach the notice as sent.",
        "Attach proof that it was sent. The time to reply is counted from that date.",
    ]
    notice(lawyer, path)

    words = lawyer.get(f"{path}/fairness").words
    assert "Reply due by Wednesday 3 April 2024. It has 7 more days to reply." in words
    assert "Nothing received since then." in words


def test_a_statement_is_taken_in_and_stands_beside_the_record_on_both_public_pages(
    lawyer: Browser, office: Office, reference: str, clock: Clock
) -> None:
    path = f"/desk/requests/{reference}"
    notice(lawyer, path)
    clock.set(date(2024, 4, 4))
    page = lawyer.submit(f"{path}/fairness/statement", {"on": "2024-04-02"})
    assert "Choose the body that made the statement." in page.summary()
    lawyer.submit(
        f"{path}/fairness/statement",
        {"on": "2024-04-02", "body": "pk-pta", "checked": "called-back", "words": WORDS},
        {"papers": (PDF, "statement.pdf")},
    )
    words = lawyer.get(f"{path}/fairness").words
    assert WORDS in words
    assert "Not published yet." in words
    assert "Statement by the body, Tuesday 2 April 2024" in words
    with office.cases.look(reference) as case:
        shown = tuple(entry.seq for entry in publishable(case.history))
    publish_entries(office, reference, Publication(shown), by=BY)

    request = lawyer.get(f"/requests/{reference}")
    body = lawyer.get("/bodies/pk-pta")

    assert "has published a statement about this" in request.words
    assert WORDS in request.words
    assert "confirmed by a call to a number that the body publishes" in request.words
    assert "No response" in request.words, "the statement replaces nothing"
    assert "Statements by this body" in body.words
    assert WORDS in body.words
    assert "statement.pdf" not in request.text + body.text


def test_the_statement_of_an_appeal_body_stands_on_the_page_of_that_body_alone(
    lawyer: Browser, office: Office, reference: str, clock: Clock
) -> None:
    notice(lawyer, f"/desk/requests/{reference}")
    clock.set(date(2024, 4, 8))
    file_appeal(office, reference, by_hand(date(2024, 4, 4)), by=BY)
    lawyer.submit(
        f"/desk/requests/{reference}/fairness/statement",
        {"on": "2024-04-08", "body": "pk-pic", "checked": "called-back", "words": WORDS},
        {"papers": (PDF, "statement.pdf")},
    )
    assert WORDS not in lawyer.get("/bodies/pk-pic").words, "it is not published yet"
    with office.cases.look(reference) as case:
        shown = tuple(entry.seq for entry in publishable(case.history))
    publish_entries(office, reference, Publication(shown), by=BY)

    said = lawyer.get("/bodies/pk-pic").words
    assert "Statements by this body" in said
    assert WORDS in said
    assert WORDS in lawyer.get(f"/requests/{reference}").words
    assert WORDS not in lawyer.get("/bodies/pk-pta").words

    withhold(office, reference, WithheldBecause.CONSENT_WITHDRAWN, by=BY)
    assert WORDS not in lawyer.get("/bodies/pk-pic").words


def test_consent_is_recorded_with_how_and_shown_with_what_was_said_before(
    lawyer: Browser, reference: str
) -> None:
    path = f"/desk/requests/{reference}/consent"
    page = lawyer.submit(path, {"consents": "yes", "on": "2024-03-01", "how": "signed-paper"})
    assert page.summary() == ["Attach the signed form or message as proof of consent."]
    typed = {"consents": "yes", "on": "2024-03-01", "how": "signed-paper", "scope": "entries"}
    lawyer.submit(path, typed, {"paper": (PDF, "consent.pdf")})
    lawyer.submit(path, {"consents": "no", "on": "2024-03-02", "how": "spoken"})

    words = lawyer.get(path).words

    assert "The applicant currently does not agree to publication" in words
    assert "Friday 1 March 2024: yes. Signed on paper. Only what happened and when" in words
    assert "Saturday 2 March 2024: no. In person or by phone" in words


def test_a_risk_note_is_seen_while_drafting_and_before_publishing_by_the_office_alone(
    lawyer: Browser, office: Office, reference: str
) -> None:
    lawyer.submit("/desk/bodies/pk-pta/risk", {"words": "Go there with a lawyer."})
    draft = start(office, "pk-x-2024", "pk-pta", by=BY).reference

    for path in (
        f"/desk/drafts/{draft}",
        f"/desk/requests/{reference}",
        f"/desk/requests/{reference}/publish",
    ):
        words = lawyer.get(path).words
        assert "Risk note. Go there with a lawyer." in words, path
        assert "By Lena Lawyer" in words
    guest = add_account(office, "g@example.org", "G", RoleName.LAWYER, "digital-rights")
    share(office, reference, "digital-rights", by=BY)
    browser = signed_in(lawyer.client.application, office, guest)
    page = browser.get(f"/desk/requests/{reference}")
    assert page.status == 200
    assert "Go there" not in page.text
    assert browser.get("/desk/bodies/pk-pta/risk").status == 403
    assert lawyer.get("/desk/bodies/nobody/risk").status == 404
    public = somebody(office, RoleName.ADMIN, "Ada Admin")
    assert (
        "Go there"
        not in signed_in(browser.client.application, office, public).get("/bodies/pk-pta").text
    )
