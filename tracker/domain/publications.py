"""What is put on the public record, and what is taken from it: each a person's act."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.event import Event
from tracker.domain.terms import WithheldBecause


@dataclass(frozen=True, slots=True)
class Release:
    """A text released with a record: its digest and the title under which it stands.

    Words of a response on one question name the entry and the question.
    """

    digest: str
    title: str
    entry: int = 0
    question: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """A public copy of a paper: pictures of its pages, blacked out. `digest` is that of the copy;
    nothing tells the digest, the name or the kind of the paper itself."""

    digest: str
    title: str
    entry: int
    pages: int
    size: int


@dataclass(frozen=True, kw_only=True)
class Published(Event):
    """A person put entries on the public record. `body_told_on` is the day on which the body was
    told that the record would say so, before its first silence is shown.

    `prepared_by` is the account of another person who had prepared it; empty where nobody
    confirmed. `kept_until` is the day until which it had been kept back.
    """

    kind = "published"
    entries: tuple[int, ...]
    releases: tuple[Release, ...] = ()
    copies: tuple[Copy, ...] = ()
    body_told_on: date | None = None
    provisional_accepted: bool = False
    prepared_by: str = ""
    kept_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Removed(Event):
    """Texts or copies were taken from the public record, which else stays: their digests."""

    kind = "removed"
    digests: tuple[str, ...]
    because: WithheldBecause


@dataclass(frozen=True, kw_only=True)
class Withheld(Event):
    """The record was taken from the public side; that it existed stays said."""

    kind = "withheld"
    because: WithheldBecause
