"""The office's export contains the proof of each letter sent by email."""

import hashlib

from tests.offices import Clock
from tests.services.correspondence.mail_scenes import (
    a_prepared_mail,
    a_waiting_mail,
    box_of,
    by_email,
    sent_bytes,
)
from tests.services.office_data.test_exporting import of
from tracker.services.core.office import Office
from tracker.services.correspondence.outgoing.handing_over import hand_over_letters
from tracker.services.ports.correspondence.letters import NotTaken


def test_the_sheet_and_the_exact_mail_of_each_letter_are_exported(
    office: Office, clock: Clock
) -> None:
    office = by_email(office)
    letter = a_waiting_mail(office, clock)
    hand_over_letters(office)

    files = of(office, letter.reference)

    (data,) = sent_bytes(office)
    sheet = files["email/001-PROOF-SHEET.txt"].decode()
    assert files["email/001-MAIL.eml"] == data
    assert hashlib.sha256(data).hexdigest() in sheet
    assert "< 250 2.0.0 Ok: queued as 4FQ21" in sheet
    assert "email/001-PROOF-SHEET.txt" in files["SHA256SUMS"].decode()


def test_an_attempt_that_failed_is_exported_too(office: Office, clock: Clock) -> None:
    office = by_email(office)
    letter = a_waiting_mail(office, clock)
    box_of(office).troubles.append(NotTaken("The mail server says: 451 busy"))
    hand_over_letters(office)

    sheet = of(office, letter.reference)["email/001-PROOF-SHEET.txt"].decode()

    assert "Not handed over: The mail server says: 451 busy" in sheet


def test_a_mail_that_nobody_sent_is_not_exported(office: Office) -> None:
    office = by_email(office)
    letter = a_prepared_mail(office)

    assert not [name for name in of(office, letter.reference) if name.startswith("email/")]
