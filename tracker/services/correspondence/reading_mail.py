"""Reads received mail and notes what it says, without a word of it in any history.

A mail is read once it is stored, while its bytes are in memory and nobody's key is open, or later
when a person has one open. What was read is sealed as the mail is; kinds and verdicts stay open.
"""

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from random import SystemRandom

from tracker.domain.base.errors import NotAllowed, NotOnFile, Refusal
from tracker.domain.correspondence.authenticity import (
    CheckedSignature,
    SignatureWord,
    results_of_own_server,
    signature_word,
)
from tracker.domain.correspondence.automatic_answers import is_only_automatic
from tracker.domain.correspondence.delivery_reports import (
    delivery_reports,
    is_believed,
    read_receipts,
)
from tracker.domain.correspondence.mail_kinds import MailKind, mail_kind
from tracker.domain.correspondence.matching import MailMatch
from tracker.domain.correspondence.read_mail import MOST_SIGNATURES, ReadMail
from tracker.domain.correspondence.sender_domains import sender_marks
from tracker.domain.correspondence.suggesting import ReplyHint, reply_hints
from tracker.domain.law.body import PublicBody
from tracker.services.core.holds import require_may_enter
from tracker.services.core.office import Office
from tracker.services.correspondence.matching_mail import NamedLetters, letters_named, matched
from tracker.services.correspondence.outgoing.mail_facts import LoggedReport
from tracker.services.correspondence.sender_bodies import (
    bodies_of_sender,
    domains_of_bodies,
    known_domains,
)
from tracker.services.correspondence.uncertain_letters import settle_by_report
from tracker.services.people.private_access import opened_for
from tracker.services.ports.correspondence.reading import (
    READER,
    KeyRecords,
    NotedReport,
    OpenReading,
    SealedReading,
)
from tracker.services.ports.correspondence.received import ReceivedMail, ReceivedState
from tracker.services.ports.keys import Locked

_LOG = logging.getLogger(__name__)

# The text and parts of a mail, None if it cannot be read, and its checked signatures.
MailSaid = tuple[ReadMail | None, tuple[CheckedSignature, ...]]

# Old keys are withdrawn, so that looking for them any longer is of little use.
CHECKED_AGAIN_FOR = timedelta(days=3)
_MOST_CHECKED_AGAIN, _CHECKED_AGAIN_SECONDS = 200, 120
# Each takes about a quarter of a second.
READ_WHILE_A_PERSON_WAITS = 8


def read_stored(office: Office, mail: ReceivedMail, raw: bytes) -> OpenReading:
    """Read a stored mail and note what it says and to which requests it may belong.

    Safe to repeat. Nobody's key needs to be open. Nothing that the mail says enters a history; a
    delivery report that is believed settles a letter whose hand-over was uncertain.
    """
    return note_reading(office, mail, said_by(office, raw))


def said_by(office: Office, raw: bytes) -> MailSaid:
    """Return what a mail says, as the sandbox reads it. No database is asked, so that several
    threads may read at once."""
    read = office.mail_reading.reader.read(raw)
    return read, _checked(office, read, raw)


def note_reading(office: Office, mail: ReceivedMail, said: MailSaid) -> OpenReading:
    """Note what a stored mail says, and to which requests it may belong."""
    ports, (read, checked) = office.mail_reading, said
    fetched = ports.readings.was_fetched(mail.id)
    bodies = bodies_of_sender(office, read) if read else ()
    letters = letters_named(office, read) if read else NamedLetters()
    # Nothing is known about the envelope of a file.
    match = matched(office, mail.token if fetched else "", read, letters, bodies)
    sealed = _sealed(office, read, match, checked, fetched=fetched)
    sender = read.sender if read else None
    reading = OpenReading(
        mail.id,
        READER,
        office.now(),
        sealed.kind.kind if sealed else MailKind.UNREADABLE,
        match.state,
        _signature(read, checked, bodies),
        bool(sender and sender_marks(sender, known_domains(office))),
        sender is not None,
        tuple(body.key for body in bodies),
        bool(sealed and is_only_automatic(sealed.mail, sealed.kind)),
    )
    reports = _reports(office, sealed, letters, fetched=fetched)
    if reports and ports.readings.get(mail.id) is None:
        _settle_letters(office, mail, read, reports)
    whole = read is not None and read.is_whole
    with office.cases.together():
        ports.readings.store(reading, sealed, match.candidates, reports)
        state = ReceivedState.READ if whole else ReceivedState.UNREADABLE
        ports.mails.note_state(mail.id, state)
    return reading


