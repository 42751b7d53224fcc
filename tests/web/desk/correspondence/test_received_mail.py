"""The pages on which a person looks at received mail, places it, or sets it aside."""

import re
from datetime import date, timedelta

import pytest
from flask import Flask

from tests.mail.reading.raw_mails import plain, with_files
from tests.offices import BY, Clock, a_paper, a_request, received, withdraw
from tests.services.correspondence.mail_scenes import state_of
from tests.web.browser import Browser, Page, signed_in
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import Channel
from tracker.domain.correspondence.mail_token import token_from
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.questions import Outcome
from tracker.services.cases.receiving import Response, take_reply
from tracker.services.core.office import Office
from tracker.services.correspondence.storing import take_file
from tracker.services.people.accounts import add_account
from tracker.services.ports.correspondence.mail_desk import MailTab
from tracker.services.ports.correspondence.received import (
    Arrival,
    MailFolder,
    MailPlace,
    SeenMail,
)
from tracker.services.ports.people import RoleName

DAY = date(2024, 3, 7)
TWIN = "Another email has the same Message-ID but different content."
REFUSED = b"Your request is refused under section 7.\r\n\r\nThere is a fee of Rs. 500.\r\n"


@pytest.fixture
def reference(office: Office) -> str:
    """A request that was sent."""
    return a_request(office)


def answer(reference: str, body: bytes = REFUSED) -> bytes:
    """An answer that names a request in its text."""
    return plain(body + f"\r\nYour number: {reference}\r\n".encode())


def hand_in(lawyer: Browser, raw: bytes, name: str = "answer.eml") -> Page:
    """Add an email as a file, and return its page."""
    return lawyer.submit("/desk/mail", files={"file": (raw, name)})


def path_of(page: Page) -> str:
    """The address of the page of a mail."""
    found = re.search(r"/desk/mail/[0-9a-f]{32}", page.answer.request.path)
    assert found, page.answer.request.path
    return found[0]


def press(lawyer: Browser, page: Page, act: str, **fields: str) -> Page:
    """Press a button on the page of a mail."""
    (token, *_) = page.tree.xpath("//main//input[@name='csrf_token']/@value")
    path = path_of(page)
    return lawyer.post(f"{path}/{act}" if act else path, {"csrf_token": token} | fields)


def place(lawyer: Browser, page: Page, reference: str, day: date = DAY) -> Page:
    """Say that a mail belongs to a request."""
    return press(lawyer, page, "", request=reference, on=day.isoformat())


def test_an_email_file_is_placed_with_one_click_and_logged_as_a_response(
    lawyer: Browser, office: Office, reference: str
) -> None:
    page = hand_in(lawyer, answer(reference))
    assert "Email stored." in page.words
    assert f"This is the reply to {reference.upper()}" in page.words
    assert "It names the number of this request." in page.words
    assert "<rti@pta.gov.pk>" in page.words
    listed = lawyer.get("/desk/mail").words
    assert "RTI <rti@pta.gov.pk>" in listed
    assert "The order" in listed
    # Most bodies sign no mail, so only the page of the email says that it is unsigned.
    assert "Unsigned" not in listed
    assert "Unsigned" in page.words
    assert not state_of(office, reference).unread()

    form = place(lawyer, page, reference)

    (came,) = state_of(office, reference).unread()
    assert came.event.channel is Channel.EMAIL  # type: ignore[attr-defined]
    assert came.event.on.earliest == DAY
    timeline = lawyer.get(f"/desk/requests/{reference}").words
    assert "Received by email. The email names a sender at pta.gov.pk." in timeline
    assert "Sent by email" not in timeline
    assert form.answer.request.path == f"/desk/requests/{reference}/response"
    assert form.value("on") == DAY.isoformat()
    assert form.value("kind") == ""
    assert "Your request is refused under section 7." in form.words
    marked = form.tree.xpath("//mark/text()")
    assert "is refused" in marked
    assert office.mail_reading.desk.count() == {MailTab.PLACED: 1}

    done = lawyer.submit(
        form,
        {"kind": "refused", "same": "refused"},
        path=f"{form.answer.request.path}?{form.answer.request.query_string.decode()}",
    )

    assert done.status == 200, done.summary()
    assert len(state_of(office, reference).replies) == 1
    (paper,) = state_of(office, reference).replies[0].event.evidence
    assert office.archive.read(reference, paper) == answer(reference)


