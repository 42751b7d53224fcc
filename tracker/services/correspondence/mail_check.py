"""A check of the office's own mail, end to end: it sends itself a mail, and fetches it.

The mail goes the way of a letter, from an address like that of a request and to the same one. It
has a mark that only this office can make, so that it is never stored as received mail.
"""

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from email.utils import format_datetime

from tracker.domain.correspondence.delivery_reports import DeliveryAction, delivery_reports
from tracker.domain.correspondence.domain_records import (
    dkim_finding,
    dmarc_finding,
    dmarc_names,
    mx_finding,
    spf_finding,
)
from tracker.domain.correspondence.mail_check import (
    CHECK_SECONDS,
    CheckFinding,
    CheckPart,
)
from tracker.domain.correspondence.mail_letter import AddressPattern
from tracker.domain.correspondence.mail_token import TOKENS, token_from
from tracker.domain.correspondence.read_mail import MOST_SIGNATURES, ReadMail
from tracker.services.core.office import Office
from tracker.services.correspondence.check_findings import (
    forged_results,
    recipient_finding,
    report_finding,
    results_finding,
)
from tracker.services.correspondence.fetching import LARGEST_CHECK
from tracker.services.ports.correspondence.checking import (
    DomainRecords,
    MailChecking,
    SendingServer,
)
from tracker.services.ports.correspondence.fetching import MailboxTrouble, MailSession
from tracker.services.ports.correspondence.letters import (
    MailEnvelope,
    NoAnswer,
    NotTaken,
    RefusedForGood,
)
from tracker.services.ports.correspondence.received import MailFolder
from tracker.services.ports.reminders import PostTrouble

# A report follows a mail within a moment, or much later.
REPORT_SECONDS = 5.0
_BETWEEN_LOOKS = 0.5
_USEFUL = ("DSN", "SIZE", "SMTPUTF8", "AUTH", "8BITMIME", "PIPELINING")
_MAILBOX_USEFUL = ("UIDPLUS", "MOVE", "IDLE", "LITERAL+")
_MUST_TAKE = (
    ". The account must be allowed to send from every address of a request, and the server must "
    "take mail to them."
)
_MEGABYTE = 1 << 20


def check_mail(
    office: Office, checking: MailChecking, seconds: float = CHECK_SECONDS
) -> tuple[CheckFinding, ...]:
    """Return the findings of a check of the office's own mail. It waits at most `seconds`.

    The check mail and the reports about it are deleted from the mailbox. Nothing is stored.
    """
    if checking.greeted is None and not office.incoming.sources:
        where = office.letter_post.destination.where
        return (CheckPart.SENDING.skipped(f"Mail is written to {where}, so nothing was checked."),)
    run = _Run(office, checking, seconds)
    run.found += [*_sending(run), *_mailbox(run)]
    _round_trip(run)
    run.found += _records(run)
    return tuple(run.found)


@dataclass
class _Run:
    """One check, and what it found so far."""

    office: Office
    checking: MailChecking
    limit: float
    found: list[CheckFinding] = field(default_factory=list)
    is_reachable: bool = True
    raw: bytes = b""
    read: ReadMail | None = None
    reports: list[ReadMail] = field(default_factory=list)

    @property
    def pattern(self) -> AddressPattern | None:
        return self.office.letter_post.addresses

    def failures(self) -> list[str]:
        """Return the status of each failure that was reported."""
        reports = (report for read in self.reports for report in delivery_reports(read))
        failed = (each for each in reports if each.action is DeliveryAction.FAILED)
        return [each.status or "no status" for each in failed]


def _sending(run: _Run) -> Iterator[CheckFinding]:
    part = CheckPart.SENDING
    if run.checking.greeted is None:
        where = run.office.letter_post.destination.where
        yield part.advice(f"No mail server is set: mail is written to {where}.")
        return
    try:
        server = run.checking.greeted()
    except PostTrouble as trouble:
        run.is_reachable = False
        yield part.problem(str(trouble))
        return
    user = "accepts the user" if server.user else "asks for no user"
    yield part.good(f"{server.name} answers {_secured(server.tls)}, and {user}.")
    named = [each for each in server.abilities if each.split(" ")[0].upper() in _USEFUL]
    yield part.good(_offers(named))
    yield from _limits(server, run.office.letter_post.largest)


