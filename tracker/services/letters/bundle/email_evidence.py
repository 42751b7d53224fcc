"""Emails among the annexes of a bundle: how each arrived, and what it says about itself."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from tracker.domain.base.errors import Refusal
from tracker.domain.base.messages import Message
from tracker.domain.case.history import History
from tracker.domain.correspondence.read_mail import ReadMail, first_header
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office
from tracker.services.letters.bundle.bundle_annexes import AnnexFile, BundleAnnex, file_content
from tracker.services.letters.bundle.court_evidence import (
    EvidenceItem,
    moment_words,
    particulars_table,
    person_words,
)
from tracker.services.letters.bundle.evidence_makers import (
    EvidenceMaker,
    maker_rows,
    saver_of,
)
from tracker.services.letters.letter_facts import Writer
from tracker.services.ports.correspondence.letters import MailLetter
from tracker.services.ports.correspondence.reading import MatchDecision
from tracker.services.ports.correspondence.received import SeenMail

EMAIL = "message/rfc822"
_FETCHED = Message("Fetched by the program from a mailbox of the office")
_SENT = Message("Written by the program and handed to the mail server of the office")
_ADDED = Message("Added to the request by a person, as a file")


class EmailEvidence:
    """Describes the emails of one request. `history` is its current history."""

    def __init__(self, office: Office, writer: Writer, history: History) -> None:
        self._office, self._reference = office, writer.case.reference
        self._locale: Locale = writer.locale
        self._zone = ZoneInfo(office.library.zone_of(writer.drafted.body))
        self._people = {entry.seq: entry.entered_by for entry in history}

    def item(self, annex: BundleAnnex, file: AnnexFile, sha256: str) -> EvidenceItem:
        """Return an email as evidence. Parts that cannot be read are left out."""
        rows = tuple(self._rows(annex, file, sha256))
        return EvidenceItem(annex.title, annex.day, particulars_table(rows, self._locale))

    def _rows(self, annex: BundleAnnex, file: AnnexFile, sha256: str) -> Iterator[tuple[str, str]]:
        say, paper = self._locale.say, file.paper
        yield say("What it is"), say("Email, stored as a file")
        told = (self._office, self._reference, paper.digest)
        sent, seen = _sent(*told), _seen(*told)
        how = _SENT if sent else _FETCHED if seen else _ADDED
        yield say("Origin"), self._locale.words(how)
        if sent and sent.handed_at:
            yield say("Handed to the mail server"), moment_words(sent.handed_at, self._locale)
        elif seen:
            yield say("Arrived in the mailbox"), moment_words(seen.dated, self._locale)
        if mail := self._read(file):
            yield from self._as_given(mail)
        if how is _ADDED:
            saver = self._saver(paper.digest)
            yield from maker_rows(saver, say("Saved from the mailbox by"), self._locale)
        on = paper.kept_at.astimezone(self._zone).date()
        yield say("Added to the request on"), self._locale.day(on)
        by = self._people.get(annex.entry, "") if annex.entry is not None else ""
        if by and not sent:
            yield say("Added to the request by"), person_words(self._office, by)
        yield say("Size"), say("{size:,} bytes", size=paper.size)
        yield "SHA-256", sha256

    def _as_given(self, mail: ReadMail) -> Iterator[tuple[str, str]]:
        """Yield what the email says about itself. A stranger may have written it."""
        say = self._locale.say
        senders = ", ".join(each.address for each in mail.senders if each.address)
        found = (
            (say("Sender named in the email"), senders),
            (say("Date given in the email"), first_header(mail.lines, "date").strip()),
            (say("Message-ID"), first_header(mail.lines, "message-id").strip()),
        )
        yield from (row for row in found if row[1])

    def _saver(self, digest: str) -> EvidenceMaker:
        with self._office.cases.look(self._reference) as case:
            return saver_of(case, digest)

    def _read(self, file: AnnexFile) -> ReadMail | None:
        try:
            raw = file_content(self._office, self._reference, file)
        except Refusal:
            return None
        return self._office.mail_reading.reader.read(raw)


def saved_by_hand(office: Office, reference: str, digest: str) -> bool:
    """Return whether a person saved an email of a request as a file, because the program neither
    sent nor fetched it."""
    return not _sent(office, reference, digest) and not _seen(office, reference, digest)


def _sent(office: Office, reference: str, digest: str) -> MailLetter | None:
    letters = office.letters_by_mail.of(reference)
    return next((each for each in letters if each.digest == digest), None)


def _seen(office: Office, reference: str, digest: str) -> SeenMail | None:
    """Return the mailbox's details of these bytes, None if they were not fetched."""
    for match in office.mail_reading.readings.of_request(reference):
        if match.decision is not MatchDecision.TAKEN:
            continue
        if office.mail_reading.mails.get(match.mail).digest == digest:
            return office.incoming.places.seen(match.mail)
    return None
