"""What holds a non-response back, on both databases, and which act of a person releases it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.storage.correspondence.test_readings import reading_of
from tests.storage.correspondence.test_received import INBOX, SEEN, office
from tests.storage.samples import AT, BY, OTHER, REFERENCE
from tracker.domain.correspondence.delivery_reports import DeliveryAction
from tracker.domain.correspondence.mail_kinds import MailKind
from tracker.domain.correspondence.mail_letter import LetterPurpose, LetterState, LetterTrouble
from tracker.domain.correspondence.matching import Candidate, MatchRule, MatchState
from tracker.domain.correspondence.silence_holds import HeldBack, HoldingMail, SilenceHold
from tracker.domain.law.law import LetterKind
from tracker.services.ports.correspondence.letters import MailEnvelope, MailLetter
from tracker.services.ports.correspondence.mail_desk import MailTab
from tracker.services.ports.correspondence.reading import READER, MatchDecision, NotedReport
from tracker.services.ports.correspondence.received import Arrival, MailTrouble, ReceivedState
from tracker.storage.db.tables.mail_letters import MailTokenRow
from tracker.storage.db.tables.mail_readings import MailAsideRow
from tracker.storage.opening import Storage

# On PostgreSQL, `make test` runs these; the rest of this module is slow there.
pytestmark = pytest.mark.on_postgres(
    "until_a_person_has_decided",
    "each_reason",
    "until_it_was_fetched",
    "handful",
)

__all__ = ["office"]

TOKEN = "k7m2p9qxabz"
BODY, ANOTHER = "body-one", "body-two"
# The last day of the tests is the 18th in UTC.
DAY_ENDS = datetime(2024, 3, 19, tzinfo=UTC)


def comes(
    office: Storage,
    *,
    kind: MailKind = MailKind.LETTER,
    only_automatic: bool = False,
    certain: str = "",
    suggested: str = "",
    token: str = "",
    state: ReceivedState = ReceivedState.READ,
    bodies: Sequence[str] = (),
    sender: bool = True,
    reports: Sequence[NotedReport] = (),
    read: bool = True,
) -> str:
    """A mail that came and was read; its id."""
    raw = f"mail {office.received.count()} {kind} {certain} {suggested} {state}".encode()
    arrival = Arrival(raw, AT, len(raw), f"{token}@rti.office.example", token, "", state)
    id = office.received.store(arrival, AT, INBOX, SEEN).mail.id
    if not read:
        return id
    found = [Candidate(certain, MatchRule.ENVELOPE, "x")] if certain else []
    found += [Candidate(suggested, MatchRule.REFERENCE, "x")] if suggested else []
    match = MatchState.CERTAIN if certain else MatchState.SUGGESTED
    reading = replace(
        reading_of(id),
        kind=kind,
        match=match,
        has_sender=sender,
        sender_bodies=tuple(bodies),
        only_automatic=only_automatic,
    )
    office.mail_readings.store(reading, None, found, reports)
    office.received.note_state(id, state)
    return id


def set_aside(office: Storage, mail: str) -> None:
    with office.transactions.writing() as session:
        session.add(MailAsideRow(mail=mail, why="not-about-a-request", by=BY, at=AT))


def holds(office: Storage, reference: str = REFERENCE, body: str = BODY) -> list[SilenceHold]:
    found = office.silence_holds.found([]).holding(reference, [body], DAY_ENDS)
    return [each.hold for each in found]


def test_an_office_without_mail_has_no_holds(office: Storage) -> None:
    assert office.silence_holds.found([]) == HoldingMail()


@pytest.mark.parametrize(
    ("kind", "hold"),
    [
        (MailKind.LETTER, SilenceHold.WAITING),
        # A ticket system may have marked a person's answer as automatic.
        (MailKind.AUTOMATIC, SilenceHold.WAITING),
        # A letter of the request may not have arrived.
        (MailKind.NOTICE, SilenceHold.NOTICE),
    ],
)
def test_mail_of_a_request_waits_until_a_person_has_decided(
    office: Storage, kind: MailKind, hold: SilenceHold
) -> None:
    mail = comes(office, kind=kind, certain=REFERENCE, bodies=[BODY])
    assert holds(office) == [hold]
    assert holds(office, OTHER) == []
    assert office.mail_desk.tab_of(mail) is MailTab.TO_PLACE

    office.mail_readings.decide(mail, REFERENCE, MatchDecision.TAKEN, BY, AT)
    assert holds(office) == []
    assert office.mail_desk.tab_of(mail) is MailTab.PLACED


def test_a_read_receipt_and_a_report_of_our_own_server_hold_nothing(office: Storage) -> None:
    believed = NotedReport(DeliveryAction.RELAYED, request=REFERENCE, believed=True)
    found: dict[str, Any] = {"certain": REFERENCE, "bodies": [BODY], "sender": False}
    comes(office, kind=MailKind.RECEIPT, **found)
    report = comes(office, kind=MailKind.REPORT, reports=[believed], **found)

    assert holds(office) == []
    assert office.mail_desk.tab_of(report) is MailTab.REPORTS


@pytest.mark.parametrize(
    ("kind", "only_automatic"),
    [(MailKind.RECEIPT, False), (MailKind.REPORT, False), (MailKind.AUTOMATIC, True)],
)
def test_mail_that_an_older_reader_took_for_no_response_holds_until_it_is_read_again(
    office: Storage, kind: MailKind, only_automatic: bool
) -> None:
    """A rule may have changed since, by which it can be a response."""
    believed = NotedReport(DeliveryAction.RELAYED, request=REFERENCE, believed=True)
    mail = comes(
        office,
        kind=kind,
        only_automatic=only_automatic,
        certain=REFERENCE,
        reports=[believed] if kind is MailKind.REPORT else [],
    )
    assert (holds(office), office.mail_readings.outdated(9)) == ([], [])

    now = office.mail_readings.get(mail)
    assert now is not None
    found = [Candidate(REFERENCE, MatchRule.ENVELOPE, "x")]
    older, reports = replace(now, reader=READER - 1), office.mail_readings.reports(mail)
    office.mail_readings.store(older, None, found, reports)
    assert holds(office) == [SilenceHold.UNREAD]
    assert office.mail_readings.outdated(9) == [mail]

    set_aside(office, mail)
    assert (holds(office), office.mail_readings.outdated(9)) == ([], [])


@pytest.mark.parametrize("others", [0, 1])
def test_a_report_of_another_server_holds_until_a_person_has_decided(
    office: Storage, others: int
) -> None:
    """Its text may be a refusal, and words of servers look like one."""
    believed = NotedReport(DeliveryAction.RELAYED, request=REFERENCE, believed=True)
    doubtful = replace(believed, believed=False)
    reports = [*[believed] * others, doubtful]
    mail = comes(office, kind=MailKind.REPORT, certain=REFERENCE, bodies=[BODY], reports=reports)

    assert holds(office) == [SilenceHold.REPORT]
    assert holds(office, OTHER) == []
    set_aside(office, mail)
    assert holds(office) == []


def test_a_report_of_another_server_that_names_no_request_holds_its_body(office: Storage) -> None:
    report = NotedReport(DeliveryAction.FAILED)
    comes(office, kind=MailKind.REPORT, bodies=[BODY], reports=[report])

    assert holds(office) == [SilenceHold.REPORT]
    assert holds(office, body=ANOTHER) == []


@pytest.mark.parametrize("found", [{"certain": REFERENCE}, {"suggested": REFERENCE}, {}])
def test_mail_that_is_certainly_automatic_holds_nothing(
    office: Storage, found: dict[str, str]
) -> None:
    comes(office, kind=MailKind.AUTOMATIC, only_automatic=True, bodies=[BODY], **found)  # type: ignore[arg-type]

    assert holds(office) == holds(office, OTHER) == []


def test_mail_that_may_be_automatic_and_names_no_request_holds_its_body(office: Storage) -> None:
    comes(office, kind=MailKind.AUTOMATIC, bodies=[BODY])

    assert holds(office) == [SilenceHold.UNMATCHED]
    assert holds(office, body=ANOTHER) == []


def test_each_reason_names_every_mail_that_it_is_about(office: Storage) -> None:
    first = comes(office, certain=REFERENCE)
    second = comes(office, suggested=REFERENCE)
    (held,) = office.silence_holds.found([]).holding(REFERENCE, [BODY, BODY], DAY_ENDS)

    assert set(held.about) == {first, second}
    assert held.since == AT


def test_mail_that_is_only_suggested_holds_its_request_and_those_of_the_senders_body(
    office: Storage,
) -> None:
    mail = comes(office, suggested=REFERENCE, bodies=[BODY])

    assert holds(office) == [SilenceHold.WAITING]
    assert holds(office, OTHER) == [SilenceHold.WAITING]
    assert holds(office, OTHER, ANOTHER) == []
    set_aside(office, mail)
    assert holds(office) == holds(office, OTHER) == []


def test_unmatched_mail_holds_back_the_silence_of_the_body_from_whose_domain_it_came(
    office: Storage,
) -> None:
    comes(office, bodies=[BODY])

    assert holds(office) == holds(office, OTHER) == [SilenceHold.UNMATCHED]
    assert holds(office, body=ANOTHER) == []


def test_unmatched_mail_from_a_stranger_holds_nothing(office: Storage) -> None:
    comes(office)

    assert holds(office) == []


def test_mail_without_a_readable_sender_may_be_of_any_body(office: Storage) -> None:
    mail = comes(office, sender=False)

    assert holds(office) == holds(office, OTHER, ANOTHER) == [SilenceHold.NO_SENDER]
    set_aside(office, mail)
    assert holds(office) == []


@pytest.mark.parametrize(
    "state", [ReceivedState.STORED, ReceivedState.UNREADABLE, ReceivedState.TOO_LARGE]
)
def test_mail_for_a_token_that_was_not_read_holds_back_that_request_alone(
    office: Storage, state: ReceivedState
) -> None:
    office.letters_by_mail.add_token(REFERENCE, TOKEN, AT)
    mail = comes(office, token=TOKEN, state=state, read=state is ReceivedState.UNREADABLE)

    assert holds(office) == [SilenceHold.UNREAD]
    assert holds(office, OTHER) == []
    set_aside(office, mail)
    assert holds(office) == []


@pytest.mark.parametrize("state", [ReceivedState.UNREADABLE, ReceivedState.TOO_LARGE])
def test_mail_to_a_published_address_that_was_not_read_may_be_for_another_request(
    office: Storage, state: ReceivedState
) -> None:
    """A body could answer one request, encrypted, at the public address of another one."""
    office.letters_by_mail.add_token(REFERENCE, TOKEN, AT)
    office.letters_by_mail.retire_shown(REFERENCE, AT)
    mail = comes(office, token=TOKEN, state=state, bodies=[BODY])

    assert holds(office) == holds(office, OTHER) == [SilenceHold.UNREAD]
    assert holds(office, OTHER, ANOTHER) == []
    set_aside(office, mail)
    assert holds(office, OTHER) == []


def test_mail_to_an_address_that_was_retired_with_its_request_is_for_that_request(
    office: Storage,
) -> None:
    office.letters_by_mail.add_token(REFERENCE, TOKEN, AT)
    with office.transactions.writing() as session:
        session.execute(sa.update(MailTokenRow).values(retired_at=AT))
    comes(office, token=TOKEN, state=ReceivedState.UNREADABLE, bodies=[BODY])

    assert holds(office) == [SilenceHold.UNREAD]
    assert holds(office, OTHER) == []


def test_mail_that_was_not_read_and_names_no_request_may_be_of_any(office: Storage) -> None:
    comes(office, state=ReceivedState.STORED, read=False)

    assert holds(office) == holds(office, OTHER, ANOTHER) == [SilenceHold.UNREAD]


@pytest.mark.parametrize(
    ("fetched_at", "held"),
    [
        (None, True),
        (DAY_ENDS - timedelta(seconds=1), True),
        (DAY_ENDS, False),
        (DAY_ENDS + timedelta(days=1), False),
    ],
)
def test_a_mailbox_holds_until_it_was_fetched_after_the_end_of_the_last_day(
    office: Storage, fetched_at: datetime | None, held: bool
) -> None:
    if fetched_at:
        office.mailboxes.release("main", "one", fetched_at, None)
    found = office.silence_holds.found(["main"]).holding(REFERENCE, [BODY], DAY_ENDS)

    expected = (HeldBack(SilenceHold.NOT_FETCHED, fetched_at or DAY_ENDS),) if held else ()
    assert found == expected


def test_a_fetch_with_trouble_is_no_fetch(office: Storage) -> None:
    later = DAY_ENDS + timedelta(days=1)
    office.mailboxes.release("main", "one", later, MailTrouble.SIGN_IN)
    found = office.silence_holds.found(["main"]).holding(REFERENCE, [BODY], DAY_ENDS)

    assert [each.hold for each in found] == [SilenceHold.NOT_FETCHED]


def a_letter(office: Storage) -> MailLetter:
    """A letter that is being handed over."""
    letter = MailLetter(
        "letter", REFERENCE, LetterKind.REQUEST, LetterPurpose.FILED, "<1@x>", 5, "ab", BY, AT
    )
    office.letters_by_mail.put(letter)
    envelope = MailEnvelope("a@x", "b@y", b"bytes")
    assert office.letters_by_mail.approve(letter, envelope, BY, AT, AT)
    return letter


def test_an_uncertain_letter_holds_until_it_is_settled(office: Storage) -> None:
    a_letter(office)
    claim = office.letters_by_mail.claim(AT, AT + timedelta(minutes=15), "one")
    assert claim is not None
    office.letters_by_mail.close(claim, LetterState.UNCERTAIN, LetterTrouble.NO_ANSWER)
    assert holds(office) == [SilenceHold.UNCERTAIN]
    assert holds(office, OTHER) == []

    office.letters_by_mail.handed(claim.letter, AT, entry=2)
    assert holds(office) == []


@pytest.mark.parametrize(
    ("action", "envid", "believed", "held"),
    [
        (DeliveryAction.FAILED, "letter.1", True, True),
        (DeliveryAction.FAILED, "letter.1", False, False),
        (DeliveryAction.FAILED, "letter.2", True, False),
        (DeliveryAction.RELAYED, "letter.1", True, False),
        (DeliveryAction.DELAYED, "letter.1", True, False),
    ],
)
def test_a_letter_that_is_reported_as_failed_holds_until_the_report_is_set_aside(
    office: Storage, action: DeliveryAction, envid: str, believed: bool, held: bool
) -> None:
    a_letter(office)
    claim = office.letters_by_mail.claim(AT, AT + timedelta(minutes=15), "one")
    assert claim is not None
    office.letters_by_mail.handed(claim.letter, AT, entry=2)
    report = NotedReport(action, envid, REFERENCE, "5.1.1", believed)
    mail = comes(office, kind=MailKind.REPORT, certain=REFERENCE, reports=[report])

    assert (SilenceHold.FAILED in holds(office)) is held
    set_aside(office, mail)
    assert holds(office) == []


def test_everything_is_found_by_a_handful_of_queries(office: Storage) -> None:
    for number in range(5):
        comes(office, suggested=REFERENCE, bodies=[f"body-{number}"])
    asked: list[str] = []

    def note(*of: object) -> None:
        asked.append(str(of[2]))

    sa.event.listen(office.transactions.readers, "before_cursor_execute", note)
    try:
        office.silence_holds.found(["main"])
    finally:
        sa.event.remove(office.transactions.readers, "before_cursor_execute", note)

    assert len([each for each in asked if each.startswith("SELECT")]) == 4
