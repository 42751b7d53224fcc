"""Reads delivery reports (RFC 3464) and read receipts (RFC 8098), and says which are believed.

A report is decided by its Action, never by the first digit of its Status: a full mailbox is
reported as failed with 4.2.2. Anyone can forge a report.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum

from tracker.domain.correspondence.read_mail import HeaderLine, ReadMail, first_header
from tracker.domain.correspondence.received_lines import outsider, plain_hosts

_FIELD = re.compile(r"^([A-Za-z][A-Za-z0-9-]*)[ \t]*:[ \t]*(.*)$")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}(?!\d)")
_MOST_RECIPIENTS = 50
_LONGEST_QUEUE = 64


class DeliveryAction(StrEnum):
    """What a report says was done with a letter, in the words of RFC 3464."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    RELAYED = "relayed"
    EXPANDED = "expanded"


class ReceiptAction(StrEnum):
    """What a read receipt says became of a letter, in the words of RFC 8098."""

    DISPLAYED = "displayed"
    DELETED = "deleted"
    DENIED = "denied"
    DISPATCHED = "dispatched"
    PROCESSED = "processed"
    FAILED = "failed"


_DELIVERY_ACTIONS = frozenset(action.value for action in DeliveryAction)
_RECEIPT_ACTIONS = frozenset(action.value for action in ReceiptAction)


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a report says of one recipient. `said` are the words of the other server.

    `arrived_at` is when the reporting server took the letter, None if it does not say. `queue` is
    the number under which it did.
    """

    action: DeliveryAction
    recipient: str
    status: str
    said: str
    remote_mta: str
    reporting_mta: str
    envelope_id: str
    will_retry_until: str
    original_message_id: str
    arrived_at: datetime | None = None
    queue: str = ""


@dataclass(frozen=True, slots=True)
class ReadReceipt:
    """What a reader's program says of a letter: only "displayed" was seen by anyone."""

    action: ReceiptAction
    automatic: bool
    original_message_id: str
    recipient: str


def delivery_reports(mail: ReadMail) -> tuple[DeliveryReport, ...]:
    """Return what a mail reports of each recipient. A block without an Action reports nothing."""
    returned = first_header(mail.returned, "message-id").strip()
    return tuple(report for text in mail.reports for report in _of_part(text, returned))[
        :_MOST_RECIPIENTS
    ]


def read_receipts(mail: ReadMail) -> tuple[ReadReceipt, ...]:
    """Return the read receipts in a mail."""
    found = []
    for text in mail.receipts:
        fields = _joined(_blocks(text))
        how, _, what = fields.get("disposition", "").partition(";")
        word = what.strip().lower().split("/")[0].strip()
        if word in _RECEIPT_ACTIONS:
            original = fields.get("original-message-id", "").strip()
            recipient = _address(fields.get("final-recipient", ""))
            automatic = "automatic" in how.lower()
            found.append(ReadReceipt(ReceiptAction(word), automatic, original, recipient))
    return tuple(found)


def is_believed(
    report: DeliveryReport,
    lines: tuple[HeaderLine, ...],
    own_hosts: Collection[str],
    live_envelope_ids: Collection[str],
) -> bool:
    """Return whether a report comes from the office's own server about one of its letters.

    The envelope identifier is that of a letter, and the report names an own server as its writer.
    It began on an own server and passed through no other: the body sees the identifier too, and
    can name any server. Any other report is shown as what it claims to be.
    """
    return (
        bool(report.envelope_id)
        and report.envelope_id in live_envelope_ids
        and report.reporting_mta in plain_hosts(own_hosts)
        and not outsider(lines, own_hosts)
    )


def _of_part(text: str, returned: str) -> Iterator[DeliveryReport]:
    first, *recipients = _blocks(text) or [{}]
    envelope_id = first.get("original-envelope-id", "").strip()
    mta = _typed(first.get("reporting-mta", "")).lower().rstrip(".")
    arrived_at, queue = _moment(first.get("arrival-date", "")), first.get("x-postfix-queue-id", "")
    for fields in recipients:
        action = fields.get("action", "").strip().lower()
        if action not in _DELIVERY_ACTIONS:
            continue
        yield DeliveryReport(
            DeliveryAction(action),
            _address(fields.get("original-recipient") or fields.get("final-recipient", "")),
            status[0] if (status := _STATUS.match(fields.get("status", ""))) else "",
            _typed(fields.get("diagnostic-code", "")),
            _typed(fields.get("remote-mta", "")),
            mta,
            envelope_id,
            fields.get("will-retry-until", "").strip(),
            returned,
            arrived_at,
            queue.strip()[:_LONGEST_QUEUE],
        )


def _moment(written: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(written)
        # A report that names no zone means that of its server, which nobody knows here.
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, TypeError, OverflowError):
        return None


def _blocks(text: str) -> list[dict[str, str]]:
    """Return the fields of each block: names in lower case, of a doubled field the first."""
    blocks: list[dict[str, str]] = []
    for written in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").strip()):
        fields: dict[str, str] = {}
        last = ""
        for line in written.split("\n"):
            if line[:1] in (" ", "\t") and last:
                fields[last] += " " + line.strip()
            elif found := _FIELD.match(line):
                last = found[1].lower()
                if last in fields:
                    last = ""
                else:
                    fields[last] = found[2].strip()
        if fields:
            blocks.append(fields)
    return blocks


def _joined(blocks: list[dict[str, str]]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for fields in blocks:
        joined = fields | joined
    return joined


def _typed(value: str) -> str:
    """Return a value without its type, as in `dns; mx.example`."""
    kind, parted, rest = value.partition(";")
    return (rest if parted else kind).strip()


def _address(value: str) -> str:
    return _typed(value).strip().strip("<>")
