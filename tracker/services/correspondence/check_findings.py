"""What a check mail shows that came back: how the office's own server delivers mail."""

from collections.abc import Iterator

from tracker.domain.correspondence.authenticity import results_of_own_server, results_writer
from tracker.domain.correspondence.delivery_reports import delivery_reports, is_believed
from tracker.domain.correspondence.mail_check import (
    CheckFinding,
    CheckPart,
)
from tracker.domain.correspondence.mail_letter import RECIPIENT_HEADERS, AddressPattern
from tracker.domain.correspondence.read_mail import (
    HeaderLine,
    ReadMail,
    first_header,
    header_values,
)
from tracker.domain.correspondence.received_lines import outsider, plain_hosts, receiving_host
from tracker.services.ports.correspondence.reading import MailReading

_RESULTS = "authentication-results"
_LONGEST_NAME = 100


def recipient_finding(
    lines: tuple[HeaderLine, ...], chosen: str, pattern: AddressPattern, address: str
) -> CheckFinding:
    """Return whether the server writes the recipient where the settings say, and all of it."""
    part = CheckPart.RECIPIENT
    named = {name: first_header(lines, name).strip(" <>").lower() for name in RECIPIENT_HEADERS}
    right = [name for name, value in named.items() if value == address.lower()]
    plain = _without_token(pattern)
    cut = [name for name, value in named.items() if plain and value == plain]
    if chosen in right:
        whole = ", with the part behind the plus sign" if plain else ""
        return part.good(f"{chosen} names the recipient{whole}.")
    if right:
        return part.problem(
            f"{chosen} does not name the recipient, and {right[0]} does: set "
            f"TRACKER_RECIPIENT_HEADER={right[0]}."
        )
    if cut:
        return part.problem(
            f"{cut[0]} lost the part behind the plus sign, so no answer names its request: have "
            "the mail server keep it, or use a subdomain that accepts every name."
        )
    if any(named.values()):
        names = ", ".join(name for name, value in named.items() if value)
        return part.problem(
            f"{names} names another address than the mail was sent to: have the mail server write "
            f"the recipient of the envelope into {chosen}."
        )
    return part.problem(
        f"No header names the recipient: have the mail server write it into {RECIPIENT_HEADERS[0]}"
        f", {RECIPIENT_HEADERS[1]} or {RECIPIENT_HEADERS[2]}."
    )


def forged_results(server: str, mark: str) -> str:
    """Return results as a forger writes them. The check shows whether the server removes them."""
    return f"{server or 'mail.invalid'}; dkim=pass header.d={mark}.invalid"


def results_finding(
    lines: tuple[HeaderLine, ...], reading: MailReading, mark: str
) -> CheckFinding:
    """Return whether results of the office's own server can be distinguished from forged ones."""
    part, server, hosts = CheckPart.RESULTS, reading.server, reading.hosts
    strips = reading.strips_forged
    believed = results_of_own_server(lines, server, hosts, strips_forged=strips)
    if any(mark in each.domain for each in believed) or (strips and _is_forged_there(lines, mark)):
        return part.problem(
            "A forged Authentication-Results line came through: have the mail server remove such "
            "lines from what comes in, and until then set TRACKER_MAIL_STRIPS_RESULTS=no."
        )
    if not server:
        return _unnamed_server(lines, mark)
    if not believed and server in _writers(lines, mark):
        return _below(server, removed=not _is_forged_there(lines, mark))
    if not believed:
        return part.skipped(
            f"{server} wrote no Authentication-Results into the check mail: many servers do so "
            "only for mail from outside."
        )
    told = ", ".join(f"{each.method}={each.result}" for each in believed)
    if _is_forged_there(lines, mark):
        return part.advice(
            f"{server} says {told}; it leaves forged lines in a mail, which are not believed: "
            "have it remove them."
        )
    return part.good(f"{server} says {told}, and removes forged lines.")


def _below(server: str, *, removed: bool) -> CheckFinding:
    """Return what to do about results below a Received line, where a sender may write too."""
    first = "If it removes forged lines" if removed else "Have it remove forged lines"
    then = "from all mail that comes in, set" if removed else "and then set"
    return CheckPart.RESULTS.advice(
        f"The results of {server} stand below a Received line, so they are not believed. {first} "
        f"{then} TRACKER_MAIL_STRIPS_RESULTS=yes, and name every server that receives in "
        "TRACKER_MAIL_HOSTS."
    )


def _unnamed_server(lines: tuple[HeaderLine, ...], mark: str) -> CheckFinding:
    name = next(iter(_writers(lines, mark)), "")
    found = (
        f" The topmost line names {name[:_LONGEST_NAME]}." if name.isprintable() and name else ""
    )
    return CheckPart.RESULTS.advice(
        f"No results of a server are believed.{found} If your mail server checks mail, set "
        "TRACKER_MAIL_RESULTS_BY to the name that it writes."
    )


def report_finding(
    reports: list[ReadMail], lines: tuple[HeaderLine, ...], hosts: tuple[str, ...], mark: str
) -> CheckFinding:
    """Return whether delivery reports come and are believed."""
    part = CheckPart.REPORT
    topmost = receiving_host(first_header(lines, "received"))
    if not hosts:
        named = f" The topmost Received line names {topmost}." if topmost else ""
        return part.advice(
            f"No delivery report is believed.{named} Set TRACKER_MAIL_HOSTS to the names of your "
            "mail servers."
        )
    if any(_is_believed(read, hosts, mark) for read in reports):
        return part.good("A delivery report came and is believed.")
    if reports:
        writers = ", ".join(dict.fromkeys(_hosts_of(reports, hosts)))
        return part.advice(
            f"A delivery report came and is not believed: it names {writers}. Add the names that "
            "are yours to TRACKER_MAIL_HOSTS."
        )
    if topmost not in plain_hosts(hosts):
        named = topmost or "no server"
        return part.advice(
            f"The topmost Received line names {named}, which TRACKER_MAIL_HOSTS does not: add it "
            "if it is yours."
        )
    return part.skipped("No delivery report came for the check mail.")


def _is_believed(read: ReadMail, hosts: tuple[str, ...], mark: str) -> bool:
    reports = delivery_reports(read)
    return any(is_believed(report, read.lines, hosts, (mark,)) for report in reports)


def _hosts_of(reports: list[ReadMail], hosts: tuple[str, ...]) -> Iterator[str]:
    """Yield what reports name that is not the office's own: senders, servers and writers."""
    own = plain_hosts(hosts)
    for read in reports:
        if found := outsider(read.lines, hosts):
            yield found[:_LONGEST_NAME]
        for report in delivery_reports(read):
            if report.reporting_mta not in own:
                yield report.reporting_mta or "no server"


def _writers(lines: tuple[HeaderLine, ...], mark: str) -> list[str]:
    """Return the servers that lines of results name, without the line of the check itself."""
    return [results_writer(value) for value in header_values(lines, _RESULTS) if mark not in value]


def _is_forged_there(lines: tuple[HeaderLine, ...], mark: str) -> bool:
    return any(mark in value for value in header_values(lines, _RESULTS))


def _without_token(pattern: AddressPattern) -> str:
    """Return the address without its token; empty where the token is the whole name."""
    before, _, after = pattern.words.lower().partition("*")
    name = before.rstrip("+-._")
    return f"{name}@{after.rpartition('@')[2]}" if name else ""
