"""The proof sheet of one sending by email: what was sent, and every word that servers said of it.

The sheet is in English and quotes servers verbatim. Its lines are the same in the text that is
stored with the entry, in the PDF and in the ZIP.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tracker.domain.base.errors import NotAllowed, NotOnFile
from tracker.domain.case.case_state import case_state_of
from tracker.services.core.audit import note_act
from tracker.services.core.evidence import sha256_of
from tracker.services.core.office import Office
from tracker.services.core.zipping import zipped
from tracker.services.correspondence.outgoing.mail_facts import (
    HandOverAttempt,
    LoggedReport,
    MailFacts,
    attempts_of,
    mail_facts_of,
    reports_of,
)
from tracker.services.letters.appeal_pack import BUNDLE_MANIFEST, Pack
from tracker.services.ports.correspondence.letters import MailLetter
from tracker.services.ports.log import LeafSource
from tracker.services.ports.people import AuditAct

_PROOF_SHEET = "PROOF-SHEET.txt"
_EXACT_MAIL = "MAIL.eml"
_SAYS = (
    "What this proves: that the mail server named here said these words about these exact bytes.",
    "What it does not prove: that a person at the public body opened or read the letter, or that",
    "it was received in law. That is a question of the law under which it was sent.",
)


def sheet_lines(
    letter: MailLetter,
    facts: MailFacts,
    zone: ZoneInfo,
    attempts: Sequence[HandOverAttempt],
    reports: Sequence[LoggedReport] = (),
) -> Iterator[str]:
    """Yield the lines of a proof sheet."""
    yield f"Proof sheet: request {letter.reference.upper()}, letter sent by email"
    yield ""
    yield f"From: {facts.sender}"
    yield f"To: {facts.recipient}"
    yield f"Where the address was found: {facts.source}"
    yield f"Subject: {facts.subject}"
    yield f"Message-ID: {letter.message_id}"
    yield f"SHA-256 of the exact bytes: {facts.sha256}"
    yield f"Size: {letter.size} bytes"
    for name, size in facts.files:
        yield f"Attached: {name}, {size} bytes"
    yield f"Prepared: {_moments(letter.prepared_at, zone)}"
    if letter.handed_at:
        yield f"Handed over: {_moments(letter.handed_at, zone)}"
    for number, attempt in enumerate(attempts, start=1):
        yield ""
        yield f"Attempt {number}"
        yield from attempt_lines(attempt, zone)
    for report in reports:
        yield ""
        yield from _report_lines(report, zone)
    yield ""
    yield from _SAYS


def attempt_lines(attempt: HandOverAttempt, zone: ZoneInfo) -> Iterator[str]:
    """Yield what the server of the office said at one attempt."""
    yield f"Time: {_moments(attempt.at, zone)}"
    yield f"ENVID: {attempt.envid}"
    if attempt.host:
        yield f"Server of the office: {attempt.host} ({attempt.tls or 'without TLS'})"
        promised = "promises delivery reports" if attempt.reports else "promises no reports"
        yield f"It {promised}."
    if attempt.queue:
        yield f"Queue number: {attempt.queue}"
    if attempt.said:
        yield f"Not handed over: {attempt.said}"
    for answer in attempt.answers:
        yield f"> {answer.command}"
        yield f"< {answer.code} {answer.words}"


def _report_lines(report: LoggedReport, zone: ZoneInfo) -> Iterator[str]:
    yield f"Delivery report: {report.action} ({_moments(report.reported_at, zone)})"
    yield f"ENVID: {report.envid}"
    yield f"Recipient: {report.recipient}"
    yield f"Server that spoke: {report.host}"
    yield f"Its words: {report.said}"
    if report.queue:
        yield f"Its queue number: {report.queue}"


def _moments(at: datetime, zone: ZoneInfo) -> str:
    """Return a moment in the body's zone and in UTC."""
    here, utc = at.astimezone(zone), at.astimezone(UTC)
    return f"{here:%Y-%m-%d %H:%M:%S} {zone.key}, {utc:%Y-%m-%d %H:%M:%S} UTC"


def zone_of_body(office: Office, reference: str) -> ZoneInfo:
    """Return the zone of the body that has a request."""
    with office.cases.look(reference) as case:
        body = case_state_of(case.history).acting_body
    return ZoneInfo(office.library.zone_of(body))


