"""What the public side reads, and all that it reads: records as they were published, lines of
them for lists, and sums of what they say. Each is derived from `Record`s alone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from tracker.domain.record.body_results import Came
from tracker.domain.record.corrections_list import Notice
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
class News:
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


class Records(Protocol):
    """The public side: whole records, each version as it was published. No other public read."""

    @property
    def index(self) -> SearchIndex:
        """Finds records by their words."""

    def record(self, reference: str) -> Record:
        """The current version; a withheld one says only that. Raises NotOnFile."""

    def published(self, reference: str) -> bytes:
        """The very bytes of the current version, as they were published. Raises NotOnFile."""

    def edition(self, reference: str) -> Edition:
        """Which version is current: it is told without reading it. Raises NotOnFile."""

    def last_change(self, scope: Scope, subject: str) -> str:
        """A mark that is another after each change to a record of a body or a block, or to any
        record: it is told without reading them, and never what it was before."""

    def last_changes(self) -> Mapping[tuple[Scope, str], str]:
        """The mark of each body and block that ever had a public record, and that of all."""

    def editions(self) -> Mapping[str, str]:
        """The digest of the current version of each record, a withheld one's too."""

    def published_after(
        self, reference: str, limit: int, sought: Sought = ANY
    ) -> Sequence[tuple[str, bytes]]:
        """Digest and bytes of the current versions of records that are shown, in the order of
        their references, from the one after `reference`."""

    def published_of(self, references: Collection[str]) -> Mapping[str, tuple[str, bytes]]:
        """Digest and bytes of the current versions of these records, as far as they are shown.
        Raises Damaged."""

    def stamp(self) -> Stamp:
        """How far the public record is."""

    def lines(
        self, *, block: str = "", body: str = "", stated_by: str = ""
    ) -> Sequence[RecordLine]:
        """Records of a block or a body, those beside which a body's own statement stands, or all,
        the newest first; withheld ones left out. A record belongs to each body that had to
        answer. It reads them all: a page takes `listed`."""

    def listed(self, sought: Sought, after: int, limit: int) -> Sequence[RecordLine]:
        """A page of the records that are shown, those changed last first; withheld ones left out.

        It is read by index where not more than one field of `sought` is given.
        """

    def news(self, sought: Sequence[Sought], since: int, limit: int) -> News:
        """What the log tells of any of them from the place `since` on: what has none yet is
        told later, since places are given in order and transactions end in any."""

    def corrected(self, since: int, up_to: int | None, limit: int) -> Sequence[RecordLine]:
        """So many records that are shown, of which something was corrected by a version that has
        its place in the log from `since` on and before `up_to`, the last correction first."""

    def numbered(self, sought: Sought, first: int, limit: int) -> Sequence[RecordLine]:
        """Records that are shown in the order in which they came on record, the oldest first:
        so many from the place `first` on, counted from 0."""

    def references(self, sought: Sought) -> Sequence[str]:
        """Of all records that are shown, in that order: told without reading them."""

    def latest(self, sought: Sought, limit: int) -> Sequence[RecordLine]:
        """So many of them from the other end, the last that came on record first. It costs the
        same however many records there are."""

    def came(self, kinds: Collection[str], limit: int) -> Sequence[tuple[Came, RecordLine]]:
        """So many replies of these kinds, or silences on which a record rests, the newest first by
        their own days, each with the line of its record; of withheld ones none. It costs the same
        however many there are."""

    def tally(
        self, scope: Scope, whats: Iterable[What], subject: str | None = None
    ) -> Mapping[tuple[str, What], Counts]:
        """The sums of one subject, or of every one, by subject and by what is counted: they cost
        the same however many records there are."""

    def cells(self, block: str) -> Sequence[Cell]:
        """What came of the questions about a block. It costs the same however many there are."""

    def text(self, digest: str) -> ReleasedText:
        """A released text of a record that is shown. Raises NotOnFile."""

    def copy(self, reference: str, digest: str) -> bytes:
        """A public copy that the record of that request shows. Raises NotOnFile."""

    def notices_behind(self, place: NoticePlace | None, limit: int) -> Sequence[Notice]:
        """Corrections and takedowns, oldest first, from the one behind that at `place`, or from
        the first. Raises NotOnFile where none is there."""

    def notices(self, after: int, limit: int) -> tuple[Sequence[Notice], int]:
        """Corrections and takedowns, the newest first, and how many there are in all."""
