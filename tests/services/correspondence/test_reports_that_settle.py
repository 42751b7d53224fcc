"""Delivery reports that come back by IMAP, are believed or not, and settle letters."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.emailed import designating
from tests.mail.body_servers import BodyServer, a_body_server, letter_post
from tests.mail.imap.dovecot import Dovecot, a_dovecot
from tests.mail.postfix import a_postfix, waits_for
from tests.offices import Clock, an_office, the_library, with_body
from tests.services.correspondence.conftest import with_mailbox
from tests.services.correspondence.mail_scenes import (
    PTA,
    a_waiting_mail,
    box_of,
    by_email,
    now,
    state_of,
    with_an_address,
)
from tests.services.correspondence.test_through_postfix import Dies
from tests.shared import database_in
from tracker.domain.correspondence.mail_letter import LetterState
from tracker.domain.library import Library
from tracker.mail import SmtpLetterPost
from tracker.services.core.office import Office
from tracker.services.correspondence.fetching import fetch_all
from tracker.services.correspondence.outgoing.handing_over import (
    HAND_OVER_LEASE,
    hand_over_letters,
)
from tracker.services.correspondence.outgoing.mail_facts import LoggedReport, reports_of
from tracker.services.correspondence.outgoing.proof_sheet import proof_sheet
from tracker.services.correspondence.reading_mail import read_stored
from tracker.services.letters.appeal_pack import BUNDLE_MANIFEST
from tracker.services.ports.correspondence.letters import MailLetter, NoAnswer
from tracker.services.ports.correspondence.received import (
    Arrival,
    MailFolder,
    MailPlace,
    SeenMail,
)

OWN = "mail.office.example"
TOOK_AT = datetime(2026, 11, 24, 18, 59, 58, tzinfo=UTC)
REPORT = (
    "Received: by {top} (Postfix)\r\n\tid 4FQ22; Tue, 24 Nov 2026 19:00:00 +0000\r\n"
    "From: MAILER-DAEMON@{top}\r\nSubject: Report\r\n"
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
    "--b\r\n\r\nTaken.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
    "Reporting-MTA: dns; {mta}\r\nX-Postfix-Queue-ID: 4FQ20\r\n"
    "Original-Envelope-Id: {envid}\r\nArrival-Date: Tue, 24 Nov 2026 23:59:58 +0500\r\n\r\n"
    "Final-Recipient: rfc822; {to}\r\nAction: relayed\r\nStatus: 2.0.0\r\n"
    "Remote-MTA: dns; mx.pta.example\r\n"
    "Diagnostic-Code: smtp; 250 2.0.0 queued as BODY-1\r\n\r\n--b--\r\n"
)


def believing(office: Office) -> Office:
    """The office, whose own server is known by name."""
    return replace(office, mail_reading=replace(office.mail_reading, hosts=(OWN,)))


def an_uncertain_letter(office: Office, clock: Clock) -> MailLetter:
    letter = a_waiting_mail(office, clock)
    box_of(office).troubles.append(NoAnswer("The mail server did not answer."))
    hand_over_letters(office)
    return now(office, letter)


def comes(
    office: Office, raw: bytes, at: datetime, *, fetched: bool = True, number: int = 1
) -> None:
    """Store a mail from the mailbox or a file, and read it without a resolver for keys."""
    office.incoming.mailboxes.lease("main", at, at + timedelta(days=1), "one")
    place = MailPlace("main", MailFolder.INBOX, 1, number) if fetched else None
    mails = office.mail_reading.mails
    stored = mails.store(Arrival(raw, at, len(raw)), at, place, SeenMail(len(raw), at))
    read_stored(office, stored.mail, raw)


def report_about(letter: MailLetter, **changes: str) -> bytes:
    known = {"envid": letter.envid, "mta": OWN, "top": OWN, "to": PTA}
    return REPORT.format(**known | changes).encode()


def kept(office: Office, letter: MailLetter) -> list[LoggedReport]:
    with office.cases.look(letter.reference) as case:
        return list(reports_of(case, now(office, letter)))


def test_a_believed_report_settles_an_uncertain_letter_while_nobody_is_signed_in(
    tmp_path: Path,
) -> None:
    """The office's server accepted the letter on the 24th, before midnight at the body. The report
    came a day later."""
    library = with_an_address(the_library())
    with an_office(tmp_path, library=library) as (office, clock):
        letter = an_uncertain_letter(office, clock)
        url, came = database_in(tmp_path), clock.moment + timedelta(days=1)
        with an_office(tmp_path, url=url, library=library, key_file=None) as (night, later):
            later.moment = came
            comes(believing(night), report_about(letter), came)

        assert now(office, letter).state is LetterState.HANDED
        (entry,) = state_of(office, letter.reference).sent
        (report,) = kept(office, letter)
        assert entry.event.on.earliest == TOOK_AT.date()
        assert (report.took_at, report.queue, report.host) == (TOOK_AT, "4FQ20", "mx.pta.example")
        assert (report.action, report.said) == ("relayed", "smtp; 250 2.0.0 queued as BODY-1"[6:])
        assert report.recipient == PTA


@pytest.mark.parametrize(
    ("changes", "fetched"),
    [
        ({"mta": "mx.stranger.example"}, True),
        ({"top": "mx.stranger.example"}, True),
        ({"envid": "guess.1"}, True),
        ({}, False),
    ],
)
def test_a_forged_report_settles_nothing(
    office: Office, clock: Clock, changes: dict[str, str], fetched: bool
) -> None:
    office = believing(by_email(office))
    letter = an_uncertain_letter(office, clock)

    comes(office, report_about(letter, **changes), clock.moment, fetched=fetched)

    assert now(office, letter).state is LetterState.UNCERTAIN
    assert kept(office, letter) == []
    assert state_of(office, letter.reference).sent == ()


def test_the_proof_has_each_report_byte_for_byte_as_it_came(office: Office, clock: Clock) -> None:
    office = believing(by_email(office))
    letter, other = an_uncertain_letter(office, clock), b"Refused.\r\n"
    raw = report_about(letter)
    comes(office, raw, clock.moment)
    forged = report_about(letter, mta="mx.stranger.example")
    comes(office, forged + other, clock.moment, number=2)

    pack = proof_sheet(office, now(office, letter), by="a")

    with ZipFile(BytesIO(b"".join(pack.chunks))) as files:
        reports = {name: files.read(name) for name in files.namelist() if "REPORT" in name}
        manifest = files.read(BUNDLE_MANIFEST).decode()
    assert reports == {"REPORT-01.eml": raw}
    assert f"{sha256(raw).hexdigest()}  REPORT-01.eml" in manifest


def test_a_report_of_an_older_version_has_its_words_in_the_proof_and_no_email(
    office: Office, clock: Clock
) -> None:
    office = believing(by_email(office))
    letter = an_uncertain_letter(office, clock)
    comes(office, report_about(letter), clock.moment)
    with office.cases.open(letter.reference) as case:
        name = f"mail:{letter.id}:report:1"
        stored = json.loads(case.words(name) or "")
        del stored["mail"]
        case.keep_words(name, json.dumps(stored))

    (report,) = kept(office, letter)
    pack = proof_sheet(office, now(office, letter), by="a")

    assert report.mail == ""
    with ZipFile(BytesIO(b"".join(pack.chunks))) as files:
        assert [name for name in files.namelist() if "REPORT" in name] == []
        assert b"queued as BODY-1" in files.read("PROOF-SHEET.txt")


def test_a_report_that_is_read_again_is_stored_once(office: Office, clock: Clock) -> None:
    office = believing(by_email(office))
    letter = an_uncertain_letter(office, clock)
    raw = report_about(letter)

    comes(office, raw, clock.moment)
    comes(office, raw, clock.moment)

    assert len(kept(office, letter)) == 1


@contextmanager
def a_chain(folder: Path, library: Library) -> Iterator[tuple[Office, Clock, BodyServer, Dovecot]]:
    """An office with a mailbox, its Postfix, and the server of a body behind it."""
    with (
        an_office(folder, live=True, library=library) as (office, clock),
        a_postfix() as postfix,
        a_body_server(BodyServer(), reports=False, port=postfix.body),
        a_body_server(mailbox := BodyServer(), reports=False, port=postfix.office),
        a_dovecot() as dovecot,
    ):
        clock.moment = datetime.now(UTC)
        office = with_mailbox(believing(office), dovecot)
        way = letter_post(postfix.port, after_the_dot=60, timeout=60)
        yield replace(office, letter_post=way), clock, mailbox, dovecot


@pytest.mark.slow
@pytest.mark.parametrize("dies", [False, True])
def test_a_letter_goes_through_postfix_and_its_report_comes_back_by_imap(
    tmp_path: Path, dies: bool
) -> None:
    """Noted at hand-over, or uncertain because the process died after the server's answer."""
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    body = designating(the_library().bodies["pk-pta"], yesterday)
    with a_chain(tmp_path, with_body(the_library(), body)) as (office, clock, mailbox, dovecot):
        letter = a_waiting_mail(office, clock)
        if dies:
            office.letter_post.__class__ = Dies
            with pytest.raises(KeyboardInterrupt):
                hand_over_letters(office)
            office.letter_post.__class__ = SmtpLetterPost
            clock.moment += HAND_OVER_LEASE
        hand_over_letters(office)
        waits_for(mailbox.kept, 1)
        expected = LetterState.UNCERTAIN if dies else LetterState.HANDED
        assert now(office, letter).state is expected

        to = f"Delivered-To: {mailbox.recipients[0][0]}\r\n"
        dovecot.put(to.encode() + mailbox.kept[0])
        (done,) = fetch_all(office)

        assert (done.new, done.why) == (1, "")
        assert now(office, letter).state is LetterState.HANDED
        (report,) = kept(office, letter)
        assert (report.action, report.envid) == ("relayed", letter.envid)
        assert abs(report.took_at - datetime.now(UTC)) < timedelta(minutes=5)
        assert report.queue
        assert len(state_of(office, letter.reference).sent) == 1
