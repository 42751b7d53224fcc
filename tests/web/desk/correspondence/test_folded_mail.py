"""One button puts aside the mails that one folded line lists, and no other mail."""

from datetime import timedelta

import pytest

from tests.mail.reading.raw_mails import plain
from tests.offices import Clock, a_request
from tests.web.browser import Browser, Page
from tests.web.desk.correspondence.test_received_mail import hand_in, press
from tracker.domain.correspondence.mail_token import token_from
from tracker.services.core.office import Office
from tracker.services.correspondence.reading_mail import read_stored
from tracker.services.ports.correspondence.mail_desk import MailTab
from tracker.services.ports.correspondence.received import Arrival

TOKEN = token_from(10**14)
ASIDE = "/desk/mail/aside"
REFUSES = b"Your application for information is refused under section 7(f) of the Act.\r\n"


@pytest.fixture
def reference(office: Office, clock: Clock) -> str:
    """A request with an address of its own."""
    reference = a_request(office)
    office.request_addresses.add_token(reference, TOKEN, clock())
    return reference


def arrived(
    office: Office, reference: str, number: int, sender: str = "", words: bytes = b"Buy."
) -> str:
    """A mail to the address of a request, a second after the one before."""
    address = (sender or f"seller{number}@shop.example").encode()
    text = words + f" {number}.\r\n".encode()
    raw = plain(text).replace(b"rti@pta.gov.pk", address, 1)
    at = office.now() + timedelta(seconds=number)
    arrival = Arrival(raw, at, len(raw), f"{TOKEN}@rti.office.example", TOKEN, reference)
    mail = office.mail_reading.mails.store(arrival, office.now()).mail
    read_stored(office, mail, raw)
    return mail.id


def put_aside(lawyer: Browser, page: Page, **fields: str) -> Page:
    """Press a button of the form for a folded line."""
    (form, *_) = page.tree.xpath(f"//form[@action='{ASIDE}']")
    named = {each.get("name"): each.get("value") for each in form.xpath(".//input")}
    return lawyer.post(ASIDE, named | fields)


def test_a_flood_is_one_line_with_one_button_and_the_body_stays_in_the_list(
    lawyer: Browser, office: Office, reference: str
) -> None:
    for number in range(51):
        arrived(office, reference, number)
    of_body = arrived(office, reference, 51, "clerk@pta.gov.pk")

    page = lawyer.get("/desk/mail")
    assert "More emails to one address within an hour 51" in page.words
    assert "Put these 51 emails aside." in page.words
    (row,) = page.tree.xpath("//main/table//tbody/tr//a[@data-line]/@href")
    assert row == f"/desk/mail/{of_body}"
    assert not page.tree.xpath("//a[contains(@href, 'page=2')]")

    later = arrived(office, reference, 52)
    done = put_aside(lawyer, page, why="junk")

    assert "51 emails put aside." in done.words
    desk = office.mail_reading.desk
    assert desk.count() == {MailTab.ASIDE: 51, MailTab.TO_PLACE: 2}
    assert desk.tab_of(later) is desk.tab_of(of_body) is MailTab.TO_PLACE


def test_a_refusal_from_a_private_address_stays_out_of_the_flood(
    lawyer: Browser, office: Office, reference: str
) -> None:
    for number in range(21):
        arrived(office, reference, number)
    refusal = arrived(office, reference, 21, "officer@mail.example", REFUSES)

    page = lawyer.get("/desk/mail")

    assert "Put these 21 emails aside." in page.words
    assert "Emails that look like a response stay in the list above" in page.words
    (row,) = page.tree.xpath("//main/table//tbody/tr//a[@data-line]/@href")
    assert row == f"/desk/mail/{refusal}"


def test_without_a_reason_or_with_the_mail_of_a_body_none_is_put_aside(
    lawyer: Browser, office: Office, reference: str
) -> None:
    for number in range(21):
        arrived(office, reference, number)
    of_body = arrived(office, reference, 21, "clerk@pta.gov.pk")
    page = lawyer.get("/desk/mail")

    put_aside(lawyer, page, why="")
    (listed,) = page.tree.xpath("//input[@name='mails']/@value")
    said = put_aside(lawyer, page, why="junk", mails=f"{listed} {of_body}")

    assert "One of these emails may be a response" in said.words
    assert office.mail_reading.desk.count() == {MailTab.TO_PLACE: 22}


