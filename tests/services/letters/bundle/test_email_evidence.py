"""The draft certificate of an email says how it came, and only facts that are known."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.documents.reading import parts_of, words_of
from tests.offices import BY, Clock, received
from tests.services.correspondence.mail_scenes import a_waiting_mail, by_email
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotOnFile
from tracker.domain.base.terms import Channel
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.domain.law.bundle import BundlePart
from tracker.domain.words.letter import LetterChoices
from tracker.services.cases.silence import sweep
from tracker.services.core.evidence import Upload
from tracker.services.core.office import Office
from tracker.services.core.recording import record
from tracker.services.correspondence.outgoing.handing_over import hand_over_letters
from tracker.services.correspondence.placing import place_mail
from tracker.services.correspondence.storing import arrival_of, store, take_file
from tracker.services.letters.appeal_pack import appeal_pack
from tracker.services.letters.bundle.evidence_makers import EvidenceMaker, keep_saver, saver_of
from tracker.services.people.accounts import add_account
from tracker.services.ports.correspondence.received import MailFolder, MailPlace, SeenMail
from tracker.services.ports.people import RoleName

CAME = DaySpan.on(date(2026, 11, 30))
ARRIVED = datetime(2026, 11, 30, 6, 15, tzinfo=UTC)
FETCHED = "Fetched by the program from a mailbox of the office"
SENT = "Written by the program and handed to the mail server of the office"
ADDED = "Added to the request by a person, as a file"


def a_mail(number: int) -> bytes:
    head = f"From: Desk <pio@body.example>\r\nMessage-ID: <{number}@body.example>\r\n"
    dated = "Date: Mon, 30 Nov 2026 11:14:09 +0500\r\n"
    return f"{head}{dated}Subject: Your letter\r\n\r\nLetter {number}\r\n".encode()


@pytest.fixture
def office(office: Office) -> Office:
    return by_email(office)


@pytest.fixture
def mailed(office: Office, clock: Clock) -> str:
    """A request that the program sent by email on 24 November 2026, received the next day."""
    reference = a_waiting_mail(office, clock).reference
    hand_over_letters(office)
    clock.set(date(2026, 12, 1))
    received(office, reference, date(2026, 11, 25))
    return reference


def certificates(office: Office, clock: Clock, reference: str) -> Mapping[str, str]:
    """The words of each certificate of an appeal after silence, by the end of its name."""
    clock.set(date(2026, 12, 24), hour=0)
    sweep(office)
    parts = (BundlePart.PLEADING, BundlePart.CERTIFICATES)
    made = appeal_pack(office, reference, None, LetterChoices(), parts=parts, by=BY)
    found = parts_of(b"".join(made.chunks)).items()
    return {
        name.partition("CERTIFICATE-")[2].removesuffix(".docx"): words_of(data)
        for name, data in found
        if "CERTIFICATE-" in name
    }


def test_the_certificate_of_a_mail_that_the_program_sent_names_no_person_who_saved_it(
    office: Office, clock: Clock, mailed: str
) -> None:
    (letter,) = office.letters_by_mail.of(mailed)
    (said,) = certificates(office, clock, mailed).values()

    assert SENT in said
    assert FETCHED not in said
    assert ADDED not in said
    assert letter.message_id.strip("<>") in said
    assert letter.handed_at
    assert f"Handed to the mail server\nTuesday 24 November 2026, {letter.handed_at:%H:%M}" in said


def test_a_mail_that_the_program_fetched_has_its_sender_arrival_and_message_id(
    office: Office, clock: Clock, mailed: str
) -> None:
    raw = a_mail(1)
    now = office.now()
    assert office.incoming.mailboxes.lease("letters", now, now + timedelta(hours=1), "token")
    place = MailPlace("letters", MailFolder.INBOX, 1, 1)
    arrival = arrival_of(office.incoming, raw, ARRIVED)
    mail = store(office, arrival, place, SeenMail(len(raw), ARRIVED)).mail
    place_mail(office, mail.id, mailed, CAME, by=BY)

    said = certificates(office, clock, mailed)["02-C"]

    assert FETCHED in said
    assert "Arrived in the mailbox\nMonday 30 November 2026, 06:15 UTC" in said
    assert "Sender named in the email\npio@body.example" in said
    assert "Date given in the email\nMon, 30 Nov 2026 11:14:09 +0500" in said
    assert "Message-ID\n<1@body.example>" in said
    assert SENT not in said
    assert ADDED not in said


def test_the_certificate_of_a_mail_added_as_a_file_says_who_added_it(
    office: Office, clock: Clock, mailed: str
) -> None:
    account = add_account(office, "clerk@office.example", "Zarmina Clerk", RoleName.LAWYER)
    place_mail(office, take_file(office, a_mail(2)).mail.id, mailed, CAME, by=account.id)
    event = DocumentReceived(on=CAME, channel=Channel.EMAIL)
    upload = Upload("saved.eml", a_mail(3), "message/rfc822")
    record(office, mailed, event, (upload,), by="gone")

    said = certificates(office, clock, mailed)

    for each in (said["02-C-1"], said["03-C-2"]):
        assert ADDED in each
        assert FETCHED not in each
        assert "Arrived in the mailbox" not in each
    assert "Added to the request by\nZarmina Clerk" in said["02-C-1"]
    assert "Added to the request by\ngone" in said["03-C-2"]


def test_who_saved_a_mail_is_sealed_with_its_request_and_in_the_certificate(
    office: Office, clock: Clock, mailed: str
) -> None:
    event = DocumentReceived(on=CAME, channel=Channel.EMAIL)
    upload = Upload("saved.eml", a_mail(3), "message/rfc822")
    digest = record(office, mailed, event, (upload,), by=BY).event.evidence[0]
    saver = EvidenceMaker("Zarmina  Clerk, registry", "11:20 PKT", "Thunderbird 140, export")
    keep_saver(office, mailed, digest, saver, by=BY)

    said = certificates(office, clock, mailed)["02-C"]

    assert "Saved from the mailbox by\nZarmina Clerk, registry" in said
    assert "Time, as that person gave it\n11:20 PKT" in said
    assert "How it was made\nThunderbird 140, export" in said
    with office.cases.look(mailed) as case:
        assert saver_of(case, digest).name == "Zarmina Clerk, registry"
        assert any(b"Zarmina" in plain for plain in case.sealed_fields().values())
    with pytest.raises(NotOnFile):
        keep_saver(office, mailed, "0" * 64, saver, by=BY)
    with pytest.raises(BadInput, match="300 characters or fewer"):
        keep_saver(office, mailed, digest, replace(saver, how="x" * 301), by=BY)
    keep_saver(office, mailed, digest, EvidenceMaker(), by=BY)
    with office.cases.look(mailed) as case:
        assert not saver_of(case, digest).known


def test_a_mail_of_which_nobody_entered_who_saved_it_has_a_blank(
    office: Office, clock: Clock, mailed: str
) -> None:
    event = DocumentReceived(on=CAME, channel=Channel.EMAIL)
    record(office, mailed, event, (Upload("a.eml", a_mail(3), "message/rfc822"),), by=BY)

    said = certificates(office, clock, mailed)

    assert "Saved from the mailbox by\nNot logged. Enter the name: ____" in said["02-C"]
    assert "Saved from the mailbox by" not in said["01-A"]


def test_details_of_a_mail_that_cannot_be_read_are_left_out(
    office: Office, clock: Clock, mailed: str
) -> None:
    class Unread:
        def read(self, raw: bytes) -> None:
            return None

    reading = replace(office.mail_reading, reader=Unread())  # type: ignore[arg-type]
    (said,) = certificates(replace(office, mail_reading=reading), clock, mailed).values()

    assert SENT in said
    assert "Sender named in the email" not in said
