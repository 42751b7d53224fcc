"""The headers of a mail, read line by line: no header can keep the others from being read."""

import re
from collections.abc import Callable, Mapping
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from functools import partial
from typing import TypeVar

from tracker.domain.correspondence.read_mail import (
    MOST_SIGNATURES,
    HeaderLine,
    MailAddress,
    MailDefect,
    SignatureHeader,
)
from tracker.mail.reading.charsets import header_text

T = TypeVar("T")

MOST_HEADER_BYTES = 256 * 1024
MOST_HEADER_LINES = 1000
MOST_ADDRESSES = 200
_FIRST_YEAR, _LAST_YEAR = 1970, 2999
_ONCE = ("from", "subject", "date", "to", "message-id")
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_TAG = re.compile(r"\s*([A-Za-z][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$", re.DOTALL)


def with_short_headers(raw: bytes, defects: set[MailDefect]) -> bytes:
    """Return a mail whose headers were cut after 256 kB, at the end of a line."""
    found = _BLANK_LINE.search(raw)
    end = found.start() if found else len(raw)
    if end <= MOST_HEADER_BYTES:
        return raw
    defects |= {MailDefect.HEADERS_CUT, MailDefect.NOT_PARSED}
    cut = raw.rfind(b"\n", 0, MOST_HEADER_BYTES)
    return raw[: cut if cut > 0 else MOST_HEADER_BYTES] + b"\n" + (raw[end:] if found else b"")


def header_lines(message: Message, defects: set[MailDefect]) -> tuple[HeaderLine, ...]:
    """Return the lines of the header sheet in order, from the top."""
    items = message.raw_items()
    found: list[HeaderLine] = []
    for name, value in items:
        if len(found) >= MOST_HEADER_LINES:
            defects.add(MailDefect.HEADERS_CUT)
            break
        found.append(HeaderLine(header_text(str(name), defects)[:100], _read(value, defects)))
    return tuple(found)


def _read(value: object, defects: set[MailDefect]) -> str:
    return caught(lambda: header_text(str(value), defects), "", defects)


def caught(read: Callable[[], T], otherwise: T, defects: set[MailDefect]) -> T:
    """Return what a reading of one header gives, or `otherwise` where the library breaks on it.

    The standard library raises many kinds of error for hostile headers, RecursionError among them.
    """
    try:
        return read()
    except Exception:  # the process has limits, and the other headers are still to be read
        defects.add(MailDefect.HEADER_UNREADABLE)
        return otherwise


def header_addresses(
    message: Message, name: str, defects: set[MailDefect]
) -> tuple[MailAddress, ...]:
    """Return the addresses of a header, each with its name; names are decoded after they are
    told from addresses, so that an encoded name cannot add one."""
    raw = _raw_values(message, name)
    if sum(map(len, raw)) > MOST_HEADER_BYTES // 4:
        defects.add(MailDefect.HEADERS_CUT)
        raw = [value[:4000] for value in raw[:20]]
    found: list[MailAddress] = []
    for value in raw:
        empty: list[tuple[str, str]] = []
        for shown, address in caught(partial(getaddresses, [value]), empty, defects):
            if address.strip():
                words = header_text(shown, defects)
                found.append(MailAddress(words, header_text(address, defects)))
    if raw and "".join(raw).strip() and not found:
        defects.add(MailDefect.HEADER_UNREADABLE)
    return tuple(found[:MOST_ADDRESSES])


def _raw_values(message: Message, name: str) -> list[str]:
    """Return the values of a header as written, from the top."""
    return [str(value) for key, value in message.raw_items() if key.lower() == name]


def date_said(message: Message, defects: set[MailDefect]) -> str:
    """Return the sender's date with its offset, in ISO form; empty if there is none to read.

    A date before email or in a far future is none: other time zones could not show it.
    """
    written = next(iter(_raw_values(message, "date")), "")
    if not written.strip():
        defects.add(MailDefect.NO_DATE)
        return ""
    try:
        said = parsedate_to_datetime(written[:200])
        if not _FIRST_YEAR <= said.year <= _LAST_YEAR:
            raise ValueError(said.year)
        return said.isoformat()
    except Exception:  # a bad date raises more than ValueError
        defects.add(MailDefect.DATE_UNREADABLE)
        return ""


def doubled_headers(lines: tuple[HeaderLine, ...]) -> tuple[str, ...]:
    """Return the headers that occur more often than once, although they must not."""
    names = [line.name.lower() for line in lines]
    return tuple(name for name in _ONCE if names.count(name) > 1)


def signature_headers(message: Message) -> tuple[SignatureHeader, ...]:
    """Return what the DKIM signatures say of themselves, from the top."""
    raw = _raw_values(message, "dkim-signature")[:MOST_SIGNATURES]
    return tuple(signature_header(tags_of(value)) for value in raw)


def signature_header(tags: Mapping[str, str]) -> SignatureHeader:
    """Return what the tags of a DKIM signature say of it."""
    return SignatureHeader(
        tags.get("d", "").lower()[:250],
        tags.get("s", "")[:250],
        tags.get("a", "").lower()[:30],
        "l" in tags,
    )


def tags_of(value: str) -> dict[str, str]:
    """Return the tags of a DKIM header or key record; of a doubled tag the first."""
    tags: dict[str, str] = {}
    for each in value.split(";"):
        if found := _TAG.match(each):
            tags.setdefault(found[1], found[2])
    return tags