def test_a_mail_to_a_published_address_is_taken_with_a_caution(
    lawyer: Browser, office: Office, reference: str
) -> None:
    token = token_from(10**14)
    office.request_addresses.add_token(reference, token, office.now())
    raw = plain(f"To {token}@rti.office.example\r\n".encode())
    caution = "an earlier address of this request, which others may know"
    assert caution not in hand_in(lawyer, raw).words

    office.request_addresses.retire_shown(reference, office.now())
    page = hand_in(lawyer, raw.replace(b"To", b"Once more to"))

    assert caution in page.words
    assert "after this request was closed" not in page.words
    place(lawyer, page, reference)
    assert len(state_of(office, reference).unread()) == 1


@pytest.mark.slow
def test_a_mail_after_a_request_was_closed_is_a_document_of_it(
    lawyer: Browser, office: Office, reference: str
) -> None:
    withdraw(office, reference)
    page = hand_in(lawyer, answer(reference))

    assert "It came after this request was closed. You can still enter it." in page.words
    place(lawyer, page, reference)
    assert len(state_of(office, reference).unread()) == 1


def test_a_late_mail_to_a_request_that_was_answered_in_full_is_a_document_of_it(
    lawyer: Browser, office: Office, reference: str
) -> None:
    received(office, reference, DAY)
    asked = state_of(office, reference).drafted
    assert asked
    outcomes = tuple(QuestionOutcome(each.key, Outcome.DISCLOSED) for each in asked.questions)
    full = Response("answered", DaySpan.on(DAY), outcomes, [a_paper()])
    take_reply(office, reference, full, by=BY)

    page = hand_in(lawyer, answer(reference))
    assert page.tree.xpath(f"//main//*[contains(., '{reference.upper()}')]")
    assert "after this request was closed" not in page.words
    place(lawyer, page, reference)

    state = state_of(office, reference)
    assert [each.event.kind for each in state.replies] == ["answered"]
    (late,) = state.unread()
    (document,) = late.event.evidence
    assert office.archive.read(reference, document) == answer(reference)


def test_two_mails_with_one_message_id_are_two_documents(
    lawyer: Browser, office: Office, reference: str
) -> None:
    """A Message-ID may be repeated on purpose, so that the real answer is taken for a copy."""
    paths = []
    for raw in (answer(reference), answer(reference, b"It is given.\r\n")):
        page = hand_in(lawyer, raw)
        assert "Email stored." in page.words
        paths.append(path_of(page))
        assert lawyer.get("/desk/mail").words.count(TWIN) == (len(paths) if paths[1:] else 0)
    for here, there in (paths, paths[::-1]):
        (link,) = lawyer.get(here).tree.xpath(f"//p[contains(., '{TWIN}')]/a/@href")
        assert link == there
    for here in paths:
        place(lawyer, lawyer.get(here), reference)

    assert len(state_of(office, reference).unread()) == 2
    # Placed mail is linked as well.
    assert all(TWIN in lawyer.get(here).words for here in paths)


def test_a_copy_that_came_another_way_does_not_count_as_other_content(
    lawyer: Browser, reference: str
) -> None:
    hand_in(lawyer, answer(reference))
    page = hand_in(lawyer, b"Received: by mx.example\r\n" + answer(reference))

    assert TWIN not in page.words
    # Mails without a Message-ID have none in common.
    bare = answer(reference).replace(b"Message-ID", b"X-Message-ID")
    hand_in(lawyer, bare)
    assert TWIN not in hand_in(lawyer, bare + b"More.\r\n").words


