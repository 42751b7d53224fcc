"""A stored mail is read while its bytes are at hand. What it says enters no history."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from tests.documents.test_forked_jobs import kill_sandboxes
from tests.mail.reading.raw_mails import plain
from tests.mail.reading.test_confined_reader import HOSTILE
from tests.mail.reading.test_signature_check import KEYS, MAILS
from tests.offices import Clock, NoHolds, a_request, an_office
from tests.reading_here import in_the_sandbox
from tracker.domain.correspondence.authenticity import SignatureWord
from tracker.domain.correspondence.delivery_reports import DeliveryAction
from tracker.domain.correspondence.mail_kinds import MailKind
from tracker.domain.correspondence.mail_token import token_from
from tracker.domain.correspondence.mail_words import ReplyKind
from tracker.domain.correspondence.matching import MatchRule, MatchState, TokenOwner
from tracker.domain.correspondence.read_mail import ReadMail
from tracker.domain.law.body import PublicBody
from tracker.services.core.office import Office
from tracker.services.correspondence.background_work import work_by_key_file
from tracker.services.correspondence.reading_mail import (
    check_signatures_again,
    has_late_keys,
    hints_of,
    opened_reading,
    read_left_over,
    read_left_over_for,
    read_stored,
    until_when_checked,
)
from tracker.services.correspondence.sender_bodies import domains_of_body
from tracker.services.correspondence.storing import ReadingAhead, take_file
from tracker.services.ports.cases import RowFilter
from tracker.services.ports.correspondence.mail_desk import MailTab
from tracker.services.ports.correspondence.reading import (
    READER,
    KeyRecords,
    MatchDecision,
    OpenReading,
    SentMail,
)
from tracker.services.ports.correspondence.received import (
    Arrival,
    MailFolder,
    MailPlace,
    ReceivedMail,
    ReceivedState,
    SeenMail,
    Stored,
)
from tracker.services.ports.holds import Hold
from tracker.storage.db.sealing import Damaged

TOKEN = token_from(10**14)
OWN_ID = "<own@office.example>"


@dataclass
class Sent(SentMail):
    """Mail that an office sent about one request."""

    request: str

    def tokens(self) -> Mapping[str, TokenOwner]:
        return {TOKEN: TokenOwner(self.request)}

    def of_message_ids(self, ids: Collection[str]) -> Mapping[str, str]:
        return {each: self.request for each in ids if each == OWN_ID}

    def of_envelope_ids(self, ids: Collection[str]) -> Mapping[str, str]:
        return {each: self.request for each in ids if each == "letter.1"}


@dataclass
class Keys(KeyRecords):
    """Keys that a test knows. If `late`, each question times out."""

    late: bool = False
    asked: list[str] = field(default_factory=list)

    def record(self, name: str) -> str | None:
        self.asked.append(name)
        if self.late:
            raise TimeoutError
        return KEYS.get(name)


@dataclass
class Desk:
    """An office with one request, and a way to let a mail come."""

    office: Office
    request: str
    clock: Clock
    keys: Keys
    number: int = 0

    def comes(self, raw: bytes, token: str = TOKEN, *, fetched: bool = True) -> ReceivedMail:
        now, self.number = self.office.now(), self.number + 1
        request = self.request if token == TOKEN else ""
        arrival = Arrival(raw, now, len(raw), f"{token}@rti.office.example", token, request)
        place = MailPlace("main", MailFolder.INBOX, 1, self.number) if fetched else None
        return self.office.mail_reading.mails.store(
            arrival, now, place, SeenMail(len(raw), now)
        ).mail

    def state(self, mail: ReceivedMail) -> ReceivedState:
        return self.office.mail_reading.mails.get(mail.id).state


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with an_office(tmp_path) as (office, clock):
        request, keys = a_request(office), Keys()
        reading = replace(
            office.mail_reading,
            sent=Sent(request),
            keys=keys,
            server="mx.office.example",
            hosts=("mx.office.example",),
        )
        office = replace(office, mail_reading=reading)
        office.incoming.mailboxes.lease("main", clock(), clock() + timedelta(days=365), "one")
        yield Desk(office, request, clock, keys)


def events(desk: Desk) -> int:
    with desk.office.cases.look(desk.request) as case:
        return len(case.history)


def test_an_answer_is_read_matched_and_enters_no_history(desk: Desk) -> None:
    before = events(desk)
    mail = desk.comes(plain(b"Your request is refused.\r\n"))

    reading = read_stored(desk.office, mail, plain(b"Your request is refused.\r\n"))

    assert (reading.kind, reading.match) == (MailKind.LETTER, MatchState.CERTAIN)
    (match,) = desk.office.mail_reading.readings.matches(mail.id)
    assert (match.request, match.rule, match.certain) == (desk.request, MatchRule.ENVELOPE, True)
    assert desk.state(mail) is ReceivedState.READ
    assert events(desk) == before


def test_suggestions_are_made_when_a_reading_is_opened(desk: Desk) -> None:
    raw = plain(b"Your request is refused.\r\n\r\nName the fee.\r\n")
    mail = desk.comes(raw)
    read_stored(desk.office, mail, raw)
    opened = opened_reading(desk.office, mail.id)

    assert opened is not None
    assert [hint.kind for hint in hints_of(opened, "")] == [ReplyKind.REFUSAL, ReplyKind.FEE]
    assert [hint.kind for hint in hints_of(opened, "Name the fee.")] == [ReplyKind.REFUSAL]


def test_mail_that_an_older_reader_took_for_a_receipt_is_read_again(desk: Desk) -> None:
    raw = plain(b"Your request is refused.\r\n")
    mail, readings = desk.comes(raw), desk.office.mail_reading.readings
    now = read_stored(desk.office, mail, raw)
    older = replace(now, reader=READER - 1, kind=MailKind.RECEIPT)
    readings.store(older, opened_reading(desk.office, mail.id), (), ())
    assert desk.office.mail_reading.desk.tab_of(mail.id) is MailTab.TO_READ

    assert read_left_over(desk.office) == 1
    assert readings.get(mail.id) == now
    assert read_left_over(desk.office) == 0


@pytest.mark.parametrize("name", ["3,000 nested mails", "50,000 parts"])
def test_a_hostile_mail_is_unreadable_matched_by_its_envelope_and_the_next_is_read(
    desk: Desk, name: str
) -> None:
    mail, after = desk.comes(HOSTILE[name]), desk.comes(plain())
    office = in_the_sandbox(desk.office)

    reading = read_stored(office, mail, HOSTILE[name])
    read_stored(office, after, plain())

    assert (reading.kind, reading.match) == (MailKind.UNREADABLE, MatchState.CERTAIN)
    assert desk.state(mail) is ReceivedState.UNREADABLE
    assert desk.state(after) is ReceivedState.READ


def test_mail_is_read_ahead_in_order_and_once_although_its_sandbox_is_killed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[str] = []
    store = desk.office.mail_reading.readings.store

    def stores(reading: OpenReading, *more: Any) -> None:
        noted.append(reading.mail)
        store(reading, *more)

    monkeypatch.setattr(desk.office.mail_reading.readings, "store", stores)
    raws = [plain(f"Refused {number}.\r\n".encode()) for number in range(12)]
    mails = [desk.comes(raw) for raw in raws]

    with ReadingAhead(desk.office) as reading:
        for mail, raw in zip(mails, raws, strict=True):
            reading.take(Stored(mail, new=True), raw)
            if mail in mails[3::4]:
                kill_sandboxes()

    assert noted == [mail.id for mail in mails]
    said = [opened_reading(desk.office, mail.id) for mail in mails]
    assert [each and each.mail.new_text for each in said] == [f"Refused {n}." for n in range(12)]
    assert {desk.state(mail) for mail in mails} == {ReceivedState.READ}


def test_one_reading_that_fails_leaves_its_mail_unread_and_stops_no_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = desk.comes(plain()), desk.comes(plain(b"Later.\r\n"))
    read = desk.office.mail_reading.reader.read

    def reads(raw: bytes) -> ReadMail | None:
        if b"Later" not in raw:
            raise ValueError("Zarmina")
        return read(raw)

    monkeypatch.setattr(desk.office.mail_reading.reader, "read", reads)
    with ReadingAhead(desk.office) as reading:
        reading.take(Stored(first, new=True), plain())
        reading.take(Stored(second, new=True), plain(b"Later.\r\n"))

    assert (desk.state(first), desk.state(second)) == (ReceivedState.STORED, ReceivedState.READ)


def test_a_mail_left_unread_by_a_crash_is_read_once_a_person_has_a_key_open(desk: Desk) -> None:
    mail = desk.comes(plain(b"Refused.\r\n"))
    assert desk.state(mail) is ReceivedState.STORED

    assert read_left_over(desk.office) == 1
    assert read_left_over(desk.office) == 0
    opened = opened_reading(desk.office, mail.id)
    assert opened is not None
    assert opened.mail.new_text == "Refused."


def test_a_mail_that_a_person_hands_in_is_read_at_once(desk: Desk) -> None:
    stored = take_file(desk.office, plain(b"Refused.\r\n"))

    assert desk.state(stored.mail) is ReceivedState.READ


def test_a_mail_that_a_person_puts_with_a_request_is_read_again_under_its_key(desk: Desk) -> None:
    mail = desk.comes(plain(), token="")
    read_stored(desk.office, mail, plain())
    reading = desk.office.mail_reading

    reading.readings.decide(mail.id, desk.request, MatchDecision.TAKEN, "anna", desk.clock())
    reading.mails.put_with(mail.id, desk.request)

    opened = opened_reading(desk.office, mail.id)
    assert opened is not None
    assert opened.mail.new_text == "Refused."
    (match,) = reading.readings.matches(mail.id)
    assert (match.decision, match.by) == (MatchDecision.TAKEN, "anna")
    assert [each.mail for each in reading.readings.of_request(desk.request)] == [mail.id]


def signed(desk: Desk, name: str = "relaxed") -> tuple[ReceivedMail, SignatureWord]:
    mail = desk.comes(MAILS[name])
    return mail, read_stored(desk.office, mail, MAILS[name]).signature


def test_a_signature_is_checked_with_a_key_from_outside_of_the_sandbox(desk: Desk) -> None:
    mail = desk.comes(MAILS["relaxed"])
    word = read_stored(in_the_sandbox(desk.office), mail, MAILS["relaxed"]).signature

    assert word is SignatureWord.SIGNED_BY_BODY
    assert desk.keys.asked == ["s1._domainkey.pta.gov.pk"]
    opened = opened_reading(desk.office, mail.id)
    assert opened is not None
    assert opened.checked[0].key_record == KEYS["s1._domainkey.pta.gov.pk"]
    assert signed(desk, "other-domain")[1] is SignatureWord.SIGNED_BY_OTHER


def test_a_key_that_could_not_be_asked_for_is_asked_for_again_for_three_days(desk: Desk) -> None:
    desk.keys.late = True
    mail, word = signed(desk)
    assert word is SignatureWord.NOT_CHECKED_NOW
    assert check_signatures_again(desk.office) == 0
    desk.keys.late = False
    assert check_signatures_again(desk.office) == 1

    reading = desk.office.mail_reading.readings.get(mail.id)
    assert reading is not None
    assert reading.signature is SignatureWord.SIGNED_BY_BODY
    assert check_signatures_again(desk.office) == 0


def test_after_three_days_no_key_is_asked_for(desk: Desk) -> None:
    """Read on 4 March at noon: the last moment is before noon of 7 March."""
    desk.keys.late = True
    mail, _ = signed(desk)
    read_at = desk.clock()
    reading = desk.office.mail_reading.readings.get(mail.id)
    assert until_when_checked(desk.office, reading) == read_at + timedelta(days=3)
    desk.clock.moment += timedelta(days=3) - timedelta(minutes=1)
    assert has_late_keys(desk.office)
    desk.clock.moment += timedelta(minutes=2)

    desk.keys.late = False
    assert not has_late_keys(desk.office)
    assert check_signatures_again(desk.office) == 0
    assert until_when_checked(desk.office, reading) is None


def test_a_key_that_comes_too_late_is_asked_for_once_for_many_mails(desk: Desk) -> None:
    desk.keys.late = True
    signed(desk)
    desk.comes(MAILS["relaxed"], token="")
    read_left_over(desk.office)
    assert len(desk.office.mail_reading.readings.not_checked_now(desk.clock(), 9)) == 2

    desk.keys.asked.clear()
    assert check_signatures_again(desk.office) == 0
    assert len(desk.keys.asked) == 1
    desk.keys.late = False
    assert check_signatures_again(desk.office, stop=lambda: True) == 0
    assert check_signatures_again(desk.office) == 2


def test_without_lookups_no_key_is_asked_for_again(desk: Desk) -> None:
    desk.keys.late = True
    mail, _ = signed(desk)
    office = replace(desk.office, mail_reading=replace(desk.office.mail_reading, keys=None))

    assert not has_late_keys(office)
    assert check_signatures_again(office) == 0
    reading = office.mail_reading.readings.get(mail.id)
    assert reading is not None
    assert reading.signature is SignatureWord.NOT_CHECKED_NOW
    assert until_when_checked(office, reading) is None


def test_a_mail_that_fails_keeps_no_other_signature_from_being_checked(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.keys.late = True
    broken, _ = signed(desk)
    mail = desk.comes(MAILS["relaxed"], token="")
    read_left_over(desk.office)
    desk.keys.late = False
    mails = Mock(wraps=desk.office.mail_reading.mails)

    def raw(id: str) -> bytes:
        if id == broken.id:
            raise Damaged("Zarmina")
        return desk.office.mail_reading.mails.raw(id)

    mails.raw.side_effect = raw
    office = replace(desk.office, mail_reading=replace(desk.office.mail_reading, mails=mails))

    assert check_signatures_again(office) == 1
    reading = office.mail_reading.readings.get(mail.id)
    assert reading is not None
    assert reading.signature is SignatureWord.SIGNED_BY_BODY
    assert "(Damaged)" in caplog.text
    assert "Zarmina" not in caplog.text


def test_the_scheduler_of_an_office_with_a_key_file_asks_for_late_keys_again(desk: Desk) -> None:
    desk.keys.late = True
    mail, _ = signed(desk)
    desk.keys.late = False

    work_by_key_file(desk.office, lambda: False)

    reading = desk.office.mail_reading.readings.get(mail.id)
    assert reading is not None
    assert reading.signature is SignatureWord.SIGNED_BY_BODY


REPORT = (
    b"Received: by mx.office.example (Postfix)\r\n"
    b"Authentication-Results: mx.office.example; dkim=pass\r\n"
    b"From: MAILER-DAEMON@mx.office.example\r\nSubject: Undelivered\r\n"
    b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
    b"--b\r\n\r\nIt failed.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
    b"Reporting-MTA: dns; mx.office.example\r\nOriginal-Envelope-Id: letter.1\r\n\r\n"
    b"Final-Recipient: rfc822; rti@pta.gov.pk\r\nAction: failed\r\nStatus: 4.2.2\r\n\r\n--b--\r\n"
)


def test_a_report_of_the_own_server_is_linked_and_ends_nothing(desk: Desk) -> None:
    before, mail = events(desk), desk.comes(REPORT, token="")

    reading = read_stored(desk.office, mail, REPORT)

    (report,) = desk.office.mail_reading.readings.reports(mail.id)
    assert (reading.kind, reading.match) == (MailKind.REPORT, MatchState.CERTAIN)
    assert (report.action, report.status, report.request) == (
        DeliveryAction.FAILED, "4.2.2", desk.request,
    )  # fmt: skip
    assert report.believed
    assert events(desk) == before


def test_a_report_from_elsewhere_or_in_a_file_is_not_believed(desk: Desk) -> None:
    foreign = REPORT.replace(b"dns; mx.office.example", b"dns; mx.stranger.example")
    guessed = REPORT.replace(b"letter.1", b"letter.2")

    for raw, fetched in ((foreign, True), (guessed, True), (REPORT, False)):
        mail = desk.comes(raw, token="", fetched=fetched)
        read_stored(desk.office, mail, raw)
        (report,) = desk.office.mail_reading.readings.reports(mail.id)
        assert not report.believed


def test_results_in_a_mail_added_as_a_file_are_not_shown(desk: Desk) -> None:
    raw = b"Authentication-Results: mx.office.example; dkim=pass\r\n" + plain()
    told = []
    for fetched in (True, False):
        mail = desk.comes(raw, token="k" if fetched else "m", fetched=fetched)
        read_stored(desk.office, mail, raw)
        opened = opened_reading(desk.office, mail.id)
        assert opened is not None
        told.append([each.result for each in opened.told])

    assert told == [["pass"], []]


def test_the_senders_body_suggests_its_one_open_request(desk: Desk) -> None:
    body = next(iter(desk.office.case_rows.rows(RowFilter(), 0, 1)[0])).body
    (domain, *_) = domains_of_body(desk.office.library.body(body))
    raw = plain().replace(b"rti@pta.gov.pk", f"clerk@{domain}".encode())
    mail = desk.comes(raw, token="")

    assert read_stored(desk.office, mail, raw).match is MatchState.SUGGESTED
    (match,) = desk.office.mail_reading.readings.matches(mail.id)
    assert (match.request, match.rule) == (desk.request, MatchRule.SENDER)


def test_a_host_that_everyone_shares_is_no_domain_of_a_body(desk: Desk) -> None:
    body: PublicBody = next(iter(desk.office.library.bodies.values()))
    shared = replace(body, email="ministry@gmail.com", website="https://www.facebook.com/ministry")

    assert domains_of_body(shared) == ()
    assert domains_of_body(replace(body, email="", website="https://www.pta.gov.pk/en")) == (
        "pta.gov.pk",
    )


def test_a_mail_that_was_left_unread_is_read_with_the_key_of_a_person_alone(desk: Desk) -> None:
    mail = desk.comes(plain(b"Refused.\r\n"))

    read_left_over_for(desk.office, "anna", None)
    assert desk.state(mail) is ReceivedState.STORED
    read_left_over_for(desk.office, "anna", bytes(32))
    assert desk.state(mail) is ReceivedState.READ


def test_where_nothing_may_be_entered_a_person_who_signs_in_reads_no_mail(desk: Desk) -> None:
    mail = desk.comes(plain(b"Refused.\r\n"))

    barred = replace(desk.office, holds=NoHolds((Hold.CLOCKS_DIFFER,)))
    read_left_over_for(barred, "anna", bytes(32))

    assert desk.state(mail) is ReceivedState.STORED


def test_mail_that_fails_while_a_person_signs_in_stays_unread_and_none_of_its_words_is_logged(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    mail = desk.comes(plain(b"Zarmina\r\n"))
    broken = Mock()
    broken.read.side_effect = ValueError("Zarmina")
    office = replace(desk.office, mail_reading=replace(desk.office.mail_reading, reader=broken))

    read_left_over_for(office, "anna", bytes(32))

    assert desk.state(mail) is ReceivedState.STORED
    assert "ValueError" in caplog.text
    assert "Zarmina" not in caplog.text