def read_left_over(office: Office, limit: int = 20) -> int:
    """Read mail that was stored and not read, because the program stopped in between, and mail
    that an older program took for no response.

    Returns how many there were. Raises Locked unless a person has a key open.
    """
    mails = office.mail_reading.mails
    left = [mail.id for mail in mails.in_state(ReceivedState.STORED, limit)]
    left += office.mail_reading.readings.outdated(limit - len(left))
    for id in left:
        read_stored(office, mails.get(id), mails.raw(id))
    return len(left)


def read_left_over_for(office: Office, account: str, private: bytes | None) -> None:
    """Read mail that was left unread, with the key of a person who has opened private words.

    Only a few at a time, because the person waits. A mail that fails stays unread, and no word of
    it is logged.
    """
    ports = office.mail_reading
    if private is None or not (
        ports.mails.in_state(ReceivedState.STORED, 1) or ports.readings.outdated(1)
    ):
        return
    try:
        require_may_enter(office)
        with opened_for(office, account, private):
            read_left_over(office, READ_WHILE_A_PERSON_WAITS)
    except Exception as error:
        _LOG.error("mail that was left unread was not read (%s)", type(error).__name__)


def until_when_checked(office: Office, reading: OpenReading | None) -> datetime | None:
    """Return until when the key of a signature is looked up again; None if it is not."""
    if (
        reading is None
        or reading.signature is not SignatureWord.NOT_CHECKED_NOW
        or office.mail_reading.keys is None
    ):
        return None
    until = reading.read_at + CHECKED_AGAIN_FOR
    return until if until > office.now() else None


def has_late_keys(office: Office) -> bool:
    """Return whether there are signatures whose keys are to be looked up again."""
    return bool(office.mail_reading.keys and _with_late_keys(office, 1))


def check_signatures_again(office: Office, stop: Callable[[], bool] = lambda: False) -> int:
    """Look up keys again that could not be looked up, for three days after the mail was read.

    Returns how many mails were checked. It ends after two minutes, because other work waits. Mail
    that the open key does not open is left, and a mail that fails is logged without its words.
    """
    reading = office.mail_reading
    if reading.keys is None:
        return 0
    office = replace(office, mail_reading=replace(reading, keys=_AskedOnce(reading.keys)))
    late, done = _with_late_keys(office, _MOST_CHECKED_AGAIN), 0
    # In no order: mails whose keys never come keep no other mail waiting.
    SystemRandom().shuffle(late)
    until = time.monotonic() + _CHECKED_AGAIN_SECONDS
    for id in late:
        if stop() or time.monotonic() > until:
            break
        try:
            done += _check_again(office, id)
        except Locked:
            continue
        except Refusal as refusal:
            _LOG.error("a signature was not checked again (%s)", type(refusal).__name__)
    return done


def _with_late_keys(office: Office, limit: int) -> list[str]:
    since = office.now() - CHECKED_AGAIN_FOR
    return list(office.mail_reading.readings.not_checked_now(since, limit))


def _check_again(office: Office, id: str) -> bool:
    """Look up the keys of one mail, and return whether all of them were found or are missing."""
    mails, readings = office.mail_reading.mails, office.mail_reading.readings
    opened, before = opened_reading(office, id), readings.get(id)
    if opened is None or before is None:
        return False
    checked = _checked(office, opened.mail, mails.raw(id))
    word = _signature(opened.mail, checked, bodies_of_sender(office, opened.mail))
    if word is SignatureWord.NOT_CHECKED_NOW:
        return False
    readings.store(
        replace(before, signature=word),
        replace(opened, checked=checked),
        opened.match.candidates,
        readings.reports(id),
    )
    return True


class _AskedOnce(KeyRecords):
    """Keys of signatures. A key whose lookup timed out once is not looked up again."""

    def __init__(self, keys: KeyRecords) -> None:
        self._keys = keys
        self._late: set[str] = set()

    def record(self, name: str) -> str | None:
        if name in self._late:
            raise TimeoutError
        try:
            return self._keys.record(name)
        except TimeoutError:
            self._late.add(name)
            raise


