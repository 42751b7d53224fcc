"""Spam to the address of a request is put aside in one act, and no response with it.

The request was received on Monday 26 February 2024. The standard time limit ends on Monday 11
March and the maximum time limit on Monday 25 March.
"""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.mail.reading.raw_mails import plain
from tests.offices import BY, Clock, a_request, received
from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.domain.correspondence.mail_token import token_from
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.correspondence.placing import undo
from tracker.services.correspondence.putting_aside import MOST_TOGETHER, set_aside_together
from tracker.services.correspondence.reading_mail import read_stored
from tracker.services.ports.correspondence.mail_desk import AsideReason, MailTab
from tracker.services.ports.correspondence.received import (
    Arrival,
    MailFolder,
    MailPlace,
    ReceivedState,
    SeenMail,
)

TOKEN = token_from(10**14)
CAME = datetime(2024, 3, 20, tzinfo=UTC)
DAY_AFTER = date(2024, 3, 26)
JUNK = AsideReason.JUNK


@pytest.fixture
def office(plain_office: Office) -> Office:
    """An office without a mailbox."""
    return plain_office


@pytest.fixture
def reference(office: Office, clock: Clock) -> str:
    """A request with an address of its own."""
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    office.request_addresses.add_token(reference, TOKEN, clock())
    return reference


def spam(number: int, words: str = "Buy now.") -> bytes:
    """A mail of a stranger, each from another address."""
    sender = f"seller{number}@shop{number}.example".encode()
    return plain(f"{words} {number}\r\n".encode()).replace(b"rti@pta.gov.pk", sender, 1)


def arrived(office: Office, reference: str, raw: bytes, number: int = 0) -> str:
    """A mail that the server got for the address of the request, and that was read."""
    to, at = f"{TOKEN}@rti.office.example", CAME + timedelta(seconds=number)
    arrival = Arrival(raw, at, len(raw), to, TOKEN, reference)
    where, seen = MailPlace("main", MailFolder.INBOX, 1, number + 1), SeenMail(len(raw), at)
    office.incoming.mailboxes.lease("main", at, at + timedelta(hours=1), "one")
    mail = office.mail_reading.mails.store(arrival, at, where, seen).mail
    office.incoming.mailboxes.release("main", "one", at, None)
    read_stored(office, mail, raw)
    return mail.id


@pytest.mark.parametrize("many", [25, pytest.param(500, marks=pytest.mark.slow)])
def test_many_mails_are_put_aside_in_one_act_and_no_longer_hold_silence_back(
    office: Office, reference: str, many: int
) -> None:
    mails = [arrived(office, reference, spam(number), number) for number in range(many)]
    desk = office.mail_reading.desk
    assert desk.waiting_for(reference) == many
    assert sweep(office, DAY_AFTER).entered == ()

    assert set_aside_together(office, mails, JUNK, by=BY) == many

    assert desk.count() == {MailTab.ASIDE: many}
    traces = [desk.aside(each) for each in mails]
    assert {(each.why, each.by) for each in traces if each} == {(JUNK, BY)}
    assert [each.kind for each in sweep(office, DAY_AFTER).entered] == ["overdue", "fell-silent"]


def test_a_mail_that_came_later_stays_and_holds_and_each_act_can_be_undone(
    office: Office, reference: str
) -> None:
    listed = [arrived(office, reference, spam(number), number) for number in range(3)]
    later = arrived(office, reference, spam(3), 3)
    desk = office.mail_reading.desk

    assert set_aside_together(office, [*listed, listed[0]], JUNK, by=BY) == 3

    assert desk.tab_of(later) is MailTab.TO_PLACE
    assert desk.waiting_for(reference) == 1
    assert sweep(office, DAY_AFTER).entered == ()
    undo(office, listed[0], by=BY)
    assert desk.tab_of(listed[0]) is MailTab.TO_PLACE
    # Mail that someone has decided since then keeps its decision.
    again = set_aside_together(office, listed, AsideReason.NOT_ABOUT_A_REQUEST, by="another")
    first, second = (desk.aside(each) for each in listed[:2])
    assert again == 1
    assert first
    assert first.by == "another"
    assert second
    assert (second.why, second.by) == (JUNK, BY)


@pytest.mark.parametrize(
    "change",
    [
        (b"seller9@shop9.example", b"clerk@pta.gov.pk"),
        (b"seller9@shop9.example", b"rti@pta.gov.pk.example.net"),
        (b"From: RTI <seller9@shop9.example>\r\n", b""),
        (b"Buy now.", b"To REFERENCE:"),
        (b"Buy now.", b"Your application for information is refused under section 7(f)."),
        (b"\r\n\r\nBuy now.", b"\r\nContent-Type: application/pdf\r\n\r\nBuy now."),
    ],
    ids=["body", "look-alike", "no-sender", "number", "words", "file"],
)
def test_none_is_put_aside_if_one_may_be_a_response(
    office: Office, reference: str, change: tuple[bytes, bytes]
) -> None:
    old, new = change[0], change[1].replace(b"REFERENCE", reference.encode())
    assert old in spam(9)
    mails = [
        arrived(office, reference, spam(1), 1),
        arrived(office, reference, spam(9).replace(old, new, 1), 2),
    ]

    with pytest.raises(NotAllowed, match="may be a response"):
        set_aside_together(office, mails, JUNK, by=BY)

    assert MailTab.ASIDE not in office.mail_reading.desk.count()


def test_a_reply_to_our_letter_is_not_put_aside_together(
    office: Office, reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The match by its address hides the match by its thread, so the thread is checked too."""
    reply = spam(1).replace(b"Subject:", b"In-Reply-To: <ours@rti.office.example>\r\nSubject:")
    mail = arrived(office, reference, reply)
    named = {"<ours@rti.office.example>": reference}
    sent = type(office.mail_reading.sent)
    monkeypatch.setattr(
        sent, "of_message_ids", lambda _, ids: {id: named[id] for id in ids if id in named}
    )

    with pytest.raises(NotAllowed, match="may be a response"):
        set_aside_together(office, [mail], JUNK, by=BY)


def test_a_mail_that_is_not_read_or_not_stored_and_too_many_are_refused(
    office: Office, reference: str
) -> None:
    raw = spam(1)
    unread = office.mail_reading.mails.store(Arrival(raw, CAME, len(raw)), CAME).mail.id

    with pytest.raises(NotAllowed, match="may be a response"):
        set_aside_together(office, [unread], JUNK, by=BY)
    unreadable = arrived(office, reference, spam(2), 2)
    office.mail_reading.mails.note_state(unreadable, ReceivedState.UNREADABLE)
    with pytest.raises(NotAllowed, match="may be a response"):
        set_aside_together(office, [unreadable], JUNK, by=BY)
    with pytest.raises(NotOnFile):
        set_aside_together(office, ["0" * 32], JUNK, by=BY)
    with pytest.raises(BadInput, match="at most 500"):
        set_aside_together(office, [str(n) for n in range(MOST_TOGETHER + 1)], JUNK, by=BY)