def test_mail_of_folded_senders_is_put_aside_together(lawyer: Browser, office: Office) -> None:
    news = plain(b"Our newsletter.\r\n").replace(b"rti@pta.gov.pk", b"news@shop.example")
    press(lawyer, hand_in(lawyer, news), "fold")
    hand_in(lawyer, news + b"Second.\r\n")
    page = lawyer.get("/desk/mail")

    assert "Put these 2 emails aside." in page.words
    put_aside(lawyer, page, why="not-about-a-request")

    assert office.mail_reading.desk.count() == {MailTab.ASIDE: 2}


def bulletin(number: int, headers: bytes = b"", listed: bytes = b"<news.pta.gov.pk>") -> bytes:
    """An email that a body sends to a mailing list."""
    head = b"List-Id: PTA bulletin " + listed + b"\r\nPrecedence: bulk\r\n" + headers
    return head + plain(f"Platforms of week {number}.\r\n".encode())


def holds(office: Office) -> int:
    """How many emails hold back every request to the body."""
    return len(office.silence_holds.found(()).of_body.get("pk-pta", ()))


def aside_of(lawyer: Browser) -> str:
    """The address of the first email that was put aside."""
    page = lawyer.get("/desk/mail?tab=aside")
    return str(page.tree.xpath("//tbody//a[@data-line]/@href")[0])


def test_the_mail_of_a_bodys_list_is_put_aside_in_one_act_and_later_mail_holds(
    lawyer: Browser, office: Office
) -> None:
    """A body may answer through its list, so nothing is decided for mail that comes later."""
    for number in (1, 2):
        hand_in(lawyer, bulletin(number))
    assert holds(office) == 2
    page = lawyer.get("/desk/mail")
    assert "Mailing list of a body: news.pta.gov.pk 2" in page.words
    assert "Holds back non-responses of every request to PTA" in page.words

    assert "2 emails put aside." in put_aside(lawyer, page, why="not-about-a-request").words
    assert holds(office) == 0

    hand_in(lawyer, bulletin(3))
    assert holds(office) == 1
    assert "Undone." in press(lawyer, lawyer.get(aside_of(lawyer)), "undo").words
    assert holds(office) == 2


@pytest.mark.samples("other0", "other3", "other5")
@pytest.mark.parametrize(
    "other",
    [
        bulletin(2, b"In-Reply-To: <x@office.example>\r\n"),
        bulletin(2, b"References: <x@office.example>\r\n"),
        bulletin(2, listed=b"<rti.pta.gov.pk>"),
        bulletin(2).replace(b"rti@pta.gov.pk", b"rti@pta.gov.pk.example.net"),
        bulletin(2) + b"\r\n> You asked for orders.\r\n",
        bulletin(2) + REFUSES,
        plain(b"No list.\r\n"),
    ],
)
def test_mail_that_may_answer_does_not_go_with_the_mail_of_a_list(
    lawyer: Browser, office: Office, other: bytes
) -> None:
    ids = [
        hand_in(lawyer, raw).answer.request.path.rpartition("/")[2]
        for raw in (bulletin(1), bulletin(3), other)
    ]
    page = lawyer.get("/desk/mail")
    assert "Mailing list of a body: news.pta.gov.pk 2" in page.words

    said = put_aside(lawyer, page, why="junk", mails=" ".join(ids))

    assert "One of these emails may be a response" in said.words
    assert office.mail_reading.desk.count() == {MailTab.TO_PLACE: 3}


def test_refusals_through_a_list_of_the_body_stay_in_the_list_and_hold(
    lawyer: Browser, office: Office
) -> None:
    for number in (1, 2):
        hand_in(lawyer, bulletin(number) + REFUSES)

    page = lawyer.get("/desk/mail")

    assert "Mailing list of a body" not in page.words
    assert len(page.tree.xpath("//main/table//tbody/tr")) == 2
    assert holds(office) == 2


def test_mail_of_a_list_that_names_a_request_stays_in_the_list(
    lawyer: Browser, reference: str
) -> None:
    for number in (1, 2):
        hand_in(lawyer, bulletin(number) + f"Number {reference}\r\n".encode())

    page = lawyer.get("/desk/mail")

    assert "Mailing list of a body" not in page.words
    assert len(page.tree.xpath("//main/table//tbody/tr")) == 2
