"""Reads one mail. Runs in a process with limits: what breaks it breaks nothing else."""

import re
from collections.abc import Sequence
from dataclasses import replace
from email.parser import BytesHeaderParser, BytesParser

from tracker.domain.correspondence.mail_words import REPORTING_SENDERS
from tracker.domain.correspondence.read_mail import (
    HeaderLine,
    MailAddress,
    MailDefect,
    ReadMail,
    first_header,
    header_values,
)
from tracker.mail.reading.charsets import LONGEST_VALUE, decoded_text, header_text
from tracker.mail.reading.header_sheet import (
    caught,
    date_said,
    doubled_headers,
    header_addresses,
    header_lines,
    signature_headers,
    with_short_headers,
)
from tracker.mail.reading.mail_parts import described_parts, shown_text
from tracker.mail.reading.part_walk import (
    ContentPart,
    MailMessage,
    PartWalk,
)

_DELIVERY = {"message/delivery-status", "message/global-delivery-status"}
_RECEIPT = {"message/disposition-notification", "message/global-disposition-notification"}
_RETURNED = {"text/rfc822-headers", "message/rfc822", "message/global-headers"}
# Each part begins with such a line, and tens of thousands take longer than a mail may take.
_DASHES = re.compile(rb"^--", re.MULTILINE)
_MOST_BOUNDARIES = 5_000
_LONGEST_REPORT = 64_000
_MOST_RETURNED = 100


def read_mail(raw: bytes, roots: Sequence[str] = ()) -> ReadMail:
    """Return all that can be read of a mail, with its faults.

    `roots` are the authorities whose certificates the operator trusts, as PEM.
    """
    defects: set[MailDefect] = set()
    short = with_short_headers(raw, defects)
    message = _parsed(short, defects)
    lines = header_lines(message, defects)
    walk = PartWalk(defects, roots)
    found = walk.parts(message, short)
    pieces, derived = shown_text(found, defects)
    parts = described_parts(found, defects)
    senders = header_addresses(message, "from", defects)
    reports, receipts, returned, report_type = _reported(message, found, defects)
    mail = ReadMail(
        lines=lines,
        senders=senders,
        to=header_addresses(message, "to", defects),
        cc=header_addresses(message, "cc", defects),
        resent_to=header_addresses(message, "resent-to", defects),
        reply_to=header_addresses(message, "reply-to", defects),
        subject=first_header(lines, "subject"),
        date_said=date_said(message, defects),
        pieces=pieces,
        parts=parts,
        doubled=doubled_headers(lines),
        remote_pictures=derived.remote_pictures,
        links=tuple(derived.links),
        report_type=report_type,
        reports=reports,
        receipts=receipts,
        returned=returned,
        bounced=_bounced(message, lines, senders),
        signatures=signature_headers(message),
        content_signatures=tuple(walk.signatures),
    )
    return _with_defects(mail, defects)


def part_of(raw: bytes, path: str) -> bytes | None:
    """Return the bytes of the part with this path, as the reading names it."""
    defects: set[MailDefect] = set()
    short = with_short_headers(raw, defects)
    found = PartWalk(defects).parts(_parsed(short, defects), short)
    return next((leaf.data for leaf in found if leaf.path == path), None)


def _parsed(raw: bytes, defects: set[MailDefect]) -> MailMessage:
    # The parsers keep to `compat32`, which reads a header only when it is asked for:
    # `policy.default` reads each by a grammar that recurses, and takes seconds for long ones.
    # It is not even loaded, because each mail is read by a new process.
    try:
        if len(_DASHES.findall(raw)) <= _MOST_BOUNDARIES:
            return BytesParser().parsebytes(raw)
        defects.add(MailDefect.PARTS_CUT)
    except RecursionError:
        defects.add(MailDefect.NESTED_TOO_DEEP)
    except Exception:  # the headers alone may still say whose mail it is
        defects.add(MailDefect.BROKEN_STRUCTURE)
    defects.add(MailDefect.NOT_PARSED)
    head = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    alone = BytesHeaderParser().parsebytes(head + b"\n\n")
    for name in ("content-type", "content-transfer-encoding"):
        del alone[name]
    return alone


def _with_defects(mail: ReadMail, defects: set[MailDefect]) -> ReadMail:
    if mail.doubled:
        defects.add(MailDefect.HEADERS_DOUBLED)
    if not mail.senders:
        defects.add(MailDefect.NO_SENDER)
    elif len(mail.senders) > 1:
        defects.add(MailDefect.MANY_SENDERS)
    if not any(header_values(mail.lines, "message-id")):
        defects.add(MailDefect.NO_MESSAGE_ID)
    return replace(mail, defects=tuple(each for each in MailDefect if each in defects))


def _reported(
    message: MailMessage, found: tuple[ContentPart, ...], defects: set[MailDefect]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[HeaderLine, ...], str]:
    """Return the machine-readable parts of a report that this mail is, not of one it forwards."""
    if message.get_content_type() != "multipart/report":
        return (), (), (), ""
    direct = [leaf for leaf in found if leaf.around == ("multipart/report",)]

    def texts(kinds: set[str]) -> tuple[str, ...]:
        wanted = [leaf for leaf in direct if leaf.said_type in kinds]
        return tuple(decoded_text(leaf.data[:_LONGEST_REPORT], "", defects) for leaf in wanted)

    returned = next((leaf for leaf in direct if leaf.said_type in _RETURNED), None)
    said = caught(lambda: str(message.get_param("report-type") or ""), "", defects)
    reports, receipts = texts(_DELIVERY), texts(_RECEIPT)
    kind = said.strip().lower()
    if kind not in ("delivery-status", "disposition-notification"):
        kind = "delivery-status" if reports else "disposition-notification" if receipts else ""
    return reports, receipts, _returned_lines(returned, defects), kind


def _returned_lines(leaf: ContentPart | None, defects: set[MailDefect]) -> tuple[HeaderLine, ...]:
    if leaf is None:
        return ()
    head = leaf.data.replace(b"\r\n", b"\n").lstrip(b"\n").partition(b"\n\n")[0][:_LONGEST_REPORT]
    inner = BytesHeaderParser().parsebytes(head + b"\n\n")
    items = list(inner.raw_items())[:_MOST_RETURNED]
    return tuple(
        HeaderLine(str(name)[:100], header_text(str(value)[:LONGEST_VALUE], defects))
        for name, value in items
    )


def _bounced(
    message: MailMessage, lines: tuple[HeaderLine, ...], senders: tuple[MailAddress, ...]
) -> tuple[str, ...]:
    """Return the addresses that a notice in an old form reports.

    They are hints. A person's reply that quotes such a notice would be taken for one too, so only
    mail that a server seems to have written is searched.
    """
    written_by = {each.address.rpartition("@")[0].lower() for each in senders}
    path = first_header(lines, "return-path")
    if path.replace(" ", "") != "<>" and not any(
        each.startswith(REPORTING_SENDERS) for each in written_by
    ):
        return ()
    from flufl.bounce import all_failures

    try:
        temporary, permanent = all_failures(message)
    except Exception:  # it reads forms of forty programs, and this mail is none of them
        return ()
    found = (each.decode("utf-8", "replace") for each in (*temporary, *permanent))
    return tuple(sorted(found))[:20]