def _limits(server: SendingServer, largest: int) -> Iterator[CheckFinding]:
    part, size = CheckPart.SENDING, server.words_of("SIZE") or ""
    if size.isdecimal() and 0 < int(size) < largest:
        yield part.problem(
            f"It takes at most {int(size) // _MEGABYTE} MB a mail: set TRACKER_MAIL_LARGEST_MB to "
            f"that, instead of {largest // _MEGABYTE}."
        )
    if server.words_of("DSN") is None:
        yield part.advice(
            "It offers no delivery reports (DSN): a person has to settle letters that are "
            "uncertain."
        )


def _mailbox(run: _Run) -> Iterator[CheckFinding]:
    part, sources = CheckPart.MAILBOX, run.office.incoming.sources
    if not sources:
        yield part.advice("No mailbox is set, so no answer is fetched: see TRACKER_IMAP_URL.")
        return
    for source in sources:
        try:
            with source.opened() as session:
                yield from _abilities(source.name, session)
        except MailboxTrouble as trouble:
            run.is_reachable = False
            yield part.problem(f"{source.name}: {trouble}")


def _abilities(name: str, session: MailSession) -> Iterator[CheckFinding]:
    part = CheckPart.MAILBOX
    yield part.good(f"{name} can be opened {_secured(session.tls)}.")
    yield part.good(_offers([each for each in _MAILBOX_USEFUL if each in session.abilities]))
    if not {"MOVE", "UIDPLUS"} & session.abilities:
        yield part.advice(
            "It offers neither MOVE nor UIDPLUS, so stored mail is only marked as deleted: set "
            "the server to remove such mail."
        )
    if not session.has_folder(MailFolder.INBOX):
        yield part.problem("The folder of incoming mail cannot be opened: see TRACKER_IMAP_URL.")
    if not session.has_folder(MailFolder.FILED):
        yield part.good("The folder Filed is missing: the first fetch makes it.")


def _secured(tls: str) -> str:
    return f"over {tls}" if tls else "without TLS, on this machine"


def _offers(named: Sequence[str]) -> str:
    return f"It offers {', '.join(named) or 'nothing beyond the basics'}."


def _round_trip(run: _Run) -> None:
    part, office = CheckPart.ROUND_TRIP, run.office
    sources, marks = office.incoming.sources, office.incoming.check_marks
    why = _why_not(run)
    if why or marks is None or run.pattern is None:
        run.found.append(part.skipped(f"No check mail was sent: {why}"))
        return
    mark = marks.mark(office.now(), secrets.token_bytes(8))
    address = run.pattern.address(_free_token(office))
    try:
        with sources[0].opened() as session:
            waiting = _Waiting(run, session, mark)
            run.found += _sent_and_fetched(waiting, address)
    except MailboxTrouble as trouble:
        run.found.append(part.problem(f"The check mail could not be fetched: {trouble}"))
    if run.read:
        lines, reading = run.read.lines, office.mail_reading
        header = office.incoming.envelope_header
        run.found += [
            recipient_finding(lines, header, run.pattern, address),
            results_finding(lines, reading, mark),
            report_finding(run.reports, lines, reading.hosts, mark),
        ]


def _why_not(run: _Run) -> str:
    """Return why no check mail can be sent and fetched; empty if one can."""
    if run.checking.greeted is None or not run.office.incoming.sources:
        return "that takes both a mail server and a mailbox."
    if run.pattern is None:
        return "no addresses are set, see TRACKER_MAIL_ADDRESSES."
    if not run.is_reachable:
        return "correct first what is wrong."
    if run.office.holds.active():
        return "acts are on hold, see `tracker clock status`."
    return ""


def _free_token(office: Office) -> str:
    """Return a token that no request has."""
    while True:
        token = token_from(secrets.randbelow(TOKENS))
        if not office.request_addresses.request_of(token):
            return token


@dataclass
class _Waiting:
    """The mailbox to which the check mail with this mark should come."""

    run: _Run
    session: MailSession
    mark: str
    passed: int = 0

    def begin(self) -> None:
        """Pass over the mail that is in the mailbox already."""
        self.session.select(MailFolder.INBOX)
        self.passed = max(self.session.uids(), default=0)

    def look(self) -> None:
        """Take mail with the mark out of the mailbox. Other mail stays there."""
        # Some servers report new mail only when a folder is selected.
        self.session.select(MailFolder.INBOX)
        new = [uid for uid in self.session.uids() if uid > self.passed]
        for uid, seen in self.session.seen(new).items():
            self.passed = uid
            small = seen.size <= LARGEST_CHECK
            raw = self.session.raw([uid]).get(uid, b"") if small else b""
            if self.mark.encode() in raw:
                self.session.delete([uid])
                self._take(raw)

    def _take(self, raw: bytes) -> None:
        read = self.run.office.mail_reading.reader.read(raw)
        if read and read.reports:
            self.run.reports.append(read)
        elif self.run.read is None:
            self.run.raw, self.run.read = raw, read


