"""Calculated days as a calendar file (RFC 5545): whole days, without any person's name."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from tracker.domain.base.days import ONE_DAY

PRODUCER = "-//tracker//deadlines//EN"
# Octets of a line, the break left out (RFC 5545, 3.1); one less, as many programs count it.
_MOST_OCTETS = 74
_ESCAPED = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n", "\r": r"\n"})


class MarkedDay(NamedTuple):
    """A day for a calendar: it may last `until` a later day, and be explained on its own `page`.

    `revision` counts how often that page changed.
    """

    on: date
    title: str
    says: str
    until: date | None = None
    page: str = ""
    key: str = ""
    revision: int = 0


def almanac(days: Iterable[MarkedDay], address: str, at: datetime, name: str = "") -> bytes:
    """Return the file, with one entry for each day; the same input always gives the same bytes.

    `address` is the page that explains days without a page of their own; `at` is the time of the
    request or of the last change. `name` is the name under which a calendar program lists a
    followed calendar (RFC 7986); many programs know only the older property.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCER}"]
    lines += [f"{each}:{_text(name)}" for each in ("NAME", "X-WR-CALNAME")] if name else []
    stamp = f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    for day in days:
        page = day.page or address
        last = (day.until or day.on) + ONE_DAY
        lines += [
            "BEGIN:VEVENT",
            f"SUMMARY:{_text(day.title)}",
            f"DTSTART;VALUE=DATE:{_plain(day.on)}",
            f"DTEND;VALUE=DATE:{_plain(last)}",
            stamp,
            f"UID:{uuid5(NAMESPACE_URL, f'{page}#{day.key or day.title}')}",
            *([f"SEQUENCE:{day.revision}"] if day.revision else ()),
            *([f"DESCRIPTION:{_text(day.says)}"] if day.says else ()),
            "TRANSP:TRANSPARENT",
            f"URL:{page}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _plain(day: date) -> str:
    return day.isoformat().replace("-", "")


def _text(words: str) -> str:
    """Return words as a value (RFC 5545, 3.3.11)."""
    return words.replace("\r\n", "\n").translate(_ESCAPED)


def _folded(line: str) -> str:
    """Return a line broken into parts that are short enough, each on a line that begins with a
    space. No character is parted, nor a backslash from what it escapes."""
    octets = len(line.encode())
    if octets <= _MOST_OCTETS:
        return line
    parts, part, taken = [], "", 0
    for char in line:
        size = len(char.encode()) if char > "\x7f" else 1
        if taken + size > _MOST_OCTETS:
            kept = part[-1] if part.endswith("\\") else ""
            parts.append(part[: len(part) - len(kept)])
            part, taken = kept, len(kept)
        part += char
        taken += size
    return "\r\n ".join((*parts, part))
