"""What an IMAP server answers, as values. Only numbers, sizes and dates are taken from words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from tracker.services.ports.correspondence.received import SeenMail

_UID = re.compile(rb"\bUID (\d+)", re.IGNORECASE)
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)", re.IGNORECASE)
_DATE = re.compile(
    rb'\bINTERNALDATE "([ \d]\d)-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"',
    re.IGNORECASE,
)
_LITERAL = re.compile(rb"\{(\d+)\}$")
_COPYUID = re.compile(rb"\bCOPYUID (\d+) ([\d:,]+) ([\d:,]+)", re.IGNORECASE)
_RANGE = re.compile(rb"\d+(?::\d+)?")
_FOLDER = re.compile(rb'\(([^)]*)\) (?:"(?:[^"\\]|\\.)*"|NIL) (.+)', re.DOTALL | re.IGNORECASE)
_NO_ARRIVALS = frozenset((rb"\noselect", rb"\sent", rb"\all", rb"\drafts"))
# Names of months in a reply do not depend on the language of this machine.
_MONTHS = b"janfebmaraprmayjunjulaugsepoctnovdec"


def uids_in(data: Iterable[Any]) -> list[int]:
    """Return the numbers of a SEARCH."""
    return sorted({int(word) for line in data if line for word in bytes(line).split()})


def seen_in(data: Iterable[Any]) -> Iterator[tuple[int, SeenMail]]:
    """Yield the size and the date of each mail in a FETCH."""
    for line in data:
        words = line[0] if isinstance(line, tuple) else line or b""
        uid, size, dated = _UID.search(words), _SIZE.search(words), _DATE.search(words)
        if uid and size and dated:
            yield int(uid[1]), SeenMail(int(size[1]), _moment(*dated.groups()))


def literals(data: Iterable[Any]) -> Iterator[tuple[int, bytes]]:
    """Yield the bytes of each mail in a FETCH that are complete.

    The number of a mail may be told before its bytes or after them.
    """
    pending: bytes | None = None
    for part in data:
        if isinstance(part, tuple):
            words, content = bytes(part[0]), bytes(part[1])
            told = _LITERAL.search(words)
            if told is None or int(told[1]) != len(content):
                continue
            if uid := _UID.search(words):
                yield int(uid[1]), content
            else:
                pending = content
        elif pending is not None:
            if uid := _UID.search(part or b""):
                yield int(uid[1]), pending
            pending = None


def copied_to(answers: Iterable[Any], uids: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield each of these mails that was copied, with its new numbering and number (RFC 4315).

    An answer counts only if it names at most these mails, and as many copies.
    """
    for answer in answers:
        if isinstance(answer, bytes) and (found := _COPYUID.search(answer)):
            of, to = (_numbers(each, len(uids)) for each in (found[2], found[3]))
            if len(of) == len(to):
                yield from ((old, int(found[1]), new) for old, new in zip(of, to, strict=True))


def _numbers(told: bytes, most: int) -> list[int]:
    """Return the numbers of a set such as `4:6,9`, none if there are more than `most`."""
    numbers: list[int] = []
    for part in told.split(b","):
        if not _RANGE.fullmatch(part):
            return []
        ends = [int(end) for end in part.split(b":")]
        if max(ends) - min(ends) >= most - len(numbers):
            return []
        numbers += range(min(ends), max(ends) + 1)
    return numbers


def folder_names(data: Iterable[Any]) -> Iterator[str]:
    """Yield the folders in a LIST into which mail may arrive, as the server writes their names.

    Those for mail that was sent, or for copies of all mail, are left out (RFC 6154).
    """
    for line in data:
        literal = isinstance(line, tuple)
        words = b" ".join(line) if literal else line or b""
        if (found := _FOLDER.match(words)) and _NO_ARRIVALS.isdisjoint(found[1].lower().split()):
            name = found[2].strip()
            if name.startswith(b"{") and literal:
                name = line[1]
            elif name.startswith(b'"'):
                name = re.sub(rb"\\(.)", rb"\1", name[1:-1])
            yield name.decode("ascii", "replace")


def _moment(*parts: bytes) -> datetime:
    day, month, year, hour, minute, second, sign, hours, minutes = parts
    number = _MONTHS.index(month.lower()) // 3 + 1
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    zone = timezone(-offset if sign == b"-" else offset)
    clock = (int(hour), int(minute), min(int(second), 59))
    return datetime(int(year), number, int(day), *clock, tzinfo=zone)
