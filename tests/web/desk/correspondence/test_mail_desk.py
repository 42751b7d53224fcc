"""Searching mail, folding senders, and notices about mail that holds non-responses back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from tests.mail.reading.raw_mails import plain, with_files
from tests.offices import Clock, a_request, received
from tests.web.browser import Browser, Page, signed_in
from tests.web.desk.correspondence.test_received_mail import (
    answer,
    hand_in,
    path_of,
    place,
    press,
)
from tracker.domain.correspondence.mail_token import token_from
from tracker.domain.correspondence.matching import MatchState
from tracker.services.cases.notes_and_tasks import write_note
from tracker.services.core.office import Office
from tracker.services.correspondence.reading_mail import read_stored
from tracker.services.correspondence.storing import take_file
from tracker.services.people.accounts import add_account
from tracker.services.ports.correspondence.received import Arrival, MailFolder, MailPlace, SeenMail
from tracker.services.ports.people import RoleName, TrailFilter

TOKEN = token_from(10**14)
SEARCH, PRIVATE = "/desk/mail/search", "/desk/requests/search"
URDU = "آپ کی درخواست مسترد کر دی گئی ہے۔".encode()
NEWS = plain(b"Our newsletter.\r\n").replace(b"rti@pta.gov.pk", b"news@shop.example")


@pytest.fixture
def reference(office: Office) -> str:
    """A request that was sent."""
    return a_request(office)


def subjects(page: Page, heading: str = "found") -> list[str]:
    """The subjects of the emails in a list of hits."""
    links = page.tree.xpath(f"//section[@aria-labelledby='{heading}']//li/a")
    return [str(link.text_content()) for link in links]


def test_mail_is_searched_with_marked_words_in_their_language(
    lawyer: Browser, reference: str
) -> None:
    hand_in(lawyer, answer(reference))
    hand_in(lawyer, with_files(("Gazette.pdf", "application/pdf", b"%PDF-1.7 x")))
    hand_in(lawyer, plain(URDU, b"Content-Type: text/plain; charset=utf-8\r\nX-A: b\r\n"))

    page = lawyer.submit(SEARCH, {"words": "refused fee"})
    assert page.status == 200
    assert subjects(page) == ["The order"]
    assert page.tree.xpath("//section//mark/text()") == ["refused", "fee"]
    assert page.tree.xpath("//p[mark]/@dir") == ["ltr"]
    assert page.value("words") == "refused fee"
    assert page.answer.request.query_string == b""
    assert subjects(lawyer.submit(SEARCH, {"words": "gazette"})) == ["Files"]
    urdu = lawyer.submit(SEARCH, {"words": "مسترد"})
    assert urdu.tree.xpath("//p[mark]/@*") == ["under found", "ur", "rtl"]
    assert "No email matches." in lawyer.submit(SEARCH, {"words": "nowhere"}).words
    # Without words, all mail of a choice is listed.
    assert subjects(lawyer.submit(SEARCH, {"kind": "receipt"})) == []
    assert len(subjects(lawyer.submit(SEARCH, {"body": "pk-pta", "tab": "to-place"}))) == 3


def test_the_text_of_an_email_says_its_language(lawyer: Browser) -> None:
    urdu = plain(URDU, b"Content-Type: text/plain; charset=utf-8\r\n")
    page = hand_in(lawyer, urdu)
    other = hand_in(lawyer, plain(b"The reply to your request is attached.\r\n"))
    neither = hand_in(lawyer, plain(b"Nr. 12/2024\r\n"))

    assert page.tree.xpath("//p[@class='lines']/@lang") == ["ur"]
    assert other.tree.xpath("//p[@class='lines']/@lang") == ["en"]
    assert neither.tree.xpath("//p[@class='lines']/@lang") == []


@pytest.mark.slow
def test_an_urdu_email_beside_the_form_is_read_from_right_to_left(
    lawyer: Browser, reference: str
) -> None:
    """Boxes for code are shown from left to right on a page in Urdu."""
    number = f" {reference}\r\n".encode()
    raw = plain(URDU + number, b"Content-Type: text/plain; charset=utf-8\r\n")
    page = place(lawyer, hand_in(lawyer, raw), reference)

    (beside,) = page.tree.xpath("//*[contains(@class, 'leaves')]//*[contains(@class, 'sheet')]")
    assert (beside.tag, beside.get("lang"), beside.get("dir")) == ("div", "ur", "auto")


def test_the_search_of_private_data_finds_mail_too(lawyer: Browser, reference: str) -> None:
    hand_in(lawyer, answer(reference))

    assert subjects(lawyer.submit(PRIVATE, {"words": "refused"}), "mails") == ["The order"]
    assert subjects(lawyer.submit(PRIVATE, {"words": "nowhere"}), "mails") == []


def test_a_long_query_and_an_unknown_choice_are_sent_back(lawyer: Browser) -> None:
    page = lawyer.submit(SEARCH, {"words": "x" * 201})

    assert page.summary() == ["This must be 200 characters or fewer."]
    assert page.value("words") == "x" * 201
    assert lawyer.submit(SEARCH, {"kind": "letters"}).status == 422


def test_a_guest_searches_no_mail(app: Flask, office: Office) -> None:
    guest = add_account(office, "guest@example.org", "Guest", RoleName.LAWYER, "a-partner")

    assert signed_in(app, office, guest).get(SEARCH).status == 403


def test_a_folded_sender_is_apart_until_it_is_shown_again(
    lawyer: Browser, office: Office, reference: str
) -> None:
    page = hand_in(lawyer, NEWS)
    folded = press(lawyer, page, "fold")
    assert "are folded away when they name no request" in folded.words
    hand_in(lawyer, NEWS + b"Second.\r\n")
    hand_in(lawyer, NEWS + f"Number {reference}\r\n".encode())

    listed = lawyer.get("/desk/mail")
    assert "From folded senders 2" in listed.words
    # Mail that may belong to a request stays in the list, and all mail is counted.
    assert len(listed.tree.xpath("//main/table//tbody/tr")) == 1
    assert "To place 3" in listed.words
    assert len(subjects(lawyer.submit(SEARCH, {"words": "newsletter"}))) == 3

    press(lawyer, page, "unfold")
    assert "From folded senders" not in lawyer.get("/desk/mail").words
    assert office.mail_reading.desk.folded_by() == ()


@pytest.mark.parametrize(
    ("sender", "why"),
    [
        (b"rti@pta.gov.pk", "that of a public body"),
        (b"clerk@desk.pta.gov.pk", "that of a public body"),
        (b"rti@pta.gov.pk.example.net", "looks like a public body"),
        (b"", "no readable sender"),
    ],
)
def test_no_body_and_no_sender_in_doubt_is_folded(
    lawyer: Browser, office: Office, sender: bytes, why: str
) -> None:
    page = hand_in(lawyer, plain().replace(b"rti@pta.gov.pk", sender, 1))

    assert not page.tree.xpath("//form[contains(@action, '/fold')]")
    assert why in press(lawyer, page, "fold").words
    assert office.mail_reading.desk.folded_by() == ()


def test_a_mail_without_a_sender_says_what_it_holds_back(lawyer: Browser) -> None:
    page = hand_in(lawyer, plain().replace(b"From: RTI <rti@pta.gov.pk>\r\n", b""))

    assert "It holds back the non-responses of every request" in page.words
    assert "Holds back non-responses of every request" in lawyer.get("/desk/mail").words
    press(lawyer, page, "aside", why="junk")
    assert "It holds back" not in lawyer.get(path_of(page)).words


def test_a_mail_from_the_domain_of_a_body_says_what_it_holds_back(lawyer: Browser) -> None:
    page = hand_in(lawyer, plain())

    assert "It holds back the non-responses of every request to PTA" in page.words
    assert "Holds back non-responses of every request to PTA" in lawyer.get("/desk/mail").words
    press(lawyer, page, "aside", why="not-about-a-request")
    assert "It holds back" not in lawyer.get(path_of(page)).words


def test_an_automatic_reply_that_names_another_address_says_so(lawyer: Browser) -> None:
    sure = b"Auto-Submitted: auto-replied (vacation)\r\nX-Autoreply: yes\r\n"
    page = hand_in(lawyer, plain(b"I am out of office. Write to foi@pta.gov.pk.\r\n", sure))

    assert "This automatic reply names another address." in page.words
    assert "too: foi@pta.gov.pk" in page.words
    other = hand_in(lawyer, plain(b"I am out of office. rti@pta.gov.pk\r\n", sure))
    assert "names another address" not in other.words


def test_a_mail_without_a_date_says_that_it_is_not_known(lawyer: Browser) -> None:
    page = hand_in(lawyer, plain().replace(b"Date: ", b"X-Date: "))

    assert "Sender’s dateNot known" in page.words


def test_a_mail_without_a_sender_for_one_request_holds_no_other(
    lawyer: Browser, office: Office, clock: Clock, reference: str
) -> None:
    office.request_addresses.add_token(reference, TOKEN, clock())
    raw = plain().replace(b"From: RTI <rti@pta.gov.pk>\r\n", b"")
    to = f"{TOKEN}@rti.office.example"
    arrival = Arrival(raw, clock(), len(raw), to, TOKEN, reference)
    where, seen = MailPlace("main", MailFolder.INBOX, 1, 1), SeenMail(len(raw), clock())
    office.incoming.mailboxes.lease("main", clock(), clock() + timedelta(hours=1), "one")
    mail = office.mail_reading.mails.store(arrival, clock(), where, seen).mail
    reading = read_stored(office, mail, raw)

    assert reading.match is MatchState.CERTAIN
    assert "It holds back" not in lawyer.get(f"/desk/mail/{mail.id}").words
    assert "of every request" not in lawyer.get("/desk/mail").words


def test_mail_that_may_be_automatic_is_to_be_placed(lawyer: Browser) -> None:
    page = hand_in(lawyer, plain(b"Seen.\r\n", b"Precedence: bulk\r\n"))

    assert "but it may be the response" in page.words
    assert "Automatic reply" in lawyer.get("/desk/mail").words
    sure = b"Auto-Submitted: auto-replied\r\nX-Autoreply: yes\r\n"
    hand_in(lawyer, plain(b"I am out of office.\r\n", sure))
    assert "Automatic 1" in lawyer.get("/desk/mail").words


def test_a_request_links_to_the_mail_that_holds_its_non_response_back(
    lawyer: Browser, office: Office, clock: Clock, reference: str
) -> None:
    """Received on Monday 26 February 2024, the twentieth working day is Monday 25 March."""
    received(office, reference, date(2024, 2, 26))
    clock.moment = datetime(2024, 3, 26, 9, tzinfo=UTC)
    raw = answer(reference)
    mail = office.mail_reading.mails.store(Arrival(raw, clock(), len(raw)), clock()).mail
    read_stored(office, mail, raw)

    page = lawyer.get(f"/desk/requests/{reference}")

    assert "neither logged nor set aside" in page.words
    (link,) = page.tree.xpath("//p[@class='caution']/a[text()='Open the email']/@href")
    assert link == f"/desk/mail/{mail.id}"
    assert lawyer.get(link).status == 200


def test_a_number_of_an_earlier_letter_is_a_hint_that_can_be_taken(
    lawyer: Browser, office: Office, reference: str
) -> None:
    other = a_request(office)
    write_note(office, reference, "The body’s number is 12-3/2024/RTI.", by="a")
    page = hand_in(lawyer, plain(b"In continuation of No. 12-3/2024/RTI.\r\n"))

    assert f"This is the reply to {reference.upper()}" in page.words
    assert other.upper() not in page.words
    assert "It names the diary number of this request." in page.words
    assert place(lawyer, page, reference).answer.request.path.endswith("/response")


@pytest.mark.parametrize("path", [SEARCH, PRIVATE])
def test_the_audit_trail_names_who_searched_words_of_mail(
    lawyer: Browser, office: Office, path: str
) -> None:
    take_file(office, plain())
    assert "refused" in lawyer.submit(path, {"words": "refused"}).words.lower()

    seen, _ = office.people.trail.entries(TrailFilter(act="applicant-seen"), 0, 10)
    assert len(seen) == 1


def test_long_words_and_marks_do_no_harm(lawyer: Browser, office: Office) -> None:
    long = "Zubaida" + "testwala" * 40
    take_file(office, plain(f"<b>{long}</b> <script>\r\n".encode()))
    page = lawyer.submit(SEARCH, {"words": "script"})

    assert page.tree.xpath("//section//mark/text()") == ["script"]
    assert f"<b>{long}</b>" in page.words


def test_the_page_of_suggestions_counts_what_was_logged(
    lawyer: Browser, office: Office, reference: str
) -> None:
    received(office, reference, date(2024, 2, 26))
    assert "No suggestions yet" in lawyer.get("/desk/mail/rules").words
    form = place(lawyer, hand_in(lawyer, answer(reference)), reference)
    path = f"{form.answer.request.path}?{form.answer.request.query_string.decode()}"
    lawyer.submit(form, {"kind": "refused", "same": "refused"}, path=path)

    page = lawyer.get("/desk/mail/rules")

    rows = [
        [str(cell.text_content()).strip() for cell in row]
        for row in page.tree.xpath("//main//tbody/tr")
    ]
    assert ["A refusal", "is refused", "1", "0"] in rows
    assert ["A fee", "fee", "0", "1"] in rows or ["A fee", "rs #", "0", "1"] in rows
    assert "How often suggestions were right" in lawyer.get("/desk/mail?tab=placed").words


def test_the_search_on_the_list_needs_no_choice(lawyer: Browser, reference: str) -> None:
    hand_in(lawyer, answer(reference))
    page = lawyer.submit(lawyer.get("/desk/mail"), {"words": "refused"}, path=SEARCH)

    assert page.status == 200
    assert subjects(page) == ["The order"]
