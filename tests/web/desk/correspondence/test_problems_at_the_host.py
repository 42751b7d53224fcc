"""What is wrong at the mail host or in the DNS is shown with what to do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from unittest.mock import Mock

from tests.mail.reading.test_signature_check import KEYS, MAILS
from tests.offices import Clock
from tests.web.browser import Browser, an_app, signed_in, somebody
from tests.web.desk.correspondence.test_received_mail import hand_in, path_of
from tracker.services.core.office import Office
from tracker.services.correspondence.reading_mail import check_signatures_again
from tracker.services.correspondence.storing import arrival_of, store
from tracker.services.ports.correspondence.received import (
    MailFolder,
    MailPlace,
    MailTrouble,
    SeenMail,
)

PROBLEMS = "/desk/mail?tab=problems"


def lawyer_of(office: Office) -> Browser:
    return signed_in(an_app(office), office, somebody(office))


def with_mailbox(office: Office, backed_up_by: Callable[[datetime], datetime | None]) -> Office:
    """The office with a mailbox whose filed folder holds copies of two emails."""
    source = Mock()
    source.name = "main"
    incoming = replace(office.incoming, sources=(source,), backed_up_by=backed_up_by)
    office = replace(office, incoming=incoming)
    incoming.mailboxes.lease("main", office.now(), office.now(), "one")
    for number in (1, 2):
        arrival = arrival_of(incoming, b"Subject: %d\r\n\r\nWords.\r\n" % number, office.now())
        place = MailPlace("main", MailFolder.FILED, 1, number)
        store(office, arrival, place, SeenMail(9, office.now()))
    return office


def test_a_mailbox_that_fails_is_a_problem_with_its_reason(office: Office, clock: Clock) -> None:
    fetching, boxes = with_mailbox(office, lambda moment: moment), office.incoming.mailboxes
    boxes.release("main", "one", clock(), MailTrouble.SIGN_IN)

    page = lawyer_of(fetching).get(PROBLEMS).words

    assert "The mailbox main has not been fetched completely since 24 November 2026" in page
    assert "The server refused the sign-in details. If this lasts, tell your operator" in page
    assert "Problems 1" in page
    assert "fetched every few minutes" not in page
    # The same office after its mailbox was taken out of the settings.
    later = signed_in(an_app(office), office, somebody(office, name="Zoe")).get(PROBLEMS).words
    assert "has not been fetched" not in later
    assert "Problems 0" in later


def test_copies_that_wait_for_a_backup_are_told_with_what_to_do(
    office: Office, clock: Clock
) -> None:
    office = with_mailbox(office, lambda moment: None)
    clock.moment += timedelta(days=8)
    lawyer = lawyer_of(office)
    before = lawyer.get(PROBLEMS).words
    assert "No emails here" in before
    assert "still holds" not in before
    clock.moment += timedelta(minutes=1)

    page = lawyer.get(PROBLEMS)

    assert "The mailbox main still holds copies of 2 emails" in page.words
    assert "Ask your operator to make a backup." in page.words
    assert "still holds" not in lawyer.get("/desk/mail").words
    assert "Problems with email1" in lawyer.get("/desk").words


def test_a_backup_ends_the_notice(office: Office, clock: Clock) -> None:
    office = with_mailbox(office, lambda moment: moment - timedelta(hours=1))
    clock.moment += timedelta(days=9)
    lawyer = lawyer_of(office)

    page = lawyer.get(PROBLEMS).words
    assert "No emails here" in page
    assert "still holds" not in page
    assert "Problems with email" not in lawyer.get("/desk").words


def test_a_key_that_came_too_late_says_until_when_it_is_looked_up(
    office: Office, clock: Clock
) -> None:
    """Read on 24 November at 9:00, so it is looked up until 27 November."""
    keys = Mock()
    keys.record.side_effect = TimeoutError
    office = replace(office, mail_reading=replace(office.mail_reading, keys=keys))
    app, account = an_app(office), somebody(office)
    lawyer = signed_in(app, office, account)
    page = hand_in(lawyer, MAILS["relaxed"])
    assert "The key of the signature could not be looked up" in page.words
    assert "looks it up again when someone signs in, until 27 November 2026" in page.words

    clock.moment += timedelta(days=3)
    later = signed_in(app, office, account).get(path_of(page)).words
    assert "The key of the signature could not be looked up" in later
    assert "looks it up again" not in later

    clock.moment -= timedelta(hours=1)
    keys.record.side_effect = KEYS.get
    assert check_signatures_again(office) == 1
    found = signed_in(app, office, account).get(path_of(page)).words
    assert "Signed by a domain of the body" in found
    assert "looks it up again" not in found
