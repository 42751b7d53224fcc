"""Readings on both databases: verdicts openly, words sealed as the mail is."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from tests.domain.correspondence.read_mails import read_mail
from tests.storage.correspondence.test_received import INBOX, MAIL, SEEN, office
from tests.storage.migrated import connected, older_database
from tests.storage.samples import AT, OTHER, REFERENCE
from tracker.domain.base.errors import NotOnFile
from tracker.domain.correspondence.authenticity import (
    CheckedSignature,
    SignatureFinding,
    SignatureWord,
    ToldResult,
)
from tracker.domain.correspondence.delivery_reports import DeliveryAction, ReceiptAction
from tracker.domain.correspondence.mail_kinds import KindSign, MailKind, ToldKind
from tracker.domain.correspondence.matching import Candidate, MailMatch, MatchRule, MatchState
from tracker.domain.correspondence.read_mail import (
    CalendarDetails,
    PartVerdict,
    ReadPart,
    SignatureHeader,
)
from tracker.services.ports.correspondence.reading import (
    READER,
    MatchDecision,
    NotedReport,
    OpenReading,
    SealedReading,
)
from tracker.storage.office_data.upkeep import migrate
from tracker.storage.opening import Storage

__all__ = ["office"]

HEARING = CalendarDetails("REQUEST", "Hearing", "Room 1", "2026-12-03", "mailto:a@b.c")
PART = ReadPart("1", "a.ics", "text/calendar", "text/calendar", 3, "ab", PartVerdict.CALENDAR,
                hearing=HEARING)  # fmt: skip
SIGNATURE = SignatureHeader("pta.gov.pk", "s1", "rsa-sha256", covers_part=False)
SEALED = SealedReading(
    read_mail("About Zarmina", {"Subject": "About Zarmina"}, parts=(PART,)),
    ToldKind(MailKind.AUTOMATIC, (KindSign.SUBJECT,)),
    MailMatch(MatchState.SUGGESTED, (Candidate(REFERENCE, MatchRule.REFERENCE, "Zarmina"),)),
    (ToldResult("dkim", "pass", "pta.gov.pk"),),
    (CheckedSignature(SIGNATURE, SignatureFinding.FITS, "p=x", 2048),),
)
CANDIDATES = SEALED.match.candidates


def reading_of(mail: str) -> OpenReading:
    return OpenReading(
        mail, READER, AT, MailKind.AUTOMATIC, MatchState.SUGGESTED, SignatureWord.NOT_CHECKED_NOW
    )


@pytest.fixture
def mail(office: Storage) -> str:
    return office.received.store(MAIL, AT, INBOX, SEEN).mail.id


def store(office: Storage, mail: str) -> None:
    office.mail_readings.store(reading_of(mail), SEALED, CANDIDATES, ())


def test_a_reading_comes_back_as_it_was_and_no_word_of_it_is_in_the_database(
    office: Storage, mail: str
) -> None:
    store(office, mail)
    store(office, mail)

    assert office.mail_readings.opened(mail) == SEALED
    assert office.mail_readings.get(mail) == reading_of(mail)
    assert office.mail_readings.has_words(mail)
    with office.transactions.readers.connect() as connection:
        for table in ("mail_reading", "mail_match", "mail_report"):
            rows = connection.execute(sa.text(f"SELECT * FROM {table}")).all()  # noqa: S608
            assert b"Zarmina" not in repr(rows).encode()


def test_a_reader_that_gave_up_leaves_verdicts_without_words(office: Storage, mail: str) -> None:
    office.mail_readings.store(reading_of(mail), None, (), ())

    assert office.mail_readings.opened(mail) is None
    assert not office.mail_readings.has_words(mail)
    assert office.mail_readings.get("nobody") is None


def test_a_decision_stays_when_the_mail_is_read_again(office: Storage, mail: str) -> None:
    store(office, mail)
    readings = office.mail_readings
    readings.decide(mail, REFERENCE, MatchDecision.REFUSED, "anna", AT)
    readings.decide(mail, OTHER, MatchDecision.TAKEN, "anna", AT)
    store(office, mail)

    found = {each.request: each.decision for each in readings.matches(mail)}
    assert found == {REFERENCE: MatchDecision.REFUSED, OTHER: MatchDecision.TAKEN}
    assert readings.of_request(REFERENCE) == ()
    assert [each.mail for each in readings.of_request(OTHER)] == [mail]


def test_a_decision_about_nothing_is_refused(office: Storage, mail: str) -> None:
    with pytest.raises(NotOnFile):
        office.mail_readings.decide(mail, "none", MatchDecision.TAKEN, "anna", AT)
    with pytest.raises(NotOnFile):
        office.mail_readings.decide("none", REFERENCE, MatchDecision.TAKEN, "anna", AT)


def test_reports_and_receipts_come_back(office: Storage, mail: str) -> None:
    reports = (
        NotedReport(DeliveryAction.FAILED, "letter.1", REFERENCE, "4.2.2", believed=True),
        NotedReport(ReceiptAction.FAILED),
    )
    office.mail_readings.store(reading_of(mail), SEALED, (), reports)

    assert office.mail_readings.reports(mail) == reports


def test_a_reading_on_a_shelf_is_not_opened_once_the_mail_is_with_a_request(
    office: Storage, mail: str
) -> None:
    store(office, mail)
    office.received.put_with(mail, REFERENCE)

    assert office.mail_readings.opened(mail) is None
    store(office, mail)
    assert office.mail_readings.opened(mail) == SEALED


def test_an_erased_request_leaves_no_reading_and_gets_no_match(office: Storage, mail: str) -> None:
    """Later mail is sealed to the shelf, never to the destroyed key."""
    office.received.put_with(mail, REFERENCE)
    report = NotedReport(DeliveryAction.FAILED, "letter.1", REFERENCE)
    office.mail_readings.store(reading_of(mail), SEALED, CANDIDATES, (report,))
    office.cases.erase_person(REFERENCE)

    assert office.mail_readings.get(mail) is None
    assert office.mail_readings.matches(mail) == ()
    assert office.mail_readings.reports(mail) == ()
    later = office.received.store(replace(MAIL, raw=b"x", request=REFERENCE), AT).mail
    assert later.request == ""
    office.mail_readings.store(reading_of(later.id), SEALED, CANDIDATES, (report,))
    assert office.mail_readings.matches(later.id) == ()
    assert office.mail_readings.reports(later.id)[0].request == ""


def test_a_mail_from_a_mailbox_is_told_from_one_in_a_file(office: Storage, mail: str) -> None:
    handed_in = office.received.store(replace(MAIL, raw=b"x"), AT).mail.id

    assert office.mail_readings.was_fetched(mail)
    assert not office.mail_readings.was_fetched(handed_in)


def test_mails_whose_key_could_not_be_asked_for_are_found(office: Storage, mail: str) -> None:
    store(office, mail)

    assert office.mail_readings.not_checked_now(AT, 10) == [mail]
    checked = replace(reading_of(mail), signature=SignatureWord.UNSIGNED)
    office.mail_readings.store(checked, SEALED, (), ())
    assert office.mail_readings.not_checked_now(AT, 10) == []


def test_an_instance_without_these_tables_opens_and_keeps_its_mail(empty_url: str) -> None:
    older_database(
        empty_url,
        "007",
        "received_mail (id, once, received_at, stored_at, size, state, token, digest, came_again)"
        " VALUES ('m', 'o', '2026-11-28', '2026-11-28', 1, 'stored', '', 'd', 0)",
    )

    assert migrate(empty_url) == "007"

    with connected(empty_url) as connection:
        assert connection.scalars(sa.text("SELECT state FROM received_mail")).all() == ["stored"]
        assert connection.execute(sa.text("SELECT mail FROM mail_reading")).all() == []


def test_mail_that_was_read_before_stays_and_may_be_a_response(empty_url: str) -> None:
    older_database(
        empty_url,
        "013",
        "received_mail (id, once, received_at, stored_at, size, state, token, digest, came_again)"
        " VALUES ('m', 'o', '2026-11-28', '2026-11-28', 1, 'read', '', 'd', 0)",
        "mail_reading (mail, reader, read_at, kind, match_state, signature, sender_marked, shelf,"
        " has_sender, sender_bodies, only_automatic) VALUES ('m', 2, '2026-11-28', 'automatic',"
        " 'unmatched', 'unsigned', FALSE, 's', TRUE, '', TRUE)",
    )

    assert migrate(empty_url) == "013"

    with connected(empty_url) as connection:
        wanted = sa.text("SELECT kind, only_automatic, message_id, content FROM mail_reading")
        rows = [tuple(row) for row in connection.execute(wanted)]
        assert rows == [("automatic", False, "", "")]


def test_digests_that_are_missing_are_noted_and_link_the_mail(office: Storage, mail: str) -> None:
    other = office.received.store(replace(MAIL, raw=MAIL.raw + b"More."), AT, None, None).mail.id
    lines = {"Subject": "A", "Message-ID": "<1@x>"}
    first, second = read_mail("One", lines), read_mail("Two", lines | {"Subject": "B"})
    office.mail_readings.store(reading_of(mail), None, (), ())
    office.mail_readings.store(reading_of(other), replace(SEALED, mail=second), (), ())
    assert office.mail_readings.twins([mail, other]) == {}

    for _ in range(2):
        office.mail_readings.identify(mail, first)

    assert office.mail_readings.twins([mail, other]) == {mail: [other], other: [mail]}
