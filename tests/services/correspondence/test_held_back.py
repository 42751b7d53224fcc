"""A non-response is held back by mail that may be the response, and by uncertain letters.

Received on Monday 26 February 2024, the tenth working day is Monday 11 March and the twentieth
Monday 25 March. That day ends in Karachi at 19:00 in UTC.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from unittest.mock import Mock

import pytest

from tests.mail.imap.dovecot import Dovecot
from tests.mail.reading.raw_mails import plain
from tests.offices import Clock, a_received_request, a_request, received
from tracker.domain.case.case_status import case_status_of
from tracker.domain.correspondence.mail_kinds import MailKind
from tracker.domain.correspondence.silence_holds import SilenceHold
from tracker.services.cases.held_back import HOLD_REASONS, held_in
from tracker.services.cases.silence import Sweep, sweep
from tracker.services.core.office import Office
from tracker.services.correspondence.fetching import fetch_all
from tracker.services.correspondence.reading_mail import read_stored
from tracker.services.correspondence.sender_bodies import domains_of_body
from tracker.services.ports.correspondence.fetching import MailSource
from tracker.services.ports.correspondence.mail_desk import AsideReason, MailTab
from tracker.services.ports.correspondence.reading import MatchDecision
from tracker.services.ports.correspondence.received import Arrival, MailTrouble

DAY_AFTER = date(2024, 3, 26)
ENDS = datetime(2024, 3, 25, 19, tzinfo=UTC)


@pytest.fixture
def office(plain_office: Office) -> Office:
    """An office without a mailbox."""
    return plain_office


@pytest.fixture
def reference(office: Office) -> str:
    return a_received_request(office)


def told(swept: Sweep) -> list[tuple[str, date, list[SilenceHold]]]:
    return [(each.kind, each.latest, [h.hold for h in each.reasons]) for each in swept.held]


def with_mailbox(office: Office, fetched_at: datetime) -> Office:
    """The office with a mailbox that was fetched at this moment."""
    source = Mock()
    source.name = "main"
    boxes = office.incoming.mailboxes
    boxes.lease("main", fetched_at, fetched_at + timedelta(minutes=15), "one")
    boxes.release("main", "one", fetched_at, None)
    return replace(office, incoming=replace(office.incoming, sources=(source,)))


REFUSING_REPORT = (
    b"Received: from x by mx.elsewhere.example (Postfix)\r\n"
    b"From: MAILER-DAEMON@DOMAIN\r\nSubject: Undelivered\r\n"
    b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
    b"--b\r\n\r\nYour request is refused.\r\n"
    b"--b\r\nContent-Type: message/delivery-status\r\n\r\n"
    b"Reporting-MTA: dns; mx.elsewhere.example\r\n\r\n"
    b"Final-Recipient: rfc822; rti@pta.gov.pk\r\nAction: failed\r\n\r\n--b--\r\n"
)


def test_a_refusal_in_a_delivery_report_of_another_server_waits_for_a_person(
    office: Office, reference: str, clock: Clock
) -> None:
    (domain, *_) = domains_of_body(office.library.body("pk-pta"))
    raw = REFUSING_REPORT.replace(b"DOMAIN", domain.encode())
    at = datetime(2024, 3, 20, tzinfo=UTC)
    mail = office.mail_reading.mails.store(Arrival(raw, at, len(raw)), clock()).mail
    reading = read_stored(office, mail, raw)
    waits = sweep(office, DAY_AFTER)

    assert reading.kind is MailKind.REPORT
    assert waits.entered == ()
    assert {each.hold for held in waits.held for each in held.reasons} == {SilenceHold.REPORT}
    assert "delivery report" in str(HOLD_REASONS[SilenceHold.REPORT])
    assert office.mail_reading.desk.tab_of(mail.id) is MailTab.TO_PLACE

    office.mail_reading.desk.set_aside(mail.id, AsideReason.JUNK, "a", clock())
    assert len(sweep(office, DAY_AFTER).entered) == 2


def test_a_mail_of_the_body_waits_and_the_silence_is_entered_once_it_is_refused(
    office: Office, reference: str, clock: Clock
) -> None:
    """The mail came before the deadline, and is read long after it."""
    body = office.library.body("pk-pta")
    (domain, *_) = domains_of_body(body)
    raw = plain().replace(b"rti@pta.gov.pk", f"clerk@{domain}".encode())
    at = datetime(2024, 3, 20, tzinfo=UTC)
    mails = office.mail_reading.mails
    mail = mails.store(Arrival(raw, at, len(raw)), clock()).mail
    held = sweep(office, DAY_AFTER)
    read_stored(office, mail, raw)
    waits = sweep(office, DAY_AFTER)

    assert held.entered == waits.entered == ()
    both = [("overdue", date(2024, 3, 11)), ("fell-silent", date(2024, 3, 25))]
    assert told(held) == [(*each, [SilenceHold.UNREAD]) for each in both]
    # The body has one open request, which the sender's domain suggests.
    assert told(waits) == [(*each, [SilenceHold.WAITING]) for each in both]

    office.mail_reading.readings.decide(mail.id, reference, MatchDecision.TAKEN, "a", clock())
    swept = sweep(office, DAY_AFTER)
    assert [each.kind for each in swept.entered] == ["overdue", "fell-silent"]
    assert swept.held == ()


@pytest.mark.parametrize(
    ("fetched_at", "entered"),
    [
        (datetime(2024, 3, 11, 18, 59, tzinfo=UTC), []),
        (datetime(2024, 3, 11, 19, tzinfo=UTC), ["overdue"]),
        (ENDS - timedelta(seconds=1), ["overdue"]),
        (ENDS, ["overdue", "fell-silent"]),
    ],
)
def test_a_mailbox_must_have_been_fetched_since_the_last_day_ended_where_the_body_sits(
    office: Office, reference: str, fetched_at: datetime, entered: list[str]
) -> None:
    swept = sweep(with_mailbox(office, fetched_at), DAY_AFTER)

    assert [each.kind for each in swept.entered] == entered
    assert [each.kind for each in swept.held] == ["overdue", "fell-silent"][len(entered) :]
    # Once the mailbox was fetched, the next sweep enters what was held back.
    later = sweep(with_mailbox(office, ENDS + timedelta(days=1)), DAY_AFTER)
    assert [each.kind for each in (*swept.entered, *later.entered)] == ["overdue", "fell-silent"]


def test_a_wrong_password_over_the_last_day_holds_back_until_the_mailbox_is_fetched(
    office: Office, reference: str, dovecot: Dovecot, clock: Clock
) -> None:
    def fetched_from(source: MailSource) -> Office:
        of_source = replace(office, incoming=replace(office.incoming, sources=(source,)))
        fetch_all(of_source)
        return of_source

    clock.moment = ENDS - timedelta(hours=1)
    fetched_from(dovecot.source())
    clock.moment = ENDS + timedelta(hours=1)

    swept = sweep(fetched_from(dovecot.source(password="wrong")), DAY_AFTER)

    (mailbox,) = office.incoming.mailboxes.all()
    assert mailbox.trouble is MailTrouble.SIGN_IN
    assert [each.kind for each in swept.entered] == ["overdue"]
    (held,) = told(swept)
    assert (held[0], held[2]) == ("fell-silent", [SilenceHold.NOT_FETCHED])

    corrected = sweep(fetched_from(dovecot.source()), DAY_AFTER)
    assert [each.kind for each in corrected.entered] == ["fell-silent"]


def test_a_sweep_asks_for_mail_once_however_many_requests_there_are(
    office: Office, reference: str
) -> None:
    for _ in range(3):
        received(office, a_request(office), date(2024, 2, 26))
    real, asked = office.silence_holds, Mock()
    asked.found.side_effect = real.found
    swept = sweep(replace(office, silence_holds=asked), DAY_AFTER)

    assert len(swept.entered) == 8
    assert asked.found.call_count == 1


def test_the_page_names_what_holds_back(office: Office, reference: str) -> None:
    sweep(with_mailbox(office, ENDS - timedelta(seconds=1)), DAY_AFTER)
    with office.cases.look(reference) as case:
        found = case_status_of(case.history, office.library)
    late = with_mailbox(office, ENDS - timedelta(seconds=1))

    (held,) = held_in(late, reference, found, DAY_AFTER)
    assert (held.hold, held.about) == (SilenceHold.NOT_FETCHED, ())
    assert held_in(office, reference, found, DAY_AFTER) == ()
    # On the last day itself nothing is due, so nothing is held back.
    assert held_in(late, reference, found, date(2024, 3, 25)) == ()
