"""What the public side reads, and all that it reads: records as they were published, lines of
them for lists, and sums of what they say. Each is derived from `Record`s alone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from tracker.domain.record.body_results import BodyOutcome
from tracker.domain.record.corrections_list import CorrectionNotice
from tracker.domain.record.record import Record
from tracker.domain.record.tally import Counts, Scope, What
from tracker.services.ports.search import SearchIndex
from tracker.services.ports.sought import ANY, RecordLine, Sought


@dataclass(frozen=True, slots=True)
class ReleasedText:
    """Words released with a record, readable by everyone."""

    digest: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What came in one way of the questions on one part of a legal basis at one body: of how many
    questions, and the newest of them."""

    element: str
    body: str
    state: str
    times: int
    reference: str
    question: str


@dataclass(frozen=True, slots=True)
class PlacedRecords:
    """Records that are shown of which the current version has its place in the public log from
    some place on, in that order, and up to where the log was looked through."""

    lines: Sequence[RecordLine]
    up_to: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """How far the public record is: how many versions of records there are, and which records
    are withheld. What was made from another stamp is not made from the record as it is."""

    versions: int
    withheld: frozenset[str]


@dataclass(frozen=True, slots=True)
class Edition:
    """Which version of a record is current, by its number and its digest, and whether that has
    its place in the public log."""

    version: int
    digest: str
    withheld: bool
    placed: bool


# What tells a notice from all others: reference and version of its record, and the entry.
NoticePlace = tuple[str, int, int]


class RecordLists(Protocol):
    """Rows of the records that are shown."""

    def lines(
        self, *, block: str = "", body: str = "", stated_by: str = ""
    ) -> Sequence[RecordLine]:
        """Return the rows of a block, of a body, of a body's own statements, or all, newest first.

        A record belongs to each body that had to answer. Reads every row: pages use `listed`.
        """

    def listed(self, sought: Sought, after: int, limit: int) -> Sequence[RecordLine]:
        """Return one page of rows, last changed first.

        An index serves it if no more than one field of `sought` is given.
        """

    def numbered(self, sought: Sought, first: int, limit: int) -> Sequence[RecordLine]:
        """Return rows in order of first publication, oldest first, from place `first` on.

        A new record moves none of them.
        """

    def latest(self, sought: Sought, limit: int) -> Sequence[RecordLine]:
        """Return the newest rows by first publication. The cost does not grow with the record."""

    def references(self, sought: Sought) -> Sequence[str]:
        """Return the references of `numbered`, without reading the records."""

    def news(self, sought: Sequence[Sought], since: int, limit: int) -> PlacedRecords:
        """Return the shown records whose version got place `since` of the log or later.

        Versions without a place are left to a later call.
        """

    def corrected(self, since: int, up_to: int | None, limit: int) -> Sequence[RecordLine]:
        """Return shown records corrected by a version in the log, last correction first.

        The place is `since` or later, and before `up_to`.
        """

    def came(self, kinds: Collection[str], limit: int) -> Sequence[tuple[BodyOutcome, RecordLine]]:
        """Return the newest replies of these kinds, or non-responses, each with its row.

        Records taken down are left out. Costs the same however many records there are.
        """


class NoticeLists(Protocol):
    """The public list of corrections and takedowns."""

    def notices(self, after: int, limit: int) -> tuple[Sequence[CorrectionNotice], int]:
        """Return one page of corrections and takedowns, newest first, and the total."""

    def notices_behind(self, place: NoticePlace | None, limit: int) -> Sequence[CorrectionNotice]:
        """Return corrections and takedowns after the one at `place`, oldest first.

        Without `place` they begin with the first. Raises NotOnFile if none is there.
        """


class Records(RecordLists, NoticeLists, Protocol):
    """The public side: whole records, each version as it was published."""

    index: SearchIndex

    def record(self, reference: str) -> Record:
        """Return the current version; one taken down says only that. Raises NotOnFile."""

    def published(self, reference: str) -> bytes:
        """Return the bytes of the current version, as they were published.

        Raises NotOnFile, and Damaged if they are not what was published.
        """

    def edition(self, reference: str) -> Edition:
        """Return which version is current, without reading it. Raises NotOnFile."""

    def last_change(self, scope: Scope, subject: str) -> str:
        """Return a mark that differs after each change to a record of a subject.

        It is read without the records, and never returns to an earlier value.
        """

    def last_changes(self) -> Mapping[tuple[Scope, str], str]:
        """Return the mark of each body and block that ever had a public record, and of all."""

    def editions(self) -> Mapping[str, str]:
        """Return the digest of the current version of each record, also of one taken down."""

    def published_after(
        self, reference: str, limit: int, sought: Sought = ANY
    ) -> Sequence[tuple[str, bytes]]:
        """Return digest and bytes of shown records, in the order of their references.

        They begin after `reference`. Raises Damaged.
        """

    def published_of(self, references: Collection[str]) -> Mapping[str, tuple[str, bytes]]:
        """Return digest and bytes of those of these records that are shown. Raises Damaged."""

    def stamp(self) -> Stamp:
        """Return how far the public record is."""

    def tally(
        self, scope: Scope, whats: Iterable[What], subject: str | None = None
    ) -> Mapping[tuple[str, What], Counts]:
        """Return the sums of one subject, or of every one, by subject and by what is counted.

        Costs the same however many records there are.
        """

    def cells(self, block: str) -> Sequence[Cell]:
        """Return how many items on each part of a legal basis had each outcome, at each body.

        Costs the same however many records there are.
        """

    def text(self, digest: str) -> ReleasedText:
        """Return a released text of a shown record. Raises NotOnFile and Damaged."""

    def copy(self, reference: str, digest: str) -> bytes:
        """Return a public copy that a record shows. Raises NotOnFile and Damaged."""