def _sent_and_fetched(waiting: _Waiting, address: str) -> Iterator[CheckFinding]:
    part, run = CheckPart.ROUND_TRIP, waiting.run
    waiting.begin()
    clock = run.checking.seconds
    began = clock()
    data = _written(run.office, address, waiting.mark)
    try:
        handed = run.office.letter_post.hand(MailEnvelope(address, address, data), waiting.mark)
    except NoAnswer as trouble:
        yield part.advice(f"{trouble} It may come all the same.")
        reports = False
    except NotTaken as trouble:
        refused = _MUST_TAKE if isinstance(trouble, RefusedForGood) else ""
        yield part.problem(f"{trouble}{refused}")
        return
    else:
        reports = handed.reports
    while run.read is None and not run.failures() and clock() - began < run.limit:
        waiting.look()
        if run.read is None:
            run.checking.wait(_BETWEEN_LOOKS)
    yield _arrived(waiting, clock() - began)
    until = clock() + (REPORT_SECONDS if reports else 0)
    while run.read and not run.reports and clock() < until:
        run.checking.wait(_BETWEEN_LOOKS)
        waiting.look()


def _arrived(waiting: _Waiting, seconds: float) -> CheckFinding:
    part, run = CheckPart.ROUND_TRIP, waiting.run
    if run.read:
        return part.good(f"A check mail came back after {seconds:.0f} seconds.")
    if failures := run.failures():
        return part.problem(
            f"The mail server reports that it did not deliver the check mail ({failures[0]}): "
            "have it deliver the addresses of requests to this mailbox."
        )
    if folder := waiting.session.remove_elsewhere(waiting.mark):
        return part.problem(
            f"The check mail came into the folder “{folder}”, which nobody fetches: have the mail "
            "server deliver the addresses of requests to the inbox."
        )
    return part.problem(
        f"The check mail did not come within {run.limit:.0f} seconds: see the log of the mail "
        "server, and whether it delivers the addresses of requests to this mailbox."
    )


def _written(office: Office, address: str, mark: str) -> bytes:
    """Return the bytes of a check mail. It says nothing but that it is one."""
    domain = address.rpartition("@")[2]
    lines = [
        f"Authentication-Results: {forged_results(office.mail_reading.server, mark)}",
        f"From: <{address}>",
        f"To: <{address}>",
        "Subject: Check of the mail server",
        f"Date: {format_datetime(office.now())}",
        f"Message-ID: <{mark}@{domain}>",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        "The office checks whether its own mail arrives. Nobody needs to read this.",
        mark,
        "",
    ]
    return "\r\n".join(lines).encode()


def _records(run: _Run) -> Sequence[CheckFinding]:
    records = run.checking.records
    if run.pattern is None:
        return ()
    domain = run.pattern.domain.lower()
    if records is None or "." not in domain:
        why = "TRACKER_MAIL_NO_LOOKUPS is set" if records is None else f"{domain} is this machine"
        return [CheckPart.MX.skipped(f"{why}, so no DNS was asked.")]
    return [
        mx_finding(domain, _answer(records.mail_hosts, domain)),
        spf_finding(domain, _answer(records.texts, domain)),
        _dkim(run, records, domain),
        dmarc_finding(domain, {n: _answer(records.texts, n) for n in dmarc_names(domain)}),
    ]


def _dkim(run: _Run, records: DomainRecords, domain: str) -> CheckFinding:
    if run.read is None:
        words = "A mail that comes back names the DKIM key to look up, and none came back."
        return CheckPart.DKIM.skipped(words)
    keys: dict[str, str | None] = {}
    for header in run.read.signatures[:MOST_SIGNATURES]:
        texts = _answer(records.texts, header.key_name)
        if texts is not None:
            keys[header.key_name] = next((text for text in texts if "p=" in text), None)
    checked = run.office.mail_reading.reader.check_signatures(run.raw, keys)
    return dkim_finding(domain, checked)


def _answer(asked: Callable[[str], Sequence[str]], name: str) -> Sequence[str] | None:
    """Return the records under a name; None if nobody answers."""
    try:
        return asked(name)
    except TimeoutError:
        return None