def test_the_same_answer_again_is_one_document(
    lawyer: Browser, office: Office, reference: str
) -> None:
    first = hand_in(lawyer, answer(reference))
    place(lawyer, first, reference)

    again = hand_in(lawyer, answer(reference))
    assert "This email was stored before. It came again 1 time." in again.words
    other = hand_in(lawyer, b"Received: by another way\r\n" + answer(reference))
    said = place(lawyer, other, reference).words

    assert "This email came before. It is the same document." in said
    assert len(state_of(office, reference).unread()) == 1


def test_a_mail_of_several_requests_is_a_document_of_each(
    lawyer: Browser, office: Office, reference: str
) -> None:
    second = a_request(office, body="pk-interior")
    page = hand_in(lawyer, answer(reference))

    press(lawyer, page, "", others=f"{reference}, {second.upper()}", on=DAY.isoformat())

    for each in (reference, second):
        (came,) = state_of(office, each).unread()
        (digest,) = came.event.evidence
        assert office.archive.read(each, digest) == answer(reference)


def test_bad_input_is_said_once_and_nothing_is_entered(
    lawyer: Browser, office: Office, reference: str
) -> None:
    page = hand_in(lawyer, answer(reference))

    none = press(lawyer, page, "", on=DAY.isoformat())
    future = place(lawyer, page, reference, date(2030, 1, 1))
    empty = lawyer.submit("/desk/mail", files={"file": (b" \n", "empty.eml")})

    assert none.summary() == ["Choose a request, or enter its number."]
    assert "still in the future" in future.summary()[0]
    assert future.value("on") == "2030-01-01"
    assert empty.summary()[0] == "This file is empty. Save the email again as an .eml file."
    assert not state_of(office, reference).unread()


def test_a_mail_is_set_aside_and_taken_back(
    lawyer: Browser, office: Office, reference: str
) -> None:
    page = hand_in(lawyer, answer(reference))

    aside = press(lawyer, page, "aside", why="junk")
    assert "Junk" in aside.words
    assert office.mail_reading.desk.count() == {MailTab.ASIDE: 1}
    assert "The order" in lawyer.get("/desk/mail?tab=aside").words
    back = press(lawyer, page, "undo")

    assert f"This is the reply to {reference.upper()}" in back.words
    assert office.mail_reading.desk.count() == {MailTab.TO_PLACE: 1}


def test_a_placing_is_undone_until_an_entry_rests_on_it(
    lawyer: Browser, office: Office, reference: str
) -> None:
    page = hand_in(lawyer, answer(reference))
    place(lawyer, page, reference)

    undone = press(lawyer, page, "undo")
    assert "Undone." in undone.words
    assert not state_of(office, reference).unread()
    form = place(lawyer, page, reference)
    (came,) = state_of(office, reference).unread()
    assert form.status == 200
    path = f"/desk/requests/{reference}/response?paper={came.seq}"
    lawyer.submit(lawyer.get(path), {"kind": "refused", "same": "refused"}, path=path)
    assert state_of(office, reference).replies

    refused = press(lawyer, page, "undo")

    assert "rests on this email" in refused.words
    assert state_of(office, reference).replies


def test_parts_are_only_saved_and_a_dangerous_one_after_a_second_click(lawyer: Browser) -> None:
    raw = with_files(
        ("letter.pdf", "application/pdf", b"%PDF-1.7 letter"),
        ("run.exe", "application/x-msdownload", b"MZ program"),
    )
    page = hand_in(lawyer, raw)
    links = page.tree.xpath("//main//a[contains(@href, '/parts/')]")
    paths = {link.text_content(): link.get("href") for link in links}

    letter = lawyer.client.get(paths["letter.pdf"])
    asked = lawyer.get(paths["run.exe"])
    program = lawyer.client.get(f"{paths['run.exe']}?sure=1")
    whole = lawyer.client.get(f"{path_of(page)}/mail.eml")

    assert letter.data == b"%PDF-1.7 letter"
    assert "can start on your computer" in asked.words
    assert program.data == b"MZ program"
    assert whole.data == raw
    for answered in (letter, program, whole):
        assert answered.headers["Content-Type"] == "application/octet-stream"
        assert answered.headers["Content-Disposition"].startswith("attachment")
        assert answered.headers["X-Content-Type-Options"] == "nosniff"