def proof_sheet(office: Office, letter: MailLetter, *, by: str) -> Pack:
    """Return the proof sheet of a letter as a ZIP, and note the export in the audit trail.

    It has the sheet as text and as PDF, the exact mail, each email that brought a delivery report,
    and the newest checkpoint of the public log. Without LibreOffice the PDF is left out. Raises
    NotAllowed before an attempt was made, NotOnFile once the words of the letter were erased,
    Locked if no key is open.
    """
    if not letter.attempts:
        raise NotAllowed("This letter was not handed over yet, so there is nothing to prove.")
    files = _proof_files(office, letter)
    if files is None:
        raise NotOnFile("The words of this letter were permanently erased.")
    if checkpoint := office.log.newest():
        files["CHECKPOINT.txt"] = checkpoint
    named = [f"{sha256_of(content)}  {name}" for name, content in sorted(files.items())]
    made = {BUNDLE_MANIFEST: ("\n".join(named) + "\n").encode()} | files
    note_act(office, AuditAct.EXPORTED, who=by, about=letter.reference)
    return Pack(f"proof-{letter.reference}-{letter.id[:8]}.zip", zipped(made.items()))


def dispatch_proofs(office: Office, reference: str) -> dict[str, bytes]:
    """Return the proof sheet and the exact mail of each letter of a request that was handed over
    or tried, by file name. Raises as `proof_sheet` does."""
    found: dict[str, bytes] = {}
    for number, letter in enumerate(_tried(office, reference), start=1):
        for name, content in (_proof_files(office, letter) or {}).items():
            found[f"EMAIL-{number:02d}-{name}"] = content
    return found


def exact_mails(office: Office, reference: str) -> Iterator[tuple[str, str]]:
    """Yield the hash and the file name of each mail of a request as the mail server got it."""
    for number, letter in enumerate(_tried(office, reference), start=1):
        yield letter.digest, f"email/{number:03d}-{_EXACT_MAIL}"


def proof_sheets(office: Office, reference: str) -> Iterator[tuple[str, bytes]]:
    """Yield the file name and the text of each proof sheet of a request. Raises Locked."""
    for number, letter in enumerate(_tried(office, reference), start=1):
        if sheet := proof_sheet_text(office, letter):
            yield f"email/{number:03d}-{_PROOF_SHEET}", sheet


def _tried(office: Office, reference: str) -> Sequence[MailLetter]:
    """Return the letters of a request that were handed over or tried, oldest first."""
    return [each for each in office.letters_by_mail.of(reference) if each.attempts]


def proof_sheet_text(office: Office, letter: MailLetter) -> bytes | None:
    """Return the text of a proof sheet, None once the words of the letter were erased.

    Raises Locked if no key is open.
    """
    zone = zone_of_body(office, letter.reference)
    with office.cases.look(letter.reference) as case:
        facts = mail_facts_of(case, letter)
        attempts, reports = attempts_of(case, letter), reports_of(case, letter)
    if facts is None:
        return None
    lines = sheet_lines(letter, facts, zone, attempts, reports)
    return "\n".join([*lines, *_place_lines(office, letter), ""]).encode()


def _proof_files(office: Office, letter: MailLetter) -> dict[str, bytes] | None:
    """Return the sheet as text and, with LibreOffice, as PDF, the exact mail, and each report."""
    sheet = proof_sheet_text(office, letter)
    if sheet is None:
        return None
    files = {
        _PROOF_SHEET: sheet,
        _EXACT_MAIL: office.archive.read(letter.reference, letter.digest),
    }
    if office.documents.prints:
        (files["PROOF-SHEET.pdf"],) = office.binder.typed([(sheet, "text/plain")])
    return files | dict(_report_files(office, letter))


def _report_files(office: Office, letter: MailLetter) -> Iterator[tuple[str, bytes]]:
    """Yield each email that brought a delivery report, as it came, unless it was destroyed."""
    with office.cases.look(letter.reference) as case:
        mails = dict.fromkeys(each.mail for each in reports_of(case, letter) if each.mail)
    for number, mail in enumerate(mails, start=1):
        with suppress(NotOnFile):
            yield f"REPORT-{number:02d}.eml", office.mail_reading.mails.raw(mail)


def _place_lines(office: Office, letter: MailLetter) -> Iterator[str]:
    """Yield where the public log holds the entry of the sending."""
    if not letter.entry:
        return
    yield f"Entry in the history: {letter.entry}"
    placed = office.log_proofs.placed(LeafSource.ENTRY, letter.reference, letter.entry)
    if placed:
        yield f"Place in the public log: {placed.place}"
    else:
        yield "The entry has no place in the public log yet."
