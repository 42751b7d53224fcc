"""Read mails for tests of the domain, as if a reader had made them."""

from typing import Any

from tracker.domain.correspondence.quoted_text import new_and_quoted
from tracker.domain.correspondence.read_mail import HeaderLine, MailAddress, ReadMail

BODY = MailAddress("Public body", "rti@pta.gov.pk")


def read_mail(text: str = "", headers: dict[str, str] | None = None, **fields: Any) -> ReadMail:
    """Return a mail with this text and these headers, from a public body unless `senders` is
    given."""
    values: dict[str, Any] = {
        "lines": header_lines(headers or {}),
        "senders": (BODY,),
        "to": (),
        "cc": (),
        "resent_to": (),
        "reply_to": (),
        "subject": (headers or {}).get("Subject", ""),
        "date_said": "",
        "pieces": tuple(new_and_quoted(text)),
        "parts": (),
    }
    return ReadMail(**{**values, **fields})


def header_lines(headers: dict[str, str]) -> tuple[HeaderLine, ...]:
    return tuple(HeaderLine(name, value) for name, value in headers.items())


def report_of(action: str, status: str, envelope_id: str = "letter.1", **more: str) -> str:
    """Return the machine-readable part of a delivery report, as Postfix writes it."""
    fields = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in more.items())
    return (
        "Reporting-MTA: dns; mx.office.example\n"
        f"Original-Envelope-Id: {envelope_id}\n"
        "Arrival-Date: Mon, 30 Nov 2026 10:00:00 +0500\n"
        "\n"
        "Final-Recipient: rfc822; rti@pta.gov.pk\n"
        "Original-Recipient: rfc822;rti@pta.gov.pk\n"
        f"Action: {action}\n"
        f"Status: {status}\n"
        f"{fields}"
    )