def test_html_of_a_mail_is_shown_as_text(lawyer: Browser) -> None:
    body = b"<p>Refused &lt;script&gt;</p><script>alert(1)</script><img src=http://x.example/a>"
    page = hand_in(lawyer, plain(body, b"Content-Type: text/html; charset=utf-8\r\n"))

    assert "Refused <script>" in page.words
    assert not page.tree.xpath("//main//img")
    assert "alert(1)" not in page.tree.xpath("string(//section[@aria-labelledby='text'])")


def test_nothing_of_a_mail_is_shown_to_guests_and_none_of_it_in_a_title(
    app: Flask, office: Office, lawyer: Browser, reference: str
) -> None:
    page = hand_in(lawyer, answer(reference))
    account = add_account(office, "guest@example.org", "Gul Guest", RoleName.LAWYER, "a-partner")
    guest = signed_in(app, office, account)
    office.people.shares.share(reference, "a-partner", office.now(), account.id)

    shown = [
        guest.get(path) for path in ("/desk/mail", path_of(page), f"{path_of(page)}/mail.eml")
    ]

    assert [each.status for each in shown] == [403, 403, 403]
    assert not any("rti@pta.gov.pk" in each.text for each in shown)
    assert "waits that may be about" not in guest.get(f"/desk/requests/{reference}").words
    assert "The order" not in page.tree.xpath("string(//title)")


def test_a_flood_to_one_address_is_one_line(office: Office, lawyer: Browser, clock: Clock) -> None:
    mails, now = office.mail_reading.mails, office.now()
    for number in range(22):
        raw = plain(f"{number}".encode())
        at = now + timedelta(seconds=number)
        mails.store(Arrival(raw, at, len(raw), "a@rti.office.example", "abcdefghjkm"), now)

    page = lawyer.get("/desk/mail?tab=to-read")

    assert "More emails to one address within an hour 22" in page.words
    assert not page.tree.xpath("//main/table")
    assert page.tree.xpath("//form[@action='/desk/mail/read']")
    assert not page.tree.xpath("//form[@action='/desk/mail/aside']")


def test_mail_that_was_left_unread_is_read_by_a_person(
    office: Office, lawyer: Browser, reference: str
) -> None:
    raw = answer(reference)
    now = office.now()
    office.incoming.mailboxes.lease("main", now, now + timedelta(hours=1), "one")
    where = MailPlace("main", MailFolder.INBOX, 1, 1)
    office.mail_reading.mails.store(
        Arrival(raw, now, len(raw)), now, where, SeenMail(len(raw), now)
    )
    assert "Emails to be read1" in lawyer.get("/desk").words.replace(" 1", "1")

    (token, *_) = lawyer.get("/desk/mail").tree.xpath("//main//input[@name='csrf_token']/@value")
    done = lawyer.post("/desk/mail/read", {"csrf_token": token})

    assert "1 email was read." in done.words
    assert office.mail_reading.desk.count() == {MailTab.TO_PLACE: 1}


def test_a_request_says_how_many_emails_wait_for_it(
    office: Office, lawyer: Browser, reference: str
) -> None:
    take_file(office, answer(reference))

    shown = lawyer.get(f"/desk/requests/{reference}")

    assert "1 email waits" in shown.words
    assert "rti@pta.gov.pk" not in shown.words


def test_an_address_without_a_mail_is_not_found(lawyer: Browser) -> None:
    assert lawyer.get(f"/desk/mail/{'0' * 32}").status == 404