def opened_reading(office: Office, id: str) -> SealedReading | None:
    """Return what a mail says; None if it cannot be read. Raises Locked, NotOnFile.

    A mail that was put with a request since, or read by an older reader, is read again.
    """
    readings = office.mail_reading.readings
    before, mails = readings.get(id), office.mail_reading.mails
    if before is not None and before.reader == READER:
        opened = readings.opened(id)
        if opened is not None:
            readings.identify(id, opened.mail)
            return opened
        # If there are no words, the reader gave up, and would give up again.
        if not readings.has_words(id):
            return None
    read_stored(office, mails.get(id), mails.raw(id))
    return readings.opened(id)


def hints_of(opened: SealedReading, own_letter: str) -> Sequence[ReplyHint]:
    """Return what the new words of a mail suggest, without the sentences of our own letter.

    They are found when the mail is looked at, and stored nowhere: only then can our letter be
    opened. Automatic mail is no answer, and gets none.
    """
    if opened.kind.kind is not MailKind.LETTER:
        return ()
    return reply_hints(opened.mail.new_text, own_letter)


def _sealed(
    office: Office,
    read: ReadMail | None,
    match: MailMatch,
    checked: tuple[CheckedSignature, ...],
    *,
    fetched: bool,
) -> SealedReading | None:
    if read is None:
        return None
    ports = office.mail_reading
    # A file can say anything in the lines above its Received lines.
    server = ports.server if fetched else ""
    told = results_of_own_server(
        read.lines, server, ports.hosts, strips_forged=ports.strips_forged
    )
    return SealedReading(read, mail_kind(read), match, told, checked)


def _checked(office: Office, read: ReadMail | None, raw: bytes) -> tuple[CheckedSignature, ...]:
    """Check the signatures, with keys looked up outside of the sandbox."""
    keys = office.mail_reading.keys
    if read is None or not read.signatures or keys is None:
        return ()
    found: dict[str, str | None] = {}
    for header in read.signatures[:MOST_SIGNATURES]:
        try:
            found[header.key_name] = keys.record(header.key_name)
        except TimeoutError:
            continue
    return office.mail_reading.reader.check_signatures(raw, found)


def _signature(
    read: ReadMail | None,
    checked: tuple[CheckedSignature, ...],
    bodies: Sequence[PublicBody],
) -> SignatureWord:
    if read is None or (read.signatures and not checked):
        return SignatureWord.NOT_CHECKED
    return signature_word(checked, read.doubled, domains_of_bodies(bodies))


def _settle_letters(
    office: Office, mail: ReceivedMail, read: ReadMail | None, noted: Sequence[NotedReport]
) -> None:
    """Store each report that is believed with its letter, which settles an uncertain one."""
    # What was noted begins with the delivery reports, in the order in which they are read.
    for report, said in zip(delivery_reports(read) if read else (), noted, strict=False):
        if not said.believed:
            continue
        # A letter is taken before the report about it comes. If not, the server's clock is wrong.
        took_at = min(report.arrived_at or mail.received_at, mail.received_at)
        kept = LoggedReport(
            envid=report.envelope_id,
            action=report.action.value,
            recipient=report.recipient,
            host=report.remote_mta or report.reporting_mta,
            said=report.said,
            queue=report.queue,
            took_at=took_at,
            reported_at=mail.received_at,
            mail=mail.id,
        )
        # The words of an erased request are stored nowhere.
        with suppress(NotOnFile, NotAllowed):
            settle_by_report(office, kept)


def _reports(
    office: Office, sealed: SealedReading | None, letters: NamedLetters, *, fetched: bool
) -> Sequence[NotedReport]:
    if sealed is None or sealed.kind.kind not in (MailKind.REPORT, MailKind.RECEIPT):
        return ()
    read, hosts, noted = sealed.mail, office.mail_reading.hosts, []
    live, by_id = letters.envelope_ids, letters.message_ids
    for report in delivery_reports(read):
        request = live.get(report.envelope_id) or by_id.get(report.original_message_id, "")
        believed = fetched and is_believed(report, read.lines, hosts, live)
        envelope_id = report.envelope_id if report.envelope_id in live else ""
        noted.append(NotedReport(report.action, envelope_id, request, report.status, believed))
    for receipt in read_receipts(read):
        request = by_id.get(receipt.original_message_id, "")
        noted.append(NotedReport(receipt.action, request=request))
    return tuple(noted)
